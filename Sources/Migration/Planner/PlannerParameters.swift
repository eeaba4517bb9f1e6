/// What the planner works with besides the limits of the market's files.
public enum PlannerParameters {
    /// The step constraint of the formulation (`|Σ x[s,l,d] − Σ x[s,l,d−1]| ≤ G[s]`), its rise alone: see decision 0008.
    public static let stepLimit = MigrationParameter(
        "step_limit", 0, 0...MigrationMarket.largestVolume,
        meaning:
            "by how much a supplier's day may be planned above its migration day before, for those that steps.csv does not name; MPANs, 0 is no limit",
        basis: "no step limit is published, so 0")

    /// The pool of the envelope method (step 5 of it), for plans.
    public static let smallPool = MigrationParameter(
        "small_pool", Share.none, Share.none...Share.whole,
        meaning:
            "the share of each distributor's usable limit of a day that is shared first among the suppliers that suppliers.csv calls small; what they do not use goes back the same day; 0 is no pool",
        basis: "our default; the Programme's rule for small portfolios is not established")

    public static let wholes = [stepLimit]
    public static let shares = [smallPool]
}
