import DIP
import Kernel
import Synchronization

/// Takes messages in: checks, addresses, keeps, and only then answers 201.
struct Intake: Sendable {
    let checker: MessageChecker
    let router: Router
    let directory: Directory
    let register: any DIPRegister
    let journal: any MessageJournal
    let settings: PlatformSettings
    let watcher: AppointmentWatcher
    let numbers: RunningNumbers
    let faults: IntakeFaults
    /// Told the queues that have something new, and the lines that a page shows live.
    let onAccepted: @Sendable ([QueueID]) -> Void
    /// Told messages that were taken in: some are to the platform itself.
    let onTaken: @Sendable ([AcceptedMessage]) -> Void
    let answering = Answering()

    /// `POST /dip-channel/{id}`.
    func take(_ request: Received, interface: InterfaceID, visitor: Visitor) async throws -> Answer {
        let sender = visitor.participant.dipID
        var verdict = checker.check(request.body, interface: interface)
        let most = settings.integer(.maximumBatchMessages)
        if verdict.heads.count > (most == 0 ? Self.mostMessages : most) {
            throw Refusal(
                413, .processingFailed, "\(verdict.heads.count) messages in one request",
                help: "at most \(most == 0 ? Self.mostMessages : most) are taken at once (maximumBatchMessages)")
        }
        // What messages say of their sender is judged once the form of all is sound.
        for index in verdict.isAccepted ? verdict.heads.indices : 0..<0 {
            verdict.findings += senderFindings(verdict.heads[index], index: index, visitor: visitor)
            verdict.findings += roleFinding(verdict.heads[index], index: index, interface: interface)
        }
        guard verdict.isAccepted else {
            return try await refuse(verdict, request: request, interface: interface, sender: sender)
        }
        var (messages, reports) = try address(&verdict, request: request, interface: interface, visitor: visitor)
        var notes: [JournalLine] = []
        if verdict.isAccepted, let done = faults.done(to: messages, interface: interface, at: request.at) {
            if let answer = try await goWrong(done, messages, &verdict, &reports, &notes, at: request.at) {
                return answer
            }
        }
        guard verdict.isAccepted else {
            return try await refuse(verdict, request: request, interface: interface, sender: sender)
        }
        let post = AcceptedPost(
            body: request.body, interface: interface, sender: sender, messages: messages,
            reports: statuses(reports, about: messages, at: request.at), notes: notes)
        let outcome = try await journal.append(posts: [post])
        if case .repeated(let indexes)? = outcome.first {
            verdict.findings += indexes.map { StatefulRules.usedReference(verdict.heads[$0], index: $0) }
            return try await refuse(verdict, request: request, interface: interface, sender: sender)
        }
        try follow(post)
        return answering.accepted(messages, at: request.at)
    }

    /// What routing found to tell the sender of a message later.
    private struct Report {
        var index: Int
        var fault: RoutingFault
    }

    /// Lets rules have their way with sound messages: refusals into the verdict, reports for later, each with its evidence.
    /// - Parameter notes: written once the post is kept; those of a refusal are written here.
    /// - Returns: an answer in place of the platform's own, or nil.
    private func goWrong(
        _ done: IntakeFaults.Outcome, _ messages: [AcceptedMessage], _ verdict: inout BodyVerdict,
        _ reports: inout [Report], _ notes: inout [JournalLine], at: Instant
    ) async throws -> Answer? {
        if done.wait > 0 { try? await Task.sleep(for: .milliseconds(done.wait)) }
        if let answer = done.answer { return answer }
        for (index, rule, code) in done.refusals {
            verdict.findings.append(StatefulRules.chosen(code, messages[index].head, index: index, rule: rule))
        }
        guard done.refusals.isEmpty else {
            try await journal.append(
                notes: done.refusals.map { note("refused with \($0.code)", by: $0.rule, messages[$0.index], nil, at) })
            return nil
        }
        for (index, rule, code) in done.reports {
            reports.append(
                Report(
                    index: index,
                    fault: RoutingFault(code: code, subject: rule, sentence: ResponseCodes.sentence(of: code))))
            notes.append(note("reported with \(code)", by: rule, messages[index], messages[index].transactionID, at))
        }
        return nil
    }

