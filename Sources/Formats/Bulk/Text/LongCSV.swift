public import Market

/// `long`: one row for each half hour.
///
/// `mpan,utc_date,period,mq,kwh,q`: 13 digits; `YYYYMMDD`; the period of the UTC day, 1 to 48; `AI`, `AE`, `RI` or `RE`;
/// kilowatt-hours with three decimals, an empty field where the value is missing; the half hour's own quality code.
public struct LongCSVFormat: ConsumptionFormat {
    public let word = "long"
    public let fileExtension = "csv"
    public let days = DayKind.utc
    public let isContainer = false
    public let rowsPerChunk = 2_048

    public init() {}

    public func header(_ run: RunDescription) -> [UInt8] { Array("mpan,utc_date,period,mq,kwh,q\n".utf8) }
    public func makeEncoder(_ run: RunDescription) -> LongCSVEncoder { LongCSVEncoder(run) }
    public func trailer(_ run: RunDescription, _ totals: WrittenTotals) -> [UInt8] { [] }
}

/// Writes the rows of `long`.
public struct LongCSVEncoder: ChunkEncoder {
    /// 23 of number and day, 6 of period and quantity, 13 of value, 5 of quality.
    private static let longestLine = 23 + 6 + 13 + 5

    private let tables: EncoderTables
    private let quantities = MeasurementQuantity.allCases.map { Self.places(of: $0) }
    private let qualities = EncoderTables.qualityTexts(terminator: "\n")
    private var rows = 0
    private var lines = 0

    init(_ run: RunDescription) { tables = EncoderTables(.thousandthsInCSV, run) }

    /// `1,AI,` to `48,AI,`.
    private static func places(of quantity: MeasurementQuantity) -> [UInt64] {
        (1...HalfHour.perDay).map { DecimalText.packed("\($0),\(quantity.code),") }
    }

    public mutating func append(_ row: ConsumptionRow, to arena: ByteArena) {
        let start = arena.reserve(HalfHour.perDay * Self.longestLine + 64)
        let day = row.utcDay
        // The first 23 characters of every line.
        _ = tables.store(mpan: row.mpan, at: start).putting(",")
        (start + 14).store(tables.text(ofDay: day))
        _ = (start + 22).putting(",")
        let prefix = UnsafeRawPointer(start).loadUnaligned(as: SIMD16<UInt8>.self)
        let rest = UnsafeRawPointer(start + 15).loadUnaligned(as: UInt64.self)

        let places = quantities[Int(row.quantity.rawValue)]
        var cursor = start
        for place in 0..<row.values.count {
            let value = row.values[place]
            UnsafeMutableRawPointer(cursor).storeBytes(of: prefix, as: SIMD16<UInt8>.self)
            UnsafeMutableRawPointer(cursor + 15).storeBytes(of: rest, as: UInt64.self)
            cursor = (cursor + 23).putting(entry: places[place])
            cursor = value == ConsumptionRow.missing ? cursor.putting(",") : tables.store(Int(value), at: cursor)
            cursor = cursor.putting(entry: qualities[Int(row.quality(at: place).index)])
        }
        arena.advance(to: cursor)
        rows += 1
        lines += row.values.count
    }

    public mutating func finish(to arena: ByteArena) -> ChunkFooter {
        defer { (rows, lines) = (0, 0) }
        return ChunkFooter(rows: rows, lines: lines)
    }
}
