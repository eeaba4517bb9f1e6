import Kernel
import TestSupport
import Testing

@testable import Migration

/// No plan passes the bound, and the bound knows what an agent's cap and its suppliers' ramps leave together.
struct CompletionBoundTests {
    private static func bound(_ market: MigrationMarket) -> CompletionBound {
        let grid = PlanningGrid(market)
        return CompletionBound(grid, shape: DayNetwork.Shape(grid))
    }

    @Test func agentsAndRampsCountTogether() throws {
        // A uses an agent of 9 a day and has a ramp of 3, 5 and no more; B uses none: 3, 5, 9, 9 and B's 5 at once.
        var generator = SeededGenerator(seed: 1)
        var random = RandomMarket(&generator)
        random.form = RandomMarket.Form(
            suppliers: [("A", 0), ("B", 0)], distributors: ["L"], portfolios: [(0, 0, 40), (1, 0, 5)], limits: [],
            ramps: [[0: 3, 1: 5], [:]], agents: [([0], 9)], days: 4)
        let found = Self.bound(random.market)
        #expect(found.mostByDay == [8, 13, 22, 31] && found.byAgent == [26])
        let certificate = Planner(PlanningGrid(random.market)).plan(.earliest).certificate
        #expect(certificate.placed == 31 && certificate.isPlacementProved && certificate.gap == 0)
    }

    @Test func noPlanPassesIt() async throws {
        try await Property.check(seed: 97, count: 300) { generator in
            var random = RandomMarket(&generator)
            if generator.nextBelow(3) > 0 { random = random.withAgents(&generator) }
            let market = random.market
            let found = Self.bound(market)
            for objective in PlanObjective.allCases {
                var byDate: [CalendarDate: Int] = [:]
                for row in Planner(PlanningGrid(market)).plan(objective).plan.rows {
                    byDate[row.date, default: 0] += row.volume
                }
                var sum = 0
                for (day, date) in PlanningGrid(market).days.enumerated() {
                    sum += byDate[date] ?? 0
                    try Property.hold(sum <= found.mostByDay[day], "\(sum) by \(date), past \(found.mostByDay[day])")
                }
            }
        }
    }
}
