import ArgumentParser
import Formats
import Migration

/// `changeover migration rules`
struct MigrationRules: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "List every rule of a submission: what it says, when it is broken, what is suggested.",
        discussion: """
            EXAMPLE
              changeover migration rules --format csv > rules.csv
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, csv, json
    }

    @Option(name: .long, help: "text, csv or json.") var format = Format.text

    static let columns = ["rule", "severity", "statement", "condition", "suggestion", "needs", "setting", "basis"]

    func run() async throws {
        try await reporting {
            switch format {
            case .text: try Terminal.print(Self.text())
            case .csv: try Terminal.write(Self.csv())
            case .json: try Terminal.print(Self.json())
            }
        }
    }

    static func text() -> String {
        SubmissionRuleFact.table.map { fact in
            let needs = fact.needs.isEmpty ? "" : "\n  needs: \(fact.needs)"
            return """
                \(fact.rule.id)  \(fact.severity.rawValue)  \(fact.statement)
                  broken when: \(fact.condition)
                  suggested: \(fact.suggestion)\(needs)
                  basis: \(fact.basis)
                """
        }.joined(separator: "\n\n")
    }

    static func csv() -> [UInt8] {
        var bytes: [UInt8] = []
        CSVWriter.append(columns, columns: nil, to: &bytes)
        for fact in SubmissionRuleFact.table { CSVWriter.append(fields(fact), columns: [], to: &bytes) }
        return bytes
    }

    static func json() -> String {
        var json = JSONDocument()
        json.array(SubmissionRuleFact.table) { json, fact in
            json.object { json in
                for (name, value) in zip(columns, fields(fact)) { json.member(name, value) }
            }
        }
        return json.text
    }

    private static func fields(_ fact: SubmissionRuleFact) -> [String] {
        [
            fact.rule.id, fact.severity.rawValue, fact.statement, fact.condition, fact.suggestion, fact.needs,
            fact.rule.strength.name, fact.basis,
        ]
    }
}
