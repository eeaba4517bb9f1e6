/// Two places of the record that cannot both be right, or one that breaks a rule.
public struct Contradiction: Sendable, Hashable {
    /// How sure the desk is that something is wrong, and of the probable value.
    public enum Confidence: String, Sendable, Hashable, CaseIterable {
        case high
        case medium
        case low
    }

    /// What has been done about a finding.
    public enum State: String, Sendable, Hashable, CaseIterable {
        case open
        /// A named rule has put a value forward.
        case proposed
        /// A person has chosen; only a statement in the record says so.
        case resolved
    }

    /// The record a finding is about.
    public struct Subject: Sendable, Hashable {
        public let kind: RecordKind
        public let key: String
        /// As people name it, such as `action TMAG08-01`.
        public let name: String

        public init(kind: RecordKind, key: String, name: String) {
            self.kind = kind
            self.key = key
            self.name = name
        }
    }

    /// The rule's code, in kebab case.
    public let rule: String
    /// What is wrong, with both values.
    public let sentence: String
    public let subject: Subject
    /// `paper#line`.
    public let placeA: String
    public let valueA: String
    /// `paper#line`; empty where the other side is a rule.
    public let placeB: String
    public let valueB: String
    /// The value that is probably right, as an export writes it; empty where nothing tells.
    public let probable: String
    /// Why the probable value, or why this is wrong.
    public let basis: String
    public let confidence: Confidence
    public var state: State

    /// Makes a finding from its parts.
    public init(
        rule: String, sentence: String, subject: Subject, placeA: String, valueA: String, placeB: String = "",
        valueB: String = "", probable: String = "", basis: String, confidence: Confidence, state: State = .open
    ) {
        self.rule = rule
        self.sentence = sentence
        self.subject = subject
        self.placeA = placeA
        self.valueA = valueA
        self.placeB = placeB
        self.valueB = valueB
        self.probable = probable
        self.basis = basis
        self.confidence = confidence
        self.state = state
    }

    /// Names the finding over every later run of the rules: equal while rule, record, places and values are equal.
    public var fingerprint: String {
        [rule, subject.kind.rawValue, subject.key, placeA, valueA, placeB, valueB].joined(separator: "\u{1F}")
    }

    /// The finding's sort key within its rule: record, then places.
    static func precedes(_ one: Contradiction, _ two: Contradiction) -> Bool {
        if one.subject.kind != two.subject.kind { return one.subject.kind < two.subject.kind }
        let pairs = [
            (one.subject.key, two.subject.key), (one.placeA, two.placeA), (one.placeB, two.placeB),
            (one.valueA, two.valueA), (one.valueB, two.valueB), (one.sentence, two.sentence),
        ]
        for (left, right) in pairs {
            let order = NaturalOrder.compare(left, right)
            if order != 0 { return order < 0 }
        }
        return false
    }
}
