import Kernel
import Migration

/// `/migration`: where the migration stands, when it will end, and what is tight next.
enum MigrationDashboard {
    private static let nextDays = 10
    private static let mostBreaches = 12
    private static let mostUnplaced = 12

    static func model(_ desk: Desk, _ sight: MigrationSight) throws -> PageModel {
        var page = PageModel(heading: "Migration")
        page.lead = [lead(sight)]
        page.notes = notes(desk, sight)
        page.panels = [
            try figures(desk, sight), try BurnUpPanel(sight, .industry, title: "Burn-up of the industry").panel(desk),
            breaches(desk, sight), tightest(desk, sight),
        ]
        if !sight.market.agents.isEmpty { page.panels.append(AgentPages.overview(desk, sight)) }
        page.panels += [proof(desk, sight), unplaced(desk, sight)]
        return page
    }

    private static func lead(_ sight: MigrationSight) -> String {
        let baseline = sight.books.baselines.count
        let known =
            sight.knownTo.map { "Actual progress is known to \(Wording.date($0))." }
            ?? "No actual progress was taken in yet."
        return "Baseline \(baseline) is the current plan of \(Wording.number(sight.market.mpans)) MPANs, "
            + "\(Wording.count(sight.market.suppliers.count, "supplier")) and "
            + "\(Wording.count(sight.market.distributors.count, "distributor")). \(known)"
    }

    private static func notes(_ desk: Desk, _ sight: MigrationSight) -> [NoteModel] {
        var notes: [NoteModel] = []
        if case .broken(let line, let why) = sight.books.chain {
            notes.append(
                .bad(
                    "Changed",
                    "The control log is not as it was written: line \(line) \(why). No control is applied from there on."
                ))
        }
        let held = sight.books.controls.inForce()
        if !held.isEmpty {
            notes.append(
                .bound(
                    "\(Wording.count(held.count, "control is", "controls are")) in force, and the limits on these pages are those under them."
                ))
        }
        return notes
    }

    // MARK: Figures

    private static func figures(_ desk: Desk, _ sight: MigrationSight) throws -> PanelModel {
        let outlook = try sight.outlook(.industry)
        let all = sight.market.mpans
        var figures: [FigureRow.Figure] = []
        let plannedToDate = sight.suppliers.reduce(0) { $0 + $1.plannedToDate }
        if let outlook, let known = sight.knownTo {
            let variance = outlook.migrated - plannedToDate
            figures = [
                FigureRow.Figure(
                    number: MigrationWording.short(outlook.migrated), caption: "Migrated",
                    detail: "\(MigrationWording.percent(outlook.migrated, of: all)) of all, by \(Wording.date(known))",
                    href: [desk.migration(.file(.burnUpTable))], tone: "quiet"),
                FigureRow.Figure(
                    number: MigrationWording.signed(variance), caption: "Against the current baseline",
                    detail: "planned by then: \(Wording.number(plannedToDate))", href: [desk.migration(.suppliers)],
                    tone: variance >= 0 ? "good" : tone(outlook.migrated, plannedToDate, sight)),
            ]
            if sight.books.baselines.count > 1, let first = outlook.firstToDate {
                figures.append(
                    FigureRow.Figure(
                        number: MigrationWording.signed(outlook.migrated - first),
                        caption: "Against the first baseline",
                        detail: "planned by then: \(Wording.number(first))", href: [desk.migration(.differences)],
                        tone: outlook.migrated >= first ? "good" : "warm"))
            }
        } else {
            figures = [
                FigureRow.Figure(
                    number: MigrationWording.short(sight.books.current.placed), caption: "Planned",
                    detail: "\(MigrationWording.percent(sight.books.current.placed, of: all)) of all MPANs",
                    href: [desk.migration(.file(.plan))], tone: "quiet")
            ]
        }
        // Two rows, so that numbers of seven digits have room.
        return PanelModel(
            anchor: "now", name: "Where it stands",
            figures: [FigureRow(figures: figures), FigureRow(figures: try ends(desk, sight))])
    }

