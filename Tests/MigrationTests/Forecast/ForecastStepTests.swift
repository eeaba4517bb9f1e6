import Kernel
import TestSupport
import Testing

@testable import Migration

/// Step limits in the forecast: futures climb as plans do.
@Suite struct ForecastStepTests {
    private static let start = CalendarDate(iso: "2026-01-05") ?? .earliest

    /// Two suppliers with 10 a day and week more until 200, on weekdays; the second begins with the fifth week.
    private static let plan: MigrationPlan = {
        var rows: [MigrationPlan.Row] = []
        for supplier in 0..<2 {
            for day in 0..<420 where day % 7 < 5 && day >= supplier * 28 {
                let volume = min(10 * ((day - supplier * 28) / 7 + 1), 200)
                rows.append(.init(supplier: supplier, distributor: 0, date: start.adding(days: day), volume: volume))
            }
        }
        return MigrationPlan(suppliers: ["AAAA", "BBBB"], distributors: ["LOND"], rows: rows, unplaced: [])
    }()

    private static func market(step: Int, industry: Int? = nil) -> MigrationMarket {
        let days = (0..<700).map { start.adding(days: $0) }.map { date in
            MigrationCalendar.Day(
                date: date, dayClass: date.weekday == .saturday || date.weekday == .sunday ? .closed : .migration)
        }
        var settings = MigrationSettings()
        settings[ForecastParameters.runs] = 60
        settings[PlannerParameters.stepLimit] = step
        return MigrationMarket(
            suppliers: ["AAAA", "BBBB"].map { .init(code: $0, activeFrom: start, isSmall: false) },
            distributors: ["LOND"],
            portfolios: (0..<2).map { supplier in
                .init(
                    supplier: supplier, distributor: 0,
                    mpans: plan.rows.reduce(0) { $1.supplier == supplier ? $0 + $1.volume : $0 })
            },
            limits: industry.map {
                [
                    CapacityLimit(
                        scope: .industry, from: start, to: start.adding(days: 2_000), value: $0, source: "made")
                ]
            } ?? [], calendar: MigrationCalendar(days: days), ramps: [[:], [:]], settings: settings)
    }

    /// Ten weeks as told: the first supplier does six tenths of its plan, the second has not begun.
    private static func question(
        step: Int, industry: Int? = nil, names: Bool = true, change: (inout MigrationSettings) -> Void = { _ in }
    ) -> ForecastQuestion {
        let market = market(step: step, industry: industry)
        var settings = market.settings
        change(&settings)
        let rows = plan.rows.filter { $0.supplier == 0 && $0.date < start.adding(days: 70) }.map {
            MigrationActuals.Row(
                date: $0.date, supplier: names ? 0 : nil, distributor: nil, completed: $0.volume * 6 / 10, reversed: 0)
        }
        return ForecastQuestion(
            plan: plan, actuals: MigrationActuals(rows: rows), asAt: start.adding(days: 69), market: market,
            settings: settings, seed: 5)
    }

    private static func simulated(_ question: ForecastQuestion) -> ForecastSimulation {
        let book = ForecastBook(question)
        return ForecastSimulation(AttainmentModel(book, origin: book.known), runs: 60, span: 400, seed: question.seed)
    }

    /// Calls with each migration day's volume in each future, the one before, and how many came since the known day.
    private static func eachDay(
        _ simulation: ForecastSimulation, unit: Int, _ body: (_ day: Int, _ before: Int, _ now: Int, _ run: Int) -> Void
    ) {
        let book = simulation.book
        let done = book.progress(unit, to: simulation.origin)
        for run in 0..<simulation.runs {
            var (sum, last) = (done, 0)
            for offset in 0..<simulation.span {
                let volume = Int(simulation.paths[unit][run * simulation.span + offset]) - sum
                sum += volume
                guard book.isOpen[simulation.origin + 1 + offset] else { continue }
                body(simulation.origin + 1 + offset, last, volume, run)
                last = volume
            }
        }
    }

    /// The last migration day known has 100 planned and 60 done.
    @Test func whatTheFirstDayRisesFrom() {
        let book = ForecastBook(Self.question(step: 7))
        #expect(book.rises == [7, 7])
        #expect(book.reached(0, at: book.known) == 100)
        #expect(book.reached(0, at: 10) == 20)
        // One that has not begun rises from nothing, whatever was planned.
        #expect(book.reached(1, at: book.known) == 0)
        // Many that are told as one rise by what all of them may.
        #expect(ForecastBook(Self.question(step: 7, names: false)).rises == [14])
        #expect(ForecastBook(Self.question(step: 0)).rises == [])
        // A week's total is its mean day.
        var weekly = Self.question(step: 7)
        weekly.actuals = MigrationActuals(
            rows: (0..<10).map {
                .init(
                    date: Self.start.adding(days: $0 * 7 + 6), supplier: 0, distributor: nil, completed: 600,
                    reversed: 0)
            })
        let told = ForecastBook(weekly)
        #expect(told.rhythm == .weekly)
        #expect(told.reached(0, at: told.known) == 120)
    }

    @Test func noDayRisesFurther() {
        let simulation = Self.simulated(
            Self.question(step: 7) {
                $0[ForecastParameters.outageShare] = .none
                $0[ForecastParameters.stallShare] = .none
            })
        let book = simulation.book
        var rises = 0
        Self.eachDay(simulation, unit: 0) { day, before, now, _ in
            // A day's volume is rounded with the sum of those before it: by one MPAN at most, and so is the day before.
            let planned = Int(book.planned[day - 1 - (book.isOpen[day - 1] ? 0 : 2)])
            #expect(now <= max(before, planned) + 7 + 2)
            if now > before + 4 { rises += 1 }
        }
        #expect(rises > 500, "futures rise")
        // One that begins late climbs from nothing, though the plan is far ahead of it.
        var began: [Int: Int] = [:]
        Self.eachDay(simulation, unit: 1) { _, _, now, run in
            if now > 0 || began[run] != nil { began[run, default: 0] += 1 }
            #expect(now <= (began[run, default: 0] + 1) * 7 + 1)
        }
        #expect(began.count == 60)
    }

    /// An outage does not take a supplier back to its beginning.
    @Test func anOutageDoesNotStartTheClimbAnew() {
        let simulation = Self.simulated(Self.question(step: 7) { $0[ForecastParameters.outageShare] = .whole })
        var back = 0
        Self.eachDay(simulation, unit: 0) { _, before, now, _ in if now > before + 30 { back += 1 } }
        #expect(back > 20)
    }

    @Test func aLimitThatNeverBindsChangesNothing() {
        #expect(
            MigrationForecast(Self.question(step: 0)).outlooks
                == MigrationForecast(Self.question(step: 1_000_000)).outlooks)
    }

    @Test func aNarrowLimitIsLater() throws {
        let free = MigrationForecast(Self.question(step: 0))
        let held = MigrationForecast(Self.question(step: 1))
        // The late one climbs by 1 a migration day: after 13 weeks it has 1 + … + 65 at most.
        #expect(held.outlooks[2].bands[90].p90 <= 65 * 66 / 2)
        #expect(free.outlooks[2].bands[90].p90 > 65 * 66 / 2)
        #expect(try #require(held.industry.finish.p50) > #require(free.industry.finish.p50))
    }
}
