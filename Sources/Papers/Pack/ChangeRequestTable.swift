import Record

/// Reads a table of change requests: identifier, title, status.
struct ChangeRequestTable: SectionReader {
    static let form = TableForm(
        "change-requests",
        [
            ColumnForm(
                "id", "CR ID", "CR", "CR Ref", "CR No", "CR Number", "CR Reference", "Change Request", "Change ID",
                "Change Request ID", "Change Request No", "Change Request Ref"),
            ColumnForm("title", "Title", "CR Title", "Change Title", "Change Request Title", "Description", "CR Name"),
            ColumnForm("state", "Status", "State", "CR Status", "Decision", "Outcome", "Stage", required: false),
            ColumnForm("date", "Date", "Decision Date", "Date of Decision", required: false),
        ])

    func read(_ index: Int, of paper: PaperContext, into ledger: inout Ledger) -> Int {
        guard let table = paper.blocks[index].table,
            let start = table.rows.prefix(3).firstIndex(where: { Self.form.head(in: $0) != nil }),
            let head = Self.form.head(in: table.rows[start])
        else { return 0 }
        let rows = table.rows[(start + 1)...].filter { !$0.isEmpty }
        guard rows.contains(where: { Self.identifier(head.cell("id", of: $0)) != nil }) else { return 0 }
        ledger.claim(table.rows[...start].flatMap(\.lines), as: .heading)
        for row in rows {
            guard let found = Self.identifier(head.cell("id", of: row)) else {
                if row.texts.allSatisfy({ PackText.isEmptyState($0) }) { ledger.claim(row.lines, as: .narrative) }
                continue
            }
            state(row, found, head, of: paper, into: &ledger)
        }
        return 1
    }

    private static func identifier(_ cell: Cell) -> FoundIdentifier? {
        guard cell.text.utf8.count <= 24 else { return nil }
        return ReferenceReader.find(in: cell.text).first { $0.kind == .changeRequest }
    }

    private func state(
        _ row: Row, _ found: FoundIdentifier, _ head: TableHead, of paper: PaperContext, into ledger: inout Ledger
    ) {
        let id = head.cell("id", of: row)
        var fields: [FieldReading] = [
            .text(
                "id", found.canonical, printed: id.text, at: Place(line: id.line, cell: id.column),
                doubts: found.doubts)
        ]
        for name in ["title", "state"] {
            let cell = head.cell(name, of: row)
            if !cell.isEmpty, !PackText.isEmptyState(cell.text) { fields.append(PackField.text(name, cell)) }
        }
        let date = head.cell("date", of: row)
        if let field = FieldReading.ofDate("date", date, paper.dates) { fields.append(field) }
        if head.has("state") { fields.append(.text("group", paper.card.group, printed: "")) }
        ledger.state(
            Statement(
                .changeRequests, key: found.canonical, lines: row.lines, rule: "change-requests-table", fields: fields))
    }
}
