import Kernel
import TestSupport
import Testing

@testable import Migration

/// The forecast on kinds of progress that it was not written after, beside the simple rules.
@Suite struct OtherProgressTests {
    private struct Sums {
        var cases = 0.0
        var inside = 0.0
        var below80 = 0.0
        /// Of the forecast, of the plan, of plan × attainment, of the last four weeks' rate: sums of shares of the whole.
        var pinballs = [0.0, 0, 0, 0]
        var finishes = 0.0
        var finished80 = 0.0
        /// Days off by days left: of the forecast and of the rate of the last four weeks.
        var finishErrors = [0.0, 0]

        var line: String {
            let pinballs = pinballs.map { "\(Int(($0 / cases * 100_000).rounded()))" }.joined(separator: " ")
            let errors = finishErrors.map { "\(Int(($0 / finishes * 1_000).rounded()))" }.joined(separator: " ")
            return "cases \(Int(cases)), 10-90 \(Int(inside / cases * 1_000)), 80 \(Int(below80 / cases * 1_000)), "
                + "pinball per 100,000 \(pinballs); finishes \(Int(finishes)), 80 "
                + "\(Int(finished80 / finishes * 1_000)), error \(errors), in thousandths"
        }
    }

    /// Made with seeds 1 to 4; this is another.
    @Test(arguments: OtherProgress.Telling.allCases)
    func bandsHoldOnOtherKindsOfProgress(_ telling: OtherProgress.Telling) {
        let seed: UInt64 = 2_001
        var industry = Sums()
        var suppliers = Sums()
        for course in OtherProgress.Course.allCases {
            let made = OtherProgress(course, seed: seed)
            let rows = made.rows(telling)
            for weeks in [3, 9, 20, 35] {
                let asAt = made.origin(telling, weeks: weeks)
                var settings = MigrationSettings()
                settings[ForecastParameters.runs] = 100
                let forecast = MigrationForecast(
                    ForecastQuestion(
                        plan: made.plan, actuals: MigrationActuals(rows: rows), asAt: asAt, settings: settings,
                        seed: seed))
                Self.tally(&industry, forecast, 0, made, asAt)
                guard telling == .daily else { continue }
                for supplier in [0, 1, 2, 3, 7] { Self.tally(&suppliers, forecast, supplier + 1, made, asAt) }
            }
        }
        Repository.say("seed \(seed), \(telling), industry: \(industry.line)")
        #expect((0.66...0.95).contains(industry.inside / industry.cases))
        #expect((0.68...0.95).contains(industry.below80 / industry.cases))
        #expect((0.6...0.98).contains(industry.finished80 / industry.finishes))
        for other in industry.pinballs.dropFirst() { #expect(industry.pinballs[0] < other * 0.65) }
        #expect(industry.finishErrors[0] < industry.finishErrors[1] * 0.5)
        guard telling == .daily else { return }
        Repository.say("seed \(seed), \(telling), suppliers: \(suppliers.line)")
        #expect((0.7...0.92).contains(suppliers.inside / suppliers.cases))
        for other in suppliers.pinballs.dropFirst() { #expect(suppliers.pinballs[0] < other * 0.65) }
    }

    private static func tally(
        _ sums: inout Sums, _ forecast: MigrationForecast, _ place: Int, _ made: OtherProgress, _ asAt: CalendarDate
    ) {
        let outlook = forecast.outlooks[place]
        let real = made.course(outlook.scope)
        let now = asAt - made.start
        let total = Double(outlook.total)
        let done = Double(real[now])
        guard done < total else { return }
        let before = Double(now >= 28 ? real[now - 28] : 0)
        let rate = (done - before) / Double(min(28, now + 1))
        func planned(_ day: Int) -> Double {
            Double(ForecastMaker.placed(made.plan, outlook.scope, made.plan, to: made.start.adding(days: day)))
        }
        let plannedNow = planned(now)
        for ahead in [28, 56, 91, 182] {
            let truth = Double(real[now + ahead])
            let band = outlook.bands[min(ahead, outlook.bands.count) - 1]
            if truth >= total, band.p10 >= outlook.total { continue }
            sums.cases += 1
            if Double(band.p10) <= truth, truth <= Double(band.p90) { sums.inside += 1 }
            if truth <= Double(band.p80) { sums.below80 += 1 }
            let plan = planned(now + ahead)
            let scaled = done + (plan - plannedNow) * (plannedNow > 0 ? done / plannedNow : 1)
            let points = [plan, min(scaled, total), min(done + rate * Double(ahead), total)]
            for (percent, value) in [(10, band.p10), (50, band.p50), (80, band.p80), (90, band.p90)] {
                sums.pinballs[0] += ForecastStudy.pinball(Double(value), truth, percent) / total / 4
                for (place, point) in points.enumerated() {
                    sums.pinballs[place + 1] += ForecastStudy.pinball(point, truth, percent) / total / 4
                }
            }
        }
        guard let end = real.firstIndex(where: { $0 >= outlook.total }) else { return }
        let left = Double(max(end - now, 1))
        sums.finishes += 1
        if made.start.adding(days: end) <= outlook.finish.p80 ?? .latest { sums.finished80 += 1 }
        let middle = Double((outlook.finish.p50 ?? forecast.horizon) - made.start)
        let even = rate > 0 ? min(Double(now) + (total - done) / rate, 4_000) : 4_000
        for (place, day) in [middle, even].enumerated() {
            sums.finishErrors[place] += min(abs(day - Double(end)) / left, 3)
        }
    }

    // MARK: rhythm

    private static let start = CalendarDate(iso: "2026-01-05") ?? .earliest

    /// One supplier; so many weeks of five days; the volume of a day by its week.
    private static func plan(weeks: Int, _ volume: (Int) -> Int = { _ in 100 }) -> MigrationPlan {
        let rows = (0..<(weeks * 7)).filter { $0 % 7 < 5 }.map {
            MigrationPlan.Row(supplier: 0, distributor: 0, date: start.adding(days: $0), volume: volume($0 / 7))
        }
        return MigrationPlan(suppliers: ["AAAA"], distributors: ["LOND"], rows: rows, unplaced: [])
    }

    /// A total for each week, dated on its Sunday.
    private static func weekly(_ volumes: [Int]) -> MigrationActuals {
        MigrationActuals(
            rows: volumes.enumerated().map {
                .init(
                    date: start.adding(days: $0 * 7 + 6), supplier: nil, distributor: nil, completed: $1, reversed: 0)
            })
    }

    private static func model(_ plan: MigrationPlan, _ actuals: MigrationActuals, asAt: CalendarDate? = nil)
        -> AttainmentModel
    {
        let book = ForecastBook(ForecastQuestion(plan: plan, actuals: actuals, asAt: asAt))
        return AttainmentModel(book, origin: book.known)
    }

    /// A total of a week, dated on a Sunday, says nothing of Sundays; a week that has no report yet is not known.
    @Test(arguments: [2, 3, 6, 9, 15])
    func totalsOfAWeekAreNotWorkOfADay(_ weeks: Int) {
        let plan = Self.plan(weeks: 40)
        let model = Self.model(plan, Self.weekly([Int](repeating: 450, count: weeks)))
        #expect(model.weekdayFactors == [Double](repeating: 1, count: 7))
        #expect(model.book.known == weeks * 7 - 1)
        #expect(model.units.count == 1 && abs(model.units[0].level - 0.9) < 0.03)
        let inside = Self.start.adding(days: weeks * 7 + 2)
        let later = Self.weekly([Int](repeating: 450, count: weeks + 4))
        if weeks > 2 { #expect(Self.model(plan, later, asAt: inside).book.known == weeks * 7 - 1) }
    }

    /// The same days of work, told by day and by week, are forecast nearly alike.
    @Test func dailyAndWeeklyTellTheSame() {
        let plan = Self.plan(weeks: 60)
        let days = (0..<84).filter { $0 % 7 < 5 }.map {
            MigrationActuals.Row(
                date: Self.start.adding(days: $0), supplier: nil, distributor: nil, completed: 80, reversed: 0)
        }
        let asAt = Self.start.adding(days: 83)
        let told = [MigrationActuals(rows: days), Self.weekly([Int](repeating: 400, count: 12))].map {
            MigrationForecast(ForecastQuestion(plan: plan, actuals: $0, asAt: asAt)).industry.bands[55].p50
        }
        #expect(abs(told[0] - told[1]) < 100)
        #expect(abs(told[1] - 20 * 400) < 200)
    }

    // MARK: holds

    /// Two weeks of rest in ten are holds, not poor work; a rest that lasts is how it goes now.
    @Test func restsAreHolds() {
        let plan = Self.plan(weeks: 60)
        var volumes = [Int](repeating: 450, count: 30)
        for week in [8, 9, 18, 19, 28, 29] { volumes[week] = week % 2 == 0 ? 20 : 0 }
        let model = Self.model(plan, Self.weekly(volumes))
        #expect(model.holds == [2, 2, 2])
        #expect(model.holdSoFar == 2)
        #expect(model.isOutage.indices.filter { model.isOutage[$0] } == [8, 9, 18, 19, 28, 29])
        #expect(abs(model.units[0].level - 0.9) < 0.05)
        #expect(model.outageRate > 0.05 && model.holdWeeks > 1.5)
        let stopped = [Int](repeating: 450, count: 12) + [Int](repeating: 60, count: 10)
        let low = Self.model(plan, Self.weekly(stopped))
        #expect(low.holds == [] && low.holdSoFar == 0)
        #expect(low.units[0].level < 0.3)
    }

    /// A plan that rises past an even pace is no hold.
    @Test func aRisingPlanIsNoHold() {
        let model = Self.model(Self.plan(weeks: 60) { 10 + 12 * $0 }, Self.weekly([Int](repeating: 300, count: 20)))
        #expect(!model.isOutage.contains(true))
    }

    // MARK: ways to go on

    @Test func theWayThatSaidItBetterIsTheMoreProbable() {
        let even = Self.plan(weeks: 80)
        let steady = Self.model(even, Self.weekly((0..<26).map { 350 + $0 % 3 * 10 })).courses
        let rising = Self.model(even, Self.weekly((0..<20).map { 100 + 18 * $0 })).courses
        let low = Self.model(even, Self.weekly([60, 75, 70])).courses
        let pace = Self.model(Self.plan(weeks: 80) { 30 + 8 * $0 }, Self.weekly((0..<20).map { 300 + $0 % 2 * 20 }))
            .courses
        #expect(steady.trend < 0.2 && steady.returns < 0.25)
        #expect(rising.trend > steady.trend + 0.2)
        #expect(rising.slope.mean > 0.02 && abs(steady.slope.mean) < 0.01)
        #expect(pace.pace > 0.6)
        // What begins far from its plan is taken for a beginning rather than for how it stays.
        #expect(low.pace + low.returns + low.trend > 0.75)
        let none = Self.model(even, MigrationActuals(rows: [])).courses
        #expect(none.pace == 0.2 && none.returns == 0.25 && none.trend == 0.2)
    }

    // MARK: dates far ahead

    @Test(arguments: [
        (["2026-01-11", "2026-01-18", "2062-01-25"], "2026-01-18"),
        (["2026-01-11", "2062-01-18"], "2026-01-11"),
        (["2026-01-05", "2026-01-06", "2026-01-07", "2026-03-20"], "2026-01-07"),
        (["2062-01-11", "2062-01-18"], "2026-06-30"),
        // A rest, a month's report, a restart that went on for longer, one row, late work.
        (["2026-01-11", "2026-01-18", "2026-03-15"], nil),
        (["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"], nil),
        (["2026-01-11", "2026-05-03", "2026-05-10", "2026-05-17"], nil),
        (["2026-01-11"], nil),
        (["2026-06-28", "2026-07-05", "2026-08-09"], nil),
        ([], nil),
    ])
    func whatIsFarAheadIsToldByTheOtherRows(_ dates: [String], _ last: String?) {
        let planned = CalendarDate(iso: "2026-06-30")
        let days = dates.compactMap { CalendarDate(iso: $0) }
        #expect(DateReach(days.reversed(), planned: planned)?.last.iso == last)
    }

    @Test func aDateFarAheadIsAWarningWithItsRow() {
        var table = MigrationTable(name: "actuals.csv", header: ActualsReader.columns)
        for row in [["2026-01-11", "450"], ["2062-01-18", "440"], ["2026-01-25", "460"]] {
            table.append([row[0], "*", "*", row[1], "0"])
        }
        let reading = ActualsReader.read(table, of: Self.plan(weeks: 20))
        #expect(reading.actuals?.rows.count == 3)
        #expect(reading.findings.errorCount == 0)
        #expect(
            reading.findings.warnings.map(\.sentence) == [
                "actuals.csv, line 3: date “2062-01-18” is far ahead of the others: no row lies in the 13142 days after "
                    + "2026-01-25; write the right date; a forecast with --as-at 2026-01-25 leaves it out"
            ])
    }
}
