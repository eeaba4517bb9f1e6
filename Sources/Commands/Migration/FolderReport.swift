import ArgumentParser
import Kernel
import Migration

/// Tells the findings of a folder: errors end the command, warnings and notes go to standard error.
enum FolderReport {
    /// How many warnings, and how many notes, are said on standard error; JSON has them all.
    static let mostSaid = 20

    /// Ends the command where there are errors, with code 65: each on a line of standard error, or as JSON.
    ///
    /// - Parameter what: what was read: `market`.
    static func refuseErrors(_ findings: FolderFindings, what: String, path: String, asJSON: Bool) throws {
        guard findings.errorCount > 0 else { return }
        if asJSON {
            var json = JSONDocument()
            json.object { json in
                json.member("error", "the \(what) \(path) cannot be used")
                write(findings, to: &json)
            }
            try Terminal.print(json.text)
            throw ExitCode(Failure.Code.badInput.rawValue)
        }
        var reasons = findings.errors.map(\.sentence)
        let rest = findings.errorCount - findings.errors.count
        if rest > 0 { reasons.append("and \(rest.grouped) more of the kind") }
        throw Failure(
            "the \(what) \(path) cannot be used: \(findings.errorCount.grouped) "
                + (findings.errorCount == 1 ? "mistake" : "mistakes"),
            because: reasons, advice: "mend what is named; nothing was written", code: .badInput)
    }

    /// Says warnings and notes on standard error, a line each.
    static func say(_ findings: FolderFindings) {
        say(findings.warnings, of: findings.warningCount, "warning")
        say(findings.notes, of: findings.noteCount, "note")
    }

    private static func say(_ list: [FolderFinding], of count: Int, _ word: String) {
        for finding in list.prefix(mostSaid) { Terminal.error("\(word): \(finding.sentence)") }
        if count > mostSaid { Terminal.error("\(word): and \((count - mostSaid).grouped) more; --json has them") }
    }

    /// The members `errors`, `warnings` and `notes` (lists of what was kept) and `counts` (of all there are).
    static func write(_ findings: FolderFindings, to json: inout JSONDocument) {
        json.member("counts") { json in
            json.object { json in
                json.member("errors", findings.errorCount)
                json.member("warnings", findings.warningCount)
                json.member("notes", findings.noteCount)
            }
        }
        for (name, list) in [
            ("errors", findings.errors), ("warnings", findings.warnings), ("notes", findings.notes),
        ] {
            json.member(name) { json in json.array(list) { json, finding in write(finding, to: &json) } }
        }
    }

    private static func write(_ finding: FolderFinding, to json: inout JSONDocument) {
        json.object { json in
            json.member("rule", finding.rule.rawValue)
            json.member("file", finding.file)
            if let line = finding.line { json.member("line", line) }
            if let column = finding.column { json.member("column", column) }
            if let value = finding.value { json.member("value", value) }
            json.member("problem", finding.problem)
            json.member("advice", finding.advice)
        }
    }
}
