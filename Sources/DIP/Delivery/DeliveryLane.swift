public import Kernel

/// One post to a webhook.
public struct LanePost: Equatable, Sendable {
    public var queue: QueueID
    public var channel: Channel
    /// In the order in which they go into the body; a parcel that a fault duplicates is here more than once.
    public var parcels: [Parcel]
    /// Faults that are done to the whole post.
    public var faults: [FaultHit]

    public init(queue: QueueID, channel: Channel, parcels: [Parcel], faults: [FaultHit] = []) {
        self.queue = queue
        self.channel = channel
        self.parcels = parcels
        self.faults = faults
    }
}

/// What a lane wants done.
public enum LaneAction: Equatable, Sendable {
    /// Read parcels of the queue after a place (nil: from the first that is not settled); answered by `fetched`.
    case fetch(after: Int64?, limit: Int, maximumBytes: Int)
    /// It wants to post; answered by `turn` or `heldOff`.
    case apply(head: Int64, channel: Channel, accepted: Instant?)
    /// It no longer wants to.
    case withdraw
    /// Answered by `answered` or `failed`.
    case post(LanePost)
    /// The turn that it had is over.
    case turnOver
    /// Write down what became of parcels, and first the status messages to their senders; answered by `settled`.
    case settle([Settlement], reports: [AddressedStatus])
    /// A fault was done to a parcel: evidence.
    case faulted(FaultHit, Parcel)
    /// The channel's recipient answered, or did not: for its circuit.
    case channel(Channel, answered: Bool)
    /// Call `timer` at this instant.
    case wake(at: Instant)
}

/// The delivery of one queue: what is in memory, what is on its way, and when to try again.
///
/// A value without input or output: each method is one input and returns what to do. It has one post on its way at most
/// and keeps the queue's order; while it waits for another try it holds nothing in memory. Parcels are dropped from
/// memory only to be read again, so every parcel of the queue ends delivered or undelivered.
public struct DeliveryLane: Sendable {
    /// What it is doing, for pages and tests.
    public enum Condition: Hashable, Sendable {
        /// Nothing waits.
        case idle
        case fetching
        /// It has parcels and waits for its turn.
        case applying
        case posting
        /// It waits for what it wrote before it reads again.
        case settling
        /// It waits for another try, a delay or a circuit.
        case resting(until: Instant)
        /// The next parcel's channel has no webhook.
        case withoutWebhook
        /// Deliveries are held.
        case held

        /// Whether it goes on without a timer, an arrival or a change of settings.
        public var isBusy: Bool {
            switch self {
            case .fetching, .applying, .posting, .settling: true
            case .idle, .resting, .withoutWebhook, .held: false
            }
        }
    }

    struct Item: Sendable {
        var parcel: Parcel
        var isAlone = false
        var notBefore: Instant?
        var isDrawn = false
        var copies = 0
        var postFaults: [FaultHit] = []
        /// Codes that its recipient reports once it has it.
        var reported: [FaultHit] = []
    }

    struct Flight: Sendable {
        var channel: Channel
        var items: [Item]
    }

    private enum State: Sendable {
        case idle
        case fetching
        case applying
        case posting(Flight)
        case settling
        case resting(until: Instant)
        case withoutWebhook
        case held
    }

    public let queue: QueueID
    let settings: DeliverySettings
    private var state = State.idle
    private var pending: [Item] = []
    private var channels: [Channel: Webhook]
    private var isHeld: Bool
    /// Whether the journal may have parcels after those that were read.
    private var mayHaveMore = true
    private var arrivedWhileFetching = false
    private var lastLoaded: Int64?
    /// Settlements on their way.
    private var outstanding = 0

    /// Settlements on their way at most, before it waits for them.
    static let mostOutstanding = 4
    /// What enrichment adds to a message's bytes, about.
    static let enrichment = 640

    /// - Parameter channels: the webhooks of the recipient.
    public init(queue: QueueID, settings: DeliverySettings, channels: [Channel: Webhook], isHeld: Bool = false) {
        self.queue = queue
        self.settings = settings
        self.channels = channels
        self.isHeld = isHeld
        if isHeld { state = .held }
    }

    public var condition: Condition {
        switch state {
        case .idle: .idle
        case .fetching: .fetching
        case .applying: .applying
        case .posting: .posting
        case .settling: .settling
        case .resting(let until): .resting(until: until)
        case .withoutWebhook: .withoutWebhook
        case .held: .held
        }
    }

