import Charts
import Kernel
import Record

/// Views of the milestones.
enum MilestonePanels {
    private static let mostInView = 300
    private static let mostPoints = 400

    /// The month of today and the two after it, one table a month.
    static func threeMonths(_ desk: Desk) async throws -> [PanelModel] {
        let first = desk.today.calendarMonth
        let columns = ["id", "title", "tier", "baseline", "forecast", "variance_days", "rag_current", "update"]
            .compactMap(RecordKind.milestones.schema.column)
        let writer = CellWriter(desk: desk, labels: [:])
        var panels: [PanelModel] = []
        for offset in 0..<3 {
            let month = first.adding(months: offset)
            let filters: [RowQuery.Filter] = [
                .init("forecast", .atLeast(month.first.iso)), .init("forecast", .atMost(month.last.iso)),
            ]
            let rows = try await desk.rows(.milestones, filters, order: [.init("forecast")], limit: mostInView)
            var body = Markup()
            for row in rows.all { body.append(writer.row(row, columns: columns)) }
            panels.append(
                PanelModel(
                    anchor: "month-\(offset + 1)", name: Wording.month(month),
                    notes: rows.total > mostInView
                        ? [.bound("The first \(mostInView) of \(rows.total) are shown.")] : [],
                    plain: rows.isEmpty
                        ? []
                        : [
                            PlainTable(
                                caption: "Milestones forecast for \(Wording.month(month))", form: "cards",
                                columns: CellWriter.heads(columns), rows: body)
                        ],
                    absence: rows.isEmpty ? ["No milestone has its forecast in \(Wording.month(month))."] : [],
                    more: [
                        LinkModel(
                            text: Wording.count(rows.total, "milestone"), href: desk.link(.milestones, filters: filters)
                        )
                    ]))
        }
        return panels
    }

    static func trend(_ desk: Desk) async throws -> [PanelModel] {
        let filters: [RowQuery.Filter] = [.init("baseline", .isNotEmpty), .init("forecast", .isNotEmpty)]
        let rows = try await desk.rows(.milestones, filters, order: [.init("baseline")], limit: mostPoints)
        let points = rows.all.compactMap { row -> (VarianceTrend.Point, Row)? in
            guard let baseline = row.date("baseline"), let forecast = row.date("forecast") else { return nil }
            return (
                VarianceTrend.Point(
                    label: row["id"], day: baseline.dayNumber, variance: forecast - baseline,
                    href: desk.link(.record(.milestones, key: row.key))), row
            )
        }
        guard let first = points.first, let last = points.last else {
            return [
                PanelModel(
                    anchor: "trend", name: "Forecast against baseline",
                    absence: ["No milestone has both a baseline and a forecast."])
            ]
        }
        var ticks: [VarianceTrend.Tick] = []
        var month = CalendarDate(dayNumber: first.0.day).calendarMonth
        let end = CalendarDate(dayNumber: last.0.day).calendarMonth
        while month <= end, ticks.count < 240 {
            ticks.append(VarianceTrend.Tick(day: month.first.dayNumber, label: Wording.month(month)))
            month = month.adding(months: 1)
        }
        let chart = VarianceTrend(title: "Variance of milestones by baseline", points: points.map(\.0), ticks: ticks)
        return [
            PanelModel(
                anchor: "trend", name: "Forecast against baseline",
                about: [
                    "Triangles that point up are later than their baseline, those that point down earlier, circles on it. "
                        + "The dashed line is the mean of a month."
                ],
                figures: [trendFigures(points.map(\.0))],
                notes: rows.total > mostPoints
                    ? [.bound("The first \(mostPoints) of \(Wording.number(rows.total)) milestones are drawn.")] : [],
                prose: scrolled(chart.svg, "Variance of milestones")),
            moves(points, desk),
        ]
    }

