import Kernel

/// Reads printed dates: whole cells, and dates inside running text. The day comes first; two-digit years are 20yy.
///
/// Source: governance research, section 4.2, with every form seen in the papers.
public enum DateReader {
    /// The most dates found in one line.
    public static let limit = 64

    /// The longest cell that is read as a date, in UTF-8 bytes.
    static let longestCell = 400

    /// Reads a whole cell; text beside the date is kept as notes, and a date that cannot be relied on has no value.
    public static func read(_ cell: String, in context: DateContext = DateContext()) -> Reading<DateValue> {
        guard cell.utf8.count <= longestCell else {
            return Reading(printed: cell, value: nil, doubts: ["text, not a date"])
        }
        let text = folded(cell)
        if text.isEmpty || text == "-" || text == "–" || text == "—" { return Reading(printed: cell, value: nil) }
        if let word = standIn(text) { return Reading(printed: cell, value: .word(word)) }
        let line = TokenLine(text)
        let reading = read(cell, line: line, context: context)
        // Letters among the figures: a date that is there only without them is named, never taken.
        if let probable = lookAlike(text), let other = read(probable, line: TokenLine(probable), context: context),
            other.value?.day != nil, other.value != reading?.value
        {
            return Reading(printed: cell, value: nil, doubts: ["not a date: \(text), probably \(probable)"])
        }
        if let reading { return reading }
        let lowered = text.lowercased()
        if text.utf8.count <= 60, DateWords.standInOpenings.contains(where: lowered.hasPrefix) {
            return Reading(printed: cell, value: .word(text))
        }
        return Reading(printed: cell, value: nil, doubts: ["not a date: \(shortened(text))"])
    }

    /// The dates in running text, left to right, the longest at each place, none overlapping, at most 64.
    public static func find(in text: String, context: DateContext = DateContext()) -> [FoundDate] {
        let line = TokenLine(text)
        return find(in: line, grammar: DateGrammar(line: line, context: context, running: true))
    }

    /// True when a cell says "No later than", which makes its date a bound and not an event.
    public static func hasNoLaterThan(_ cell: String) -> Bool {
        let line = TokenLine(cell)
        return line.tokens.indices.contains {
            line.isWord($0, "no") && line.isWord($0 + 1, "later") && line.isWord($0 + 2, "than")
        }
    }

    // MARK: - Finding

    static func find(in line: TokenLine, grammar: DateGrammar) -> [FoundDate] {
        var found: [FoundDate] = []
        var index = 0
        while index < line.tokens.count, found.count < limit {
            guard mayBegin(line, index), let match = grammar.match(at: index), isBounded(line, index, match.end) else {
                index += 1
                continue
            }
            if let value = match.value, let first = line[index], let last = line[match.end - 1] {
                let range = first.start..<last.end
                found.append(FoundDate(value: value, printed: line.text(range), range: range, doubts: match.doubts))
            }
            index = max(match.end, index + 1)
        }
        return found
    }

    /// True when nothing glued on the left makes the token part of something longer.
    private static func mayBegin(_ line: TokenLine, _ index: Int) -> Bool {
        guard let token = line[index], token.kind != .mark else { return false }
        guard !token.spaced, let before = line[index - 1] else { return true }
        if before.kind != .mark { return false }
        if before.spaced { return true }
        guard let earlier = line[index - 2], earlier.kind != .mark else { return true }
        return ![Ascii.slash, Ascii.dot, Ascii.hyphen, Ascii.colon, UInt8(ascii: "_")].contains(before.mark)
    }

    /// True when nothing glued on the right makes the match part of something longer.
    private static func isBounded(_ line: TokenLine, _ start: Int, _ end: Int) -> Bool {
        guard let after = line[end], !after.spaced else { return true }
        if after.kind != .mark { return false }
        guard let next = line[end + 1], !next.spaced, next.kind == .number else { return true }
        return ![Ascii.slash, Ascii.hyphen, Ascii.dot].contains(after.mark)
    }

    // MARK: - Whole cells

    private static func standIn(_ text: String) -> String? {
        guard text.utf8.count <= 24 else { return nil }
        let bare = text.trimmingMarks()
        return DateWords.standIns.contains(bare.lowercased()) ? bare : nil
    }

