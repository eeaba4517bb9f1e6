import Market

/// From what a site uses and generates to what its meters measure.
///
/// Behind one meter, a half hour's demand and generation are each split over three steps of ten minutes; a meter counts
/// what flows in and what flows out in each, so that a half hour can have both.
struct Metering: Sendable {
    private let philox: Philox
    /// Ways in which demand falls on the first two of three steps, Q15.
    private let demandSplits: [SIMD2<UInt16>]
    private let generationSplits: [SIMD2<UInt16>]

    private static let splits = 1_024

    init(philox: Philox) {
        self.philox = philox
        // Bursts on a steady part, and passing clouds; the same ways for every seed.
        let activity = Tables.gamma(shape: 100)
        demandSplits = Self.makeSplits(place: 0) { word in
            450 + Int(activity[min(Int(word >> 20), 4_094)]) * 550 / 1_024
        }
        generationSplits = Self.makeSplits(place: 1) { word in 700 + FixedPoint.below(601, word) }
    }

    private static func makeSplits(place: UInt32, _ weight: (UInt32) -> Int) -> [SIMD2<UInt16>] {
        let fixed = Philox(seed: 0)
        return (0..<UInt32(splits)).map { number in
            let draw = fixed.block(.meter, subject: UInt64(place), at: number)
            let parts = [weight(draw.x), weight(draw.y), weight(draw.z)]
            let sum = parts.reduce(0, +)
            return SIMD2(UInt16(parts[0] * 32_768 / sum), UInt16(parts[1] * 32_768 / sum))
        }
    }

    /// Writes import (and, with generation, export) from demand and generation, within the fuse.
    ///
    /// Before the limits, import less export is demand less generation in every half hour, to the watt-hour.
    /// - Parameters:
    ///   - limit: the fuse's, in watt-hours in a half hour.
    ///   - exportLimit: the most that may be exported in a half hour; what is over is not generated.
    ///   - isSteadied: a battery follows the load within the half hour, so that nothing flows both ways.
    func measure(
        subject: UInt64, day: Int, limit: Int32, hasGeneration: Bool, exportLimit: Int32 = .max,
        isSteadied: Bool = false, scratch: DayScratch
    ) {
        guard hasGeneration else {
            for place in 0..<48 { scratch.activeImport[place] = min(scratch.demand[place], limit) }
            return
        }
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 48) { memory in
            guard let words = memory.baseAddress else { return }
            DayWords.fill(philox, .meter, subject: subject, day: day, into: words)
            demandSplits.withUnsafeBufferPointer { demandSplits in
                generationSplits.withUnsafeBufferPointer { generationSplits in
                    for place in 0..<48 {
                        let (demand, generation) = (scratch.demand[place], scratch.generation[place])
                        var flow = (taken: max(demand &- generation, 0), given: max(generation &- demand, 0))
                        if generation > 0, !isSteadied {
                            let uses = demandSplits[Int(words[place] &>> 22)]
                            let gives = generationSplits[Int(words[place] &>> 12 & 1_023)]
                            flow = Self.flow(demand, uses, generation, gives)
                        }
                        scratch.activeImport[place] = min(flow.taken, limit)
                        scratch.activeExport[place] = min(flow.given, limit, exportLimit)
                    }
                }
            }
        }
    }

    /// What flows in and out over the three steps.
    @inline(__always)
    private static func flow(
        _ demand: Int32, _ uses: SIMD2<UInt16>, _ generation: Int32, _ gives: SIMD2<UInt16>
    ) -> (taken: Int32, given: Int32) {
        func part(_ whole: Int32, _ share: UInt16) -> Int32 {
            Int32(truncatingIfNeeded: (Int(whole) &* Int(share)) &>> 15)
        }
        let first = part(demand, uses.x) &- part(generation, gives.x)
        let second = part(demand, uses.y) &- part(generation, gives.y)
        // The last step has what the first two leave, so that the three sum to the whole.
        let third = demand &- generation &- first &- second
        let taken = max(first, 0) &+ max(second, 0) &+ max(third, 0)
        return (taken, taken &- (demand &- generation))
    }
}
