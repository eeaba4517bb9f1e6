import Record

/// The heads of the sections that minutes, headline reports and packs share.
enum SectionHead: Sendable, Hashable {
    case attendees, actions, decisions, raid, discussion, minutes, agenda, nextMeeting, appendices

    /// The section that a line heads; nil for any other line.
    ///
    /// A head stands alone in its line, in bold or not, with or without a colon or a count of slides; one wrong letter
    /// is forgiven in the longer ones.
    static func of(_ line: String) -> SectionHead? {
        guard line.utf8.count <= 90, !line.utf8.isEmpty else { return nil }
        let text = MarkupReader.plain(line)
        if NextMeetingLine.opens(text) { return .nextMeeting }
        let bare = TableForm.fold(shorn(text))
        guard !bare.isEmpty else { return nil }
        if let exact = words.first(where: { $0.word == bare }) { return exact.head }
        return words.first { $0.word.utf8.count >= 7 && TableForm.matches(bare, $0.word) }?.head
    }

    /// A head without what stands in brackets, and without `at TMAG 14`, `from the meeting`.
    private static func shorn(_ text: String) -> String {
        let words = text.prefix { $0 != "(" }.split(separator: " ")
        let end = words.indices.dropFirst().first { ["at", "from"].contains(words[$0].lowercased()) }
        return words[..<(end ?? words.count)].joined(separator: " ")
    }

    private static let words: [(word: String, head: SectionHead)] = [
        ("newactions", .actions), ("actionsagreed", .actions), ("actionsummary", .actions),
        ("summaryofactions", .actions), ("actionstaken", .actions), ("actionsraised", .actions),
        ("decisionsmade", .decisions), ("decisionstaken", .decisions), ("keydecisions", .decisions),
        ("summaryofdecisions", .decisions), ("raidlog", .raid), ("newraiditems", .raid),
        ("keydiscussionpoints", .discussion), ("discussion", .discussion), ("keydiscussions", .discussion),
        ("summaryofdiscussion", .discussion),
        ("attendees", .attendees), ("attendance", .attendees), ("actions", .actions), ("actionlog", .actions),
        ("openactions", .actions), ("decisions", .decisions), ("decisionlog", .decisions), ("raiditems", .raid),
        ("raid", .raid), ("keydiscussionitems", .discussion), ("keydiscussion", .discussion),
        ("discussionitems", .discussion), ("minutes", .minutes), ("agenda", .agenda), ("appendices", .appendices),
    ]
}

/// Words and small scans that the readers of this folder share.
enum Words {
    /// Cells and values that say that there is nothing.
    static func isEmptyState(_ text: String) -> Bool {
        let bare = TableForm.fold(text)
        guard bare.utf8.count <= 40 else { return false }
        if isNothing(text) { return true }
        return [
            "", "none", "noneraised", "nil", "na", "tbc", "tbd", "notapplicable", "noitemsraised", "nonereceived",
            "noraiditemsraised", "nonetoreport", "noitems", "noneidentified",
        ].contains(bare)
    }

    /// `Nothing to report`, `No new risks raised`: a few words that deny that there is anything.
    private static func isNothing(_ text: String) -> Bool {
        let words = list(text)
        guard let first = words.first, let last = words.last, (2...6).contains(words.count),
            ["no", "none", "nothing", "nil"].contains(first)
        else { return false }
        return [
            "raised", "report", "note", "noted", "identified", "received", "items", "taken", "made", "recorded",
            "actions", "decisions", "reported", "risks", "issues", "meeting", "discussed", "aob",
        ].contains(last)
    }

    /// The part of a text at UTF-8 offsets.
    static func part(_ text: String, _ range: Range<Int>) -> String {
        let bytes = Array(text.utf8)
        return String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
    }

    /// The UTF-8 offset of a lower-case ASCII phrase in a text, letter case ignored; nil where it is not.
    static func offset(of phrase: String, in text: String, from start: Int = 0) -> Int? {
        var (text, phrase) = (text, phrase)
        return text.withUTF8 { bytes in
            phrase.withUTF8 { needle in
                guard !needle.isEmpty, bytes.count >= needle.count, start <= bytes.count - needle.count else {
                    return nil
                }
                for index in start...(bytes.count - needle.count) where Ascii.lowered(bytes[index]) == needle[0] {
                    var same = 1
                    while same < needle.count, Ascii.lowered(bytes[index + same]) == needle[same] { same += 1 }
                    if same == needle.count { return index }
                }
                return nil
            }
        }
    }

    static func has(_ phrase: String, in text: String) -> Bool { offset(of: phrase, in: text) != nil }

    /// Whether two texts of the same folded letters differ by at most one letter, and do differ.
    static func isOneLetterOff(_ left: String, _ right: String) -> Bool {
        left != right && abs(left.utf8.count - right.utf8.count) <= 1
            && TableForm.differByOne(Array(left.utf8), Array(right.utf8))
    }

    /// The first letters and digits of a text in lower case: names a record that has no identifier of its own.
    static func slug(_ text: String, longest: Int = 96) -> String {
        let words = list(text)
        var slug = ""
        for word in words {
            guard slug.utf8.count + word.utf8.count < longest else { break }
            if !slug.isEmpty { slug += " " }
            slug += word
        }
        return slug.isEmpty ? String(text.prefix(24)) : slug
    }

    /// Lower-case words of letters and digits; what is no ASCII character counts as a letter, but dashes and quotation
    /// marks do not.
    static func list(_ text: String) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        var bytes = Array(text.utf8)
        bytes.append(Ascii.space)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0xE2 {
                // General punctuation: three bytes.
                if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
                word.removeAll(keepingCapacity: true)
                index += 3
                continue
            }
            if Ascii.isAlphanumeric(byte) || byte >= 0x80 {
                word.append(Ascii.lowered(byte))
            } else if !word.isEmpty {
                words.append(String(decoding: word, as: UTF8.self))
                word.removeAll(keepingCapacity: true)
            }
            index += 1
        }
        return words
    }

    /// Canonical references of every kind that a text cites, in order, without repeats.
    static func cites(_ text: String, except own: String = "") -> [String] {
        var cites: [String] = []
        for found in ReferenceReader.find(in: text)
        where [.action, .decision, .risk, .issue, .dependency, .changeRequest, .milestone].contains(found.kind) {
            if found.canonical != own && !cites.contains(found.canonical) { cites.append(found.canonical) }
        }
        return cites
    }
}

extension FieldReading {
    /// A list field; an empty list is no value.
    static func list(_ name: String, _ items: [String], at place: Place? = nil) -> FieldReading {
        FieldReading(name, items.isEmpty ? nil : .list(items), at: place)
    }

    /// A text cell: markup removed, white space folded, the print kept as it stands.
    static func cell(_ name: String, _ cell: Cell, doubts: [String] = []) -> FieldReading {
        .text(
            name, MarkupReader.plain(cell.text), printed: cell.text, at: Place(line: cell.line, cell: cell.column),
            doubts: cell.doubts + doubts)
    }
}
