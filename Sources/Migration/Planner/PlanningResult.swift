/// A finished plan with everything that is said about it.
public struct PlanningResult: Sendable {
    let market: MigrationMarket
    let order: CanonicalOrder
    let grid: PlanningGrid
    let shape: DayNetwork.Shape
    public let objective: PlanObjective
    /// The market with the amounts that find a place.
    let goal: PlanningGrid
    /// The proved least sum of volume × day of these amounts.
    let leastWeightedDays: Int
    let fair: Planner.Outcome
    let earliest: Planner.Outcome
    let placement: Planner.Placement

    var outcome: Planner.Outcome { objective == .fair ? fair : earliest }
    var schedule: Planner.Schedule { outcome.schedule }
}
