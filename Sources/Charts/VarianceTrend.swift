/// How far forecasts have moved from their baselines, by the month of the baseline.
public struct VarianceTrend: Sendable, Hashable {
    public struct Point: Sendable, Hashable {
        public let label: String
        /// Days since 1970-01-01 of the baseline.
        public let day: Int
        /// Days by which the forecast is later than the baseline; negative for earlier.
        public let variance: Int
        public let href: String

        public init(label: String, day: Int, variance: Int, href: String = "") {
            self.label = label
            self.day = day
            self.variance = variance
            self.href = href
        }
    }

    /// A mark of the day axis.
    public struct Tick: Sendable, Hashable {
        public let day: Int
        public let label: String
        public init(day: Int, label: String) {
            self.day = day
            self.label = label
        }
    }

    public let title: String
    public let points: [Point]
    public let ticks: [Tick]

    public init(title: String, points: [Point], ticks: [Tick]) {
        self.title = title
        self.points = points
        self.ticks = ticks
    }

    private static let width = 960
    private static let height = 400
    private static let left = 70.0
    private static let right = 940.0
    private static let top = 20.0
    private static let bottom = 350.0

    /// The picture: a point a milestone, and the mean of each stretch between two marks of the axis.
    public var svg: String {
        let late = points.filter { $0.variance > 0 }.count
        let early = points.filter { $0.variance < 0 }.count
        var svg = SVG(
            width: Self.width, height: Self.height, title: title,
            description:
                "\(points.count) milestones: \(late) later than baseline, \(early) earlier, "
                + "\(points.count - late - early) on it.",
            style: "chart chart-wide")
        let first = min(points.map(\.day).min() ?? 0, ticks.map(\.day).min() ?? 0)
        let last = max(points.map(\.day).max() ?? 1, ticks.map(\.day).max() ?? 1, first + 1)
        let step = Self.step(points)
        let low = Self.floor(points.map(\.variance).min() ?? 0, step)
        let high = max(Self.ceiling(points.map(\.variance).max() ?? 0, step), low + step)
        func x(_ day: Int) -> Double {
            Self.left + (Self.right - Self.left) * Double(day - first) / Double(last - first)
        }
        func y(_ days: Int) -> Double {
            Self.bottom - (Self.bottom - Self.top) * Double(days - low) / Double(high - low)
        }
        axes(low: low, high: high, step: step, x: x, y: y, into: &svg)
        let means = self.means
        if means.count > 1 {
            svg.polyline(means.map { (x($0.day), y($0.mean)) }, style: "trend")
        }
        for point in points {
            let (shape, style): (SVG.Shape, String) =
                point.variance > 0 ? (.up, "late") : point.variance < 0 ? (.down, "early") : (.circle, "dot")
            let tip = "\(point.label): \(Self.inWords(point.variance))"
            let isLink = svg.open(link: point.href, label: tip)
            svg.mark(shape, x: x(point.day), y: y(point.variance), size: 6, style: style, tip: tip)
            if isLink { svg.closeLink() }
        }
        return svg.finished()
    }

    private func axes(
        low: Int, high: Int, step: Int, x: (Int) -> Double, y: (Int) -> Double, into svg: inout SVG
    ) {
        var days = low
        while days <= high {
            svg.line(
                x1: Self.left, y1: y(days), x2: Self.right, y2: y(days), style: days == 0 ? "axis" : "grid-line")
            svg.text(days == 0 ? "0 days" : Self.signed(days), x: Self.left - 9, y: y(days) + 4, anchor: .end)
            days += step
        }
        // Labels closer than this would run into each other.
        var lastX = -Double.infinity
        for tick in ticks {
            let place = x(tick.day)
            svg.line(x1: place, y1: Self.bottom, x2: place, y2: Self.bottom + 5, style: "axis")
            guard place - lastX >= 62 else { continue }
            svg.text(tick.label, x: place, y: Self.bottom + 22, anchor: .middle)
            lastX = place
        }
        svg.text("Baseline", x: Self.right, y: Self.bottom + 44, style: "faint", anchor: .end)
    }

    /// The mean of each stretch between ticks, at the stretch's middle.
    private var means: [(day: Int, mean: Int)] {
        guard ticks.count > 1 else { return [] }
        var means: [(day: Int, mean: Int)] = []
        for (place, tick) in ticks.enumerated() {
            let end = place + 1 < ticks.count ? ticks[place + 1].day : Int.max
            let here = points.filter { $0.day >= tick.day && $0.day < end }
            guard !here.isEmpty else { continue }
            let middle = end == Int.max ? tick.day : (tick.day + end) / 2
            means.append((middle, here.map(\.variance).reduce(0, +) / here.count))
        }
        return means
    }

    /// Days between lines: the smallest of a fixed list that needs at most eight of them.
    private static func step(_ points: [Point]) -> Int {
        let low = min(points.map(\.variance).min() ?? 0, 0)
        let high = max(points.map(\.variance).max() ?? 0, 0)
        return [7, 14, 28, 56, 91, 182, 364, 728].first { (high - low) / $0 <= 7 } ?? max((high - low) / 7, 1)
    }

    private static func floor(_ value: Int, _ step: Int) -> Int { -((max(-value, 0) + step - 1) / step) * step }
    private static func ceiling(_ value: Int, _ step: Int) -> Int { (max(value, 0) + step - 1) / step * step }
    private static func signed(_ days: Int) -> String { days > 0 ? "+\(days)" : "−\(-days)" }

    static func inWords(_ days: Int) -> String {
        switch days {
        case 0: "on its baseline"
        case 1...: "\(days) days later"
        default: "\(-days) days earlier"
        }
    }
}