    private static func trendFigures(_ points: [VarianceTrend.Point]) -> FigureRow {
        let late = points.filter { $0.variance > 0 }.count
        let early = points.filter { $0.variance < 0 }.count
        let mean = points.isEmpty ? 0 : points.map(\.variance).reduce(0, +) / points.count
        func figure(_ number: String, _ caption: String, _ tone: String) -> FigureRow.Figure {
            FigureRow.Figure(number: number, caption: caption, detail: "", href: [], tone: tone)
        }
        return FigureRow(figures: [
            figure(Wording.number(late), "later than baseline", late > 0 ? "warm" : "quiet"),
            figure(Wording.number(points.count - late - early), "on baseline", "quiet"),
            figure(Wording.number(early), "earlier than baseline", "good"),
            figure(Wording.number(mean), "days of variance on average", "quiet"),
        ])
    }

    private static func moves(_ points: [(VarianceTrend.Point, Row)], _ desk: Desk) -> PanelModel {
        let columns = ["id", "title", "baseline", "forecast"].compactMap(RecordKind.milestones.schema.column)
        let writer = CellWriter(desk: desk, labels: [:])
        let largest = points.filter { $0.0.variance != 0 }
            .sorted { (abs($0.0.variance), $1.0.label) > (abs($1.0.variance), $0.0.label) }.prefix(12)
        var body = Markup()
        for (point, row) in largest {
            var line = writer.row(row, columns: columns)
            line.dropRowEnd()
            line.raw("<td class=\"t-text\" data-label=\"Moved\">")
            line.text(point.variance > 0 ? "\(point.variance) days later" : "\(-point.variance) days earlier")
            line.raw("</td></tr>\n")
            body.append(line)
        }
        return PanelModel(
            anchor: "moves", name: "Largest moves",
            plain: body.isEmpty
                ? []
                : [
                    PlainTable(
                        caption: "Milestones with the largest variance", form: "cards",
                        columns: CellWriter.heads(columns) + [PlainHead(text: "Moved", style: "t-text")], rows: body)
                ],
            absence: body.isEmpty ? ["Every forecast stands on its baseline."] : [])
    }

    /// Other kinds of record that speak of a milestone.
    static func elsewhere(_ id: String, _ desk: Desk) async throws -> [PanelModel] {
        let parts: [(RecordKind, String, RowQuery.Test, String)] = [
            (.milestoneChanges, "id", .equals(id), "meeting,change,title,baseline,forecast,update"),
            (.readinessTasks, "milestone_id", .equals(id), "task,interval,owner,finish,rag"),
            (.choreography, "milestone_id", .equals(id), "milestone_id,title,date,governed_by"),
            (.gateCriteria, "gate", .equals(id), "criterion,party,depends_on"),
            (.gateCriteria, "depends_on", .contains(id), "gate,criterion,party"),
        ]
        var panels: [PanelModel] = []
        for (kind, column, test, names) in parts {
            let filters = [RowQuery.Filter(column, test)]
            let rows = try await desk.rows(kind, filters, limit: 20)
            guard !rows.isEmpty else { continue }
            var panel = MeetingPanels.panel(rows, names, filters, desk)
            panel.anchor += "-" + column
            if column == "gate" { panel.name = "Criteria for approving it" }
            if column == "depends_on" { panel.name = "Gates that wait for it" }
            panels.append(panel)
        }
        return panels
    }

    /// A wide chart in a box of its own that scrolls.
    static func scrolled(_ svg: String, _ label: String) -> Markup {
        var out = Markup("<div class=\"scroll\" role=\"region\" tabindex=\"0\"")
        out.attribute("aria-label", label)
        out.raw(">")
        out.append(.written(svg))
        out.raw("</div>")
        return out
    }
}

/// The plan on a page.
enum PlanPanels {
    private static let mostActivities = 150
    private static let mostMonths = 60

