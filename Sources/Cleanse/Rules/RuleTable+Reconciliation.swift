extension RuleTable {
    /// Rules of registers against each other, and of completeness.
    static let reconciliationRules: [RuleFact] = [
        RuleFact(
            .rec01, .error, owner: "L", items: [.mpan],
            population: "every MPAN of REG, disconnected ones too",
            condition: "REG holds the MPAN and EES does not",
            resolution: "refresh the enquiry service",
            basis: "cleanse plan papers", confidence: "H",
            needs: [.registration, .enquiry]),
        RuleFact(
            .rec02, .error, owner: "L", items: [.mpan],
            population: "every MPAN of EES",
            condition: "EES holds the MPAN and REG does not",
            resolution: "refresh the enquiry service",
            basis: "cleanse plan papers", confidence: "H",
            needs: [.registration, .enquiry]),
        RuleFact(
            .rec03, .error, owner: "data master", items: RuleTable.compared,
            population: "every MPAN of REG, disconnected ones too, that EES holds too; columns that EES has",
            condition: "the two say different things, leading zeros and spellings set aside, and no graver rule "
                + "names the item",
            resolution: "bring both into line",
            basis: "cleanse plan papers", confidence: "H",
            needs: [.registration, .enquiry]),
        RuleFact(
            .rec04, .warning, owner: "M", items: [.location, .digits, .installDate, .meterID],
            population: "meters of a manager's extract",
            condition: "the extract says something else than registration; a blank in the extract says nothing",
            resolution: "send the meter information flow",
            basis: "cleanse plan papers", confidence: "H",
            needs: [.registration, .meters, .extracts]),
        RuleFact(
            .rec05, .warning, owner: "M", items: [.location, .digits, .installDate],
            population: "meters that two managers send",
            condition: "two managers say different things",
            resolution: "the current manager's word stands; confirm it",
            basis: "house reading", confidence: "M",
            needs: [.registration, .extracts]),
        RuleFact(
            .rec06, .error, owner: "F", items: [.rows],
            population: "registers that the manifest names",
            condition: "the manifest counts other rows than the load",
            resolution: "send the whole register again",
            basis: "house reading", confidence: "M",
            needs: [.manifest]),
        RuleFact(
            .cmp01, .error, owner: "P", items: [.esmeID, .location, .digits, .connectionType, .dpi],
            population: "the accounted items, by distributor and supplier",
            condition: "valid, invalid, missing, exempt and out of scope do not add up to the population",
            resolution: "find the rows",
            basis: "accounting identity 1.3", confidence: "D",
            needs: [.registration]),
        RuleFact(
            .cmp02, .warning, owner: "party", items: [.esmeID, .location, .digits, .connectionType, .dpi],
            population: "the accounted items, by party",
            condition: "the item is below its target on the target's day",
            resolution: "make a plan",
            basis: "our design", confidence: "D",
            needs: [.registration]),
    ]
}
