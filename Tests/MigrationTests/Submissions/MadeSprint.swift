import Kernel
import Migration
import TestSupport

/// A small market of three suppliers for the tests of envelopes and submissions.
///
/// Weekdays of 2026 migrate; Easter is closed, the week of 1 June a hold, 10 June a lone hold. AAAA is large and active
/// from the first day; BBBB is active from 15 June with a ramp; CCCC is small. Sprint 4 is the committed one.
struct MadeSprint {
    var suppliers = [
        MigrationMarket.Supplier(code: "AAAA", activeFrom: day("2026-01-05"), isSmall: false),
        MigrationMarket.Supplier(code: "BBBB", activeFrom: day("2026-06-15"), isSmall: false),
        MigrationMarket.Supplier(code: "CCCC", activeFrom: day("2026-01-05"), isSmall: true),
    ]
    var distributors = ["EAST", "LOND", "SPOT"]
    /// By supplier and distributor.
    var mpans = [[100_000, 200_000, 0], [30_000, 60_000, 900], [70, 0, 1]]
    var limits: [CapacityLimit] = []
    var ramps: [[Int: Int]] = [[:], [0: 100, 1: 250, 2: 500], [:]]
    var settings = MigrationSettings()
    var sprint = 4
    var migrated: [Int]?

    static func day(_ text: String) -> CalendarDate { CalendarDate(iso: text) ?? .earliest }

    static var calendar: MigrationCalendar {
        var days: [MigrationCalendar.Day] = []
        var date = day("2026-01-05")
        while date <= day("2026-12-31") {
            let isWeekend = date.weekday == .saturday || date.weekday == .sunday
            let isEaster = (day("2026-04-03")...day("2026-04-06")).contains(date)
            let isHold = (day("2026-06-01")...day("2026-06-05")).contains(date) || date == day("2026-06-10")
            days.append(.init(date: date, dayClass: isWeekend || isEaster ? .closed : isHold ? .hold : .migration))
            date = date.adding(days: 1)
        }
        return MigrationCalendar(days: days)
    }

    mutating func limit(_ distributor: Int?, _ value: Int) {
        limits.append(
            CapacityLimit(
                scope: distributor.map { .distributor($0) } ?? .industry, from: Self.day("2026-01-01"),
                to: Self.day("2026-12-31"), value: value, source: "made"))
    }

    var market: MigrationMarket {
        MigrationMarket(
            suppliers: suppliers, distributors: distributors,
            portfolios: suppliers.indices.flatMap { supplier in
                distributors.indices.map {
                    MigrationMarket.Portfolio(supplier: supplier, distributor: $0, mpans: mpans[supplier][$0])
                }
            },
            limits: limits, calendar: Self.calendar, ramps: ramps, settings: settings)
    }

    func table() throws -> EnvelopeTable {
        let market = market
        let sprints = SprintCalendar.derived(from: market)
        guard let sprint = sprints[sprint] else { throw Property.Broken("there is no sprint \(sprint)") }
        return EnvelopeTable(PlanningGrid(market), sprints: sprints, sprint: sprint, migrated: migrated)
    }

    func checker() throws -> SubmissionChecker { SubmissionChecker(try table()) }

    /// A supplier's template as rows of fields, header first.
    static func template(_ checker: SubmissionChecker, _ supplier: Int) -> [[String]] {
        let template = SubmissionTemplate(checker.table, checker.layout, supplier: supplier)
        return [SubmissionTemplate.columns] + template.rows(checker.layout, in: checker.table.grid.market)
    }

    static func bytes(_ rows: [[String]]) -> [UInt8] {
        Array(rows.map { $0.joined(separator: ",") + "\r\n" }.joined().utf8)
    }

    static func file(_ rows: [[String]], name: String = "submission.csv") -> SubmissionFile {
        file(bytes(rows), name: name)
    }

    static func file(_ bytes: [UInt8], name: String = "submission.csv") -> SubmissionFile {
        // A digest for tests: FNV-1a.
        let hash = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
        return SubmissionFile(name: name, digest: String(hash, radix: 16), bytes: bytes)
    }
}
