extension RuleTable {
    /// Rules of files and of their structure.
    static let filesRules: [RuleFact] = [
        RuleFact(
            .fil01, .error, owner: "F", items: [.header, .trailer],
            population: "D-flow user files",
            condition: "the trailer is missing, or names another file than the header",
            resolution: "send the whole file again",
            basis: "user file design 3.1", confidence: "H",
            needs: []),
        RuleFact(
            .fil02, .error, owner: "F", items: [.trailer],
            population: "D-flow user files",
            condition: "the trailer counts other lines than there are",
            resolution: "send the whole file again",
            basis: "user file design 3.1", confidence: "H",
            needs: []),
        RuleFact(
            .fil03, .error, owner: "F", items: [.group, .kind, .statedBy],
            population: "D-flow user files, the kind and the side of a link, and the kind of a hub",
            condition: "a group is unknown, stands without its parent or out of order; a link is neither IE nor REL, "
                + "or stated by neither of its sides; a hub is neither hub nor gas-proxy",
            resolution: "correct and send again",
            basis: "user file design", confidence: "M",
            needs: []),
        RuleFact(
            .fil04, .error, owner: "F", items: [.fields],
            population: "every file",
            condition: "a row has other fields than its header or group says, a flow's line is not ended by its "
                + "delimiter, or a key column is missing or doubled",
            resolution: "correct and send again",
            basis: "user file design 3.1", confidence: "M",
            needs: []),
        RuleFact(
            .fil05, .error, owner: "F", items: [.testFlag],
            population: "D-flow user files",
            condition: "a file that is not marked as live is loaded as live",
            resolution: "send it to the place that it was made for",
            basis: "user file design 3.1", confidence: "M",
            needs: []),
        RuleFact(
            .fil06, .error, owner: "F", items: RuleTable.dates,
            population: "every date of a row",
            condition: "a date does not exist, or is written in another dialect than the source's",
            resolution: "correct the date",
            basis: "date dialects 3.8", confidence: "H",
            needs: []),
        RuleFact(
            .fil07, .error, owner: "F", items: [.text, .guid],
            population: "every field but an MPAN",
            condition: "bytes that do not print or are not ASCII, or a delimiter inside a field; a hub's identifier "
                + "that is not eight octets, or all zeros or all F",
            resolution: "correct the text",
            basis: "house reading", confidence: "M",
            needs: []),
        RuleFact(
            .fil08, .warning, owner: "F", items: [.fileID],
            population: "every file",
            condition: "the same sender has sent the same file before",
            resolution: "confirm that the replay was meant",
            basis: "house reading", confidence: "M",
            needs: []),
        RuleFact(
            .fil09, .error, owner: "F", items: [.key, .mpan, .subsidiary, .guid],
            population: "the rows of one file",
            condition: "a key comes twice with different values",
            resolution: "say which row is right",
            basis: "house reading", confidence: "M",
            needs: []),
        RuleFact(
            .fil10, .information, owner: "F", items: [.key, .mpan, .subsidiary, .guid, .meterID, .item],
            population: "the rows of one file",
            condition: "a key comes twice with the same values; one row is kept",
            resolution: "nothing",
            basis: "house reading", confidence: "M",
            needs: []),
        RuleFact(
            .fil11, .error, owner: "F", items: [.text],
            population: "every field",
            condition: "a spreadsheet has damaged the field: an exponent, a lost zero in a long supply number, a "
                + "date turned into a number",
            resolution: "export again, from the source",
            basis: "house reading", confidence: "M",
            needs: [], silences: [.mpn01]),
    ]
}
