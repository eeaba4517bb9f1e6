public import Kernel

/// What the runs of a twin say together.
public struct TwinOutcome: Sendable, Equatable {
    /// Quantiles of a date; nil is not within the days that were run.
    public struct Finish: Sendable, Hashable {
        public let p10: CalendarDate?
        public let p50: CalendarDate?
        public let p80: CalendarDate?
        public let p90: CalendarDate?
        /// Thousandths of the runs that finish within the market's end.
        public let inTime: Int
    }

    /// What one cause costs: the mean over pairs of runs with the same luck, with and without it.
    public struct Driver: Sendable, Hashable {
        public let cause: TwinCause
        /// Migration days by which the industry's finish is later, in thousandths.
        public let daysLater: Int
        /// Migration days by which a metering point is migrated later on average, in thousandths.
        public let meanDaysLater: Int
    }

    /// The reserve that reverse migrations and retries would have needed, MPANs a day.
    public struct Reserve: Sendable, Hashable {
        /// The median and the 95th percentile over runs of the busiest week's daily mean.
        public let p50: Int
        public let p95: Int
        /// The 95th percentile as a share of the least usable limit, rounded up; nil where there is no limit.
        public let share: Share?
    }

    public let runs: Int
    /// Runs for each cause left out.
    public let driverRuns: Int
    public let industry: Finish
    public let suppliers: [Finish]
    public let distributors: [Finish]
    public let days: [CalendarDate]
    /// By day: P10, P50, P80, P90 of MPANs migrated.
    public let curve: [[Int]]
    /// The costliest first.
    public let drivers: [Driver]
    public let reverse: Reserve
    public let reverseByDistributor: [Reserve]
    public let retries: Reserve
    /// Means over runs, rounded.
    public let reversed: Int
    public let rejected: Int
    public let switched: Int
    public let outageDays: Int
    public let lateSuppliers: Int
    public let failedSuppliers: Int
    /// Days whose sums were checked, in all runs.
    public let daysChecked: Int

    /// - Parameter without: for each cause, runs without it; run n of each shares its luck with run n of `runs`.
    /// - Precondition: there is a run.
    public init(_ stage: TwinStage, runs: [TwinRun], without: [(cause: TwinCause, runs: [TwinRun])]) {
        precondition(!runs.isEmpty, "an outcome is of a run at least")
        self.runs = runs.count
        driverRuns = without.first?.runs.count ?? 0
        industry = Self.finish(stage, runs.map(\.finish))
        suppliers = stage.market.suppliers.indices.map { place in
            Self.finish(stage, runs.map { $0.supplierFinish[place] })
        }
        distributors = stage.market.distributors.indices.map { place in
            Self.finish(stage, runs.map { $0.distributorFinish[place] })
        }
        days = stage.days
        curve = stage.days.indices.map { day in
            let values = runs.map { $0.migrated[day] }.sorted()
            return [10, 50, 80, 90].map { SampleQuantile.of(sorted: values, percent: $0) }
        }
        drivers = without.map { cause, others in
            let pairs = zip(runs, others)
            let later = pairs.reduce(0) { $0 + $1.0.finish - $1.1.finish }
            let mpans = max(stage.mpans, 1)
            let mean = pairs.reduce(0.0) { sum, pair in
                // A day earlier for every point is as much as the area between the curves.
                let area = zip(pair.1.migrated, pair.0.migrated).reduce(0) { $0 + $1.0 - $1.1 }
                return sum + Double(area) / Double(mpans)
            }
            let count = max(others.count, 1)
            return Driver(
                cause: cause, daysLater: Int((Double(later) * 1_000 / Double(count)).rounded()),
                meanDaysLater: Int((mean * 1_000 / Double(count)).rounded()))
        }.sorted {
            ($0.daysLater, $0.meanDaysLater, $1.cause.rawValue) > ($1.daysLater, $1.meanDaysLater, $0.cause.rawValue)
        }
        let inTime = 0..<max(stage.daysInTime, 0)
        reverse = Self.reserve(runs.map(\.reversePeak), least: inTime.map { stage.industry[$0] }.min())
        let count = stage.market.distributors.count
        reverseByDistributor = (0..<count).map { place in
            Self.reserve(
                runs.map { $0.reversePeaks[place] }, least: inTime.map { stage.distributor[$0 * count + place] }.min())
        }
        retries = Self.reserve(runs.map(\.retryPeak), least: inTime.map { stage.industry[$0] }.min())
        reversed = Self.mean(runs, \.reversed)
        rejected = Self.mean(runs, \.rejected)
        switched = Self.mean(runs, \.switched)
        outageDays = Self.mean(runs, \.outageDays)
        lateSuppliers = Self.mean(runs, \.lateSuppliers)
        failedSuppliers = Self.mean(runs, \.failedSuppliers)
        daysChecked = runs.reduce(0) { $0 + $1.daysChecked }
    }

    private static func mean(_ runs: [TwinRun], _ count: (TwinRun) -> Int) -> Int {
        (runs.reduce(0) { $0 + count($1) } + runs.count / 2) / runs.count
    }

    private static func finish(_ stage: TwinStage, _ places: [Int]) -> Finish {
        let sorted = places.sorted()
        let dates = [10, 50, 80, 90].map { percent -> CalendarDate? in
            let place = SampleQuantile.of(sorted: sorted, percent: percent)
            return place < stage.days.count ? stage.days[place] : nil
        }
        return Finish(
            p10: dates[0], p50: dates[1], p80: dates[2], p90: dates[3],
            inTime: sorted.count { $0 < stage.daysInTime } * 1_000 / sorted.count)
    }

    private static func reserve(_ peaks: [Int], least: Int?) -> Reserve {
        let sorted = peaks.sorted()
        let high = SampleQuantile.of(sorted: sorted, percent: 95)
        var share: Share?
        if let least, least > 0, least < PlanningGrid.unlimited {
            share = Share(millionths: (high * 1_000_000 + least - 1) / least)
        }
        return Reserve(p50: SampleQuantile.of(sorted: sorted, percent: 50), p95: high, share: share)
    }
}
