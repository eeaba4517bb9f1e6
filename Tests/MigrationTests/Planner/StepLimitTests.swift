import Foundation
import Kernel
import Migration
import TestSupport
import Testing

/// A supplier's day is never further above its migration day before than its step limit lets it be.
struct StepLimitTests {
    /// Rises above the limit, summed from a plan's rows alone.
    ///
    /// - Parameters:
    ///   - date: only rises after it count.
    ///   - before: by supplier what the first day after it rises from.
    private static func passed(
        _ market: MigrationMarket, _ plan: MigrationPlan, after date: CalendarDate? = nil, before: [Int: Int] = [:]
    ) -> [String] {
        var sums: [Int: [CalendarDate: Int]] = [:]
        for row in plan.rows { sums[row.supplier, default: [:]][row.date, default: 0] += row.volume }
        var passed: [String] = []
        for supplier in market.suppliers.indices {
            let own = market.steps[supplier] ?? market.settings[PlannerParameters.stepLimit]
            guard own > 0 else { continue }
            var last = before[supplier] ?? 0
            for day in market.calendar.migrationDays where date.map({ day > $0 }) ?? true {
                let volume = sums[supplier]?[day] ?? 0
                if volume - last > own {
                    passed.append("\(market.suppliers[supplier].code) \(day): \(last) to \(volume)")
                }
                last = volume
            }
        }
        return passed
    }

    @Test(arguments: PlanObjective.allCases)
    func noDayRisesFurther(_ objective: PlanObjective) async throws {
        try await Property.check(seed: 81, count: 250) { generator in
            var random = RandomMarket(&generator)
            if generator.nextBelow(3) == 0 { random = random.withAgents(&generator) }
            let market = random.withSteps(&generator).market
            let result = Planner(PlanningGrid(market)).plan(objective)
            let certificate = result.certificate
            let passed = Self.passed(market, result.plan)
            try Property.hold(passed.isEmpty, "\(passed)")
            try Property.hold(certificate.broken.isEmpty, "a limit is passed: \(certificate.broken)")
            try Property.hold(certificate.placed + result.plan.notPlaced == market.mpans, "MPANs are lost")
            try Property.hold(certificate.gap >= 0, "better than the bound")
            let unexplained = Set(certificate.unfairDays).subtracting(certificate.forcedDays)
            try Property.hold(objective == .earliest || unexplained.isEmpty, "unfair on \(unexplained)")
            let isLimited = market.suppliers.indices.contains { market.step($0) != nil }
            try Property.hold(certificate.boundLeavesOutSteps == isLimited, "what the bound leaves out is not said")
        }
    }

    @Test func fairLeavesNoMoreThanEarliestCould() async throws {
        try await Property.check(seed: 82, count: 150) { generator in
            let market = RandomMarket(&generator).withSteps(&generator).market
            let fair = Planner(PlanningGrid(market)).plan(.fair)
            let certificate = fair.certificate
            try Property.hold(
                certificate.placed == Planner(PlanningGrid(market)).plan(.earliest).certificate.placed,
                "the objectives place different volumes")
            // Without step limits at least as much has a place.
            var settings = MigrationSettings()
            settings.reserve = market.settings.reserve
            let without = MigrationMarket(
                suppliers: market.suppliers, distributors: market.distributors, portfolios: market.portfolios,
                limits: market.limits, calendar: market.calendar, ramps: market.ramps, settings: settings)
            let most = Planner(PlanningGrid(without)).plan(.earliest).certificate
            guard most.isPlacementProved else { return }
            try Property.hold(certificate.placed <= most.placed, "more is placed under step limits")
        }
    }

    @Test func aLimitThatNeverBindsChangesNothing() async throws {
        try await Property.check(seed: 83, count: 150) { generator in
            var random = RandomMarket(&generator)
            let before = Planner(PlanningGrid(random.market)).plan(.fair).plan
            random.form.stepLimit = random.market.mpans
            let after = Planner(PlanningGrid(random.market)).plan(.fair).plan
            try Property.hold(before == after, "another plan")
        }
    }

    @Test func renamingPartiesRenamesThePlan() async throws {
        try await Property.check(seed: 84, count: 100) { generator in
            var random = RandomMarket(&generator).withSteps(&generator)
            try random.holdRenaming(.fair)
        }
    }

    // MARK: By hand

