import Record

/// Rows of a table of discussion: one record a cell, each with the area that its merged label names.
enum DiscussionTable {
    static func state(_ rows: [Row], _ head: TableHead, of paper: PaperContext, into ledger: inout Ledger) {
        let items = rows.compactMap { item($0, head) }
        let areas = DiscussionAreas.assign(items.map(\.label), texts: items.map(\.text.text), paper)
        var seen: [String: Int] = [:]
        for (place, item) in items.enumerated() {
            guard !item.text.isEmpty else {
                // A line that holds part of a label only.
                ledger.claim(item.lines, as: .heading)
                continue
            }
            if Words.isEmptyState(item.text.text) {
                ledger.claim(item.lines, as: .narrative)
                continue
            }
            let area = areas[place]
            var doubts = area.doubts
            var text = MarkupReader.plain(item.text.text)
            if let bare = withoutEcho(text, area.text) {
                doubts.append(
                    "the area's label is printed again at the start of the text: \(text.prefix(area.text.count))")
                text = bare
            }
            text = withoutMarker(text)
            var key = "\(paper.meetingKey)|\(Words.slug(text))"
            seen[key, default: 0] += 1
            if let count = seen[key], count > 1 { key += "|\(count)" }
            ledger.state(
                Statement(
                    .discussion, key: key, lines: item.lines, rule: "discussion-table",
                    fields: [
                        .text("group", paper.card.group, printed: ""),
                        .text("meeting", paper.card.meeting, printed: ""),
                        .text("area", area.text, printed: area.printed, at: area.place, doubts: doubts),
                        .text(
                            "text", text, printed: item.text.text,
                            at: Place(line: item.text.line, cell: item.text.column), doubts: item.doubts),
                        .list("cites", Words.cites(text)),
                        FieldReading("order", .integer(place + 1), printed: ""),
                    ]))
        }
    }

    private struct Item {
        let label: Cell
        let text: Cell
        let lines: [Int]
        let doubts: [String]
    }

    /// The label and the text of a row; a line that fell out of the table is text without a label.
    private static func item(_ row: Row, _ head: TableHead) -> Item? {
        let label = head.cell("area", of: row)
        let text = head.cell("text", of: row)
        if row.cells.count == 1, let only = row.cells.first {
            return Item(
                label: Cell("", line: only.line, column: 0), text: only, lines: row.lines,
                doubts: ["the line stands below the table; it is read as carrying on its last cell"])
        }
        // A long text in the label's place is text that lost its column.
        if text.isEmpty, label.text.utf8.count > 120 {
            return Item(
                label: Cell("", line: label.line, column: 0), text: label, lines: row.lines,
                doubts: ["the text stands in the column of the area"])
        }
        if label.isEmpty && text.isEmpty { return nil }
        return Item(label: label, text: text, lines: row.lines, doubts: [])
    }

    /// The text behind an echo of the area's label, a misread letter forgiven (hazard H47).
    private static func withoutEcho(_ text: String, _ area: String) -> String? {
        guard area.utf8.count >= 4 else { return nil }
        let count = area.split(separator: " ").count
        let words = text.split(separator: " ")
        guard words.count > count + 2 else { return nil }
        let echo = TableForm.fold(words.prefix(count).joined(separator: " "))
        let label = TableForm.fold(area)
        guard TableForm.matches(echo, label), let next = words[count].first, next.isUppercase else { return nil }
        return words.dropFirst(count).joined(separator: " ")
    }

    /// The text without the bullet or number that marks it as a sub-item.
    private static func withoutMarker(_ text: String) -> String {
        guard let marker = Marker(text) else { return text }
        return marker.rest
    }
}

/// Gives each row of a column of merged labels its label: down from a label at the top of its block, and up from one
/// that is printed in the middle (hazards H07 and H08).
enum DiscussionAreas {
    struct Area {
        var text = ""
        var printed = ""
        var place: Place?
        var doubts: [String] = []

        var field: FieldReading { .text("area", text, printed: printed, at: place, doubts: doubts) }
    }

    ///
    /// - Parameter texts: the rows' texts, by which a run between two labels is parted; nil fills such a run down.
    static func assign(_ labels: [Cell], texts: [String]?, _ paper: PaperContext) -> [Area] {
        var areas = [Area](repeating: Area(), count: labels.count)
        let blocks = blocks(labels, paper)
        guard let first = blocks.first, let last = blocks.last else { return areas }
        let topics = texts.map { Topics($0) }
        func fill(_ rows: Range<Int>, _ block: LabelBlock) {
            for row in rows {
                areas[row] = Area(
                    text: block.text, printed: block.rows.contains(row) ? labels[row].text : "",
                    place: block.place, doubts: block.doubts)
            }
        }
        fill(0..<first.rows.lowerBound, first)
        for block in blocks { fill(block.rows, block) }
        for (above, below) in zip(blocks, blocks.dropFirst()) {
            let gap = above.rows.upperBound..<below.rows.lowerBound
            guard !gap.isEmpty else { continue }
            let split = topics?.split(gap, above.text, below.text) ?? gap.upperBound
            fill(gap.lowerBound..<split, above)
            fill(split..<gap.upperBound, below)
        }
        fill(last.rows.upperBound..<labels.count, last)
        return areas
    }

