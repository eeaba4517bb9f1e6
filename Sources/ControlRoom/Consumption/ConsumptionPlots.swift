import Charts
import Consumption
import Kernel
import Market

/// The plots of a preview.
enum ConsumptionPlots {
    /// Watt-hours in the unit that suits the largest of them.
    struct Unit: Sendable, Hashable {
        let name: String
        let divisor: Double

        init(largest: Int) {
            (name, divisor) =
                switch largest {
                case ..<5_000: ("Wh", 1)
                case ..<5_000_000: ("kWh", 1_000)
                case ..<5_000_000_000: ("MWh", 1_000_000)
                default: ("GWh", 1_000_000_000)
                }
        }

        func of(_ wattHours: Int) -> Double { Double(wattHours) / divisor }
    }

    private static let clockTicks = [0, 6, 12, 18, 24].map {
        PlotTick(at: Double($0), label: $0 == 24 ? "24:00" : "\($0 < 10 ? "0" : "")\($0):00")
    }

    // MARK: Mean days

    static func meanDay(_ mean: ConsumptionPreview.MeanDay) -> LinePlot {
        let largest = (mean.weekday + mean.weekend + mean.export).compactMap { $0 }.max() ?? 0
        let unit = Unit(largest: largest)
        let lines: [(label: String, tone: Int, values: [Int?])] = [
            ("Monday to Friday", 0, mean.weekday), ("Weekend", 2, mean.weekend), ("Export, all days", 1, mean.export),
        ]
        let drawn = lines.filter { !$0.values.isEmpty }
        let words = drawn.map { line in
            "\(line.label) \(Energy.thousandths(line.values.compactMap { $0 }.reduce(0, +))) kWh a day"
        }
        return LinePlot(
            title: "\(mean.kind)", words: words.joined(separator: ", "), vertical: "\(unit.name) a half hour",
            horizontal: "local time", ticks: clockTicks,
            series: drawn.map { line in
                LinePlot.Series(
                    label: line.label, tone: line.tone,
                    points: line.values.enumerated().compactMap { place, value in
                        value.map { LinePlot.Point(x: Double(place) / 2 + 0.25, y: unit.of($0)) }
                    })
            })
    }

    // MARK: Totals

    static func total(_ preview: ConsumptionPreview) -> LinePlot {
        let hasExport = preview.exported.contains { $0 > 0 }
        let unit = Unit(largest: (preview.imported + preview.exported).max() ?? 0)
        let first = preview.halfHours.lowerBound
        func points(_ values: [Int]) -> [LinePlot.Point] {
            values.enumerated().map { LinePlot.Point(x: Double(first + $0) + 0.5, y: unit.of($1)) }
        }
        var ticks: [PlotTick] = []
        var day = preview.days.lowerBound
        while day <= preview.days.upperBound {
            let start = SettlementDay(day).halfHours.lowerBound
            ticks.append(PlotTick(at: Double(start), label: shortDate(day)))
            day = day.adding(days: 1)
        }
        ticks.append(PlotTick(at: Double(preview.halfHours.upperBound), label: ""))
        var series = [LinePlot.Series(label: "Import", tone: 0, points: points(preview.imported))]
        if hasExport { series.append(LinePlot.Series(label: "Export", tone: 1, points: points(preview.exported))) }
        let sums = "Import \(Energy.kilowattHours(preview.imported.reduce(0, +))) kWh in all"
        return LinePlot(
            title: "Total by half hour", words: sums, vertical: "\(unit.name) a half hour",
            horizontal: "local days", ticks: ticks, series: series)
    }

    private static func shortDate(_ date: CalendarDate) -> String {
        String(Wording.date(date).split(separator: " ").prefix(2).joined(separator: " "))
    }

    // MARK: Spread

    /// Bounds of the bands of annual energy within a decade: about equally far apart by ratio.
    private static let steps = [100, 150, 200, 300, 500, 700]

