/// The tracker's parameters: clocks in working days, and how often a failure is tried again.
public enum TrackParameters {
    private static let design = "own default; the Programme's time limits are not published (migration.md 5.2)"

    public static let attempts = MigrationParameter<Int>(
        "attempts", 5, 1...100, meaning: "failed attempts after which an MPAN is stuck",
        basis: "own default; DCC's exclusion class for SMETS1 began at five (migration.md 5.3, 10.1)")
    public static let registrationAnswerDays = MigrationParameter<Int>(
        "registrationAnswerDays", 0, 0...60,
        meaning: "working days within which registration answers a request (IF-032)",
        basis: "the same day: own default (migration.md 5.3 F2)")
    public static let providerAnswerDays = MigrationParameter<Int>(
        "providerAnswerDays", 1, 0...60, meaning: "working days within which a provider answers registration (IF-034)",
        basis: "own default (migration.md 5.3 F4)")
    public static let registrationStatusDays = MigrationParameter<Int>(
        "registrationStatusDays", 1, 0...60,
        meaning: "working days within which registration tells the outcome (IF-035), and that a service is active "
            + "(IF-036) after its date", basis: design)
    public static let dataRequestDays = MigrationParameter<Int>(
        "dataRequestDays", 2, 0...60,
        meaning: "working days within which the supplier requests the data service after the metering service stands",
        basis: design)
    public static let firstConsumptionDays = MigrationParameter<Int>(
        "firstConsumptionDays", 5, 0...60,
        meaning: "working days within which the data service sends the first consumption", basis: design)
    public static let supplierRetryDays = MigrationParameter<Int>(
        "supplierRetryDays", 2, 0...60, meaning: "working days within which the supplier mends a failure", basis: design
    )
    public static let reverseDays = MigrationParameter<Int>(
        "reverseDays", 5, 0...60, meaning: "working days within which a reverse migration ends after its date",
        basis: design)
    public static let inFlightDays = MigrationParameter<Int>(
        "inFlightDays", 5, 1...250, meaning: "working days after which any migration under way is listed as stuck",
        basis: "own default: the indicator of migration.md 5.3 counts what is older than five")

    public static let settleDays = MigrationParameter<Int>(
        "settleDays", 30, 1...10_000,
        meaning: "days after an MPAN's last message from which, if it has migrated without trouble, only the days and "
            + "the order of its messages are kept",
        basis: "own design: 34 million histories in a file of moderate size")

    public static let wholes: [MigrationParameter<Int>] = [
        attempts, registrationAnswerDays, providerAnswerDays, registrationStatusDays, dataRequestDays,
        firstConsumptionDays, supplierRetryDays, reverseDays, inFlightDays,
        settleDays,
    ]
}
