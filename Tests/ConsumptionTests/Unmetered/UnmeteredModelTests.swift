import Kernel
import Market
import Testing

@testable import Consumption

/// Lamps by the sun and the clock, exact to the minute and the watt-hour.
@Suite struct UnmeteredModelTests {
    static func date(_ iso: String) throws -> CalendarDate { try #require(CalendarDate(iso: iso)) }

    static func regimes(_ siteClass: SiteClass) throws -> [SwitchRegime] {
        SwitchRegime.reading(try #require(ShippedParameters.classes[siteClass]), letter: "T")
    }

    /// Hours burnt at full watts in 2026, without the cloud's jitter.
    static func hours(_ regime: SwitchRegime, _ region: GSPGroup = .e) throws -> Int {
        let first = UTCDay(try date("2026-01-01")).number
        return (first..<(first + 365)).reduce(0) { sum, number in
            let day = RegionDay(region: region, day: UTCDay(number: number), weather: nil)
            return sum + regime.burning(day).reduce(0) { $0 + Int($1) }
        } / 60_000
    }

    /// The West Midlands lie at 52.5 degrees north and 1.92 west; figures are from the equations of the Astronomical
    /// Almanac in floating point. At Greenwich's longitude part-night lamps would burn for 2,271 hours: to the west the
    /// sun is later against the clock, and more of the night lies in the hours that are switched off.
    @Test func burningHoursAreThoseOfTheSun() throws {
        var regime = try Self.regimes(.unmeteredAllNight)[0]
        #expect(abs(try Self.hours(regime) - 4_033) <= 6)
        regime.afterSunset = 0
        regime.beforeSunrise = 0
        #expect(abs(try Self.hours(regime) - 4_276) <= 6)
        #expect(abs(try Self.hours(try Self.regimes(.unmeteredPartNight)[0]) - 2_248) <= 6)
        #expect(try Self.hours(try Self.regimes(.unmeteredContinuous)[0]) == 8_760)
    }

    @Test func northernNightsDifferBySeason() throws {
        let regime = try Self.regimes(.unmeteredAllNight)[0]
        func minutes(_ region: GSPGroup, _ iso: String) throws -> Int {
            let day = RegionDay(region: region, day: UTCDay(try Self.date(iso)), weather: nil)
            return regime.burning(day).reduce(0) { $0 + Int($1) } / 1_000
        }
        #expect(try minutes(.p, "2026-06-21") < minutes(.l, "2026-06-21") - 60)
        #expect(try minutes(.p, "2026-12-21") > minutes(.l, "2026-12-21") + 60)
    }

    @Test func switchingHalfHoursAreFractional() throws {
        let regime = try Self.regimes(.unmeteredAllNight)[0]
        let day = RegionDay(region: .e, day: UTCDay(try Self.date("2026-03-10")), weather: nil)
        let burning = regime.burning(day)
        let (off, on) = (day.sunrise - 20, day.sunset + 20)
        for place in 0..<48 {
            // Minute by minute, the slow way.
            let lit = (place * 30..<place * 30 + 30).count { $0 < off || $0 >= on }
            #expect(Int(burning[place]) == lit * 1_000, "place \(place)")
        }
    }

    /// Part-night lamps by GMT and by the local clock, minute by minute, about the days when clocks change.
    @Test(arguments: ["2026-01-10", "2026-03-28", "2026-03-29", "2026-03-30", "2026-07-01", "2026-10-25", "2026-10-26"])
    func fixedTimesAreByTheirOwnClock(iso: String) throws {
        let day = RegionDay(region: .e, day: UTCDay(try Self.date(iso)), weather: nil)
        for isLocal in [false, true] {
            for window in [
                SwitchRegime.Window(from: 0, to: 330, isLocal: isLocal, perMille: 0),
                SwitchRegime.Window(from: 1_320, to: 360, isLocal: isLocal, perMille: 500),
                SwitchRegime.Window(from: 30, to: 90, isLocal: isLocal, perMille: 250),
            ] {
                var regime = try Self.regimes(.unmeteredContinuous)[0]
                regime.windows = [window]
                let burning = regime.burning(day)
                for place in 0..<48 {
                    let halfHour = day.day.firstHalfHour.advanced(by: place)
                    let ahead = isLocal ? SettlementDay.clockOffset(at: halfHour) * 30 : 0
                    let expected = (place * 30..<place * 30 + 30).reduce(0) { sum, minute in
                        let clock = (minute + ahead) % 1_440
                        let covered =
                            window.from < window.to
                            ? (window.from..<window.to).contains(clock) : clock >= window.from || clock < window.to
                        return sum + (covered ? window.perMille : 1_000)
                    }
                    #expect(Int(burning[place]) == expected, "\(iso), local \(isLocal), place \(place)")
                }
            }
        }
    }

    /// The energy of a day is what its inventory says, by plain arithmetic.
    @Test(arguments: [
        SiteClass.unmeteredAllNight, .unmeteredPartNight, .unmeteredDimmed, .unmeteredContinuous,
    ])
    func energyFollowsFromTheInventory(siteClass: SiteClass) throws {
        let generator = try AdvancedModelTests.generator(siteClass, count: 40)
        let worker = generator.makeWorker()
        let model = try #require(generator.unmetered[Int(siteClass.rawValue)])
        var councils = 0
        for position in 0..<40 {
            worker.load(position: position)
            let site = worker.site
            let inventory = try #require(generator.inventory(of: site))
            #expect(!inventory.items.isEmpty && inventory.items.allSatisfy { $0.count > 0 })
            #expect(inventory.count <= 100_000)
            if inventory.count >= 1_000 { councils += 1 }
            for iso in ["2026-02-03", "2026-03-29", "2026-06-21", "2026-10-25"] {
                let day = UTCDay(try Self.date(iso))
                let region = RegionDay(region: site.region, day: day, weather: generator.weather)
                let shared = model.classDay(region)
                let made = worker.make(day)
                for place in 0..<48 {
                    // Watts times thousandths of minutes, over 60,000, to the nearest watt-hour, once.
                    let work = inventory.items.reduce(0) { sum, item in
                        sum + item.watts * item.count * Int(shared.levels[item.regime * 64 + 8 + place])
                    }
                    #expect(Int(made.activeImport[place]) == (work + 30_000) / 60_000)
                }
            }
        }
        // 15 in a hundred, save of the continuous class.
        if siteClass != .unmeteredContinuous {
            #expect((1...16).contains(councils), "\(councils) of 40 are councils")
        }
    }

    @Test func cloudMovesARegionTogetherAndNotOnAverage() throws {
        let generator = try AdvancedModelTests.generator(.unmeteredAllNight, count: 1)
        let model = try #require(generator.unmetered[Int(SiteClass.unmeteredAllNight.rawValue)])
        let regime = model.regimes[0]
        var (differences, moved) = (0, 0)
        for number in 0..<365 {
            let day = RegionDay(
                region: .e, day: UTCDay(try Self.date("2026-01-01").adding(days: number)), weather: generator.weather)
            let plain = regime.burning(day).reduce(0) { $0 + Int($1) }
            let jittered = model.classDay(day).levels[8..<56].reduce(0) { $0 + Int($1) }
            #expect(abs(jittered - plain) <= 12_000)
            differences += jittered - plain
            if jittered != plain { moved += 1 }
        }
        #expect(moved > 250)
        // A year's mean of two sums of two even draws, in minutes.
        #expect(abs(differences / 365) < 600)
    }

    @Test(arguments: [(28, "4200280000100"), (1, "4200010000100"), (500, "4205000000100")])
    func genericCodesSpellTheirWatts(watts: Int, code: String) {
        #expect(ChargeCode.genericLED(watts: watts) == code)
    }

    @Test func genericCodesEndAtFiveHundredWatts() {
        #expect(ChargeCode.genericLED(watts: 0) == nil)
        #expect(ChargeCode.genericLED(watts: 501) == nil)
    }

    @Test func codesAgreeWithTheWattsOfTheirLine() throws {
        let generator = try AdvancedModelTests.generator(.unmeteredDimmed, count: 20)
        for position in 0..<20 {
            let inventory = try #require(generator.inventory(of: generator.portfolio.site(at: position)))
            for item in inventory.items {
                #expect(item.chargeCode == ChargeCode.genericLED(watts: item.watts))
                #expect(inventory.regimes.indices.contains(item.regime))
            }
        }
        let smart = try AdvancedModelTests.generator(.smartDomestic, count: 1)
        #expect(smart.inventory(of: smart.portfolio.site(at: 0)) == nil)
    }

    @Test func portfolioEnergyIsTheYears() throws {
        let worker = try AdvancedModelTests.generator(.unmeteredPartNight, count: 4).makeWorker()
        for position in 0..<4 {
            let year = AdvancedModelTests.sum(try AdvancedModelTests.year(worker, position))
            // A single lamp's half hours are rounded to whole watt-hours, which may move its year a little.
            #expect(abs(year * 1_000 / worker.facts.annualWattHours - 1_000) <= 30)
        }
    }
}
