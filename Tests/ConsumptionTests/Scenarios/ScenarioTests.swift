import Kernel
import Market
import Testing

@testable import Consumption

/// The named runs are complete and hold what they say.
@Suite struct ScenarioTests {
    @Test func eachIsAWholeRun() throws {
        #expect(Set(Scenario.all.map(\.word)).count == Scenario.all.count)
        for scenario in Scenario.all {
            #expect(Scenario(word: scenario.word) == scenario)
            var configuration = scenario.configuration()
            try configuration.validate()
            #expect(configuration.seed == 42 && !scenario.summary.isEmpty)
            #expect(scenario.isMarketSized == (configuration.importMPANs > 1_000))
            if scenario.isMarketSized { configuration.importMPANs = 1_000 }
            let generator = DefectCase.generator(configuration)
            let plan = try DefectPlan(configuration, portfolio: generator.portfolio)
            let source = DefectiveRows(generator.makeWorker(), plan)
            var rows = 0
            let dates = DateSpan(from: configuration.from, days: min(configuration.days, 2), kind: .local)
            for position in 0..<20 { source.rows(position: position, dates: dates) { _ in rows += 1 } }
            #expect(rows >= 20)
        }
        #expect(Scenario(word: "dirty") == nil)
    }

    @Test func optionsReplaceFields() throws {
        for scenario in Scenario.all {
            var configuration = scenario.configuration(seed: 5)
            #expect(configuration.seed == 5)
            configuration.importMPANs = 800
            _ = try DefectPlan(configuration, portfolio: Portfolio(configuration))
        }
    }

    @Test func clockChangeWeeksHoldTheirChange() throws {
        for (word, day) in [("clock-change-week", "2026-03-29"), ("clock-change-week-october", "2026-10-25")] {
            let configuration = try #require(Scenario(word: word)).configuration()
            let date = try #require(CalendarDate(iso: day))
            #expect(date - configuration.from == 3 && configuration.days == 7)
            #expect(SettlementDay(date).periods != 48)
        }
    }

    @Test func thePeakDayIsTheColdestWorkingDay() throws {
        for seed in [UInt64(42), 7] {
            let scenario = try #require(Scenario(word: "peak-day"))
            let day = scenario.configuration(seed: seed).from
            #expect(!day.weekday.isWeekend && day.iso.hasPrefix("2026-01"))
            let weather = Weather(seed: seed)
            func warmth(_ date: CalendarDate) -> Int {
                GSPGroup.allCases.reduce(0) { $0 + weather.meanTemperature($1, UTCDay(date)) }
            }
            let first = try #require(CalendarDate(iso: "2026-01-02"))
            for offset in 0..<30 where !first.adding(days: offset).weekday.isWeekend {
                #expect(warmth(first.adding(days: offset)) >= warmth(day))
            }
        }
    }

    @Test func dirtyDataHasEveryKindThatItsDatesAllow() throws {
        let configuration = try #require(Scenario(word: "dirty-data")).configuration()
        #expect(Set(configuration.defects.specs.map(\.kind)) == Set(DefectKind.allCases))
        let plan = try DefectPlan(configuration, portfolio: Portfolio(configuration))
        let days = configuration.from.dayNumber..<(configuration.from.dayNumber + configuration.days)
        var kinds: Set<DefectKind> = []
        for position in 0..<1_000 {
            let site = plan.portfolio.site(at: position)
            for export in [false, true] {
                for one in plan.defects(
                    of: site, export: export, halfHours: (days.lowerBound * 48)..<(days.upperBound * 48), days: days)
                {
                    kinds.insert(one.kind)
                }
            }
        }
        #expect(Set(DefectKind.allCases).subtracting(kinds) == [.longDayCut, .repeatedHour])
    }
}
