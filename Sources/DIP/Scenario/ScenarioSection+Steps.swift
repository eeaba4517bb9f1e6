// Sections of a scenario's document that belong to its steps.
extension ScenarioSection {
    public static let step = ScenarioSection(
        name: "step",
        keys: [
            Key("name", "text", "What the report calls it, and how later steps name its message.", "the request"),
            Key(
                "send", "map", "A party posts a message.",
                "{from: regs, interface: IF-008, event: EnergisationStatusChange, mpan: \"2000056535971\"}"),
            Key(
                "expect", "map", "A party must receive a message, or must not.",
                "{party: regs, interface: IF-021, within: 1 min}"),
            Key(
                "status", "map", "A party must receive a status message, or must not.",
                "{party: regs, code: RCP1061, within: 1 min}"),
            Key("wait", "length of time", "Virtual time passes.", "2 h"),
            Key(
                "fault", "map", "The platform does something wrong from now on, or no longer.",
                "{name: late, kind: delay, for: 10 s}"),
            Key("outage", "map", "The platform stops, or works again.", "{begin: whole}"),
            Key("rule", "map", "A scripted party answers as it is told, or no longer.", "{name: no, answer: REG1026}"),
            Key(
                "process", "map", "Something outside the platform begins a process.",
                "{party: regs, begin: disconnection, mpan: \"2000056535971\"}"),
        ])

    public static let send = ScenarioSection(
        name: "send",
        keys: [
            Key("from", "party", "Who posts it.", "regs", required: true),
            Key("interface", "interface", "", "IF-008", required: true),
            Key(
                "event", "event code", "With or without brackets; the interface's first event without it.",
                "EnergisationStatusChange"),
            Key(
                "mpan", "13 digits", "One of the scenario's, or another; the first point without it.",
                "\"2000056535971\""),
            Key("to", "list of parties", "The primary recipients.", "[regs]"),
            Key("fields", "map", "Values by JSON pointer or by block and name.", "{B025.energisationStatus: D}"),
            Key("count", "whole number", "Messages in the one post.", "1"),
            Key("body", "text", "The body as it is, instead of one that is made.", "\"[]\""),
            Key("again", "step", "Posts the body of an earlier step again.", "earlier"),
            Key("answer", "HTTP status", "What the platform must answer; 201 without it.", "201"),
            Key("code", "response code", "The code that the answer must hold.", "MSG0000"),
            Key("vary", "list", "A table of cases: one message for each.", "[{case: one}]"),
        ])

    public static let vary = ScenarioSection(
        name: "case",
        keys: [
            Key("case", "text", "What the report calls it.", "wrong quantity", required: true),
            Key("event", "event code", "In place of the step's.", "ActivePower"),
            Key("mpan", "13 digits", "In place of the step's.", "\"2000056535971\""),
            Key("fields", "map", "On top of the step's.", "{S1.subText: x}"),
            Key("answer", "HTTP status", "In place of the step's.", "400"),
            Key("code", "response code", "In place of the step's.", "MSG1001"),
            Key("then", "list of steps", "What must follow this case.", "[{wait: 1 s}]"),
        ])

    public static let expect = ScenarioSection(
        name: "expect",
        keys: [
            Key("party", "party", "Who receives it.", "regs", required: true),
            Key("interface", "interface", "", "IF-008", required: true),
            Key("event", "event code", "Any without it.", "EnergisationStatusChange"),
            Key("mpan", "13 digits", "Any without it.", "\"2000056535971\""),
            Key("from", "party", "The sender; any without it.", "regs"),
            Key("after", "step", "Messages count since that step began.", "earlier"),
            Key("within", "length of time", "From the beginning of the step; one minute without it.", "10 s"),
            Key("absent", "true or false", "None may come in that time.", "true"),
            Key("count", "whole number", "How many must come; one without it.", "2"),
            Key(
                "fields", "map", "What fields must be: a value, or a map with equals, matches, contains, exists.",
                "{R0.responseCode: A}"),
        ])

    public static let status = ScenarioSection(
        name: "status",
        keys: [
            Key("party", "party", "Who receives it.", "regs", required: true),
            Key("code", "response code", "Any without it.", "RCP1061"),
            Key("about", "step", "The step whose message it is about; any without it.", "earlier"),
            Key("within", "length of time", "One minute without it.", "10 s"),
            Key("absent", "true or false", "None may come in that time.", "true"),
        ])

