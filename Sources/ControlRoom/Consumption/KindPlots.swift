import Charts
import Consumption
import Market

/// The figures of one class that need its sites one by one.
struct KindPlots {
    let figures: KindFigures
    /// Days of the run.
    let days: Int

    var name: String { figures.kind.description }
    var basis: String {
        "\(ReportNumber.text(figures.sampled)) \(figures.sampled == 1 ? "site" : "sites"), "
            + RealismReport.days(days)
    }

    /// All cards, in order.
    var all: [ReportFigure] {
        let total = TotalPlots(name: name, total: figures.total, basis: basis)
        let some: [ReportFigure?] =
            total.meanDays + [
                peakTimes, coincidence, total.duration, halfHours, annual, autocorrelation, total.monthly, total.ratios,
            ]
        return some.compactMap { $0 } + export + [burning, spreads, withinDay].compactMap { $0 }
    }

    private static func percentTicks(_ percents: [Int]) -> [PlotTick] {
        percents.map { PlotTick(at: Double($0), label: "\($0) %") }
    }

    var coincidence: ReportFigure? {
        guard !figures.coincidence.isEmpty else { return nil }
        func x(_ size: Int) -> Double { StableMath.ln(Double(size)) }
        let points = figures.coincidence
        var series = [
            LinePlot.Series(
                label: "mean of groups, with P10 to P90", tone: 0,
                points: points.map { LinePlot.Point(x: x($0.size), y: $0.watts / 1_000) }, hasMarks: true,
                band: points.map { ($0.low / 1_000)...max($0.high / 1_000, $0.low / 1_000) })
        ]
        if let fit = figures.fit {
            series.append(
                LinePlot.Series(
                    label: "power law", tone: 2,
                    points: points.map {
                        LinePlot.Point(
                            x: x($0.size), y: fit.scale / 1_000 * StableMath.exp(-fit.exponent * x($0.size)))
                    }))
        }
        var fitWords = ""
        if let fit = figures.fit {
            fitWords =
                " Power law \(ReportNumber.text(fit.scale / 1_000, 2)) kW × n^\(ReportNumber.text(-fit.exponent, 3)), "
                + "R² \(ReportNumber.text(fit.determination, 3))."
            if let limit = fit.limit {
                fitWords +=
                    " With a floor: \(ReportNumber.text(limit.floor / 1_000, 2)) + "
                    + "\(ReportNumber.text(limit.above / 1_000, 2)) × n^\(ReportNumber.text(-limit.steepness, 2)) kW."
            }
        }
        let pool = min(figures.sampled, 1_000)
        return ReportFigure(
            title: "Coincidence: peak a site against the size of the group",
            how: "Highest half hour of each group’s sum over \(RealismReport.days(min(days, 366))), groups drawn "
                + "from \(ReportNumber.text(pool)) sites with a fixed seed.\(fitWords)",
            picture: LinePlot(
                title: "\(name): coincident peak by size of group",
                words: points.map { "\($0.size): \(ReportNumber.text($0.watts / 1_000, 2)) kW" }
                    .joined(separator: ", "),
                vertical: "kW a site at the group’s peak", horizontal: "sites in the group (logarithmic)",
                ticks: points.map { PlotTick(at: x($0.size), label: ReportNumber.text($0.size)) }, series: series
            ).svg,
            tables: [
                ReportTable(
                    caption: "Peak of groups, kW a site",
                    columns: ["Sites", "Groups", "Mean", "P10", "P90", "Most peak at", "Share of groups"],
                    rows: points.map {
                        [
                            ReportNumber.text($0.size), ReportNumber.text($0.groups),
                            ReportNumber.text($0.watts / 1_000, 3), ReportNumber.text($0.low / 1_000, 3),
                            ReportNumber.text($0.high / 1_000, 3), ReportNumber.clock($0.peakClock),
                            ReportNumber.percent($0.shareAtPeakClock, 0),
                        ]
                    })
            ])
    }

    var peakTimes: ReportFigure? {
        guard !figures.peakShares.isEmpty else { return nil }
        let most = figures.peakShares.indices.max { figures.peakShares[$0] < figures.peakShares[$1] } ?? 0
        return ReportFigure(
            title: "When single sites peak",
            how: "Sites’ days by the half hour in which they used most, the first of equals. \(basis).",
            picture: ColumnPlot(
                title: "\(name): time of the day’s peak",
                words: "Most often at \(ReportNumber.clock(most)): \(ReportNumber.percent(figures.peakShares[most])).",
                vertical: "per cent of sites’ days", horizontal: "local time",
                categories: (0..<48).map { ReportNumber.clock($0) }, labelEvery: 8,
                series: [ColumnPlot.Series(label: name, tone: 0, values: figures.peakShares.map { 100 * $0 })]
            ).svg,
            tables: [
                ReportTable(
                    caption: "Per cent of sites’ days that peak in the half hour", columns: ["Begins", "Per cent"],
                    rows: figures.peakShares.enumerated().map {
                        [ReportNumber.clock($0), ReportNumber.text(100 * $1, 2)]
                    })
            ])
    }

