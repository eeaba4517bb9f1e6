import Kernel
import Record

/// Reads the agenda, which may stand on several slides: a row is an item, and an item of type Decision is a decision
/// sought. The list of appendices in an item's cell gives appendices.
struct AgendaReader: SectionReader {
    func read(_ index: Int, of paper: PaperContext, into ledger: inout Ledger) -> Int {
        guard let items = Self.items(at: index, of: paper) else { return 0 }
        ledger.claim(paper.blocks[index].lines, as: .heading)
        for item in items {
            Self.state(item, of: paper, into: &ledger)
            if item.asksForDecision { Self.stateDecision(item, of: paper, into: &ledger) }
            Self.stateAppendices(item, of: paper, into: &ledger)
        }
        return 1
    }

    /// The items of a table that has an agenda's head, or that follows an agenda's heading without one.
    static func items(at index: Int, of paper: PaperContext) -> [AgendaItem]? {
        guard index < paper.blocks.count, let table = paper.blocks[index].table else { return nil }
        for (place, row) in table.rows.prefix(3).enumerated() {
            guard let head = AgendaRows.head(in: row) else { continue }
            let rows = table.rows[(place + 1)...].filter { AgendaRows.head(in: $0) == nil }
            return AgendaRows(head: head).items(of: Array(rows))
        }
        guard index > 0, let title = paper.blocks[index - 1].text?.parts.last, isHeading(title),
            table.rows.contains(where: { $0.cells.contains { AgendaRows.isTime($0.text) } })
        else { return nil }
        return AgendaRows(head: AgendaRows.usual).items(of: table.rows)
    }

    /// All items of all agenda tables of a paper.
    static func items(of paper: PaperContext) -> [AgendaItem] {
        paper.blocks.indices.flatMap { items(at: $0, of: paper) ?? [] }
    }

    /// `Agenda`, `Agenda (1/2)`, `Meeting agenda`.
    private static func isHeading(_ text: String) -> Bool {
        let words = PackText.words(text).filter { Int($0) == nil && $0 != "of" }
        return (1...3).contains(words.count) && words.contains("agenda")
    }

    static func key(_ paper: PaperContext, _ item: AgendaItem) -> String {
        let name = item.number.isEmpty ? PackText.words(item.title).joined(separator: " ") : item.number
        return "\(paper.meetingKey)|\(name)"
    }

    private static func state(_ item: AgendaItem, of paper: PaperContext, into ledger: inout Ledger) {
        var fields: [FieldReading] = [
            .text("group", paper.card.group, printed: ""), .text("meeting", paper.card.meeting, printed: ""),
        ]
        if !item.number.isEmpty {
            fields.append(
                .text(
                    "number", item.number, printed: item.numberCell?.trimmed ?? "",
                    at: item.numberCell.map { Place(line: $0.line, cell: $0.column) }))
        }
        if let cell = item.themeCell, !item.theme.isEmpty {
            fields.append(
                .text(
                    "theme", item.theme, printed: cell.text, at: Place(line: cell.line, cell: cell.column)))
        }
        for (name, cell) in [
            ("item", item.item), ("objective", item.objective), ("type", item.type), ("lead", item.lead),
        ] {
            if let cell, !cell.isEmpty { fields.append(PackField.text(name, cell)) }
        }
        fields += times(item)
        if let page = item.page, !page.isEmpty {
            let number = Int(PackText.bare(page.text))
            fields.append(
                FieldReading(
                    "page", number.map { .integer($0) }, printed: page.text,
                    at: Place(line: page.line, cell: page.column),
                    doubts: number == nil ? ["not a page: \(page.trimmed)"] : []))
        }
        ledger.state(
            Statement(
                .agenda, key: key(paper, item), lines: item.lines, rule: "agenda-table", doubts: item.doubts,
                fields: fields))
    }

    private static func times(_ item: AgendaItem) -> [FieldReading] {
        guard let cell = item.time, !cell.isEmpty else { return [] }
        let reading = TimeReader.read(cell.text)
        let place = Place(line: cell.line, cell: cell.column)
        var fields: [FieldReading] = []
        var doubts = reading.doubts
        if let start = reading.value?.start {
            fields.append(FieldReading("start", .time(start), printed: cell.text, at: place))
        }
        if let end = reading.value?.end {
            fields.append(FieldReading("end", .time(end), printed: cell.text, at: place))
        }
        if let start = reading.value?.start, let end = reading.value?.end, let minutes = reading.value?.minutes,
            (end.hour - start.hour) * 60 + end.minute - start.minute != minutes
        {
            doubts.append("\(minutes) minutes are printed, from \(start) to \(end)")
        }
        fields.append(
            FieldReading(
                "minutes", (reading.value?.minutes).map { .integer($0) }, printed: cell.text, at: place,
                doubts: doubts))
        return fields
    }

    private static func stateDecision(_ item: AgendaItem, of paper: PaperContext, into ledger: inout Ledger) {
        let sought = DecisionSubject.read(item.aim.isEmpty ? item.title : item.aim) ?? DecisionSubject(item.title)
        let place = item.objective.map { Place(line: $0.line, cell: $0.column) }
        var fields: [FieldReading] = [
            .text("group", paper.card.group, printed: ""), .text("meeting", paper.card.meeting, printed: ""),
            .text("agenda_item", item.number),
            .text("subject", sought.subject, printed: item.objective?.text ?? item.item?.text, at: place),
            .text("title", item.title),
        ]
        if !sought.version.isEmpty {
            fields.append(.text("version", sought.version, printed: sought.versionPrinted, at: place))
        }
        if let lead = item.lead, !lead.isEmpty { fields.append(PackField.text("lead", lead)) }
        ledger.state(
            Statement(
                .decisionsSought, key: key(paper, item), lines: item.lines, rule: "agenda-decision",
                doubts: sought.doubts, fields: fields))
    }

    private static func stateAppendices(_ item: AgendaItem, of paper: PaperContext, into ledger: inout Ledger) {
        guard let cell = item.objective else { return }
        let list = ListReader.items(cell.text)
        let texts = list.items.isEmpty ? [list.lead] : list.items
        for text in texts.flatMap(AppendixText.parted) {
            guard let appendix = AppendixText.item(text) else { continue }
            AppendixReader.state(
                appendix, lines: [cell.line], at: Place(line: cell.line, cell: cell.column), weight: .extract,
                rule: "agenda-appendices", of: paper, into: &ledger)
        }
    }
}