    /// Bytes of parcels in memory.
    public var loadedBytes: Int {
        var bytes = 0
        // By place: an item is large, and the lane is asked after every input.
        for index in pending.indices { bytes += pending[index].parcel.size }
        if case .posting(let flight) = state {
            for index in flight.items.indices { bytes += flight.items[index].parcel.size }
        }
        return bytes
    }

    /// The channel and id of the next parcel, or nil where none is in memory.
    public var head: (id: Int64, channel: Channel)? { pending.first.map { ($0.parcel.id, $0.parcel.channel) } }

    /// Whether nothing is in it that a new lane for the same queue would miss.
    public var isQuiet: Bool { if case .idle = state { outstanding == 0 } else { false } }

    // MARK: Inputs

    /// The journal took parcels in for this queue.
    public mutating func arrived(at instant: Instant) -> [LaneAction] {
        mayHaveMore = true
        switch state {
        case .idle: return proceed(at: instant)
        case .fetching: arrivedWhileFetching = true
        case .applying, .posting, .settling, .resting, .withoutWebhook, .held: break
        }
        return []
    }

    /// What `fetch` found.
    /// - Parameter isEnd: whether nothing more waited when it was read.
    public mutating func fetched(_ parcels: [Parcel], isEnd: Bool, at instant: Instant) -> [LaneAction] {
        guard case .fetching = state else { return [] }
        pending += parcels.map { Item(parcel: $0) }
        lastLoaded = parcels.last?.id ?? lastLoaded
        mayHaveMore = !isEnd || arrivedWhileFetching
        arrivedWhileFetching = false
        return proceed(at: instant)
    }

    /// The journal could not be read.
    public mutating func fetchFailed(at instant: Instant) -> [LaneAction] {
        guard case .fetching = state else { return [] }
        return rest(until: instant.later(milliseconds: 1_000))
    }

    /// Its turn has come.
    /// - Parameter allowed: messages that the post may carry at most; nil: as the settings say.
    public mutating func turn(at instant: Instant, allowed: Int?, faults: inout FaultBook) -> [LaneAction] {
        guard case .applying = state, let channel = head?.channel else { return [.turnOver] }
        var picking = Picking(limit: postLimit(channel, allowed))
        pick(channel, &picking, at: instant, faults: &faults)
        var actions = picking.notes
        actions += settle(picking.dropped, reports: picking.reports)
        guard let first = picking.items.first else { return actions + [.turnOver] + proceed(at: instant) }
        state = .posting(Flight(channel: channel, items: picking.items))
        let parcels = picking.items.flatMap { Array(repeating: $0.parcel, count: 1 + $0.copies) }
        return actions
            + [.post(LanePost(queue: queue, channel: channel, parcels: parcels, faults: first.postFaults))]
    }

    /// Its turn has come, and the channel's circuit is open.
    public mutating func heldOff(until: Instant) -> [LaneAction] {
        guard case .applying = state else { return [.turnOver] }
        return [.turnOver] + rest(until: until)
    }

    /// The circuit that it was held off by has closed.
    public mutating func circuitClosed(at instant: Instant) -> [LaneAction] {
        guard case .resting = state else { return [] }
        return proceed(at: instant)
    }

    /// The clock was set back: what waited for an instant of the clock before, a try or a delay, goes on at once.
    public mutating func clockSetBack(at instant: Instant) -> [LaneAction] {
        for place in pending.indices { pending[place].notBefore = nil }
        guard case .resting = state else { return [] }
        return proceed(at: instant)
    }

    /// The webhook answered the post.
    public mutating func answered(_ answer: WebhookAnswer, at instant: Instant) -> [LaneAction] {
        guard case .posting(let flight) = state else { return [] }
        var outcome = PostOutcome(lane: self, at: instant)
        outcome.take(answer, items: flight.items)
        let isAlive = settings.answerClass(of: answer.status) != .retry
        return conclude(outcome, retryAfter: answer.retryAfter, channel: flight.channel, answered: isAlive, at: instant)
    }

    /// The post had no answer.
    public mutating func failed(_ failure: PostFailure, at instant: Instant) -> [LaneAction] {
        guard case .posting(let flight) = state else { return [] }
        guard failure.countsAsTry else {
            let wait = settings.retry.wait(after: 1, parcel: flight.items[0].parcel.id, seed: settings.seed)
            return [.turnOver] + rest(until: instant.later(milliseconds: Int64(wait)))
        }
        var outcome = PostOutcome(lane: self, at: instant)
        outcome.take(failure, items: flight.items)
        return conclude(outcome, retryAfter: nil, channel: flight.channel, answered: failure.isFinal, at: instant)
    }

