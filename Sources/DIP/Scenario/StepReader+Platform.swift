import Kernel

// Steps about the platform and about what begins outside it.
extension StepReader {
    func fault(_ part: ScenarioReader, _ findings: inout [ScenarioFinding]) -> ScenarioStep.Action? {
        part.unknownKeys(.fault, &findings)
        part.require("name", &findings)
        guard let name = part.text("name", &findings) else { return nil }
        if part.flag("clear", &findings) == true { return .clearFault(name) }
        part.require("kind", &findings)
        guard let kind = part.choice("kind", ScenarioReader.faultKinds, &findings) else { return nil }
        let effect = effect(kind, part, &findings)
        if let objection = effect.objection {
            part.report("The fault cannot be: \(objection).", "Correct it.", &findings)
        }
        return .fault(
            FaultRule(
                name: name,
                direction: part.choice("direction", ["delivery", "intake"], &findings) == "intake"
                    ? .intake : .delivery,
                party: part.party("party", book, &findings), interface: part.interface("interface", &findings),
                event: part.text("event", &findings).map(ReceivedMessage.bare),
                shareInMillion: (part.integer("share", 1...100, &findings) ?? 100) * (FaultRule.everything / 100),
                count: part.integer("times", 1...1_000_000, &findings), effect: effect))
    }

    private func effect(_ kind: String, _ part: ScenarioReader, _ findings: inout [ScenarioFinding]) -> FaultEffect {
        let length = Int(part.duration("for", &findings) ?? 10_000)
        return switch kind {
        case "delay": .delay(milliseconds: length)
        case "drop": .drop
        case "duplicate":
            .duplicate(copies: part.integer("copies", 1...FaultEffect.mostCopies, &findings) ?? 1)
        case "shuffle": .shuffle
        case "answer": .answer(status: part.integer("status", 100...599, &findings) ?? 503)
        case "slowConnection": .slowConnection(milliseconds: length)
        case "brokenTLS": .brokenTLS
        case "expiredCertificate": .expiredCertificate
        case "wrongSignature": .wrongSignature
        case "truncatedBody": .truncatedBody(percent: part.integer("percent", 0...99, &findings) ?? 50)
        default: .slowBody(bytesPerSecond: part.integer("bytesPerSecond", 1...1_000_000_000, &findings) ?? 100)
        }
    }

    func outage(_ part: ScenarioReader, _ findings: inout [ScenarioFinding]) -> ScenarioStep.Action? {
        part.unknownKeys(.outage, &findings)
        if let kind = part.choice("begin", Outage.Kind.allCases.map(\.rawValue), &findings) {
            return Outage.Kind(rawValue: kind).map { .beginOutage($0) }
        }
        let policies = ["allAtOnce", "oldestFirst", "rateLimited", "byInterfacePriority"]
        switch part.choice("end", policies, &findings) {
        case "allAtOnce": return .endOutage(.allAtOnce)
        case "oldestFirst": return .endOutage(.oldestFirst)
        case "rateLimited":
            part.require("perSecond", &findings)
            return .endOutage(
                .rateLimited(messagesPerSecond: part.integer("perSecond", 1...1_000_000, &findings) ?? 1))
        case "byInterfacePriority":
            part.require("first", &findings)
            return .endOutage(
                .byInterfacePriority(part.part("first")?.list.compactMap { $0.interface(&findings) } ?? []))
        default:
            if part.node["begin"] == nil, part.node["end"] == nil {
                part.report("The outage neither begins nor ends.", "Write begin: whole or end: oldestFirst.", &findings)
            }
            return nil
        }
    }

    func process(_ part: ScenarioReader, _ findings: inout [ScenarioFinding]) -> ScenarioStep.Action? {
        part.unknownKeys(.process, &findings)
        part.require("party", &findings)
        part.require("begin", &findings)
        let words = [
            "changeOfSupplier", "reverseMigration", "disconnection", "segmentChange", "connectionTypeChange",
            "standingData",
        ]
        guard let party = part.party("party", book, &findings), let word = part.choice("begin", words, &findings)
        else { return nil }
        let mpan = part.mpan("mpan", &findings) ?? points.first?.mpan ?? ""
        let from = effective(part, &findings)
        let process: MarketProcess?
        switch word {
        case "changeOfSupplier":
            part.require("supplier", &findings)
            process = part.party("supplier", book, &findings).map {
                .changeOfSupplier(mpan: mpan, incoming: $0, from: from)
            }
        case "reverseMigration":
            process = .reverseMigration(
                mpan: mpan, meterOperator: part.text("meterOperator", &findings) ?? "OLDM",
                dataCollector: part.text("dataCollector", &findings) ?? "OLDC", from: from)
        case "disconnection": process = .disconnection(mpan: mpan, from: from)
        case "segmentChange":
            part.require("to", &findings)
            process = part.choice("to", ["S", "A", "U"], &findings).map {
                .segmentChange(mpan: mpan, segment: $0, from: from)
            }
        case "connectionTypeChange":
            part.require("to", &findings)
            process = part.choice("to", ["W", "L", "H", "E", "U"], &findings).map {
                .connectionTypeChange(mpan: mpan, connectionType: $0, from: from)
            }
        default: process = .standingData(version: part.text("version", &findings) ?? "V1")
        }
        return process.map { .process(party: party, $0, description: "\(word) of \(mpan)") }
    }

    /// A date and time, or one that counts from the scenario's beginning; the next midnight without it.
    private func effective(_ part: ScenarioReader, _ findings: inout [ScenarioFinding]) -> Instant {
        guard let inner = part.part("effective") else { return start.nextMidnight }
        switch inner.node.scalarText.flatMap(ScenarioReader.clockTime) {
        case .now(let offset): return start.later(milliseconds: offset)
        case .today(let offset): return start.midnight.later(milliseconds: offset)
        default: return part.instant("effective", &findings) ?? start
        }
    }
}
