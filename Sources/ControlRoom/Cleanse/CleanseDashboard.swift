import Charts
import Cleanse
import Kernel

/// `/cleanse`: how the market stands, by item, distributor, supplier and severity, and how it came there.
enum CleanseDashboard {
    /// Rows of a table of parties; the list has the others.
    static let mostParties = 40
    private static let mostRules = 14
    /// Runs that a trend shows.
    static let mostRuns = 26

    static func model(_ desk: Desk, _ sight: CleanseSight, _ run: LedgerRun) throws -> PageModel {
        let open = try sight.tallies().filter { !$0.state.isClosed }
        let (certificate, trouble) = try sight.certificateForPage(run)
        var page = PageModel(heading: "Data cleanse")
        page.lead = [
            "Run \(run.number), of the registers as at \(CleanseWording.day(run.asAt)). Exceptions are as they stand now, with what people did since."
        ]
        page.notes = trouble
        if !certificate.balances {
            page.notes.append(
                .bad("Not true", "The classes of the certificate do not add up to the population: it proves nothing."))
        }
        page.panels = [figures(run, open, desk), try items(certificate, desk)]
        page.panels += try trend(sight, desk)
        page.panels += [rules(open, desk), distributors(open, desk)]
        page.panels.append(try suppliers(open, certificate, desk))
        page.panels.append(others(open, desk))
        return page
    }

    // MARK: Figures

    private static func figures(_ run: LedgerRun, _ open: [LedgerTally], _ desk: Desk) -> PanelModel {
        func count(_ holds: (LedgerTally) -> Bool) -> Int { open.reduce(0) { $0 + (holds($1) ? $1.count : 0) } }
        var figures = [
            FigureRow.Figure(
                number: Wording.number(run.points), caption: "MPANs checked", detail: "in any register",
                href: [desk.cleanse(.certificate)], tone: "quiet")
        ]
        for severity in Severity.allCases {
            let number = count { $0.severity == severity }
            figures.append(
                FigureRow.Figure(
                    number: Wording.number(number), caption: "\(CleanseWording.severity(severity))s".plainPlural,
                    detail: "open exceptions of severity \(severity.rawValue)",
                    href: [desk.exceptions(["severity": severity.rawValue])],
                    tone: number == 0 ? "good" : severity == .error ? "bad" : severity == .warning ? "warm" : "quiet"))
        }
        let reopened = count { $0.state == .reopened }
        figures.append(
            FigureRow.Figure(
                number: Wording.number(reopened), caption: "Re-opened", detail: "came back after an end",
                href: [desk.exceptions(["state": "re-opened"])], tone: reopened == 0 ? "quiet" : "warm"))
        figures.append(
            FigureRow.Figure(
                number: Wording.number(count { $0.state == .exempt }), caption: "Exempt",
                detail: "visible, not in the debt", href: [desk.exceptions(["state": "exempt"])], tone: "quiet"))
        return PanelModel(anchor: "now", name: "Open now", figures: [FigureRow(figures: figures)])
    }

    // MARK: Items

    static func classBars(_ rows: [(label: String, counts: ItemCounts, href: String)], title: String) -> StackedRows {
        StackedRows(
            title: title,
            kinds: ItemClass.allCases.map {
                StackedRows.Kind(label: CleanseWording.itemClass($0), tone: CleanseWording.tone($0))
            },
            rows: rows.map { row in
                StackedRows.Row(
                    label: row.label, values: ItemClass.allCases.map { row.counts[$0] },
                    note: CleanseWording.percent(row.counts.completeness), href: row.href)
            })
    }

