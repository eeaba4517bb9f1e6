import Crypto
import Formats
import Synchronization
import Testing

@testable import Commands

/// Chunks made on several threads lie in order, whole, and once; failures end the run.
@Suite struct PipelineTests {
    private struct Numbers: ChunkMaking {
        var failsAt: Int?

        mutating func make(_ positions: Range<Int>, to arena: ByteArena) throws -> ChunkReport {
            for position in positions {
                if position == failsAt { throw Broken() }
                arena.append("\(position)\n".utf8)
            }
            var report = ChunkReport()
            report.importMPANs = positions.count
            report.footer.rows = positions.count
            report.plainLength = arena.count
            return report
        }
    }

    private struct Broken: Error {}

    private static func text(_ range: Range<Int>) -> [UInt8] { range.flatMap { Array("\($0)\n".utf8) } }

    @Test(arguments: [1, 2, 3, 8], [1, 7, 1_000, 5_000])
    func everyThreadCountLaysTheSame(_ threads: Int, _ perChunk: Int) async throws {
        let plan = ChunkPlan(positions: 3..<2_503, perChunk: perChunk)
        let laid = Mutex([UInt8]())
        let pipeline = Pipeline(plan: plan, threads: threads, keepsFooters: true) { Numbers() }
        let result = try await pipeline.run(from: LaidTotals(), hash: SHA256()) { chunk, totals in
            laid.withLock { $0.append(contentsOf: chunk.bytes) }
            #expect(totals.nextChunk == chunk.index + 1)
        }
        let wanted = Self.text(3..<2_503)
        #expect(laid.withLock { $0 } == wanted)
        #expect(result.totals.fileBytes == wanted.count)
        #expect(result.totals.written.rows == 2_500)
        #expect(result.totals.written.chunks.count == plan.count)
        #expect(result.hash.map { Digest.text($0.finalize()) } == Digest.hexadecimal(of: wanted))
    }

    @Test func aRunGoesOnInTheMiddle() async throws {
        let plan = ChunkPlan(positions: 0..<1_000, perChunk: 10)
        var start = LaidTotals()
        start.nextChunk = 37
        let laid = Mutex([UInt8]())
        _ = try await Pipeline(plan: plan, threads: 3, keepsFooters: false) { Numbers() }
            .run(from: start, hash: nil) { chunk, _ in laid.withLock { $0.append(contentsOf: chunk.bytes) } }
        #expect(laid.withLock { $0 } == Self.text(370..<1_000))
    }

    @Test func nothingIsMadeOfNoPositions() async throws {
        let result = try await Pipeline(
            plan: ChunkPlan(positions: 5..<5, perChunk: 10), threads: 4, keepsFooters: false
        ) { Numbers() }.run(from: LaidTotals(), hash: SHA256()) { _, _ in Issue.record("there is no chunk") }
        #expect(result.totals == LaidTotals())
    }

    @Test(arguments: [0, 499, 999]) func aMakerThatFailsEndsTheRun(_ place: Int) async {
        let pipeline = Pipeline(plan: ChunkPlan(positions: 0..<1_000, perChunk: 10), threads: 3, keepsFooters: false) {
            Numbers(failsAt: place)
        }
        await #expect(throws: Broken.self) { try await pipeline.run(from: LaidTotals(), hash: SHA256()) { _, _ in } }
    }

    @Test(arguments: [0, 50, 99]) func aSinkThatFailsEndsTheRun(_ place: Int) async {
        let pipeline = Pipeline(plan: ChunkPlan(positions: 0..<1_000, perChunk: 10), threads: 3, keepsFooters: false) {
            Numbers()
        }
        await #expect(throws: Broken.self) {
            try await pipeline.run(from: LaidTotals(), hash: SHA256()) { chunk, _ in
                if chunk.index == place { throw Broken() }
            }
        }
    }
}
