import Charts
import Cleanse
import Kernel

/// `/cleanse/rules`: every rule as the table has it, with what the latest run made of it.
enum RulesPages {
    private static let mostOwners = 20

    /// - Parameter sight: nil where nothing was checked yet.
    static func model(_ place: CleansePlace, _ desk: Desk, _ sight: CleanseSight?) throws -> PageModel {
        if case .rule(let id) = place {
            guard let fact = RuleTable.standard.first(where: { $0.rule.id == id }) else {
                throw RoomFailure.noSuchRecord("There is no rule \(Wording.cut(id, to: 40)).")
            }
            return try rule(fact, desk, sight)
        }
        var page = PageModel(heading: "Rules")
        page.lead = [
            "\(RuleTable.standard.count) rules in the order in which precedence asks them. Counts are of the latest run; those open now lead to their list."
        ]
        if sight == nil {
            page.notes = [.bound("Nothing was checked yet, so there are no counts. Run: changeover cleanse check")]
        }
        let latest = sight?.latest
        let tallied = latest?.rules ?? []
        let off = tallied.filter { !$0.off.isEmpty }.count
        if let latest {
            page.notes.append(.bound("Run \(latest.number) asked \(tallied.count - off) rules; \(off) were off."))
        }
        var open: [Rule: Int] = [:]
        for tally in try sight?.tallies() ?? [] where !tally.state.isClosed {
            open[tally.rule, default: 0] += tally.count
        }
        let tallies = Dictionary(tallied.map { ($0.rule, $0) }) { first, _ in first }
        var families: [String] = []
        for fact in RuleTable.standard where !families.contains(family(fact.rule)) {
            families.append(family(fact.rule))
        }
        for name in families {
            let facts = RuleTable.standard.filter { family($0.rule) == name }
            page.panels.append(panel(name, facts, tallies, open, desk))
        }
        return page
    }

    private static func family(_ rule: Rule) -> String { String(rule.id.prefix(3)) }

    private static let families: [String: String] = [
        "FIL": "Files and structure", "MPN": "MPAN identity", "ISD": "Reference data", "STA": "Status",
        "EFF": "Effective dates", "MTR": "Meters", "LOC": "Meter location", "DIG": "Register digits",
        "ESM": "ESME IDs", "MCL": "Measurement class", "CON": "Connection type", "SEG": "Market segment",
        "DIR": "Direction", "DPI": "Domestic premises", "LNK": "Links", "UMS": "Unmetered supplies",
        "REC": "Registers against each other", "CMP": "Completeness",
    ]

    private static let heads = [
        PlainHead(text: "Rule", style: "t-code"), PlainHead(text: "Severity", style: "t-text"),
        PlainHead(text: "Raised when", style: "t-text t-wide"), PlainHead(text: "Owner", style: "t-text"),
        PlainHead(text: "Raised", style: "t-number"), PlainHead(text: "Silenced", style: "t-number"),
        PlainHead(text: "Open now", style: "t-number"), PlainHead(text: "Asked", style: "t-text"),
    ]

    private static func panel(
        _ name: String, _ facts: [RuleFact], _ tallies: [Rule: RuleTally], _ open: [Rule: Int], _ desk: Desk
    ) -> PanelModel {
        var rows = Markup()
        for fact in facts {
            let tally = tallies[fact.rule]
            let severity = tally?.severity ?? fact.severity
            let count = open[fact.rule] ?? 0
            rows.row(
                [
                    DIPCell(fact.rule.id, style: "t-code", href: desk.cleanse(.rule(fact.rule.id))),
                    DIPCell(
                        severity.rawValue, tone: CleanseWording.tone(severity),
                        detail: severity == fact.severity ? nil : "tuned; the table has \(fact.severity.rawValue)"),
                    DIPCell(fact.condition, style: "t-text t-wide"), DIPCell(fact.owner),
                    DIPCell(tally.map { Wording.number($0.raised) }, style: "t-number"),
                    DIPCell(tally.map { Wording.number($0.silenced) }, style: "t-number"),
                    DIPCell(
                        tally == nil && count == 0 ? nil : Wording.number(count), style: "t-number",
                        href: count == 0 ? nil : desk.exceptions(["rule": fact.rule.id])),
                    asked(tally),
                ], heads: heads)
        }
        var panel = PanelModel(anchor: name.lowercased(), name: families[name] ?? name)
        panel.plain = [PlainTable(caption: families[name] ?? name, form: "cards", columns: heads, rows: rows)]
        return panel
    }

