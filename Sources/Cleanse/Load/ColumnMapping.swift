/// What a sender's file says in other words than the canonical layout: names of columns, dialect and clock of days.
public struct ColumnMapping: Hashable, Sendable {
    /// The sender's name of a column, by our item.
    public var names: [Item: String]
    /// nil accepts ISO and compact.
    public var dates: DateDialect?
    public var clock: DayClock

    public init(names: [Item: String] = [:], dates: DateDialect? = nil, clock: DayClock = .local) {
        self.names = names
        self.dates = dates
        self.clock = clock
    }

    public var days: DayReader { DayReader(dialect: dates, clock: clock) }
}

/// Why a file is refused as a whole. Nothing of it is loaded.
public enum FileFault: Error, Hashable, Sendable {
    case empty
    /// A column without which rows mean nothing is not in the header.
    case missing(Item, header: String)
    /// The header names one column more than once.
    case doubled(Item, times: Int)
    /// UTF-16 or UTF-32: the file begins with its mark, or holds zero bytes.
    case encoding(String)
    /// The header does not end within the longest line.
    case endless
    /// The bytes are damaged or cut before their end, as a compressed file shows.
    case damaged(String)

    /// The column that is wrong.
    public var item: Item {
        switch self {
        case .missing(let item, _), .doubled(let item, _): item
        case .empty, .endless: .header
        case .encoding: .text
        case .damaged: .file
        }
    }

    public var rule: Rule {
        if case .encoding = self { .fil07 } else { .fil04 }
    }

    /// What the file has.
    public var observed: String {
        switch self {
        case .empty: "an empty file"
        case .missing(_, let header): "header \(header)"
        case .doubled(let item, let times): "column \(item.rawValue) \(times) times"
        case .encoding(let name): name
        case .damaged(let cause): cause
        case .endless: "a first line of more than \(RegisterLayout.longestLine) bytes"
        }
    }

    /// What it should have.
    public var expected: String {
        switch self {
        case .empty, .endless: "a header row"
        case .missing(let item, _): "a column \(item.rawValue)"
        case .doubled(let item, _): "one column \(item.rawValue)"
        case .encoding: "ASCII or UTF-8"
        case .damaged: "a whole file"
        }
    }
}

/// Where a file has each column of its register.
public struct RegisterLayout: Hashable, Sendable {
    /// A longer line is cut there and its row said to be short of fields.
    public static let longestLine = 65_536

    public let kind: RegisterKind
    /// The columns of the register's table.
    public let fields: [Field]
    /// For each of these, its place in the file's lines.
    public let places: [Int?]
    /// Fields of a line, other columns included.
    public let width: Int
    public let days: DayReader

    /// Columns that the file has.
    public var present: Set<Item> {
        Set(zip(fields, places).compactMap { $1 == nil ? nil : $0.item })
    }

    /// Where the row ends that begins a line whose quotes are open at its end; nil where the line is the whole row.
    ///
    /// A quoted field may hold line breaks where the row is complete then: as many fields as the header has, within
    /// `CSVLine.mostBreaks` lines and `CSVLine.longestRow` bytes. Any other open quote is a stray one and costs a line.
    /// - Parameter bytes: from the line's beginning, as far as they are there.
    public func rowEnd(_ bytes: UnsafeRawBufferPointer) -> Int? { CSVLine.rowEnd(bytes, width: width) }

    /// The layout of a file whose fields come in an order of the caller's.
    public init(kind: RegisterKind, fields: [Field]? = nil, places: [Int?], width: Int, days: DayReader) {
        let fields = fields ?? kind.fields
        precondition(places.count == fields.count, "a layout places every field")
        self.kind = kind
        self.fields = fields
        self.places = places
        self.width = width
        self.days = days
    }

    /// Reads a header line, without its line end. Names are trimmed; case does not matter; other columns are passed over.
    public init(kind: RegisterKind, header: UnsafeRawBufferPointer, mapping: ColumnMapping) throws(FileFault) {
        let titles = CSVLine.fields(header).map { bytes in
            String(decoding: bytes, as: UTF8.self).lowercased()
        }
        guard titles.contains(where: { !$0.isEmpty }) else { throw .empty }
        var places: [Int?] = []
        for field in kind.fields + kind.furtherFields {
            let name = (mapping.names[field.item] ?? field.item.rawValue).lowercased()
            let found = titles.indices.filter { titles[$0] == name }
            if found.count > 1 { throw .doubled(field.item, times: found.count) }
            if found.isEmpty, kind.required.contains(field.item) {
                throw .missing(field.item, header: String(titles.joined(separator: ",").prefix(200)))
            }
            places.append(found.first)
        }
        let hasFurther = places[kind.fields.count...].contains { $0 != nil }
        let fields = hasFurther ? kind.fields + kind.furtherFields : kind.fields
        self.init(
            kind: kind, fields: fields, places: Array(places.prefix(fields.count)), width: titles.count,
            days: mapping.days)
    }

