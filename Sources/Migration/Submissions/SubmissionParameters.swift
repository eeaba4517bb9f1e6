/// What the rules of a submission are tuned by; none of it is published, so each is a default of our own.
public enum SubmissionParameters {
    private static let ours = "our default; not established"

    public static let rowLimit = MigrationParameter(
        "submission_rows", 100_000, 1...1_000_000, meaning: "the most rows of a submission", basis: ours)
    public static let growth = MigrationParameter(
        "submission_growth", Share.none, Share.none...Share.whole,
        meaning: "the share by which a plan may exceed the portfolio, for new connections", basis: ours)
    public static let targetDays = MigrationParameter(
        "submission_target_days", 28, 0...730,
        meaning: "calendar days before the end by which the finishing target is due", basis: ours)
    public static let target = MigrationParameter(
        "submission_target", Share(millionths: 950_000), Share.none...Share.whole,
        meaning: "the share of the portfolio that is migrated by then", basis: ours)
    public static let step = MigrationParameter(
        "submission_step", Share(millionths: 500_000), Share.none...Share.whole,
        meaning: "the share of the larger by which two migration days in a row may differ", basis: ours)
    public static let leastStep = MigrationParameter(
        "submission_least_step", 500, 0...MigrationMarket.largestVolume,
        meaning: "a difference between two days that is never too large; MPANs", basis: ours)
    public static let freezeDays = MigrationParameter(
        "submission_freeze_days", 5, 0...1_000,
        meaning: "migration days after the day of receipt whose committed volumes are frozen", basis: ours)
    public static let use = MigrationParameter(
        "submission_use", Share(millionths: 800_000), Share.none...Share.whole,
        meaning: "the least share of an envelope that is planned in a week in which a limit binds", basis: ours)
    public static let agentTolerance = MigrationParameter(
        "agent_tolerance", Share(millionths: 1_000), Share.none...Share.whole,
        meaning: "how far the shares of a role's agents may be from the whole", basis: "our default: 0.1 of 100 %")
    public static let amber = MigrationParameter(
        "limit_amber", Share(millionths: 900_000), Share.none...Share.whole,
        meaning: "the use of a limit from which it is amber", basis: ours)
    public static let forecast = MigrationParameter(
        "submission_forecast", Share(millionths: 200_000), Share.none...Share(millionths: 10_000_000),
        meaning: "the share by which a plan may differ from the forecast before", basis: ours)
    public static let leastForecast = MigrationParameter(
        "submission_least_forecast", 100, 0...MigrationMarket.largestVolume,
        meaning: "a difference from the forecast that is never too large; MPANs a week", basis: ours)

    public static let wholes =
        [rowLimit, targetDays, leastStep, freezeDays, leastForecast] + SubmissionRule.allCases.map(\.strength)
    public static let shares = [growth, target, step, use, agentTolerance, amber, forecast]
}
