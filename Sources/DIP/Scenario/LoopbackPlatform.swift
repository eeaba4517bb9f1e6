public import Kernel

/// The platform in memory: the same checking, routing, masking and faults as the real stand-in, without sockets, disk or
/// signatures, on a clock that somebody else moves. For scenarios that run offline in milliseconds.
public struct LoopbackPlatform: Sendable {
    /// Something that reaches a party.
    public struct Delivery: Equatable, Sendable {
        public enum Contents: Equatable, Sendable {
            case message(JSONValue)
            case status(StatusEntry)
        }
        public var recipient: DIPID
        public var contents: Contents

        public init(recipient: DIPID, contents: Contents) {
            self.recipient = recipient
            self.contents = contents
        }
    }

    /// A delivery on its way.
    struct Waiting: Equatable, Sendable {
        var parcel: Parcel
        var sender: DIPID
        /// How often it is delivered.
        var copies = 1
    }

    let checker: MessageChecker
    let router: Router
    let watcher: AppointmentWatcher
    let renderer: OutboundRenderer
    let directory: RoutingDirectory
    let seed: UInt64
    var roles: [DIPID: RoleCode]
    var appointments: [String: [Appointment]] = [:]
    var identifiers: TransactionIDs
    /// References in use, by sender. Bound: what a scenario sends.
    var references: Set<String> = []
    /// Who sent a transaction, for status messages' way back.
    var origins: [String: DIPID] = [:]
    var agenda = ScenarioAgenda<Waiting>()
    /// Until when a queue is held up by a delayed message.
    var heldUntil: [QueueID: Instant] = [:]
    var backlog: [Waiting] = []
    var faults: FaultBook
    var outage: Outage?
    var parcels: Int64 = 0
    var posts: Int64 = 0
    /// Messages that were sound, for the draws of faults.
    var sound: Int64 = 0

    /// From acceptance to delivery, virtual milliseconds.
    public var deliveryMilliseconds: Int64 = 200
    /// Lanes of a recipient.
    static let lanes = 16
    /// Tries before a delivery is given up.
    static let mostTries = 10

    /// - Parameter points: give the appointment register as it is at the beginning.
    public init(
        specification: Specification, parties: [MarketParty], points: [MeteringPoint], seed: UInt64,
        routing: RoutingTable = .builtIn, settings: CheckSettings = CheckSettings()
    ) {
        checker = MessageChecker(specification: specification, settings: settings)
        router = Router(table: routing)
        watcher = AppointmentWatcher(table: routing)
        renderer = OutboundRenderer(names: Self.names(of: specification), table: routing)
        directory = RoutingDirectory(parties.map(Self.participant))
        self.seed = seed
        roles = Dictionary(parties.map { ($0.dipID, $0.role) }, uniquingKeysWith: { first, _ in first })
        var generator = SeededGenerator(seed: seed).child("transactions")
        identifiers = TransactionIDs(seed: generator.next(), first: 0)
        faults = FaultBook(seed: seed)
        for point in points { appointments[point.mpan] = point.appointments(of: roles) }
    }

    private static func participant(_ party: MarketParty) -> Participant {
        Participant(
            dipID: party.dipID, mpid: party.mpid, role: party.role, apiKeyDigest: "", certificateDigest: "",
            certificateExpires: Instant(milliseconds: .max))
    }

    private static func names(of specification: Specification) -> [String] {
        var names: Set<String> = []
        for case .object(let object) in specification.schemas.map(\.kind) { names.formUnion(object.fields.map(\.name)) }
        return names.sorted()
    }

    /// When it next delivers something.
    public var nextDue: Instant? { agenda.nextDue }

    /// Appointments to an MPAN, as it holds them now.
    public func appointments(of mpan: String) -> [Appointment] { appointments[mpan] ?? [] }

