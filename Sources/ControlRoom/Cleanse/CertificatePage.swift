import Charts
import Cleanse
import Kernel

/// `/cleanse/certificate`: the accounting of every MPAN in every item, and what stands behind it.
enum CertificatePage {
    static let rowsOnAPage = 100

    static func model(_ desk: Desk, _ sight: CleanseSight) throws -> PageModel {
        let fields = desk.address.cleanse
        guard let run = try sight.run(fields["run"]) else { throw RoomFailure.noSuchPage }
        let (certificate, trouble) = try sight.certificateForPage(run)
        var item: AccountedItem?
        if let asked = fields["item"] {
            item = Item(rawValue: asked).flatMap { AccountedItem(item: $0) }
            guard item != nil else {
                throw RoomFailure.badAddress("The certificate does not account for “\(Wording.cut(asked, to: 40))”.")
            }
        }
        var page = PageModel(heading: "Certificate of run \(run.number)")
        page.lead = [
            "Registers as at \(CleanseWording.day(run.asAt)), \(Wording.count(run.population, "MPAN")) in the registration."
        ]
        page.notes = trouble
        if run != sight.latest { page.notes.append(.bound("A later run has a certificate of its own.")) }
        page.panels = [identity(certificate, run, desk)]
        if !certificate.standings.isEmpty { page.panels.append(targets(certificate)) }
        page.panels += [cuts(certificate, item ?? .esmeID, fields, desk)]
        page.panels += try burnDown(sight, upTo: run)
        page.panels.append(registers(run))
        return page
    }

    private static let classHeads =
        [PlainHead(text: "Population", style: "t-number")]
        + ItemClass.allCases.map { PlainHead(text: CleanseWording.itemClass($0).capitalisedFirst, style: "t-number") }
        + [PlainHead(text: "Complete", style: "t-number")]

    private static func classCells(_ counts: ItemCounts) -> [DIPCell] {
        [DIPCell(Wording.number(counts.sum), style: "t-number")]
            + ItemClass.allCases.map { DIPCell(Wording.number(counts[$0]), style: "t-number") }
            + [DIPCell(CleanseWording.percent(counts.completeness), style: "t-number")]
    }

    // MARK: The identity

    private static func identity(_ certificate: Certificate, _ run: LedgerRun, _ desk: Desk) -> PanelModel {
        var panel = PanelModel(anchor: "identity", name: "The accounting identity")
        panel.notes = [
            certificate.balances
                ? .good(
                    "Population = valid + invalid + missing + exempt + out of scope, in every item and every cut. Every MPAN is in one class and none is in two."
                )
                : .bad(
                    "Not true", "The classes do not add up to the population: this certificate proves nothing.")
        ]
        let heads = [PlainHead(text: "Item", style: "t-text")] + classHeads
        var rows = Markup()
        for line in certificate.lines where line.cut == "all" {
            rows.row(
                [DIPCell(CleanseWording.item(line.item), detail: line.item.item.rawValue)] + classCells(line.counts),
                heads: heads)
        }
        panel.plain = [PlainTable(caption: "All MPANs by item", form: "cards", columns: heads, rows: rows)]
        let fields = CleanseFields(["run": String(run.number)])
        panel.more = CertificateFileFormat.allCases.map {
            LinkModel(text: $0.rawValue.uppercased(), href: desk.cleanse(.certificateFile($0), fields))
        }
        panel.prose = Markup(
            "<div class=\"prose\"><h3>Sign it with a key of yours</h3></div><pre class=\"command\">")
        panel.prose.text(
            "changeover cleanse certificate --run \(run.number) --format json --sign key.pem --out certificate.json")
        panel.prose.raw("</pre>\n")
        return panel
    }

