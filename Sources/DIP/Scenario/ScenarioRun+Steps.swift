import Kernel

// The steps of a run: begin one, judge it, settle it, go on.
extension ScenarioRun {
    /// Goes on until a step waits for something or the run is over. Bounded by the number of steps.
    mutating func advance(_ actions: inout [ScenarioAction]) {
        while true {
            switch state {
            case .finished, .awaitsAnswer, .settles: return
            case .until(let deadline): guard judge(deadline: deadline) else { return }
            case .ready, .settled:
                guard current < scenario.steps.count, !(hasFailed && scenario.stopsOnFailure) else { return finish() }
                let step = scenario.steps[current]
                if opensWindow(step), state != .settled {
                    state = .settles
                    actions.append(.settle)
                    return
                }
                stepBegan = now
                openWindow(step)
                begin(step, &actions)
            }
        }
    }

    private func opensWindow(_ step: ScenarioStep) -> Bool {
        switch step.action {
        case .expect, .status, .wait: false
        default: hasExpected
        }
    }

    /// Messages count from the first action after a group of expectations, so that an answer is not taken for one that an
    /// earlier action left over, and two actions in a row may have theirs in any order.
    private mutating func openWindow(_ step: ScenarioStep) {
        let here = Mark(arrivals: arrivals.count, statuses: statuses.count)
        marks[step.name] = here
        switch step.action {
        case .expect, .status: hasExpected = true
        default:
            guard opensWindow(step) else { return }
            window = here
            hasExpected = false
        }
    }

    private mutating func finish() {
        state = .finished
        for step in scenario.steps.dropFirst(current) { add(step, .skipped, []) }
        current = scenario.steps.count
    }

    private mutating func begin(_ step: ScenarioStep, _ actions: inout [ScenarioAction]) {
        switch step.action {
        case .send(let send): begin(send, step, &actions)
        case .expect(let expect): state = .until(now.later(milliseconds: expect.within))
        case .status(let status): state = .until(now.later(milliseconds: status.within))
        case .wait(let length): state = .until(now.later(milliseconds: length))
        case .fault(let rule):
            actions.append(.fault(rule))
            settle(.passed, [.telling("fault", "\(rule.name): \(rule.effect.words)")])
        case .clearFault(let name):
            actions.append(.clearFault(name))
            settle(.passed, [.telling("fault", "\(name) is over")])
        case .beginOutage(let kind):
            actions.append(.beginOutage(kind))
            settle(.passed, [.telling("outage", "begins: \(kind.rawValue)")])
        case .endOutage(let policy):
            actions.append(.endOutage(policy))
            settle(.passed, [.telling("outage", "ends: \(policy.words)")])
        case .rule(let rule): follow(rule)
        case .forgetRule(let name):
            for index in players.indices { players[index].forget(rule: name) }
            settle(.passed, [.telling("rule", "\(name) is over")])
        case .process(let party, let process, let words): start(process, of: party, words)
        }
    }

    private mutating func follow(_ rule: AnswerRule) {
        let whose = players.indices.filter { rule.party == nil || players[$0].party.dipID == rule.party }
        for index in whose { players[index].follow(rule) }
        let found = whose.isEmpty ? "no scripted party follows it" : "\(rule.name)"
        settle(
            whose.isEmpty ? .failed : .passed,
            [ScenarioReport.Evidence(subject: "rule", found: found, holds: whose.isEmpty ? false : nil)])
    }

    private mutating func start(_ process: MarketProcess, of party: DIPID, _ words: String) {
        let index = players.firstIndex { $0.party.dipID == party }
        let reactions = index.map { players[$0].start(process, at: now) } ?? []
        if let index { schedule(reactions, of: index) }
        let isStarted = !reactions.isEmpty
        settle(
            isStarted ? .passed : .failed,
            [
                ScenarioReport.Evidence(
                    subject: "process", expected: words,
                    found: isStarted ? "begun by \(name(party))" : "\(name(party)) begins nothing of the kind",
                    holds: isStarted)
            ])
    }

    // Sending.

    private mutating func begin(_ send: SendStep, _ step: ScenarioStep, _ actions: inout [ScenarioAction]) {
        do {
            let post = try prepare(send)
            sent[step.name] = post
            let ticket = nextTicket()
            record(
                .posted, send.from,
                send.body == nil ? "\(send.interface) [\(send.event)]" : "\(send.interface), a body as given",
                send.mpan, nil)
            state = .awaitsAnswer(ticket: ticket)
            actions.append(.post(ticket: ticket, from: send.from, interface: send.interface, body: post.body))
        } catch {
            settle(.failed, [ScenarioReport.Evidence(subject: "message", found: error.description, holds: false)])
        }
    }

