/// How much an exception matters.
public enum Severity: String, CaseIterable, Sendable, Comparable {
    /// It blocks: the row would be rejected or settled wrong.
    case error = "E"
    /// A person has to look.
    case warning = "W"
    case information = "I"

    private var rank: Int { self == .error ? 0 : self == .warning ? 1 : 2 }

    /// The gravest first.
    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}

/// What an exception is about: an MPAN as it was printed, or a file.
public enum Subject: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// An MPAN's number; it may have a wrong check digit.
    case mpan(UInt64)
    /// What stood in an MPAN's place, where it is not thirteen digits.
    case printed(String)
    /// A file's name.
    case file(String)

    public var description: String {
        switch self {
        case .mpan(let number): MPANText.printed(number)
        case .printed(let text): text
        case .file(let name): name
        }
    }

    public static func < (left: Subject, right: Subject) -> Bool {
        switch (left, right) {
        case (.mpan(let one), .mpan(let other)): one < other
        case (.printed(let one), .printed(let other)): one.utf8.lexicographicallyPrecedes(other.utf8)
        case (.file(let one), .file(let other)): one.utf8.lexicographicallyPrecedes(other.utf8)
        default: left.rank < right.rank
        }
    }

    private var rank: Int {
        switch self {
        case .mpan: 0
        case .printed: 1
        case .file: 2
        }
    }
}

/// The row that shows an exception: register, file and line.
public struct Place: Hashable, Sendable {
    /// The register's name, `MTR`, or a reference file's.
    public let register: String
    public let file: String
    /// From 1; nil for a whole file.
    public let line: UInt32?

    public init(register: String, file: String, line: UInt32?) {
        self.register = register
        self.file = file
        self.line = line
    }

    /// The place of a table's row.
    public init(_ table: RegisterTable, row: Int) {
        self.init(
            register: table.kind.rawValue, file: table.sources[Int(table.file[row])].name, line: table.line[row])
    }
}

/// One rule broken by one subject in one item, in one run.
///
/// Rule, subject and item are its identity, never a row's number: two failing rows of an MPAN under one rule and item
/// are one exception, whose place is the first of them and whose observed values are joined.
public struct RaisedException: Hashable, Sendable {
    public let rule: Rule
    public let subject: Subject
    public let item: Item
    public let owner: Owner
    /// What the registers say, for people.
    public let observed: String
    /// What would satisfy the rule, for people; empty where only a person can tell.
    public let expected: String
    public let place: Place?
    /// A likely right value, never applied by itself; empty where there is none.
    public let suggestion: String

    public init(
        rule: Rule, subject: Subject, item: Item, owner: Owner, observed: String, expected: String, place: Place?,
        suggestion: String = ""
    ) {
        self.rule = rule
        self.subject = subject
        self.item = item
        self.owner = owner
        self.observed = observed
        self.expected = expected
        self.place = place
        self.suggestion = suggestion
    }
}

extension RaisedException: Comparable {
    /// By subject, then rule, then item: the order of a report and of the ledger.
    public static func < (left: RaisedException, right: RaisedException) -> Bool {
        if left.subject != right.subject { return left.subject < right.subject }
        if left.rule != right.rule { return left.rule < right.rule }
        return left.item.rawValue < right.item.rawValue
    }
}