    /// A `settle` was written.
    public mutating func settled(at instant: Instant) -> [LaneAction] {
        outstanding = max(outstanding - 1, 0)
        guard case .settling = state, outstanding == 0 else { return [] }
        return proceed(at: instant)
    }

    /// The instant of a `wake` may have come.
    public mutating func timer(at instant: Instant) -> [LaneAction] {
        guard case .resting(let until) = state, instant >= until else { return [] }
        return proceed(at: instant)
    }

    /// The recipient's webhooks are these now.
    /// - Parameter changed: channels whose address is another than before: a lane that rests tries again at once.
    public mutating func webhooks(
        _ channels: [Channel: Webhook], changed: Set<Channel>, at instant: Instant
    ) -> [LaneAction] {
        self.channels = channels
        guard !changed.isEmpty else { return [] }
        switch state {
        case .withoutWebhook, .resting: return proceed(at: instant)
        case .applying: return [.withdraw] + proceed(at: instant)
        case .idle, .fetching, .posting, .settling, .held: return []
        }
    }

    /// Deliveries are held from now on; a post on its way is finished.
    public mutating func hold() -> [LaneAction] {
        isHeld = true
        switch state {
        case .fetching, .posting, .held: return []
        case .applying:
            standStill()
            return [.withdraw]
        case .idle, .settling, .resting, .withoutWebhook:
            standStill()
            return []
        }
    }

    /// Deliveries go on.
    public mutating func release(at instant: Instant) -> [LaneAction] {
        isHeld = false
        guard case .held = state else { return [] }
        mayHaveMore = true
        return proceed(at: instant)
    }
}

// MARK: - What comes next

extension DeliveryLane {
    /// Goes on from wherever nothing is on its way.
    private mutating func proceed(at instant: Instant) -> [LaneAction] {
        if isHeld {
            standStill()
            return []
        }
        var actions = takeOutUnaddressed(at: instant)
        guard let first = pending.first else { return actions + readOn() }
        if channels[first.parcel.channel] == nil {
            forget()
            state = .withoutWebhook
        } else if let notBefore = first.notBefore, notBefore > instant {
            keepOnlyFirst()
            state = .resting(until: notBefore)
            actions.append(.wake(at: notBefore))
        } else {
            state = .applying
            actions.append(
                .apply(head: first.parcel.id, channel: first.parcel.channel, accepted: first.parcel.acceptedAt))
        }
        return actions
    }

    private mutating func readOn() -> [LaneAction] {
        guard mayHaveMore else {
            state = .idle
            return []
        }
        // From the beginning only when all is written, or a parcel that is done would be read again.
        guard outstanding < (lastLoaded == nil ? 1 : Self.mostOutstanding) else {
            state = .settling
            return []
        }
        state = .fetching
        return [.fetch(after: lastLoaded, limit: settings.laneParcels, maximumBytes: settings.laneBytes)]
    }

    /// Settles the first parcels whose channel has no webhook, where they are not to wait for one.
    private mutating func takeOutUnaddressed(at instant: Instant) -> [LaneAction] {
        guard settings.missingWebhook == .undelivered else { return [] }
        let count = pending.prefix { channels[$0.parcel.channel] == nil }.count
        guard count > 0 else { return [] }
        var outcome = PostOutcome(lane: self, at: instant)
        for item in pending.prefix(count) { outcome.takeUnaddressed(item) }
        pending.removeFirst(count)
        return settle(outcome.settlements, reports: outcome.reports)
    }

    private mutating func conclude(
        _ outcome: PostOutcome, retryAfter: Int?, channel: Channel, answered: Bool, at instant: Instant
    ) -> [LaneAction] {
        var actions: [LaneAction] = [.turnOver, .channel(channel, answered: answered)]
        actions += settle(outcome.settlements, reports: outcome.reports)
        state = .idle
        pending = outcome.again + pending
        guard let retried = outcome.firstRetry else { return actions + proceed(at: instant) }
        var wait = settings.retry.wait(after: retried.attempt, parcel: retried.parcel, seed: settings.seed)
        if settings.honoursRetryAfter, let retryAfter {
            wait = max(wait, min(retryAfter, settings.retry.waits.max() ?? retryAfter))
        }
        return actions + rest(until: instant.later(milliseconds: Int64(wait)))
    }

    /// Waits with nothing in memory.
    private mutating func rest(until: Instant) -> [LaneAction] {
        forget()
        if isHeld {
            state = .held
            return []
        }
        state = .resting(until: until)
        return [.wake(at: until)]
    }

    private mutating func standStill() {
        forget()
        state = .held
    }

    private mutating func forget() {
        pending = []
        lastLoaded = nil
        mayHaveMore = true
    }

