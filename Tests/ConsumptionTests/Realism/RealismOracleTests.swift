import Foundation
import Kernel
import Market
import TestSupport
import Testing

@testable import Consumption

/// The figures against a plain Python program that is given the same series and knows nothing of ours.
@Suite struct RealismOracleTests {
    struct Run: Sendable, CustomTestStringConvertible {
        let from: String
        let days: Int
        let sites: Int
        var testDescription: String { "\(days) days from \(from)" }
    }

    /// Over clocks going forward and Easter; over clocks going back; and from winter's end into no summer.
    @Test(arguments: [
        Run(from: "2026-03-20", days: 26, sites: 40), Run(from: "2026-10-19", days: 15, sites: 60),
        Run(from: "2026-07-25", days: 45, sites: 24),
    ])
    func figuresAreThoseOfAPlainProgram(run: Run) async throws {
        let study = RealismStudy(try RealismFixture.generator(from: run.from, days: run.days, sites: run.sites))
        #expect(study.isComplete)
        let figures = RealismFixture.figures(study)
        let found = RealismFixture.flat(figures)
        let script = Repository.root.appendingPathComponent("Tests/ConsumptionTests/Realism/realism_oracle.py")
        let outcome = try await Subprocess.run(
            Subprocess.python, [script.path], input: Array(RealismFixture.series(study).utf8), within: .seconds(120))
        try #require(outcome.succeeded, "\(outcome.errors)")
        var expected: [String: Double] = [:]
        for line in outcome.text.split(separator: "\n") {
            let parts = line.split(separator: " ")
            let value: Double = try #require(Double(parts[1]))
            expected[String(parts[0])] = value
        }
        #expect(Set(expected.keys).subtracting(found.keys).sorted() == [])
        #expect(Set(found.keys).subtracting(expected.keys).sorted() == [])
        for (name, value) in expected.sorted(by: { $0.key < $1.key }) {
            let mine = try #require(found[name])
            // Above 4,095 the histogram's steps are one part in 256 wide.
            let isCoarse =
                name.contains(".relative_days.") || name.contains(".half_hours.") && value >= 4_096
                || name.contains(".relative.") && value > 4
            let slack = isCoarse ? abs(value) / 256 : max(abs(value), 1e-3) * 1e-9
            #expect(abs(mine - value) <= slack, "\(name): \(mine) is not \(value)")
        }
    }
}

