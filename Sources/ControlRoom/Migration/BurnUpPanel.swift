import Charts
import Formats
import Kernel
import Migration

/// The burn-up of a scope: both baselines, what was done, and what the forecast says of the rest.
struct BurnUpPanel {
    let sight: MigrationSight
    let scope: MigrationSight.Scope
    let title: String
    private let first: [Int]
    private let current: [Int]
    private let actual: [Int]?
    private let dates: [CalendarDate]
    private let bands: [MigrationForecast.Band]
    /// How many of the forecast's days are drawn.
    private let drawn: Int

    init(_ sight: MigrationSight, _ scope: MigrationSight.Scope, title: String) throws {
        self.sight = sight
        self.scope = scope
        self.title = title
        first = MigrationSight.summed(sight.daily(sight.books.first, scope))
        current = MigrationSight.summed(sight.daily(sight.books.current, scope))
        actual = sight.actualDaily(scope).map(MigrationSight.summed)
        bands = try sight.outlook(scope)?.bands ?? []
        dates = bands.isEmpty ? [] : try sight.forecast()?.dates ?? []
        drawn = Self.drawn(bands, dates, of: sight.mpans(scope), past: sight.end)
    }

    /// The panel with the picture at two widths; a sheet shows the one that fits.
    func panel(_ desk: Desk, anchor: String = "burn-up", name: String = "Burn-up") -> PanelModel {
        var panel = PanelModel(anchor: anchor, name: name)
        panel.about = [about]
        var chart = Markup()
        chart.append(.written(picture(.wide)))
        chart.append(.written(picture(.narrow)))
        panel.chart = chart
        let fields = fields
        panel.more = [
            LinkModel(text: "SVG", href: desk.migration(.file(.burnUpPicture), fields)),
            LinkModel(text: "CSV", href: desk.migration(.file(.burnUpTable), fields)),
        ]
        if sight.actual != nil, actual == nil {
            panel.notes = [.bound("The actual progress does not tell this party apart, so no line of it is drawn.")]
        }
        return panel
    }

    private var about: String {
        var words = "MPANs migrated by the end of each day."
        if sight.books.baselines.count == 1 { words += " One baseline was adopted, so both lines of the plan are one." }
        words +=
            sight.actual == nil
            ? " No actual progress was taken in yet."
            : " Actual progress is net of what went back."
        if !bands.isEmpty { words += " In eight futures of ten the volume stays inside the band." }
        return words
    }

    private var fields: MigrationFields {
        switch scope {
        case .industry: MigrationFields()
        case .supplier(let place): MigrationFields(["supplier": sight.market.suppliers[place].code])
        case .distributor(let place): MigrationFields(["distributor": sight.market.distributors[place]])
        }
    }

    // MARK: Picture

    /// The forecast is drawn to the end of the plan, and on until the lower edge of its band has all but a thousandth:
    /// the last few MPANs of a late supplier would squeeze everything else.
    private static func drawn(
        _ bands: [MigrationForecast.Band], _ dates: [CalendarDate], of all: Int, past end: Int
    ) -> Int {
        let ended = bands.firstIndex { $0.p10 >= all - all / 1_000 }.map { $0 + 1 } ?? bands.count
        return max(ended, dates.prefix { $0.dayNumber <= end }.count)
    }

