import Consumption
import Formats
import Foundation
import Market
import Synchronization

/// Makes the right answers of a run from its configuration, without its files.
struct ExpectRun: Sendable {
    let generator: ConsumptionGenerator
    let dates: DateSpan
    let layout: ExpectLayout
    /// The positions of the parts that are there, in order.
    let positions: [Range<Int>]
    let threads: Int

    /// Half hours of a chunk, roughly.
    private static let daysPerChunk = 32_768

    /// Whether the table can be written as it is made: metering points come in order, and are the first column.
    var streams: Bool {
        if case .list = generator.configuration.numbering { return false }
        return layout.columns.first == .mpan
    }

    /// Writes the lines of the table in order.
    func write(mean: Bool, to sink: ByteSink) async throws {
        try sink.write(Array((layout.header + (mean ? ",mean_wh" : "") + "\n").utf8))
        guard streams else { return try sink.write(Array(try await totals().lines(mean: mean).utf8)) }
        let (generator, dates, layout) = (generator, dates, layout)
        for range in positions {
            let pipeline = Pipeline(plan: plan(range), threads: threads, keepsFooters: false) {
                ExpectMaker(generator, dates, layout) { totals, arena in
                    arena.append(totals.lines(mean: mean).utf8)
                }
            }
            _ = try await pipeline.run(from: LaidTotals(), hash: nil) { chunk, _ in try sink.write(chunk.bytes) }
        }
    }

    /// The whole table.
    func totals() async throws -> ExpectTotals {
        let (generator, dates, layout) = (generator, dates, layout)
        let all = Mutex(ExpectTotals(layout))
        for range in positions {
            let pipeline = Pipeline(plan: plan(range), threads: threads, keepsFooters: false) {
                ExpectMaker(generator, dates, layout) { totals, _ in
                    let count = all.withLock { sum in
                        sum.merge(totals)
                        return sum.count
                    }
                    guard count <= ExpectTotals.groupsMax else {
                        throw FieldProblem(
                            "by", "more than \(ExpectTotals.groupsMax) groups; put mpan first, or name fewer columns")
                    }
                }
            }
            let progress = RateProgress("adding up", total: range.count * dates.days)
            _ = try await pipeline.run(from: LaidTotals(), hash: nil) { _, laid in
                progress.show(laid.importMPANs * dates.days)
            }
            progress.end()
        }
        return all.withLock { $0 }
    }

    private func plan(_ range: Range<Int>) -> ChunkPlan {
        ChunkPlan(positions: range, perChunk: max(1, Self.daysPerChunk / dates.days))
    }
}

/// Adds up the rows of chunks of sites, and gives each chunk's totals away.
struct ExpectMaker: ChunkMaking {
    private let maker: RowMaker
    private let dates: DateSpan
    private let layout: ExpectLayout
    private let give: @Sendable (ExpectTotals, ByteArena) throws -> Void

    init(
        _ generator: ConsumptionGenerator, _ dates: DateSpan, _ layout: ExpectLayout,
        _ give: @escaping @Sendable (ExpectTotals, ByteArena) throws -> Void
    ) {
        maker = RowMaker(generator.makeWorker())
        self.dates = dates
        self.layout = layout
        self.give = give
    }

    mutating func make(_ positions: Range<Int>, to arena: ByteArena) throws -> ChunkReport {
        var totals = ExpectTotals(layout)
        for position in positions {
            maker.rows(position: position, dates: dates) { row in totals.add(row, share: maker.worker.site.share) }
        }
        try give(totals, arena)
        var report = ChunkReport()
        report.importMPANs = positions.count
        return report
    }
}
