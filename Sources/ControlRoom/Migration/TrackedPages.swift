import Kernel
import Migration

/// `/migration/stuck` and `/migration/quarantine`: what the tracker set aside, with who has to do what.
enum TrackedPages {
    /// A list of the tracker and how its page shows it.
    private struct Form {
        let place: MigrationPlace
        let file: MigrationFile
        let lead: String
        let one: String
        /// The column that a filter narrows, beside the owner.
        let filter: (field: String, column: String, label: String)
        /// Columns of the file and their heads.
        let columns: [(name: String, head: PlainHead)]
    }

    static func stuck(_ desk: Desk, _ sight: MigrationSight) -> PageModel {
        let form = Form(
            place: .stuck, file: .stuck,
            lead: "Migrations that wait for longer than they may: for whom, since when they are due, and what to do.",
            one: "stuck MPAN", filter: ("supplier", "supplier", "Supplier"),
            columns: [
                ("mpan", PlainHead(text: "MPAN", style: "t-code")),
                ("state", PlainHead(text: "State", style: "t-text")),
                ("waits_for", PlainHead(text: "Waits for", style: "t-text")),
                ("owner", PlainHead(text: "Owner", style: "t-text")),
                ("due", PlainHead(text: "Due", style: "t-date")),
                ("age_working_days", PlainHead(text: "Working days", style: "t-number")),
                ("action", PlainHead(text: "What to do", style: "t-text")),
                ("supplier", PlainHead(text: "Supplier", style: "t-text")),
                ("distributor", PlainHead(text: "Distributor", style: "t-text")),
            ])
        return model(form, sight.books.stuck, desk, sight)
    }

    static func quarantine(_ desk: Desk, _ sight: MigrationSight) -> PageModel {
        let form = Form(
            place: .quarantine, file: .quarantine,
            lead: "Messages that do not fit the state of their MPAN. They change nothing, and none is dropped.",
            one: "message set aside", filter: ("rule", "rule", "Rule"),
            columns: [
                ("mpan", PlainHead(text: "MPAN", style: "t-code")), ("at", PlainHead(text: "At", style: "t-date")),
                ("event", PlainHead(text: "Message", style: "t-text")),
                ("state", PlainHead(text: "State", style: "t-text")),
                ("rule", PlainHead(text: "Rule", style: "t-code")),
                ("why", PlainHead(text: "Why", style: "t-text t-wide")),
                ("owner", PlainHead(text: "Owner", style: "t-text")),
                ("what_to_do", PlainHead(text: "What to do", style: "t-text")),
            ])
        return model(form, sight.books.quarantine, desk, sight)
    }

    private static func model(
        _ form: Form, _ listing: MigrationBooks.Listing?, _ desk: Desk, _ sight: MigrationSight
    ) -> PageModel {
        var page = PageModel(heading: MigrationPages.title(form.place))
        page.lead = [form.lead]
        guard let listing else {
            page.panels = [absence(form)]
            return page
        }
        let fields = desk.address.migration
        let places = Dictionary(listing.columns.enumerated().map { ($1, $0) }) { first, _ in first }
        func cell(_ row: [String], _ name: String) -> String {
            places[name].flatMap { $0 < row.count ? row[$0] : nil } ?? ""
        }
        let filters = [("owner", "owner", "Owner"), form.filter]
        let found = listing.rows.filter { row in
            filters.allSatisfy { field, column, _ in fields[field].map { cell(row, column) == $0 } ?? true }
        }
        if listing.total > listing.rows.count {
            page.notes = [
                .bound(
                    "The first \(Wording.number(listing.rows.count)) of \(Wording.number(listing.total)) are shown and counted; the file has all."
                )
            ]
        }
        page.panels = [list(form, found, cell, desk)]
        for (field, column, label) in filters {
            page.panels.append(sums(form, field, label, listing.rows.map { cell($0, column) }, desk))
        }
        return page
    }

    private static func list(
        _ form: Form, _ found: [[String]], _ cell: ([String], String) -> String, _ desk: Desk
    ) -> PanelModel {
        let fields = desk.address.migration
        var panel = PanelModel(anchor: "list", name: Wording.count(found.count, form.one, plural(form)))
        panel.more = [LinkModel(text: "CSV of all", href: desk.migration(.file(form.file)))]
        if !fields.pairs.isEmpty {
            panel.about = [
                "Only \(fields.pairs.map { "\($0.name) \(Wording.cut($0.value, to: 60))" }.joined(separator: ", "))."
            ]
            panel.more.append(LinkModel(text: "All of them", href: desk.migration(form.place)))
        }
        let heads = form.columns.map(\.head)
        var rows = Markup()
        for row in Pages.rows(found, perPage: MigrationPages.rowsOnAPage, desk) {
            rows.row(
                form.columns.map { column in
                    let text = Wording.cut(cell(row, column.name), to: 240)
                    if column.name == "due", let date = CalendarDate(iso: text) {
                        return DIPCell(Wording.date(date), style: column.head.style)
                    }
                    return DIPCell(text, style: column.head.style)
                }, heads: heads)
        }
        if !rows.isEmpty {
            panel.plain = [PlainTable(caption: form.lead, form: "cards", columns: heads, rows: rows)]
        } else if found.isEmpty {
            panel.absence = [
                fields.pairs.isEmpty ? "There are none: nothing is to be done." : "None passes the filters."
            ]
        } else {
            panel.absence = ["The table has fewer pages than that."]
        }
        panel.pages = Pages.pager(total: found.count, perPage: MigrationPages.rowsOnAPage, desk)
        return panel
    }

    private static func plural(_ form: Form) -> String {
        form.file == .stuck ? "stuck MPANs" : "messages set aside"
    }

    private static func sums(
        _ form: Form, _ field: String, _ label: String, _ values: [String], _ desk: Desk
    ) -> PanelModel {
        var counts: [String: Int] = [:]
        for value in values { counts[value, default: 0] += 1 }
        var panel = PanelModel(anchor: "by-\(field)", name: "By \(label.lowercased())", width: "half")
        let heads = [PlainHead(text: label, style: "t-text"), PlainHead(text: "Number", style: "t-number")]
        var rows = Markup()
        let ordered = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        for (value, count) in ordered.prefix(MigrationPages.rowsOnAPage) {
            var fields = MigrationFields()
            fields[field] = value
            rows.row(
                [
                    DIPCell(
                        value.isEmpty ? "none named" : Wording.cut(value, to: 80),
                        href: value.isEmpty ? nil : desk.migration(form.place, fields)),
                    DIPCell(Wording.number(count), style: "t-number"),
                ], heads: heads)
        }
        if rows.isEmpty {
            panel.absence = ["There are none."]
        } else {
            panel.plain = [PlainTable(caption: panel.name, form: "cards tally", columns: heads, rows: rows)]
        }
        return panel
    }

    private static func absence(_ form: Form) -> PanelModel {
        var panel = PanelModel(anchor: "begin", name: "How to begin")
        panel.prose = CleansePages.steps(
            "No output of the tracker was taken in yet.",
            [
                (
                    "Follow the messages of every MPAN.",
                    "changeover migration track plan events --state tracking --out day"
                ),
                ("Take its lists in.", "changeover migration take --track day"),
            ])
        return panel
    }
}
