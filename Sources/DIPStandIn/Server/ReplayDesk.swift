import DIP
import Kernel
import Synchronization

/// Gives messages again: in the answer (replay), or to the webhook (requeue).
struct ReplayDesk: Sendable {
    let journal: any MessageJournal
    let settings: PlatformSettings
    let features: SpecificationFeatures
    let renderer: OutboundRenderer
    let pages: ReplayPages
    let checker: MessageChecker
    let onRequeued: @Sendable ([QueueID]) -> Void

    /// The most bytes of one page of a replay.
    private var mostBytes: Int { settings.integer(.replayKilobytes) << 10 }

    /// `POST …/replay/{recipient-id}`.
    func replay(_ request: Received, channel: Channel, recipient: DIPID, visitor: Visitor) async throws -> Answer {
        guard channel != .status || features.statusMessagesReplay else { throw Self.notInThisVersion }
        try ChannelDesk.check(recipient, visitor, settings)
        let selection = try selection(request, channel: channel, recipient: recipient)
        let after = try pages.place(of: request.field("X-Continuation-Token"), selection: selection)
        let limit = settings.integer(.replayPageMessages)
        let parcels = try await journal.replay(
            selection, after: after, limit: limit + 1, maximumBytes: mostBytes)
        let page = parcels.count > 1 ? Array(parcels.prefix(limit)) : parcels
        var answer = Answer(status: 200, body: renderer.body(of: page.map(\.asReplay)))
        try await journal.append(notes: [
            JournalLine(
                at: request.at, event: .replayed, interface: channel.description, recipient: recipient.text,
                httpStatus: 200, detail: "\(page.count) given in the answer")
        ])
        guard parcels.count > page.count, let last = page.last else { return answer }
        guard features.replayContinues else { return try await whole(selection, first: page, answer: answer) }
        answer.status = 206
        answer.fields = [("X-Continuation-Token", pages.token(after: last.id, selection: selection))]
        return answer
    }

    /// Without continuation the answer holds everything, up to a bound of bytes; beyond it the request is refused rather
    /// than answered in part.
    private func whole(_ selection: ReplaySelection, first: [Parcel], answer: Answer) async throws -> Answer {
        var parcels = first
        var bytes = first.reduce(0) { $0 + $1.size }
        while let last = parcels.last {
            let more = try await journal.replay(
                selection, after: last.id, limit: 1_000, maximumBytes: mostBytes)
            if more.isEmpty { break }
            bytes += more.reduce(0) { $0 + $1.size }
            guard bytes <= mostBytes else {
                throw Refusal(
                    400, .processingFailed, "more than \(mostBytes >> 10) kB match",
                    help:
                        "ask for a shorter time, or for transaction ids; this version of the specification has no pages"
                )
            }
            parcels += more
        }
        return Answer(status: 200, body: renderer.body(of: parcels.map(\.asReplay)))
    }

    /// `POST …/requeue/{recipient-id}`.
    func requeue(_ request: Received, channel: Channel, recipient: DIPID, visitor: Visitor) async throws -> Answer {
        guard channel != .status || features.statusMessagesRequeue else { throw Self.notInThisVersion }
        try ChannelDesk.check(recipient, visitor, settings)
        let selection = try selection(request, channel: channel, recipient: recipient)
        for earlier in pages.running(channel, recipient) where try await !isRunning(earlier) { pages.end(earlier.id) }
        let most = settings.integer(.requeueConcurrent)
        guard let id = pages.begin(channel, recipient, at: request.at, most: most) else {
            throw Refusal(429, .processingFailed, "a requeue of this channel is running", help: "wait for it to end")
        }
        do {
            let count = try await journal.requeue(selection, at: request.at)
            pages.took(id, count: count)
            onRequeued((0..<settings.integer(.lanes)).map { QueueID(recipient: recipient, lane: $0) })
        } catch {
            pages.end(id)
            throw error
        }
        if features.requeueIsTaken {
            return Answer(status: 202, body: JSONValue.string(id).bytes)
        }
        return Answer(status: 200)
    }

    /// `GET …/requeueStatus/{recipient-id}?requeue-id=`.
    func status(_ query: String, channel: Channel, recipient: DIPID, visitor: Visitor) async throws -> Answer {
        guard features.requeueHasStatus else { throw Self.notInThisVersion }
        try ChannelDesk.check(recipient, visitor, settings)
        let asked = query.split(separator: "&").first { $0.lowercased().hasPrefix("requeue-id=") }
            .map { String($0.dropFirst("requeue-id=".count)) }
        guard let state = pages.state(asked, channel: channel, recipient: recipient) else { return Answer(status: 204) }
        let waiting = try await journal.queues().filter { $0.queue.recipient == recipient }.reduce(0) {
            $0 + $1.waiting
        }
        let processed = max(0, state.total - waiting)
        let isDone = state.isOver ? true : try await !isRunning(state)
        let body = JSONValue.object([
            "percentComplete": .integer(isDone || state.total == 0 ? 100 : processed * 100 / state.total),
            "totalTransactions": .integer(state.total),
            "processedTransactions": .integer(isDone ? state.total : processed),
            "status": .string(isDone ? "Completed" : "Processing"),
        ])
        if isDone { pages.end(state.id) }
        return Answer(status: 200, body: body.bytes)
    }

