import Kernel
import Record

/// What the lines before the first label say: a paper's title, or a pack's cover.
struct PaperTitle {
    private(set) var text = ""
    private(set) var lines: [Int] = []
    /// The group's code in brackets.
    private(set) var code: String?
    private(set) var groupName = ""
    private(set) var programme = ""
    private(set) var number: MeetingNumber?
    private(set) var date: CalendarDate?
    private(set) var datePrinted = ""
    private(set) var dateLine: Int?
    private(set) var version = ""
    private(set) var documentID = ""
    /// Forms whose name stands in the lines, with the line.
    private(set) var forms: [(kind: PaperKind, line: Int)] = []

    init(_ head: PaperHead) {
        let source = head.titleLines.prefix(14)
        for line in source { readForm(line) }
        if forms.isEmpty, source.count > 1, let first = source.first {
            // A title that was wrapped inside the form's name.
            let joined = source.prefix(4).map { MarkupReader.plain($0.text) }.joined(separator: " ")
            if let kind = Self.form(in: joined) { forms.append((kind, first.number)) }
        }
        let isCover = forms.isEmpty
        var named: [String] = []
        for line in source {
            let plain = MarkupReader.plain(line.text)
            guard plain.utf8.count <= 240 else { continue }
            lines.append(line.number)
            if isCover { readCover(plain) }
            if dateLine == nil, date != nil { dateLine = line.number }
            if code == nil { code = Self.code(in: plain) }
            named.append(plain)
        }
        // A form's name alone or a wrapped title: the lines belong together; a cover has one line that names the group.
        let joined =
            isCover ? named.first { Self.code(in: $0) != nil || $0.contains("#") } : named.joined(separator: " ")
        text = joined ?? named.first ?? ""
        if isCover {
            let first = named.first?.split(separator: " ").map(String.init) ?? []
            let isNamed = first.count == 2 && first[1].lowercased() == "programme"
            programme = first.count == 1 || isNamed ? Self.acronym(first[0]) : ""
        }
        readGroupName()
    }

    // MARK: - Form

    private mutating func readForm(_ line: SourceLine) {
        let plain = MarkupReader.plain(line.text)
        guard plain.utf8.count <= 240, let kind = Self.form(in: plain) else { return }
        forms.append((kind, line.number))
    }

    /// The form that a title line ends in; one wrong letter is forgiven.
    static func form(in text: String) -> PaperKind? {
        var words = text.split(separator: " ").map { TableForm.fold(String($0)) }.filter { !$0.isEmpty }
        while let last = words.last, last.allSatisfy(\.isNumber) { words.removeLast() }
        func ends(_ name: String, _ count: Int) -> Bool {
            words.count >= count && TableForm.matches(words.suffix(count).joined(), name)
        }
        if ends("headlinereport", 2) { return .headline }
        if ends("actionsandminutes", 3) || ends("minutesandactions", 3) || ends("meetingminutes", 2)
            || ends("actionsminutes", 2)
        {
            return .minutes
        }
        if ends("minutes", 1) && words.count <= 14 { return .minutes }
        if ends("meetingpack", 2) || ends("slidepack", 2) { return .pack }
        return nil
    }

    // MARK: - Group

    /// A code of two to six capitals in brackets.
    static func code(in text: String) -> String? {
        let bytes = Array(text.utf8)
        for index in bytes.indices where bytes[index] == Ascii.open {
            var end = index + 1
            while end < bytes.count, Ascii.isUpper(bytes[end]) { end += 1 }
            if (2...6).contains(end - index - 1), end < bytes.count, bytes[end] == Ascii.close {
                return String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
            }
        }
        return nil
    }