    private mutating func prepare(_ send: SendStep) throws(SampleError) -> Sent {
        if let again = send.again { return sent[again] ?? Sent() }
        if let body = send.body { return Sent(body: Array(body.utf8), interface: send.interface) }
        guard let sender = book[send.from] else { throw SampleError.noSuchPlace("from") }
        var fields: [FieldValue] = []
        for field in send.fields {
            if case .absent = field.value {
                fields.append(FieldValue(field.pointer, nil as JSONValue?))
                continue
            }
            guard let value = resolved(field.value) else { throw SampleError.noSuchPlace(field.pointer) }
            fields.append(FieldValue(field.pointer, value))
        }
        let requests = (0..<send.count).map { _ in
            SampleRequest(
                interface: send.interface, event: send.event, sender: sender, recipients: send.to,
                point: send.mpan.map { point($0, for: send.from) }, book: book, at: now,
                environment: scenario.environment, seed: scenario.seed, serial: nextSerial(), fields: fields)
        }
        var post = Sent(body: try maker.body(requests), interface: send.interface)
        post.references = requests.map(\.reference)
        if let first = requests.first { post.payload = try maker.payload(first) }
        return post
    }

    /// A value at this instant; nil where it is of a step that found nothing.
    private func resolved(_ value: ScenarioValue) -> JSONValue? {
        guard case .same(let step, let pointer) = value else { return value.resolved(at: now) }
        return sent[step]?.payload?.value(at: pointer)
    }

    /// A metering point as registration holds it now, else as the scenario begins, else one of which only the number is known.
    private func point(_ mpan: String, for sender: DIPID) -> MeteringPoint {
        let registration = players.first { $0.party.role == .regs }
        if let known = registration?.point(mpan) ?? scenario.points.first(where: { $0.mpan == mpan }) { return known }
        let network = book.parties(in: [.ldso]).first?.dipID ?? sender
        return MeteringPoint(
            mpan: mpan, distributor: network, gspGroup: scenario.points.first?.gspGroup ?? "_A",
            created: scenario.start.midnight)
    }

    mutating func settleSend(_ answer: PlatformAnswer) {
        guard case .send(let send) = scenario.steps[current].action else { return }
        let step = scenario.steps[current].name
        sent[step]?.transactionIDs = answer.entries.compactMap(\.transactionID)
        let wanted = send.answer ?? 201
        let found = answer.status == 0 ? "no answer" : String(answer.status)
        var evidence = [
            ScenarioReport.Evidence(
                subject: "http status", transactionID: answer.entries.first?.transactionID, expected: String(wanted),
                found: found, holds: answer.status == wanted)
        ]
        let codes = answer.entries.compactMap { $0.code?.text }
        if let code = send.code {
            evidence.append(
                ScenarioReport.Evidence(
                    subject: "response code", expected: code.text,
                    found: codes.isEmpty ? "none" : Array(Set(codes)).sorted().joined(separator: ", "),
                    holds: codes.contains(code.text)))
        }
        if answer.status != 201 {
            record(
                .refused, send.from, "\(send.interface) was answered \(found)\(codes.first.map { " " + $0 } ?? "")",
                send.mpan, nil)
        }
        evidence += answer.sentences.prefix(5).map { .telling("finding", $0) }
        settle(evidence.allSatisfy { $0.holds != false } ? .passed : .failed, evidence)
    }

    // Expecting.

    /// Looks at what came; false where the step still waits.
    private mutating func judge(deadline: Instant) -> Bool {
        let isOver = isTick && now >= deadline
        switch scenario.steps[current].action {
        case .expect(let expect): judge(expect, isOver: isOver)
        case .status(let status): judge(status, isOver: isOver)
        default: if isOver { settle(.passed, []) }
        }
        return state != .until(deadline)
    }

    private mutating func judge(_ expect: ExpectStep, isOver: Bool) {
        var candidates: [(place: Int, checks: [ScenarioReport.Evidence])] = []
        let first = expect.after.flatMap { marks[$0] } ?? window
        for place in first.arrivals..<arrivals.count
        where !arrivals[place].isUsed && Self.concerns(expect, arrivals[place].message) {
            candidates.append((place, expect.fields.map { check($0, arrivals[place].message) }))
        }
        let matches = candidates.filter { $0.checks.allSatisfy { $0.holds == true } }
        if expect.isAbsent {
            if let first = matches.first {
                arrivals[first.place].isUsed = true
                settle(.failed, [arrived(arrivals[first.place], expected: "none", holds: false)])
            } else if isOver {
                settle(.passed, [.telling("message", "no \(expect.interface) came")])
            }
        } else if matches.count >= expect.count {
            var evidence: [ScenarioReport.Evidence] = []
            for match in matches.prefix(expect.count) {
                arrivals[match.place].isUsed = true
                evidence.append(arrived(arrivals[match.place], expected: nil, holds: true))
                evidence += match.checks
            }
            if let first = matches.first {
                sent[scenario.steps[current].name] = Sent(payload: arrivals[first.place].message.payload)
            }
            settle(.passed, evidence)
        } else if isOver {
            settle(.failed, missing(expect, found: matches.count, candidates))
        }
    }

    private static func concerns(_ expect: ExpectStep, _ message: ReceivedMessage) -> Bool {
        message.recipient == expect.party && message.interface == expect.interface
            && (expect.event ?? message.event) == message.event && (expect.mpan == nil || expect.mpan == message.mpan)
            && (expect.from ?? message.sender) == message.sender
    }

