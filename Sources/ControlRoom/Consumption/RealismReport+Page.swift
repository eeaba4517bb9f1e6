import Charts
import Consumption
import Kernel
import Market

extension RealismReport {
    /// The page: one file with its own sheet and pictures, no script, nothing fetched from elsewhere.
    public var html: String {
        var page = ReportMarkup()
        page.raw("<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\"/>\n")
        page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
        page.element("title", "Realism of manufactured consumption")
        page.raw("<style>\n\(ReportLook.css)\n</style>\n</head>\n<body>\n<main>\n")
        page.element("h1", "Realism of manufactured consumption")
        page.element(
            "p",
            "What the half hours of this run look like: their days, seasons, peaks and spreads, to hold against "
                + "published statistics. No metered data went into them.", [("class", "lead")])
        writeFacts(to: &page)
        page.open("ul", [("class", "notes")])
        for note in notes { page.element("li", note) }
        page.close("ul")
        writeContents(to: &page)
        writeSummary(to: &page)
        for (place, segment) in figures.segments.enumerated() { write(segment, place, to: &page) }
        for (place, kind) in figures.kinds.enumerated() { write(kind, place, to: &page) }
        writeTotals(to: &page)
        page.element(
            "p",
            "Quantiles P5 to P95 over sites lie on straight lines between neighbouring sites. Deviations are divided "
                + "by the number of values. The figures file that goes with this page holds every number of it.",
            [("class", "foot")])
        page.raw("</main>\n</body>\n</html>\n")
        return page.text
    }

    private func writeFacts(to page: inout ReportMarkup) {
        let mpans = figures.kinds.reduce(0) { $0 + $1.count }
        let sampled = figures.kinds.reduce(0) { $0 + $1.sampled }
        let last = configuration.from.adding(days: figures.days.count - 1)
        let facts: [(String, String, String)] = [
            ("Import metering points", ReportNumber.text(mpans), ""),
            ("Looked at", sampled == mpans ? "all of them" : ReportNumber.text(sampled), ""),
            ("Local days", "\(configuration.from.iso) to \(last.iso) (\(ReportNumber.text(figures.days.count)))", ""),
            ("Seed", String(configuration.seed), ""), ("Model version", ConsumptionConfiguration.modelVersion, ""),
            ("Configuration from", heading.source, ""),
            ("SHA-256 of the configuration", heading.digest ?? "not known", "code"),
        ]
        page.open("dl", [("class", "facts")])
        for (name, value, look) in facts {
            page.open("div")
            page.element("dt", name)
            page.element("dd", value, look.isEmpty ? [] : [("class", look)] as [(StaticString, String)])
            page.close("div")
        }
        page.close("dl")
    }

    private func writeContents(to page: inout ReportMarkup) {
        page.open("nav", [("aria-label", "Contents")])
        page.open("ul", [("class", "contents")])
        let entries =
            [("summary", "Summary")]
            + figures.segments.enumerated().map { ("segment-\($0)", Self.name($1)) }
            + figures.kinds.enumerated().map { ("class-\($0)", $1.kind.description) } + [("totals", "Data totals")]
        for (anchor, name) in entries {
            page.open("li")
            page.element("a", name, [("href", "#\(anchor)")])
            page.close("li")
        }
        page.close("ul")
        page.close("nav")
    }

    private static func name(_ segment: SegmentFigures) -> String {
        switch segment.segment {
        case .smart: "Segment Smart"
        case .advanced: "Segment Advanced"
        case .unmetered: "Segment Unmetered"
        case nil: "All segments"
        }
    }

    private func writeSummary(to page: inout ReportMarkup) {
        page.element("h2", "Summary", [("id", "summary")])
        page.element(
            "p",
            "A row a class. Peak together is the peak a site of the largest group drawn, with its size; correlations are "
                + "means over sites.", [("class", "lead")])
        page.open("div", [("class", "paper")])
        page.table(
            ReportTable(
                caption: "Classes",
                columns: [
                    "Class", "Sites", "Looked at", "Median kWh a year", "Mean kWh a year", "Spread of logs",
                    "Median peak kW", "Median load factor", "Peak together kW", "Lag 1", "Lag 48",
                    "Day to day", "Winter / summer", "Weekend / weekday", "00:00–07:00", "Zero",
                ],
                rows: figures.kinds.map { kind in
                    let group = kind.coincidence.last
                    return [
                        kind.kind.description, ReportNumber.text(kind.count), ReportNumber.text(kind.sampled),
                        ReportNumber.text(kind.annual.map { $0.wattHours.median / 1_000 }, 0),
                        ReportNumber.text(kind.annual.map { $0.wattHours.mean / 1_000 }, 0),
                        ReportNumber.text(kind.annual?.logDeviation, 2),
                        ReportNumber.text(kind.peak.map { $0.median / 1_000 }, 2),
                        ReportNumber.percent(kind.loadFactor?.median),
                        group.map { "\(ReportNumber.text($0.watts / 1_000, 2)) (\(ReportNumber.text($0.size)))" }
                            ?? "–",
                        ReportNumber.text(kind.autocorrelation[0]?.mean, 2),
                        ReportNumber.text(kind.autocorrelation[2]?.mean, 2),
                        ReportNumber.text(kind.dayDeviation?.mean, 2),
                        ReportNumber.text(kind.total.winterOverSummer, 2),
                        ReportNumber.text(kind.total.weekendOverWeekday, 2),
                        ReportNumber.percent(kind.total.overnightShare), ReportNumber.percent(kind.zeroShare),
                    ]
                }))
        page.close("div")
    }

