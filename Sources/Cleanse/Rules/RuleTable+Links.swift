extension RuleTable {
    /// Rules of links and related sets.
    static let linksRules: [RuleFact] = [
        RuleFact(
            .lnk01, .error, owner: "S", items: [.principal],
            population: "links that run on the as-at date, IE",
            condition: "the principal is not for import",
            resolution: "exchange the two, or remove the link",
            basis: "REG1053", confidence: "H",
            needs: [.registration, .links]),
        RuleFact(
            .lnk02, .error, owner: "S", items: [.subsidiary],
            population: "links that run on the as-at date, IE",
            condition: "a subsidiary is not for export",
            resolution: "remove the link",
            basis: "REG1054", confidence: "H",
            needs: [.registration, .links]),
        RuleFact(
            .lnk03, .error, owner: "S", items: [.principal, .subsidiary],
            population: "links that run on the as-at date",
            condition: "a member's connection type is U",
            resolution: "remove the link",
            basis: "REG1051", confidence: "H",
            needs: [.registration, .links]),
        RuleFact(
            .lnk04, .error, owner: "S", items: [.subsidiary],
            population: "links that run on the as-at date, IE",
            condition: "a subsidiary has two principals",
            resolution: "keep one link",
            basis: "REG1056", confidence: "H",
            needs: [.registration, .links]),
        RuleFact(
            .lnk05, .error, owner: "S", items: [.principal, .subsidiary],
            population: "links that run on the as-at date",
            condition: "an MPAN stands twice in one relation, or is linked to itself (its row then raises no LNK-01 "
                + "and LNK-02)",
            resolution: "remove the link",
            basis: "REG1059", confidence: "H",
            needs: [.registration, .links]),
        RuleFact(
            .lnk06, .error, owner: "S", items: [.principal],
            population: "links that run on the as-at date",
            condition: "an IE principal is a secondary of a related set, and the IE link is not the older one (else "
                + "LNK-09)",
            resolution: "link the primary",
            basis: "REG1066, DI-038", confidence: "H",
            needs: [.registration, .links]),
        RuleFact(
            .lnk07, .error, owner: "S", items: [.principal, .subsidiary],
            population: "links that run on the as-at date, REL",
            condition: "a member is for export",
            resolution: "remove the link",
            basis: "REG1067", confidence: "H",
            needs: [.registration, .links]),
        RuleFact(
            .lnk08, .error, owner: "S", items: [.subsidiary],
            population: "links that run on the as-at date, REL",
            condition: "a secondary belongs to two sets",
            resolution: "keep one",
            basis: "REG1064", confidence: "H",
            needs: [.registration, .links]),
        RuleFact(
            .lnk09, .error, owner: "S", items: [.subsidiary],
            population: "links that run on the as-at date, REL",
            condition: "a related subsidiary is in an IE link too, and the related link is the newer one (else "
                + "LNK-06)",
            resolution: "remove one of the links",
            basis: "REG1068", confidence: "H",
            needs: [.registration, .links]),
        RuleFact(
            .lnk10, .error, owner: "S", items: [.subsidiary],
            population: "links that run on the as-at date, REL",
            condition: "members have different suppliers (which an IE link may)",
            resolution: "bring the suppliers into line",
            basis: "REG1060", confidence: "H",
            needs: [.registration, .links]),
        RuleFact(
            .lnk11, .warning, owner: "S of export", items: [.subsidiary],
            population: "live MPANs for export",
            condition: "no IE link holds the MPAN",
            resolution: "link it",
            basis: "cleanse plan papers", confidence: "H",
            needs: [.registration, .links]),
        RuleFact(
            .lnk12, .error, owner: "S", items: [.principal, .subsidiary],
            population: "links that run on the as-at date",
            condition: "a member is not in REG, or is disconnected",
            resolution: "remove the link",
            basis: "REG1061", confidence: "M",
            needs: [.registration, .links]),
        RuleFact(
            .lnk13, .error, owner: "L", items: [.principal, .subsidiary],
            population: "links that run on the as-at date, where LNK says whose side states them",
            condition: "one side states the link and the other does not",
            resolution: "complete the other side",
            basis: "house reading", confidence: "M",
            needs: [.registration, .links, .linkSides]),
        RuleFact(
            .lnk14, .warning, owner: "S/L", items: [.subsidiary],
            population: "links that run on the as-at date",
            condition: "members differ in distributor, GSP group or postcode",
            resolution: "confirm the link",
            basis: "house reading", confidence: "M",
            needs: [.registration, .links]),
        RuleFact(
            .lnk15, .warning, owner: "S", items: [.meterID, .esmeID],
            population: "live MPANs of different sets",
            condition: "an import and an export MPAN share an open meter or device and are not linked (at one "
                + "postcode in place of LNK-11, MTR-02, MTR-06 and ESM-05)",
            resolution: "link them",
            basis: "house reading", confidence: "M",
            needs: [.registration, .meters, .links]),
        RuleFact(
            .lnk16, .information, owner: "S/M", items: [.meterID],
            population: "links that run on the as-at date, IE",
            condition: "the two have no open meter in common",
            resolution: "confirm the link",
            basis: "house reading", confidence: "M",
            needs: [.registration, .meters, .links]),
        RuleFact(
            .lnk17, .warning, owner: "S", items: [.ssc],
            population: "links that run on the as-at date, IE",
            condition: "the export SSC (0482 to 0497) stands for another profile class than the import's",
            resolution: "correct the SSC",
            basis: "market domain data 2.6", confidence: "H",
            needs: [.registration, .links]),
        RuleFact(
            .lnk18, .warning, owner: "S", items: [.mtc],
            population: "live MPANs of REG",
            condition: "the MTC is for related metering points and no related set holds the MPAN",
            resolution: "bring both into line",
            basis: "market domain data", confidence: "M",
            needs: [.registration, .links, .mtc]),
        RuleFact(
            .lnk19, .warning, owner: "S", items: [.subsidiary],
            population: "links that run on the as-at date, services that both sides state",
            condition: "a linked export or a related secondary has another metering or data service than its principal",
            resolution: "bring the appointments into line",
            basis: "REG1038, REG1039", confidence: "M",
            needs: [.registration, .links, .appointments]),
    ]
}
