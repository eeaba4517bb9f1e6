/// The answer to a submission: accepted or not, and every fault with a value that would be legal.
///
/// It rests on the bytes and the arguments only: the same input gives the same answer.
public struct SubmissionAnswer: Sendable, Equatable {
    public enum Status: String, Sendable, CaseIterable {
        case accepted = "ACCEPTED"
        case acceptedWithWarnings = "ACCEPTED_WITH_WARNINGS"
        case rejected = "REJECTED"
        /// A later submission of the same supplier and sprint was given too.
        case superseded = "SUPERSEDED"
    }

    /// The file's name.
    public let fileId: String
    /// SHA-256 of the content, hexadecimal.
    public let digest: String
    /// The supplier's code; empty where the file does not tell.
    public let supplier: String
    public let sprint: Int
    /// Rows below the header.
    public let rows: Int
    public internal(set) var status: Status
    /// By row, rule; those of no row first.
    public internal(set) var findings: [SubmissionFinding]
    /// The rules that were not asked, and why, in the table's order.
    public internal(set) var notRun: [NotRun]

    public struct NotRun: Sendable, Hashable {
        public let rule: SubmissionRule
        public let reason: String
    }

    static func status(of findings: [SubmissionFinding]) -> Status {
        if findings.contains(where: { $0.severity == .error }) { return .rejected }
        return findings.isEmpty ? .accepted : .acceptedWithWarnings
    }
}

/// One fault of a submission.
public struct SubmissionFinding: Sendable, Hashable {
    public let rule: SubmissionRule
    public let severity: SubmissionRule.Severity
    /// The line of the file, the header being 1; 0 where no row is at fault.
    public let row: Int
    /// What is at fault: `ldso periodStart granularity`, or a column.
    public let key: String
    public let observed: String
    public let limit: String
    public let explanation: String
    /// Changes that make it legal, all of them together with those of the other findings; empty where there is none.
    public let changes: [SubmissionChange]
    /// A suggestion that is no change of the file, such as a name.
    public let advice: String

    init(
        _ rule: SubmissionRule, _ severity: SubmissionRule.Severity, row: Int, key: String, observed: String,
        limit: String, explanation: String, changes: [SubmissionChange] = [], advice: String = ""
    ) {
        self.rule = rule
        self.severity = severity
        self.row = row
        self.key = key
        self.observed = observed
        self.limit = limit
        self.explanation = explanation
        self.changes = changes
        self.advice = advice
    }

    /// The suggestion in one field: the value where the finding's own row needs one value; otherwise each change.
    public var suggested: String {
        if changes.isEmpty { return advice }
        if changes.count == 1, changes[0].row == row { return changes[0].value }
        return changes.map(\.words).joined(separator: "; ")
    }
}

/// One change of a submission.
public struct SubmissionChange: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// Set a column, by its place among `SubmissionTemplate.columns`.
        case set(column: Int)
        case remove
        /// Add a row; the value is its text in the template's order of columns.
        case add
    }

    public let kind: Kind
    /// The line of the file; 0 for a row to add.
    public let row: Int
    /// What the row is about: `ldso periodStart granularity`.
    public let key: String
    public let value: String

    static func remove(row: Int, key: String) -> SubmissionChange {
        SubmissionChange(kind: .remove, row: row, key: key, value: "remove the row")
    }

    /// The column's name; empty where a row is added or removed.
    public var column: String {
        if case .set(let column) = kind { SubmissionTemplate.columns[column] } else { "" }
    }

    var words: String {
        switch kind {
        case .set(let column):
            column == SubmissionColumn.volume.rawValue ? "\(key)=\(value)" : "row \(row) \(self.column)=\(value)"
        case .remove: "row \(row): \(value)"
        case .add: value
        }
    }
}

/// The columns of a submission, by their place in the template.
enum SubmissionColumn: Int, CaseIterable {
    case schema, supplier, sprint, distributor, start, granularity, volume, plan, comment

    var name: String { SubmissionTemplate.columns[rawValue] }
}
