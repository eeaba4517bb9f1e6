import Charts
import Kernel
import Record

/// The readiness tracker as a matrix, and its table.
enum ReadinessPanels {
    private static let most = 1_000

    static func panels(_ desk: Desk) async throws -> [PanelModel] {
        let table = PanelModel(
            anchor: "table", name: "Tasks", table: [try await TableBuilder(desk: desk, kind: .readinessTasks).table()])
        guard !desk.options.focus, desk.address.table == TableRequest() else { return [table] }
        let rows = try await desk.rows(.readinessTasks, limit: most)
        guard !rows.isEmpty else { return [table] }
        var intervals: [String] = []
        var owners: [String] = []
        var cells: [String: [String: Int]] = [:]
        for row in rows.all {
            if !intervals.contains(row["interval"]), intervals.count < 40 { intervals.append(row["interval"]) }
            if !owners.contains(row["owner"]), owners.count < 20 { owners.append(row["owner"]) }
            cells[row["interval"] + "\u{1F}" + row["owner"], default: [:]][row["rag"], default: 0] += 1
        }
        var body = Markup()
        for interval in intervals.sorted() {
            body.raw("<tr><th scope=\"row\">")
            body.text(interval.isEmpty ? "No interval" : interval == "All" ? "All intervals" : "Interval \(interval)")
            body.raw("</th>")
            for owner in owners {
                body.raw("<td>")
                write(cells[interval + "\u{1F}" + owner] ?? [:], interval, owner, desk, into: &body)
                body.raw("</td>")
            }
            body.raw("</tr>\n")
        }
        let matrix = PanelModel(
            anchor: "matrix", name: "By interval and owner",
            about: ["Each number opens its tasks. The RAG is the word printed in the tracker."],
            notes: rows.total > most
                ? [.bound("Counted over the first \(most) of \(Wording.number(rows.total)) tasks.")] : [],
            plain: [
                PlainTable(
                    caption: "Readiness tasks by interval and owner", form: "grid",
                    heads: ["Interval"] + owners.map { $0.isEmpty ? "No owner" : $0 }, rows: body)
            ])
        return [matrix, table]
    }

    private static func write(
        _ counts: [String: Int], _ interval: String, _ owner: String, _ desk: Desk, into body: inout Markup
    ) {
        guard !counts.isEmpty else {
            body.raw("<span class=\"nothing\" aria-label=\"no tasks\">–</span>")
            return
        }
        func filter(_ column: String, _ value: String) -> RowQuery.Filter {
            .init(column, value.isEmpty ? .isEmpty : .equals(value))
        }
        for (rag, count) in counts.sorted(by: { $0.key < $1.key }) {
            body.raw("<a")
            body.attribute("class", "mark tone-\(Tone.rag(rag))")
            body.attribute(
                "href",
                desk.link(
                    .readinessTasks,
                    filters: [filter("interval", interval), filter("owner", owner), filter("rag", rag)]))
            body.raw(">")
            body.text("\(count) \(rag.isEmpty ? "no RAG" : rag)")
            body.raw("</a> ")
        }
    }
}

/// Dates printed for PIT artefacts against the dates that their rules expect.
enum PITPanels {
    private static let most = 1_200

    private struct Line {
        let activity: String
        var cells: [String: Row] = [:]
    }

    static func panels(_ desk: Desk) async throws -> [PanelModel] {
        let rows = try await desk.rows(.pitDates, limit: most)
        guard !rows.isEmpty else {
            return [PanelModel(anchor: "pit", name: "Printed against expected", absence: [Look.of(.pitDates).empty])]
        }
        var lines: [Line] = []
        var intervals: [String] = []
        for row in rows.all {
            let interval = row["interval"]
            if !intervals.contains(interval), intervals.count < 40 { intervals.append(interval) }
            // Two rows of one label are two lines: the second goes where the first is taken.
            let place = lines.firstIndex { $0.activity == row["activity"] && $0.cells[interval] == nil }
            if let place {
                lines[place].cells[interval] = row
            } else {
                lines.append(Line(activity: row["activity"], cells: [interval: row]))
            }
        }
        intervals.sort()
        var body = Markup()
        for line in lines {
            body.raw("<tr><th scope=\"row\">")
            body.text(line.activity)
            body.raw("</th>")
            for interval in intervals { cell(line.cells[interval], desk, into: &body) }
            body.raw("</tr>\n")
        }
        return [
            PanelModel(
                anchor: "pit", name: "Printed against expected",
                about: [
                    "Each cell shows the date as read and whether it agrees with its rule, counted in England and Wales "
                        + "working days. Where it differs, the expected date stands beneath."
                ],
                figures: [figures(rows, desk)],
                notes: rows.total > most
                    ? [.bound("The first \(most) of \(Wording.number(rows.total)) dates are shown.")] : [],
                plain: [
                    PlainTable(
                        caption: "PIT artefact dates by activity and interval", form: "grid",
                        heads: ["Activity"] + intervals.map { "Interval \($0)" }, rows: body)
                ],
                more: [LinkModel(text: "As a table", href: desk.link(.table(.pitDates)))])
        ]
    }

