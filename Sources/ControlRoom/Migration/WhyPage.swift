import Kernel
import Migration

/// `/migration/why`: the reasons of a supplier's volume at a distributor on a day, in the words of the command line.
enum WhyPage {
    /// What an address asks, read; what cannot be read stands beside its field.
    private struct Question {
        var supplier: Int?
        var distributor: Int?
        var agent: Int?
        var date: CalendarDate?
        var problems: [String: String] = [:]

        init(_ fields: MigrationFields, _ market: MigrationMarket) {
            if let code = fields["supplier"] {
                supplier = market.supplier(code)
                if supplier == nil { problems["supplier"] = "The market has no such supplier." }
            }
            if let code = fields["distributor"] {
                distributor = market.distributor(code)
                if distributor == nil { problems["distributor"] = "The market has no such distributor." }
            }
            if let code = fields["agent"] {
                agent = market.agents.firstIndex { $0.code == code }
                if agent == nil { problems["agent"] = "The market has no such agent." }
            }
            if let text = fields["date"] {
                date = CalendarDate(iso: text)
                if date == nil { problems["date"] = "A date is written such as 2026-05-14." }
            } else if supplier != nil || distributor != nil || agent != nil {
                problems["date"] = "Which day?"
            }
        }
    }

    static func model(_ desk: Desk, _ sight: MigrationSight) throws -> PageModel {
        let fields = desk.address.migration
        let question = Question(fields, sight.market)
        var page = PageModel(heading: "Why")
        page.lead = [
            "Why a supplier has its volume at a distributor on a day: which limit was full, who shared the day, what more of a limit would bring."
        ]
        guard question.problems.isEmpty else {
            page.status = 422
            page.notes = [.doubt("Nothing was looked up. What is marked below cannot be read.")]
            page.panels = [form(fields, question, sight)]
            return page
        }
        guard let date = question.date else {
            page.panels = [form(fields, question, sight)]
            return page
        }
        page.kicker = [Wording.longDate(date)]
        page.notes = controls(date, question.supplier, question.distributor, sight)
        switch (question.supplier, question.distributor) {
        case (nil, nil) where question.agent != nil:
            page.panels = question.agent.map { [agentDay($0, date, desk, sight)] } ?? []
        case (let supplier?, let distributor?): page.panels = answer(supplier, distributor, date, desk, sight)
        case (let supplier?, nil):
            page.panels = [cells(date, desk, sight, heading: sight.market.suppliers[supplier].code, supplier: supplier)]
        case (nil, let distributor?):
            page.panels = [
                day(distributor, date, desk, sight),
                cells(date, desk, sight, heading: sight.market.distributors[distributor], distributor: distributor),
            ]
        case (nil, nil): page.panels = [industry(date, desk, sight)]
        }
        page.panels.append(form(fields, question, sight))
        return page
    }

    private static func controls(
        _ date: CalendarDate, _ supplier: Int?, _ distributor: Int?, _ sight: MigrationSight
    ) -> [NoteModel] {
        sight.books.controls.inForce(on: date).filter { control in
            switch control.order.scope {
            case .industry: true
            case .distributor(let code): distributor.map { sight.market.distributors[$0] == code } ?? true
            case .supplier(let code): supplier.map { sight.market.suppliers[$0].code == code } ?? true
            }
        }.map {
            .bound(
                "Control \($0.number) is in force that day (\($0.order.kind.rawValue), \($0.order.scope)). The plan was made without it, and these reasons are those of the plan."
            )
        }
    }

    // MARK: One cell

