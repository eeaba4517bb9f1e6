/// Finds identifiers in text and gives each its canonical form.
///
/// Source: governance research, section 3. Identifiers are whole tokens, except that a next word may be glued to a
/// deliverable or a milestone.
public enum ReferenceReader {
    /// The identifiers in a line, left to right, none overlapping.
    public static func find(in line: String) -> [FoundIdentifier] {
        var scanner = ReferenceScanner(bytes: Array(line.utf8))
        return scanner.all()
    }

    /// Reads a cell that should hold one action reference; the value is canonical.
    public static func action(_ cell: String) -> Reading<String> { one(.action, cell) }

    /// Reads a cell that should hold one milestone reference; the value is canonical.
    public static func milestone(_ cell: String) -> Reading<String> { one(.milestone, cell) }

    /// Reads a cell that should hold one decision reference; the value is canonical.
    public static func decision(_ cell: String) -> Reading<String> { one(.decision, cell) }

    /// Reads a cell that should hold one identifier of a kind; the value is canonical.
    public static func one(_ kind: IdentifierKind, _ cell: String) -> Reading<String> {
        let found = find(in: cell).filter { $0.kind == kind }
        let name = kind.rawValue.replacing("_", by: " ")
        guard let first = found.first else {
            let text = folded(cell)
            return Reading(printed: cell, value: nil, doubts: text.isEmpty ? [] : ["not a \(name): \(shortened(text))"])
        }
        if found.contains(where: { $0.canonical != first.canonical }) {
            let all = found.map(\.canonical).joined(separator: ", ")
            return Reading(printed: cell, value: nil, doubts: ["more than one \(name): \(shortened(all))"])
        }
        let bytes = Array(cell.utf8)
        let before = String(decoding: bytes[..<first.range.lowerBound], as: UTF8.self).trimmingMarks()
        let after = String(decoding: bytes[first.range.upperBound...], as: UTF8.self).trimmingMarks()
        return Reading(
            printed: cell, value: first.canonical, doubts: first.doubts,
            notes: [folded(before), folded(after)].filter { !$0.isEmpty })
    }
}

extension String {
    fileprivate func replacing(_ character: Character, by other: Character) -> String {
        String(map { $0 == character ? other : $0 })
    }
}

/// One pass over a line's bytes; every attempt looks at a bounded number of them.
struct ReferenceScanner {
    let bytes: [UInt8]
    private var found: [FoundIdentifier] = []

    init(bytes: [UInt8]) { self.bytes = bytes }

    private struct Match {
        var kind: IdentifierKind
        var canonical: String
        var end: Int
        var doubts: [String] = []
    }

    mutating func all() -> [FoundIdentifier] {
        var index = 0
        var lastEnd = -1
        while index < bytes.count {
            guard Ascii.isLetter(bytes[index]), isBoundary(index, lastEnd) else {
                index += 1
                continue
            }
            guard let match = match(at: index) else {
                while index < bytes.count, Ascii.isLetter(bytes[index]) { index += 1 }
                continue
            }
            let range = index..<match.end
            found.append(
                FoundIdentifier(
                    kind: match.kind, printed: String(decoding: bytes[range], as: UTF8.self),
                    canonical: match.canonical, range: range, doubts: match.doubts))
            index = match.end
            lastEnd = match.end
        }
        return found
    }

    // MARK: - Bytes

    private func byte(_ index: Int) -> UInt8 { index < bytes.count && index >= 0 ? bytes[index] : 0 }

    private func isBoundary(_ index: Int, _ lastEnd: Int) -> Bool {
        let before = byte(index - 1)
        if Ascii.isAlphanumeric(before) || before == UInt8(ascii: "_") { return false }
        guard before == Ascii.hyphen, index - 1 != lastEnd else { return true }
        let earlier = byte(index - 2)
        return !(Ascii.isUpper(earlier) || Ascii.isDigit(earlier))
    }

    /// True when no letter, figure or decimal part follows.
    private func isEnd(_ index: Int) -> Bool {
        let next = byte(index)
        if Ascii.isAlphanumeric(next) || next == UInt8(ascii: "_") { return false }
        return !(next == Ascii.dot && Ascii.isDigit(byte(index + 1)))
    }

