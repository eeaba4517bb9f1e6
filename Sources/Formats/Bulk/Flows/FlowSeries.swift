public import Market

/// A flow of half hours as a format: `d0036` and `d0379`, each written from its `FlowTable`.
///
/// A row is one outermost group with what stands in it, so a metering point's next day has its own. A value's flag is
/// `A` where its quality is actual and `E` otherwise. A missing value keeps its line, with an empty field, since a day has
/// a line for each of its 46, 48 or 50 half hours and readers count them.
///
/// Where the flow has one decimal, the energy since the beginning of the day is rounded, halves away from zero, and each
/// half hour is what the rounded sum grows by: so a day's lines add up to the day within 0.05 kWh, each day begins anew,
/// and a half hour may differ from its own rounding by one tenth.
public struct FlowSeriesFormat: ConsumptionFormat {
    public let table: FlowTable
    private let plan: FlowSeriesPlan

    public static let d0036 = FlowSeriesFormat(.d0036)
    public static let d0379 = FlowSeriesFormat(.d0379)

    /// - Precondition: the table's innermost group holds a flag and an energy, and the energy is its last field.
    public init(_ table: FlowTable) {
        self.table = table
        plan = FlowSeriesPlan(table)
    }

    public var word: String { table.code.lowercased() }
    public var fileExtension: String { "usr" }
    public var days: DayKind { table.days }
    public var isContainer: Bool { false }
    public var rowsPerChunk: Int { 4_096 }

    public func header(_ run: RunDescription) -> [UInt8] { FlowEnvelope(table: table, run: run).header }
    public func makeEncoder(_ run: RunDescription) -> FlowSeriesEncoder { FlowSeriesEncoder(plan, run) }

    public func trailer(_ run: RunDescription, _ totals: WrittenTotals) -> [UInt8] {
        FlowEnvelope(table: table, run: run).trailer(lines: totals.lines, batches: totals.rows)
    }
}

/// A table compiled into bytes to copy and places to patch.
struct FlowSeriesPlan: Sendable {
    /// The lines that stand once a row, one after another; what a row gives is zeros in them.
    private(set) var head: [UInt8] = []
    /// How many lines that is.
    private(set) var headLines = 0
    private(set) var patches: [(place: Int, item: FlowSeriesItem)] = []
    /// What stands before the energy, for an actual value and for another; up to eight characters.
    private(set) var prefixes: (actual: UInt64, other: UInt64) = (0, 0)
    private(set) var prefixLength = 0
    /// Digits behind the point.
    private(set) var places = 0
    let days: DayKind

    init(_ table: FlowTable) {
        days = table.days
        for group in table.groups {
            if group.fields.contains(where: { $0.holds == .energy }) {
                compileRepeated(group)
            } else {
                compileOnce(group)
            }
        }
        precondition(places > 0, "a flow of half hours has a group with an energy")
    }

    private mutating func compileOnce(_ group: FlowGroup) {
        head += Array("\(group.id)|".utf8)
        for field in group.fields {
            guard let item = field.holds else { preconditionFailure("a row gives every field") }
            patches.append((head.count, item))
            head += Array(repeating: 0x30, count: field.width.upperBound) + [UInt8(ascii: "|")]
        }
        head.append(UInt8(ascii: "\n"))
        headLines += 1
    }

    private mutating func compileRepeated(_ group: FlowGroup) {
        guard group.fields.map(\.holds) == [.flag, .energy], case .decimal(let places, _)? = group.fields.last?.kind
        else { preconditionFailure("a half hour's group is a flag and an energy") }
        self.places = places
        func prefix(_ flag: String) -> UInt64 {
            let text = Array("\(group.id)|\(flag)|".utf8)
            precondition(text.count <= 8, "what stands before an energy is one word")
            prefixLength = text.count
            return text.enumerated().reduce(0) { $0 | UInt64($1.element) << (8 * $1.offset) }
        }
        prefixes = (prefix("A"), prefix("E"))
    }
}

/// Writes the groups of a flow of half hours.
public struct FlowSeriesEncoder: ChunkEncoder {
    private typealias Cursor = EncoderTables.Cursor
    /// Eight of prefix and, by storing an entry, 21 of energy.
    private static let longestLine = 8 + 21

