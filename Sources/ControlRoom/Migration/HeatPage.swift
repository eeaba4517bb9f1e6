import Charts
import Kernel
import Migration

/// `/migration/heat`: how full every distributor's days are, and how much room they leave.
enum HeatPage {
    static func model(_ desk: Desk, _ sight: MigrationSight) throws -> PageModel {
        var page = PageModel(heading: "Heat map")
        page.lead = [
            "How much of each usable limit the current plan takes, and how many MPANs it leaves free. A cell opens the reasons of its day."
        ]
        let map = try map(desk, sight)
        page.views = [tabs(desk, sight, map)]
        var panel = PanelModel(anchor: "map", name: map.name)
        panel.about = [map.about]
        panel.more = [
            LinkModel(text: "SVG", href: desk.migration(.file(.heatPicture), map.fields)),
            LinkModel(text: "CSV", href: desk.migration(.file(.heatTable), map.fields)),
        ]
        guard !map.columns.isEmpty else {
            panel.absence = ["No migration day lies between these dates."]
            page.panels = [panel]
            return page
        }
        panel.chart = MilestonePanels.scrolled(map.svg, map.name)
        panel.prose = map.table
        panel.pages = Pages.pager(
            total: sight.market.distributors.count, perPage: MigrationPages.rowsOnAPage, desk)
        page.panels = [panel, summary(map, desk, sight)]
        return page
    }

    /// The map that an address asks for: a sprint, two dates, or all of it; without any, the sprint that comes next.
    static func map(_ desk: Desk, _ sight: MigrationSight) throws -> HeatMap {
        let fields = desk.address.migration
        var days: ClosedRange<CalendarDate>
        var sprint: SprintCalendar.Sprint?
        if fields["from"] != nil || fields["to"] != nil {
            let from = try date(fields["from"], "from") ?? sight.date(0)
            let to = try date(fields["to"], "to") ?? sight.date(sight.length - 1)
            guard from <= to else { throw RoomFailure.badAddress("“from” is after “to”.") }
            days = from...to
        } else if fields["by"] == "week" {
            days = sight.date(0)...sight.date(sight.length - 1)
        } else {
            let number = try fields["sprint"].map { text in
                guard let number = Int(text), sight.books.sprints[number] != nil else {
                    throw RoomFailure.noSuchRecord("There is no sprint \(Wording.cut(text, to: 20)).")
                }
                return number
            }
            sprint = number.flatMap { sight.books.sprints[$0] } ?? next(sight)
            days = sprint?.execution ?? sight.date(0)...sight.date(sight.length - 1)
        }
        let rows = Pages.rows(Array(sight.market.distributors.indices), perPage: MigrationPages.rowsOnAPage, desk)
        return HeatMap(sight, desk, days, sprint: sprint, rows: Array(rows))
    }

    private static func date(_ text: String?, _ name: String) throws -> CalendarDate? {
        guard let text else { return nil }
        guard let date = CalendarDate(iso: text) else {
            throw RoomFailure.badAddress("“\(name)” needs a date such as 2026-05-14, not “\(text)”.")
        }
        return date
    }

    /// The first sprint that has a day after what is known.
    private static func next(_ sight: MigrationSight) -> SprintCalendar.Sprint? {
        let sprints = sight.books.sprints.sprints
        guard let known = sight.knownTo else { return sprints.first }
        return sprints.first { $0.execution.upperBound > known } ?? sprints.last
    }

    private static func tabs(_ desk: Desk, _ sight: MigrationSight, _ map: HeatMap) -> TabRow {
        var tabs = [
            TabModel(
                text: "All weeks", href: desk.migration(.heat, MigrationFields(["by": "week"])),
                isHere: desk.address.migration["by"] == "week" && desk.address.migration["from"] == nil)
        ]
        for sprint in sight.books.sprints.sprints {
            tabs.append(
                TabModel(
                    text: "Sprint \(sprint.number)",
                    href: desk.migration(.heat, MigrationFields(["sprint": String(sprint.number)])),
                    isHere: map.sprint?.number == sprint.number))
        }
        return TabRow(tabs: tabs)
    }

