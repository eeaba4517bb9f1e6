import Kernel
import TestSupport
import Testing

@testable import Migration

@Suite struct TwinTests {
    private static func small(_ change: (inout MigrationSettings) -> Void = { _ in }) -> TwinStage {
        let market = MadeMarkets.market(
            suppliers: 10, distributors: 3, days: 120, limit: 6_000,
            each: { supplier, distributor in supplier < 3 ? 40_000 + 1_000 * distributor : 900 + 37 * supplier },
            late: 4, change)
        return TwinStage(market, plan: MadeMarkets.plan(market))
    }

    /// With every cause left out, each day does what its plan says, a day later.
    @Test func withoutCausesThePlanIsFollowed() {
        let stage = Self.small()
        let run = TwinRun(stage, seed: 3, number: 0, without: Set(TwinCause.allCases))
        var planned = 0
        for day in 0..<60 {
            #expect(run.migrated[day] == planned)
            planned += stage.orders[day].reduce(0) { $0 + $1.volume }
        }
        #expect(run.migrated.last == stage.mpans)
        #expect(run.rejected == 0 && run.reversed == 0 && run.switched == 0)
        #expect(run.daysChecked == stage.days.count)
    }

    /// Two suppliers were to go on the first day, and their agent carries nine a day.
    @Test func agentsCarryNoMoreThanTheirCap() {
        var form = RandomMarket.Form(
            suppliers: [("A", 0), ("B", 0)], distributors: ["L"], portfolios: [(0, 0, 20), (1, 0, 20)], limits: [],
            ramps: [[:], [:]], days: 8)
        let plan = Planner(PlanningGrid(RandomMarket.market(form))).plan(.earliest).plan
        #expect(plan.rows.map(\.volume) == [20, 20])
        form.agents = [([0, 1], 9), ([1], 4)]
        let stage = TwinStage(RandomMarket.market(form), plan: plan)
        let run = TwinRun(stage, seed: 1, number: 0, without: Set(TwinCause.allCases))
        let daily = zip(run.migrated, [0] + run.migrated).map { $0 - $1 }.filter { $0 > 0 }
        #expect(daily.reduce(0, +) == 40)
        #expect(daily.first == 9)
        #expect(run.agentPeaks == [9, 4])
    }

    @Test func agentsCapsHoldInEveryMarket() async throws {
        try await Property.check(seed: 87, count: 120) { generator in
            var random = RandomMarket(&generator)
            let plan = Planner(PlanningGrid(random.market)).plan(.fair).plan
            let suppliers = random.form.suppliers.count
            let all = random.form.portfolios.reduce(0) { $0 + $1.2 }
            random.form.reserve = Share(millionths: generator.nextBelow(2) * 50_000)
            random.form.agents = (0...generator.nextBelow(3)).map { _ in
                let users = (0..<suppliers).filter { _ in generator.nextBelow(2) == 0 }
                return (users, 1 + generator.nextBelow(all / max(random.form.days, 1) + 2))
            }
            let market = random.market
            let without = generator.nextBelow(2) == 0 ? Set(TwinCause.allCases) : []
            let run = TwinRun(
                TwinStage(market, plan: plan), seed: UInt64(generator.nextBelow(1_000)), number: 0, without: without,
                replanWeeks: generator.nextBelow(2) == 0 ? 1 : nil)
            for (agent, peak) in zip(market.agents, run.agentPeaks) {
                let cap = agent.limits.map(\.value).min() ?? .max
                let usable = cap - market.settings.reserve.floor(of: cap)
                try Property.hold(peak <= usable, "\(agent.code) carries \(peak) a day of \(usable)")
            }
            // Agents that can carry everything change nothing.
            random.form.agents = random.form.agents.map { ($0.suppliers, 1_000_000_000) }
            let wide = TwinRun(TwinStage(random.market, plan: plan), seed: 1, number: 0, without: without)
            random.form.agents = []
            let none = TwinRun(TwinStage(random.market, plan: plan), seed: 1, number: 0, without: without)
            try Property.hold(wide == none, "agents that carry everything change the run")
        }
    }

