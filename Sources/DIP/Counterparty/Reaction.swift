public import Kernel

/// A message as a party received it.
public struct ReceivedMessage: Equatable, Sendable {
    public var interface: InterfaceID
    /// Without brackets: `DSAppActive`.
    public var event: String
    public var sender: DIPID
    public var recipient: DIPID
    public var transactionID: String
    public var senderUniqueReference: String
    public var initialCorrelationID: String?
    public var mpan: String?
    /// D0.replayIndicator.
    public var isReplay: Bool
    /// The object that holds `CommonBlock` and `CustomBlock`.
    public var payload: JSONValue

    /// Reads the element of a body's array (`{"payload":…}`) or the payload itself; nil where its head is not a message's.
    public init?(_ element: JSONValue, recipient: DIPID) {
        let payload = element["payload"] ?? element
        guard let interface = payload.text(at: "/CommonBlock/S0/interfaceID").flatMap({ InterfaceID($0) }),
            let event = payload.text(at: "/CommonBlock/S0/eventCode"),
            let sender = payload.text(at: "/CommonBlock/S1/senderDIPID").flatMap({ DIPID($0) })
        else { return nil }
        self.interface = interface
        self.event = Self.bare(event)
        self.sender = sender
        self.recipient = recipient
        self.payload = payload
        transactionID = payload.text(at: "/CommonBlock/D0/transactionID") ?? ""
        senderUniqueReference = payload.text(at: "/CommonBlock/S1/senderUniqueReference") ?? ""
        initialCorrelationID = payload.text(at: "/CommonBlock/D0/initialCorrelationID")
        mpan = payload.text(at: "/CommonBlock/M0/MPANCore") ?? payload.text(at: "/CommonBlock/M1/principalMPAN")
        isReplay = payload.value(at: "/CommonBlock/D0/replayIndicator")?.boolean ?? false
    }

    /// An event's name without its brackets.
    static func bare(_ event: String) -> String {
        event.hasPrefix("[") && event.hasSuffix("]") ? String(event.dropFirst().dropLast()) : event
    }

    /// A field of the custom block.
    func field(_ path: String) -> String? { payload.text(at: "/CustomBlock/" + path) }
    func instant(_ path: String) -> Instant? { payload.instant(at: "/CustomBlock/" + path) }
    func party(_ path: String) -> DIPID? { field(path).flatMap { DIPID($0) } }
    func block(_ name: String) -> JSONValue? { payload.value(at: "/CustomBlock/" + name) }
}

/// A value for one place of a message that is to be made.
public struct FieldValue: Hashable, Sendable {
    /// JSON pointer from the payload: `/CustomBlock/B025/energisationStatus`.
    public var pointer: String
    /// Nil takes the place out.
    public var value: JSONValue?

    public init(_ pointer: String, _ value: JSONValue?) {
        self.pointer = pointer
        self.value = value
    }

    init(_ pointer: String, _ text: String) { self.init(pointer, .string(text)) }
    init(_ pointer: String, _ party: DIPID?) { self.init(pointer, .optional(party?.text)) }
    init(_ pointer: String, _ instant: Instant?) { self.init(pointer, .optional(instant?.isoWithOffset)) }
}

/// A message that a party decided to send: what matters in it. What else its schema asks for is filled in when it is made,
/// from the metering point as the sender knows it.
public struct DraftMessage: Equatable, Sendable {
    public var interface: InterfaceID
    /// Without brackets.
    public var event: String
    public var sender: DIPID
    /// A0.primaryRecipients.
    public var recipients: [DIPID]
    /// The point as the sender knows it when it decides; nil for interfaces without one.
    public var point: MeteringPoint?
    /// The process's correlation, echoed.
    public var correlationID: String?
    public var fields: [FieldValue]

    public init(
        interface: InterfaceID, event: String, sender: DIPID, recipients: [DIPID] = [], point: MeteringPoint? = nil,
        correlationID: String? = nil, fields: [FieldValue] = []
    ) {
        self.interface = interface
        self.event = event
        self.sender = sender
        self.recipients = recipients
        self.point = point
        self.correlationID = correlationID
        self.fields = fields
    }
}

/// A status message that a party decided to post about a message it received.
public struct DraftStatus: Equatable, Sendable {
    public var sender: DIPID
    /// The sender of the message that it is about.
    public var recipient: DIPID
    public var transactionID: String
    public var senderUniqueReference: String
    public var code: ResponseCode
}

/// Something that changed in what a party holds: evidence for the report.
public struct StateChange: Equatable, Sendable {
    public var party: DIPID
    public var mpan: String?
    /// `energisation`, `supplier`, `metering service`.
    public var subject: String
    public var old: String?
    public var new: String?

    public init(party: DIPID, mpan: String?, subject: String, old: String?, new: String?) {
        self.party = party
        self.mpan = mpan
        self.subject = subject
        self.old = old
        self.new = new
    }
}

/// Something that a party has to look at later.
public struct Reminder: Equatable, Sendable {
    /// What for.
    public enum Purpose: Equatable, Sendable {
        /// An appointment becomes active if it is still the one that was asked for.
        case appointment(ServiceKind, MeteringPoint.Service)
        /// A provider did not answer.
        case lapse(ServiceKind, MeteringPoint.Service)
        case supplierSwitch(MeteringPoint.Switch)
        /// A point goes back to the old arrangements.
        case reversal
        /// A UTC day is over: consumption, defaults or load shapes of it are due.
        case dayIsOver(Instant)
        /// A month (UTC) is over, named by its first midnight: a year's consumption is told anew.
        case monthIsOver(Instant)
    }
    public var party: DIPID
    public var mpan: String?
    public var purpose: Purpose
    /// The correlation of the process that it continues.
    public var correlationID: String?
}

/// What a scripted party does about something.
public enum Reaction: Equatable, Sendable {
    /// After so many virtual milliseconds.
    case send(DraftMessage, after: Int64)
    case status(DraftStatus, after: Int64)
    /// To be given back at that time.
    case remind(Reminder, at: Instant)
    case changed(StateChange)
}
