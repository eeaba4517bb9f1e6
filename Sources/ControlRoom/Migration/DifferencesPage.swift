import Kernel
import Migration

/// `/migration/differences`: what two baselines differ in, by party and by day.
enum DifferencesPage {
    static func model(_ desk: Desk, _ sight: MigrationSight) throws -> PageModel {
        let fields = desk.address.migration
        var page = PageModel(heading: "Plan differences")
        page.lead = ["What a later baseline moved, by party and by day."]
        let last = sight.books.baselines.count
        guard last > 1 else {
            var panel = PanelModel(anchor: "begin", name: "One baseline")
            panel.prose = CleansePages.steps(
                "One baseline was adopted, so there is nothing to compare it with.",
                [
                    (
                        "Plan again from what was done, or under other limits.",
                        "changeover migration replan plan actuals.csv --out plan2"
                    ),
                    ("Adopt it as the next baseline.", "changeover migration adopt plan2 --reason \"…\""),
                ])
            page.panels = [panel]
            return page
        }
        var problems: [String: String] = [:]
        func number(_ name: String, _ standard: Int) -> Int {
            guard let text = fields[name] else { return standard }
            guard let number = Int(text), (1...last).contains(number) else {
                problems[name] = "There is no such baseline."
                return standard
            }
            return number
        }
        let from = number("from", max(last - 1, 1))
        let to = number("to", last)
        guard problems.isEmpty else {
            page.status = 422
            page.notes = [.doubt("Nothing was compared. What is marked below cannot be read.")]
            page.panels = [form(fields, from, to, problems, sight)]
            return page
        }
        guard let difference = try sight.difference(from, to) else {
            throw RoomFailure.noSuchRecord("The plan of a baseline is not there.")
        }
        page.views = [tabs(desk, from, to)]
        page.panels = [figures(difference, from, to, sight)]
        page.panels.append(
            fields["by"] == "day" ? byDay(difference, desk) : byParty(difference, desk, sight))
        page.panels.append(form(fields, from, to, problems, sight))
        return page
    }

    private static func tabs(_ desk: Desk, _ from: Int, _ to: Int) -> TabRow {
        let isByDay = desk.address.migration["by"] == "day"
        let fields = MigrationFields(["from": String(from), "to": String(to)])
        return TabRow(tabs: [
            TabModel(text: "By party", href: desk.migration(.differences, fields), isHere: !isByDay),
            TabModel(text: "By day", href: desk.migration(.differences, fields.with("by", "day")), isHere: isByDay),
        ])
    }

    private static func figures(
        _ difference: PlanDifference, _ from: Int, _ to: Int, _ sight: MigrationSight
    ) -> PanelModel {
        var panel = PanelModel(anchor: "sums", name: "Baseline \(from) to baseline \(to)")
        let reason = sight.books.baselines[to - 1].reason
        if !reason.isEmpty { panel.about = ["Adopted because: \(reason)"] }
        let later = difference.placedAfter - difference.placedBefore
        panel.figures = [
            FigureRow(figures: [
                FigureRow.Figure(
                    number: Wording.number(difference.moved), caption: "On another day",
                    detail: "MPANs: half the sum of the daily differences", href: ["#list"], tone: "quiet"),
                FigureRow.Figure(
                    number: MigrationWording.signed(later), caption: "Placed",
                    detail:
                        "\(Wording.number(difference.placedBefore)) before, \(Wording.number(difference.placedAfter)) after",
                    href: ["#list"], tone: later < 0 ? "warm" : "quiet"),
                FigureRow.Figure(
                    number: Wording.number(difference.unplacedAfter), caption: "Unplaced",
                    detail: "\(Wording.number(difference.unplacedBefore)) before", href: ["#list"],
                    tone: difference.unplacedAfter > difference.unplacedBefore ? "warm" : "quiet"),
                FigureRow.Figure(
                    number: MigrationWording.date(difference.finishAfter), caption: "Last day",
                    detail: "\(MigrationWording.date(difference.finishBefore)) before", href: ["#list"], tone: "quiet"),
            ])
        ]
        return panel
    }

