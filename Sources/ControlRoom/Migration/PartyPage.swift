import Kernel
import Migration

/// `/migration/suppliers/CODE` and `/migration/distributors/CODE`: one party's burn-up, its other side, its days.
enum PartyPage {
    static func supplier(_ code: String, _ desk: Desk, _ sight: MigrationSight) throws -> PageModel {
        let place = try MigrationPages.supplier(code, sight)
        let supplier = sight.market.suppliers[place]
        let band = MigrationWording.band(SuppliersPage.band(place, sight))
        var page = PageModel(heading: code)
        page.kicker = ["Supplier · \(band)\(supplier.isSmall ? ", under the rules for small portfolios" : "")"]
        page.lead = ["It may migrate from \(Wording.date(supplier.activeFrom)) on."]
        var now = try figures(.supplier(place), desk, sight)
        now.more = sight.grid.agentsOf[place].map { agent in
            let code = sight.market.agents[agent].code
            return LinkModel(text: "Agent \(code)", href: desk.migration(.agent(code)))
        }
        page.panels = [
            now,
            try BurnUpPanel(sight, .supplier(place), title: "Burn-up of \(code)").panel(desk),
        ]
        // The daily table pages; the other side is shown with the first page of it.
        if desk.address.table.page == 1 { page.panels.append(others(.supplier(place), desk, sight)) }
        page.panels.append(DailyTable(sight, .supplier(place), nil).panel(desk))
        return page
    }

    static func distributor(_ code: String, _ desk: Desk, _ sight: MigrationSight) throws -> PageModel {
        let place = try MigrationPages.distributor(code, sight)
        var page = PageModel(heading: code)
        page.kicker = ["Distributor"]
        page.panels = [
            try figures(.distributor(place), desk, sight),
            try BurnUpPanel(sight, .distributor(place), title: "Burn-up of \(code)").panel(desk),
        ]
        if desk.address.table.page == 1 { page.panels.append(others(.distributor(place), desk, sight)) }
        page.panels.append(DailyTable(sight, .distributor(place), nil).panel(desk))
        return page
    }

    private static func party(_ scope: MigrationSight.Scope, _ sight: MigrationSight) -> MigrationSight.Party {
        switch scope {
        case .supplier(let place): sight.suppliers[place]
        case .distributor(let place): sight.distributors[place]
        case .industry: MigrationSight.Party()
        }
    }

    private static func figures(
        _ scope: MigrationSight.Scope, _ desk: Desk, _ sight: MigrationSight
    ) throws -> PanelModel {
        let party = party(scope, sight)
        let outlook = try sight.outlook(scope)
        var figures = [
            FigureRow.Figure(
                number: Wording.number(party.mpans), caption: "MPANs",
                detail: "\(MigrationWording.percent(party.mpans, of: sight.market.mpans)) of the market", href: [],
                tone: "quiet"),
            FigureRow.Figure(
                number: Wording.number(party.planned), caption: "Planned",
                detail: party.mpans > party.planned
                    ? "\(Wording.number(party.mpans - party.planned)) found no day" : "all of them",
                href: ["#days"], tone: party.mpans > party.planned ? "warm" : "quiet"),
        ]
        if let done = party.done {
            figures.append(
                FigureRow.Figure(
                    number: Wording.number(done), caption: "Done",
                    detail:
                        "\(MigrationWording.percent(done, of: party.mpans)); planned to date \(Wording.number(party.plannedToDate))",
                    href: ["#days"], tone: "quiet"))
        }
        if let attainment = party.attainment,
            let judged = MigrationWording.attainment(attainment, sight.settings)
        {
            figures.append(
                FigureRow.Figure(
                    number: MigrationWording.percent(thousandths: attainment), caption: "Attainment",
                    detail: judged.word, href: ["#days"], tone: judged.tone))
        }
        figures.append(
            FigureRow.Figure(
                number: MigrationWording.date(party.finish), caption: "Planned end",
                detail: party.start.map { "begins on \(Wording.date($0))" } ?? "nothing is planned", href: ["#days"],
                tone: "quiet"))
        if let outlook, outlook.total > 0 {
            let isLate = outlook.finish.p80.map { $0 > sight.market.lastDate } ?? true
            figures.append(
                FigureRow.Figure(
                    number: MigrationWording.date(outlook.finish.p80), caption: "P80 end",
                    detail: "P50 is \(MigrationWording.date(outlook.finish.p50))", href: ["#burn-up"],
                    tone: isLate ? "bad" : "good"))
        }
        // Two rows, so that numbers of seven digits have room.
        let half = (figures.count + 1) / 2
        return PanelModel(
            anchor: "now", name: "Where it stands",
            figures: [
                FigureRow(figures: Array(figures.prefix(half))), FigureRow(figures: Array(figures.dropFirst(half))),
            ])
    }