    private static func ends(_ desk: Desk, _ sight: MigrationSight) throws -> [FigureRow.Figure] {
        let planned = sight.books.current.rows.map(\.date).max()
        var figures = [
            FigureRow.Figure(
                number: MigrationWording.date(planned), caption: "Last planned day",
                detail: "the end less its buffer is \(Wording.date(sight.market.lastDate))",
                href: [desk.migration(.file(.plan))], tone: "quiet")
        ]
        guard let forecast = try sight.forecast() else { return figures }
        let finish = forecast.industry.finish
        let isLate = finish.p80.map { $0 > forecast.deadline } ?? true
        figures.append(
            FigureRow.Figure(
                number: MigrationWording.date(finish.p80), caption: "P80 finish",
                detail: finish.p80 == nil
                    ? "not within the days looked at"
                    : "P50 is \(MigrationWording.date(finish.p50)); in time in \(MigrationWording.percent(thousandths: finish.byDeadline))",
                href: [desk.migration(.file(.burnUpTable))], tone: isLate ? "bad" : "good"))
        if sight.knownTo != nil {
            let needed = forecast.neededRateMillionths
            let proven = forecast.provenRateMillionths
            let isShort = needed.map { needed in proven.map { $0 < needed } ?? true } ?? true
            figures.append(
                FigureRow.Figure(
                    number: MigrationWording.rate(needed), caption: "Needed a day",
                    detail:
                        "proven lately: \(MigrationWording.rate(proven)); \(Wording.count(forecast.daysLeft, "migration day")) left",
                    href: [desk.migration(.suppliers)], tone: isShort ? "warm" : "good"))
        }
        return figures
    }

    private static func tone(_ done: Int, _ planned: Int, _ sight: MigrationSight) -> String {
        guard planned > 0 else { return "quiet" }
        return MigrationWording.attainment(max(done, 0) * 1_000 / planned, sight.settings)?.tone ?? "quiet"
    }

    // MARK: Limits

    private static let limitHeads = [
        PlainHead(text: "Day", style: "t-date"), PlainHead(text: "Limit", style: "t-text"),
        PlainHead(text: "Planned", style: "t-number"), PlainHead(text: "Usable", style: "t-number"),
        PlainHead(text: "Free", style: "t-number"), PlainHead(text: "Used", style: "t-number"),
    ]

    static func cells(_ use: MigrationSight.Use, _ desk: Desk, _ sight: MigrationSight) -> [DIPCell] {
        let agent = use.agent.map { sight.market.agents[$0].code }
        let link =
            use.distributor.map { desk.why(nil, sight.market.distributors[$0], use.date.iso) }
            ?? agent.map { desk.why(agent: $0, use.date) }
            ?? desk.migration(.heat, MigrationFields(["from": use.date.iso, "to": use.date.iso]))
        return [
            DIPCell(Wording.longDate(use.date), style: "t-date", href: link),
            DIPCell(
                agent.map { "Agent \($0)" } ?? MigrationWording.limit(use.distributor, sight.market),
                href: use.distributor.map { desk.migration(.distributor(sight.market.distributors[$0])) }
                    ?? agent.map { desk.migration(.agent($0)) }),
            DIPCell(Wording.number(use.used), style: "t-number"),
            DIPCell(Wording.number(use.usable), style: "t-number"),
            DIPCell(Wording.number(use.headroom), style: "t-number"), share(use, sight),
        ]
    }

    private static func share(_ use: MigrationSight.Use, _ sight: MigrationSight) -> DIPCell {
        guard use.usable > 0 else {
            return DIPCell("closed", style: "t-number", tone: use.used > 0 ? "bad" : "quiet")
        }
        let tone =
            use.used > use.usable
            ? "bad"
            : use.used == use.usable
                ? "warm"
                : use.used >= sight.settings[WatchParameters.useFair].ceiling(of: use.usable) ? "fair" : "quiet"
        return DIPCell(MigrationWording.percent(use.used, of: use.usable), style: "t-number", tone: tone)
    }

    private static func breaches(_ desk: Desk, _ sight: MigrationSight) -> PanelModel {
        var panel = PanelModel(anchor: "breaches", name: "Threshold breaches")
        let breaches = sight.breaches + sight.agentBreaches
        guard !breaches.isEmpty else {
            panel.notes = [
                .good(
                    "The current plan keeps every limit on every day, with the reserve and the controls in force counted."
                )
            ]
            return panel
        }
        panel.about = [
            "Days on which the current plan begins more than a limit lets through, with the reserve and the controls in force counted. Plan again with the controls to mend them."
        ]
        var rows = Markup()
        for use in breaches.prefix(mostBreaches) { rows.row(cells(use, desk, sight), heads: limitHeads) }
        panel.plain = [PlainTable(caption: "Threshold breaches", form: "cards", columns: limitHeads, rows: rows)]
        if breaches.count > mostBreaches {
            let places = sight.agentBreaches.isEmpty ? "the heat map shows" : "the heat map and the agents’ pages show"
            panel.notes = [
                .bound("The first \(mostBreaches) of \(Wording.number(breaches.count)); \(places) them all.")
            ]
        }
        panel.more = [LinkModel(text: "Heat map", href: desk.migration(.heat))]
        return panel
    }

