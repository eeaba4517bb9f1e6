/// What a plan is made for.
public enum PlanObjective: String, Sendable, CaseIterable {
    /// Every day's capacity is shared by weighted max-min between suppliers.
    case fair
    /// The least mean completion day over MPANs.
    case earliest
}

/// Makes daily plans in whole numbers.
///
/// The order of aims: no limit is broken; the least is left unplaced, and what must be left is shared by max-min of the
/// placed share; then the objective. Deterministic: the same market gives the same plan.
public struct Planner: Sendable {
    /// What may be spent on repairing a plan, in looks at a cell on a day: some seconds of one core at the most.
    static let repairBudget = 1_000_000_000
    /// A gap to the bound that is not worth a repair.
    static let smallGap = 1e-6

    let grid: PlanningGrid
    let shape: DayNetwork.Shape

    public init(_ grid: PlanningGrid) {
        self.grid = grid
        shape = DayNetwork.Shape(grid)
    }

    /// Volumes by day and cell, in order of day, then cell.
    struct Schedule: Sendable, Equatable {
        struct Entry: Sendable, Equatable {
            let day: Int32
            let cell: Int32
            let volume: Int
        }
        var entries: [Entry] = []
        /// By cell: what found no place.
        var left: [Int] = []
        /// The sum of volume × day.
        var weightedDays = 0
        var placed = 0

        var isComplete: Bool { left.allSatisfy { $0 == 0 } }

        /// Places more, then earlier.
        func isBetter(than other: Schedule) -> Bool {
            (placed, -weightedDays) > (other.placed, -other.weightedDays)
        }
    }

    /// How a pass leans a supplier's volume between its distributors.
    enum Lean {
        /// To where a distributor's days are nearly all needed.
        case tight
        /// As its backlog lies.
        case even
    }

    /// Plans the market.
    public func plan(_ objective: PlanObjective) -> PlanningResult {
        let placement = placement()
        let goal = placement.goal
        let bound = CompletionBound(goal, shape: shape)
        let fair = self.fair(goal, placement)
        let earliest = self.earliest(goal, placement, bound, also: fair.schedule)
        return PlanningResult(
            grid: grid, shape: shape, objective: objective, goal: goal, bound: bound, fair: fair, earliest: earliest,
            placement: placement)
    }

    /// What can be placed, and one plan that places it.
    struct Placement: Sendable {
        /// The market with the amounts that find a place.
        var goal: PlanningGrid
        var schedule: Schedule
        /// Whether nothing more can be placed is proved, and not only not found.
        var isProved: Bool
        /// The work that was left.
        var budget: Int
    }

    /// A plan for an objective, with what had to come before it.
    struct Outcome: Sendable {
        var schedule: Schedule
        /// The days on which placing everything came before sharing, by place.
        var forcedDays: [Int] = []
        /// Whether no better plan is there is proved.
        var isProved = false
    }

    private func placement() -> Placement {
        let bound = CompletionBound(grid, shape: shape)
        var best = pass(grid)
        let mpans = best.placed + best.left.reduce(0, +)
        guard !best.isComplete else {
            return Placement(goal: grid, schedule: best, isProved: true, budget: Self.repairBudget)
        }
        var budget = Self.repairBudget
        let most = bound.mostByDay.last ?? 0
        if most == mpans {
            for lean in [Lean.tight, .even] where !best.isComplete {
                var repair = PlanRepair(grid, shape: shape, schedule: pass(grid, lean: lean), budget: budget / 2)
                repair.placeAndPull()
                budget -= budget / 2 - max(repair.budget, 0)
                if repair.schedule.isBetter(than: best) { best = repair.schedule }
            }
            guard !best.isComplete else {
                return Placement(goal: grid, schedule: best, isProved: true, budget: budget)
            }
        }
        // Not everything fits: the placed shares first, by max-min over the whole horizon, then what the days allow.
        let shares = shares(bound)
        let goal = grid.placing(shares)
        var schedule = pass(goal)
        for cell in schedule.left.indices { schedule.left[cell] += grid.cells[cell].mpans - shares[cell] }
        var repair = PlanRepair(grid, shape: shape, schedule: schedule, budget: budget)
        if schedule.placed < most { repair.place() }
        repair.even()
        schedule = repair.schedule
        let isProved = schedule.placed == most || !grid.hasRamps && repair.budget > 0
        return Placement(
            goal: grid.placing(grid.cells.indices.map { grid.cells[$0].mpans - schedule.left[$0] }),
            schedule: schedule, isProved: isProved, budget: max(repair.budget, 0))
    }

    /// By cell: what could be placed if only the sums of the limits over all days counted, shared by max-min of the
    /// suppliers' placed shares.
    private func shares(_ bound: CompletionBound) -> [Int] {
        var sharing = DaySharing(shape)
        var portfolios = [Double](repeating: 0, count: shape.supplierCount)
        for cell in grid.cells { portfolios[cell.supplier] += Double(cell.mpans) }
        sharing.share(
            DaySharing.Terms(
                most: bound.byCell, least: nil, capacity: bound.byDistributor, industry: bound.whole,
                weights: portfolios, caps: bound.bySupplier, lean: bound.byCell.map { Double($0) }))
        return sharing.network.flow
    }

    /// Shares every day by weighted max-min; where that would leave something without a place, what must be placed by
    /// then comes first.
    private func fair(_ goal: PlanningGrid, _ placement: Placement) -> Outcome {
        let first = pass(goal)
        if first.isComplete { return Outcome(schedule: first) }
        // The latest plan that places everything: whoever keeps up with it keeps everything placeable.
        let mirror = goal.reversed
        var repair = PlanRepair(mirror, shape: shape, schedule: pass(mirror, lean: .even), budget: placement.budget)
        repair.place()
        let last = goal.days.count - 1
        let latest =
            repair.schedule.isComplete
            ? repair.schedule.entries.map { Schedule.Entry(day: Int32(last) - $0.day, cell: $0.cell, volume: $0.volume) }
            : placement.schedule.entries
        var forced: [Int] = []
        let schedule = pass(goal, atLeast: latest) { forced.append($0) }
        return Outcome(schedule: schedule, forcedDays: forced)
    }

    /// The least mean completion day.
    private func earliest(
        _ goal: PlanningGrid, _ placement: Placement, _ bound: CompletionBound, also fair: Schedule
    ) -> Outcome {
        let least = bound.weightedDays
        var best = fair
        if placement.schedule.isBetter(than: best) { best = placement.schedule }
        var budget = placement.budget
        for start in [best, pass(goal, lean: .even)] {
            if start.isBetter(than: best) { best = start }
            if best.isComplete, Double(best.weightedDays - least) <= Self.smallGap * Double(least) { break }
            var repair = PlanRepair(goal, shape: shape, schedule: start, budget: budget / 2)
            repair.placeAndPull()
            budget -= budget / 2 - max(repair.budget, 0)
            let schedule = repair.schedule
            if schedule.isBetter(than: best) { best = schedule }
            // Without ramps a plan in which no chain is found is the best there is.
            if repair.budget > 0, !goal.hasRamps, schedule.isComplete { return Outcome(schedule: best, isProved: true) }
        }
        return Outcome(schedule: best, isProved: best.weightedDays == least)
    }
}