/// A small portfolio of several classes and both calendars.
enum RealismFixture {
    static func generator(
        from: String, days: Int, sites: Int,
        mix: [(String, Int)] = [("smart-domestic", 500), ("smart-domestic+pv", 250), ("smart-business", 250)]
    ) throws -> ConsumptionGenerator {
        let shares = try mix.map { word, share in
            ConsumptionConfiguration.Share(try SiteKind(reading: word), billionths: share * 1_000_000)
        }
        return try ConsumptionGenerator(
            ConsumptionConfiguration(
                seed: 7, importMPANs: sites, mix: shares,
                regions: [.init(.a, billionths: 600_000_000), .init(.n, billionths: 400_000_000)],
                from: try #require(CalendarDate(iso: from)), days: days))
    }

    /// Measures everything on one thread.
    static func figures(_ study: RealismStudy) -> RealismFigures {
        let worker = study.generator.makeWorker()
        return study.figures(
            study.samples.indices.map { sample in
                var block = study.measure(sample, block: 0, worker: worker)
                for number in 1..<max(study.samples[sample].blocks, 1) {
                    block.add(study.measure(sample, block: number, worker: worker))
                }
                let points = RealismStudy.groupSizes.compactMap { study.coincidence(sample, block, size: $0) }
                return study.figures(sample, block, coincidence: points)
            })
    }

    /// The series of all sites looked at, as the oracle reads them.
    static func series(_ study: RealismStudy) -> String {
        var text = "days,\(study.calendar.from.iso),\(study.calendar.days.count)\n"
        let worker = study.generator.makeWorker()
        for sample in study.samples {
            for position in sample.positions {
                worker.load(position: position)
                var rows = [[Int32]](repeating: [], count: 3)
                for day in study.calendar.made {
                    let made = worker.make(UTCDay(number: day))
                    rows[0] += UnsafeBufferPointer(start: made.activeImport, count: 48)
                    rows[1] += UnsafeBufferPointer(start: made.activeExport, count: 48)
                    rows[2] += UnsafeBufferPointer(start: made.generation, count: 48)
                }
                let words = rows.map { $0.map(String.init).joined(separator: ",") }
                let isScottish = worker.site.region.isScottish ? 1 : 0
                text += "\(sample.kind),\(isScottish),\(study.calendar.made.lowerBound * 48),\(words[0])\n"
                if worker.site.export != nil {
                    text += "x,\(words[1])\ng,\(words[2])\np,\(worker.facts.panelWatts)\n"
                }
            }
        }
        return text
    }

    /// Every figure under the name that the oracle prints.
    static func flat(_ figures: RealismFigures) -> [String: Double] {
        var flat: [String: Double] = [:]
        for kind in figures.kinds { flat.merge(Self.flat(kind)) { first, _ in first } }
        if let all = figures.segments.last { add(all.total, "all", to: &flat) }
        return flat
    }

    private static func add(_ shapes: [DayShape], _ name: String, to flat: inout [String: Double]) {
        for shape in shapes {
            let kind = ["weekday", "saturday", "sunday"][shape.kind.rawValue]
            for (clock, value) in shape.wattHours.enumerated() {
                flat["\(name).mean_day.\(shape.season.word).\(kind).\(clock)"] = value
            }
        }
    }

    private static func add(_ total: TotalFigures, _ name: String, to flat: inout [String: Double]) {
        add(total.shapes, name, to: &flat)
        flat["\(name).annual"] = total.annualWattHours
        for (percent, value) in zip(TotalFigures.durationPercents, total.duration) {
            flat["\(name).duration.\(percent)"] = value
        }
        for month in total.months { flat["\(name).month.\(month.month)"] = month.wattHoursPerDay }
        flat["\(name).saturday_over_weekday"] = total.saturdayOverWeekday
        flat["\(name).sunday_over_weekday"] = total.sundayOverWeekday
        flat["\(name).weekend_over_weekday"] = total.weekendOverWeekday
        flat["\(name).winter_over_summer"] = total.winterOverSummer
        flat["\(name).overnight"] = total.overnightShare
        flat["\(name).peak"] = total.peakWatts
        flat["\(name).peak_clock"] = Double(total.peakClock)
        flat["\(name).peak_day"] = Double(total.peakDate.dayNumber)
        flat["\(name).load_factor"] = total.loadFactor
    }

    private static func add(_ spread: Spread?, _ name: String, to flat: inout [String: Double]) {
        guard let spread else { return }
        flat["\(name).mean"] = spread.mean
        flat["\(name).deviation"] = spread.deviation
        for (percent, value) in zip(Spread.percents, spread.quantiles) { flat["\(name).p\(percent)"] = value }
    }

    private static func flat(_ kind: KindFigures) -> [String: Double] {
        let name = kind.kind.description
        var flat: [String: Double] = [:]
        add(kind.total, name, to: &flat)
        for point in kind.coincidence {
            flat["\(name).coincidence.\(point.size)"] = point.watts
            flat["\(name).coincidence.\(point.size).low"] = point.low
            flat["\(name).coincidence.\(point.size).high"] = point.high
            flat["\(name).coincidence.\(point.size).clock"] = Double(point.peakClock)
        }
        flat["\(name).fit.exponent"] = kind.fit?.exponent
        flat["\(name).fit.scale"] = kind.fit?.scale
        flat["\(name).within_day.most"] = kind.withinDay?.mostOverMean
        flat["\(name).within_day.least"] = kind.withinDay?.leastOverMean
        flat["\(name).within_day.deviation"] = kind.withinDay?.deviationOverMean
        flat["\(name).within_day.median"] = kind.withinDay?.medianOverMean
        flat["\(name).half_hour_deviation"] = kind.halfHourDeviation
        flat["\(name).site_day_deviation"] = kind.siteDayDeviation
        for (clock, share) in kind.peakShares.enumerated() { flat["\(name).peak_share.\(clock)"] = share }
        for (place, share) in KindFigures.halfHourShares.enumerated() {
            flat["\(name).half_hours.\(share)"] = kind.halfHours[place]
            flat["\(name).relative.\(share)"] = kind.relativeHalfHours[place]
            flat["\(name).relative_days.\(share)"] = kind.relativeDays[place]
        }
        flat["\(name).zero_share"] = kind.zeroShare
        for (lag, spread) in zip(RealismFigures.lags, kind.autocorrelation) {
            add(spread, "\(name).lag.\(lag)", to: &flat)
        }
        add(kind.dayDeviation, "\(name).day_deviation", to: &flat)
        add(kind.dayStep, "\(name).day_step", to: &flat)
        add(kind.annual?.wattHours, "\(name).annual_of_sites", to: &flat)
        flat["\(name).log_deviation"] = kind.annual?.logDeviation
        flat["\(name).log_quartiles"] = kind.annual?.logDeviationOfQuartiles
        add(kind.peak, "\(name).peak_of_sites", to: &flat)
        add(kind.loadFactor, "\(name).load_factor_of_sites", to: &flat)
        if let export = kind.export {
            add(export.shapes, "\(name).export", to: &flat)
            flat["\(name).exported_share"] = export.exportedShare
            flat["\(name).panel_watts"] = export.panelWatts
            for month in export.months {
                flat["\(name).export.month.\(month.month)"] = month.exportedPerDay
                flat["\(name).generation.month.\(month.month)"] = month.generatedPerDay
                flat["\(name).yield.month.\(month.month)"] = month.yield
            }
        }
        return flat
    }
}
