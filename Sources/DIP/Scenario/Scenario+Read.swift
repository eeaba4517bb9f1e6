import Kernel

/// What reading a scenario's document gave.
public struct ScenarioReading: Equatable, Sendable {
    /// Nil where something is wrong.
    public var scenario: Scenario?
    /// All that is wrong, in the document's order of parts.
    public var findings: [ScenarioFinding]
}

extension Scenario {
    /// Reads a scenario's document. Everything that is wrong is told, not only the first; with a finding there is no
    /// scenario.
    public static func read(_ document: SpecificationNode) -> ScenarioReading {
        var findings: [ScenarioFinding] = []
        let reader = ScenarioReader(node: document, path: "")
        let scenario = reader.scenario(&findings)
        return ScenarioReading(scenario: findings.isEmpty ? scenario : nil, findings: findings)
    }
}

extension ScenarioReader {
    /// What the clock shows where the document does not say.
    static let defaultStart = Instant(milliseconds: 1_775_034_000_000)  // 2026-04-01T09:00:00Z

    fileprivate func scenario(_ findings: inout [ScenarioFinding]) -> Scenario {
        unknownKeys(.document, &findings)
        for key in ScenarioSection.document.keys where key.isRequired { require(key.name, &findings) }
        let clock = part("clock")
        clock?.unknownKeys(.clock, &findings)
        let start = clock?.instant("start", &findings) ?? Self.defaultStart
        let (parties, book) = readParties(&findings)
        let points = readPoints(book, start, &findings)
        var steps = StepReader(book: book, points: points, start: start)
        if let part = part("steps") { steps.read(part.list, &findings) }
        return Scenario(
            name: text("name", &findings) ?? "", description: text("description", &findings) ?? "",
            seed: UInt64(integer("seed", 0...Int.max, &findings) ?? 1),
            environment: choice("environment", ["SIT", "SITB", "UIT", "DEV"], &findings) ?? "SIT", start: start,
            factor: clock?.integer("factor", 0...VirtualClock.fastest, &findings) ?? 0,
            stopsOnFailure: choice("onFailure", ["stop", "continue"], &findings) != "continue", parties: parties,
            points: points, settings: readSettings(&findings), steps: steps.steps)
    }

    private func readParties(_ findings: inout [ScenarioFinding]) -> ([ScenarioParty], AddressBook) {
        let parts = Array((part("parties")?.list ?? []).prefix(Self.mostParties))
        var known: [(ScenarioReader, MarketParty)] = []
        for part in parts {
            guard let party = part.marketParty(&findings) else { continue }
            if known.contains(where: { $0.1.name == party.name || $0.1.dipID == party.dipID }) {
                part.report(
                    "Another party has the name \(party.name.debugDescription) or the DIP ID \(party.dipID).",
                    "Give each party its own.", &findings)
            }
            known.append((part, party))
        }
        let book = AddressBook(known.map(\.1))
        return (known.map { $0.0.scenarioParty($0.1, book, &findings) }, book)
    }

    private func readPoints(
        _ book: AddressBook, _ start: Instant, _ findings: inout [ScenarioFinding]
    ) -> [MeteringPoint] {
        let parts = part("mpans")?.list ?? []
        if parts.count > Self.mostPoints {
            report("\(parts.count) metering points are too many.", "Give at most \(Self.mostPoints).", &findings)
        }
        return parts.prefix(Self.mostPoints).compactMap { $0.point(book, start: start, &findings) }
    }

    private func readSettings(_ findings: inout [ScenarioFinding]) -> CounterpartySettings {
        var settings = CounterpartySettings()
        guard let part = part("timings") else { return settings }
        part.unknownKeys(.timings, &findings)
        for (name, path) in CounterpartySettings.lengths {
            if let length = part.duration(name, &findings) { settings[keyPath: path] = length }
        }
        for (name, path) in CounterpartySettings.optionalLengths {
            if let length = part.duration(name, &findings) { settings[keyPath: path] = length }
        }
        if let days = part.integer("appointmentDaysAhead", 0...3_650, &findings) {
            settings.appointmentDaysAhead = Int64(days)
        }
        if let days = part.integer("retrieverDaysAhead", 0...3_650, &findings) {
            settings.retrieverDaysAhead = Int64(days)
        }
        settings.finalRunDays = part.integer("finalRunDays", 0...36_500, &findings).map(Int64.init)
        settings.maximumPeriodWattHours = part.integer("maximumPeriodWattHours", 0...999_999_999_999, &findings).map(
            Int64.init)
        settings.servicesEndWithSupplier = part.flag("servicesEndWithSupplier", &findings) ?? true
        return settings
    }
}

extension ScenarioSection {
    public static let timings = ScenarioSection(
        name: "timings",
        keys: (CounterpartySettings.lengths.map(\.name) + CounterpartySettings.optionalLengths.map(\.name)).map {
            Key($0, "length of time", CounterpartySettings.meanings[$0] ?? "", "5 s")
        } + [
            Key(
                "appointmentDaysAhead", "whole number", "How far ahead an appointment may be asked for (REG1099); 28.",
                "28"),
            Key("retrieverDaysAhead", "whole number", "The same of a meter data retriever (REG1082); 5.", "5"),
            Key(
                "finalRunDays", "whole number",
                "Days until a settlement day's final run; ECS1003 is not decided without it.", "840"),
            Key(
                "maximumPeriodWattHours", "whole number",
                "The most a half hour may hold; ECS1012 is not decided without it.", "100000"),
            Key(
                "servicesEndWithSupplier", "true or false",
                "Whether a service that a new supplier did not appoint ends; true without it.", "true"),
        ])
}

extension CounterpartySettings {
    /// What its lengths of time mean, for the reference page.
    static let meanings: [String: String] = [
        "registrationAnswer": "From a message to registration's answer; 2 s without it.",
        "registrationForward": "From a request to the request to the provider (IF-033); 3 s.",
        "providerAnswer": "From a request to a provider's answer (IF-034); 5 s.",
        "providerLapse": "How long registration waits for a provider; 5 d.",
        "consumptionAnswer": "From consumption to its rejection (IF-014); 4 s.",
        "retrieverAnswer": "From a request to a meter data retriever's answer; 3 s.",
        "statusAnswer": "From a message to a status message about it; 1 s.",
        "defaultsAfter": "From the end of a UTC day to defaults for what did not come (IF-013); none without it.",
        "loadShapesAfter": "From the end of a UTC day to its load shapes (IF-022, IF-023); none without it.",
        "consumptionAfter":
            "From the end of a UTC day to a scripted data service's consumption (IF-021); none without it.",
        "annualConsumptionAfter":
            "From the end of a month (UTC) to each point's annual consumption (IF-040); none without it.",
        "readingAfter": "From what calls for a meter reading to the reading (IF-041); none without it.",
        "replayAnswer": "From a request for consumption (IF-015) to its replay (IF-016); 2 s.",
    ]
}
