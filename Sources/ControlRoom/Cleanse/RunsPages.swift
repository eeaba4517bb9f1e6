import Cleanse
import Kernel

/// `/cleanse/runs` and `/cleanse/comparison`: what was checked when, and what changed between two runs.
enum RunsPages {
    static let rowsOnAPage = 100

    static func model(_ desk: Desk, _ sight: CleanseSight) throws -> PageModel {
        var page = PageModel(heading: "Runs")
        page.lead = ["Every run of the check, newest first. Any past report can be made again as it was."]
        let heads =
            [
                PlainHead(text: "Run", style: "t-code"), PlainHead(text: "As at", style: "t-date"),
                PlainHead(text: "MPANs", style: "t-number"),
            ]
            + Severity.allCases.map {
                PlainHead(text: "\(CleanseWording.severity($0))s".plainPlural, style: "t-number")
            }
            + [
                PlainHead(text: "Open after it", style: "t-text"), PlainHead(text: "Rules off", style: "t-number"),
                PlainHead(text: "Rule set", style: "t-code"),
                PlainHead(text: "Before it", style: "t-text"),
            ]
        let newest = Array(sight.runs.reversed())
        var rows = Markup()
        for run in Pages.rows(newest, perPage: rowsOnAPage, desk) {
            let number = String(run.number)
            let before = sight.runs.last { $0.number < run.number }
            rows.row(
                [
                    DIPCell(
                        number, style: "t-code",
                        href: desk.cleanse(.certificate, CleanseFields(["run": number]))),
                    DIPCell(CleanseWording.day(run.asAt), style: "t-date"),
                    DIPCell(Wording.number(run.points), style: "t-number"),
                ]
                    + Severity.allCases.map { DIPCell(Wording.number(run.raised($0)), style: "t-number") }
                    + [DIPCell("list", href: desk.exceptions(["run": number]))]
                    + [
                        DIPCell(
                            Wording.number(run.rules.filter { !$0.off.isEmpty }.count), style: "t-number"),
                        DIPCell(
                            String(run.ruleSet.prefix(12)), style: "t-code",
                            detail: before.map { $0.ruleSet == run.ruleSet ? "as before" : "changed" }),
                        DIPCell(
                            before.map { "changes since \($0.number)" },
                            href: before.map { before in
                                desk.cleanse(
                                    .comparison, CleanseFields(["since": String(before.number), "run": number]))
                            }),
                    ], heads: heads)
        }
        var panel = PanelModel(anchor: "runs", name: Wording.count(sight.runs.count, "run"))
        panel.about = ["Exceptions as each run raised them. The run’s number leads to its certificate."]
        if rows.isEmpty {
            panel.absence = ["The table has fewer pages than that."]
        } else {
            panel.plain = [PlainTable(caption: "Runs", form: "cards", columns: heads, rows: rows)]
        }
        panel.pages = Pages.pager(total: newest.count, perPage: rowsOnAPage, desk)
        page.panels = [panel, form(desk, sight, problems: [:])]
        return page
    }

    private static func form(_ desk: Desk, _ sight: CleanseSight, problems: [String: String]) -> PanelModel {
        let fields = desk.address.cleanse
        let options = sight.runs.reversed().map { run in
            (value: String(run.number), text: "\(run.number), as at \(CleanseWording.day(run.asAt))")
        }
        var panel = PanelModel(anchor: "compare", name: "Compare two runs")
        guard sight.runs.count > 1, let last = sight.runs.last else {
            panel.absence = ["There is one run. Load the next registers and run: changeover cleanse check"]
            return panel
        }
        panel.forms = [
            FormModel(
                name: "Compare two runs", action: Route.cleanse(.comparison).path, method: "get", hidden: [],
                fields: [
                    .choice(
                        "since", "From run", options: options,
                        chosen: fields["since"] ?? String(sight.runs[sight.runs.count - 2].number), of: "compare",
                        wrong: problems["since"]),
                    .choice(
                        "run", "To run", options: options, chosen: fields["run"] ?? String(last.number), of: "compare",
                        wrong: problems["run"]),
                ], button: "Compare")
        ]
        return panel
    }

    // MARK: Comparison

