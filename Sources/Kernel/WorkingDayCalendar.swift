/// The days on which an office works: not weekends, not bank holidays.
///
/// Range: bank holidays are known for 1998 to 2099; in other years only weekends are free. Holidays that have not been
/// proclaimed yet follow the rules of today. Sources: gov.uk/bank-holidays; the Banking and Financial Dealings Act 1971,
/// schedule 1, and the St Andrew's Day Bank Holiday (Scotland) Act 2007; for the one-offs, the royal proclamations.
public struct WorkingDayCalendar: Sendable {
    /// The calendar of England and Wales.
    public static let englandAndWales = WorkingDayCalendar(holidays: englishHolidays(of:))

    /// The calendar of Scotland: two days at New Year, no Easter Monday, August's first Monday, and St Andrew's day.
    ///
    /// Local trades holidays, which each Scottish town keeps for itself, are not in it.
    public static let scotland = WorkingDayCalendar(holidays: scottishHolidays(of:))

    /// The years whose bank holidays are known.
    public static let years = 1998...2099

    private let holidays: [[CalendarDate]]
    private let holidayNumbers: Set<Int>

    private init(holidays rule: (Int) -> [CalendarDate]) {
        holidays = Self.years.map(rule)
        holidayNumbers = Set(holidays.joined().map(\.dayNumber))
    }

    /// The bank holidays of a year in date order; substitute days stand in for those that fall on a weekend.
    ///
    /// Range: 1998 to 2099; empty in other years.
    public func bankHolidays(in year: Int) -> [CalendarDate] {
        Self.years.contains(year) ? holidays[year - Self.years.lowerBound] : []
    }

    /// True when the date is a bank holiday.
    public func isBankHoliday(_ date: CalendarDate) -> Bool { holidayNumbers.contains(date.dayNumber) }

    /// True when the date is neither a weekend nor a bank holiday.
    public func isWorkingDay(_ date: CalendarDate) -> Bool { !date.weekday.isWeekend && !isBankHoliday(date) }

    /// The date a number of working days later; earlier when negative.
    ///
    /// Unit: working days; the start is not counted, and zero gives the start itself. Stops at the ends of the range.
    public func adding(workingDays count: Int, to start: CalendarDate) -> CalendarDate {
        var date = start
        var left = count.magnitude
        let step = count < 0 ? -1 : 1
        let end = count < 0 ? CalendarDate.earliest : CalendarDate.latest
        while left > 0, date != end {
            date = date.adding(days: step)
            if isWorkingDay(date) { left -= 1 }
        }
        return date
    }

    /// The working days after one date up to and including another; negative when the second is the earlier.
    ///
    /// Unit: working days. `adding(workingDays:to:)` undoes it when the second date is a working day.
    public func workingDays(from start: CalendarDate, to end: CalendarDate) -> Int {
        var count = 0
        var date = start
        let step = end < start ? -1 : 1
        while date != end {
            date = date.adding(days: step)
            if isWorkingDay(date) { count += step }
        }
        return count
    }
}

// MARK: - The rules

extension WorkingDayCalendar {
    private static func englishHolidays(of year: Int) -> [CalendarDate] {
        let easter = easterSunday(of: year)
        var dates: [CalendarDate?] = [
            newYear(of: year), easter.adding(days: -2), easter.adding(days: 1), earlyMay(of: year), spring(of: year),
            lastMonday(of: 8, in: year),
        ]
        dates += christmas(of: year)
        dates += extraDays(of: year)
        return dates.compactMap { $0 }.sorted()
    }

    private static func scottishHolidays(of year: Int) -> [CalendarDate] {
        let easter = easterSunday(of: year)
        var dates: [CalendarDate?] = [
            easter.adding(days: -2), earlyMay(of: year), spring(of: year), firstMonday(of: 8, in: year),
            saintAndrew(of: year),
        ]
        dates += scottishNewYear(of: year)
        dates += christmas(of: year)
        dates += extraDays(of: year)
        // The men's football team at the World Cup, by proclamation of 3 February 2026 for Scotland alone.
        if year == 2026 { dates.append(CalendarDate(year: 2026, month: 6, day: 15)) }
        return dates.compactMap { $0 }.sorted()
    }

