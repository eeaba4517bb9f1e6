import Kernel

/// When schools are closed on weekdays: the pattern that most councils' calendars follow, worked out for any year.
///
/// Councils set their own dates, within about a week of these; no calendar of any council is held.
enum SchoolTerms {
    /// Whether a school is on holiday on this date. Weekends and bank holidays are the calendar's affair.
    static func isHoliday(_ date: CalendarDate, scottish: Bool) -> Bool {
        let (year, place) = (date.year, date.month * 100 + date.day)
        if scottish {
            if place >= 1_222 || place <= 104 || (627...816).contains(place) { return true }
            // A long weekend in February, and two weeks each in April and October.
            return isWithin(date, monday: (2, 14), year: year, days: 2)
                || isWithin(date, monday: (4, 1), year: year, days: 12)
                || isWithin(date, monday: (10, 9), year: year, days: 12)
        }
        if place >= 1_220 || place <= 103 || (722...902).contains(place) { return true }
        if let easterMonday = easterMonday(of: year) {
            // From the Monday before Good Friday to the Friday after Easter.
            let after = date - easterMonday
            if (-7...4).contains(after) { return true }
        }
        return isWithin(date, monday: (2, 14), year: year, days: 5)
            || isWithin(date, monday: (5, 25), year: year, days: 5)
            || isWithin(date, monday: (10, 24), year: year, days: 5)
    }

    /// Whether the date lies in the days that start on the first Monday from a date on.
    private static func isWithin(
        _ date: CalendarDate, monday earliest: (month: Int, day: Int), year: Int, days: Int
    ) -> Bool {
        guard let start = CalendarDate(year: year, month: earliest.month, day: earliest.day) else { return false }
        let monday = start.adding(days: (8 - start.weekday.rawValue) % 7)
        return (0..<days).contains(date - monday)
    }

    /// The only Monday in March or April that is a bank holiday three days after another.
    private static func easterMonday(of year: Int) -> CalendarDate? {
        let holidays = WorkingDayCalendar.englandAndWales.bankHolidays(in: year)
        return holidays.first { date in
            (3...4).contains(date.month) && date.weekday == .monday && holidays.contains(date.adding(days: -3))
        }
    }
}
