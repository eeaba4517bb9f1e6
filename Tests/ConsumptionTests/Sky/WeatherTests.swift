import Kernel
import Market
import Testing

@testable import Consumption

@Suite struct WeatherTests {
    static let weather = Weather(seed: 7)

    static func day(_ year: Int, _ month: Int, _ day: Int) throws -> UTCDay {
        UTCDay(try #require(CalendarDate(year: year, month: month, day: day)))
    }

    @Test(arguments: GSPGroup.allCases) func cloudsRunOnPastMidnight(_ region: GSPGroup) throws {
        let first = try Self.day(2027, 12, 25).number
        for number in first..<(first + 14) {
            let today = Self.weather.clearness(region, UTCDay(number: number))
            let tomorrow = Self.weather.clearness(region, UTCDay(number: number + 1))
            // The season's offset changes by a step a day, so the same half hour may differ by as little.
            for place in 48..<64 { #expect(abs(today[place] - tomorrow[place - 48]) <= 20) }
        }
    }

    @Test func temperatureStraysByThreeDegreesAndKeepsFromDayToDay() throws {
        let first = try Self.day(2005, 1, 1).number
        for region in [GSPGroup.c, .g, .p] {
            let strays = (first..<(first + 14_610)).map { number in
                let day = UTCDay(number: number)
                return Self.weather.meanTemperature(region, day) - Weather.climate(region, day)
            }
            let count = strays.count
            let mean = strays.reduce(0, +) / count
            let squares = strays.reduce(0) { $0 + $1 * $1 } / count
            let products = zip(strays, strays.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / count
            #expect(abs(mean) < 25, "\(region)")
            #expect((280 * 280...320 * 320).contains(squares), "\(region): \(squares)")
            #expect((800...960).contains(products * 1_000 / squares), "\(region)")
        }
    }

    @Test func seasonIsColdestAtTheEndOfJanuary() throws {
        let first = try Self.day(2026, 1, 1).number
        let year = (first..<(first + 365)).map { Weather.climate(.c, UTCDay(number: $0)) }
        let coldest = try #require(year.indices.min { year[$0] < year[$1] })
        #expect((22...32).contains(coldest))
        #expect(year.min() == 400)
        #expect(abs(year.reduce(0, +) / 365 - 1_050) < 5)
        #expect(Weather.climate(.n, UTCDay(number: first)) == Weather.climate(.c, UTCDay(number: first)) - 150)
    }

    @Test func regionsShareWeatherInPart() throws {
        let first = try Self.day(2026, 1, 1).number
        var (together, alone) = (0, 0)
        for number in first..<(first + 2_000) {
            let day = UTCDay(number: number)
            let north = Self.weather.meanTemperature(.f, day) - Weather.climate(.f, day)
            let south = Self.weather.meanTemperature(.l, day) - Weather.climate(.l, day)
            together += north * south
            alone += (north * north + south * south) / 2
        }
        // Two thirds: 0.82² of the deviates are common.
        #expect((560...780).contains(together * 1_000 / alone))
    }
}