    private func note(
        _ words: String, by rule: String, _ message: AcceptedMessage, _ transaction: String?, _ at: Instant
    ) -> JournalLine {
        JournalLine(
            at: at, event: .fault, transactionID: transaction,
            senderUniqueReference: message.head.senderUniqueReference, interface: message.head.interface,
            eventCode: message.head.eventCode, sender: message.head.sender, mpan: message.head.mpan,
            detail: "\(rule): \(words)")
    }

    /// Finds each message's recipients; level 1 faults go into the verdict, level 2 faults are reported.
    private func address(
        _ verdict: inout BodyVerdict, request: Received, interface: InterfaceID, visitor: Visitor
    ) throws -> ([AcceptedMessage], [Report]) {
        let lanes = settings.integer(.lanes)
        let unknownMPAN = settings.text(.unknownMPAN)
        var messages: [AcceptedMessage] = []
        var reports: [Report] = []
        messages.reserveCapacity(verdict.heads.count)
        for index in verdict.heads.indices {
            let head = verdict.heads[index]
            let appointments =
                try head.mpan.map { try directory.appointments(of: $0, version: visitor.snapshot.version) } ?? []
            var routed = router.route(
                head, directory: visitor.snapshot.routing, appointments: appointments, at: request.at, lanes: lanes)
            if unknownMPAN != "status" {
                let unknown = routed.reports.filter(Self.isAboutTheRegister)
                routed.reports.removeAll(where: Self.isAboutTheRegister)
                if unknownMPAN == "refuse" { routed.refusals += unknown }
            }
            verdict.findings += routed.refusals.map { Self.finding($0, head: head, index: index) }
            reports += routed.reports.map { Report(index: index, fault: $0) }
            messages.append(
                AcceptedMessage(
                    head: head, transactionID: numbers.transaction(interface: interface, head: head, at: request.at),
                    acceptedAt: request.at,
                    initialCorrelationID: head.senderCorrelation ?? numbers.correlation(at: request.at),
                    addressees: routed.addressees))
        }
        return (messages, reports)
    }

    private static func isAboutTheRegister(_ fault: RoutingFault) -> Bool {
        fault.code == .mpanUnknown || fault.code == .noSecondaryRecipient
    }

    private static func finding(_ fault: RoutingFault, head: MessageHead, index: Int) -> MessageFinding {
        MessageFinding(
            index: index, pointer: "/\(index)/payload/CommonBlock/A0", offset: head.bytes.lowerBound,
            rule: "RecipientsCanReceive", code: fault.code, sentence: fault.sentence)
    }

    /// What routing found, as status messages for the senders.
    private func statuses(_ reports: [Report], about messages: [AcceptedMessage], at: Instant) -> [AddressedStatus] {
        reports.compactMap { report in
            let message = messages[report.index]
            guard let sender = DIPID(message.head.sender) else { return nil }
            return AddressedStatus(
                entry: answering.report(report.fault, about: message, at: at), recipient: sender, at: at,
                mpan: message.head.mpan)
        }
    }

    /// What follows once messages are kept: the register learns from them, and deliveries begin.
    private func follow(_ post: AcceptedPost) throws {
        try learn(from: post.messages, body: post.body)
        var queues = Set(post.reports.map { QueueID(recipient: $0.recipient, lane: 0) })
        for message in post.messages { queues.formUnion(message.addressees.map(\.queue)) }
        onAccepted(queues.sorted())
        onTaken(post.messages)
    }

