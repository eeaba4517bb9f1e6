import Consumption
import Kernel
import Market

/// A column that totals can be told apart by.
enum ExpectColumn: String, CaseIterable, Sendable {
    case mpan
    case utcDate = "utc_date"
    case localDate = "local_date"
    case gsp, segment
    /// The class with its add-ons.
    case kind = "class"
    case quality, period
    /// `W`, `L`, `H`, `E` or `U`.
    case connection
    /// `T` or `F`.
    case domestic

    /// Reads `gsp,utc_date,…`; `day` is another word for `utc_date`.
    static func list(_ text: String) throws(FieldProblem) -> [ExpectColumn] {
        var columns: [ExpectColumn] = []
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let column = word == "day" ? .utcDate : ExpectColumn(rawValue: String(word)) else {
                let known = allCases.map(\.rawValue).joined(separator: ", ")
                throw FieldProblem("by", "there is no column “\(word)”; there are \(known), and day for utc_date")
            }
            guard !columns.contains(column) else { throw FieldProblem("by", "“\(word)” is named twice") }
            columns.append(column)
        }
        return columns
    }

    /// Bits that a value takes: 13 digits; days to the year 2098; 14 groups; 3 segments; 19 classes with 32 sets of
    /// add-ons; 256 codes; 50 periods; 5 connection types. With the quantity, 114 of a
    /// key's 128 bits.
    fileprivate var bits: Int {
        switch self {
        case .mpan: 44
        case .utcDate, .localDate: 17
        case .gsp: 4
        case .segment: 2
        case .kind: 10
        case .quality: 8
        case .period: 6
        case .connection: 3
        case .domestic: 1
        }
    }
}

/// How the columns of a group lie in one number, so that groups sort as their columns do.
struct ExpectLayout: Sendable {
    /// A group: the columns in their order from the highest bits on, then the quantity.
    typealias Key = UInt128

    let columns: [ExpectColumn]
    /// Whether periods are counted from local midnight (1 to 50) and not from midnight UTC (1 to 48).
    let countsLocalPeriods: Bool
    /// Whether estimates are left out.
    let onlyActual: Bool
    private let shifts: [Int?]
    private let kindRanks: [Int]
    private let kindWords: [String]
    /// Of each share of the mix: whether it is domestic.
    private let areDomestic: [Bool]
    private static let quantityBits = 2

    /// - Parameter days: of the data; decides what a period is where no date is among the columns.
    init(_ columns: [ExpectColumn], mix: [ConsumptionConfiguration.Share], days: DayKind, onlyActual: Bool = false) {
        self.columns = columns
        self.onlyActual = onlyActual
        let datesLocally = columns.contains(.localDate)
        countsLocalPeriods = !columns.contains(.utcDate) && (datesLocally || days == .local)
        var shift = Self.quantityBits
        var shifts = [Int?](repeating: nil, count: ExpectColumn.allCases.count)
        for column in columns.reversed() {
            shifts[Self.place(column)] = shift
            shift += column.bits
        }
        self.shifts = shifts
        areDomestic = mix.map(\.kind.siteClass.isDomestic)
        let words = mix.map(\.kind.description)
        kindWords = words.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let sorted = kindWords
        kindRanks = words.map { word in sorted.firstIndex(of: word) ?? 0 }
    }

    /// Whether a column is asked for.
    func has(_ column: ExpectColumn) -> Bool { shifts[Self.place(column)] != nil }

    /// The column's part of a key; 0 where it is not asked for.
    func part(_ column: ExpectColumn, _ value: Int) -> Key {
        shifts[Self.place(column)].map { Key(value) << Key($0) } ?? 0
    }

    func part(_ quantity: MeasurementQuantity) -> Key { Key(Self.quantityRanks[Int(quantity.rawValue)]) }
    func part(_ quality: QualityCode) -> Key { part(.quality, Self.qualities.ranks[Int(quality.index)]) }
    func part(_ segment: MarketSegment) -> Key { part(.segment, Self.segmentRanks[Int(segment.rawValue)]) }
    func part(_ connection: ConnectionType) -> Key {
        part(.connection, Self.connectionRanks[Int(connection.rawValue)])
    }
    func part(share: Int) -> Key {
        part(.kind, kindRanks[share]) | part(.domestic, areDomestic[share] ? 1 : 0)
    }

    /// The first line: the columns, then `mq,periods,wh`.
    var header: String { ((names ?? columns.map(\.rawValue)) + ["mq", "periods", "wh"]).joined(separator: ",") }

    /// What the columns are called where they were asked for by other words, such as `day`.
    var names: [String]?

    /// A group's columns as printed, and the quantity.
    func text(_ key: Key) -> String {
        (columns.map { text($0, key) } + [Self.quantities[Int(key & 3)].code]).joined(separator: ",")
    }

    private func text(_ column: ExpectColumn, _ key: Key) -> String {
        let mask = Key(1) << Key(column.bits) - 1
        let value = Int(key >> Key(shifts[Self.place(column)] ?? 0) & mask)
        switch column {
        case .mpan:
            let digits = String(value)
            return String(repeating: "0", count: max(0, 13 - digits.utf8.count)) + digits
        case .utcDate, .localDate: return CalendarDate(dayNumber: value).iso
        case .gsp: return GSPGroup.allCases[value].id
        case .segment: return Self.segments[value].word
        case .kind: return kindWords[value]
        case .quality: return Self.qualities.sorted[value].code
        case .period: return String(value)
        case .connection: return Self.connections[value].indicator
        case .domestic: return value == 1 ? "T" : "F"
        }
    }

    private static func place(_ column: ExpectColumn) -> Int {
        switch column {
        case .mpan: 0
        case .utcDate: 1
        case .localDate: 2
        case .gsp: 3
        case .segment: 4
        case .kind: 5
        case .quality: 6
        case .period: 7
        case .connection: 8
        case .domestic: 9
        }
    }

    // Words sort by their letters, since that is how a reader of the table will sort them.
    private static let quantities = MeasurementQuantity.allCases.sorted { $0.code < $1.code }
    private static let quantityRanks = MeasurementQuantity.allCases.map { quantities.firstIndex(of: $0) ?? 0 }
    private static let segments = MarketSegment.allCases.sorted { $0.word < $1.word }
    private static let segmentRanks = MarketSegment.allCases.map { segments.firstIndex(of: $0) ?? 0 }
    private static let connections = ConnectionType.allCases.sorted { $0.indicator < $1.indicator }
    private static let connectionRanks = ConnectionType.allCases.map { connections.firstIndex(of: $0) ?? 0 }
    private static let qualities: (sorted: [QualityCode], ranks: [Int]) = {
        let codes = (0...UInt8.max).map { QualityCode(index: $0) }
        let sorted = codes.sorted {
            $0.code == $1.code ? $0.index < $1.index : $0.code.utf8.lexicographicallyPrecedes($1.code.utf8)
        }
        var ranks = [Int](repeating: 0, count: codes.count)
        for (rank, code) in sorted.enumerated() { ranks[Int(code.index)] = rank }
        return (sorted, ranks)
    }()
}
