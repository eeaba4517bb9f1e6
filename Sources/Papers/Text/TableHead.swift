/// A column of a form of table: the field it feeds and the heads it is printed under.
public struct ColumnForm: Sendable {
    public let field: String
    /// Lower-case heads without spaces and punctuation, as `TableForm.fold` makes them.
    public let heads: [String]
    public let isRequired: Bool

    public init(_ field: String, _ heads: String..., required: Bool = true) {
        self.field = field
        self.heads = heads.map(TableForm.fold)
        self.isRequired = required
    }
}

/// A form of table that papers print, known by its column heads in any order.
public struct TableForm: Sendable {
    public let name: String
    public let columns: [ColumnForm]

    public init(_ name: String, _ columns: [ColumnForm]) {
        self.name = name
        self.columns = columns
    }

    /// The columns' places where the row is this form's head: every required head is there, none twice.
    ///
    /// Heads match by letters and digits alone, case folded; one wrong, missing or additional letter in a head of six
    /// or more is forgiven, because heads are read from pictures too.
    public func head(in row: Row) -> TableHead? {
        var places: [String: Int] = [:]
        for (index, cell) in row.cells.enumerated() where !cell.isEmpty && cell.text.utf8.count <= Self.headBytesMax {
            let text = cell.headKey
            guard let column = columns.first(where: { $0.heads.contains { Self.matches(text, $0) } }),
                places[column.field] == nil
            else { continue }
            places[column.field] = index
        }
        guard columns.allSatisfy({ !$0.isRequired || places[$0.field] != nil }) else { return nil }
        return TableHead(places: places, width: row.cells.count, lines: row.lines)
    }

    /// Letters and digits alone, in lower case.
    public static func fold(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x61...0x7A: bytes.append(byte)
            case 0x41...0x5A: bytes.append(byte + 32)
            // A letter beyond ASCII may have a lower case within it (the Kelvin sign): let the library tell.
            case 0x80...:
                let lowered = text.lowercased().utf8.filter { ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) }
                return String(decoding: lowered, as: UTF8.self)
            default: break
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Bytes of a cell that may be a head; the longest head seen has 66.
    static let headBytesMax = 140

    /// The folded text of a cell that may be a head, empty for a longer one.
    static func headKey(_ text: String) -> String { text.utf8.count <= headBytesMax ? fold(text) : "" }

    static func matches(_ text: String, _ head: String) -> Bool {
        if text == head { return true }
        guard head.utf8.count >= 6, abs(text.utf8.count - head.utf8.count) <= 1 else { return false }
        return differByOne(Array(text.utf8), Array(head.utf8))
    }

    /// Whether one replacement, insertion or removal makes the two equal.
    static func differByOne(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        var start = 0
        while start < min(left.count, right.count) && left[start] == right[start] { start += 1 }
        var endLeft = left.count
        var endRight = right.count
        while endLeft > start && endRight > start && left[endLeft - 1] == right[endRight - 1] {
            endLeft -= 1
            endRight -= 1
        }
        return endLeft - start <= 1 && endRight - start <= 1
    }
}

/// Where a table's columns stand.
public struct TableHead: Sendable {
    /// Field to tab position.
    public let places: [String: Int]
    public let width: Int
    public let lines: [Int]

    public func cell(_ field: String, of row: Row) -> Cell {
        guard let place = places[field] else { return Cell("", line: row.lines.first ?? 0, column: 0) }
        return row[place]
    }

    public func has(_ field: String) -> Bool { places[field] != nil }
}
