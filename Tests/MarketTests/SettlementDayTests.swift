import Kernel
import Market
import TestSupport
import Testing

/// How clocks go, by the system's time-zone database as Python reads it.
struct LocalDaysOracle {
    struct Day {
        let date: CalendarDate
        let first: Int
        let count: Int
    }

    struct Half {
        let index: Int
        let stamp: String
        let date: CalendarDate
        let period: Int
    }

    var days: [Day] = []
    var halves: [Half] = []

    init() async throws {
        let outcome = try await Subprocess.python("Tests/MarketTests/Oracles/local_days.py")
        try #require(outcome.succeeded, "\(outcome.errors)")
        for line in outcome.text.split(separator: "\n") {
            let parts = line.split(separator: " ")
            if parts[0] == "day" {
                let date = try #require(CalendarDate(iso: parts[1]))
                days.append(Day(date: date, first: try #require(Int(parts[2])), count: try #require(Int(parts[3]))))
            } else {
                let date = try #require(CalendarDate(iso: parts[3]))
                let (index, period) = (try #require(Int(parts[1])), try #require(Int(parts[4])))
                halves.append(Half(index: index, stamp: String(parts[2]), date: date, period: period))
            }
        }
    }
}

@Suite("Settlement days") struct SettlementDayTests {
    @Test("every day from 1998 to 2050 begins and ends where the time-zone database says") func everyDay() async throws
    {
        let oracle = try await LocalDaysOracle()
        #expect(oracle.days.count == 19_358)
        var counts: [Int: Int] = [:]
        for expected in oracle.days {
            let day = SettlementDay(expected.date)
            counts[day.periods, default: 0] += 1
            guard day.firstHalfHour.index == expected.first, day.periods == expected.count,
                day.halfHours == expected.first..<expected.first + expected.count
            else {
                Issue.record("\(expected.date) is \(day.halfHours), not \(expected.first) and \(expected.count) on")
                continue
            }
            for period in 1...expected.count {
                let halfHour = HalfHour(index: expected.first + period - 1)
                let found = SettlementDay.containing(halfHour)
                if found.day != day || found.period != period || day.halfHour(ofPeriod: period) != halfHour {
                    Issue.record("\(halfHour) is \(found.day.date) period \(found.period), not \(period)")
                }
            }
        }
        #expect(counts == [46: 53, 48: 19_358 - 106, 50: 53])

        // The days about each change, half hour by half hour, as clocks print them.
        #expect(oracle.halves.count == 53 * 6 * 48)
        for expected in oracle.halves {
            let halfHour = HalfHour(index: expected.index)
            let local = halfHour.local
            #expect(local.iso == expected.stamp)
            #expect(local.day.date == expected.date && local.period == expected.period)
            #expect(local.isSummerTime == expected.stamp.hasSuffix("+01:00"))
            #expect(SettlementDay.clockOffset(at: halfHour) == (local.isSummerTime ? 2 : 0))
            #expect(try HalfHour(reading: expected.stamp) == halfHour)
        }
    }

    /// The table of the notes, section 2.5.
    @Test(
        "local days run from and to known half hours",
        arguments: [
            ("2026-01-15", "2026-01-15T00:00:00Z", 48), ("2026-03-29", "2026-03-29T00:00:00Z", 46),
            ("2026-03-30", "2026-03-29T23:00:00Z", 48), ("2026-10-25", "2026-10-24T23:00:00Z", 50),
            ("2026-10-26", "2026-10-26T00:00:00Z", 48),
        ]) func known(_ date: String, _ first: String, _ periods: Int) throws
    {
        let day = SettlementDay(try #require(CalendarDate(iso: date)))
        #expect(day.firstHalfHour.description == first)
        #expect(day.periods == periods)
        #expect(day.halfHour(ofPeriod: 0) == nil && day.halfHour(ofPeriod: periods + 1) == nil)
        #expect(SettlementDay(containing: day.firstHalfHour) == day)
        #expect(SettlementDay(containing: day.firstHalfHour.advanced(by: -1)) != day)
    }

    @Test("on the long day periods 5 and 6 are the second hour after one, and 50 is 23:30") func longDay() throws {
        let day = SettlementDay(try #require(CalendarDate(iso: "2023-10-29")))
        func local(_ period: Int) throws -> String { try #require(day.halfHour(ofPeriod: period)).local.description }
        #expect(try local(3) == "2023-10-29 01:00 BST, period 3")
        #expect(try local(5) == "2023-10-29 01:00 GMT, period 5")
        #expect(try local(6) == "2023-10-29 01:30 GMT, period 6")
        #expect(try local(50) == "2023-10-29 23:30 GMT, period 50")
    }

    @Test("slices of UTC days and local days cover each other, half hour by half hour") func slices() throws {
        for number in 10_227..<29_585 {
            let utc = UTCDay(number: number)
            let local = SettlementDay(utc.date)
            if DayKind.utc.halfHours(of: utc.date) != number * 48..<number * 48 + 48
                || DayKind.local.halfHours(of: utc.date) != local.halfHours
            {
                Issue.record("\(utc.date)")
            }
            for (slices, range) in [(utc.slices, number * 48..<number * 48 + 48), (local.slices, local.halfHours)] {
                #expect((1...2).contains(slices.count))
                var covered: [Int] = []
                for slice in slices {
                    #expect(slice.count == slice.localPlaces.count && slice.count == slice.utcPlaces.count)
                    for (utcPlace, localPlace) in zip(slice.utcPlaces, slice.localPlaces) {
                        let index = slice.utcDay.number * 48 + utcPlace
                        if slice.settlementDay.halfHour(ofPeriod: localPlace + 1)?.index != index {
                            Issue.record("\(slice)")
                        }
                        covered.append(index)
                    }
                }
                #expect(covered == Array(range))
            }
        }
    }

    @Test(
        "slices of known local days",
        arguments: [
            ("2026-01-15", ["2026-01-15 0..<48 0..<48"]), ("2026-03-29", ["2026-03-29 0..<46 0..<46"]),
            ("2026-03-30", ["2026-03-29 46..<48 0..<2", "2026-03-30 0..<46 2..<48"]),
            ("2026-10-25", ["2026-10-24 46..<48 0..<2", "2026-10-25 0..<48 2..<50"]),
            ("2026-10-26", ["2026-10-26 0..<48 0..<48"]),
        ]) func knownSlices(_ date: String, _ expected: [String]) throws
    {
        let slices = SettlementDay(try #require(CalendarDate(iso: date))).slices
        #expect(slices.map { "\($0.utcDay.date) \($0.utcPlaces) \($0.localPlaces)" } == expected)
        let day = try #require(CalendarDate(iso: date))
        #expect(DaySlice(UTCDay(day.adding(days: 2)), SettlementDay(day)) == nil)
    }

    @Test("the ends of the calendar do not trap") func ends() {
        #expect(SettlementDay(.latest).periods == 48 && SettlementDay(.earliest).periods == 48)
        #expect(UTCDay(.latest).slices.count == 1 && UTCDay(.earliest).slices.count == 1)
        #expect(SettlementDay.clockOffset(at: HalfHour(index: 48 * 1_000_000)) == 0)
        #expect(SettlementDay.clockChanges(in: 1900).forward.iso == "1900-03-25")
        #expect(SettlementDay.clockChanges(in: 2199).back.iso == "2199-10-27")
    }

    @Test("the year's clock changes are last Sundays") func changes() {
        for year in CalendarDate.years {
            let changes = SettlementDay.clockChanges(in: year)
            for (date, month) in [(changes.forward, 3), (changes.back, 10)] {
                #expect(date.weekday == .sunday && date.year == year && date.month == month && date.day > 24)
                #expect(SettlementDay(date).periods == (month == 3 ? 46 : 50))
            }
        }
    }
}

@Suite("Half hours") struct HalfHourTests {
    @Test("UTC days have 48 periods, before 1970 too") func utc() throws {
        for (date, number) in [("1969-12-31", -1), ("1970-01-01", 0), ("2026-01-15", 20_468)] {
            let day = UTCDay(try #require(CalendarDate(iso: date)))
            #expect(day.number == number && day.date.iso == date)
            for period in 1...48 {
                let halfHour = HalfHour(utcDate: day.date, period: period)
                #expect(halfHour.index == number * 48 + period - 1)
                #expect(halfHour.day == day && halfHour.period == period)
            }
        }
        #expect(HalfHour(index: -1).description == "1969-12-31T23:30:00Z")
        #expect((-7).flooredQuotient(by: 3) == -3 && (-6).flooredQuotient(by: 3) == -2 && 7.flooredQuotient(by: 3) == 2)
    }

    @Test(
        "time stamps are read",
        arguments: [
            ("2026-01-15T17:30:00Z", "2026-01-15T17:30:00Z"), ("2026-01-15T17:30Z", "2026-01-15T17:30:00Z"),
            ("2026-01-15T17:30:00+00:00", "2026-01-15T17:30:00Z"), ("2026-07-01T00:30+01:00", "2026-06-30T23:30:00Z"),
            ("2026-07-01T00:00:00.000Z", "2026-07-01T00:00:00Z"), ("2026-10-25T01:30:00+01:00", "2026-10-25T00:30:00Z"),
            ("2026-10-25T01:30:00+00:00", "2026-10-25T01:30:00Z"),
            ("2026-01-15T17:30:00-00:00", "2026-01-15T17:30:00Z"),
            ("2025-12-31T19:30:00-05:00", "2026-01-01T00:30:00Z"), ("2026-01-01T05:15+05:45", "2025-12-31T23:30:00Z"),
            ("1969-12-31T23:30Z", "1969-12-31T23:30:00Z"), ("2024-02-29T12:00Z", "2024-02-29T12:00:00Z"),
            ("1900-01-01T00:00Z", "1900-01-01T00:00:00Z"), ("2199-12-31T23:30Z", "2199-12-31T23:30:00Z"),
        ]) func reads(_ printed: String, _ expected: String) throws
    {
        #expect(try HalfHour(reading: printed).description == expected)
    }

    @Test(
        "what is no half hour is refused and the message says why",
        arguments: [
            ("", "“” is no time stamp; one is written like 2026-01-15T17:30:00Z"),
            ("2026-01-15", "“2026-01-15” is no time stamp; one is written like 2026-01-15T17:30:00Z"),
            ("2026-01-15 17:30", "“2026-01-15 17:30” is no time stamp; one is written like 2026-01-15T17:30:00Z"),
            ("2026-1-15T17:30Z", "“2026-1-15T17:30Z” is no time stamp; one is written like 2026-01-15T17:30:00Z"),
            (
                "2026-01-15T17:30Zulu",
                "“2026-01-15T17:30Zulu” is no time stamp; one is written like 2026-01-15T17:30:00Z"
            ),
            ("2026-01-15T17:30+1", "“2026-01-15T17:30+1” is no time stamp; one is written like 2026-01-15T17:30:00Z"),
            (
                "2026-01-15T17:30:00.Z",
                "“2026-01-15T17:30:00.Z” is no time stamp; one is written like 2026-01-15T17:30:00Z"
            ),
            ("2026-02-29T00:00Z", "“2026-02-29T00:00Z” names a day that is not in the calendar of 1900 to 2199"),
            ("1899-12-31T23:30Z", "“1899-12-31T23:30Z” names a day that is not in the calendar of 1900 to 2199"),
            (
                "1900-01-01T00:30+01:00",
                "“1900-01-01T00:30+01:00” names a day that is not in the calendar of 1900 to 2199"
            ),
            (
                "2026-01-15T24:00Z",
                "“2026-01-15T24:00Z” names a time that no clock shows; hours end at 23, minutes and seconds at 59"
            ),
            (
                "2026-01-15T17:30:60Z",
                "“2026-01-15T17:30:60Z” names a time that no clock shows; hours end at 23, minutes and seconds at 59"
            ),
            (
                "2026-01-15T17:30:00",
                "“2026-01-15T17:30:00” does not say how far from UTC its clock is; end it with Z, +00:00 or +01:00"
            ),
            (
                "2026-01-15T17:45Z",
                "“2026-01-15T17:45Z” is no beginning of a half hour; the one that holds it begins at 2026-01-15T17:30:00Z"
            ),
            (
                "2026-01-15T17:30:01Z",
                "“2026-01-15T17:30:01Z” is no beginning of a half hour; the one that holds it begins at "
                    + "2026-01-15T17:30:00Z"
            ),
            (
                "2026-01-15T17:30:00.001Z",
                "“2026-01-15T17:30:00.001Z” is no beginning of a half hour; the one that holds it begins at "
                    + "2026-01-15T17:30:00Z"
            ),
            (
                "1969-12-31T23:59:59Z",
                "“1969-12-31T23:59:59Z” is no beginning of a half hour; the one that holds it begins at "
                    + "1969-12-31T23:30:00Z"
            ),
        ]) func refuses(_ printed: String, _ message: String)
    {
        let error = #expect(throws: TimestampError.self) { try HalfHour(reading: printed) }
        #expect(error?.description == message)
    }

    @Test("what is printed is read again, in UTC and by local clocks") func roundTrip() async throws {
        try await Property.check(seed: 20_260_329, count: 5_000) { generator in
            let halfHour = HalfHour(index: generator.nextBelow(1_200_000) - 20_000)
            let (utc, local) = (try HalfHour(reading: "\(halfHour)"), try HalfHour(reading: halfHour.local.iso))
            try Property.hold(utc == halfHour && local == halfHour, "\(halfHour), \(halfHour.local)")
        }
    }
}
