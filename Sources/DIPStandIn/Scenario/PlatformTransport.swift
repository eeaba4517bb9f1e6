public import DIP
import Foundation
public import Kernel
import Synchronization
import Trust

/// A platform that is served over HTTPS, as a transport: the parties that are played here are enrolled, each with a webhook
/// of its own in this process. A party under test may be the participant's own system: then what it should send is waited
/// for in the journal, and what it receives goes to its own webhook.
public actor PlatformTransport: ScenarioTransport {
    /// How long one call of `arrivals` waits at most, milliseconds of real time.
    private static let patience: Int64 = 500
    /// How often it looks.
    private static let look = Duration.milliseconds(2)

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
    private var faults: [FaultRule] = []
    /// Whether the run wrote faults or outages.
    private var hasSwitched = false
    private var outage: Outage?
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
        checker = MessageChecker(specification: specification)
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
        case .post, .postStatus: return nil
        }
        hasSwitched = true
        do {
            try register.setSwitch(StandInSwitch.faults, to: Self.text(faults))
            try register.setSwitch(StandInSwitch.outages, to: Self.text(outage.map { [$0] } ?? []))
        } catch {
            return String(describing: error)
        }
        // The platform looks at its switches four times a second; a step that follows must find them in force.
        try? await Task.sleep(for: .milliseconds(SwitchWatch.everyMilliseconds * 2))
        return nil
    }

    /// Puts the scenario's clock and the platform's forward.
    private func jump(to instant: Instant) async {
        let distance = instant.milliseconds - now().milliseconds
        guard distance > 0 else { return }
        ahead += distance
        let real = SystemClock.now()
        let before =
            switchesBefore[StandInSwitch.clock]
            .flatMap { try? JSONDecoder().decode(VirtualClock.self, from: Data($0.utf8)) } ?? .real
        let clock = VirtualClock(
            realOrigin: real, virtualOrigin: before.shown(at: real).later(milliseconds: ahead), factor: before.factor)
        guard distance > 1_000, let text = try? Self.text(clock) else { return }
        try? register.setSwitch(StandInSwitch.clock, to: text)
        clockWritten = text
        try? await Task.sleep(for: .milliseconds(SwitchWatch.everyMilliseconds * 2))
    }

    private static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    public func arrivals(until instant: Instant?) async -> [ScenarioArrival] {
        let bound = SystemClock.now().later(milliseconds: Self.patience)
        while true {
            let came = inbox.take()
            let shown = now()
            if !came.isEmpty { return came.map { ScenarioArrival(at: shown, delivery: $0) } }
            if let instant, shown >= instant { return [] }
            if Task.isCancelled { return [] }
            if SystemClock.now() >= bound {
                if factor == 0, let instant { await jump(to: instant) }
                return []
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
