extension RuleTable {
    /// Rules of codes against reference data.
    static let referenceRules: [RuleFact] = [
        RuleFact(
            .isd01, .error, owner: "L", items: [.gspGroup],
            population: "live MPANs of REG",
            condition: "the GSP group is none of the fourteen",
            resolution: "correct the group",
            basis: "DI-037", confidence: "H",
            needs: [.registration]),
        RuleFact(
            .isd02, .warning, owner: "L", items: [.gspGroup],
            population: "live MPANs of REG whose distributor has a home group",
            condition: "the group is not the home group, and the LLFC's description does not name it",
            resolution: "confirm that the site is outside the area",
            basis: "market domain data 2.6", confidence: "M",
            needs: [.registration, .distributors, .llfc]),
        RuleFact(
            .isd03, .error, owner: "L", items: [.llfc],
            population: "live MPANs of REG",
            condition: "the distributor never had the LLFC",
            resolution: "correct the LLFC",
            basis: "market domain data", confidence: "H",
            needs: [.registration, .llfc]),
        RuleFact(
            .isd04, .error, owner: "L", items: [.llfc],
            population: "live MPANs of REG",
            condition: "the LLFC was not valid on some day from the row's date to the as-at date",
            resolution: "give a valid LLFC",
            basis: "market domain data", confidence: "H",
            needs: [.registration, .llfc]),
        RuleFact(
            .isd05, .warning, owner: "L", items: [.llfc],
            population: "live MPANs of REG",
            condition: "the LLFC is valid, but its description says spare, not used or do not use",
            resolution: "give an LLFC that is in use",
            basis: "market domain data 2.6", confidence: "H",
            needs: [.registration, .llfc]),
        RuleFact(
            .isd06, .error, owner: "S", items: [.mtc],
            population: "live MPANs of REG",
            condition: "the MTC is unknown, or not valid for the distributor on the as-at date",
            resolution: "correct the MTC",
            basis: "market domain data", confidence: "H",
            needs: [.registration, .mtc]),
        RuleFact(
            .isd07, .error, owner: "S", items: [.ssc],
            population: "live MPANs of REG",
            condition: "the SSC is unknown, or not valid on the as-at date",
            resolution: "correct the SSC",
            basis: "REG1044", confidence: "H",
            needs: [.registration, .ssc]),
        RuleFact(
            .isd08, .error, owner: "S", items: [.pc],
            population: "live MPANs of REG",
            condition: "the profile class is not 00 to 08",
            resolution: "correct the profile class",
            basis: "REG1045", confidence: "H",
            needs: [.registration]),
        RuleFact(
            .isd09, .error, owner: "S", items: [.mtc],
            population: "live MPANs of REG of class A",
            condition: "MTC, LLFC, SSC and profile class are each good, but not valid together on the as-at date",
            resolution: "correct the one that is wrong",
            basis: "market domain data", confidence: "H",
            needs: [.registration, .combinations]),
        RuleFact(
            .isd10, .error, owner: "S/L", items: [.mtc],
            population: "live MPANs of REG",
            condition: "MTC and LLFC are each good, but no valid pair on the as-at date",
            resolution: "correct the one that is wrong",
            basis: "market domain data", confidence: "H",
            needs: [.registration, .combinations], silences: [.isd09]),
        RuleFact(
            .isd11, .error, owner: "S", items: [.supplier],
            population: "live MPANs of REG",
            condition: "the supplier was no supplier (role X) on the day its registration began",
            resolution: "correct the supplier",
            basis: "market domain data", confidence: "H",
            needs: [.registration, .parties]),
        RuleFact(
            .isd12, .error, owner: "M", items: [.mapID, .mem],
            population: "open meters of live MPANs",
            condition: "the asset provider had no role 8 on its date, or the manager has none of the roles M, S and "
                + "T",
            resolution: "correct the party",
            basis: "REG1009", confidence: "H",
            needs: [.registration, .meters, .parties]),
        RuleFact(
            .isd13, .information, owner: "F", items: [.llfc, .mtc, .ssc, .pc],
            population: "live MPANs of REG",
            condition: "the code was found only with its leading zeros put back",
            resolution: "send codes with their zeros",
            basis: "market domain data 2.6", confidence: "H",
            needs: [.registration]),
    ]
}
