import Kernel
import Migration
import TestSupport
import Testing

/// What is returned in time goes to those who wait, by need, under every limit.
struct ReallocationTests {
    private func line(_ supplier: Int, _ distributor: Int, _ date: String, _ volume: Int) -> VolumeLine {
        VolumeLine(supplier: supplier, distributor: distributor, date: MadeSprint.day(date), volume: volume)
    }

    private func made() -> MadeSprint {
        var made = EnvelopeTests.contested(industry: 900, london: 400)
        made.ramps[1] = [:]
        return made
    }

    @Test func returnByCountsMigrationDays() {
        let market = made().market
        // The 10th is a hold and so is the week of the 1st: back over 9 and 8 June, 29, 28 and 27 May.
        #expect(Reallocation.returnBy(MadeSprint.day("2026-06-11"), in: market) == MadeSprint.day("2026-05-27"))
        #expect(Reallocation.returnBy(MadeSprint.day("2026-05-11"), in: market) == MadeSprint.day("2026-05-04"))
        #expect(Reallocation.returnBy(MadeSprint.day("2026-01-06"), in: market) == MadeSprint.day("2026-01-05"))
    }

    @Test func sharesWhatIsReturned() throws {
        let table = try made().table()
        // LOND's usable 380 on 20 May is full; AAAA gives 100 back, BBBB and CCCC want 80 each.
        let round = Reallocation(
            table, committed: [line(0, 1, "2026-05-20", 300), line(1, 1, "2026-05-20", 80)],
            returns: [line(0, 1, "2026-05-20", 100)],
            requests: [line(1, 1, "2026-05-20", 80), line(2, 1, "2026-05-20", 80), line(0, 1, "2026-05-20", 50)],
            asAt: MadeSprint.day("2026-05-04"))
        #expect(round.refusals.isEmpty)
        #expect(round.entries.map(\.granted).reduce(0, +) == 100)
        let mine = try #require(round.entries.first { $0.supplier == 0 })
        #expect(mine.granted == 0)
        #expect(mine.reason.contains("returned"))
        let total = round.committed.reduce(0) { $0 + $1.volume }
        #expect(total == 380)
        // BBBB needs more a day than the small supplier, and so has more of it.
        #expect(round.entries[0].granted > round.entries[1].granted)
        #expect(round.entries[0].granted <= 80)
    }

    @Test(arguments: [("2026-05-20", 500, "only 300"), ("2026-05-07", 10, "too late")])
    func refuses(_ date: String, _ volume: Int, _ words: String) throws {
        let table = try made().table()
        let round = Reallocation(
            table, committed: [line(0, 1, date, 300)], returns: [line(0, 1, date, volume)], requests: [],
            asAt: MadeSprint.day("2026-05-04"))
        #expect(round.refusals.count == 1)
        #expect(round.refusals.first?.reason.contains(words) ?? false)
        #expect(round.committed.map(\.volume) == [300])
    }

    @Test func keepsTheIndustryAndTheRamp() async throws {
        let table = try made().table()
        try await Property.check(seed: 6_331, count: 150) { generator in
            let days = ["2026-06-15", "2026-06-16"]
            func lines(_ most: Int) -> [VolumeLine] {
                (0..<4).flatMap { supplier in
                    (0..<3).flatMap { distributor in
                        days.map { line(supplier, distributor, $0, generator.nextBelow(most)) }
                    }
                }.filter { _ in generator.nextBelow(2) == 0 }
            }
            let committed = lines(30)
            let round = Reallocation(
                table, committed: committed, returns: Array(committed.filter { _ in generator.nextBelow(4) == 0 }),
                requests: lines(400), asAt: MadeSprint.day("2026-05-04"))
            for day in days {
                let ofDay = round.committed.filter { $0.date == MadeSprint.day(day) }
                try Property.hold(ofDay.reduce(0) { $0 + $1.volume } <= 855, "the industry's limit")
                let london = ofDay.filter { $0.distributor == 1 }.reduce(0) { $0 + $1.volume }
                try Property.hold(london <= 380, "LOND's limit")
                let before = committed.filter { $0.supplier == 3 && $0.date == MadeSprint.day(day) }
                    .reduce(0) { $0 + $1.volume }
                let ramped = ofDay.filter { $0.supplier == 3 }.reduce(0) { $0 + $1.volume }
                try Property.hold(ramped <= max(before, day == days[0] ? 100 : 200), "the ramp")
            }
            for entry in round.entries {
                try Property.hold(entry.granted <= entry.requested, "more than was asked")
                let waits = entry.waitingPlace > 0
                try Property.hold(waits == (entry.granted < entry.requested), "waiting: \(entry)")
            }
        }
    }

    @Test func keepsTheStepLimit() throws {
        var made = made()
        made.settings[PlannerParameters.stepLimit] = 100
        // 50 are committed the day before and 30 that day, so it may rise to 150: 120 more, wherever they are asked for.
        let round = Reallocation(
            try made.table(), committed: [line(1, 1, "2026-05-19", 50), line(1, 1, "2026-05-20", 30)], returns: [],
            requests: [line(1, 0, "2026-05-20", 90), line(1, 1, "2026-05-20", 90)],
            asAt: MadeSprint.day("2026-05-04"))
        #expect(round.entries.map(\.granted) == [90, 30])
        #expect(round.entries.last?.reason == "the step limit allows no more above the migration day before")
    }

    @Test(arguments: [
        (100, CapacityUse.Verdict.kept), (90, .withinTolerance), (89, .unused), (101, .breach), (0, .unused),
    ])
    func measuresUse(_ done: Int, _ verdict: CapacityUse.Verdict) {
        let use = CapacityUse.measure(
            made().market, committed: [line(0, 1, "2026-05-20", 100)], done: [line(0, 1, "2026-05-20", done)],
            waiting: [line(1, 1, "2026-05-20", 5)], asAt: MadeSprint.day("2026-05-24"))
        #expect(use.map(\.verdict) == [verdict])
        #expect(use.first?.lost == max(0, 100 - done))
        #expect(use.first?.week == MadeSprint.day("2026-05-18"))
    }

    @Test func aWeekThatIsNotOverIsNotMeasured() {
        let use = CapacityUse.measure(
            made().market, committed: [line(0, 1, "2026-05-20", 100)], done: [], waiting: [],
            asAt: MadeSprint.day("2026-05-23"))
        #expect(use.isEmpty)
    }
}
