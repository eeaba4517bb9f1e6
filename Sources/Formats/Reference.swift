import Record

/// Reference pages that are made from the code they describe.
public enum Reference {
    /// `Documentation/reference/exports.md`: every kind of record with its columns, and how to read them.
    public static func exports() -> String {
        var parts = [head]
        parts += RecordKind.allCases.map(section)
        return parts.joined(separator: "\n")
    }

    private static let head = """
        # Exports

        `changeover record export KIND --format csv|json|xlsx|ics` writes one kind of record. This page is made from the \
        program; a test compares it, and `CHANGEOVER_GOLDEN=write` with that test writes it anew.

        The columns marked *contract* keep their names and their order: programs may rely on them. The others come after \
        them and may grow in number. Every export ends with `doubts`, which says in words what is uncertain about the row.

        ## Reading rules

        \(rules.map { "- \($0)" }.joined(separator: "\n"))

        ## Column types

        | type | what a cell holds |
        | --- | --- |
        \(types.map { "| `\($0.type.rawValue)` | \($0.words) |" }.joined(separator: "\n"))

        ## Formats

        | format | what it carries |
        | --- | --- |
        | `csv` | RFC 4180: UTF-8, commas, CRLF, a head; a text that a spreadsheet would run as a formula is led by `'`, \
        and so is one that begins with `'` before such a start |
        | `json` | a list of objects with the columns in order; whole numbers are numbers, and null where there is none; \
        all else is text |
        | `xlsx` | one sheet; dates are dates, whole numbers are numbers, all else is text and never a formula; \
        a text longer than 32,767 characters is cut and says so |
        | `ics` | \(ExportFormat.calendarKinds): meetings in London time, actions by their due day, milestones by their \
        forecast, else their baseline; a record without its day is left out |

        """

    private static let rules = [
        "Dates are ISO 8601, `2022-08-17`, and empty where none is printed.",
        "A cell that cannot be read as its column's type is empty there; its characters stay in the column whose name ends "
            + "in `_printed`, and `doubts` says why.",
        "Values are as read from print. With `--resolved`, values that a person or a named rule chose stand in their place.",
        "Lists inside a cell are joined by ` | `.",
        "Owners are `Organisation/Person`, joined by `; `.",
        "Tiers are `T1`, `T2` and `T3`; truth values are `yes` and `no`.",
        "A RAG status is empty where only a colour held it, since extracted text has no colours.",
        "`sources` is every `paper#line` that speaks of the record, joined by `;`; the paper is its file's name without "
            + "extension, and lines count from 1.",
        "`--as-known-at DATE` shows what the programme could know on that day. A paper counts from its issue date; one that "
            + "has none, or one before its meeting (a contradiction), counts from its meeting's date.",
        "Rows are in a stable order, which each section names; ties go by the first source, then by the record's key.",
    ]

    private static let types: [(type: ColumnType, words: String)] = [
        (.text, "text with its white space folded and its markup removed"),
        (.identifier, "an identifier in its canonical form, sorted by natural order: `TMAG8-2` before `TMAG8-10`"),
        (.date, "a date, ISO 8601"),
        (.moment, "a date, with its time where one is printed: `2023-08-24T12:30`"),
        (.time, "a time of day, `HH:MM`, to `24:00`"),
        (.integer, "a whole number"),
        (.truth, "`yes` or `no`"),
        (.tier, "`T1`, `T2` or `T3`"),
        (.list, "values joined by ` | `"),
        (.owners, "`Organisation/Person` joined by `; `"),
        (.printed, "the exact characters of the column that the name without `_printed` names"),
        (.sources, "`paper#line` joined by `;`"),
    ]

    private static func section(_ kind: RecordKind) -> String {
        let schema = kind.schema
        let stated = Set(schema.contract.map(\.name))
        let rows = schema.columns.map {
            "| `\($0.name)` | `\($0.type.rawValue)` | \(stated.contains($0.name) ? "contract" : "additional") |"
        }
        let order = schema.order.map { "`\($0)`" }.joined(separator: ", ")
        return """
            ## \(kind.rawValue)

            \(kind.meaning)\(kind.isComputed ? " Computed from the whole record." : "")

            Order: \(order.isEmpty ? "as in the papers" : order).

            | column | type | |
            | --- | --- | --- |
            \(rows.joined(separator: "\n"))

            """
    }
}

extension ExportFormat {
    fileprivate static var calendarKinds: String {
        CalendarWriter.kinds.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    }
}
