/// What the rules say of one MPAN, until precedence has been applied.
///
/// Rules call `raise`; texts are made only then, so a row that passes costs no text.
public struct CaseFindings: Sendable {
    /// A rule that was raised and then silenced by another on the same MPAN.
    public struct Silenced: Hashable, Sendable {
        public let exception: RaisedException
        public let by: Rule
    }

    public private(set) var raised: [RaisedException] = []
    private var mask: RuleSet = []

    public init() {}

    /// True until a rule is raised.
    public var isEmpty: Bool { raised.isEmpty }

    /// Notes that a rule is broken.
    public mutating func raise(_ exception: RaisedException) {
        raised.append(exception)
        mask.insert(exception.rule)
    }

    /// Takes back what cannot be said.
    mutating func withdraw(_ isWithdrawn: (RaisedException) -> Bool) {
        raised.removeAll(where: isWithdrawn)
        mask = RuleSet(raised.map(\.rule))
    }

    /// True when a rule was raised, silenced or not.
    public func holds(_ rule: Rule) -> Bool { mask.contains(rule) }

    /// True when an item of an MPAN has a standing exception of severity E or W that is not of two registers: the
    /// registers' difference is then the same fault seen again. A misspelt device (ESM-03) is not counted.
    public func holdsFault(in item: Item, of mpan: UInt64, by table: RuleTable) -> Bool {
        raised.contains { exception in
            exception.item == item && exception.subject == .mpan(mpan) && exception.rule != .esm03
                && !Judge.crossRegister.contains(exception.rule) && table.severity(exception.rule) <= .warning
                && table.silencer(of: exception.rule, among: mask) == nil
        }
    }

    /// The exceptions that stand: those silenced by precedence left out, those of one identity made one, in order.
    public mutating func settled(by table: RuleTable) -> (standing: [RaisedException], silenced: [Silenced]) {
        var standing: [RaisedException] = []
        var silenced: [Silenced] = []
        for exception in raised.sorted() {
            if let by = table.silencer(of: exception.rule, among: mask) {
                silenced.append(Silenced(exception: exception, by: by))
            } else if let last = standing.last, !(last < exception) {
                standing[standing.count - 1] = last.joined(with: exception)
            } else {
                standing.append(exception)
            }
        }
        raised.removeAll(keepingCapacity: true)
        mask = []
        return (standing, silenced)
    }
}

extension RaisedException {
    /// Bytes of observed values after which further rows of one identity are not told: a hub of links has as many rows
    /// as links.
    static let longestObserved = 300

    /// This exception with the observed value of another row of the same identity; its own place stays.
    func joined(with other: RaisedException) -> RaisedException {
        let isTold = observed == other.observed || observed.utf8.count >= Self.longestObserved
        guard !isTold || (suggestion.isEmpty && !other.suggestion.isEmpty) else { return self }
        return RaisedException(
            rule: rule, subject: subject, item: item, owner: owner,
            observed: isTold ? observed : "\(observed); \(other.observed)", expected: expected,
            place: place, suggestion: suggestion.isEmpty ? other.suggestion : suggestion)
    }
}

/// A set of rules in a few words.
public struct RuleSet: Hashable, Sendable, ExpressibleByArrayLiteral {
    private var low: UInt64 = 0
    private var middle: UInt64 = 0
    private var high: UInt64 = 0

    public init(arrayLiteral rules: Rule...) { for rule in rules { insert(rule) } }
    public init(_ rules: some Sequence<Rule>) { for rule in rules { insert(rule) } }

    public var isEmpty: Bool { low | middle | high == 0 }

    public mutating func insert(_ rule: Rule) {
        let bit = UInt64(1) << UInt64(rule.rawValue & 63)
        switch rule.rawValue >> 6 {
        case 0: low |= bit
        case 1: middle |= bit
        default: high |= bit
        }
    }

    public func contains(_ rule: Rule) -> Bool {
        let bit = UInt64(1) << UInt64(rule.rawValue & 63)
        switch rule.rawValue >> 6 {
        case 0: return low & bit != 0
        case 1: return middle & bit != 0
        default: return high & bit != 0
        }
    }
}
