/// How sure a fact is.
public enum Confidence: String, CaseIterable, Sendable, Codable {
    /// A source says it.
    case stated
    /// It follows from what sources say.
    case inferred
    /// No source was found: a default that a user may replace.
    case guessed
}

/// A role of the platform, as data.
public struct RoleRow: Hashable, Sendable {
    public var code: RoleCode
    public var name: String
    /// Roles of one group replace each other at an MPAN: `data` holds smart, advanced and unmetered data services.
    public var group: String
    public var confidence: Confidence
    public var source: String

    public init(code: RoleCode, name: String, group: String, confidence: Confidence, source: String) {
        self.code = code
        self.name = name
        self.group = group
        self.confidence = confidence
        self.source = source
    }
}

/// Whom a row of routing means.
public enum RouteTarget: Hashable, Sendable {
    /// Every role.
    case anyRole
    /// Parties of a role: for a secondary recipient who is appointed at the message's instant, and where asked for who
    /// comes next and who was before.
    case role(RoleCode, next: Bool, previous: Bool)
    /// The party in the message's distributor field, which has to have the role.
    case distributor(RoleCode)

    /// The role, or nil for any.
    public var role: RoleCode? {
        switch self {
        case .anyRole: nil
        case .role(let role, _, _), .distributor(let role): role
        }
    }

    /// As written in a row: `SUP`, `SUP+next`, `LDSO:distributor`, `ANY`.
    public var text: String {
        switch self {
        case .anyRole: "ANY"
        case .role(let role, let next, let previous):
            role.text + (next ? "+next" : "") + (previous ? "+previous" : "")
        case .distributor(let role): role.text + ":distributor"
        }
    }

    init?(_ text: some StringProtocol) {
        if text == "ANY" {
            self = .anyRole
            return
        }
        if text.hasSuffix(":distributor") {
            guard let role = RoleCode(text.dropLast(12)) else { return nil }
            self = .distributor(role)
            return
        }
        let words = text.split(separator: "+", omittingEmptySubsequences: false)
        guard let first = words.first, let role = RoleCode(first),
            words.dropFirst().allSatisfy({ $0 == "next" || $0 == "previous" })
        else { return nil }
        self = .role(role, next: words.dropFirst().contains("next"), previous: words.dropFirst().contains("previous"))
    }
}

/// Who sends an interface (or one event of it) and who gets it.
public struct RouteRow: Hashable, Sendable {
    public var interface: InterfaceID
    /// Without brackets; nil: the events that have no row of their own.
    public var event: String?
    public var senders: [RouteTarget]
    public var primary: [RouteTarget]
    public var secondary: [RouteTarget]
    public var always: [RouteTarget]
    /// How sure it is who sends and who receives.
    public var roles: Confidence
    /// How sure it is which recipients are primary, secondary and always.
    public var split: Confidence
    public var source: String

    public init(
        interface: InterfaceID, event: String?, senders: [RouteTarget], primary: [RouteTarget],
        secondary: [RouteTarget], always: [RouteTarget], roles: Confidence, split: Confidence, source: String
    ) {
        self.interface = interface
        self.event = event
        self.senders = senders
        self.primary = primary
        self.secondary = secondary
        self.always = always
        self.roles = roles
        self.split = split
        self.source = source
    }

    /// Whether a party of this role may be named as a recipient.
    public func mayReceive(_ role: RoleCode) -> Bool {
        (primary + secondary + always).contains { $0.role == nil || $0.role == role }
    }

    /// Whether a party of this role may send it.
    public func maySend(_ role: RoleCode) -> Bool { senders.contains { $0.role == nil || $0.role == role } }
}

/// A field of a block: `B068.consentGranularity`, `R0.responseCode`.
public struct FieldPath: Hashable, Comparable, Sendable, CustomStringConvertible {
    public var block: String
    public var field: String

    public init(block: String, field: String) {
        self.block = block
        self.field = field
    }

    init?(_ text: some StringProtocol) {
        let words = text.split(separator: ".", omittingEmptySubsequences: false)
        guard words.count == 2, !words[0].isEmpty, !words[1].isEmpty else { return nil }
        self.init(block: String(words[0]), field: String(words[1]))
    }

    public static func < (left: FieldPath, right: FieldPath) -> Bool {
        (left.block, left.field) < (right.block, right.field)
    }

    public var description: String { block + "." + field }
}

/// A value that some roles receive as `x`.
public struct MaskRow: Hashable, Sendable {
    public var interface: InterfaceID
    /// Without brackets; nil: every event.
    public var event: String?
    public var field: FieldPath
    /// Who gets `x`.
    public var roles: [RouteTarget]
    public var confidence: Confidence
    public var source: String

    public init(
        interface: InterfaceID, event: String?, field: FieldPath, roles: [RouteTarget], confidence: Confidence,
        source: String
    ) {
        self.interface = interface
        self.event = event
        self.field = field
        self.roles = roles
        self.confidence = confidence
        self.source = source
    }
}

/// What a message tells about appointments.
public struct WatchRow: Hashable, Sendable {
    public enum Act: String, CaseIterable, Sendable {
        /// The party begins at the date, in place of who has a role of the group.
        case appoint
        /// The party ends at the date.
        case end
        /// Every appointment of the MPAN ends at the date.
        case endAll = "end-all"
    }

    public var interface: InterfaceID
    /// Without brackets; nil: every event.
    public var event: String?
    public var act: Act
    /// The group of roles; empty for `end-all`.
    public var group: String
    public var party: FieldPath?
    public var date: FieldPath
    /// A field and the value that it must have.
    public var condition: Condition?
    public var confidence: Confidence
    public var source: String

    /// That a field has a value.
    public struct Condition: Hashable, Sendable {
        public var field: FieldPath
        public var value: String

        public init(field: FieldPath, value: String) {
            self.field = field
            self.value = value
        }
    }

    public init(
        interface: InterfaceID, event: String?, act: Act, group: String, party: FieldPath?, date: FieldPath,
        condition: Condition?, confidence: Confidence, source: String
    ) {
        self.interface = interface
        self.event = event
        self.act = act
        self.group = group
        self.party = party
        self.date = date
        self.condition = condition
        self.confidence = confidence
        self.source = source
    }
}