    private static func summary(_ map: HeatMap, _ desk: Desk, _ sight: MigrationSight) -> PanelModel {
        var panel = PanelModel(anchor: "by-distributor", name: "By distributor")
        panel.about = ["Over the same days. A day is full when the plan takes the whole usable limit."]
        let heads = [
            PlainHead(text: "Distributor", style: "t-text"), PlainHead(text: "Planned", style: "t-number"),
            PlainHead(text: "Free", style: "t-number"), PlainHead(text: "Used", style: "t-number"),
            PlainHead(text: "Full days", style: "t-number"), PlainHead(text: "Fullest day", style: "t-date"),
        ]
        var rows = Markup()
        for place in map.rows {
            let total = map.total(place)
            let code = sight.market.distributors[place]
            rows.row(
                [
                    DIPCell(code, href: desk.migration(.distributor(code))),
                    DIPCell(Wording.number(total.used), style: "t-number"),
                    DIPCell(total.usable.map { Wording.number($0 - total.used) } ?? "no limit", style: "t-number"),
                    DIPCell(total.usable.map { MigrationWording.percent(total.used, of: $0) }, style: "t-number"),
                    DIPCell(Wording.number(total.full), style: "t-number"),
                    DIPCell(
                        total.fullest.map(Wording.longDate), style: "t-date",
                        href: total.fullest.map { desk.why(nil, code, $0.iso) },
                        detail: total.fullest.flatMap { day in
                            sight.usable(place, day).map { Wording.number($0 - sight.planned(place, day)) + " free" }
                        }),
                ], heads: heads)
        }
        panel.plain = [PlainTable(caption: "Use by distributor", form: "cards", columns: heads, rows: rows)]
        panel.pages = Pages.pager(total: sight.market.distributors.count, perPage: MigrationPages.rowsOnAPage, desk)
        return panel
    }
}

/// A heat map of some days: its columns are days, or weeks where there are many.
struct HeatMap {
    /// Columns beyond which days become weeks.
    static let mostDays = 60

    struct Column {
        let dates: [CalendarDate]
        /// The first of its month or of its week, as the head prints it.
        let label: String
        let name: String
    }

    struct Total {
        var used = 0
        /// Nil where a day has no limit.
        var usable: Int? = 0
        var full = 0
        var fullest: CalendarDate?
    }

    let sight: MigrationSight
    let desk: Desk
    let days: ClosedRange<CalendarDate>
    let sprint: SprintCalendar.Sprint?
    let rows: [Int]
    let columns: [Column]
    let isWeekly: Bool

    init(
        _ sight: MigrationSight, _ desk: Desk, _ days: ClosedRange<CalendarDate>, sprint: SprintCalendar.Sprint?,
        rows: [Int]
    ) {
        self.sight = sight
        self.desk = desk
        self.days = days
        self.sprint = sprint
        self.rows = rows
        var dates = Set(sight.market.calendar.migrationDays.filter { days.contains($0) && $0 <= sight.market.lastDate })
        for (day, volume) in sight.byDay.enumerated() where volume > 0 && days.contains(sight.date(day)) {
            dates.insert(sight.date(day))
        }
        let ordered = dates.sorted()
        isWeekly = ordered.count > Self.mostDays
        columns = isWeekly ? Self.weeks(ordered) : Self.daily(ordered)
    }

    private static func daily(_ dates: [CalendarDate]) -> [Column] {
        dates.enumerated().map { place, date in
            let isMarked = place == 0 || date.dayNumber - dates[place - 1].dayNumber > 1
            return Column(
                dates: [date], label: isMarked ? String(Wording.date(date).dropLast(5)) : "",
                name: Wording.longDate(date))
        }
    }

    private static func weeks(_ dates: [CalendarDate]) -> [Column] {
        var columns: [Column] = []
        var month = 0
        for (_, group) in Dictionary(grouping: dates, by: { $0.dayNumber - $0.weekday.rawValue + 1 })
            .sorted(by: { $0.key < $1.key })
        {
            let first = group[0]
            let isMarked = first.month != month
            month = first.month
            columns.append(
                Column(
                    dates: group,
                    label: isMarked ? String(Wording.date(first).drop { $0 != " " }.dropFirst()) : "",
                    name: "week of \(Wording.date(first))"))
        }
        return columns
    }

    var fields: MigrationFields {
        if let sprint { return MigrationFields(["sprint": String(sprint.number)]) }
        let asked = desk.address.migration
        if asked["from"] == nil, asked["to"] == nil { return MigrationFields(["by": "week"]) }
        return MigrationFields(["from": days.lowerBound.iso, "to": days.upperBound.iso])
    }

    var name: String {
        let range = "\(Wording.date(days.lowerBound)) to \(Wording.date(days.upperBound))"
        if let sprint { return "Sprint \(sprint.number), \(range)" }
        return days.lowerBound == days.upperBound ? Wording.longDate(days.lowerBound) : range
    }

    var about: String {
        (isWeekly
            ? "A column is a week, and a cell as dark as its fullest day."
            : "A column is a day on which migrations may begin.")
            + (sprint != nil && sight.books.sprints.isDerived
                ? " The sprints are equal slices of the calendar: their own dates are not in the market." : "")
    }

    // MARK: Values

    func total(_ place: Int?, _ dates: [CalendarDate]? = nil) -> Total {
        var total = Total()
        var share = (used: 0, usable: 1)
        for date in dates ?? columns.flatMap(\.dates) {
            let used = place.map { sight.planned($0, date) } ?? sight.planned(date)
            let usable = place.map { sight.usable($0, date) } ?? sight.usable(date)
            total.used += used
            total.usable = total.usable.flatMap { sum in usable.map { sum + $0 } }
            guard let usable, used > 0 else { continue }
            if used >= usable { total.full += 1 }
            if total.fullest == nil || used * max(share.usable, 1) > share.used * max(usable, 1) {
                total.fullest = date
                share = (used, usable)
            }
        }
        return total
    }

