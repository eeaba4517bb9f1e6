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
    /// By agent: its caps of all days. They do not count for the bound, whose network has no place for them.
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
        var whole = 0
        var mostByDay: [Int] = []
        network.begin(
            most: byCell, least: nil,
            capacity: [Int](repeating: PlanningGrid.unlimited, count: distributors),
            industry: PlanningGrid.unlimited)
        for day in 0..<dayCount {
            // A day carries no more than each of its limits, and no limit more than those that it is made of.
            var daySuppliers = 0
            var dayDistributors = 0
            for supplier in 0..<suppliers {
                let cap = min(grid.supplier[supplier * dayCount + day], portfolio[supplier])
                daySuppliers += cap
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
            whole = min(whole + min(grid.industry[day], daySuppliers, dayDistributors), mpans)
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
        byAgent = grid.market.agents.indices.map { agent in
            grid.agent[(agent * dayCount)..<((agent + 1) * dayCount)].reduce(0) {
                min($0 + $1, PlanningGrid.unlimited)
            }
        }
        self.whole = whole
    }

    /// The least sum of volume × day where everything is placed; what can never be placed counts nothing.
    var weightedDays: Int {
        guard let last = mostByDay.last else { return 0 }
        // The volume of day d costs d: one for every day before it by whose end it was not yet done.
        return mostByDay.dropLast().reduce(0) { $0 + (last - $1) }
    }
}
