import Migration

/// The reference page of submissions, made from what the program asks.
public enum SubmissionReference {
    /// The form, every rule by family, precedence, the answer and the settings.
    public static func rules() -> String {
        var page = """
            # Rules of submissions

            `changeover migration check` asks these rules of a supplier's plan for one sprint; `changeover migration rules` prints them as text, CSV or JSON. The Programme's own rules and file formats are not established: this form and these rules are ours, and nothing here claims to be those of its tool. The severity is *E* where a submission is rejected, *W* where it is accepted with a warning. Every rule has a switch in the market's `settings.json`: `rule_V01` and so on, 0 off, 1 warning, 2 error; rules that say that a row cannot be used have no 0. A rule that is off, or whose inputs are not there, is listed as not run.

            ## The form

            CSV, UTF-8, a header with these columns, each once, in any order; line ends of any kind. A row is a distributor and a migration day of the committed sprint, or a distributor and a week of later sprints (a week that lies in two sprints has one row, for the days after the committed sprint). A row of volume 0 on a day without migration may stand.

            | column | holds |
            | --- | --- |

            """
        for (name, meaning) in zip(SubmissionTemplate.columns, columns) { page += "| \(name) | \(meaning) |\n" }
        for (title, ids) in families {
            page += """

                ## \(title)

                | rule | severity | holds when good | broken when | suggested | needs | basis |
                | --- | --- | --- | --- | --- | --- | --- |

                """
            for fact in SubmissionRuleFact.table where fact.rule.id.hasPrefix(ids) {
                page +=
                    "| \(fact.rule.id) | \(fact.severity.rawValue) | \(escaped(fact.statement)) "
                    + "| \(escaped(fact.condition)) | \(escaped(fact.suggestion)) | \(escaped(fact.needs)) "
                    + "| \(escaped(fact.basis)) |\n"
            }
        }
        return page + precedence + settings()
    }

    private static func escaped(_ text: String) -> String {
        text.map { "<>|".contains($0) ? "\\\($0)" : String($0) }.joined()
    }

    private static let columns = [
        "version of the form: `\(SubmissionTemplate.schemaVersion)`", "the supplier, as the market has it",
        "the sprint of the period", "the distributor, as the market has it",
        "the day, or the Monday of the week, `yyyy-mm-dd`", "`D` or `W`",
        "MPANs whose migration begins: 1 to 10 digits",
        "`COMMITTED` for days, `FORECAST` for weeks", "free; a change request (`CR` and digits) may be named here",
    ]

    private static let families: [(String, String)] = [
        ("The file", "F"), ("The form of rows", "T"), ("The calendar", "C"), ("Volumes", "V"), ("The reserve", "R"),
        ("The forecast", "X"), ("Agents", "A"), ("All submissions together", "L"),
    ]

    private static let precedence = """

        ## Precedence and suggestions

        One fault is said once. A row that cannot be placed is said by the first cause and takes part in nothing else; fields of a row that are wrong independently are each said. A cell is asked C02, V01, R01 and V10 in this order and the first that does not hold is said; sums over distributors (V02, V06, R01) are asked of the values that these rules have left, the least limit first; then totals (V03, V08), then the finish (V04). Warnings look at what all of them have left, and not at periods with rows that are missing or cannot be read.

        The suggestions of all findings fit each other: put in together, they make a submission that no rule rejects, as far as the file is at fault (a late submission needs a waiver). Volumes are lowered where there is most, totals from the end, and raised from the beginning.

        ## The answer

        `--json`, or `--out` for CSV: fileId, ruleId, severity, row (the line of the file, 0 for none), key, observed, limit, explanation, suggested. The status is ACCEPTED, ACCEPTED_WITH_WARNINGS, REJECTED, or SUPERSEDED where a later submission of the same supplier is checked with it. It rests on the input alone: the same input gives the same answer to the byte.

        ## Settings

        | setting | default | range | meaning | basis |
        | --- | --- | --- | --- | --- |

        """

    private static func settings() -> String {
        let wholes =
            SprintParameters.wholes + EnvelopeParameters.wholes + ReallocationParameters.wholes
            + SubmissionParameters.wholes.filter { !$0.name.hasPrefix("rule_") }
        let shares = EnvelopeParameters.shares + ReallocationParameters.shares + SubmissionParameters.shares
        return wholes.map { row($0) }.joined() + shares.map { row($0) }.joined()
    }

    private static func row<Value>(_ parameter: MigrationParameter<Value>) -> String {
        "| \(parameter.name) | \(parameter.standard) | \(parameter.range.lowerBound) to \(parameter.range.upperBound) "
            + "| \(escaped(parameter.meaning)) | \(escaped(parameter.basis)) |\n"
    }
}
