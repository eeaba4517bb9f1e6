import Kernel
import Migration
import TestSupport
import Testing

/// Small portfolios share a reserved part of each distributor's day first, and what they leave goes back the same day.
struct SmallPoolTests {
    private static func volumes(_ plan: MigrationPlan, _ supplier: Int) -> [Int] {
        plan.rows.filter { $0.supplier == supplier }.map(\.volume)
    }

    /// A is large; B and C are small with 30 and 10. 100 a day over 10 days.
    private static func form(pool: String) throws -> RandomMarket.Form {
        RandomMarket.Form(
            suppliers: [("A", 0), ("B", 0), ("C", 0)], distributors: ["L"],
            portfolios: [(0, 0, 960), (1, 0, 30), (2, 0, 10)], limits: [(0, 0, 9, 100)], ramps: [[:], [:], [:]],
            days: 10, small: [1, 2], smallPool: try #require(Share(pool)))
    }

    @Test func thePoolIsSharedByLevelAndWhatIsLeftGoesBack() throws {
        // Without a pool all go at their pace: 96, 3, 1. A pool of 12 is 9 and 3 for three days, then 3 and 1, and
        // then nothing of it is used; A has all that is left.
        let without = Planner(PlanningGrid(RandomMarket.market(try Self.form(pool: "0")))).plan(.fair)
        #expect(Self.volumes(without.plan, 1) == Array(repeating: 3, count: 10))
        #expect(without.certificate.smallPool == nil)
        let result = Planner(PlanningGrid(RandomMarket.market(try Self.form(pool: "0.12")))).plan(.fair)
        #expect(Self.volumes(result.plan, 1) == [9, 9, 9, 3])
        #expect(Self.volumes(result.plan, 2) == [3, 3, 3, 1])
        #expect(Self.volumes(result.plan, 0) == [88, 88, 88, 96, 100, 100, 100, 100, 100, 100])
        #expect(result.certificate.unfairDays.isEmpty)
        #expect(result.certificate.smallPool == Share("0.12"))
        #expect(result.certificate.placed == 1_000)
    }

    @Test func whyTellsOfThePoolWhereThereIsOne() throws {
        func sentences(_ pool: String, _ supplier: Int, day: Int, _ objective: PlanObjective = .fair) throws
            -> WhySentences
        {
            let market = RandomMarket.market(try Self.form(pool: pool))
            let grid = PlanningGrid(market)
            let plan = Planner(grid).plan(objective).plan
            return WhySentences(
                WhyAnswer(grid, plan: plan, supplier: supplier, distributor: 0, date: grid.days[day]), market: market)
        }
        #expect(
            try sentences("0.12", 1, day: 0).pool
                == "of L's day small portfolios share 12 first, and have 12 of the day; B is one of them")
        #expect(
            try sentences("0.12", 0, day: 3).pool
                == "of L's day small portfolios share 12 first, and have 4 of the day; A is not one of them")
        #expect(try sentences("0", 1, day: 0).pool == nil)
        #expect(
            try #require(sentences("0.12", 1, day: 0, .earliest).pool).hasPrefix(
                "of L's day small portfolios share 12 first, and have "))
    }

    @Test(arguments: PlanObjective.allCases)
    func aPoolWithNobodyInItChangesNothing(_ objective: PlanObjective) async throws {
        try await Property.check(seed: 91, count: 100) { generator in
            var random = RandomMarket(&generator)
            let before = Planner(PlanningGrid(random.market)).plan(objective).plan
            random.form.smallPool = Share(millionths: 300_000)
            let after = Planner(PlanningGrid(random.market)).plan(objective)
            try Property.hold(before == after.plan, "another plan")
            try Property.hold(after.certificate.smallPool == nil, "a pool is told of")
        }
    }

    @Test func limitsHoldAndEveryDayIsFairInItsParts() async throws {
        try await Property.check(seed: 92, count: 250) { generator in
            var random = RandomMarket(&generator)
            let leavesOut = Planner(PlanningGrid(random.market)).plan(.fair).certificate
            random.form.small = Set(random.form.suppliers.indices.filter { _ in generator.nextBelow(2) == 0 })
            random.form.smallPool = Share(millionths: 1 + generator.nextBelow(1_000_000))
            let certificate = Planner(PlanningGrid(random.market)).plan(.fair).certificate
            try Property.hold(certificate.broken.isEmpty, "a limit is passed: \(certificate.broken)")
            let unexplained = Set(certificate.unfairDays).subtracting(certificate.forcedDays)
            try Property.hold(unexplained.isEmpty, "unfair on \(unexplained)")
            guard certificate.isPlacementProved, leavesOut.isPlacementProved else { return }
            try Property.hold(certificate.placed == leavesOut.placed, "the pool changes what can be placed")
        }
    }

    @Test func renamingPartiesRenamesThePlan() async throws {
        try await Property.check(seed: 93, count: 60) { generator in
            var random = RandomMarket(&generator)
            random.form.small = Set(random.form.suppliers.indices.filter { _ in generator.nextBelow(2) == 0 })
            random.form.smallPool = Share(millionths: 200_000)
            try random.holdRenaming(.fair)
        }
    }

    // MARK: Earliest

    @Test func theEarliestPlanLeavesTheSmallWhatTheirPoolHolds() throws {
        // 100 a day are full either way, so the mean is 4.5; without a pool nothing says who is first.
        let result = Planner(PlanningGrid(RandomMarket.market(try Self.form(pool: "0.12")))).plan(.earliest)
        let certificate = result.certificate
        #expect(certificate.meanCompletion == 4.5 && certificate.gap == 0)
        #expect(certificate.poolShortDays.isEmpty && certificate.forcedDays.isEmpty)
        #expect(certificate.smallPool == Share("0.12"))
        // On the first day the pool holds 9 and 3.
        #expect(try #require(Self.volumes(result.plan, 1).first) >= 8)
        #expect(try #require(Self.volumes(result.plan, 2).first) >= 2)
    }

    /// A is large and may begin with 60 of 100; B is small, has 50, and its ramp lets it have 10 a day. A pool of 0.1 is 10
    /// a day, so B has its 10 in each of the first five days, though A, who fills the day, would be as early.
    @Test func whatGivesWayTakesTheDaysThatAreLeft() throws {
        var form = RandomMarket.Form(
            suppliers: [("A", 0), ("B", 0)], distributors: ["L"], portfolios: [(0, 0, 450), (1, 0, 50)],
            limits: [(0, 0, 9, 100)], ramps: [[:], Dictionary(uniqueKeysWithValues: (0..<10).map { ($0, 10) })],
            days: 10,
            small: [1], smallPool: try #require(Share("0.1")))
        let kept = Planner(PlanningGrid(RandomMarket.market(form))).plan(.earliest)
        #expect(Self.volumes(kept.plan, 1) == [10, 10, 10, 10, 10])
        #expect(kept.certificate.meanCompletion == 2)
        // Where A may not have more than 90 on its last days, it is the pool that costs: there is no other place for A.
        form.portfolios = [(0, 0, 460), (1, 0, 40)]
        form.days = 5
        form.limits = [(0, 0, 4, 100)]
        form.ramps[0] = [4: 90]
        let short = Planner(PlanningGrid(RandomMarket.market(form))).plan(.earliest)
        #expect(short.certificate.placed == 500)
        #expect(short.certificate.poolShortDays == short.certificate.forcedDays)
        #expect(short.certificate.poolShortDays.count == 1)
    }

    @Test func theEarliestPlanKeepsThePoolAndTheLimits() async throws {
        var (markets, changed, shortDays, days) = (0, 0, 0, 0)
        var (free, kept) = (0.0, 0.0)
        try await Property.check(seed: 94, count: 250) { generator in
            var random = RandomMarket(&generator)
            switch generator.nextBelow(4) {
            case 0: random = random.withAgents(&generator)
            case 1: random = random.withSteps(&generator)
            default: break
            }
            let before = Planner(PlanningGrid(random.market)).plan(.earliest)
            random.form.small = Set(random.form.suppliers.indices.filter { _ in generator.nextBelow(2) == 0 })
            random.form.smallPool = Share(millionths: 1 + generator.nextBelow(1_000_000))
            let result = Planner(PlanningGrid(random.market)).plan(.earliest)
            let certificate = result.certificate
            try Property.hold(certificate.broken.isEmpty, "a limit is passed: \(certificate.broken)")
            try Property.hold(certificate.placed + result.plan.notPlaced == random.market.mpans, "MPANs are lost")
            try Property.hold(certificate.gap >= 0, "better than the bound")
            let unexplained = Set(certificate.poolShortDays).subtracting(certificate.forcedDays)
            // The price of fairness is told of plans that keep the same pool.
            if Planner(PlanningGrid(random.market)).plan(.fair).certificate.forcedDays.isEmpty {
                try Property.hold(
                    certificate.earliestMeanCompletion <= certificate.fairMeanCompletion, "fair is earlier")
            }
            try Property.hold(unexplained.isEmpty, "short on \(unexplained)")
            try Property.hold(
                certificate.poolShortDays.isEmpty || certificate.smallPool != nil, "a market without a pool is short")
            guard certificate.smallPool != nil, certificate.placed == before.certificate.placed else { return }
            markets += 1
            if result.plan != before.plan { changed += 1 }
            shortDays += certificate.poolShortDays.count
            days += random.form.days
            free += before.certificate.meanCompletion
            kept += certificate.meanCompletion
        }
        Repository.say(
            "earliest under a pool: \(markets) markets, \(changed) other plans, short on \(shortDays) of \(days) days, "
                + "mean completion \(free) without and \(kept) with it")
        #expect(changed * 5 > markets, "pools ask for something in these markets")
        #expect(shortDays * 50 < days)
        #expect(kept < free * 1.02)
    }

    @Test func renamingPartiesRenamesTheEarliestPlan() async throws {
        try await Property.check(seed: 95, count: 60) { generator in
            var random = RandomMarket(&generator)
            random.form.small = Set(random.form.suppliers.indices.filter { _ in generator.nextBelow(2) == 0 })
            random.form.smallPool = Share(millionths: 200_000)
            try random.holdRenaming(.earliest)
        }
    }
}
