import DIP
import Kernel

/// `/dip/faults`: what goes wrong on purpose, and outages.
enum FaultsPage {
    static func model(_ desk: Desk, _ dip: DIPDesk) throws -> PageModel {
        var page = PageModel(heading: "Faults and outages")
        page.lead = [
            "What goes wrong on purpose. The running stand-in takes a switch up at once; each leaves a line in the journal."
        ]
        let switches = try dip.register.switches()
        let now = dip.now()
        let readable = DIPSwitch.faults(in: switches)
        let rules = readable ?? []
        let clock = DIPSwitch.clock(in: switches, now: now)
        if !RunningStandIn.read(switches).isRunning(at: clock.shown(at: now), factor: clock.factor) {
            page.notes.append(.bound("The stand-in does not report itself: what is switched here holds once it runs."))
        }
        if readable == nil {
            page.notes.append(
                .warning("The switch of faults holds what this room cannot read. Switching all off clears it."))
        }
        if !desk.problems.isEmpty {
            page.status = 422
            page.notes.append(.bad("Not read", "Nothing was switched. A field below cannot be read."))
        }
        page.panels = [
            on(rules, isUnreadable: readable == nil, desk), outage(switches, desk, now: now), presets(rules, desk),
            fault(desk),
        ]
        return page
    }

    // MARK: Faults

    private static func on(_ rules: [FaultRule], isUnreadable: Bool, _ desk: Desk) -> PanelModel {
        var panel = PanelModel(anchor: "on", name: "Switched on")
        panel.more = [LinkModel(text: "What faults did", href: desk.journal(["event": "fault"]))]
        let off = desk.form(
            "Switch all faults off", act: "fault-clear-all", fields: [], button: "Switch all off")
        guard !rules.isEmpty else {
            panel.absence = [isUnreadable ? "What is on cannot be read." : "No fault is on."]
            if isUnreadable { panel.forms = [off] }
            return panel
        }
        let heads = [
            PlainHead(text: "Fault", style: "t-code"), PlainHead(text: "What", style: "t-text"),
            PlainHead(text: "Where", style: "t-text t-wide"), PlainHead(text: "Switch", style: "t-text"),
        ]
        var rows = Markup()
        for rule in rules.prefix(JournalSearch.linesOnAPage) {
            rows.row(
                [
                    DIPCell(rule.name, style: "t-code"), DIPCell(FaultWords.effect(rule.effect), tone: "fair"),
                    DIPCell(FaultWords.scope(rule), style: "t-text t-wide"),
                ], heads: heads)
            rows.button(
                "Switch off", of: rule.name,
                hidden: desk.hidden(act: "fault-clear", [HiddenField(name: "name", value: rule.name)]),
                action: Route.dip(.act).path, head: heads[3])
        }
        if rules.count > JournalSearch.linesOnAPage {
            panel.notes = [.bound("The first \(JournalSearch.linesOnAPage) of \(rules.count).")]
        }
        panel.plain = [PlainTable(caption: "Faults that are on", form: "cards", columns: heads, rows: rows)]
        panel.forms = [desk.form("Switch all faults off", act: "fault-clear-all", fields: [], button: "Switch all off")]
        return panel
    }

    private static func presets(_ rules: [FaultRule], _ desk: Desk) -> PanelModel {
        var panel = PanelModel(anchor: "presets", name: "Prepared faults", width: "half")
        let on = Set(rules.map(\.name))
        let heads = [
            PlainHead(text: "Fault", style: "t-text"), PlainHead(text: "What", style: "t-text t-wide"),
            PlainHead(text: "Switch", style: "t-text"),
        ]
        var rows = Markup()
        for preset in FaultPreset.all {
            let isOn = on.contains(preset.rule.name)
            rows.row(
                [
                    DIPCell(preset.title),
                    DIPCell(
                        "\(FaultWords.effect(preset.rule.effect)): \(FaultWords.scope(preset.rule))",
                        style: "t-text t-wide"),
                ], heads: heads)
            rows.button(
                isOn ? "Switch off" : "Switch on", of: preset.title,
                hidden: desk.hidden(
                    act: isOn ? "fault-clear" : "fault-preset", [HiddenField(name: "name", value: preset.rule.name)]),
                action: Route.dip(.act).path, head: heads[2])
        }
        panel.plain = [PlainTable(caption: "Prepared faults", form: "cards", columns: heads, rows: rows)]
        return panel
    }

