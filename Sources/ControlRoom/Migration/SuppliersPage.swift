import Kernel
import Migration

/// `/migration/suppliers` and `/migration/league`: how far each supplier is, with its code and without.
enum SuppliersPage {
    /// Suppliers that a size band has at least for the league to name it: fewer could be guessed.
    static let leastOfABand = 3

    private static let heads = [
        PlainHead(text: "Supplier", style: "t-text"), PlainHead(text: "Size", style: "t-text"),
        PlainHead(text: "MPANs", style: "t-number"), PlainHead(text: "May start", style: "t-date"),
        PlainHead(text: "Planned to date", style: "t-number"), PlainHead(text: "Done", style: "t-number"),
        PlainHead(text: "Attainment", style: "t-number"), PlainHead(text: "Planned end", style: "t-date"),
        PlainHead(text: "P50 end", style: "t-date"), PlainHead(text: "P80 end", style: "t-date"),
    ]

    static func model(_ desk: Desk, _ sight: MigrationSight) throws -> PageModel {
        var page = PageModel(heading: "Suppliers")
        page.lead = [bands(sight)]
        page.views = [tabs(desk)]
        if sight.actual != nil, sight.actual?.namesSuppliers == false {
            page.notes = [
                .bound(
                    "The actual progress does not tell suppliers apart, so there is no attainment; ends are spread along the plan."
                )
            ]
        }
        var panel = PanelModel(anchor: "suppliers", name: Wording.count(sight.market.suppliers.count, "supplier"))
        panel.about = [
            sight.knownTo.map {
                "To date is to \(Wording.date($0)). Attainment is what was done, net of what went back, as a share of what the current plan has to date."
            }
                ?? "No actual progress was taken in yet: changeover migration take --actuals actuals.csv"
        ]
        var rows = Markup()
        for place in Pages.rows(
            Array(sight.market.suppliers.indices), perPage: MigrationPages.rowsOnAPage, desk)
        {
            rows.row(try cells(place, desk, sight), heads: heads)
        }
        if rows.isEmpty {
            panel.absence = ["The table has fewer pages than that."]
        } else {
            panel.plain = [PlainTable(caption: "Suppliers", form: "cards", columns: heads, rows: rows)]
        }
        panel.pages = Pages.pager(
            total: sight.market.suppliers.count, perPage: MigrationPages.rowsOnAPage, desk)
        panel.more = [LinkModel(text: "CSV", href: desk.migration(.file(.suppliers)))]
        page.panels = [panel]
        return page
    }

    private static func tabs(_ desk: Desk) -> TabRow {
        TabRow(tabs: [
            TabModel(
                text: "By code", href: desk.migration(.suppliers), isHere: desk.address.route == .migration(.suppliers)),
            TabModel(
                text: "League", href: desk.migration(.league), isHere: desk.address.route == .migration(.league)),
        ])
    }

    /// Says what the bands are, with their shares.
    private static func bands(_ sight: MigrationSight) -> String {
        let large = MigrationWords.percent(Double(sight.settings[WatchParameters.largeShare].millionths) / 1_000_000)
        let medium = MigrationWords.percent(Double(sight.settings[WatchParameters.mediumShare].millionths) / 1_000_000)
        return
            "Large has more than \(large) of all MPANs, medium more than \(medium), small the rest. The bands follow the published ones, which are shares of energy; they are settings of the market."
    }

    private static func cells(_ place: Int, _ desk: Desk, _ sight: MigrationSight) throws -> [DIPCell] {
        let supplier = sight.market.suppliers[place]
        let party = sight.suppliers[place]
        let outlook = try sight.outlook(.supplier(place))
        let isDone = outlook.map { $0.migrated >= $0.total && $0.total > 0 } ?? false
        return [
            DIPCell(supplier.code, href: desk.migration(.supplier(supplier.code))),
            DIPCell(
                MigrationWording.band(band(place, sight)), detail: supplier.isSmall ? "small-portfolio rules" : nil),
            DIPCell(Wording.number(party.mpans), style: "t-number"),
            DIPCell(Wording.date(supplier.activeFrom), style: "t-date"),
            DIPCell(sight.knownTo == nil ? nil : Wording.number(party.plannedToDate), style: "t-number"),
            DIPCell(party.done.map(Wording.number), style: "t-number"),
            MigrationWording.cell(party.attainment, sight.settings),
            DIPCell(party.finish.map(Wording.date), style: "t-date"),
            isDone ? DIPCell("done", tone: "good") : end(outlook?.finish.p50, outlook, sight),
            isDone ? DIPCell(nil) : end(outlook?.finish.p80, outlook, sight),
        ]
    }

