import Kernel
public import Market

/// `if021`: UTC settlement period consumption messages, one a line.
///
/// Each line is a whole JSON array of one message, as it is posted to the channel IF-021: one metering point, quantity
/// and UTC day. The event is `[ActivePower]` or `[ReactivePower]`; the sender's role is that of the metering point's
/// segment; `FlowParties` gives the identifiers and whether `sp` names the beginning or the end of a half hour.
///
/// - The sender's unique reference ends in 16 hexadecimal digits that hold MPAN, day and quantity, so it is unique over
///   every run, and the same message sent twice has it twice.
/// - A message is dated on the day after its data, at 09:00 UTC.
/// - A missing half hour has no period, since a value may be neither null nor empty. A row without any value is no
///   message.
/// - The estimation reason `e` is null where the quality is actual; 5 (long-term vacant) and 6 (disabled) go with the
///   zero codes ZE2 and ZE3 of the same meaning, and 2 (missing) with every other code. (Lists: dip.md 3.4.)
public struct SettlementMessageFormat: ConsumptionFormat {
    public let word = "if021"
    public let fileExtension = "jsonl"
    public let days = DayKind.utc
    public let isContainer = false
    public let rowsPerChunk = 768

    public init() {}

    public func header(_ run: RunDescription) -> [UInt8] { [] }
    public func makeEncoder(_ run: RunDescription) -> SettlementMessageEncoder { SettlementMessageEncoder(run) }
    public func trailer(_ run: RunDescription, _ totals: WrittenTotals) -> [UInt8] { [] }
}

/// Writes the messages of `if021`: copies a template and patches what differs.
public struct SettlementMessageEncoder: ChunkEncoder {
    /// 39 of stamp, 14 of value, 34 of quality and reasons, each stored by eights.
    private static let longestPeriod = 40 + 24 + 40
    private static let stampStride = 40

    private let tables: EncoderTables
    private let endStamped: Bool
    /// By segment, then active and reactive.
    private let heads: [MessageHead]
    private let quantities = MeasurementQuantity.allCases.map { Array($0.code.utf8) }
    private let groups = GSPGroup.allCases.map { Array($0.id.utf8) }
    private let connections = ConnectionType.allCases.map { UInt8(ascii: $0.indicator.unicodeScalars.first ?? "U") }
    /// `"q":"A","e":null,"arc":null},` in five words, by quality, and the length.
    private let endings: [(words: SIMD8<UInt64>, length: Int)]
    /// The day that `stamps` is of.
    private var stampedDay = Int.min
    /// `{"sp":"2026-03-31T00:30:00+00:00","v":"` 48 times, 40 bytes each.
    private var stamps: [UInt8]
    private var rows = 0
    private var lines = 0

