import Consumption
import Formats
import Foundation
import Market
import Synchronization

/// Makes the right answers of a run from its configuration, without its files.
struct ExpectRun: Sendable {
    let generator: ConsumptionGenerator
    /// What is planted in the rows; nil for nothing, or for the truth.
    let defects: DefectPlan?
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
        // Some defects give a row another number.
        return layout.columns.first == .mpan && defects == nil
    }

    /// Writes the lines of the table in order.
    func write(mean: Bool, to sink: ByteSink) async throws {
        try sink.write(Array((layout.header + (mean ? ",mean_wh" : "") + "\n").utf8))
        guard streams else { return try sink.write(Array(try await totals().lines(mean: mean).utf8)) }
        let (generator, defects, dates, layout) = (generator, defects, dates, layout)
        for range in positions {
            let pipeline = Pipeline(plan: plan(range), threads: threads, keepsFooters: false) {
                ExpectMaker(RowSupply(generator, defects: defects), dates, layout) { totals, arena in
                    arena.append(totals.lines(mean: mean).utf8)
                }
            }
            _ = try await pipeline.run(from: LaidTotals(), hash: nil) { chunk, _ in try sink.write(chunk.bytes) }
        }
    }

    /// The whole table.
    func totals() async throws -> ExpectTotals {
        let (generator, defects, dates, layout) = (generator, defects, dates, layout)
        let all = Mutex(ExpectTotals(layout))
        for range in positions {
            let pipeline = Pipeline(plan: plan(range), threads: threads, keepsFooters: false) {
                ExpectMaker(RowSupply(generator, defects: defects), dates, layout) { totals, _ in
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
    private let supply: RowSupply
    private let dates: DateSpan
    private let layout: ExpectLayout
    private let give: @Sendable (ExpectTotals, ByteArena) throws -> Void

    init(
        _ supply: RowSupply, _ dates: DateSpan, _ layout: ExpectLayout,
        _ give: @escaping @Sendable (ExpectTotals, ByteArena) throws -> Void
    ) {
        self.supply = supply
        self.dates = dates
        self.layout = layout
        self.give = give
    }

    mutating func make(_ positions: Range<Int>, to arena: ByteArena) throws -> ChunkReport {
        var totals = ExpectTotals(layout)
        for position in positions {
            supply.source.rows(position: position, dates: dates) { row in totals.add(row, share: supply.site.share) }
        }
        try give(totals, arena)
        var report = ChunkReport()
        report.importMPANs = positions.count
        return report
    }
}
