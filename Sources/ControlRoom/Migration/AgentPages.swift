import Charts
import Kernel
import Migration

/// `/migration/agents` and `/migration/agents/CODE`: what agents may carry a day for all their suppliers, and what the
/// current plan asks of them.
enum AgentPages {
    /// Agents on the overview, and days at the cap on an agent's page.
    private static let mostShown = 12

    // MARK: All of them

    private static let heads = [
        PlainHead(text: "Agent", style: "t-text"), PlainHead(text: "Suppliers", style: "t-number"),
        PlainHead(text: "Planned", style: "t-number"), PlainHead(text: "Days in use", style: "t-number"),
        PlainHead(text: "Days at the cap", style: "t-number"), PlainHead(text: "Busiest day", style: "t-date"),
        PlainHead(text: "Used that day", style: "t-number"), PlainHead(text: "Cap that day", style: "t-number"),
        PlainHead(text: "Share", style: "t-number"),
    ]

    static func model(_ desk: Desk, _ sight: MigrationSight) -> PageModel {
        var page = PageModel(heading: "Agents")
        page.lead = [
            "Suppliers use agents, and an agent’s cap is what all of them may begin on a day together, with the reserve taken off."
        ]
        var panel = PanelModel(anchor: "agents", name: Wording.count(sight.market.agents.count, "agent"))
        guard !sight.market.agents.isEmpty else {
            panel.absence = ["The adopted market has no agents: it has no agents.csv."]
            page.panels = [panel]
            return page
        }
        let agents = sight.agents
        var rows = Markup()
        for place in Pages.rows(Array(agents.indices), perPage: MigrationPages.rowsOnAPage, desk) {
            rows.row(cells(agents[place], desk, sight), heads: heads)
        }
        if rows.isEmpty {
            panel.absence = ["The table has fewer pages than that."]
        } else {
            panel.plain = [PlainTable(caption: "Agents", form: "cards", columns: heads, rows: rows)]
        }
        panel.pages = Pages.pager(total: agents.count, perPage: MigrationPages.rowsOnAPage, desk)
        panel.more = [LinkModel(text: "CSV", href: desk.migration(.file(.agentTable)))]
        page.panels = [panel]
        return page
    }

    private static func cells(_ use: AgentUse, _ desk: Desk, _ sight: MigrationSight) -> [DIPCell] {
        let busiest = use.busiest
        return [
            DIPCell(use.agent.code, href: desk.migration(.agent(use.agent.code))),
            DIPCell(Wording.number(use.agent.suppliers.count), style: "t-number"),
            DIPCell(Wording.number(use.planned), style: "t-number"),
            DIPCell(Wording.number(use.days.count { $0.used > 0 }), style: "t-number"),
            DIPCell(Wording.number(use.full.count), style: "t-number", tone: use.full.isEmpty ? nil : "warm"),
            DIPCell(
                busiest.map { Wording.date($0.date) }, style: "t-date",
                href: busiest.map { desk.why(agent: use.agent.code, $0.date) }),
            DIPCell(busiest.map { Wording.number($0.used) }, style: "t-number"),
            DIPCell(busiest.map { $0.cap.map(Wording.number) ?? "no cap" }, style: "t-number"),
            busiest.map { share($0, sight) } ?? DIPCell(nil, style: "t-number"),
        ]
    }

    /// A day's use as a share of its cap, in the tone that says how near it is.
    private static func share(_ day: AgentUse.Day, _ sight: MigrationSight) -> DIPCell {
        guard let cap = day.cap else { return DIPCell(nil, style: "t-number") }
        guard cap > 0 else { return DIPCell("closed", style: "t-number", tone: day.used > 0 ? "bad" : "quiet") }
        let tone =
            day.used > cap
            ? "bad"
            : day.used == cap
                ? "warm" : day.used >= sight.settings[WatchParameters.useFair].ceiling(of: cap) ? "fair" : "quiet"
        return DIPCell(MigrationWording.percent(day.used, of: cap), style: "t-number", tone: tone)
    }

