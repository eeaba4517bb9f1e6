import Kernel
import Testing

@Suite("The calendar") struct CalendarTests {
    /// Zeller's congruence, an independent account of weekdays: 0 is Saturday.
    private func zeller(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let (shiftedYear, shiftedMonth) = month < 3 ? (year - 1, month + 12) : (year, month)
        let (century, inCentury) = (shiftedYear / 100, shiftedYear % 100)
        return (day + 13 * (shiftedMonth + 1) / 5 + inCentury + inCentury / 4 + century / 4 + 5 * century) % 7
    }

    @Test("every day from 1900 to 2199 makes the round trip and has Zeller's weekday") func everyDay() {
        var number = CalendarDate.earliest.dayNumber
        var bad = 0
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        for year in 1900...2199 {
            let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
            for month in 1...12 {
                let length = lengths[month - 1] + (month == 2 && leap ? 1 : 0)
                for day in 1...length {
                    guard let date = CalendarDate(year: year, month: month, day: day) else {
                        bad += 1
                        continue
                    }
                    let weekday = (zeller(year, month, day) + 5) % 7 + 1
                    let same =
                        date.dayNumber == number && date.year == year && date.month == month && date.day == day
                        && date.weekday.rawValue == weekday && CalendarDate(iso: date.iso) == date
                        && CalendarDate(dayNumber: number) == date && date.calendarMonth.contains(date)
                    if !same { bad += 1 }
                    number += 1
                }
                if CalendarDate(year: year, month: month, day: length + 1) != nil { bad += 1 }
            }
        }
        #expect(bad == 0)
        #expect(number == CalendarDate.latest.dayNumber + 1)
    }

    @Test("known days have their known numbers")
    func knownDays() throws {
        let epoch = try #require(CalendarDate(year: 1970, month: 1, day: 1))
        #expect(epoch.dayNumber == 0)
        #expect(epoch.weekday == .thursday)
        #expect(CalendarDate.earliest.iso == "1900-01-01")
        #expect(CalendarDate.latest.iso == "2199-12-31")
        #expect(CalendarDate(iso: "2023-12-15")?.weekday == .friday)
    }

    @Test(
        "dates that never were are refused",
        arguments: [
            "2023-02-29", "1900-02-29", "2023-13-01", "2023-00-10", "2023-01-00", "2023-04-31", "1899-12-31",
            "2200-01-01",
            "2023-1-01", "2023-01-1", "2023/01/01", "", "2023-01-011", "x023-01-01", "２023-01-01",
        ]) func refused(_ text: String)
    { #expect(CalendarDate(iso: text) == nil) }

    @Test("arithmetic stops at the ends of the range") func ends() {
        #expect(CalendarDate.latest.adding(days: 1) == .latest)
        #expect(CalendarDate.latest.adding(days: Int.max) == .latest)
        #expect(CalendarDate.earliest.adding(days: Int.min) == .earliest)
        #expect(CalendarDate(dayNumber: Int.max) == .latest)
        #expect(CalendarDate.latest.calendarMonth.adding(months: Int.max).iso == "2199-12")
        #expect(CalendarDate.earliest.calendarMonth.adding(months: Int.min).iso == "1900-01")
    }

    @Test("months know their days") func months() throws {
        let february = try #require(CalendarMonth(iso: "2024-02"))
        #expect(february.first.iso == "2024-02-01")
        #expect(february.last.iso == "2024-02-29")
        #expect(february.adding(months: 11).iso == "2025-01")
        #expect(february.adding(months: -2).iso == "2023-12")
        #expect(february.adding(months: 11) - february == 11)
        #expect(CalendarMonth(year: 2024, month: 13) == nil)
        #expect(CalendarMonth(iso: "2024-2") == nil)
    }

    @Test("weekdays are read as printed") func weekdays() {
        for weekday in Weekday.allCases {
            #expect(Weekday(printed: weekday.name) == weekday)
            #expect(Weekday(printed: weekday.shortName) == weekday)
            #expect(Weekday(printed: weekday.name.uppercased()) == weekday)
        }
        #expect(Weekday(printed: "Mo") == nil)
        #expect(Weekday(printed: "") == nil)
    }

    @Test("times of day run to the end of the day") func times() {
        #expect(TimeOfDay(hour: 24, minute: 0)?.description == "24:00")
        #expect(TimeOfDay(hour: 24, minute: 1) == nil)
        #expect(TimeOfDay(hour: 10, minute: 60) == nil)
        #expect(TimeOfDay(hour: -1, minute: 0) == nil)
        #expect(TimeOfDay(minutes: 605)?.description == "10:05")
        #expect(TimeOfDay(minutes: 1_441) == nil)
    }
}
