import Kernel
import Market
import Testing

@testable import Consumption

/// Large sites over a simulated year: load factors, closures, clocks and reactive energy.
@Suite struct AdvancedModelTests {
    /// A generator of sites of one class, in one region where it is named.
    static func generator(
        _ siteClass: SiteClass, count: Int = 12, region: GSPGroup? = nil, seed: UInt64 = 42,
        changing: [String: [Int]] = [:]
    ) throws -> ConsumptionGenerator {
        var classes = ShippedParameters.classes
        for (name, value) in changing.sorted(by: { $0.key < $1.key }) {
            try classes[siteClass]?.set(name, to: value, owner: siteClass.word)
        }
        let whole = ConsumptionConfiguration.whole
        return try ConsumptionGenerator(
            ConsumptionConfiguration(
                seed: seed, importMPANs: count, mix: [.init(SiteKind(siteClass), billionths: whole)],
                regions: region.map { [.init($0, billionths: whole)] } ?? ConsumptionConfiguration.regionsBySize,
                from: try date("2026-01-01"), days: 365, classes: classes))
    }

    static func date(_ iso: String) throws -> CalendarDate { try #require(CalendarDate(iso: iso)) }

    /// Every half hour's demand of a site over 365 days of 2026.
    static func year(_ worker: ConsumptionWorker, _ position: Int) throws -> [Int32] {
        worker.load(position: position)
        let first = UTCDay(try date("2026-01-01")).number
        return (first..<(first + 365)).flatMap { number in
            Array(UnsafeBufferPointer(start: worker.make(UTCDay(number: number)).demand, count: 48))
        }
    }

    static func sum(_ values: some Sequence<Int32>) -> Int { values.reduce(0) { $0 + Int($1) } }

    @Test(arguments: [
        (SiteClass.advancedLF20, 0...200), (.advancedLF30, 200...300), (.advancedLF40, 300...400),
        (.advancedLF40Plus, 400...1_000), (.advancedOffice, 250...400), (.advancedSupermarket, 550...650),
        (.advancedSchool, 200...300), (.advancedProcess, 700...900), (.advancedDatacentre, 850...950),
        (.advancedPub, 300...450),
    ])
    func realisedLoadFactorsLieInTheBand(siteClass: SiteClass, band: ClosedRange<Int>) throws {
        let worker = try Self.generator(siteClass).makeWorker()
        var within = 0
        for position in 0..<8 {
            let year = try Self.year(worker, position)
            let peak = Int(try #require(year.max()))
            let factor = Self.sum(year) * 1_000 / (year.count * peak)
            if band.contains(factor) { within += 1 }
            #expect((band.lowerBound - 25...band.upperBound + 25).contains(factor), "site \(position) has \(factor)")
            // The year's energy is near what the portfolio says, and its peak below the maximum demand.
            let ratio = Self.sum(year) * 1_000 / worker.facts.annualWattHours
            #expect((900...1_060).contains(ratio), "site \(position): \(ratio) per mille of its annual energy")
        }
        #expect(within >= 7, "only \(within) of 8 lie in \(band)")
    }

    @Test func demandStaysBelowTheMaximumDemand() throws {
        let generator = try Self.generator(.advancedLF20)
        let model = try #require(generator.advanced[Int(SiteClass.advancedLF20.rawValue)])
        let worker = generator.makeWorker()
        for position in 0..<6 {
            let site = generator.portfolio.site(at: position)
            let traits = model.traits(subject: site.mpan.body, region: site.region, annual: nil)
            let peak = Int(try #require(try Self.year(worker, position).max()))
            #expect(peak <= (traits.maximumDemand + 1) / 2)
            #expect(peak * 2 > traits.maximumDemand * 3 / 4, "comes near it once a year")
        }
    }

    @Test func givenAnnualEnergyIsKept() throws {
        let generator = try Self.generator(.advancedOffice)
        let model = try #require(generator.advanced[Int(SiteClass.advancedOffice.rawValue)])
        let traits = model.traits(subject: 990_000_000_000, region: .a, annual: 300_000_000)
        #expect(traits.annual == 300_000_000)
        #expect(abs(traits.maximumDemand * 8_760 / 1_000 * traits.loadFactor - 300_000_000) < 1_000_000)
    }

    @Test func kindsOfDayKeepTheirOrder() throws {
        // Energy of a Wednesday, a Saturday, a Sunday, a bank holiday (Easter Monday) and Christmas Eve.
        let worker = try Self.generator(.advancedOffice, count: 30, region: .e).makeWorker()
        var energy: [String: Int] = [:]
        for position in 0..<30 {
            worker.load(position: position)
            for day in ["2026-04-15", "2026-04-11", "2026-04-12", "2026-04-06", "2026-12-30"] {
                let made = worker.make(UTCDay(try Self.date(day)))
                energy[day, default: 0] += Self.sum(UnsafeBufferPointer(start: made.demand, count: 48))
            }
        }
        let weekday = try #require(energy["2026-04-15"])
        for (day, most) in [("2026-04-11", 60), ("2026-04-12", 55), ("2026-04-06", 55), ("2026-12-30", 75)] {
            let given = try #require(energy[day])
            #expect(given * 100 < weekday * most, "\(day): \(given * 100 / weekday) per cent")
            #expect(given * 100 > weekday * 15, "\(day): \(given * 100 / weekday) per cent")
        }
    }

    @Test func scottishHolidaysCloseScottishOfficesOnly() throws {
        // 2026-08-03 is a bank holiday in Scotland, 2026-08-31 in England and Wales.
        func share(_ region: GSPGroup, _ iso: String) throws -> Int {
            let worker = try Self.generator(.advancedOffice, count: 30, region: region).makeWorker()
            var (holiday, usual) = (0, 0)
            for position in 0..<30 {
                worker.load(position: position)
                let day = try Self.date(iso)
                holiday += Self.sum(UnsafeBufferPointer(start: worker.make(UTCDay(day)).demand, count: 48))
                usual += Self.sum(
                    UnsafeBufferPointer(start: worker.make(UTCDay(day.adding(days: 7))).demand, count: 48))
            }
            return holiday * 100 / usual
        }
        #expect(try share(.n, "2026-08-03") < 60)
        #expect(try share(.e, "2026-08-03") > 80)
        #expect(try share(.n, "2026-08-31") > 80)
        #expect(try share(.e, "2026-08-31") < 60)
    }

    @Test(arguments: [
        ("2026-02-16", true, false), ("2026-02-23", false, false), ("2026-04-01", true, false),
        ("2026-04-09", true, true), ("2026-04-14", false, true), ("2026-04-21", false, false),
        ("2026-05-26", true, false),
        ("2026-06-30", false, true), ("2026-08-05", true, true), ("2026-08-25", true, false),
        ("2026-09-08", false, false), ("2026-10-14", false, true), ("2026-10-28", true, false),
        ("2026-12-28", true, true), ("2027-01-11", false, false),
    ])
    func termsFollowTheCommonPattern(iso: String, english: Bool, scottish: Bool) throws {
        let date = try Self.date(iso)
        #expect(SchoolTerms.isHoliday(date, scottish: false) == english)
        // The first two days of Scotland's February break are a long weekend.
        if iso != "2026-02-16" { #expect(SchoolTerms.isHoliday(date, scottish: true) == scottish) }
    }

    @Test func schoolsAreQuietOutOfTerm() throws {
        let worker = try Self.generator(.advancedSchool, count: 20, region: .e).makeWorker()
        var (term, holiday) = (0, 0)
        for position in 0..<20 {
            worker.load(position: position)
            term += Self.sum(
                UnsafeBufferPointer(start: worker.make(UTCDay(try Self.date("2026-06-17"))).demand, count: 48))
            holiday += Self.sum(
                UnsafeBufferPointer(start: worker.make(UTCDay(try Self.date("2026-08-05"))).demand, count: 48))
        }
        #expect(holiday * 100 < term * 65)
    }

    /// An office opens by the local clock: an hour of UTC earlier in summer, from the very day of the change.
    @Test func schedulesFollowTheLocalClock() throws {
        // Without lights and weather, which have clocks of their own.
        let generator = try Self.generator(
            .advancedOffice, count: 1, region: .e,
            changing: [
                "darkness_per_mille": [0], "cooling_per_mille_per_kelvin": [0], "heating_per_mille_per_kelvin": [0],
            ])
        let model = try #require(generator.advanced[Int(SiteClass.advancedOffice.rawValue)])
        func opening(_ iso: String) throws -> Int {
            let day = RegionDay(region: .e, day: UTCDay(try Self.date(iso)), weather: nil)
            let levels = model.classDay(day).levels
            // The steepest rise between two half hours of the morning.
            return try #require((8..<26).max { levels[8 + $0] - levels[7 + $0] < levels[8 + $1] - levels[7 + $1] })
        }
        let winter = try opening("2026-03-27")
        #expect(try opening("2026-03-30") == winter - 2)
        #expect(try opening("2026-10-23") == winter - 2)
        #expect(try opening("2026-10-26") == winter)
    }

    /// On the days when clocks change, the shape before the change is by the old clock and after it by the new.
    @Test(arguments: [("2026-03-29", 0, 2), ("2026-10-25", 2, 0)])
    func clockChangeHappensWithinTheDay(iso: String, before: Int, after: Int) throws {
        let generator = try Self.generator(
            .advancedProcess, count: 1, region: .e,
            changing: [
                "variants": [], "closures": [], "cooling_per_mille_per_kelvin": [0],
                // Ten per mille more each local half hour: a level tells the clock.
                "plateaus": (0..<48).flatMap { [$0 * 30, 1_440, 1, 10, 10, 10] },
            ])
        let model = try #require(generator.advanced[Int(SiteClass.advancedProcess.rawValue)])
        let levels = model.classDay(RegionDay(region: .e, day: UTCDay(try Self.date(iso)), weather: nil)).levels
        let plain = model.classDay(RegionDay(region: .e, day: UTCDay(try Self.date("2026-01-15")), weather: nil)).levels
        for place in 0..<44 {
            #expect(levels[8 + place] == plain[8 + place + (place < 2 ? before : after)], "place \(place)")
        }
    }

    @Test func shiftsAreSteps() throws {
        let worker = try Self.generator(.advancedProcess, count: 20, region: .e).makeWorker()
        var mean = [Int](repeating: 0, count: 48)
        for position in 0..<20 {
            worker.load(position: position)
            for day in 0..<10 {
                let made = worker.make(UTCDay(try Self.date("2026-01-12").adding(days: day)))
                for place in 0..<48 { mean[place] += Int(made.demand[place]) }
            }
        }
        // The break between shifts at two o'clock, against the hours about it.
        #expect(mean[27] + mean[28] < mean[25] + mean[30])
        let (low, high) = (try #require(mean.min()), try #require(mean.max()))
        #expect(low * 100 > high * 80, "night and day are nearly alike")
    }

    @Test func powerFactorsLieInTheirRange() throws {
        let generator = try Self.generator(.advancedLF40Plus, count: 60, changing: ["overcorrected_per_mille": [0]])
        let worker = generator.makeWorker()
        for position in 0..<60 {
            worker.load(position: position)
            let made = worker.make(UTCDay(try Self.date("2026-01-14")))
            for place in 0..<48 {
                let active = Double(made.demand[place])
                let reactive = Double(made.reactiveImport[place])
                let factor = active / (active * active + reactive * reactive).squareRoot()
                #expect((0.85...0.99).contains(factor), "site \(position), place \(place): \(factor)")
                #expect(made.reactiveExport[place] == 0)
            }
        }
    }

    @Test func overcorrectedSitesGiveReactiveEnergyAtNight() throws {
        let generator = try Self.generator(
            .advancedLF20, count: 20, region: .e, changing: ["overcorrected_per_mille": [1_000]])
        let worker = generator.makeWorker()
        for position in 0..<20 {
            worker.load(position: position)
            let made = worker.make(UTCDay(try Self.date("2026-01-14")))
            // Three at night.
            #expect(made.reactiveExport[6] > 0 && made.reactiveImport[6] == 0)
            for place in 0..<48 { #expect(made.reactiveExport[place] == 0 || made.reactiveImport[place] == 0) }
        }
    }

    @Test(arguments: [850, 900, 950, 990, 1_000])
    func tangentsAreTheTextbook(perMille: Int) {
        let factor = Double(perMille) / 1_000
        let exact = (1 - factor * factor).squareRoot() / factor * 65_536
        #expect(abs(Double(ReactivePower.tangent(powerFactorPerMille: perMille)) - exact) < 1.5)
    }

    @Test func noiseKeepsItsCorrelation() throws {
        // A flat class shows its noise alone.
        let generator = try Self.generator(
            .advancedDatacentre, count: 8,
            changing: [
                "plateaus": [], "cooling_per_mille_per_kelvin": [0], "noise_per_mille": [50],
                "day_deviation_per_mille": [0], "load_factor_per_mille": [800, 800],
            ])
        let worker = generator.makeWorker()
        var (total, spread) = (0.0, 0.0)
        for position in 0..<8 {
            let year = try Self.year(worker, position).map(Double.init)
            let mean = year.reduce(0, +) / Double(year.count)
            let variance = year.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(year.count)
            let pairs = zip(year, year.dropFirst()).reduce(0) { $0 + ($1.0 - mean) * ($1.1 - mean) }
            total += pairs / Double(year.count) / variance / 8
            spread += variance.squareRoot() / mean / 8
        }
        #expect((0.75...0.85).contains(total), "lag-1 autocorrelation \(total)")
        #expect((0.03...0.14).contains(spread), "deviation \(spread)")
    }

    /// Sites differ in load factor, and their average day stays the class's all the same.
    @Test(arguments: [SiteClass.advancedLF20, .advancedLF30, .advancedLF40, .advancedLF40Plus])
    func averageDayIsTheClasss(siteClass: SiteClass) throws {
        let generator = try Self.generator(siteClass, count: 60, region: .e)
        let model = try #require(generator.advanced[Int(siteClass.rawValue)])
        let worker = generator.makeWorker()
        var (shape, made) = ([Int](repeating: 0, count: 24), [Int](repeating: 0, count: 24))
        for number in 0..<4 {
            let day = UTCDay(try Self.date("2026-01-12").adding(days: number))
            let shared = model.classDay(RegionDay(region: .e, day: day, weather: generator.weather))
            for place in 0..<48 { shape[place / 2] += Int(shared.levels[8 + place]) }
            for position in 0..<60 {
                worker.load(position: position)
                let demand = worker.make(day).demand
                // Each site counts the same, whatever its size.
                let year = worker.facts.annualWattHours / 1_000
                for place in 0..<48 { made[place / 2] += Int(demand[place]) * 10_000 / year }
            }
        }
        let (all, total) = (shape.reduce(0, +), made.reduce(0, +))
        for hour in 0..<24 {
            let (expected, given) = (shape[hour] * 1_000 / all, made[hour] * 1_000 / total)
            #expect(abs(expected - given) <= 7, "\(hour) h: \(given) per mille of the day, not \(expected)")
        }
    }

    /// Legal values at the ends of their ranges and empty lists make days, and no crash.
    @Test(arguments: [SiteClass.advancedSupermarket, .unmeteredDimmed])
    func everyLegalParameterRuns(siteClass: SiteClass) throws {
        let specs = try #require(ShippedParameters.classes[siteClass]).specs
        for spec in specs {
            let ends = [spec.range.lowerBound, spec.range.upperBound]
            let choices =
                spec.isList
                ? [[]] + ends.map { [Int](repeating: $0, count: spec.stride) } : ends.map { [$0] }
            for choice in choices {
                let worker = try Self.generator(siteClass, count: 2, changing: [spec.name: choice]).makeWorker()
                for position in 0..<2 {
                    worker.load(position: position)
                    let made = worker.make(UTCDay(try Self.date("2026-03-29")))
                    for place in 0..<48 {
                        #expect(made.demand[place] >= 0, "\(spec.name) of \(choice)")
                    }
                }
                _ = worker.generator.meter(of: worker.site)
            }
        }
    }

    @Test func siblingsDoNotMoveEachOther() throws {
        let few = try Self.generator(.advancedPub, count: 3).makeWorker()
        let many = try Self.generator(.advancedPub, count: 40).makeWorker()
        let site = few.generator.portfolio.site(at: 2)
        let day = UTCDay(try Self.date("2026-07-01"))
        few.load(site)
        let expected = Array(UnsafeBufferPointer(start: few.make(day).activeImport, count: 48))
        many.load(position: 30)
        _ = many.make(day)
        many.load(site)
        #expect(Array(UnsafeBufferPointer(start: many.make(day).activeImport, count: 48)) == expected)
    }
}
