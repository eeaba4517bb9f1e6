import Kernel
import Record

/// Reads the readiness tracker: tasks by stage and interval, some of them milestones.
struct ReadinessTracker: SectionReader {
    static let form = TableForm(
        "readiness-tracker",
        [
            ColumnForm("stage", "SIT Stage", "Test Stage", "Stage", "Phase", required: false),
            ColumnForm("interval", "CIT Interval", "Interval", required: false),
            ColumnForm("owner", "Owner", "Task Owner", required: false),
            ColumnForm("category", "Task Category", "Category", required: false),
            ColumnForm("task", "Task", "Task Name", "Task Description"),
            ColumnForm("start", "Start Date", "Start", required: false),
            ColumnForm("finish", "Finish Date", "Finish", "End Date", required: false),
            ColumnForm("rag", "Status", "RAG Status", "RAG", required: false),
            ColumnForm("commentary", "Commentary", "Comments", "Comment", required: false),
            ColumnForm("phase_note", "Phase Note", "Phase Notes", required: false),
            ColumnForm("forecast", "Forecast Date", "Forecast", required: false),
            ColumnForm("tier", "Milestone Tier", "Tier", required: false),
            ColumnForm("milestone_id", "Milestone ID", "Milestone", "Milestone Ref", required: false),
        ])

    static func head(in row: Row) -> TableHead? {
        guard row.cells.count >= 5, row.cells.contains(where: { SlideWords.mayHold($0.text, "task") }),
            let head = form.headIgnoringRemarks(in: row)
        else { return nil }
        let placed = ["stage", "interval", "category", "owner"].count { head.has($0) }
        return placed >= 2 && (head.has("finish") || head.has("rag")) ? head : nil
    }

    func read(_ index: Int, of paper: PaperContext, into ledger: inout Ledger) -> Int {
        guard let run = CutTable(index, of: paper), let layout = Self.layout(run.table, paper) else { return 0 }
        let head = layout.head
        var records: [Row] = []
        for row in run.table.rows {
            if Self.isHeadOrPart(row) { ledger.claim(row.lines, as: .heading) } else { records.append(row) }
        }
        let rows = RowMender.mended(records, width: head.width, key: head.places["task"] ?? 0) { row in
            Self.isGraded(row, head) || Self.isDated(row, head, paper)
        }
        Table(
            head: head, rows: rows.filter { !$0.isEmpty }, doubts: layout.doubts, index: MilestoneIndex(paper),
            paper: paper
        ).state(into: &ledger)
        return run.blocks
    }

    private static func isGraded(_ row: Row, _ head: TableHead) -> Bool {
        RAGReader.read(head.cell("rag", of: row).text).value != nil
    }

    private static func isDated(_ row: Row, _ head: TableHead, _ paper: PaperContext) -> Bool {
        DateReader.read(head.cell("finish", of: row).text, in: paper.dates).value?.day != nil
    }

    /// The columns by the head; by their content where it is lost, or where it and they do not fit.
    private static func layout(_ table: RawTable, _ paper: PaperContext) -> (head: TableHead, doubts: [String])? {
        guard let found = table.rows.prefix(4).lazy.compactMap(head(in:)).first else {
            return headless(table).map { ($0, ["the table has no head; columns found by their content"]) }
        }
        let rows = table.rows.filter { !$0.isEmpty && !isHeadOrPart($0) }
        let fits = rows.count { isGraded($0, found) || isDated($0, found, paper) }
        if fits * 2 < rows.count, let other = headless(table) {
            return (other, ["the head does not fit the columns, which are found by their content"])
        }
        return (found, [])
    }

    /// A head, or a line that holds only labels of one.
    private static func isHeadOrPart(_ row: Row) -> Bool {
        let labels = row.cells.filter { cell in
            guard !cell.isEmpty, cell.text.utf8.count <= 60 else { return false }
            let text = TableForm.fold(TableForm.withoutRemarks(cell.text))
            return form.columns.contains { $0.heads.contains { TableForm.matches(text, $0) } }
        }
        return labels.count >= 3 && labels.count * 2 > row.texts.count
    }

