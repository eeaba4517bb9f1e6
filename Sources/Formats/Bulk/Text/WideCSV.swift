public import Market

/// `csv`: one row for each metering point, UTC day and quantity, with 48 values in kilowatt-hours.
///
/// `mpan,utc_date,mq,q,hh01,...,hh48`: 13 digits; `YYYYMMDD`; `AI`, `AE`, `RI` or `RE`; the quality; then values with
/// three decimals, negative ones with `-`, missing ones as an empty field and never as 0. Lines end in a line feed and
/// nothing is quoted.
///
/// Where all 48 half hours have one quality, `q` is its code. Where they differ, `q` lists the codes in runs, each with
/// the number of half hours it holds for, from the first half hour on: `A*20;E3*28`.
public struct WideCSVFormat: ConsumptionFormat {
    public let word = "csv"
    public let fileExtension = "csv"
    public let days = DayKind.utc
    public let isContainer = false
    public let rowsPerChunk = 8_192

    public init() {}

    public func header(_ run: RunDescription) -> [UInt8] { Self.columns }
    public func makeEncoder(_ run: RunDescription) -> WideCSVEncoder { WideCSVEncoder(run) }
    public func trailer(_ run: RunDescription, _ totals: WrittenTotals) -> [UInt8] { [] }

    static let columns: [UInt8] = {
        let halfHours = (1...HalfHour.perDay).map { ",hh\($0 < 10 ? "0" : "")\($0)" }.joined()
        return Array("mpan,utc_date,mq,q\(halfHours)\n".utf8)
    }()
}

/// Writes the rows of `csv`.
public struct WideCSVEncoder: ChunkEncoder {
    /// 23 characters of number and day, 3 of quantity, 48 runs of at most nine characters, 48 values of at most 13.
    private static let longestRow = 23 + 3 + 48 * 9 + 48 * 13 + 64

    private let tables: EncoderTables
    private let quantities = EncoderTables.quantityTexts(terminator: ",")
    private let qualities = EncoderTables.qualityTexts(terminator: ",")
    private let runs = EncoderTables.qualityTexts(terminator: "*")
    private var rows = 0

    init(_ run: RunDescription) { tables = EncoderTables(.thousandthsInCSV, run) }

    public mutating func append(_ row: ConsumptionRow, to arena: ByteArena) {
        let day = row.utcDay
        var cursor = tables.store(mpan: row.mpan, at: arena.reserve(Self.longestRow)).putting(",")
        cursor.store(tables.text(ofDay: day))
        cursor = (cursor + 8).putting(",").putting(entry: quantities[Int(row.quantity.rawValue)])
        if let quality = row.uniformQuality {
            cursor = cursor.putting(entry: qualities[Int(quality.index)])
        } else {
            cursor = storeRuns(of: row, at: cursor)
        }
        cursor = storeValues(of: row, at: cursor)
        // The last value's comma.
        cursor[-1] = UInt8(ascii: "\n")
        arena.advance(to: cursor)
        rows += 1
    }

    public mutating func finish(to arena: ByteArena) -> ChunkFooter {
        defer { rows = 0 }
        return ChunkFooter(rows: rows, lines: rows)
    }

    @inline(__always)
    private func storeValues(of row: ConsumptionRow, at start: EncoderTables.Cursor) -> EncoderTables.Cursor {
        let values = row.values
        if values.count == HalfHour.perDay, row.greatest < UInt32(DecimalText.tabled) {
            // `d.ddd,` 48 times: the places are known, so nothing waits for anything.
            let decimals = tables.decimals
            for place in 0..<HalfHour.perDay { (start + 6 * place).store(decimals[Int(values[place])]) }
            return start + 6 * HalfHour.perDay
        }
        var cursor = start
        for value in values {
            cursor = value == ConsumptionRow.missing ? cursor.putting(",") : tables.store(Int(value), at: cursor)
        }
        for _ in values.count..<HalfHour.perDay { cursor = cursor.putting(",") }
        return cursor
    }

    /// `A*20;E3*28,`.
    private func storeRuns(of row: ConsumptionRow, at start: EncoderTables.Cursor) -> EncoderTables.Cursor {
        var cursor = start
        var first = 0
        while first < row.values.count {
            let quality = row.quality(at: first)
            var end = first + 1
            while end < row.values.count, row.quality(at: end) == quality { end += 1 }
            cursor = cursor.putting(entry: runs[Int(quality.index)])
            let length = end - first
            if length > 9 { cursor = cursor.putting(digit: length / 10) }
            cursor = cursor.putting(digit: length % 10).putting(";")
            first = end
        }
        cursor[-1] = UInt8(ascii: ",")
        return cursor
    }
}

extension UnsafeMutablePointer<UInt8> {
    @inline(__always)
    func putting(digit: Int) -> Self {
        pointee = UInt8(truncatingIfNeeded: digit) + 0x30
        return self + 1
    }
}
