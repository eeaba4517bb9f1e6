import Kernel
import Record

/// Rows of a table of actions.
enum ActionTable {
    static func state(
        _ rows: [Row], _ head: TableHead, of paper: PaperContext, doubts: [String] = [], into ledger: inout Ledger
    ) {
        let repaired = joined(rows, head).map { RowContent.placed($0, head) }
        let areas = DiscussionAreas.assign(repaired.map { head.cell("area", of: $0.0) }, texts: nil, paper)
        for ((row, moved), area) in zip(repaired, areas) {
            if isSummary(row) {
                ledger.claim(row.lines, as: .narrative)
                continue
            }
            guard !isFragment(row, head) else {
                ledger.doubt("line \(row.lines[0]): a row that carries on another whose beginning is lost")
                continue
            }
            guard !isEmptyState(row, head) else {
                ledger.claim(row.lines, as: .narrative)
                continue
            }
            let action = ActionRow(row, head, area: head.has("area") ? area : nil, paper: paper)
            let rule = doubts.isEmpty ? "actions-table" : "actions-by-content"
            ledger.state(action.statement(rule: rule, doubts: doubts + moved))
        }
    }

    private static func isEmptyState(_ row: Row, _ head: TableHead) -> Bool {
        row.texts.allSatisfy { Words.isEmptyState($0) }
    }

    /// A row that counts the others: `Total: 6 actions`.
    private static func isSummary(_ row: Row) -> Bool {
        row.texts.count <= 2 && ["total", "totals"].contains(row.texts.first.map { Words.list($0).first ?? "" } ?? "")
    }

    /// A row with neither a reference nor an action's other cells: the rest of a row that is lost.
    private static func isFragment(_ row: Row, _ head: TableHead) -> Bool {
        head.cell("reference", of: row).isEmpty && carriesOn(row, head)
    }

    // MARK: - Repair

    /// Joins rows that a page break or a fallen cell cut off to the row they carry on (hazards H05, H06).
    static func joined(_ rows: [Row], _ head: TableHead) -> [Row] {
        var result: [Row] = []
        for row in rows {
            guard var last = result.last, !isSummary(row), !isSummary(last) else {
                result.append(row)
                continue
            }
            if isFallen(row, head) {
                append(row.texts.joined(separator: " "), to: &last, at: openColumn(of: last, head))
            } else if carriesOn(row, head) {
                for cell in row.cells where !cell.isEmpty { append(cell.trimmed, to: &last, at: cell.column) }
            } else {
                result.append(row)
                continue
            }
            last.lines += row.lines
            result[result.count - 1] = last
        }
        return result
    }

    /// A single text in a line that has not the table's cells.
    private static func isFallen(_ row: Row, _ head: TableHead) -> Bool {
        row.texts.count == 1 && row.cells.count <= max(2, head.width / 2)
    }

    /// A row without a reference that is not a whole action of its own.
    private static func carriesOn(_ row: Row, _ head: TableHead) -> Bool {
        guard head.cell("reference", of: row).isEmpty else { return false }
        guard !row.cells.contains(where: { isReference($0) }) else { return false }
        let isWhole =
            !head.cell("text", of: row).isEmpty && !head.cell("owner", of: row).isEmpty
            && !head.cell("due", of: row).isEmpty
        return !isWhole
    }

    static func isReference(_ cell: Cell) -> Bool {
        guard cell.text.utf8.count <= 24, !cell.isEmpty else { return false }
        let reading = ReferenceReader.action(cell.text)
        return reading.value != nil && reading.notes.isEmpty
    }

    /// The column whose cell breaks off: a list without its end, else the text.
    private static func openColumn(of row: Row, _ head: TableHead) -> Int {
        let text = head.places["text"] ?? 0
        if FallenLines.isUnfinished(row[text].text) { return text }
        return row.cells.last { FallenLines.isUnfinished($0.text) }?.column ?? text
    }

    private static func append(_ text: String, to row: inout Row, at column: Int) {
        while row.cells.count <= column {
            row.cells.append(Cell("", line: row.lines.first ?? 0, column: row.cells.count))
        }
        let old = row.cells[column].text
        row.cells[column].text = old.trimmed.isEmpty ? text : old.trimmed + " " + text
    }
}

