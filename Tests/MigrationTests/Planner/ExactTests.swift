import Kernel
import Migration
import TestSupport
import Testing

/// Small markets are planned from the linear programme: what is placed is the most there is, and that is proved.
struct ExactTests {
    @Test func nothingMoreCanBePlacedAndTheBoundsAreNear() async throws {
        try await Property.check(seed: 71, count: 200) { generator in
            let certificate = Planner(PlanningGrid(RandomMarket(&generator).market)).plan(.earliest).certificate
            try Property.hold(
                certificate.isPlacementProved, "\(certificate.placed) placed, which is not proved the most")
            try Property.hold(certificate.gap <= 0.005, "a gap of \(certificate.gap)")
        }
    }

    @Test(arguments: PlanObjective.allCases)
    func agentsKeepTheirCaps(_ objective: PlanObjective) async throws {
        try await Property.check(seed: 72, count: 150) { generator in
            let market = RandomMarket(&generator).withAgents(&generator).market
            let result = Planner(PlanningGrid(market)).plan(objective)
            for agent in market.agents {
                var byDate: [CalendarDate: Int] = [:]
                for row in result.plan.rows where agent.suppliers.contains(row.supplier) {
                    byDate[row.date, default: 0] += row.volume
                }
                for (date, volume) in byDate {
                    try Property.hold(volume <= agent.limits[0].value, "\(agent.code) carries \(volume) on \(date)")
                }
            }
            let certificate = result.certificate
            try Property.hold(certificate.broken.isEmpty, "a limit is passed")
            try Property.hold(certificate.isPlacementProved, "\(certificate.placed) placed, not proved the most")
            try Property.hold(certificate.gap >= 0, "better than the bound")
        }
    }

    @Test func renamingPartiesRenamesThePlanUnderAgents() async throws {
        try await Property.check(seed: 73, count: 60) { generator in
            var random = RandomMarket(&generator).withAgents(&generator)
            try random.holdRenaming(.earliest)
        }
    }

    @Test func anAgentIsSharedByLevelsAndNamed() throws {
        // A and B use an agent of 9 a day over 4 days and have 24 and 12: 6 and 3 a day. C does not use it.
        var generator = SeededGenerator(seed: 1)
        var random = RandomMarket(&generator)
        random.form = .init(
            suppliers: [("A", 0), ("B", 0), ("C", 0)], distributors: ["L"],
            portfolios: [(0, 0, 24), (1, 0, 12), (2, 0, 8)], limits: [(nil, 0, 3, 20)], ramps: [[:], [:], [:]],
            agents: [([0, 1], 9)], days: 4)
        let grid = PlanningGrid(random.market)
        let result = Planner(grid).plan(.fair)
        #expect(result.plan.rows.filter { $0.supplier == 0 }.map(\.volume) == [6, 6, 6, 6])
        #expect(result.plan.rows.filter { $0.supplier == 1 }.map(\.volume) == [3, 3, 3, 3])
        #expect(result.certificate.unfairDays.isEmpty)
        #expect(result.certificate.tightest.allSatisfy { $0.limit == .agent(0) })
        let why = WhyAnswer(grid, plan: result.plan, supplier: 0, distributor: 0, date: RandomMarket.date(0))
        #expect(why.causes == [.agentFull(0)])
        let sentences = WhySentences(why, market: random.market).lines
        #expect(sentences.contains("because the cap of agent A0, which A uses, was full"))
        #expect(sentences.contains { $0.hasPrefix("the cap of agent A0: 9 of 9 used, 0 free (agent test)") })
        random.form.agents = [([0, 1], 8)]
        let short = Planner(PlanningGrid(random.market)).plan(.fair)
        #expect(short.certificate.conflicts.map(\.members) == [[.agent(0)]])
        #expect(short.plan.notPlaced == 4)
        #expect(short.certificate.isPlacementProved)
    }

    @Test func aMarketWithAgentsReadsBackAsItIs() throws {
        var generator = SeededGenerator(seed: 74)
        let market = RandomMarket(&generator).withAgents(&generator).market
        let back = try #require(MarketReader.read(market.tables).market)
        #expect(back.agents == market.agents.filter { !$0.suppliers.isEmpty || !$0.limits.isEmpty })
    }

    @Test func whatIsWrongInAgentFilesIsNamed() throws {
        var generator = SeededGenerator(seed: 75)
        var tables = RandomMarket(&generator).market.tables
        var agents = MigrationTable(name: "agents.csv", header: ["supplier", "agent"])
        for row in [["S0", "AAAA"], ["S0", "AAAA"], ["ZZZZ", "AAAA"]] { agents.append(row) }
        var limits = MigrationTable(name: "agent_limits.csv", header: ["agent", "from", "to", "value", "source"])
        limits.append(["AAAA", "2026-03-01", "2026-02-01", "-5", ""])
        limits.append(["BBBB", "2026-02-01", "2026-03-01", "5", ""])
        tables.agents = agents
        tables.agentLimits = limits
        let reading = MarketReader.read(tables)
        #expect(reading.market == nil)
        let rules = reading.findings.kept.map(\.rule)
        let expected = [
            FolderFinding.Rule.keyIsThereOnce, .partyIsKnown, .numberIsWhole, .periodIsInOrder, .partyHasPortfolio,
        ]
        for rule in expected {
            #expect(rules.contains(rule), "\(rule)")
        }
    }
}
