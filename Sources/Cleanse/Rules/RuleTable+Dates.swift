extension RuleTable {
    /// Rules of effective dates and of statuses.
    static let datesRules: [RuleFact] = [
        RuleFact(
            .eff01, .error, owner: "data master", items: RuleTable.histories,
            population: "the histories of live MPANs",
            condition: "two spells of one item overlap",
            resolution: "end the earlier one",
            basis: "D0023 N2x, REG1014", confidence: "H",
            needs: [.registration, .histories]),
        RuleFact(
            .eff02, .warning, owner: "data master", items: RuleTable.histories,
            population: "the histories of live MPANs",
            condition: "days lie between two spells that follow each other",
            resolution: "extend the earlier one",
            basis: "house reading", confidence: "M",
            needs: [.registration, .histories]),
        RuleFact(
            .eff03, .error, owner: "data master", items: RuleTable.histories + [.to],
            population: "histories and links",
            condition: "the end lies before the start",
            resolution: "correct the dates",
            basis: "REG1005", confidence: "H",
            needs: [.registration]),
        RuleFact(
            .eff04, .warning, owner: "data master", items: RuleTable.starts,
            population: "dates of REG but created, of open meters, starts of histories and links",
            condition: "the start is after the as-at date",
            resolution: "hold the change until its day",
            basis: "REG1020", confidence: "H",
            needs: [.registration]),
        RuleFact(
            .eff05, .error, owner: "data master", items: RuleTable.histories,
            population: "the histories of live MPANs",
            condition: "two spells of one item have one start and different values (for that pair in place of "
                + "EFF-01)",
            resolution: "say which value is right",
            basis: "D0023", confidence: "H",
            needs: [.registration, .histories]),
        RuleFact(
            .eff06, .warning, owner: "P", items: RuleTable.starts,
            population: "dates that two registers hold",
            condition: "two registers differ by exactly one day, one of them prints universal time, and the later "
                + "day's local midnight is in summer time (in place of REC-03 and REC-04)",
            resolution: "convert the days, then test again",
            basis: "date dialects 3.8", confidence: "M",
            needs: [.registration]),
        RuleFact(
            .eff07, .error, owner: "L", items: [.connectionEFD, .segmentEFD],
            population: "live MPANs of REG",
            condition: "connection type or segment took effect before the MPAN was created",
            resolution: "correct the date",
            basis: "REG1011 by analogy", confidence: "M",
            needs: [.registration]),
        RuleFact(
            .sta01, .error, owner: "L", items: [.mpStatus, .rmpStatus, .energisation, .dccFlag, .metered],
            population: "every MPAN of REG, disconnected ones too",
            condition: "a status or a flag is none of its set",
            resolution: "correct the value",
            basis: "DI-130, DI-131, DI-033, DI-025, DI-127", confidence: "H",
            needs: [.registration]),
        RuleFact(
            .sta02, .warning, owner: "L", items: [.mpStatus],
            population: "every MPAN of REG, disconnected ones too",
            condition: "the metering point is disconnected and its registration not terminated, or the reverse",
            resolution: "bring both into line",
            basis: "house reading", confidence: "M",
            needs: [.registration]),
        RuleFact(
            .sta03, .error, owner: "S/L", items: [.mpStatus],
            population: "every MPAN of REG, disconnected ones too",
            condition: "the MPAN is disconnected and energised",
            resolution: "bring both into line",
            basis: "house reading", confidence: "M",
            needs: [.registration]),
        RuleFact(
            .sta04, .warning, owner: "S", items: [.energisation],
            population: "every MPAN of REG, disconnected ones too",
            condition: "the energisation status is undefined",
            resolution: "set E or D",
            basis: "DIN-1047", confidence: "H",
            needs: [.registration]),
        RuleFact(
            .sta05, .error, owner: "M", items: [.energisation],
            population: "live MPANs of REG",
            condition: "the MPAN is energised and metered, and no meter is open",
            resolution: "record the installation",
            basis: "house reading", confidence: "M",
            needs: [.registration, .meters]),
        RuleFact(
            .sta06, .warning, owner: "S", items: [.energisation],
            population: "live MPANs of REG",
            condition: "the MPAN is de-energised with an open smart meter whose device is active",
            resolution: "look at the site",
            basis: "house reading", confidence: "M",
            needs: [.registration, .meters]),
        RuleFact(
            .sta07, .information, owner: "S", items: [.energisation],
            population: "live MPANs of REG",
            condition: "the MPAN has been de-energised for more months than the setting monthsDeenergised",
            resolution: "think about disconnection",
            basis: "practice of the retail code", confidence: "L",
            needs: [.registration]),
    ]
}