    private static func figures(_ rows: Rows, _ desk: Desk) -> FigureRow {
        let all = rows.all
        func figure(_ number: Int, _ caption: String, _ test: RowQuery.Test, _ tone: String) -> FigureRow.Figure {
            FigureRow.Figure(
                number: Wording.number(number), caption: caption, detail: "",
                href: [desk.link(.pitDates, filters: [.init("agrees", test)])], tone: tone)
        }
        return FigureRow(figures: [
            figure(all.filter { $0["agrees"] == "yes" }.count, "agree with their rule", .equals("yes"), "good"),
            figure(all.filter { $0["agrees"] == "no" }.count, "differ from their rule", .equals("no"), "bad"),
            figure(all.filter { $0["agrees"].isEmpty }.count, "without a rule", .isEmpty, "quiet"),
        ])
    }

    private static func cell(_ row: Row?, _ desk: Desk, into body: inout Markup) {
        guard let row else {
            body.raw("<td><span class=\"nothing\" aria-label=\"nothing printed\">–</span></td>")
            return
        }
        let differs = row["agrees"] == "no"
        if differs { body.raw("<td class=\"differs\">") } else { body.raw("<td>") }
        body.raw("<a")
        body.attribute("href", desk.link(.record(.pitDates, key: row.key)))
        body.raw(">")
        body.text(row.date("date").map(Wording.date) ?? "not read")
        body.raw("</a>")
        if row.date("date") == nil {
            body.raw("<span class=\"cell-note\">printed ")
            body.text(row["date_printed"])
            body.raw("</span>")
        }
        if row["no_later_than"] == "yes" { body.raw("<span class=\"cell-note\">no later than</span>") }
        body.raw("<span class=\"cell-note\">")
        if differs {
            body.raw("<b>Differs</b>: expected ")
            body.text(row.date("expected").map(Wording.date) ?? "another date")
        } else {
            body.text(row["agrees"] == "yes" ? "Agrees" : "No rule")
        }
        body.raw("</span></td>")
    }
}

/// Qualification figures and tranches.
enum QualificationPanels {
    static func panels(_ desk: Desk) async throws -> [PanelModel] {
        let figures = try await desk.rows(.qualification, limit: 60)
        let tranches = try await desk.rows(.tranches, limit: 40)
        var panels: [PanelModel] = []
        if figures.isEmpty {
            panels.append(PanelModel(anchor: "figures", name: "Figures", absence: [Look.of(.qualification).empty]))
        } else {
            panels.append(
                MeetingPanels.panel(figures, "figure,value,of,unit", [], desk))
        }
        if !tranches.isEmpty {
            let bars = tranches.all.map { row in
                BarRows.Bar(
                    label: row["tranche"], value: Int(row["mpids"]) ?? 0,
                    href: desk.link(.record(.tranches, key: row.key)))
            }
            panels.append(
                PanelModel(
                    anchor: "tranches", name: "MPIDs by tranche asked for",
                    chart: MilestonePanels.scrolled(
                        BarRows(title: "MPIDs by tranche", bars: bars).svg, "MPIDs by tranche"),
                    more: [LinkModel(text: "As a table", href: desk.link(.table(.tranches)))]))
        }
        for (kind, columns) in [
            (RecordKind.assurance, "text,kind,cohort,date"), (.onboardingWindows, "activity,interval,start,end,note"),
            (.entryCriteria, "criterion,heading"),
        ] {
            let rows = try await desk.rows(kind, limit: 30)
            if !rows.isEmpty { panels.append(MeetingPanels.panel(rows, columns, [], desk)) }
        }
        return panels
    }
}
