extension RuleTable {
    /// Rules of measurement class, connection type, segment and direction.
    static let classesRules: [RuleFact] = [
        RuleFact(
            .mcl01, .error, owner: "S", items: [.mc],
            population: "live MPANs of REG",
            condition: "the measurement class is not A to G",
            resolution: "correct the class", basis: "change of measurement class guidance", confidence: "H",
            needs: [.registration]),
        RuleFact(
            .mcl02, .error, owner: "S", items: [.mc],
            population: "live MPANs of REG",
            condition: "a half-hourly metered class (C, E, F, G) with a profile class other than 00, or class A "
                + "with 00",
            resolution: "correct the one that is wrong", basis: "change of measurement class guidance", confidence: "
                + ""M",
            needs: [.registration]),
        RuleFact(
            .mcl03, .error, owner: "S", items: [.mc],
            population: "live MPANs of REG",
            condition: "an unmetered MTC with a metered class, or a metered MTC other than 800 with class B or D",
            resolution: "correct the one that is wrong", basis: "market domain data", confidence: "M",
            needs: [.registration]),
        RuleFact(
            .mcl04, .error, owner: "S", items: [.mc],
            population: "live MPANs of REG",
            condition: "a half-hourly MTC with class A or B, or one that is not with C to G",
            resolution: "correct the one that is wrong", basis: "market domain data", confidence: "M",
            needs: [.registration, .mtc]),
        RuleFact(
            .con01, .error, owner: "L", items: [.connectionType],
            population: "live MPANs of REG",
            condition: "the connection type is not W, L, H, E or U",
            resolution: "correct the type", basis: "DI-015", confidence: "H",
            needs: [.registration]),
        RuleFact(
            .con02, .error, owner: "L", items: [.connectionType],
            population: "live MPANs of REG of class B or D",
            condition: "the connection type is given and not U",
            resolution: "set U", basis: "cleanse plan papers", confidence: "M",
            needs: [.registration], silences: [.seg02, .seg05]),
        RuleFact(
            .con03, .error, owner: "L", items: [.connectionType],
            population: "live MPANs of REG of class A, C, E, F or G",
            condition: "the connection type is U",
            resolution: "correct the type or the class", basis: "house reading", confidence: "M",
            needs: [.registration], silences: [.seg02, .seg05, .con07, .mtr14, .dpi06]),
        RuleFact(
            .con04, .error, owner: "L", items: [.connectionType],
            population: "live MPANs of REG of class G",
            condition: "the connection type is given and not W",
            resolution: "set W, or change the class", basis: "change of measurement class guidance", confidence: "M",
            needs: [.registration]),
        RuleFact(
            .con05, .error, owner: "L/S", items: [.connectionType],
            population: "live MPANs of REG of class E",
            condition: "the connection type is W",
            resolution: "correct the one that is wrong", basis: "change of measurement class guidance", confidence: "
                + ""M",
            needs: [.registration]),
        RuleFact(
            .con06, .warning, owner: "L", items: [.connectionType],
            population: "live MPANs of REG of class F",
            condition: "the connection type is given and not W; the market's own table is not public, so this can "
                + "be switched off",
            resolution: "confirm the type", basis: "cleanse plan papers", confidence: "M",
            needs: [.registration]),
        RuleFact(
            .con07, .warning, owner: "L", items: [.connectionType],
            population: "live MPANs of REG of class A with an open smart meter",
            condition: "the connection type is given and not W",
            resolution: "set W", basis: "cleanse plan papers", confidence: "M",
            needs: [.registration, .meters]),
        RuleFact(
            .con08, .error, owner: "L", items: [.connectionType],
            population: "live MPANs of REG of class B, D, F or G, of class A with an open smart meter, of class C or "
                + "E with a site-specific LLFC",
            condition: "the connection type is blank though it was due",
            resolution: "fill it in", basis: "cleanse plan papers", confidence: "H",
            needs: [.registration]),
        RuleFact(
            .con09, .information, owner: "L", items: [.connectionType],
            population: "the other live MPANs of REG",
            condition: "the connection type is blank, which is allowed until the MPAN migrates",
            resolution: "fill it in before migration", basis: "cleanse plan papers, B023 mandatory", confidence: "H",
            needs: [.registration]),
        RuleFact(
            .con10, .warning, owner: "L/M", items: [.connectionType],
            population: "live MPANs of REG",
            condition: "half-hourly meter details hold a current transformer and the connection type is W",
            resolution: "correct the one that is wrong", basis: "D0268 03A", confidence: "M",
            needs: [.registration, .halfHourlyMeters]),
        RuleFact(
            .seg01, .error, owner: "L", items: [.segment],
            population: "live MPANs of REG",
            condition: "the segment is not S, A or U",
            resolution: "correct the segment", basis: "DI-050", confidence: "H",
            needs: [.registration]),
        RuleFact(
            .seg02, .error, owner: "L", items: [.segment],
            population: "live MPANs of REG",
            condition: "exactly one of segment and connection type is U",
            resolution: "bring both into line", basis: "REG0003, REG0004", confidence: "M",
            needs: [.registration]),
        RuleFact(
            .seg03, .warning, owner: "L", items: [.segment],
            population: "live MPANs of REG",
            condition: "connection type L, H or E with segment S",
            resolution: "set A", basis: "house reading", confidence: "M",
            needs: [.registration]),
        RuleFact(
            .seg04, .warning, owner: "L/M", items: [.segment],
            population: "live MPANs of REG",
            condition: "an open advanced or half-hourly meter with segment S, or a smart or traditional one with "
                + "segment A",
            resolution: "bring both into line", basis: "market segment guidance", confidence: "M",
            needs: [.registration, .meters]),
        RuleFact(
            .seg05, .error, owner: "L", items: [.metered],
            population: "live MPANs of REG",
            condition: "the flag says unmetered and the connection type is not U, or metered and it is U",
            resolution: "bring both into line", basis: "DI-127", confidence: "M",
            needs: [.registration]),
        RuleFact(
            .dir01, .error, owner: "L", items: [.direction],
            population: "live MPANs of REG",
            condition: "the direction is not I or E",
            resolution: "correct the direction", basis: "DI-035", confidence: "H",
            needs: [.registration]),
        RuleFact(
            .dir02, .error, owner: "L", items: [.direction],
            population: "live MPANs of REG",
            condition: "an import LLFC (A, B) with export, or an export one (C, D) with import",
            resolution: "correct the one that is wrong", basis: "market domain data 2.6", confidence: "M",
            needs: [.registration, .llfc]),
        RuleFact(
            .dir03, .error, owner: "S", items: [.direction],
            population: "live MPANs of REG",
            condition: "the SSC's type is not the direction",
            resolution: "correct the one that is wrong", basis: "market domain data 2.6", confidence: "H",
            needs: [.registration, .ssc]),
        RuleFact(
            .dir04, .warning, owner: "S", items: [.direction],
            population: "live MPANs of REG for import",
            condition: "the MTC is one of export (866 to 871)",
            resolution: "correct the one that is wrong", basis: "market domain data 2.6", confidence: "H",
            needs: [.registration]),
        RuleFact(
            .dir05, .warning, owner: "S", items: [.direction],
            population: "live MPANs of REG for export of class A or B",
            condition: "the profile class is not 08",
            resolution: "correct the profile class", basis: "practice of exports", confidence: "M",
            needs: [.registration]),
    ]
}