    /// The words before the code, or before the form's name; without the programme's acronym.
    private mutating func readGroupName() {
        var words = text.split(separator: " ").map(String.init)
        if let place = words.firstIndex(where: { $0 == "(\(code ?? ""))" || $0.hasPrefix("#") }) {
            words = Array(words[..<place])
        } else {
            for count in [3, 2, 1] where words.count > count {
                let tail = words.suffix(count).map { TableForm.fold($0) }.joined()
                if [
                    "headlinereport", "actionsandminutes", "minutesandactions", "meetingminutes", "minutes",
                    "meetingpack",
                ]
                .contains(where: { TableForm.matches(tail, $0) }) {
                    words.removeLast(count)
                    break
                }
            }
        }
        if let first = words.first, words.count > 2, first == Self.acronym(first), !first.isEmpty {
            programme = first
            words.removeFirst()
        }
        groupName = words.count <= 12 ? words.joined(separator: " ") : ""
    }

    /// The text where it is one word of two to eight capitals; else nothing.
    private static func acronym(_ text: String) -> String {
        (2...8).contains(text.utf8.count) && text.utf8.allSatisfy(Ascii.isUpper) ? text : ""
    }

    // MARK: - Cover

    private mutating func readCover(_ plain: String) {
        if number == nil, let found = Self.numbered(plain) { number = found }
        if date == nil, let found = DateReader.find(in: plain).first(where: { $0.value.day != nil }) {
            date = found.value.day
            datePrinted = found.printed
        }
        if version.isEmpty {
            let words = plain.split(separator: " ")
            let isVersion = words.count <= 3 && (words.first?.lowercased().hasPrefix("v") ?? false)
            if isVersion, let value = VersionReader.read(plain).value { version = value }
        }
        if documentID.isEmpty,
            let found = ReferenceReader.find(in: plain).first(where: { $0.kind == .deliverable }),
            plain.split(separator: " ").count <= 4
        {
            documentID = found.canonical
        }
    }

    /// `#22` in a cover line.
    static func numbered(_ text: String) -> MeetingNumber? {
        guard let hash = text.firstIndex(of: "#") else { return nil }
        let figures = text[text.index(after: hash)...].prefix { $0.isNumber || $0 == "." || $0 == " " }
        let word = figures.trimmed.split(separator: " ").first.map(String.init) ?? ""
        return word.isEmpty ? nil : MeetingReader.read("#" + word.trimmingMarks()).value
    }
}

/// The form of a paper, by its title and by the sections it has.
enum PaperForm {
    static func of(_ source: SourceText, _ head: PaperHead, _ title: PaperTitle) -> (kind: PaperKind?, doubts: [String])
    {
        let hasHead = !head.entries.isEmpty || title.code != nil || title.number != nil
        if let named = title.forms.first?.kind, hasHead { return (named, []) }
        if title.number != nil, !title.version.isEmpty || !title.documentID.isEmpty { return (.pack, []) }
        let sections = Sections(source.lines)
        if let named = title.forms.first?.kind, sections.isPaper { return (named, []) }
        if title.number != nil && sections.agenda { return (.pack, []) }
        let doubt = "the title names no form of paper; it is told by the sections"
        guard hasHead || sections.isPaper else { return (nil, []) }
        if sections.discussion { return (.headline, [doubt]) }
        if sections.attendees || (sections.numbered && sections.minutes) { return (.minutes, [doubt]) }
        if sections.agenda && (hasHead || !title.version.isEmpty || !title.documentID.isEmpty) {
            return (.pack, [doubt])
        }
        if sections.numbered && !head.entries.isEmpty { return (.minutes, [doubt]) }
        if sections.actions && !head.entries.isEmpty { return (.headline, [doubt]) }
        return (nil, [])
    }

    /// Which sections a text has, by their heads.
    private struct Sections {
        var discussion = false
        var attendees = false
        var minutes = false
        var agenda = false
        var actions = false
        var numbered = false
        var isPaper: Bool { [discussion, attendees, minutes, agenda, actions].count { $0 } >= 2 }

        init(_ lines: [SourceLine]) {
            for line in lines.prefix(20_000) where !line.isBlank {
                let text = line.isTabbed ? line.cells.first { !$0.trimmed.isEmpty } ?? "" : line.text
                switch SectionHead.of(text) {
                case .discussion: discussion = true
                case .attendees: attendees = true
                case .minutes: minutes = true
                case .agenda: agenda = true
                case .actions: actions = true
                default: if !line.isTabbed && NumberedHead(line.text) != nil { numbered = true }
                }
            }
        }
    }
}
