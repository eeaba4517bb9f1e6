import Charts
import Consumption
import Kernel
import Market

/// `/consumption/site`: one metering point's traits, and each half hour of one of its days.
enum ConsumptionSitePage {
    static func model(_ desk: Desk) throws -> PageModel {
        let reading = ConsumptionReading.read(desk.address.consumption)
        guard let request = reading.request else {
            let problem = reading.problems[0]
            throw RoomFailure.badAddress("\(problem.field): \(problem.words)")
        }
        let generator = try desk.shelf.generator(asked: request)
        let position = request.mpan.flatMap(generator.portfolio.position) ?? 0
        let day = ConsumptionSiteDay(generator, position: position, date: request.day, kind: request.clock)
        var chosen = request
        chosen.mpan = day.site.mpan
        var page = PageModel(heading: day.site.mpan.grouped)
        page.kicker = ["Manufactured metering point"]
        page.lead = ["\(day.site.kind) in \(day.site.region.name). Invented: no customer has this number."]
        page.status = reading.problems.isEmpty ? 200 : 422
        page.views = [TabRow(tabs: tabs(chosen, desk))]
        page.panels = [
            look(chosen, reading, desk), figures(day, chosen, desk), plot(day), traits(day, chosen, desk), values(day),
        ]
        return page
    }

    private static func tabs(_ request: ConsumptionRequest, _ desk: Desk) -> [TabModel] {
        [(DayKind.utc, "UTC day"), (.local, "Local settlement day")].map { kind, text in
            var other = request
            other.clock = kind
            return TabModel(text: text, href: desk.link(.site, other.fields), isHere: request.clock == kind)
        }
    }

    private static func look(
        _ request: ConsumptionRequest, _ reading: ConsumptionReading, _ desk: Desk
    ) -> PanelModel {
        let configuration = request.configuration
        let last = configuration.from.adding(days: configuration.days - 1)
        var hidden = request.runFields
        if request.clock == .local { hidden["clock"] = "local" }
        let typed = desk.address.consumption
        return PanelModel(
            anchor: "preview", name: "Metering point and day",
            look: [
                ConsumptionLookModel(
                    name: "What is looked at", action: Route.consumption(.site).path,
                    hidden: hidden.pairs.map { HiddenField(name: $0.name, value: $0.value) } + desk.hiddenOptions,
                    fields: [
                        ConsumptionFieldModel(
                            "mpan", "Metering point", hint: "13 digits; any of the portfolio.", isNumber: true,
                            value: typed["mpan"] ?? request.mpan?.description ?? "", reading),
                        ConsumptionFieldModel(
                            "day", "Day", hint: "\(Wording.date(configuration.from)) to \(Wording.date(last)).",
                            kind: "date", value: typed["day"] ?? request.day.iso, reading),
                    ], button: "Look")
            ], more: [LinkModel(text: "Back to its portfolio", href: desk.link(.portfolio, request.fields))])
    }

    private static func figures(
        _ day: ConsumptionSiteDay, _ request: ConsumptionRequest, _ desk: Desk
    ) -> PanelModel {
        let figures = day.columns.map { column in
            let most = column.values.indices.max { column.values[$0] < column.values[$1] } ?? 0
            let when = day.clock(HalfHour(index: day.halfHours.lowerBound + most))
            let peak = Energy.thousandths(2 * Int(column.values[most]))
            return FigureRow.Figure(
                number: Energy.thousandths(column.total), caption: "\(column.name), \(column.unit)",
                detail: "most at \(when): \(peak) \(column.quantity.isReactive ? "kvar" : "kW")", href: [],
                tone: "quiet")
        }
        let configuration = request.configuration
        var links: [LinkModel] = []
        for (step, text) in [(-1, "Day before"), (1, "Day after")] {
            let date = day.date.dayNumber + step
            let run = configuration.from.dayNumber..<configuration.from.dayNumber + configuration.days
            guard run.contains(date) else { continue }
            var other = request
            other.day = CalendarDate(dayNumber: date)
            links.append(LinkModel(text: text, href: desk.link(.site, other.fields)))
        }
        return PanelModel(
            anchor: "day", name: Wording.longDate(day.date), about: [length(day)],
            figures: [FigureRow(figures: figures)], more: links)
    }

