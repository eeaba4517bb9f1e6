import Kernel
import Record

/// A line that names the date of the group's next meeting: `Date of next TMAG: 22 September 2022, afternoon`.
enum NextMeetingLine {
    struct Found {
        let date: CalendarDate?
        let printed: String
        let part: String
        let doubts: [String]
    }

    /// Whether a text opens with the words that lead the date, a list's number passed over.
    static func opens(_ text: String) -> Bool { start(of: text) != nil }

    /// Where the words begin: at the head of the line, behind a list's number or a dash.
    private static func start(of text: String) -> Int? {
        for phrase in ["date of next ", "date of the next ", "next meeting date", "next meeting:"] {
            guard let offset = Words.offset(of: phrase, in: text) else { continue }
            let before = Words.part(text, 0..<offset)
            if before.allSatisfy({ !$0.isLetter }) && before.utf8.count <= 8 { return offset }
        }
        return nil
    }

    /// Whether a line may be one, without reading it: asked of every line.
    static func mayOpen(_ line: String) -> Bool { Words.has("next ", in: line.utf8.count <= 300 ? line : "") }

    /// Reads the line; nil where it is another group's meeting or no such line at all.
    static func read(_ line: String, group: String, in context: DateContext) -> Found? {
        guard line.utf8.count <= 300 else { return nil }
        let text = MarkupReader.plain(line)
        guard let start = start(of: text) else { return nil }
        let rest = Words.part(text, start..<text.utf8.count)
        let label: String
        let value: String
        if let colon = rest.firstIndex(of: ":") {
            label = String(rest[..<colon])
            value = rest[rest.index(after: colon)...].trimmed
        } else if let digit = rest.firstIndex(where: \.isNumber) {
            label = String(rest[..<digit])
            value = String(rest[digit...])
        } else {
            return nil
        }
        guard isOwn(label, group) else { return nil }
        guard let found = DateReader.find(in: value, context: context).first else {
            let reading = DateReader.read(value, in: context)
            return Found(date: reading.value?.day, printed: value, part: "", doubts: reading.doubts)
        }
        let after = Words.part(value, found.range.upperBound..<value.utf8.count)
        return Found(date: found.value.day, printed: found.printed, part: Self.part(after), doubts: found.doubts)
    }

    /// What stands behind the date: `afternoon`, `10:00`.
    private static func part(_ text: String) -> String {
        let text = text.trimmingMarks()
        return text.hasPrefix("at ") || text.hasPrefix("in ") || text.hasPrefix("at:")
            ? text.dropFirst(3).trimmed : text
    }

    /// Whether the label speaks of this group: no code in it, the group's own, or one a letter off.
    private static func isOwn(_ label: String, _ group: String) -> Bool {
        let codes = label.split { !($0.isLetter || $0.isNumber) }.map(String.init).filter { word in
            (2...6).contains(word.utf8.count) && word.allSatisfy(\.isUppercase)
        }
        return codes.isEmpty || group.isEmpty
            || codes.contains { $0 == group || $0.hasSuffix(group) || Words.isOneLetterOff($0, group) }
    }
}

/// Finds the date of the next meeting wherever a paper prints it.
struct NextMeetingScan: LineScan {
    func scan(_ paper: PaperContext, into ledger: inout Ledger) {
        guard !paper.card.group.isEmpty, !paper.card.meeting.isEmpty else { return }
        for line in paper.lines where !line.isBlank {
            guard NextMeetingLine.mayOpen(line.text) else { continue }
            let rest = Self.rest(of: line, paper)
            let text = line.text + (rest.map { " " + $0.text } ?? "")
            guard let found = NextMeetingLine.read(text, group: paper.card.group, in: paper.dates) else { continue }
            let place = Place(line: line.number)
            ledger.state(
                Statement(
                    .meetings, key: paper.meetingKey, lines: [line.number] + (rest.map { [$0.number] } ?? []),
                    rule: "next-meeting", weight: .table,
                    fields: [
                        FieldReading(
                            "next_meeting", found.date.map(Value.date), printed: found.printed, at: place,
                            doubts: found.doubts),
                        .text("next_meeting_part", found.part, at: place),
                    ]))
        }
    }

    /// The next line where the date was wrapped into it: short, without a blank line between, no item of its own.
    private static func rest(of line: SourceLine, _ paper: PaperContext) -> SourceLine? {
        guard line.number < paper.lines.count else { return nil }
        let next = paper.lines[line.number]
        guard !next.isBlank, !next.isTabbed, next.text.utf8.count <= 40, Marker(next.text) == nil,
            SectionHead.of(next.text) == nil, !InlineMark.opens(next.text), !line.isTabbed
        else { return nil }
        return next
    }
}
