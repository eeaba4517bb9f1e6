import Charts
import Kernel
import Record

/// Numbers of actions by status and by group.
enum ActionPanels {
    static func summary(_ desk: Desk) async throws -> [PanelModel] {
        let overdue = try await Overdue.find(desk, limit: 1)
        let statuses = try await desk.values(of: "status", .actions, limit: 6)
        guard !statuses.isEmpty else { return [] }
        var figures = [
            FigureRow.Figure(
                number: Wording.number(overdue.count), caption: "Overdue",
                detail: "due before \(Wording.date(desk.today))",
                href: [desk.link(.actions, filters: overdue.filters)], tone: overdue.count > 0 ? "warm" : "good")
        ]
        figures += statuses.map { status in
            let test: RowQuery.Test = status.value.isEmpty ? .isEmpty : .equals(status.value)
            return FigureRow.Figure(
                number: Wording.number(status.count),
                caption: status.value.isEmpty ? "No status printed" : status.value,
                detail: "", href: [desk.link(.actions, filters: [.init("status", test)])], tone: "quiet")
        }
        return [PanelModel(anchor: "by-status", name: "By status", figures: [FigureRow(figures: figures)])]
    }
}

/// RAG counts, and counts by kind.
enum RAIDPanels {
    static func summary(_ desk: Desk) async throws -> [PanelModel] {
        let values = try await desk.values(of: "rag", .raid, limit: 8)
        guard !values.isEmpty else { return [] }
        let order = ["critical", "red", "high", "amber", "medium", "green", "low"]
        func place(_ value: String) -> Int { order.firstIndex(of: value.lowercased()) ?? order.count }
        let sorted = values.sorted { (place($0.value), $0.value) < (place($1.value), $1.value) }
        let shares = sorted.map { value in
            ShareBar.Share(
                label: value.value.isEmpty ? "Not in the text" : value.value, value: value.count,
                tone: Tone.rag(value.value),
                href: desk.link(
                    .raid, filters: [.init("rag", value.value.isEmpty ? .isEmpty : .equals(value.value))]))
        }
        let chart = ShareBar(title: "RAID items by RAG", shares: shares)
        let rag = PanelModel(
            anchor: "by-rag", name: "By RAG", about: ["A RAG that only a colour held is not in the text of a paper."],
            width: "half", chart: MilestonePanels.scrolled(chart.svg, chart.title))
        return [rag] + (try await SubjectPages.tally(.raid, "kind", "By kind", desk, width: "half"))
    }
}

/// How much of the papers is claimed.
enum CoveragePanels {
    static func summary(_ desk: Desk) async throws -> [PanelModel] {
        let rows = try await desk.rows(.coverage, limit: 30)
        guard !rows.isEmpty else { return [] }
        let labels = try await desk.labels(for: rows.all.map { Source(paper: $0["paper"], line: 1) })
        let bars = rows.all.map { row in
            let lines = max(Int(row["lines"]) ?? 1, 1)
            return BarRows.Bar(
                label: labels[row["paper"]] ?? row["paper"], value: (Int(row["claimed"]) ?? 0) * 100 / lines,
                tone: "calm",
                href: desk.link(.paper(row["paper"])))
        }
        let note =
            rows.total > rows.page.rows.count
            ? [NoteModel.bound("The first \(rows.page.rows.count) of \(Wording.number(rows.total)) papers are drawn.")]
            : []
        return [
            PanelModel(
                anchor: "share", name: "Share of lines claimed",
                about: ["In per cent of the lines that are not blank."],
                notes: note,
                chart: MilestonePanels.scrolled(
                    BarRows(title: "Per cent of lines claimed", bars: bars).svg, "Per cent of lines claimed"))
        ]
    }
}

/// A finding with both sides next to each other.
enum ContradictionPanel {
    static func item(_ row: Row, _ desk: Desk) -> ListModel.Item {
        let sentence = row["sentence"].isEmpty ? "\(row["value_a"]) against \(row["value_b"])" : row["sentence"]
        return ListModel.Item(
            headline: row["record"].isEmpty ? "Contradiction \(row["number"])" : row["record"],
            href: desk.link(.record(.contradictions, key: row.key)),
            mark: row["state"].isEmpty
                ? [] : [MarkModel(word: row["state"], tone: Tone.of(column: "state", value: row["state"]) ?? "quiet")],
            detail: [sentence], aside: row["rule"])
    }