    /// A forecast end; one that the horizon does not hold is said to be later than it.
    static func end(
        _ date: CalendarDate?, _ outlook: MigrationForecast.Outlook?, _ sight: MigrationSight
    ) -> DIPCell {
        guard let outlook, outlook.total > 0 else { return DIPCell(nil, style: "t-date") }
        guard let date else { return DIPCell("beyond", style: "t-date", tone: "bad") }
        return DIPCell(
            Wording.date(date), style: "t-date",
            detail: date > sight.market.lastDate ? "\(Wording.count(date - sight.market.lastDate, "day")) late" : nil)
    }

    static func band(_ place: Int, _ sight: MigrationSight) -> SizeBand {
        SizeBand(sight.suppliers[place].mpans, of: sight.market.mpans, settings: sight.settings)
    }

    /// One row a supplier, as the table has it, with dates as ISO 8601 and attainment in thousandths.
    static func csv(_ sight: MigrationSight) throws -> [UInt8] {
        var bytes = Array(
            "supplier,size,mpans,active_from,planned,planned_to_date,done,attainment_thousandths,planned_end,p50_end,p80_end\n"
                .utf8)
        for (place, supplier) in sight.market.suppliers.enumerated() {
            let party = sight.suppliers[place]
            let finish = try sight.outlook(.supplier(place))?.finish
            MigrationTable.append(supplier.code, to: &bytes)
            let cells: [String] = [
                band(place, sight).rawValue, String(party.mpans), supplier.activeFrom.iso, String(party.planned),
                sight.knownTo == nil ? "" : String(party.plannedToDate), party.done.map(String.init) ?? "",
                party.attainment.map(String.init) ?? "", party.finish?.iso ?? "", finish?.p50?.iso ?? "",
                finish?.p80?.iso ?? "",
            ]
            bytes += ("," + cells.joined(separator: ",") + "\n").utf8
        }
        return bytes
    }

    // MARK: League

    struct Standing: Equatable {
        let rank: Int
        /// Nil where too few suppliers are in the band.
        let band: SizeBand?
        /// MPANs migrated as parts of a thousand of all.
        let progress: Int
    }

    /// Every supplier with MPANs, most progress first. Equal progress has equal rank, and nothing but the size band
    /// orders what is equal, so that neither the order nor the table tells who is who.
    static func standings(_ sight: MigrationSight) -> [Standing] {
        var ofBand: [SizeBand: Int] = [:]
        let entries = sight.market.suppliers.indices.compactMap { place -> (band: SizeBand, progress: Int)? in
            let party = sight.suppliers[place]
            guard party.mpans > 0, let done = party.done else { return nil }
            let band = band(place, sight)
            ofBand[band, default: 0] += 1
            return (band, min(max(done, 0) * 1_000 / party.mpans, 1_000))
        }
        let order = SizeBand.allCases
        let sorted = entries.sorted { left, right in
            let places = (order.firstIndex(of: left.band) ?? 0, order.firstIndex(of: right.band) ?? 0)
            return (-left.progress, places.0) < (-right.progress, places.1)
        }
        var ranks: [Int: Int] = [:]
        for (place, entry) in sorted.enumerated() where ranks[entry.progress] == nil {
            ranks[entry.progress] = place + 1
        }
        return sorted.map { entry in
            Standing(
                rank: ranks[entry.progress] ?? 0,
                band: (ofBand[entry.band] ?? 0) >= leastOfABand ? entry.band : nil, progress: entry.progress)
        }
    }