    private static func items(_ certificate: Certificate, _ desk: Desk) throws -> PanelModel {
        let lines = certificate.lines.filter { $0.cut == "all" }
        let chart = classBars(
            lines.map { line in
                (CleanseWording.item(line.item), line.counts, certificateLink(line.item, desk))
            }, title: "Completeness by item")
        var panel = PanelModel(anchor: "items", name: "Completeness by item")
        panel.about = [
            "Each bar is the whole population. Complete means valid among those in scope; a percentage is cut, never rounded up."
        ]
        panel.chart = MilestonePanels.scrolled(chart.svg, chart.title)
        let heads =
            [PlainHead(text: "Item", style: "t-text"), PlainHead(text: "Complete", style: "t-number")]
            + ItemClass.allCases.map {
                PlainHead(text: CleanseWording.itemClass($0).capitalisedFirst, style: "t-number")
            } + [PlainHead(text: "Target", style: "t-text")]
        var rows = Markup()
        for line in lines {
            let link = certificateLink(line.item, desk)
            let target = certificate.standings.first { $0.target.item == line.item && $0.target.party == nil }
            rows.row(
                [
                    DIPCell(CleanseWording.item(line.item), href: link),
                    DIPCell(CleanseWording.percent(line.counts.completeness), style: "t-number"),
                ]
                    + ItemClass.allCases.map {
                        DIPCell(Wording.number(line.counts[$0]), style: "t-number", href: link)
                    } + [TargetWording.cell(target)], heads: heads)
        }
        panel.plain = [PlainTable(caption: "Completeness by item", form: "cards", columns: heads, rows: rows)]
        panel.more = [LinkModel(text: "Certificate", href: desk.cleanse(.certificate))]
        if !certificate.standings.isEmpty {
            panel.more.append(LinkModel(text: "Targets", href: desk.cleanse(.certificate) + "#targets"))
        }
        return panel
    }

    static func certificateLink(_ item: AccountedItem, _ desk: Desk) -> String {
        desk.cleanse(.certificate, CleanseFields(["item": item.item.rawValue])) + "#cuts"
    }

    // MARK: Trend

    private static func trend(_ sight: CleanseSight, _ desk: Desk) throws -> [PanelModel] {
        let runs = Array(sight.runs.suffix(mostRuns))
        let numbers = Set(runs.map(\.number))
        let trends = try sight.trends().filter { numbers.contains($0.run) }
        let ticks = runs.map { PlotTick(at: Double($0.number), label: String($0.number)) }
        let left = LinePlot(
            title: "Not yet complete, by run", words: words(of: trends), vertical: "not yet complete, %",
            horizontal: "run", ticks: ticks,
            series: AccountedItem.allCases.enumerated().map { place, item in
                LinePlot.Series(
                    label: CleanseWording.item(item), tone: place,
                    points: trends.filter { $0.item == item }.compactMap { trend in
                        trend.counts.completeness.map {
                            LinePlot.Point(x: Double(trend.run), y: Double(1_000_000 - $0) / 10_000)
                        }
                    }, hasMarks: true)
            })
        let raised = ColumnPlot(
            title: "Exceptions raised by run",
            words: runs.map { run in
                "run \(run.number): "
                    + Severity.allCases.map { "\($0.rawValue) \(run.raised($0))" }.joined(separator: ", ")
            }.joined(separator: "; "), vertical: "exceptions raised", horizontal: "run",
            categories: runs.map { String($0.number) },
            series: Severity.allCases.enumerated().map { place, severity in
                ColumnPlot.Series(
                    label: CleanseWording.severity(severity), tone: [3, 2, 0][place],
                    values: runs.map { Double($0.raised(severity)) })
            })
        var first = PanelModel(anchor: "trend", name: "Trend of what is left", width: "half")
        first.about = ["The share of those in scope that is not valid: at nothing, the item is complete."]
        first.chart = MilestonePanels.scrolled(left.svg, left.title)
        first.more = [LinkModel(text: "Burn-down", href: desk.cleanse(.certificate) + "#burn-down")]
        var second = PanelModel(anchor: "raised", name: "Trend of exceptions", width: "half")
        second.chart = MilestonePanels.scrolled(raised.svg, raised.title)
        second.more = [LinkModel(text: "Runs", href: desk.cleanse(.runs))]
        if runs.count == 1 { first.about += ["One run is a point; the line begins with the next."] }
        if sight.runs.count > runs.count {
            first.notes = [.bound("The last \(runs.count) of \(sight.runs.count) runs.")]
        }
        return [first, second]
    }

