import Kernel

extension MarketReader {
    static let agentColumns = ["supplier", "agent"]
    static let agentLimitColumns = ["agent", "from", "to", "value", "source"]

    /// Which agents a supplier uses: `agents.csv`. An agent without a cap binds nobody.
    mutating func readAgents(_ table: MigrationTable) {
        var lines: [String: Int] = [:]
        eachRow(of: table, Self.agentColumns) { market, reader, row in
            let code = reader.code(row, 0)
            let place = code.flatMap { market.supplier($0, row, &reader) }
            guard let place, let agent = reader.code(row, 1) else { return }
            let isNew = reader.isNew(
                "\(place) \(agent)", row, &lines, column: 1, of: "of supplier \(FolderFinding.shown(code ?? "")) ")
            guard isNew else { return }
            market.agents[agent, default: ([], [])].suppliers.insert(place)
        }
        lookAtAgentCount(table)
    }

    /// What an agent carries for all its suppliers on a day: `agent_limits.csv`.
    mutating func readAgentLimits(_ table: MigrationTable) {
        var strangers: Set<String> = []
        eachRow(of: table, Self.agentLimitColumns) { market, reader, row in
            let agent = reader.code(row, 0)
            let from = reader.date(row, 1)
            let to = reader.date(row, 2)
            let value = reader.whole(row, 3, 0...MigrationMarket.largestVolume)
            if let from, let to, from > to {
                reader.report(row, 2, .periodIsInOrder, "is before \(from), on which it begins", "swap the two dates")
                return
            }
            guard let agent, let from, let to, let value else { return }
            if market.agents[agent] == nil, strangers.insert(agent).inserted {
                reader.report(
                    row, 0, .partyHasPortfolio, "has a cap and no supplier in agents.csv",
                    "it binds nobody; mend the code if another agent is meant", as: .warning)
            }
            market.agents[agent, default: ([], [])].limits.append(
                .init(from: from, to: to, value: value, source: reader.text(row, 4)))
        }
        lookAtAgentCount(table)
    }

    private mutating func lookAtAgentCount(_ table: MigrationTable) {
        guard agents.count > MigrationMarket.mostAgents else { return }
        findings.add(
            FolderFinding(
                .marketFits, .error, file: table.name, column: "agent",
                problem: "has \(agents.count) codes, more than \(MigrationMarket.mostAgents)",
                advice: "leave out agents without a cap"))
    }

    /// By code, with suppliers by their places in the market.
    func sortedAgents(_ newPlace: [Int]) -> [MigrationMarket.Agent] {
        agents.sorted { $0.key < $1.key }.map { code, agent in
            MigrationMarket.Agent(
                code: code, suppliers: agent.suppliers.map { newPlace[$0] }.sorted(),
                limits: agent.limits.sorted {
                    ($0.from, $0.to, $0.value) == ($1.from, $1.to, $1.value)
                        ? $0.source < $1.source : ($0.from, $0.to, $0.value) < ($1.from, $1.to, $1.value)
                })
        }
    }
}