    static func league(_ desk: Desk, _ sight: MigrationSight) -> PageModel {
        var page = PageModel(heading: "League of suppliers")
        page.lead = ["Progress without names. " + bands(sight)]
        page.views = [tabs(desk)]
        var panel = PanelModel(anchor: "league", name: "By progress")
        let standings = standings(sight)
        guard !standings.isEmpty else {
            panel.absence = [
                "No actual progress by supplier was taken in yet. Run: changeover migration take --actuals actuals.csv"
            ]
            page.panels = [panel]
            return page
        }
        panel.about = [
            "Progress is MPANs migrated, net, as a share of all of the supplier’s. Equal progress has equal rank. A size that fewer than \(leastOfABand) suppliers have is not shown, since it would tell who it is."
        ]
        let heads = [
            PlainHead(text: "Rank", style: "t-number"), PlainHead(text: "Size", style: "t-text"),
            PlainHead(text: "Progress", style: "t-number"),
        ]
        var rows = Markup()
        for standing in Pages.rows(standings, perPage: MigrationPages.rowsOnAPage, desk) {
            rows.row(
                [
                    DIPCell(String(standing.rank), style: "t-number"),
                    DIPCell(standing.band.map(MigrationWording.band)),
                    DIPCell(MigrationWording.percent(thousandths: standing.progress), style: "t-number"),
                ], heads: heads)
        }
        if rows.isEmpty {
            panel.absence = ["The table has fewer pages than that."]
        } else {
            panel.plain = [PlainTable(caption: "League of suppliers", form: "cards tally", columns: heads, rows: rows)]
        }
        panel.pages = Pages.pager(total: standings.count, perPage: MigrationPages.rowsOnAPage, desk)
        page.panels = [panel]
        return page
    }
}

/// `/migration/distributors`
enum DistributorsPage {
    static func model(_ desk: Desk, _ sight: MigrationSight) throws -> PageModel {
        var page = PageModel(heading: "Distributors")
        page.lead = ["How far each distributor’s metering points are, and on how many days its limit is full."]
        var panel = PanelModel(
            anchor: "distributors", name: Wording.count(sight.market.distributors.count, "distributor"))
        let heads = [
            PlainHead(text: "Distributor", style: "t-text"), PlainHead(text: "MPANs", style: "t-number"),
            PlainHead(text: "Planned", style: "t-number"), PlainHead(text: "Planned to date", style: "t-number"),
            PlainHead(text: "Done", style: "t-number"), PlainHead(text: "Attainment", style: "t-number"),
            PlainHead(text: "Full days", style: "t-number"), PlainHead(text: "Planned end", style: "t-date"),
            PlainHead(text: "P50 end", style: "t-date"), PlainHead(text: "P80 end", style: "t-date"),
        ]
        let dates = sight.byDay.indices.filter { sight.byDay[$0] > 0 }.map { sight.date($0) }
        var rows = Markup()
        for place in Pages.rows(
            Array(sight.market.distributors.indices), perPage: MigrationPages.rowsOnAPage, desk)
        {
            let code = sight.market.distributors[place]
            let party = sight.distributors[place]
            let outlook = try sight.outlook(.distributor(place))
            let full = dates.filter { date in
                let used = sight.planned(place, date)
                return used > 0 && sight.usable(place, date).map { used >= $0 } ?? false
            }.count
            rows.row(
                [
                    DIPCell(code, href: desk.migration(.distributor(code))),
                    DIPCell(Wording.number(party.mpans), style: "t-number"),
                    DIPCell(Wording.number(party.planned), style: "t-number"),
                    DIPCell(sight.knownTo == nil ? nil : Wording.number(party.plannedToDate), style: "t-number"),
                    DIPCell(party.done.map(Wording.number), style: "t-number"),
                    MigrationWording.cell(party.attainment, sight.settings),
                    DIPCell(Wording.number(full), style: "t-number"),
                    DIPCell(party.finish.map(Wording.date), style: "t-date"),
                    SuppliersPage.end(outlook?.finish.p50, outlook, sight),
                    SuppliersPage.end(outlook?.finish.p80, outlook, sight),
                ], heads: heads)
        }
        if rows.isEmpty {
            panel.absence = ["The table has fewer pages than that."]
        } else {
            panel.plain = [PlainTable(caption: "Distributors", form: "cards", columns: heads, rows: rows)]
        }
        panel.pages = Pages.pager(
            total: sight.market.distributors.count, perPage: MigrationPages.rowsOnAPage, desk)
        panel.more = [LinkModel(text: "Heat map", href: desk.migration(.heat))]
        page.panels = [panel]
        return page
    }
}
