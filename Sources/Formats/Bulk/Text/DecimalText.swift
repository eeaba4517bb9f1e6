import Kernel

/// Decimal numbers as text, 10,000 of them ready to be stored: eight bytes at once, then on by the length.
///
/// An entry holds up to seven characters, the first in the lowest byte, and their count in the highest. It ends in what
/// follows a number in the format, so that one store writes both. The store is eight bytes whatever the length: room for
/// them must be reserved, and what lies behind the length is overwritten next.
struct DecimalText: Sendable {
    /// Numbers below this stand in the table.
    static let tabled = 10_000

    let entries: [UInt64]
    /// Digits behind the point, 1 or 3.
    let places: Int

    /// - Parameter terminator: one or two characters behind each number.
    init(places: Int, terminator: String) {
        precondition(places == 1 || places == 3, "values have one or three decimals")
        precondition((1...2).contains(terminator.utf8.count), "an entry has room for two characters behind a number")
        let unit = places == 1 ? 10 : 1_000
        self.places = places
        entries = (0..<Self.tabled).map { number in
            let fraction = String(number % unit)
            let padding = String(repeating: "0", count: places - fraction.utf8.count)
            return Self.packed("\(number / unit).\(padding)\(fraction)\(terminator)")
        }
    }

    /// Up to seven characters and their count as one entry.
    static func packed(_ text: String) -> UInt64 {
        let bytes = Array(text.utf8)
        precondition(bytes.count <= 7, "an entry holds seven characters")
        return bytes.enumerated().reduce(UInt64(bytes.count) << 56) { $0 | UInt64($1.element) << (8 * $1.offset) }
    }

    /// `,` after three decimals, as in comma-separated values.
    static let thousandthsInCSV = DecimalText(places: 3, terminator: ",")
    /// `|` and the line's end after three decimals.
    static let thousandthsInFlow = DecimalText(places: 3, terminator: "|\n")
    /// `|` and the line's end after one decimal.
    static let tenthsInFlow = DecimalText(places: 1, terminator: "|\n")
    /// `",` after three decimals, as in a message's member.
    static let thousandthsInQuotes = DecimalText(places: 3, terminator: "\",")
}

/// Tables that an encoder holds for itself, where the processor finds them without a bound or an owner to check.
///
/// Not thread-safe, as its encoder is not.
final class EncoderTables {
    typealias Cursor = UnsafeMutablePointer<UInt8>

    /// `DecimalText.entries`.
    let decimals: UnsafePointer<UInt64>
    /// Every group of four digits, the first in the lowest byte.
    let fours: UnsafePointer<UInt32>
    /// One digit behind the point, not three.
    private let tenths: Bool
    private let firstDay: Int
    private let dayTexts: [UInt64]

    /// - Parameter days: the run's first day and length; their texts are made beforehand.
    init(_ text: DecimalText, _ run: RunDescription) {
        decimals = Self.copy(text.entries)
        fours = Self.copy(Self.fourDigits)
        tenths = text.places == 1
        // A local day may begin on the UTC day before; the last message is sent on the day after.
        firstDay = run.from.dayNumber - 1
        dayTexts = (0..<min(max(run.days, 0) + 3, 4_096)).map { [firstDay] in Self.dayText(firstDay + $0) }
    }

    deinit {
        decimals.deallocate()
        fours.deallocate()
    }

    private static func copy<Entry: BitwiseCopyable>(_ entries: [Entry]) -> UnsafePointer<Entry> {
        let memory = UnsafeMutableBufferPointer<Entry>.allocate(capacity: entries.count)
        _ = memory.initialize(fromContentsOf: entries)
        guard let start = memory.baseAddress else { preconditionFailure("tables are not empty") }
        return UnsafePointer(start)
    }

    private static let fourDigits: [UInt32] = (0..<10_000).map { number in
        let digits = [number / 1_000, number / 100 % 10, number / 10 % 10, number % 10]
        return digits.enumerated().reduce(0) { $0 | UInt32($1.element + 0x30) << (8 * $1.offset) }
    }

