import Record

/// Reads lists of appendices and attachments.
struct AppendixReader: SectionReader {
    func read(_ index: Int, of paper: PaperContext, into ledger: inout Ledger) -> Int {
        if let table = paper.blocks[index].table { return readTable(table, of: paper, into: &ledger) }
        guard let items = paper.blocks[index].list else { return 0 }
        let read = items.map { AppendixText.item($0.text) }
        guard read.contains(where: { $0 != nil }), read.count(where: { $0 != nil }) * 2 >= items.count else { return 0 }
        for (item, appendix) in zip(items, read) {
            guard let appendix, let line = item.lines.first else {
                ledger.claim(item.lines, as: .narrative)
                continue
            }
            Self.state(
                appendix, lines: item.lines, at: Place(line: line), weight: .table, rule: "appendices-list",
                of: paper, into: &ledger)
        }
        return 1
    }

    /// A table with `Appendix 1` in its first column and the title in the next, a version behind it perhaps.
    private func readTable(_ table: RawTable, of paper: PaperContext, into ledger: inout Ledger) -> Int {
        let rows = table.rows.filter { !$0.isEmpty }
        let read = rows.map { row -> AppendixText.Item? in
            let texts = row.texts
            guard (2...5).contains(texts.count) else { return nil }
            guard let item = AppendixText.item("\(texts[0]) - \(texts[1])") else { return nil }
            guard texts.count >= 3, let version = VersionReader.read(texts[2]).value ?? Self.version(texts[2]) else {
                return item
            }
            return AppendixText.Item(label: item.label, number: item.number, title: "\(item.title) v\(version)")
        }
        guard read.contains(where: { $0 != nil }), read.count(where: { $0 != nil }) * 3 >= rows.count * 2 else {
            return 0
        }
        for (row, appendix) in zip(rows, read) {
            guard let appendix else {
                ledger.claim(row.lines, as: .heading)
                continue
            }
            Self.state(
                appendix, lines: row.lines, at: Place(line: row.lines[0]), weight: .table, rule: "appendices-table",
                of: paper, into: &ledger)
        }
        return 1
    }

    /// A bare `0.3` in a column of versions.
    private static func version(_ text: String) -> String? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return (2...3).contains(parts.count) && parts.allSatisfy({ Int($0) != nil && $0.utf8.count <= 2 }) ? text : nil
    }

    static func state(
        _ item: AppendixText.Item, lines: [Int], at place: Place, weight: Weight, rule: String,
        of paper: PaperContext, into ledger: inout Ledger, inPassing: Bool = false
    ) {
        var title = item.title
        var fields: [FieldReading] = []
        if let found = ReferenceReader.find(in: title).first(where: { $0.kind == .deliverable }) {
            fields.append(.text("document_id", found.canonical, printed: found.printed, at: place))
            title = unglued(title, found)
        }
        fields += [
            .text("label", item.label), .text("number", item.number),
            .text("title", title, printed: item.title, at: place),
            .text("group", paper.card.group, printed: ""), .text("meeting", paper.card.meeting, printed: ""),
        ]
        let statement = Statement(
            .appendices, key: "\(paper.meetingKey)|\(item.label)|\(item.number)", lines: lines, rule: rule,
            weight: weight, fields: fields)
        if inPassing { ledger.stateInPassing(statement) } else { ledger.state(statement) }
    }

    /// `MHHS-DEL1507SIT Tracker` as `MHHS-DEL1507 SIT Tracker`.
    private static func unglued(_ title: String, _ found: FoundIdentifier) -> String {
        let bytes = Array(title.utf8)
        guard found.range.upperBound < bytes.count, Ascii.isLetter(bytes[found.range.upperBound]) else { return title }
        return PackText.decode(bytes[..<found.range.upperBound]) + " "
            + PackText.decode(bytes[found.range.upperBound...])
    }
}

/// Finds the slides that carry an appendix: their titles name it again.
struct AppendixTitleScan: LineScan {
    func scan(_ paper: PaperContext, into ledger: inout Ledger) {
        for block in paper.blocks {
            guard let text = block.text else { continue }
            for (part, line) in zip(text.parts, text.lines) where part.utf8.count <= 200 {
                guard let item = AppendixText.item(part) else { continue }
                AppendixReader.state(
                    item, lines: [line], at: Place(line: line), weight: .inline, rule: "appendix-title", of: paper,
                    into: &ledger, inPassing: true)
            }
        }
    }
}