    /// How many half hours the day has, and why where they are not 48.
    private static func length(_ day: ConsumptionSiteDay) -> String {
        switch day.halfHours.count {
        case 46: "A local day of 46 half hours: clocks go forward from 01:00 to 02:00."
        case 50: "A local day of 50 half hours: clocks go back from 02:00 to 01:00, and that hour comes twice."
        default:
            day.kind == .utc
                ? "A UTC day, from midnight to midnight UTC: 48 half hours, as wide CSV has them."
                : "A local settlement day of 48 half hours."
        }
    }

    private static func plot(_ day: ConsumptionSiteDay) -> PanelModel {
        PanelModel(
            anchor: "plot", name: "The day", width: "half",
            prose: MilestonePanels.scrolled(ConsumptionPlots.day(day).svg, "Plot of the day"))
    }

    private static func traits(
        _ day: ConsumptionSiteDay, _ request: ConsumptionRequest, _ desk: Desk
    ) -> PanelModel {
        let (site, facts) = (day.site, day.facts)
        var pairs = [
            ("MPAN", site.mpan.description), ("Linked export MPAN", site.export?.description ?? "none"),
            ("Class", site.kind.siteClass.word),
            ("Behind the meter", site.kind.addOns.isEmpty ? "nothing more" : site.kind.addOns.inWords),
            ("Segment", site.kind.siteClass.segment.word), ("GSP group", "\(site.region.id) \(site.region.name)"),
            ("Distributor", "\(site.mpan.distributor)"),
            ("Annual use", "\(Energy.kilowattHours(facts.annualWattHours)) kWh in an average year"),
        ]
        if facts.panelWatts > 0 {
            pairs += [
                ("Panels", "\(Energy.thousandths(facts.panelWatts)) kWp"),
                ("Tilt and azimuth", "\(facts.tilt)°, \(facts.azimuth)° from north"),
            ]
        }
        if facts.annualGeneration > 0 {
            pairs.append(
                ("Annual generation", "\(Energy.kilowattHours(facts.annualGeneration)) kWh in an average year"))
        }
        pairs.append(("Fuse", facts.fuseAmps > 0 ? "\(facts.fuseAmps) A" : "none"))
        pairs.append(("Quality of values", day.quality.code))
        var rows = Markup()
        for (name, value) in pairs {
            rows.raw("<tr><th scope=\"row\">")
            rows.text(name)
            rows.raw("</th><td>")
            rows.text(value)
            rows.raw("</td></tr>\n")
        }
        return PanelModel(
            anchor: "traits", name: "Traits", width: "half",
            plain: [
                PlainTable(caption: "Traits of \(site.mpan)", form: "tally", heads: ["Trait", "Value"], rows: rows)
            ])
    }

    private static func values(_ day: ConsumptionSiteDay) -> PanelModel {
        var rows = Markup()
        for place in 0..<day.halfHours.count {
            let halfHour = HalfHour(index: day.halfHours.lowerBound + place)
            let local = halfHour.local
            rows.raw("<tr><th scope=\"row\" class=\"t-number\">")
            rows.text(String(place + 1))
            rows.raw("</th><td class=\"t-date\">")
            rows.text(halfHour.utcClock + (halfHour.day.date == day.date ? "" : ", \(halfHour.day.date.iso)"))
            rows.raw("</td><td class=\"t-date\">")
            rows.text("\(local.clock) \(local.isSummerTime ? "BST" : "GMT")")
            if local.day.date != day.date { rows.text(", \(local.day.date.iso)") }
            rows.raw("</td>")
            for column in day.columns {
                rows.raw("<td class=\"t-number\">")
                rows.text(Energy.thousandths(Int(column.values[place])))
                rows.raw("</td>")
            }
            rows.raw("</tr>\n")
        }
        let heads =
            [
                PlainHead(text: "Period", style: "t-number"), PlainHead(text: "Begins, UTC", style: "t-date"),
                PlainHead(text: "Begins, local", style: "t-date"),
            ] + day.columns.map { PlainHead(text: "\($0.name), \($0.unit)", style: "t-number") }
        return PanelModel(
            anchor: "values", name: "Every half hour",
            plain: [
                PlainTable(
                    caption: "Values of \(day.site.mpan) on \(Wording.longDate(day.date))", form: "tally values",
                    columns: heads, rows: rows)
            ])
    }
}

extension AddOns {
    /// `pv, battery`, in their fixed order.
    fileprivate var inWords: String {
        AddOns.words.filter { contains($0.addOn) }.map(\.word).joined(separator: ", ")
    }
}
