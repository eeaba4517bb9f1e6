public import Kernel
public import Market

/// One local day of a study.
public struct StudyDay: Sendable, Hashable {
    public let date: CalendarDate
    public let season: Season
    /// 46, 48 or 50.
    public let periods: Int
    /// The kind of day in England and Wales, and in Scotland.
    public let kinds: (england: LocalDay.Kind, scotland: LocalDay.Kind)
    /// Where its first half hour lies among those that are made.
    let start: Int

    /// The half hour by the clock (0 to 47) of one of its periods, counted from 0: on the short day 02:00 follows 00:30,
    /// on the long day 01:00 and 01:30 come twice.
    @inline(__always)
    static func clock(_ place: Int, periods: Int) -> Int {
        switch periods {
        case 46: place < 2 ? place : place + 2
        case 50: place < 4 ? place : place - 2
        default: place
        }
    }

    public static func == (left: Self, right: Self) -> Bool { left.date == right.date && left.start == right.start }
    public func hash(into hasher: inout Hasher) { hasher.combine(date) }
}

/// The days that a study looks at: local days, with the UTC days that they lie on.
public struct StudyCalendar: Sendable {
    public let from: CalendarDate
    public let days: [StudyDay]
    /// UTC days that must be made, in order.
    let made: Range<Int>
    /// The UTC days of the same dates.
    let utcDates: Range<Int>
    /// Half hours of the local days, counted from the first that is made.
    let places: Range<Int>

    init(from: CalendarDate, days count: Int) {
        self.from = from
        let first = SettlementDay(from).firstHalfHour
        let last = SettlementDay(from.adding(days: count - 1)).halfHours.upperBound
        made = first.day.number..<from.dayNumber + count
        utcDates = from.dayNumber..<from.dayNumber + count
        let origin = made.lowerBound * HalfHour.perDay
        places = first.index - origin..<last - origin
        days = (0..<count).map { number in
            let date = from.adding(days: number)
            let day = SettlementDay(date)
            return StudyDay(
                date: date, season: Season.of(date), periods: day.periods,
                kinds: (LocalDay(date, region: .a).kind, LocalDay(date, region: .n).kind),
                start: day.firstHalfHour.index - origin)
        }
    }

    /// The local day and the half hour by the clock at a place among those that are made.
    func local(at place: Int) -> (day: StudyDay, clock: Int) {
        // Days have 46 to 50 periods, so the day is at most one from where 48 would put it.
        var number = min(max((place - places.lowerBound) / 48, 0), days.count - 1)
        while number + 1 < days.count, days[number + 1].start <= place { number += 1 }
        while number > 0, days[number].start > place { number -= 1 }
        let day = days[number]
        return (day, StudyDay.clock(place - day.start, periods: day.periods))
    }

    /// Where the season and kind of a day stand among fifteen.
    @inline(__always)
    static func bin(_ season: Season, _ kind: LocalDay.Kind) -> Int { Int(season.rawValue) * 3 + kind.rawValue }
    static let bins = 15
}
