/// A month of a year.
///
/// Range: 1900-01 to 2199-12. Arithmetic that would leave the range stops at its end.
public struct CalendarMonth: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    private let number: Int32

    private static let numbers = (1900 * 12)...(2199 * 12 + 11)

    private init(bounding number: Int) {
        let bounded = min(max(number, Self.numbers.lowerBound), Self.numbers.upperBound)
        self.number = Int32(truncatingIfNeeded: bounded)
    }

    /// Makes a month from its parts; nil outside the years 1900 to 2199 or the months 1 to 12.
    public init?(year: Int, month: Int) {
        guard CalendarDate.years.contains(year), (1...12).contains(month) else { return nil }
        self.init(bounding: year * 12 + month - 1)
    }

    /// The month that holds a date.
    public init(_ date: CalendarDate) { self.init(bounding: date.year * 12 + date.month - 1) }

    /// Reads an ISO 8601 month, exactly `yyyy-mm`.
    public init?(iso: some StringProtocol) {
        var text = String(iso)
        guard text.utf8.count == 7 else { return nil }
        text += "-01"
        guard let first = CalendarDate(iso: text) else { return nil }
        self.init(first)
    }

    /// The year, 1900 to 2199.
    public var year: Int { Int(number) / 12 }

    /// The month of the year, 1 to 12.
    public var month: Int { Int(number) % 12 + 1 }

    /// The month as ISO 8601 prints it, `yyyy-mm`.
    public var iso: String { "\(year)-\(twoDigits(month))" }

    public var description: String { iso }

    /// The first day of the month.
    public var first: CalendarDate { CalendarDate(year: year, month: month, day: 1) ?? .earliest }

    /// The last day of the month.
    public var last: CalendarDate { first.adding(days: length - 1) }

    /// The number of days in the month, 28 to 31.
    public var length: Int { CalendarDate.length(ofMonth: month, year: year) }

    /// True when the date falls in the month.
    public func contains(_ date: CalendarDate) -> Bool { CalendarMonth(date) == self }

    /// The month a number of months later; earlier when negative.
    ///
    /// Unit: months. Stops at the ends of the range.
    public func adding(months: Int) -> CalendarMonth {
        let (sum, overflowed) = Int(number).addingReportingOverflow(months)
        return CalendarMonth(bounding: overflowed ? (months > 0 ? Int.max : Int.min) : sum)
    }

    /// The months from the right-hand month to the left-hand month.
    public static func - (later: CalendarMonth, earlier: CalendarMonth) -> Int {
        Int(later.number) - Int(earlier.number)
    }

    public static func < (left: CalendarMonth, right: CalendarMonth) -> Bool { left.number < right.number }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let month = CalendarMonth(iso: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a month: \(text)")
        }
        self = month
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(iso)
    }
}
