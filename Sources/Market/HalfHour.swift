public import Kernel

/// A half hour on one absolute axis: how many have passed since 1970-01-01T00:00Z. Clock changes do not touch it.
public struct HalfHour: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Half hours in a UTC day, every day.
    public static let perDay = 48

    public let index: Int

    public init(index: Int) { self.index = index }

    /// The half hour that begins at that half hour of a UTC day; `period` counts from 1 to 48.
    public init(utcDate: CalendarDate, period: Int) {
        precondition((1...Self.perDay).contains(period), "a UTC day has periods 1 to 48")
        index = UTCDay(utcDate).number * Self.perDay + period - 1
    }

    /// The UTC day it lies in.
    public var day: UTCDay { UTCDay(number: index.flooredQuotient(by: Self.perDay)) }

    /// Its place in the UTC day, 1 to 48.
    public var period: Int { index - day.number * Self.perDay + 1 }

    /// When it begins, in ISO 8601 with minutes and `Z`.
    public var description: String {
        let minute = (period - 1) * 30
        let (hour, rest) = (minute / 60, minute % 60)
        return "\(day.date.iso)T\(hour < 10 ? "0" : "")\(hour):\(rest == 0 ? "00" : "30"):00Z"
    }

    public func advanced(by count: Int) -> HalfHour { HalfHour(index: index + count) }

    public static func < (left: HalfHour, right: HalfHour) -> Bool { left.index < right.index }
}

/// A day from midnight to midnight UTC, counted from 1970-01-01: always 48 half hours.
public struct UTCDay: Hashable, Comparable, Sendable {
    public let number: Int

    public init(number: Int) { self.number = number }

    public init(_ date: CalendarDate) { number = date.dayNumber }

    public var date: CalendarDate { CalendarDate(dayNumber: number) }

    public var firstHalfHour: HalfHour { HalfHour(index: number * HalfHour.perDay) }

    public static func < (left: UTCDay, right: UTCDay) -> Bool { left.number < right.number }
}

extension UTCDay {
    /// Its half hours, as `HalfHour.index`.
    public var halfHours: Range<Int> { number * HalfHour.perDay..<(number + 1) * HalfHour.perDay }
}

/// Which days are counted: UTC days of 48 half hours, or local settlement days of 46, 48 or 50.
public enum DayKind: Sendable, Hashable {
    case utc, local

    /// The half hours of a date, as indices on the absolute axis.
    public func halfHours(of date: CalendarDate) -> Range<Int> {
        switch self {
        case .utc: UTCDay(date).halfHours
        case .local: SettlementDay(date).halfHours
        }
    }
}

extension Int {
    /// The quotient rounded towards minus infinity, so that days before 1970 slice like those after.
    @inlinable
    public func flooredQuotient(by divisor: Int) -> Int {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
