import Kernel
import Market

extension Scenario {
    static func market(
        _ seed: UInt64, from: CalendarDate, days: Int, count: Int = 1_000, defects: [DefectSpec] = []
    ) -> ConsumptionConfiguration {
        var classes = ShippedParameters.classes
        // Spreading a read's advance works through every day since the read: too much for a market of 32 million.
        try? classes[.traditional]?.set("estimate_basis", to: [0], owner: SiteClass.traditional.word)
        return ConsumptionConfiguration(
            seed: seed, importMPANs: count, mix: ConsumptionConfiguration.marketMix, from: from, days: days,
            classes: classes, defects: DefectConfiguration(defects))
    }

    static func clockChangeWeek(_ seed: UInt64, _ change: Pack.Change) -> ConsumptionConfiguration {
        let dates = SettlementDay.clockChanges(in: 2026)
        let day = change == .forward ? dates.forward : dates.back
        let onTheDay: [DefectSpec] =
            change == .forward
            ? [DefectSpec(.shortDayGap, .budget(mpans: 20))]
            : [DefectSpec(.longDayCut, .budget(mpans: 20)), DefectSpec(.repeatedHour, .budget(mpans: 20))]
        return market(
            // Thursday to Wednesday: three days before the Sunday and three after.
            seed, from: day.adding(days: -3), days: 7,
            defects: onTheDay + [
                DefectSpec(.localAsUTC, .budget(mpans: 20)), DefectSpec(.endStamped, .budget(mpans: 10)),
            ])
    }

    /// The working day of January 2026 on which the seed's weather is coldest over all regions; the first of equals.
    static func coldestWorkingDay(_ seed: UInt64) -> CalendarDate {
        let weather = Weather(seed: seed)
        let first = date(2026, 1, 1)
        let days = (0..<31).map { first.adding(days: $0) }.filter { day in
            !day.weekday.isWeekend && !WorkingDayCalendar.englandAndWales.isBankHoliday(day)
        }
        func warmth(_ day: CalendarDate) -> Int {
            GSPGroup.allCases.reduce(0) { $0 + weather.meanTemperature($1, UTCDay(day)) }
        }
        return days.min { warmth($0) < warmth($1) } ?? first
    }

    static func unmeteredOnly(_ seed: UInt64) -> ConsumptionConfiguration {
        ConsumptionConfiguration(
            seed: seed, importMPANs: 1_000,
            mix: mix([
                ("unmetered-allnight", 550), ("unmetered-partnight", 250), ("unmetered-dimmed", 150),
                ("unmetered-continuous", 50),
            ]), from: date(2026, 1, 12), days: 7)
    }

    static func advancedReplay(_ seed: UInt64) -> ConsumptionConfiguration {
        ConsumptionConfiguration(
            seed: seed, importMPANs: 400,
            mix: mix([
                ("advanced-lf20", 100), ("advanced-lf30", 150), ("advanced-lf40", 150), ("advanced-lf40plus", 200),
                ("advanced-office", 120), ("advanced-supermarket", 80), ("advanced-school", 60),
                ("advanced-process", 60), ("advanced-datacentre", 20), ("advanced-pub", 60),
            ]), from: date(2026, 1, 5), days: 28,
            defects: DefectConfiguration([
                DefectSpec(.late, .rate(perMillionDays: 30_000)),
                DefectSpec(.duplicate, .rate(perMillionDays: 5_000), variant: .same),
                DefectSpec(.duplicate, .rate(perMillionDays: 5_000), variant: .different),
                DefectSpec(.multiplier, .budget(mpans: 12)), DefectSpec(.missing, .rate(perMillionDays: 10_000)),
                DefectSpec(.estimated, .rate(perMillionDays: 10_000)), DefectSpec(.register, .budget(mpans: 10)),
            ]))
    }

    static func changeOfSupplierStorm(_ seed: UInt64) -> ConsumptionConfiguration {
        market(
            seed, from: date(2026, 1, 1), days: 31,
            defects: [
                DefectSpec(.changeOfSupplier, .budget(mpans: 400), variant: .supplier),
                DefectSpec(.changeOfSupplier, .budget(mpans: 100), variant: .agent),
                DefectSpec(.changeOfSupplier, .budget(mpans: 20), variant: .segment),
                DefectSpec(.late, .rate(perMillionDays: 10_000)),
                DefectSpec(.duplicate, .rate(perMillionDays: 2_000), variant: .same),
            ])
    }

    /// Every kind at a rate that shows in a thousand MPANs over four weeks, and leaves most of them clean.
    static let everyDefect: [DefectSpec] =
        [
            DefectSpec(.missing, .rate(perMillionDays: 10_000)), DefectSpec(.late, .rate(perMillionDays: 5_000)),
            DefectSpec(.estimated, .rate(perMillionDays: 10_000)), DefectSpec(.spike, .rate(perMillionDays: 1_000)),
            DefectSpec(.negative, .rate(perMillionDays: 500)), DefectSpec(.stuck, .rate(perMillionDays: 500)),
            DefectSpec(.zero, .rate(perMillionDays: 200)), DefectSpec(.drift, .rate(perMillionDays: 500)),
            DefectSpec(.localAsUTC, .share(perMillionMPANs: 10_000)),
            DefectSpec(.endStamped, .rate(perMillionDays: 500)), DefectSpec(.unit, .rate(perMillionDays: 300)),
            DefectSpec(.multiplier, .share(perMillionMPANs: 200_000)),
            DefectSpec(.channel, .share(perMillionMPANs: 200_000)),
            DefectSpec(.wrongMPAN, .rate(perMillionDays: 500)), DefectSpec(.duplicate, .rate(perMillionDays: 2_000)),
            DefectSpec(.order, .rate(perMillionDays: 2_000)), DefectSpec(.register, .share(perMillionMPANs: 10_000)),
            DefectSpec(.energisation, .rate(perMillionDays: 100)),
            DefectSpec(.changeOfSupplier, .share(perMillionMPANs: 10_000)),
            DefectSpec(.truncation, .rate(perMillionDays: 200)), DefectSpec(.precision, .rate(perMillionDays: 1_000)),
            DefectSpec(.quality, .rate(perMillionDays: 1_000)),
        ]
        + [DefectKind.shortDayGap, .longDayCut, .repeatedHour].map { DefectSpec($0, .rate(perMillionDays: 50_000)) }

    private static func mix(_ shares: [(word: String, perMille: Int)]) -> [ConsumptionConfiguration.Share] {
        shares.map { word, perMille in
            guard let kind = try? SiteKind(reading: word) else { preconditionFailure("\(word) is a class") }
            return .init(kind, billionths: perMille * 1_000_000)
        }
    }
}
