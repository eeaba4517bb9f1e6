/// An order of a market's parties that does not look at their codes, so that renaming parties renames the plan and
/// changes nothing else.
///
/// Suppliers and distributors go by size, then by their days, then by their portfolios. Only parties that are alike in
/// all of it keep the order of their codes.
struct CanonicalOrder: Sendable {
    /// By place in the order: the place in the market.
    let suppliers: [Int]
    let distributors: [Int]
    let agents: [Int]

    init(_ grid: PlanningGrid) {
        let count = grid.days.count
        let market = grid.market
        var portfolio = [Int](repeating: 0, count: market.suppliers.count)
        var stock = [Int](repeating: 0, count: market.distributors.count)
        for cell in grid.cells {
            portfolio[cell.supplier] += cell.mpans
            stock[cell.distributor] += cell.mpans
        }
        var parts = [[Int]](repeating: [], count: market.distributors.count)
        for cell in grid.cells { parts[cell.distributor] += [-portfolio[cell.supplier], -cell.mpans] }
        let distributorKeys = market.distributors.indices.map { place in
            [-stock[place]] + grid.distributor[(place * count)..<((place + 1) * count)] + Self.sortedPairs(parts[place])
        }
        distributors = Self.order(distributorKeys)
        var rank = [Int](repeating: 0, count: market.distributors.count)
        for (place, distributor) in distributors.enumerated() { rank[distributor] = place }
        let supplierKeys = market.suppliers.indices.map { place in
            let cells = grid.cells[grid.cellsOfSupplier[place]].flatMap { [rank[$0.distributor], -$0.mpans] }
            var key = [-portfolio[place], grid.firstDay[place]] + Self.sortedPairs(cells)
            key += grid.supplier[(place * count)..<((place + 1) * count)]
            let agents = grid.agentsOf[place].map { Array(grid.agent[($0 * count)..<(($0 + 1) * count)]) }
            for caps in agents.sorted(by: { $0.lexicographicallyPrecedes($1) }) { key += caps }
            if grid.hasSteps { key.append(grid.rise[place]) }
            if grid.hasPool { key.append(market.suppliers[place].isSmall ? 1 : 0) }
            return key
        }
        suppliers = Self.order(supplierKeys)
        var supplierRank = [Int](repeating: 0, count: suppliers.count)
        for (place, supplier) in suppliers.enumerated() { supplierRank[supplier] = place }
        agents = Self.order(
            market.agents.indices.map { place in
                grid.agent[(place * count)..<((place + 1) * count)]
                    + market.agents[place].suppliers.map { supplierRank[$0] }.sorted()
            })
    }

    /// Pairs in ascending order.
    private static func sortedPairs(_ flat: [Int]) -> [Int] {
        stride(from: 0, to: flat.count, by: 2).map { (flat[$0], flat[$0 + 1]) }.sorted { $0 < $1 }
            .flatMap { [$0.0, $0.1] }
    }

    private static func order(_ keys: [[Int]]) -> [Int] {
        keys.indices.sorted { left, right in
            if keys[left] == keys[right] { return left < right }
            return keys[left].lexicographicallyPrecedes(keys[right])
        }
    }

    /// The market with its parties in this order.
    func market(_ market: MigrationMarket) -> MigrationMarket {
        var supplierRank = [Int](repeating: 0, count: suppliers.count)
        for (place, supplier) in suppliers.enumerated() { supplierRank[supplier] = place }
        var distributorRank = [Int](repeating: 0, count: distributors.count)
        for (place, distributor) in distributors.enumerated() { distributorRank[distributor] = place }
        let portfolios = market.portfolios.map {
            MigrationMarket.Portfolio(
                supplier: supplierRank[$0.supplier], distributor: distributorRank[$0.distributor], mpans: $0.mpans)
        }
        let limits = market.limits.map { limit in
            guard case .distributor(let place) = limit.scope else { return limit }
            return CapacityLimit(
                scope: .distributor(distributorRank[place]), from: limit.from, to: limit.to, value: limit.value,
                source: limit.source)
        }
        return MigrationMarket(
            suppliers: suppliers.map { market.suppliers[$0] },
            distributors: distributors.map { market.distributors[$0] },
            portfolios: portfolios.sorted { ($0.supplier, $0.distributor) < ($1.supplier, $1.distributor) },
            limits: limits, calendar: market.calendar, ramps: suppliers.map { market.ramps[$0] },
            steps: Dictionary(uniqueKeysWithValues: market.steps.map { (supplierRank[$0.key], $0.value) }),
            agents: agents.map { place in
                MigrationMarket.Agent(
                    code: market.agents[place].code,
                    suppliers: market.agents[place].suppliers.map { supplierRank[$0] }.sorted(),
                    limits: market.agents[place].limits)
            },
            settings: market.settings)
    }

    /// A limit's name with the market's places.
    func named(_ limit: PlanCertificate.LimitName) -> PlanCertificate.LimitName {
        switch limit {
        case .industry: .industry
        case .distributor(let place): .distributor(distributors[place])
        case .ramp(let place): .ramp(suppliers[place])
        case .step(let place): .step(suppliers[place])
        case .agent(let place): .agent(agents[place])
        }
    }

    func named(_ member: PlanConflict.Member) -> PlanConflict.Member {
        switch member {
        case .industry: .industry
        case .distributor(let place): .distributor(distributors[place])
        case .supplier(let place): .supplier(suppliers[place])
        case .agent(let place): .agent(agents[place])
        }
    }
}
