/// One thing wrong with a subject: data, not an error of the program.
public struct Finding: Hashable, Sendable, Codable {
    /// How much a finding matters, least first.
    public enum Severity: String, CaseIterable, Comparable, Sendable, Codable {
        case note, warning, error

        private var rank: Int {
            switch self {
            case .note: 0
            case .warning: 1
            case .error: 2
            }
        }

        public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
    }

    /// The stable name of the rule that does not hold.
    public let code: String

    /// How much it matters.
    public let severity: Severity

    /// What is wrong: a record, a cell, a document.
    public let subject: String

    /// What is wrong with it, in one sentence with the values.
    public let sentence: String

    /// The passages or values it rests on, as printed.
    public let evidence: [String]

    /// The clause or rule that says it is wrong.
    public let basis: String

    /// Makes a finding from its parts.
    public init(
        code: String, severity: Severity, subject: String, sentence: String, evidence: [String] = [],
        basis: String = ""
    ) {
        self.code = code
        self.severity = severity
        self.subject = subject
        self.sentence = sentence
        self.evidence = evidence
        self.basis = basis
    }
}
