import Charts
import Consumption
import Market

extension KindPlots {
    /// Cards of sites with solar panels.
    var export: [ReportFigure] {
        guard let export = figures.export else { return [] }
        let cards: [ReportFigure?] =
            [monthly(export), yields(export)]
            + TotalPlots.dayTypes.prefix(1).map { kind, days in
                TotalPlots.meanDays(
                    export.shapes, of: name, kind: kind, days: days, verb: "Mean export", basis: basis)
            }
        return cards.compactMap { $0 }
    }

    private func byMonth(_ export: ExportFigures, _ value: (ExportFigures.Month) -> Double?) -> [Double?] {
        var values = [Double?](repeating: nil, count: 12)
        for month in export.months { values[month.month - 1] = value(month) }
        return values
    }

    private func monthly(_ export: ExportFigures) -> ReportFigure {
        let share =
            export.exportedShare.map { "\(ReportNumber.percent($0)) of what the panels generate is exported." }
            ?? "The panels generate nothing in the run."
        return ReportFigure(
            title: "Generation and export by month",
            how: "\(share) "
                + "\(ReportNumber.text(export.sites)) sites, \(RealismReport.days(days)).",
            picture: ColumnPlot(
                title: "\(name): generation and export by month",
                words: share,
                vertical: "kWh a site and day", horizontal: "month", categories: TotalPlots.months,
                series: [
                    ColumnPlot.Series(
                        label: "generated", tone: 2, values: byMonth(export) { $0.generatedPerDay / 1_000 }),
                    ColumnPlot.Series(
                        label: "exported", tone: 0, values: byMonth(export) { $0.exportedPerDay / 1_000 }),
                ]
            ).svg,
            tables: [
                ReportTable(
                    caption: "kWh a site and day",
                    columns: ["Month", "Days", "Generated", "Exported", "Share exported"],
                    rows: export.months.map {
                        [
                            TotalPlots.months[$0.month - 1], "\($0.days)",
                            ReportNumber.text($0.generatedPerDay / 1_000, 3),
                            ReportNumber.text($0.exportedPerDay / 1_000, 3), ReportNumber.percent($0.exportedShare),
                        ]
                    })
            ])
    }

    private func yields(_ export: ExportFigures) -> ReportFigure? {
        guard export.panelWatts > 0 else { return nil }
        let year = export.annualYield.map { " \(ReportNumber.text($0, 0)) kWh a kW and year." } ?? ""
        return ReportFigure(
            title: "What the panels yield",
            how: "Generation over the panels’ peak power, each month brought to its full length.\(year) "
                + "Panels of \(ReportNumber.text(export.panelWatts / 1_000, 2)) kW on average, "
                + "\(ReportNumber.text(export.sites)) sites.",
            picture: ColumnPlot(
                title: "\(name): yield by month",
                words: year.isEmpty ? "Of the months in the run." : String(year.dropFirst()),
                vertical: "kWh a kW of panels and month",
                horizontal: "month", categories: TotalPlots.months,
                series: [ColumnPlot.Series(label: name, tone: 2, values: byMonth(export, \.yield))]
            ).svg,
            tables: [
                ReportTable(
                    caption: "kWh a kW of panels", columns: ["Month", "kWh"],
                    rows: export.months.map {
                        [TotalPlots.months[$0.month - 1], ReportNumber.text($0.yield, 1)]
                    })
            ])
    }
}
