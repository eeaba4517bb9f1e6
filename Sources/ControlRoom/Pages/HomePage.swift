import Kernel
import Record

/// What is owed, what is asked, what moved and what disagrees.
enum HomePage {
    private static let few = 6

    static func model(_ desk: Desk) async throws -> PageModel {
        let papers = try await desk.count(.papers)
        var page = PageModel(heading: "Where the programme stands")
        guard papers > 0 else {
            page.panels = [empty(desk), testData(desk)]
            return page
        }
        let latest = try await LatestMeeting.find(desk)
        page.lead = ["Seen from \(desk.todayInWords)."]
        let overdue = try await Overdue.find(desk, limit: few)
        let contradictions =
            try await desk.count(.contradictions)
            - desk.count(.contradictions, [.init("state", .equals("resolved"))])
        page.panels = [try await figures(overdue, contradictions: contradictions, papers, desk)]
        page.panels.append(try await meetings(latest, desk))
        page.panels.append(try await sought(latest, desk))
        page.panels.append(overduePanel(overdue, desk))
        page.panels.append(try await disagreements(desk))
        page.panels.append(try await moved(latest, desk))
        page.panels.append(testData(desk))
        return page
    }

    /// What the room gives beside the record.
    private static func testData(_ desk: Desk) -> PanelModel {
        PanelModel(
            anchor: "test-data", name: "Test data",
            list: [
                ListModel(items: [
                    .init(
                        headline: "Manufacture consumption", href: desk.link(.consumption(.portfolio)), mark: [],
                        detail: ["Make a portfolio of metering points, look at its half hours, take a sample."],
                        aside: "")
                ])
            ])
    }

    private static func empty(_ desk: Desk) -> PanelModel {
        let words =
            desk.day.map { "No paper was known at \(Wording.date($0)). Choose a later day." }
            ?? "The record is empty. Import a paper to begin: changeover record import PAPER.txt"
        return PanelModel(anchor: "empty", name: "Nothing is known yet", absence: [words])
    }

    private static func figures(
        _ overdue: Overdue, contradictions: Int, _ papers: Int, _ desk: Desk
    ) async throws -> PanelModel {
        let milestones = try await desk.count(.milestones)
        let unclaimed = try await desk.count(.unclaimed)
        func figure(_ number: Int, _ caption: String, _ detail: String, _ href: String, _ tone: String = "quiet")
            -> FigureRow.Figure
        {
            FigureRow.Figure(
                number: Wording.number(number), caption: caption, detail: detail, href: [href], tone: tone)
        }
        return PanelModel(
            anchor: "figures", name: "At a glance",
            figures: [
                FigureRow(figures: [
                    figure(
                        overdue.count, "Overdue actions",
                        "of \(Wording.number(overdue.due)) due before \(Wording.date(desk.today))",
                        desk.link(.actions, filters: overdue.filters), overdue.count > 0 ? "warm" : "good"),
                    figure(
                        contradictions, "Contradictions", "not yet resolved",
                        desk.link(.subject(.contradictions)), contradictions > 0 ? "bad" : "good"),
                    figure(milestones, "Milestones", "in the register", desk.link(.subject(.milestones))),
                    figure(papers, "Papers", "read into the record", desk.link(.subject(.papers))),
                    figure(
                        unclaimed, "Unclaimed lines", "still to be looked at", desk.link(.subject(.unclaimed)),
                        unclaimed > 0 ? "warm" : "good"),
                ])
            ])
    }

    // MARK: Panels

    private static func meetings(_ latest: LatestMeeting?, _ desk: Desk) async throws -> PanelModel {
        let day = desk.today.iso
        let dated = try await desk.rows(
            .meetings, [.init("date", .atLeast(day))], order: [.init("date")], limit: few)
        let announced = try await desk.rows(
            .meetings, [.init("next_meeting", .atLeast(day))], order: [.init("next_meeting")], limit: few)
        var items = dated.all.map { row in
            ListModel.Item(
                headline: "\(row["group"]) \(row["number"])", href: desk.link(.record(.meetings, key: row.key)),
                mark: [],
                detail: detail([row["venue"], hours(row)]), aside: row.date("date").map(Wording.longDate) ?? "")
        }
        let listed = Set(dated.all.map { $0["group"] + $0["date"] })
        items += announced.all.filter { !listed.contains($0["group"] + $0["next_meeting"]) }.map { row in
            ListModel.Item(
                headline: "Next \(row["group"])", href: desk.link(.record(.meetings, key: row.key)), mark: [],
                detail: ["Announced at \(row["group"]) \(row["number"])"],
                aside: row.date("next_meeting").map(Wording.longDate) ?? "")
        }
        var panel = PanelModel(
            anchor: "meetings", name: "Next meetings", width: "half",
            more: [LinkModel(text: "All meetings", href: desk.link(.subject(.meetings)))])
        if items.isEmpty {
            let last = latest.map { "The last known meeting is \($0.name) on \(Wording.date($0.date))." } ?? ""
            panel.absence = ["No meeting on or after \(Wording.date(desk.today)) is announced. \(last)"]
        } else {
            panel.list = [ListModel(items: Array(items.prefix(few)))]
        }
        return panel
    }