    /// The overview's panel: those that are at their caps most often.
    static func overview(_ desk: Desk, _ sight: MigrationSight) -> PanelModel {
        var panel = PanelModel(anchor: "agents", name: "Agents")
        let ordered = sight.agents.enumerated().sorted {
            ($1.element.full.count, $0.offset) < ($0.element.full.count, $1.offset)
        }.map(\.element)
        let atCap = ordered.count { !$0.full.isEmpty }
        panel.about = [
            "The current plan has \(atCap == 0 ? "no agent at the cap on any" : "\(Wording.count(atCap, "agent")) at the cap on some") day, of \(Wording.number(ordered.count)) in the market."
        ]
        var rows = Markup()
        for use in ordered.prefix(mostShown) { rows.row(cells(use, desk, sight), heads: heads) }
        panel.plain = [PlainTable(caption: "Agents", form: "cards", columns: heads, rows: rows)]
        if ordered.count > mostShown {
            panel.notes = [.bound("The \(mostShown) that are at their caps on the most days.")]
        }
        panel.more = [LinkModel(text: "All agents", href: desk.migration(.agents))]
        return panel
    }

    /// One row an agent and day that has a use or a cap: `agent,date,cap,used`; no cap is an empty cell.
    static func csv(_ agents: [AgentUse]) -> [UInt8] {
        var bytes = Array("agent,date,cap,used\n".utf8)
        for use in agents {
            for day in use.days where day.used > 0 || day.cap != nil {
                MigrationTable.append(use.agent.code, to: &bytes)
                bytes += ",\(day.date.iso),\(day.cap.map(String.init) ?? ""),\(day.used)\n".utf8
            }
        }
        return bytes
    }

    // MARK: One

    static func agent(_ code: String, _ desk: Desk, _ sight: MigrationSight) throws -> PageModel {
        let use = sight.agents[try MigrationPages.agent(code, sight)]
        var page = PageModel(heading: code)
        page.kicker = ["Agent"]
        page.lead = [
            use.agent.suppliers.isEmpty
                ? "No supplier of the market uses it."
                : "Its cap holds for \(Wording.count(use.agent.suppliers.count, "supplier")) together."
        ]
        page.panels = [figures(use, desk, sight), chart(use, desk)]
        // The daily table pages; the rest is shown with the first page of it.
        if desk.address.table.page == 1 { page.panels += [sharers(use, desk, sight), full(use, desk, sight)] }
        page.panels.append(daily(use, desk, sight))
        return page
    }

    private static func figures(_ use: AgentUse, _ desk: Desk, _ sight: MigrationSight) -> PanelModel {
        let mpans = use.agent.suppliers.reduce(0) { $0 + sight.suppliers[$1].mpans }
        let withVolume = use.days.count { $0.used > 0 }
        let caps = use.days.compactMap(\.cap)
        let busiest = use.busiest
        return PanelModel(
            anchor: "now", name: "What it is asked for",
            figures: [
                FigureRow(figures: [
                    FigureRow.Figure(
                        number: Wording.number(mpans), caption: "MPANs of its suppliers",
                        detail: "\(MigrationWording.percent(mpans, of: sight.market.mpans)) of the market",
                        href: ["#sharers"], tone: "quiet"),
                    FigureRow.Figure(
                        number: Wording.number(use.planned), caption: "Planned",
                        detail: use.planned < mpans
                            ? "\(Wording.number(mpans - use.planned)) found no day" : "all of them", href: ["#days"],
                        tone: use.planned < mpans ? "warm" : "quiet"),
                    FigureRow.Figure(
                        number: caps.max().map(Wording.number) ?? "no cap", caption: "Cap a day",
                        detail: caps.isEmpty
                            ? "agent_limits.csv has no row for it"
                            : caps.min() == caps.max()
                                ? "usable on \(Wording.count(caps.count, "migration day"))"
                                : "at most; the lowest is \(Wording.number(caps.min() ?? 0))", href: ["#use"],
                        tone: "quiet"),
                ]),
                FigureRow(figures: [
                    FigureRow.Figure(
                        number: Wording.number(use.full.count), caption: "Days at the cap",
                        detail: "of \(Wording.count(withVolume, "day")) with a volume", href: ["#full"],
                        tone: use.full.isEmpty ? "good" : "warm"),
                    FigureRow.Figure(
                        number: busiest.map { day in
                            day.cap.map { MigrationWording.percent(day.used, of: $0) } ?? Wording.number(day.used)
                        } ?? "–", caption: "Busiest day",
                        detail: busiest.map { "\(Wording.number($0.used)) on \(Wording.date($0.date))" }
                            ?? "nothing is planned",
                        href: busiest.map { [desk.why(agent: use.agent.code, $0.date)] } ?? [],
                        tone: "quiet"),
                    FigureRow.Figure(
                        number: MigrationWording.date(use.days.last { $0.used > 0 }?.date), caption: "Planned end",
                        detail: use.days.first { $0.used > 0 }.map { "begins on \(Wording.date($0.date))" }
                            ?? "nothing is planned", href: ["#days"], tone: "quiet"),
                ]),
            ])
    }

