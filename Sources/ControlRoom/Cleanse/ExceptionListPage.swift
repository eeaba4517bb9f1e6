import Cleanse
import Formats
import Kernel

/// `/cleanse/exceptions`: every exception that the address's filters let through, a hundred a page.
enum ExceptionListPage {
    static let rowsOnAPage = 100

    static func model(_ desk: Desk, _ sight: CleanseSight) throws -> PageModel {
        let fields = desk.address.cleanse
        let search = ExceptionSearch(fields, runs: sight.runs)
        var page = PageModel(heading: "Exceptions")
        page.lead = [
            "One line for a rule that one subject breaks in one item, with who has to mend it and how it stands."
        ]
        guard search.problems.isEmpty else {
            page.status = 422
            page.notes = [.doubt("Nothing was listed. What is marked below cannot be read.")]
            page.panels = [form(fields, search, try sight.tallies(), desk)]
            return page
        }
        let tallies = try sight.tallies(run: search.run)
        let found = try sight.books.ledger.list(search.filter, run: search.run, limit: rowsOnAPage + 1)
        page.panels = [
            form(fields, search, tallies, desk), try list(found, fields, search, tallies, sight, desk),
        ]
        return page
    }

    // MARK: The form

    private static func form(
        _ fields: CleanseFields, _ search: ExceptionSearch, _ tallies: [LedgerTally], _ desk: Desk
    ) -> PanelModel {
        func choice(_ name: String, _ label: String, _ any: String, _ values: [(String, String)]) -> FormModel.Field {
            var options = [(value: "", text: any)] + values.map { (value: $0.0, text: $0.1) }
            if let asked = fields[name], !options.contains(where: { $0.value == asked }) {
                options.append((asked, asked))
            }
            return .choice(
                name, label, options: options, chosen: fields[name], of: "filter", wrong: search.problems[name])
        }
        func typed(_ name: String, _ label: String, _ hint: String?) -> FormModel.Field {
            .typed(
                name, label, value: fields[name], of: "filter", longest: 120, hint: hint, wrong: search.problems[name])
        }
        let rules = Set(tallies.map(\.rule)).sorted().map { ($0.id, $0.id) }
        let items = Set(tallies.map(\.item.rawValue)).sorted().map { ($0, $0) }
        var panel = PanelModel(anchor: "filter", name: "Filters")
        var all = [
            typed("owner", "Owner", "S:ABCD, L:LOND, M:?"),
            choice(
                "role", "Owner’s role", "Any",
                Owner.Role.allCases.map { ($0.rawValue, "\($0.rawValue) \(CleanseWording.role($0))") }),
            choice("rule", "Rule", "Any", rules),
            choice(
                "severity", "Severity", "Any",
                Severity.allCases.map { ($0.rawValue, "\($0.rawValue) \(CleanseWording.severity($0))") }),
            choice(
                "state", "State", "Any",
                ExceptionState.allCases.filter { $0 != .watched }.map { ($0.rawValue, $0.rawValue) }),
            choice("item", "Item", "Any", items), typed("subject", "MPAN or file", nil),
            typed("distributor", "Distributor", "The first two digits of the MPAN."),
            choice("closed", "Closed ones", "Left out", [("1", "Listed too")]),
            typed("run", "As after run", "Empty for now."),
        ]
        if fields["change"] != nil || fields["since"] != nil {
            all += [
                choice("change", "Change", "Any", LedgerChange.allCases.map { ($0.rawValue, $0.rawValue) }),
                typed("since", "Since run", nil),
            ]
        }
        panel.forms = [
            FormModel(
                name: "Filters of the exceptions", action: Route.cleanse(.exceptions).path, method: "get", hidden: [],
                fields: all, button: "List",
                reset: fields.with("after", nil).isEmpty
                    ? [] : [LinkModel(text: "List all that are open", href: desk.cleanse(.exceptions))])
        ]
        return panel
    }

    // MARK: The list

    private static let heads = [
        PlainHead(text: "Subject", style: "t-code"), PlainHead(text: "Rule and item", style: "t-code"),
        PlainHead(text: "Severity", style: "t-text"), PlainHead(text: "Observed", style: "t-text"),
        PlainHead(text: "Expected", style: "t-text"),
        PlainHead(text: "Owner", style: "t-text"), PlainHead(text: "State", style: "t-text"),
        PlainHead(text: "Seen", style: "t-date"), PlainHead(text: "Row", style: "t-text"),
    ]

