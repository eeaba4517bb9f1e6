/// The identifier of a participant in one role on the Data Integration Platform: one to ten characters as printed.
///
/// Ten digits in every example seen; the specification only says ten characters (DT-007), so letters are let through.
public struct DIPID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// As printed.
    public let text: String

    /// The identifier with this text, or nil unless it has ten characters of ASCII letters and digits.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count == 10, text.utf8.allSatisfy(\.isLetterOrDigit) else { return nil }
        self.text = String(text)
    }

    public static func < (left: DIPID, right: DIPID) -> Bool { left.text < right.text }
    public var description: String { text }
}

/// An interface or report: `IF-021`, `REP-002A`. In capitals, since the platform does not enforce the case of a path.
public struct InterfaceID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// `IF-021`.
    public let text: String

    /// The interface with this text in any case, or nil unless it is `IF-` and three digits or `REP-`, three digits and
    /// at most one letter.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.uppercased().utf8)
        let prefix = bytes.starts(with: Array("IF-".utf8)) ? 3 : bytes.starts(with: Array("REP-".utf8)) ? 4 : 0
        let rest = bytes.dropFirst(prefix)
        guard prefix > 0, (3...(prefix == 4 ? 4 : 3)).contains(rest.count),
            rest.prefix(3).allSatisfy({ (0x30...0x39).contains($0) }),
            rest.dropFirst(3).allSatisfy({ (0x41...0x5A).contains($0) })
        else { return nil }
        self.text = String(decoding: bytes, as: UTF8.self)
    }

    /// The publication that carries it outwards: `PUB-021` for `IF-021`; a report goes out under its own name.
    public var publication: String { text.hasPrefix("IF-") ? "PUB-" + text.dropFirst(3) : text }

    public static func < (left: InterfaceID, right: InterfaceID) -> Bool { left.text < right.text }
    public var description: String { text }
}

/// A role on the platform: `SUP`, `REGS`, `UMSDS`. Three to five characters; the list is data, so that users may extend it.
public struct RoleCode: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    public let text: String

    /// The role with this text, or nil unless it has three to five capitals or digits.
    public init?(_ text: some StringProtocol) {
        guard (3...5).contains(text.utf8.count),
            text.utf8.allSatisfy({ $0.isLetterOrDigit && !(0x61...0x7A).contains($0) })
        else { return nil }
        self.text = String(text)
    }

    public static func < (left: RoleCode, right: RoleCode) -> Bool { left.text < right.text }
    public var description: String { text }
}

/// A response code with its family: `MSG1001`, `REG0005`.
public struct ResponseCode: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    public let text: String
    public init(_ text: String) { self.text = text }
    public static func < (left: ResponseCode, right: ResponseCode) -> Bool { left.text < right.text }
    public var description: String { text }

    public static let success = ResponseCode("MSG0000")
    public static let processingFailed = ResponseCode("MSG1000")
    public static let schemaFailure = ResponseCode("MSG1001")
    public static let interfaceInvalid = ResponseCode("MSG1002")
    public static let referenceUsed = ResponseCode("MSG1006")
    public static let senderTimestampInvalid = ResponseCode("MSG1007")
    public static let senderInvalid = ResponseCode("MSG1009")
    public static let senderRoleInvalid = ResponseCode("MSG1010")
    public static let connectionProviderInvalid = ResponseCode("MSG1011")
    public static let correlationInvalid = ResponseCode("MSG1012")
    public static let routingError = ResponseCode("MSG1030")
    public static let primaryRecipientInvalid = ResponseCode("MSG1031")
    public static let primaryRoleInvalid = ResponseCode("MSG1032")
    public static let secondaryRecipientInvalid = ResponseCode("MSG1033")
    public static let secondaryRoleInvalid = ResponseCode("MSG1034")
    public static let alwaysRecipientInvalid = ResponseCode("MSG1035")
    public static let alwaysRoleInvalid = ResponseCode("MSG1036")
    public static let mpanUnknown = ResponseCode("MSG1037")
    public static let noSecondaryRecipient = ResponseCode("MSG1038")
}

extension UInt8 {
    var isLetterOrDigit: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
    }
}