    private static func byParty(_ difference: PlanDifference, _ desk: Desk, _ sight: MigrationSight) -> PanelModel {
        var panel = PanelModel(anchor: "list", name: Wording.count(difference.parties.count, "party", "parties"))
        guard !difference.parties.isEmpty else {
            panel.absence = ["No difference: the plan is the same."]
            return panel
        }
        let heads = [
            PlainHead(text: "Party", style: "t-text"), PlainHead(text: "Before", style: "t-number"),
            PlainHead(text: "After", style: "t-number"), PlainHead(text: "Moved", style: "t-number"),
            PlainHead(text: "End before", style: "t-date"), PlainHead(text: "End after", style: "t-date"),
            PlainHead(text: "Later by days", style: "t-number"),
        ]
        panel.about = [
            "Moved is MPANs on another day. Later is how much the mean day of its MPANs moved, in calendar days."
        ]
        var rows = Markup()
        for party in Pages.rows(difference.parties, perPage: MigrationPages.rowsOnAPage, desk) {
            let isSupplier = party.kind == .supplier
            let isKnown =
                isSupplier ? sight.market.supplier(party.code) != nil : sight.market.distributor(party.code) != nil
            rows.row(
                [
                    DIPCell(
                        party.code,
                        href: isKnown
                            ? desk.migration(isSupplier ? .supplier(party.code) : .distributor(party.code)) : nil,
                        detail: party.kind.rawValue),
                    DIPCell(Wording.number(party.before), style: "t-number"),
                    DIPCell(Wording.number(party.after), style: "t-number"),
                    DIPCell(Wording.number(party.moved), style: "t-number"),
                    DIPCell(party.finishBefore.map(Wording.date), style: "t-date"),
                    DIPCell(party.finishAfter.map(Wording.date), style: "t-date"),
                    DIPCell(
                        party.laterByThousandths.map { MigrationWords.days(Double($0) / 1_000) }, style: "t-number"),
                ], heads: heads)
        }
        if rows.isEmpty {
            panel.absence = ["The table has fewer pages than that."]
        } else {
            panel.plain = [PlainTable(caption: "Differences by party", form: "cards", columns: heads, rows: rows)]
        }
        panel.pages = Pages.pager(total: difference.parties.count, perPage: MigrationPages.rowsOnAPage, desk)
        return panel
    }

    private static func byDay(_ difference: PlanDifference, _ desk: Desk) -> PanelModel {
        var panel = PanelModel(anchor: "list", name: Wording.count(difference.days.count, "day"))
        panel.about = ["Days whose totals differ."]
        guard !difference.days.isEmpty else {
            panel.absence = ["No day’s total differs."]
            return panel
        }
        let heads = [
            PlainHead(text: "Day", style: "t-date"), PlainHead(text: "Before", style: "t-number"),
            PlainHead(text: "After", style: "t-number"), PlainHead(text: "Difference", style: "t-number"),
        ]
        var rows = Markup()
        for day in Pages.rows(difference.days, perPage: MigrationPages.rowsOnAPage, desk) {
            rows.row(
                [
                    DIPCell(
                        Wording.longDate(day.date), style: "t-date",
                        href: desk.migration(.heat, MigrationFields(["from": day.date.iso, "to": day.date.iso]))),
                    DIPCell(Wording.number(day.before), style: "t-number"),
                    DIPCell(Wording.number(day.after), style: "t-number"),
                    DIPCell(MigrationWording.signed(day.after - day.before), style: "t-number"),
                ], heads: heads)
        }
        if rows.isEmpty {
            panel.absence = ["The table has fewer pages than that."]
        } else {
            panel.plain = [PlainTable(caption: "Differences by day", form: "cards", columns: heads, rows: rows)]
        }
        panel.pages = Pages.pager(total: difference.days.count, perPage: MigrationPages.rowsOnAPage, desk)
        return panel
    }

    private static func form(
        _ fields: MigrationFields, _ from: Int, _ to: Int, _ problems: [String: String], _ sight: MigrationSight
    ) -> PanelModel {
        let options = sight.books.baselines.map { baseline in
            (
                value: String(baseline.number),
                text: "\(baseline.number)"
                    + (baseline.reason.isEmpty ? "" : ": \(Wording.cut(baseline.reason, to: 60))")
            )
        }
        var panel = PanelModel(anchor: "compare", name: "Compare two baselines")
        panel.forms = [
            FormModel(
                name: "Compare two baselines", action: Route.migration(.differences).path, method: "get",
                hidden: fields["by"] == "day" ? [HiddenField(name: "by", value: "day")] : [],
                fields: [
                    .choice(
                        "from", "Before", options: options, chosen: String(from), of: "compare",
                        wrong: problems["from"]),
                    .choice("to", "After", options: options, chosen: String(to), of: "compare", wrong: problems["to"]),
                ], button: "Compare")
        ]
        return panel
    }
}
