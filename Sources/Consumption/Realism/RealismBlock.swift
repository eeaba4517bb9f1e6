import Market

/// What the days of some sites of one kind came to: sums and counts that add up, and a line for each site.
public struct RealismBlock: Sendable {
    /// Watt-hours and days of one month.
    struct Month: Sendable, Hashable {
        var imported = 0
        var exported = 0
        var generated = 0
    }

    /// Ratios within days, summed over sites and days.
    struct DayRatios: Sendable {
        var days = 0
        var most = 0.0
        var least = 0.0
        var deviation = 0.0
        var median = 0.0

        mutating func add(_ other: DayRatios) {
            days += other.days
            most += other.most
            least += other.least
            deviation += other.deviation
            median += other.median
        }
    }

    var sites: [SiteMeasure] = []
    /// Sites under the calendar of England and Wales, and under that of Scotland.
    var siteCounts = [0, 0]
    /// Import of all sites at each place that is made, watt-hours; by calendar as above.
    var imports: [[Int]]
    /// The same of export; empty where no site has panels.
    var exports: [[Int]] = [[], []]
    /// By season and kind of day.
    var ratios = [DayRatios](repeating: DayRatios(), count: StudyCalendar.bins)
    /// Sites' days by the half hour (local clock) in which they used most.
    var peaks = [Int](repeating: 0, count: 48)
    var halfHours = ValueHistogram()
    /// Watt-hours of sites' days; a day of more than 2 GWh counts as 2 GWh.
    var dayEnergies = ValueHistogram()
    /// Sums of the squares of half hours and of days.
    var halfHourSquares = 0.0
    var daySquares = 0.0
    /// Half hours in thousandths of their own site's mean.
    var relative = ValueHistogram()
    /// By calendar month, from January.
    var months = [Month](repeating: Month(), count: 12)
    /// Rows by the quality's index.
    var qualities = [Int](repeating: 0, count: 256)
    /// By quantity: over the UTC days and the local days of the run's dates.
    var totals = [(utc: Int, local: Int)](repeating: (0, 0), count: 4)
    /// Peak watts of all panels.
    var panelWatts = 0
    /// Sites with an export.
    var exporters = 0
    /// Series kept for groups, one a site.
    var pool: [[Int32]] = []

    init(_ calendar: StudyCalendar) {
        imports = [Int](repeating: 0, count: calendar.made.count * HalfHour.perDay).doubled
    }

    /// Adds the block that comes next.
    public mutating func add(_ next: RealismBlock) {
        sites += next.sites
        for group in 0..<2 {
            siteCounts[group] += next.siteCounts[group]
            Self.add(next.imports[group], to: &imports[group])
            Self.add(next.exports[group], to: &exports[group])
        }
        for place in ratios.indices { ratios[place].add(next.ratios[place]) }
        Self.add(next.peaks, to: &peaks)
        halfHours.add(next.halfHours)
        relative.add(next.relative)
        dayEnergies.add(next.dayEnergies)
        halfHourSquares += next.halfHourSquares
        daySquares += next.daySquares
        for place in months.indices {
            months[place].imported += next.months[place].imported
            months[place].exported += next.months[place].exported
            months[place].generated += next.months[place].generated
        }
        Self.add(next.qualities, to: &qualities)
        for place in totals.indices {
            totals[place].utc += next.totals[place].utc
            totals[place].local += next.totals[place].local
        }
        panelWatts += next.panelWatts
        exporters += next.exporters
        pool += next.pool
    }

    /// Adds place by place; an empty list is one of zeros.
    private static func add(_ values: [Int], to sums: inout [Int]) {
        guard !values.isEmpty else { return }
        if sums.isEmpty {
            sums = values
        } else {
            for place in sums.indices { sums[place] += values[place] }
        }
    }
}

extension [Int] {
    fileprivate var doubled: [[Int]] { [self, self] }
}

/// One site's own figures over the study's local days.
struct SiteMeasure: Sendable {
    /// Watt-hours imported.
    var imported: Int
    /// Watt-hours of the greatest half hour.
    var peak: Int
    /// Autocorrelation at each of `RealismFigures.lags`; nil where the series is flat or too short.
    var correlations: [Double?]
    /// The deviation of days' energies over their mean; nil with fewer than two days or no energy.
    var dayDeviation: Double?
    /// The mean step from one day to the next over the mean day; nil as above.
    var dayStep: Double?
    /// Half hours with consumption.
    var lit: Int
}