    private static func targets(_ certificate: Certificate) -> PanelModel {
        var panel = PanelModel(anchor: "targets", name: "Targets")
        panel.about = ["From the settings file as it is now. The industry’s own numbers are not public."]
        let heads = [
            PlainHead(text: "Item", style: "t-text"), PlainHead(text: "Of", style: "t-text"),
            PlainHead(text: "Aim", style: "t-number"), PlainHead(text: "Reached", style: "t-number"),
            PlainHead(text: "By", style: "t-date"), PlainHead(text: "Standing", style: "t-text"),
        ]
        var rows = Markup()
        for standing in certificate.standings.prefix(rowsOnAPage) {
            var cell = TargetWording.cell(standing)
            cell.detail = nil
            rows.row(
                [
                    DIPCell(CleanseWording.item(standing.target.item)),
                    DIPCell(standing.target.party?.description ?? "all"),
                    DIPCell(CleanseWording.percent(standing.target.share), style: "t-number"),
                    DIPCell(CleanseWording.percent(standing.reached), style: "t-number"),
                    DIPCell(standing.target.by.map(CleanseWording.day), style: "t-date"), cell,
                ], heads: heads)
        }
        panel.plain = [PlainTable(caption: "Targets", form: "cards", columns: heads, rows: rows)]
        if certificate.standings.count > rowsOnAPage {
            panel.notes = [.bound("The first \(rowsOnAPage) of \(certificate.standings.count) targets.")]
        }
        return panel
    }

    // MARK: The cuts

    private static func cuts(
        _ certificate: Certificate, _ item: AccountedItem, _ fields: CleanseFields, _ desk: Desk
    ) -> PanelModel {
        var panel = PanelModel(anchor: "cuts", name: "\(CleanseWording.item(item)), by distributor and supplier")
        panel.more = AccountedItem.allCases.filter { $0 != item }.map { other in
            LinkModel(
                text: CleanseWording.item(other),
                href: desk.cleanse(.certificate, fields.with("item", other.item.rawValue)) + "#cuts")
        }
        let lines = certificate.lines.filter { $0.item == item && $0.cut != "all" }
        let shown = Pages.rows(lines, perPage: rowsOnAPage, desk)
        guard !shown.isEmpty else {
            panel.absence = [lines.isEmpty ? "The registration is empty." : "The table has fewer pages than that."]
            return panel
        }
        let heads = [PlainHead(text: "Cut", style: "t-text"), PlainHead(text: "Role", style: "t-text")] + classHeads
        var rows = Markup()
        for line in shown {
            let owner = Owner(line.cut)
            rows.row(
                [
                    DIPCell(line.cut, href: owner.map { desk.exceptions(["owner": $0.description]) }),
                    DIPCell(owner.map { CleanseWording.role($0.role) }),
                ] + classCells(line.counts), heads: heads)
        }
        panel.about = ["A cut’s name leads to the open exceptions that the party has to mend."]
        panel.plain = [PlainTable(caption: "Cuts of the certificate", form: "cards", columns: heads, rows: rows)]
        panel.pages = Pages.pager(total: lines.count, perPage: rowsOnAPage, desk)
        return panel
    }

    // MARK: Burn-down