    private static func read(_ cell: String, line: TokenLine, context: DateContext) -> Reading<DateValue>? {
        let grammar = DateGrammar(line: line, context: context, running: false)
        var index = 0
        while index < line.tokens.count {
            if mayBegin(line, index), let match = grammar.match(at: index), isBounded(line, index, match.end) {
                return whole(cell, line, grammar, index, match)
            }
            index += 1
        }
        return nil
    }

    private static func whole(
        _ cell: String, _ line: TokenLine, _ grammar: DateGrammar, _ start: Int, _ match: DateMatch
    ) -> Reading<DateValue> {
        var doubts = match.doubts
        var notes = match.notes
        var value = match.value
        let before = start > 0 ? grammar.printed(0, start).trimmingMarks() : ""
        let after = match.end < line.tokens.count ? grammar.printed(match.end, line.tokens.count) : ""
        let left = before.split(separator: " ")
        if left.count == 1, before.utf8.count <= 2, !["by", "on"].contains(before.lowercased()) {
            doubts.append("stray \(before) before the date")
        } else if !before.isEmpty {
            notes.append(before)
        }
        let rest = after.trimmingMarks()
        if !rest.isEmpty {
            let bracketed = after.utf8.first == Ascii.open || line[match.end]?.mark == Ascii.open
            let others = find(
                in: TokenLine(rest),
                grammar: DateGrammar(line: TokenLine(rest), context: grammar.context, running: true))
            if !bracketed, others.contains(where: { $0.value.day != nil }) {
                value = nil
                doubts.append("more than one date: \(shortened(line.text(0..<line.bytes.count)))")
            }
            notes.append(rest)
        }
        if left.count + rest.split(separator: " ").count > 12 {
            value = nil
            doubts.append("text with a date in it")
        }
        return Reading(printed: cell, value: value, doubts: doubts, notes: notes)
    }

    /// The cell with letters that look like figures made figures, where they stand among figures; nil without any.
    private static func lookAlike(_ text: String) -> String? {
        var bytes = Array(text.utf8)
        var changed = false
        var index = 0
        while index < bytes.count {
            guard Ascii.isAlphanumeric(bytes[index]) || bytes[index] == UInt8(ascii: "|") else {
                index += 1
                continue
            }
            var end = index
            var figures = 0
            var others = 0
            while end < bytes.count, Ascii.isAlphanumeric(bytes[end]) || bytes[end] == UInt8(ascii: "|") {
                if Ascii.isDigit(bytes[end]) { figures += 1 } else if figure(bytes[end]) == nil { others += 1 }
                end += 1
            }
            let marks = [Ascii.slash, Ascii.hyphen, Ascii.dot]
            let beside =
                (index > 0 && marks.contains(bytes[index - 1])) || (end < bytes.count && marks.contains(bytes[end]))
            if others == 0, end - index <= 4, figures > 0 || (beside && end - index <= 2) {
                for place in index..<end {
                    guard let figure = figure(bytes[place]), !Ascii.isDigit(bytes[place]) else { continue }
                    bytes[place] = figure
                    changed = true
                }
            }
            index = end
        }
        return changed ? String(decoding: bytes, as: UTF8.self) : nil
    }

    private static func figure(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "O"), UInt8(ascii: "o"), UInt8(ascii: "Q"): UInt8(ascii: "0")
        case UInt8(ascii: "l"), UInt8(ascii: "I"), UInt8(ascii: "i"), UInt8(ascii: "|"): UInt8(ascii: "1")
        case UInt8(ascii: "Z"), UInt8(ascii: "z"): UInt8(ascii: "2")
        case UInt8(ascii: "S"), UInt8(ascii: "s"): UInt8(ascii: "5")
        case UInt8(ascii: "B"): UInt8(ascii: "8")
        default: Ascii.isDigit(byte) ? byte : nil
        }
    }
}

extension String {
    /// The text without brackets, stops, colons, asterisks and spaces at its ends.
    func trimmingMarks() -> String {
        func isLoose(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x20, 0x28, 0x29, 0x5B, 0x5D, 0x3A, 0x3B, 0x2C, 0x2E, 0x2A: true
            default: false
            }
        }
        var view = self[...]
        while let first = view.utf8.first, isLoose(first) { view = view[view.utf8.index(after: view.startIndex)...] }
        while let last = view.utf8.last, isLoose(last) { view = view[..<view.utf8.index(before: view.endIndex)] }
        return String(view)
    }
}