    /// The extra holidays that both calendars have: the end of 1999, jubilees, a wedding, a funeral, a coronation.
    private static func extraDays(of year: Int) -> [CalendarDate?] {
        let days: [(month: Int, day: Int)] =
            switch year {
            case 1999: [(12, 31)]
            case 2002: [(6, 3)]
            case 2011: [(4, 29)]
            case 2012: [(6, 5)]
            case 2022: [(6, 3), (9, 19)]
            case 2023: [(5, 8)]
            default: []
            }
        return days.map { CalendarDate(year: year, month: $0.month, day: $0.day) }
    }

    /// May's first Monday, but in 2020 the anniversary of the end of the war in Europe.
    private static func earlyMay(of year: Int) -> CalendarDate? {
        year == 2020 ? CalendarDate(year: 2020, month: 5, day: 8) : firstMonday(of: 5, in: year)
    }

    /// The years in which the spring holiday was moved to stand beside a jubilee.
    private static let movedSprings: [Int: Int] = [2002: 4, 2012: 4, 2022: 2]

    private static func spring(of year: Int) -> CalendarDate? {
        if let day = movedSprings[year] { return CalendarDate(year: year, month: 6, day: day) }
        return lastMonday(of: 5, in: year)
    }

    private static func newYear(of year: Int) -> CalendarDate? {
        guard let day = CalendarDate(year: year, month: 1, day: 1) else { return nil }
        switch day.weekday {
        case .saturday: return day.adding(days: 2)
        case .sunday: return day.adding(days: 1)
        default: return day
        }
    }

    /// 1 and 2 January.
    private static func scottishNewYear(of year: Int) -> [CalendarDate] {
        CalendarDate(year: year, month: 1, day: 1).map(twoDays(from:)) ?? []
    }

    /// 30 November from 2007 on, or the Monday after where it falls on a weekend.
    private static func saintAndrew(of year: Int) -> CalendarDate? {
        guard year >= 2007, let day = CalendarDate(year: year, month: 11, day: 30) else { return nil }
        return switch day.weekday {
        case .saturday: day.adding(days: 2)
        case .sunday: day.adding(days: 1)
        default: day
        }
    }

    /// 25 and 26 December.
    private static func christmas(of year: Int) -> [CalendarDate] {
        CalendarDate(year: year, month: 12, day: 25).map(twoDays(from:)) ?? []
    }

    /// A day and the next, each that falls on a weekend replaced by a weekday after both.
    private static func twoDays(from day: CalendarDate) -> [CalendarDate] {
        switch day.weekday {
        case .friday: [day, day.adding(days: 3)]
        case .saturday: [day.adding(days: 2), day.adding(days: 3)]
        case .sunday: [day.adding(days: 1), day.adding(days: 2)]
        default: [day, day.adding(days: 1)]
        }
    }

    private static func firstMonday(of month: Int, in year: Int) -> CalendarDate? {
        CalendarDate(year: year, month: month, day: 1).map { $0.adding(days: (8 - $0.weekday.rawValue) % 7) }
    }

    private static func lastMonday(of month: Int, in year: Int) -> CalendarDate? {
        CalendarMonth(year: year, month: month).map { $0.last.adding(days: 1 - $0.last.weekday.rawValue) }
    }

    /// Western Easter by the anonymous Gregorian computus (Meeus, "Astronomical Algorithms", chapter 8).
    static func easterSunday(of year: Int) -> CalendarDate {
        let golden = year % 19
        let (century, inCentury) = (year / 100, year % 100)
        let correction = (century + 8) / 25
        let moon = (century - correction + 1) / 3
        let epact = (19 * golden + century - century / 4 - moon + 15) % 30
        let weekday = (32 + 2 * (century % 4) + 2 * (inCentury / 4) - epact - inCentury % 4) % 7
        let late = (golden + 11 * epact + 22 * weekday) / 451
        let sum = epact + weekday - 7 * late + 114
        return CalendarDate(year: year, month: sum / 31, day: sum % 31 + 1) ?? .earliest
    }
}
