import Kernel
import Migration

/// `/migration/controls`: what throttles, freezes and exceptional limits are in force, who proposed and who approved.
enum ControlsPage {
    static func model(_ desk: Desk, _ sight: MigrationSight) -> PageModel {
        var page = PageModel(heading: "Controls")
        page.lead = [
            "A throttle lowers a limit, a freeze closes days, an exceptional limit raises one. Each is proposed by one person and holds only when a second has approved it."
        ]
        let book = sight.books.controls
        switch sight.books.chain {
        case .broken(let line, let why):
            page.notes = [
                .bad(
                    "Changed",
                    "The log is not as it was written: line \(line) \(why). Nothing from there on is applied or shown. Check it with: changeover migration control list --verify"
                )
            ]
        case .whole(let head) where !book.entries.isEmpty:
            page.notes = [
                .good(
                    "The log’s \(Wording.count(book.entries.count, "line")) follow one from the other. Its head is \(head.prefix(16))…"
                )
            ]
        case .whole: break
        }
        let held = book.inForce()
        let waiting = book.controls.filter { $0.approval == nil }
        page.panels = [
            panel("in-force", "In force", held, "Nothing is in force: the limits are the market’s own.", desk, sight)
        ]
        if !waiting.isEmpty {
            page.panels.append(panel("waiting", "Waiting for a second approver", waiting, "", desk, sight))
        }
        page.panels += [log(book, desk), howTo()]
        return page
    }

    private static let heads = [
        PlainHead(text: "Control", style: "t-number"), PlainHead(text: "Kind", style: "t-text"),
        PlainHead(text: "Limit", style: "t-text"), PlainHead(text: "Days", style: "t-text"),
        PlainHead(text: "To", style: "t-number"), PlainHead(text: "Reason", style: "t-text t-wide"),
        PlainHead(text: "Proposed by", style: "t-text"), PlainHead(text: "Approved by", style: "t-text"),
    ]

    private static func panel(
        _ anchor: String, _ name: String, _ controls: [ControlBook.Control], _ absence: String, _ desk: Desk,
        _ sight: MigrationSight
    ) -> PanelModel {
        var panel = PanelModel(anchor: anchor, name: name)
        guard !controls.isEmpty else {
            panel.absence = [absence]
            return panel
        }
        var rows = Markup()
        for control in controls.prefix(MigrationPages.rowsOnAPage) {
            rows.row(cells(control, desk, sight), heads: heads)
        }
        panel.plain = [PlainTable(caption: name, form: "cards", columns: heads, rows: rows)]
        if controls.count > MigrationPages.rowsOnAPage {
            panel.notes = [.bound("The first \(MigrationPages.rowsOnAPage) of \(Wording.number(controls.count)).")]
        }
        return panel
    }

    private static func cells(_ control: ControlBook.Control, _ desk: Desk, _ sight: MigrationSight) -> [DIPCell] {
        let order = control.order
        let days = control.inForce ?? order.from...order.to
        var party = DIPCell("Industry")
        if case .distributor(let code) = order.scope {
            let isKnown = sight.market.distributor(code) != nil
            party = DIPCell(
                code, href: isKnown ? desk.migration(.distributor(code)) : nil,
                detail: isKnown ? nil : "not in the adopted market")
        }
        if case .supplier(let code) = order.scope {
            let isKnown = sight.market.supplier(code) != nil
            party = DIPCell(
                code, href: isKnown ? desk.migration(.supplier(code)) : nil,
                detail: isKnown ? nil : "not in the adopted market")
        }
        return [
            DIPCell(String(control.number), style: "t-number"),
            DIPCell(order.kind.rawValue, tone: tone(order.kind)), party,
            DIPCell(
                days.lowerBound == days.upperBound
                    ? Wording.date(days.lowerBound)
                    : "\(Wording.date(days.lowerBound)) to \(Wording.date(days.upperBound))",
                detail: control.lift.map { lift in
                    lift.approval == nil
                        ? "to be lifted from \(Wording.date(lift.from)), not yet approved"
                        : "lifted from \(Wording.date(lift.from))"
                }),
            DIPCell(order.value.map(Wording.number) ?? "closed", style: "t-number"),
            DIPCell(control.entry.reason, style: "t-text t-wide"),
            DIPCell(control.entry.by, detail: Wording.date(control.entry.on)),
            DIPCell(control.approval?.by, detail: control.approval.map { Wording.date($0.on) }),
        ]
    }

    private static func tone(_ kind: ControlOrder.Kind) -> String {
        switch kind {
        case .throttle: "warm"
        case .freeze: "bad"
        case .exceptional: "calm"
        }
    }

    // MARK: The log

    private static func log(_ book: ControlBook, _ desk: Desk) -> PanelModel {
        var panel = PanelModel(anchor: "log", name: "The log")
        panel.about = ["Every line as it was written, newest first. Each carries the digest of the one before it."]
        let heads = [
            PlainHead(text: "Line", style: "t-number"), PlainHead(text: "Day", style: "t-date"),
            PlainHead(text: "By", style: "t-text"), PlainHead(text: "What", style: "t-text"),
            PlainHead(text: "Reason", style: "t-text t-wide"),
        ]
        let newest = Array(book.entries.reversed())
        var rows = Markup()
        for entry in Pages.rows(newest, perPage: MigrationPages.rowsOnAPage, desk) {
            rows.row(
                [
                    DIPCell(String(entry.number), style: "t-number"), DIPCell(Wording.date(entry.on), style: "t-date"),
                    DIPCell(entry.by), DIPCell(words(entry.act)),
                    DIPCell(entry.reason.isEmpty ? nil : entry.reason, style: "t-text t-wide"),
                ], heads: heads)
        }
        if !rows.isEmpty {
            panel.plain = [PlainTable(caption: "The control log", form: "cards", columns: heads, rows: rows)]
            panel.more = [LinkModel(text: "JSON lines", href: desk.migration(.file(.controls)))]
        } else {
            panel.absence = [newest.isEmpty ? "Nothing was ever proposed." : "The table has fewer pages than that."]
        }
        panel.pages = Pages.pager(total: newest.count, perPage: MigrationPages.rowsOnAPage, desk)
        return panel
    }

    private static func words(_ act: ControlEntry.Act) -> String {
        switch act {
        case .propose(let order):
            let days = order.from == order.to ? order.from.iso : "\(order.from.iso) to \(order.to.iso)"
            return
                "proposes \(order.kind == .exceptional ? "exceptional limit" : order.kind.rawValue) of \(order.scope), \(days)"
                + (order.value.map { ", \(Wording.number($0))" } ?? "")
        case .lift(let control, let from): return "proposes to lift control \(control) from \(from.iso)"
        case .approve(let number): return "approves \(number)"
        }
    }

    private static func howTo() -> PanelModel {
        var panel = PanelModel(anchor: "how", name: "How it is done")
        panel.prose = CleansePages.steps(
            "These pages only read. Controls are written by the command line.",
            [
                (
                    "Propose one, with a reason.",
                    "changeover migration control throttle --limit L:LOND --from 2026-05-11 --to 2026-05-15 --value 4000 --by \"A. Jones\" --on 2026-05-08 --reason \"registration queue\""
                ),
                (
                    "Somebody else approves it.",
                    "changeover migration control approve 1 --by \"B. Smith\" --on 2026-05-08"
                ),
                (
                    "Plan under what is in force, and adopt the plan.",
                    "changeover migration plan market --with-controls --out plan2"
                ),
            ])
        return panel
    }
}
