/// A clock time on an unnamed day, without a time zone.
///
/// Unit: minutes since midnight. Range: 0 (00:00) to 1,440 (24:00, the end of the day).
public struct TimeOfDay: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    private let number: Int16

    /// The minutes since midnight, 0 to 1,440.
    public var minutes: Int { Int(number) }

    /// Makes a time from minutes since midnight; nil outside 0 to 1,440.
    public init?(minutes: Int) {
        guard (0...1_440).contains(minutes) else { return nil }
        number = Int16(truncatingIfNeeded: minutes)
    }

    /// Makes a time from its parts; nil when the clock never shows it.
    ///
    /// Ranges: hour 0 to 23 with minute 0 to 59, or 24:00.
    public init?(hour: Int, minute: Int) {
        guard (0...24).contains(hour), (0...59).contains(minute) else { return nil }
        self.init(minutes: hour * 60 + minute)
    }

    /// The hour, 0 to 24.
    public var hour: Int { minutes / 60 }

    /// The minute of the hour, 0 to 59.
    public var minute: Int { minutes % 60 }

    /// The time as `HH:MM`.
    public var description: String { "\(twoDigits(hour)):\(twoDigits(minute))" }

    public static func < (left: TimeOfDay, right: TimeOfDay) -> Bool { left.number < right.number }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        let digits = text.utf8.compactMap(decimalDigit)
        guard text.utf8.count == 5, digits.count == 4, Array(text.utf8)[2] == UInt8(ascii: ":"),
            let time = TimeOfDay(hour: digits[0] * 10 + digits[1], minute: digits[2] * 10 + digits[3])
        else { throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a time: \(text)") }
        self = time
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