    private static func tightest(_ desk: Desk, _ sight: MigrationSight) -> PanelModel {
        var panel = PanelModel(anchor: "next", name: "The next days’ tightest limits")
        let from = sight.knownTo.map { $0.adding(days: 1) } ?? sight.date(0)
        let days = sight.migrationDays(from: from, nextDays)
        guard let first = days.first else {
            panel.absence = ["No migration day is left in the calendar."]
            return panel
        }
        panel.about = [
            "The limit that leaves the least room on each of the \(Wording.count(days.count, "migration day")) from \(Wording.date(first)) on."
        ]
        var rows = Markup()
        var idle: [String] = []
        for date in days {
            guard let use = sight.tightest(on: date) else {
                idle.append(Wording.date(date))
                continue
            }
            rows.row(cells(use, desk, sight), heads: limitHeads)
        }
        if !rows.isEmpty {
            panel.plain = [
                PlainTable(caption: "Tightest limits of the next days", form: "cards", columns: limitHeads, rows: rows)
            ]
        }
        if !idle.isEmpty {
            panel.notes = [.bound("Nothing is planned under a limit on \(idle.joined(separator: ", ")).")]
        }
        panel.more = [LinkModel(text: "Heat map", href: desk.migration(.heat))]
        return panel
    }

    // MARK: Proof

    private static func proof(_ desk: Desk, _ sight: MigrationSight) -> PanelModel {
        var panel = PanelModel(anchor: "proof", name: "How good the plan is", width: "half")
        guard let certificate = sight.books.certificate else {
            panel.absence = ["The plan was adopted without a certificate."]
            return panel
        }
        let heads = [PlainHead(text: "Fact", style: "t-text"), PlainHead(text: "Value", style: "t-text t-wide")]
        var rows = Markup()
        func days(_ value: Double?) -> String { value.map { "day \(MigrationWords.days($0))" } ?? "–" }
        let price = certificate.fair.flatMap { fair in
            certificate.earliest.map {
                "\(days(fair)) when fair, \(days($0)) when earliest: \(MigrationWords.days(fair - $0)) days"
            }
        }
        let facts: [(String, String?)] = [
            ("Objective", certificate.objective), ("Mean completion", certificate.meanCompletion.map { days($0) }),
            ("No plan is under", certificate.bound.map { days($0) }),
            ("Gap to that bound", certificate.gap.map(MigrationWords.percent)), ("Price of fairness", price),
            ("Least unplaced is proved", certificate.isPlacementProved.map { $0 ? "yes" : "no" }),
        ]
        for (name, value) in facts where value != nil {
            rows.row([DIPCell(name), DIPCell(value, style: "t-text t-wide")], heads: heads)
        }
        panel.about = ["Completion is counted in migration days from 0, as a mean over MPANs."]
        panel.plain = [PlainTable(caption: "Facts of the certificate", form: "cards tally", columns: heads, rows: rows)]
        panel.more = [LinkModel(text: "Certificate", href: desk.migration(.file(.certificate)))]
        return panel
    }

    private static func unplaced(_ desk: Desk, _ sight: MigrationSight) -> PanelModel {
        var panel = PanelModel(anchor: "unplaced", name: "Unplaced and conflicts", width: "half")
        let left = sight.books.current.notPlaced
        let conflicts = sight.books.certificate?.conflicts ?? []
        guard left > 0 || !conflicts.isEmpty else {
            panel.notes = [.good("Every MPAN has a day, and no limits are in conflict.")]
            return panel
        }
        panel.about = ["\(Wording.count(left, "MPAN")) found no day before the end less its buffer."]
        panel.notes = conflicts.prefix(mostUnplaced).map { .bad("Conflict", MigrationWording.sentence($0)) }
        let heads = [
            PlainHead(text: "Supplier", style: "t-text"), PlainHead(text: "Unplaced", style: "t-number"),
            PlainHead(text: "Of its MPANs", style: "t-number"),
        ]
        var bySupplier: [Int: Int] = [:]
        for row in sight.books.current.unplaced { bySupplier[row.supplier, default: 0] += row.mpans }
        var rows = Markup()
        let ordered = bySupplier.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        for (place, mpans) in ordered.prefix(mostUnplaced) {
            let code = sight.market.suppliers[place].code
            rows.row(
                [
                    DIPCell(code, href: desk.migration(.supplier(code))),
                    DIPCell(Wording.number(mpans), style: "t-number"),
                    DIPCell(MigrationWording.percent(mpans, of: sight.suppliers[place].mpans), style: "t-number"),
                ], heads: heads)
        }
        if !rows.isEmpty {
            panel.plain = [PlainTable(caption: "Unplaced by supplier", form: "cards", columns: heads, rows: rows)]
        }
        if ordered.count > mostUnplaced {
            panel.about.append("The \(mostUnplaced) suppliers with the most, of \(ordered.count).")
        }
        panel.more = [LinkModel(text: "CSV", href: desk.migration(.file(.unplaced)))]
        return panel
    }
}
