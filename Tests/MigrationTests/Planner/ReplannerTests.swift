import Kernel
import Migration
import TestSupport
import Testing

/// Replanning changes as little as it can, and nothing where nothing is new.
struct ReplannerTests {
    @Test func withNothingNewThePlanIsTheSame() async throws {
        try await Property.check(seed: 71, count: 150) { generator in
            let grid = PlanningGrid(RandomMarket(&generator, withRamps: false).market)
            let plan = Planner(grid).plan(.fair).plan
            let again = Replanner(grid).replan(plan, done: [], asAt: nil, freeze: 5)
            try Property.hold(again.plan == plan, "another plan")
            try Property.hold(again.difference.parties.isEmpty, "a difference")
        }
    }

    @Test func doneAsPlannedChangesNothing() async throws {
        try await Property.check(seed: 72, count: 150) { generator in
            let grid = PlanningGrid(RandomMarket(&generator).market)
            let plan = Planner(grid).plan(.fair).plan
            guard plan.unplaced.isEmpty, !grid.days.isEmpty else { return }
            let date = grid.days[generator.nextBelow(grid.days.count)]
            let again = Replanner(grid).replan(plan, done: Self.asPlanned(plan, to: date), asAt: date, freeze: 3)
            try Property.hold(again.plan == plan, "another plan as at \(date)")
            try Property.hold(again.missed == 0 && again.ahead == 0, "missed \(again.missed), ahead \(again.ahead)")
        }
    }

    @Test func whatIsMissedIsPlacedLaterAndFrozenDaysStay() async throws {
        try await Property.check(seed: 73, count: 150) { generator in
            let market = RandomMarket(&generator, withRamps: false).market
            let grid = PlanningGrid(market)
            let plan = Planner(grid).plan(.fair).plan
            guard grid.days.count > 4 else { return }
            let date = grid.days[grid.days.count / 3]
            let done = Self.asPlanned(plan, to: date).map {
                Replanner.Done(supplier: $0.supplier, distributor: $0.distributor, date: $0.date, net: $0.net / 2)
            }
            let again = Replanner(grid).replan(plan, done: done, asAt: date, freeze: 2)
            let frozen = Set(again.frozen)
            let before = plan.rows.filter { frozen.contains($0.date) }
            let after = again.plan.rows.filter { frozen.contains($0.date) }
            try Property.hold(before == after, "a frozen day changed")
            let whole = market.portfolios.reduce(0) { $0 + $1.mpans }
            try Property.hold(again.plan.placed + again.plan.notPlaced == whole, "MPANs are lost")
            let limits = PlanDifference(plan, again.plan)
            try Property.hold(limits.placedAfter == again.plan.placed, "the difference counts otherwise")
        }
    }

    @Test(arguments: [(10, [1, 1, 1], [4, 3, 3]), (-7, [2, 1], [-5, -2]), (0, [5], [0]), (5, [0, 0], [0, 0])])
    func sharesByLargestRemainder(_ number: Int, _ weights: [Int], _ expected: [Int]) {
        let date = CalendarDate(dayNumber: 20_500)
        var generator = SeededGenerator(seed: 3)
        var random = RandomMarket(&generator)
        random.form = .init(
            suppliers: [("A", 0)], distributors: weights.indices.map { "L\($0)" },
            portfolios: weights.indices.map { (0, $0, 1_000) }, limits: [], ramps: [[:]], days: 2)
        let plan = MigrationPlan(
            suppliers: ["A"], distributors: weights.indices.map { "L\($0)" },
            rows: weights.indices.filter { weights[$0] > 0 }.map {
                .init(supplier: 0, distributor: $0, date: date, volume: weights[$0])
            }, unplaced: [])
        let actuals = MigrationActuals(rows: [
            .init(date: date, supplier: 0, distributor: nil, completed: max(number, 0), reversed: max(-number, 0))
        ])
        let done = Replanner(PlanningGrid(random.market)).done(actuals, baseline: plan, asAt: date)
        #expect(done.map(\.net) == expected.filter { $0 != 0 })
    }

    private static func asPlanned(_ plan: MigrationPlan, to date: CalendarDate) -> [Replanner.Done] {
        plan.rows.filter { $0.date <= date }.map {
            Replanner.Done(supplier: $0.supplier, distributor: $0.distributor, date: $0.date, net: $0.volume)
        }
    }
}
