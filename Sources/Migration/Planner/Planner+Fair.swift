extension Planner {
    /// Cells times days of a market in which every day is tried before it is shared under a floor.
    private static let smallMarket = 20_000

    /// Shares day after day, looking ahead: a day is shared freely where the rest can still be placed after it, and
    /// above what a plan of the rest needs of it where not. Those days are told as forced. Nil in a market that is too
    /// large for it.
    ///
    /// - Parameter known: a plan that places everything.
    func lookingAhead(_ goal: PlanningGrid, known: Schedule) -> Outcome? {
        guard known.isComplete, goal.cells.count * goal.days.count <= Self.smallMarket else { return nil }
        var pass = DayPass(goal, shape: shape, lean: .tight)
        var known = known
        var forced: [Int] = []
        for day in goal.days.indices {
            var trial = pass
            trial.share(day)
            let rest = goal.opened(from: day + 1, after: trial.volumes(on: day)).placing(trial.schedule.left)
            let alone = self.pass(rest)
            if alone.isComplete {
                // The rest needs no floor at all: it is shared as it stands.
                pass = trial
                for later in goal.days.indices where later > day { pass.share(later) }
                if pass.schedule.isComplete { break }
                return nil
            }
            if let found = completed(alone, rest) ?? completed(latest(rest), rest) {
                pass = trial
                known = found
                continue
            }
            forced.append(day)
            let now = goal.opened(from: day, after: pass.volumes(on: day - 1)).placing(pass.schedule.left)
            if let late = completed(latest(now), now) { known = late }
            var needed = [Int](repeating: 0, count: goal.cells.count)
            for entry in known.entries where Int(entry.day) == day { needed[Int(entry.cell)] = entry.volume }
            pass.share(day, least: needed)
            known = known.after(day, left: pass.schedule.left)
        }
        // What is taken off the last days of a known plan can leave a day that later ones may not rise from.
        guard pass.schedule.isComplete || !goal.hasSteps else { return nil }
        return Outcome(schedule: pass.schedule, forcedDays: forced)
    }

    /// The same amounts of each supplier where not everything can be placed, at whatever distributors the days of a
    /// shared plan take them: the suppliers' shares are what fairness is about, not where they lie. Nil where everything
    /// is placed, or where that does not place as much.
    func sharedFreely(_ placement: Placement) -> Placement? {
        let placed = placement.schedule.placed
        guard placed < grid.cells.reduce(0, { $0 + $1.mpans }) else { return nil }
        var totals = [Int](repeating: 0, count: shape.supplierCount)
        for cell in placement.goal.cells { totals[cell.supplier] += cell.mpans }
        var best: Schedule?
        for lean in [Lean.tight, .even, .like(placement.schedule)] where (best?.placed ?? 0) < placed {
            var pass = DayPass(grid, shape: shape, lean: lean, totals: totals)
            for day in grid.days.indices { pass.share(day) }
            if pass.schedule.placed > best?.placed ?? -1 { best = pass.schedule }
        }
        guard var best else { return nil }
        let isShared = best.placed == placed
        if !isShared {
            var repair = PlanRepair(grid, shape: shape, schedule: best, budget: Self.repairBudget / 4)
            repair.place()
            guard repair.placed == placed else { return nil }
            repair.renewBudget(Self.repairBudget / 4)
            repair.even()
            best = repair.schedule
        }
        var found = Placement(of: grid, best, isProved: placement.isProved)
        found.isShared = isShared
        found.isElsewhere = true
        return found
    }

    /// A plan made complete along chains; nil where they do not get there.
    private func completed(_ schedule: Schedule, _ grid: PlanningGrid) -> Schedule? {
        if schedule.isComplete { return schedule }
        var repair = PlanRepair(grid, shape: shape, schedule: schedule, budget: Self.repairBudget / 64)
        repair.place()
        let found = repair.schedule
        return found.isComplete ? found : nil
    }

    /// The latest plan, as far as days shared backwards find it.
    func latest(_ goal: PlanningGrid) -> Schedule {
        let mirror = goal.reversed
        var late = PlanRepair(mirror, shape: shape, schedule: pass(mirror, lean: .even), budget: Self.repairBudget)
        late.place()
        let last = Int32(goal.days.count - 1)
        var schedule = late.schedule
        schedule.entries = schedule.entries.map { .init(day: last - $0.day, cell: $0.cell, volume: $0.volume) }
            .sorted { ($0.day, $0.cell) < ($1.day, $1.cell) }
        schedule.placed = schedule.entries.reduce(0) { $0 + $1.volume }
        schedule.weightedDays = schedule.entries.reduce(0) { $0 + $1.volume * Int($1.day) }
        return schedule.withinSteps(of: goal)
    }
}

extension Planner.Schedule {
    /// What remains of a plan after a day on which at least its own volumes were placed: what was done ahead comes off
    /// the last days.
    fileprivate func after(_ day: Int, left: [Int]) -> Planner.Schedule {
        var rest = Planner.Schedule()
        rest.left = [Int](repeating: 0, count: left.count)
        var room = left
        for entry in entries where Int(entry.day) > day {
            let part = min(entry.volume, room[Int(entry.cell)])
            room[Int(entry.cell)] -= part
            if part > 0 { rest.entries.append(.init(day: entry.day, cell: entry.cell, volume: part)) }
            rest.placed += part
            rest.weightedDays += part * Int(entry.day)
        }
        return rest
    }
}

extension PlanningGrid {
    /// The same market with the days before one closed.
    ///
    /// - Parameter before: by supplier what it has on the day before.
    func opened(from day: Int, after before: [Int]) -> PlanningGrid {
        let count = days.count
        var carried = self.carried
        if hasSteps, day > 0, day <= count {
            carried = [Int](repeating: 0, count: supplier.count)
            for (place, volume) in before.enumerated() { carried[place * count + day - 1] = volume }
        }
        return PlanningGrid(
            of: self, firstDay: firstDay.map { max($0, min(day, count)) },
            industry: industry.indices.map { $0 < day ? 0 : industry[$0] },
            distributor: distributor.indices.map { $0 % count < day ? 0 : distributor[$0] },
            supplier: supplier.indices.map { $0 % count < day ? 0 : supplier[$0] },
            agent: agent.indices.map { $0 % count < day ? 0 : agent[$0] }, carried: carried, cells: cells)
    }
}
