/// Lines over a horizontal axis whose marks the caller gives: clock, shares of time, or logarithms of group sizes.
public struct LinePlot: Sendable, Hashable {
    public struct Point: Sendable, Hashable {
        public let x: Double
        public let y: Double

        public init(x: Double, y: Double) {
            self.x = x
            self.y = y
        }
    }

    public struct Series: Sendable, Hashable {
        public let label: String
        /// The look, 0 to 5.
        public let tone: Int
        public let points: [Point]
        /// Whether every point is marked, for lines through few points.
        public let hasMarks: Bool
        /// Values between which most lie, at each point; empty for none.
        public let band: [ClosedRange<Double>]

        public init(
            label: String, tone: Int, points: [Point], hasMarks: Bool = false, band: [ClosedRange<Double>] = []
        ) {
            self.label = label
            self.tone = tone
            self.points = points
            self.hasMarks = hasMarks
            self.band = band
        }
    }

    public let title: String
    /// What a screen reader says after the title.
    public let words: String
    /// The vertical axis with its unit, such as `kWh a site and half hour`.
    public let vertical: String
    /// The horizontal axis with its unit.
    public let horizontal: String
    public let ticks: [PlotTick]
    public let series: [Series]

    public init(
        title: String, words: String, vertical: String, horizontal: String, ticks: [PlotTick], series: [Series]
    ) {
        self.title = title
        self.words = words
        self.vertical = vertical
        self.horizontal = horizontal
        self.ticks = ticks
        self.series = series
    }

    /// The picture; where there are no points, a frame that says so.
    public var svg: String {
        let legend = series.count > 1 ? PlotFrame.legend(series.map(\.label)) : []
        var svg = SVG(
            width: PlotFrame.width, height: PlotFrame.height(legend: (legend.last?.line ?? -1) + 1), title: title,
            description: words)
        let bands = series.flatMap(\.band).flatMap { [$0.lowerBound, $0.upperBound] }
        let frame = PlotFrame(series.flatMap(\.points).map(\.y) + bands)
        frame.draw(vertical: vertical, horizontal: horizontal, into: &svg)
        let places = series.flatMap(\.points).map(\.x) + ticks.map(\.at)
        let (first, last) = (places.min() ?? 0, places.max() ?? 1)
        func x(_ at: Double) -> Double {
            guard last > first else { return (PlotFrame.left + PlotFrame.right) / 2 }
            return PlotFrame.left + 6 + (PlotFrame.right - PlotFrame.left - 12) * (at - first) / (last - first)
        }
        drawTicks(x: x, into: &svg)
        for one in series { draw(one, frame, x: x, into: &svg) }
        if series.allSatisfy(\.points.isEmpty) {
            svg.text("no values", x: 224, y: 130, style: "faint", anchor: .middle)
        }
        for (one, place) in zip(series, legend) {
            let y = PlotFrame.legendY(place.line)
            svg.line(
                x1: place.x, y1: y - 4, x2: place.x + 26, y2: y - 4, style: "plot-line l-\(one.tone % PlotLook.tones)")
            svg.text(one.label, x: place.x + 32, y: y)
        }
        return svg.finished()
    }

    private func drawTicks(x: (Double) -> Double, into svg: inout SVG) {
        var end = -Double.infinity
        for tick in ticks {
            let place = x(tick.at)
            svg.line(x1: place, y1: PlotFrame.bottom, x2: place, y2: PlotFrame.bottom + 5, style: "axis")
            // Labels that would run into the one before are left out; the mark stays.
            let half = 4.4 * Double(tick.label.count)
            guard place - half > end + 4 else { continue }
            svg.text(tick.label, x: place, y: PlotFrame.bottom + 20, anchor: .middle)
            end = place + half
        }
    }

    private func draw(_ one: Series, _ frame: PlotFrame, x: (Double) -> Double, into svg: inout SVG) {
        let tone = one.tone % PlotLook.tones
        if one.band.count == one.points.count, !one.band.isEmpty {
            let above = zip(one.points, one.band).map { (x: x($0.x), y: frame.y($1.upperBound)) }
            let below = zip(one.points, one.band).map { (x: x($0.x), y: frame.y($1.lowerBound)) }
            svg.area(above + below.reversed(), style: "plot-band f-\(tone)")
        }
        let points = one.points.map { (x: x($0.x), y: frame.y($0.y)) }
        if points.count > 1 { svg.polyline(points, style: "plot-line l-\(tone)") }
        guard one.hasMarks || points.count == 1 else { return }
        for (point, value) in zip(points, one.points) {
            let at = ticks.first { $0.at == value.x }?.label ?? ""
            svg.mark(
                .circle, x: point.x, y: point.y, size: 3.6, style: "plot-mark f-\(tone)",
                tip: "\(one.label)\(at.isEmpty ? "" : ", \(at)"): \(SVG.decimal(value.y, places: frame.places + 2))")
        }
    }
}