    /// Registration's own messages keep the appointments current.
    private func learn(from messages: [AcceptedMessage], body: [UInt8]) throws {
        for message in messages where watcher.watches(message.head.interface) {
            guard let mpan = message.head.mpan, let text = try? JSONText(Array(body[message.head.bytes])) else {
                continue
            }
            let snapshot = try directory.snapshot()
            let changes = watcher.changes(
                from: message.head, appointments: try directory.appointments(of: mpan, version: snapshot.version),
                directory: snapshot.routing, value: MessageFields(text).value)
            for change in changes {
                try register.appoint(mpan: change.mpan, role: change.role, dipID: change.dipID, from: change.from)
            }
        }
    }

    /// The most messages of one body, whatever the settings say: the journal's bound.
    static let mostMessages = 10_000

    private func refuse(
        _ verdict: BodyVerdict, request: Received, interface: InterfaceID, sender: DIPID
    ) async throws -> Answer {
        let foreign = verdict.findings.contains { $0.refuses && $0.rule == Self.foreignSenderRule }
        let first = verdict.findings.first(where: \.refuses)
        let head = first?.index.flatMap { verdict.heads.indices.contains($0) ? verdict.heads[$0] : nil }
        try await journal.append(notes: [
            JournalLine(
                at: request.at, event: .refused, senderUniqueReference: head?.senderUniqueReference,
                interface: interface.text, eventCode: head?.eventCode, sender: sender.text, mpan: head?.mpan,
                code: first?.code.text, httpStatus: foreign ? settings.integer(.foreignKeyStatus) : 400,
                detail: first.map { "\($0.pointer): \($0.sentence)" })
        ])
        return answering.findings(
            verdict, status: foreign ? settings.integer(.foreignKeyStatus) : 400, to: sender.text, at: request.at)
    }

    private static let foreignSenderRule = CheckRule.senderIsTheParty.rawValue

    /// What only the register can tell of a message's sender.
    private func senderFindings(_ head: MessageHead, index: Int, visitor: Visitor) -> [MessageFinding] {
        let caller = visitor.participant.dipID
        let environment = StatefulRules.environment(head, index: index, environment: settings.text(.environment))
        if let foreign = StatefulRules.sender(head, index: index, caller: caller, actsFor: visitor.maySend) {
            return [environment, foreign].compactMap(\.self)
        }
        guard let sender = DIPID(head.sender), let known = visitor.snapshot.participants[sender] else { return [] }
        return [
            environment, StatefulRules.role(head, index: index, role: known.role),
            provider(head, index: index, sender: sender, caller: caller),
        ].compactMap(\.self)
    }

    /// Whether the sender's role may send the interface at all, by the routing table.
    private func roleFinding(_ head: MessageHead, index: Int, interface: InterfaceID) -> [MessageFinding] {
        guard settings.isOn(.checkSenderRole), let role = RoleCode(head.senderRole),
            let row = router.table.route(interface, event: head.eventCode), !row.maySend(role)
        else { return [] }
        return [
            MessageFinding(
                index: index, pointer: "/\(index)/payload/CommonBlock/S1/senderRoleID", offset: head.bytes.lowerBound,
                rule: "RoleMaySendTheInterface", code: .senderRoleInvalid,
                sentence: "\(role) does not send \(interface) \(head.eventCode); senders are "
                    + row.senders.map { $0.role?.text ?? "all" }.joined(separator: ", ") + ".")
        ]
    }

    /// A named connection provider must be the one that sends.
    private func provider(_ head: MessageHead, index: Int, sender: DIPID, caller: DIPID) -> MessageFinding? {
        let acting = sender == caller ? nil : caller.text
        guard let named = head.connectionProvider, named != acting else { return nil }
        return MessageFinding(
            index: index, pointer: "/\(index)/payload/CommonBlock/S1/DIPConnectionProviderID",
            offset: head.bytes.lowerBound, rule: "ConnectionProviderIsTheSender", code: .connectionProviderInvalid,
            sentence: acting.map { "The connection provider is \($0), not \(named)." }
                ?? "\(named) did not send this; \(sender) did so itself.")
    }
}
