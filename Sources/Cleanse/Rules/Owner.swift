/// Who must fix an exception: a role letter and a party, printed `S:ABCD`; `M:?` where the inputs cannot tell the party.
public struct Owner: Hashable, Comparable, Sendable, CustomStringConvertible {
    public enum Role: String, CaseIterable, Sendable {
        case supplier = "S"
        case distributor = "L"
        case meterManager = "M"
        case dataCompany = "D"
        case unmeteredOperator = "U"
        case programme = "P"
        case sender = "F"
    }

    public let role: Role
    /// The participant's identifier; nil where it is not known.
    public let party: String?

    public init(_ role: Role, _ party: String?) {
        self.role = role
        self.party = party.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Reads `S:ABCD` or `M:?`; nil for anything else.
    public init?(_ text: some StringProtocol) {
        guard let colon = text.firstIndex(of: ":"), let role = Role(rawValue: String(text[..<colon])) else {
            return nil
        }
        let party = text[text.index(after: colon)...]
        guard !party.isEmpty else { return nil }
        self.init(role, party == "?" ? nil : String(party))
    }

    public var description: String { "\(role.rawValue):\(party ?? "?")" }

    public static func < (left: Owner, right: Owner) -> Bool { left.description < right.description }
}
