import Kernel
import Record

/// One record: every field as printed, as read and as resolved; its history; every passage that speaks of it.
enum RecordPage {
    private static let mostPapers = 8
    private static let mostLines = 40
    private static let mostStatements = 200

    static func model(_ kind: RecordKind, key: String, _ desk: Desk) async throws -> PageModel {
        guard let entry = try await desk.record.entry(kind, key: key, asKnownAt: desk.day) else {
            throw RoomFailure.noSuchRecord(try await missing(kind, key, desk))
        }
        let labels = try await desk.labels(for: entry.sources)
        let writer = CellWriter(desk: desk, labels: labels)
        let back = desk.link(Navigation.route(of: kind))
        let name = heading(entry)
        let isNamedByKey = name == key || kind == .contradictions
        var page = PageModel(
            heading: name,
            kicker: [isNamedByKey ? Wording.one(kind) : "\(Wording.one(kind)) · \(Wording.key(key))"],
            notes: entry.doubts.map(NoteModel.doubt))
        let title = subtitle(entry)
        page.lead = title.isEmpty ? [] : [title]
        if kind == .contradictions {
            page.panels.append(try await ContradictionPanel.panel(entry, writer))
        }
        var fields = fieldsPanel(entry, writer)
        fields.more = [LinkModel(text: "All of this kind", href: back)]
        if kind == .milestones { page.panels += try CleanseMilestones.panels(key, entry, desk) }
        page.panels.append(fields)
        if kind == .meetings { page.panels += try await MeetingPanels.panels(entry, desk) }
        if kind == .milestones { page.panels += try await MilestonePanels.elsewhere(key, desk) }
        page.panels += try await disagreements(entry, desk)
        page.panels.append(try await passages(entry, writer))
        let history = try await desk.record.history(kind, key: key)
        if !history.isEmpty { page.panels.append(try await historyPanel(history, desk)) }
        return page
    }

    private static func missing(_ kind: RecordKind, _ key: String, _ desk: Desk) async throws -> String {
        let name = "\(Wording.one(kind)) \(Wording.key(key))"
        guard let day = desk.day else { return "The record holds no \(name)." }
        guard try await desk.record.entry(kind, key: key, asKnownAt: nil) != nil else {
            return "The record holds no \(name)."
        }
        return "\(name) was not known at \(Wording.date(day)); it is known now."
    }

    private static func heading(_ entry: Entry) -> String {
        switch entry.kind {
        case .actions, .milestones, .changeRequests, .raid: entry.key
        case .meetings: "\(entry.text("group")) \(entry.text("number"))"
        case .contradictions: "Contradiction \(entry.text("number"))"
        default:
            Look.of(entry.kind).columns.lazy.map { entry.text($0) }.first { !$0.isEmpty } ?? Wording.key(entry.key)
        }
    }

    private static func subtitle(_ entry: Entry) -> String {
        let column: String? =
            switch entry.kind {
            case .actions: "text"
            case .milestones, .changeRequests: "title"
            case .raid: "description"
            case .contradictions: "sentence"
            default: nil
            }
        return column.map { entry.text($0) } ?? ""
    }

    // MARK: Fields

    private struct Parts {
        let resolved: Bool
        let others: Bool
        /// Computed kinds are printed nowhere.
        let printed: Bool
        let places: Bool
    }

    private static func fieldsPanel(_ entry: Entry, _ writer: CellWriter) -> PanelModel {
        var rows = Markup()
        // Columns that would be empty throughout only push the others together.
        let parts = Parts(
            resolved: entry.fields.values.contains { $0.resolved != nil },
            others: entry.fields.values.contains { !$0.alternatives.isEmpty }, printed: !entry.kind.isComputed,
            places: entry.fields.values.contains { !$0.sources.isEmpty })
        for column in entry.kind.schema.stateable {
            guard let field = entry.fields[column.name] else { continue }
            write(column, field, parts, writer, into: &rows)
        }
        let heads =
            ["Field", "Read"] + (parts.printed ? ["Printed"] : []) + (parts.resolved ? ["Resolved"] : [])
            + (parts.others ? ["Other values"] : [])
            + (parts.places ? ["Where"] : [])
        let absence = rows.isEmpty ? ["No field of this record is filled; its passages are below."] : []
        return PanelModel(
            anchor: "fields", name: "What is known",
            about: entry.kind.isComputed
                ? []
                : [
                    "Printed is what the paper says, character by character. Read is what that means. "
                        + "Resolved is a value that a rule or a person chose instead, with the reason."
                ],
            plain: rows.isEmpty
                ? []
                : [
                    PlainTable(
                        caption: "Fields of \(Wording.key(entry.key))", form: "cards fields",
                        heads: heads, rows: rows)
                ], absence: absence)
    }

