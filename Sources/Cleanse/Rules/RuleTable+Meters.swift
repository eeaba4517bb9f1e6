extension RuleTable {
    /// Rules of meters, their place and their digits.
    static let metersRules: [RuleFact] = [
        RuleFact(
            .mtr01, .error, owner: "M", items: [.meterID],
            population: "every meter of live MPANs",
            condition: "the serial number is blank, or longer than ten characters without spaces",
            resolution: "correct the serial number", basis: "DT-029", confidence: "H",
            needs: [.registration, .meters]),
        RuleFact(
            .mtr02, .error, owner: "M", items: [.meterID],
            population: "open meters of live MPANs",
            condition: "the same serial number is open at two MPANs that no set joins, with the same make and the "
                + "same or unknown dates",
            resolution: "find out which site is the true one", basis: "REG1006, duplicate serials", confidence: "H",
            needs: [.registration, .meters]),
        RuleFact(
            .mtr03, .warning, owner: "M", items: [.meterID],
            population: "open meters of live MPANs",
            condition: "two serial numbers are equal once spaces are taken out",
            resolution: "write one of them as the other", basis: "duplicate serials", confidence: "H",
            needs: [.registration, .meters]),
        RuleFact(
            .mtr04, .information, owner: "M", items: [.meterID],
            population: "open meters of live MPANs",
            condition: "two serial numbers are equal but for their two-digit year",
            resolution: "confirm that the meter was certified again", basis: "duplicate serials", confidence: "H",
            needs: [.registration, .meters]),
        RuleFact(
            .mtr05, .warning, owner: "M", items: [.meterID],
            population: "open meters of live MPANs",
            condition: "the same serial number is open at two MPANs that no set joins, with different makes",
            resolution: "confirm that the serial number was used twice", basis: "duplicate serials", confidence: "H",
            needs: [.registration, .meters]),
        RuleFact(
            .mtr06, .error, owner: "M", items: [.meterID],
            population: "open meters of live MPANs",
            condition: "a meter is still open at one MPAN after it was installed at another (in place of MTR-02)",
            resolution: "end the earlier record", basis: "end-dating of meters", confidence: "H",
            needs: [.registration, .meters]),
        RuleFact(
            .mtr07, .error, owner: "M", items: [.removalDate],
            population: "every meter of live MPANs",
            condition: "the removal lies before the installation",
            resolution: "correct the dates", basis: "REG1005", confidence: "H",
            needs: [.registration, .meters]),
        RuleFact(
            .mtr08, .error, owner: "M", items: [.installDate],
            population: "every meter of live MPANs",
            condition: "the installation lies on or after the day of disconnection",
            resolution: "correct the date", basis: "REG1007", confidence: "H",
            needs: [.registration, .meters, .histories]),
        RuleFact(
            .mtr09, .error, owner: "M", items: [.installDate],
            population: "every meter of live MPANs",
            condition: "the installation lies before the MPAN was created",
            resolution: "correct the date", basis: "REG1011", confidence: "H",
            needs: [.registration, .meters]),
        RuleFact(
            .mtr10, .error, owner: "M", items: [.installDate],
            population: "every meter of live MPANs",
            condition: "a meter was installed after the old one and before that was removed",
            resolution: "correct the dates", basis: "REG1008", confidence: "H",
            needs: [.registration, .meters]),
        RuleFact(
            .mtr11, .error, owner: "M", items: [.meterID],
            population: "open meters of live MPANs",
            condition: "one MPAN has the same serial number open twice",
            resolution: "remove one of the rows", basis: "REG1006, REG1013", confidence: "H",
            needs: [.registration, .meters]),
        RuleFact(
            .mtr12, .error, owner: "M", items: [.meterType],
            population: "open meters of live MPANs",
            condition: "the meter type is none of the set",
            resolution: "correct the type", basis: "DI-059", confidence: "H",
            needs: [.registration, .meters]),
        RuleFact(
            .mtr13, .error, owner: "M", items: [.mapEFD],
            population: "every meter of live MPANs",
            condition: "the asset provider's date lies before the installation",
            resolution: "correct the date", basis: "REG1010", confidence: "H",
            needs: [.registration, .meters]),
        RuleFact(
            .mtr14, .error, owner: "L/M", items: [.meterID],
            population: "open meters of live MPANs",
            condition: "the MPAN's connection type is U",
            resolution: "remove the meter, or correct the connection type", basis: "REG0003, REG0004", confidence: "
                + ""H",
            needs: [.registration, .meters]),
        RuleFact(
            .mtr15, .warning, owner: "M", items: [.meterID],
            population: "open meters of disconnected MPANs",
            condition: "a disconnected MPAN still has an open meter",
            resolution: "end the meter's record", basis: "end-dating of meters", confidence: "H",
            needs: [.registration, .meters]),
        RuleFact(
            .mtr16, .warning, owner: "S", items: [.meterType],
            population: "open meters of live MPANs",
            condition: "a traditional meter has an in-home display's status or an operator of smart systems left "
                + "over",
            resolution: "clear the leftovers", basis: "clearing of display status and operator", confidence: "H",
            needs: [.registration, .meters, .occupancy]),
        RuleFact(
            .loc01, .error, owner: "M", items: [.location],
            population: "open meters of live MPANs",
            condition: "the location is none of the twenty-five letters",
            resolution: "correct the location", basis: "REG1048", confidence: "H",
            needs: [.registration, .meters]),
        RuleFact(
            .loc02, .warning, owner: "M", items: [.location],
            population: "open meters of live MPANs but unmetered ones, once a meter",
            condition: "the location is missing",
            resolution: "fill it in", basis: "cleanse plan papers", confidence: "H",
            needs: [.registration, .meters]),
        RuleFact(
            .loc03, .information, owner: "M", items: [.location],
            population: "open meters of live MPANs",
            condition: "the location is F or D, which says nothing",
            resolution: "find out more", basis: "DI-090", confidence: "H",
            needs: [.registration, .meters]),
        RuleFact(
            .dig01, .error, owner: "M", items: [.digits],
            population: "open meters of live MPANs",
            condition: "the register digits are no whole number of 1 to 9",
            resolution: "correct the digits", basis: "DI-091", confidence: "H",
            needs: [.registration, .meters]),
        RuleFact(
            .dig02, .error, owner: "M", items: [.digits],
            population: "open meters of live MPANs but unmetered ones, once a meter",
            condition: "the register digits are missing",
            resolution: "fill them in", basis: "REG1047", confidence: "H",
            needs: [.registration, .meters]),
        RuleFact(
            .dig03, .warning, owner: "M", items: [.digits],
            population: "open meters of live MPANs",
            condition: "the digits do not go with the meter type, by the setting digitsByMeterType",
            resolution: "confirm the digits", basis: "REG1097", confidence: "H",
            needs: [.registration, .meters]),
    ]
}
