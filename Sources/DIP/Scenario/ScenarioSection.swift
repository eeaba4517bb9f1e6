/// A part of a scenario's document: its keys, what each takes and what it means. The reference page lists them all, and a
/// test holds the page against this table.
public struct ScenarioSection: Sendable {
    public struct Key: Sendable {
        public var name: String
        /// What is written there: `text`, `length of time`, `party`, `whole number`.
        public var form: String
        public var isRequired: Bool
        public var meaning: String
        /// A value that the reader takes, as YAML in one line.
        public var example: String

        init(_ name: String, _ form: String, _ meaning: String, _ example: String, required: Bool = false) {
            self.name = name
            self.form = form
            self.meaning = meaning
            self.example = example
            isRequired = required
        }
    }

    public var name: String
    public var keys: [Key]

    public static let all: [ScenarioSection] = [
        document, clock, party, profile, point, service, meter, timings, step, send, vary, expect, status, fault,
        outage, rule,
        process,
    ]

    public static let document = ScenarioSection(
        name: "document",
        keys: [
            Key("name", "text", "What the report is headed with.", "Energisation", required: true),
            Key("description", "text", "What it shows, in a sentence or two.", "A meter is energised"),
            Key("seed", "whole number", "Gives references and manufactured values.", "7"),
            Key("environment", "SIT, SITB, UIT or DEV", "The environment tag of every message; SIT without it.", "SIT"),
            Key("clock", "map", "The virtual clock.", "{start: \"2026-04-01T09:00:00+00:00\"}"),
            Key("onFailure", "stop or continue", "What happens after a step that failed; stop without it.", "stop"),
            Key(
                "parties", "list", "Who takes part.", "[{name: regs, role: REGS, mpid: REGA, dipId: \"2200000001\"}]",
                required: true),
            Key("mpans", "list", "Metering points and what holds of each at the beginning.", "[]"),
            Key("timings", "map", "How long scripted parties take, by the names below.", "{providerAnswer: 5 s}"),
            Key("steps", "list", "What happens, in order.", "[{wait: 1 s}]", required: true),
        ])

    public static let clock = ScenarioSection(
        name: "clock",
        keys: [
            Key("start", "date and time", "What the clock shows at the beginning.", "\"2026-04-01T09:00:00+00:00\""),
            Key("factor", "whole number", "Virtual seconds a second; 0 runs as fast as it goes.", "3600"),
        ])

    public static let party = ScenarioSection(
        name: "party",
        keys: [
            Key("name", "text", "What steps call it.", "regs", required: true),
            Key("role", "role code", "Its role on the platform.", "REGS", required: true),
            Key("mpid", "four capitals", "Its market participant identifier.", "REGA", required: true),
            Key("dipId", "ten characters", "Its DIP ID.", "\"2200000001\"", required: true),
            Key(
                "plays", "script, steps or test",
                "A script answers for it; only steps act for it; or it is the system under test. script without it.",
                "script"),
            Key("profile", "map", "What it takes on.", "{segments: [S]}"),
        ])

    public static let profile = ScenarioSection(
        name: "profile",
        keys: [
            Key("connectionTypes", "list", "Connection types that it supports (else SP004).", "[W, L]"),
            Key("segments", "list", "Market segments that it supports (else SP005).", "[S]"),
            Key("meterTypes", "list", "Meter types that it supports (else SP006).", "[S2A]"),
            Key("gspGroups", "list", "GSP groups of its area (else SP007).", "[_K]"),
            Key("domestic", "true or false", "Only domestic premises, or only others (else SP010).", "true"),
            Key("noticeDays", "whole number", "Days of notice that it needs (else SP011).", "2"),
            Key("contracts", "map", "Contract reference by supplier (else SP001, SP002).", "{regs: C-1}"),
            Key(
                "dataRetrievers", "list of parties", "Meter data retrievers that it works with (else DS001).", "[regs]"),
            Key("qualified", "true or false", "Whether a supplier is qualified for migration (else REG9008).", "true"),
            Key(
                "appoints", "list of parties", "Services that a scripted supplier appoints to a point it gains.",
                "[regs]"),
            Key("usesRetriever", "party", "The retriever of a scripted data service.", "regs"),
        ])

    public static let point = ScenarioSection(
        name: "mpan",
        keys: [
            Key("mpan", "13 digits", "In quotes.", "\"2000056535971\"", required: true),
            Key("distributor", "party", "Its network's operator.", "regs", required: true),
            Key("gspGroup", "GSP group", "", "_K", required: true),
            Key(
                "created", "date and time", "When it was made; ten years before the start without it.",
                "\"2016-04-01T00:00:00+00:00\""),
            Key("supplier", "party or map", "The registered supplier.", "regs"),
            Key("meteringService", "party or map", "The appointed metering service.", "regs"),
            Key("dataService", "party or map", "The appointed data service.", "regs"),
            Key("dataRetriever", "party or map", "The meter data retriever.", "regs"),
            Key(
                "incomingSupplier", "party and from", "A switch that has begun.",
                "{party: regs, from: \"2026-05-01T00:00:00+00:00\"}"),
            Key("energisation", "E, D or U", "E without it.", "E"),
            Key("connectionType", "W, L, H, E or U", "W without it.", "W"),
            Key("segment", "S, A or U", "S without it.", "S"),
            Key("direction", "I or E", "I without it.", "I"),
            Key("domestic", "true or false", "true without it.", "true"),
            Key("status", "C, O or T", "O without it.", "O"),
            Key("consent", "H, D, M or N", "H without it.", "H"),
            Key(
                "migrated", "true or false", "Whether it is settled under the new arrangements; true without it.",
                "true"),
            Key("reverseMigrated", "true or false", "Whether it went back.", "false"),
            Key("standingDataComplete", "true or false", "Else REG9011.", "true"),
            Key("meters", "list", "Meters at the point.", "[{id: M1}]"),
            Key("linkedWith", "list of MPANs", "", "[]"),
        ])

    public static let service = ScenarioSection(
        name: "service",
        keys: [
            Key("party", "party", "Who.", "regs", required: true),
            Key("from", "date and time", "Since when; the point's making without it.", "\"2024-01-01T00:00:00+00:00\""),
        ])

    public static let meter = ScenarioSection(
        name: "meter",
        keys: [
            Key("id", "1 to 10 characters", "", "M0000001", required: true),
            Key("type", "meter type", "S2A without it.", "S2A"),
            Key("installed", "date and time", "", "\"2024-01-01T00:00:00+00:00\""),
            Key("removed", "date and time", "", "\"2025-01-01T00:00:00+00:00\""),
        ])
}