    private static func words(of trends: [ItemTrend]) -> String {
        trends.map {
            "run \($0.run) \(CleanseWording.item($0.item)) \(CleanseWording.percent($0.counts.completeness))"
        }.joined(separator: ", ")
    }

    // MARK: Rules

    private static func rules(_ open: [LedgerTally], _ desk: Desk) -> PanelModel {
        var counts: [Rule: Int] = [:]
        var severities: [Rule: Severity] = [:]
        for tally in open {
            counts[tally.rule, default: 0] += tally.count
            severities[tally.rule] = min(severities[tally.rule] ?? .information, tally.severity)
        }
        let order = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let chart = BarRows(
            title: "Open exceptions by rule",
            bars: order.prefix(mostRules).map { rule, count in
                BarRows.Bar(
                    label: rule.id, value: count, tone: CleanseWording.tone(severities[rule] ?? .error),
                    href: desk.exceptions(["rule": rule.id]))
            })
        var panel = PanelModel(anchor: "rules", name: "By rule", width: "half")
        panel.more = [LinkModel(text: "All rules", href: desk.cleanse(.rules))]
        if order.isEmpty {
            panel.absence = ["Nothing is open."]
        } else {
            panel.chart = MilestonePanels.scrolled(chart.svg, chart.title)
        }
        if order.count > mostRules {
            panel.about = ["The \(mostRules) with the most open, of \(order.count)."]
        }
        return panel
    }

    // MARK: Parties

    private static func severityHeads(_ first: String) -> [PlainHead] {
        [PlainHead(text: first, style: "t-text")]
            + Severity.allCases.map {
                PlainHead(text: "\(CleanseWording.severity($0))s".plainPlural, style: "t-number")
            }
    }

    private static func counts(_ tallies: [LedgerTally]) -> [Int] {
        Severity.allCases.map { severity in
            tallies.reduce(0) { $0 + ($1.severity == severity ? $1.count : 0) }
        }
    }

    private static func cells(_ counts: [Int], _ fields: CleanseFields, _ desk: Desk) -> [DIPCell] {
        zip(Severity.allCases, counts).map { severity, count in
            DIPCell(
                Wording.number(count), style: "t-number",
                href: count == 0 ? nil : desk.cleanse(.exceptions, fields.with("severity", severity.rawValue)))
        }
    }

    private static func distributors(_ open: [LedgerTally], _ desk: Desk) -> PanelModel {
        let groups = Dictionary(grouping: open.filter { $0.distributorCode != nil }) { $0.distributorCode ?? 0 }
        var panel = PanelModel(anchor: "distributors", name: "By distributor", width: "half")
        panel.about = ["By the first two digits of the MPAN, whoever has to mend it."]
        guard !groups.isEmpty else {
            panel.absence = ["Nothing is open."]
            return panel
        }
        let heads = severityHeads("Distributor")
        var rows = Markup()
        let ordered = groups.map { (code: $0.key, counts: counts($0.value)) }.sorted {
            ($1.counts.reduce(0, +), $0.code) < ($0.counts.reduce(0, +), $1.code)
        }
        for group in ordered.prefix(mostParties) {
            let fields = CleanseFields(["distributor": group.code < 10 ? "0\(group.code)" : "\(group.code)"])
            rows.row(
                [DIPCell(CleanseWording.distributor(group.code), href: desk.cleanse(.exceptions, fields))]
                    + cells(group.counts, fields, desk), heads: heads)
        }
        panel.plain = [PlainTable(caption: "By distributor", form: "cards", columns: heads, rows: rows)]
        if ordered.count > mostParties {
            panel.notes = [.bound("The \(mostParties) with the most open, of \(ordered.count).")]
        }
        return panel
    }