    // MARK: Numbers

    /// Stores a number and its terminator.
    @inline(__always)
    func store(_ number: Int, at cursor: Cursor) -> Cursor {
        if UInt(bitPattern: number) < UInt(DecimalText.tabled) {
            let entry = decimals[number]
            cursor.store(entry)
            return cursor + Int(truncatingIfNeeded: entry >> 56)
        }
        return storeLarge(number, at: cursor)
    }

    /// A number that is negative or has five digits or more before its last three (or one).
    ///
    /// Needs room for 21 bytes: a sign, eight digits, and an entry.
    func storeLarge(_ number: Int, at start: Cursor) -> Cursor {
        var cursor = start
        if number < 0 {
            cursor.pointee = UInt8(ascii: "-")
            cursor += 1
        }
        // 2,147,483,648 tenths or thousandths at most: a half hour's value is an Int32 of watt-hours.
        let magnitude = UInt32(truncatingIfNeeded: number.magnitude)
        // Two divisions by constants: one by a variable takes as long as all the rest.
        let whole = tenths ? magnitude / 10 : magnitude / 1_000
        let rest = magnitude - whole * (tenths ? 10 : 1_000)
        if whole >= 10_000 {
            cursor = storeTrimmed(whole / 10_000, at: cursor)
            cursor.store(fours[Int(whole % 10_000)])
            cursor += 4
        } else {
            cursor = storeTrimmed(whole, at: cursor)
        }
        // The entry of the fraction alone, from its point on.
        let entry = decimals[Int(rest)]
        cursor.store((entry & 0x00FF_FFFF_FFFF_FFFF) >> 8)
        return cursor + Int(truncatingIfNeeded: entry >> 56) - 1
    }

    /// Up to four digits without leading zeros.
    @inline(__always)
    private func storeTrimmed(_ number: UInt32, at cursor: Cursor) -> Cursor {
        let leading = (number < 10 ? 1 : 0) + (number < 100 ? 1 : 0) + (number < 1_000 ? 1 : 0)
        cursor.store(fours[Int(number)] >> UInt32(8 * leading))
        return cursor + 4 - leading
    }

    // MARK: Metering points and days

    /// Stores thirteen digits and nothing behind them.
    @inline(__always)
    func store(mpan: UInt64, at cursor: Cursor) -> Cursor {
        precondition(mpan < 10_000_000_000_000, "an MPAN has thirteen digits")
        let high = mpan / 100_000_000
        let low = UInt32(truncatingIfNeeded: mpan - high * 100_000_000)
        let first = UInt32(truncatingIfNeeded: high)
        cursor.pointee = UInt8(truncatingIfNeeded: first / 10_000) + 0x30
        (cursor + 1).store(fours[Int(first % 10_000)])
        (cursor + 5).store(fours[Int(low / 10_000)])
        (cursor + 9).store(fours[Int(low % 10_000)])
        return cursor + 13
    }

    /// `YYYYMMDD` of a day counted from 1970-01-01, the first character in the lowest byte.
    @inline(__always)
    func text(ofDay day: Int) -> UInt64 {
        let place = day - firstDay
        return UInt(bitPattern: place) < UInt(dayTexts.count) ? dayTexts[place] : Self.dayText(day)
    }
}

extension UnsafeMutablePointer<UInt8> {
    /// Stores an integer's bytes, the lowest first, at any address.
    @inline(__always)
    func store<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number) {
        UnsafeMutableRawPointer(self).storeBytes(of: number.littleEndian, as: Number.self)
    }

    /// Stores a single character and gives the place behind it.
    @inline(__always)
    func putting(_ character: Unicode.Scalar) -> Self {
        pointee = UInt8(ascii: character)
        return self + 1
    }

    /// Copies bytes and gives the place behind them.
    @inline(__always)
    func copying(_ bytes: UnsafeBufferPointer<UInt8>) -> Self {
        guard let start = bytes.baseAddress else { return self }
        update(from: start, count: bytes.count)
        return self + bytes.count
    }
}
