extension RuleTable {
    /// Rules of unmetered supplies.
    static let unmeteredRules: [RuleFact] = [
        RuleFact(
            .ums01, .warning, owner: "S/U", items: [.mc],
            population: "live MPANs of REG of class B",
            condition: "class B is still there after the day of the setting unmeteredClassEnds",
            resolution: "change the class to D",
            basis: "P434", confidence: "H",
            needs: [.registration]),
        RuleFact(
            .ums02, .warning, owner: "S/U", items: [.eac],
            population: "live MPANs that the aggregator and the unmetered supplies operator hold",
            condition: "the annual consumptions differ by more than the setting unmeteredTolerance",
            resolution: "bring both into line",
            basis: "unmetered supplies monitoring", confidence: "H",
            needs: [.registration, .unmetered]),
        RuleFact(
            .ums03, .warning, owner: "S/U", items: [.eac],
            population: "live MPANs that one of the two holds",
            condition: "only one side holds the MPAN, with more than the setting unmeteredTolerance a year",
            resolution: "bring both into line",
            basis: "unmetered supplies monitoring", confidence: "H",
            needs: [.registration, .unmetered]),
        RuleFact(
            .ums04, .warning, owner: "S", items: [.demand],
            population: "live MPANs of REG of class B",
            condition: "the calculated maximum demand is above 100 kW",
            resolution: "migrate to half-hourly",
            basis: "100 kW demand notice", confidence: "H",
            needs: [.registration, .unmetered]),
        RuleFact(
            .ums05, .information, owner: "U", items: [.energisation],
            population: "live MPANs that the unmetered supplies operator holds",
            condition: "its file does not say whether the supply is energised; it is assumed to be",
            resolution: "supply the status",
            basis: "unmetered supplies monitoring", confidence: "H",
            needs: [.registration, .unmetered]),
    ]
}
