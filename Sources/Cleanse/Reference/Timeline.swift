import Kernel

/// How a code stands on a day. The three ways of not being good are kept apart.
public enum Standing: Sendable, Hashable {
    /// Reference data never had it.
    case unknown
    /// It was or will be valid, but not on the day: before it began, after it ended, or in a gap between.
    case notValidThen
    /// Valid by its dates, but its description says that it is not to be used.
    case retired
    case valid
}

/// The rows of one code through time, the earliest first: re-use after a gap is legal, so there is no "latest row".
public struct Timeline<Value: Sendable>: Sendable {
    public struct Entry: Sendable {
        public let spell: Reference.Spell
        public let value: Value
    }

    /// By start, then by end, an open end last.
    public private(set) var entries: [Entry] = []

    public init() {}

    /// Adds a row.
    mutating func add(_ spell: Reference.Spell, _ value: Value) {
        let place = entries.firstIndex { Self.isLater($0.spell, than: spell) } ?? entries.count
        entries.insert(Entry(spell: spell, value: value), at: place)
    }

    /// Takes in the rows of another timeline.
    mutating func add(_ other: Timeline<Value>) {
        for entry in other.entries { add(entry.spell, entry.value) }
    }

    /// The row that holds a day: of several the one that began last.
    public func value(on day: UInt16) -> Value? { entries.last { $0.spell.holds(day) }?.value }

    /// True when every day from the first to the last is held by some row.
    ///
    /// One pass: rows are in order of their starts, so a row that begins after the days covered so far leaves a gap.
    public func covers(_ first: UInt16, through last: UInt16) -> Bool {
        coveredSince(last).map { $0 <= first } ?? false
    }

    /// The earliest day from which every day up to this one is held; nil when this one is not held itself.
    ///
    /// 0 stands for always.
    public func coveredSince(_ day: UInt16) -> UInt16? {
        var since: UInt16?
        var until: UInt16 = 0
        for entry in entries where entry.spell.from <= day {
            let end = entry.spell.to == 0 ? UInt16.max : entry.spell.to
            if since == nil || UInt32(entry.spell.from) > UInt32(until) + 1 {
                since = entry.spell.from
                until = end
            } else {
                until = max(until, end)
            }
        }
        return until >= day ? since : nil
    }

    /// The row that ended last before a day.
    public func lastEnded(before day: UInt16) -> Entry? {
        entries.filter { $0.spell.to != 0 && $0.spell.to < day }.max { $0.spell.to < $1.spell.to }
    }

    /// The spells in words: `2001-04-01 to 2014-12-17, 2020-01-01 on`.
    public var words: String {
        entries.map { entry in
            let from = entry.spell.from == 0 ? "ever" : Day.text(entry.spell.from)
            return entry.spell.to == 0 ? "\(from) on" : "\(from) to \(Day.text(entry.spell.to))"
        }.joined(separator: ", ")
    }

    private static func isLater(_ left: Reference.Spell, than right: Reference.Spell) -> Bool {
        if left.from != right.from { return left.from > right.from }
        return (left.to == 0 ? UInt16.max : left.to) > (right.to == 0 ? UInt16.max : right.to)
    }
}

/// The rows of a reference file, with the fields that rules ask for by name.
struct ReferenceRows {
    private let file: ReferenceFile
    let rows: [ReferenceFile.Row]

    /// The rows in the order of their texts, so that nothing depends on how a file was sorted.
    init(_ file: ReferenceFile) {
        self.file = file
        rows = file.rows.sorted { left, right in
            left.fields == right.fields
                ? left.line < right.line : left.fields.lexicographicallyPrecedes(right.fields, by: utf8Precedes)
        }
    }

    func has(_ column: String) -> Bool { file.place(of: column) != nil }

    /// A reader of one column: empty where the file has no such column or the row is short.
    func reader(_ column: String) -> (ReferenceFile.Row) -> String {
        guard let place = file.place(of: column) else { return { _ in "" } }
        return { place < $0.fields.count ? $0.fields[place] : "" }
    }

    /// A reader of the row's spell, from the columns `from` and `to`; a date that cannot be read is an open end.
    func spells() -> (ReferenceFile.Row) -> Reference.Spell {
        let from = reader("from")
        let to = reader("to")
        return { Reference.Spell(from: DatedText.packed(from($0)), to: DatedText.packed(to($0))) }
    }
}

/// Texts in the order of their bytes, the same on every machine.
func utf8Precedes(_ left: String, _ right: String) -> Bool { left.utf8.lexicographicallyPrecedes(right.utf8) }

/// The days of reference files: ISO, `yyyymmdd` or `dd/mm/yyyy`, a time of day after it passed over.
enum DatedText {
    /// The packed day; 0 for a blank and for what is no date.
    static func packed(_ text: String) -> UInt16 {
        guard !text.isEmpty, let date = date(text) else { return 0 }
        return Day.packed(date)
    }

    static func date(_ text: String) -> CalendarDate? {
        let bytes = Array(text.utf8)
        if bytes.count >= 10, bytes[2] == 0x2F, bytes[5] == 0x2F {
            return date(bytes[6..<10], bytes[3..<5], bytes[0..<2])
        }
        if bytes.count >= 10, bytes[4] == 0x2D, bytes[7] == 0x2D {
            return date(bytes[0..<4], bytes[5..<7], bytes[8..<10])
        }
        return bytes.count == 8 ? date(bytes[0..<4], bytes[4..<6], bytes[6..<8]) : nil
    }

    private static func date(
        _ year: ArraySlice<UInt8>, _ month: ArraySlice<UInt8>, _ day: ArraySlice<UInt8>
    ) -> CalendarDate? {
        guard let year = number(year), let month = number(month), let day = number(day) else { return nil }
        return CalendarDate(year: year, month: month, day: day)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int(digit - 0x30)
        }
        return value
    }
}

/// Codes as reference data and registers compare them.
public enum Code {
    /// An all-digit code with its leading zeros: some sources drop them (ISD-13). Any other text as it stands.
    public static func padded(_ text: String, to width: Int) -> String {
        let count = text.utf8.count
        guard count > 0, count < width, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return text }
        return String(repeating: "0", count: width - count) + text
    }

    /// The width of an item's codes; nil for an item without leading zeros.
    public static func width(_ item: Item) -> Int? {
        switch item {
        case .llfc, .mtc: 3
        case .ssc: 4
        case .pc: 2
        default: nil
        }
    }

    /// An item's code with its leading zeros.
    public static func padded(_ text: String, _ item: Item) -> String {
        width(item).map { padded(text, to: $0) } ?? text
    }
}
