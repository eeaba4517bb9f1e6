/// What the envelope method works with; none of it is published, so each is a default of our own that a market may set.
public enum EnvelopeParameters {
    public static let flexibility = MigrationParameter(
        "envelope_flexibility", Share(millionths: 1_250_000), Share.whole...Share(millionths: 10_000_000),
        meaning: "what a supplier's daily need is raised by, so that it can choose its days and catch up",
        basis: "our default (1.25 to 1.5 is sensible); the Programme's formula is not established")
    public static let minStep = MigrationParameter(
        "envelope_min_step", 25, 0...1_000_000,
        meaning: "the least a supplier may ask for at a distributor on a day, unless its portfolio is smaller; MPANs",
        basis: "our default; not established")
    public static let deMinimis = MigrationParameter(
        "envelope_de_minimis", 0, 0...MigrationMarket.largestVolume,
        meaning: "the portfolio up to which a supplier is small, besides those that suppliers.csv calls small; MPANs",
        basis: "a de minimis threshold exists; its value is not established, so 0: only those called small")

    public static let wholes = [minStep, deMinimis]
    public static let shares = [flexibility]
}
