import Record

/// Rows of a table of decisions.
enum DecisionTable {
    static func state(
        _ rows: [Row], _ head: TableHead, of paper: PaperContext, doubts: [String] = [], into ledger: inout Ledger
    ) {
        var area: Cell?
        for row in ActionTable.joinedLoosely(rows, head) {
            let printed = head.cell("area", of: row)
            if !printed.isEmpty { area = printed }
            let text = head.cell("text", of: row)
            let reference = head.cell("reference", of: row)
            if Words.isEmptyState(reference.text) && row.texts.allSatisfy({ Words.isEmptyState($0) }) {
                ledger.claim(row.lines, as: .narrative)
                continue
            }
            let areaField: FieldReading? = area.map { printed.isEmpty ? ActionRow.filled($0) : .cell("area", $0) }
            ledger.state(
                statement(
                    text: MarkupReader.plain(text.text), printed: text, reference: reference, area: areaField,
                    lines: row.lines, rule: doubts.isEmpty ? "decisions-table" : "decisions-by-content",
                    doubts: doubts, of: paper))
        }
    }

    private static func statement(
        text: String, printed: Cell, reference: Cell, area: FieldReading?, lines: [Int], rule: String,
        doubts: [String], of paper: PaperContext
    ) -> Statement {
        let read = DecisionWords(text)
        let filed = FiledReference.read(reference.text, .decision, of: paper)
        let key = filed?.key ?? unnumberedKey(read.subject, of: paper)
        let place = Place(line: reference.line, cell: reference.column)
        var fields: [FieldReading] = []
        if let filed {
            fields.append(filed.field("reference", printed: reference.text, at: place))
        } else if Words.isEmptyState(reference.text) {
            // Not numbered yet.
            if !reference.isEmpty {
                fields.append(FieldReading("reference", nil, printed: reference.text, at: place))
            }
        } else {
            fields.append(
                FieldReading(
                    "reference", nil, printed: reference.text, at: place,
                    doubts: ["not a decision reference: \(reference.trimmed)"]))
        }
        fields.append(.text("group", group(of: filed?.key, paper), printed: ""))
        fields.append(.text("meeting", paper.card.meeting, printed: ""))
        if let area { fields.append(area) }
        fields.append(.cell("text", printed))
        fields += outcome(read, at: Place(line: printed.line, cell: printed.column))
        return Statement(.decisions, key: key, lines: lines, rule: rule, doubts: doubts, fields: fields)
    }

    static func outcome(_ read: DecisionWords, at place: Place) -> [FieldReading] {
        var fields: [FieldReading] = [.text("subject", read.subject, at: place)]
        if !read.outcome.isEmpty { fields.append(.text("outcome", read.outcome, at: place)) }
        if !read.conditions.isEmpty { fields.append(.text("conditions", read.conditions, at: place)) }
        return fields
    }

    static func unnumberedKey(_ subject: String, of paper: PaperContext) -> String {
        "\(paper.meetingKey)|\(Words.slug(subject))"
    }

    static func group(of key: String?, _ paper: PaperContext) -> String {
        guard let key else { return paper.card.group }
        let group = key.prefix { $0 != "-" }
        return group.isEmpty ? paper.card.group : String(group)
    }
}

extension ActionTable {
    /// Joins rows that carry on the one above: without a reference, with a fallen or cut text alone.
    static func joinedLoosely(_ rows: [Row], _ head: TableHead) -> [Row] {
        var result: [Row] = []
        for row in rows {
            let reference = head.cell("reference", of: row)
            let area = head.cell("area", of: row)
            let text = head.cell("text", of: row)
            let previous = result.last.map { head.cell("text", of: $0).trimmed } ?? ""
            let isFragment = row.texts.count == 1 && (row.cells.count < head.width || !text.isEmpty)
            let carriesOn =
                !result.isEmpty && reference.isEmpty && area.isEmpty && isFragment && !previous.hasSuffix(".")
                || !result.isEmpty && row.texts.count == 1 && row.cells.count <= 2 && reference.isEmpty
            guard carriesOn, var last = result.popLast() else {
                result.append(row)
                continue
            }
            let column = head.places["text"] ?? 0
            while last.cells.count <= column {
                last.cells.append(Cell("", line: last.lines.first ?? 0, column: last.cells.count))
            }
            last.cells[column].text = (last.cells[column].text.trimmed + " " + row.texts[0]).trimmed
            last.lines += row.lines
            result.append(last)
        }
        return result
    }
}
