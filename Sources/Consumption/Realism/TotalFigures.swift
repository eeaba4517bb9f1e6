public import Kernel
public import Market

/// The mean day of a season's days of one kind.
public struct DayShape: Sendable, Hashable {
    public let season: Season
    public let kind: LocalDay.Kind
    /// Days of the run that are of it, by the calendar of England and Wales where that has any, else of Scotland.
    public let days: Int
    /// Watt-hours a site in each half hour by the clock, from 00:00; 48 of them. Nil where the run has no such half hour.
    public let wattHours: [Double?]

    /// Watt-hours a site and day.
    public var total: Double { wattHours.reduce(0) { $0 + ($1 ?? 0) } }

    /// The highest and the lowest half hour over the day's mean; nil where the day used nothing.
    public var mostOverMean: Double? { ratio(wattHours.compactMap { $0 }.max()) }
    public var leastOverMean: Double? { ratio(wattHours.compactMap { $0 }.min()) }

    private func ratio(_ value: Double?) -> Double? {
        let known = wattHours.compactMap { $0 }
        guard let value, total > 0 else { return nil }
        return value * Double(known.count) / total
    }

    /// Thousandths of the day in each hour by the clock; nil where the day used nothing.
    public var hourlyShares: [Double]? {
        guard total > 0 else { return nil }
        return (0..<24).map { 1_000 * ((wattHours[2 * $0] ?? 0) + (wattHours[2 * $0 + 1] ?? 0)) / total }
    }
}

/// Sums by season, kind of day and clock, weighed: what mean days are made of.
struct DayBins: Sendable {
    private var sums = [Double](repeating: 0, count: StudyCalendar.bins * 48)
    private var counts = [Double](repeating: 0, count: StudyCalendar.bins * 48)
    private var days = [[Int]](repeating: [Int](repeating: 0, count: StudyCalendar.bins), count: 2)

    /// - Parameters:
    ///   - series: sums over sites at each place that is made, by calendar (England and Wales, Scotland); may be empty.
    ///   - sites: how many sites each sums.
    mutating func add(_ calendar: StudyCalendar, _ series: [[Int]], sites: [Int], weight: Double) {
        for group in 0..<2 where sites[group] > 0 && !series[group].isEmpty {
            for day in calendar.days {
                let bin = StudyCalendar.bin(day.season, group == 1 ? day.kinds.scotland : day.kinds.england)
                for place in 0..<day.periods {
                    let at = bin * 48 + StudyDay.clock(place, periods: day.periods)
                    sums[at] += weight * Double(series[group][day.start + place])
                    counts[at] += weight * Double(sites[group])
                }
            }
        }
        for (group, isUsed) in sites.map({ $0 > 0 }).enumerated() where isUsed {
            days[group] = [Int](repeating: 0, count: StudyCalendar.bins)
            for day in calendar.days {
                days[group][StudyCalendar.bin(day.season, group == 1 ? day.kinds.scotland : day.kinds.england)] += 1
            }
        }
    }

    /// The mean days of which the run has any, by season, then weekday, Saturday, Sunday.
    var shapes: [DayShape] {
        Season.allCases.flatMap { season in
            [LocalDay.Kind.weekday, .saturday, .sunday].compactMap { kind in
                let bin = StudyCalendar.bin(season, kind)
                let days = days[0][bin] > 0 ? days[0][bin] : days[1][bin]
                guard days > 0 else { return nil }
                let means = (0..<48).map { clock in
                    let at = bin * 48 + clock
                    return counts[at] > 0 ? sums[at] / counts[at] : nil
                }
                return DayShape(season: season, kind: kind, days: days, wattHours: means)
            }
        }
    }

    /// The mean half hour of some bins; nil without any.
    func mean(_ wanted: (Season, LocalDay.Kind) -> Bool) -> Double? {
        var (sum, count) = (0.0, 0.0)
        for season in Season.allCases {
            for kind in [LocalDay.Kind.weekday, .saturday, .sunday] where wanted(season, kind) {
                for at in StudyCalendar.bin(season, kind) * 48..<(StudyCalendar.bin(season, kind) + 1) * 48 {
                    sum += sums[at]
                    count += counts[at]
                }
            }
        }
        return count > 0 ? sum / count : nil
    }

