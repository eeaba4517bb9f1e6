import Kernel

/// Reads the steps of a scenario's document; a table of cases becomes a step for each case.
struct StepReader {
    var book: AddressBook
    var points: [MeteringPoint]
    var start: Instant
    private(set) var steps: [ScenarioStep] = []
    /// Names of steps whose messages later steps may name.
    private var names: Set<String> = []

    /// The most steps of a scenario, cases counted.
    static let mostSteps = 10_000
    /// A case's steps may not have cases of their own.
    private static let deepest = 1

    init(book: AddressBook, points: [MeteringPoint], start: Instant) {
        self.book = book
        self.points = points
        self.start = start
    }

    mutating func read(_ parts: [ScenarioReader], _ findings: inout [ScenarioFinding]) {
        read(parts, within: nil, depth: 0, &findings)
    }

    private mutating func read(
        _ parts: [ScenarioReader], within name: String?, depth: Int, _ findings: inout [ScenarioFinding]
    ) {
        for part in parts {
            guard steps.count < Self.mostSteps else {
                return part.report("This is one step too many.", "Give at most \(Self.mostSteps).", &findings)
            }
            part.unknownKeys(.step, &findings)
            let kinds = ScenarioSection.step.keys.map(\.name).filter { $0 != "name" && part.node[$0] != nil }
            guard kinds.count == 1, let kind = kinds.first, let inner = part.part(kind) else {
                part.report(
                    kinds.isEmpty ? "The step does nothing." : "A step does one thing.",
                    "Write one of \(ScenarioSection.step.keys.map(\.name).filter { $0 != "name" }.joined(separator: ", ")).",
                    &findings)
                continue
            }
            let own = part.text("name", &findings)
            let title = [name, own ?? (name == nil ? "\(kind) \(steps.count + 1)" : kind)].compactMap { $0 }
                .joined(separator: ": ")
            if kind == "send", inner.part("vary") != nil {
                readCases(inner, title, depth: depth, &findings)
            } else if let action = action(kind, inner, &findings) {
                add(title, part.node.line, action)
            }
        }
    }

    private mutating func add(_ name: String, _ line: Int, _ action: ScenarioStep.Action) {
        names.insert(name)
        steps.append(ScenarioStep(number: steps.count + 1, name: name, line: line, action: action))
    }

    private mutating func readCases(
        _ part: ScenarioReader, _ name: String, depth: Int, _ findings: inout [ScenarioFinding]
    ) {
        guard depth < Self.deepest else {
            return part.report("Cases within cases are not read.", "Write the steps out.", &findings)
        }
        guard let base = send(part, &findings) else { return }
        for entry in part.part("vary")?.list ?? [] {
            entry.unknownKeys(.vary, &findings)
            entry.require("case", &findings)
            var step = base
            step.event = entry.text("event", &findings).map(ReceivedMessage.bare) ?? step.event
            step.mpan = entry.mpan("mpan", &findings) ?? step.mpan
            step.fields += entry.fields("fields", book, &findings)
            step.answer = entry.integer("answer", 100...599, &findings) ?? step.answer
            step.code = entry.code("code", &findings) ?? step.code
            let title = "\(name): \(entry.text("case", &findings) ?? "")"
            add(title, entry.node.line, .send(step))
            if let then = entry.part("then") { read(then.list, within: title, depth: depth + 1, &findings) }
        }
    }

    private func action(
        _ kind: String, _ part: ScenarioReader, _ findings: inout [ScenarioFinding]
    ) -> ScenarioStep.Action? {
        switch kind {
        case "send": send(part, &findings).map { .send($0) }
        case "expect": expect(part, &findings).map { .expect($0) }
        case "status": status(part, &findings).map { .status($0) }
        case "wait": wait(part, &findings)
        case "fault": fault(part, &findings)
        case "outage": outage(part, &findings)
        case "rule": rule(part, &findings)
        default: process(part, &findings)
        }
    }

    private func wait(_ part: ScenarioReader, _ findings: inout [ScenarioFinding]) -> ScenarioStep.Action? {
        if let length = part.node.scalarText.flatMap(ScenarioReader.milliseconds) { return .wait(length) }
        part.report("\(part.printed) is no length of time.", "Write a number and ms, s, min, h or d: 30 s.", &findings)
        return nil
    }

