extension RuleTable {
    /// Rules of smart devices.
    static let devicesRules: [RuleFact] = [
        RuleFact(
            .esm01, .error, owner: "M (D for back book)", items: [.esmeID],
            population: "open meters of live MPANs",
            condition: "an open smart meter has no ESME ID",
            resolution: "fill it in",
            basis: "REG1046, cleanse plan papers", confidence: "H",
            needs: [.registration, .meters], silences: [.esm09]),
        RuleFact(
            .esm02, .error, owner: "M/D", items: [.esmeID],
            population: "open meters of live MPANs and DCC",
            condition: "the ESME ID is not eight octets in any accepted spelling",
            resolution: "correct the ESME ID",
            basis: "DI-085", confidence: "H",
            needs: []),
        RuleFact(
            .esm03, .warning, owner: "M/D", items: [.esmeID],
            population: "open meters of live MPANs and DCC",
            condition: "the octets are right and the spelling is not",
            resolution: "write it in capitals with hyphens",
            basis: "DI-085", confidence: "M",
            needs: []),
        RuleFact(
            .esm04, .error, owner: "M/D", items: [.esmeID],
            population: "open meters of live MPANs and DCC",
            condition: "the ESME ID is all zeros or all F",
            resolution: "correct the ESME ID",
            basis: "house reading", confidence: "M",
            needs: []),
        RuleFact(
            .esm05, .error, owner: "S", items: [.esmeID],
            population: "open meters of live MPANs",
            condition: "the same device is open at two MPANs that no set joins",
            resolution: "decide which MPAN is the true one",
            basis: "cleanse papers, 2022", confidence: "H",
            needs: [.registration, .meters, .links]),
        RuleFact(
            .esm06, .error, owner: "M", items: [.esmeID],
            population: "open meters of live MPANs",
            condition: "one open meter has two devices",
            resolution: "correct one of them",
            basis: "cleanse papers, 2022", confidence: "H",
            needs: [.registration, .meters]),
        RuleFact(
            .esm07, .warning, owner: "M", items: [.esmeID],
            population: "open meters of live MPANs",
            condition: "a meter that is not smart has an ESME ID",
            resolution: "correct the type, or clear the ESME ID",
            basis: "house reading", confidence: "M",
            needs: [.registration, .meters]),
        RuleFact(
            .esm08, .error, owner: "D", items: [.esmeID],
            population: "open meters of live MPANs",
            condition: "the ESME ID is a communications hub's or a gas proxy's",
            resolution: "correct the ESME ID",
            basis: "DI-191, DI-192", confidence: "M",
            needs: [.registration, .meters, .hubs]),
        RuleFact(
            .esm09, .warning, owner: "D/M", items: [.dccFlag],
            population: "live MPANs of REG",
            condition: "the flag says active or installed, and no open meter has an ESME ID",
            resolution: "fill it in",
            basis: "house reading", confidence: "M",
            needs: [.registration, .meters]),
        RuleFact(
            .esm10, .error, owner: "S", items: [.esmeID],
            population: "live MPANs of REG",
            condition: "registration and DCC hold different devices",
            resolution: "find out which is right",
            basis: "cleanse plan papers", confidence: "H",
            needs: [.registration, .meters, .devices]),
        RuleFact(
            .esm11, .warning, owner: "S", items: [.esmeID],
            population: "every MPAN of REG, disconnected ones too",
            condition: "DCC holds a device for an MPAN that is disconnected or has no open smart meter",
            resolution: "find out what stands at the site",
            basis: "cleanse plan papers", confidence: "M",
            needs: [.registration, .meters, .devices]),
        RuleFact(
            .esm12, .warning, owner: "S", items: [.esmeID],
            population: "live MPANs of REG",
            condition: "registration holds a device that DCC does not",
            resolution: "find out what stands at the site",
            basis: "cleanse plan papers", confidence: "M",
            needs: [.registration, .meters, .devices]),
        RuleFact(
            .esm13, .warning, owner: "M", items: [.esmeID],
            population: "live MPANs of REG",
            condition: "a new meter has the ESME ID of the one that was removed",
            resolution: "correct the new meter's",
            basis: "house reading", confidence: "M",
            needs: [.registration, .meters]),
        RuleFact(
            .esm14, .warning, owner: "S", items: [.dccFlag],
            population: "live MPANs of REG",
            condition: "the flag says active and no open meter is smart, or a SMETS2 meter has been open for more "
                + "days than the setting daysWithoutFlag with the flag N",
            resolution: "find out what stands at the site",
            basis: "house reading", confidence: "M",
            needs: [.registration, .meters]),
    ]
}
