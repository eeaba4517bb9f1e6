import Kernel
import Market
import TestSupport
import Testing

@testable import Consumption

@Suite struct MeteringTests {
    @Test func importLessExportIsDemandLessGeneration() async throws {
        let metering = Metering(philox: Philox(seed: 9))
        let fixture = AddOnFixture()
        try await Property.check(seed: 31, count: 300) { generator in
            let scratch = fixture.scratch
            for place in 0..<48 {
                scratch.demand[place] = Int32.random(
                    in: 0...Int32.random(in: 0...200_000, using: &generator), using: &generator)
                scratch.generation[place] =
                    Bool.random(using: &generator) ? 0 : Int32.random(in: 0...50_000, using: &generator)
            }
            let subject = UInt64.random(in: 0..<1_000_000_000_000, using: &generator)
            let steadied = Bool.random(using: &generator)
            metering.measure(
                subject: subject, day: Int.random(in: 10_957...47_000, using: &generator), limit: .max,
                hasGeneration: true, isSteadied: steadied, scratch: scratch)
            for place in 0..<48 {
                let (taken, given) = (scratch.activeImport[place], scratch.activeExport[place])
                let (used, made) = (scratch.demand[place], scratch.generation[place])
                try Property.hold(taken - given == used - made, "\(taken) - \(given) against \(used) - \(made)")
                try Property.hold(taken >= 0 && given >= 0 && taken <= used && given <= made, "\(taken), \(given)")
                if steadied { try Property.hold(taken == 0 || given == 0, "both \(taken) and \(given)") }
            }
        }
    }

    @Test func halfHoursCanFlowBothWaysAndLimitsHold() throws {
        let metering = Metering(philox: Philox(seed: 9))
        let fixture = AddOnFixture()
        let scratch = fixture.scratch
        for place in 0..<48 {
            scratch.demand[place] = 300
            scratch.generation[place] = 300
        }
        metering.measure(subject: 7, day: 20_000, limit: 11_500, hasGeneration: true, scratch: scratch)
        #expect((0..<48).contains { scratch.activeImport[$0] > 0 && scratch.activeExport[$0] > 0 })
        for place in 0..<48 {
            scratch.demand[place] = place < 24 ? 60_000 : 0
            scratch.generation[place] = place < 24 ? 0 : 5_000
        }
        metering.measure(
            subject: 7, day: 20_000, limit: 11_500, hasGeneration: true, exportLimit: 1_840, scratch: scratch)
        for place in 0..<48 {
            #expect(scratch.activeImport[place] == (place < 24 ? 11_500 : 0))
            #expect(scratch.activeExport[place] == (place < 24 ? 0 : 1_840))
        }
    }

    @Test func homesUseLessThanHalfOfWhatTheyGenerate() throws {
        let from = try #require(CalendarDate(year: 2026, month: 1, day: 1))
        let configuration = ConsumptionConfiguration(
            seed: 11, importMPANs: 40,
            mix: [.init(SiteKind(.smartDomestic, .solar), billionths: ConsumptionConfiguration.whole)], from: from,
            days: 365)
        let worker = try ConsumptionGenerator(configuration).makeWorker()
        var (generated, exported) = (0, 0)
        for position in 0..<40 {
            worker.load(position: position)
            for number in stride(from: from.dayNumber, to: from.dayNumber + 365, by: 4) {
                let made = worker.make(UTCDay(number: number))
                for place in 0..<48 {
                    generated += Int(made.generation[place])
                    exported += Int(made.activeExport[place])
                }
            }
        }
        let used = (generated - exported) * 1_000 / generated
        #expect((200...450).contains(used), "\(used) per mille of generation used at home")
    }
}