    @Test func aClimbByHand() throws {
        // A may rise by 10 a day and has 100: 10, 20, 30, 40. B has no limit, and takes what A leaves of 60 a day.
        let market = RandomMarket.market(
            .init(
                suppliers: [("A", 0), ("B", 0)], distributors: ["L"], portfolios: [(0, 0, 100), (1, 0, 120)],
                limits: [(nil, 0, 5, 60)], ramps: [[:], [:]], steps: [0: 10], days: 6))
        let grid = PlanningGrid(market)
        let result = Planner(grid).plan(.earliest)
        #expect(result.plan.rows.filter { $0.supplier == 0 }.map(\.volume) == [10, 20, 30, 40])
        #expect(result.certificate.placed == 220)
        #expect(Self.passed(market, result.plan).isEmpty)
        #expect(result.certificate.boundLeavesOutSteps)
        // What A can climb to from its start is in the bound: 100 by the end of the fourth day, and not before.
        #expect(result.certificate.bound == result.certificate.meanCompletion)
    }

    @Test func theRampAndTheStepLimitHoldTogether() throws {
        // The ramp is 25, 5, and then none: 10, 5, 15, 25.
        let market = RandomMarket.market(
            .init(
                suppliers: [("A", 0)], distributors: ["L"], portfolios: [(0, 0, 55)], limits: [],
                ramps: [[0: 25, 1: 5]], stepLimit: 10, days: 4))
        let result = Planner(PlanningGrid(market)).plan(.earliest)
        #expect(result.plan.rows.map(\.volume) == [10, 5, 15, 25])
        // One MPAN more has no place, and that follows from the start and the ramp alone.
        let more = RandomMarket.market(
            .init(
                suppliers: [("A", 0)], distributors: ["L"], portfolios: [(0, 0, 56)], limits: [],
                ramps: [[0: 25, 1: 5]], stepLimit: 10, days: 4))
        let short = Planner(PlanningGrid(more)).plan(.fair)
        #expect(short.plan.notPlaced == 1)
        #expect(short.certificate.conflicts.map(\.members) == [[.supplier(0)]])
        let words = MigrationWords(more).sentence(try #require(short.certificate.conflicts.first))
        #expect(words.contains("its ramp or step limit is too low"), "\(words)")
    }

    @Test func aDayThatIsClosedToASupplierStartsItsClimbAnew() throws {
        let market = RandomMarket.market(
            .init(
                suppliers: [("A", 0)], distributors: ["L"], portfolios: [(0, 0, 60)],
                limits: [(0, 2, 2, 0)], ramps: [[:]], stepLimit: 10, days: 6))
        let plan = Planner(PlanningGrid(market)).plan(.earliest).plan
        #expect(plan.rows.map(\.volume) == [10, 20, 10, 20])
        #expect(plan.rows.map(\.date) == [0, 1, 3, 4].map { RandomMarket.date($0) })
    }

    @Test func whyNamesTheStepLimit() throws {
        let market = RandomMarket.market(
            .init(
                suppliers: [("A", 0), ("B", 0)], distributors: ["L"], portfolios: [(0, 0, 100), (1, 0, 30)],
                limits: [(nil, 0, 5, 60)], ramps: [[:], [:]], steps: [0: 10], days: 6))
        let grid = PlanningGrid(market)
        let plan = Planner(grid).plan(.earliest).plan
        let why = WhyAnswer(grid, plan: plan, supplier: 0, distributor: 0, date: RandomMarket.date(1))
        #expect(why.causes == [.stepReached])
        let limit = try #require(why.limits.first { $0.name == .step(0) })
        #expect(limit.usable == 20)
        #expect(limit.used == 20)
        #expect(why.raises.first { $0.name == .step(0) && $0.by == 1 }?.moreForSupplier == 1)
        let lines = WhySentences(why, market: market).lines
        #expect(lines.contains("because A's day may rise no further above its migration day before (its step limit)"))
        #expect(lines.contains { $0.hasPrefix("A's step limit: 20 of 20 used, 0 free") }, "\(lines)")
        // B has none, and is told of none.
        let other = WhyAnswer(grid, plan: plan, supplier: 1, distributor: 0, date: RandomMarket.date(0))
        #expect(!other.limits.contains { if case .step = $0.name { true } else { false } })
    }

    // MARK: Replanning and the twin

    @Test func aReplanKeepsTheStepLimitFromWhatWasReached() async throws {
        try await Property.check(seed: 85, count: 200) { generator in
            let market = RandomMarket(&generator).withSteps(&generator).market
            let grid = PlanningGrid(market)
            guard !grid.days.isEmpty else { return }
            let plan = Planner(grid).plan(.fair).plan
            let date = grid.days[generator.nextBelow(grid.days.count)]
            let past = plan.rows.filter { $0.date <= date }
            func done(_ part: Int) -> [Replanner.Done] {
                past.map {
                    .init(supplier: $0.supplier, distributor: $0.distributor, date: $0.date, net: $0.volume * part / 10)
                }
            }
            if plan.unplaced.isEmpty {
                let same = Replanner(grid).replan(plan, done: done(10), asAt: date, freeze: 2)
                try Property.hold(same.plan == plan, "another plan as at \(date)")
            }
            let part = generator.nextBelow(11)
            let again = Replanner(grid).replan(plan, done: done(part), asAt: date, freeze: generator.nextBelow(4))
            // The day before counts as planned, where less of it was done.
            var reached: [Int: Int] = [:]
            for row in past where row.date == date { reached[row.supplier, default: 0] += row.volume }
            let passed = Self.passed(market, again.plan, after: date, before: reached)
            try Property.hold(passed.isEmpty, "as at \(date), \(part) tenths done: \(passed)")
            try Property.hold(again.plan.placed + again.plan.notPlaced == market.mpans, "MPANs are lost")
        }
    }

    @Test func aDayThatWasMissedDoesNotStartTheClimbAnew() throws {
        let market = RandomMarket.market(
            .init(
                suppliers: [("A", 0)], distributors: ["L"], portfolios: [(0, 0, 60)], limits: [], ramps: [[:]],
                stepLimit: 10, days: 6))
        let grid = PlanningGrid(market)
        let plan = Planner(grid).plan(.earliest).plan
        #expect(plan.rows.map(\.volume) == [10, 20, 30])
        let date = RandomMarket.date(1)
        let done = [Replanner.Done(supplier: 0, distributor: 0, date: RandomMarket.date(0), net: 10)]
        let again = Replanner(grid).replan(plan, done: done, asAt: date, freeze: 0)
        #expect(again.plan.rows.map(\.volume) == [10, 30, 20])
        #expect(again.takenFromFrozen == 0)
    }

    @Test func theTwinRisesFromWhatWasPlannedOrInitiated() throws {
        // Planned without a limit, 60 on the first day; run in a market where a day may rise by 10: 10, 20, 30.
        var form = RandomMarket.Form(
            suppliers: [("A", 0)], distributors: ["L"], portfolios: [(0, 0, 60)], limits: [], ramps: [[:]], days: 10)
        let plan = Planner(PlanningGrid(RandomMarket.market(form))).plan(.earliest).plan
        #expect(plan.rows.map(\.volume) == [60])
        let without = Set(TwinCause.allCases)
        let free = TwinRun(TwinStage(RandomMarket.market(form), plan: plan), seed: 1, number: 0, without: without)
        form.steps = [0: 10]
        let held = TwinRun(TwinStage(RandomMarket.market(form), plan: plan), seed: 1, number: 0, without: without)
        func daily(_ run: TwinRun) -> [Int] {
            zip(run.migrated, [0] + run.migrated).map { $0 - $1 }.filter { $0 > 0 }
        }
        #expect(daily(free) == [60])
        // What was planned on the first day counts as reached for the second.
        #expect(daily(held) == [10, 50])
        // Under a plan that keeps the limit the twin is the same with and without it.
        let stepped = Planner(PlanningGrid(RandomMarket.market(form))).plan(.earliest).plan
        let kept = TwinRun(TwinStage(RandomMarket.market(form), plan: stepped), seed: 1, number: 0, without: without)
        #expect(daily(kept) == [10, 20, 30])
    }

    // MARK: Files

    @Test func stepsReadBackAsTheyAre() throws {
        var sample = MarketSample()
        sample.settings = [.init("step_limit", .number("40"))]
        var tables = sample.tables
        tables.steps = MarketSample.table("steps.csv", "supplier,max\nEFGH,7")
        let market = try #require(MarketReader.read(tables).market)
        #expect(market.step(0) == 40)
        #expect(market.step(1) == 7)
        let back = try #require(MarketReader.read(market.tables).market)
        #expect(back.steps == [1: 7])
        #expect(back.step(0) == 40)
        // Without the parameter and the file there is no limit, and no file is written.
        let plain = try #require(MarketReader.read(MarketSample().tables).market)
        #expect(plain.step(0) == nil)
        #expect(plain.tables.steps == nil)
    }

    @Test(arguments: [
        ("EFGH,7\nEFGH,8", FolderFinding.Rule.keyIsThereOnce, 3), ("ZZZZ,7", .partyIsKnown, 2),
        ("EFGH,0", .numberIsWhole, 2), ("EFGH,-1", .numberIsWhole, 2), ("EFGH,1.5", .numberIsWhole, 2),
    ])
    func whatIsWrongInTheFileIsNamed(_ rows: String, _ rule: FolderFinding.Rule, _ line: Int) {
        var tables = MarketSample().tables
        tables.steps = MarketSample.table("steps.csv", "supplier,max\n\(rows)")
        let reading = MarketReader.read(tables)
        #expect(reading.market == nil)
        let found = reading.findings.kept.first { $0.rule == rule }
        #expect(found?.file == "steps.csv")
        #expect(found?.line == line, "\(reading.findings.kept)")
    }
}
