import Kernel
import Market
import Testing

@Suite("Elexon seasons") struct SeasonTests {
    @Test(
        "seasons begin on known days",
        arguments: [
            (2019, "03-31 05-11 07-20 09-02 10-27"), (2022, "03-27 05-14 07-23 09-05 10-30"),
            (2023, "03-26 05-13 07-22 09-04 10-29"), (2024, "03-31 05-11 07-20 09-02 10-27"),
            (2026, "03-29 05-16 07-25 09-07 10-25"),
        ]) func known(_ year: Int, _ expected: String)
    {
        let dates = SeasonDates(of: year)
        #expect(
            Season.allCases.map { String(dates.start(of: $0).iso.dropFirst(5)) }
                == expected.split(separator: " ").map(String.init))
        #expect(dates.days(of: .highSummer).upperBound == dates.autumn.adding(days: -1))
    }

    /// Found the long way: by walking from the bank holiday, a day at a time.
    @Test("every day from 1998 to 2050 lies in one season, the one that walking finds") func everyDay() throws {
        for year in 1998...2050 {
            let dates = SeasonDates(of: year)
            let before = SeasonDates(of: year - 1)
            let holidays = WorkingDayCalendar.englandAndWales.bankHolidays(in: year)
            let august = try #require(holidays.last { $0.month == 8 })
            var saturdays: [CalendarDate] = []
            var walked = august
            while saturdays.count < 16 {
                walked = walked.adding(days: -1)
                if walked.weekday == .saturday { saturdays.append(walked) }
            }
            var sunday = august
            while sunday.weekday != .sunday { sunday = sunday.adding(days: 1) }

            var date = try #require(CalendarDate(year: year, month: 1, day: 1))
            var season = Season.winter
            while date.year == year {
                if SettlementDay(date).periods == 46 { season = .spring }
                if date == saturdays[15] { season = .summer }
                if date == saturdays[5] { season = .highSummer }
                if date == sunday.adding(days: 1) { season = .autumn }
                if SettlementDay(date).periods == 50 { season = .winter }
                #expect(Season.of(date) == season, "\(date)")
                let holding = [before, dates].flatMap { year in
                    Season.allCases.filter { year.days(of: $0).contains(date) }
                }
                #expect(holding == [season], "\(date)")
                date = date.adding(days: 1)
            }
            #expect(dates.days(of: .summer).count == 70)
            #expect(dates.days(of: .highSummer).count == 44)
        }
    }

    @Test("seasons have their names in order, and the calendar's ends do not trap") func names() {
        #expect(Season.allCases.map(\.name) == ["Spring", "Summer", "High Summer", "Autumn", "Winter"])
        #expect(Season.allCases.map(\.word) == ["spring", "summer", "high-summer", "autumn", "winter"])
        #expect(Season.allCases == Season.allCases.sorted())
        #expect(Season.of(.earliest) == .winter && Season.of(.latest) == .winter)
        #expect(SeasonDates(of: 2199).days(of: .winter).upperBound == .latest)
    }
}

extension ClosedRange<CalendarDate> {
    fileprivate var count: Int { upperBound - lowerBound + 1 }
}