    func picture(_ room: BurnUpChart.Room) -> String {
        func points(_ values: [Int]) -> [BurnUpChart.Point] {
            values.enumerated().map { BurnUpChart.Point(day: sight.start + $0, value: $1) }
        }
        var lines: [BurnUpChart.Line] = []
        if sight.books.baselines.count > 1 {
            lines.append(BurnUpChart.Line(label: "First baseline", tone: 5, points: trimmed(points(first))))
        }
        lines.append(BurnUpChart.Line(label: "Current baseline", tone: 1, points: trimmed(points(current))))
        if !bands.isEmpty {
            lines.append(
                BurnUpChart.Line(
                    label: "Forecast P50", tone: 2,
                    points: zip(dates, bands).prefix(drawn).map { BurnUpChart.Point(day: $0.dayNumber, value: $1.p50) })
            )
        }
        if let actual { lines.append(BurnUpChart.Line(label: "Actual", tone: 0, points: points(actual))) }
        let band =
            bands.isEmpty
            ? nil
            : BurnUpChart.Band(
                label: "P10 to P90", tone: 2,
                low: zip(dates, bands).prefix(drawn).map { BurnUpChart.Point(day: $0.dayNumber, value: $1.p10) },
                high: zip(dates, bands).prefix(drawn).map { BurnUpChart.Point(day: $0.dayNumber, value: $1.p90) })
        var marked = [BurnUpChart.MarkedDay(day: sight.market.lastDate.dayNumber, label: "end")]
        if let knownTo = sight.knownTo { marked.append(.init(day: knownTo.dayNumber, label: "known to")) }
        return BurnUpChart(
            title: title, words: words, room: room, lines: lines, band: band, goal: sight.mpans(scope), marked: marked,
            ticks: ticks
        ).svg
    }

    /// A line without the flat stretch behind its last step.
    private func trimmed(_ points: [BurnUpChart.Point]) -> [BurnUpChart.Point] {
        guard let last = points.last, let end = points.firstIndex(where: { $0.value == last.value }) else {
            return points
        }
        return Array(points[...end])
    }

    private var words: String {
        var parts = [
            "of \(Wording.number(sight.mpans(scope))) MPANs the current baseline places \(Wording.number(current.last ?? 0))"
        ]
        if let actual, let knownTo = sight.knownTo {
            parts.append("\(Wording.number(actual.last ?? 0)) were done by \(Wording.date(knownTo))")
        }
        if let last = bands.last, let date = dates.last {
            parts.append("the forecast for \(Wording.date(date)) is \(Wording.number(last.p50))")
        }
        return parts.joined(separator: "; ").capitalisedFirst
    }

    private var ticks: [PlotTick] {
        let last = max(sight.end, dates.prefix(drawn).last?.dayNumber ?? sight.end)
        return Self.ticks(sight.start...last)
    }

    /// First days of months; Mondays where there are fewer than ten weeks.
    static func ticks(_ days: ClosedRange<Int>) -> [PlotTick] {
        let isShort = days.count < 70
        return days.compactMap { day in
            let date = CalendarDate(dayNumber: day)
            guard isShort ? date.weekday == .monday : date.day == 1 else { return nil }
            let words = Wording.date(date)
            // The day without its year, or the month without its day.
            let label = isShort ? String(words.dropLast(5)) : String(words.drop { $0 != " " }.dropFirst())
            return PlotTick(at: Double(day), label: label)
        }
    }

    // MARK: Table

    /// `date,first,current,actual,p10,p50,p80,p90`: cumulative MPANs; empty where there is nothing to say.
    var csv: [UInt8] {
        var bytes = Array("date,first,current,actual,p10,p50,p80,p90\n".utf8)
        let last = max(sight.end, dates.last?.dayNumber ?? sight.end)
        let offset = dates.first.map { $0.dayNumber - sight.start } ?? Int.max
        for day in 0...(last - sight.start) {
            func cell(_ values: [Int]?, isFlat: Bool = true) -> String {
                guard let values, !values.isEmpty else { return "" }
                return day < values.count ? String(values[day]) : isFlat ? String(values[values.count - 1]) : ""
            }
            let place = day - offset
            let band = place >= 0 && place < bands.count ? bands[place] : nil
            let cells = [
                sight.date(day).iso, cell(first), cell(current), cell(actual, isFlat: false),
                band.map { String($0.p10) } ?? "", band.map { String($0.p50) } ?? "", band.map { String($0.p80) } ?? "",
                band.map { String($0.p90) } ?? "",
            ]
            bytes += (cells.joined(separator: ",") + "\n").utf8
        }
        return bytes
    }
}