    private func arrived(_ arrival: Arrival, expected: String?, holds: Bool) -> ScenarioReport.Evidence {
        ScenarioReport.Evidence(
            subject: "message", transactionID: arrival.message.transactionID, expected: expected,
            found: "\(arrival.message.interface) [\(arrival.message.event)] at \(arrival.at)",
            holds: holds)
    }

    /// Why an expectation failed: the nearest message and what is wrong in it, or what came instead.
    private func missing(
        _ expect: ExpectStep, found: Int, _ candidates: [(place: Int, checks: [ScenarioReport.Evidence])]
    ) -> [ScenarioReport.Evidence] {
        let event = expect.event.map { " [\($0)]" } ?? ""
        let wanted =
            "\(expect.count > 1 ? "\(expect.count) of " : "")\(expect.interface)\(event) at \(name(expect.party))"
        let near = candidates.filter { !$0.checks.allSatisfy { $0.holds == true } }
            .min { left, right in left.checks.count { $0.holds == false } < right.checks.count { $0.holds == false } }
        if let near {
            return [arrived(arrivals[near.place], expected: wanted, holds: false)] + near.checks
        }
        let first = expect.after.flatMap { marks[$0] } ?? window
        let others = arrivals[first.arrivals...].filter { !$0.isUsed && $0.message.recipient == expect.party }.suffix(5)
        let instead = others.map { "\($0.message.interface) [\($0.message.event)]" }.joined(separator: ", ")
        let words = found > 0 ? "\(found) of them" : others.isEmpty ? "nothing" : "only \(instead)"
        return [ScenarioReport.Evidence(subject: "message", expected: wanted, found: words, holds: false)]
    }

    private func check(_ check: FieldCheck, _ message: ReceivedMessage) -> ScenarioReport.Evidence {
        let value = message.payload.value(at: check.pointer)
        let (expected, holds): (String, Bool)
        switch check.test {
        case .exists: (expected, holds) = ("a value", value != nil)
        case .isAbsent: (expected, holds) = ("nothing", value == nil)
        case .matches(let pattern):
            (expected, holds) = (pattern, value.map { Self.matches(Self.plain($0), pattern) } ?? false)
        case .contains(let part): (expected, holds) = (part, value.map { Self.contains($0, part) } ?? false)
        case .equals(let wanted):
            let wanted = resolved(wanted)
            (expected, holds) = (
                wanted.map(Self.shown) ?? "a value of an earlier step", wanted != nil && value == wanted
            )
        }
        return ScenarioReport.Evidence(
            subject: "field", transactionID: nil, pointer: check.pointer, expected: expected,
            found: value.map(Self.shown) ?? "nothing", holds: holds)
    }

    private mutating func judge(_ step: StatusStep, isOver: Bool) {
        let about = step.about.flatMap { sent[$0] }
        let first = step.about.flatMap { marks[$0] } ?? window
        let place = statuses[first.statuses...].firstIndex { arrival in
            guard !arrival.isUsed, arrival.party == step.party, step.code == nil || arrival.entry.code == step.code
            else {
                return false
            }
            guard step.about != nil else { return true }
            return about?.transactionIDs.contains { $0 == arrival.entry.transactionID } == true
                || about?.references.contains { $0 == arrival.entry.senderUniqueReference } == true
        }
        let wanted = "\(step.code?.text ?? "a status message") at \(name(step.party))"
        if let place {
            statuses[place].isUsed = true
            let entry = statuses[place].entry
            settle(
                step.isAbsent ? .failed : .passed,
                [
                    ScenarioReport.Evidence(
                        subject: "status message", transactionID: entry.transactionID,
                        expected: step.isAbsent ? "none" : wanted,
                        found: entry.message, holds: !step.isAbsent)
                ])
        } else if isOver {
            settle(
                step.isAbsent ? .passed : .failed,
                [
                    ScenarioReport.Evidence(
                        subject: "status message", expected: step.isAbsent ? "none" : wanted, found: "nothing",
                        holds: step.isAbsent)
                ])
        }
    }

    // Settling.

    private mutating func settle(_ outcome: ScenarioReport.Outcome, _ evidence: [ScenarioReport.Evidence]) {
        add(scenario.steps[current], outcome, evidence)
        if outcome == .failed { hasFailed = true }
        current += 1
        state = .ready
    }

    private mutating func add(
        _ step: ScenarioStep, _ outcome: ScenarioReport.Outcome, _ evidence: [ScenarioReport.Evidence]
    ) {
        results.append(
            ScenarioReport.Step(
                number: step.number, name: step.name, kind: step.kind, line: step.line, outcome: outcome,
                began: outcome == .skipped ? now : stepBegan, ended: now, evidence: evidence))
    }
}

extension ScenarioReport.Evidence {
    /// Something that is told and judges nothing.
    static func telling(_ subject: String, _ found: String) -> ScenarioReport.Evidence {
        ScenarioReport.Evidence(subject: subject, found: found)
    }
}
