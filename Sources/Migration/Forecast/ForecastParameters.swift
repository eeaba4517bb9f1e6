/// What the forecast assumes where the actual progress does not speak yet. None of it is published: all are defaults of
/// our own, which the actual progress outweighs as it comes in.
public enum ForecastParameters {
    private static let basis = "not established; a default of our own, outweighed by actual progress"

    public static let runs = MigrationParameter(
        "forecast_runs", 500, 20...5_000, meaning: "Simulated futures of a forecast.", basis: "speed against smoothness"
    )
    public static let horizonDays = MigrationParameter(
        "forecast_horizon_days", 730, 0...1_500,
        meaning: "Calendar days that a forecast looks beyond the plan's last day.",
        basis: "two years: nineteen months of plan at half the pace end within them")
    public static let provenDays = MigrationParameter(
        "forecast_proven_days", 20, 1...260,
        meaning: "Migration days whose mean net rate is called proven.", basis: "four weeks of five days")
    public static let attainment = MigrationParameter(
        "forecast_attainment", Share(millionths: 940_000), Share.none...Share(millionths: 2_000_000),
        meaning: "Expected actual volume as a share of plan before there is any.", basis: basis)
    public static let attainmentSpread = MigrationParameter(
        "forecast_attainment_spread", Share(millionths: 200_000), Share.none...Share.whole,
        meaning: "Standard deviation of that share between programmes.", basis: basis)
    public static let lateShare = MigrationParameter(
        "forecast_late_share", Share(millionths: 150_000), Share.none...Share.whole,
        meaning: "Share of suppliers that start a week or more after their plan.", basis: basis)
    public static let lateDays = MigrationParameter(
        "forecast_late_days", 28, 1...400, meaning: "Mean delay of a late start, calendar days.", basis: basis)
    public static let outageShare = MigrationParameter(
        "forecast_outage_share", Share(millionths: 10_000), Share.none...Share(millionths: 500_000),
        meaning: "Share of weeks in which a hold of the whole industry begins: most of its volume is lost.",
        basis: basis)
    public static let stallShare = MigrationParameter(
        "forecast_stall_share", Share(millionths: 3_000), Share.none...Share(millionths: 500_000),
        meaning: "Share of a working supplier's weeks after which it stops.", basis: basis)
    public static let resumeShare = MigrationParameter(
        "forecast_resume_share", Share(millionths: 250_000), Share(millionths: 1_000)...Share.whole,
        meaning: "Share of a stopped supplier's weeks after which it resumes.", basis: basis)
    public static let catchUpShare = MigrationParameter(
        "forecast_catch_up_share", Share(millionths: 100_000), Share.none...Share.whole,
        meaning: "Share of futures in which suppliers that lag begin to catch up.", basis: basis)

    public static let backlogShare = MigrationParameter(
        "forecast_backlog_share", Share(millionths: 850_000), Share.none...Share(millionths: 2_000_000),
        meaning: "Least rate at which a backlog is worked off at the plan's end, as a share of the plan's mean day.",
        basis: basis)

    public static let paceShare = MigrationParameter(
        "forecast_pace_share", Share(millionths: 200_000), Share.none...Share.whole,
        meaning: "Probability, before there is progress, that suppliers keep their pace whatever the plan says.",
        basis: basis)
    public static let returnShare = MigrationParameter(
        "forecast_return_share", Share(millionths: 250_000), Share.none...Share.whole,
        meaning: "Probability, before there is progress, that attainment goes back to what is expected in some months.",
        basis: basis)
    public static let trendShare = MigrationParameter(
        "forecast_trend_share", Share(millionths: 200_000), Share.none...Share.whole,
        meaning: "Probability, before there is progress, that attainment goes on rising or falling as it does.",
        basis: basis)
    public static let tailShare = MigrationParameter(
        "forecast_tail_share", Share(millionths: 200_000), Share.none...Share.whole,
        meaning: "Share of futures in which suppliers' last MPANs, 1 to 8 %, go ever slower.",
        basis: "enrolments of meters ended years after their plan, for the last of them")

    static let wholes = [runs, horizonDays, provenDays, lateDays]
    static let shares = [
        attainment, attainmentSpread, lateShare, outageShare, stallShare, resumeShare, catchUpShare, backlogShare,
        paceShare, returnShare, trendShare, tailShare,
    ]
}