    static func panel(_ entry: Entry, _ writer: CellWriter) async throws -> PanelModel {
        var out = Markup("<div class=\"versus\">")
        try await side("First place", "a", entry, writer, into: &out)
        try await side("Second place", "b", entry, writer, into: &out)
        out.raw("</div>")
        let probable = entry.text("probable")
        out.raw("<p class=\"note note-good probable\"><strong class=\"note-word\">Probable value</strong> ")
        out.text(probable.isEmpty ? "none can be named" : probable)
        let basis = entry.text("basis")
        if !basis.isEmpty { out.text(". Basis: \(basis)") }
        let confidence = entry.text("confidence")
        if !confidence.isEmpty { out.text(". Confidence: \(confidence)") }
        out.raw("</p>")
        return PanelModel(
            anchor: "sides", name: "The two sides",
            about: [
                "Rule: \(entry.text("rule")). State: \(entry.text("state").isEmpty ? "open" : entry.text("state"))."
            ],
            prose: out)
    }

    private static func side(
        _ name: String, _ letter: String, _ entry: Entry, _ writer: CellWriter, into out: inout Markup
    ) async throws {
        out.raw("<div><h3>")
        out.text(name)
        out.raw("</h3><p class=\"value\">")
        let value = entry.text("value_\(letter)")
        out.text(value.isEmpty ? "nothing" : value)
        out.raw("</p>")
        let places = SourceText.read(entry.text("place_\(letter)"))
        let labels = try await writer.desk.labels(for: Array(places.prefix(4)))
        let named = CellWriter(desk: writer.desk, labels: labels)
        named.sources(places, into: &out, limit: 4)
        if let first = places.first,
            let paper = try await writer.desk.record.paper(first.paper, asKnownAt: writer.desk.day)
        {
            RecordPage.quote(places.filter { $0.paper == first.paper }, of: paper, named, into: &out)
        }
        out.raw("</div>")
    }
}

/// What belongs to a meeting.
enum MeetingPanels {
    private static let most = 30

    static func panels(_ entry: Entry, _ desk: Desk) async throws -> [PanelModel] {
        let filters: [RowQuery.Filter] = [
            .init("group", .equals(entry.text("group"))), .init("meeting", .equals(entry.text("number"))),
        ]
        let parts: [(RecordKind, String)] = [
            (.agenda, "number,item,type,lead,start,end"), (.decisionsSought, "subject,version,lead"),
            (.actions, "reference,text,owners,due,status"), (.decisions, "reference,text,outcome"),
            (.discussion, "area,text"), (.milestoneChanges, "id,change,title,baseline,forecast"),
            (.attendees, "name,initials,role,section"), (.minuteSections, "number,title"),
            (.papers, "paper,kind,version,issue_date"),
        ]
        var panels: [PanelModel] = []
        for (kind, names) in parts {
            let rows = try await desk.rows(kind, filters, limit: most)
            guard !rows.isEmpty else { continue }
            panels.append(panel(rows, names, filters, desk))
        }
        return panels
    }

    static func panel(_ rows: Rows, _ names: String, _ filters: [RowQuery.Filter], _ desk: Desk) -> PanelModel {
        let columns = names.split(separator: ",").compactMap { rows.kind.schema.column(String($0)) }
        let writer = CellWriter(desk: desk, labels: [:])
        var body = Markup()
        for row in rows.all { body.append(writer.row(row, columns: columns)) }
        let name = Wording.kind(rows.kind)
        let text = rows.total > rows.page.rows.count ? "All \(Wording.number(rows.total))" : "As a table"
        return PanelModel(
            anchor: rows.kind.rawValue, name: name,
            plain: [
                PlainTable(caption: name, form: "cards", columns: CellWriter.heads(columns), rows: body)
            ],
            more: [LinkModel(text: text, href: desk.link(rows.kind, filters: filters))])
    }
}