    private static func chart(_ use: AgentUse, _ desk: Desk) -> PanelModel {
        var panel = PanelModel(anchor: "use", name: "Cap and use")
        panel.about = [
            "What the current plan begins each day for all its suppliers, under the cap less the reserve."
        ]
        var chart = Markup()
        chart.append(.written(picture(use, .wide)))
        chart.append(.written(picture(use, .narrow)))
        panel.chart = chart
        let fields = MigrationFields(["agent": use.agent.code])
        panel.more = [
            LinkModel(text: "SVG", href: desk.migration(.file(.agentPicture), fields)),
            LinkModel(text: "CSV", href: desk.migration(.file(.agentTable), fields)),
        ]
        return panel
    }

    /// The picture of an agent's days; of none where there is no agent.
    static func picture(_ use: AgentUse?, _ room: BurnUpChart.Room) -> String {
        let days = use?.drawn ?? []
        let full = use?.full.count ?? 0
        let ticks = days.first.flatMap { first in
            days.last.map { BurnUpPanel.ticks(first.date.dayNumber...$0.date.dayNumber) }
        }
        return DayUseChart(
            title: use.map { "Use of agent \($0.agent.code)" } ?? "No agent",
            words: "\(Wording.number(use?.planned ?? 0)) MPANs on \(Wording.count(days.count { $0.used > 0 }, "day")); "
                + "at the cap on \(Wording.number(full))", room: room,
            days: days.map { DayUseChart.Day(day: $0.date.dayNumber, used: $0.used, cap: $0.cap) }, ticks: ticks ?? []
        ).svg
    }

    // MARK: Who shares it

    private static func sharers(_ use: AgentUse, _ desk: Desk, _ sight: MigrationSight) -> PanelModel {
        var panel = PanelModel(anchor: "sharers", name: "Who shares it")
        guard !use.agent.suppliers.isEmpty else {
            panel.absence = ["No supplier of the market uses it, so it binds nobody."]
            return panel
        }
        let heads = [
            PlainHead(text: "Supplier", style: "t-text"), PlainHead(text: "MPANs", style: "t-number"),
            PlainHead(text: "Planned", style: "t-number"), PlainHead(text: "Share", style: "t-number"),
            PlainHead(text: "Days in use", style: "t-number"),
            PlainHead(text: "At the cap", style: "t-number"), PlainHead(text: "Planned end", style: "t-date"),
            PlainHead(text: "Other agents", style: "t-text"),
        ]
        let full = Set(use.full.map(\.date))
        let ordered = use.agent.suppliers.sorted {
            (sight.suppliers[$1].planned, $0) < (sight.suppliers[$0].planned, $1)
        }
        var dates: [Int: Set<CalendarDate>] = [:]
        let users = Set(use.agent.suppliers)
        for row in sight.books.current.rows where users.contains(row.supplier) {
            dates[row.supplier, default: []].insert(row.date)
        }
        var rows = Markup()
        for place in ordered.prefix(MigrationPages.rowsOnAPage) {
            let code = sight.market.suppliers[place].code
            let party = sight.suppliers[place]
            let days = dates[place] ?? []
            let others = sight.market.agents.filter { $0.code != use.agent.code && $0.suppliers.contains(place) }
            rows.row(
                [
                    DIPCell(code, href: desk.migration(.supplier(code))),
                    DIPCell(Wording.number(party.mpans), style: "t-number"),
                    DIPCell(Wording.number(party.planned), style: "t-number"),
                    DIPCell(MigrationWording.percent(party.planned, of: use.planned), style: "t-number"),
                    DIPCell(Wording.number(days.count), style: "t-number"),
                    DIPCell(Wording.number(days.intersection(full).count), style: "t-number"),
                    DIPCell(party.finish.map(Wording.date), style: "t-date"),
                    DIPCell(
                        others.isEmpty ? nil : Wording.cut(others.map(\.code).joined(separator: ", "), to: 120),
                        href: others.count == 1 ? desk.migration(.agent(others[0].code)) : nil),
                ], heads: heads)
        }
        panel.plain = [PlainTable(caption: panel.name, form: "cards", columns: heads, rows: rows)]
        if ordered.count > MigrationPages.rowsOnAPage {
            panel.notes = [
                .bound("The \(MigrationPages.rowsOnAPage) with the most planned, of \(Wording.number(ordered.count)).")
            ]
        }
        return panel
    }

