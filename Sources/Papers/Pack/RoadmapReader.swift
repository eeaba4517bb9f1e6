import Kernel
import Record

/// Reads the agenda roadmap: a column a meeting, a row a subject.
struct RoadmapReader: SectionReader {
    func read(_ index: Int, of paper: PaperContext, into ledger: inout Ledger) -> Int {
        guard let table = paper.blocks[index].table,
            let start = table.rows.prefix(3).firstIndex(where: Self.isHead)
        else { return 0 }
        let head = table.rows[start]
        let readings = head.cells.map { DateReader.read(MarkupReader.plain($0.text), in: paper.dates) }
        guard readings.dropFirst().contains(where: { $0.value != nil }) else { return 0 }
        ledger.claim(table.lines, as: .heading)
        let group = Self.group(above: index, of: paper)
        var label = ""
        var taken: Set<String> = []
        for row in table.rows[(start + 1)...] where !row.isEmpty {
            let name = MarkupReader.plain(row[0].text)
            if !name.isEmpty { label = name }
            for cell in row.cells.dropFirst() where cell.column < readings.count {
                let when = readings[cell.column]
                let list = PackList(cell.text)
                let items = list.all.map(PackText.bare)
                guard !items.isEmpty else { continue }
                var key = "\(group)|\(when.value?.day?.iso ?? when.printed.trimmed)|\(label)"
                if !taken.insert(key).inserted { key += "|\(row.lines.first ?? 0)" }
                let date = head[cell.column]
                ledger.state(
                    Statement(
                        .roadmap, key: key, lines: head.lines + row.lines, rule: "agenda-roadmap",
                        fields: [
                            .text("group", group),
                            FieldReading(
                                "meeting_date", when.value?.day.map { .date($0) }, printed: date.text,
                                at: Place(line: date.line, cell: date.column), doubts: when.doubts),
                            .text("row", label, at: Place(line: row[0].line, cell: 0)),
                            FieldReading(
                                "items", .list(items), printed: cell.text,
                                at: Place(line: cell.line, cell: cell.column),
                                doubts: list.doubts("items")),
                        ]))
            }
        }
        return 1
    }

    /// `Meeting dates`, then dates.
    private static func isHead(_ row: Row) -> Bool {
        let words = PackText.words(row[0].text)
        return words.count <= 4 && words.contains("meeting") && words.contains { $0.hasPrefix("date") }
            && row.cells.count > 1
    }

    /// The code in `TMAG Agenda Roadmap – …` over the table, else the paper's group.
    private static func group(above index: Int, of paper: PaperContext) -> String {
        guard index > 0, let text = paper.blocks[index - 1].text?.joined else { return paper.card.group }
        let words = PackText.words(text)
        guard words.contains("roadmap"), let first = text.split(separator: " ").first.map(String.init),
            PackText.isCode(first)
        else { return paper.card.group }
        return first
    }
}
