/// Reads comma-separated values as they stream in: RFC 4180, UTF-8, line ends of either kind.
///
/// Bytes go in by chunks of any length; rows come out one by one. Memory is one row. A byte order mark is passed over.
/// Empty lines are no rows.
public struct CSVReader: Sendable {
    /// One row: fields without their quotation marks.
    public struct Row: Sendable {
        /// The line on which the row begins, from 1.
        public let line: Int
        /// The fields' bytes, one after another.
        fileprivate let bytes: [UInt8]
        /// Where each field ends in `bytes`.
        fileprivate let ends: [Int]

        public var count: Int { ends.count }

        /// A field's bytes; empty where the row is shorter.
        public func bytes(_ place: Int) -> ArraySlice<UInt8> {
            guard ends.indices.contains(place) else { return [] }
            return bytes[(place == 0 ? 0 : ends[place - 1])..<ends[place]]
        }

        /// A field as text; damaged UTF-8 becomes U+FFFD.
        public subscript(place: Int) -> String { String(decoding: bytes(place), as: UTF8.self) }
    }

    /// The longest row in bytes, and the most fields.
    public static let longestRow = 1 << 20
    public static let mostFields = 4_096

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private enum State { case fieldStart, plain, quoted, quoteInQuoted }

    private var state = State.fieldStart
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var line = 1
    private var rowLine = 1
    private var isRowEmpty = true
    private var afterReturn = false
    private var mark = 0

    public init() {}

    /// Takes a chunk and hands over the rows that end in it.
    public mutating func feed(_ chunk: some Sequence<UInt8>, row: (Row) throws -> Void) throws {
        for byte in chunk {
            if mark < Self.byteOrderMark.count {
                if byte == Self.byteOrderMark[mark] {
                    mark += 1
                    continue
                }
                // No mark after all: what looked like its beginning is the first field's.
                let seen = mark
                mark = Self.byteOrderMark.count
                for held in Self.byteOrderMark.prefix(seen) { try take(held, row: row) }
            }
            try take(byte, row: row)
        }
    }

    /// Hands over the last row where no line end follows it. Throws where a quotation mark was never closed.
    public mutating func finish(row: (Row) throws -> Void) throws {
        guard state != .quoted else { throw CSVProblem.unclosedQuote(line: rowLine) }
        if !isRowEmpty || !bytes.isEmpty { try endRow(row) }
    }

    private mutating func take(_ byte: UInt8, row: (Row) throws -> Void) throws {
        if state == .quoted {
            if byte == 0x22 {
                state = .quoteInQuoted
            } else {
                if byte == 0x0A { line += 1 }
                try append(byte)
            }
            return
        }
        switch byte {
        case 0x0A where afterReturn: afterReturn = false
        case 0x0A, 0x0D:
            afterReturn = byte == 0x0D
            if !isRowEmpty { try endRow(row) }
            line += 1
            rowLine = line
            state = .fieldStart
        case 0x2C:
            afterReturn = false
            try endField()
        case 0x22 where state == .fieldStart:
            afterReturn = false
            isRowEmpty = false
            state = .quoted
        case 0x22 where state == .quoteInQuoted:
            try append(byte)
            state = .quoted
        default:
            afterReturn = false
            guard state != .quoteInQuoted else { throw CSVProblem.textAfterQuote(line: line) }
            state = .plain
            try append(byte)
        }
    }

    private mutating func append(_ byte: UInt8) throws {
        guard bytes.count < Self.longestRow else { throw CSVProblem.rowTooLong(line: rowLine) }
        isRowEmpty = false
        bytes.append(byte)
    }

    private mutating func endField() throws {
        guard ends.count < Self.mostFields else { throw CSVProblem.rowTooLong(line: rowLine) }
        isRowEmpty = false
        ends.append(bytes.count)
        state = .fieldStart
    }

    private mutating func endRow(_ row: (Row) throws -> Void) throws {
        try endField()
        let finished = Row(line: rowLine, bytes: bytes, ends: ends)
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        isRowEmpty = true
        try row(finished)
    }
}

/// Why a file is not comma-separated values.
public enum CSVProblem: Error, Equatable, Sendable, CustomStringConvertible {
    case unclosedQuote(line: Int)
    case textAfterQuote(line: Int)
    case rowTooLong(line: Int)

    public var description: String {
        switch self {
        case .unclosedQuote(let line): "line \(line): a field's opening quotation mark is never closed"
        case .textAfterQuote(let line): "line \(line): text follows a field's closing quotation mark"
        case .rowTooLong(let line):
            "line \(line): the row has more than \(CSVReader.longestRow) bytes or \(CSVReader.mostFields) fields"
        }
    }
}