    private func skipSpaces(_ index: Int, most: Int = 2) -> Int {
        var end = index
        while end < index + most * 2, end < bytes.count {
            let blank = TokenLine.blankLength(bytes, end)
            if blank == 0 { break }
            end += blank
        }
        return end
    }

    /// Past a dash of any kind.
    private func dash(_ index: Int) -> Int? {
        if byte(index) == Ascii.hyphen { return index + 1 }
        guard index < bytes.count, let length = TokenLine.dashLength(bytes, index) else { return nil }
        return index + length
    }

    /// Past a dash of any kind with spaces about it.
    private func looseDash(_ index: Int) -> Int? { dash(skipSpaces(index)).map { skipSpaces($0) } }

    private func digits(_ index: Int, most: Int = 9) -> (text: String, value: Int, count: Int) {
        var end = index
        var value = 0
        while end < bytes.count, end - index < most, Ascii.isDigit(bytes[end]) {
            value = value * 10 + Int(bytes[end] - 48)
            end += 1
        }
        return (
            String(decoding: bytes[min(index, bytes.count)..<max(end, min(index, bytes.count))], as: UTF8.self), value,
            end - index
        )
    }

    private func capitals(_ index: Int, most: Int = 12) -> String {
        var end = index
        while end < bytes.count, end - index < most, Ascii.isUpper(bytes[end]) { end += 1 }
        return String(decoding: bytes[index..<end], as: UTF8.self)
    }

    private func has(_ word: StaticString, at index: Int) -> Bool {
        guard index + word.utf8CodeUnitCount <= bytes.count else { return false }
        return word.withUTF8Buffer { letters in
            for offset in 0..<letters.count where Ascii.lowered(bytes[index + offset]) != letters[offset] {
                return false
            }
            return true
        }
    }

    // MARK: - Forms

    private func match(at index: Int) -> Match? {
        if let phrase = phrase(at: index) { return phrase }
        guard Ascii.isUpper(bytes[index]) else { return nil }
        let letters = capitals(index)
        let after = index + letters.utf8.count
        if letters == "T", let milestone = milestone(index) { return milestone }
        if let deliverable = deliverable(letters, index, after) { return deliverable }
        if let artefact = artefact(letters, after) { return artefact }
        if let short = short(letters, after) { return short }
        guard (2...6).contains(letters.utf8.count), !Self.calendarWords.contains(letters) else { return nil }
        return decision(letters, after) ?? action(letters, after)
    }

