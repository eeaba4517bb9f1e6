/// Cumulative volume over days: lines, a band of what may come, a level to be reached, and days that are marked.
public struct BurnUpChart: Sendable, Hashable {
    public struct Point: Sendable, Hashable {
        /// Days since 1970-01-01.
        public let day: Int
        public let value: Int

        public init(day: Int, value: Int) {
            self.day = day
            self.value = value
        }
    }

    public struct Line: Sendable, Hashable {
        public let label: String
        /// The look, 0 to 5.
        public let tone: Int
        public let points: [Point]

        public init(label: String, tone: Int, points: [Point]) {
            self.label = label
            self.tone = tone
            self.points = points
        }
    }

    /// Between a lower and an upper value on each day.
    public struct Band: Sendable, Hashable {
        public let label: String
        public let tone: Int
        public let low: [Point]
        public let high: [Point]

        public init(label: String, tone: Int, low: [Point], high: [Point]) {
            self.label = label
            self.tone = tone
            self.low = low
            self.high = high
        }
    }

    /// A day with a line through the picture and words at its head.
    public struct MarkedDay: Sendable, Hashable {
        public let day: Int
        public let label: String

        public init(day: Int, label: String) {
            self.day = day
            self.label = label
        }
    }

    /// How much room there is: a desk's page or a phone's.
    public enum Room: Sendable, Hashable {
        case wide, narrow

        var width: Int { self == .wide ? 1_000 : 380 }
        var height: Double { self == .wide ? 340 : 270 }
    }

    public let title: String
    /// What a screen reader says after the title.
    public let words: String
    public let room: Room
    public let lines: [Line]
    public let band: Band?
    /// The level to be reached; nil for none.
    public let goal: Int?
    public let marked: [MarkedDay]
    /// First days of months, or of weeks where there are few days, with their names.
    public let ticks: [PlotTick]

    public init(
        title: String, words: String, room: Room, lines: [Line], band: Band?, goal: Int?, marked: [MarkedDay],
        ticks: [PlotTick]
    ) {
        self.title = title
        self.words = words
        self.room = room
        self.lines = lines
        self.band = band
        self.goal = goal
        self.marked = marked
        self.ticks = ticks
    }

    /// Points that a line has at most; the last is always one of them.
    private static let mostPoints = 260
    private static let top = 30.0

    private var page: DayFrame { DayFrame(room: room, top: Self.top, bottom: Self.top + room.height) }

    /// The picture; where there are no points, a frame that says so.
    public var svg: String {
        let points = lines.flatMap(\.points) + (band.map { $0.low + $0.high } ?? [])
        let entries = lines.map(\.label) + (band.map { [$0.label] } ?? [])
        let page = page
        let legend = page.legend(entries)
        var svg = SVG(
            width: room.width, height: page.height(legend), title: title, description: words,
            style: room == .wide ? "chart burn-up burn-up-wide" : "chart burn-up burn-up-narrow")
        let frame = PlotFrame(points.map { Double($0.value) } + [Double(goal ?? 0)])
        let first = points.map(\.day).min() ?? 0
        let last = max(points.map(\.day).max() ?? 1, first + 1)
        func x(_ day: Int) -> Double {
            DayFrame.left + (page.right - DayFrame.left) * Double(min(max(day, first), last) - first)
                / Double(last - first)
        }
        func y(_ value: Int) -> Double { page.y(value, frame) }
        page.draw(frame, unit: "MPANs", into: &svg)
        page.draw(ticks, x: x, first: first, last: last, into: &svg)
        if let goal {
            svg.line(x1: DayFrame.left, y1: y(goal), x2: page.right, y2: y(goal), style: "goal")
        }
        if let band { draw(band, x: x, y: y, into: &svg) }
        drawMarked(x: x, first: first, last: last, into: &svg)
        for line in lines { draw(line, x: x, y: y, into: &svg) }
        if points.isEmpty {
            svg.text("nothing to show", x: page.right / 2, y: page.bottom / 2, style: "faint", anchor: .middle)
        }
        drawLegend(legend, into: &svg)
        return svg.finished()
    }

    private func drawMarked(x: (Int) -> Double, first: Int, last: Int, into svg: inout SVG) {
        // Words at the left of a line that stands far to the right, and one below the other where they would meet.
        var ends: [Double] = []
        for mark in marked.sorted(by: { $0.day < $1.day }) where (first...last).contains(mark.day) {
            let place = x(mark.day)
            let length = 7.0 * Double(mark.label.count)
            let isLeft = place + length + 8 > page.right
            let start = isLeft ? place - length - 6 : place + 6
            let line = ends.firstIndex { $0 < start } ?? ends.count
            if line == ends.count { ends.append(0) }
            ends[line] = start + length + 10
            svg.line(x1: place, y1: Self.top - 12, x2: place, y2: page.bottom, style: "marked-day")
            svg.text(
                mark.label, x: isLeft ? place - 6 : place + 6, y: Self.top - 2 + Double(line) * 17,
                anchor: isLeft ? .end : .start)
        }
    }

    private func draw(_ band: Band, x: (Int) -> Double, y: (Int) -> Double, into svg: inout SVG) {
        let above = thinned(band.high).map { (x: x($0.day), y: y($0.value)) }
        let below = thinned(band.low).map { (x: x($0.day), y: y($0.value)) }
        guard above.count > 1 else { return }
        svg.area(above + below.reversed(), style: "plot-band f-\(band.tone % PlotLook.tones)")
    }

    private func draw(_ line: Line, x: (Int) -> Double, y: (Int) -> Double, into svg: inout SVG) {
        let points = thinned(line.points).map { (x: x($0.day), y: y($0.value)) }
        let tone = line.tone % PlotLook.tones
        if points.count > 1 {
            svg.polyline(points, style: "plot-line l-\(tone)")
        } else if let only = points.first {
            svg.mark(.circle, x: only.x, y: only.y, size: 3.6, style: "plot-mark f-\(tone)", tip: line.label)
        }
    }

    private func thinned(_ points: [Point]) -> [Point] {
        let every = max(1, (points.count + Self.mostPoints - 1) / Self.mostPoints)
        guard every > 1 else { return points }
        return points.indices.filter { $0 % every == 0 || $0 == points.count - 1 }.map { points[$0] }
    }

    // MARK: Legend

    private func drawLegend(_ places: [(line: Int, x: Double)], into svg: inout SVG) {
        let y = page.legendY
        for (line, place) in zip(lines, places) {
            svg.line(
                x1: place.x, y1: y(place.line) - 4, x2: place.x + 28, y2: y(place.line) - 4,
                style: "plot-line l-\(line.tone % PlotLook.tones)")
            svg.text(line.label, x: place.x + 34, y: y(place.line))
        }
        if let band, let place = places.last {
            svg.rectangle(
                x: place.x, y: y(place.line) - 11, width: 28, height: 13,
                style: "plot-band f-\(band.tone % PlotLook.tones)")
            svg.text(band.label, x: place.x + 34, y: y(place.line))
        }
    }
}