    /// Metering points by annual use, in bands whose widths grow with the use.
    static func spread(_ preview: ConsumptionPreview) -> ColumnPlot {
        let used = preview.annual.filter { $0.wattHours > 0 }
        var bounds: [Int] = []
        let most = used.map(\.wattHours).max() ?? 0
        var decade = 1
        while bounds.last ?? 0 <= most, bounds.count < 120 {
            bounds += steps.map { $0 * decade }
            decade *= 10
        }
        var weights = [Int](repeating: 0, count: bounds.count + 1)
        for site in used { weights[bounds.firstIndex { site.wattHours < $0 } ?? bounds.count] += site.weight }
        let seen = weights.indices.filter { weights[$0] > 0 }
        let range = (seen.first ?? 0)..<((seen.last ?? -1) + 1)
        let sum = Double(max(weights.reduce(0, +), 1))
        let labels = range.map { $0 == 0 ? "0" : kilowattHours(bounds[$0 - 1]) }
        return ColumnPlot(
            title: "Annual use", words: "Middle half of them from \(quartiles(used))", vertical: "% of metering points",
            horizontal: "kWh a year, from", categories: labels,
            series: [
                ColumnPlot.Series(
                    label: "Metering points", tone: 0, values: range.map { 100 * Double(weights[$0]) / sum })
            ])
    }

    private static func kilowattHours(_ wattHours: Int) -> String {
        switch wattHours {
        case 1_000_000_000...: "\(wattHours / 1_000_000_000)M"
        case 1_000_000...: decimal(wattHours / 100_000) + "k"
        default: decimal(wattHours / 100)
        }
    }

    private static func decimal(_ tenths: Int) -> String {
        tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }

    private static func quartiles(_ sites: [ConsumptionPreview.Annual]) -> String {
        let sorted = sites.sorted { $0.wattHours < $1.wattHours }
        let sum = sorted.reduce(0) { $0 + $1.weight }
        func at(_ quarter: Int) -> Int {
            var before = 0
            for site in sorted {
                before += site.weight
                if before * 4 >= sum * quarter { return site.wattHours }
            }
            return 0
        }
        return
            "\(Energy.kilowattHours(at(1))) to \(Energy.kilowattHours(at(3))) kWh, median \(Energy.kilowattHours(at(2)))"
    }

    // MARK: One site

    static func day(_ day: ConsumptionSiteDay) -> LinePlot {
        let unit = Unit(largest: day.columns.flatMap(\.values).map { Int($0.magnitude) }.max() ?? 0)
        let first = day.halfHours.lowerBound
        let ticks = day.halfHours.compactMap { index -> PlotTick? in
            let label = day.clock(HalfHour(index: index))
            guard label.hasSuffix("00:00") || ["03", "06", "09", "12", "15", "18", "21"].contains(label.prefix(2)),
                label.hasSuffix(":00")
            else { return nil }
            return PlotTick(at: Double(index), label: label)
        }
        let reactive = day.columns.contains { $0.quantity.isReactive }
        return LinePlot(
            title: "\(day.site.mpan) on \(Wording.longDate(day.date))",
            words: day.columns.map { "\($0.quantity.code) \(Energy.thousandths($0.total))" }.joined(separator: ", "),
            vertical: reactive ? "\(unit.name), reactive \(unit.name.replacingWattHours)" : "\(unit.name) a half hour",
            horizontal: day.kind == .utc ? "UTC" : "local time",
            ticks: ticks + [PlotTick(at: Double(first + day.halfHours.count), label: "")],
            series: day.columns.map { column in
                LinePlot.Series(
                    label: column.name, tone: Int(column.quantity.rawValue),
                    points: column.values.enumerated().map {
                        LinePlot.Point(x: Double(first + $0) + 0.5, y: unit.of(Int($1)))
                    })
            })
    }
}

extension String {
    /// `kvarh` for `kWh`.
    fileprivate var replacingWattHours: String { hasSuffix("Wh") ? dropLast(2) + "varh" : self }
}
