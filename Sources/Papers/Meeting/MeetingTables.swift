import Record

/// Reads the tables of actions, decisions, RAID items and discussion, in whatever form of paper they stand.
struct MeetingTables: SectionReader {
    func read(_ index: Int, of paper: PaperContext, into ledger: inout Ledger) -> Int {
        guard !paper.card.group.isEmpty, !paper.card.meeting.isEmpty else { return 0 }
        guard let run = TableRun.run(at: index, paper.blocks) else { return 0 }
        var taken = run.taken
        for (place, segment) in run.segments.enumerated() {
            ledger.claim(segment.head.lines, as: .heading)
            var rows = segment.rows
            if place == run.segments.count - 1 {
                taken += FallenLines.take(from: index + run.taken, of: paper, form: segment.form, into: &rows)
            }
            switch segment.form.name {
            case MeetingForms.actions.name:
                ActionTable.state(rows, segment.head, of: paper, doubts: run.doubts, into: &ledger)
            case MeetingForms.decisions.name:
                DecisionTable.state(rows, segment.head, of: paper, doubts: run.doubts, into: &ledger)
            case MeetingForms.raid.name: RAIDItems.state(rows, segment.head, of: paper, into: &ledger)
            default: DiscussionTable.state(rows, segment.head, of: paper, into: &ledger)
            }
        }
        return taken
    }
}

/// Lines without tabs that fell out below a table whose last cell is an unfinished list (hazard H06).
enum FallenLines {
    /// Appends the lines of the blocks that carry on the last row, each as a row of one cell.
    /// - Returns: the number of blocks taken.
    static func take(from index: Int, of paper: PaperContext, form: TableForm, into rows: inout [Row]) -> Int {
        guard let last = rows.last, form.name != MeetingForms.raid.name else { return 0 }
        var isOpen = isUnfinished(last)
        var taken = 0
        while isOpen, taken < 6, index + taken < paper.blocks.count {
            let block = paper.blocks[index + taken]
            guard block.table == nil, block.lines.count <= 12 else { break }
            let lines = block.lines.map { paper.lines[$0 - 1] }
            guard lines.allSatisfy({ belongs($0.text) }) else { break }
            for line in lines {
                rows.append(Row(cells: [Cell(line.text, line: line.number, column: 0)], lines: [line.number]))
            }
            taken += 1
            isOpen = lines.last.map { !$0.text.trimmed.hasSuffix(".") } ?? false
        }
        return taken
    }

    /// Whether a cell of the row breaks off inside a list: it has a colon, and no full stop at its end.
    static func isUnfinished(_ row: Row) -> Bool { row.texts.count > 2 && row.cells.contains { isUnfinished($0.text) } }

    static func isUnfinished(_ text: String) -> Bool {
        let text = MarkupReader.plain(text)
        guard let colon = text.lastIndex(of: ":"), let last = text.last else { return false }
        // A clock time's colon opens no list.
        let next = text[text.index(after: colon)...].first
        return !".!?".contains(last) && (next == nil || next?.isWhitespace ?? true)
    }

    private static func belongs(_ line: String) -> Bool {
        SectionHead.of(line) == nil && !InlineMark.opens(line) && NumberedHead(line) == nil
            && !PaperHead.entries(in: SourceLine(number: 1, text: line)).contains { $0.fact != .venue }
    }
}

/// Tables of actions or decisions whose head was lost: their columns are located by what stands in them.
enum Headless {
    static let doubt = "the table's head is not legible; columns are located by their content"

    static func head(of table: RawTable) -> (TableForm, TableHead)? {
        guard table.width >= 2 else { return nil }
        let rows = table.rows.filter { !$0.isEmpty }
        if let head = actionHead(rows, width: table.width) { return (MeetingForms.actions, head) }
        guard table.width <= 5, let place = column(of: .decision, in: rows) else { return nil }
        var places = ["reference": place, "text": place + 1]
        if place > 0 { places["area"] = place - 1 }
        return (MeetingForms.decisions, TableHead(places: places, width: table.width, lines: []))
    }

    /// The column whose cells are identifiers of a kind and nothing else.
    private static func column(of kind: IdentifierKind, in rows: [Row]) -> Int? {
        for row in rows.prefix(12) {
            for (place, cell) in row.cells.enumerated() where cell.text.utf8.count <= 24 && !cell.isEmpty {
                let reading = ReferenceReader.one(kind, cell.text)
                if reading.value != nil && reading.notes.isEmpty { return place }
            }
        }
        return nil
    }

    private static func actionHead(_ rows: [Row], width: Int) -> TableHead? {
        guard width >= 5, let reference = column(of: .action, in: rows) else { return nil }
        var dates = [Int](repeating: 0, count: width)
        for row in rows.prefix(40) {
            for (place, cell) in row.cells.enumerated()
            where place > reference && place < width && cell.text.utf8.count <= 24 && !cell.isEmpty {
                if DateReader.read(cell.text).value?.day != nil { dates[place] += 1 }
            }
        }
        guard let due = dates.indices.last(where: { dates[$0] > 0 }), due >= reference + 2 else { return nil }
        let hasRaised = dates[reference + 1] > 0 && due > reference + 2
        var places = ["reference": reference, "due": due, "owner": due - 1]
        places["text"] = hasRaised ? reference + 2 : reference + 1
        if hasRaised { places["raised"] = reference + 1 }
        if reference > 0 { places["area"] = reference - 1 }
        if due + 2 < width && hasRaised {
            places["status"] = due + 1
            places["update"] = due + 2
        } else if due + 1 < width {
            places["update"] = due + 1
        }
        return TableHead(places: places, width: width, lines: [])
    }
}
