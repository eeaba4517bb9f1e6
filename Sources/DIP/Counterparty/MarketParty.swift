import Kernel

/// A party of a scenario, as the others address it.
public struct MarketParty: Hashable, Sendable {
    /// What the scenario calls it: `regs`, `our supplier`.
    public var name: String
    public var role: RoleCode
    /// Four capitals.
    public var mpid: String
    public var dipID: DIPID

    public init(name: String, role: RoleCode, mpid: String, dipID: DIPID) {
        self.name = name
        self.role = role
        self.mpid = mpid
        self.dipID = dipID
    }
}

/// The parties that a scripted party knows, in the scenario's order.
public struct AddressBook: Equatable, Sendable {
    public private(set) var parties: [MarketParty]
    private let byID: [DIPID: Int]

    public init(_ parties: [MarketParty]) {
        self.parties = parties
        byID = Dictionary(parties.enumerated().map { ($1.dipID, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public subscript(_ dipID: DIPID) -> MarketParty? { byID[dipID].map { parties[$0] } }

    /// The party of that name.
    public func party(named name: String) -> MarketParty? { parties.first { $0.name == name } }

    /// All parties in any of these roles, in the book's order.
    public func parties(in roles: [RoleCode]) -> [MarketParty] { parties.filter { roles.contains($0.role) } }
}

/// The two kinds of service that are appointed to a metering point, and how the messages name what belongs to each.
///
/// Names of blocks and fields: the official data catalogue, 2.1.0.
public enum ServiceKind: String, CaseIterable, Sendable {
    case metering, data

    /// `MS` or `DS`, as events begin: `MSApp`, `DSDeApp`.
    var prefix: String { self == .metering ? "MS" : "DS" }
    /// As fields name it: `deAppointedMeteringServiceDIPID`.
    var noun: String { self == .metering ? "MeteringService" : "DataService" }
    var field: String { self == .metering ? "meteringService" : "dataService" }

    var proposal: String { self == .metering ? "B070" : "B071" }
    var active: String { self == .metering ? "B014" : "B015" }
    var ended: String { self == .metering ? "B008" : "B009" }
    /// Block of IF-037 that names who follows.
    var following: String { self == .metering ? "B010" : "B011" }
    /// Block of IF-003 that names the service of the old arrangements.
    var reversal: String { self == .metering ? "B095" : "B096" }

    /// Roles that may hold it, by market segment: smart, advanced, unmetered.
    func role(inSegment segment: String) -> RoleCode? {
        switch (self, segment) {
        case (.metering, "S"): .mss
        case (.metering, "A"): .msa
        case (.metering, "U"): .umso
        case (.data, "S"): .sds
        case (.data, "A"): .ads
        case (.data, "U"): .umsds
        default: nil
        }
    }

    var roles: [RoleCode] { self == .metering ? [.mss, .msa, .umso] : [.sds, .ads, .umsds] }

    /// The kind of an event such as `DSAppInitialResp`; nil for one that begins otherwise.
    init?(event: String) {
        if event.hasPrefix("MS") {
            self = .metering
        } else if event.hasPrefix("DS") {
            self = .data
        } else {
            return nil
        }
    }
}

extension RoleCode {
    init(word text: StaticString) {
        guard let code = RoleCode("\(text)") else { preconditionFailure("a role code has three to five capitals") }
        self = code
    }

    static let sup = RoleCode(word: "SUP")
    static let regs = RoleCode(word: "REGS")
    static let ldso = RoleCode(word: "LDSO")
    static let mss = RoleCode(word: "MSS")
    static let msa = RoleCode(word: "MSA")
    static let umso = RoleCode(word: "UMSO")
    static let sds = RoleCode(word: "SDS")
    static let ads = RoleCode(word: "ADS")
    static let umsds = RoleCode(word: "UMSDS")
    static let mds = RoleCode(word: "MDS")
    static let lss = RoleCode(word: "LSS")
    static let ees = RoleCode(word: "EES")
    static let mdr = RoleCode(word: "MDR")
    static let dcc = RoleCode(word: "DCC")
    static let isd = RoleCode(word: "ISD")
    static let dip = RoleCode(word: "DIP")
}

extension InterfaceID {
    /// `IF-021` for 21.
    init(number: Int) {
        let digits = String(number)
        let text = "IF-" + String(repeating: "0", count: max(0, 3 - digits.utf8.count)) + digits
        guard let identifier = InterfaceID(text) else { preconditionFailure("an interface has three digits") }
        self = identifier
    }

    /// 21 for `IF-021`; 0 for a report.
    var number: Int { text.hasPrefix("IF-") ? Int(text.dropFirst(3)) ?? 0 : 0 }
}
