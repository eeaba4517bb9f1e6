public import Kernel

/// What a manufactured message is to be.
public struct SampleRequest: Sendable {
    public var interface: InterfaceID
    /// With or without brackets; empty: the interface's first.
    public var event: String
    public var sender: MarketParty
    /// A0.primaryRecipients.
    public var recipients: [DIPID]
    /// The metering point that it is about; nil: one is made up, where the interface has one.
    public var point: MeteringPoint?
    /// Parties whose identifiers stand in blocks.
    public var book: AddressBook
    public var at: Instant
    public var environment: String
    /// Gives values; with `serial` the unique reference.
    public var seed: UInt64
    /// Unique for the sender and day.
    public var serial: UInt64
    public var correlationID: String?
    /// Values that are set, by JSON pointer from the payload; nil takes a place out. The rest is filled in by the schema.
    public var fields: [FieldValue]

    public init(
        interface: InterfaceID, event: String = "", sender: MarketParty, recipients: [DIPID] = [],
        point: MeteringPoint? = nil, book: AddressBook? = nil, at: Instant, environment: String = "SIT",
        seed: UInt64 = 1,
        serial: UInt64, correlationID: String? = nil, fields: [FieldValue] = []
    ) {
        self.interface = interface
        self.event = event
        self.sender = sender
        self.recipients = recipients
        self.point = point
        self.book = book ?? AddressBook([sender])
        self.at = at
        self.environment = environment
        self.seed = seed
        self.serial = serial
        self.correlationID = correlationID
        self.fields = fields
    }

    /// `S-IF-021-1409012345-SDS-20260401-00000001000000000000000a`: the seed in eight hexadecimal digits and the serial in
    /// sixteen, so that two runs with seeds of their own do not meet.
    public var reference: String {
        "S-\(interface)-\(sender.dipID)-\(sender.role)-\(at.date.filter { $0 != "-" })-"
            + Self.hexadecimal(seed & 0xFFFF_FFFF, 8) + Self.hexadecimal(serial, 16)
    }

    static func hexadecimal(_ value: UInt64, _ width: Int) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

/// Why a message cannot be made.
public enum SampleError: Error, Equatable, Sendable, CustomStringConvertible {
    case unknownInterface(InterfaceID, version: String)
    case unknownEvent(String, of: InterfaceID, known: [String])
    /// A field that was to be set leads through something that holds no fields.
    case noSuchPlace(String)
    /// The schema asks for something that is not known how to make.
    case beyond(pointer: String, why: String)

    public var description: String {
        switch self {
        case .unknownInterface(let interface, let version):
            "Specification \(version) has no message for \(interface). Name another interface, or load another version."
        case .unknownEvent(let event, let interface, let known):
            "\(interface) has no event \(event.debugDescription). Its events are \(known.joined(separator: ", "))."
        case .noSuchPlace(let pointer):
            "The field \(pointer) leads nowhere in this message. Give a JSON pointer from the payload, or BLOCK.field."
        case .beyond(let pointer, let why):
            "No value can be made for \(pointer): \(why). Give it in the fields."
        }
    }
}
