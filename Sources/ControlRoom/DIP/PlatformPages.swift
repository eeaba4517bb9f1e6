import DIP
import Kernel

/// `/dip/settings`: what of the platform can be set, what holds, and where each default comes from.
enum PlatformSettingsPage {
    static func views(_ desk: Desk, here: DIPPlace) -> [TabRow] {
        [
            TabRow(
                tabs: [("Settings", DIPPlace.settings), ("Routing table", .routing)].map { text, place in
                    TabModel(text: text, href: desk.link(.dip(place)), isHere: place == here)
                })
        ]
    }

    static func model(_ desk: Desk, _ dip: DIPDesk) throws -> PageModel {
        let settings = try dip.settings()
        var page = PageModel(heading: "Platform settings")
        page.lead = [
            "What no source establishes is a setting. Its default stands beside where it comes from and how sure that is."
        ]
        page.views = views(desk, here: .settings)
        let heads = [
            PlainHead(text: "Setting", style: "t-code"), PlainHead(text: "Value", style: "t-text"),
            PlainHead(text: "What it decides", style: "t-text t-wide"), PlainHead(text: "May be", style: "t-text"),
            PlainHead(text: "Confidence", style: "t-text"),
            PlainHead(text: "Source of the default", style: "t-text t-wide"),
        ]
        var rows = Markup()
        var counts: [SettingConfidence: Int] = [:]
        for key in SettingKey.allCases {
            let entry = key.entry
            counts[entry.confidence, default: 0] += 1
            rows.row(
                [
                    DIPCell(key.rawValue, style: "t-code"),
                    DIPCell(
                        settings[key].description,
                        detail: settings.isGiven(key) ? "set; default \(entry.standard)" : nil),
                    DIPCell(entry.sentence, style: "t-text t-wide"), DIPCell(entry.kind.inWords),
                    DIPCell(entry.confidence.rawValue, tone: DIPWording.tone(of: entry.confidence)),
                    DIPCell(entry.source, style: "t-text t-wide"),
                ], heads: heads)
        }
        var panel = PanelModel(anchor: "settings", name: "Settings")
        panel.about = [
            "\(counts[.stated] ?? 0) defaults are stated by a source, \(counts[.inferred] ?? 0) inferred from sources, \(counts[.chosen] ?? 0) chosen by us. The configuration file of the stand-in sets them; this page only shows."
        ]
        panel.plain = [PlainTable(caption: "Settings", form: "cards", columns: heads, rows: rows)]
        page.panels = [panel]
        return page
    }
}

/// `/dip/routing`: which interface reaches whom, with guesses marked as guesses.
enum RoutingPage {
    static let rowsOnAPage = 100

    static func model(_ desk: Desk, _ dip: DIPDesk) throws -> PageModel {
        let table = try dip.routing()
        var page = PageModel(heading: "Routing table")
        page.lead = ["Who sends an interface, and who gets it: named by the sender, appointed to the MPAN, or always."]
        page.views = PlatformSettingsPage.views(desk, here: .routing)
        let guessed = table.routes.filter { $0.roles == .guessed || $0.split == .guessed }.count
        if guessed > 0 {
            page.notes = [
                .doubt(
                    "\(Wording.count(guessed, "row")) of \(table.routes.count) hold a guess. No source in reach says which recipients are primary, secondary and always; a file of your own replaces rows."
                )
            ]
        }
        page.panels = [routes(table, desk), masks(table)]
        return page
    }

    private static func routes(_ table: RoutingTable, _ desk: Desk) -> PanelModel {
        var panel = PanelModel(anchor: "routes", name: "Routes")
        let shown = Pages.rows(table.routes, perPage: rowsOnAPage, desk)
        guard !shown.isEmpty else {
            panel.absence = [
                table.routes.isEmpty
                    ? "The table has no rows: nothing is routed." : "The table has fewer pages than that."
            ]
            return panel
        }
        let ours = RoutingTable.builtIn.routes
        let heads = [
            PlainHead(text: "Interface", style: "t-text"), PlainHead(text: "Senders", style: "t-text"),
            PlainHead(text: "Primary", style: "t-text"), PlainHead(text: "Secondary", style: "t-text"),
            PlainHead(text: "Always", style: "t-text"), PlainHead(text: "Who", style: "t-text"),
            PlainHead(text: "How", style: "t-text"), PlainHead(text: "Source", style: "t-text"),
        ]
        var rows = Markup()
        for row in shown {
            rows.row(
                [
                    DIPCell(
                        row.interface.text, style: "t-text t-event",
                        href: desk.journal(["interface": row.interface.text]),
                        detail: row.event ?? "other events"),
                    roles(row.senders), roles(row.primary), roles(row.secondary), roles(row.always),
                    confidence(row.roles), confidence(row.split),
                    DIPCell(
                        row.source, detail: ours.contains(row) ? nil : "from a file of your own"
                    ),
                ], heads: heads)
        }
        panel.about = [
            "“Who” says how sure senders and recipients are, “how” the split into primary, secondary and always."
        ]
        panel.plain = [PlainTable(caption: "Routes", form: "cards", columns: heads, rows: rows)]
        panel.pages = Pages.pager(total: table.routes.count, perPage: rowsOnAPage, desk)
        return panel
    }

    private static func roles(_ targets: [RouteTarget]) -> DIPCell {
        DIPCell(targets.map(\.text).joined(separator: " "))
    }

    private static func confidence(_ confidence: Confidence) -> DIPCell {
        let tone =
            switch confidence {
            case .stated: "good"
            case .inferred: "fair"
            case .guessed: "warm"
            }
        return DIPCell(confidence.rawValue, tone: tone)
    }

    private static func masks(_ table: RoutingTable) -> PanelModel {
        var panel = PanelModel(anchor: "masks", name: "Masked values")
        guard !table.masks.isEmpty else {
            panel.absence = ["No value is masked for anyone."]
            return panel
        }
        let heads = [
            PlainHead(text: "Interface", style: "t-code"), PlainHead(text: "Field", style: "t-text"),
            PlainHead(text: "Not shown to", style: "t-text"), PlainHead(text: "Confidence", style: "t-text"),
            PlainHead(text: "Source", style: "t-text t-wide"),
        ]
        var rows = Markup()
        for row in table.masks.prefix(rowsOnAPage) {
            rows.row(
                [
                    DIPCell(row.interface.text, style: "t-code", detail: row.event ?? "every event"),
                    DIPCell(row.field.description), roles(row.roles), confidence(row.confidence),
                    DIPCell(row.source, style: "t-text t-wide"),
                ], heads: heads)
        }
        panel.about = ["Such a value reaches the named roles as “x”."]
        panel.plain = [PlainTable(caption: "Masked values", form: "cards", columns: heads, rows: rows)]
        return panel
    }
}
