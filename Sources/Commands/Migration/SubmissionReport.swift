import Formats
import Migration

/// What an agent file is judged to be.
struct AgentReport {
    let fileId: String
    let findings: [SubmissionFinding]
    let notRun: [SubmissionAnswer.NotRun]
}

/// The answer to one or several submissions, as text, JSON and CSV.
struct SubmissionReport {
    /// How many findings are printed; JSON and CSV have them all.
    static let mostPrinted = 1_000

    static let columns = [
        "fileId", "ruleId", "severity", "row", "key", "observed", "limit", "explanation", "suggested",
    ]

    let outcomes: [SubmissionOutcome]
    /// Nil for one submission.
    let together: SubmissionConsolidation?
    let agents: AgentReport?

    init(_ outcomes: [SubmissionOutcome], checker: SubmissionChecker, agents: AgentReport?) {
        let together = outcomes.count > 1 ? SubmissionConsolidation(outcomes, by: checker) : nil
        var outcomes = together?.outcomes ?? outcomes
        if let agents {
            let open = Set(agents.notRun.map(\.rule))
            for place in outcomes.indices { outcomes[place].asked(of: agents.notRun, open) }
        }
        self.outcomes = outcomes
        self.together = together
        self.agents = agents
    }

    var isRejected: Bool {
        outcomes.contains { $0.answer.status == .rejected } || together?.isRejected ?? false
            || agents?.findings.contains { $0.severity == .error } ?? false
    }

    /// Findings by the file they are of; those of all together are of `*`.
    private var all: [(fileId: String, findings: [SubmissionFinding])] {
        outcomes.map { ($0.answer.fileId, $0.answer.findings) }
            + [(agents?.fileId ?? "", agents?.findings ?? []), ("*", together?.findings ?? [])]
    }

    // MARK: CSV

    func csv() -> [UInt8] {
        var bytes: [UInt8] = []
        CSVWriter.append(Self.columns, columns: nil, to: &bytes)
        for (fileId, findings) in all {
            for finding in findings {
                CSVWriter.append(
                    [
                        fileId, finding.rule.id, finding.severity.rawValue, String(finding.row), finding.key,
                        finding.observed, finding.limit, finding.explanation, finding.suggested,
                    ], columns: [], to: &bytes)
            }
        }
        return bytes
    }

    // MARK: Text

    func text() -> String {
        var lines: [String] = []
        var left = Self.mostPrinted
        for outcome in outcomes {
            let answer = outcome.answer
            lines.append(
                "\(answer.fileId): \(answer.status.rawValue)  supplier \(SubmissionReport.shown(answer.supplier)), "
                    + "sprint \(answer.sprint), \(answer.rows.grouped) rows, \(Self.count(answer.findings))")
            append(answer.findings, &lines, &left)
            if !answer.notRun.isEmpty {
                lines.append("  not run:")
                lines += answer.notRun.map { "    \($0.rule.id)  \($0.reason)" }
            }
        }
        if let agents {
            lines.append("\(agents.fileId): \(Self.count(agents.findings))")
            append(agents.findings, &lines, &left)
        }
        if let together {
            lines.append("together: \(Self.count(together.findings))")
            append(together.findings, &lines, &left)
            if !together.leftOut.isEmpty {
                lines.append("  left out, as rejected or superseded: \(together.leftOut.joined(separator: ", "))")
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func shown(_ text: String) -> String { text.isEmpty ? "unknown" : FolderFinding.shown(text) }

    private static func count(_ findings: [SubmissionFinding]) -> String {
        let errors = findings.count { $0.severity == .error }
        let warnings = findings.count - errors
        return "\(errors.grouped) \(errors == 1 ? "error" : "errors"), "
            + "\(warnings.grouped) \(warnings == 1 ? "warning" : "warnings")"
    }

    private func append(_ findings: [SubmissionFinding], _ lines: inout [String], _ left: inout Int) {
        for finding in findings.prefix(left) {
            let place = finding.row > 0 ? "row \(finding.row)" : "file"
            let suggested = finding.suggested.isEmpty ? "" : "; suggested \(Self.short(finding.suggested))"
            lines.append(
                "  \(place)  \(finding.rule.id) \(finding.severity.rawValue)  \(finding.key): "
                    + "\(finding.observed.isEmpty ? "nothing" : finding.observed), allowed \(finding.limit): "
                    + "\(finding.explanation)\(suggested)")
        }
        if findings.count > left {
            lines.append("  and \((findings.count - left).grouped) more; --json and --out have them")
        }
        left -= min(left, findings.count)
    }

    private static func short(_ text: String) -> String {
        text.count <= 200 ? text : String(text.prefix(200)) + "… (--json and --out have it whole)"
    }

    // MARK: JSON

    /// One submission's answer, or a list of them with what they are together.
    func json() -> String {
        var json = JSONDocument()
        json.object { json in
            if outcomes.count == 1 {
                write(outcomes[0].answer, to: &json)
            } else {
                json.member("status", isRejected ? "REJECTED" : "ACCEPTED")
                json.member("submissions") { json in
                    json.array(outcomes) { json, outcome in json.object { write(outcome.answer, to: &$0) } }
                }
            }
            if let agents {
                json.member("agents") { json in
                    json.object { json in
                        json.member("fileId", agents.fileId)
                        write(agents.findings, "findings", to: &json)
                    }
                }
            }
            if let together {
                write(together.findings, "together", to: &json)
                json.member("leftOut") { json in json.array(together.leftOut) { $0.string($1) } }
            }
        }
        return json.text
    }

    private func write(_ answer: SubmissionAnswer, to json: inout JSONDocument) {
        json.member("fileId", answer.fileId)
        json.member("digest", answer.digest)
        json.member("supplier", answer.supplier)
        json.member("sprint", answer.sprint)
        json.member("rows", answer.rows)
        json.member("status", answer.status.rawValue)
        json.member("errors", answer.findings.count { $0.severity == .error })
        json.member("warnings", answer.findings.count { $0.severity == .warning })
        write(answer.findings, "findings", to: &json)
        json.member("notRun") { json in
            json.array(answer.notRun) { json, rule in
                json.object { json in
                    json.member("ruleId", rule.rule.id)
                    json.member("reason", rule.reason)
                }
            }
        }
    }

    private func write(_ findings: [SubmissionFinding], _ name: String, to json: inout JSONDocument) {
        json.member(name) { json in
            json.array(findings) { json, finding in
                json.object { json in
                    json.member("ruleId", finding.rule.id)
                    json.member("severity", finding.severity.rawValue)
                    json.member("row", finding.row)
                    json.member("key", finding.key)
                    json.member("observed", finding.observed)
                    json.member("limit", finding.limit)
                    json.member("explanation", finding.explanation)
                    json.member("suggested", finding.suggested)
                    json.member("changes") { json in
                        json.array(finding.changes) { json, change in Self.write(change, to: &json) }
                    }
                }
            }
        }
    }

    private static func write(_ change: SubmissionChange, to json: inout JSONDocument) {
        json.object { json in
            switch change.kind {
            case .set:
                json.member("row", change.row)
                json.member("column", change.column)
                json.member("value", change.value)
            case .remove:
                json.member("row", change.row)
                json.member("remove", true)
            case .add: json.member("add", change.value)
            }
        }
    }
}
