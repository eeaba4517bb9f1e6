import Kernel
import Market
import Testing

@testable import Consumption

@Suite struct VehicleTests {
    @Test func sessionsAreWholeWhicheverDaysTheyFallOn() throws {
        let fixture = AddOnFixture()
        // Across both clock changes.
        for (first, last) in [((2026, 3, 20), (2026, 4, 10)), ((2026, 10, 15), (2026, 11, 5))] {
            let from = try AddOnFixture.number(first.0, first.1, first.2)
            let end = try AddOnFixture.number(last.0, last.1, last.2)
            for site in 0..<80 {
                let subject = AddOnFixture.subject(site)
                let traits = fixture.models.traits([.electricVehicle], subject: subject, region: .c)
                var sum = 0
                for day in from..<end {
                    let made = fixture.run(traits, [.electricVehicle], subject: subject, day: day).demand
                    #expect(made.allSatisfy { $0 >= 0 && $0 <= traits.vehicle.watts / 2 + 1 })
                    sum += made.reduce(0) { $0 + Int($1) }
                }
                func energy(_ evening: Int) -> Int {
                    fixture.models.vehicles.session(traits.vehicle, subject: subject, evening: evening)?.energy ?? 0
                }
                let inside = ((from)..<(end - 1)).reduce(0) { $0 + energy($1) }
                #expect(sum >= inside && sum <= inside + energy(from - 1) + energy(end - 1))
            }
        }
    }

    @Test(arguments: [
        (2026, 1, 15, 1), (2026, 3, 29, 1), (2026, 3, 30, -1), (2026, 7, 1, -1), (2026, 10, 25, -1), (2026, 10, 26, 1),
    ])
    func cheapRatesStartByTheLocalClock(_ year: Int, _ month: Int, _ day: Int, _ place: Int) throws {
        let fixture = AddOnFixture()
        let number = try AddOnFixture.number(year, month, day)
        var seen = 0
        for site in 0..<400 {
            let subject = AddOnFixture.subject(site)
            let traits = fixture.models.traits([.electricVehicle], subject: subject, region: .c)
            guard traits.vehicle.cheapStart == 1_470,
                let session = fixture.models.vehicles.session(traits.vehicle, subject: subject, evening: number - 1),
                fixture.models.vehicles.session(traits.vehicle, subject: subject, evening: number - 2) == nil,
                session.energy > traits.vehicle.watts
            else { continue }
            seen += 1
            let before = fixture.run(traits, [.electricVehicle], subject: subject, day: number - 1).demand
            let on = fixture.run(traits, [.electricVehicle], subject: subject, day: number).demand
            let row = before + on
            // 00:30 by the clock is place 1 of the UTC day in winter, place 47 of the day before in summer.
            #expect(row.firstIndex { $0 > 0 } == 48 + place)
        }
        #expect(seen > 20)
    }

    @Test func afternoonsOfLargeGroupsPeakAtSeven() throws {
        let fixture = AddOnFixture()
        let from = try AddOnFixture.number(2026, 1, 5)
        var group = [Int](repeating: 0, count: 48)
        var (cars, annual, expected) = (0, 0, 0)
        let days = 42
        for site in 0..<500 {
            let subject = AddOnFixture.subject(site)
            let traits = fixture.models.traits([.electricVehicle], subject: subject, region: .c)
            var sum = 0
            for day in from..<(from + days) {
                let made = fixture.run(traits, [.electricVehicle], subject: subject, day: day).demand
                sum += made.reduce(0) { $0 + Int($1) }
                if traits.vehicle.cheapStart == nil { for place in 0..<48 { group[place] += Int(made[place]) } }
            }
            cars += traits.vehicle.cheapStart == nil ? 1 : 0
            annual += sum * 365 / days
            expected += fixture.models.expected(traits, [.electricVehicle], region: .c).vehicle
        }
        #expect((165...235).contains(cars))
        let peak = try #require(group.indices.max { group[$0] < group[$1] })
        #expect((36...40).contains(peak), "place \(peak)")
        let watts = group[peak] * 2 / days / cars
        #expect((750...1_000).contains(watts), "\(watts) W a car")
        #expect((1_800_000...2_200_000).contains(annual / 500), "\(annual / 500) Wh a year")
        #expect(abs(annual - expected) * 100 <= 6 * expected)
    }
}
