/// A rule that holds when the record is good.
public protocol DeskRule: Sendable {
    /// Stable name, kebab case.
    var code: String { get }
    var title: String { get }
    /// One sentence that holds when the data is good.
    var statement: String { get }
    /// Clause of governance.md that the rule rests on.
    var clause: String { get }
    /// Every breach, in any order.
    func findings(in snapshot: RecordSnapshot) -> [Contradiction]
}

/// The desk at which contradictions are found: rules over the whole record.
public enum Desk {
    /// All rules, in the order in which their findings are listed.
    public static let rules: [any DeskRule] =
        valueRules + dateRules + milestoneRules + planRules + testingRules + agendaRules + figureRules + sequenceRules
        + readingRules + wordingRules

    /// All contradictions: by rule, then by record in natural order, then by place. The caller numbers them.
    public static func findings(_ snapshot: RecordSnapshot) -> [Contradiction] {
        rules.flatMap { findings(of: $0, in: snapshot) }
    }

    /// One rule's contradictions, by record in natural order, then by place. Rules do not look at each other, so that
    /// they may be asked side by side.
    public static func findings(of rule: any DeskRule, in snapshot: RecordSnapshot) -> [Contradiction] {
        var findings: [Contradiction] = []
        // One row may state several records, such as a milestone and its change: its fault is one finding.
        var kinds: [[String]: RecordKind] = [:]
        var seen: Set<Contradiction> = []
        for finding in rule.findings(in: snapshot).sorted(by: Contradiction.precedes) {
            let print = [finding.placeA, finding.valueA, finding.placeB, finding.valueB]
            let kind = kinds[print] ?? finding.subject.kind
            kinds[print] = kind
            if kind == finding.subject.kind, seen.insert(finding).inserted { findings.append(finding) }
        }
        return findings
    }

    /// The rules as documentation lists them.
    public static var catalogue: [(code: String, title: String, statement: String, clause: String)] {
        rules.map { ($0.code, $0.title, $0.statement, $0.clause) }
    }
}