    /// The layout of the file in a register whose files together have these columns.
    public func holding(_ present: Set<Item>) -> RegisterLayout {
        let all = kind.fields(with: present)
        guard all.count > fields.count else { return self }
        let blanks = [Int?](repeating: nil, count: all.count - fields.count)
        return RegisterLayout(kind: kind, fields: all, places: places + blanks, width: width, days: days)
    }
}

extension RegisterLayout {
    /// Reads the header out of a file's first bytes, and says where the first row begins.
    ///
    /// - Parameter head: the first bytes, one more than the longest line where the file has so many.
    public static func read(
        kind: RegisterKind, head: UnsafeRawBufferPointer, mapping: ColumnMapping
    ) throws(FileFault) -> (layout: RegisterLayout, start: Int) {
        let first = try TextEncoding.firstByte(of: head)
        guard head.count > first else { throw .empty }
        let end = head[first...].firstIndex(of: 0x0A)
        guard let end = end ?? (head.count <= longestLine ? head.count : nil) else { throw .endless }
        var stop = end
        if stop > first, head[stop - 1] == 0x0D { stop -= 1 }
        let header = UnsafeRawBufferPointer(rebasing: head[first..<stop])
        return (try RegisterLayout(kind: kind, header: header, mapping: mapping), min(end + 1, head.count))
    }
}

/// One line of CSV taken apart with care: quotes, doubled quotes, spaces.
enum CSVLine {
    /// The fields of a line without its end, unquoted and trimmed of spaces.
    ///
    /// A quote that is not closed runs to the end of what is given.
    static func fields(_ line: UnsafeRawBufferPointer) -> [[UInt8]] {
        var fields: [[UInt8]] = []
        var field: [UInt8] = []
        var isQuoted = false
        var place = 0
        while place < line.count {
            let byte = line[place]
            if isQuoted {
                if byte == 0x22 {
                    if place + 1 < line.count, line[place + 1] == 0x22 {
                        field.append(0x22)
                        place += 1
                    } else {
                        isQuoted = false
                    }
                } else {
                    field.append(byte)
                }
            } else if byte == 0x22, field.allSatisfy({ $0 == 0x20 }) {
                field.removeAll(keepingCapacity: true)
                isQuoted = true
            } else if byte == 0x2C {
                fields.append(trimmed(field))
                field.removeAll(keepingCapacity: true)
            } else {
                field.append(byte)
            }
            place += 1
        }
        fields.append(trimmed(field))
        return fields
    }

    /// The most lines that quoted fields of one row may break it into, and its most bytes then.
    static let mostBreaks = 32
    static let longestRow = 8_192

    /// The place of the line end that ends a row with line breaks in its quoted fields; nil where the first line end
    /// does, or where what would be the row is not complete.
    static func rowEnd(_ bytes: UnsafeRawBufferPointer, width: Int) -> Int? {
        var isQuoted = false
        var isBlank = true
        var fields = 1
        var breaks = 0
        var place = 0
        let count = min(bytes.count, longestRow)
        while place < count {
            let byte = bytes[place]
            if byte == 0x0A {
                if !isQuoted { return breaks > 0 && fields == width ? place : nil }
                breaks += 1
                isBlank = false
                if breaks > mostBreaks { return nil }
            } else if isQuoted {
                if byte != 0x22 {
                    if byte != 0x20 { isBlank = false }
                } else if place + 1 < count, bytes[place + 1] == 0x22 {
                    isBlank = false
                    place += 1
                } else {
                    isQuoted = false
                }
            } else if byte == 0x22, isBlank {
                isQuoted = true
            } else if byte == 0x2C {
                fields += 1
                isBlank = true
            } else if byte != 0x20 {
                isBlank = false
            }
            place += 1
        }
        return nil
    }

    static func trimmed(_ field: [UInt8]) -> [UInt8] {
        guard field.first == 0x20 || field.last == 0x20 else { return field }
        guard let start = field.firstIndex(where: { $0 != 0x20 }), let end = field.lastIndex(where: { $0 != 0x20 })
        else { return [] }
        return Array(field[start...end])
    }
}