    // MARK: The other side

    private static func others(_ scope: MigrationSight.Scope, _ desk: Desk, _ sight: MigrationSight) -> PanelModel {
        let isSupplier = if case .supplier = scope { true } else { false }
        var mpans: [Int: Int] = [:]
        var placed: [Int: (volume: Int, first: CalendarDate, last: CalendarDate)] = [:]
        func other(_ supplier: Int, _ distributor: Int) -> Int? {
            switch scope {
            case .supplier(supplier): distributor
            case .distributor(distributor): supplier
            default: nil
            }
        }
        for portfolio in sight.market.portfolios where portfolio.mpans > 0 {
            guard let place = other(portfolio.supplier, portfolio.distributor) else { continue }
            mpans[place, default: 0] += portfolio.mpans
        }
        for row in sight.books.current.rows {
            guard let place = other(row.supplier, row.distributor) else { continue }
            var sum = placed[place] ?? (0, row.date, row.date)
            sum = (sum.volume + row.volume, min(sum.first, row.date), max(sum.last, row.date))
            placed[place] = sum
        }
        let word = isSupplier ? "Distributor" : "Supplier"
        var panel = PanelModel(anchor: "others", name: isSupplier ? "By distributor" : "By supplier")
        let heads = [
            PlainHead(text: word, style: "t-text"), PlainHead(text: "MPANs", style: "t-number"),
            PlainHead(text: "Planned", style: "t-number"), PlainHead(text: "Unplaced", style: "t-number"),
            PlainHead(text: "First day", style: "t-date"), PlainHead(text: "Last day", style: "t-date"),
        ]
        let ordered = mpans.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        var rows = Markup()
        for (place, count) in ordered.prefix(MigrationPages.rowsOnAPage) {
            let code = isSupplier ? sight.market.distributors[place] : sight.market.suppliers[place].code
            let sum = placed[place]
            let unplaced = count - (sum?.volume ?? 0)
            rows.row(
                [
                    DIPCell(code, href: desk.migration(isSupplier ? .distributor(code) : .supplier(code))),
                    DIPCell(Wording.number(count), style: "t-number"),
                    DIPCell(Wording.number(sum?.volume ?? 0), style: "t-number"),
                    DIPCell(Wording.number(unplaced), style: "t-number", tone: unplaced > 0 ? "warm" : nil),
                    day(sum?.first, code, isSupplier, scope, desk, sight),
                    day(sum?.last, code, isSupplier, scope, desk, sight),
                ], heads: heads)
        }
        if rows.isEmpty {
            panel.absence = ["It has no metering points."]
        } else {
            panel.plain = [PlainTable(caption: panel.name, form: "cards", columns: heads, rows: rows)]
        }
        if ordered.count > MigrationPages.rowsOnAPage {
            panel.notes = [
                .bound("The \(MigrationPages.rowsOnAPage) with the most MPANs, of \(Wording.number(ordered.count)).")
            ]
        }
        return panel
    }

    private static func day(
        _ date: CalendarDate?, _ code: String, _ isSupplier: Bool, _ scope: MigrationSight.Scope, _ desk: Desk,
        _ sight: MigrationSight
    ) -> DIPCell {
        guard let date else { return DIPCell(nil, style: "t-date") }
        let link: String? =
            switch scope {
            case .supplier(let place): desk.why(sight.market.suppliers[place].code, code, date.iso)
            case .distributor(let place): desk.why(code, sight.market.distributors[place], date.iso)
            case .industry: nil
            }
        return DIPCell(Wording.date(date), style: "t-date", href: link)
    }
}

/// Plan and progress day by day, a hundred days a page, beginning where progress ends.
struct DailyTable {
    let sight: MigrationSight
    let scope: MigrationSight.Scope
    /// Nil for all days.
    let days: ClosedRange<CalendarDate>?

    init(_ sight: MigrationSight, _ scope: MigrationSight.Scope, _ days: ClosedRange<CalendarDate>?) {
        self.sight = sight
        self.scope = scope
        self.days = days
    }

