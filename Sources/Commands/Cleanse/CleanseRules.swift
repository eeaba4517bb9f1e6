import ArgumentParser
import Cleanse
import Formats

/// `changeover cleanse rules`
struct CleanseRules: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "List every rule: what raises it, of whom it is asked, who mends it, on what it rests.",
        discussion: """
            Severities and switches are as the settings have them: cleanse.json in the data folder, or --settings.

            EXAMPLE
              changeover cleanse rules --format csv > rules.csv
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, csv, json
    }

    @OptionGroup var data: DataOptions
    @Option(name: .long, help: ArgumentHelp("The settings, JSON.", valueName: "file")) var settings: String?
    @Option(name: .long, help: "text, csv or json.") var format = Format.text

    func run() async throws {
        try await reporting {
            let settings = try CleanseSettingsFile(path: settings, data: data.folder).settings
            let table = RuleTable(facts: RuleTable.standard, settings: settings, inputs: Set(Input.allCases))
            switch format {
            case .text: try Terminal.print(Self.text(table))
            case .csv: try Terminal.write(Self.csv(table))
            case .json: try Terminal.print(Self.json(table))
            }
        }
    }

    /// One paragraph a rule: its head, the condition, and what is left to say.
    static func text(_ table: RuleTable) -> String {
        table.facts.map { fact in
            let off = table.whyOff(fact.rule).map { "  (off: \($0.words))" } ?? ""
            var lines = [
                "\(fact.rule.id)  \(table.severity(fact.rule).rawValue)  \(fact.owner)  "
                    + "\(fact.itemWords)\(off)",
                "  \(fact.condition)",
                "  asked of: \(fact.population)",
                "  to do: \(fact.resolution)",
                "  basis: \(fact.basis) [\(fact.confidence)]",
            ]
            if !fact.needs.isEmpty { lines.append("  needs: \(fact.needWords)") }
            if !fact.silences.isEmpty { lines.append("  silences: \(fact.silenceWords)") }
            return lines.joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    static let columns = [
        "rule", "severity", "owner", "items", "population", "condition", "resolution", "basis", "confidence", "needs",
        "silences", "off",
    ]

    static func csv(_ table: RuleTable) -> [UInt8] {
        var bytes: [UInt8] = []
        CSVWriter.append(columns, columns: nil, to: &bytes)
        for fact in table.facts { CSVWriter.append(fields(fact, table), columns: [], to: &bytes) }
        return bytes
    }

    /// A list of objects, one a line.
    static func json(_ table: RuleTable) -> String {
        var json = JSONDocument()
        json.array(table.facts) { json, fact in
            json.object { json in
                for (name, value) in zip(columns, fields(fact, table)) {
                    switch name {
                    case "items": json.member(name) { $0.array(fact.items) { $0.string($1.rawValue) } }
                    case "needs": json.member(name) { $0.array(fact.needs) { $0.string($1.rawValue) } }
                    case "silences": json.member(name) { $0.array(fact.silences) { $0.string($1.id) } }
                    default: json.member(name, value)
                    }
                }
            }
        }
        return json.text
    }

    private static func fields(_ fact: RuleFact, _ table: RuleTable) -> [String] {
        [
            fact.rule.id, table.severity(fact.rule).rawValue, fact.owner,
            fact.items.map(\.rawValue).joined(separator: " "), fact.population, fact.condition, fact.resolution,
            fact.basis, fact.confidence, fact.needs.map(\.rawValue).joined(separator: " "),
            fact.silences.map(\.id).joined(separator: " "), table.whyOff(fact.rule)?.words ?? "",
        ]
    }
}

extension RuleFact {
    /// The columns, or a word for many of them.
    var itemWords: String {
        items.count > 8
            ? "\(items.prefix(3).map(\.rawValue).joined(separator: ", ")) and \(items.count - 3) more"
            : items.map(\.rawValue).joined(separator: ", ")
    }

    var needWords: String { needs.map(\.rawValue).joined(separator: ", ") }
    var silenceWords: String { silences.map(\.id).joined(separator: ", ") }
}