    private static func hours(_ row: Row) -> String {
        row["start"].isEmpty ? "" : row["end"].isEmpty ? row["start"] : "\(row["start"]) to \(row["end"])"
    }

    private static func detail(_ parts: [String]) -> [String] {
        let words = parts.filter { !$0.isEmpty }.joined(separator: ", ")
        return words.isEmpty ? [] : [words]
    }

    private static func overduePanel(_ overdue: Overdue, _ desk: Desk) -> PanelModel {
        var panel = PanelModel(
            anchor: "overdue", name: "Overdue actions", width: "half",
            more: [
                LinkModel(
                    text: "All that are due",
                    href: desk.link(.actions, filters: overdue.filters))
            ])
        if overdue.rows.isEmpty {
            panel.absence = ["No action that is still open was due before \(Wording.date(desk.today))."]
        } else {
            panel.list = [
                ListModel(
                    items: overdue.rows.map { row in
                        ListModel.Item(
                            headline: row["reference"].isEmpty ? row.key : row["reference"],
                            href: desk.link(.record(.actions, key: row.key)),
                            mark: [MarkModel(word: row["status"].isEmpty ? "No status" : row["status"], tone: "warm")],
                            detail: [row["text"]],
                            aside: [
                                row.date("due").map { "due \(Wording.date($0))" } ?? "",
                                CellWriter.owners(row["owners"]).joined(separator: "; "),
                            ]
                            .filter { !$0.isEmpty }.joined(separator: ", "))
                    })
            ]
        }
        return panel
    }

    private static func sought(_ latest: LatestMeeting?, _ desk: Desk) async throws -> PanelModel {
        var panel = PanelModel(
            anchor: "sought", name: "Decisions sought", width: "half",
            more: [LinkModel(text: "All decisions sought", href: desk.link(.subject(.decisionsSought)))])
        guard let latest else {
            panel.absence = ["No meeting with a date is known, so no agenda asks for a decision."]
            return panel
        }
        let rows = try await desk.rows(.decisionsSought, latest.filters, limit: 10)
        if rows.isEmpty {
            panel.absence = ["The papers of \(latest.name) ask for no decision."]
        } else {
            panel.about = ["Asked of \(latest.name) on \(Wording.date(latest.date))."]
            panel.list = [
                ListModel(
                    items: rows.all.map { row in
                        ListModel.Item(
                            headline: row["subject"], href: desk.link(.record(.decisionsSought, key: row.key)),
                            mark: [],
                            detail: detail([row["version"].isEmpty ? "" : "Version \(row["version"])", row["lead"]]),
                            aside: row["agenda_item"].isEmpty ? "" : "item \(row["agenda_item"])")
                    })
            ]
        }
        return panel
    }

    private static func disagreements(_ desk: Desk) async throws -> PanelModel {
        var panel = PanelModel(
            anchor: "contradictions", name: "Newest contradictions", width: "half",
            more: [LinkModel(text: "All contradictions", href: desk.link(.subject(.contradictions)))])
        // Papers sort by their names here only to find the newest: the one known last.
        let newest = try await desk.rows(
            .papers, order: [RowQuery.Order("known_from", descending: true)], limit: 1
        ).all.first
        var found: [Row] = []
        if let newest {
            found = try await desk.rows(
                .contradictions, [.init("place_a", .contains(newest["paper"] + "#"))], limit: few
            ).all
            panel.about = ["Touching the newest paper, \(PaperLabels.label(of: newest.row))."]
        }
        if found.isEmpty {
            found = try await desk.rows(.contradictions, limit: few).all
            panel.about = found.isEmpty ? [] : ["The newest paper brought none; these are older."]
        }
        if found.isEmpty {
            panel.absence = ["No two places of the record disagree."]
        } else {
            panel.list = [ListModel(items: found.map { ContradictionPanel.item($0, desk) })]
        }
        return panel
    }

