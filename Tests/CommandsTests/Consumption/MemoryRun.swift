import Consumption
import Formats
import Foundation
import Synchronization

@testable import Commands

/// A run's bytes made in this process, as the program makes them.
enum MemoryRun {
    static func bytes(
        _ settings: RunSettings, _ format: any ConsumptionFormat, part: Int = 1, parts: Int = 1, threads: Int = 2,
        generator: ConsumptionGenerator
    ) async throws -> Data {
        try await bytes(settings, of: format, part, parts, threads, generator)
    }

    private static func bytes(
        _ settings: RunSettings, of format: some ConsumptionFormat, _ part: Int, _ parts: Int, _ threads: Int,
        _ generator: ConsumptionGenerator
    ) async throws -> Data {
        let plan = DataPlan(
            settings: settings, generator: generator, format: format, digest: settings.digest, part: part, parts: parts,
            level: nil, defects: try generator.defectPlan())
        let laid = Mutex(Data(try plan.header()))
        var start = LaidTotals()
        start.written.bytes = plan.plainHeader.count
        let pipeline = Pipeline(plan: plan.chunks, threads: threads, keepsFooters: format.isContainer) {
            try plan.makeMaker()
        }
        let result = try await pipeline.run(from: start, hash: nil) { chunk, _ in
            laid.withLock { $0.append(contentsOf: chunk.bytes) }
        }
        let trailer = try plan.trailer(result.totals.written, heldBack: result.totals.heldBack)
        return laid.withLock { $0 } + trailer
    }

    /// Each part but the first without its first lines, joined.
    static func joined(_ parts: [Data], headerLines: Int) -> Data {
        var whole = parts.first ?? Data()
        for part in parts.dropFirst() {
            var rest = part[...]
            for _ in 0..<headerLines {
                guard let end = rest.firstIndex(of: 0x0A) else { break }
                rest = rest[(end + 1)...]
            }
            whole += rest
        }
        return whole
    }
}
