import Market

/// From what a site uses and generates to what its meters measure.
struct Metering: Sendable {
    private let philox: Philox

    init(philox: Philox) { self.philox = philox }

    /// Writes import (and, with generation, export) from demand and generation, within the fuse.
    func measure(subject: UInt64, day: Int, limit: Int32, hasGeneration: Bool, scratch: DayScratch) {
        for place in 0..<48 { scratch.activeImport[place] = min(scratch.demand[place], limit) }
        guard hasGeneration else { return }
        for place in 0..<48 {
            let net = scratch.demand[place] - scratch.generation[place]
            scratch.activeImport[place] = min(max(net, 0), limit)
            scratch.activeExport[place] = min(max(-net, 0), limit)
        }
    }
}
