extension RuleTable {
    /// Rules of the domestic premises indicator.
    static let domesticRules: [RuleFact] = [
        RuleFact(
            .dpi01, .error, owner: "S", items: [.dpi],
            population: "live MPANs of REG",
            condition: "the indicator is missing",
            resolution: "fill it in",
            basis: "cleanse papers, 2022", confidence: "H",
            needs: [.registration]),
        RuleFact(
            .dpi02, .error, owner: "F", items: [.dpi],
            population: "live MPANs of REG, and EES",
            condition: "the indicator is in no accepted spelling",
            resolution: "send true or false",
            basis: "DI-030, DI-031", confidence: "H",
            needs: [.registration]),
        RuleFact(
            .dpi03, .warning, owner: "S", items: [.dpi],
            population: "live MPANs of REG for import",
            condition: "profile class 01 or 02 and not domestic, or 03 to 08 and domestic",
            resolution: "correct the one that is wrong",
            basis: "profile class procedure", confidence: "M",
            needs: [.registration]),
        RuleFact(
            .dpi04, .warning, owner: "S", items: [.dpi],
            population: "live MPANs of REG of class G",
            condition: "the premises are domestic",
            resolution: "correct the one that is wrong",
            basis: "change of measurement class guidance", confidence: "M",
            needs: [.registration]),
        RuleFact(
            .dpi05, .warning, owner: "S/L", items: [.dpi],
            population: "live MPANs of REG",
            condition: "the LLFC's description says domestic or not, and the indicator says the other",
            resolution: "correct the one that is wrong",
            basis: "market domain data", confidence: "M",
            needs: [.registration, .llfc]),
        RuleFact(
            .dpi06, .error, owner: "S", items: [.dpi],
            population: "live MPANs of REG",
            condition: "the connection type is U and the premises are domestic",
            resolution: "set false",
            basis: "house reading", confidence: "M",
            needs: [.registration]),
        RuleFact(
            .dpi07, .warning, owner: "S", items: [.dpi],
            population: "links that run on the as-at date between live MPANs",
            condition: "linked or related MPANs disagree",
            resolution: "bring both into line",
            basis: "house reading", confidence: "M",
            needs: [.registration, .links]),
        RuleFact(
            .dpi08, .warning, owner: "S", items: [.dpi],
            population: "live MPANs of REG",
            condition: "the connection type is H or E and the premises are domestic",
            resolution: "confirm the indicator",
            basis: "house reading", confidence: "M",
            needs: [.registration]),
    ]
}