    public static let fault = ScenarioSection(
        name: "fault",
        keys: [
            Key("name", "text", "How it is cleared again.", "late", required: true),
            Key("kind", ScenarioReader.faultKinds.joined(separator: ", "), "What goes wrong.", "delay"),
            Key("clear", "true", "Ends the fault of that name.", "true"),
            Key(
                "direction", "delivery or intake", "On the way out, or on the way in; delivery without it.", "delivery"),
            Key("party", "party", "The recipient, or the sender at intake; any without it.", "regs"),
            Key("interface", "interface", "Any without it.", "IF-008"),
            Key("event", "event code", "Any without it.", "EnergisationStatusChange"),
            Key("from", "party", "The message's sender; any without it.", "regs"),
            Key("to", "party", "One of those that the message goes to; any without it.", "regs"),
            Key("mpan", "13 digits", "Any without it.", "\"2000056535971\""),
            Key("every", "whole number", "Only every so many-th that matches; each without it.", "3"),
            Key("share", "1 to 100", "Of a hundred that match; all without it.", "50"),
            Key("times", "whole number", "How often it is done; until cleared without it.", "3"),
            Key("for", "length of time", "Of delay and slowConnection.", "10 s"),
            Key("copies", "whole number", "Of duplicate; 1 without it.", "2"),
            Key("status", "HTTP status", "Of answer; 503 without it.", "503"),
            Key("percent", "0 to 99", "Of truncatedBody: the share that is sent.", "50"),
            Key("bytesPerSecond", "whole number", "Of slowBody.", "100"),
            Key(
                "code", "response code",
                "Of refuse and report; required there, and has to be in the catalogue.", "MSG1037"),
        ])

    public static let outage = ScenarioSection(
        name: "outage",
        keys: [
            Key("begin", "holdsDeliveries, refusesIntake or whole", "The platform stops.", "whole"),
            Key(
                "end", "allAtOnce, oldestFirst, rateLimited or byInterfacePriority",
                "It works again, and the backlog goes so.", "oldestFirst"),
            Key("perSecond", "whole number", "Of rateLimited: messages a virtual second.", "10"),
            Key("first", "list of interfaces", "Of byInterfacePriority: in the order in which they go.", "[IF-008]"),
        ])

    public static let rule = ScenarioSection(
        name: "rule",
        keys: [
            Key("name", "text", "How it is cleared again.", "no", required: true),
            Key("party", "party", "Whose rule; every scripted party's without it.", "regs"),
            Key("interface", "interface", "Of the message that is answered; any without it.", "IF-031"),
            Key("event", "event code", "Any without it.", "DSApp"),
            Key("mpan", "13 digits", "Any without it.", "\"2000056535971\""),
            Key("from", "party", "Any without it.", "regs"),
            Key("answer", "code, list of codes, accept or silence", "Its own rules' answer without it.", "REG1026"),
            Key("asStatus", "true or false", "The codes go in status messages.", "true"),
            Key("delay", "length of time", "Added to the party's own.", "5 s"),
            Key("times", "whole number", "How many messages it answers; all without it.", "1"),
            Key("clear", "true", "Ends the rule of that name.", "true"),
        ])

    public static let process = ScenarioSection(
        name: "process",
        keys: [
            Key(
                "party", "party", "Who begins it, as the table of [counterparties](counterparties.md) says.", "regs",
                required: true),
            Key("begin", MarketProcess.words.map(\.word).joined(separator: ", "), "", "disconnection", required: true),
            Key("mpan", "13 digits", "", "\"2000056535971\""),
            Key(
                "effective", "date and time",
                "Or @today+2d, counted from the scenario's beginning; the next midnight UTC after that without it.",
                "\"@today+1d\""),
            Key("supplier", "party", "Of changeOfSupplier and initialRegistration: who gains the point.", "regs"),
            Key("meterOperator", "four capitals", "Of reverseMigration.", "OLDM"),
            Key("dataCollector", "four capitals", "Of reverseMigration.", "OLDC"),
            Key(
                "item", RegistrationItem.allCases.map(\.rawValue).joined(separator: ", "), "Of dataItemChange.",
                "DomPremInd"),
            Key(
                "to", "text",
                "The new letter of segmentChange, connectionTypeChange and statusChange (C, O or T); the new value of "
                    + "dataItemChange; kilowatt hours with three decimals of annualConsumption.", "A"),
            Key(
                "until", "date and time", "Of greenDeal: its end; none without it.", "\"2027-04-01T00:00:00+00:00\""),
            Key("event", "event code", "Of reading; ReadingRemote without it.", "ReadingOnSite"),
            Key("version", "text", "Of standingData.", "V1"),
        ])
}
