import Kernel
import Testing

@Suite("Bank holidays of both calendars") struct BankHolidayTests {
    private static let england = WorkingDayCalendar.englandAndWales
    private static let scotland = WorkingDayCalendar.scotland

    /// As gov.uk/bank-holidays lists (or, for past years, listed) them.
    @Test(
        "the bank holidays of England and Wales are those that gov.uk lists",
        arguments: [
            (1998, "01-01 04-10 04-13 05-04 05-25 08-31 12-25 12-28"),
            (1999, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28 12-31"),
            (2000, "01-03 04-21 04-24 05-01 05-29 08-28 12-25 12-26"),
            (2019, "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26"),
            (2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"),
            (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
            (2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
            (2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),
            (2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"),
            (2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"),
            (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        ]) func english(_ year: Int, _ days: String)
    {
        #expect(Self.printed(Self.england, year) == days)
    }

    @Test(
        "the bank holidays of Scotland are those that gov.uk lists",
        arguments: [
            (1998, "01-01 01-02 04-10 05-04 05-25 08-03 12-25 12-28"),
            (1999, "01-01 01-04 04-02 05-03 05-31 08-02 12-27 12-28 12-31"),
            (2000, "01-03 01-04 04-21 05-01 05-29 08-07 12-25 12-26"),
            (2002, "01-01 01-02 03-29 05-06 06-03 06-04 08-05 12-25 12-26"),
            (2006, "01-02 01-03 04-14 05-01 05-29 08-07 12-25 12-26"),
            (2007, "01-01 01-02 04-06 05-07 05-28 08-06 11-30 12-25 12-26"),
            (2011, "01-03 01-04 04-22 04-29 05-02 05-30 08-01 11-30 12-26 12-27"),
            (2012, "01-02 01-03 04-06 05-07 06-04 06-05 08-06 11-30 12-25 12-26"),
            (2019, "01-01 01-02 04-19 05-06 05-27 08-05 12-02 12-25 12-26"),
            (2020, "01-01 01-02 04-10 05-08 05-25 08-03 11-30 12-25 12-28"),
            (2021, "01-01 01-04 04-02 05-03 05-31 08-02 11-30 12-27 12-28"),
            (2022, "01-03 01-04 04-15 05-02 06-02 06-03 08-01 09-19 11-30 12-26 12-27"),
            (2023, "01-02 01-03 04-07 05-01 05-08 05-29 08-07 11-30 12-25 12-26"),
            (2024, "01-01 01-02 03-29 05-06 05-27 08-05 12-02 12-25 12-26"),
            (2025, "01-01 01-02 04-18 05-05 05-26 08-04 12-01 12-25 12-26"),
            (2026, "01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28"),
        ]) func scottish(_ year: Int, _ days: String)
    {
        #expect(Self.printed(Self.scotland, year) == days)
    }

    /// The day's paschal full moons by golden number, as the Book of Common Prayer prints them for 1900 to 2199.
    private static let fullMoons = [
        "04-14", "04-03", "03-23", "04-11", "03-31", "04-18", "04-08", "03-28", "04-16", "04-05", "03-25", "04-13",
        "04-02", "03-22", "04-10", "03-30", "04-17", "04-07", "03-27",
    ]

    @Test("Easter's holidays stand about the Sunday after the paschal full moon of the prayer book") func easter()
        throws
    {
        for year in WorkingDayCalendar.years {
            var sunday = try #require(CalendarDate(iso: "\(year)-\(Self.fullMoons[year % 19])")).adding(days: 1)
            while sunday.weekday != .sunday { sunday = sunday.adding(days: 1) }
            for calendar in [Self.england, Self.scotland] { #expect(calendar.isBankHoliday(sunday.adding(days: -2))) }
            #expect(Self.england.isBankHoliday(sunday.adding(days: 1)))
            #expect(!Self.scotland.isBankHoliday(sunday.adding(days: 1)))
        }
    }

    @Test("every year has its full number of holidays, on weekdays, in order, none twice") func counts() {
        let extra = [1999: 1, 2002: 1, 2011: 1, 2012: 1, 2022: 2, 2023: 1]
        for year in WorkingDayCalendar.years {
            let (english, scottish) = (
                Self.england.bankHolidays(in: year), Self.scotland.bankHolidays(in: year)
            )
            #expect(english.count == 8 + extra[year, default: 0])
            let ownDay = year == 2026 ? 1 : 0
            #expect(scottish.count == (year < 2007 ? 8 : 9) + extra[year, default: 0] + ownDay)
            for (calendar, days) in [(Self.england, english), (Self.scotland, scottish)] {
                #expect(days == Set(days).sorted())
                #expect(days.allSatisfy { !$0.weekday.isWeekend && $0.year == year && calendar.isBankHoliday($0) })
            }
        }
        for calendar in [Self.england, Self.scotland] {
            #expect(calendar.bankHolidays(in: 1997).isEmpty && calendar.bankHolidays(in: 2100).isEmpty)
        }
    }

    @Test("a fixed day is kept where it falls on a weekday, else on a weekday after it, within four days") func fixed()
        throws
    {
        for year in WorkingDayCalendar.years {
            let january = (Self.england, ["01-01"], 3), newYear = (Self.scotland, ["01-01", "01-02"], 4)
            let christmas = ["12-25", "12-26"]
            var cases = [january, newYear, (Self.england, christmas, 4), (Self.scotland, christmas, 4)]
            if year >= 2007 { cases.append((Self.scotland, ["11-30"], 3)) }
            for (calendar, days, within) in cases {
                let dates = try days.map { try #require(CalendarDate(iso: "\(year)-\($0)")) }
                for date in dates { #expect(date.weekday.isWeekend || calendar.isBankHoliday(date)) }
                let kept = (0..<within).map { dates[0].adding(days: $0) }.filter(calendar.isBankHoliday)
                #expect(kept.count == dates.count, "\(year) \(days)")
            }
        }
    }

    @Test("Scotland's August holiday is its first Monday, England's its last") func august() throws {
        for year in WorkingDayCalendar.years {
            let scottish = Self.scotland.bankHolidays(in: year).filter { $0.month == 8 }
            let english = Self.england.bankHolidays(in: year).filter { $0.month == 8 }
            #expect(scottish.count == 1 && scottish.allSatisfy { $0.weekday == .monday && $0.day <= 7 })
            #expect(english.count == 1 && english.allSatisfy { $0.weekday == .monday && $0.day >= 25 })
        }
    }

    @Test("working days count by each nation's own holidays") func workingDays() throws {
        let start = try #require(CalendarDate(iso: "2025-12-31"))
        #expect(Self.england.adding(workingDays: 1, to: start).iso == "2026-01-02")
        #expect(Self.scotland.adding(workingDays: 1, to: start).iso == "2026-01-05")
        let end = try #require(CalendarDate(iso: "2026-12-31"))
        // 261 weekdays, less eight and ten holidays.
        #expect(Self.england.workingDays(from: start, to: end) == 253)
        #expect(Self.scotland.workingDays(from: start, to: end) == 251)
    }

    private static func printed(_ calendar: WorkingDayCalendar, _ year: Int) -> String {
        calendar.bankHolidays(in: year).map { String($0.iso.dropFirst(5)) }.joined(separator: " ")
    }
}