    static func panels(_ desk: Desk) async throws -> [PanelModel] {
        let activities = try await desk.rows(.planActivities, limit: mostActivities)
        let counts = try await milestonesByMonth(desk)
        guard !activities.isEmpty || !counts.isEmpty else {
            return [PanelModel(anchor: "plan", name: "Plan", absence: [Look.of(.planActivities).empty])]
        }
        let spans = activities.all.flatMap { [$0.date("start"), $0.date("end")] }.compactMap { $0?.calendarMonth }
        let all = (spans + counts.map(\.month)).sorted()
        var month = all.first ?? desk.today.calendarMonth
        let last = min(all.last ?? month, month.adding(months: mostMonths - 1))
        var months: [PlanChart.Month] = []
        while month <= last, months.count < mostMonths {
            let filters: [RowQuery.Filter] = [
                .init("forecast", .atLeast(month.first.iso)), .init("forecast", .atMost(month.last.iso)),
            ]
            months.append(
                PlanChart.Month(
                    day: month.first.dayNumber, label: Wording.month(month),
                    milestones: counts.first { $0.month == month }?.count ?? 0,
                    href: desk.link(.milestones, filters: filters)))
            month = month.adding(months: 1)
        }
        let chart = PlanChart(
            title: "Plan on a page", months: months, end: last.last.dayNumber + 1, today: desk.today.dayNumber,
            rows: activities.all.map { row in
                PlanChart.Row(
                    label: row["activity"], group: row["group"], start: row.date("start")?.dayNumber,
                    end: row.date("end")?.dayNumber, href: desk.link(.record(.planActivities, key: row.key)))
            })
        var notes: [NoteModel] = []
        let undated = activities.all.filter { $0["start"].isEmpty && $0["end"].isEmpty }.count
        if undated > 0 {
            notes.append(
                .doubt(
                    "The text holds no dates for \(Wording.count(undated, "activity", "activities")): only the colour of a "
                        + "bar told them, and none is guessed."))
        }
        if activities.total > mostActivities {
            notes.append(.bound("The first \(mostActivities) of \(activities.total) activities are drawn."))
        }
        return [
            PanelModel(
                anchor: "plan", name: "Activities by month", notes: notes,
                prose: MilestonePanels.scrolled(chart.svg, "Plan"),
                more: [LinkModel(text: "Activities as a table", href: desk.link(.table(.planActivities)))])
        ]
    }

    /// Numbers of milestones by the month of their forecast.
    private static func milestonesByMonth(_ desk: Desk) async throws -> [(month: CalendarMonth, count: Int)] {
        let values = try await desk.values(of: "forecast", .milestones, [.init("forecast", .isNotEmpty)], limit: 2_000)
        var counts: [CalendarMonth: Int] = [:]
        for value in values {
            guard let day = CalendarDate(iso: value.value) else { continue }
            counts[day.calendarMonth, default: 0] += value.count
        }
        return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

/// Documents with their versions and events.
enum DocumentPanels {
    private static let most = 200

    static func panels(_ desk: Desk) async throws -> [PanelModel] {
        let rows = try await desk.rows(
            .documents, order: [.init("document"), .init("version"), .init("date")], limit: most)
        guard !rows.isEmpty else {
            return [PanelModel(anchor: "documents", name: "Documents", absence: [Look.of(.documents).empty])]
        }
        var order: [String] = []
        var groups: [String: [Row]] = [:]
        for row in rows.all {
            if groups[row["document"]] == nil { order.append(row["document"]) }
            groups[row["document"], default: []].append(row)
        }
        let columns = ["version", "event", "date", "by", "count", "sources", "doubts"]
            .compactMap(RecordKind.documents.schema.column)
        let labels = try await desk.labels(for: rows.all.flatMap { $0.sources.prefix(3) })
        let writer = CellWriter(desk: desk, labels: labels)
        var panels = order.enumerated().map { place, document in
            let events = groups[document] ?? []
            let shown = events.contains { !$0["doubts"].isEmpty } ? columns : Array(columns.dropLast())
            var body = Markup()
            for row in events { body.append(writer.row(row, columns: shown)) }
            return PanelModel(
                anchor: "document-\(place + 1)", name: document.isEmpty ? "Document not named" : document,
                plain: [
                    PlainTable(
                        caption: "Events of \(document)", form: "cards", columns: CellWriter.heads(shown),
                        rows: body)
                ],
                more: [
                    LinkModel(
                        text: Wording.count(events.count, "event"),
                        href: desk.link(.documents, filters: [.init("document", .equals(document))]))
                ])
        }
        if rows.total > most {
            panels[0].notes = [
                .bound(
                    "The first \(most) of \(Wording.number(rows.total)) events are shown; Events holds all, in pages.")
            ]
        }
        return panels
    }
}