    static func days(_ count: Int) -> String { "\(ReportNumber.text(count)) \(count == 1 ? "day" : "days")" }

    private static func sites(_ count: Int) -> String { "\(ReportNumber.text(count)) \(count == 1 ? "site" : "sites")" }

    private func write(_ segment: SegmentFigures, _ place: Int, to page: inout ReportMarkup) {
        page.element("h2", Self.name(segment), [("id", "segment-\(place)")])
        let basis =
            segment.sampled == segment.count
            ? Self.sites(segment.count)
            : "\(Self.sites(segment.sampled)), weighed to stand for \(ReportNumber.text(segment.count))"
        page.element(
            "p", "\(basis); \(ReportNumber.text(segment.total.annualWattHours / 1_000, 0)) kWh a site and year.",
            [("class", "lead")])
        let plots = TotalPlots(
            name: Self.name(segment), total: segment.total,
            basis: "\(basis), \(Self.days(figures.days.count))")
        cards(plots.meanDays + [plots.duration, plots.monthly, plots.ratios], to: &page)
    }

    private func write(_ kind: KindFigures, _ place: Int, to page: inout ReportMarkup) {
        page.element("h2", kind.kind.description, [("id", "class-\(place)")])
        page.element(
            "p",
            "\(Self.sites(kind.count)) in the run, "
                + "\(ReportNumber.text(kind.sampled)) looked at; segment \(kind.kind.siteClass.segment.word).",
            [("class", "lead")])
        cards(KindPlots(figures: kind, days: figures.days.count).all, to: &page)
    }

    private func cards(_ figures: [ReportFigure], to page: inout ReportMarkup) {
        page.open("div", [("class", "cards")])
        for figure in figures { figure.write(to: &page) }
        page.close("div")
    }

    private func writeTotals(to page: inout ReportMarkup) {
        page.element("h2", "Data totals", [("id", "totals")])
        page.element(
            "p",
            "Watt-hours (var-hours where reactive) of the sites looked at, over the run’s dates as UTC days and as local "
                + "days, and shares of import rows by quality code as the generator marks them.", [("class", "lead")])
        page.open("div", [("class", "paper")])
        page.table(
            ReportTable(
                caption: figures.isComplete ? "Totals of the run" : "Totals of the sites looked at, not of the run",
                columns: ["Class", "Quantity", "UTC days", "Local days"],
                rows: figures.kinds.flatMap { kind in
                    kind.totals.map {
                        [
                            kind.kind.description, $0.quantity.code, ReportNumber.text($0.utc),
                            ReportNumber.text($0.local),
                        ]
                    }
                }
                    + MeasurementQuantity.allCases.compactMap { quantity in
                        let some = figures.kinds.flatMap { $0.totals.filter { $0.quantity == quantity } }
                        guard !some.isEmpty else { return nil }
                        return [
                            "All", quantity.code, ReportNumber.text(some.reduce(0) { $0 + $1.utc }),
                            ReportNumber.text(some.reduce(0) { $0 + $1.local }),
                        ]
                    }))
        if let delivered = heading.delivered {
            page.table(
                ReportTable(
                    caption: "What the manifest says was delivered (with planted defects, if any)",
                    columns: ["Quantity", "Watt-hours"],
                    rows: MeasurementQuantity.allCases.compactMap { quantity in
                        delivered[quantity].map { [quantity.code, ReportNumber.text($0)] }
                    }))
        }
        page.table(
            ReportTable(
                caption: "Quality codes before any defect", columns: ["Class", "Code", "Share"],
                rows: figures.kinds.flatMap { kind in
                    kind.qualities.map {
                        [kind.kind.description, $0.code.code, ReportNumber.percent($0.share, 2)]
                    }
                }))
        page.close("div")
    }
}
