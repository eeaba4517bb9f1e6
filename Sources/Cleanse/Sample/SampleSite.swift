/// A row of registration, as it will be printed.
struct SamplePoint {
    var mpan: UInt64 = 0
    var group = SampleWord.blank
    var supplier = SampleWord.blank
    var supplierFrom: SampleDay = 0
    var mpStatus: UInt8 = 0
    var rmpStatus: UInt8 = 0
    var energisation: UInt8 = 0
    var energisationFrom: SampleDay = 0
    var profile = SampleWord.blank
    var configuration = SampleWord.blank
    var measurementClass: UInt8 = 0
    var timeswitch = SampleWord.blank
    var lossClass = SampleWord.blank
    var lossClassFrom: SampleDay = 0
    var connection: UInt8 = 0
    var connectionFrom: SampleDay = 0
    var segment: UInt8 = 0
    var segmentFrom: SampleDay = 0
    var domestic: UInt8 = 0
    var domesticFrom: SampleDay = 0
    var direction: UInt8 = 0
    var metered: UInt8 = 0
    var flag: UInt8 = 0
    var flagFrom: SampleDay = 0
    var postcode = SampleWord.blank
    var created: SampleDay = 0
}

/// A row of the meters' register.
struct SampleMeter {
    /// Index of its MPAN among the site's.
    var point = 0
    var serial = SampleLongWord.blank
    var type = SampleWord.blank
    var make = SampleLongWord.blank
    /// Eight octets; 0 for none.
    var device: UInt64 = 0
    var location: UInt8 = 0
    var digits: UInt8 = 0
    var installed: SampleDay = 0
    /// 0 while it is open.
    var removed: SampleDay = 0
    var provider = SampleWord.blank
    var providerFrom: SampleDay = 0
    var manager = SampleWord.blank
    /// Whether a display's status and an operator stand here that the meter before had.
    var hasLeftovers = false

    /// True for a SMETS type: `S1`, `S2…`, `2…`.
    var isSmart: Bool {
        let (first, second) = (type.bits & 0xFF, type.bits >> 8 & 0xFF)
        return first == 0x32 || (first == 0x53 && (second == 0x31 || second == 0x32))
    }

    var isOpen: Bool { removed == 0 }
}

struct SampleLink {
    var isRelated = false
    var principal: UInt64 = 0
    var subsidiary: UInt64 = 0
    var from: SampleDay = 0
    var to: SampleDay = 0
    /// Whether the subsidiary's side does not state it.
    var isOneSided = false
}

struct SampleHistory {
    var mpan: UInt64 = 0
    var item = SampleLongWord.blank
    var value = SampleWord.blank
    var from: SampleDay = 0
    var to: SampleDay = 0
}

struct SampleDevice {
    var device: UInt64 = 0
    var mpan: UInt64 = 0
    var status: UInt8 = 0
    var asAt: SampleDay = 0
}

struct SampleExtract {
    var manager = SampleWord.blank
    var mpan: UInt64 = 0
    var serial = SampleLongWord.blank
    var location: UInt8 = 0
    var digits: UInt8 = 0
    var installed: SampleDay = 0
}

/// The registers of a sample, in the order in which a site's rows are written.
public enum SampleRegister: Int, CaseIterable, Sendable {
    case registration, registrationAgain, enquiry, meters, links, histories, devices, extracts, exemptions
    case hubs, appointments

    /// The file's name without its extension.
    public var name: String {
        switch self {
        case .registration: "REG"
        case .registrationAgain: "REG-2"
        case .enquiry: "EES"
        case .meters: "MTR"
        case .links: "LNK"
        case .histories: "HIS"
        case .devices: "DCC"
        case .extracts: "MEM"
        case .exemptions: "exemptions"
        case .hubs: "hubs"
        case .appointments: "appointments"
        }
    }

    /// The register that the manifest counts it under; nil for a reference file.
    public var kind: RegisterKind? {
        switch self {
        case .registration, .registrationAgain: .registration
        case .enquiry: .enquiry
        case .meters: .meters
        case .links: .links
        case .histories: .histories
        case .devices: .devices
        case .extracts: .extracts
        case .exemptions: nil
        case .hubs: .hubs
        case .appointments: .appointments
        }
    }

    /// The columns in the order of the file.
    var columns: [Item] { kind?.fields.map(\.item) ?? [.mpan, .item, .scenario, .until] }

    /// The header line of a sample with these inputs, with its end.
    public func header(_ inputs: SampleInputs = .usual) -> [UInt8] {
        let further = inputs == .all ? (kind?.furtherFields ?? []).map(\.item) : []
        return Array(((columns + further).map(\.rawValue).joined(separator: ",") + "\n").utf8)
    }

    /// False for a file that a sample with these inputs has not.
    public func isMade(_ inputs: SampleInputs) -> Bool {
        switch self {
        case .hubs, .appointments: inputs == .all
        default: true
        }
    }
}

/// What a planted fault must raise.
struct SampleAnswer {
    var rule: Rule
    var severity: Severity
    var owner: String
    var subject: String
    var item: Item
    var register: SampleRegister
    /// Among the rows that the site writes into the register; nil for the whole file.
    var row: Int?
    var note: String
}

/// Another text in a field than the row can hold.
struct SamplePatch {
    let register: SampleRegister
    let row: Int
    let column: Item
    let text: [UInt8]
}

/// One site while it is being made: its rows in every register, and what they must raise.
struct SampleSite {
    var number = 0
    var kind = SampleKind.traditional
    /// The market's as-at date.
    var today: SampleDay = 0
    var network = 0
    /// Index among the network's groups.
    var group = 0
    var points: ContiguousArray<SamplePoint> = []
    var meters: ContiguousArray<SampleMeter> = []
    var links: ContiguousArray<SampleLink> = []
    var histories: ContiguousArray<SampleHistory> = []

    /// Whether the copies below are used; else other registers follow the rows above.
    var hasCopies = false
    var enquiries: ContiguousArray<SamplePoint> = []
    var devices: ContiguousArray<SampleDevice> = []
    var extracts: ContiguousArray<SampleExtract> = []
    var patches: [SamplePatch] = []
    /// Rows printed behind the site's own.
    var extras: [(register: SampleRegister, line: String)] = []
    /// The register that gets the first point's row once more.
    var repeated: SampleRegister?
    /// Stands in the MPAN's place of one more row of registration.
    var impostor: String?
    /// Whether the enquiry service has no row of a point.
    var missingEnquiry = false
    /// The point that has another metering service than the first.
    var strayServices: Int?
    var answers: [SampleAnswer] = []
    var planting: SamplePlanting?

    mutating func clear() {
        points.removeAll(keepingCapacity: true)
        meters.removeAll(keepingCapacity: true)
        links.removeAll(keepingCapacity: true)
        histories.removeAll(keepingCapacity: true)
        guard hasCopies else { return }
        hasCopies = false
        enquiries.removeAll(keepingCapacity: true)
        devices.removeAll(keepingCapacity: true)
        extracts.removeAll(keepingCapacity: true)
        patches.removeAll()
        extras.removeAll()
        repeated = nil
        impostor = nil
        missingEnquiry = false
        strayServices = nil
        answers.removeAll()
        planting = nil
    }
}