    private static func list(
        _ found: [LedgerEntry], _ fields: CleanseFields, _ search: ExceptionSearch, _ tallies: [LedgerTally],
        _ sight: CleanseSight, _ desk: Desk
    ) throws -> PanelModel {
        var panel = PanelModel(anchor: "list", name: "List")
        var wanted = search.filter
        wanted.after = nil
        let isSummed = wanted.subject == nil && wanted.change == nil
        let total =
            isSummed
            ? tallies.reduce(0) { $0 + (wanted.lists($1) ? $1.count : 0) }
            : try sight.books.ledger.howMany(wanted, run: search.run)
        let shown = found.prefix(rowsOnAPage)
        guard let last = shown.last else {
            panel.absence = [search.filter.after == nil ? "No exception passes the filters." : "The list ends before."]
            if search.filter.after != nil {
                panel.more = [
                    LinkModel(text: "Its beginning", href: desk.cleanse(.exceptions, fields.with("after", nil)))
                ]
            }
            return panel
        }
        panel.name = Wording.count(total, "exception")
        panel.about = [words(search)]
        panel.more = [
            LinkModel(
                text: "CSV of all \(Wording.number(total))",
                href: desk.cleanse(.exceptionsFile, fields.with("after", nil)))
        ]
        var rows = Markup()
        for entry in shown { rows.row(cells(entry, desk), heads: heads) }
        panel.plain = [PlainTable(caption: "Exceptions", form: "cards", columns: heads, rows: rows)]
        let hasMore = found.count > rowsOnAPage
        if hasMore || search.filter.after != nil {
            panel.pages = [
                TableModel.Pager(
                    previous: search.filter.after == nil
                        ? []
                        : [LinkModel(text: "First page", href: desk.cleanse(.exceptions, fields.with("after", nil)))],
                    next: hasMore
                        ? [
                            LinkModel(
                                text: "Next",
                                href: desk.cleanse(.exceptions, fields.with("after", String(last.number))))
                        ] : [],
                    position: "\(shown.first?.subject.description ?? "") to \(last.subject)")
            ]
        }
        return panel
    }

    /// What is listed, in words.
    private static func words(_ search: ExceptionSearch) -> String {
        var parts = [search.filter.withClosed || search.filter.state != nil ? "" : "Open ones"]
        if search.filter.withClosed, search.filter.state == nil { parts = ["Closed ones too"] }
        if let change = search.filter.change { parts = ["Those \(change.kind.rawValue) since run \(change.since)"] }
        parts.append(search.run.map { "as the report of run \($0) was" } ?? "as they stand now")
        return parts.filter { !$0.isEmpty }.joined(separator: ", ").capitalisedFirst
            + ", in the order of subject, rule and item."
    }

    static func cells(_ entry: LedgerEntry, _ desk: Desk) -> [DIPCell] {
        let place = entry.place.map { place in place.file + (place.line.map { ":\($0)" } ?? "") }
        return [
            DIPCell(
                Wording.cut(entry.subject.description, to: 60), style: "t-code",
                href: desk.cleanse(.point(entry.subject.description))),
            DIPCell(
                entry.rule.id, style: "t-code", href: desk.cleanse(.rule(entry.rule.id)), detail: entry.item.rawValue),
            DIPCell(entry.severity.rawValue, tone: CleanseWording.tone(entry.severity)),
            DIPCell(Wording.cut(entry.observed, to: 240), style: "t-text t-detail"),
            DIPCell(
                Wording.cut(entry.expected, to: 240),
                detail: entry.suggestion.isEmpty ? nil : "perhaps \(Wording.cut(entry.suggestion, to: 120))"),
            DIPCell(entry.owner.description, href: desk.exceptions(["owner": entry.owner.description])),
            DIPCell(
                entry.life.state.rawValue, tone: CleanseWording.tone(entry.life.state),
                detail: entry.life.reopened > 1 ? "re-opened \(Wording.count(entry.life.reopened, "time"))" : nil),
            DIPCell(
                CleanseWording.day(entry.firstSeen), style: "t-date",
                detail: entry.lastSeen == entry.firstSeen ? nil : "to \(CleanseWording.day(entry.lastSeen))"),
            DIPCell(place, detail: entry.place?.register),
        ]
    }
}

/// The exceptions of a list as a file, written as they are read and never held whole.
enum ExceptionFiles {
    /// Exceptions read at a time.
    static let atATime = 20_000

    static func page(_ desk: Desk, _ sight: CleanseSight) throws -> Page {
        let search = ExceptionSearch(desk.address.cleanse, runs: sight.runs)
        if let problem = search.problems.sorted(by: { $0.key < $1.key }).first {
            throw RoomFailure.badAddress("\(problem.key): \(problem.value)")
        }
        let ledger = sight.books.ledger
        let stream = PageStream(source: desk.address.text) { give in
            var filter = search.filter
            var bytes: [UInt8] = []
            CSVWriter.append(LedgerEntry.columns, columns: nil, to: &bytes)
            while true {
                let entries = try ledger.list(filter, run: search.run, limit: atATime)
                for entry in entries { CSVWriter.append(entry.fields, columns: [], to: &bytes) }
                try await give(bytes)
                guard entries.count == atATime, let last = entries.last else { return }
                bytes.removeAll(keepingCapacity: true)
                filter.after = last.number
            }
        }
        return Page(contentType: "text/csv; charset=utf-8", stream: stream, fileName: "exceptions.csv")
    }
}
