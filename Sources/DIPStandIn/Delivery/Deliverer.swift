public import DIP
import Kernel
public import ServiceLifecycle
import Synchronization

/// Delivers what the journal holds to the webhooks of its recipients.
///
/// All decisions are made by values of `DIP` (lanes, circuits, the scheduler); this actor only carries them out: it pages
/// through the journal, posts, writes down what became of each parcel, and tells the lanes. Rendering and signing run on
/// threads of their own, off the actor and off the event loops. Memory is bounded by `memoryBytes`, however slow a webhook is.
///
/// A crash loses nothing: a parcel is settled only after its recipient answered, so what was on its way goes out again.
public actor Deliverer: Service {
    struct ChannelKey: Hashable, Comparable {
        var recipient: DIPID
        var channel: Channel

        static func < (left: ChannelKey, right: ChannelKey) -> Bool {
            (left.recipient, left.channel) < (right.recipient, right.channel)
        }
    }

    let journal: any MessageJournal
    let register: any DIPRegister
    let renderer: OutboundRenderer
    let client: WebhookClient
    let sign: RequestSigner
    let desk: FaultDesk
    let settings: DelivererSettings
    let onEvent: (@Sendable (DeliveryEvent) -> Void)?
    let mailbox = Mailbox()

    var lanes: [QueueID: DeliveryLane] = [:]
    var scheduler: PostScheduler
    var circuits: [ChannelKey: ChannelCircuit] = [:]
    var health: [ChannelKey: ChannelHealth] = [:]
    var webhooks: [DIPID: [Channel: Webhook]] = [:]
    var providers: [DIPID: DIPID] = [:]
    /// Posts on their way.
    var flights: [QueueID: LanePost] = [:]
    var probes: [QueueID: ChannelKey] = [:]
    var wakes: [QueueID: Instant] = [:]
    /// Lanes that wait for a circuit, and recipients of which one has closed.
    var heldOff: Set<QueueID> = []
    var closedCircuits: Set<DIPID> = []
    /// Bytes that each lane holds, or that a page under way may bring it.
    var shares: [QueueID: Int] = [:]
    var memoryBytes = 0
    /// Queues whose page is being read.
    var reading: Set<QueueID> = []
    /// Pages that wait for memory, in their order.
    var pages: [Page] = []
    /// Pages that lanes wait for while they gather, and when each lane may read again.
    var gathering: [QueueID: Page] = [:]
    var paces: [QueueID: LanePace] = [:]
    var settling = 0
    /// What the clock showed at the last event.
    var lastShown: Instant?
    var isHeld = false
    var isStopping = false
    var isOutOfPatience = false
    var knowsRegister = false
    var journalTrouble: String?
    /// When a rate lets the next lane go; nil where none is held back by one.
    var rateDue: Instant?
    /// What the last tick left.
    var pause = DeliveryPause()

    struct Page: Sendable {
        var queue: QueueID
        var after: Int64?
        var limit: Int
        var maximumBytes: Int
    }

    /// - Parameter sign: makes the signature's headers; called once a post, on any core.
    /// - Parameter desk: faults, outages and the clock; shared with the intake.
    /// - Parameter onEvent: told of every parcel at every try; called on the actor, has to be quick.
    public init(
        journal: any MessageJournal, register: any DIPRegister, renderer: OutboundRenderer, client: WebhookClient,
        sign: @escaping RequestSigner, desk: FaultDesk, settings: DelivererSettings = DelivererSettings(),
        onEvent: (@Sendable (DeliveryEvent) -> Void)? = nil
    ) {
        self.journal = journal
        self.register = register
        self.renderer = renderer
        self.client = client
        self.sign = sign
        self.desk = desk
        self.settings = settings
        self.onEvent = onEvent
        scheduler = PostScheduler(limit: settings.posts)
    }

    /// The journal took something in for these queues. May be called from anywhere, as often as one likes.
    public nonisolated func arrived(_ queues: some Sequence<QueueID>) { mailbox.arrived(queues) }

    /// The register changed; comes before the arrivals that are told afterwards.
    public nonisolated func changed(participants: [Participant], webhooks: [Webhook]) {
        mailbox.send(.register(participants, webhooks))
    }

    /// Stops: posts on their way are finished, within `stopMilliseconds`.
    public nonisolated func stop() { mailbox.send(.stop) }

    /// Delivers until it is stopped, by `stop`, a graceful shutdown or cancellation. To be called once.
    public func run() async throws {
        await withGracefulShutdownHandler {
            await deliver()
        } onGracefulShutdown: {
            self.stop()
        }
    }

    private func deliver() async {
        await withDiscardingTaskGroup { group in
            let tick = settings.tickMilliseconds
            let mailbox = mailbox
            let watch = RegisterWatch(register: register, everyMilliseconds: settings.registerMilliseconds)
            group.addTask {
                while !Task.isCancelled {
                    mailbox.tick()
                    try? await Task.sleep(for: .milliseconds(tick))
                }
            }
            group.addTask { await watch.run(mailbox) }
            group.addTask { await self.takeUpBacklog() }
            for await event in mailbox.events {
                for effect in handle(event) {
                    group.addTask { await self.perform(effect) }
                }
                if isOutOfPatience || (isStopping && flights.isEmpty && settling == 0) { break }
            }
            group.cancelAll()
        }
        await client.shutDown()
    }

    /// Finds what an earlier run left.
    private nonisolated func takeUpBacklog() async {
        while !Task.isCancelled {
            do {
                mailbox.arrived(try await journal.queues().map(\.queue))
                return
            } catch {
                mailbox.send(.journalTrouble("\(error)"))
                try? await Task.sleep(for: .milliseconds(500))
            }
        }
    }
}