    private static let heads = [
        PlainHead(text: "Day", style: "t-date"), PlainHead(text: "First baseline", style: "t-number"),
        PlainHead(text: "Current", style: "t-number"), PlainHead(text: "Actual", style: "t-number"),
        PlainHead(text: "Difference", style: "t-number"), PlainHead(text: "Current, summed", style: "t-number"),
        PlainHead(text: "Actual, summed", style: "t-number"), PlainHead(text: "Limit left", style: "t-number"),
    ]

    func panel(_ desk: Desk) -> PanelModel {
        var panel = PanelModel(anchor: "days", name: "Day by day")
        let first = sight.daily(sight.books.first, scope)
        let current = sight.daily(sight.books.current, scope)
        let actual = sight.actualDaily(scope)
        let all = first.indices.filter { day in
            let isInside = days.map { $0.contains(sight.date(day)) } ?? true
            return isInside
                && (first[day] != 0 || current[day] != 0 || (actual.map { day < $0.count && $0[day] != 0 } ?? false))
        }
        guard !all.isEmpty else {
            panel.absence = ["Nothing is planned and nothing was done on any day."]
            return panel
        }
        let currentSum = MigrationSight.summed(current)
        let actualSum = actual.map(MigrationSight.summed)
        let base =
            days.flatMap { sight.day($0.lowerBound) }.map {
                ($0 > 0 ? currentSum[$0 - 1] : 0, sum(actualSum, before: $0))
            } ?? (0, 0)
        panel.about = [
            "Days with a plan or with progress. Actual is net of what went back; the difference is to the current baseline. A day opens its reasons."
        ]
        var rows = Markup()
        for day in Pages.rows(all, perPage: MigrationPages.rowsOnAPage, desk) {
            let date = sight.date(day)
            let done = actual.flatMap { day < $0.count ? $0[day] : nil }
            rows.row(
                [
                    DIPCell(Wording.longDate(date), style: "t-date", href: link(date, desk)),
                    DIPCell(Wording.number(first[day]), style: "t-number"),
                    DIPCell(Wording.number(current[day]), style: "t-number"),
                    DIPCell(done.map(Wording.number), style: "t-number"),
                    DIPCell(done.map { MigrationWording.signed($0 - current[day]) }, style: "t-number"),
                    DIPCell(Wording.number(currentSum[day] - base.0), style: "t-number"),
                    DIPCell(
                        done == nil ? nil : actualSum.map { Wording.number($0[day] - base.1) }, style: "t-number"),
                    DIPCell(left(date).map(Wording.number), style: "t-number"),
                ], heads: Self.heads)
        }
        if rows.isEmpty {
            panel.absence = ["The table has fewer pages than that."]
        } else {
            panel.plain = [PlainTable(caption: "Day by day", form: "cards", columns: Self.heads, rows: rows)]
        }
        panel.pages = Pages.pager(total: all.count, perPage: MigrationPages.rowsOnAPage, desk)
        return panel
    }

    private func sum(_ sums: [Int]?, before day: Int) -> Int {
        guard let sums, day > 0 else { return 0 }
        return sums.isEmpty ? 0 : sums[min(day, sums.count) - 1]
    }

    private func link(_ date: CalendarDate, _ desk: Desk) -> String {
        switch scope {
        case .industry: desk.migration(.heat, MigrationFields(["from": date.iso, "to": date.iso]))
        case .supplier(let place): desk.why(sight.market.suppliers[place].code, nil, date.iso)
        case .distributor(let place): desk.why(nil, sight.market.distributors[place], date.iso)
        }
    }

    /// What the scope's own limit leaves on a day.
    private func left(_ date: CalendarDate) -> Int? {
        switch scope {
        case .industry: sight.usable(date).map { $0 - sight.planned(date) }
        case .distributor(let place): sight.usable(place, date).map { $0 - sight.planned(place, date) }
        case .supplier(let place): ownLeft(place, date)
        }
    }

    /// What the supplier's ramp and its step limit leave.
    private func ownLeft(_ place: Int, _ date: CalendarDate) -> Int? {
        guard let day = sight.grid.day(date) else { return nil }
        guard let own = sight.day(date) else { return nil }
        let daily = sight.daily(sight.books.current, scope)
        let before = day > 0 ? sight.day(sight.grid.days[day - 1]).map { daily[$0] } ?? 0 : 0
        let cap = sight.grid.cap(place, on: day, after: before)
        return cap < PlanningGrid.unlimited ? cap - daily[own] : nil
    }
}
