/// A plan on a page: activities as bars over months, milestones as diamonds under them.
public struct PlanChart: Sendable, Hashable {
    public struct Row: Sendable, Hashable {
        public let label: String
        public let group: String
        /// Days since 1970-01-01, both inclusive; nil where the text does not tell.
        public let start: Int?
        public let end: Int?
        public let href: String

        public init(label: String, group: String, start: Int?, end: Int?, href: String = "") {
            self.label = label
            self.group = group
            self.start = start
            self.end = end
            self.href = href
        }
    }

    public struct Month: Sendable, Hashable {
        /// Days since 1970-01-01 of the first of the month.
        public let day: Int
        public let label: String
        /// Milestones of the month.
        public let milestones: Int
        public let href: String
        public init(day: Int, label: String, milestones: Int = 0, href: String = "") {
            self.day = day
            self.label = label
            self.milestones = milestones
            self.href = href
        }
    }

    public let title: String
    public let months: [Month]
    /// The day after the last month, in days since 1970-01-01.
    public let end: Int
    public let today: Int?
    public let rows: [Row]

    public init(title: String, months: [Month], end: Int, today: Int?, rows: [Row]) {
        self.title = title
        self.months = months
        self.end = end
        self.today = today
        self.rows = rows
    }

    private static let labelWidth = 300.0
    private static let rowHeight = 30.0
    private static let headHeight = 74.0
    private static let width = 1_240

    /// The picture. Rows whose dates the text does not tell are dashed outlines with words.
    public var svg: String {
        let height = Int(Self.headHeight + Double(rows.count) * Self.rowHeight) + 12
        let unknown = rows.filter { $0.start == nil && $0.end == nil }.count
        var svg = SVG(
            width: Self.width, height: height, title: title,
            description: "\(rows.count) activities, \(unknown) of them without dates in the text.",
            style: "chart chart-wide")
        let first = months.first?.day ?? 0
        let scale = (Double(Self.width) - Self.labelWidth - 10) / Double(max(end - first, 1))
        func x(_ day: Int) -> Double { Self.labelWidth + Double(min(max(day, first), end) - first) * scale }
        drawMonths(x: x, height: Double(height), into: &svg)
        for (place, row) in rows.enumerated() {
            // The words stand once for a run of rows; each row of the run keeps its outline.
            let isUnknown = row.start == nil && row.end == nil
            let before = place > 0 ? rows[place - 1] : nil
            let isFirst = before.map { $0.start != nil || $0.end != nil } ?? true
            draw(
                row, top: Self.headHeight + Double(place) * Self.rowHeight, says: isUnknown && isFirst, x: x, into: &svg
            )
        }
        if let today, today >= first, today < end {
            svg.line(x1: x(today), y1: 30, x2: x(today), y2: Double(height) - 8, style: "today")
        }
        return svg.finished()
    }

    private func drawMonths(x: (Int) -> Double, height: Double, into svg: inout SVG) {
        let label = 66
        let every = max(1, (months.count * label + 919) / 920)
        for (place, month) in months.enumerated() {
            let next = place + 1 < months.count ? months[place + 1].day : end
            if place % 2 == 1 {
                svg.rectangle(
                    x: x(month.day), y: 26, width: x(next) - x(month.day), height: height - 34, style: "stripe")
            }
            if place % every == 0, x(month.day) + Double(label) <= Double(Self.width) {
                svg.text(month.label, x: x(month.day) + 3, y: 18)
            }
            guard month.milestones > 0 else { continue }
            let middle = (x(month.day) + x(next)) / 2
            let tip = "\(month.label): \(month.milestones) milestones"
            let isLink = svg.open(link: month.href, label: tip)
            svg.mark(.diamond, x: middle, y: 38, size: 6, style: "diamond", tip: tip)
            svg.text(String(month.milestones), x: middle, y: 60, style: "strong", anchor: .middle)
            if isLink { svg.closeLink() }
        }
        svg.text("Milestones by month", x: Self.labelWidth - 12, y: 48, style: "faint", anchor: .end)
    }

    private func draw(_ row: Row, top: Double, says: Bool, x: (Int) -> Double, into svg: inout SVG) {
        svg.line(x1: 0, y1: top, x2: Double(Self.width), y2: top, style: "grid-line")
        let isLink = svg.open(link: row.href, label: row.label)
        svg.text(SVG.cut(row.label, to: 35), x: 0, y: top + 20, style: "strong")
        if isLink { svg.closeLink() }
        switch (row.start, row.end) {
        case (let start?, let end?):
            let width = max(x(end + 1) - x(start), 4)
            svg.rectangle(x: x(start), y: top + 7, width: width, height: 16, style: "bar", radius: 3, tip: row.label)
        case (let day?, nil), (nil, let day?):
            svg.mark(.diamond, x: x(day), y: top + 15, size: 7, style: "diamond", tip: row.label)
        case (nil, nil):
            let left = Self.labelWidth
            svg.rectangle(
                x: left, y: top + 7, width: Double(Self.width) - left - 10, height: 16, style: "unknown", radius: 3)
            if says { svg.text("dates are not in the text", x: left + 10, y: top + 19, style: "faint") }
        }
    }
}
