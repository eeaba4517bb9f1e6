import Kernel
import Market
import Testing

@testable import Consumption

@Suite struct HeatTests {
    @Test func heatPumpsOfAGroupPeakOnColdMornings() throws {
        let fixture = AddOnFixture()
        let from = try AddOnFixture.number(2026, 1, 1)
        let sites = 80
        var group = [[Int]](repeating: [Int](repeating: 0, count: 48), count: 365)
        var years: [Int] = []
        var expected = 0
        for site in 0..<sites {
            let subject = AddOnFixture.subject(site)
            let traits = fixture.models.traits([.heatPump], subject: subject, region: .c)
            var sum = 0
            for day in 0..<365 {
                let made = fixture.run(traits, [.heatPump], subject: subject, day: from + day).demand
                for place in 0..<48 {
                    group[day][place] += Int(made[place])
                    sum += Int(made[place])
                }
            }
            years.append(sum)
            expected += fixture.models.expected(traits, [.heatPump], region: .c).heatPump
        }
        let median = years.sorted()[sites / 2]
        #expect((3_200_000...4_500_000).contains(median), "\(median) Wh a year")
        #expect(abs(years.reduce(0, +) - expected) * 100 <= 10 * expected)
        let coldest = try #require(group.indices.max { group[$0].max() ?? 0 < group[$1].max() ?? 0 })
        let row = group[coldest]
        let peak = try #require(row.indices.max { row[$0] < row[$1] })
        #expect((10...18).contains(peak), "place \(peak)")
        let watts = row[peak] * 2 / sites
        #expect((1_450...1_950).contains(watts), "\(watts) W a site")
        let night = row[0..<8].reduce(0, +) * 2 / sites / 8
        #expect((330...500).contains(night * 1_000 / watts), "\(night) W at night")
        // High summer has hot water alone.
        let summer = group[195...205].flatMap { $0 }.reduce(0, +) / 11 / sites
        #expect((1_500...4_500).contains(summer), "\(summer) Wh a day")
    }

    @Test func storageHeatersStartAtTheRateAndStopWhenCharged() throws {
        let fixture = AddOnFixture(.m)
        let winter = try AddOnFixture.number(2026, 1, 20)
        let summer = try AddOnFixture.number(2026, 7, 20)
        var (cold, warm) = (0, 0)
        for site in 0..<100 {
            let subject = AddOnFixture.subject(site)
            let traits = fixture.models.traits([.storageHeating], subject: subject, region: .m)
            let heater = traits.storage
            #expect((1_500...6_000).contains(heater.watts) && (0...60).contains(heater.start))
            let made = fixture.run(traits, [.storageHeating], subject: subject, day: winter).demand
            let day = fixture.day(winter).day
            let wanted = heater.perKelvin * max(1_550 - day.temperatures.on, 0) / 100
            let charged = min(wanted, heater.watts * 7)
            // All within the window: seven hours from the start, and water within four of it.
            #expect(made.reduce(0) { $0 + Int($1) } == charged + heater.immersionEnergy)
            #expect(made[16...].allSatisfy { $0 == 0 })
            #expect(made[0] <= (30 - min(heater.start, 30)) * (heater.watts + heater.immersionWatts) / 60 + 2)
            cold += made.reduce(0) { $0 + Int($1) }
            warm += fixture.run(traits, [.storageHeating], subject: subject, day: summer).demand
                .reduce(0) { $0 + Int($1) }
        }
        #expect(cold > 3 * warm)
    }

    @Test func switchesThatFollowTheClockMoveWithIt() throws {
        var values = AddOnParameters.values(of: .storageHeating)
        try values.set("local_clock_per_mille", to: [1_000], owner: "storage-heating")
        try values.set("start_jitter_minutes", to: [0], owner: "storage-heating")
        try values.set("start_minutes", to: [90], owner: "storage-heating")
        let fixture = AddOnFixture(.c, values: [.storageHeating: values])
        let traits = fixture.models.traits([.storageHeating], subject: 4, region: .c)
        func first(_ year: Int, _ month: Int, _ day: Int) throws -> Int? {
            let number = try AddOnFixture.number(year, month, day)
            return fixture.run(traits, [.storageHeating], subject: 4, day: number).demand.firstIndex { $0 > 0 }
        }
        #expect(try first(2026, 1, 20) == 3)
        #expect(try first(2026, 4, 1) == 1)
        #expect(try first(2026, 10, 27) == 3)
    }

    @Test func lateRatesRunOnPastMidnight() throws {
        var values = AddOnParameters.values(of: .storageHeating)
        try values.set("start_minutes", to: [1_380], owner: "storage-heating")
        try values.set("start_jitter_minutes", to: [0], owner: "storage-heating")
        try values.set("immersion_per_mille", to: [0], owner: "storage-heating")
        let fixture = AddOnFixture(.c, values: [.storageHeating: values])
        let traits = fixture.models.traits([.storageHeating], subject: 4, region: .c)
        let number = try AddOnFixture.number(2026, 1, 20)
        let today = fixture.run(traits, [.storageHeating], subject: 4, day: number).demand
        let next = fixture.run(traits, [.storageHeating], subject: 4, day: number + 1).demand
        let day = fixture.day(number).day
        let charged = min(
            traits.storage.perKelvin * max(1_550 - day.temperatures.on, 0) / 100, traits.storage.watts * 7)
        let sum = today[40...].reduce(0) { $0 + Int($1) } + next[..<40].reduce(0) { $0 + Int($1) }
        #expect(charged > 0 && sum == charged)
    }
}