    private static func answer(
        _ supplier: Int, _ distributor: Int, _ date: CalendarDate, _ desk: Desk, _ sight: MigrationSight
    ) -> [PanelModel] {
        let answer = WhyAnswer(
            PlanningGrid(sight.market), plan: sight.books.current, supplier: supplier, distributor: distributor,
            date: date)
        let words = WhySentences(answer, market: sight.market)
        var panel = PanelModel(anchor: "answer", name: "\(words.supplier) at \(words.distributor)")
        panel.figures = [
            FigureRow(figures: [
                FigureRow.Figure(
                    number: Wording.number(answer.volume), caption: "MPANs",
                    detail: "on \(Wording.longDate(date))", href: [], tone: "quiet"),
                FigureRow.Figure(
                    number: Wording.number(answer.backlog), caption: "Backlog there",
                    detail: "before the day; \(Wording.number(answer.wholeBacklog)) in all",
                    href: [desk.migration(.supplier(words.supplier))], tone: "quiet"),
                FigureRow.Figure(
                    number: answer.level.map(MigrationWords.days) ?? "–", caption: "Level",
                    detail: answer.pace.map {
                        "\(Wording.number(answer.dayVolume)) that day, by a pace of \(MigrationWords.days($0))"
                    }
                        ?? "it takes no part in the day", href: [], tone: "quiet"),
            ])
        ]
        var prose = Markup("<div class=\"prose\">")
        let sentences =
            answer.causes.map { "Because \(words.sentence($0)).".capitalisedFirst }
            + [words.sharing, words.pool].compactMap { $0 }.map(MigrationWording.sentence)
            + answer.raises.map { MigrationWording.sentence(words.sentence($0)) }
            + [words.neighbours, words.finish].compactMap { $0 }.map(MigrationWording.sentence)
        for sentence in sentences {
            prose.raw("<p>")
            prose.text(sentence)
            prose.raw("</p>\n")
        }
        prose.raw("</div>\n")
        panel.prose = prose
        panel.more = [
            LinkModel(text: words.supplier, href: desk.migration(.supplier(words.supplier))),
            LinkModel(text: words.distributor, href: desk.migration(.distributor(words.distributor))),
        ]
        panel.more += sight.grid.agentsOf[supplier].map { place in
            LinkModel(
                text: "Agent \(words.words.agents[place])", href: desk.migration(.agent(words.words.agents[place])))
        }
        return [panel, limits(answer, desk, sight), neighbours(answer, words, desk)]
    }

    private static func limits(_ answer: WhyAnswer, _ desk: Desk, _ sight: MigrationSight) -> PanelModel {
        var panel = PanelModel(anchor: "limits", name: "Limits of the day", width: "half")
        guard !answer.limits.isEmpty else {
            panel.absence = ["No limit holds on the day, or nothing may begin on it."]
            return panel
        }
        let words = MigrationWords(sight.market)
        let heads = [
            PlainHead(text: "Limit", style: "t-text"), PlainHead(text: "Used", style: "t-number"),
            PlainHead(text: "Usable", style: "t-number"), PlainHead(text: "Free", style: "t-number"),
            PlainHead(text: "Source", style: "t-text"),
        ]
        var rows = Markup()
        for limit in answer.limits {
            let sources = limit.sources
            rows.row(
                [
                    DIPCell(words.name(limit.name).capitalisedFirst, href: link(limit.name, desk, sight)),
                    DIPCell(Wording.number(limit.used), style: "t-number"),
                    DIPCell(Wording.number(limit.usable), style: "t-number"),
                    DIPCell(
                        Wording.number(max(limit.headroom, 0)), style: "t-number",
                        tone: limit.headroom <= 0 ? "warm" : nil),
                    DIPCell(sources.isEmpty ? nil : Wording.cut(sources.joined(separator: "; "), to: 240)),
                ], heads: heads)
        }
        panel.plain = [PlainTable(caption: "Limits of the day", form: "cards", columns: heads, rows: rows)]
        return panel
    }

    /// The page of the party whose limit it is, where the reader is not led there anyway.
    private static func link(_ limit: PlanCertificate.LimitName, _ desk: Desk, _ sight: MigrationSight) -> String? {
        guard case .agent(let place) = limit else { return nil }
        return desk.migration(.agent(sight.market.agents[place].code))
    }

    private static func neighbours(_ answer: WhyAnswer, _ words: WhySentences, _ desk: Desk) -> PanelModel {
        var panel = PanelModel(anchor: "neighbours", name: "Days beside it", width: "half")
        guard !answer.neighbours.isEmpty else {
            panel.absence = ["No migration day is beside it."]
            return panel
        }
        let heads = [
            PlainHead(text: "Day", style: "t-date"), PlainHead(text: "Planned", style: "t-number"),
            PlainHead(text: "Could take more", style: "t-number"),
        ]
        var rows = Markup()
        for day in answer.neighbours {
            rows.row(
                [
                    DIPCell(
                        Wording.longDate(day.date), style: "t-date",
                        href: desk.why(words.supplier, words.distributor, day.date.iso)),
                    DIPCell(Wording.number(day.volume), style: "t-number"),
                    DIPCell(
                        day.room >= PlanningGrid.unlimited ? "no limit" : Wording.number(day.room), style: "t-number"),
                ], heads: heads)
        }
        panel.plain = [PlainTable(caption: "Days beside it", form: "cards", columns: heads, rows: rows)]
        return panel
    }

