/// A smallest set of limits that cannot be kept together with everything placed: without any one of them, what it
/// names would fit.
public struct PlanConflict: Sendable {
    /// One thing that takes part.
    public enum Member: Sendable, Hashable, Comparable {
        case industry
        case distributor(Int)
        /// A supplier's start, ramp and step limit.
        case supplier(Int)
        case agent(Int)
    }

    public let members: [Member]
    /// MPANs that the members must carry, that they can carry by the last day, and the difference.
    public let demand: Int
    public let capacity: Int
    public var short: Int { demand - capacity }

    /// The conflicts of a market in which not everything finds a place.
    ///
    /// Limits that are too small by themselves come first, each a set of one. Where none is, one set is found by leaving
    /// out limits in turn and keeping out what is not needed for the lack to stay.
    static func find(_ grid: PlanningGrid) -> [PlanConflict] {
        let singles = singles(grid)
        if !singles.isEmpty { return singles }
        var kept = Set(members(of: grid))
        guard var short = shortage(grid, kept), short.demand > short.capacity else { return [] }
        for member in members(of: grid) {
            let without = kept.subtracting([member])
            if let left = shortage(grid, without), left.demand > left.capacity {
                kept = without
                short = left
            }
        }
        return [PlanConflict(members: kept.sorted(), demand: short.demand, capacity: short.capacity)]
    }

    private static func members(of grid: PlanningGrid) -> [Member] {
        grid.market.suppliers.indices.map { .supplier($0) }
            + grid.market.distributors.indices.map { .distributor($0) }
            + grid.market.agents.indices.map { .agent($0) } + [.industry]
    }

    /// What a market with only these limits can place. A supplier's start stays: nobody migrates before it.
    private static func shortage(_ grid: PlanningGrid, _ members: Set<Member>) -> (
        demand: Int, capacity: Int
    )? {
        let only = grid.only(members)
        let planner = Planner(part: only, shape: DayNetwork.Shape(only))
        let schedule = planner.pass(only)
        let demand = only.cells.reduce(0) { $0 + $1.mpans }
        if schedule.isComplete { return (demand, demand) }
        var repair = PlanRepair(
            only, shape: planner.shape, schedule: schedule, budget: Planner.repairBudget / 16)
        repair.place()
        return (demand, repair.placed)
    }

    private static func singles(_ grid: PlanningGrid) -> [PlanConflict] {
        let count = grid.days.count
        var found: [PlanConflict] = []
        // One limit alone: everything that waits is taken as early as the limit lets it.
        func look(_ member: Member, _ cells: [PlanningGrid.Cell], _ limit: (Int) -> Int) {
            var arriving = [Int](repeating: 0, count: count + 1)
            for cell in cells { arriving[grid.firstDay[cell.supplier]] += cell.mpans }
            var waiting = 0
            var carried = 0
            for day in 0..<count {
                waiting += arriving[day]
                let part = min(waiting, limit(day))
                waiting -= part
                carried += part
            }
            let demand = cells.reduce(0) { $0 + $1.mpans }
            if carried < demand {
                found.append(PlanConflict(members: [member], demand: demand, capacity: carried))
            }
        }
        look(.industry, grid.cells) { grid.industry[$0] }
        for place in grid.market.distributors.indices {
            look(.distributor(place), grid.cells.filter { $0.distributor == place }) {
                grid.distributor[place * count + $0]
            }
        }
        let climbing = grid.climbing(withDays: false)
        for place in grid.market.suppliers.indices {
            look(.supplier(place), Array(grid.cells[grid.cellsOfSupplier[place]])) {
                climbing.supplier[place * count + $0]
            }
        }
        for (place, agent) in grid.market.agents.enumerated() {
            let users = Set(agent.suppliers)
            look(.agent(place), grid.cells.filter { users.contains($0.supplier) }) { grid.agent[place * count + $0] }
        }
        return found
    }
}

extension PlanningGrid {
    /// The same market in which only some limits hold; a supplier may never begin before its activation.
    fileprivate func only(_ members: Set<PlanConflict.Member>) -> PlanningGrid {
        let count = days.count
        var distributor = self.distributor
        var supplier = self.supplier
        for place in market.distributors.indices where !members.contains(.distributor(place)) {
            for day in 0..<count { distributor[place * count + day] = Self.unlimited }
        }
        for place in market.suppliers.indices where !members.contains(.supplier(place)) {
            for day in firstDay[place]..<max(count, firstDay[place]) {
                supplier[place * count + day] = Self.unlimited
            }
        }
        let rise = self.rise.indices.map { members.contains(.supplier($0)) ? self.rise[$0] : Self.unlimited }
        var agent = self.agent
        for place in market.agents.indices where !members.contains(.agent(place)) {
            for day in 0..<count { agent[place * count + day] = Self.unlimited }
        }
        return PlanningGrid(
            of: self, firstDay: firstDay,
            industry: members.contains(.industry) ? industry : industry.map { _ in Self.unlimited },
            distributor: distributor, supplier: supplier, agent: agent, rise: rise, cells: cells)
    }
}
