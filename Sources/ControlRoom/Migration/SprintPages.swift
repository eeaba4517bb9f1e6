import Charts
import Kernel
import Migration

/// `/migration/sprints` and `/migration/sprints/N`.
enum SprintPages {
    static func model(_ desk: Desk, _ sight: MigrationSight) -> PageModel {
        var page = PageModel(heading: "Sprints")
        page.lead = ["What each sprint has to carry, and what it has carried."]
        page.notes = notes(sight)
        var panel = PanelModel(anchor: "sprints", name: Wording.count(sight.books.sprints.sprints.count, "sprint"))
        let heads = [
            PlainHead(text: "Sprint", style: "t-text"), PlainHead(text: "Execution", style: "t-text"),
            PlainHead(text: "Migration days", style: "t-number"), PlainHead(text: "First baseline", style: "t-number"),
            PlainHead(text: "Current", style: "t-number"), PlainHead(text: "Actual", style: "t-number"),
            PlainHead(text: "Attainment to date", style: "t-number"),
        ]
        let sums = sums(sight)
        var rows = Markup()
        for (place, sprint) in sight.books.sprints.sprints.enumerated() {
            let sum = sums[place]
            rows.row(
                [
                    DIPCell("Sprint \(sprint.number)", href: desk.migration(.sprint(sprint.number))),
                    DIPCell(range(sprint.execution)), DIPCell(Wording.number(sum.days), style: "t-number"),
                    DIPCell(Wording.number(sum.first), style: "t-number"),
                    DIPCell(Wording.number(sum.current), style: "t-number"),
                    DIPCell(sum.actual.map(Wording.number), style: "t-number"),
                    MigrationWording.cell(sum.attainment, sight.settings),
                ], heads: heads)
        }
        if rows.isEmpty {
            panel.absence = ["The calendar has no migration day, so there are no sprints."]
        } else {
            panel.plain = [PlainTable(caption: "Sprints", form: "cards", columns: heads, rows: rows)]
        }
        page.panels = [panel]
        return page
    }

    private struct Sum {
        var days = 0
        var first = 0
        var current = 0
        /// Planned up to the last known day.
        var toDate = 0
        /// Nil where the sprint has not begun by then.
        var actual: Int?
        var attainment: Int? {
            guard let actual, toDate > 0 else { return nil }
            return max(actual, 0) * 1_000 / toDate
        }
    }

    private static func sums(_ sight: MigrationSight) -> [Sum] {
        let first = sight.daily(sight.books.first, .industry)
        let actual = sight.actualDaily(.industry)
        return sight.books.sprints.sprints.map { sprint in
            var sum = Sum()
            sum.days = sight.market.calendar.migrationDays.filter { sprint.execution.contains($0) }.count
            for day in 0..<sight.length where sprint.execution.contains(sight.date(day)) {
                sum.first += first[day]
                sum.current += sight.byDay[day]
                guard let actual, day < actual.count else { continue }
                sum.actual = (sum.actual ?? 0) + actual[day]
                sum.toDate += sight.byDay[day]
            }
            return sum
        }
    }

    private static func notes(_ sight: MigrationSight) -> [NoteModel] {
        guard sight.books.sprints.isDerived else { return [] }
        return [
            .bound(
                "These sprints are equal slices of the migration days: the dates of the sprints are not in the market.")
        ]
    }

    static func range(_ days: ClosedRange<CalendarDate>) -> String {
        "\(Wording.date(days.lowerBound)) to \(Wording.date(days.upperBound))"
    }

    // MARK: One sprint

    static func sprint(_ number: Int, _ desk: Desk, _ sight: MigrationSight) throws -> PageModel {
        guard let sprint = sight.books.sprints[number] else {
            throw RoomFailure.noSuchRecord("There is no sprint \(number).")
        }
        var page = PageModel(heading: "Sprint \(number)")
        page.kicker = ["Sprint"]
        var phases = ["execution \(range(sprint.execution))"]
        if let planning = sprint.planning { phases.insert("planning \(range(planning))", at: 0) }
        if let retrospective = sprint.retrospective { phases.append("retrospective \(range(retrospective))") }
        page.lead = [phases.joined(separator: "; ").capitalisedFirst + "."]
        page.notes = notes(sight)
        let sum = sums(sight)[number - 1]
        var figures = [
            FigureRow.Figure(
                number: Wording.number(sum.current), caption: "Planned",
                detail: "on \(Wording.count(sum.days, "migration day"))", href: ["#days"], tone: "quiet")
        ]
        if let actual = sum.actual {
            figures.append(
                FigureRow.Figure(
                    number: Wording.number(actual), caption: "Done",
                    detail: "planned by then: \(Wording.number(sum.toDate))", href: ["#days"], tone: "quiet"))
        }
        if let attainment = sum.attainment, let judged = MigrationWording.attainment(attainment, sight.settings) {
            figures.append(
                FigureRow.Figure(
                    number: MigrationWording.percent(thousandths: attainment), caption: "Attainment",
                    detail: judged.word, href: ["#days"], tone: judged.tone))
        }
        page.panels = [
            PanelModel(anchor: "now", name: "Where it stands", figures: [FigureRow(figures: figures)]),
            burnUp(sprint, sight), DailyTable(sight, .industry, sprint.execution).panel(desk),
        ]
        page.panels[0].more = [
            LinkModel(text: "Heat map", href: desk.migration(.heat, MigrationFields(["sprint": String(number)])))
        ]
        return page
    }

    private static func burnUp(_ sprint: SprintCalendar.Sprint, _ sight: MigrationSight) -> PanelModel {
        let inside = (0..<sight.length).filter { sprint.execution.contains(sight.date($0)) }
        func line(_ label: String, _ tone: Int, _ daily: [Int]) -> BurnUpChart.Line {
            let days = inside.filter { $0 < daily.count }
            let sums = MigrationSight.summed(days.map { daily[$0] })
            return BurnUpChart.Line(
                label: label, tone: tone,
                points: zip(days, sums).map { BurnUpChart.Point(day: sight.start + $0, value: $1) })
        }
        var lines: [BurnUpChart.Line] = []
        if sight.books.baselines.count > 1 {
            lines.append(line("First baseline", 5, sight.daily(sight.books.first, .industry)))
        }
        lines.append(line("Current baseline", 1, sight.byDay))
        if let actual = sight.actualDaily(.industry), let first = inside.first, first < actual.count {
            lines.append(line("Actual", 0, actual))
        }
        var panel = PanelModel(anchor: "burn-up", name: "Burn-up")
        panel.about = ["MPANs since the sprint’s first day, by the end of each."]
        let words = lines.map { "\($0.label) \(Wording.number($0.points.last?.value ?? 0))" }.joined(separator: ", ")
        let days = sprint.execution.lowerBound.dayNumber...sprint.execution.upperBound.dayNumber
        var chart = Markup()
        for room in [BurnUpChart.Room.wide, .narrow] {
            chart.append(
                .written(
                    BurnUpChart(
                        title: "Burn-up of sprint \(sprint.number)", words: words, room: room, lines: lines, band: nil,
                        goal: nil,
                        marked: sight.knownTo.map { [BurnUpChart.MarkedDay(day: $0.dayNumber, label: "known to")] }
                            ?? [],
                        ticks: BurnUpPanel.ticks(days)
                    ).svg))
        }
        panel.chart = chart
        return panel
    }
}
