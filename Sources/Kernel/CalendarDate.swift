/// A day of the proleptic Gregorian calendar, without a time or a time zone.
///
/// Range: 1900-01-01 to 2199-12-31. Arithmetic that would leave the range stops at its end.
public struct CalendarDate: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// The years a date may have.
    public static let years = 1900...2199

    /// The first date that can be held, 1900-01-01.
    public static let earliest = CalendarDate(unchecked: -25_567)

    /// The last date that can be held, 2199-12-31.
    public static let latest = CalendarDate(unchecked: 84_005)

    private let number: Int32

    private init(unchecked number: Int32) { self.number = number }

    /// Makes a date from a day count.
    ///
    /// Unit: days since 1970-01-01. A count outside the range gives the nearest end of the range.
    public init(dayNumber: Int) {
        let bounded = min(max(dayNumber, Self.earliest.dayNumber), Self.latest.dayNumber)
        number = Int32(truncatingIfNeeded: bounded)
    }

    /// Makes a date from its parts; nil when there is no such day.
    ///
    /// Ranges: year 1900 to 2199, month 1 to 12, day 1 to the month's length.
    public init?(year: Int, month: Int, day: Int) {
        guard Self.years.contains(year), (1...12).contains(month), day >= 1,
            day <= Self.length(ofMonth: month, year: year)
        else { return nil }
        // Years begin in March, so that the leap day is the last of its year (Hinnant, "chrono-compatible low-level
        // date algorithms").
        let marchYear = month <= 2 ? year - 1 : year
        let era = marchYear / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = Int32(truncatingIfNeeded: era * 146_097 + dayOfEra - 719_468)
    }

    /// Reads an ISO 8601 calendar date, exactly `yyyy-mm-dd`.
    public init?(iso: some StringProtocol) {
        var parts = (0, 0, 0)
        var position = 0
        for byte in iso.utf8 {
            switch position {
            case 4, 7:
                guard byte == UInt8(ascii: "-") else { return nil }
            case 0...9:
                guard let digit = decimalDigit(byte) else { return nil }
                if position < 4 {
                    parts.0 = parts.0 * 10 + digit
                } else if position < 7 {
                    parts.1 = parts.1 * 10 + digit
                } else {
                    parts.2 = parts.2 * 10 + digit
                }
            default: return nil
            }
            position += 1
        }
        guard position == 10 else { return nil }
        self.init(year: parts.0, month: parts.1, day: parts.2)
    }

    /// The number of days in a month.
    ///
    /// Unit: days. Range: 28 to 31; 0 for a month outside 1 to 12.
    public static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        case 1, 3, 5, 7, 8, 10, 12: 31
        default: 0
        }
    }

    /// True when the Gregorian year has a 29 February.
    public static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    private var parts: (year: Int, month: Int, day: Int) {
        let shifted = dayNumber + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    /// The days since 1970-01-01; negative before it.
    public var dayNumber: Int { Int(number) }

    /// The year, 1900 to 2199.
    public var year: Int { parts.year }

    /// The month of the year, 1 to 12.
    public var month: Int { parts.month }

    /// The day of the month, 1 to 31.
    public var day: Int { parts.day }

    /// The month that holds the day.
    public var calendarMonth: CalendarMonth { CalendarMonth(self) }

    /// The day of the week.
    public var weekday: Weekday {
        // 1970-01-01 was a Thursday; the count is made positive by whole weeks.
        Weekday(rawValue: (dayNumber + 7 * 10_000 + 3) % 7 + 1) ?? .monday
    }

    /// The date as ISO 8601 prints it, `yyyy-mm-dd`.
    public var iso: String {
        let (year, month, day) = parts
        return "\(year)-\(twoDigits(month))-\(twoDigits(day))"
    }

    public var description: String { iso }

    /// The date a number of days later; earlier when negative.
    ///
    /// Unit: days. Stops at the ends of the range.
    public func adding(days: Int) -> CalendarDate {
        let (sum, overflowed) = dayNumber.addingReportingOverflow(days)
        return overflowed ? (days > 0 ? .latest : .earliest) : CalendarDate(dayNumber: sum)
    }

    /// The days from the right-hand date to the left-hand date.
    public static func - (later: CalendarDate, earlier: CalendarDate) -> Int { later.dayNumber - earlier.dayNumber }

    public static func < (left: CalendarDate, right: CalendarDate) -> Bool { left.number < right.number }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let date = CalendarDate(iso: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a date: \(text)")
        }
        self = date
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(iso)
    }
}

/// A number below 100 as two digits.
func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

/// The value of an ASCII digit.
func decimalDigit(_ byte: UInt8) -> Int? {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") ? Int(byte) - 48 : nil
}