    static func comparison(_ desk: Desk, _ sight: CleanseSight) throws -> PageModel {
        let fields = desk.address.cleanse
        var page = PageModel(heading: "Comparison of two runs")
        let after = try sight.run(fields["run"])
        let before = try fields["since"].map { try sight.run($0) } ?? sight.runs.last { $0.number < after?.number ?? 0 }
        guard let after, let before else {
            page.panels = [form(desk, sight, problems: [:])]
            return page
        }
        guard before.number < after.number else {
            page.status = 422
            page.panels = [
                form(desk, sight, problems: ["since": "The first run comes before the second."])
            ]
            return page
        }
        page.heading = "Run \(before.number) and run \(after.number)"
        page.kicker = ["Comparison"]
        page.lead = [
            "Registers as at \(CleanseWording.day(before.asAt)) and as at \(CleanseWording.day(after.asAt))."
        ]
        if before.ruleSet != after.ruleSet {
            page.notes = [
                .doubt("The two runs did not ask the same rules in the same way: part of the change may be ours.")
            ]
        }
        let changes = try sight.changes(from: before.number, to: after.number)
        page.panels = [
            figures(changes, before, after, desk), byRule(changes, before, after, desk),
            form(desk, sight, problems: [:]),
        ]
        return page
    }

    private static func link(
        _ change: LedgerChange, _ before: LedgerRun, _ after: LedgerRun, _ desk: Desk, rule: Rule? = nil,
        state: ExceptionState? = nil
    ) -> String {
        var fields = CleanseFields([
            "change": change.rawValue, "since": String(before.number), "run": String(after.number),
        ])
        fields["rule"] = rule?.id
        fields["state"] = state?.rawValue
        return desk.cleanse(.exceptions, fields)
    }

    private static func sum(_ changes: [LedgerChanges], _ holds: (LedgerChanges) -> Bool) -> Int {
        changes.reduce(0) { $0 + (holds($1) ? $1.count : 0) }
    }

    private static func figures(
        _ changes: [LedgerChanges], _ before: LedgerRun, _ after: LedgerRun, _ desk: Desk
    ) -> PanelModel {
        var figures: [FigureRow.Figure] = []
        func add(
            _ caption: String, _ detail: String, _ tone: String, _ change: LedgerChange, _ state: ExceptionState? = nil
        ) {
            let count = sum(changes) { $0.change == change && (state == nil || $0.state == state) }
            figures.append(
                FigureRow.Figure(
                    number: Wording.number(count), caption: caption, detail: detail,
                    href: [link(change, before, after, desk, state: state)], tone: count == 0 ? "quiet" : tone))
        }
        add("Opened", "not there before", "bad", .opened)
        add("Re-opened", "had come to an end", "warm", .reopened)
        add("Resolved", "seen, and passed", "good", .closed, .resolved)
        add("Out of scope", "seen, and left the population", "quiet", .closed, .outOfScope)
        add("Not seen", "the row is gone: no fix", "fair", .closed, .notSeen)
        return PanelModel(anchor: "changes", name: "What changed", figures: [FigureRow(figures: figures)])
    }

    private static func byRule(
        _ changes: [LedgerChanges], _ before: LedgerRun, _ after: LedgerRun, _ desk: Desk
    ) -> PanelModel {
        var panel = PanelModel(anchor: "rules", name: "By rule")
        let raised = { (run: LedgerRun, rule: Rule) in run.rules.first { $0.rule == rule }?.raised ?? 0 }
        let rules = Rule.allCases.filter { rule in
            changes.contains { $0.rule == rule } || raised(before, rule) != raised(after, rule)
        }
        guard !rules.isEmpty else {
            panel.absence = ["Nothing changed between the two runs."]
            return panel
        }
        let heads = [
            PlainHead(text: "Rule", style: "t-code"), PlainHead(text: "Raised by \(before.number)", style: "t-number"),
            PlainHead(text: "Raised by \(after.number)", style: "t-number"),
            PlainHead(text: "Opened", style: "t-number"),
            PlainHead(text: "Re-opened", style: "t-number"), PlainHead(text: "Resolved", style: "t-number"),
            PlainHead(text: "Out of scope", style: "t-number"), PlainHead(text: "Not seen", style: "t-number"),
        ]
        var rows = Markup()
        for rule in rules.prefix(rowsOnAPage * 2) {
            func cell(_ change: LedgerChange, _ state: ExceptionState? = nil) -> DIPCell {
                let count = sum(changes) {
                    $0.rule == rule && $0.change == change && (state == nil || $0.state == state)
                }
                return DIPCell(
                    count == 0 ? "" : Wording.number(count), style: "t-number",
                    href: count == 0 ? nil : link(change, before, after, desk, rule: rule, state: state))
            }
            rows.row(
                [
                    DIPCell(rule.id, style: "t-code", href: desk.cleanse(.rule(rule.id))),
                    DIPCell(Wording.number(raised(before, rule)), style: "t-number"),
                    DIPCell(Wording.number(raised(after, rule)), style: "t-number"), cell(.opened), cell(.reopened),
                    cell(.closed, .resolved), cell(.closed, .outOfScope), cell(.closed, .notSeen),
                ], heads: heads)
        }
        panel.about = ["Each number leads to the exceptions that it counts."]
        panel.plain = [PlainTable(caption: "Changes by rule", form: "cards", columns: heads, rows: rows)]
        return panel
    }
}