    private static func asked(_ tally: RuleTally?) -> DIPCell {
        guard let tally else { return DIPCell(nil) }
        return tally.off.isEmpty
            ? DIPCell("asked", tone: "good") : DIPCell("off", tone: "quiet", detail: tally.off)
    }

    // MARK: One rule

    private static func rule(_ fact: RuleFact, _ desk: Desk, _ sight: CleanseSight?) throws -> PageModel {
        let id = fact.rule.id
        var page = PageModel(heading: id)
        page.kicker = ["Rule · \(families[family(fact.rule)] ?? "")"]
        page.lead = ["Raised when \(fact.condition)."]
        let tally = sight?.latest?.rules.first { $0.rule == fact.rule }
        if let latest = sight?.latest, let tally, !tally.off.isEmpty {
            page.notes = [.doubt("Run \(latest.number) did not ask it: \(tally.off). What was open stays as it was.")]
        }
        if let sight, let latest = sight.latest, let tally {
            page.panels = try counts(fact, tally, latest, desk, sight)
        }
        page.panels.append(facts(fact, tally, desk))
        return page
    }

    private static func facts(_ fact: RuleFact, _ tally: RuleTally?, _ desk: Desk) -> PanelModel {
        var panel = PanelModel(anchor: "facts", name: "As the table has it")
        let silencers = RuleTable.standard.filter { $0.silences.contains(fact.rule) }.map(\.rule.id)
        var severity = "\(fact.severity.rawValue), \(CleanseWording.severity(fact.severity).lowercased())"
        if let tally, tally.severity != fact.severity { severity += "; tuned to \(tally.severity.rawValue)" }
        let confidence =
            switch fact.confidence {
            case "H": "H: stated in a source"
            case "M": "M: inferred from a source"
            case "L": "L: recalled"
            case "D": "D: our design"
            default: fact.confidence
            }
        let facts: [(String, String)] = [
            ("Severity", severity), ("Owner", fact.owner),
            ("Items", fact.items.map(\.rawValue).joined(separator: ", ")),
            ("Asked of", fact.population), ("Raised when", fact.condition), ("What to do", fact.resolution),
            ("Basis", fact.basis), ("Confidence", confidence),
            ("Needs", fact.needs.map(\.rawValue).joined(separator: ", ")),
            ("Silences", fact.silences.map(\.id).joined(separator: ", ")),
            ("Silenced by", silencers.joined(separator: ", ")),
        ]
        let heads = [PlainHead(text: "Fact", style: "t-text"), PlainHead(text: "Value", style: "t-text t-wide")]
        var rows = Markup()
        for (name, value) in facts { rows.row([DIPCell(name), DIPCell(value, style: "t-text t-wide")], heads: heads) }
        panel.plain = [PlainTable(caption: "Facts of the rule", form: "cards tally", columns: heads, rows: rows)]
        panel.more = [LinkModel(text: "All rules", href: desk.cleanse(.rules) + "#" + family(fact.rule).lowercased())]
        return panel
    }

