import Kernel
import Record

/// Refuses a file whose head contradicts itself, or that holds the papers of two meetings.
enum HeadCheck {
    static func check(_ source: SourceText, _ head: PaperHead, _ title: PaperTitle) throws(PaperError) {
        try checkHead(source.name, head, title)
        try checkRest(source, head, title)
    }

    /// The meeting number in a label's value: `TMAG 008`, `TMAG004`, `8`.
    static func number(_ value: String) -> MeetingNumber? { MeetingReader.read(value).value }

    /// The day in a label's value.
    static func day(_ value: String) -> CalendarDate? {
        DateReader.find(in: value).lazy.compactMap(\.value.day).first ?? DateReader.read(value).value?.day
    }

    // MARK: - The head

    private static func checkHead(_ file: String, _ head: PaperHead, _ title: PaperTitle) throws(PaperError) {
        if let first = title.forms.first, let other = title.forms.first(where: { $0.kind != first.kind }) {
            throw PaperError(
                file: file, line: other.line,
                problem: .contradictoryHead(
                    fact: "form of paper", first: first.kind.rawValue, firstLine: first.line,
                    second: other.kind.rawValue))
        }
        var seen: [PaperHead.Fact: (value: String, entry: PaperHead.Entry)] = [:]
        for entry in head.entries {
            guard let value = canonical(entry) else { continue }
            guard let old = seen[entry.fact] else {
                seen[entry.fact] = (value, entry)
                continue
            }
            if old.value != value {
                throw PaperError(
                    file: file, line: entry.line,
                    problem: .contradictoryHead(
                        fact: entry.fact.rawValue, first: old.entry.value, firstLine: old.entry.line,
                        second: entry.value))
            }
        }
        // The title's code and the meeting number's: one letter may be a misprint, another group is not.
        if let code = title.code, let entry = head.entry(.number), let group = number(entry.value)?.group,
            group != code, !Words.isOneLetterOff(group, code), !group.hasSuffix(code), !code.hasSuffix(group)
        {
            throw PaperError(
                file: file, line: entry.line,
                problem: .contradictoryHead(
                    fact: "group", first: code, firstLine: title.lines.first ?? 1, second: group))
        }
    }

    /// What a label says, in the form in which two prints of it are compared; nil where it is not legible.
    private static func canonical(_ entry: PaperHead.Entry) -> String? {
        switch entry.fact {
        case .issue, .date: day(entry.value)?.iso
        case .number: number(entry.value).map { ($0.group ?? "") + " " + $0.canonical }
        case .venue, .classification: nil
        }
    }

    // MARK: - The rest

    /// Looks for a second head behind the first one.
    private static func checkRest(_ source: SourceText, _ head: PaperHead, _ title: PaperTitle) throws(PaperError) {
        let firstNumber = head.entry(.number).flatMap { number($0.value) } ?? title.number
        var titleLine: SourceLine?
        for line in source.lines.dropFirst(head.end) where !line.isBlank && line.text.utf8.count <= 600 {
            if !line.isTabbed, line.text.utf8.count <= 240, isTitle(line.text) { titleLine = line }
            if let second = secondHead(line, titleLine, head) {
                throw error(source.name, second, firstNumber, head, title)
            }
            if let cover = cover(line, firstNumber) {
                throw PaperError(
                    file: source.name, line: line.number,
                    problem: .twoMeetings(
                        first: name(firstNumber, title), firstLine: title.lines.first ?? 1,
                        second: name(cover, nil, code: PaperTitle.code(in: line.text))))
            }
        }
    }

    private struct Second {
        let line: Int
        let number: MeetingNumber?
        let text: String
    }

    private static func isTitle(_ text: String) -> Bool {
        guard let last = text.split(separator: " ").last.map({ TableForm.fold(String($0)) }),
            ["report", "minutes", "actions"].contains(where: { TableForm.matches(last, $0) })
        else { return false }
        let plain = MarkupReader.plain(text)
        guard let kind = PaperTitle.form(in: plain), kind != .pack else { return false }
        return plain.split(separator: " ").count >= 3 && !plain.hasSuffix(".")
    }

    /// A label of a head behind the first section: a meeting number, or an issue date below a title.
    private static func secondHead(_ line: SourceLine, _ title: SourceLine?, _ head: PaperHead) -> Second? {
        guard let first = line.text.trimmed.first, "ImdMDil".contains(first) else { return nil }
        let entries = PaperHead.entries(in: line)
        let isNear = title.map { line.number - $0.number <= 8 } ?? false
        if let entry = entries.first(where: { $0.fact == .number }), let number = number(entry.value) {
            let start = isNear ? title?.number ?? line.number : line.number
            return Second(line: start, number: number, text: entry.value)
        }
        guard isNear, let title, let issue = entries.first(where: { $0.fact == .issue || $0.fact == .date }),
            day(issue.value) != nil
        else { return nil }
        return Second(line: title.number, number: nil, text: MarkupReader.plain(title.text))
    }

    /// The cover of another meeting's pack: a code in brackets, then `#` and a number, alone in a line with a date.
    private static func cover(_ line: SourceLine, _ first: MeetingNumber?) -> MeetingNumber? {
        guard !line.isTabbed, line.text.utf8.contains(Ascii.hash), line.text.utf8.count <= 160, let first,
            PaperTitle.code(in: line.text) != nil, let number = PaperTitle.numbered(line.text),
            DateReader.find(in: line.text).contains(where: { $0.value.day != nil }), !line.text.trimmed.hasSuffix("."),
            Marker(line.text) == nil, number.number != first.number
        else { return nil }
        return number
    }

    private static func error(
        _ file: String, _ second: Second, _ first: MeetingNumber?, _ head: PaperHead, _ title: PaperTitle
    ) -> PaperError {
        let firstLine = head.entry(.number)?.line ?? title.lines.first ?? 1
        if let number = second.number, let first, number.number == first.number, number.decimal == first.decimal,
            number.group == first.group || number.group == nil || first.group == nil
        {
            return PaperError(
                file: file, line: second.line,
                problem: .contradictoryHead(
                    fact: "head of the paper", first: title.text, firstLine: title.lines.first ?? 1,
                    second: second.text))
        }
        let name = second.number.map { Self.name($0, nil) } ?? "“\(shortened(second.text))”"
        return PaperError(
            file: file, line: second.line,
            problem: .twoMeetings(first: Self.name(first, title), firstLine: firstLine, second: name))
    }

    private static func name(_ number: MeetingNumber?, _ title: PaperTitle?, code: String? = nil) -> String {
        guard let number else { return title.map { "“\(shortened($0.text))”" } ?? "another meeting" }
        let group = number.group ?? title?.code ?? code
        return [group, number.canonical].compactMap { $0 }.joined(separator: " ")
    }
}
