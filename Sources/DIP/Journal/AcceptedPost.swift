public import Kernel

/// Why a party receives a message (block A0).
public enum AddresseeKind: String, CaseIterable, Sendable, Codable {
    /// The sender named it.
    case primary
    /// It is appointed to the MPAN.
    case secondary
    /// The interface's rule always sends to it.
    case always
}

/// One party that receives a message.
public struct Addressee: Hashable, Sendable, Codable {
    public var recipient: DIPID
    /// The role in which it receives: decides which values are masked for it.
    public var role: RoleCode
    public var kind: AddresseeKind
    /// Which of the recipient's lanes carries it, from 0. One MPAN always takes the same lane, so its order holds.
    public var lane: Int

    public init(recipient: DIPID, role: RoleCode, kind: AddresseeKind, lane: Int) {
        self.recipient = recipient
        self.role = role
        self.kind = kind
        self.lane = lane
    }

    /// Where its parcels of the message wait.
    public var queue: QueueID { QueueID(recipient: recipient, lane: lane) }
}

/// A message that passed level 1, with what the platform adds to it.
public struct AcceptedMessage: Equatable, Sendable {
    public var head: MessageHead
    /// D0: unique, `T-IF-021-<DIP ID>-<role>-<yyyymmdd>-<16 hexadecimal digits>`.
    public var transactionID: String
    public var acceptedAt: Instant
    /// D0: `CI-<yyyymmdd>-…`, or what the sender gave.
    public var initialCorrelationID: String?
    /// Primary, secondary, always; no recipient twice.
    public var addressees: [Addressee]

    public init(
        head: MessageHead, transactionID: String, acceptedAt: Instant, initialCorrelationID: String?,
        addressees: [Addressee]
    ) {
        self.head = head
        self.transactionID = transactionID
        self.acceptedAt = acceptedAt
        self.initialCorrelationID = initialCorrelationID
        self.addressees = addressees
    }
}

/// One accepted POST: the body as it came, which is evidence, and its messages, whose heads say where their bytes are.
public struct AcceptedPost: Equatable, Sendable {
    public var body: [UInt8]
    /// The interface of the path.
    public var interface: InterfaceID
    public var sender: DIPID
    public var messages: [AcceptedMessage]
    /// What the sender is told of its messages besides the answer. Kept with them: no crash leaves the one without the
    /// other.
    public var reports: [AddressedStatus]
    /// Lines of evidence, kept with them too.
    public var notes: [JournalLine]

    public init(
        body: [UInt8], interface: InterfaceID, sender: DIPID, messages: [AcceptedMessage],
        reports: [AddressedStatus] = [], notes: [JournalLine] = []
    ) {
        self.body = body
        self.interface = interface
        self.sender = sender
        self.messages = messages
        self.reports = reports
        self.notes = notes
    }
}

/// A status message on its way to a party: from the platform, or from a recipient about what it received.
public struct AddressedStatus: Equatable, Sendable {
    public var entry: StatusEntry
    /// Whose status webhook gets it.
    public var recipient: DIPID
    public var at: Instant
    /// The MPAN of the message that it is about, so that it can be found; nil where there is none.
    public var mpan: String?
    /// Whether it is the platform's own to read: written down as evidence and put into no queue.
    public var isKeptHere: Bool

    public init(entry: StatusEntry, recipient: DIPID, at: Instant, mpan: String? = nil, isKeptHere: Bool = false) {
        self.entry = entry
        self.recipient = recipient
        self.at = at
        self.mpan = mpan
        self.isKeptHere = isKeptHere
    }
}
