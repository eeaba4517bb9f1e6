public import DIP
public import Kernel

/// How the deliveries to one channel of one recipient go.
public struct ChannelHealth: Hashable, Sendable {
    public var recipient: DIPID
    public var channel: Channel
    public var url: String?
    /// Since the program started.
    public var posts = 0
    public var delivered = 0
    public var retried = 0
    public var undelivered = 0
    /// When it last answered so that the post was taken.
    public var lastSuccess: Instant?
    public var lastFailure: Instant?
    /// `answered 503`, `connection refused`.
    public var lastAnswer: String?
    /// Of the last answer.
    public var milliseconds: Int?
    public var circuit = ChannelCircuit.State.closed

    init(recipient: DIPID, channel: Channel) {
        self.recipient = recipient
        self.channel = channel
    }
}

/// How one queue stands.
public struct QueueHealth: Hashable, Sendable {
    public var queue: QueueID
    public var waiting: Int
    /// When the oldest waiting parcel was accepted.
    public var oldest: Instant
    public var condition: DeliveryLane.Condition

    /// When it tries again, where it waits.
    public var nextTry: Instant? { if case .resting(let until) = condition { until } else { nil } }
}

/// How deliveries go.
public struct DeliveryHealth: Equatable, Sendable {
    /// In order of recipient and channel.
    public var channels: [ChannelHealth]
    /// Those that hold something, in their order.
    public var queues: [QueueHealth]
    public var isHeld: Bool
    /// Bytes of parcels in memory.
    public var memoryBytes: Int
    public var postsUnderWay: Int
    /// What the journal last could not do, or nil.
    public var journalTrouble: String?
}

/// Whether a tick of the deliverer left anything under way.
struct DeliveryPause: Equatable, Sendable {
    /// Ticks so far.
    var ticks = 0
    /// Whether nothing was under way after the last one: everything that was handed over before it is delivered, or waits
    /// for an instant to come, an outage to end or a webhook to be registered.
    var isAtRest = false
}

/// What became of one parcel at one try: for pages that show live traffic.
public struct DeliveryEvent: Equatable, Sendable {
    public var at: Instant
    public var recipient: DIPID
    public var channel: Channel
    public var transactionID: String?
    public var interface: String?
    public var sender: String?
    public var mpan: String?
    public var settlement: Settlement
}