/// One action as its row prints it.
struct ActionRow {
    private let row: Row
    private let head: TableHead
    private let area: DiscussionAreas.Area?
    private let paper: PaperContext

    init(_ row: Row, _ head: TableHead, area: DiscussionAreas.Area?, paper: PaperContext) {
        self.row = row
        self.head = head
        self.area = area
        self.paper = paper
    }

    func statement(rule: String, doubts: [String]) -> Statement {
        let text = head.cell("text", of: row)
        let words = MarkupReader.plain(text.text)
        let reference = head.cell("reference", of: row)
        let filed = FiledReference.read(reference.text, .action, of: paper)
        let key = filed.map(\.key) ?? "\(paper.meetingKey)|\(Words.slug(words))"
        let parts = filed.flatMap { ActionParts($0.key) }
        var fields: [FieldReading] = []
        let place = Place(line: reference.line, cell: reference.column)
        if let filed {
            fields.append(filed.field("reference", printed: reference.text, at: place))
        } else {
            let why = reference.isEmpty ? "no reference is printed" : "not an action reference: \(reference.trimmed)"
            fields.append(FieldReading("reference", nil, printed: reference.text, at: place, doubts: [why]))
        }
        fields.append(.text("group", parts?.group ?? paper.card.group, printed: ""))
        fields.append(.text("meeting", parts?.meeting ?? paper.card.meeting, printed: ""))
        if let area, !area.text.isEmpty { fields.append(area.field) }
        fields.append(.cell("text", text))
        fields += [owners, date("raised"), date("due"), status].compactMap { $0 }
        let update = head.cell("update", of: row)
        if !update.isEmpty { fields.append(.cell("update", update)) }
        if words.lowercased().hasPrefix("action updated") {
            fields.append(.text("updated_at", paper.meetingKey, printed: ""))
        }
        let cites = Words.cites(words + " " + MarkupReader.plain(update.text), except: key)
        if !cites.isEmpty { fields.append(.list("cites", cites)) }
        return Statement(.actions, key: key, lines: row.lines, rule: rule, doubts: doubts, fields: fields)
    }

    /// A label that stands above: filled down, with the place where it is printed.
    static func filled(_ area: Cell) -> FieldReading {
        .text("area", MarkupReader.plain(area.text), printed: "", at: Place(line: area.line, cell: area.column))
    }

    private var owners: FieldReading? {
        let cell = head.cell("owner", of: row)
        guard !cell.isEmpty else { return nil }
        let owners = Words.isEmptyState(cell.text) ? [] : OwnerReader.read(cell.text)
        let text = owners.map(\.rendered).joined(separator: "; ")
        var doubts = cell.doubts
        if DateReader.read(cell.text).value?.day != nil { doubts.append("a date stands in the owner's column") }
        return FieldReading(
            "owners", text.isEmpty || !doubts.isEmpty ? nil : .text(text), printed: cell.text,
            at: Place(line: cell.line, cell: cell.column), doubts: doubts)
    }

    private func date(_ name: String) -> FieldReading? {
        guard head.has(name) else { return nil }
        let cell = head.cell(name, of: row)
        guard !cell.isEmpty else { return nil }
        let reading = DateReader.read(cell.text, in: paper.dates)
        return FieldReading(
            name, reading.value?.day.map(Value.date), printed: cell.text.trimmed,
            at: Place(line: cell.line, cell: cell.column), doubts: reading.doubts)
    }

    /// The status as printed in its own column, or at the head of the update.
    private var status: FieldReading? {
        if head.has("status") {
            let cell = head.cell("status", of: row)
            return cell.isEmpty ? nil : .cell("status", cell)
        }
        let update = head.cell("update", of: row)
        let words = Words.list(MarkupReader.plain(update.text))
        guard let first = words.first,
            first == "closed" || (first == "recommend" && words.dropFirst().first == "closed")
        else { return nil }
        return .text(
            "status", first == "closed" ? "Closed" : "Recommend Closed",
            at: Place(line: update.line, cell: update.column))
    }
}
