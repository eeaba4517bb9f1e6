/// A register that the cleanse reads, by the name of its file.
public enum RegisterKind: String, CaseIterable, Sendable {
    /// The registration service's snapshot: one row an MPAN.
    case registration = "REG"
    /// The electricity enquiry service's snapshot: one row an MPAN.
    case enquiry = "EES"
    /// Meters, with those removed: several rows an MPAN.
    case meters = "MTR"
    /// Import and export links (IE) and related metering points (REL).
    case links = "LNK"
    /// Values of items through time; ends inclusive.
    case histories = "HIS"
    /// Devices that the data communications company knows.
    case devices = "DCC"
    /// Meter equipment managers' extracts.
    case extracts = "MEM"
    /// Communications hubs and gas proxies, whose identifiers no meter may have.
    case hubs
    /// Metering and data services by MPAN through time; ends inclusive.
    case appointments

    /// The columns that every table has, in the order of the contract.
    public var fields: [Field] {
        switch self {
        case .registration, .enquiry: Field.registration
        case .meters: Field.meters
        case .links: Field.links
        case .histories: Field.histories
        case .devices: Field.devices
        case .extracts: Field.extracts
        case .hubs: Field.hubs
        case .appointments: Field.appointments
        }
    }

    /// Columns that a table has only where one of its register's files has one of them: all of them then.
    public var furtherFields: [Field] {
        switch self {
        case .meters: Field.furtherMeters
        case .links: Field.furtherLinks
        default: []
        }
    }

    /// The columns of a table of files that have these.
    public func fields(with present: Set<Item>) -> [Field] {
        furtherFields.contains { present.contains($0.item) } ? fields + furtherFields : fields
    }

    /// Columns without which a file cannot be read; all others may be absent and are then blank.
    public var required: [Item] {
        switch self {
        case .registration, .enquiry: [.mpan]
        case .meters, .extracts: [.mpan, .meterID]
        case .links: [.kind, .principal, .subsidiary]
        case .histories: [.mpan, .item, .value, .from]
        case .devices: [.esmeID, .mpan]
        case .hubs: [.guid]
        case .appointments: [.mpan, .ms, .ds]
        }
    }

    /// The register with the same columns, packed in the same way, whose rows stand for this one's where their lines are
    /// the same; the register itself where there is no other.
    public var like: RegisterKind { self == .enquiry ? .registration : self }

    /// The column that rows are sorted by.
    public var key: Item {
        switch self {
        case .links: .principal
        case .hubs: .guid
        default: .mpan
        }
    }
}

/// One column of a register: its name and how its values are packed.
public struct Field: Hashable, Sendable {
    public let item: Item
    public let packing: Packing

    init(_ item: Item, _ packing: Packing) {
        self.item = item
        self.packing = packing
    }

    static let registration: [Field] = [
        .init(.mpan, .mpan), .init(.gspGroup, .code), .init(.supplier, .code), .init(.supplierEFD, .date),
        .init(.mpStatus, .letter), .init(.rmpStatus, .letter), .init(.energisation, .letter),
        .init(.energisationEFD, .date), .init(.pc, .code), .init(.ssc, .code), .init(.mc, .letter), .init(.mtc, .code),
        .init(.llfc, .code), .init(.llfcEFD, .date), .init(.connectionType, .letter), .init(.connectionEFD, .date),
        .init(.segment, .letter), .init(.segmentEFD, .date), .init(.dpi, .flag), .init(.dpiEFD, .date),
        .init(.direction, .letter), .init(.metered, .flag), .init(.dccFlag, .letter), .init(.dccEFD, .date),
        .init(.postcode, .short), .init(.created, .date),
    ]

    static let meters: [Field] = [
        .init(.mpan, .mpan), .init(.meterID, .serial), .init(.meterType, .code), .init(.makeType, .text),
        .init(.esmeID, .device), .init(.location, .letter), .init(.digits, .letter), .init(.installDate, .date),
        .init(.removalDate, .date), .init(.mapID, .code), .init(.mapEFD, .date), .init(.mem, .code),
    ]

    static let links: [Field] = [
        .init(.kind, .code), .init(.principal, .mpan), .init(.subsidiary, .mpan), .init(.from, .date),
        .init(.to, .date),
    ]

    static let histories: [Field] = [
        .init(.mpan, .mpan), .init(.item, .code), .init(.value, .text), .init(.from, .date), .init(.to, .date),
    ]

    static let devices: [Field] = [
        .init(.esmeID, .device), .init(.mpan, .mpan), .init(.status, .code), .init(.asAt, .date),
    ]

    static let extracts: [Field] = [
        .init(.mem, .code), .init(.mpan, .mpan), .init(.meterID, .serial), .init(.location, .letter),
        .init(.digits, .letter), .init(.installDate, .date),
    ]

    static let hubs: [Field] = [.init(.guid, .device), .init(.kind, .code)]

    static let appointments: [Field] = [
        .init(.mpan, .mpan), .init(.ms, .code), .init(.ds, .code), .init(.from, .date), .init(.to, .date),
    ]

    static let furtherMeters: [Field] = [.init(.ihd, .letter), .init(.smso, .code)]

    static let furtherLinks: [Field] = [.init(.statedBy, .code)]
}

/// How a column's values are packed into one width.
///
/// In every packing 0 is a blank. The width's greatest value is "another text", which the table keeps beside the column
/// (`RegisterTable.text`), and the one below it is "unknown": the field was rejected, and no rule judges it.
public enum Packing: Sendable {
    /// Thirteen digits as a number (`UInt64`).
    case mpan
    /// One printable ASCII character as its byte (`UInt8`); longer texts are "another text".
    case letter
    /// Yes or no (`UInt8`): the byte `T` or `F`, whichever accepted spelling the file used.
    case flag
    /// The number of a text in the table's list for this column (`UInt16`), from 1; the list is in order of the text.
    case code
    /// As `code`, for columns of many different texts (`UInt32`).
    case text
    /// Up to ten letters, digits and spaces in 60 bits (`UInt64`): see `Serial`.
    case serial
    /// A device's eight octets as a number (`UInt64`); a column of forms (`UInt8`, `DeviceForm`) stands beside it.
    case device
    /// Up to eight ASCII characters as bytes, the first one highest (`UInt64`).
    case short
    /// A day (`UInt16`): see `Day`.
    case date

    /// Bytes of a value.
    public var width: Int {
        switch self {
        case .letter, .flag: 1
        case .code, .date: 2
        case .text: 4
        case .mpan, .serial, .device, .short: 8
        }
    }
}