    private func send(_ part: ScenarioReader, _ findings: inout [ScenarioFinding]) -> SendStep? {
        part.unknownKeys(.send, &findings)
        part.require("from", &findings)
        part.require("interface", &findings)
        let again = part.text("again", &findings)
        knowStep(again, part.part("again"), &findings)
        guard let from = part.party("from", book, &findings), let interface = part.interface("interface", &findings)
        else { return nil }
        return SendStep(
            from: from, interface: interface, event: part.text("event", &findings).map(ReceivedMessage.bare) ?? "",
            mpan: part.mpan("mpan", &findings) ?? points.first?.mpan, to: part.parties("to", book, &findings),
            fields: part.fields("fields", book, &findings),
            count: part.integer("count", 1...SendStep.mostMessages, &findings) ?? 1, body: part.text("body", &findings),
            again: again, answer: part.integer("answer", 100...599, &findings), code: part.code("code", &findings))
    }

    private func knowStep(_ name: String?, _ part: ScenarioReader?, _ findings: inout [ScenarioFinding]) {
        guard let name, !names.contains(name) else { return }
        part?.report(
            "No step before this one is called \(name.debugDescription).",
            "Name an earlier step, and give it that name.",
            &findings)
    }

    private func expect(_ part: ScenarioReader, _ findings: inout [ScenarioFinding]) -> ExpectStep? {
        part.unknownKeys(.expect, &findings)
        part.require("party", &findings)
        part.require("interface", &findings)
        let checks = part.checks("fields", book, &findings)
        let after = part.text("after", &findings)
        knowStep(after, part.part("after"), &findings)
        for case .equals(.same(let step, _)) in checks.map(\.test) { knowStep(step, part.part("fields"), &findings) }
        guard let party = part.party("party", book, &findings), let interface = part.interface("interface", &findings)
        else { return nil }
        return ExpectStep(
            party: party, interface: interface, event: part.text("event", &findings).map(ReceivedMessage.bare),
            mpan: part.mpan("mpan", &findings), from: part.party("from", book, &findings), after: after,
            within: part.duration("within", &findings) ?? Milliseconds.minute,
            isAbsent: part.flag("absent", &findings) ?? false,
            count: part.integer("count", 1...SendStep.mostMessages, &findings) ?? 1, fields: checks)
    }

    private func status(_ part: ScenarioReader, _ findings: inout [ScenarioFinding]) -> StatusStep? {
        part.unknownKeys(.status, &findings)
        part.require("party", &findings)
        let about = part.text("about", &findings)
        knowStep(about, part.part("about"), &findings)
        let code = part.code("code", &findings)
        return part.party("party", book, &findings).map {
            StatusStep(
                party: $0, code: code, about: about, within: part.duration("within", &findings) ?? Milliseconds.minute,
                isAbsent: part.flag("absent", &findings) ?? false)
        }
    }

    private func rule(_ part: ScenarioReader, _ findings: inout [ScenarioFinding]) -> ScenarioStep.Action? {
        part.unknownKeys(.rule, &findings)
        part.require("name", &findings)
        guard let name = part.text("name", &findings) else { return nil }
        if part.flag("clear", &findings) == true { return .forgetRule(name) }
        return .rule(
            AnswerRule(
                name: name, party: part.party("party", book, &findings),
                interface: part.interface("interface", &findings),
                event: part.text("event", &findings).map(ReceivedMessage.bare), mpan: part.mpan("mpan", &findings),
                sender: part.party("from", book, &findings), answer: answer(part, &findings),
                delay: part.duration("delay", &findings) ?? 0, times: part.integer("times", 1...1_000_000, &findings)))
    }

    private func answer(_ part: ScenarioReader, _ findings: inout [ScenarioFinding]) -> AnswerRule.Answer {
        guard let answer = part.part("answer") else { return .own }
        switch answer.node.scalarText {
        case "accept": return .accept
        case "silence": return .silence
        default: break
        }
        let codes = answer.list.compactMap { $0.code(&findings) }
        return part.flag("asStatus", &findings) == true ? .status(codes) : .reject(codes)
    }
}