    private static func write(
        _ column: Column, _ field: FieldState, _ parts: Parts, _ writer: CellWriter, into rows: inout Markup
    ) {
        rows.raw("<tr><th scope=\"row\" class=\"field-name\" data-label=\"Field\">")
        rows.text(Wording.column(column.name))
        rows.raw("</th><td class=\"t-text\" data-label=\"Read\">")
        if let value = field.value?.exported, !value.isEmpty {
            read(value, column, writer, into: &rows)
        } else {
            rows.raw("<span class=\"quiet\">not read</span>")
        }
        for doubt in field.doubts {
            rows.raw("<p class=\"doubt\"><span class=\"doubt-word\">Doubt</span> ")
            rows.text(doubt)
            rows.raw("</p>")
        }
        rows.raw("</td>")
        if parts.printed {
            open("Printed", isEmpty: field.printed.isEmpty, into: &rows)
            rows.raw("<span class=\"printed\">")
            PaperTextPage.passage(field.printed, into: &rows)
            rows.raw("</span></td>")
        }
        if parts.resolved { resolved(field, into: &rows) }
        if parts.others {
            open("Other values", isEmpty: field.alternatives.isEmpty, into: &rows)
            others(field, column, writer, into: &rows)
            rows.raw("</td>")
        }
        if parts.places {
            rows.raw("<td class=\"t-sources\" data-label=\"Where\">")
            writer.sources(field.sources, into: &rows, limit: 4)
            rows.raw("</td>")
        }
        rows.raw("</tr>\n")
    }

    /// Opens a cell; a phone leaves empty ones out.
    private static func open(_ label: StaticString, isEmpty: Bool, into rows: inout Markup) {
        rows.raw(isEmpty ? "<td class=\"t-text is-empty\" data-label=\"" : "<td class=\"t-text\" data-label=\"")
        rows.raw(label)
        rows.raw("\">")
    }

    private static func resolved(_ field: FieldState, into rows: inout Markup) {
        open("Resolved", isEmpty: field.resolved == nil, into: &rows)
        if let resolved = field.resolved {
            rows.text(CalendarDate(iso: resolved.value).map(Wording.date) ?? resolved.value)
            rows.raw("<span class=\"cell-note\">by ")
            rows.text("\(resolved.by): \(resolved.reason)")
            rows.raw("</span>")
        } else {
            rows.raw("<span class=\"nothing\" aria-label=\"empty\">–</span>")
        }
        rows.raw("</td>")
    }

    private static func read(_ value: String, _ column: Column, _ writer: CellWriter, into rows: inout Markup) {
        switch column.type {
        case .date, .moment:
            writer.date(value, into: &rows)
        case .truth:
            rows.text(value == "yes" ? "Yes" : "No")
        default:
            if let tone = Tone.of(column: column.name, value: value) {
                writer.mark(value, tone: tone, into: &rows)
            } else if let link = writer.reference(value, column.name) {
                rows.raw("<a")
                rows.attribute("href", link)
                rows.raw(">")
                rows.text(value)
                rows.raw("</a>")
            } else {
                rows.text(value)
            }
        }
    }

    private static func others(_ field: FieldState, _ column: Column, _ writer: CellWriter, into rows: inout Markup) {
        guard !field.alternatives.isEmpty else {
            rows.raw("<span class=\"nothing\" aria-label=\"none\">–</span>")
            return
        }
        for other in field.alternatives.prefix(6) {
            rows.raw("<div>")
            read(other.value.isEmpty ? other.printed : other.value, column, writer, into: &rows)
            writer.sources(other.sources, into: &rows, limit: 2)
            rows.raw("</div>")
        }
    }

    // MARK: Passages

    private static func passages(_ entry: Entry, _ writer: CellWriter) async throws -> PanelModel {
        let desk = writer.desk
        var out = Markup()
        var papers: [String] = []
        for source in entry.sources where !papers.contains(source.paper) { papers.append(source.paper) }
        for name in papers.prefix(mostPapers) {
            guard let paper = try await desk.record.paper(name, asKnownAt: desk.day) else { continue }
            let lines = entry.sources.filter { $0.paper == name }
            quote(lines, of: paper, writer, into: &out)
        }
        var notes: [NoteModel] = []
        if papers.count > mostPapers {
            notes.append(
                .bound("Quoted from the first \(mostPapers) of \(papers.count) papers; the fields link to all."))
        }
        return PanelModel(
            anchor: "passages", name: "Where it is printed", notes: notes, prose: out,
            absence: out.isEmpty ? ["This record is computed from the whole record; no single passage states it."] : [])
    }

