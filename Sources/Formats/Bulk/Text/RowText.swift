import Kernel
import Market

extension EncoderTables {
    static func dayText(_ day: Int) -> UInt64 {
        let date = CalendarDate(dayNumber: day)
        let digits = [
            date.year / 1_000, date.year / 100 % 10, date.year / 10 % 10, date.year % 10, date.month / 10,
            date.month % 10, date.day / 10, date.day % 10,
        ]
        return digits.enumerated().reduce(0) { $0 | UInt64($1.element + 0x30) << (8 * $1.offset) }
    }

    /// Codes of quality as entries of `DecimalText`'s form, followed by a terminator.
    static func qualityTexts(terminator: String) -> [UInt64] {
        (0...UInt8.max).map { DecimalText.packed(QualityCode(index: $0).code + terminator) }
    }

    /// The two letters of each quantity, in the order of the quantities, and a terminator.
    static func quantityTexts(terminator: String) -> [UInt64] {
        MeasurementQuantity.allCases.map { DecimalText.packed($0.code + terminator) }
    }
}

extension UnsafeMutablePointer<UInt8> {
    /// Stores an entry of `DecimalText`'s form and gives the place behind its text.
    @inline(__always)
    func putting(entry: UInt64) -> Self {
        store(entry)
        return self + Int(truncatingIfNeeded: entry >> 56)
    }
}

extension ConsumptionRow {
    /// The UTC day that the row is, counted from 1970-01-01.
    ///
    /// - Precondition: the row begins at midnight UTC and has at most 48 values; rows of UTC formats do.
    @inline(__always)
    var utcDay: Int {
        let day = firstHalfHour.flooredQuotient(by: HalfHour.perDay)
        precondition(day * HalfHour.perDay == firstHalfHour, "a row of a UTC format begins at midnight UTC")
        precondition(values.count <= HalfHour.perDay, "a UTC day has 48 half hours")
        return day
    }

    /// The local day that the row is, counted from 1970-01-01.
    ///
    /// Local midnight is midnight UTC or, in summer, one hour before it.
    @inline(__always)
    var localDay: Int { (firstHalfHour + 2).flooredQuotient(by: HalfHour.perDay) }

    /// The greatest value with negative and missing ones counted above all others, so that one comparison tells whether
    /// every value is at hand and below a bound.
    @inline(__always)
    var greatest: UInt32 {
        var greatest: UInt32 = 0
        for value in values { greatest = max(greatest, UInt32(bitPattern: value)) }
        return greatest
    }

    /// The one quality that every value has; nil where they differ.
    @inline(__always)
    var uniformQuality: QualityCode? {
        guard let qualities, !values.isEmpty else { return quality }
        let first = qualities[0]
        var differing: UInt8 = 0
        for place in 0..<values.count { differing |= qualities[place] ^ first }
        return differing == 0 ? QualityCode(index: first) : nil
    }
}
