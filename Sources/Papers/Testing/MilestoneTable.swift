import Kernel
import Record

/// A table of milestones as a paper prints it: its form, its columns, its rows.
struct MilestoneTable {
    enum Form { case changes, view, register }

    let form: Form
    let head: TableHead
    /// Rows of records, mended; heads are not among them.
    let rows: [Row]
    /// Lines of heads.
    let headLines: [Int]
    /// What is doubtful about the table as a whole.
    let doubts: [String]

    /// The row's identifier; nil where it cannot be read.
    func id(of row: Row) -> String? { MilestoneID.read(head.cell("id", of: row)).value }

    func title(of row: Row) -> String { head.cell("title", of: row).plain }

    // MARK: - Forms

    /// Columns of the change table, the three-month view and the register; which is which is told by those present.
    static let columns = TableForm(
        "milestones",
        [
            ColumnForm("change", "Milestone Change", "Change", "Change Type", "Type of Change", required: false),
            ColumnForm("tier", "Milestone Tier", "Tier", required: false),
            ColumnForm("level1", "Level 1 Milestone", "L1 Milestone", "Level 1", required: false),
            ColumnForm("id", "Milestone ID", "ID", "Milestone Ref", "Milestone Reference"),
            ColumnForm("title", "Milestone Title", "Title", "Milestone Name"),
            ColumnForm("description", "Milestone Description", "Description", required: false),
            ColumnForm("section", "Plan Section", "Section", required: false),
            ColumnForm("date", "Milestone Date", required: false),
            ColumnForm("baseline", "Baseline Date", "Baseline", required: false),
            ColumnForm("forecast", "Forecast Date", "Forecast", required: false),
            ColumnForm("rag_last", "Last RAG", "Previous RAG", required: false),
            ColumnForm("rag_current", "Current RAG", required: false),
            ColumnForm("rag_next", "Next RAG", required: false),
            ColumnForm("update", "Update", "Latest Update", "Updates", "Comments", required: false),
        ])

    static func head(in row: Row) -> TableHead? {
        guard row.cells.count >= 4, mayBeHead(row), let head = columns.head(in: row) else { return nil }
        let dated = head.has("baseline") || head.has("forecast") || head.has("date")
        return dated && (head.has("tier") || head.has("section") || head.has("change")) ? head : nil
    }

    /// A head of this form says `Milestone` in one of its labels, or `ID`.
    private static func mayBeHead(_ row: Row) -> Bool {
        row.cells.contains { cell in
            let length = cell.text.utf8.count
            return length >= 2 && length <= 40 && (cell.trimmed == "ID" || SlideWords.mayHold(cell.text, "milesto"))
        }
    }

    static func form(of head: TableHead) -> Form {
        if head.has("change") { return .changes }
        return head.has("date") || head.has("description") ? .register : .view
    }

    // MARK: - Finding

    /// The parts of a block's table, one a head; empty where it holds no milestones.
    static func parts(_ index: Int, of paper: PaperContext) -> [MilestoneTable] {
        guard let table = CutTable(index, of: paper)?.table else { return [] }
        if !table.rows.contains(where: { head(in: $0) != nil }) { return headless(table, index, of: paper) }
        var parts: [MilestoneTable] = []
        var current: (head: TableHead, rows: [Row])?
        for row in table.rows {
            if let head = head(in: row) {
                if let open = current { parts.append(made(open.head, open.rows)) }
                current = (head, [])
            } else {
                current?.rows.append(row)
            }
        }
        if let open = current { parts.append(made(open.head, open.rows)) }
        return parts
    }

    private static func made(_ head: TableHead, _ rows: [Row], doubts: [String] = []) -> MilestoneTable {
        let key = head.places["id"] ?? 0
        let ordered = rows.map { $0.isEmpty ? $0 : righted($0, key) }
        let mended = RowMender.mended(ordered, width: head.width, key: key) {
            !$0[key].isEmpty && MilestoneID.read($0[key]).value != nil
        }
        return MilestoneTable(
            form: form(of: head), head: head, rows: mended.filter { !$0.isEmpty },
            headLines: doubts.isEmpty ? head.lines : [], doubts: doubts)
    }

