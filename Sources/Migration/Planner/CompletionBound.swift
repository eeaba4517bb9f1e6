/// The most that could be migrated by the end of each day: a bound that no plan can pass.
///
/// For a day, the limits of all days up to it are summed, and a network of suppliers, their cells and distributors
/// carries what it can. That leaves out only that each day has its own limits, so the true maximum is never above it,
/// and a plan of fractions is under it too.
struct CompletionBound {
    /// By day: MPANs migrated by its end at most.
    let mostByDay: [Int]
    let mpans: Int
    /// What the limits of all days come to: by supplier, by distributor, by cell and in all.
    let bySupplier: [Int]
    let byDistributor: [Int]
    let byCell: [Int]
    /// By agent: what its caps, and its suppliers' of the same days, come to. The network has no place for agents: they
    /// count in the sum of all, each supplier under the first that it uses.
    let byAgent: [Int]
    let whole: Int

    init(_ grid: PlanningGrid, shape: DayNetwork.Shape) {
        let dayCount = grid.days.count
        let suppliers = grid.market.suppliers.count
        let distributors = grid.market.distributors.count
        mpans = grid.cells.reduce(0) { $0 + $1.mpans }
        var portfolio = [Int](repeating: 0, count: suppliers)
        var stock = [Int](repeating: 0, count: distributors)
        for cell in grid.cells {
            portfolio[cell.supplier] += cell.mpans
            stock[cell.distributor] += cell.mpans
        }
        var network = DayNetwork(shape)
        var bySupplier = [Int](repeating: 0, count: suppliers)
        var byDistributor = [Int](repeating: 0, count: distributors)
        var byCell = [Int](repeating: 0, count: grid.cells.count)
        var agents = AgentSums(grid, shape: shape, portfolio: portfolio)
        var whole = 0
        var mostByDay: [Int] = []
        network.begin(
            most: byCell, least: nil,
            capacity: [Int](repeating: PlanningGrid.unlimited, count: distributors),
            industry: PlanningGrid.unlimited)
        for day in 0..<dayCount {
            // A day carries no more than each of its limits, and no limit more than those that it is made of.
            let daySuppliers = agents.add(day)
            var dayDistributors = 0
            for supplier in 0..<suppliers {
                let cap = min(grid.supplier[supplier * dayCount + day], portfolio[supplier])
                bySupplier[supplier] = min(bySupplier[supplier] + cap, portfolio[supplier])
                guard cap > 0 else { continue }
                for cell in shape.cellsOfSupplier[supplier] {
                    let limit = grid.distributor[Int(shape.distributorOf[cell]) * dayCount + day]
                    byCell[cell] = min(byCell[cell] + min(cap, limit), grid.cells[cell].mpans)
                }
            }
            for distributor in 0..<distributors {
                let limit = min(grid.distributor[distributor * dayCount + day], stock[distributor])
                dayDistributors += limit
                byDistributor[distributor] = min(byDistributor[distributor] + limit, stock[distributor])
            }
            whole = min(whole + min(grid.industry[day], daySuppliers, dayDistributors), agents.whole(bySupplier), mpans)
            network.widen(most: byCell, capacity: byDistributor, industry: whole)
            for supplier in 0..<suppliers {
                let missing = bySupplier[supplier] - network.usedBySupplier[supplier]
                if missing > 0 { _ = network.raise(supplier, by: missing) }
            }
            mostByDay.append(network.total)
        }
        self.mostByDay = mostByDay
        self.bySupplier = bySupplier
        self.byDistributor = byDistributor
        self.byCell = byCell
        byAgent = agents.sums
        self.whole = whole
    }

    /// The least sum of volume × day where everything is placed; what can never be placed counts nothing.
    var weightedDays: Int {
        guard let last = mostByDay.last else { return 0 }
        // The volume of day d costs d: one for every day before it by whose end it was not yet done.
        return mostByDay.dropLast().reduce(0) { $0 + (last - $1) }
    }
}

/// What agents let through, summed over days.
private struct AgentSums {
    /// By agent.
    private(set) var sums: [Int]
    private let grid: PlanningGrid
    private let portfolio: [Int]
    /// By agent: its suppliers, and those for whom it is the first that they use.
    private let users: [[Int]]
    private let firstUsers: [[Int]]
    /// Suppliers without an agent.
    private let alone: [Int]
    /// By agent: what those for whom it is the first have by now at most.
    private var firstSums: [Int]

    init(_ grid: PlanningGrid, shape: DayNetwork.Shape, portfolio: [Int]) {
        self.grid = grid
        self.portfolio = portfolio
        let count = grid.market.agents.count
        sums = [Int](repeating: 0, count: count)
        firstSums = sums
        users = (0..<count).map { Array(shape.suppliersOfAgent[$0]) }
        let firsts = portfolio.indices.map { shape.agentsOf[$0].first }
        firstUsers = (0..<count).map { agent in firsts.indices.filter { firsts[$0] == agent } }
        alone = firsts.indices.filter { firsts[$0] == nil }
    }

    /// Adds a day; gives what all suppliers together can have on it at most.
    mutating func add(_ day: Int) -> Int {
        let count = grid.days.count
        func carried(_ suppliers: [Int]) -> Int {
            suppliers.reduce(0) { $0 + min(grid.supplier[$1 * count + day], portfolio[$1]) }
        }
        func stock(_ suppliers: [Int]) -> Int { suppliers.reduce(0) { $0 + portfolio[$1] } }
        var together = carried(alone)
        for agent in sums.indices {
            let cap = grid.agent[agent * count + day]
            sums[agent] = min(sums[agent] + min(cap, carried(users[agent])), stock(users[agent]))
            let first = min(cap, carried(firstUsers[agent]))
            firstSums[agent] = min(firstSums[agent] + first, stock(firstUsers[agent]))
            together += first
        }
        return together
    }

    /// What all suppliers together have by now at most.
    ///
    /// - Parameter bySupplier: what each has by itself.
    func whole(_ bySupplier: [Int]) -> Int {
        let own = alone.reduce(0) { $0 + bySupplier[$1] }
        return firstSums.indices.reduce(own) { sum, agent in
            sum + min(firstSums[agent], firstUsers[agent].reduce(0) { $0 + bySupplier[$1] })
        }
    }
}