    /// Columns round the one that holds grades in most rows, as the tracker orders them.
    private static func headless(_ table: RawTable) -> TableHead? {
        let rows = table.rows.filter { !$0.isEmpty }
        guard rows.count >= 2, table.width >= 9 else { return nil }
        let grade = (7..<table.width).first { column in
            true && rows.count { RAGReader.read($0[column].text).value != nil } * 2 > rows.count
                && rows.count { DateReader.read($0[column - 1].text).value?.day != nil } * 2 > rows.count
        }
        guard let grade else { return nil }
        let order = [
            "stage", "interval", "owner", "category", "task", "start", "finish", "rag", "commentary", "phase_note",
            "forecast", "tier", "milestone_id",
        ]
        var places: [String: Int] = [:]
        for (offset, field) in order.enumerated() { places[field] = grade - 7 + offset }
        return TableHead(places: places, width: table.width, lines: [])
    }

    /// The rows of one tracker with what they are checked against.
    private struct Table {
        let head: TableHead
        let rows: [Row]
        let doubts: [String]
        let index: MilestoneIndex
        let paper: PaperContext

        func state(into ledger: inout Ledger) {
            var above: [String: Cell] = [:]
            var keys = RowKeys()
            let merged = Set(["stage", "interval", "owner", "category"].filter { isMerged($0) })
            for row in rows where !head.cell("task", of: row).isEmpty {
                var cells: [String: Cell] = [:]
                for field in head.places.keys.sorted() {
                    cells[field] = head.cell(field, of: row)
                    guard merged.contains(field) else { continue }
                    if cells[field]?.isEmpty ?? true {
                        cells[field] = above[field]
                    } else {
                        above[field] = cells[field]
                    }
                }
                state(row, cells, &keys, &ledger)
            }
        }

        /// A column whose label is printed once for several rows (hazard H07): most of its cells are empty.
        private func isMerged(_ field: String) -> Bool {
            guard head.has(field) else { return false }
            return rows.count { !head.cell(field, of: $0).isEmpty } * 10 <= rows.count * 6
        }

        private func state(_ row: Row, _ cells: [String: Cell], _ keys: inout RowKeys, _ ledger: inout Ledger) {
            func cell(_ field: String) -> Cell { cells[field] ?? Cell("", line: row.lines.first ?? 0, column: 0) }
            let task = cell("task").plain
            let idCell = cell("milestone_id")
            let id = MilestoneID.read(idCell)
            let suspicion = id.value.flatMap { suspect($0, title: task) }
            let interval = readInterval(cell("interval"))
            var doubts = self.doubts
            for field in ["stage", "interval", "owner", "category"] where head.has(field) && cell(field).isEmpty {
                doubts.append("no \(field) is printed where the rows around it have one")
            }
            let idDoubts = idCell.doubts + id.doubts + (suspicion.map { [$0.doubt] } ?? [])
            let idField = FieldReading(
                "milestone_id", id.value.map(Value.text), printed: idCell.text, at: idCell.place, doubts: idDoubts,
                resolved: suspicion?.resolved)
            let finish = date("finish", cell("finish"))
            let hasTier = !idCell.isEmpty || !cell("tier").isEmpty
            let fields: [FieldReading?] = [
                .ofCell("stage", cell("stage")), interval, .ofCell("owner", cell("owner")),
                .ofCell("category", cell("category")), .ofCell("task", cell("task")), date("start", cell("start")),
                finish,
                .ofRAG("rag", cell("rag")), .ofCell("commentary", cell("commentary")),
                .ofCell("phase_note", cell("phase_note")), date("forecast", cell("forecast")),
                hasTier ? .ofTier("tier", cell("tier"), id: id.value) : nil,
                idCell.isEmpty ? nil : idField,
            ]
            let parts = [
                cell("stage").plain, interval?.resolved?.value ?? cell("interval").plain, cell("owner").plain,
                cell("category").plain, task,
            ]
            let key = keys.next(parts.joined(separator: "|"))
            ledger.state(
                Statement(
                    .readinessTasks, key: key, lines: row.lines, rule: "readiness-tracker", doubts: doubts,
                    fields: fields.compactMap { $0 }))
            if let id = id.value {
                ledger.state(milestone(id, row, cell("tier"), idCell, cell("task"), finish, suspicion))
            }
        }

