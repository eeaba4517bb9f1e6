import Cleanse
import Kernel

/// `/cleanse/packs`: what each party has to mend, as files to send to it.
enum PacksPage {
    static let rowsOnAPage = 100

    static func model(_ desk: Desk, _ sight: CleanseSight, _ latest: LedgerRun) throws -> PageModel {
        var page = PageModel(heading: "Packs")
        page.lead = [
            "One pack a party: its open exceptions, and a manifest with their digest, as they stand after run \(latest.number)."
        ]
        let open = try sight.tallies().filter { !$0.state.isClosed }
        let groups = Dictionary(grouping: open, by: \.owner)
        let owners = groups.keys.sorted()
        var panel = PanelModel(anchor: "packs", name: Wording.count(owners.count, "party", "parties"))
        guard !owners.isEmpty else {
            panel.absence = ["Nothing is open, so there is nothing to send."]
            page.panels = [panel]
            return page
        }
        let heads =
            [PlainHead(text: "Owner", style: "t-text"), PlainHead(text: "Role", style: "t-text")]
            + Severity.allCases.map {
                PlainHead(text: "\(CleanseWording.severity($0))s".plainPlural, style: "t-number")
            }
            + [
                PlainHead(text: "Not yet sent", style: "t-number"), PlainHead(text: "Exceptions", style: "t-text"),
                PlainHead(text: "Manifest", style: "t-text"),
            ]
        var rows = Markup()
        for owner in Pages.rows(owners, perPage: rowsOnAPage, desk) {
            let own = groups[owner] ?? []
            func count(_ holds: (LedgerTally) -> Bool) -> Int { own.reduce(0) { $0 + (holds($1) ? $1.count : 0) } }
            let name = owner.description
            rows.row(
                [
                    DIPCell(name, href: desk.exceptions(["owner": name])), DIPCell(CleanseWording.role(owner.role)),
                ]
                    + Severity.allCases.map { severity in
                        DIPCell(Wording.number(count { $0.severity == severity }), style: "t-number")
                    }
                    + [
                        DIPCell(
                            Wording.number(count { $0.state == .new || $0.state == .reopened }), style: "t-number")
                    ]
                    + CleansePlace.PackFile.allCases.map { file in
                        DIPCell(
                            file.rawValue,
                            href: sight.books.pack == nil ? nil : desk.cleanse(.pack(name, file)))
                    }, heads: heads)
        }
        panel.about = [
            "A download changes nothing. The command below writes all packs at once and marks what they hold as notified."
        ]
        panel.plain = [PlainTable(caption: "Packs", form: "cards", columns: heads, rows: rows)]
        panel.pages = Pages.pager(total: owners.count, perPage: rowsOnAPage, desk)
        var command = PanelModel(anchor: "command", name: "All of them, and notified")
        command.prose = Markup("<pre class=\"command\">changeover cleanse packs --out packs/</pre>\n")
        page.panels = [panel, command]
        return page
    }

    static func file(
        _ owner: String, _ file: CleansePlace.PackFile, _ sight: CleanseSight, _ latest: LedgerRun
    ) throws -> Page {
        guard let make = sight.books.pack, let owner = Owner(owner),
            try sight.tallies().contains(where: { $0.owner == owner && !$0.state.isClosed })
        else { throw RoomFailure.noSuchRecord("There is no pack for that owner: nothing of it is open.") }
        let pack = try make(owner, latest)
        return Page(
            contentType: file == .exceptions ? "text/csv; charset=utf-8" : "application/json",
            body: file == .exceptions ? pack.exceptions : pack.manifest, fileName: file.rawValue)
    }
}
