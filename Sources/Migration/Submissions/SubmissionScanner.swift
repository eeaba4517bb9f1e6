/// Walks over the rows of a CSV file in memory: RFC 4180, line ends of any kind, no copy of a field.
///
/// A byte order mark is passed over; empty lines are no rows. No column of a submission has a use for a line end within
/// quotation marks, so there is none: a mark that is not closed damages its line and not the rows below it.
struct SubmissionScanner {
    struct Field {
        var start: Int
        var end: Int
        /// Whether two quotation marks stand for one somewhere in it.
        var hasDoubledQuotes = false
    }

    enum RowEnd {
        case row
        /// The row is damaged: a quotation mark is not closed, or text follows a closing one.
        case damaged
        case end
    }

    /// The most fields of a row that are kept; more are counted.
    static let mostFields = 64

    let bytes: UnsafeBufferPointer<UInt8>
    private(set) var position: Int
    /// The line at which the row that was read begins, from 1.
    private(set) var line = 0
    /// The row's fields, and how many it has.
    private(set) var fields: [Field] = []
    private(set) var count = 0
    private var nextLine = 1

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        let hasMark = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
        position = hasMark ? 3 : 0
        fields.reserveCapacity(Self.mostFields)
    }

    /// A scanner that begins at a row's first byte.
    init(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) {
        self.init(bytes)
        self.position = position
    }

    mutating func next() -> RowEnd {
        skipEmptyLines()
        guard position < bytes.count else { return .end }
        line = nextLine
        fields.removeAll(keepingCapacity: true)
        count = 0
        while true {
            guard readField() else {
                skipLine()
                return .damaged
            }
            guard position < bytes.count, bytes[position] == 0x2C else { break }
            position += 1
        }
        endLine()
        return .row
    }

    private mutating func skipEmptyLines() {
        while position < bytes.count, bytes[position] == 0x0A || bytes[position] == 0x0D { endLine() }
    }

    /// Passes over one line end; at the end of the bytes over nothing.
    private mutating func endLine() {
        guard position < bytes.count else { return }
        let isReturn = bytes[position] == 0x0D
        position += 1
        if isReturn, position < bytes.count, bytes[position] == 0x0A { position += 1 }
        nextLine += 1
    }

    private mutating func skipLine() {
        while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
        endLine()
    }

    private mutating func readField() -> Bool {
        if position < bytes.count, bytes[position] == 0x22 { return readQuoted() }
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == 0x2C || byte == 0x0A || byte == 0x0D { break }
            position += 1
        }
        keep(Field(start: start, end: position))
        return true
    }

    private mutating func readQuoted() -> Bool {
        let open = position
        position += 1
        var field = Field(start: position, end: position)
        while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D {
            if bytes[position] == 0x22 {
                guard position + 1 < bytes.count, bytes[position + 1] == 0x22 else {
                    field.end = position
                    position += 1
                    keep(field)
                    return position == bytes.count || bytes[position] == 0x2C || bytes[position] == 0x0A
                        || bytes[position] == 0x0D
                }
                field.hasDoubledQuotes = true
                position += 1
            }
            position += 1
        }
        position = open
        return false
    }

    private mutating func keep(_ field: Field) {
        count += 1
        if fields.count < Self.mostFields { fields.append(field) }
    }

    /// A field's text; damaged UTF-8 becomes U+FFFD.
    func text(_ field: Field) -> String {
        guard field.hasDoubledQuotes else {
            return String(decoding: bytes[field.start..<field.end], as: UTF8.self)
        }
        var text: [UInt8] = []
        var place = field.start
        while place < field.end {
            text.append(bytes[place])
            place += bytes[place] == 0x22 ? 2 : 1
        }
        return String(decoding: text, as: UTF8.self)
    }
}
