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
        guard row.cells.count >= 5, let head = form.headIgnoringRemarks(in: row) else { return nil }
        let placed = ["stage", "interval", "category", "owner"].count { head.has($0) }
        return placed >= 2 && (head.has("finish") || head.has("rag")) ? head : nil
    }

    func read(_ index: Int, of paper: PaperContext, into ledger: inout Ledger) -> Int {
        guard let table = paper.blocks[index].table else { return 0 }
        var doubts: [String] = []
        var start = 0
        let head: TableHead
        if let place = table.rows.firstIndex(where: { Self.head(in: $0) != nil }),
            let found = Self.head(in: table.rows[place])
        {
            (head, start) = (found, place + 1)
            ledger.claim(found.lines, as: .heading)
        } else if let found = Self.headless(table) {
            head = found
            doubts.append("the table has no head; columns found by their content")
        } else {
            return 0
        }
        let rows = RowMender.mended(
            table.rows[start...].filter { Self.head(in: $0) == nil }, width: head.width, key: head.places["task"] ?? 0
        ) { row in
            RAGReader.read(head.cell("rag", of: row).text).value != nil
                || DateReader.read(head.cell("finish", of: row).text, in: paper.dates).value?.day != nil
        }
        .filter { !$0.isEmpty }
        for line in table.rows.flatMap(\.lines) where Self.isHeadLine(line, table) {
            ledger.claim([line], as: .heading)
        }
        Table(head: head, rows: rows, doubts: doubts, index: MilestoneIndex(paper), paper: paper).state(into: &ledger)
        return 1
    }

    private static func isHeadLine(_ line: Int, _ table: RawTable) -> Bool {
        table.rows.contains { $0.lines.contains(line) && head(in: $0) != nil }
    }

    /// Columns round the one that holds grades in most rows, as the tracker orders them.
    private static func headless(_ table: RawTable) -> TableHead? {
        let rows = table.rows.filter { !$0.isEmpty }
        guard let first = rows.first, rows.count >= 2, table.width >= 9 else { return nil }
        let grade = first.cells.indices.first { column in
            column >= 7 && rows.count { RAGReader.read($0[column].text).value != nil } * 2 > rows.count
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
            var keys = KeyNumbers()
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

        private func state(_ row: Row, _ cells: [String: Cell], _ keys: inout KeyNumbers, _ ledger: inout Ledger) {
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
                .cell("stage", cell("stage")), interval, .cell("owner", cell("owner")),
                .cell("category", cell("category")), .cell("task", cell("task")), date("start", cell("start")), finish,
                .rag("rag", cell("rag")), .cell("commentary", cell("commentary")),
                .cell("phase_note", cell("phase_note")), date("forecast", cell("forecast")),
                hasTier ? .tier("tier", cell("tier"), id: id.value) : nil,
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
                .tier("tier", tier, id: id), .cell("title", task), tracked,
                FieldReading("state", .text(suspicion == nil ? "current" : "doubtful"), printed: ""),
            ]
            return Statement(
                .milestones, key: id, lines: row.lines, rule: "readiness-tracker", weight: .extract,
                doubts: suspicion.map { [$0.doubt] } ?? [], fields: fields.compactMap { $0 })
        }

        /// A date of the tracker; one years away from the paper is doubted, since these tables are read from pictures.
        private func date(_ name: String, _ cell: Cell) -> FieldReading? {
            guard let field = FieldReading.date(name, cell, paper.dates) else { return nil }
            guard let date = field.date, let anchor = paper.anchor, date - anchor < -730 || date - anchor > 3650 else {
                return field
            }
            let doubt = "\(date.iso) is \(abs(date - anchor) / 365) years away from the paper of \(anchor.iso)"
            return FieldReading.date(name, cell, paper.dates, doubts: [doubt])
        }

        // MARK: - Doubts of reading

        /// `AB` for `All`: double l read as B or another letter of its shape.
        private func readInterval(_ cell: Cell) -> FieldReading? {
            guard !cell.isEmpty else { return nil }
            let text = cell.plain
            let known = text.lowercased() == "all" || text.contains { $0.isNumber }
            guard !known, ReadinessTracker.looksLikeAll(text) else { return .cell("interval", cell) }
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