    static let legend = ["nothing", "under half", "to ¾", "to nearly full", "nearly full", "full", "over"]

    /// How full a day is, 0 to 6.
    private func level(_ used: Int, _ usable: Int?) -> Int {
        guard used > 0 else { return 0 }
        guard let usable else { return 1 }
        if used > usable { return 6 }
        if used == usable { return 5 }
        if used >= sight.settings[WatchParameters.useFair].ceiling(of: usable) { return 4 }
        return used * 4 >= usable * 3 ? 3 : used * 2 >= usable ? 2 : 1
    }

    private func cell(_ place: Int?, _ column: Column) -> HeatChart.Cell {
        let total = total(place, column.dates)
        let day = total.fullest ?? column.dates[0]
        let level = column.dates.map { date in
            self.level(
                place.map { sight.planned($0, date) } ?? sight.planned(date),
                place.map { sight.usable($0, date) } ?? sight.usable(date))
        }.max()
        let name = MigrationWording.limit(place, sight.market)
        let room = total.usable.map { "\(Wording.number($0 - total.used)) free of \(Wording.number($0))" } ?? "no limit"
        let fullest = isWeekly && total.fullest != nil ? "; fullest on \(Wording.longDate(day))" : ""
        return HeatChart.Cell(
            level: level, tip: "\(name), \(column.name): \(Wording.number(total.used)) planned, \(room)\(fullest)",
            href: link(place, day))
    }

    private func link(_ place: Int?, _ day: CalendarDate) -> String {
        place.map { desk.why(nil, sight.market.distributors[$0], day.iso) }
            ?? desk.migration(.heat, MigrationFields(["from": day.iso, "to": day.iso]))
    }

    private var lines: [(place: Int?, label: String, href: String)] {
        [(nil, "Industry", desk.migration(.dashboard))]
            + rows.map { place in
                let code = sight.market.distributors[place]
                return (place, code, desk.migration(.distributor(code)))
            }
    }

    // MARK: Forms

    var svg: String {
        HeatChart(
            title: "Use of limits, \(name)",
            words: "The table under the picture has the same numbers", columns: columns.map(\.label),
            rows: lines.map { line in
                HeatChart.Row(label: line.label, href: line.href, cells: columns.map { cell(line.place, $0) })
            }, legend: Self.legend
        ).svg
    }

    /// The same as a table, opened when it is wanted: free MPANs by distributor and column.
    var table: Markup {
        var out = Markup("<details class=\"tool heat-table\"><summary>The same as a table: free MPANs</summary>\n")
        out.raw("<div class=\"scroll\" role=\"region\" tabindex=\"0\"")
        out.attribute("aria-label", "Free MPANs, \(name)")
        out.raw("><table class=\"rows grid\"><caption class=\"unseen\">")
        out.text("Free MPANs, \(name)")
        out.raw("</caption><thead><tr><th scope=\"col\">")
        out.text(isWeekly ? "Week of" : "Day")
        out.raw("</th>")
        for line in lines {
            out.raw("<th scope=\"col\">")
            out.text(line.label)
            out.raw("</th>")
        }
        out.raw("</tr></thead>\n<tbody>\n")
        for column in columns {
            out.raw("<tr><th scope=\"row\">")
            out.text(isWeekly ? Wording.date(column.dates[0]) : column.name)
            out.raw("</th>")
            for line in lines { tableCell(line.place, column, into: &out) }
            out.raw("</tr>\n")
        }
        out.raw("</tbody></table></div></details>\n")
        return out
    }

    private func tableCell(_ place: Int?, _ column: Column, into out: inout Markup) {
        let total = total(place, column.dates)
        out.raw("<td class=\"t-number\"><a")
        out.attribute("href", link(place, total.fullest ?? column.dates[0]))
        out.raw(">")
        out.text(total.usable.map { Wording.number($0 - total.used) } ?? "no limit")
        out.raw("</a></td>")
    }

    /// `date,distributor,planned,usable,free` of every day and every distributor; `industry` is all of them.
    var csv: [UInt8] {
        var bytes = Array("date,distributor,planned,usable,free\n".utf8)
        for date in columns.flatMap(\.dates) {
            for place in [nil] + sight.market.distributors.indices.map(Optional.some) {
                let used = place.map { sight.planned($0, date) } ?? sight.planned(date)
                let usable = place.map { sight.usable($0, date) } ?? sight.usable(date)
                bytes += "\(date.iso),".utf8
                MigrationTable.append(place.map { sight.market.distributors[$0] } ?? "industry", to: &bytes)
                bytes += ",\(used),\(usable.map(String.init) ?? ""),\(usable.map { String($0 - used) } ?? "")\n".utf8
            }
        }
        return bytes
    }
}
