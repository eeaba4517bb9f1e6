/// Cuts numbered lines into blocks at blank lines and where lines with tabs, lists and running text meet.
///
/// Page breaks leave only a blank line, so a blank line does not end a table: the run goes on where the next line has
/// tabs too and about as many cells (hazard H04). Whatever joins rows needs a table's form and is done by its reader.
public enum BlockFinder {
    public static func blocks(of lines: [SourceLine]) -> [Block] {
        var blocks: [Block] = []
        var index = 0
        while index < lines.count {
            let line = lines[index]
            if line.isBlank {
                index += 1
            } else if line.isTabbed {
                index = appendTable(from: index, lines, &blocks)
            } else if Marker(line.text) != nil {
                index = appendList(from: index, lines, &blocks)
            } else {
                index = appendText(from: index, lines, &blocks)
            }
        }
        return blocks
    }

    /// The lines without a page's furniture, and without the blank lines that set it off.
    ///
    /// Where a blank line stood on either side one is left: a page's end must neither cut a table nor join paragraphs.
    static func joined(_ lines: [SourceLine], over furniture: Set<Int>) -> [SourceLine] {
        guard !furniture.isEmpty else { return lines }
        var result: [SourceLine] = []
        var isBehind = false
        for line in lines {
            if furniture.contains(line.number) {
                isBehind = true
            } else if line.isBlank {
                // Behind furniture a single blank line is enough.
                if !isBehind || !(result.last?.isBlank ?? true) { result.append(line) }
            } else {
                isBehind = false
                result.append(line)
            }
        }
        return result
    }

    private static func appendTable(from start: Int, _ lines: [SourceLine], _ blocks: inout [Block]) -> Int {
        var rows: [Row] = []
        var index = start
        while index < lines.count {
            let line = lines[index]
            if line.isTabbed && !line.isBlank {
                let cells = line.cells.enumerated().map { Cell($0.element, line: line.number, column: $0.offset) }
                rows.append(Row(cells: cells, lines: [line.number]))
                index += 1
                continue
            }
            // A blank line inside a table: look for its continuation below.
            guard line.isBlank else { break }
            var next = index
            while next < lines.count && lines[next].isBlank && next - index < 3 { next += 1 }
            guard next < lines.count, lines[next].isTabbed, !lines[next].isBlank,
                continues(lines[next], rows), !beginsAnother(lines[next], rows)
            else { break }
            index = next
        }
        blocks.append(.table(RawTable(rows: rows)))
        return index
    }

    /// Whether a line after a blank one carries on the table above: as many cells as one of its last rows.
    private static func continues(_ line: SourceLine, _ rows: [Row]) -> Bool {
        rows.suffix(3).contains { $0.cells.count == line.cells.count }
    }

    /// Whether a line after a blank one is the head of another form of table than the rows above have.
    private static func beginsAnother(_ line: SourceLine, _ rows: [Row]) -> Bool {
        let cells = line.cells.enumerated().map { Cell($0.element, line: line.number, column: $0.offset) }
        guard let name = KnownForms.name(of: Row(cells: cells, lines: [line.number])) else { return false }
        return rows.prefix(3).lazy.compactMap { KnownForms.name(of: $0) }.first != name
    }

    private static func appendList(from start: Int, _ lines: [SourceLine], _ blocks: inout [Block]) -> Int {
        var items: [ListItem] = []
        var index = start
        while index < lines.count {
            let line = lines[index]
            guard !line.isBlank, !line.isTabbed else { break }
            if let marker = Marker(line.text) {
                items.append(
                    ListItem(marker: marker.text, indent: marker.indent, text: marker.rest, lines: [line.number]))
            } else if items.isEmpty {
                break
            } else {
                items[items.count - 1].text += " " + line.text.trimmed
                items[items.count - 1].lines.append(line.number)
            }
            index += 1
        }
        blocks.append(.list(items))
        return index
    }

    private static func appendText(from start: Int, _ lines: [SourceLine], _ blocks: inout [Block]) -> Int {
        var block = TextBlock(parts: [], lines: [])
        var index = start
        while index < lines.count {
            let line = lines[index]
            guard !line.isBlank, !line.isTabbed, block.parts.isEmpty || Marker(line.text) == nil else { break }
            block.parts.append(line.text.trimmed)
            block.lines.append(line.number)
            index += 1
        }
        blocks.append(.text(block))
        return index
    }
}

/// A list marker at the head of a line: a dash, a bullet, a number or a letter with a full stop, or a dash with either.
public struct Marker: Sendable, Hashable {
    public let text: String
    public let indent: Int
    public let rest: String

    public init?(_ line: String) {
        var rest = line[...]
        let indent = rest.prefix { $0 == " " || $0 == "\u{A0}" }.count
        rest = rest.dropFirst(indent)
        var marker = ""
        if let first = rest.first, "-•–*▪●◦·".contains(first), first != "*" || !rest.hasPrefix("**") {
            let after = rest.dropFirst()
            guard after.first?.isWhitespace ?? false else { return nil }
            if first == "*" && indent == 0 && after.first == nil { return nil }
            marker.append(first)
            rest = after.drop { $0.isWhitespace }
        }
        if let number = Self.number(rest) {
            marker += marker.isEmpty ? number : " " + number
            rest = rest.dropFirst(number.count).drop { $0.isWhitespace }
        }
        guard !marker.isEmpty, !rest.isEmpty else { return nil }
        self.text = marker
        self.indent = indent
        self.rest = rest.trimmed
    }

    /// `1.`, `12)`, `a)`, `A.` before a space.
    private static func number(_ text: Substring) -> String? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let head = digits.isEmpty ? text.prefix { $0.isASCII && $0.isLetter } : digits
        guard !head.isEmpty, head.count <= 2, digits.isEmpty ? head.count == 1 : true else { return nil }
        let after = text.dropFirst(head.count)
        guard let stop = after.first, stop == "." || stop == ")", after.dropFirst().first?.isWhitespace ?? false
        else { return nil }
        return String(head) + String(stop)
    }
}
