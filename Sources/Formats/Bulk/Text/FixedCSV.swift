public import Market

/// `fixed`: the columns of `csv`, padded so that every row is 843 bytes long.
///
/// A row's place in the file is known from its number: the header is `FixedCSVFormat.headerBytes` long, and each row
/// `rowBytes`, the line feed included. Values stand at the right of 12 characters, which hold every value that a half
/// hour can have (`-2147483.647`); a missing one is 12 spaces. `q` is 192 characters, four for each half hour, its code
/// at the left: rows whose half hours differ in quality are as long as the others, and lose nothing.
public struct FixedCSVFormat: ConsumptionFormat {
    public let word = "fixed"
    public let fileExtension = "csv"
    public let days = DayKind.utc
    public let isContainer = false
    public let rowsPerChunk = 4_096

    /// Bytes of a row: 13 digits, 8 of date, 2 of quantity, 192 of quality, 48 values of 12, 52 commas and line feeds.
    public static let rowBytes = 13 + 1 + 8 + 1 + 2 + 1 + 48 * 4 + 1 + 48 * 13
    /// Bytes before the first row.
    public static var headerBytes: Int { WideCSVFormat.columns.count }

    public init() {}

    public func header(_ run: RunDescription) -> [UInt8] { WideCSVFormat.columns }
    public func makeEncoder(_ run: RunDescription) -> FixedCSVEncoder { FixedCSVEncoder(run) }
    public func trailer(_ run: RunDescription, _ totals: WrittenTotals) -> [UInt8] { [] }
}

/// Writes the rows of `fixed`.
public struct FixedCSVEncoder: ChunkEncoder {
    private static let blanks: UInt64 = 0x2020_2020_2020_2020
    private static let fieldWidth = 12

    private let tables: EncoderTables
    private let quantities = EncoderTables.quantityTexts(terminator: ",")
    private let qualities = (0...UInt8.max).map { Self.padded(QualityCode(index: $0).code) }
    private var rows = 0

    init(_ run: RunDescription) { tables = EncoderTables(.thousandthsInCSV, run) }

    /// A code and the spaces behind it, four characters; the longest codes of the specification have four.
    private static func padded(_ code: String) -> UInt32 {
        let bytes = Array(code.utf8.prefix(4)) + Array(repeating: 0x20, count: max(0, 4 - code.utf8.count))
        return bytes.enumerated().reduce(0) { $0 | UInt32($1.element) << (8 * $1.offset) }
    }

    public mutating func append(_ row: ConsumptionRow, to arena: ByteArena) {
        let start = arena.reserve(FixedCSVFormat.rowBytes + 64)
        let day = row.utcDay
        var cursor = tables.store(mpan: row.mpan, at: start).putting(",")
        cursor.store(tables.text(ofDay: day))
        cursor = (cursor + 8).putting(",").putting(entry: quantities[Int(row.quantity.rawValue)])
        cursor = storeQualities(of: row, at: cursor)
        cursor = storeValues(of: row, at: cursor)
        cursor[-1] = UInt8(ascii: "\n")
        assert(cursor - start == FixedCSVFormat.rowBytes, "every row has the same length")
        arena.advance(to: cursor)
        rows += 1
    }

    public mutating func finish(to arena: ByteArena) -> ChunkFooter {
        defer { rows = 0 }
        return ChunkFooter(rows: rows, lines: rows)
    }

    @inline(__always)
    private func storeQualities(of row: ConsumptionRow, at start: EncoderTables.Cursor) -> EncoderTables.Cursor {
        let present = row.values.count
        for place in 0..<present { (start + 4 * place).store(qualities[Int(row.quality(at: place).index)]) }
        for place in present..<HalfHour.perDay { (start + 4 * place).store(UInt32(truncatingIfNeeded: Self.blanks)) }
        return (start + 4 * HalfHour.perDay).putting(",")
    }

    @inline(__always)
    private func storeValues(of row: ConsumptionRow, at start: EncoderTables.Cursor) -> EncoderTables.Cursor {
        var cursor = start
        for place in 0..<HalfHour.perDay {
            let value = place < row.values.count ? row.values[place] : ConsumptionRow.missing
            cursor.store(Self.blanks)
            if UInt32(bitPattern: value) < UInt32(DecimalText.tabled) {
                // Two spaces and `d.ddd,` end where the field's comma is; nothing spills into the next field.
                (cursor + 5).store(tables.decimals[Int(value)] << 16 | 0x2020)
                cursor += Self.fieldWidth + 1
            } else {
                cursor = storeWide(value, at: cursor)
            }
        }
        return cursor
    }

    private func storeWide(_ value: Int32, at start: EncoderTables.Cursor) -> EncoderTables.Cursor {
        (start + 4).store(Self.blanks)
        let end = start + Self.fieldWidth + 1
        guard value != ConsumptionRow.missing else { return (end - 1).putting(",") }
        // Written behind the field first, since its length is not known before.
        let length = tables.storeLarge(Int(value), at: end) - end
        (end - length).update(from: end, count: length)
        return end
    }
}