        private func milestone(
            _ id: String, _ row: Row, _ tier: Cell, _ idCell: Cell, _ task: Cell, _ finish: FieldReading?,
            _ suspicion: Suspicion?
        ) -> Statement {
            let tracked = finish.map {
                FieldReading("tracker_finish", $0.value, printed: $0.printed, at: $0.place, doubts: $0.doubts)
            }
            let fields: [FieldReading?] = [
                FieldReading(
                    "id", .text(id), printed: idCell.text, at: idCell.place, resolved: suspicion?.resolved),
                .ofTier("tier", tier, id: id), .ofCell("title", task), tracked,
                FieldReading("state", .text(suspicion == nil ? "current" : "doubtful"), printed: ""),
            ]
            return Statement(
                .milestones, key: id, lines: row.lines, rule: "readiness-tracker", weight: .extract,
                doubts: suspicion.map { [$0.doubt] } ?? [], fields: fields.compactMap { $0 })
        }

        /// A date of the tracker; one years away from the paper is doubted, since these tables are read from pictures.
        private func date(_ name: String, _ cell: Cell) -> FieldReading? {
            guard let field = FieldReading.ofDate(name, cell, paper.dates) else { return nil }
            guard let date = field.date, let anchor = paper.anchor, date - anchor < -730 || date - anchor > 3650 else {
                return field
            }
            let doubt = "\(date.iso) is \(abs(date - anchor) / 365) years away from the paper of \(anchor.iso)"
            return FieldReading.ofDate(name, cell, paper.dates, doubts: [doubt])
        }

        // MARK: - Doubts of reading

        /// `AB` for `All`: double l read as B or another letter of its shape.
        private func readInterval(_ cell: Cell) -> FieldReading? {
            guard !cell.isEmpty else { return nil }
            let text = cell.plain
            let known = text.lowercased() == "all" || text.contains { $0.isNumber }
            guard !known, ReadinessTracker.looksLikeAll(text) else { return .ofCell("interval", cell) }
            return FieldReading(
                "interval", .text(text), printed: cell.text, at: cell.place,
                doubts: cell.doubts + ["\(text) is probably All read from a picture"],
                resolved: ResolvedValue(
                    value: "All", by: "OCR look-alike",
                    reason: "“\(text)” has the shape of “All”; intervals are numbers or All"))
        }

        struct Suspicion {
            let doubt: String
            let resolved: ResolvedValue
        }

        /// An identifier that no other place of the paper knows, one digit from a milestone of the same title.
        private func suspect(_ id: String, title: String) -> Suspicion? {
            guard index.with(id: id).isEmpty else { return nil }
            let folded = TableForm.fold(title)
            let candidates = index.milestones.filter {
                MilestoneID.isOneApart(id, $0.id) && TableForm.matches(folded, $0.folded)
            }
            guard let match = candidates.first, candidates.allSatisfy({ $0.id == match.id }) else { return nil }
            let lines = candidates.map { String($0.line) }.joined(separator: ", ")
            let evidence = "“\(match.title)” is \(match.id) in line \(lines), and no other place prints \(id)"
            return Suspicion(
                doubt: "\(id) is probably \(match.id): \(evidence)",
                resolved: ResolvedValue(value: match.id, by: "same title, one digit apart", reason: evidence))
        }
    }

    /// Whether a short word is `All` with letters that character recognition takes for its own.
    static func looksLikeAll(_ text: String) -> Bool {
        let letters = Array(text.lowercased())
        guard let first = letters.first, first == "a" || first == "4" else { return false }
        let rest = letters.dropFirst()
        let strokes: Set<Character> = ["l", "i", "1", "|", "!", "j", "t"]
        if rest.count == 1, let only = rest.first {
            return only == "b" || only == "u" || only == "h" || strokes.contains(only)
        }
        return rest.count == 2 && rest.allSatisfy(strokes.contains)
    }
}
