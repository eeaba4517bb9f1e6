/// A point in time, in whole milliseconds since 1970-01-01T00:00Z, as a clock that somebody else reads gives it.
public struct Instant: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// Milliseconds since 1970-01-01T00:00:00Z; the years 1900 to 2199 print.
    public var milliseconds: Int64

    /// The instant this many milliseconds after 1970-01-01T00:00:00Z.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    /// This instant, `milliseconds` later.
    public func later(milliseconds: Int64) -> Instant { Instant(milliseconds: self.milliseconds + milliseconds) }

    /// `2026-04-01T09:00:00.123Z`, 24 characters.
    public var iso: String { date + "T" + time + "." + Self.padded(Int(milliseconds.remainderOf(1_000)), 3) + "Z" }

    /// `2026-04-01T09:00:00+00:00`, 25 characters: whole seconds, cut, as the DIP's messages write a time.
    public var isoWithOffset: String { date + "T" + time + "+00:00" }

    /// `2026-04-01` in UTC.
    public var date: String { day.iso }

    /// The UTC day that holds it.
    public var day: CalendarDate { CalendarDate(dayNumber: Int(milliseconds.quotientBy(86_400_000))) }

    public var description: String { iso }

    private var time: String {
        let seconds = Int(milliseconds.quotientBy(1_000).remainderOf(86_400))
        return Self.padded(seconds / 3_600, 2) + ":" + Self.padded(seconds / 60 % 60, 2) + ":"
            + Self.padded(seconds % 60, 2)
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

extension Int64 {
    /// The quotient rounded towards minus infinity.
    fileprivate func quotientBy(_ divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// The remainder that goes with `quotientBy`: 0 to `divisor` - 1.
    fileprivate func remainderOf(_ divisor: Int64) -> Int64 { self - quotientBy(divisor) * divisor }
}

extension Instant {
    /// The instant that an ISO 8601 text prints, or nil.
    ///
    /// A date alone is its midnight in UTC. A time has seconds, up to three decimals of them, and an offset: `Z`,
    /// `+hh:mm` or `-hh:mm`. Range: the dates of `CalendarDate`.
    public init?(iso text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 10, let date = CalendarDate(iso: String(text.prefix(10))) else { return nil }
        var milliseconds = Int64(date.dayNumber) * 86_400_000
        if bytes.count > 10 {
            guard let time = Self.time(bytes[10...]) else { return nil }
            milliseconds += time
        }
        self.init(milliseconds: milliseconds)
    }

    /// Milliseconds after the date's midnight that `Thh:mm:ss[.fff](Z|±hh:mm)` says; nil where it is no such text.
    private static func time(_ bytes: ArraySlice<UInt8>) -> Int64? {
        let start = bytes.startIndex
        guard bytes.count >= 10, bytes[start] == UInt8(ascii: "T"), let hour = two(bytes, 1), hour < 24,
            bytes[start + 3] == UInt8(ascii: ":"), let minute = two(bytes, 4), minute < 60,
            bytes[start + 6] == UInt8(ascii: ":"), let second = two(bytes, 7), second < 60
        else { return nil }
        var place = start + 9
        var fraction: Int64 = 0
        if bytes[place] == UInt8(ascii: ".") {
            var scale: Int64 = 100
            place += 1
            let first = place
            while place < bytes.endIndex, (0x30...0x39).contains(bytes[place]), scale > 0 {
                fraction += Int64(bytes[place] - 0x30) * scale
                scale /= 10
                place += 1
            }
            guard place > first, place < bytes.endIndex else { return nil }
        }
        guard let offset = offset(bytes[place...]) else { return nil }
        return Int64(hour * 3_600 + minute * 60 + second) * 1_000 + fraction - offset
    }

    /// Milliseconds ahead of UTC.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int64? {
        guard let sign = bytes.first else { return nil }
        if sign == UInt8(ascii: "Z") { return bytes.count == 1 ? 0 : nil }
        guard bytes.count == 6, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), let hours = two(bytes, 1),
            hours < 24, bytes[bytes.startIndex + 3] == UInt8(ascii: ":"), let minutes = two(bytes, 4), minutes < 60
        else { return nil }
        return Int64(hours * 60 + minutes) * (sign == UInt8(ascii: "+") ? 60_000 : -60_000)
    }

    /// The two digits at an offset of a slice.
    private static func two(_ bytes: ArraySlice<UInt8>, _ offset: Int) -> Int? {
        let place = bytes.startIndex + offset
        guard place + 1 < bytes.endIndex, (0x30...0x39).contains(bytes[place]), (0x30...0x39).contains(bytes[place + 1])
        else { return nil }
        return Int(bytes[place] - 0x30) * 10 + Int(bytes[place + 1] - 0x30)
    }
}