    static func quote(_ lines: [Source], of paper: PaperPage, _ writer: CellWriter, into out: inout Markup) {
        out.raw("<div class=\"passage\"><h3><a")
        out.attribute("href", writer.desk.link(.paper(paper.card.name)))
        out.raw(">")
        out.text(writer.labels[paper.card.name] ?? paper.card.name)
        out.raw("</a></h3><ol>\n")
        for source in lines.prefix(mostLines) where source.line >= 1 && source.line <= paper.lines.count {
            out.raw("<li><a class=\"line-number\"")
            out.attribute("href", writer.desk.link(source))
            out.attribute("aria-label", "Line \(source.line)")
            out.raw(">")
            out.text(String(source.line))
            out.raw("</a><span class=\"line-text\">")
            PaperTextPage.passage(paper.lines[source.line - 1].text, into: &out)
            out.raw("</span></li>\n")
        }
        out.raw("</ol></div>\n")
    }

    // MARK: Disagreements and history

    private static func disagreements(_ entry: Entry, _ desk: Desk) async throws -> [PanelModel] {
        guard !entry.kind.isComputed else { return [] }
        let found = try await desk.rows(
            .contradictions, [.init("record", .contains(Wording.key(entry.key)))], limit: 10)
        guard !found.isEmpty else { return [] }
        return [
            PanelModel(
                anchor: "disagreements", name: "Where papers disagree",
                list: [ListModel(items: found.all.map { ContradictionPanel.item($0, desk) })])
        ]
    }

    private static func historyPanel(_ history: [PlacedStatement], _ desk: Desk) async throws -> PanelModel {
        let shown = history.prefix(mostStatements)
        let labels = try await desk.labels(for: shown.map { Source(paper: $0.paper.name, line: 1) })
        let writer = CellWriter(desk: desk, labels: labels)
        var rows = Markup()
        for placed in shown { write(placed, writer, into: &rows) }
        let notes =
            history.count > mostStatements
            ? [NoteModel.bound("The first \(mostStatements) of \(history.count) statements are shown.")] : []
        return PanelModel(
            anchor: "history", name: "History",
            about: ["Every statement about this record in the order in which the programme could know it."],
            notes: notes,
            plain: [
                PlainTable(
                    caption: "Statements in order of becoming known", form: "cards",
                    heads: ["Known from", "Said by", "Lines", "It says", "Counts"], rows: rows)
            ])
    }

    private static func write(_ placed: PlacedStatement, _ writer: CellWriter, into rows: inout Markup) {
        let statement = placed.statement
        rows.raw("<tr><th scope=\"row\" class=\"t-date\" data-label=\"Known from\">")
        rows.text(placed.knownFrom.map(Wording.date) ?? "From the start")
        rows.raw("</th><td class=\"t-text\" data-label=\"Said by\"><a")
        rows.attribute("href", writer.desk.link(.paper(placed.paper.name)))
        rows.raw(">")
        rows.text(writer.labels[placed.paper.name] ?? placed.paper.name)
        rows.raw("</a><span class=\"cell-note\">")
        rows.text("\(weight(statement.weight)), read by the rule \(statement.rule)")
        rows.raw("</span></td><td class=\"t-sources\" data-label=\"Lines\">")
        writer.sources(
            statement.lines.map { Source(paper: placed.paper.name, line: $0) }, into: &rows, limit: 4)
        rows.raw("</td><td class=\"t-text\" data-label=\"It says\">")
        for field in statement.fields {
            rows.raw("<div><span class=\"field-name\">")
            rows.text(Wording.column(field.name))
            rows.raw("</span> ")
            rows.text(field.value?.exported ?? "“\(field.printed)”, not read")
            rows.raw("</div>")
        }
        rows.raw("</td><td data-label=\"Counts\">")
        if let end = placed.knownTo {
            rows.text("Superseded on \(Wording.date(end))")
        } else {
            rows.raw("Yes")
        }
        rows.raw("</td></tr>\n")
    }

    private static func weight(_ weight: Weight) -> String {
        switch weight {
        case .mention: "A mention"
        case .inline: "Running text"
        case .extract: "An extract"
        case .table: "Its own table"
        }
    }
}