    /// The share of all energy from 00:00 to 07:00 by the clock; nil where there is none.
    var overnightShare: Double? {
        let all = sums.reduce(0, +)
        guard all > 0 else { return nil }
        var night = 0.0
        for at in sums.indices where at % 48 < 14 { night += sums[at] }
        return night / all
    }
}

/// One calendar month of a run, years together.
public struct MonthFigure: Sendable, Hashable {
    /// 1 to 12.
    public let month: Int
    /// Days of the run that lie in it.
    public let days: Int
    /// Watt-hours a site and day.
    public let wattHoursPerDay: Double
}

/// What a class or a segment comes to as a whole: everything that follows from the sum of its sites.
public struct TotalFigures: Sendable {
    /// Shares of time at which the load duration is told, in per cent.
    public static let durationPercents = [0, 1, 2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 98, 99, 100]

    /// Sites that it stands for: of the run, or those looked at where it is a class.
    public let sites: Double
    public let shapes: [DayShape]
    /// Watt-hours a site in a year of 365 days at the run's mean.
    public let annualWattHours: Double
    /// Watts a site that are reached or passed for each of `durationPercents` of the time.
    public let duration: [Double]
    public let months: [MonthFigure]
    /// The mean half hour of winter over that of summer and high summer.
    public let winterOverSummer: Double?
    /// The mean day of December to February over that of June to August.
    public let coldOverWarmMonths: Double?
    /// The mean half hour of Saturdays, of Sundays and bank holidays, and of both, over that of weekdays.
    public let saturdayOverWeekday: Double?
    public let sundayOverWeekday: Double?
    public let weekendOverWeekday: Double?
    /// The share used from 00:00 to 07:00 by the clock.
    public let overnightShare: Double?
    /// The highest half hour: its local date, its half hour by the clock, and watts a site.
    public let peakDate: CalendarDate
    public let peakClock: Int
    public let peakWatts: Double
    /// Mean over peak.
    public let loadFactor: Double?

    /// - Parameter series: watt-hours of all sites at each place that is made.
    init(_ calendar: StudyCalendar, bins: DayBins, series: [Double], sites: Double) {
        self.sites = sites
        shapes = bins.shapes
        let local = series[calendar.places]
        let total = local.reduce(0, +)
        annualWattHours = total / sites * 365 / Double(calendar.days.count)
        let falling = local.sorted(by: >)
        duration = Self.durationPercents.map { 2 * falling[(falling.count - 1) * $0 / 100] / sites }
        let monthly = Self.months(calendar, series, sites: sites)
        months = monthly
        func ratio(_ over: Double?, _ under: Double?) -> Double? {
            guard let over, let under, under > 0 else { return nil }
            return over / under
        }
        func mean(of wanted: Set<Int>) -> Double? {
            let some = monthly.filter { wanted.contains($0.month) }
            guard !some.isEmpty else { return nil }
            return some.reduce(0) { $0 + $1.wattHoursPerDay * Double($1.days) }
                / Double(some.reduce(0) { $0 + $1.days })
        }
        winterOverSummer = ratio(
            bins.mean { season, _ in season == .winter },
            bins.mean { season, _ in season == .summer || season == .highSummer })
        coldOverWarmMonths = ratio(mean(of: [12, 1, 2]), mean(of: [6, 7, 8]))
        let weekday = bins.mean { $1 == .weekday }
        saturdayOverWeekday = ratio(bins.mean { $1 == .saturday }, weekday)
        sundayOverWeekday = ratio(bins.mean { $1 == .sunday }, weekday)
        weekendOverWeekday = ratio(bins.mean { $1 != .weekday }, weekday)
        overnightShare = bins.overnightShare
        var best = calendar.places.lowerBound
        for place in calendar.places where series[place] > series[best] { best = place }
        let peak = calendar.local(at: best)
        (peakDate, peakClock, peakWatts) = (peak.day.date, peak.clock, 2 * series[best] / sites)
        loadFactor = series[best] > 0 ? total / Double(local.count) / series[best] : nil
    }

    private static func months(_ calendar: StudyCalendar, _ series: [Double], sites: Double) -> [MonthFigure] {
        (1...12).compactMap { month in
            let days = calendar.days.filter { $0.date.month == month }
            guard !days.isEmpty else { return nil }
            let sum = days.reduce(0) { $0 + series[$1.start..<$1.start + $1.periods].reduce(0, +) }
            return MonthFigure(month: month, days: days.count, wattHoursPerDay: sum / sites / Double(days.count))
        }
    }
}
