public import Kernel

/// A local (clock) day, as legacy settlement counts them: 48 half hours, 46 when clocks go forward, 50 when back.
///
/// British Summer Time runs from 01:00Z on the last Sunday of March to 01:00Z on the last Sunday of October, the rule
/// since 1996 (The Summer Time Order 2002 and its forerunners). Earlier years are given the same rule, which is not how
/// their clocks went.
public struct SettlementDay: Hashable, Comparable, Sendable {
    public let date: CalendarDate

    public init(_ date: CalendarDate) { self.date = date }

    /// The local day that a half hour lies in.
    public init(containing halfHour: HalfHour) { self = Self.containing(halfHour).day }

    /// The half hour that begins at local midnight.
    public var firstHalfHour: HalfHour {
        let midnight = date.dayNumber * HalfHour.perDay
        return HalfHour(index: midnight - SummerTime.offset(atMidnightOf: date.dayNumber))
    }

    /// 46, 48 or 50.
    public var periods: Int {
        HalfHour.perDay + SummerTime.offset(atMidnightOf: date.dayNumber)
            - SummerTime.offset(atMidnightOf: date.dayNumber + 1)
    }

    /// Its half hours, as `HalfHour.index`.
    public var halfHours: Range<Int> {
        let first = firstHalfHour.index
        return first..<first + periods
    }

    /// The half hour of a period, counted from 1; nil where the day has no such period.
    public func halfHour(ofPeriod period: Int) -> HalfHour? {
        guard period >= 1, period <= periods else { return nil }
        return firstHalfHour.advanced(by: period - 1)
    }

    /// Half hours by which local clocks are ahead of UTC during this half hour: 0 or 2.
    public static func clockOffset(at halfHour: HalfHour) -> Int { SummerTime.offset(at: halfHour.index) }

    /// The local day and period (1 to 50) of a half hour.
    public static func containing(_ halfHour: HalfHour) -> (day: SettlementDay, period: Int) {
        let local = halfHour.index + SummerTime.offset(at: halfHour.index)
        let day = SettlementDay(CalendarDate(dayNumber: local.flooredQuotient(by: HalfHour.perDay)))
        return (day, halfHour.index - day.firstHalfHour.index + 1)
    }

    /// The day in March on which clocks go forward and the day in October on which they go back.
    ///
    /// - Precondition: `year` is one of `CalendarDate.years`.
    public static func clockChanges(in year: Int) -> (forward: CalendarDate, back: CalendarDate) {
        precondition(CalendarDate.years.contains(year), "dates run from 1900 to 2199")
        let changes = SummerTime.changes[year - CalendarDate.years.lowerBound]
        return (HalfHour(index: changes.forward).day.date, HalfHour(index: changes.back).day.date)
    }

    public static func < (left: SettlementDay, right: SettlementDay) -> Bool { left.date < right.date }
}

/// When clocks stand an hour ahead of UTC.
enum SummerTime {
    /// The first half hour of summer time and the first after it, of each year of `CalendarDate.years`.
    ///
    /// Both changes happen at 01:00Z, two half hours into the last Sunday of their month.
    static let changes: [(forward: Int, back: Int)] = CalendarDate.years.map { year in
        (
            lastSunday(ofMonth: 3, year: year) * HalfHour.perDay + 2,
            lastSunday(ofMonth: 10, year: year) * HalfHour.perDay + 2
        )
    }

    /// 2 in summer time, otherwise 0, for a half hour given by its index.
    static func offset(at index: Int) -> Int {
        let changes = changes(about: index.flooredQuotient(by: HalfHour.perDay))
        return index >= changes.forward && index < changes.back ? 2 : 0
    }

    /// The same at the local midnight that begins a date, given by its day number.
    ///
    /// Clocks change at 01:00Z and no midnight lies in the hour before it, so at 00:00Z they stand as at local midnight.
    static func offset(atMidnightOf dayNumber: Int) -> Int { offset(at: dayNumber * HalfHour.perDay) }

    /// The changes of the year of a day.
    private static func changes(about dayNumber: Int) -> (forward: Int, back: Int) {
        // The year by the mean length of 146,097 days in 400 years, 719,528 days from year 0 to 1970. At New Year this
        // can be the neighbour, which does no harm: in both years clocks stand on winter time then.
        let year = (dayNumber + 719_528) * 400 / 146_097
        let bounded = min(max(year, CalendarDate.years.lowerBound), CalendarDate.years.upperBound)
        return changes[bounded - CalendarDate.years.lowerBound]
    }

    /// The day number of the last Sunday; March and October both have 31 days.
    private static func lastSunday(ofMonth month: Int, year: Int) -> Int {
        guard let last = CalendarDate(year: year, month: month, day: 31) else {
            preconditionFailure("the 31st of March and October exist")
        }
        return last.dayNumber - last.weekday.rawValue % 7
    }
}
