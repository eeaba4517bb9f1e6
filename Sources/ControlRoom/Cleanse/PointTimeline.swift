import Charts
import Cleanse
import Kernel

/// One MPAN's rows as bars through time.
enum PointTimeline {
    private static let mostRows = 80
    /// Years before the newest day that a picture begins at most.
    private static let mostYears = 30

    /// The panel; nil where no row has a date.
    static func panel(_ point: ExplainedPoint) -> PanelModel? {
        let asAt = point.asAt.dayNumber
        var rows: [SpanChart.Row] = []
        for row in point.explanation.rows { rows += Self.rows(row, asAt: asAt) }
        let days = rows.flatMap(\.spans).flatMap { [$0.start, $0.end] }.compactMap(\.self)
        guard let earliest = days.min(), let latest = days.max() else { return nil }
        let last = max(latest, asAt) + 45
        let first = max(earliest, last - mostYears * 366) - 45
        let shown = Array(merged(rows).prefix(mostRows))
        let chart = SpanChart(
            title: "MPAN \(MPANText.printed(point.explanation.mpan)) through time", ticks: ticks(first, last),
            first: first, last: last, today: asAt, rows: shown)
        var panel = PanelModel(anchor: "timeline", name: "Through time")
        panel.about = [
            "A bar runs from a row’s first day to its last; one without a last day runs on. The dashed line is the day of the registers, \(Wording.date(point.asAt))."
        ]
        panel.chart = MilestonePanels.scrolled(chart.svg, chart.title)
        if merged(rows).count > mostRows { panel.notes = [.bound("The first \(mostRows) rows are drawn.")] }
        return panel
    }

    /// Spans of one group and label on one row.
    private static func merged(_ rows: [SpanChart.Row]) -> [SpanChart.Row] {
        var result: [SpanChart.Row] = []
        for row in rows {
            if let place = result.firstIndex(where: { $0.group == row.group && $0.label == row.label }),
                !result[place].spans.contains(where: { one in row.spans.contains { overlap(one, $0) } })
            {
                result[place] = SpanChart.Row(
                    group: row.group, label: row.label, spans: result[place].spans + row.spans)
            } else {
                result.append(row)
            }
        }
        // Rows of a group stay together, in the order in which the groups came.
        var groups: [String] = []
        for row in result where !groups.contains(row.group) { groups.append(row.group) }
        return groups.flatMap { group in result.filter { $0.group == group } }
    }

    private static func overlap(_ one: SpanChart.Span, _ other: SpanChart.Span) -> Bool {
        (one.start ?? .min) <= (other.end ?? .max) && (other.start ?? .min) <= (one.end ?? .max)
    }

    private static func ticks(_ first: Int, _ last: Int) -> [PlotTick] {
        let start = CalendarDate(dayNumber: first)
        let end = CalendarDate(dayNumber: last)
        let years = end.year - start.year
        let step = years > 24 ? 5 : years > 12 ? 2 : 1
        if years < 2 {
            var month = start.calendarMonth
            var ticks: [PlotTick] = []
            while month.first.dayNumber <= last {
                if month.first.dayNumber >= first {
                    ticks.append(PlotTick(at: Double(month.first.dayNumber), label: Wording.month(month)))
                }
                month = month.adding(months: years == 0 ? 1 : 2)
            }
            return ticks
        }
        return (start.year...end.year).filter { $0 % step == 0 }.compactMap { year in
            CalendarDate(year: year, month: 1, day: 1).flatMap { day in
                day.dayNumber >= first ? PlotTick(at: Double(day.dayNumber), label: String(year)) : nil
            }
        }
    }

    // MARK: Registers

