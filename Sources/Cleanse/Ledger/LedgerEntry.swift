/// One exception as a report prints it.
public struct LedgerEntry: Hashable, Sendable {
    /// The ledger's number of the exception, which never changes.
    public let number: Int64
    public let rule: Rule
    public let severity: Severity
    public let owner: Owner
    public let subject: Subject
    public let item: Item
    public let observed: String
    public let expected: String
    /// As-at date of the run that raised it first; it stays when the owner changes and when it is opened again.
    public let firstSeen: String
    /// As-at date of the last run that raised it.
    public let lastSeen: String
    public let life: ExceptionLife
    public let place: Place?
    public let suggestion: String

    public init(
        number: Int64, rule: Rule, severity: Severity, owner: Owner, subject: Subject, item: Item, observed: String,
        expected: String, firstSeen: String, lastSeen: String, life: ExceptionLife, place: Place?, suggestion: String
    ) {
        self.number = number
        self.rule = rule
        self.severity = severity
        self.owner = owner
        self.subject = subject
        self.item = item
        self.observed = observed
        self.expected = expected
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.life = life
        self.place = place
        self.suggestion = suggestion
    }

    /// The columns of the printed list.
    public static let columns = [
        "rule", "severity", "owner", "subject", "item", "observed", "expected", "first_seen", "last_seen", "state",
        "reopened", "register", "file", "line", "suggestion",
    ]

    /// The fields in the order of `columns`.
    public var fields: [String] {
        [
            rule.id, severity.rawValue, owner.description, subject.description, item.rawValue, observed, expected,
            firstSeen, lastSeen, life.state.rawValue, String(life.reopened), place?.register ?? "", place?.file ?? "",
            place?.line.map(String.init) ?? "", suggestion,
        ]
    }
}

/// Which exceptions a report lists.
public struct LedgerFilter: Hashable, Sendable {
    public var owner: Owner?
    public var ownerRole: Owner.Role?
    public var rule: Rule?
    public var severity: Severity?
    public var state: ExceptionState?
    public var item: Item?
    public var subject: String?
    /// The distributor's two digits at the front of the MPAN.
    public var distributorCode: UInt8?
    /// Closed ones too.
    public var withClosed = false
    /// Only after this place in the order of subject, rule and item: for pages.
    public var after: Int64?
    /// Only what changed so since a run.
    public var change: Change?

    /// What became of exceptions since a run.
    public struct Change: Hashable, Sendable {
        public let kind: LedgerChange
        public let since: Int

        public init(_ kind: LedgerChange, since: Int) {
            self.kind = kind
            self.since = since
        }
    }

    public init() {}
}

/// One run, as the ledger keeps it.
public struct LedgerRun: Hashable, Sendable {
    /// From 1, rising.
    public let number: Int
    public let asAt: String
    /// Digest of the rules as they were asked, with every setting.
    public let ruleSet: String
    /// The settings file's text, or empty.
    public let settings: String
    public let registers: [RegisterFact]
    public let rules: [RuleTally]
    /// MPANs that any register holds.
    public let points: Int
    /// MPANs of the registration, each once.
    public let population: Int

    public init(
        number: Int, asAt: String, ruleSet: String, settings: String, registers: [RegisterFact], rules: [RuleTally],
        points: Int, population: Int
    ) {
        self.number = number
        self.asAt = asAt
        self.ruleSet = ruleSet
        self.settings = settings
        self.registers = registers
        self.rules = rules
        self.points = points
        self.population = population
    }
}

/// What stands behind a run: a register's rows and their digest, which does not depend on their order.
public struct RegisterFact: Hashable, Sendable {
    public let register: String
    public let rows: Int
    public let rejected: Int
    public let digest: String
    /// The day that the register speaks of.
    public let asAt: String

    public init(register: String, rows: Int, rejected: Int, digest: String, asAt: String) {
        self.register = register
        self.rows = rows
        self.rejected = rejected
        self.digest = digest
        self.asAt = asAt
    }
}

/// What a run did with one rule.
public struct RuleTally: Hashable, Sendable {
    public let rule: Rule
    public let severity: Severity
    /// Why the rule was not asked; empty where it was.
    public let off: String
    public let raised: Int
    /// Raised, and silenced by a graver rule on the same MPAN.
    public let silenced: Int

    public init(rule: Rule, severity: Severity, off: String, raised: Int, silenced: Int) {
        self.rule = rule
        self.severity = severity
        self.off = off
        self.raised = raised
        self.silenced = silenced
    }
}
