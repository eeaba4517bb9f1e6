import Kernel
import Market
import TestSupport
import Testing

@testable import Consumption

/// Sunrise and sunset against NOAA's formulas (after Meeus, "Astronomical Algorithms"), worked out by Python.
@Suite struct SunTests {
    struct Place: Sendable, CustomStringConvertible {
        var latitude: Int
        var longitude: Int
        var description: String { "\(latitude)' north, \(longitude)' east" }
    }

    static let places = [
        Place(latitude: 2_995, longitude: -330), Place(latitude: 3_150, longitude: -115),
        Place(latitude: 3_090, longitude: 105), Place(latitude: 3_650, longitude: -75),
    ]

    @Test(arguments: places) func agreesWithNOAAInEveryYear(_ place: Place) async throws {
        // Whole years early, at hand and late, ordinary and leap.
        let years = [2000, 2026, 2028, 2061, 2098]
        let oracle = try await Self.oracle(place, years)
        var worst = 0
        var at = 0
        for year in years {
            let first = try #require(CalendarDate(year: year, month: 1, day: 1))
            for step in 0..<(CalendarDate.isLeap(year) ? 366 : 365) {
                let day = UTCDay(first.adding(days: step))
                let sun = Sun.riseAndSet(
                    day: day, latitudeArcminutes: place.latitude, longitudeArcminutes: place.longitude)
                // In tenths of a minute.
                let apart = max(abs(sun.rise * 10 - oracle[at]), abs(sun.set * 10 - oracle[at + 1]))
                if apart > worst { worst = apart }
                at += 2
            }
        }
        #expect(at == oracle.count)
        #expect(worst <= 7, "\(place): at worst \(worst) tenths of a minute from the oracle")
    }

    @Test func nightsOfAYearInTheMidlandsSumToThePublishedFigure() throws {
        let first = try #require(CalendarDate(year: 2026, month: 1, day: 1))
        let night = (0..<365).reduce(0) { sum, step in
            let sun = Sun.riseAndSet(
                day: UTCDay(first.adding(days: step)), latitudeArcminutes: 3_150, longitudeArcminutes: 0)
            return sum + 1_440 - (sun.set - sun.rise)
        }
        #expect(abs(night - 4_276 * 60) <= 2 * 60, "\(night / 60) hours")
    }

    @Test func directionIsAUnitVectorAndNoonIsSouth() throws {
        let date = try #require(CalendarDate(year: 2026, month: 6, day: 21))
        for minute in stride(from: 0, to: 1_440, by: 7) {
            let sun = SunPosition(minutesSince2000: Sun.minutesSince2000(UTCDay(date)) + minute)
            let latitude = SunTables.angle(arcminutes: 3_150)
            let found = sun.direction(latitude: latitude, clock: minute << 32 / 1_440)
            let length = [found.east, found.north, found.up].reduce(0) { $0 + ($1 >> 10) * ($1 >> 10) }
            #expect(abs(length - 1 << 40) < 1 << 24)
        }
        let noon = SunPosition(minutesSince2000: Sun.minutesSince2000(UTCDay(date)) + 720)
        let found = noon.direction(latitude: SunTables.angle(arcminutes: 3_150), clock: 1 << 31)
        // 90 - 52.5 + 23.44 degrees high: sine 0.8738; to the south; near the meridian, two minutes behind the clock.
        #expect(abs(found.up - 938_232_000) < 1_000_000)
        #expect(found.north < 0)
        #expect(abs(found.east) < 1 << 30 / 50)
    }

    @Test(arguments: [0, 1, 2, 3, 4, 15, 16, 17, 1 << 60, 1 << 60 - 1, (1 << 30 - 1) * (1 << 30 - 1), .max])
    func rootIsExact(_ square: Int) {
        let root = SunTables.squareRoot(square)
        #expect(root * root <= square)
        let (next, over) = (root + 1).multipliedReportingOverflow(by: root + 1)
        #expect(over || next > square)
    }

    @Test func theCheckedInTablesAreWhatTheToolMakes() async throws {
        let outcome = try await Subprocess.python("scripts/consumption/make-sky", ["--check"])
        #expect(outcome.succeeded, "\(outcome.errors)")
    }

    /// Rise and set of each day of the years, in tenths of a minute of the UTC day.
    private static func oracle(_ place: Place, _ years: [Int]) async throws -> [Int] {
        let script = """
            import math, datetime, sys
            lat, lon = int(sys.argv[1]) / 60, int(sys.argv[2]) / 60
            rad, deg = math.radians, math.degrees
            def sun(jd):
                t = (jd - 2451545) / 36525
                l = (280.46646 + t * (36000.76983 + t * 0.0003032)) % 360
                m = rad(357.52911 + t * (35999.05029 - 0.0001537 * t))
                e = 0.016708634 - t * (0.000042037 + 0.0000001267 * t)
                c = (math.sin(m) * (1.914602 - t * (0.004817 + 0.000014 * t))
                     + math.sin(2 * m) * (0.019993 - 0.000101 * t) + math.sin(3 * m) * 0.000289)
                omega = rad(125.04 - 1934.136 * t)
                apparent = rad(l + c - 0.00569 - 0.00478 * math.sin(omega))
                eps = rad(23 + (26 + (21.448 - t * (46.815 + t * (0.00059 - t * 0.001813))) / 60) / 60
                          + 0.00256 * math.cos(omega))
                dec = math.asin(math.sin(eps) * math.sin(apparent))
                y = math.tan(eps / 2) ** 2
                l = rad(l)
                eot = 4 * deg(y * math.sin(2 * l) - 2 * e * math.sin(m) + 4 * e * y * math.sin(m) * math.cos(2 * l)
                              - 0.5 * y * y * math.sin(4 * l) - 1.25 * e * e * math.sin(2 * m))
                return dec, eot
            def cross(jd, side):
                minute = 720.0
                for _ in range(6):
                    dec, eot = sun(jd + minute / 1440)
                    h = deg(math.acos((math.sin(rad(-0.833)) - math.sin(rad(lat)) * math.sin(dec))
                                      / (math.cos(rad(lat)) * math.cos(dec))))
                    minute = 720 - 4 * lon - eot + side * 4 * h
                return minute
            for year in map(int, sys.argv[3:]):
                day = datetime.date(year, 1, 1)
                while day.year == year:
                    jd = day.toordinal() + 1721424.5
                    print(round(cross(jd, -1) * 10), round(cross(jd, 1) * 10))
                    day += datetime.timedelta(1)
            """
        let outcome = try await Subprocess.run(
            Subprocess.python,
            ["-c", script, "\(place.latitude)", "\(place.longitude)"] + years.map(String.init))
        return outcome.text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    }
}
