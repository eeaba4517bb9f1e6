/// Bars through time in rows under headings: what each register says of one thing, and since when.
public struct SpanChart: Sendable, Hashable {
    public struct Span: Sendable, Hashable {
        public let label: String
        /// Days since 1970-01-01, both included; nil where that end is open or not known.
        public let start: Int?
        public let end: Int?
        /// `good`, `fair`, `warm`, `bad`, `calm` or `quiet`; names the look.
        public let tone: String
        /// What a pointer that rests on the bar is told.
        public let tip: String

        public init(label: String, start: Int?, end: Int?, tone: String = "calm", tip: String) {
            self.label = label
            self.start = start
            self.end = end
            self.tone = tone
            self.tip = tip
        }
    }

    public struct Row: Sendable, Hashable {
        public let group: String
        public let label: String
        public let spans: [Span]

        public init(group: String, label: String, spans: [Span]) {
            self.group = group
            self.label = label
            self.spans = spans
        }
    }

    public let title: String
    /// First days of years or months, with their words.
    public let ticks: [PlotTick]
    public let first: Int
    public let last: Int
    /// A day that is marked through all rows.
    public let today: Int?
    public let rows: [Row]

    /// - Precondition: `first` is before `last`.
    public init(title: String, ticks: [PlotTick], first: Int, last: Int, today: Int?, rows: [Row]) {
        precondition(first < last, "a chart shows at least a day")
        self.title = title
        self.ticks = ticks
        self.first = first
        self.last = last
        self.today = today
        self.rows = rows
    }

    private static let width = 1_100
    private static let left = 190.0
    private static let right = 1_090.0
    private static let head = 30.0
    private static let rowHeight = 27.0
    private static let groupHeight = 26.0

    /// The picture.
    public var svg: String {
        var groups = 0
        for (place, row) in rows.enumerated() where place == 0 || rows[place - 1].group != row.group { groups += 1 }
        let height = Self.head + Double(rows.count) * Self.rowHeight + Double(groups) * Self.groupHeight + 10
        let words = rows.map { row in
            "\(row.group) \(row.label): " + row.spans.map(\.tip).joined(separator: "; ")
        }.joined(separator: ". ")
        var svg = SVG(
            width: Self.width, height: Int(height), title: title, description: words, style: "chart chart-wide")
        drawTicks(height: height, into: &svg)
        var y = Self.head
        for (place, row) in rows.enumerated() {
            if place == 0 || rows[place - 1].group != row.group {
                svg.text(row.group, x: 0, y: y + 19, style: "strong")
                svg.line(x1: 0, y1: y + 2, x2: Self.right, y2: y + 2, style: "grid-line")
                y += Self.groupHeight
            }
            svg.text(SVG.cut(row.label, to: 24), x: Self.left - 10, y: y + 17, anchor: .end)
            for span in row.spans { draw(span, y: y, into: &svg) }
            y += Self.rowHeight
        }
        if let today, today >= first, today <= last {
            svg.line(x1: x(today), y1: Self.head - 6, x2: x(today), y2: height - 6, style: "today")
        }
        return svg.finished()
    }

    private func x(_ day: Int) -> Double {
        Self.left + (Self.right - Self.left) * Double(min(max(day, first), last) - first) / Double(last - first)
    }

    private func drawTicks(height: Double, into svg: inout SVG) {
        var end = -Double.infinity
        for tick in ticks {
            let place = x(Int(tick.at))
            svg.line(x1: place, y1: Self.head - 6, x2: place, y2: height - 6, style: "grid-line")
            let half = 4.2 * Double(tick.label.count)
            guard place - half > end + 6, place + half < Self.right + 8 else { continue }
            svg.text(tick.label, x: place, y: 16, style: "faint", anchor: .middle)
            end = place + half
        }
    }

    private func draw(_ span: Span, y: Double, into svg: inout SVG) {
        let start = x(span.start ?? first)
        let end = x(span.end ?? last)
        guard end > start else {
            svg.mark(.diamond, x: start, y: y + 12, size: 6, style: "r-\(span.tone)", tip: span.tip)
            if start + 12 + 7.2 * Double(span.label.count) < Self.right {
                svg.text(span.label, x: start + 11, y: y + 17)
            } else {
                svg.text(span.label, x: start - 11, y: y + 17, anchor: .end)
            }
            return
        }
        let width = max(end - start - 1, 3)
        svg.rectangle(
            x: start, y: y + 3, width: width, height: 19, style: "span s-\(span.tone)", radius: 3, tip: span.tip)
        // An open beginning or end has no upright edge of its own.
        if span.start == nil { svg.line(x1: start, y1: y + 3, x2: start, y2: y + 22, style: "span-open") }
        if span.end == nil { svg.line(x1: end - 1, y1: y + 3, x2: end - 1, y2: y + 22, style: "span-open") }
        let room = Int((width - 10) / 7.4)
        if span.label.count <= room {
            svg.text(span.label, x: start + 6, y: y + 17)
        } else if room >= 4 {
            svg.text(SVG.cut(span.label, to: room), x: start + 6, y: y + 17)
        }
    }
}
