extension Planner {
    /// How many corners of the programme are rounded where the first does not place what the bound allows.
    private static let corners: UInt64 = 4

    /// What can be placed in a market small enough for the linear programme; nil where that has no answer, or its
    /// roundings place less than is placed already.
    ///
    /// - Parameters:
    ///   - most: proved elsewhere.
    ///   - placed: what a plan places.
    func exactPlacement(_ exact: ExactProgramme, atMost most: Int, atLeast placed: Int) -> Placement? {
        guard let least = exact.leastUnplaced() else { return nil }
        let most = min(most, least.mostPlaced)
        let mpans = grid.cells.reduce(0) { $0 + $1.mpans }
        var leaving: (ExactProgramme.Least, [Double])?
        if most < mpans {
            guard let unplaced = exact.fairlyUnplaced(least) else { return nil }
            leaving = (least, unplaced)
        }
        var best: Schedule?
        for seed in 0..<Self.corners where (best?.placed ?? 0) < most {
            guard let earliest = exact.earliest(leaving: leaving, seed: seed) else { break }
            var repair = PlanRepair(
                grid, shape: shape, schedule: rounded(earliest, grid), budget: Self.repairBudget)
            repair.place()
            if most < mpans { repair.even() }
            let schedule = repair.schedule
            if best.map({ schedule.isBetter(than: $0) }) ?? true { best = schedule }
        }
        guard let best, best.placed >= placed else { return nil }
        return Placement(of: grid, best, isProved: best.placed == most)
    }

    /// A plan of the goal's amounts from the programme's optimum.
    func rounded(_ earliest: ExactProgramme.Earliest, _ goal: PlanningGrid) -> Schedule {
        ExactProgramme.rounded(earliest, goal, shape).withinSteps(of: goal)
    }
}
