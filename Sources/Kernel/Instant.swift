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
        if text.utf8.count == 10 {
            guard let date = CalendarDate(iso: text) else { return nil }
            self.init(milliseconds: Int64(date.dayNumber) * 86_400_000)
            return
        }
        guard let time = WrittenTime(text), time.fractionDigits <= 3 else { return nil }
        switch time.zone {
        case .none, .offset(_, hasColon: false): return nil
        case .utc, .offset(_, hasColon: true): self = time.instant
        }
    }
}
