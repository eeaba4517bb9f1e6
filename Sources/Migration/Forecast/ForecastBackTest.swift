public import Kernel

/// How forecasts made on past days would have done, beside simple rules: every fourth week is an origin, and four, eight
/// and twelve weeks ahead are asked, of the industry and of every supplier.
///
/// No origin sees a later day.
public struct ForecastBackTest: Sendable, Equatable {
    /// The most origins; the latest are kept.
    public static let mostOrigins = 26
    /// Days ahead.
    public static let horizons = [28, 56, 84]

    public enum Method: String, Sendable, CaseIterable {
        case forecast
        /// What is migrated equals what was planned.
        case plan
        /// What lies ahead is done as well as what lies behind.
        case planTimesAttainment = "plan_times_attainment"
        /// The rate of the last four weeks lasts.
        case lastFourWeeks = "last_four_weeks"
        /// The rate since the start lasts.
        case linear
    }

    /// Figures of one method, in thousandths.
    public struct Figures: Sendable, Hashable {
        public let method: Method
        /// Forecasts made: origins × horizons × scopes.
        public let forecasts: Int
        /// Mean of |forecast - actual| ÷ actual, of the cumulative volume; where there is an actual.
        public let meanAbsolutePercentage: Int
        /// Sum of |forecast - actual| ÷ sum of the volume migrated between origin and horizon.
        public let errorOfVolumeAhead: Int
        /// Mean pinball loss over the quantiles 10, 50, 80 and 90, summed and divided as above; a rule without bands
        /// gives one number for all.
        public let pinball: Int
        /// Share of actual volumes from p10 to p90; nil for a rule without bands.
        public let coverage: Int?
    }

    public let origins: [CalendarDate]
    public let industry: [Figures]
    public let suppliers: [Figures]

    private struct Sums {
        var count = 0
        var shares = 0.0
        var shareCount = 0
        var errors = 0.0
        var volume = 0.0
        var pinball = 0.0
        var inside = 0
    }

    public init(_ question: ForecastQuestion) {
        let book = ForecastBook(question)
        var days: [Int] = []
        var day = book.known - Self.horizons[0]
        while day >= 28, days.count < Self.mostOrigins {
            days.append(day)
            day -= 28
        }
        days.reverse()
        origins = days.map(book.date)
        var industry = [Sums](repeating: Sums(), count: Method.allCases.count)
        var suppliers = industry
        for origin in days {
            let model = AttainmentModel(book, origin: origin)
            let simulation = ForecastSimulation(
                model, runs: min(question.settings[ForecastParameters.runs], 200), span: Self.horizons.last ?? 0,
                seed: question.seed)
            for ahead in Self.horizons where origin + ahead <= book.known {
                let all = Array(book.units.indices)
                Self.tally(&industry, book, simulation, units: all, ahead: ahead)
                guard all.count > 1 else { continue }
                for unit in all where book.units[unit].total > 0 {
                    Self.tally(&suppliers, book, simulation, units: [unit], ahead: ahead)
                }
            }
        }
        self.industry = Self.figures(industry)
        self.suppliers = Self.figures(suppliers)
    }

    private static func tally(
        _ sums: inout [Sums], _ book: ForecastBook, _ simulation: ForecastSimulation, units: [Int], ahead: Int
    ) {
        let origin = simulation.origin
        func progress(_ day: Int) -> Double { Double(units.reduce(0) { $0 + book.progress($1, to: day) }) }
        func planned(_ day: Int) -> Double {
            units.reduce(0) { $0 + (day < 0 ? 0 : book.plannedSum[$1 * book.days + min(day, book.days - 1)]) }
        }
        let done = progress(origin)
        let real = progress(origin + ahead)
        let total = Double(units.reduce(0) { $0 + book.units[$1].total })
        if done >= total { return }
        if real == 0, planned(origin + ahead) == 0 { return }
        var values = (0..<simulation.runs).map { run in
            units.reduce(0) { $0 + Int(simulation.paths[$1][run * simulation.span + ahead - 1]) }
        }
        values.sort()
        let bands = [10, 50, 80, 90].map { Double(SampleQuantile.of(sorted: values, percent: $0)) }
        let open = Double((origin + 1...origin + ahead).count { book.isOpen[$0] })
        let first = book.isOpen.firstIndex(of: true) ?? 0
        let openSoFar = Double((min(first, origin)...origin).count { book.isOpen[$0] })
        let openLately = Double((max(origin - 27, 0)...origin).count { book.isOpen[$0] })
        let attainment = planned(origin) > 0 ? done / planned(origin) : 1
        let points: [Method: Double] = [
            .plan: planned(origin + ahead),
            .planTimesAttainment: done + (planned(origin + ahead) - planned(origin)) * attainment,
            .lastFourWeeks: done + (openLately > 0 ? (done - progress(origin - 28)) / openLately * open : 0),
            .linear: done + (openSoFar > 0 ? done / openSoFar * open : 0),
        ]
        for (place, method) in Method.allCases.enumerated() {
            let quantiles = points[method].map { [Double](repeating: min($0, total), count: 4) } ?? bands
            let error = abs(quantiles[1] - real)
            sums[place].count += 1
            sums[place].errors += error
            sums[place].volume += real - done
            if real > 0 {
                sums[place].shares += error / real
                sums[place].shareCount += 1
            }
            for (percent, quantile) in zip([0.1, 0.5, 0.8, 0.9], quantiles) {
                sums[place].pinball +=
                    (real >= quantile ? percent * (real - quantile) : (1 - percent) * (quantile - real)) / 4
            }
            if bands[0] <= real, real <= bands[3] { sums[place].inside += 1 }
        }
    }

    private static func figures(_ sums: [Sums]) -> [Figures] {
        zip(Method.allCases, sums).map { method, sums in
            func thousandths(_ above: Double, _ below: Double) -> Int {
                below > 0 ? Int(min(above / below * 1_000, 1e12).rounded()) : 0
            }
            return Figures(
                method: method, forecasts: sums.count,
                meanAbsolutePercentage: thousandths(sums.shares, Double(sums.shareCount)),
                errorOfVolumeAhead: thousandths(sums.errors, sums.volume),
                pinball: thousandths(sums.pinball, sums.volume),
                coverage: method == .forecast ? thousandths(Double(sums.inside), Double(sums.count)) : nil)
        }
    }
}