    private static let calendarWords: Set<String> = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUNE", "JUL", "JULY", "AUG", "AUGUST", "SEP", "SEPT", "OCT", "NOV",
        "DEC", "MARCH", "APRIL", "MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN",
    ]

    /// `T3-TE-0069`, and its misprints `T3–TE-0069`, `T3 -TE-0069`, `T3-TE-O069`.
    private func milestone(_ index: Int) -> Match? {
        let tier = byte(index + 1)
        guard tier >= 49, tier <= 51, let section = looseDash(index + 2) else { return nil }
        guard let letters = sectionLetters(section), let start = looseDash(section + 2) else { return nil }
        var figures: [UInt8] = []
        var sure = 0
        for place in start..<(start + 4) {
            switch byte(place) {
            case 48...57:
                figures.append(byte(place))
                sure += 1
            case UInt8(ascii: "O"), UInt8(ascii: "o"): figures.append(48)
            case UInt8(ascii: "I"), UInt8(ascii: "l"): figures.append(49)
            default: return nil
            }
        }
        let end = start + 4
        guard sure >= 2, !Ascii.isDigit(byte(end)), !Ascii.isLower(byte(end)) else { return nil }
        let number = String(decoding: figures, as: UTF8.self)
        let canonical = "T\(tier - 48)-\(letters)-\(number)"
        let printed = String(decoding: bytes[index..<end], as: UTF8.self)
        var doubts = printed == canonical ? [] : ["\(printed) read as \(canonical)"]
        if Ascii.isUpper(byte(end)) { doubts.append("glued to the next word") }
        return Match(kind: .milestone, canonical: canonical, end: end, doubts: doubts)
    }

    /// Two capitals; a figure that a letter is read as counts for it beside a sure one, as in `M1` for `MI`.
    private func sectionLetters(_ index: Int) -> String? {
        let likes: [UInt8: UInt8] = [48: 79, 49: 73, 53: 83, 56: 66]
        let pair = [byte(index), byte(index + 1)]
        guard pair.contains(where: Ascii.isUpper), !Ascii.isAlphanumeric(byte(index + 2)) else { return nil }
        let letters = pair.compactMap { Ascii.isUpper($0) ? $0 : likes[$0] }
        return letters.count == 2 ? String(decoding: letters, as: UTF8.self) : nil
    }

    /// `MHHS-DEL1507`, `DEL2428`, `MHHHS-DEL1590`.
    private func deliverable(_ letters: String, _ index: Int, _ after: Int) -> Match? {
        var start = after
        var doubts: [String] = []
        if letters.hasPrefix("MH"), letters.hasSuffix("HS"), letters.utf8.count <= 6 {
            guard let next = looseDash(after), has("del", at: next), Ascii.isUpper(byte(next)) else { return nil }
            if letters != "MHHS" { doubts.append("\(letters) read as MHHS") }
            start = next + 3
        } else if letters != "DEL" {
            return nil
        }
        start = looseDash(start) ?? skipSpaces(start, most: 1)
        let number = digits(start, most: 5)
        guard number.count == 4 else { return nil }
        let end = start + 4
        let glued = Ascii.isUpper(byte(end)) && Ascii.isUpper(byte(end + 1))
        guard glued || isEnd(end) else { return nil }
        if glued { doubts.append("glued to the next word") }
        return Match(kind: .deliverable, canonical: "MHHS-DEL\(number.text)", end: end, doubts: doubts)
    }

    /// `DES-196`, `DES138`, `BP021`, `METH003`.
    private func artefact(_ letters: String, _ after: Int) -> Match? {
        guard ["DES", "BP", "METH"].contains(letters) else { return nil }
        let start = dash(after) ?? after
        let number = digits(start, most: 4)
        guard number.count == 3, isEnd(start + 3) else { return nil }
        let canonical = letters == "DES" ? "DES-\(number.text)" : letters + number.text
        return Match(kind: .designArtefact, canonical: canonical, end: start + 3)
    }

    /// The short forms: letters, then figures with nothing between.
    private func short(_ letters: String, _ after: Int) -> Match? {
        var start = after
        if ["CR", "DCP", "RA", "CP"].contains(letters), !Ascii.isDigit(byte(start)) {
            let gap = byte(start) == Ascii.hyphen ? start + 1 : skipSpaces(start, most: 1)
            guard gap == start + 1, letters != "RA", Ascii.isDigit(byte(gap)) else { return nil }
            start = gap
        }
        let number = digits(start, most: 5)
        guard number.count > 0, isEnd(start + number.count) else { return nil }
        let end = start + number.count
        func made(_ kind: IdentifierKind, _ canonical: String? = nil) -> Match {
            Match(kind: kind, canonical: canonical ?? letters + number.text, end: end)
        }
        let register = number.count == 4 && number.text.hasPrefix("0")
        switch (letters, number.count) {
        case ("M", 1...2): return (1...16).contains(number.value) ? made(.level1Milestone, "M\(number.value)") : nil
        case ("R", 3): return made(.risk)
        case ("R", 4): return register ? made(.recChange) : nil
        case ("D", 3): return made(.dependency)
        case ("D", 4): return register ? made(.dataFlow) : nil
        case ("I", 3): return made(.issue)
        case ("A", 3): return made(.assumption)
        case ("P", 1): return number.value > 0 ? made(.assurancePeriod) : nil
        case ("P", 3): return made(.codeModification)
        case ("CP", 4): return made(.codeModification)
        case ("CR", 3): return made(.changeRequest)
        case ("DCP", 3): return made(.dcusaChange)
        case ("RA", 1...2): return number.value > 0 ? made(.readinessAssessment, "RA\(number.value)") : nil
        default: return nil
        }
    }

    /// `TMAG-DEC11`, `TMAG- DEC07`, `TMAG-DEC-11`.
    private func decision(_ group: String, _ after: Int) -> Match? {
        guard let word = looseDash(after), capitals(word, most: 4) == "DEC" else { return nil }
        let start = looseDash(word + 3) ?? skipSpaces(word + 3, most: 1)
        let number = digits(start, most: 4)
        guard (1...3).contains(number.count), isEnd(start + number.count) else { return nil }
        let padded = number.count == 1 ? "0" + number.text : number.text
        return Match(kind: .decision, canonical: "\(group)-DEC\(padded)", end: start + number.count)
    }

    /// `TMAG08-01`, and with a space `TMAG 06-01`, which only a group's code (its last letter G) may have.
    private func action(_ group: String, _ after: Int) -> Match? {
        let start = skipSpaces(after, most: 1)
        guard start == after || group.hasSuffix("G") else { return nil }
        let meeting = digits(start, most: 3)
        guard meeting.count == 2 else { return nil }
        // Extraordinary meetings are numbered with a decimal part: `MCAG10.1-01`.
        var part = ""
        var after = start + 2
        if byte(after) == Ascii.dot, Ascii.isDigit(byte(after + 1)), !Ascii.isDigit(byte(after + 2)) {
            part = "." + digits(after + 1, most: 1).text
            after += 2
        }
        guard let second = dash(after) ?? looseDash(after) else { return nil }
        let number = digits(second, most: 4)
        guard number.count == 2, isEnd(second + 2) else { return nil }
        if byte(second + 2) == Ascii.hyphen, Ascii.isAlphanumeric(byte(second + 3)) { return nil }
        let plain = byte(after) == Ascii.hyphen && second == after + 1
        let canonical = "\(group)\(meeting.text)\(part)-\(number.text)"
        return Match(
            kind: .action, canonical: canonical, end: second + 2,
            doubts: plain ? [] : ["dash printed otherwise in \(canonical)"])
    }

    // MARK: - Words

    private static let numerals = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]

    /// "Readiness Assessment Three", "Test Assurance Period 2", "change proposal 1558".
    private func phrase(at index: Int) -> Match? {
        if has("readiness", at: index) {
            return words(index + 9, "assessment").flatMap(ordinal).map {
                Match(kind: .readinessAssessment, canonical: "RA\($0.0)", end: $0.1)
            }
        }
        if has("test", at: index) || has("assurance", at: index) {
            let start = has("test", at: index) ? skipSpaces(index + 4) : index
            guard has("assurance", at: start) else { return nil }
            return words(start + 9, "period").flatMap(ordinal).map {
                Match(kind: .assurancePeriod, canonical: "P\($0.0)", end: $0.1)
            }
        }
        guard has("change", at: index), let after = words(index + 6, "proposal") else { return nil }
        let start = skipSpaces(after)
        let number = digits(start, most: 5)
        guard number.count == 4, isEnd(start + 4) else { return nil }
        return Match(kind: .codeModification, canonical: "CP\(number.text)", end: start + 4)
    }

    /// Past the next word when it is the one named.
    private func words(_ index: Int, _ word: StaticString) -> Int? {
        let start = skipSpaces(index)
        return start > index && has(word, at: start) ? start + word.utf8CodeUnitCount : nil
    }

    private func ordinal(_ index: Int) -> (Int, Int)? {
        let start = skipSpaces(index)
        guard start > index else { return nil }
        let number = digits(start, most: 3)
        if (1...2).contains(number.count), number.value > 0, isEnd(start + number.count) {
            return (number.value, start + number.count)
        }
        var end = start
        while end < bytes.count, end - start < 6, Ascii.isLetter(bytes[end]) { end += 1 }
        let word = String(decoding: bytes[min(start, end)..<end].map(Ascii.lowered), as: UTF8.self)
        return Self.numerals.firstIndex(of: word).map { ($0 + 1, end) }
    }
}