    /// The row with its identifier in the identifier's column where two cells changed places.
    private static func righted(_ row: Row, _ key: Int) -> Row {
        guard MilestoneID.read(row[key]).value == nil, key < row.cells.count else { return row }
        let others = row.cells.indices.filter { $0 != key && MilestoneID.isWhole(row.cells[$0]) }
        guard others.count == 1, let other = others.first else { return row }
        var result = row
        result.cells.swapAt(key, other)
        for place in [key, other] where !result.cells[place].isEmpty {
            result.cells[place].doubts.append("printed in another column of the row")
        }
        return result
    }

    /// A table that lost its head: the head of the table before it where its columns fit, else columns by content.
    private static func headless(_ table: RawTable, _ index: Int, of paper: PaperContext) -> [MilestoneTable] {
        let sample = table.rows.filter { !$0.isEmpty }
        guard table.width >= 5, !sample.prefix(4).contains(where: { ReadinessTracker.head(in: $0) != nil }) else {
            return []
        }
        guard let column = idColumn(of: sample), let first = sample.first(where: { MilestoneID.isWhole($0[column]) })
        else { return [] }
        var start = index - 1
        while start >= 0 && index - start <= 12 {
            if let before = paper.blocks[start].table, let head = before.rows.lazy.compactMap(head(in:)).first {
                guard head.places["id"] == column, abs(head.width - table.width) <= 1 else { break }
                return [made(head, table.rows, doubts: ["the table has no head; columns as in the table before it"])]
            }
            start -= 1
        }
        guard let places = places(by: first, idColumn: column) else { return [] }
        let head = TableHead(places: places, width: table.width, lines: [])
        return [made(head, table.rows, doubts: ["the table has no head; columns found by their content"])]
    }

    /// The column where most rows hold one milestone's identifier and nothing else.
    private static func idColumn(of rows: [Row]) -> Int? {
        guard let first = rows.lazy.compactMap({ row in row.cells.firstIndex(where: MilestoneID.isWhole) }).first else {
            return nil
        }
        let hits = rows.count { MilestoneID.isWhole($0[first]) }
        return hits * 2 > rows.count ? first : nil
    }

    private static func places(by row: Row, idColumn: Int) -> [String: Int]? {
        var places = ["id": idColumn, "title": idColumn + 1]
        guard row[idColumn + 1].plain.utf8.count > 8 else { return nil }
        for index in 0..<idColumn {
            if TierReader.read(row[index].text).value != nil {
                places["tier"] = index
            } else if MilestoneChange(printed: row[index].plain) != nil {
                places["change"] = index
            }
        }
        let dates = row.cells.indices.filter { index in
            guard index > idColumn + 1 else { return false }
            return row[index].plain == "NA" || DateReader.read(row[index].text).value?.day != nil
        }
        guard let first = dates.first else { return nil }
        if dates.count > 1 {
            places["baseline"] = first
            places["forecast"] = dates[1]
            places["update"] = dates[1] + 4
        } else {
            places["date"] = first
            if first - 2 > idColumn + 1 { places["description"] = first - 2 }
        }
        if first - 1 > idColumn + 1 { places["section"] = first - 1 }
        return places
    }
}

/// What a row of a change table asks for.
enum MilestoneChange {
    case new, remove, other

    /// Nil where the print is no kind of change.
    init?(printed: String) {
        let words = SlideWords.of(printed)
        if words.isEmpty || words.count > 6 { return nil }
        if words[0] == "new" || words[0] == "add" || words[0] == "added" {
            self = .new
        } else if ["remove", "removed", "removal", "delete", "deleted"].contains(words[0]) {
            self = .remove
        } else if words.contains("change") || words.contains("changed") {
            self = .other
        } else {
            return nil
        }
    }

    /// The state in which the row leaves the milestone.
    var state: String {
        switch self {
        case .new: "proposed"
        case .remove: "removal proposed"
        case .other: "current"
        }
    }
}
