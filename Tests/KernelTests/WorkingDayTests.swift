import Kernel
import Testing

@Suite("Working days in England and Wales") struct WorkingDayTests {
    private let calendar = WorkingDayCalendar.englandAndWales

    /// As gov.uk/bank-holidays lists (or, for past years, listed) them.
    @Test(
        "the bank holidays are those gov.uk lists",
        arguments: [
            (2002, "01-01 03-29 04-01 05-06 06-03 06-04 08-26 12-25 12-26"),
            (2004, "01-01 04-09 04-12 05-03 05-31 08-30 12-27 12-28"),
            (2011, "01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27"),
            (2012, "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26"),
            (2015, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
            (2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"),
            (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
            (2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
            (2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),
            (2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"),
            (2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"),
            (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
            (2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
        ]) func listed(_ year: Int, _ days: String)
    {
        #expect(
            calendar.bankHolidays(in: year).map { String($0.iso.dropFirst(5)) }
                == days.split(separator: " ").map(String.init))
    }

    @Test("every year has at least eight holidays, all on weekdays, none twice") func everyYear() {
        for year in WorkingDayCalendar.years {
            let days = calendar.bankHolidays(in: year)
            #expect(days.count >= 8)
            #expect(Set(days).count == days.count)
            #expect(days.allSatisfy { !$0.weekday.isWeekend && $0.year == year && !calendar.isWorkingDay($0) })
        }
        #expect(calendar.bankHolidays(in: 1997).isEmpty)
        #expect(calendar.bankHolidays(in: 2100).isEmpty)
    }

    @Test("known years have the known number of working days", arguments: [(2023, 251), (2024, 254), (2025, 253)])
    func count(_ year: Int, _ expected: Int) throws {
        let start = try #require(CalendarDate(year: year - 1, month: 12, day: 31))
        let end = try #require(CalendarDate(year: year, month: 12, day: 31))
        #expect(calendar.workingDays(from: start, to: end) == expected)
    }

    @Test(
        "working days are counted over weekends and holidays",
        arguments: [
            ("2023-08-25", 1, "2023-08-29"), ("2023-08-29", -1, "2023-08-25"), ("2023-12-22", 1, "2023-12-27"),
            ("2023-08-26", 0, "2023-08-26"), ("2022-09-16", 1, "2022-09-20"), ("2023-08-09", 5, "2023-08-16"),
            ("2023-04-06", 2, "2023-04-12"),
        ]) func adding(_ start: String, _ count: Int, _ end: String) throws
    {
        let from = try #require(CalendarDate(iso: start))
        #expect(calendar.adding(workingDays: count, to: from).iso == end)
        #expect(calendar.workingDays(from: from, to: calendar.adding(workingDays: count, to: from)) == count)
    }

    @Test("counting and adding undo each other") func inverse() {
        let seed: UInt64 = 20_230_816
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let start = CalendarDate(dayNumber: 12_000 + generator.nextBelow(30_000))
            let count = generator.nextBelow(400) - 200
            #expect(calendar.workingDays(from: start, to: calendar.adding(workingDays: count, to: start)) == count)
        }
    }

    @Test("the ends of the calendar do not trap") func ends() {
        #expect(calendar.adding(workingDays: Int.max, to: CalendarDate.latest.adding(days: -9)) == .latest)
        #expect(calendar.adding(workingDays: Int.min, to: CalendarDate.earliest.adding(days: 9)) == .earliest)
    }
}
