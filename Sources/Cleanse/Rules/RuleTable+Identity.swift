extension RuleTable {
    /// Rules of an MPAN's identity.
    static let identityRules: [RuleFact] = [
        RuleFact(
            .mpn01, .error, owner: "F", items: [.mpan, .principal, .subsidiary],
            population: "every row",
            condition: "the MPAN is not thirteen digits",
            resolution: "correct the MPAN",
            basis: "DT-002", confidence: "H",
            needs: []),
        RuleFact(
            .mpn02, .error, owner: "F", items: [.mpan, .principal, .subsidiary],
            population: "every row",
            condition: "the check digit is wrong",
            resolution: "correct the MPAN",
            basis: "check digit 2.2", confidence: "H",
            needs: []),
        RuleFact(
            .mpn03, .error, owner: "F", items: [.mpan, .principal, .subsidiary],
            population: "every row",
            condition: "the first two digits are no distributor's, or of one that has not begun",
            resolution: "correct the MPAN, or bring the reference data up to date",
            basis: "market domain data", confidence: "H",
            needs: [.distributors]),
        RuleFact(
            .mpn04, .error, owner: "L", items: [.mpan],
            population: "every MPAN of REG",
            condition: "the distributor's number had ended before the as-at date",
            resolution: "move the MPAN to the successor",
            basis: "market domain data", confidence: "H",
            needs: [.registration, .distributors]),
        RuleFact(
            .mpn05, .warning, owner: "F", items: [.mpan, .principal, .subsidiary],
            population: "every row",
            condition: "the first two digits only look like a distributor's (77, 78, 88, 97 to 99)",
            resolution: "take the row out of the extract",
            basis: "market domain data", confidence: "H",
            needs: []),
        RuleFact(
            .mpn06, .error, owner: "L", items: [.mpan],
            population: "files that are one distributor's own",
            condition: "the MPAN is another distributor's",
            resolution: "split the file by distributor",
            basis: "cleanse plan papers", confidence: "M",
            needs: [.distributors]),
        RuleFact(
            .mpn07, .error, owner: "L", items: [.mpan],
            population: "REG and EES",
            condition: "the MPAN is in two files of one snapshot",
            resolution: "keep one row",
            basis: "house reading", confidence: "M",
            needs: []),
        RuleFact(
            .mpn08, .information, owner: "F", items: [.mpan],
            population: "MPANs that fail their check digit",
            condition: "one changed digit, or two exchanged neighbours, would give a registered MPAN; it is told as "
                + "the suggestion of MPN-02",
            resolution: "look whether that MPAN was meant",
            basis: "check digit 2.2", confidence: "D",
            needs: [.registration]),
        RuleFact(
            .mpn09, .error, owner: "F", items: [.mpan],
            population: "MPANs of MTR, HIS, DCC, MEM, appointments and exemptions",
            condition: "REG does not hold the MPAN",
            resolution: "correct the MPAN",
            basis: "REG0000, RCP1061", confidence: "H",
            needs: [.registration]),
    ]
}
