import DIP
import Kernel
import Logging
import ServiceLifecycle
import Synchronization

/// The platform's own replay service: answers a request for a point's earlier consumption (IF-015) with what the journal
/// holds of it (IF-016).
///
/// It goes by the journal alone: which requests were answered is a place in it that is written down after each, and the
/// references of the answers are made from the request's transaction. So a request that was answered 201 is answered
/// after a crash at any instant, and never twice.
///
/// Where a participant plays the service itself (role DIP), it keeps still.
struct ConsumptionReplays: Service {
    let journal: any MessageJournal
    let register: any DIPRegister
    let directory: Directory
    let checker: MessageChecker
    let router: Router
    let settings: PlatformSettings
    let numbers: RunningNumbers
    /// Told the queues that have something new.
    let onAccepted: @Sendable ([QueueID]) -> Void
    let logger: Logger

    private let maker: SampleMaker
    private let wakes: AsyncStream<Void>
    private let waking: AsyncStream<Void>.Continuation
    private let progress = Progress()

    /// The switch that holds the sequence of the last line that was looked at.
    static let place = "consumptionReplays"
    private static let request = "IF-015"
    /// Lines of a point that are looked through for its consumption; more than `ConsumptionReplay.most` of them may be
    /// of other interfaces.
    private static let mostLines = 20_000
    /// What the journal could not do is tried again after so long.
    private static let again = Duration.seconds(1)

    init(
        journal: any MessageJournal, register: any DIPRegister, directory: Directory, checker: MessageChecker,
        router: Router, settings: PlatformSettings, numbers: RunningNumbers, logger: Logger,
        onAccepted: @escaping @Sendable ([QueueID]) -> Void
    ) {
        self.journal = journal
        self.register = register
        self.directory = directory
        self.checker = checker
        self.router = router
        self.settings = settings
        self.numbers = numbers
        self.logger = logger
        self.onAccepted = onAccepted
        maker = SampleMaker(checker.specification)
        (wakes, waking) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Looks whether there is a request among messages that were taken in.
    func arrived(_ messages: [AcceptedMessage]) {
        guard messages.contains(where: { $0.head.interface == Self.request }) else { return }
        progress.counts.withLock { $0.asked += 1 }
        waking.yield()
    }

    /// Whether nothing that came is still to be answered.
    var isIdle: Bool { progress.counts.withLock { $0.asked == $0.answered } }

    /// How often requests came, and up to which of these times all are answered.
    private final class Progress: Sendable {
        let counts = Mutex((asked: 0, answered: 0))
    }

    /// Writes down where it begins, the first time: requests that came before there was a service stay as they are.
    func begin() async throws {
        guard try register.switches()[Self.place] == nil else { return }
        try register.setSwitch(Self.place, to: String(try await journal.totals().lastSequence))
    }

    func run() async throws {
        waking.yield()
        await cancelWhenGracefulShutdown {
            for await _ in wakes {
                do { try await answerAll() } catch is CancellationError { return } catch {
                    logger.error("a request for consumption waits", metadata: ["cause": "\(error)"])
                    try? await Task.sleep(for: Self.again)
                    waking.yield()
                }
            }
        }
    }

    /// Answers what has come since the place that is written down.
    func answerAll() async throws {
        let asked = progress.counts.withLock { $0.asked }
        var place = Int64(try register.switches()[Self.place] ?? "") ?? 0
        let end = try await journal.totals().lastSequence
        let filter = JournalFilter(interface: Self.request, events: [.accepted])
        while true {
            let lines = try await journal.lines(after: place, filter: filter, limit: 100)
            for line in lines {
                try await answer(line)
                place = line.sequence
                try register.setSwitch(Self.place, to: String(place))
            }
            guard lines.isEmpty else { continue }
            // So that the next look does not begin before all that was passed over.
            if end > place { try register.setSwitch(Self.place, to: String(end)) }
            progress.counts.withLock { $0.answered = asked }
            return
        }
    }

    private func answer(_ line: JournalLine) async throws {
        let snapshot = try directory.snapshot()
        guard settings.isOn(.consumptionReplay), let platform = Self.party(settings),
            !snapshot.participants.values.contains(where: { $0.role == platform.role }),
            let mpan = line.mpan, let transaction = line.transactionID,
            let request = try await received(transaction, by: platform.dipID)
        else { return }
        let history = try await history(of: mpan, before: line.sequence, for: platform.dipID)
        let codes = ConsumptionReplay.rejection(
            isEmpty: history.isEmpty,
            isDataService: try isDataService(request.sender, of: mpan, at: line.at, snapshot: snapshot))
        let drafts = ConsumptionReplay.answers(to: request, codes: codes, history: history, from: platform.dipID)
        try await post(drafts, answering: transaction, platform: platform, at: line.at, snapshot: snapshot)
    }

    /// A message of the journal as the platform reads it.
    private func received(_ transaction: String, by platform: DIPID) async throws -> ReceivedMessage? {
        guard let found = try await journal.message(transactionID: transaction),
            let element = try? JSONValue(found.bytes),
            var message = ReceivedMessage(element, recipient: platform)
        else { return nil }
        message.transactionID = found.message.transactionID
        message.initialCorrelationID = found.message.initialCorrelationID
        return message
    }

    /// What was taken in of a point's consumption before a place, oldest first.
    private func history(of mpan: String, before place: Int64, for platform: DIPID) async throws -> [ReceivedMessage] {
        var newest: [ReceivedMessage] = []
        var (place, looked) = (place, 0)
        while looked < Self.mostLines, newest.count < ConsumptionReplay.most {
            let lines = try await journal.lines(
                before: place, filter: JournalFilter(mpan: mpan, events: [.accepted]), limit: 500)
            guard let last = lines.last else { break }
            for line in lines where newest.count < ConsumptionReplay.most {
                guard let interface = line.interface.flatMap({ InterfaceID($0) }),
                    ConsumptionReplay.gives(interface), let transaction = line.transactionID,
                    let message = try await received(transaction, by: platform)
                else { continue }
                newest.append(message)
            }
            place = last.sequence
            looked += lines.count
        }
        return newest.reversed()
    }

    /// Whether a party is or will be the point's data service; nil where the register does not know.
    private func isDataService(
        _ party: DIPID, of mpan: String, at instant: Instant, snapshot: Directory.Snapshot
    ) throws -> Bool? {
        let group = RoleCode("ADS").flatMap { router.table.group(of: $0) }
        let services = try directory.appointments(of: mpan, version: snapshot.version).filter {
            router.table.group(of: $0.role) == group && $0.until.map { $0 > instant } ?? true
        }
        return services.isEmpty ? nil : services.contains { $0.dipID == party }
    }
}

// MARK: - Answers

extension ConsumptionReplays {
    /// Who the platform is as a sender of messages.
    static func party(_ settings: PlatformSettings) -> MarketParty? {
        let digits = String(settings.integer(.platformDIPID))
        guard let role = RoleCode("DIP"), let dipID = DIPID(String(repeating: "0", count: 10 - digits.count) + digits)
        else { return nil }
        return MarketParty(name: "platform", role: role, mpid: "ZZZZ", dipID: dipID)
    }

