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
        func sentences(_ pool: String, _ supplier: Int, day: Int) throws -> WhySentences {
            let market = RandomMarket.market(try Self.form(pool: pool))
            let grid = PlanningGrid(market)
            let plan = Planner(grid).plan(.fair).plan
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
    }

    @Test func aPoolWithNobodyInItChangesNothing() async throws {
        try await Property.check(seed: 91, count: 100) { generator in
            var random = RandomMarket(&generator)
            let before = Planner(PlanningGrid(random.market)).plan(.fair).plan
            random.form.smallPool = Share(millionths: 300_000)
            let after = Planner(PlanningGrid(random.market)).plan(.fair)
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
}