    private let plan: FlowSeriesPlan
    private let tables: EncoderTables
    private let head: [UInt8]
    private let quantities = MeasurementQuantity.allCases.map { Self.pair($0.code) }
    /// What stands before the energy, by quality.
    private let prefixes: [UInt64]
    private var rows = 0
    private var lines = 0

    init(_ plan: FlowSeriesPlan, _ run: RunDescription) {
        self.plan = plan
        tables = EncoderTables(plan.places == 1 ? .tenthsInFlow : .thousandthsInFlow, run)
        prefixes = (0...UInt8.max).map {
            QualityCode(index: $0).isActual ? plan.prefixes.actual : plan.prefixes.other
        }
        var head = plan.head
        for patch in plan.patches where patch.item == .supplier {
            let supplier = Array(run.parties.supplier.utf8)
            precondition(supplier.count == 4, "a participant's identifier has four characters")
            head.replaceSubrange(patch.place..<patch.place + 4, with: supplier)
        }
        self.head = head
    }

    private static func pair(_ text: String) -> UInt16 {
        text.utf8.reversed().reduce(0) { $0 << 8 | UInt16($1) }
    }

    public mutating func append(_ row: ConsumptionRow, to arena: ByteArena) {
        let count = row.values.count
        let start = arena.reserve(head.count + count * Self.longestLine + 64)
        var cursor = head.withUnsafeBufferPointer { start.copying($0) }
        patch(start, row)
        cursor = plan.places == 1 ? storeTenths(of: row, at: cursor) : storeThousandths(of: row, at: cursor)
        arena.advance(to: cursor)
        rows += 1
        lines += plan.headLines + count
    }

    public mutating func finish(to arena: ByteArena) -> ChunkFooter {
        defer { (rows, lines) = (0, 0) }
        return ChunkFooter(rows: rows, lines: lines)
    }

    @inline(__always)
    private func patch(_ start: Cursor, _ row: ConsumptionRow) {
        let day = plan.days == .local ? row.localDay : row.utcDay
        for patch in plan.patches {
            switch patch.item {
            case .mpan: _ = tables.store(mpan: row.mpan, at: start + patch.place)
            case .quantity: (start + patch.place).store(quantities[Int(row.quantity.rawValue)])
            case .day: (start + patch.place).store(tables.text(ofDay: day))
            case .supplier, .flag, .energy: break
            }
        }
    }

    @inline(__always)
    private func storeThousandths(of row: ConsumptionRow, at start: Cursor) -> Cursor {
        let uniform = row.uniformQuality.map { prefixes[Int($0.index)] }
        var cursor = start
        for place in 0..<row.values.count {
            let value = row.values[place]
            cursor.store(uniform ?? prefixes[Int(row.quality(at: place).index)])
            cursor += plan.prefixLength
            cursor = value == ConsumptionRow.missing ? storeNothing(at: cursor) : tables.store(Int(value), at: cursor)
        }
        return cursor
    }

    @inline(__always)
    private func storeTenths(of row: ConsumptionRow, at start: Cursor) -> Cursor {
        if let quality = row.uniformQuality, row.greatest < 10_000_000 {
            return storePlainTenths(of: row, prefixes[Int(quality.index)], at: start)
        }
        var cursor = start
        var sum = 0
        var printed = 0
        for place in 0..<row.values.count {
            let value = row.values[place]
            cursor.store(prefixes[Int(row.quality(at: place).index)])
            cursor += plan.prefixLength
            if value == ConsumptionRow.missing {
                cursor = storeNothing(at: cursor)
                continue
            }
            sum += Int(value)
            let rounded = sum < 0 ? -((50 - sum) / 100) : (sum + 50) / 100
            cursor = tables.store(rounded - printed, at: cursor)
            printed = rounded
        }
        return cursor
    }

    /// Values that are all there, none negative and none above 10 MWh: their sum fits 32 bits.
    @inline(__always)
    private func storePlainTenths(of row: ConsumptionRow, _ prefix: UInt64, at start: Cursor) -> Cursor {
        var cursor = start
        var sum: UInt32 = 50
        var printed: UInt32 = 0
        for value in row.values {
            sum &+= UInt32(bitPattern: value)
            let rounded = sum / 100
            cursor.store(prefix)
            cursor = tables.store(Int(rounded &- printed), at: cursor + plan.prefixLength)
            printed = rounded
        }
        return cursor
    }

    private func storeNothing(at cursor: Cursor) -> Cursor { cursor.putting("|").putting("\n") }
}