    private static func burnDown(_ sight: CleanseSight, upTo run: LedgerRun) throws -> [PanelModel] {
        let runs = Array(sight.runs.filter { $0.number <= run.number }.suffix(CleanseDashboard.mostRuns))
        let numbers = Set(runs.map(\.number))
        let trends = try sight.trends().filter { numbers.contains($0.run) }
        func left(_ trend: ItemTrend) -> Int { trend.counts[.invalid] + trend.counts[.missing] }
        let plot = LinePlot(
            title: "Burn-down",
            words: trends.map { "run \($0.run) \(CleanseWording.item($0.item)) \(left($0))" }.joined(separator: ", "),
            vertical: "MPANs invalid or missing", horizontal: "run",
            ticks: runs.map { PlotTick(at: Double($0.number), label: String($0.number)) },
            series: AccountedItem.allCases.enumerated().map { place, item in
                LinePlot.Series(
                    label: CleanseWording.item(item), tone: place,
                    points: trends.filter { $0.item == item }.map {
                        LinePlot.Point(x: Double($0.run), y: Double(left($0)))
                    }, hasMarks: true)
            })
        var panel = PanelModel(anchor: "burn-down", name: "Burn-down of what is invalid or missing", width: "half")
        panel.chart = MilestonePanels.scrolled(plot.svg, plot.title)
        let heads =
            [PlainHead(text: "Run", style: "t-number"), PlainHead(text: "As at", style: "t-date")]
            + AccountedItem.allCases.map { PlainHead(text: CleanseWording.item($0), style: "t-number") }
        var rows = Markup()
        for run in runs.reversed() {
            rows.row(
                [
                    DIPCell(String(run.number), style: "t-number"),
                    DIPCell(CleanseWording.day(run.asAt), style: "t-date"),
                ]
                    + AccountedItem.allCases.map { item in
                        DIPCell(
                            trends.first { $0.run == run.number && $0.item == item }.map { Wording.number(left($0)) },
                            style: "t-number")
                    }, heads: heads)
        }
        var table = PanelModel(anchor: "burn-down-table", name: "The same in numbers")
        table.plain = [PlainTable(caption: "Burn-down", form: "cards", columns: heads, rows: rows)]
        return [panel, table]
    }

    // MARK: What stands behind it

    private static func registers(_ run: LedgerRun) -> PanelModel {
        var panel = PanelModel(anchor: "registers", name: "What stands behind it")
        panel.about = [
            "A digest is a sum over the rows’ contents that does not depend on their order: whoever holds the same rows gets the same digest."
        ]
        let heads = [
            PlainHead(text: "Register", style: "t-code"), PlainHead(text: "Rows", style: "t-number"),
            PlainHead(text: "Rejected", style: "t-number"), PlainHead(text: "As at", style: "t-date"),
            PlainHead(text: "Digest", style: "t-text t-wide"),
        ]
        var rows = Markup()
        for register in run.registers {
            rows.row(
                [
                    DIPCell(register.register, style: "t-code"),
                    DIPCell(Wording.number(register.rows), style: "t-number"),
                    DIPCell(Wording.number(register.rejected), style: "t-number"),
                    DIPCell(CleanseWording.day(register.asAt), style: "t-date"),
                    DIPCell(register.digest, style: "t-text t-wide"),
                ], heads: heads)
        }
        if run.registers.isEmpty {
            panel.absence = ["The run names no register."]
        } else {
            panel.plain = [PlainTable(caption: "Registers", form: "cards", columns: heads, rows: rows)]
        }
        var prose = Markup("<div class=\"prose\"><h3>Rule set</h3><p class=\"digest\">")
        prose.text(run.ruleSet)
        prose.raw("</p></div>\n")
        if !run.settings.isEmpty, run.settings != "{}" {
            prose.raw("<div class=\"prose\"><h3>Settings of the run</h3></div><pre class=\"command\">")
            prose.text(Wording.cut(run.settings, to: 8_000))
            prose.raw("</pre>\n")
        }
        panel.prose = prose
        return panel
    }

    // MARK: Files

    static func file(_ format: CertificateFileFormat, _ desk: Desk, _ sight: CleanseSight) throws -> Page {
        guard let make = sight.books.certificate, let run = try sight.run(desk.address.cleanse["run"]) else {
            throw RoomFailure.noSuchPage
        }
        let certificate: Certificate
        do {
            // Targets stand in the JSON form alone.
            certificate = try format == .csv ? sight.certificateForPage(run).certificate : sight.certificate(run)
        } catch let trouble as SettingsTrouble {
            throw RoomFailure.noSuchRecord("The certificate's targets cannot be read: \(trouble.sentence)")
        }
        return Page(
            contentType: format == .csv ? "text/csv; charset=utf-8" : "application/json",
            body: try make(certificate, format), fileName: "certificate-\(run.number).\(format.rawValue)")
    }
}
