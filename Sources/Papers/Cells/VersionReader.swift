/// A document version found in text.
public struct FoundVersion: Hashable, Sendable {
    /// The version's figures, such as "2.4".
    public let canonical: String

    /// The text as printed, its "v" or "version" included.
    public let printed: String

    /// Where it stands, in UTF-8 bytes from the start of the line.
    public let range: Range<Int>
}

/// Reads document versions: "v2.4", "version 0.4", "5.2.1".
///
/// Range: one to three parts of at most three figures; in running text at least two parts, and three without a "v".
/// Source: governance research, section 3.
public enum VersionReader {
    /// Reads a whole cell; the value is the figures alone, "2.4" for "v2.4".
    public static func read(_ cell: String) -> Reading<String> {
        let line = TokenLine(bytes: Array(cell.utf8.prefix(DateReader.longestCell)))
        let first = prefixEnd(line, 0)
        if let (text, end) = figures(line, first), line.tokens[end...].allSatisfy({ $0.kind == .mark }),
            first > 0 || line.tokens.count > 1
        {
            return Reading(printed: cell, value: text)
        }
        if let found = find(in: cell).first {
            return Reading(printed: cell, value: found.canonical, notes: [folded(cell)])
        }
        let text = folded(cell)
        return Reading(printed: cell, value: nil, doubts: text.isEmpty ? [] : ["not a version: \(shortened(text))"])
    }

    /// The versions in a line, left to right.
    ///
    /// Three bare figures at the start of a line number a clause.
    public static func find(in text: String) -> [FoundVersion] {
        let line = TokenLine(text)
        var found: [FoundVersion] = []
        var index = 0
        while index < line.tokens.count {
            let token = line.tokens[index]
            let glued = !token.spaced && index > 0 && line.tokens[index - 1].mark != Ascii.open
            let start = prefixEnd(line, index)
            guard !glued, let (value, end) = figures(line, start) else {
                index += 1
                continue
            }
            let parts = (end - start + 1) / 2
            let enough = start > index ? parts >= 2 : parts == 3 && index > 0 && !isClause(line, index - 1)
            let range = token.start..<line.tokens[end - 1].end
            if enough, isBounded(line, end) {
                found.append(FoundVersion(canonical: value, printed: line.text(range), range: range))
            }
            index = end
        }
        return found
    }

    /// Past "v", "version" and a full stop after it; the same place where neither stands.
    private static func prefixEnd(_ line: TokenLine, _ index: Int) -> Int {
        guard line.isWord(index, "v") || line.isWord(index, "version") || line.isWord(index, "ver") else {
            return index
        }
        return line.isMark(index + 1, Ascii.dot) ? index + 2 : index + 1
    }

    private static func figures(_ line: TokenLine, _ index: Int) -> (String, Int)? {
        guard let first = line[index], first.kind == .number, first.length <= 3 else { return nil }
        var text = "\(first.value)"
        var next = index + 1
        var parts = 1
        while parts < 3, let dot = line[next], dot.mark == Ascii.dot, !dot.spaced, let part = line[next + 1],
            part.kind == .number, !part.spaced
        {
            guard part.length <= 3 else { return nil }
            text += ".\(line.text(part))"
            next += 2
            parts += 1
        }
        return (text, next)
    }

    private static func isBounded(_ line: TokenLine, _ end: Int) -> Bool {
        guard let after = line[end], !after.spaced else { return true }
        if after.kind != .mark { return false }
        guard let next = line[end + 1], !next.spaced, next.kind == .number else { return true }
        return ![Ascii.dot, Ascii.slash, Ascii.colon, UInt8(ascii: ",")].contains(after.mark)
    }

    private static func isClause(_ line: TokenLine, _ index: Int) -> Bool {
        ["section", "sections", "clause", "item", "items", "paragraph", "para", "appendix", "page"]
            .contains(line.lowered(index))
    }
}
