public import DIP
import Foundation
public import Kernel
import Synchronization
import Trust

/// A platform that is served over HTTPS, as a transport: the parties that are played here are enrolled, each with a webhook
/// of its own in this process. A party under test may be the participant's own system: then what it should send is waited
/// for in the journal, and what it receives goes to its own webhook.
public actor PlatformTransport: ScenarioTransport {
    /// How long one call of `arrivals` waits at most, milliseconds of real time: where all parties are played here, and
    /// where one under test may have something on its way of which the platform does not know.
    private static let patience: Int64 = 50
    private static let patienceWithOthers: Int64 = 500
    /// How often it looks.
    private static let look = Duration.milliseconds(2)
    /// How long the platform may take to take switches up, and to come to rest, milliseconds of real time.
    private static let answerPatience: Int64 = 30_000
    private static let restPatience: Int64 = 15_000

    private var clients: [DIPID: PartyClient] = [:]
    private let inbox = Inbox()
    private let register: any DIPRegister
    private let journal: any MessageJournal
    /// How long a party's own system may take to send, milliseconds of real time.
    private let outsidePatience: Int64
    /// The place in the journal up to which what own systems sent has been told.
    private var seen: Int64 = 0
    private let checker: MessageChecker
    private let began: Instant
    private let start: Instant
    /// Virtual milliseconds a real one; 0: the clock goes on with what comes, and jumps to what is next when nothing
    /// comes for `patience`.
    private let factor: Int64
    /// How far the clock was put forward, milliseconds.
    private var ahead: Int64 = 0
    /// What the platform was told of that.
    private var told: Int64 = 0
    private var faults: [FaultRule] = []
    /// Whether the run wrote faults or outages.
    private var hasSwitched = false
    private var outage: Outage?
    private var questions = 0
    private var receivers: [Task<Void, any Error>] = []
    /// What the run changes on the platform, as it was before: put back when it ends.
    private let switchesBefore: [String: String]
    private let webhooksBefore: [Webhook]
    private var clockWritten: String?
    private var webhooksSet: [Webhook] = []

    /// Enrols the played parties and opens their webhooks.
    ///
    /// - Parameters:
    ///   - outsidePatience: how long a party under test, which then is a system of its own, may take to send,
    ///     milliseconds; nil: parties under test are played here too.
    ///   - enrolment: of the data folder of the stand-in that serves at `address`.
    ///   - authority: PEM file of the authority.
    public init(
        _ scenario: Scenario, specification: Specification, enrolment: Enrolment, register: any DIPRegister,
        journal: any MessageJournal, authority: String, address: String, outsidePatience: Int64? = nil
    ) async throws {
        self.register = register
        self.journal = journal
        self.outsidePatience = outsidePatience ?? 0
        switchesBefore = try register.switches()
        webhooksBefore = try register.webhooks()
        seen = try await journal.totals().lastSequence
        checker = MessageChecker(specification: specification, settings: .recipient)
        began = SystemClock.now()
        start = scenario.start
        factor = Int64(scenario.factor)
        do {
            try await enrol(
                scenario, specification: specification, enrolment: enrolment, authority: authority, address: address,
                isOutside: outsidePatience != nil)
        } catch {
            await close()
            throw error
        }
    }

    private func enrol(
        _ scenario: Scenario, specification: Specification, enrolment: Enrolment, authority: String, address: String,
        isOutside: Bool
    ) async throws {
        var generator = SystemRandomNumberGenerator()
        try register.load(appointments: scenario.appointments)
        let signatures = SigningDesk(
            roots: TrustRoots([try CertificateDocument(file: URL(fileURLWithPath: authority))])
        )
        .check()
        for party in scenario.parties where !party.isUnderTest || !isOutside {
            let own = party.party
            let outcome = try enrolment.enrol(
                Enrolment.Request(role: own.role, mpid: own.mpid, dipID: own.dipID), at: SystemClock.now(),
                using: &generator)
            let credentials = try enrolment.folder.credentials(of: enrolment.folder.party(named: outcome.dipId.text))
            clients[own.dipID] = try PartyClient(credentials: credentials, authority: authority, address: address)
            let port = try await open(credentials, authority: authority, signatures: signatures)
            let url = "https://127.0.0.1:\(port)/"
            let channels = specification.interfaces.map { Channel.interface($0.id) } + [.status]
            for channel in channels {
                let webhook = Webhook(dipID: own.dipID, channel: channel, url: url)
                try register.setWebhook(webhook)
                webhooksSet.append(webhook)
            }
        }
    }

    /// Starts a party's webhook and tells its port.
    private func open(
        _ credentials: PartyFolder.Credentials, authority: String, signatures: SignatureCheck
    ) async throws -> Int {
        let ports = AsyncStream<Int>.makeStream()
        let recipient = credentials.party.dipId
        let receiver = PartyReceiver(
            credentials: credentials, authority: authority, settings: .init(port: 0), checker: checker,
            signatures: signatures, now: { SystemClock.now() }, onReady: { ports.continuation.yield($0) },
            onArrival: { [inbox] arrival in inbox.put(arrival, for: recipient) })
        receivers.append(
            Task {
                defer { ports.continuation.finish() }
                try await receiver.serve()
            })
        for await port in ports.stream { return port }
        throw TransportProblem(why: "the webhook of \(credentials.party.name) could not be opened")
    }

    /// Ends the webhooks and the connections, and puts back what the run changed on the platform: faults, outages, the
    /// clock and webhooks are as they were before. What somebody else changed in the meantime stays.
    public func close() async {
        if hasSwitched {
            for name in [StandInSwitch.faults, StandInSwitch.outages] {
                try? register.setSwitch(name, to: switchesBefore[name])
            }
        }
        if let clockWritten, (try? register.switches())?[StandInSwitch.clock] == clockWritten {
            try? register.setSwitch(StandInSwitch.clock, to: switchesBefore[StandInSwitch.clock])
        }
        clockWritten = nil
        if questions > 0 { try? register.setSwitch(StandInSwitch.question, to: nil) }
        closeWebhooks()
        for receiver in receivers { receiver.cancel() }
        for receiver in receivers { _ = try? await receiver.value }
        for party in clients.keys.sorted() { try? await clients[party]?.close() }
    }

    /// No webhook of this run stays registered, since nobody will listen there.
    private func closeWebhooks() {
        let held = (try? register.webhooks()) ?? []
        for webhook in webhooksSet where held.contains(webhook) {
            if let before = webhooksBefore.first(where: { $0.dipID == webhook.dipID && $0.channel == webhook.channel })
            {
                try? register.setWebhook(before)
            } else {
                try? register.removeWebhook(of: webhook.dipID, channel: webhook.channel)
            }
        }
        webhooksSet = []
    }

    public func now() -> Instant {
        start.later(milliseconds: (SystemClock.now().milliseconds - began.milliseconds) * max(1, factor) + ahead)
    }

    public func post(as party: DIPID, interface: InterfaceID, body: [UInt8]) async -> PlatformAnswer {
        if clients[party] == nil { return await awaitOutside(party, interface: interface, body: body) }
        return await send(as: party, path: "/dip-channel/\(interface)", body: body)
    }

    /// Waits until a party's own system has sent a message of the interface and event that the step would send.
    private func awaitOutside(_ party: DIPID, interface: InterfaceID, body: [UInt8]) async -> PlatformAnswer {
        let event = checker.check(body, interface: interface).heads.first?.eventCode
        let filter = JournalFilter(party: party.text, interface: interface.text, events: [.accepted, .refused])
        let bound = SystemClock.now().later(milliseconds: outsidePatience)
        while SystemClock.now() < bound, !Task.isCancelled {
            let lines = (try? await journal.lines(after: seen, filter: filter, limit: 100)) ?? []
            for line in lines where line.sender == party.text && (event == nil || line.eventCode == event) {
                seen = line.sequence
                let entry = StatusEntry(
                    transactionID: line.transactionID, senderUniqueReference: line.senderUniqueReference,
                    correlationID: nil, sentTimestamp: line.at.isoWithOffset, senderID: StatusEntry.platform,
                    recipientID: party.text, message: line.code.map { "\($0) - \(line.detail ?? "")" })
                return PlatformAnswer(
                    status: line.event == .accepted ? 201 : line.httpStatus ?? 400, entries: [entry],
                    sentences: line.detail.map { [$0] } ?? [])
            }
            try? await Task.sleep(for: .milliseconds(100))
        }
        return PlatformAnswer(
            status: 0, sentences: ["\(party) is a system of its own and sent no \(interface) \(event ?? "") in time"])
    }

    public func postStatus(as party: DIPID, entries: [StatusEntry]) async -> PlatformAnswer {
        await send(as: party, path: "/statusmessage", body: StatusEntry.bytes(of: entries))
    }

    private func send(as party: DIPID, path: String, body: [UInt8]) async -> PlatformAnswer {
        guard let client = clients[party] else {
            return PlatformAnswer(
                status: 0, sentences: ["\(party) is a system of its own, and no script answers for it"])
        }
        do {
            let answer = try await client.send(path: path, body: body, at: SystemClock.now())
            let read = checker.standardResponse(answer.body)
            let sentences = read.value == nil ? [String(decoding: answer.body.prefix(500), as: UTF8.self)] : []
            return PlatformAnswer(status: answer.status, entries: read.value?.entries ?? [], sentences: sentences)
        } catch {
            return PlatformAnswer(status: 0, sentences: [String(describing: error)])
        }
    }

    public func apply(_ action: ScenarioAction) async -> String? {
        switch action {
        case .fault(let rule):
            faults.removeAll { $0.name == rule.name }
            faults.append(rule)
        case .clearFault(let name): faults.removeAll { $0.name == name }
        case .beginOutage(let kind): outage = Outage(kind: kind, from: SystemClock.now(), until: nil)
        case .endOutage(let policy):
            let from = outage?.from ?? SystemClock.now()
            outage = Outage(
                kind: outage?.kind ?? .holdsDeliveries, from: from, until: SystemClock.now(), release: policy)
        case .post, .postStatus, .settle: return nil
        }
        hasSwitched = true
        do {
            try register.setSwitch(StandInSwitch.faults, to: SwitchWatch.text(faults))
            try register.setSwitch(StandInSwitch.outages, to: SwitchWatch.text(outage.map { [$0] } ?? []))
        } catch {
            return String(describing: error)
        }
        // A step that follows must find them in force.
        if await answer(within: Self.answerPatience, { _ in true }) != nil { return nil }
        return Task.isCancelled
            ? nil
            : "The platform did not take up its switches within \(Self.answerPatience / 1_000) s: is a stand-in served from"
                + " this data folder?"
    }

    public func settle() async -> [ScenarioArrival] {
        await rest()
        return takeArrivals()
    }

    /// Waits until nothing is on its way.
    /// - Returns: how far the platform's clock is from the next thing that waits for an instant, milliseconds; nil where
    ///   nothing does, or the platform did not come to rest in time.
    @discardableResult private func rest() async -> Int64? {
        guard let answer = await answer(within: Self.restPatience, \.isAtRest) else { return nil }
        var dues = clients.keys.compactMap { answer.dues[$0.text] }
        if let due = answer.rateDue { dues.append(due) }
        return dues.min().map { max(0, $0.milliseconds - answer.at.milliseconds) }
    }

    /// Asks the platform how it stands, until it says what is waited for.
    /// - Parameter limit: milliseconds of real time.
    /// - Returns: what it said; nil where it did not say so in time.
    private func answer(within limit: Int64, _ holds: (SwitchAnswer) -> Bool) async -> SwitchAnswer? {
        questions += 1
        let word = "\(getpid())-\(began.milliseconds)-\(questions)"
        guard (try? register.setSwitch(StandInSwitch.question, to: word)) != nil else { return nil }
        let bound = SystemClock.now().later(milliseconds: limit)
        while SystemClock.now() < bound, !Task.isCancelled {
            let text = (try? register.switches())?[StandInSwitch.answer] ?? ""
            if let answer = try? JSONDecoder().decode(SwitchAnswer.self, from: Data(text.utf8)),
                answer.question == word, holds(answer)
            {
                return answer
            }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return nil
    }

    /// Puts the scenario's clock and the platform's forward, to the instant or to what is due on the platform before it.
    private func jump(to instant: Instant, due: Int64?) async {
        let distance = instant.milliseconds - now().milliseconds
        guard distance > 0 else { return }
        let dueAhead = due.map { max(ahead, told + $0) } ?? .max
        let isPlatforms = dueAhead < ahead + distance
        ahead = isPlatforms ? dueAhead : ahead + distance
        // The platform is not told of every moment.
        guard isPlatforms || ahead - told > 1_000 else { return }
        let real = SystemClock.now()
        let before =
            switchesBefore[StandInSwitch.clock]
            .flatMap { try? JSONDecoder().decode(VirtualClock.self, from: Data($0.utf8)) } ?? .real
        let clock = VirtualClock(
            realOrigin: real, virtualOrigin: before.shown(at: real).later(milliseconds: ahead), factor: before.factor)
        guard let text = try? SwitchWatch.text(clock) else { return }
        try? register.setSwitch(StandInSwitch.clock, to: text)
        clockWritten = text
        told = ahead
        _ = await answer(within: Self.answerPatience) { _ in true }
    }

    private func takeArrivals() -> [ScenarioArrival] {
        let shown = now()
        return inbox.take().map { ScenarioArrival(at: shown, delivery: $0) }
    }

    public func arrivals(until instant: Instant?) async -> [ScenarioArrival] {
        let patience = outsidePatience > 0 ? Self.patienceWithOthers : Self.patience
        let bound = SystemClock.now().later(milliseconds: patience)
        while true {
            let came = takeArrivals()
            if !came.isEmpty { return came }
            if let instant, now() >= instant { return [] }
            if Task.isCancelled { return [] }
            if SystemClock.now() >= bound {
                guard factor == 0, let instant else { return [] }
                // A slow machine is no reason for the clock to run ahead of what is on its way.
                let due = await rest()
                let late = takeArrivals()
                if late.isEmpty { await jump(to: instant, due: due) }
                return late
            }
            try? await Task.sleep(for: Self.look)
        }
    }
}

/// Why a scenario could not be brought to a platform.
public struct TransportProblem: Error, CustomStringConvertible {
    public var why: String
    public var description: String { why }
}

/// What came to the webhooks and was not taken yet. Bounded by what the platform has under way, since it waits for answers.
private final class Inbox: Sendable {
    private let held = Mutex<[LoopbackPlatform.Delivery]>([])

    func put(_ arrival: Arrival, for recipient: DIPID) {
        guard arrival.status < 300 else { return }
        let deliveries: [LoopbackPlatform.Delivery]
        if arrival.statuses.isEmpty {
            deliveries = (arrival.verdict?.heads ?? []).compactMap { head in
                guard let value = try? JSONValue(Array(arrival.body[head.bytes])) else { return nil }
                return LoopbackPlatform.Delivery(recipient: recipient, contents: .message(value))
            }
        } else {
            deliveries = arrival.statuses.map { .init(recipient: recipient, contents: .status($0)) }
        }
        held.withLock { $0 += deliveries }
    }

    func take() -> [LoopbackPlatform.Delivery] {
        held.withLock { held in
            defer { held = [] }
            return held
        }
    }
}
