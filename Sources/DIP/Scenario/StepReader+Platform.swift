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
        if kind == "refuse" || kind == "report" { part.require("code", &findings) }
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
                sender: part.party("from", book, &findings), recipient: part.party("to", book, &findings),
                mpan: part.mpan("mpan", &findings), every: part.integer("every", 1...FaultRule.rarest, &findings),
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
        case "refuse": .refuse(code: part.code("code", &findings) ?? .processingFailed)
        case "report": .report(code: part.code("code", &findings) ?? .processingFailed)
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
        guard let party = part.party("party", book, &findings),
            let word = part.choice("begin", MarketProcess.words.map(\.word), &findings)
        else { return nil }
        let mpan = part.mpan("mpan", &findings) ?? points.first?.mpan ?? ""
        let from = effective(part, &findings)
        let process = ofSupply(word, part, mpan, from, &findings) ?? ofData(word, part, mpan, from, &findings)
        return process.map { .process(party: party, $0, description: "\(word) of \(mpan)") }
    }

    /// Who supplies a point, and under which arrangements.
    private func ofSupply(
        _ word: String, _ part: ScenarioReader, _ mpan: String, _ from: Instant,
        _ findings: inout [ScenarioFinding]
    ) -> MarketProcess? {
        switch word {
        case "changeOfSupplier", "initialRegistration":
            part.require("supplier", &findings)
            return part.party("supplier", book, &findings).map {
                word == "changeOfSupplier"
                    ? .changeOfSupplier(mpan: mpan, incoming: $0, from: from)
                    : .initialRegistration(mpan: mpan, incoming: $0, from: from)
            }
        case "reverseMigration":
            return .reverseMigration(
                mpan: mpan, meterOperator: part.text("meterOperator", &findings) ?? "OLDM",
                dataCollector: part.text("dataCollector", &findings) ?? "OLDC", from: from)
        case "disconnection": return .disconnection(mpan: mpan, from: from)
        case "segmentChange":
            return letter(part, ["S", "A", "U"], &findings).map {
                .segmentChange(mpan: mpan, segment: $0, from: from)
            }
        case "connectionTypeChange":
            return letter(part, ["W", "L", "H", "E", "U"], &findings).map {
                .connectionTypeChange(mpan: mpan, connectionType: $0, from: from)
            }
        case "statusChange":
            return letter(part, ["C", "O", "T"], &findings).map {
                .statusChange(mpan: mpan, status: $0, from: from)
            }
        default: return nil
        }
    }

    private func letter(_ part: ScenarioReader, _ known: [String], _ findings: inout [ScenarioFinding]) -> String? {
        part.require("to", &findings)
        return part.choice("to", known, &findings)
    }

    /// What is known of a point, and of the market.
    private func ofData(
        _ word: String, _ part: ScenarioReader, _ mpan: String, _ from: Instant,
        _ findings: inout [ScenarioFinding]
    ) -> MarketProcess? {
        switch word {
        case "dataItemChange": return itemChange(part, mpan, from, &findings)
        case "pointCreation": return .pointCreation(mpan: mpan, from: from)
        case "greenDeal": return .greenDeal(mpan: mpan, from: from, until: part.instant("until", &findings))
        case "enquiryRefresh": return .enquiryRefresh(mpan: mpan)
        case "annualConsumption":
            let value = part.text("to", &findings)
            if let value, !Self.isEnergy(value) {
                part.part("to")?.report(
                    "\(value.debugDescription) is no energy.",
                    "Write kilowatt hours with three decimals: \"3100.000\".",
                    &findings)
            }
            return .annualConsumption(mpan: mpan, kilowattHours: value)
        case "reading":
            return .reading(
                mpan: mpan, event: part.text("event", &findings).map(ReceivedMessage.bare) ?? "ReadingRemote")
        case "consumptionReplay": return .consumptionReplay(mpan: mpan)
        case "standingData": return .standingData(version: part.text("version", &findings) ?? "V1")
        default: return nil
        }
    }

    private func itemChange(
        _ part: ScenarioReader, _ mpan: String, _ from: Instant, _ findings: inout [ScenarioFinding]
    ) -> MarketProcess? {
        part.require("item", &findings)
        guard
            let item = part.choice("item", RegistrationItem.allCases.map(\.rawValue), &findings)
                .flatMap({ RegistrationItem(rawValue: $0) })
        else { return nil }
        let value = part.part("to")?.node.scalarText
        if let value, !item.takes(value) {
            part.part("to")?.report(
                "\(value.debugDescription) is no value of \(item.rawValue).", "Write \(item.form).", &findings)
        }
        return .dataItemChange(mpan: mpan, item: item, to: value, from: from)
    }

    /// Up to nine digits, a point and three decimals.
    private static func isEnergy(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 && (1...9).contains(parts[0].utf8.count) && parts[1].utf8.count == 3
            && parts.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
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