    private static func rows(_ row: Explanation.Row, asAt: Int) -> [SpanChart.Row] {
        func text(_ item: Item) -> String { row.fields.first { $0.item == item }?.text ?? "" }
        func day(_ item: Item) -> Int? { CalendarDate(iso: text(item))?.dayNumber }
        let place = row.place.file + (row.place.line.map { ":\($0)" } ?? "")
        func span(
            _ label: String, _ start: Int?, _ end: Int?, tone: String = "calm", isPoint: Bool = false
        ) -> SpanChart.Span {
            let words = [
                start.map { "from \(CalendarDate(dayNumber: $0).iso)" },
                end.map { "to \(CalendarDate(dayNumber: $0).iso)" },
            ]
            return SpanChart.Span(
                label: label, start: start, end: isPoint ? start : end, tone: tone,
                tip: ([label] + words.compactMap(\.self) + [place]).filter { !$0.isEmpty }.joined(separator: ", "))
        }
        switch RegisterKind(rawValue: row.register) {
        case .registration, .enquiry:
            return registration(row, text, day) { span($0, $1, nil) }
        case .meters:
            let name = [text(.meterID), text(.meterType)].filter { !$0.isEmpty }.joined(separator: " ")
            guard day(.installDate) != nil || day(.removalDate) != nil else { return [] }
            let isRemoved = day(.removalDate) != nil
            return [
                SpanChart.Row(
                    group: "Meters (MTR)", label: name.isEmpty ? "no serial" : name,
                    spans: [
                        span(
                            text(.esmeID).isEmpty ? "meter" : text(.esmeID), day(.installDate), day(.removalDate),
                            tone: isRemoved ? "quiet" : "good")
                    ])
            ]
        case .links:
            guard day(.from) != nil || day(.to) != nil else { return [] }
            return [
                SpanChart.Row(
                    group: "Links (LNK)", label: text(.kind),
                    spans: [span("\(text(.principal)) – \(text(.subsidiary))", day(.from), day(.to), tone: "fair")])
            ]
        case .histories:
            guard day(.from) != nil || day(.to) != nil else { return [] }
            return [
                SpanChart.Row(
                    group: "Histories (HIS)", label: text(.item),
                    spans: [span(text(.value), day(.from), day(.to), tone: day(.to) == nil ? "calm" : "quiet")])
            ]
        case .devices:
            guard let start = day(.asAt) else { return [] }
            return [
                SpanChart.Row(
                    group: "Devices (DCC)", label: text(.status),
                    spans: [span(text(.esmeID), start, nil, tone: "warm", isPoint: true)])
            ]
        case .extracts:
            guard let start = day(.installDate) else { return [] }
            return [
                SpanChart.Row(
                    group: "Extracts (MEM)", label: text(.mem),
                    spans: [span(text(.meterID), start, nil, tone: "warm", isPoint: true)])
            ]
        case .appointments:
            guard day(.from) != nil || day(.to) != nil else { return [] }
            return [
                SpanChart.Row(
                    group: "Appointments", label: "services",
                    spans: [span("\(text(.ms)), \(text(.ds))", day(.from), day(.to), tone: "calm")])
            ]
        case .hubs, nil: return []
        }
    }

    /// Columns of REG and EES that have a day of their own.
    private static let dated: [(item: Item, from: Item)] = [
        (.supplier, .supplierEFD), (.energisation, .energisationEFD), (.llfc, .llfcEFD),
        (.connectionType, .connectionEFD), (.segment, .segmentEFD), (.dpi, .dpiEFD), (.dccFlag, .dccEFD),
    ]

    private static func registration(
        _ row: Explanation.Row, _ text: (Item) -> String, _ day: (Item) -> Int?,
        _ span: (String, Int?) -> SpanChart.Span
    ) -> [SpanChart.Row] {
        let group = row.register == RegisterKind.registration.rawValue ? "Registration (REG)" : "Enquiry (EES)"
        return dated.compactMap { pair in
            guard let start = day(pair.from) else { return nil }
            return SpanChart.Row(
                group: group, label: pair.item.rawValue,
                spans: [span(text(pair.item).isEmpty ? "blank" : text(pair.item), start)])
        }
    }
}
