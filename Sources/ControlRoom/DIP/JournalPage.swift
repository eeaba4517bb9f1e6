import DIP
import Kernel

/// `/dip/journal`: the search of the journal.
enum JournalPage {
    static func model(_ desk: Desk, _ dip: DIPDesk) async throws -> PageModel {
        let fields = desk.address.dip
        let search = JournalSearch(fields)
        var page = PageModel(heading: "Journal")
        page.lead = ["Every message taken in, every try at delivering it, every refusal, as it was written down."]
        page.panels = [form(fields, search, desk)]
        guard search.problems.isEmpty else {
            page.status = 422
            page.notes = [
                .doubt(
                    "Nothing was searched for. \(search.problems.count == 1 ? "A field" : "Some fields") below cannot be read."
                )
            ]
            return page
        }
        let found = try await JournalPageOfLines.read(search, dip.journal)
        page.panels.append(try await lines(found, fields, search, desk, dip))
        return page
    }

    // MARK: The form

    private static func form(_ fields: DIPFields, _ search: JournalSearch, _ desk: Desk) -> PanelModel {
        func text(_ name: String, _ label: String, hint: String? = nil) -> FormModel.Field {
            .typed(
                name, label, value: fields[name], of: "search", longest: 200, hint: hint, wrong: search.problems[name])
        }
        var kinds: [(value: String, text: String)] = [("", "Any")]
        kinds += JournalLine.Event.allCases.map { ($0.rawValue, DIPWording.event($0)) }
        if let asked = fields["event"], !kinds.contains(where: { $0.value == asked }) {
            kinds.append((asked, Self.words(asked)))
        }
        var panel = PanelModel(anchor: "search", name: "Search")
        panel.forms = [
            FormModel(
                name: "Search of the journal", action: Route.dip(.journal).path, method: "get",
                hidden: desk.hiddenOptions,
                fields: [
                    text("transaction", "Transaction"), text("mpan", "MPAN"),
                    text("party", "Party", hint: "A DIP ID, as sender or recipient."),
                    text("interface", "Interface", hint: "IF-021"), text("code", "Response code", hint: "MSG1001"),
                    text("reference", "Sender’s reference"),
                    .choice(
                        "event", "What happened", options: kinds, chosen: fields["event"], of: "search",
                        wrong: search.problems["event"]),
                    text("from", "From (UTC)", hint: "2026-04-01 or 2026-04-01T09:00"),
                    text("to", "Until (UTC)", hint: "Not included itself."),
                ], button: "Search",
                reset: fields.withoutPlace.isEmpty
                    ? [] : [LinkModel(text: "Show everything", href: desk.link(.dip(.journal)))])
        ]
        return panel
    }

    /// Several kinds in words: `tried or undelivered`.
    private static func words(_ events: String) -> String {
        events.split(separator: ",").map { word in
            JournalLine.Event(rawValue: String(word)).map(DIPWording.event) ?? String(word)
        }.joined(separator: " or ")
    }

    // MARK: The lines

    private static func lines(
        _ found: JournalPageOfLines, _ fields: DIPFields, _ search: JournalSearch, _ desk: Desk, _ dip: DIPDesk
    ) async throws -> PanelModel {
        var panel = PanelModel(anchor: "lines", name: "Lines, newest first")
        guard let newest = found.lines.first, let oldest = found.lines.last else {
            panel.absence = [
                search.before == nil && search.after == nil
                    ? "No line passes the search." : "There are no lines beyond this place."
            ]
            if search.before != nil || search.after != nil {
                panel.more = [LinkModel(text: "The newest", href: desk.link(.dip(.journal), dip: fields.withoutPlace))]
            }
            return panel
        }
        panel.about = [
            "\(Wording.count(found.lines.count, "line")), sequences \(oldest.sequence) to \(newest.sequence). A file holds up to \(Wording.number(JournalFiles.mostLines)) lines."
        ]
        panel.more = files(fields, from: oldest.sequence, through: newest.sequence, desk)
        let last = try await dip.journal.totals().lastSequence
        panel.more += wholeFiles(fields, through: last, desk)
        panel.plain = [
            PlainTable(
                caption: "Lines of the journal", form: "cards", columns: JournalRows.heads,
                rows: JournalRows(desk: desk).markup(found.lines))
        ]
        panel.pages = pager(found, fields, newest: newest.sequence, oldest: oldest.sequence, desk)
        return panel
    }

    /// Exactly the lines shown.
    private static func files(
        _ fields: DIPFields, from first: Int64, through last: Int64, _ desk: Desk
    ) -> [LinkModel] {
        var window = fields.withoutPlace
        window["after"] = String(first - 1)
        window["upto"] = String(last)
        return JournalFileFormat.allCases.map { format in
            LinkModel(text: "These as \(format.inWords)", href: desk.link(.dip(.journalFile(format)), dip: window))
        }
    }

    /// All that the search finds, up to the journal's end at the time of the page.
    private static func wholeFiles(_ fields: DIPFields, through last: Int64, _ desk: Desk) -> [LinkModel] {
        var window = fields.withoutPlace
        window["upto"] = String(last)
        return JournalFileFormat.allCases.map { format in
            LinkModel(text: "All as \(format.inWords)", href: desk.link(.dip(.journalFile(format)), dip: window))
        }
    }

    private static func pager(
        _ found: JournalPageOfLines, _ fields: DIPFields, newest: Int64, oldest: Int64, _ desk: Desk
    ) -> [TableModel.Pager] {
        guard found.hasOlder || found.hasNewer else { return [] }
        var older = fields.withoutPlace
        older["before"] = String(oldest)
        var newer = fields.withoutPlace
        newer["after"] = String(newest)
        return [
            TableModel.Pager(
                previous: found.hasNewer
                    ? [LinkModel(text: "Newer", href: desk.link(.dip(.journal), dip: newer))] : [],
                next: found.hasOlder ? [LinkModel(text: "Older", href: desk.link(.dip(.journal), dip: older))] : [],
                position: "Sequences \(oldest) to \(newest)")
        ]
    }
}

extension JournalFileFormat {
    /// The format's name in a link.
    var inWords: String {
        switch self {
        case .csv: "CSV"
        case .jsonLines: "JSON lines"
        }
    }
}
