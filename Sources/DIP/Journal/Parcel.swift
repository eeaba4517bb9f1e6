public import Kernel

/// The order in which one recipient's share of the traffic is delivered: parcels of one queue go out one after another.
public struct QueueID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    public var recipient: DIPID
    /// From 0.
    public var lane: Int

    public init(recipient: DIPID, lane: Int) {
        self.recipient = recipient
        self.lane = lane
    }

    public static func < (left: QueueID, right: QueueID) -> Bool {
        (left.recipient, left.lane) < (right.recipient, right.lane)
    }

    public var description: String { "\(recipient)/\(lane)" }
}

/// Where a party's webhook is registered: one for each interface, and one for status messages.
public enum Channel: Hashable, Comparable, Sendable, CustomStringConvertible {
    case interface(InterfaceID)
    case status

    /// `IF-021`, or `status`.
    public var description: String {
        switch self {
        case .interface(let interface): interface.text
        case .status: "status"
        }
    }

    /// The channel with this name, or nil.
    public init?(_ text: some StringProtocol) {
        if text.lowercased() == "status" {
            self = .status
        } else if let interface = InterfaceID(text) {
            self = .interface(interface)
        } else {
            return nil
        }
    }

    public static func < (left: Channel, right: Channel) -> Bool { left.description < right.description }
}

/// One thing to be delivered to one recipient.
public struct Parcel: Equatable, Sendable {
    /// Boxed: lanes move parcels about, and a message is two dozen texts.
    public indirect enum Contents: Equatable, Sendable {
        /// The message and the bytes of its element as the sender sent them; enrichment and masks are applied on the way out.
        case message(AcceptedMessage, bytes: [UInt8])
        case status(StatusEntry)
    }

    /// Its place in the journal: unique, and growing in the order in which parcels were accepted.
    public var id: Int64
    public var queue: QueueID
    public var channel: Channel
    /// Why the recipient gets it; nil for a status message.
    public var addressee: Addressee?
    public var contents: Contents
    /// Tries so far that ended in a retry.
    public var attempts: Int
    /// Whether it is sent again on request (D0.replayIndicator).
    public var isReplay: Bool

    public init(
        id: Int64, queue: QueueID, channel: Channel, addressee: Addressee?, contents: Contents, attempts: Int,
        isReplay: Bool
    ) {
        self.id = id
        self.queue = queue
        self.channel = channel
        self.addressee = addressee
        self.contents = contents
        self.attempts = attempts
        self.isReplay = isReplay
    }

    /// When its message was accepted; nil for a status message.
    public var acceptedAt: Instant? {
        switch contents {
        case .message(let message, _): message.acceptedAt
        case .status: nil
        }
    }

    /// Bytes that it takes in a webhook's body, before enrichment.
    public var size: Int {
        switch contents {
        case .message(_, let bytes): bytes.count
        case .status: 512
        }
    }
}

/// What one try at one parcel came to.
public struct Settlement: Equatable, Sendable {
    public enum Outcome: Equatable, Sendable {
        /// The recipient took it.
        case delivered
        /// To be tried again; it keeps its place.
        case retry
        /// Given up: it stays in the journal and can be replayed or requeued.
        case undelivered
    }

    public var parcel: Int64
    public var outcome: Outcome
    public var at: Instant
    /// HTTP status of the recipient's answer; nil where none came.
    public var httpStatus: Int?
    /// The code in the recipient's answer for this message, if it gave one: `RCP0000`.
    public var code: ResponseCode?
    /// What happened, in words: the answer's message, `connection refused`, `no answer within 30 s`.
    public var detail: String
    /// How long the recipient took, milliseconds.
    public var milliseconds: Int

    public init(
        parcel: Int64, outcome: Outcome, at: Instant, httpStatus: Int?, code: ResponseCode? = nil, detail: String,
        milliseconds: Int
    ) {
        self.parcel = parcel
        self.outcome = outcome
        self.at = at
        self.httpStatus = httpStatus
        self.code = code
        self.detail = detail
        self.milliseconds = milliseconds
    }
}
