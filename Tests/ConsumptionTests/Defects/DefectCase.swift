import Kernel
import Market
import Synchronization
import Testing

@testable import Consumption

/// A run with defects, small enough to look at whole. Its workers are kept, and with them the days that sites share.
final class DefectCase {
    let plan: DefectPlan
    let dates: DateSpan
    private let configuration: ConsumptionConfiguration
    private(set) lazy var generator = Self.generator(configuration)
    private lazy var maker = RowMaker(generator.makeWorker())
    private lazy var answers = AnswerKey(generator.makeWorker(), plan)
    private var sources: [Int?: DefectiveRows] = [:]

    /// Every kind of site that defects treat differently.
    static let mix = [
        "smart-domestic=300", "smart-domestic+pv=200", "smart-business=100", "advanced-office=150",
        "advanced-lf30=100", "advanced-office+pv=50", "unmetered-allnight=100",
    ]

    init(
        _ specs: [DefectSpec], seed: UInt64 = 7, count: Int = 40, from: String = "2026-03-24", days: Int = 14,
        kind: DayKind = .utc, mix: [String] = mix, numbering: ConsumptionConfiguration.Numbering = .invented
    ) throws {
        let shares = try mix.map { entry in
            let parts = entry.split(separator: "=")
            let share = try #require(Int(parts[1]))
            return ConsumptionConfiguration.Share(try SiteKind(reading: parts[0]), billionths: share * 1_000_000)
        }
        let date = try #require(CalendarDate(iso: from))
        configuration = ConsumptionConfiguration(
            seed: seed, importMPANs: count, mix: shares, numbering: numbering, from: date, days: days,
            defects: DefectConfiguration(specs))
        try configuration.validate()
        plan = try DefectPlan(configuration, portfolio: Portfolio(configuration))
        dates = DateSpan(from: date, days: days, kind: kind)
    }

    /// A generator of the same sites, kept: preparing the models takes far longer than the few days that a test makes,
    /// and depends on neither defects nor dates.
    static func generator(_ configuration: ConsumptionConfiguration) -> ConsumptionGenerator {
        var key = configuration
        key.defects = .none
        key.from = ConsumptionConfiguration.dates.lowerBound
        key.days = 1
        return generators.withLock { kept in
            if let found = kept[key] { return found }
            guard let made = try? ConsumptionGenerator(key) else {
                preconditionFailure("a test's configuration is valid")
            }
            kept[key] = made
            return made
        }
    }

    private static let generators = Mutex<[ConsumptionConfiguration: ConsumptionGenerator]>([:])

    struct Row: Hashable {
        var mpan: UInt64
        var first: Int
        var quantity: MeasurementQuantity
        var values: [Int32]
        var qualities: [UInt8]
        var segment: MarketSegment
        var delivery: Delivery?

        init(_ row: ConsumptionRow, _ delivery: Delivery? = nil) {
            mpan = row.mpan
            first = row.firstHalfHour
            quantity = row.quantity
            values = Array(row.values)
            qualities = row.values.indices.map { row.quality(at: $0).index }
            segment = row.supply.segment
            self.delivery = delivery
        }

        /// The same without what delivery says of it.
        var content: Row {
            var copy = self
            copy.delivery = nil
            return copy
        }

        func value(at halfHour: Int) -> Int32 { values[halfHour - first] }
    }

    func truth(_ position: Int, _ dates: DateSpan? = nil) -> [Row] {
        var rows: [Row] = []
        maker.rows(position: position, dates: dates ?? self.dates) { rows.append(Row($0)) }
        return rows
    }

    func delivered(_ position: Int, batch: Int? = nil, _ dates: DateSpan? = nil) -> [Row] {
        var rows: [Row] = []
        let source = sources[batch] ?? DefectiveRows(generator.makeWorker(), plan, batch: batch)
        sources[batch] = source
        source.rows(position: position, dates: dates ?? self.dates) { rows.append(Row($0, source.delivery)) }
        return rows
    }

    func key(_ position: Int, _ dates: DateSpan? = nil) -> [AnswerKeyRow] {
        var rows: [AnswerKeyRow] = []
        answers.rows(position: position, dates: dates ?? self.dates) { rows.append($0) }
        return rows
    }

    var wholeKey: [AnswerKeyRow] { (0..<plan.portfolio.count).flatMap { key($0) } }

    /// A kind at a rate high enough to meet it often and low enough for its longest.
    static func often(_ kind: DefectKind, variant: DefectVariant? = nil) -> DefectSpec {
        let spec = DefectSpec(kind, .rate(perMillionDays: 0), variant: variant)
        if kind.isOncePerMPAN || variant == .sites {
            return DefectSpec(kind, .share(perMillionMPANs: 500_000), variant: variant)
        }
        let most = 1_000_000 >> DefectGate.cellShift(of: spec)
        return DefectSpec(
            kind, .rate(perMillionDays: kind.belongsToClockChange ? 500_000 : min(most, 200_000)), variant: variant)
    }

    /// Every kind and variant that acts on rows.
    static let everyWay: [(kind: DefectKind, variant: DefectVariant)] = DefectKind.allCases.flatMap { kind in
        kind.variants.filter { !$0.belongsToFile }.map { (kind, $0) }
    }
}
