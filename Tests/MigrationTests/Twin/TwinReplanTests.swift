import Kernel
import TestSupport
import Testing

@testable import Migration

/// Planning again inside a run.
@Suite struct TwinReplanTests {
    private static func stage(_ change: (inout MigrationSettings) -> Void = { _ in }) -> TwinStage {
        let market = MadeMarkets.market(
            suppliers: 9, distributors: 3, days: 100, limit: 5_000,
            each: { supplier, distributor in supplier < 3 ? 30_000 + 1_000 * distributor : 900 + 37 * supplier },
            late: 4, change)
        return TwinStage(market, plan: MadeMarkets.plan(market))
    }

    /// With nothing gone wrong, planning again changes nothing.
    @Test func aPlanThatIsKeptStays() {
        let stage = Self.stage()
        let causes = Set(TwinCause.allCases)
        let plain = TwinRun(stage, seed: 1, number: 0, without: causes)
        let again = TwinRun(stage, seed: 1, number: 0, without: causes, replanWeeks: 2)
        #expect(again.replans > 2)
        #expect(plain.migrated == again.migrated)
        #expect(plain.replans == 0)
    }

    /// Metering points are conserved (the run checks every day), orders are under the limits, and all is done in the end.
    @Test func ordersKeepTheLimits() async throws {
        try await Property.check(seed: 43, count: 8) { generator in
            let stage = Self.stage { settings in
                settings[TwinParameters.switching] = Share(millionths: 1_000_000)
                settings[TwinParameters.lastResort] = Share(millionths: 8_000_000)
                settings[TwinParameters.attainment] = Share(millionths: 700_000)
            }
            let run = TwinRun(
                stage, seed: 1, number: generator.nextBelow(50), replanWeeks: 1 + generator.nextBelow(6))
            try Property.hold(run.replans > 0, "it was planned again")
            try Property.hold(run.daysChecked == stage.days.count, "every day is checked")
            for day in 0..<stage.daysInTime {
                let volume = run.orders[day].reduce(0) { $0 + $1.volume }
                try Property.hold(volume <= stage.industry[day], "day \(day): \(volume) is above the limit")
            }
        }
    }

    @Test func theOptionIsTheRunsOwn() {
        let stage = Self.stage { $0[TwinParameters.attainment] = Share(millionths: 600_000) }
        let one = TwinRun(stage, seed: 4, number: 3, replanWeeks: 3)
        let isAgain = one == TwinRun(stage, seed: 4, number: 3, replanWeeks: 3)
        let isOther = one != TwinRun(stage, seed: 4, number: 3)
        #expect(isAgain && isOther)
        #expect(one.lateSuppliers == TwinRun(stage, seed: 4, number: 3).lateSuppliers)
    }
}