    /// What the latest meeting's papers change against the record of the meeting before.
    private static func moved(_ latest: LatestMeeting?, _ desk: Desk) async throws -> PanelModel {
        var panel = PanelModel(
            anchor: "moved", name: "What moved since the meeting before",
            more: [LinkModel(text: "All milestone changes", href: desk.link(.subject(.milestoneChanges)))])
        guard let latest else {
            panel.absence = ["No meeting with a date is known yet."]
            return panel
        }
        let since = try await latest.before(desk)
        panel.about = [
            since.map {
                "From \($0.name) on \(Wording.date($0.date)) to \(latest.name) on \(Wording.date(latest.date))."
            }
                ?? "\(latest.name) on \(Wording.date(latest.date)) is the first meeting that the record knows of its group."
        ]
        let after = since.map { $0.date.adding(days: 1).iso } ?? latest.date.iso
        let group = RowQuery.Filter("group", .equals(latest.group))
        let raised = [group, RowQuery.Filter("raised", .atLeast(after))]
        let events = [RowQuery.Filter("date", .atLeast(after)), .init("date", .atMost(latest.date.iso))]
        let changes = try await desk.rows(.milestoneChanges, latest.filters, limit: 8)
        func figure(_ number: Int, _ caption: String, _ href: String) -> FigureRow.Figure {
            FigureRow.Figure(number: Wording.number(number), caption: caption, detail: "", href: [href], tone: "quiet")
        }
        panel.figures = [
            FigureRow(figures: [
                figure(changes.total, "milestone changes", desk.link(.milestoneChanges, filters: latest.filters)),
                figure(
                    try await desk.count(.actions, raised), "actions raised", desk.link(.actions, filters: raised)),
                figure(
                    try await desk.count(.decisions, latest.filters), "decisions taken",
                    desk.link(.decisions, filters: latest.filters)),
                figure(
                    try await desk.count(.documents, events), "document events", desk.link(.documents, filters: events)),
            ])
        ]
        guard !changes.isEmpty else { return panel }
        let columns = ["id", "change", "title", "baseline", "forecast", "update"]
            .compactMap(RecordKind.milestoneChanges.schema.column)
        let writer = CellWriter(desk: desk, labels: [:])
        var rows = Markup()
        for row in changes.all { rows.append(writer.row(row, columns: columns)) }
        panel.plain = [
            PlainTable(
                caption: "Milestone changes of \(latest.name)", form: "cards",
                columns: CellWriter.heads(columns), rows: rows)
        ]
        return panel
    }
}

/// The meeting that the newest dated papers speak of.
struct LatestMeeting: Sendable {
    let group: String
    let number: String
    let date: CalendarDate

    var name: String { "\(group) \(number)" }

    /// Rows that belong to the meeting, in any kind with both columns.
    var filters: [RowQuery.Filter] { [.init("group", .equals(group)), .init("meeting", .equals(number))] }

    static func find(_ desk: Desk) async throws -> LatestMeeting? {
        try await first([.init("date", .isNotEmpty)], desk)
    }

    /// The meeting of the same group before this one.
    func before(_ desk: Desk) async throws -> LatestMeeting? {
        try await Self.first(
            [
                .init("group", .equals(group)), .init("date", .atMost(date.adding(days: -1).iso)),
                .init("date", .isNotEmpty),
            ],
            desk)
    }

    private static func first(_ filters: [RowQuery.Filter], _ desk: Desk) async throws -> LatestMeeting? {
        let rows = try await desk.rows(
            .meetings, filters, order: [RowQuery.Order("date", descending: true)], limit: 1)
        guard let row = rows.all.first, let date = row.date("date") else { return nil }
        return LatestMeeting(group: row["group"], number: row["number"], date: date)
    }
}

/// Actions whose due day has passed and that no paper reports as closed.
struct Overdue: Sendable {
    let count: Int
    /// All whose due day has passed, closed ones too.
    let due: Int
    let rows: [Row]
    let filters: [RowQuery.Filter]

    /// Finds them by asking for each status that is not a closed one: the port has no test for “is not”.
    static func find(_ desk: Desk, limit: Int) async throws -> Overdue {
        let due = [
            RowQuery.Filter("due", .isNotEmpty), .init("due", .atMost(desk.today.adding(days: -1).iso)),
        ]
        var count = 0
        var rows: [Row] = []
        let statuses = try await desk.values(of: "status", .actions, due, limit: 12)
        for status in statuses where !isClosed(status.value) {
            count += status.count
            let test: RowQuery.Test = status.value.isEmpty ? .isEmpty : .equals(status.value)
            rows += try await desk.rows(
                .actions, due + [.init("status", test)], order: [RowQuery.Order("due", descending: true)], limit: limit
            ).all
        }
        rows.sort { ($0["due"], $0.key) > ($1["due"], $1.key) }
        return Overdue(
            count: count, due: statuses.map(\.count).reduce(0, +), rows: Array(rows.prefix(limit)), filters: due)
    }

    /// `Recommend Closed` is not closed: the meeting has yet to decide.
    static func isClosed(_ status: String) -> Bool {
        let word = status.lowercased()
        return word.hasPrefix("closed") || word.hasPrefix("complete") || word.hasPrefix("done")
    }
}
