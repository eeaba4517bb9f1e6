import Kernel
import Record

/// Reads tables of milestones: changes, three-month view, register.
struct MilestoneTablesReader: SectionReader {
    func read(_ index: Int, of paper: PaperContext, into ledger: inout Ledger) -> Int {
        let parts = MilestoneTable.parts(index, of: paper)
        guard !parts.isEmpty else { return 0 }
        let proposed = parts.contains { $0.form != .changes } ? MilestoneIndex.proposed(in: paper) : []
        let announced = announcedAsAdded(above: index, of: paper)
        for table in parts {
            ledger.claim(table.headLines, as: .heading)
            for doubt in table.doubts { ledger.doubt("line \(table.rows.first?.lines.first ?? 0): \(doubt)") }
            for row in table.rows { state(row, of: table, announced, paper, proposed, &ledger) }
        }
        return CutTable(index, of: paper)?.blocks ?? 1
    }

    private func state(
        _ row: Row, of table: MilestoneTable, _ announced: Int?, _ paper: PaperContext, _ proposed: Set<String>,
        _ ledger: inout Ledger
    ) {
        let head = table.head
        let idCell = head.cell("id", of: row)
        let id = MilestoneID.read(idCell)
        let title = table.title(of: row)
        // Without identifier and title there is no milestone: the line stays unclaimed.
        guard id.value != nil || (!title.isEmpty && hasDateOrTier(row, head, paper)) else { return }
        let key = id.value ?? "\(paper.meetingKey)|\(title)"
        var doubts = table.doubts
        if id.value == nil { doubts.append("no identifier can be read") }
        if row.lines.count > 1 {
            doubts.append("row joined from lines \(row.lines.map(String.init).joined(separator: ", "))")
        }

        let common = common(row, table, id, paper)
        let change = head.cell("change", of: row)
        if table.form == .changes {
            let fields = [FieldReading.ofCell("change", change)].compactMap { $0 } + common.changeFields
            ledger.state(
                Statement(
                    .milestoneChanges, key: "\(paper.meetingKey)|\(id.value ?? title)", lines: row.lines,
                    rule: "milestone-changes-table",
                    doubts: doubts + changeDoubts(change, announced),
                    fields: fields + [
                        .text("group", paper.card.group), .text("meeting", paper.card.meeting),
                    ]))
        }
        let state: String? =
            switch table.form {
            case .changes: MilestoneChange(printed: change.plain)?.state
            case .view, .register: id.value.map(proposed.contains) == true ? nil : "current"
            }
        let stateField = state.map {
            FieldReading("state", .text($0), printed: table.form == .changes ? change.text : "", at: nil)
        }
        ledger.state(
            Statement(
                .milestones, key: key, lines: row.lines, rule: rule(of: table.form), doubts: doubts,
                fields: common.milestoneFields + [stateField].compactMap { $0 }))
    }

    private func rule(of form: MilestoneTable.Form) -> String {
        switch form {
        case .changes: "milestone-changes-table"
        case .view: "milestone-view"
        case .register: "milestone-register"
        }
    }

    /// The line above a table that announces its rows as milestones that are added (hazard H37).
    private func announcedAsAdded(above index: Int, of paper: PaperContext) -> Int? {
        guard index > 0, case .text(let text) = paper.blocks[index - 1] else { return nil }
        let words = text.joined.lowercased().split { !$0.isLetter }
        let isMixed = words.contains { ["removed", "changed", "amended", "updated", "changes"].contains($0) }
        return words.contains("added") && words.contains("milestones") && !isMixed ? text.lines.first : nil
    }

    private func changeDoubts(_ cell: Cell, _ announced: Int?) -> [String] {
        if cell.isEmpty { return ["no kind of change is printed"] }
        if let announced, case .remove? = MilestoneChange(printed: cell.plain) {
            return ["the slide announces milestones that are added (line \(announced)); the row removes one"]
        }
        return MilestoneChange(printed: cell.plain) == nil ? ["not a kind of change: \(cell.plain)"] : []
    }

    private func hasDateOrTier(_ row: Row, _ head: TableHead, _ paper: PaperContext) -> Bool {
        if TierReader.read(head.cell("tier", of: row).text).value != nil { return true }
        return ["baseline", "forecast", "date"].contains {
            DateReader.read(head.cell($0, of: row).text, in: paper.dates).value?.day != nil
        }
    }

    private struct Fields {
        var changeFields: [FieldReading]
        var milestoneFields: [FieldReading]
    }

    private func common(
        _ row: Row, _ table: MilestoneTable, _ id: Reading<String>, _ paper: PaperContext
    ) -> Fields {
        let head = table.head
        let idCell = head.cell("id", of: row)
        func cell(_ field: String) -> Cell { head.cell(field, of: row) }
        // The register's date is the baseline (hazard H32); its section is the identifier's code (H31).
        let baseline = FieldReading.ofDate("baseline", cell(table.form == .register ? "date" : "baseline"), paper.dates)
        let forecast = FieldReading.ofDate("forecast", cell("forecast"), paper.dates)
        let section = cell("section")
        let isCode =
            table.form == .register
            && id.value.map { MilestoneID.section(of: $0) == section.plain.uppercased() } ?? true
        let shared: [FieldReading?] = [
            FieldReading(
                "id", id.value.map(Value.text), printed: idCell.text, at: idCell.place,
                doubts: idCell.doubts + id.doubts),
            .ofTier("tier", cell("tier"), id: id.value), .ofCell("title", cell("title")), baseline, forecast,
            .ofRAG("rag_last", cell("rag_last")), .ofRAG("rag_current", cell("rag_current")),
            .ofRAG("rag_next", cell("rag_next")), .ofCell("update", cell("update")),
        ]
        var own: [FieldReading?] = [
            level1(row, table), .ofCell("description", cell("description")),
            .ofCell(isCode && table.form == .register ? "register_section" : "plan_section", section),
        ]
        if let from = baseline?.date, let to = forecast?.date {
            own.append(FieldReading("variance_days", .integer(to - from), printed: ""))
        }
        return Fields(
            changeFields: (shared + [.ofCell("plan_section", section)]).compactMap { $0 },
            milestoneFields: (shared + own).compactMap { $0 })
    }

    private func level1(_ row: Row, _ table: MilestoneTable) -> FieldReading? {
        let cell = table.head.cell("level1", of: row)
        if cell.isEmpty {
            let title = table.head.cell("title", of: row)
            return MilestoneID.level1(in: title.plain).map {
                FieldReading("level1", .text($0), printed: $0, at: title.place)
            }
        }
        let reading = ReferenceReader.one(.level1Milestone, cell.text)
        return FieldReading(
            "level1", reading.value.map(Value.text), printed: cell.text, at: cell.place, doubts: reading.doubts)
    }
}
