import Charts
import Consumption
import Kernel
import Market

/// One card of a report: a heading, how it was worked out, a picture, and its numbers.
struct ReportFigure {
    let title: String
    /// How it was computed, and on how many sites and days.
    let how: String
    /// SVG; empty for none.
    let picture: String
    let tables: [ReportTable]
    /// Whether it takes the page's whole width, for tables of many columns.
    var isWide = false
    /// Whether the numbers are shown at once: where there is no picture.
    var isOpen: Bool { picture.isEmpty }

    func write(to markup: inout ReportMarkup) {
        markup.open("section", [("class", isWide ? "card wide" : "card")])
        markup.element("h3", title)
        markup.element("p", how, [("class", "how")])
        markup.raw(picture)
        if isOpen {
            for table in tables { markup.table(table) }
        } else if !tables.isEmpty {
            markup.open("details")
            markup.element("summary", "The numbers")
            for table in tables { markup.table(table) }
            markup.close("details")
        }
        markup.close("section")
    }
}

/// The figures of totals: classes and segments alike.
struct TotalPlots {
    let name: String
    let total: TotalFigures
    /// Such as `2,000 sites, 365 days`.
    let basis: String

    static let dayTypes: [(kind: LocalDay.Kind, name: String)] = [
        (.weekday, "weekdays"), (.saturday, "Saturdays"), (.sunday, "Sundays and bank holidays"),
    ]
    static let clockTicks = stride(from: 0, through: 48, by: 8).map {
        PlotTick(at: Double($0), label: $0 == 48 ? "24:00" : ReportNumber.clock($0))
    }
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Mean days of one kind, a line a season; nil where the run has none.
    static func meanDays(
        _ shapes: [DayShape], of name: String, kind: LocalDay.Kind, days: String, verb: String, basis: String
    ) -> ReportFigure? {
        let some = shapes.filter { $0.kind == kind }
        guard !some.isEmpty else { return nil }
        // Winter first and solid: it is the season that peaks are looked for in.
        let tones: [Season: Int] = [.winter: 0, .spring: 1, .summer: 2, .highSummer: 3, .autumn: 4]
        let counts = some.map { "\($0.season.name) \($0.days)" }.joined(separator: ", ")
        let most = some.flatMap { shape in
            shape.wattHours.enumerated().compactMap { place, value in value.map { (shape.season, place, $0) } }
        }.max { $0.2 < $1.2 }
        let words =
            most.map { season, place, value in
                "Highest in \(season.name) at \(ReportNumber.clock(place)): \(ReportNumber.text(value / 1_000, 3)) kWh."
            } ?? ""
        let series = some.map { shape in
            LinePlot.Series(
                label: shape.season.name, tone: tones[shape.season] ?? 5,
                points: shape.wattHours.enumerated().compactMap { place, value in
                    value.map { LinePlot.Point(x: Double(place) + 0.5, y: $0 / 1_000) }
                })
        }
        let rows = (0..<48).map { place in
            [ReportNumber.clock(place)]
                + some.map { ReportNumber.text($0.wattHours[place].map { $0 / 1_000 }, 4) }
        }
        let shares = (0..<24).map { hour in
            [ReportNumber.clock(2 * hour)] + some.map { ReportNumber.text($0.hourlyShares?[hour], 1) }
        }
        return ReportFigure(
            title: "\(verb) on \(days)",
            how: "Mean of all sites’ half hours by the clock, by Elexon season. Days: \(counts). \(basis).",
            picture: LinePlot(
                title: "\(name): \(verb.lowercased()) on \(days)", words: words, vertical: "kWh a site and half hour",
                horizontal: "local time", ticks: clockTicks, series: series
            ).svg,
            tables: [
                ReportTable(
                    caption: "kWh a site and half hour", columns: ["Begins"] + some.map(\.season.name), rows: rows),
                ReportTable(
                    caption: "Thousandths of the day in each hour", columns: ["Hour from"] + some.map(\.season.name),
                    rows: shares),
            ])
    }

    var meanDays: [ReportFigure] {
        Self.dayTypes.compactMap { kind, days in
            Self.meanDays(total.shapes, of: name, kind: kind, days: days, verb: "Mean day", basis: basis)
        }
    }

    var duration: ReportFigure {
        let points = zip(TotalFigures.durationPercents, total.duration).map {
            LinePlot.Point(x: Double($0), y: $1 / 1_000)
        }
        let peak =
            "\(ReportNumber.text(total.peakWatts / 1_000, 3)) kW a site on \(total.peakDate.long) at "
            + ReportNumber.clock(total.peakClock)
        return ReportFigure(
            title: "Load duration",
            how: "Half hours of all sites together, highest first, as kW a site. Peak \(peak). \(basis).",
            picture: LinePlot(
                title: "\(name): load duration",
                words: "Peak \(peak); load factor \(ReportNumber.percent(total.loadFactor)).",
                vertical: "kW a site", horizontal: "per cent of the time at or above",
                ticks: stride(from: 0, through: 100, by: 20).map { PlotTick(at: Double($0), label: "\($0) %") },
                series: [LinePlot.Series(label: name, tone: 0, points: points)]
            ).svg,
            tables: [
                ReportTable(
                    caption: "kW a site", columns: ["Per cent of the time", "kW or more"],
                    rows: zip(TotalFigures.durationPercents, total.duration).map {
                        ["\($0) %", ReportNumber.text($1 / 1_000, 4)]
                    })
            ])
    }

    var monthly: ReportFigure {
        var values = [Double?](repeating: nil, count: 12)
        for month in total.months { values[month.month - 1] = month.wattHoursPerDay / 1_000 }
        let most = total.months.max { $0.wattHoursPerDay < $1.wattHoursPerDay }
        return ReportFigure(
            title: "Month by month", how: "Energy a site and day, by calendar month. \(basis).",
            picture: ColumnPlot(
                title: "\(name): energy by month",
                words: most.map {
                    "Highest in \(Self.months[$0.month - 1]): \(ReportNumber.text($0.wattHoursPerDay / 1_000, 2)) kWh."
                } ?? "", vertical: "kWh a site and day", horizontal: "month", categories: Self.months,
                series: [ColumnPlot.Series(label: name, tone: 0, values: values)]
            ).svg,
            tables: [
                ReportTable(
                    caption: "kWh a site and day", columns: ["Month", "Days", "kWh"],
                    rows: total.months.map {
                        [
                            Self.months[$0.month - 1], "\($0.days)",
                            ReportNumber.text($0.wattHoursPerDay / 1_000, 3),
                        ]
                    })
            ])
    }

    var ratios: ReportFigure {
        func row(_ words: String, _ value: Double?) -> [String] { [words, ReportNumber.text(value, 3)] }
        return ReportFigure(
            title: "Seasons, weekends and nights",
            how: "Ratios of mean half hours of all sites together. \(basis).", picture: "",
            tables: [
                ReportTable(
                    caption: "Ratios; a dash where the run has no such days", columns: ["What", "Ratio"],
                    rows: [
                        row("Winter over summer and high summer", total.winterOverSummer),
                        row("December to February over June to August", total.coldOverWarmMonths),
                        row("Saturday over weekday", total.saturdayOverWeekday),
                        row("Sunday and bank holiday over weekday", total.sundayOverWeekday),
                        row("Weekend over weekday", total.weekendOverWeekday),
                        row("Share used from 00:00 to 07:00", total.overnightShare),
                        row("Mean over peak of all together", total.loadFactor),
                    ])
            ])
    }
}
