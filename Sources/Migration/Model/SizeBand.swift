/// How large a supplier is among all, by its share of the metering points.
public enum SizeBand: String, Sendable, CaseIterable {
    case large, medium, small

    /// - Parameter mpans: the supplier's; `all` is the market's.
    public init(_ mpans: Int, of all: Int, settings: MigrationSettings) {
        // More than the share: a supplier that has exactly the share is in the band below.
        self =
            mpans > settings[WatchParameters.largeShare].floor(of: all)
            ? .large : mpans > settings[WatchParameters.mediumShare].floor(of: all) ? .medium : .small
    }
}

/// What the control room's pages judge by.
public enum WatchParameters {
    private static let published =
        "the bands of the published league of suppliers, which are of energy share; here of MPANs (migration.md 5.3)"
    private static let indicator = "own default (the indicators of migration.md 5.3)"

    public static let largeShare = MigrationParameter(
        "size_large_share", Share(millionths: 20_000), Share.none...Share.whole,
        meaning: "A supplier with more than this share of all MPANs is large.", basis: published)
    public static let mediumShare = MigrationParameter(
        "size_medium_share", Share(millionths: 5_000), Share.none...Share.whole,
        meaning: "A supplier with more than this share of all MPANs, and not large, is medium.", basis: published)
    public static let attainmentGood = MigrationParameter(
        "attainment_good_from", Share(millionths: 950_000), Share.none...Share(millionths: 2_000_000),
        meaning: "Actual volume to date as a share of plan from which a party is on plan.", basis: indicator)
    public static let attainmentFair = MigrationParameter(
        "attainment_fair_from", Share(millionths: 850_000), Share.none...Share(millionths: 2_000_000),
        meaning: "Actual volume to date as a share of plan from which a party is a little behind, and not far.",
        basis: indicator)
    public static let useFair = MigrationParameter(
        "limit_use_fair_from", Share(millionths: 900_000), Share.none...Share.whole,
        meaning: "Use of a limit from which a day is nearly full.", basis: indicator)

    static let shares = [largeShare, mediumShare, attainmentGood, attainmentFair, useFair]
}
