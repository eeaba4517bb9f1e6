extension TrackRule {
    private static let design = "own design on migration.md 5.3 (the Programme's step rules are not published)"

    /// Every rule that the tables name, by id.
    public static let all: [TrackRule] = [
        lawful("C1", "a supplier chooses the MPAN for a day's volume; chosen twice is chosen", "migration.md 5.3 F0"),
        lawful("C2", "the first appointment request begins the migration: its day counts", "migration.md 5.3 F1"),
        lawful("C3", "while it migrates, its two appointments say how far it is", "migration.md 5.3"),
        lawful(
            "C4", "a migrated MPAN may change its services: that is no migration", "dip.md 3.7, scenarios CSP and COS"),
        lawful("C5", "an answer to what was called off changes nothing", design),
        lawful("C6", "meter details and departures of former services are noted", "migration.md 5.3 F7, F8"),
        lawful("C7", "the first consumption with both services appointed completes it", "migration.md 5.3 F11"),
        lawful("C8", "consumption of a migrated MPAN is the ordinary case", design),
        lawful("C9", "the supplier calls the migration off; the MPAN returns to the backlog", "migration.md 5.3"),
        lawful(
            "C10", "IF-003 takes the MPAN back to the old arrangements from its date", "migration.md 5.3; dip.md 3.7"),
        lawful("C11", "a reverse migration that is called off leaves the MPAN migrated", design),
        lawful("C12", "an MPAN is excluded for a reason, and may be included again", "migration.md 5.3"),
        lawful(
            "C13", "the incoming supplier migrates the MPAN with the change of supplier itself",
            "migration.md 5.3, change of supply forward migration"),
        lawful("C14", "a change of supplier under way: cancel and plan again", "migration.md 5.3"),
        lawful(
            "C15", "a migrated MPAN gained by a supplier that is not qualified goes back", "migration.md 1.1 and 5.3"),
        lawful("C16", "the MPAN goes to the gaining supplier and keeps its state", "migration.md 5.3"),

        lawful("L1", "an appointment is requested, or requested again after a failure", "migration.md 5.3 F1"),
        lawful("L2", "registration has the request; the provider is asked next", "migration.md 5.3 F2"),
        lawful("L3", "registration rejects the request", "migration.md 5.3 F2"),
        lawful("L4", "the same refusal told again changes nothing", design),
        lawful("L5", "registration asks the provider", "migration.md 5.3 F3"),
        lawful("L6", "the provider has answered", "migration.md 5.3 F4"),
        lawful("L7", "the provider declines, or registration rejects on its answer", "migration.md 5.3 F4, F5"),
        lawful("L8", "the appointment stands and takes effect on its date", "migration.md 5.3 F5"),
        lawful("L9", "nobody answered in time; an answer after that is too late", "migration.md 5.3 F5"),
        lawful("L10", "the service is appointed from now on, also where IF-035 was not seen", "migration.md 5.3 F6"),
        lawful("L11", "a former service leaves", "migration.md 5.3 F7"),

        refusing("Q1", "planned although migrated or going back", .supplier, "take the MPAN out of the plan"),
        refusing("Q2", "planned or begun although excluded", .supplier, "end the exclusion first, or stop the request"),
        refusing("Q3", "begun while its reverse migration runs", .supplier, "wait for the reverse migration's end"),
        refusing(
            "Q4", "requested by a supplier that neither holds the MPAN nor is gaining it", .supplier,
            "check whose MPAN it is; a change of supplier may be missing from the events"),
        refusing(
            "Q5", "scenario COS accepted after the supply start date", .registrationService,
            "registration rejects such a request; the supplier sends it again as CSP",
            basis: "migration.md 5.1, appointment scenario rule"),
        refusing(
            "Q6", "a service is appointed although the migration was called off", .registrationService,
            "withdraw the appointment, or begin the migration anew"),
        refusing(
            "Q7", "an answer without a request", .registrationService,
            "find the request (IF-031): it may be missing from the events, or late"),
        refusing(
            "Q8", "consumption under the new arrangements before both services are appointed", .dataService,
            "find the appointments, or stop the consumption"),
        refusing("Q9", "no rule allows it here", .controlCentre, "look at the MPAN's history"),
        refusing("Q10", "there is nothing to call off", .supplier, "check the MPAN and the date"),
        refusing(
            "Q11", "excluded while it migrates or after", .controlCentre,
            "cancel or reverse the migration before the exclusion"),
        refusing("Q12", "included although not excluded", .controlCentre, "check the MPAN and the date"),
        refusing(
            "Q13", "reverse migration of an MPAN that is not migrated", .registrationService,
            "check the MPAN; its forward migration may be missing from the events"),
        refusing(
            "Q14", "requested again while the first request is open", .supplier,
            "wait for its answer, or cancel it first"),
        refusing("Q15", "requested although the service is appointed", .supplier, "send nothing; it is done"),
        refusing(
            "Q16", "goes on although it was rejected or has lapsed", .registrationService,
            "find the new request: it may be missing from the events"),
        refusing(
            "Q18", "refused after the step that it would refuse", .registrationService,
            "find out which of the two decisions holds; one may have the wrong time"),
        refusing(
            "Q17", "a change of supplier that names no gaining supplier", .registrationService,
            "give the change as a row of an events file, with the gaining supplier"),
    ]

    private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })

    public static func named(_ id: String) -> TrackRule { byID[id] ?? lawful(id, "", "") }

    private static func lawful(_ id: String, _ words: String, _ basis: String) -> TrackRule {
        TrackRule(id: id, words: words, basis: basis, owner: .nobody, advice: "")
    }

    private static func refusing(
        _ id: String, _ words: String, _ owner: TrackOwner, _ advice: String, basis: String = design
    ) -> TrackRule {
        TrackRule(id: id, words: words, basis: basis, owner: owner, advice: advice)
    }
}