    /// Takes a post of messages.
    public mutating func post(
        from sender: DIPID, interface: InterfaceID, body: [UInt8], at now: Instant
    ) -> PlatformAnswer {
        posts += 1
        if outage?.refusesIntake(at: now) == true {
            return PlatformAnswer(status: 503, sentences: ["The platform is out."])
        }
        let subject = FaultSubject(
            direction: .intake, party: sender, interface: interface, event: nil, number: posts)
        for hit in faults.hits(subject, at: now, where: { !$0.looksAtMessages }) {
            if let answer = Self.answer(of: hit) { return answer }
        }
        let verdict = checker.check(body, interface: interface)
        var findings = verdict.findings.filter(\.refuses)
        findings += refusals(of: verdict.heads, from: sender)
        var outcomes: [RoutingOutcome] = []
        for (index, head) in verdict.heads.enumerated() where findings.isEmpty {
            let outcome = router.route(
                head, directory: directory, appointments: appointments(of: head.mpan ?? ""), at: now, lanes: Self.lanes)
            findings += outcome.refusals.map {
                MessageFinding(
                    index: index, pointer: "/\(index)/payload/CommonBlock/A0", offset: head.bytes.lowerBound,
                    rule: "RecipientsAreValid", code: $0.code, sentence: $0.sentence)
            }
            outcomes.append(outcome)
        }
        guard findings.isEmpty, !verdict.heads.isEmpty else { return refusal(findings, verdict.heads, sender, now) }
        for (index, head) in verdict.heads.enumerated() where !faults.isEmpty {
            for hit in messageFaults(head, outcomes[index], interface, at: now) {
                if let answer = Self.answer(of: hit) { return answer }
                switch hit.effect {
                case .refuse(let code): findings.append(StatefulRules.chosen(code, head, index: index, rule: hit.rule))
                case .report(let code):
                    outcomes[index].reports.append(
                        RoutingFault(code: code, subject: hit.rule, sentence: ResponseCodes.sentence(of: code)))
                default: break
                }
            }
        }
        guard findings.isEmpty else { return refusal(findings, verdict.heads, sender, now) }
        let entries = zip(verdict.heads, outcomes).map { accept($0, $1, from: sender, body, at: now) }
        return PlatformAnswer(status: 201, entries: entries)
    }

    /// What a fault answers in the platform's place; nil where it answers nothing.
    private static func answer(of hit: FaultHit) -> PlatformAnswer? {
        switch hit.effect {
        case .answer(let status): PlatformAnswer(status: status, sentences: ["Fault \(hit.rule)."])
        case .brokenTLS, .expiredCertificate: PlatformAnswer(status: 0, sentences: ["Fault \(hit.rule)."])
        default: nil
        }
    }

    private mutating func messageFaults(
        _ head: MessageHead, _ outcome: RoutingOutcome, _ interface: InterfaceID, at now: Instant
    ) -> [FaultHit] {
        sound += 1
        return faults.hits(
            FaultSubject(
                direction: .intake, party: DIPID(head.sender), interface: interface, event: head.eventCode,
                sender: DIPID(head.sender), recipients: outcome.addressees.map(\.recipient), mpan: head.mpan,
                number: sound), at: now, where: \.looksAtMessages)
    }

    /// What the schema does not say: who sends, and whether the reference is new.
    private func refusals(of heads: [MessageHead], from sender: DIPID) -> [MessageFinding] {
        var seen: Set<String> = []
        var findings: [MessageFinding] = []
        for (index, head) in heads.enumerated() {
            func add(_ code: ResponseCode, _ field: String, _ rule: String, _ sentence: String) {
                findings.append(
                    MessageFinding(
                        index: index, pointer: "/\(index)/payload/CommonBlock/S1/\(field)",
                        offset: head.bytes.lowerBound,
                        rule: rule, code: code, sentence: sentence))
            }
            if head.sender != sender.text {
                add(
                    .senderInvalid, "senderDIPID", "SenderIsTheOneWhoPosts",
                    "\(head.sender) does not post; \(sender) does.")
            } else if let role = roles[sender], head.senderRole != role.text {
                add(
                    .senderRoleInvalid, "senderRoleID", "SenderRoleIsEnrolled",
                    "\(sender) is \(role), not \(head.senderRole).")
            }
            let reference = "\(head.sender) \(head.senderUniqueReference)"
            if references.contains(reference) || !seen.insert(reference).inserted {
                add(
                    .referenceUsed, "senderUniqueReference", "SenderReferenceIsNew",
                    "The reference \(head.senderUniqueReference) was used before.")
            }
        }
        return findings
    }

    private func refusal(
        _ findings: [MessageFinding], _ heads: [MessageHead], _ sender: DIPID, _ now: Instant
    ) -> PlatformAnswer {
        let entries = findings.map { finding in
            let head = finding.index.flatMap { heads.indices.contains($0) ? heads[$0] : nil }
            return StatusEntry(
                transactionID: nil, senderUniqueReference: head?.senderUniqueReference, correlationID: nil,
                sentTimestamp: now.isoWithOffset, senderID: StatusEntry.platform, recipientID: sender.text,
                message: String("\(finding.code) - \(finding.sentence)".prefix(200)))
        }
        return PlatformAnswer(
            status: 400, entries: entries, sentences: findings.map { "\($0.pointer): \($0.sentence)" })
    }