    // MARK: A day

    private static func day(
        _ distributor: Int, _ date: CalendarDate, _ desk: Desk, _ sight: MigrationSight
    ) -> PanelModel {
        let used = sight.planned(distributor, date)
        let usable = sight.usable(distributor, date)
        var panel = PanelModel(anchor: "day", name: "\(sight.market.distributors[distributor]) on the day")
        let dayClass = sight.grid.market.calendar.dayClass(date)
        panel.figures = [
            FigureRow(figures: [
                FigureRow.Figure(
                    number: Wording.number(used), caption: "Planned",
                    detail: dayClass == .migration
                        ? "by all suppliers" : dayClass == .hold ? "the day is a hold" : "the day is closed", href: [],
                    tone: "quiet"),
                FigureRow.Figure(
                    number: usable.map { Wording.number($0 - used) } ?? "no limit", caption: "Free",
                    detail: usable.map { "of \(Wording.number($0)) usable" } ?? "no row limits it",
                    href: [desk.migration(.distributor(sight.market.distributors[distributor]))],
                    tone: usable.map { $0 < used ? "bad" : $0 == used ? "warm" : "good" } ?? "quiet"),
                FigureRow.Figure(
                    number: sight.usable(date).map { Wording.number($0 - sight.planned(date)) } ?? "no limit",
                    caption: "Free in the industry", detail: "\(Wording.number(sight.planned(date))) planned in all",
                    href: [desk.migration(.heat, MigrationFields(["from": date.iso, "to": date.iso]))], tone: "quiet"),
            ])
        ]
        return panel
    }

    /// The plan's rows of a date, for a supplier or a distributor: each leads to its reasons. Pairs without a volume
    /// follow, since their reasons are asked for too.
    private static func cells(
        _ date: CalendarDate, _ desk: Desk, _ sight: MigrationSight, heading: String, supplier: Int? = nil,
        distributor: Int? = nil
    ) -> PanelModel {
        var volumes: [Int: Int] = [:]
        for row in sight.books.current.rows where row.date == date {
            if let supplier, row.supplier == supplier { volumes[row.distributor, default: 0] += row.volume }
            if let distributor, row.distributor == distributor { volumes[row.supplier, default: 0] += row.volume }
        }
        for portfolio in sight.market.portfolios where portfolio.mpans > 0 {
            if portfolio.supplier == supplier { volumes[portfolio.distributor, default: 0] += 0 }
            if portfolio.distributor == distributor { volumes[portfolio.supplier, default: 0] += 0 }
        }
        let ordered = volumes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        var panel = PanelModel(
            anchor: "shares", name: supplier == nil ? "Who shares \(heading)’s day" : "Where \(heading) has its day")
        guard !ordered.isEmpty else {
            panel.absence = [supplier == nil ? "No supplier has metering points there." : "It has no metering points."]
            return panel
        }
        panel.about = ["Each row opens its reasons, those without a volume too."]
        let heads = [
            PlainHead(text: supplier == nil ? "Supplier" : "Distributor", style: "t-text"),
            PlainHead(text: "Planned", style: "t-number"), PlainHead(text: "Reasons", style: "t-text"),
        ]
        var rows = Markup()
        for (place, volume) in Pages.rows(ordered, perPage: MigrationPages.rowsOnAPage, desk) {
            let code = supplier == nil ? sight.market.suppliers[place].code : sight.market.distributors[place]
            let link =
                supplier.map { desk.why(sight.market.suppliers[$0].code, code, date.iso) }
                ?? desk.why(code, heading, date.iso)
            rows.row(
                [
                    DIPCell(code, href: desk.migration(supplier == nil ? .supplier(code) : .distributor(code))),
                    DIPCell(Wording.number(volume), style: "t-number"), DIPCell("why", href: link),
                ], heads: heads)
        }
        if rows.isEmpty {
            panel.absence = ["The table has fewer pages than that."]
        } else {
            panel.plain = [PlainTable(caption: panel.name, form: "cards tally", columns: heads, rows: rows)]
        }
        panel.pages = Pages.pager(total: ordered.count, perPage: MigrationPages.rowsOnAPage, desk)
        return panel
    }