    private static func counts(
        _ fact: RuleFact, _ tally: RuleTally, _ latest: LedgerRun, _ desk: Desk, _ sight: CleanseSight
    ) throws -> [PanelModel] {
        let id = fact.rule.id
        let standing = try sight.tallies().filter { $0.rule == fact.rule }
        let open = standing.filter { !$0.state.isClosed }
        let closed = standing.filter(\.state.isClosed)
        func sum(_ tallies: [LedgerTally]) -> Int { tallies.reduce(0) { $0 + $1.count } }
        // What is only watched, or stays open since the rule was off, makes the run's list another one.
        let after = try sight.tallies(run: latest.number).filter { $0.rule == fact.rule && !$0.state.isClosed }
        let isListed = sum(after) == tally.raised
        var figures = [
            FigureRow.Figure(
                number: Wording.number(sum(open)), caption: "Open now", detail: "of this rule",
                href: [desk.exceptions(["rule": id])], tone: open.isEmpty ? "good" : CleanseWording.tone(tally.severity)
            ),
            FigureRow.Figure(
                number: Wording.number(tally.raised), caption: "Raised", detail: "by run \(latest.number)",
                href: isListed ? [desk.exceptions(["rule": id, "run": String(latest.number)])] : [], tone: "quiet"),
            FigureRow.Figure(
                number: Wording.number(tally.silenced), caption: "Silenced", detail: "by a graver rule, in that run",
                href: [], tone: "quiet"),
        ]
        for state in [ExceptionState.resolved, .outOfScope, .notSeen] {
            let count = sum(closed.filter { $0.state == state })
            figures.append(
                FigureRow.Figure(
                    number: Wording.number(count), caption: state.rawValue.capitalisedFirst, detail: "in all runs",
                    href: [desk.exceptions(["rule": id, "state": state.rawValue])], tone: "quiet"))
        }
        var panel = PanelModel(anchor: "counts", name: "What it found", figures: [FigureRow(figures: figures)])
        panel.more = [LinkModel(text: "Its exceptions", href: desk.exceptions(["rule": id]))]
        let runs = sight.runs.suffix(CleanseDashboard.mostRuns)
        let plot = ColumnPlot(
            title: "\(id) by run",
            words: runs.map { run in
                "run \(run.number): \(run.rules.first { $0.rule == fact.rule }?.raised ?? 0)"
            }.joined(separator: ", "), vertical: "raised", horizontal: "run",
            categories: runs.map { String($0.number) },
            series: [
                ColumnPlot.Series(
                    label: id, tone: 0,
                    values: runs.map { run in
                        run.rules.first { $0.rule == fact.rule }.flatMap { $0.off.isEmpty ? Double($0.raised) : nil }
                    })
            ])
        var trend = PanelModel(anchor: "trend", name: "By run", width: "half")
        trend.chart = MilestonePanels.scrolled(plot.svg, plot.title)
        return [panel, trend, owners(fact.rule, open, desk)]
    }

    private static func owners(_ rule: Rule, _ open: [LedgerTally], _ desk: Desk) -> PanelModel {
        var panel = PanelModel(anchor: "owners", name: "By owner", width: "half")
        var counts: [Owner: Int] = [:]
        for tally in open { counts[tally.owner, default: 0] += tally.count }
        guard !counts.isEmpty else {
            panel.absence = ["Nothing of it is open."]
            return panel
        }
        let heads = [PlainHead(text: "Owner", style: "t-text"), PlainHead(text: "Open", style: "t-number")]
        var rows = Markup()
        let ordered = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        for (owner, count) in ordered.prefix(mostOwners) {
            let link = desk.exceptions(["owner": owner.description, "rule": rule.id])
            rows.row(
                [
                    DIPCell(owner.description, href: link),
                    DIPCell(Wording.number(count), style: "t-number", href: link),
                ],
                heads: heads)
        }
        panel.plain = [PlainTable(caption: "Open by owner", form: "cards tally", columns: heads, rows: rows)]
        if ordered.count > mostOwners {
            panel.notes = [.bound("The \(mostOwners) with the most open, of \(ordered.count).")]
        }
        return panel
    }
}
