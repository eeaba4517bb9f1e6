public import Market

/// How unlike the half hours of a single site's day are, averaged over sites and days with consumption.
public struct WithinDay: Sendable, Hashable {
    /// Sites' days that were averaged.
    public let siteDays: Int
    public let mostOverMean: Double
    public let leastOverMean: Double
    public let deviationOverMean: Double
    public let medianOverMean: Double

    init?(_ sums: RealismBlock.DayRatios) {
        guard sums.days > 0 else { return nil }
        siteDays = sums.days
        mostOverMean = sums.most / Double(sums.days)
        leastOverMean = sums.least / Double(sums.days)
        deviationOverMean = sums.deviation / Double(sums.days)
        medianOverMean = sums.median / Double(sums.days)
    }
}

/// The spread of sites' annual energies.
public struct AnnualFigures: Sendable, Hashable {
    /// Watt-hours a year of 365 days.
    public let wattHours: Spread
    /// Sites below 100 kWh a year (empty premises), left out of the two figures that follow.
    public let belowHundred: Int
    /// The standard deviation of the natural logarithms.
    public let logDeviation: Double?
    /// The same from the quartiles alone: their distance in logarithms over 1.349.
    public let logDeviationOfQuartiles: Double?
}

/// What sites with solar panels give to the network.
public struct ExportFigures: Sendable {
    /// One month: watt-hours of all sites looked at.
    public struct Month: Sendable, Hashable {
        /// 1 to 12.
        public let month: Int
        public let days: Int
        /// Watt-hours a site and day.
        public let exportedPerDay: Double
        public let generatedPerDay: Double
        /// Of what was generated; nil where nothing was.
        public let exportedShare: Double?
        /// Kilowatt-hours a kilowatt of panels in the whole month, from its days in the run; nil where sizes are not known.
        public let yield: Double?
    }

    public let sites: Int
    /// Mean peak watts of a site's panels.
    public let panelWatts: Double
    public let months: [Month]
    public let exportedShare: Double?
    /// Kilowatt-hours a kilowatt of panels and year; nil unless the run has every month.
    public let annualYield: Double?
    /// Mean days of export.
    public let shapes: [DayShape]
}

/// How long unmetered equipment burns.
public struct BurningFigures: Sendable, Hashable {
    /// Hours a year at the site's highest half hour that would use the same.
    public let fullHours: Spread
    /// Hours a year in half hours with any consumption.
    public let litHours: Spread
}

/// Everything a report says of one class with its add-ons.
public struct KindFigures: Sendable {
    public let kind: SiteKind
    /// Sites of the run.
    public let count: Int
    /// Sites looked at.
    public let sampled: Int
    public let total: TotalFigures
    /// Within-day ratios of all days, and by mean day (as `total.shapes`).
    public let withinDay: WithinDay?
    public let withinDayByShape: [WithinDay?]
    /// The share of sites' days that peak in each half hour by the clock; empty without any consumption.
    public let peakShares: [Double]
    /// Of sites' half hours, by `halfHourShares`: watt-hours, and times the site's own mean.
    public let halfHours: [Double]
    public let relativeHalfHours: [Double]
    public let zeroShare: Double
    /// The deviation of all sites' half hours around the class's mean, over that mean; nil without consumption.
    public let halfHourDeviation: Double?
    /// Of sites' days, by `halfHourShares`: times the class's mean day; and their deviation over it.
    public let relativeDays: [Double]
    public let siteDayDeviation: Double?
    public let coincidence: [CoincidencePoint]
    public let fit: CoincidenceFit?
    /// One for each of `RealismFigures.lags`.
    public let autocorrelation: [Spread?]
    /// The deviation of a site's days over their mean, and the mean step from day to day over the mean.
    public let dayDeviation: Spread?
    public let dayStep: Spread?
    public let annual: AnnualFigures?
    /// Watts in a site's highest half hour.
    public let peak: Spread?
    /// A site's mean over its peak.
    public let loadFactor: Spread?
    public let export: ExportFigures?
    public let burning: BurningFigures?
    /// Shares of import rows by quality code, as the generator marks them before any defect.
    public let qualities: [(code: QualityCode, share: Double)]
    /// Of the sites looked at, by quantity: (var-)watt-hours over the UTC days and the local days of the run's dates.
    public let totals: [(quantity: MeasurementQuantity, utc: Int, local: Int)]

    /// Shares of half hours at which quantiles are told, in parts of ten thousand.
    public static let halfHourShares = [100, 500, 1_000, 2_500, 5_000, 7_500, 9_000, 9_500, 9_900, 9_990, 9_999]
}

/// What a segment, or the whole run, comes to: classes weighed by their sites.
public struct SegmentFigures: Sendable {
    /// Nil for all segments together.
    public let segment: MarketSegment?
    /// Sites of the run.
    public let count: Int
    public let sampled: Int
    public let total: TotalFigures
}

/// Every figure of a realism report.
public struct RealismFigures: Sendable {
    /// Half hours of which autocorrelations are told: the next, the one after, the next day's, the next week's.
    public static let lags = [1, 2, 48, 336]

    public let days: [StudyDay]
    public let sitesPerKind: Int
    public let kinds: [KindFigures]
    /// The segments that the run has, then all together.
    public let segments: [SegmentFigures]
    /// Whether every site of the run was looked at.
    public let isComplete: Bool
}
