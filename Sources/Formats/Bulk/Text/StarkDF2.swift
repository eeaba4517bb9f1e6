public import Market

/// `df2`: the Stark DF2 layout of half-hourly readings.
///
/// The file begins with `#F2`. Each metering point, day and quantity is a block: `#O` and the MPAN, `#S` and the sensor
/// (1 active import, 2 active export, 3 reactive import, 4 reactive export), then a line a half hour,
/// `dd/mm/yyyy,HH:MM,kWh,status`. Stamps are UTC and name the end of the half hour, so a day's last one is 00:00 of the
/// next; status is `A` for an actual value and `E` for any other. A missing value has no line, because readers of this
/// layout take no empty value. (Layout: testdata.md 3.5, from an open-source reader.)
public struct StarkDF2Format: ConsumptionFormat {
    public let word = "df2"
    public let fileExtension = "df2"
    public let days = DayKind.utc
    public let isContainer = false
    public let rowsPerChunk = 2_048

    public init() {}

    public func header(_ run: RunDescription) -> [UInt8] { Array("#F2\n".utf8) }
    public func makeEncoder(_ run: RunDescription) -> StarkDF2Encoder { StarkDF2Encoder(run) }
    public func trailer(_ run: RunDescription, _ totals: WrittenTotals) -> [UInt8] { [] }
}

/// Writes the blocks of `df2`.
public struct StarkDF2Encoder: ChunkEncoder {
    /// 17 of stamp, 13 of value, 2 of status.
    private static let longestLine = 17 + 13 + 2

    private let tables: EncoderTables
    /// `HH:MM,` at the end of each half hour.
    private let times: [UInt64]
    /// `A` or `E` and the line's end, by the quality's place.
    private let statuses: [UInt16]
    private var rows = 0
    private var lines = 0

    init(_ run: RunDescription) {
        tables = EncoderTables(.thousandthsInCSV, run)
        times = (1...HalfHour.perDay).map { period in
            let hour = period / 2 % 24
            return DecimalText.packed("\(hour < 10 ? "0" : "")\(hour):\(period % 2 == 0 ? "00" : "30"),")
        }
        statuses = (0...UInt8.max).map {
            UInt16(UInt8(ascii: QualityCode(index: $0).isActual ? "A" : "E")) | UInt16(UInt8(ascii: "\n")) << 8
        }
    }

    public mutating func append(_ row: ConsumptionRow, to arena: ByteArena) {
        let day = row.utcDay
        var cursor = arena.reserve(32 + HalfHour.perDay * Self.longestLine + 64)
        cursor = tables.store(mpan: row.mpan, at: cursor.putting("#").putting("O")).putting("\n")
        cursor = cursor.putting("#").putting("S").putting(digit: Int(row.quantity.rawValue) + 1).putting("\n")
        let date = Self.stamp(tables.text(ofDay: day))
        for place in 0..<row.values.count {
            let value = row.values[place]
            if value == ConsumptionRow.missing { continue }
            let stamp = place == HalfHour.perDay - 1 ? Self.stamp(tables.text(ofDay: day + 1)) : date
            UnsafeMutableRawPointer(cursor).storeBytes(of: stamp, as: SIMD16<UInt8>.self)
            cursor = tables.store(Int(value), at: (cursor + 11).putting(entry: times[place]))
            cursor.store(statuses[Int(row.quality(at: place).index)])
            cursor += 2
            lines += 1
        }
        arena.advance(to: cursor)
        rows += 1
        lines += 2
    }

    public mutating func finish(to arena: ByteArena) -> ChunkFooter {
        defer { (rows, lines) = (0, 0) }
        return ChunkFooter(rows: rows, lines: lines)
    }

    /// `dd/mm/yyyy,` from `YYYYMMDD`, and five bytes that are not part of it.
    @inline(__always)
    private static func stamp(_ day: UInt64) -> SIMD16<UInt8> {
        func digit(_ place: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: day >> (8 * place)) }
        let slash = UInt8(ascii: "/")
        return SIMD16(
            digit(6), digit(7), slash, digit(4), digit(5), slash, digit(0), digit(1), digit(2), digit(3),
            UInt8(ascii: ","), 0, 0, 0, 0, 0)
    }
}