    private static func suppliers(
        _ open: [LedgerTally], _ certificate: Certificate, _ desk: Desk
    ) throws -> PanelModel {
        let groups = Dictionary(grouping: open.filter { $0.owner.role == .supplier }, by: \.owner)
        let named = certificate.completeness.suppliers.map { Owner(.supplier, $0 == "?" ? nil : $0) }
        let ordered = Set(groups.keys).union(named).map { (owner: $0, counts: counts(groups[$0] ?? [])) }.sorted {
            ($1.counts.reduce(0, +), $0.owner) < ($0.counts.reduce(0, +), $1.owner)
        }
        var panel = PanelModel(anchor: "suppliers", name: "By supplier")
        panel.about = ["Open exceptions that the supplier has to mend, and how complete its MPANs are."]
        panel.more = [LinkModel(text: "Certificate", href: desk.cleanse(.certificate))]
        let heads =
            severityHeads("Supplier")
            + AccountedItem.allCases.map { PlainHead(text: CleanseWording.item($0), style: "t-number") }
        var rows = Markup()
        for group in ordered.prefix(mostParties) {
            let name = group.owner.party ?? "?"
            let fields = CleanseFields(["owner": group.owner.description])
            let link = group.counts.contains { $0 > 0 } ? desk.cleanse(.exceptions, fields) : nil
            rows.row(
                [DIPCell(name, href: link)] + cells(group.counts, fields, desk)
                    + AccountedItem.allCases.map { item in
                        let share = certificate.completeness.counts(item) { $0.supplier == name }.completeness
                        return DIPCell(
                            CleanseWording.percent(share), style: "t-number",
                            href: share == nil ? nil : certificateLink(item, desk))
                    }, heads: heads)
        }
        panel.plain = [PlainTable(caption: "By supplier", form: "cards", columns: heads, rows: rows)]
        if ordered.count > mostParties {
            panel.notes = [.bound("The \(mostParties) with the most open, of \(ordered.count).")]
        }
        return panel
    }

    /// Everybody else who has to mend something.
    private static func others(_ open: [LedgerTally], _ desk: Desk) -> PanelModel {
        let groups = Dictionary(grouping: open.filter { $0.owner.role != .supplier }, by: \.owner)
        var panel = PanelModel(anchor: "owners", name: "By other owners")
        panel.more = [LinkModel(text: "Packs", href: desk.cleanse(.packs))]
        guard !groups.isEmpty else {
            panel.absence = ["Nobody else has an open exception."]
            return panel
        }
        let heads =
            [PlainHead(text: "Owner", style: "t-text"), PlainHead(text: "Role", style: "t-text")]
            + severityHeads("").dropFirst()
        var rows = Markup()
        let ordered = groups.map { (owner: $0.key, counts: counts($0.value)) }.sorted {
            ($1.counts.reduce(0, +), $0.owner) < ($0.counts.reduce(0, +), $1.owner)
        }
        for group in ordered.prefix(mostParties) {
            let fields = CleanseFields(["owner": group.owner.description])
            rows.row(
                [
                    DIPCell(group.owner.description, href: desk.cleanse(.exceptions, fields)),
                    DIPCell(CleanseWording.role(group.owner.role)),
                ] + cells(group.counts, fields, desk), heads: heads)
        }
        panel.plain = [PlainTable(caption: "By other owners", form: "cards", columns: heads, rows: rows)]
        if ordered.count > mostParties {
            panel.notes = [.bound("The \(mostParties) with the most open, of \(ordered.count).")]
        }
        return panel
    }
}

/// How a target stands, in a cell.
enum TargetWording {
    static func cell(_ standing: Certificate.Standing?) -> DIPCell {
        guard let standing else { return DIPCell(nil) }
        return DIPCell(
            standing.isMet ? "met" : standing.isDue ? "missed" : "open",
            tone: standing.isMet ? "good" : standing.isDue ? "bad" : "fair",
            detail: CleanseWording.percent(standing.target.share)
                + (standing.target.by.map { " by \(CleanseWording.day($0))" } ?? ""))
    }
}

extension LedgerRun {
    /// Exceptions of a severity that the run raised.
    func raised(_ severity: Severity) -> Int {
        rules.reduce(0) { $0 + ($1.severity == severity ? $1.raised : 0) }
    }
}

extension String {
    /// `Information` has no plural.
    var plainPlural: String { self == "Informations" ? "Information" : self }
}