    var halfHours: ReportFigure? {
        guard figures.annual?.wattHours.most ?? 0 > 0 else { return nil }
        let labels = KindFigures.halfHourShares.map { share in
            "P"
                + (share % 100 == 0
                    ? "\(share / 100)" : ReportNumber.fixed(Double(share) / 100, share % 10 == 0 ? 1 : 2))
        }
        return ReportFigure(
            title: "Half hours of single sites",
            how: "Quantiles of all half hours of all sites, each over its own site’s mean. "
                + "\(ReportNumber.percent(figures.zeroShare, 2)) of half hours are zero. Around the class’s mean "
                + "half hours deviate by \(ReportNumber.text(figures.halfHourDeviation, 2)) of it, sites’ days by "
                + "\(ReportNumber.text(figures.siteDayDeviation, 2)). \(basis).",
            picture: LinePlot(
                title: "\(name): quantiles of half hours over their site’s mean",
                words: zip(labels, figures.relativeHalfHours).map { "\($0) \(ReportNumber.text($1, 2))" }
                    .joined(separator: ", "),
                vertical: "times the site’s own mean", horizontal: "quantile",
                ticks: labels.enumerated().map { PlotTick(at: Double($0), label: $1) },
                series: [
                    LinePlot.Series(
                        label: name, tone: 0,
                        points: figures.relativeHalfHours.enumerated().map { LinePlot.Point(x: Double($0), y: $1) },
                        hasMarks: true)
                ]
            ).svg,
            tables: [
                ReportTable(
                    caption: "Quantiles of half hours",
                    columns: ["Quantile", "kWh", "Times own mean", "Days, times class’s mean"],
                    rows: labels.indices.map {
                        [
                            labels[$0], ReportNumber.text(figures.halfHours[$0] / 1_000, 3),
                            ReportNumber.text(figures.relativeHalfHours[$0], 3),
                            ReportNumber.text(figures.relativeDays[$0], 3),
                        ]
                    })
            ])
    }

    var annual: ReportFigure? {
        guard let annual = figures.annual else { return nil }
        let logs =
            "Deviation of the logarithms \(ReportNumber.text(annual.logDeviation, 3)) "
            + "(from the quartiles \(ReportNumber.text(annual.logDeviationOfQuartiles, 3)))"
            + (annual.belowHundred > 0 ? ", without \(ReportNumber.text(annual.belowHundred)) below 100 kWh." : ".")
        let year = days == 365 ? "Each site’s energy in the year." : "Each site’s energy, brought to 365 days."
        return ReportFigure(
            title: "Annual energy", how: "\(year) \(logs) \(basis).",
            picture: LinePlot(
                title: "\(name): annual energy over sites",
                words: "Median \(ReportNumber.text(annual.wattHours.median / 1_000, 0)) kWh, "
                    + "mean \(ReportNumber.text(annual.wattHours.mean / 1_000, 0)) kWh.",
                vertical: "kWh a year", horizontal: "per cent of sites at or below",
                ticks: Self.percentTicks(Spread.percents),
                series: [
                    LinePlot.Series(
                        label: name, tone: 0,
                        points: zip(Spread.percents, annual.wattHours.quantiles).map {
                            LinePlot.Point(x: Double($0), y: $1 / 1_000)
                        }, hasMarks: true)
                ]
            ).svg,
            tables: [Self.table("kWh a year", [("Annual energy", annual.wattHours, 1_000, 0)])])
    }

    /// One row a figure: mean and quantiles over sites.
    static func table(
        _ caption: String, _ rows: [(name: String, spread: Spread?, divisor: Double, places: Int)]
    ) -> ReportTable {
        ReportTable(
            caption: caption, columns: ["Over sites", "Mean"] + Spread.percents.map { "P\($0)" } + ["Deviation"],
            rows: rows.map { row in
                let values = row.spread.map { [$0.mean] + $0.quantiles + [$0.deviation] }
                return [row.name]
                    + (0..<9).map { place in ReportNumber.text(values.map { $0[place] / row.divisor }, row.places) }
            })
    }

