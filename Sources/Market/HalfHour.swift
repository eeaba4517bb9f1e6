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

/// A local (clock) day, as legacy settlement counts them: 48 half hours, 46 when clocks go forward, 50 when back.
///
/// British Summer Time runs from 01:00Z on the last Sunday of March to 01:00Z on the last Sunday of October, the rule
/// since 1996 (The Summer Time Order 2002 and its forerunners). Valid from 1996 on.
public struct SettlementDay: Hashable, Comparable, Sendable {
    public let date: CalendarDate

    public init(_ date: CalendarDate) { self.date = date }

    /// The half hour that begins at local midnight.
    public var firstHalfHour: HalfHour {
        HalfHour(index: UTCDay(date).number * HalfHour.perDay - (Self.beginsInSummerTime(date) ? 2 : 0))
    }

    /// 46, 48 or 50.
    public var periods: Int { SettlementDay(date.adding(days: 1)).firstHalfHour.index - firstHalfHour.index }

    /// Half hours by which local clocks are ahead of UTC during this half hour: 0 or 2.
    public static func clockOffset(at halfHour: HalfHour) -> Int {
        let day = halfHour.day
        let date = day.date
        if date == lastSunday(ofMonth: 3, year: date.year) { return halfHour.period > 2 ? 2 : 0 }
        if date == lastSunday(ofMonth: 10, year: date.year) { return halfHour.period > 2 ? 0 : 2 }
        return beginsInSummerTime(date) ? 2 : 0
    }

    /// The local day and period (1 to 50) of a half hour.
    public static func containing(_ halfHour: HalfHour) -> (day: SettlementDay, period: Int) {
        let local = HalfHour(index: halfHour.index + clockOffset(at: halfHour))
        let day = SettlementDay(local.day.date)
        return (day, halfHour.index - day.firstHalfHour.index + 1)
    }

    /// The day in March on which clocks go forward and the day in October on which they go back.
    public static func clockChanges(in year: Int) -> (forward: CalendarDate, back: CalendarDate) {
        (lastSunday(ofMonth: 3, year: year), lastSunday(ofMonth: 10, year: year))
    }

    public static func < (left: SettlementDay, right: SettlementDay) -> Bool { left.date < right.date }

    /// Whether clocks stand on summer time at the midnight that begins this date.
    private static func beginsInSummerTime(_ date: CalendarDate) -> Bool {
        let changes = clockChanges(in: date.year)
        return date > changes.forward && date <= changes.back
    }

    private static func lastSunday(ofMonth month: Int, year: Int) -> CalendarDate {
        // March and October both have 31 days.
        guard let last = CalendarDate(year: year, month: month, day: 31) else {
            preconditionFailure("the 31st of March and October exist")
        }
        return last.adding(days: -(last.weekday.rawValue % 7))
    }
}

/// Which days are counted: UTC days of 48 half hours, or local settlement days of 46, 48 or 50.
public enum DayKind: Sendable, Hashable {
    case utc, local

    /// The half hours of a date, as indices on the absolute axis.
    public func halfHours(of date: CalendarDate) -> Range<Int> {
        switch self {
        case .utc:
            let first = UTCDay(date).firstHalfHour.index
            return first..<(first + HalfHour.perDay)
        case .local:
            let day = SettlementDay(date)
            let first = day.firstHalfHour.index
            return first..<(first + day.periods)
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