    private struct LabelBlock {
        var text: String
        var rows: Range<Int>
        let place: Place
        var doubts: [String] = []
    }

    /// The labels in order; one that is cut over two rows is joined where the paper prints the joined words elsewhere.
    private static func blocks(_ labels: [Cell], _ paper: PaperContext) -> [LabelBlock] {
        var blocks: [LabelBlock] = []
        var searches = 64
        for (row, label) in labels.enumerated() where !label.isEmpty {
            let text = MarkupReader.plain(label.text)
            if let last = blocks.last, last.rows.upperBound == row, isCut(last.text, text, paper, &searches) {
                blocks[blocks.count - 1].text += (isCutWord(last.text, text, paper) ? "" : " ") + text
                blocks[blocks.count - 1].rows = last.rows.lowerBound..<(row + 1)
                continue
            }
            if let last = blocks.last, TableForm.fold(last.text) == TableForm.fold(text) {
                // The label printed again on the next page.
                blocks[blocks.count - 1].rows = last.rows.lowerBound..<(row + 1)
                continue
            }
            blocks.append(
                LabelBlock(text: text, rows: row..<(row + 1), place: Place(line: label.line, cell: label.column)))
        }
        return blocks
    }

    /// Whether the rows cut through a word: its halves joined stand elsewhere in the paper.
    private static func isCutWord(_ above: String, _ below: String, _ paper: PaperContext) -> Bool {
        guard below.first?.isLowercase ?? false, let head = Words.list(above).last, let tail = Words.list(below).first
        else { return false }
        var isJoined = false
        for line in paper.lines.prefix(2_000) where line.text.utf8.count <= 4_096 && Words.has(head, in: line.text) {
            let words = Words.list(line.text)
            if words.contains(head + tail) { isJoined = true }
        }
        return isJoined
    }

    private static func isCut(_ above: String, _ below: String, _ paper: PaperContext, _ searches: inout Int) -> Bool {
        guard let first = below.first else { return false }
        if first.isLowercase { return true }
        let lastWord = above.split(separator: " ").last.map { $0.lowercased() } ?? ""
        if ["and", "of", "the", "for", "&", "to", "with", "on"].contains(lastWord) || above.hasSuffix(",") {
            return true
        }
        // The paper is looked through a bounded number of times.
        guard searches > 0 else { return false }
        searches -= 1
        let joined = (above + " " + below).lowercased()
        return paper.lines.prefix(4_000).contains { $0.text.utf8.count <= 8_192 && Words.has(joined, in: $0.text) }
    }
}

/// Words by which a text tells which of two labels it belongs to.
struct Topics {
    private let words: [Set<String>]
    /// Words of labels that name no topic.
    private static let general: Set<String> = ["other", "and", "the", "update", "updates", "items", "item", "for"]

    init(_ texts: [String]) { words = texts.map { Set(Words.list($0)) } }

    /// Where a run of rows between two labels passes from the one above to the one below; the one above where the
    /// texts do not tell.
    func split(_ gap: Range<Int>, _ above: String, _ below: String) -> Int {
        let up = Set(Words.list(above)).filter { $0.utf8.count >= 3 && !Self.general.contains($0) }
        let down = Set(Words.list(below)).filter { $0.utf8.count >= 3 && !Self.general.contains($0) }
        let own = up.subtracting(down).filter(isTelling)
        let other = down.subtracting(up).filter(isTelling)
        // The best cut: rows before it speak of the label above, rows behind it of the one below.
        var score = 0
        var best = 0
        var cut = gap.upperBound
        for row in gap.reversed() {
            score += hits(other, row) - hits(own, row)
            if score > best {
                best = score
                cut = row
            }
        }
        return cut
    }

    /// Whether a word sets rows apart: not in more than half of them.
    private func isTelling(_ word: String) -> Bool {
        words.count { $0.contains(word) } * 2 <= words.count + 1
    }

    private func hits(_ topic: Set<String>, _ row: Int) -> Int {
        topic.count { word in
            words[row].contains(word)
                || (word.utf8.count >= 5 && words[row].contains { $0.hasPrefix(word) || stem($0) == stem(word) })
        }
    }

    private func stem(_ word: String) -> String { String(word.prefix(6)) }
}