    var spreads: ReportFigure {
        ReportFigure(
            title: "How sites differ",
            how: "Each figure is worked out for every site, then told over the sites. Day to day: the deviation of a "
                + "site’s days over their mean, and the mean step from one day to the next. \(basis).", picture: "",
            tables: [
                Self.table(
                    "Quantiles over sites",
                    [
                        ("Highest half hour, kW", figures.peak, 1_000, 2),
                        ("Load factor (mean over peak)", figures.loadFactor, 1, 3),
                        ("Day to day, deviation", figures.dayDeviation, 1, 3),
                        ("Day to day, mean step", figures.dayStep, 1, 3),
                    ])
            ], isWide: true)
    }

    var autocorrelation: ReportFigure? {
        guard figures.autocorrelation.contains(where: { $0 != nil }) else { return nil }
        let names = ["half hour", "hour", "day", "week"]
        let rows = zip(zip(RealismFigures.lags, names), figures.autocorrelation).map {
            ("Lag \($0.0) (\($0.1))", $1, 1.0, 3)
        }
        return ReportFigure(
            title: "Autocorrelation", how: "Of each site’s half hours around its own mean, then over sites. \(basis).",
            picture: ColumnPlot(
                title: "\(name): autocorrelation of half hours",
                words: zip(RealismFigures.lags, figures.autocorrelation).map {
                    "lag \($0): \(ReportNumber.text($1?.mean, 2))"
                }.joined(separator: ", "), vertical: "mean over sites, with P10 and P90 beside it",
                horizontal: "half hours apart (48 is a day, 336 a week)",
                categories: RealismFigures.lags.map { "\($0)" },
                series: [
                    ColumnPlot.Series(label: "P10", tone: 5, values: figures.autocorrelation.map { $0?.quantiles[1] }),
                    ColumnPlot.Series(label: "mean", tone: 0, values: figures.autocorrelation.map { $0?.mean }),
                    ColumnPlot.Series(label: "P90", tone: 1, values: figures.autocorrelation.map { $0?.quantiles[5] }),
                ]
            ).svg, tables: [Self.table("Autocorrelation", rows)])
    }

    var withinDay: ReportFigure? {
        guard let all = figures.withinDay else { return nil }
        func row(_ name: String, _ shape: DayShape?, _ ratios: WithinDay?) -> [String] {
            let peak = shape.flatMap { shape in
                shape.wattHours.indices.max { (shape.wattHours[$0] ?? 0, $1) < (shape.wattHours[$1] ?? 0, $0) }
            }
            return [
                name, shape.map { ReportNumber.text($0.total / 1_000, 2) } ?? "–",
                ReportNumber.text(ratios?.mostOverMean, 2), ReportNumber.text(ratios?.leastOverMean, 2),
                ReportNumber.text(ratios?.deviationOverMean, 2), ReportNumber.text(ratios?.medianOverMean, 2),
                ReportNumber.text(shape?.mostOverMean, 2), ReportNumber.text(shape?.leastOverMean, 2),
                peak.map(ReportNumber.clock) ?? "–",
            ]
        }
        let names = ["weekday", "Saturday", "Sunday"]
        return ReportFigure(
            title: "Within the day",
            how: "Highest, lowest, deviation and median of each site’s day over that day’s mean, averaged over "
                + "\(ReportNumber.text(all.siteDays)) sites’ days with consumption. Sunday stands for bank holidays too.",
            picture: "",
            tables: [
                ReportTable(
                    caption: "Within-day ratios",
                    columns: [
                        "Days", "kWh a day", "Highest / mean", "Lowest / mean", "Deviation / mean", "Median / mean",
                        "Mean day: highest / mean", "Mean day: lowest / mean", "Mean day peaks at",
                    ],
                    rows: [row("All days", nil, all)]
                        + zip(figures.total.shapes, figures.withinDayByShape).map {
                            row("\($0.season.name) \(names[$0.kind.rawValue])", $0, $1)
                        })
            ], isWide: true)
    }

    var burning: ReportFigure? {
        guard let burning = figures.burning else { return nil }
        return ReportFigure(
            title: "Burning hours",
            how: "Hours a year\(days == 365 ? "" : ", brought to 365 days"): at full power, the site’s energy over its "
                + "highest half hour’s power; lit, the half hours with any consumption. \(basis).", picture: "",
            tables: [
                Self.table(
                    "Hours a year",
                    [("At full power", burning.fullHours, 1, 0), ("Lit", burning.litHours, 1, 0)])
            ], isWide: true)
    }
}
