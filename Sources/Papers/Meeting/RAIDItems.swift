import Record

/// Rows of a table of RAID items: notes by area, or items with an identifier.
enum RAIDItems {
    static func state(_ rows: [Row], _ head: TableHead, of paper: PaperContext, into ledger: inout Ledger) {
        var area: Cell?
        var seen: [String: Int] = [:]
        for row in rows {
            let isDenied = row.texts.count > 1 && Words.isEmptyState(head.cell("text", of: row).text)
            if row.texts.allSatisfy({ Words.isEmptyState($0) }) || isNoneRaised(row) || isDenied {
                ledger.claim(row.lines, as: .narrative)
                continue
            }
            let printed = head.cell("area", of: row)
            if !printed.isEmpty { area = printed }
            let text = head.cell("text", of: row)
            let item = identifier(head.cell("reference", of: row)) ?? identifier(printed) ?? leading(text)
            var key = item?.canonical ?? "\(paper.meetingKey)|\(Words.slug(area?.text ?? text.text))"
            if item == nil {
                seen[key, default: 0] += 1
                if let count = seen[key], count > 1 { key += "|\(count)" }
            }
            var fields: [FieldReading] = [.text("kind", item?.kind.rawValue ?? "note", printed: "")]
            if let item {
                fields.append(.text("reference", item.canonical, printed: item.printed, at: Place(line: text.line)))
            }
            if let area, item == nil || !printed.isEmpty {
                fields.append(printed.isEmpty ? ActionRow.filled(area) : .cell("area", area))
            }
            fields.append(.cell("description", text))
            fields.append(.text("group", paper.card.group, printed: ""))
            fields.append(.text("meeting", paper.card.meeting, printed: ""))
            fields.append(FieldReading("citation_only", .truth(false), printed: ""))
            ledger.state(Statement(.raid, key: key, lines: row.lines, rule: "raid-items", fields: fields))
        }
    }

    private static func isNoneRaised(_ row: Row) -> Bool {
        guard let first = row.texts.first, row.texts.count <= 2, first.utf8.count <= 60 else { return false }
        return row.texts.allSatisfy { text in
            let words = Words.list(text)
            return Words.isEmptyState(text)
                || ((words.first == "none" || words.first == "no") && words.count <= 6)
        }
    }

    /// An identifier at the head of the text: `R525: There is a risk …`.
    private static func leading(_ cell: Cell) -> FoundIdentifier? {
        var text = cell.trimmed
        for _ in 0..<2 {
            guard let space = text.firstIndex(of: " "),
                ["new", "risk", "issue", "assumption", "dependency"].contains(text[..<space].lowercased())
            else { break }
            text = text[space...].trimmed
        }
        guard let space = text.firstIndex(where: { $0 == " " || $0 == ":" }) else { return nil }
        return identifier(Cell(String(text[..<space]), line: cell.line, column: cell.column))
    }

    private static func identifier(_ cell: Cell) -> FoundIdentifier? {
        guard cell.text.utf8.count <= 16 else { return nil }
        return ReferenceReader.find(in: cell.text).first {
            [.risk, .issue, .assumption, .dependency].contains($0.kind)
        }
    }
}