    /// Lets go of what comes after a parcel that is delayed; a shuffled lane keeps it, or it could be missed.
    private mutating func keepOnlyFirst() {
        guard let first = pending.first, pending.dropFirst().allSatisfy({ $0.parcel.id > first.parcel.id }) else {
            return
        }
        if pending.count > 1 { mayHaveMore = true }
        pending.removeLast(pending.count - 1)
        lastLoaded = first.parcel.id
    }

    private mutating func settle(_ settlements: [Settlement], reports: [AddressedStatus]) -> [LaneAction] {
        guard !settlements.isEmpty || !reports.isEmpty else { return [] }
        outstanding += 1
        return [.settle(settlements, reports: reports)]
    }
}

// MARK: - Choosing what goes into a post

extension DeliveryLane {
    private struct Picking {
        let limit: (messages: Int, bytes: Int)
        var items: [Item] = []
        var bytes = 0
        var dropped: [Settlement] = []
        var reports: [AddressedStatus] = []
        var notes: [LaneAction] = []

        init(limit: (messages: Int, bytes: Int)) { self.limit = limit }

        func hasRoom(for item: Item) -> Bool {
            guard let first = items.first else { return true }
            return items.count < limit.messages && !first.isAlone && !item.isAlone
                && first.postFaults == item.postFaults
                && bytes + item.parcel.size + DeliveryLane.enrichment <= limit.bytes
        }
    }

    private func postLimit(_ channel: Channel, _ allowed: Int?) -> (messages: Int, bytes: Int) {
        var messages = max(settings.postMessages, 1)
        var bytes = settings.postBytes
        if settings.usesWebhookMaxima, let webhook = channels[channel] {
            if let most = webhook.maxMessageCount { messages = min(messages, max(most, 1)) }
            if let most = webhook.maxPayloadSize { bytes = min(bytes, most * 1_024) }
        }
        if let allowed { messages = min(messages, max(allowed, 1)) }
        return (messages, bytes)
    }

    private mutating func pick(
        _ channel: Channel, _ picking: inout Picking, at instant: Instant, faults: inout FaultBook
    ) {
        var taken = 0
        while taken < pending.count, pending[taken].parcel.channel == channel {
            if !pending[taken].isDrawn, !faults.isEmpty {
                let hits = faults.hits(pending[taken].parcel.subject(to: queue.recipient), at: instant)
                if let ending = apply(hits, to: taken, &picking, at: instant, seed: faults.seed) {
                    var outcome = PostOutcome(lane: self, at: instant)
                    outcome.take(ending, item: pending[taken])
                    picking.dropped += outcome.settlements
                    picking.reports += outcome.reports
                    taken += 1
                    continue
                }
            }
            let item = pending[taken]
            if let notBefore = item.notBefore, notBefore > instant { break }
            guard picking.hasRoom(for: item) else { break }
            picking.items.append(item)
            picking.bytes += item.parcel.size + Self.enrichment
            taken += 1
        }
        pending.removeFirst(taken)
    }

    /// Does faults to the parcel at a place.
    /// - Returns: the fault that ends it here, or nil.
    private mutating func apply(
        _ hits: [FaultHit], to place: Int, _ picking: inout Picking, at instant: Instant, seed: UInt64
    ) -> FaultHit? {
        pending[place].isDrawn = true
        var ending: FaultHit?
        var isShuffled = false
        for hit in hits {
            picking.notes.append(.faulted(hit, pending[place].parcel))
            switch hit.effect {
            case .drop: ending = hit
            case .refuse: ending = ending ?? hit
            case .report: pending[place].reported.append(hit)
            case .delay(let wait): pending[place].notBefore = instant.later(milliseconds: Int64(wait))
            case .duplicate(let copies): pending[place].copies += copies
            case .shuffle: isShuffled = true
            case .answer, .slowConnection, .brokenTLS, .expiredCertificate, .wrongSignature, .truncatedBody, .slowBody:
                pending[place].postFaults.append(hit)
            }
        }
        if isShuffled, ending == nil { swap(place, seed: seed) }
        return ending
    }

    /// Lets one that waits behind go first, out of the run of parcels for the same channel.
    private mutating func swap(_ place: Int, seed: UInt64) {
        let channel = pending[place].parcel.channel
        let run = pending[place...].prefix { $0.parcel.channel == channel }.count
        var generator = SeededGenerator(seed: seed).child("shuffle \(pending[place].parcel.id)")
        let other = place + generator.nextBelow(run)
        // The one that comes forward is not shuffled again, so that the run ends.
        pending[other].isDrawn = pending[other].isDrawn || other != place
        pending.swapAt(place, other)
    }
}
