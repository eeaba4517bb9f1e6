import Record

/// A reference with the key that the record files it under.
///
/// A print that is probably another reference is filed under that one: the doubt says why, and the resolved value stands
/// beside the value as read (hazard H44).
struct FiledReference {
    let key: String
    /// Canonical form of what is printed; nil where only a corrected print is a reference.
    let value: String?
    let doubts: [String]
    let resolved: ResolvedValue?

    func field(_ name: String, printed: String, at place: Place) -> FieldReading {
        FieldReading(name, value.map(Value.text), printed: printed, at: place, doubts: doubts, resolved: resolved)
    }

    /// Reads a cell that should hold one reference; nil where no reference can be made of it.
    static func read(_ cell: String, _ kind: IdentifierKind, of paper: PaperContext) -> FiledReference? {
        let reading = ReferenceReader.one(kind, cell)
        if let canonical = reading.value {
            var filed = file(canonical, kind, of: paper)
            let rest = reading.notes.joined(separator: " ")
            let extra = rest.isEmpty ? [] : ["“\(shortened(rest))” stands beside the reference"]
            filed = FiledReference(
                key: filed.key, value: filed.value, doubts: reading.doubts + extra + filed.doubts,
                resolved: filed.resolved)
            return filed
        }
        guard cell.utf8.count <= 24, let probable = Self.withFigures(cell, behind: paper.card.group),
            let canonical = ReferenceReader.one(kind, probable).value
        else { return nil }
        let reason =
            "\(folded(cell)) is no reference; with letters that look like figures read as figures it is \(canonical)"
        return FiledReference(
            key: canonical, value: nil, doubts: [reason],
            resolved: ResolvedValue(value: canonical, by: "misread reference", reason: reason))
    }

    /// Files a canonical reference, under another one where the print is a probable slip.
    static func file(_ canonical: String, _ kind: IdentifierKind, of paper: PaperContext) -> FiledReference {
        guard let probable = probable(canonical, kind, of: paper) else {
            return FiledReference(key: canonical, value: canonical, doubts: [], resolved: nil)
        }
        return FiledReference(
            key: probable.reference, value: canonical,
            doubts: ["\(canonical) is probably \(probable.reference): \(probable.why)"],
            resolved: ResolvedValue(value: probable.reference, by: "misprinted reference", reason: probable.why))
    }

    /// The lines that are looked through for evidence.
    private static let reach = 2_000

    /// What a reference of a group that is one letter off this paper's probably is, and why.
    ///
    /// The other code must not be in use in the paper, the meeting must be this paper's or an earlier one, and the
    /// corrected reference must either be printed in the paper or follow one that is.
    private static func probable(
        _ canonical: String, _ kind: IdentifierKind, of paper: PaperContext
    ) -> (reference: String, why: String)? {
        let own = paper.card.group
        let group = String(canonical.prefix { $0.isLetter })
        guard own.utf8.count >= 3, group.utf8.count == own.utf8.count, Words.isOneLetterOff(group, own) else {
            return nil
        }
        let rest = canonical.dropFirst(group.count)
        let reference = own + rest
        var why = ["its group's code is one letter off \(own), this paper's group"]
        if kind == .action {
            guard let parts = ActionParts(reference), let meeting = Int(parts.meeting.prefix { $0 != "." }),
                let this = Int(paper.card.meeting.prefix { $0 != "." }), meeting <= this
            else { return nil }
            if meeting == this { why.append("its meeting number is this meeting's") }
        }
        var isPrinted = false
        for line in paper.lines.prefix(reach) where line.text.utf8.count <= 4_096 {
            if uses(group, in: line.text, except: String(rest)) { return nil }
            if !isPrinted { isPrinted = Words.has(reference.lowercased(), in: line.text) }
        }
        guard isPrinted || why.count > 1 else { return nil }
        why.append(isPrinted ? "\(reference) is printed in this paper" : "\(reference) is not printed otherwise")
        return (reference, why.joined(separator: "; "))
    }

    /// Whether a line uses a group's code apart from the reference in question.
    private static func uses(_ group: String, in line: String, except rest: String) -> Bool {
        var start = 0
        let lower = group.lowercased()
        let bytes = Array(line.utf8)
        while let offset = Words.offset(of: lower, in: line, from: start) {
            start = offset + 1
            let end = offset + group.utf8.count
            let before: UInt8 = offset > 0 ? bytes[offset - 1] : 32
            guard !Ascii.isAlphanumeric(before), Words.part(line, offset..<end) == group else { continue }
            let after = Words.part(line, end..<min(end + rest.utf8.count, bytes.count))
            let next: UInt8 = end < bytes.count ? bytes[end] : 32
            if after != rest && !Ascii.isLetter(next) { return true }
        }
        return false
    }

    /// The text with letters that look like figures made figures, behind the first figure or the group's own code.
    private static func withFigures(_ text: String, behind group: String) -> String? {
        let text = folded(text)
        let hasCode = !group.isEmpty && text.hasPrefix(group)
        var result = hasCode ? group : ""
        var changed = false
        var isBehind = hasCode && !text.dropFirst(group.count).hasPrefix("-")
        for character in hasCode ? text.dropFirst(group.count) : text[...] {
            if character.isNumber { isBehind = true }
            guard isBehind, let figure = figures[character] else {
                result.append(character)
                continue
            }
            result.append(figure)
            changed = true
        }
        return changed ? result : nil
    }

    private static let figures: [Character: Character] = [
        "O": "0", "o": "0", "Q": "0", "l": "1", "I": "1", "i": "1", "|": "1", "Z": "2", "S": "5", "s": "5", "B": "8",
    ]
}

/// The parts of a canonical action reference.
struct ActionParts {
    let group: String
    /// Without leading zeros.
    let meeting: String
    let number: Int

    init?(_ canonical: String) {
        let group = canonical.prefix { $0.isLetter }
        let figures = canonical.dropFirst(group.count).split(separator: "-")
        guard !group.isEmpty, figures.count == 2, let number = Int(figures[1]) else { return nil }
        let parts = figures[0].split(separator: ".")
        guard (1...2).contains(parts.count), let meeting = Int(parts[0]) else { return nil }
        self.group = String(group)
        self.meeting = parts.count == 2 ? "\(meeting).\(parts[1])" : String(meeting)
        self.number = number
    }
}