/// What comes to the deliverer, in order. Bounded by what is under way: each lane has one page and one post at most, and a
/// few settlements; arrivals are merged and taken with the next tick, and ticks are merged too.
final class Mailbox: Sendable {
    enum Event: Sendable {
        case fetched(QueueID, [Parcel])
        case fetchFailed(QueueID, String)
        case answered(QueueID, Result<WebhookAnswer, PostFailure>)
        case settled(QueueID)
        case journalTrouble(String)
        case register([Participant], [Webhook])
        case tick
        case stop
        /// A graceful stop has waited long enough.
        case outOfPatience
    }

    private struct State {
        var arrived: Set<QueueID> = []
        var hasTick = false
    }

    let events: AsyncStream<Event>
    private let continuation: AsyncStream<Event>.Continuation
    private let state = Mutex(State())

    init() { (events, continuation) = AsyncStream.makeStream() }

    func send(_ event: Event) { continuation.yield(event) }

    func arrived(_ queues: some Sequence<QueueID>) {
        state.withLock { $0.arrived.formUnion(queues) }
    }

    var hasArrivals: Bool { state.withLock { !$0.arrived.isEmpty } }

    /// The queues that had arrivals since the last call, in their order.
    func takeArrivals() -> [QueueID] {
        state.withLock { state in
            defer { state.arrived = [] }
            return state.arrived.sorted()
        }
    }

    func tick() {
        let isNew = state.withLock { state in
            defer { state.hasTick = true }
            return !state.hasTick
        }
        if isNew { continuation.yield(.tick) }
    }

    func tickTaken() { state.withLock { $0.hasTick = false } }
}

/// Reads the register when it changed.
struct RegisterWatch: Sendable {
    let register: any DIPRegister
    let everyMilliseconds: Int

    func run(_ mailbox: Mailbox) async {
        var seen: Int64?
        while !Task.isCancelled {
            do {
                let version = try register.version()
                if version != seen {
                    mailbox.send(.register(try register.participants(), try register.webhooks()))
                    seen = version
                }
            } catch {
                mailbox.send(.journalTrouble("\(error)"))
            }
            try? await Task.sleep(for: .milliseconds(everyMilliseconds))
        }
    }
}