    // MARK: Days

    private static let dayHeads = [
        PlainHead(text: "Day", style: "t-date"), PlainHead(text: "Planned", style: "t-number"),
        PlainHead(text: "Cap", style: "t-number"), PlainHead(text: "Free", style: "t-number"),
        PlainHead(text: "Used", style: "t-number"),
    ]

    private static func row(_ day: AgentUse.Day, _ use: AgentUse, _ desk: Desk, _ sight: MigrationSight) -> [DIPCell] {
        [
            DIPCell(
                Wording.longDate(day.date), style: "t-date", href: desk.why(agent: use.agent.code, day.date)),
            DIPCell(Wording.number(day.used), style: "t-number"),
            DIPCell(day.cap.map(Wording.number) ?? "no cap", style: "t-number"),
            DIPCell(day.cap.map { Wording.number($0 - day.used) }, style: "t-number"), share(day, sight),
        ]
    }

    private static func full(_ use: AgentUse, _ desk: Desk, _ sight: MigrationSight) -> PanelModel {
        var panel = PanelModel(anchor: "full", name: "Days at the cap")
        guard !use.full.isEmpty else {
            panel.notes = [.good("The current plan has the agent at its cap on no day.")]
            return panel
        }
        let runs = AgentUse.runs(use.full.map(\.date), in: sight.market.calendar)
        panel.about = [
            "The agent holds its suppliers back on \(Wording.count(use.full.count, "day")), in \(Wording.count(runs.count, "stretch", "stretches")) of migration days. A day opens who shares it."
        ]
        let heads = [
            PlainHead(text: "From", style: "t-date"), PlainHead(text: "To", style: "t-date"),
            PlainHead(text: "Days", style: "t-number"), PlainHead(text: "Planned", style: "t-number"),
        ]
        let byDate = Dictionary(uniqueKeysWithValues: use.full.map { ($0.date, $0.used) })
        var rows = Markup()
        for run in runs.prefix(mostShown) {
            guard let first = run.first, let last = run.last else { continue }
            rows.row(
                [
                    DIPCell(Wording.longDate(first), style: "t-date", href: desk.why(agent: use.agent.code, first)),
                    DIPCell(Wording.longDate(last), style: "t-date", href: desk.why(agent: use.agent.code, last)),
                    DIPCell(Wording.number(run.count), style: "t-number"),
                    DIPCell(Wording.number(run.reduce(0) { $0 + (byDate[$1] ?? 0) }), style: "t-number"),
                ], heads: heads)
        }
        panel.plain = [PlainTable(caption: panel.name, form: "cards", columns: heads, rows: rows)]
        if runs.count > mostShown {
            panel.notes = [
                .bound("The first \(mostShown) of \(Wording.number(runs.count)); the days below show them all.")
            ]
        }
        return panel
    }

    private static func daily(_ use: AgentUse, _ desk: Desk, _ sight: MigrationSight) -> PanelModel {
        var panel = PanelModel(anchor: "days", name: "Day by day")
        let days = use.days.filter { $0.used > 0 }
        guard !days.isEmpty else {
            panel.absence = ["Nothing is planned for its suppliers on any day."]
            return panel
        }
        panel.about = ["Days with a volume of its suppliers. A day opens who shares it."]
        var rows = Markup()
        for day in Pages.rows(days, perPage: MigrationPages.rowsOnAPage, desk) {
            rows.row(row(day, use, desk, sight), heads: dayHeads)
        }
        if rows.isEmpty {
            panel.absence = ["The table has fewer pages than that."]
        } else {
            panel.plain = [PlainTable(caption: "Day by day", form: "cards", columns: dayHeads, rows: rows)]
        }
        panel.pages = Pages.pager(total: days.count, perPage: MigrationPages.rowsOnAPage, desk)
        return panel
    }
}

extension Desk {
    /// A link to who shares an agent's day.
    func why(agent code: String, _ date: CalendarDate) -> String {
        migration(.why, MigrationFields(["agent": code, "date": date.iso]))
    }
}
