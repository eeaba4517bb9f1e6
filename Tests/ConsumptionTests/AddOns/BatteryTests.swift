import Kernel
import Market
import TestSupport
import Testing

@testable import Consumption

@Suite struct BatteryTests {
    @Test(arguments: [true, false]) func everyDayBalancesToTheWattHour(_ hasPanels: Bool) async throws {
        let days = [(2026, 1, 10), (2026, 3, 29), (2026, 6, 20), (2026, 10, 25)]
        let fixture = AddOnFixture()
        try await Property.check(seed: 5, count: 200) { generator in
            let at = days[Int.random(in: 0..<days.count, using: &generator)]
            let number = try AddOnFixture.number(at.0, at.1, at.2)
            let subject = UInt64.random(in: 0..<1_000_000, using: &generator)
            let addOns: AddOns = hasPanels ? [.solar, .battery] : [.battery]
            let traits = fixture.models.traits(addOns, subject: subject, region: .c)
            let before = (0..<48).map { _ in Int32.random(in: 0...1_500, using: &generator) }
            let (after, generation) = fixture.run(traits, addOns, subject: subject, day: number, demand: before)
            var (stored, lost) = (0, 0)
            for place in 0..<48 {
                let change = Int(after[place] - before[place])
                try Property.hold(abs(change) <= traits.battery.power, "\(change) Wh in a half hour")
                try Property.hold(after[place] >= min(before[place], generation[place]), "exports what it stored")
                let kept = change > 0 ? change * 900 / 1_000 : change
                stored += kept
                lost += change - kept
                try Property.hold((0...traits.battery.capacity).contains(stored), "holds \(stored) Wh")
            }
            let sums = (after.reduce(0) { $0 + Int($1) }, before.reduce(0) { $0 + Int($1) })
            try Property.hold(stored == 0, "\(stored) Wh left at midnight")
            try Property.hold(sums.0 - sums.1 == lost && lost >= 0, "\(sums), \(lost) lost")
        }
    }

    @Test(arguments: [500, 501, 637, 750, 899, 900, 950, 999, 1_000])
    func whatGoesInForAnAmountKeepsThatAmount(_ efficiency: Int) throws {
        var values = AddOnParameters.values(of: .battery)
        try values.set("efficiency_per_mille", to: [efficiency], owner: "battery")
        let model = BatteryModel(values, philox: Philox(seed: 1))
        for gained in stride(from: 0, through: 25_000, by: 7) {
            #expect(model.kept(model.input(gained)) == gained)
            #expect(gained == 0 || model.kept(model.input(gained) - 1) < gained)
        }
    }

    @Test func nightsAreBoughtAndEveningsGivenBack() throws {
        let fixture = AddOnFixture()
        let number = try AddOnFixture.number(2026, 1, 10)
        let traits = fixture.models.traits([.battery], subject: 12, region: .c)
        let before = [Int32](repeating: 400, count: 48)
        let after = fixture.run(traits, [.battery], subject: 12, day: number, demand: before).demand
        #expect(after[0] == 400)
        #expect(after[1...10].contains { $0 > 400 })
        #expect(after[11..<32].allSatisfy { $0 == 400 })
        #expect(after[32] == 0)
        // In summer the clock's 00:30 is 23:30 UTC, of which this day has from midnight on; evenings start at 15:00 UTC.
        let summer = try AddOnFixture.number(2026, 7, 10)
        let warm = fixture.run(traits, [.battery], subject: 12, day: summer, demand: before).demand
        #expect(warm[0] > 400)
        #expect(warm[9...29].allSatisfy { $0 == 400 })
        #expect(warm[30] == 0)
    }

    @Test func surplusOfTheSunIsUsedInTheEvening() throws {
        let fixture = AddOnFixture()
        let number = try AddOnFixture.number(2026, 6, 20)
        let before = [Int32](repeating: 250, count: 48)
        var used = (without: 0, with: 0)
        for site in 0..<40 {
            let subject = AddOnFixture.subject(site)
            let traits = fixture.models.traits([.solar, .battery], subject: subject, region: .c)
            let plain = fixture.run(traits, [.solar], subject: subject, day: number, demand: before)
            let stored = fixture.run(traits, [.solar, .battery], subject: subject, day: number, demand: before)
            #expect(plain.generation == stored.generation)
            for place in 0..<48 {
                used.without += Int(min(plain.demand[place], plain.generation[place]))
                used.with += Int(min(stored.demand[place], stored.generation[place]))
            }
        }
        #expect(used.with > used.without * 13 / 10)
    }
}
