/// A date and a time of day as ISO 8601 writes them, read once for every rule that reads one: `2026-04-01T09:00:00.5+01:00`.
///
/// It takes the widest form that any of them knows; each rule then asks for what it allows: the fraction's digits, the
/// zone's form, the length of the text.
public struct WrittenTime: Hashable, Sendable {
    /// What stands after the time.
    public enum Zone: Hashable, Sendable {
        /// Nothing.
        case none
        /// `Z`
        case utc
        /// `+01:00` or `+0100`; minutes ahead of UTC, -1439 to 1439.
        case offset(minutes: Int, hasColon: Bool)
    }

    public var day: CalendarDate
    /// After the day's midnight, cut to whole milliseconds: 0 to 86,399,999.
    public var milliseconds: Int
    /// Digits after the point: 0 where there is no point, else 1 to 9.
    public var fractionDigits: Int
    public var zone: Zone

    /// Minutes ahead of UTC; 0 without a zone.
    public var offsetMinutes: Int { if case .offset(let minutes, _) = zone { minutes } else { 0 } }

    /// The instant that it means; without a zone it is taken as UTC.
    public var instant: Instant {
        Instant(milliseconds: Int64(day.dayNumber) * 86_400_000 + Int64(milliseconds) - Int64(offsetMinutes) * 60_000)
    }

    /// Reads `yyyy-mm-ddThh:mm:ss`, up to nine decimals of a second, and a zone or none; nil for any other text, for a day
    /// or a time that there is none, and for what follows.
    public init?(_ text: some StringProtocol) {
        var text = String(text)
        guard let time = text.withUTF8({ WrittenTime(bytes: $0) }) else { return nil }
        self = time
    }

    /// As `init(_:)`, of a text's bytes.
    public init?(bytes: UnsafeBufferPointer<UInt8>) {
        var reader = TimeReader(bytes: bytes)
        guard bytes.count >= 19, let year = reader.number(4), reader.take(UInt8(ascii: "-")),
            let month = reader.number(2), reader.take(UInt8(ascii: "-")), let day = reader.number(2),
            reader.take(UInt8(ascii: "T")), let hour = reader.number(2), hour < 24, reader.take(UInt8(ascii: ":")),
            let minute = reader.number(2), minute < 60, reader.take(UInt8(ascii: ":")), let second = reader.number(2),
            second < 60, let date = CalendarDate(year: year, month: month, day: day),
            let fraction = reader.fraction(), let zone = reader.zone()
        else { return nil }
        self.day = date
        milliseconds = (hour * 3_600 + minute * 60 + second) * 1_000 + fraction.milliseconds
        fractionDigits = fraction.digits
        self.zone = zone
    }
}

/// A place in a text of bytes.
private struct TimeReader {
    let bytes: UnsafeBufferPointer<UInt8>
    var place = 0

    mutating func take(_ byte: UInt8) -> Bool {
        guard place < bytes.count, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    mutating func number(_ digits: Int) -> Int? {
        guard place + digits <= bytes.count else { return nil }
        var value = 0
        for index in place..<place + digits {
            guard let digit = decimalDigit(bytes[index]) else { return nil }
            value = value * 10 + digit
        }
        place += digits
        return value
    }

    /// The decimals of a second, if a point comes next.
    mutating func fraction() -> (milliseconds: Int, digits: Int)? {
        guard take(UInt8(ascii: ".")) else { return (0, 0) }
        var milliseconds = 0
        var scale = 100
        var digits = 0
        while place < bytes.count, let digit = decimalDigit(bytes[place]) {
            milliseconds += digit * scale
            scale /= 10
            digits += 1
            place += 1
        }
        return (1...9).contains(digits) ? (milliseconds, digits) : nil
    }

    /// The zone, and that nothing follows it.
    mutating func zone() -> WrittenTime.Zone? {
        if place == bytes.count { return WrittenTime.Zone.none }
        if take(UInt8(ascii: "Z")) { return place == bytes.count ? .utc : nil }
        let isBehind = take(UInt8(ascii: "-"))
        guard isBehind || take(UInt8(ascii: "+")), let hours = number(2), hours < 24 else { return nil }
        let hasColon = take(UInt8(ascii: ":"))
        guard let minutes = number(2), minutes < 60, place == bytes.count else { return nil }
        let ahead = hours * 60 + minutes
        return .offset(minutes: isBehind ? -ahead : ahead, hasColon: hasColon)
    }
}