    private mutating func accept(
        _ head: MessageHead, _ outcome: RoutingOutcome, from sender: DIPID, _ body: [UInt8], at now: Instant
    ) -> StatusEntry {
        references.insert("\(head.sender) \(head.senderUniqueReference)")
        let transaction = identifiers.next(
            interface: head.interface, sender: head.sender, role: head.senderRole, at: now)
        origins[transaction] = sender
        let message = AcceptedMessage(
            head: head, transactionID: transaction, acceptedAt: now,
            initialCorrelationID: head.senderCorrelation ?? "CI-" + transaction.dropFirst(2),
            addressees: outcome.addressees)
        let element = Array(body[head.bytes])
        for addressee in outcome.addressees {
            guard let interface = InterfaceID(head.interface) else { continue }
            parcels += 1
            let parcel = Parcel(
                id: parcels, queue: addressee.queue,
                channel: .interface(interface), addressee: addressee, contents: .message(message, bytes: element),
                attempts: 0, isReplay: false)
            dispatch(Waiting(parcel: parcel, sender: sender), at: now)
        }
        for report in outcome.reports { tell(sender, report.code, report.sentence, message, at: now) }
        watch(message, element)
        return StatusEntry(
            transactionID: transaction, senderUniqueReference: head.senderUniqueReference,
            correlationID: message.initialCorrelationID, sentTimestamp: now.isoWithOffset,
            senderID: StatusEntry.platform, recipientID: sender.text, message: "MSG0000 - Success")
    }

    /// A status message about a message, of the platform's own unless it is another's.
    mutating func tell(
        _ sender: DIPID, _ code: ResponseCode, _ sentence: String, _ message: AcceptedMessage,
        as reporter: String = StatusEntry.platform, at now: Instant
    ) {
        let entry = StatusEntry(
            transactionID: message.transactionID, senderUniqueReference: message.head.senderUniqueReference,
            correlationID: message.initialCorrelationID, sentTimestamp: now.isoWithOffset,
            senderID: reporter, recipientID: sender.text,
            message: String("\(code) - \(sentence)".prefix(200)))
        deliver(entry, to: sender, from: sender, at: now)
    }

    private mutating func deliver(_ entry: StatusEntry, to recipient: DIPID, from sender: DIPID, at now: Instant) {
        parcels += 1
        let parcel = Parcel(
            id: parcels, queue: QueueID(recipient: recipient, lane: 0), channel: .status, addressee: nil,
            contents: .status(entry), attempts: 0, isReplay: false)
        dispatch(Waiting(parcel: parcel, sender: sender), at: now)
    }

    /// Takes status messages of a party about what it received.
    public mutating func postStatus(from party: DIPID, _ entries: [StatusEntry], at now: Instant) -> PlatformAnswer {
        if outage?.refusesIntake(at: now) == true {
            return PlatformAnswer(status: 503, sentences: ["The platform is out."])
        }
        for entry in entries {
            guard let recipient = entry.transactionID.flatMap({ origins[$0] }) else {
                return PlatformAnswer(
                    status: 400, sentences: ["No transaction \(entry.transactionID ?? "") is known."])
            }
            deliver(entry, to: recipient, from: party, at: now)
        }
        return PlatformAnswer(status: 201, entries: entries)
    }

    /// Keeps the appointment register by the registration service's traffic.
    private mutating func watch(_ message: AcceptedMessage, _ element: [UInt8]) {
        guard watcher.watches(message.head.interface), let mpan = message.head.mpan,
            let payload = (try? JSONValue(element))?["payload"]
        else { return }
        let changes = watcher.changes(
            from: message.head, appointments: appointments(of: mpan), directory: directory
        ) { block, field in
            payload.text(at: "/CustomBlock/\(block)/\(field)") ?? payload.text(at: "/CommonBlock/\(block)/\(field)")
        }
        for change in changes {
            var known = appointments[change.mpan] ?? []
            for place in known.indices where known[place].role == change.role && known[place].holds(at: change.from) {
                known[place].until = change.from
            }
            if let party = change.dipID {
                known.append(
                    Appointment(mpan: change.mpan, role: change.role, dipID: party, from: change.from, until: nil))
            }
            appointments[change.mpan] = known
        }
    }
}
