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
    /// What may be spent on repairing a plan, in looks at a cell on a day: a fifth of a second of one core.
    static let repairBudget = 120_000_000
    /// A gap to the bound that is not worth a repair.
    static let smallGap = 1e-5
    /// How often days are shared again with what chains have taught.
    static let retries = 1

    /// The market with its parties in an order that does not look at their codes.
    let grid: PlanningGrid
    let shape: DayNetwork.Shape
    private let market: MigrationMarket
    private let order: CanonicalOrder

    public init(_ grid: PlanningGrid) {
        market = grid.market
        order = CanonicalOrder(grid)
        self.grid = PlanningGrid(order.market(grid.market))
        shape = DayNetwork.Shape(self.grid)
    }

    /// A planner of a part of a plan, over the grid's own order.
    init(part grid: PlanningGrid, shape: DayNetwork.Shape) {
        market = grid.market
        order = CanonicalOrder(grid)
        self.grid = grid
        self.shape = shape
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

        /// Entries by day, for so many days.
        static func byDay(_ entries: [Entry], days: Int) -> [[Entry]] {
            var byDay = [[Entry]](repeating: [], count: days)
            for entry in entries { byDay[Int(entry.day)].append(entry) }
            return byDay
        }

        var isComplete: Bool { left.allSatisfy { $0 == 0 } }

        /// The days on which another schedule differs.
        func days(otherThan other: Schedule) -> Set<Int> {
            let own = Dictionary(grouping: entries, by: \.day)
            let others = Dictionary(grouping: other.entries, by: \.day)
            return Set(Set(own.keys).union(others.keys).filter { own[$0] != others[$0] }.map { Int($0) })
        }

        /// By cell: what it places.
        func amounts(of grid: PlanningGrid) -> [Int] {
            var amounts = [Int](repeating: 0, count: grid.cells.count)
            for entry in entries { amounts[Int(entry.cell)] += entry.volume }
            return amounts
        }

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
        /// As another plan does on the day, and where that has nothing a little as its backlog lies.
        case like(Schedule)
    }

    /// Plans the market.
    ///
    /// - Parameter withPrice: whether the other objective is planned too, so that the price of fairness can be told;
    ///   without it, the certificate gives this objective's figure for both, and for `fair` no bound.
    public func plan(_ objective: PlanObjective, withPrice: Bool = true) -> PlanningResult {
        let placement = placement()
        // What is left over may lie elsewhere where that lets the days be shared freely.
        let free = objective == .fair || withPrice ? sharedFreely(placement) ?? placement : placement
        // Without the other objective nothing is said about bounds.
        guard withPrice || objective == .earliest else {
            let fair = self.fair(free.goal, free)
            return PlanningResult(
                market: market, order: order, grid: grid, shape: shape, objective: objective, goal: free.goal,
                leastWeightedDays: 0, fair: fair, earliest: fair, placement: placement)
        }
        let fair = withPrice ? self.fair(free.goal, free) : Outcome(schedule: placement.schedule)
        var early = placement
        var least = self.least(early.goal)
        var earliest = self.earliest(early.goal, early, least, also: fair)
        if free.isElsewhere {
            let freeLeast = self.least(free.goal)
            if earliest.schedule.weightedDays > fair.schedule.weightedDays {
                early = free
                earliest = self.earliest(early.goal, early, freeLeast, also: fair)
            }
            if objective == .fair || early.isElsewhere { least = freeLeast }
        }
        return PlanningResult(
            market: market, order: order, grid: grid, shape: shape, objective: objective,
            goal: objective == .fair ? free.goal : early.goal, leastWeightedDays: least.weightedDays,
            fair: withPrice ? fair : earliest, earliest: earliest, placement: placement)
    }

    /// What is proved about the earliest plan of a market in which everything is placed.
    struct Least {
        let weightedDays: Int
        let exact: ExactProgramme.Earliest?
    }

    private func least(_ goal: PlanningGrid) -> Least {
        // What neighbouring days ask of each other is in neither programme: a plan under it is one of theirs.
        let climbing = goal.climbing()
        let exact = ExactProgramme(climbing, shape: shape)?.earliest()
        let bound = CompletionBound(climbing, shape: shape).weightedDays
        return Least(weightedDays: max(bound, exact?.leastWeightedDays ?? 0), exact: exact)
    }

    /// What can be placed, and one plan that places it.
    struct Placement: Sendable {
        /// The market with the amounts that find a place.
        var goal: PlanningGrid
        var schedule: Schedule
        /// Whether nothing more can be placed is proved, and not only not found.
        var isProved: Bool
        /// Whether the schedule is a market's first pass, whose days are all shared freely.
        var isShared = false
        /// Whether the amounts are others than those that were found first.
        var isElsewhere = false

        init(goal: PlanningGrid, schedule: Schedule, isProved: Bool) {
            self.goal = goal
            self.schedule = schedule
            self.isProved = isProved
        }

        /// What a schedule places of a market is the goal.
        init(of grid: PlanningGrid, _ schedule: Schedule, isProved: Bool) {
            goal = grid.placing(grid.cells.indices.map { grid.cells[$0].mpans - schedule.left[$0] })
            self.schedule = schedule
            self.schedule.left = [Int](repeating: 0, count: grid.cells.count)
            self.isProved = isProved
        }
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
        var best = pass(grid)
        let mpans = best.placed + best.left.reduce(0, +)
        guard !best.isComplete else {
            var placement = Placement(goal: grid, schedule: best, isProved: true)
            placement.isShared = true
            return placement
        }
        let climbing = grid.climbing()
        let bound = CompletionBound(climbing, shape: shape)
        let most = bound.mostByDay.last ?? 0
        if most == mpans {
            for lean in [Lean.tight, .even] where !best.isComplete {
                var repair = PlanRepair(
                    grid, shape: shape, schedule: pass(grid, lean: lean), budget: Self.repairBudget)
                repair.placeAndPull()
                if repair.schedule.isBetter(than: best) { best = repair.schedule }
            }
            guard !best.isComplete else {
                return Placement(goal: grid, schedule: best, isProved: true)
            }
        }
        var known: Placement?
        if let exact = ExactProgramme(climbing, shape: shape),
            let found = exactPlacement(exact, atMost: most, atLeast: best.placed)
        {
            // Step limits are not in the programme: what its corners lose to them, days in their order may not.
            if found.isProved || !grid.hasSteps { return found }
            known = found
        }
        // Not everything fits: the placed shares first, by max-min over the whole horizon, then what the days allow.
        let shares = shares(bound)
        let goal = grid.placing(shares)
        var repair = PlanRepair(grid, shape: shape, schedule: pass(goal), budget: Self.repairBudget)
        repair.place()
        repair.ask(grid.cells.indices.map { grid.cells[$0].mpans - shares[$0] })
        repair.place()
        if repair.placed < most { repair.placeAndPull() }
        repair.renewBudget(Self.repairBudget / 2)
        repair.even()
        let schedule = repair.schedule
        let found = Placement(
            of: grid, schedule, isProved: schedule.placed == most || !grid.isCrossed && repair.budget > 0)
        guard grid.hasSteps else { return found }
        // Chains are weak where neighbouring days ask something of each other: what days in their order place counts too.
        var shared = PlanRepair(grid, shape: shape, schedule: best, budget: Self.repairBudget)
        shared.place()
        shared.even()
        let others = [known, Placement(of: grid, shared.schedule, isProved: shared.placed == most)]
        return others.compactMap { $0 }.reduce(found) { $1.schedule.placed > $0.schedule.placed ? $1 : $0 }
    }

    /// By cell: what could be placed if only the sums of the limits over all days counted, shared by max-min of the
    /// suppliers' placed shares.
    func shares(_ bound: CompletionBound) -> [Int] {
        var sharing = DaySharing(shape)
        var portfolios = [Double](repeating: 0, count: shape.supplierCount)
        for cell in grid.cells { portfolios[cell.supplier] += Double(cell.mpans) }
        sharing.share(
            DaySharing.Terms(
                most: bound.byCell, least: nil, capacity: bound.byDistributor, agents: bound.byAgent,
                industry: bound.whole,
                weights: portfolios, caps: bound.bySupplier, lean: bound.byCell.map { Double($0) }))
        return sharing.network.flow
    }

    /// Shares every day by weighted max-min; where that would leave something without a place, what must be placed by
    /// then comes first.
    private func fair(_ goal: PlanningGrid, _ placement: Placement) -> Outcome {
        if placement.isShared { return Outcome(schedule: placement.schedule) }
        let shared = pass(goal)
        if shared.isComplete { return Outcome(schedule: shared) }
        if placement.isElsewhere {
            let like = pass(goal, lean: .like(placement.schedule))
            if like.isComplete { return Outcome(schedule: like) }
        }
        // Chains move a few volumes between days; the days that they change are no longer shared alone. So the days are
        // shared again, leaning as the chained plan does, which leaves less to chains.
        var chained = completed(shared, goal)
        for _ in 0..<Self.retries where chained.schedule.isComplete {
            let again = pass(goal, lean: .like(chained.schedule))
            if again.isComplete { return Outcome(schedule: again) }
            let next = completed(again, goal)
            guard next.schedule.isComplete, next.forcedDays.count < chained.forcedDays.count else {
                break
            }
            chained = next
        }
        let known = [placement.schedule, chained.schedule].first { $0.isComplete }
        if let known, let outcome = lookingAhead(goal, known: known) { return outcome }
        if chained.schedule.isComplete { return chained }
        // Else under the latest plan that places everything: whoever keeps up with it keeps everything placeable.
        var outcomes = [chained, kept(latest(goal).entries, goal)]
        if outcomes[1].schedule.isComplete { return outcomes[1] }
        outcomes.append(completed(outcomes[1].schedule, goal, forced: outcomes[1].forcedDays))
        if placement.schedule.isComplete { outcomes.append(kept(placement.schedule.entries, goal)) }
        if goal.hasSteps, placement.schedule.isComplete {
            // Step limits may keep a shared day from what must be placed later; then the plan is the one that is known.
            let forced = shared.days(otherThan: placement.schedule).sorted()
            outcomes.append(Outcome(schedule: placement.schedule, forcedDays: forced))
        }
        return outcomes.reduce(outcomes[0]) { $1.schedule.placed > $0.schedule.placed ? $1 : $0 }
    }

    /// A shared plan that keeps up with another.
    private func kept(_ entries: [Schedule.Entry], _ goal: PlanningGrid) -> Outcome {
        var forced: [Int] = []
        let schedule = pass(goal, atLeast: entries) { forced.append($0) }
        return Outcome(schedule: schedule, forcedDays: forced)
    }

    /// A plan made complete along chains, as far as they go.
    private func completed(_ schedule: Schedule, _ goal: PlanningGrid, forced: [Int] = []) -> Outcome {
        var repair = PlanRepair(goal, shape: shape, schedule: schedule, budget: Self.repairBudget)
        repair.place()
        let changed = schedule.days(otherThan: repair.schedule).union(forced)
        return Outcome(schedule: repair.schedule, forcedDays: changed.sorted())
    }

    /// The least mean completion day, under the pool of small portfolios where they have one.
    private func earliest(_ goal: PlanningGrid, _ placement: Placement, _ bound: Least, also fair: Outcome) -> Outcome {
        keepingPool(earliestFreely(goal, placement, bound, also: fair.schedule), goal, also: fair)
    }

    private func earliestFreely(
        _ goal: PlanningGrid, _ placement: Placement, _ bound: Least, also fair: Schedule
    ) -> Outcome {
        let least = bound.weightedDays
        // A plan of other amounts is none of these.
        var best = fair.amounts(of: goal) == goal.cells.map(\.mpans) ? fair : placement.schedule
        if placement.schedule.isBetter(than: best) { best = placement.schedule }
        for start in starts(best, goal, bound.exact) {
            if start.isBetter(than: best) { best = start }
            if best.isComplete, Double(best.weightedDays - least) <= Self.smallGap * Double(least) {
                break
            }
            var repair = PlanRepair(goal, shape: shape, schedule: start, budget: Self.repairBudget)
            repair.placeAndPull()
            let schedule = repair.schedule
            if schedule.isBetter(than: best) { best = schedule }
            // Without ramps a plan in which no chain is found is the best there is.
            if repair.budget > 0, !goal.isCrossed, schedule.isComplete {
                return Outcome(schedule: best, isProved: true)
            }
        }
        return Outcome(schedule: best, isProved: best.weightedDays == least)
    }

    /// The plans from which an earliest one is looked for.
    private func starts(_ best: Schedule, _ goal: PlanningGrid, _ exact: ExactProgramme.Earliest?) -> [Schedule] {
        guard let exact else { return [best, pass(goal, lean: .even)] }
        return [rounded(exact, goal), best, pass(goal, lean: .even)]
    }
}

extension Planner.Schedule {
    /// - Parameters:
    ///   - volume: day × cells + cell, MPANs.
    ///   - left: by cell, what found no place.
    init(volume: [Int], cells: Int, left: [Int]) {
        self.left = left
        for (place, part) in volume.enumerated() where part > 0 {
            let (day, cell) = place.quotientAndRemainder(dividingBy: cells)
            entries.append(Entry(day: Int32(day), cell: Int32(cell), volume: part))
            weightedDays += part * day
            placed += part
        }
    }
}
