/// A cell of a table: text of one or several printed pieces.
public struct Cell: Sendable, Hashable {
    /// The text to read; pieces that a repair joined are separated by a space.
    public var text: String { didSet { headKey = TableForm.headKey(text) } }
    /// The text as a table's head is compared by; empty where it is too long for a head.
    private(set) var headKey: String
    public let line: Int
    /// Tab position in the printed line, from 0.
    public let column: Int
    /// What a repair did and was unsure of.
    public var doubts: [String] = []

    public init(_ text: String, line: Int, column: Int, doubts: [String] = []) {
        self.text = text
        self.headKey = TableForm.headKey(text)
        self.line = line
        self.column = column
        self.doubts = doubts
    }

    /// The text without white space at its ends.
    public var trimmed: String { text.trimmed }

    public var isEmpty: Bool { text.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } }
}

/// A row of a table; after repair it may hold the text of several printed lines.
public struct Row: Sendable, Hashable {
    public var cells: [Cell]
    /// Physical lines, ascending.
    public var lines: [Int]

    public init(cells: [Cell], lines: [Int]) {
        self.cells = cells
        self.lines = lines
    }

    /// The cell at a tab position; an empty one where the row is shorter.
    public subscript(column: Int) -> Cell {
        column < cells.count ? cells[column] : Cell("", line: lines.first ?? 0, column: column)
    }

    public var isEmpty: Bool { cells.allSatisfy(\.isEmpty) }

    /// Texts of the cells that are not empty.
    public var texts: [String] { cells.filter { !$0.isEmpty }.map(\.trimmed) }
}

/// A run of tabbed lines, as printed: nothing repaired, the head among the rows.
public struct RawTable: Sendable, Hashable {
    public var rows: [Row]

    public var lines: [Int] { rows.flatMap(\.lines) }
    public var width: Int { rows.map(\.cells.count).max() ?? 0 }
}

/// An item of a list.
public struct ListItem: Sendable, Hashable {
    /// The marker as printed: `-`, `•`, `1.`, `- A.`.
    public let marker: String
    /// Leading spaces of the line: deeper items have more.
    public let indent: Int
    /// The text behind the marker, with continuation lines joined.
    public var text: String
    public var lines: [Int]
}

/// A part of a paper between blank lines.
public enum Block: Sendable, Hashable {
    /// Lines with tabs.
    case table(RawTable)
    /// Lines with bullets or numbers.
    case list([ListItem])
    /// Lines of running text, a heading, or a label.
    case text(TextBlock)

    public var lines: [Int] {
        switch self {
        case .table(let table): table.lines
        case .list(let items): items.flatMap(\.lines)
        case .text(let block): block.lines
        }
    }

    public var text: TextBlock? {
        if case .text(let block) = self { block } else { nil }
    }

    public var table: RawTable? {
        if case .table(let table) = self { table } else { nil }
    }

    public var list: [ListItem]? {
        if case .list(let items) = self { items } else { nil }
    }
}

/// Lines without tabs or markers that stand together.
public struct TextBlock: Sendable, Hashable {
    /// Each line's text, white space at the ends removed.
    public var parts: [String]
    public var lines: [Int]

    /// The lines joined by a space.
    public var joined: String { parts.joined(separator: " ") }

    /// Whether the block could be a heading: short, one or two lines, no full stop at the end.
    public var looksLikeHeading: Bool {
        guard parts.count <= 2, let last = parts.last, let first = parts.first?.first else { return false }
        let text = joined
        guard text.utf8.count <= 140, first.isUppercase || first.isNumber || first == "*" || first == "#" else {
            return false
        }
        return !(last.hasSuffix(".") || last.hasSuffix(";") || last.hasSuffix(","))
    }
}