    @Test func meteringPointsAreConservedInEveryMarket() async throws {
        try await Property.check(seed: 41, count: 12) { generator in
            let suppliers = 8 + generator.nextBelow(8)
            let sizes = (0..<suppliers * 4).map { _ in generator.nextBelow(3_000) }
            let market = MadeMarkets.market(
                suppliers: suppliers, distributors: 4, days: 60, limit: 500 + generator.nextBelow(3_000),
                each: { sizes[$0 * 4 + $1] }, late: 5
            ) { settings in
                settings[TwinParameters.switching] = Share(millionths: 2_000_000)
                settings[TwinParameters.outage] = Share(millionths: 60_000)
                settings[TwinParameters.lastResort] = Share(millionths: 15_000_000)
                settings[TwinParameters.rejection] = Share(millionths: 200_000)
            }
            let stage = TwinStage(market, plan: MadeMarkets.plan(market))
            // A run stops the program on the day on which the sums do not hold.
            let run = TwinRun(stage, seed: 1, number: 0)
            try Property.hold(run.daysChecked == stage.days.count, "every day is checked")
            try Property.hold(run.migrated.allSatisfy { $0 <= stage.mpans }, "no more than there are")
            try Property.hold(run.failedSuppliers > 0 || suppliers < 8, "somebody fails where many do")
        }
    }

    @Test func runsAreTheirNumbersAndNothingElse() {
        let stage = Self.small()
        let run = TwinRun(stage, seed: 5, number: 7)
        let isAgain = run == TwinRun(stage, seed: 5, number: 7)
        let isAnotherNumber = run != TwinRun(stage, seed: 5, number: 8)
        let isAnotherSeed = run != TwinRun(stage, seed: 6, number: 7)
        #expect(isAgain && isAnotherNumber && isAnotherSeed)
    }

    /// Luck is shared: a cause whose rate is nought leaves the run as it was.
    @Test(arguments: TwinCause.allCases)
    func aCauseThatNeverStrikesCostsNothing(_ cause: TwinCause) {
        let stage = Self.small { settings in
            settings[TwinParameters.rejection] = .none
            settings[TwinParameters.slowShare] = .none
            settings[TwinParameters.providerDays] = 1
            settings[TwinParameters.attainment] = .whole
            settings[TwinParameters.attainmentSpread] = .none
            settings[TwinParameters.switching] = .none
            settings[TwinParameters.outage] = .none
            settings[TwinParameters.lateShare] = .none
            settings[TwinParameters.lastResort] = .none
        }
        let isAlike = TwinRun(stage, seed: 2, number: 1) == TwinRun(stage, seed: 2, number: 1, without: [cause])
        #expect(isAlike)
    }

    /// A cause that strikes hard makes the end later and stands at the head of the list.
    @Test func theCostliestCauseComesFirst() {
        let stage = Self.small { settings in
            settings[TwinParameters.lateShare] = .whole
            settings[TwinParameters.lateDays] = 60
        }
        let runs = (0..<12).map { TwinRun(stage, seed: 9, number: $0) }
        let without = TwinCause.allCases.map { cause in
            (cause: cause, runs: (0..<12).map { TwinRun(stage, seed: 9, number: $0, without: [cause]) })
        }
        let outcome = TwinOutcome(stage, runs: runs, without: without)
        #expect(outcome.drivers.first?.cause == .lateActivation)
        #expect(outcome.drivers.first.map { $0.daysLater > 10_000 } == true)
        #expect(outcome.daysChecked == 12 * stage.days.count)
        for quantiles in outcome.curve { #expect(quantiles == quantiles.sorted()) }
        let dates = [outcome.industry.p10, outcome.industry.p50, outcome.industry.p80, outcome.industry.p90]
        #expect(dates.map { $0 ?? .latest } == dates.map { $0 ?? .latest }.sorted())
    }

    /// Reverse migration needs suppliers that are not ready, and changes of supplier.
    @Test func reverseMigrationEndsWhenAllAreReady() {
        let ready = MadeMarkets.market(
            suppliers: 8, distributors: 2, days: 80, limit: 100_000, each: { _, _ in 5_000 }
        ) { settings in
            settings[TwinParameters.lateShare] = .none
            settings[TwinParameters.lastResort] = .none
        }
        let stage = TwinStage(ready, plan: MadeMarkets.plan(ready))
        #expect(TwinRun(stage, seed: 1, number: 1).reversed == 0)
        #expect(TwinRun(stage, seed: 1, number: 1).switched > 0)
        let some = Self.small()
        let run = TwinRun(some, seed: 1, number: 1)
        #expect(run.reversed > 0 && run.reversePeak > 0)
    }

    @Test func anEmptyMarketHasFinished() {
        let market = MadeMarkets.market(suppliers: 2, distributors: 1, days: 10, limit: 5, each: { _, _ in 0 })
        let stage = TwinStage(market, plan: MadeMarkets.plan(market))
        let outcome = TwinOutcome(stage, runs: [TwinRun(stage, seed: 1, number: 0)], without: [])
        #expect(outcome.industry.p50 == MadeMarkets.start)
    }
}
