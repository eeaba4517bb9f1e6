public import Kernel

/// A season of Elexon's load profiles: five a year, hung on the clock changes and on August's bank holiday.
///
/// The bank holiday is that of England and Wales, for the whole of Great Britain. Source: Elexon, "Load profiles and
/// their use in electricity settlement"; the days of 2023 are 26 March, 13 May, 22 July, 4 September and 29 October.
public enum Season: UInt8, CaseIterable, Comparable, Sendable, Hashable {
    case spring, summer, highSummer, autumn, winter

    /// As people write it.
    public var name: String { ["Spring", "Summer", "High Summer", "Autumn", "Winter"][Int(rawValue)] }

    /// The word that files and commands use.
    public var word: String { ["spring", "summer", "high-summer", "autumn", "winter"][Int(rawValue)] }

    /// The season of a date.
    public static func of(_ date: CalendarDate) -> Season { SeasonDates(of: date.year).season(of: date) }

    public static func < (left: Season, right: Season) -> Bool { left.rawValue < right.rawValue }
}

/// The days on which the seasons of one year begin.
public struct SeasonDates: Hashable, Sendable {
    public let year: Int
    /// The day clocks go forward.
    public let spring: CalendarDate
    /// The sixteenth Saturday before August's bank holiday.
    public let summer: CalendarDate
    /// The sixth Saturday before it.
    public let highSummer: CalendarDate
    /// The Monday after it.
    public let autumn: CalendarDate
    /// The day clocks go back. The year's first weeks belong to the winter that began the year before.
    public let winter: CalendarDate

    /// - Precondition: `year` is one of `CalendarDate.years`.
    public init(of year: Int) {
        self.year = year
        let changes = SettlementDay.clockChanges(in: year)
        (spring, winter) = (changes.forward, changes.back)
        guard let lastOfAugust = CalendarDate(year: year, month: 8, day: 31) else {
            preconditionFailure("31 August exists")
        }
        // A Monday: its first Saturday before is two days earlier.
        let bankHoliday = lastOfAugust.adding(days: 1 - lastOfAugust.weekday.rawValue)
        summer = bankHoliday.adding(days: -2 - 15 * 7)
        highSummer = bankHoliday.adding(days: -2 - 5 * 7)
        autumn = bankHoliday.adding(days: 7)
    }

    /// The first day of a season that begins in the year.
    public func start(of season: Season) -> CalendarDate {
        switch season {
        case .spring: spring
        case .summer: summer
        case .highSummer: highSummer
        case .autumn: autumn
        case .winter: winter
        }
    }

    /// All days of a season that begins in the year; winter runs on to the spring of the next.
    public func days(of season: Season) -> ClosedRange<CalendarDate> {
        let end =
            switch season {
            case .spring: summer.adding(days: -1)
            case .summer: highSummer.adding(days: -1)
            case .highSummer: autumn.adding(days: -1)
            case .autumn: winter.adding(days: -1)
            case .winter:
                year < CalendarDate.years.upperBound
                    ? SeasonDates(of: year + 1).spring.adding(days: -1) : CalendarDate.latest
            }
        return start(of: season)...end
    }

    fileprivate func season(of date: CalendarDate) -> Season {
        if date < spring || date >= winter { return .winter }
        if date >= autumn { return .autumn }
        if date >= highSummer { return .highSummer }
        return date >= summer ? .summer : .spring
    }
}
