import Kernel
import Market
import Testing

@testable import Consumption

/// The four clock-change defects on the two days of 2026, by UTC and by local days.
@Suite struct ClockChangeDefectTests {
    private func run(_ kind: DefectKind, _ from: String, _ days: DayKind) throws -> DefectCase {
        try DefectCase(
            [DefectSpec(kind, .budget(mpans: 1))], count: 1, from: from, days: 1, kind: days,
            mix: ["smart-domestic=1000"])
    }

    private func rows(_ run: DefectCase) throws -> (truth: DefectCase.Row, given: DefectCase.Row) {
        (try #require(run.truth(0).first), try #require(run.delivered(0).first))
    }

    @Test func twoMissingOfFortySix() throws {
        let utc = try rows(run(.shortDayGap, "2026-03-29", .utc))
        var expected = utc.truth.values
        expected[2] = ConsumptionRow.missing
        expected[3] = ConsumptionRow.missing
        #expect(utc.given.values == expected && expected.count == 48)
        let local = try rows(run(.shortDayGap, "2026-03-29", .local))
        #expect(local.truth.values.count == 46)
        #expect(local.given.values == Array(local.truth.values[..<2] + local.truth.values[4...]))
    }

    @Test func fortyEightOfFifty() throws {
        let local = try rows(run(.longDayCut, "2026-10-25", .local))
        #expect(local.truth.values.count == 50)
        // Periods 5 and 6 are the repeated hour.
        #expect(local.given.values == Array(local.truth.values[..<4] + local.truth.values[6...]))
        let utc = try rows(run(.longDayCut, "2026-10-25", .utc))
        #expect(utc.given.values.enumerated().filter { $0.element == ConsumptionRow.missing }.map(\.offset) == [2, 3])
    }

    @Test func theHourTwice() throws {
        let local = try rows(run(.repeatedHour, "2026-10-25", .local))
        var expected = local.truth.values
        expected[4] = expected[2]
        expected[5] = expected[3]
        #expect(local.given.values == expected)
        let utc = try rows(run(.repeatedHour, "2026-10-25", .utc))
        #expect(Array(utc.given.values[2...3]) == Array(utc.truth.values[0...1]))
        #expect(utc.given.values[4...] == utc.truth.values[4...])
    }

    /// On the UTC axis stands what the local clock showed: each place against a search over the true half hours.
    @Test(arguments: ["2026-03-29", "2026-03-30", "2026-07-01", "2026-10-24", "2026-10-25"])
    func localDataOnTheUTCAxis(from: String) throws {
        let run = try run(.localAsUTC, from, .utc)
        let given = try #require(run.delivered(0).first)
        let wide = DateSpan(from: run.dates.from.adding(days: -1), days: 3, kind: .utc)
        var truth: [Int: Int32] = [:]
        for row in run.truth(0, wide) {
            for (place, value) in row.values.enumerated() { truth[row.first + place] = value }
        }
        for (place, value) in given.values.enumerated() {
            let shown = given.first + place
            let readings = truth.keys.filter { $0 + SettlementDay.clockOffset(at: HalfHour(index: $0)) == shown }
            let expected = readings.max().flatMap { truth[$0] } ?? ConsumptionRow.missing
            #expect(value == expected, "place \(place) of \(from)")
        }
        let gaps = given.values.enumerated().filter { $0.element == ConsumptionRow.missing }.map(\.offset)
        #expect(gaps == (from == "2026-03-29" ? [2, 3] : []))
    }

    @Test func clockChangesOfOtherDaysAreUntouched() throws {
        for kind in [DefectKind.shortDayGap, .longDayCut, .repeatedHour] {
            let run = try DefectCase(
                [DefectSpec(kind, .rate(perMillionDays: 1_000_000))], count: 3, from: "2026-01-01", days: 365)
            for position in 0..<3 {
                let day = kind == .shortDayGap ? "2026-03-29" : "2026-10-25"
                #expect(run.key(position).allSatisfy { $0.first.day.date.iso == day && $0.first.period == 3 })
                #expect(!run.key(position).isEmpty)
            }
        }
    }
}
