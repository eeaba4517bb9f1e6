public import Kernel

/// One event of the journal, as `changeover dip journal --json` prints it.
public struct JournalLine: Equatable, Sendable {
    public enum Event: String, CaseIterable, Sendable, Codable {
        /// A message was answered 201: it is durable.
        case accepted
        /// A POST was refused; `code` says why, `detail` the findings.
        case refused
        /// One try at one recipient ended in a retry.
        case attempted
        case delivered
        /// Given up after the last try, or refused for good by the recipient.
        case undelivered
        /// A status message was taken in for a party.
        case status
        /// A party asked for it again: by pull, or to its webhook.
        case replayed, requeued
        /// Register and room: `detail` says what.
        case enrolled, channel, appointment, fault, outage, note
    }

    /// Unique, growing; what `--after` takes.
    public var sequence: Int64
    public var at: Instant
    public var event: Event
    public var transactionID: String?
    public var senderUniqueReference: String?
    public var interface: String?
    public var eventCode: String?
    public var sender: String?
    public var recipient: String?
    public var mpan: String?
    public var code: String?
    public var httpStatus: Int?
    public var detail: String?

    public init(
        sequence: Int64 = 0, at: Instant, event: Event, transactionID: String? = nil,
        senderUniqueReference: String? = nil, interface: String? = nil, eventCode: String? = nil,
        sender: String? = nil, recipient: String? = nil, mpan: String? = nil, code: String? = nil,
        httpStatus: Int? = nil, detail: String? = nil
    ) {
        self.sequence = sequence
        self.at = at
        self.event = event
        self.transactionID = transactionID
        self.senderUniqueReference = senderUniqueReference
        self.interface = interface
        self.eventCode = eventCode
        self.sender = sender
        self.recipient = recipient
        self.mpan = mpan
        self.code = code
        self.httpStatus = httpStatus
        self.detail = detail
    }
}

/// Which lines are asked for; nil asks for any. All that are given must hold.
public struct JournalFilter: Equatable, Sendable {
    public var transactionID: String?
    public var mpan: String?
    /// A DIP ID, as sender or as recipient.
    public var party: String?
    public var interface: String?
    public var code: String?
    public var senderUniqueReference: String?
    public var events: [JournalLine.Event]?
    public var from: Instant?
    /// Not included.
    public var until: Instant?

    public init(
        transactionID: String? = nil, mpan: String? = nil, party: String? = nil, interface: String? = nil,
        code: String? = nil, senderUniqueReference: String? = nil, events: [JournalLine.Event]? = nil,
        from: Instant? = nil, until: Instant? = nil
    ) {
        self.transactionID = transactionID
        self.mpan = mpan
        self.party = party
        self.interface = interface
        self.code = code
        self.senderUniqueReference = senderUniqueReference
        self.events = events
        self.from = from
        self.until = until
    }
}

/// Which messages a recipient asks for again (the specification's MessageRequest).
public struct ReplaySelection: Equatable, Sendable {
    public var recipient: DIPID
    public var channel: Channel
    public var from: Instant?
    public var until: Instant?
    public var eventCode: String?
    public var mpan: String?
    public var schemaVersion: String?
    /// Up to 100; empty asks by the other fields.
    public var transactionIDs: [String]

    public init(
        recipient: DIPID, channel: Channel, from: Instant? = nil, until: Instant? = nil, eventCode: String? = nil,
        mpan: String? = nil, schemaVersion: String? = nil, transactionIDs: [String] = []
    ) {
        self.recipient = recipient
        self.channel = channel
        self.from = from
        self.until = until
        self.eventCode = eventCode
        self.mpan = mpan
        self.schemaVersion = schemaVersion
        self.transactionIDs = transactionIDs
    }
}
