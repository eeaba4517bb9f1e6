import Kernel
import Market
import Testing

@testable import Consumption

@Suite struct MeterTests {
    static func meters(_ word: String, _ count: Int = 60, seed: UInt64 = 42) throws -> [MeterTechnicalDetails] {
        let configuration = ConsumptionConfiguration(
            seed: seed, importMPANs: count,
            mix: [.init(try SiteKind(reading: word), billionths: ConsumptionConfiguration.whole)],
            from: try AdvancedModelTests.date("2026-01-01"), days: 1)
        let generator = try ConsumptionGenerator(configuration)
        return try (0..<count).map { try #require(generator.meter(of: generator.portfolio.site(at: $0))) }
    }

    @Test(arguments: [
        ("smart-domestic", 1, ["AI"], 1), ("smart-domestic+pv", 1, ["AI", "AE"], 2),
        ("smart-domestic-multirate", 1, ["AI"], 2), ("traditional", 1, ["AI"], 1),
        ("traditional+storage-heating", 1, ["AI"], 2),
    ])
    func smallMetersCountWattHours(word: String, quantum: Int, quantities: [String], registers: Int) throws {
        for meter in try Self.meters(word) {
            #expect(meter.channels.map(\.quantity.code) == quantities)
            #expect(meter.channels.allSatisfy { $0.quantum == quantum })
            #expect(meter.registers.count == registers)
            #expect(meter.connection == .wholeCurrent && meter.currentTransformer == nil)
            #expect(meter.registers.allSatisfy { $0.digits == 5 && $0.initialWattHours < $0.rolloverWattHours })
            #expect(meter.installed < MeterSettings.defaultEpoch && !meter.installed.weekday.isWeekend)
        }
    }

    @Test func transformersFitTheDemand() throws {
        var seen: Set<ConnectionType> = []
        for word in ["advanced-office", "advanced-process", "advanced-datacentre", "advanced-pub"] {
            let generator = try AdvancedModelTests.generator(try #require(SiteClass(word: word)), count: 80)
            for position in 0..<80 {
                let site = generator.portfolio.site(at: position)
                let model = try #require(generator.advanced[Int(site.kind.siteClass.rawValue)])
                let demand = model.traits(subject: site.mpan.body, region: site.region, annual: nil).maximumDemand
                let meter = try #require(generator.meter(of: site))
                seen.insert(meter.connection)
                #expect(meter.limit >= demand / 2, "\(word) of \(demand) W behind \(meter.limit) Wh")
                #expect(meter.channels.map(\.quantity.code) == ["AI", "RI", "RE"])
                #expect(meter.channels.map(\.number) == [1, 2, 3])
                guard let ratio = meter.currentTransformer else {
                    #expect(meter.connection == .wholeCurrent && demand <= 69_000)
                    continue
                }
                #expect(ratio.secondary == 5 && MeterMaker.primaries.contains(ratio.primary))
                let multiplier = ratio.multiplier * (meter.voltageTransformer?.multiplier ?? 1)
                #expect(meter.channels.allSatisfy { $0.multiplier == multiplier })
                #expect((meter.voltageTransformer == nil) == (meter.connection == .lowVoltage))
                // Fine enough to see a busy half hour, and a register that lasts more than a year.
                #expect(meter.quantum(of: .activeImport) * 20 <= demand / 2)
                #expect(meter.registers.allSatisfy { $0.rolloverWattHours > demand * 8_760 })
            }
        }
        #expect(seen.isSuperset(of: [.wholeCurrent, .lowVoltage, .highVoltage]))
    }

    @Test func twoHundredAmperesAreSixtyNineKilowattHours() throws {
        let meter = MeterMaker(philox: Philox(seed: 1), settings: MeterSettings()).meter(
            kind: SiteKind(.advancedOffice), subject: 990_000_000_002,
            size: .advanced(annual: 300_000_000, maximumDemand: 80_000, isWholeCurrent: false))
        let ratio = try #require(meter.currentTransformer)
        #expect(meter.limit == ratio.primary * 345)
        #expect(ratio.primary != 200 || meter.limit == 69_000)
    }

    @Test func metersFollowFromSeedAndNumber() throws {
        let first = try Self.meters("advanced-office", 20)
        #expect(try Self.meters("advanced-office", 20) == first)
        #expect(try Self.meters("advanced-office", 20, seed: 43) != first)
        #expect(Set(try Self.meters("smart-domestic", 500).map(\.serial)).count == 500)
    }

    @Test func unmeteredSitesHaveNoMeter() throws {
        let generator = try AdvancedModelTests.generator(.unmeteredAllNight, count: 1)
        #expect(generator.meter(of: generator.portfolio.site(at: 0)) == nil)
    }

    /// Every half hour of a clock-change week belongs to one register, and the night's are where the clock says.
    @Test(arguments: [false, true])
    func patternsFollowTheirClock(isLocal: Bool) throws {
        let pattern = TimePattern(windows: [.init(from: 30, to: 450), .init(from: 1_380, to: 0)], isLocal: isLocal)
        for iso in ["2026-01-10", "2026-03-29", "2026-07-01", "2026-10-25"] {
            let day = UTCDay(try AdvancedModelTests.date(iso))
            for place in 0..<48 {
                let halfHour = day.firstHalfHour.advanced(by: place)
                let ahead = isLocal ? SettlementDay.clockOffset(at: halfHour) : 0
                let minute = (place + ahead) * 30 % 1_440
                #expect(pattern.contains(halfHour) == ((30..<450).contains(minute) || minute >= 1_380))
            }
        }
    }
}
