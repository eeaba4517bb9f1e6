import Record

/// The head of a numbered section: `2. Minutes and actions`, `5. **PPC introduction**`.
struct NumberedHead: Sendable, Hashable {
    let number: Int
    let title: String

    /// A head whose number has no full stop, `3 Tranche allocation`, where that number is the one to come.
    static func bare(_ line: String, next: Int) -> NumberedHead? {
        let digits = line.prefix { $0.isASCII && $0.isNumber }
        guard Int(digits) == next, (1...2).contains(digits.count), line.dropFirst(digits.count).first == " " else {
            return nil
        }
        let title = line.dropFirst(digits.count).trimmed
        guard title.split(separator: " ").count <= 9 else { return nil }
        return NumberedHead("\(digits). \(title)")
    }

    init?(_ line: String) {
        guard line.utf8.count <= 160, let lead = line.utf8.first(where: { $0 != 32 }),
            Ascii.isDigit(lead) || lead == UInt8(ascii: "*") || lead == UInt8(ascii: "<") || lead >= 0x80
        else { return nil }
        let text = MarkupReader.plain(line)
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard (1...2).contains(digits.count), let number = Int(digits), number > 0 else { return nil }
        let rest = text.dropFirst(digits.count)
        guard let stop = rest.first, stop == "." || stop == ")", rest.dropFirst().first?.isWhitespace ?? false else {
            return nil
        }
        let title = rest.dropFirst().trimmed
        guard let first = title.first, first.isUppercase, title.utf8.count <= 110, title.count(where: \.isLetter) >= 2,
            let last = title.last, !".;:,?".contains(last)
        else { return nil }
        self.number = number
        self.title = title
    }
}

/// Reads the body of minutes: numbered sections with their sub-heads, and the running text between them.
///
/// Once it begins it goes on to the end of the paper; tables in it are handed to the other readers.
struct MinutesBody: SectionReader {
    func read(_ index: Int, of paper: PaperContext, into ledger: inout Ledger) -> Int {
        guard paper.card.kind == .minutes, opens(paper.blocks[index], paper) else { return 0 }
        let others = PaperReader.meetingReaders.filter { !($0 is MinutesBody) }
        var body = Body(paper: paper)
        var place = index
        while place < paper.blocks.count {
            if paper.blocks[place].table != nil {
                var taken = 0
                for reader in others where taken == 0 { taken = reader.read(place, of: paper, into: &ledger) }
                place += max(taken, 1)
                continue
            }
            body.take(paper.blocks[place], &ledger)
            place += 1
        }
        body.close(&ledger)
        return paper.blocks.count - index
    }

    /// The head `Minutes`, or a numbered head where that head was lost.
    private func opens(_ block: Block, _ paper: PaperContext) -> Bool {
        switch block {
        case .table: false
        case .text(let text):
            text.parts.count <= 3 && !text.lines.contains(where: paper.card.lines.contains)
                && text.parts.contains { SectionHead.of($0) == .minutes }
        case .list(let items):
            items.first.flatMap { $0.lines.first }.flatMap { NumberedHead(paper.text(of: $0)) }.map { $0.number <= 3 }
                ?? false
        }
    }

    private struct Body {
        let paper: PaperContext
        private var number = 0
        private var title = ""
        private var line = 0
        private var subheads: [String] = []
        /// What was said, a line each, for writing the minutes again.
        private var paragraphs: [String] = []
        private var paragraphLines: [Int] = []

        init(paper: PaperContext) { self.paper = paper }

        mutating func take(_ block: Block, _ ledger: inout Ledger) {
            let lines = block.lines.map { paper.lines[$0 - 1] }
            // A head that was wrapped: two lines that stand alone, the second without a sentence's end (hazard H29).
            if lines.count == 2, let head = NumberedHead(lines[0].text), head.number > number,
                isTail(lines[1].text) || isOpen(head.title)
            {
                take(lines[0], alone: false, first: true, &ledger)
                title += " " + MarkupReader.plain(lines[1].text)
                ledger.claim([lines[1].number], as: .heading)
                return
            }
            for (offset, line) in lines.enumerated() {
                take(line, alone: lines.count == 1, first: offset == 0, &ledger)
            }
        }

        /// Whether a title breaks off before its last word.
        private func isOpen(_ title: String) -> Bool {
            ["and", "of", "the", "for", "to", "&", "on", "with", "in", "a"].contains(Words.list(title).last ?? "")
                || title.hasSuffix("&")
        }

        private func isTail(_ text: String) -> Bool {
            let text = MarkupReader.plain(text)
            guard let last = text.last, text.utf8.count <= 60, !".:;,?!".contains(last) else { return false }
            return !InlineMark.opens(text) && SectionHead.of(text) == nil
        }

        private mutating func take(_ source: SourceLine, alone: Bool, first: Bool, _ ledger: inout Ledger) {
            let lines = [source.number]
            let bare = alone ? NumberedHead.bare(source.text, next: number + 1) : nil
            if let head = NumberedHead(source.text) ?? bare, head.number > number, head.number <= number + 4 {
                close(&ledger)
                number = head.number
                title = head.title
                line = source.number
                subheads = []
                paragraphs = []
                paragraphLines = []
            } else if SectionHead.of(source.text) != nil {
                ledger.claim(lines, as: .heading)
            } else if first, isSubhead(source, alone) {
                if number > 0 { subheads.append(MarkupReader.plain(source.text)) }
                keep(source)
                ledger.claim(lines, as: .heading)
            } else {
                keep(source)
                ledger.claim(lines, as: .narrative)
            }
        }

        /// Keeps a line of the section; the line that names the next meeting belongs to the paper, not to the section.
        private mutating func keep(_ source: SourceLine) {
            let text = MarkupReader.plain(source.text)
            guard number > 0, !text.isEmpty, !text.lowercased().hasPrefix("date of next") else { return }
            paragraphs.append(text)
            paragraphLines.append(source.number)
        }

        /// States the section that is open.
        mutating func close(_ ledger: inout Ledger) {
            guard line > 0, !paper.card.group.isEmpty, !paper.card.meeting.isEmpty else { return }
            let place = Place(line: line)
            ledger.state(
                Statement(
                    .minuteSections, key: "\(paper.meetingKey)|\(number)", lines: [line], rule: "minute-section",
                    doubts: Speakers(ledger.statements).unlisted(in: paragraphs, lines: paragraphLines),
                    fields: [
                        .text("group", paper.card.group, printed: ""),
                        .text("meeting", paper.card.meeting, printed: ""),
                        .text("number", String(number), at: place), .text("title", title, at: place),
                        .list("subheads", subheads), .list("paragraphs", paragraphs),
                    ]))
        }

        private func isSubhead(_ source: SourceLine, _ alone: Bool) -> Bool {
            let text = MarkupReader.plain(source.text)
            guard alone, Marker(source.text) == nil, !InlineMark.opens(source.text), text.utf8.count <= 90,
                let first = text.first, first.isUppercase || first.isNumber, let last = text.last,
                !".:;,?!".contains(last), text.split(separator: " ").count <= 12
            else { return false }
            return true
        }
    }
}
