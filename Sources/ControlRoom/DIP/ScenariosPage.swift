import DIP
import Kernel

/// `/dip/scenarios`: what can be run, and what became of runs.
enum ScenariosPage {
    static let rowsOnAPage = 100

    static func model(_ desk: Desk, _ dip: DIPDesk) throws -> PageModel {
        var page = PageModel(heading: "Scenarios")
        page.lead = ["Scripted counterparties play the rest of the market; a run says step by step what came of it."]
        page.panels = [try scenarios(desk, dip), try runs(desk, dip)]
        return page
    }

    private static func scenarios(_ desk: Desk, _ dip: DIPDesk) throws -> PanelModel {
        var panel = PanelModel(anchor: "scenarios", name: "To run")
        let cards = try dip.scenarios()
        guard !cards.isEmpty else {
            panel.absence = [
                "No scenario is in the data folder. Files put into its `dip/scenarios` can be run from here; `changeover dip run FILE --keep` runs one from anywhere and lists its report below."
            ]
            return panel
        }
        var heads = [
            PlainHead(text: "Scenario", style: "t-text"), PlainHead(text: "What it plays", style: "t-text t-wide"),
        ]
        if dip.startRun != nil { heads.append(PlainHead(text: "Run", style: "t-text")) }
        var rows = Markup()
        for card in cards.prefix(rowsOnAPage) {
            rows.row(
                [DIPCell(card.title, detail: card.name), DIPCell(card.summary, style: "t-text t-wide")], heads: heads)
            guard dip.startRun != nil else { continue }
            rows.button(
                "Run", of: card.title,
                hidden: desk.hidden(act: "run", [HiddenField(name: "scenario", value: card.name)]),
                action: Route.dip(.act).path, head: heads[2])
        }
        if cards.count > rowsOnAPage { panel.notes = [.bound("The first \(rowsOnAPage) of \(cards.count).")] }
        panel.plain = [PlainTable(caption: "Scenarios", form: "cards", columns: heads, rows: rows)]
        return panel
    }

    private static func runs(_ desk: Desk, _ dip: DIPDesk) throws -> PanelModel {
        var panel = PanelModel(anchor: "runs", name: "Runs, newest first")
        let cards = try dip.runs()
        let shown = Pages.rows(cards, perPage: rowsOnAPage, desk)
        guard !shown.isEmpty else {
            panel.absence = [cards.isEmpty ? "Nothing was run yet." : "The table has fewer pages than that."]
            return panel
        }
        let heads = [
            PlainHead(text: "Run", style: "t-code"), PlainHead(text: "Scenario", style: "t-text"),
            PlainHead(text: "Outcome", style: "t-text"), PlainHead(text: "Steps", style: "t-text"),
            PlainHead(text: "Played from (UTC)", style: "t-date"), PlainHead(text: "Played time", style: "t-number"),
        ]
        var rows = Markup()
        for card in shown {
            let href = desk.link(.dip(.run(card.name)))
            rows.row(
                [
                    DIPCell(card.name, style: "t-code", href: href), DIPCell(card.scenario),
                    DIPCell(card.outcome.rawValue, href: href, tone: DIPWording.tone(of: card.outcome)),
                    DIPCell(RunPage.steps(card)), DIPCell(DIPWording.second(card.startedAt), style: "t-date"),
                    DIPCell(
                        card.endedAt.map {
                            DIPWording.span(milliseconds: $0.milliseconds - card.startedAt.milliseconds)
                        }, style: "t-number"),
                ], heads: heads)
        }
        panel.about = ["A scenario has a clock of its own: what is played, hours or days, is over in seconds."]
        panel.plain = [PlainTable(caption: "Runs", form: "cards", columns: heads, rows: rows)]
        panel.pages = Pages.pager(total: cards.count, perPage: rowsOnAPage, desk)
        return panel
    }
}

/// `/dip/runs/NAME`: a run, step by step, and its report to keep.
enum RunPage {
    /// `9 steps`, `2 steps of 9 failed`.
    static func steps(_ card: RunCard) -> String {
        card.failedSteps == 0
            ? Wording.count(card.steps, "step")
            : "\(Wording.count(card.failedSteps, "step")) of \(Wording.number(card.steps)) failed"
    }

    private static let heads = [
        PlainHead(text: "Step", style: "t-text t-wide"), PlainHead(text: "Outcome", style: "t-text"),
        PlainHead(text: "Time (UTC)", style: "t-date"), PlainHead(text: "Seen", style: "t-text t-wide"),
        PlainHead(text: "Transaction", style: "t-text"),
    ]

