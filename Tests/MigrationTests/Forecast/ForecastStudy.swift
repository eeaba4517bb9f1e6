import Kernel

@testable import Migration

/// Measures forecasts of made-up progress against what became of it.
struct ForecastStudy {
    struct Score {
        var cases = 0
        var inside = 0
        var below50 = 0
        var absoluteError = 0.0
        var planError = 0.0
        var scaledError = 0.0
        var rateError = 0.0
        var pinball = 0.0
        var planPinball = 0.0
        var scaledPinball = 0.0
        var width = 0.0

        var coverage: Double { Double(inside) / Double(max(cases, 1)) }
        static func + (left: Self, right: Self) -> Self {
            var sum = left
            sum.cases += right.cases
            sum.inside += right.inside
            sum.below50 += right.below50
            sum.absoluteError += right.absoluteError
            sum.planError += right.planError
            sum.scaledError += right.scaledError
            sum.rateError += right.rateError
            sum.pinball += right.pinball
            sum.planPinball += right.planPinball
            sum.scaledPinball += right.scaledPinball
            sum.width += right.width
            return sum
        }
    }

    var industry = Score()
    var suppliers = Score()
    var finish = Score()

    /// Origins 10, 20, 35 and 50 weeks after the start; horizons of 4, 8, 16 and 26 weeks; errors as shares of the total.
    mutating func add(_ regime: MadeProgress.Regime, seed: UInt64, runs: Int = 200) {
        let made = MadeProgress(regime, seed: seed)
        let start = made.plan.rows.map(\.date).min() ?? .earliest
        for weeks in [3, 10, 20, 35, 50] {
            let asAt = start.adding(days: 7 * weeks - 1)
            var settings = MigrationSettings()
            settings[ForecastParameters.runs] = runs
            let forecast = MigrationForecast(
                ForecastQuestion(
                    plan: made.plan, actuals: MigrationActuals(rows: made.rows), asAt: asAt, settings: settings,
                    seed: seed))
            for (place, outlook) in forecast.outlooks.enumerated() where place <= made.plan.suppliers.count {
                let supplier = place == 0 ? nil : place - 1
                guard outlook.migrated < outlook.total else { continue }
                var score = Score()
                for ahead in [28, 56, 112, 182] {
                    let date = asAt.adding(days: ahead)
                    guard ahead - 1 < outlook.bands.count else { continue }
                    let real = Double(made.volume(by: date, supplier: supplier))
                    if real >= Double(outlook.total), outlook.bands[ahead - 1].p10 >= outlook.total { continue }
                    tally(&score, outlook, real, ahead: ahead, date: date, asAt: asAt, start: start, made: made)
                }
                if place == 0 { industry = industry + score } else { suppliers = suppliers + score }
                if let real = made.finish(supplier: supplier), place == 0 || place <= 6 {
                    finish.cases += 1
                    let p10 = outlook.finish.p10 ?? .latest
                    let p90 = outlook.finish.p90 ?? .latest
                    if p10 <= real, real <= p90 { finish.inside += 1 }
                    if real <= (outlook.finish.p80 ?? .latest) { finish.below50 += 1 }
                    finish.absoluteError += abs(Double((outlook.finish.p50 ?? forecast.horizon) - real))
                }
            }
        }
    }

    private func tally(
        _ score: inout Score, _ outlook: MigrationForecast.Outlook, _ real: Double, ahead: Int, date: CalendarDate,
        asAt: CalendarDate, start: CalendarDate, made: MadeProgress
    ) {
        let band = outlook.bands[ahead - 1]
        let total = Double(outlook.total)
        score.cases += 1
        if Double(band.p10) <= real, real <= Double(band.p90) { score.inside += 1 }
        if real <= Double(band.p50) { score.below50 += 1 }
        score.width += Double(band.p90 - band.p10) / total
        let scope = outlook.scope
        let planned = Double(ForecastMaker.placed(made.plan, scope, made.plan, to: date))
        let plannedNow = Double(outlook.plannedToDate)
        let done = Double(outlook.migrated)
        let scaled = min(done + (planned - plannedNow) * (plannedNow > 0 ? done / plannedNow : 1), total)
        score.absoluteError += abs(Double(band.p50) - real) / total
        score.planError += abs(planned - real) / total
        score.scaledError += abs(scaled - real) / total
        let supplier: Int? = if case .supplier(let place) = scope { place } else { nil }
        let before = Double(made.volume(by: asAt.adding(days: -28), supplier: supplier))
        score.rateError += abs(min(done + (done - before) / 28 * Double(ahead), total) - real) / total
        for (percent, value) in [(10, band.p10), (50, band.p50), (80, band.p80), (90, band.p90)] {
            score.pinball += Self.pinball(Double(value), real, percent) / total / 4
            score.planPinball += Self.pinball(planned, real, percent) / total / 4
            score.scaledPinball += Self.pinball(scaled, real, percent) / total / 4
        }
    }

    static func pinball(_ quantile: Double, _ real: Double, _ percent: Int) -> Double {
        let share = Double(percent) / 100
        return real >= quantile ? share * (real - quantile) : (1 - share) * (quantile - real)
    }
}

extension ForecastStudy.Score {
    var line: String {
        func share(_ value: Double) -> String {
            let number = Int((value / Double(max(cases, 1)) * 10_000).rounded())
            let rest = number % 100
            return "\(number / 100).\(rest < 10 ? "0" : "")\(rest)"
        }
        return "n \(cases) cover \(share(Double(inside))) below50 \(share(Double(below50))) err \(share(absoluteError))"
            + " plan \(share(planError)) scaled \(share(scaledError)) rate \(share(rateError)) pin \(share(pinball))"
            + " planpin \(share(planPinball)) scaledpin \(share(scaledPinball)) width \(share(width))"
    }
}