    private static func fault(_ desk: Desk) -> PanelModel {
        let isHere = desk.typed["act"] == "fault-set"
        func value(_ name: String) -> String? { isHere ? desk.typed[name] : nil }
        func wrong(_ name: String) -> String? { isHere ? desk.problems[name] : nil }
        func text(_ name: String, _ label: String, hint: String, standard: String? = nil) -> FormModel.Field {
            .typed(name, label, value: value(name) ?? standard, of: "fault", hint: hint, wrong: wrong(name))
        }
        var panel = PanelModel(anchor: "another", name: "Another fault", width: "half")
        panel.forms = [
            desk.form(
                "Switch a fault on", act: "fault-set",
                fields: [
                    text("name", "Name", hint: "Letters, digits, hyphens. The same name replaces."),
                    .choice(
                        "effect", "What goes wrong", options: FaultWords.effects, chosen: value("effect") ?? "delay",
                        of: "fault", wrong: wrong("effect")),
                    text("number", "Number", hint: "What the choice names in brackets."),
                    text("code", "Response code", hint: "Of refusing and reporting: MSG1037, RCP1061, REG1002."),
                    .choice(
                        "direction", "Where",
                        options: [("delivery", "Deliveries to webhooks"), ("intake", "Posts to the platform")],
                        chosen: value("direction") ?? "delivery", of: "fault"),
                    text("party", "Party", hint: "Who posts, or whose webhook it is: a DIP ID; empty for all."),
                    text("sender", "Sender", hint: "Of the message: a DIP ID; empty for all."),
                    text("recipient", "Recipient", hint: "Of the message: a DIP ID; empty for all."),
                    text("mpan", "MPAN", hint: "Thirteen digits; empty for all."),
                    text("interface", "Interface", hint: "IF-021; empty for all."),
                    text("event", "Event", hint: "ActivePower; empty for all."),
                    text("every", "Every", hint: "3: the third, the sixth…; empty for each."),
                    text("share", "Share in per cent", hint: "By a seeded draw.", standard: "100"),
                    text("count", "At most", hint: "Times; empty for no bound."),
                ], button: "Switch on")
        ]
        return panel
    }

    // MARK: Outage

    private static func outage(_ switches: [String: String], _ desk: Desk, now: Instant) -> PanelModel {
        var panel = PanelModel(anchor: "outage", name: "Outage")
        panel.more = [LinkModel(text: "Outages in the journal", href: desk.journal(["event": "outage"]))]
        let clock = DIPSwitch.clock(in: switches, now: now)
        let shown = clock.shown(at: now)
        let outages = DIPSwitch.outages(in: switches)
        let outage = outages.last { $0.isOn(at: shown) } ?? outages.last
        panel.figures = [
            FigureRow(figures: figures(outage, clock, shown: shown, desk, now: now))
        ]
        if let outage, outage.isOn(at: shown) {
            panel.about = [
                "\(OutageWords.kind(outage.kind)); at the end \(OutageWords.release(outage.release)).".capitalisedFirst
            ]
            panel.forms = [desk.form("End the outage", act: "outage-end", fields: [], button: "End it now")]
        } else {
            panel.about = [
                "A drill: for so many hours of the stand-in’s clock nothing is delivered, or nothing taken in, and then the backlog goes out as chosen. 72 hours are what participants must recover from."
            ]
            panel.forms = [outageForm(desk)]
        }
        if clock.factor != 1 {
            panel.forms.append(
                desk.form("Real pace", act: "clock-real", fields: [], button: "Back to real pace"))
        }
        return panel
    }

    private static func figures(
        _ outage: Outage?, _ clock: VirtualClock, shown: Instant, _ desk: Desk, now: Instant
    ) -> [FigureRow.Figure] {
        let isOn = outage?.isOn(at: shown) ?? false
        var left = outage == nil ? "none was begun" : "over"
        if let outage, isOn {
            left =
                outage.until.map {
                    "\(DIPWording.span(milliseconds: $0.milliseconds - shown.milliseconds)) left on that clock"
                }
                ?? "until ended by hand"
            if let until = outage.until, let real = clock.real(showing: until) {
                left += ", \(DIPWording.span(milliseconds: max(0, real.milliseconds - now.milliseconds))) for us"
            }
        }
        return [
            FigureRow.Figure(
                number: isOn ? "On" : "Off", caption: "outage", detail: left, href: [desk.journal(["event": "outage"])],
                tone: isOn ? "bad" : "quiet"),
            FigureRow.Figure(
                number: "× \(Wording.number(clock.factor))", caption: "pace of the clock",
                detail: shown == now ? "real time" : "it shows \(DIPWording.time(shown)) UTC", href: [],
                tone: clock.factor == 1 ? "quiet" : "fair"),
        ]
    }

    private static func outageForm(_ desk: Desk) -> FormModel {
        let isHere = desk.typed["act"] == "outage-begin"
        func value(_ name: String, _ standard: String?) -> String? { isHere ? desk.typed[name] : standard }
        func wrong(_ name: String) -> String? { isHere ? desk.problems[name] : nil }
        return desk.form(
            "Begin an outage", act: "outage-begin",
            fields: [
                .choice(
                    "kind", "What does not work",
                    options: Outage.Kind.allCases.map { ($0.rawValue, OutageWords.kind($0).capitalisedFirst) },
                    chosen: value("kind", Outage.Kind.holdsDeliveries.rawValue), of: "outage", wrong: wrong("kind")),
                .typed(
                    "hours", "Hours", value: value("hours", "72"), of: "outage", hint: "Of the stand-in’s clock.",
                    wrong: wrong("hours")),
                .typed(
                    "factor", "Times real time", value: value("factor", "3600"), of: "outage",
                    hint: "3,600: an hour in a second.", wrong: wrong("factor")),
                .choice(
                    "release", "Backlog", options: OutageWords.releases, chosen: value("release", "oldestFirst"),
                    of: "outage", wrong: wrong("release")),
                .typed(
                    "rate", "Messages a second", value: value("rate", nil), of: "outage",
                    hint: "Where it goes out at a rate.",
                    wrong: wrong("rate")),
                .typed(
                    "interfaces", "Interfaces first", value: value("interfaces", nil), of: "outage",
                    hint: "Where it goes out by interface.", wrong: wrong("interfaces")),
            ], button: "Begin the outage")
    }
}

extension String {
    /// With a capital at its beginning.
    var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