    /// Who shares an agent's day: each leads to where it has its volume.
    private static func agentDay(
        _ place: Int, _ date: CalendarDate, _ desk: Desk, _ sight: MigrationSight
    ) -> PanelModel {
        let use = sight.agents[place]
        let code = use.agent.code
        let day = use.day(date)
        var panel = PanelModel(anchor: "shares", name: "Who shares agent \(code)’s day")
        let cap =
            day.flatMap(\.cap).map { "of \(Wording.number($0)) that its cap lets through" } ?? "and no cap that day"
        panel.about = [
            day == nil
                ? "Nothing may begin on the day."
                : "\(Wording.number(day?.used ?? 0)) MPANs are planned, \(cap). A supplier’s reasons are asked by distributor."
        ]
        var volumes: [Int: Int] = [:]
        for supplier in use.agent.suppliers where sight.suppliers[supplier].mpans > 0 { volumes[supplier] = 0 }
        for row in sight.books.current.rows where row.date == date {
            if let sum = volumes[row.supplier] { volumes[row.supplier] = sum + row.volume }
        }
        let heads = [
            PlainHead(text: "Supplier", style: "t-text"), PlainHead(text: "Planned", style: "t-number"),
            PlainHead(text: "Reasons", style: "t-text"),
        ]
        let ordered = volumes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        var rows = Markup()
        for (supplier, volume) in Pages.rows(ordered, perPage: MigrationPages.rowsOnAPage, desk) {
            let name = sight.market.suppliers[supplier].code
            rows.row(
                [
                    DIPCell(name, href: desk.migration(.supplier(name))),
                    DIPCell(Wording.number(volume), style: "t-number"),
                    DIPCell("why", href: desk.why(name, nil, date.iso)),
                ], heads: heads)
        }
        if rows.isEmpty {
            panel.absence = [
                ordered.isEmpty
                    ? "No supplier that uses it has metering points." : "The table has fewer pages than that."
            ]
        } else {
            panel.plain = [PlainTable(caption: panel.name, form: "cards tally", columns: heads, rows: rows)]
        }
        panel.pages = Pages.pager(total: ordered.count, perPage: MigrationPages.rowsOnAPage, desk)
        panel.more = [LinkModel(text: "Agent \(code)", href: desk.migration(.agent(code)))]
        return panel
    }

    private static func industry(_ date: CalendarDate, _ desk: Desk, _ sight: MigrationSight) -> PanelModel {
        var panel = PanelModel(anchor: "day", name: "The day")
        panel.about = ["\(Wording.number(sight.planned(date))) MPANs are planned in all. Name a party for its reasons."]
        panel.more = [
            LinkModel(
                text: "Heat map", href: desk.migration(.heat, MigrationFields(["from": date.iso, "to": date.iso])))
        ]
        return panel
    }

    private static func form(
        _ fields: MigrationFields, _ question: Question, _ sight: MigrationSight
    ) -> PanelModel {
        var panel = PanelModel(anchor: "ask", name: "Ask")
        func typed(_ name: String, _ label: String, _ hint: String) -> FormModel.Field {
            .typed(
                name, label, value: fields[name], of: "ask", longest: 64, hint: hint, wrong: question.problems[name])
        }
        var parties = [
            typed("supplier", "Supplier", "Its code; empty for all at the distributor."),
            typed("distributor", "Distributor", "Its code; empty for all of the supplier."),
        ]
        // Only a market with agents is asked about them; a wrong one that was asked for is marked in any.
        if !sight.market.agents.isEmpty || fields["agent"] != nil {
            parties.append(typed("agent", "Agent", "Its code, with no other party: who shares its day."))
        }
        panel.forms = [
            FormModel(
                name: "Ask for the reasons of a volume", action: Route.migration(.why).path, method: "get", hidden: [],
                fields: parties + [typed("date", "Day", "Such as 2026-05-14.")], button: "Ask")
        ]
        return panel
    }
}
