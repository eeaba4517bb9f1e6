/// The rates of the twin. The Programme has published none of them: each is a default of our own, to be set in
/// `settings.json` when it is known.
public enum TwinParameters {
    private static let basis = "not established; a default of our own"

    public static let rejection = MigrationParameter(
        "twin_rejection", Share(millionths: 20_000), Share.none...Share(millionths: 900_000),
        meaning: "Share of initiations that are rejected, retries included.",
        basis: "not established; the edge of a first-time success of 98 %")
    public static let dataFaults = MigrationParameter(
        "twin_data_faults", Share(millionths: 300_000), Share.none...Share.whole,
        meaning: "Share of rejections that need data put right first.", basis: basis)
    public static let retryDays = MigrationParameter(
        "twin_retry_days", 2, 1...30, meaning: "Migration days until a rejection is tried again.", basis: basis)
    public static let fixDays = MigrationParameter(
        "twin_fix_days", 15, 1...60, meaning: "Migration days until data is put right.", basis: basis)
    public static let providerDays = MigrationParameter(
        "twin_provider_days", 2, 1...20, meaning: "Migration days from initiation to completion.", basis: basis)
    public static let slowShare = MigrationParameter(
        "twin_slow_share", Share(millionths: 80_000), Share.none...Share.whole,
        meaning: "Share of migrations that take longer.", basis: basis)
    public static let slowDays = MigrationParameter(
        "twin_slow_days", 6, 0...30, meaning: "Migration days that those take more.", basis: basis)
    public static let attainment = MigrationParameter(
        "twin_attainment", Share(millionths: 960_000), Share(millionths: 10_000)...Share.whole,
        meaning: "Mean share of its wish that a supplier initiates in a week.", basis: basis)
    public static let attainmentSpread = MigrationParameter(
        "twin_attainment_spread", Share(millionths: 80_000), Share.none...Share.whole,
        meaning: "Standard deviation of that share, half between suppliers, half between weeks.", basis: basis)
    public static let switching = MigrationParameter(
        "twin_switching", Share(millionths: 160_000), Share.none...Share(millionths: 5_000_000),
        meaning: "Share of metering points that change supplier in a year.", basis: basis)
    public static let outage = MigrationParameter(
        "twin_outage", Share(millionths: 4_000), Share.none...Share(millionths: 500_000),
        meaning: "Probability that an outage of central services begins on a migration day.", basis: basis)
    public static let outageDays = MigrationParameter(
        "twin_outage_days", 2, 1...30, meaning: "Mean length of an outage, migration days.", basis: basis)
    public static let lateShare = MigrationParameter(
        "twin_late_share", Share(millionths: 200_000), Share.none...Share.whole,
        meaning: "Share of suppliers that become active later than they say.", basis: basis)
    public static let lateDays = MigrationParameter(
        "twin_late_days", 20, 1...250, meaning: "Mean of that delay, migration days.", basis: basis)
    public static let lastResort = MigrationParameter(
        "twin_last_resort", Share(millionths: 500_000), Share.none...Share(millionths: 20_000_000),
        meaning: "Suppliers that fail in a year, whose customers another takes over at once.", basis: basis)
    public static let finishShare = MigrationParameter(
        "twin_finish_share", Share(millionths: 999_000), Share(millionths: 500_000)...Share.whole,
        meaning: "Share of a party's metering points with which it counts as finished.",
        basis: "not established; the rest is for the list of exclusions")
    public static let daysBeyond = MigrationParameter(
        "twin_days_beyond", 160, 0...1_000,
        meaning: "Migration days that a run goes on after the last day of the market.", basis: "eight months")

    static let wholes = [retryDays, fixDays, providerDays, slowDays, outageDays, lateDays, daysBeyond]
    static let shares = [
        rejection, dataFaults, slowShare, attainment, attainmentSpread, switching, outage, lateShare, lastResort,
        finishShare,
    ]
}

/// What can go wrong in the twin; each can be left out, with the luck of all others unchanged.
public enum TwinCause: String, Sendable, CaseIterable {
    case rejections
    /// Slow providers of metering and data services.
    case delay
    /// Suppliers that initiate less than they planned.
    case shortfall
    /// Changes of supplier, reverse migration among them.
    case switching
    case outages
    case lateActivation = "late_activation"
    case lastResort = "supplier_of_last_resort"
}