    init(_ run: RunDescription) {
        tables = EncoderTables(.thousandthsInQuotes, run)
        endStamped = run.parties.periodStamp == .end
        heads = MarketSegment.allCases.flatMap { segment in
            [false, true].map { MessageHead(run.parties, segment, isReactive: $0) }
        }
        endings = (0...UInt8.max).map { Self.ending(QualityCode(index: $0)) }
        stamps = (0..<HalfHour.perDay).flatMap { [endStamped] place in
            let period = place + (endStamped ? 1 : 0)
            let hour = period / 2 % 24
            let time = "\(hour < 10 ? "0" : "")\(hour):\(period % 2 == 0 ? "00" : "30")"
            return Array(#"{"sp":"0000-00-00T\#(time):00+00:00","v":" "#.utf8)
        }
        precondition(stamps.count == HalfHour.perDay * Self.stampStride, "a stamp is 40 bytes with its spare one")
    }

    private static func ending(_ quality: QualityCode) -> (words: SIMD8<UInt64>, length: Int) {
        let reason =
            quality.isActual ? "null" : ["ZE2": #""5""#, "ZE3": #""6""#][quality.code, default: #""2""#]
        let text = Array(#""q":"\#(quality.code)","e":\#(reason),"arc":null},"#.utf8)
        precondition(text.count <= 40, "an ending has five words")
        var words = SIMD8<UInt64>()
        for (place, byte) in text.enumerated() { words[place / 8] |= UInt64(byte) << (8 * (place % 8)) }
        return (words, text.count)
    }

    public mutating func append(_ row: ConsumptionRow, to arena: ByteArena) {
        let day = row.utcDay
        rows += 1
        if row.values.allSatisfy({ $0 == ConsumptionRow.missing }) { return }
        if day != stampedDay { stampPeriods(day) }
        let head = heads[Int(row.supply.segment.rawValue) * 2 + (row.quantity.isReactive ? 1 : 0)]
        let start = arena.reserve(head.bytes.count + HalfHour.perDay * Self.longestPeriod + 64)
        var cursor = head.bytes.withUnsafeBufferPointer { start.copying($0) }
        patch(start, head.places, row, day)
        cursor = storePeriods(of: row, at: cursor)
        // `]}]}}}}]`, the first over the last period's comma.
        (cursor - 1).store(UInt64(0x5D7D_7D7D_7D5D_7D5D))
        cursor = (cursor + 7).putting("\n")
        arena.advance(to: cursor)
        lines += 1
    }

    public mutating func finish(to arena: ByteArena) -> ChunkFooter {
        defer { (rows, lines) = (0, 0) }
        return ChunkFooter(rows: rows, lines: lines)
    }

    @inline(__always)
    private func storePeriods(of row: ConsumptionRow, at start: EncoderTables.Cursor) -> EncoderTables.Cursor {
        var cursor = start
        stamps.withUnsafeBytes { stamps in
            for place in 0..<row.values.count {
                let value = row.values[place]
                if value == ConsumptionRow.missing { continue }
                for word in 0..<5 {
                    let bytes = stamps.loadUnaligned(
                        fromByteOffset: place * Self.stampStride + 8 * word, as: UInt64.self)
                    UnsafeMutableRawPointer(cursor + 8 * word).storeBytes(of: bytes, as: UInt64.self)
                }
                cursor = tables.store(Int(value), at: cursor + Self.stampStride - 1)
                let ending = endings[Int(row.quality(at: place).index)]
                for word in 0..<5 { (cursor + 8 * word).store(ending.words[word]) }
                cursor += ending.length
            }
        }
        return cursor
    }

    /// Writes a day's date into every stamp; the last one of an end-stamped day is of the next.
    private mutating func stampPeriods(_ day: Int) {
        let date = Self.dashed(tables.text(ofDay: day))
        let last = endStamped ? Self.dashed(tables.text(ofDay: day + 1)) : date
        stamps.withUnsafeMutableBufferPointer { stamps in
            guard let start = stamps.baseAddress else { return }
            for place in 0..<HalfHour.perDay - 1 { Self.store(date, at: start + place * Self.stampStride + 7) }
            Self.store(last, at: start + (HalfHour.perDay - 1) * Self.stampStride + 7)
        }
        stampedDay = day
    }

    private func patch(
        _ start: EncoderTables.Cursor, _ places: MessageHead.Places, _ row: ConsumptionRow, _ day: Int
    ) {
        let sent = tables.text(ofDay: day + 1)
        (start + places.referenceDate).store(sent)
        Self.store(serial(of: row, day), at: start + places.serial)
        Self.store(Self.dashed(sent), at: start + places.sent)
        Self.store(Self.dashed(tables.text(ofDay: day)), at: start + places.day)
        _ = tables.store(mpan: row.mpan, at: start + places.mpan)
        let group = groups[Int(row.supply.region.rawValue)]
        (start[places.group], start[places.group + 1]) = (group[0], group[1])
        start[places.connection] = connections[Int(row.supply.connection.rawValue)]
        let quantity = quantities[Int(row.quantity.rawValue)]
        (start[places.quantity], start[places.quantity + 1]) = (quantity[0], quantity[1])
    }

    /// MPAN (44 bits), day (18 bits, to the year 2687) and quantity (2 bits): no two messages share it.
    private func serial(of row: ConsumptionRow, _ day: Int) -> UInt64 {
        row.mpan << 20 | UInt64(truncatingIfNeeded: day & 0x3_FFFF) << 2 | UInt64(row.quantity.rawValue)
    }

    /// Sixteen hexadecimal digits in capitals.
    private static func store(_ number: UInt64, at cursor: EncoderTables.Cursor) {
        for place in 0..<16 {
            let digit = UInt8(truncatingIfNeeded: number >> UInt64(60 - 4 * place)) & 15
            cursor[place] = digit < 10 ? digit + 0x30 : digit + 0x37
        }
    }

    /// `YYYY-MM-DD` from `YYYYMMDD`, and six bytes that are not part of it.
    private static func dashed(_ day: UInt64) -> SIMD16<UInt8> {
        func digit(_ place: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: day >> (8 * place)) }
        let dash = UInt8(ascii: "-")
        return SIMD16(
            digit(0), digit(1), digit(2), digit(3), dash, digit(4), digit(5), dash, digit(6), digit(7), 0, 0, 0, 0, 0, 0
        )
    }

    @inline(__always)
    private static func store(_ date: SIMD16<UInt8>, at cursor: EncoderTables.Cursor) {
        cursor.store(unsafeBitCast(date.lowHalf, to: UInt64.self))
        (cursor[8], cursor[9]) = (date[8], date[9])
    }
}

/// A message up to its first period, and where the parts lie that differ from message to message.
struct MessageHead: Sendable {
    struct Places: Sendable {
        var referenceDate = 0
        var serial = 0
        var sent = 0
        var mpan = 0
        var group = 0
        var connection = 0
        var quantity = 0
        var day = 0
    }

    private(set) var bytes: [UInt8] = []
    private(set) var places = Places()

    init(_ parties: FlowParties, _ segment: MarketSegment, isReactive: Bool) {
        let role = parties.roleID(of: segment)
        let sender = parties.senderDIPID
        add(#"[{"payload":{"CommonBlock":{"S0":{"interfaceID":"IF-021","schemaVersion":"011","eventCode":"#)
        add(#""[\#(isReactive ? "ReactivePower" : "ActivePower")]"},"S1":{"environmentTag":"#)
        add(#""\#(parties.environmentTag)","subText":null,"senderUniqueReference":"S-IF-021-\#(sender)-\#(role)-"#)
        leave(8, \.referenceDate)
        add("-")
        leave(16, \.serial)
        add(#"","senderTimestamp":""#)
        leave(10, \.sent)
        add(#"T09:00:00+00:00","senderDIPID":"\#(sender)","senderRoleID":"\#(role)","#)
        add(#""senderCorrelationID":null,"DIPConnectionProviderID":null},"#)
        add(#""A0":{"primaryRecipients":[],"secondaryRecipients":[],"always":[]},"M0":{"MPANCore":""#)
        leave(13, \.mpan)
        add(#"","distributorDIPID":"\#(parties.distributorDIPID)","GSPGroupID":""#)
        leave(2, \.group)
        add(#""}},"CustomBlock":{"B044":{"issuingDataServiceDIPID":"\#(sender)"},"B067":{"connectionTypeIndicator":""#)
        leave(1, \.connection)
        add(#"","connectionTypeEffectiveFromDate":"\#(parties.connectionSince.iso)T00:00:00+00:00"},"#)
        add(#""B900":{"MQID":{"measurementQuantityID":""#)
        leave(2, \.quantity)
        add(#""},"settlementDayConsumptionPeriods":[{"settlementDay":{"settlementDayDate":""#)
        leave(10, \.day)
        add(#"T00:00:00+00:00","periodDuration":30},"consumptionPeriods":["#)
    }

    private mutating func add(_ text: String) { bytes += Array(text.utf8) }

    private mutating func leave(_ count: Int, _ place: WritableKeyPath<Places, Int>) {
        places[keyPath: place] = bytes.count
        bytes += Array(repeating: 0x30, count: count)
    }
}
