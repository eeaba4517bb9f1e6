import Kernel
import Market
import TestSupport
import Testing

@testable import Consumption

/// Generation beside the yields that PVGIS gives for 2019, 35 degrees to the south, 14 % loss.
@Suite struct PanelTests {
    struct Target: Sendable, CustomTestStringConvertible {
        var region: GSPGroup
        var year: Int
        var months: [Int]
        var testDescription: String { region.name }
    }

    static let targets = [
        Target(region: .c, year: 1_044, months: [45, 77, 82, 115, 122, 115, 120, 123, 96, 57, 46, 44]),
        Target(region: .g, year: 890, months: [27, 66, 72, 126, 114, 101, 103, 95, 75, 54, 28, 29]),
        Target(region: .n, year: 913, months: [32, 61, 85, 114, 112, 113, 99, 105, 81, 58, 27, 26]),
    ]

    static let south = PanelModel.traits(
        watts: 10_000, tilt: 35, azimuth: 180, performance: 860, inverter: 20_000, export: 20_000)

    @Test(arguments: targets) func yieldsAreThePublishedOnes(_ target: Target) throws {
        let fixture = AddOnFixture(target.region)
        var months = [Int](repeating: 0, count: 12)
        var most = 0
        let (years, step) = (2026..<2038, 3)
        let (first, end) = (try AddOnFixture.number(2026, 1, 1), try AddOnFixture.number(2038, 1, 1))
        for number in stride(from: first, to: end, by: step) {
            let (day, shared) = fixture.day(number)
            let row = fixture.scratch.generation
            fixture.models.panels.write(Self.south, subject: 1, day: number, shared.light, to: row)
            for place in stride(from: 0, to: 48, by: 2) {
                let hour = Int(row[place] + row[place + 1])
                months[day.day.date.month - 1] += hour * step
                most = max(most, hour)
            }
        }
        // Wh of 10 kW over the years, to kWh a kW a year.
        let ours = months.map { $0 / (10_000 * years.count) }
        let sum = months.reduce(0, +) / (10_000 * years.count)
        let said = "\(target.region.name): published \(target.months), ours \(ours)"
        Repository.say("\(said), in all \(target.year) and \(sum) kWh a kilowatt")
        #expect(abs(sum - target.year) * 100 <= 3 * target.year, "\(said): \(sum) kWh")
        for month in 0..<12 {
            // One published year against the mean of twelve made ones: a month's weather strays by a quarter.
            #expect(abs(ours[month] - target.months[month]) * 100 <= 25 * target.months[month], "\(said)")
        }
        #expect((8_500...9_050).contains(most), "\(said): highest hour \(most) Wh of 10 kW")
        let expected = fixture.models.panels.expectedYear(Self.south, region: target.region) / 10_000
        #expect(abs(expected - target.year) * 100 <= target.year, "\(expected) kWh expected")
    }

    @Test func onlyDaylightGivesPowerAndEastComesBeforeWest() throws {
        let fixture = AddOnFixture()
        let east = PanelModel.traits(
            watts: 4_000, tilt: 35, azimuth: 90, performance: 860, inverter: 3_680, export: 3_680)
        let west = PanelModel.traits(
            watts: 4_000, tilt: 35, azimuth: 270, performance: 860, inverter: 3_680, export: 3_680)
        var (mornings, afternoons) = ([0, 0], [0, 0])
        let first = try AddOnFixture.number(2026, 1, 1)
        for number in stride(from: first, to: first + 365, by: 4) {
            let (day, shared) = fixture.day(number)
            for (at, traits) in [east, west].enumerated() {
                let row = fixture.scratch.generation
                fixture.models.panels.write(traits, subject: 3, day: number, shared.light, to: row)
                for place in 0..<48 {
                    if place * 30 + 30 <= day.sunrise || place * 30 >= day.sunset { #expect(row[place] == 0) }
                    #expect((0...1_840).contains(row[place]))
                    if place < 24 { mornings[at] += Int(row[place]) } else { afternoons[at] += Int(row[place]) }
                }
            }
        }
        #expect(mornings[0] > 2 * afternoons[0] * 7 / 10 && mornings[0] > mornings[1] * 3 / 2)
        #expect(afternoons[1] > afternoons[0] * 3 / 2)
    }

    @Test func roofsAreSpreadAsAsked() {
        let fixture = AddOnFixture()
        let all = (0..<2_000).map {
            fixture.models.traits([.solar], subject: AddOnFixture.subject($0), region: .c)
        }
        let watts = all.map(\.panelWatts).sorted()
        #expect((3_450...3_750).contains(watts[1_000]))
        #expect(watts.last.map { $0 <= 10_000 } == true && watts.first.map { $0 >= 1_000 } == true)
        let facing = all.map(\.azimuth)
        #expect(abs(facing.reduce(0, +) / 2_000 - 180) <= 3)
        #expect(facing.allSatisfy { (80...280).contains($0) })
        let simple = all.filter { $0.exportLimit == 1_840 }
        #expect(simple.count > 1_500)
        #expect(simple.allSatisfy { $0.panels.inverterLimit <= 1_840 })
        let business = fixture.models.traits([.solar], subject: 5, region: .c, siteClass: .advancedOffice)
        #expect(business.panelWatts > 10_000)
    }

    @Test func expectedYearFollowsTheMadeOnes() throws {
        let fixture = AddOnFixture(.h)
        let first = try AddOnFixture.number(2030, 1, 1)
        for site in 0..<6 {
            let subject = AddOnFixture.subject(site)
            let traits = fixture.models.traits([.solar], subject: subject, region: .h)
            var sum = 0
            for number in stride(from: first, to: first + 1_461, by: 3) {
                sum += fixture.run(traits, [.solar], subject: subject, day: number).generation.reduce(0) {
                    $0 + Int($1)
                }
            }
            let expected = fixture.models.expected(traits, [.solar], region: .h)
            #expect(abs(sum * 3 / 4 - expected.generation) * 100 <= 6 * expected.generation)
            #expect(expected.demand == 0)
        }
    }
}
