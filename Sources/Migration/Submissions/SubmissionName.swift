public import Kernel

/// The name of a delivered submission: `<schema>_<supplierMPID>_<sprint>_<granularity>_<yyyymmddThhmmssZ>_<seq>.csv`.
///
/// Granularity is `D`, `W`, or `M` where both are in the file.
public struct SubmissionName: Sendable, Equatable {
    public let schema: String
    public let supplier: String
    public let sprint: Int
    public let granularity: String
    public let sequence: Int

    /// Nil where the name is not of the pattern.
    public init?(_ name: String) {
        guard name.hasSuffix(".csv") else { return nil }
        let parts = name.dropLast(4).split(separator: "_", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, Self.isCode(parts[0]), Self.isCode(parts[1]),
            let sprint = Self.number(parts[2], 1...2), ["D", "W", "M"].contains(parts[3]), Self.isTime(parts[4]),
            let sequence = Self.number(parts[5], 1...9)
        else { return nil }
        schema = parts[0]
        supplier = parts[1]
        self.sprint = sprint
        granularity = parts[3]
        self.sequence = sequence
    }

    /// Whether a name wants to be one: it has five underscores, or begins with our schema.
    public static func isMeant(_ name: String) -> Bool {
        name.count { $0 == "_" } == 5 || name.hasPrefix("CHANGEOVER\(SubmissionTemplate.schemaVersion)_")
    }

    private static func isCode(_ text: String) -> Bool {
        (1...20).contains(text.utf8.count) && text.utf8.allSatisfy { isDigit($0) || isLetter($0) }
    }

    private static func number(_ text: String, _ digits: ClosedRange<Int>) -> Int? {
        guard digits.contains(text.utf8.count), text.utf8.allSatisfy(isDigit) else { return nil }
        return Int(text)
    }

    /// `20260514T083000Z`.
    private static func isTime(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z"),
            (bytes[..<8] + bytes[9..<15]).allSatisfy(isDigit),
            let year = Int(text.prefix(4)), let month = Int(text.dropFirst(4).prefix(2)),
            let day = Int(text.dropFirst(6).prefix(2)), CalendarDate(year: year, month: month, day: day) != nil,
            let hour = Int(text.dropFirst(9).prefix(2)), let minute = Int(text.dropFirst(11).prefix(2)),
            let second = Int(text.dropFirst(13).prefix(2))
        else { return false }
        return hour < 24 && minute < 60 && second < 60
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }
}

/// A file that was submitted.
public struct SubmissionFile: Sendable {
    /// Its name without folders.
    public let name: String
    /// SHA-256 of the content, hexadecimal.
    public let digest: String
    public let bytes: [UInt8]

    public init(name: String, digest: String, bytes: [UInt8]) {
        self.name = name
        self.digest = digest
        self.bytes = bytes
    }
}

/// What is known about a submission besides its bytes.
public struct SubmissionCircumstances: Sendable {
    /// The last submission of the supplier that was accepted.
    public var previous: SubmissionFile?
    /// The plan that holds, where one does.
    public var plan: MigrationPlan?
    public var received: Instant?
    /// The control centre's consent to a late submission.
    public var waiver: String?
    /// A change request that covers the whole file.
    public var changeRequest: String?
    public var user: String?
    /// Who may act for whom: users by supplier code; nil where it is not known.
    public var entitlements: [String: Set<String>]?
    /// The envelopes as published; nil where they are worked out.
    public var published: [PublishedEnvelope]?

    public init() {}
}