    static func model(_ name: String, _ desk: Desk, _ dip: DIPDesk) async throws -> PageModel {
        let report = try report(name, dip)
        var page = PageModel(heading: report.card.scenario)
        page.kicker = ["Run \(report.card.name)"]
        page.lead = [summary(report.card)]
        page.notes = [note(report.card)]
        var panel = PanelModel(anchor: "steps", name: "Steps")
        panel.more =
            RunFileFormat.allCases.map { format in
                LinkModel(
                    text: "Report as \(format.rawValue.uppercased())",
                    href: desk.link(.dip(.runFile(report.card.name, format))))
            } + [LinkModel(text: "All runs", href: desk.link(.dip(.scenarios)))]
        let shown = Pages.rows(report.steps, perPage: ScenariosPage.rowsOnAPage, desk)
        if shown.isEmpty {
            panel.absence = [
                report.card.outcome == .running
                    ? "No step has come to its end yet. Reload to see more." : "No step is on this page."
            ]
        } else {
            var rows = Markup()
            for step in shown {
                var isThere = false
                if let first = step.transactionIDs.first {
                    isThere = try await dip.journal.message(transactionID: first) != nil
                }
                rows.row(cells(step, isInJournal: isThere, desk), heads: heads)
            }
            panel.plain = [PlainTable(caption: "Steps", form: "cards", columns: heads, rows: rows)]
        }
        panel.pages = Pages.pager(total: report.steps.count, perPage: ScenariosPage.rowsOnAPage, desk)
        page.panels = [panel]
        return page
    }

    /// - Parameter isInJournal: false for what was played in memory: then there is no page to lead to.
    private static func cells(_ step: RunReport.Step, isInJournal: Bool, _ desk: Desk) -> [DIPCell] {
        let first = step.transactionIDs.first
        let others = step.transactionIDs.count - 1
        let notes = [
            first != nil && !isInJournal ? "played in memory" : nil,
            others > 0 ? "and \(Wording.count(others, "other"))" : nil,
        ].compactMap(\.self)
        return [
            DIPCell(step.name, style: "t-text t-wide"),
            DIPCell(step.outcome.rawValue, tone: DIPWording.tone(of: step.outcome)),
            step.at.map { DIPCell($0) } ?? DIPCell(nil, style: "t-date"),
            DIPCell(Wording.cut(step.detail, to: 600), style: "t-text t-wide"),
            DIPCell(
                first, href: isInJournal ? first.map { desk.link(.dip(.transaction($0))) } : nil,
                detail: notes.isEmpty ? nil : notes.joined(separator: ", ")),
        ]
    }

    private static func report(_ name: String, _ dip: DIPDesk) throws -> RunReport {
        guard let report = try dip.run(name) else {
            throw RoomFailure.noSuchRecord("No run is named \(Wording.cut(name, to: 80)).")
        }
        return report
    }

    private static func summary(_ card: RunCard) -> String {
        let took = card.endedAt.map {
            ", over \(DIPWording.span(milliseconds: $0.milliseconds - card.startedAt.milliseconds))"
        }
        return
            "Played from \(DIPWording.second(card.startedAt)) UTC\(took ?? "") of the scenario’s clock. \(steps(card))."
    }

    private static func note(_ card: RunCard) -> NoteModel {
        switch card.outcome {
        case .passed: .good("Every step came as expected.")
        case .failed: .bad("Failed", "\(steps(card)).")
        case .skipped: .bound("It was left out.")
        case .broken: .bad("Broken", "It could not be carried through. The last step says why.")
        case .running: .bound("It runs. Reload to see more.")
        }
    }

    // MARK: Files

    static func file(_ name: String, _ format: RunFileFormat, _ dip: DIPDesk) throws -> Page {
        let report = try report(name, dip)
        let stem = String(
            report.card.name.unicodeScalars.map { scalar in
                scalar.isASCII
                    && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "-")
                    ? Character(scalar) : "_"
            })
        switch format {
        case .json: return Page(contentType: "application/json", body: report.json, fileName: "\(stem).json")
        case .html: return Page(body: Array(html(report).utf8), fileName: "\(stem).html")
        }
    }

    /// A report of words, where the sheet's tables are of numbers.
    private static let reportLook = """
        table { background: var(--paper); }
        th, td, thead th { text-align: left; vertical-align: top; white-space: normal; min-width: 6rem; }
        tbody th, td:nth-child(4) { min-width: 14rem; }
        td:nth-child(3) { white-space: nowrap; }
        """

    /// A page that stands alone.
    static func html(_ report: RunReport) -> String {
        var page = ReportMarkup()
        page.raw("<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n")
        page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        page.element("title", "\(report.card.scenario) – run \(report.card.name)")
        page.raw("<style>\n\(ReportLook.css)\n\(reportLook)\n</style>\n</head>\n<body>\n<main>\n")
        page.element("h1", report.card.scenario)
        page.element(
            "p", "Run \(report.card.name): \(report.card.outcome.rawValue). \(summary(report.card))",
            [("class", "lead")])
        page.table(
            ReportTable(
                caption: "Steps", columns: ["Step", "Outcome", "Time (UTC)", "Seen", "Transactions"],
                rows: report.steps.map { step in
                    [
                        step.name, step.outcome.rawValue, step.at.map(DIPWording.time) ?? "", step.detail,
                        step.transactionIDs.joined(separator: " "),
                    ]
                }))
        page.raw("</main>\n</body>\n</html>\n")
        return page.text
    }
}
