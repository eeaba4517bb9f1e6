import Kernel
import Record

/// The facts that stand before a paper's first section, label by label.
struct PaperHead {
    enum Fact: String, Sendable, Hashable {
        case issue = "issue date"
        case number = "meeting number"
        case date = "meeting date"
        case venue
        case classification
    }

    /// A label with the text up to the next label.
    struct Entry: Sendable {
        let fact: Fact
        let value: String
        let line: Int
        let cell: Int?
    }

    /// Lines with text before the first section.
    private(set) var zone: [SourceLine] = []
    private(set) var entries: [Entry] = []
    /// Lines of the zone that stand before the first label: the title, or a pack's cover.
    private(set) var titleLines: [SourceLine] = []
    /// Every line that holds a label or the rest of a label's value.
    private(set) var labelLines: [Int] = []
    /// The first line behind the head, as an index into the paper's lines.
    private(set) var end = 0

    /// Non-blank lines among which the head is looked for.
    private static let longest = 30

    init(_ lines: [SourceLine]) {
        // Untabbed lines that follow a label without a blank line are read with it: the head may have been wrapped.
        var wrapped: SourceLine?
        var before = 0
        for (index, line) in lines.enumerated() where !line.isBlank {
            // `Minutes` right below a title's line is the rest of a title that was wrapped.
            let isTitle = entries.isEmpty && !line.isTabbed && before == line.number - 1 && !titleLines.isEmpty
            if zone.count >= Self.longest || (Self.endsHead(line) && !isTitle) {
                end = index
                break
            }
            end = index + 1
            zone.append(line)
            var found = Self.entries(in: line)
            if let first = wrapped, !line.isTabbed, before == line.number - 1 {
                entries.removeAll { $0.line == first.number }
                let joined = SourceLine(number: first.number, text: first.text + " " + line.text.trimmed)
                found = Self.entries(in: joined)
                wrapped = joined
            } else {
                wrapped = found.isEmpty || line.isTabbed ? nil : line
            }
            before = line.number
            if found.isEmpty && entries.isEmpty && !line.isTabbed { titleLines.append(line) }
            if !found.isEmpty { labelLines.append(line.number) }
            entries += found
        }
    }

    func entry(_ fact: Fact) -> Entry? { entries.first { $0.fact == fact } }

    /// Whether a line belongs to a section and not to the head.
    private static func endsHead(_ line: SourceLine) -> Bool {
        if line.isTabbed {
            let row = Row(
                cells: line.cells.enumerated().map { Cell($0.element, line: line.number, column: $0.offset) },
                lines: [line.number])
            return row.texts.first.map { SectionHead.of($0) != nil && row.texts.count == 1 } ?? false
                || MeetingForms.form(of: row) != nil
        }
        return SectionHead.of(line.text) != nil
    }

    // MARK: - Labels

    private static let labels: [(folded: String, fact: Fact)] = [
        ("issuedate", .issue), ("dateofissue", .issue), ("dateissued", .issue), ("issuedon", .issue),
        ("meetingnumber", .number), ("meetingno", .number), ("meetingref", .number),
        ("meetingdateandtime", .date), ("meetingdatetime", .date), ("dateandtimeofmeeting", .date),
        ("dateandtime", .date), ("datetime", .date), ("meetingdate", .date), ("dateofmeeting", .date),
        ("venue", .venue), ("location", .venue), ("classification", .classification),
    ]

    private struct Word {
        let folded: String
        let start: Int
        let end: Int
        /// Whether the word begins a cell or the line.
        let leads: Bool
        let cell: Int
    }

    /// Splits a line on the labels it holds; empty where none leads the line or a cell of it.
    static func entries(in line: SourceLine) -> [Entry] {
        guard line.text.utf8.count <= 600 else { return [] }
        let bytes = Array(line.text.utf8)
        let words = words(of: bytes)
        var marks: [(fact: Fact, start: Int, end: Int, cell: Int)] = []
        var index = 0
        while index < words.count {
            let word = words[index]
            // Within a cell a label counts only where the line has no cells and a label leads it (hazard H18).
            guard word.leads || (!line.isTabbed && !marks.isEmpty), let match = label(at: index, words) else {
                index += 1
                continue
            }
            marks.append((match.fact, word.start, words[match.end - 1].end, word.cell))
            index = match.end
        }
        return marks.enumerated().map { place, mark in
            let stop = place + 1 < marks.count ? marks[place + 1].start : bytes.count
            let raw = String(decoding: bytes[mark.end..<max(stop, mark.end)], as: UTF8.self)
            let value = raw.drop { $0.isWhitespace || $0 == ":" || $0 == "*" }.trimmed
            let tabs = raw.prefix { $0.isWhitespace || $0 == ":" || $0 == "*" }.count { $0 == "\t" }
            return Entry(
                fact: mark.fact, value: value.folded, line: line.number,
                cell: line.isTabbed ? mark.cell + tabs : nil)
        }
    }

    private static func words(of bytes: [UInt8]) -> [Word] {
        var words: [Word] = []
        var index = 0
        var cell = 0
        var leads = true
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x09 {
                cell += 1
                leads = true
                index += 1
            } else if Ascii.isSpace(byte) || byte == Ascii.colon || byte == UInt8(ascii: "*") {
                index += 1
            } else {
                let start = index
                while index < bytes.count, !Ascii.isSpace(bytes[index]), bytes[index] != Ascii.colon { index += 1 }
                let text = TableForm.fold(String(decoding: bytes[start..<index], as: UTF8.self))
                words.append(Word(folded: text, start: start, end: index, leads: leads, cell: cell))
                leads = false
            }
        }
        return words
    }

    /// The longest label that begins at a word.
    private static func label(at index: Int, _ words: [Word]) -> (fact: Fact, end: Int)? {
        var text = ""
        var found: (Fact, Int)?
        for end in index..<min(index + 5, words.count) {
            guard words[end].cell == words[index].cell else { break }
            text += words[end].folded
            if let label = labels.first(where: { TableForm.matches(text, $0.folded) }) {
                // A word of a mark alone, such as `&`, must not be taken twice.
                if found == nil || !words[end].folded.isEmpty { found = (label.fact, end + 1) }
            }
        }
        return found
    }
}