    /// Puts answers into the journal for their recipient, each a post of its own: one that is there already is left out.
    private func post(
        _ drafts: [DraftMessage], answering transaction: String, platform: MarketParty, at: Instant,
        snapshot: Directory.Snapshot
    ) async throws {
        let digest = Digests.hash(.sha256, Array(transaction.utf8)).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        var posts: [AcceptedPost] = []
        for (index, draft) in drafts.enumerated() {
            // 32 bits of the digest go into the seed and 32 into the serial, whose other half counts.
            let request = SampleRequest(
                interface: draft.interface, event: draft.event, sender: platform, recipients: draft.recipients,
                point: draft.point, at: at, environment: settings.text(.environment), seed: digest >> 32,
                serial: digest << 32 | UInt64(index), correlationID: draft.correlationID, fields: draft.fields)
            if let post = try await post(request, answering: transaction, snapshot: snapshot) { posts.append(post) }
        }
        guard !posts.isEmpty else { return }
        _ = try await journal.append(posts: posts)
        onAccepted(Set(posts.flatMap(\.messages).flatMap(\.addressees).map(\.queue)).sorted())
    }

    /// One answer as a post; nil where it cannot be made or goes to nobody, with a line that says why.
    private func post(
        _ request: SampleRequest, answering transaction: String, snapshot: Directory.Snapshot
    ) async throws -> AcceptedPost? {
        let cause: String
        do throws(SampleError) {
            let body = try maker.body(request)
            let verdict = checker.check(body, interface: request.interface)
            if verdict.isAccepted, let head = verdict.heads.first {
                let routed = router.route(
                    head, directory: snapshot.routing, appointments: [], at: request.at,
                    lanes: settings.integer(.lanes))
                if let refusal = routed.refusals.first {
                    cause = refusal.sentence
                } else {
                    let message = AcceptedMessage(
                        head: head,
                        transactionID: numbers.transaction(interface: request.interface, head: head, at: request.at),
                        acceptedAt: request.at, initialCorrelationID: request.correlationID,
                        addressees: routed.addressees)
                    return AcceptedPost(
                        body: body, interface: request.interface, sender: request.sender.dipID, messages: [message])
                }
            } else {
                cause =
                    verdict.findings.first { $0.refuses }.map { "\($0.pointer): \($0.sentence)" } ?? "it has no head"
            }
        } catch { cause = "\(error)" }
        try await journal.append(notes: [
            JournalLine(
                at: request.at, event: .fault, transactionID: transaction, interface: request.interface.text,
                eventCode: request.event, sender: request.sender.dipID.text, mpan: request.point?.mpan,
                detail: "the replay service could not answer \(transaction): \(cause)")
        ])
        return nil
    }
}