    /// Whether something of a requeue still waits: its parcels stand behind all that was accepted before it.
    private func isRunning(_ requeue: ReplayPages.Requeue) async throws -> Bool {
        for lane in 0..<settings.integer(.lanes) {
            let queue = QueueID(recipient: requeue.recipient, lane: lane)
            guard let head = try await journal.waiting(in: queue, after: nil, limit: 1, maximumBytes: 1).first else {
                continue
            }
            if head.isReplay { return true }
            if case .message(let message, _) = head.contents, message.acceptedAt <= requeue.begun { return true }
        }
        return false
    }

    private static let notInThisVersion = Refusal(
        404, .processingFailed, "this version of the specification has no such address",
        help: "choose a later specification with --spec")

    private func selection(_ request: Received, channel: Channel, recipient: DIPID) throws -> ReplaySelection {
        if channel == .status {
            let read = checker.statusMessageRequest(request.body)
            guard read.isAccepted, let asked = read.value else { throw Self.refusal(read.findings) }
            return ReplaySelection(
                recipient: recipient, channel: channel, from: MessageTime(asked.from)?.instant,
                until: MessageTime(asked.until)?.instant,
                transactionIDs: asked.transactionID.map { [$0] } ?? [])
        }
        let read = checker.messageRequest(request.body)
        guard read.isAccepted, let selection = read.value?.selection(recipient: recipient, channel: channel) else {
            throw Self.refusal(read.findings)
        }
        return selection
    }

    private static func refusal(_ findings: [MessageFinding]) -> Refusal {
        let first = findings.first(where: \.refuses)
        return Refusal(
            400, first?.code ?? .schemaFailure, first?.sentence ?? "the request could not be read",
            help: first.map { "at \($0.pointer), rule \($0.rule)" })
    }
}

/// Tokens of replays that go on, and requeues that run; in memory, within a bound.
final class ReplayPages: Sendable {
    struct Requeue: Sendable {
        var id: String
        var channel: Channel
        var recipient: DIPID
        var begun: Instant
        var total = 0
        /// Whether it was found to be over; its progress can still be asked for by its id.
        var isOver = false
    }

    private struct State {
        var tokens: [(token: String, selection: ReplaySelection, after: Int64)] = []
        var requeues: [Requeue] = []
    }

    private let mostTokens: Int
    private let mostRequeues: Int
    private let state = Mutex(State())
    private let makeToken: @Sendable () -> String

    /// - Parameters:
    ///   - mostTokens: tokens that are kept at most.
    ///   - mostRequeues: requeues that are remembered at most.
    ///   - makeToken: gives a new UUID text each time.
    init(mostTokens: Int, mostRequeues: Int, makeToken: @escaping @Sendable () -> String) {
        self.mostTokens = mostTokens
        self.mostRequeues = mostRequeues
        self.makeToken = makeToken
    }

    func token(after place: Int64, selection: ReplaySelection) -> String {
        let token = makeToken()
        state.withLock { state in
            if state.tokens.count >= mostTokens { state.tokens.removeFirst() }
            state.tokens.append((token, selection, place))
        }
        return token
    }

    /// The place that a token stands for; nil where none was sent.
    func place(of token: String?, selection: ReplaySelection) throws -> Int64? {
        guard let token else { return nil }
        guard let found = state.withLock({ $0.tokens.first { $0.token == token } }), found.selection == selection else {
            throw Refusal(
                400, .processingFailed, "the continuation token is not known for this request",
                help: "repeat the request that gave the token, or begin again without one")
        }
        return found.after
    }

    /// Begins a requeue; nil where as many as are allowed run for the channel.
    func begin(_ channel: Channel, _ recipient: DIPID, at: Instant, most: Int) -> String? {
        let id = makeToken()
        return state.withLock { state in
            let running = state.requeues.count { !$0.isOver && $0.channel == channel && $0.recipient == recipient }
            guard running < most else { return nil }
            if state.requeues.count >= mostRequeues {
                state.requeues.remove(at: state.requeues.firstIndex(where: \.isOver) ?? 0)
            }
            state.requeues.append(Requeue(id: id, channel: channel, recipient: recipient, begun: at))
            return id
        }
    }

    func took(_ id: String, count: Int) {
        state.withLock { state in
            guard let place = state.requeues.firstIndex(where: { $0.id == id }) else { return }
            state.requeues[place].total = count
            state.requeues[place].isOver = count == 0
        }
    }

    func end(_ id: String) {
        state.withLock { state in
            guard let place = state.requeues.firstIndex(where: { $0.id == id }) else { return }
            state.requeues[place].isOver = true
        }
    }

    /// The requeue of that id, or without one the newest that is not known to be over.
    func state(_ id: String?, channel: Channel, recipient: DIPID) -> Requeue? {
        state.withLock { state in
            state.requeues.last {
                $0.channel == channel && $0.recipient == recipient && (id == nil ? !$0.isOver : $0.id == id)
            }
        }
    }

    /// Requeues of a channel that have not been found to be over.
    func running(_ channel: Channel, _ recipient: DIPID) -> [Requeue] {
        state.withLock { state in
            state.requeues.filter { !$0.isOver && $0.channel == channel && $0.recipient == recipient }
        }
    }
}

extension Parcel {
    /// The same parcel with D0.replayIndicator true.
    fileprivate var asReplay: Parcel {
        var parcel = self
        parcel.isReplay = true
        return parcel
    }
}
