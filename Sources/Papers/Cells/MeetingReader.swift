/// A group's numbered meeting.
public struct MeetingNumber: Hashable, Comparable, Sendable {
    /// The group's code, such as "TMAG"; nil for a bare "#22".
    public let group: String?

    /// The meeting's number.
    public let number: Int

    /// The decimal part of an extraordinary meeting's number, the 1 of "10.1".
    public let decimal: Int?

    /// The text as printed.
    public let printed: String

    /// Makes a number from its parts.
    public init(group: String?, number: Int, decimal: Int? = nil, printed: String = "") {
        self.group = group
        self.number = number
        self.decimal = decimal
        self.printed = printed
    }

    /// The number without leading zeros: "8", "10.1".
    public var canonical: String { decimal.map { "\(number).\($0)" } ?? "\(number)" }

    public static func == (left: MeetingNumber, right: MeetingNumber) -> Bool {
        left.group == right.group && left.number == right.number && left.decimal == right.decimal
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(group)
        hasher.combine(number)
        hasher.combine(decimal)
    }

    public static func < (left: MeetingNumber, right: MeetingNumber) -> Bool {
        (left.group ?? "", left.number, left.decimal ?? -1) < (right.group ?? "", right.number, right.decimal ?? -1)
    }
}

/// Reads meeting numbers: "TMAG 008", "TMAG004", "#22", "DAG 10.1".
///
/// Range: numbers of one to three figures. Source: governance research, section 3.
public enum MeetingReader {
    /// Reads a whole cell.
    public static func read(_ cell: String) -> Reading<MeetingNumber> {
        let line = TokenLine(bytes: Array(cell.utf8.prefix(DateReader.longestCell)))
        if let found = meeting(line, 0, anyGroup: true), line.tokens[found.end...].allSatisfy({ $0.kind == .mark }) {
            return Reading(printed: cell, value: found.value)
        }
        if let found = find(in: cell).first { return Reading(printed: cell, value: found.value, notes: [folded(cell)]) }
        let text = folded(cell)
        return Reading(printed: cell, value: nil, doubts: text.isEmpty ? [] : ["not a meeting: \(shortened(text))"])
    }

    /// The meetings in a line, left to right, each with its place in UTF-8 bytes.
    public static func find(in text: String) -> [(value: MeetingNumber, range: Range<Int>)] {
        let line = TokenLine(text)
        var found: [(value: MeetingNumber, range: Range<Int>)] = []
        var index = 0
        while index < line.tokens.count {
            guard line.tokens[index].kind == .word, let match = meeting(line, index, anyGroup: false) else {
                index += 1
                continue
            }
            found.append((match.value, line.tokens[index].start..<line.tokens[match.end - 1].end))
            index = match.end
        }
        return found
    }

    private static func meeting(_ line: TokenLine, _ index: Int, anyGroup: Bool) -> (value: MeetingNumber, end: Int)? {
        var next = index
        var group: String?
        if let token = line[index], token.kind == .word {
            let code = line.bytes[token.start..<token.end]
            guard (2...6).contains(code.count), code.allSatisfy(Ascii.isUpper),
                anyGroup || code.last == UInt8(ascii: "G")
            else { return nil }
            if !token.spaced, let before = line[index - 1], before.kind != .mark || before.mark == Ascii.hyphen {
                return nil
            }
            group = line.text(token)
            next += 1
        }
        if anyGroup, line.isWord(next, "meeting") { next += 1 }
        if line.isMark(next, Ascii.hash) {
            next += 1
        } else if group == nil, !anyGroup {
            return nil
        }
        guard let number = line[next], number.kind == .number, number.length <= 3 else { return nil }
        var end = next + 1
        var decimal: Int?
        if line.isMark(end, Ascii.dot), let part = line[end + 1], part.kind == .number, part.length <= 2, !part.spaced {
            decimal = part.value
            end += 2
        }
        if let after = line[end], !after.spaced {
            let glued = line[end + 1].map { !$0.spaced && $0.kind != .mark } ?? false
            if after.kind != .mark
                || (glued && [Ascii.hyphen, Ascii.slash, Ascii.dot, Ascii.colon].contains(after.mark))
            {
                return nil
            }
        }
        // "TMAG 20 July 2022" is the group's meeting of a day, not its twentieth meeting.
        let ordinal = ["st", "nd", "rd", "th"].contains(line.lowered(end)) ? end + 1 : end
        if DateWords.month(line, ordinal) != nil || ordinal > end { return nil }
        let first = line.tokens[index].start
        let printed = line.text(first..<line.tokens[end - 1].end)
        return (MeetingNumber(group: group, number: number.value, decimal: decimal, printed: printed), end)
    }
}
