/// What each day uses of what it may: a column a day under the line of its cap.
public struct DayUseChart: Sendable, Hashable {
    public struct Day: Sendable, Hashable {
        /// Days since 1970-01-01.
        public let day: Int
        public let used: Int
        /// Nil where nothing caps the day.
        public let cap: Int?

        public init(day: Int, used: Int, cap: Int?) {
            self.day = day
            self.used = used
            self.cap = cap
        }
    }

    public let title: String
    /// What a screen reader says after the title.
    public let words: String
    public let room: BurnUpChart.Room
    /// In order of their dates; days that are not listed have neither use nor cap.
    public let days: [Day]
    /// First days of months, or of weeks where there are few days, with their names.
    public let ticks: [PlotTick]

    public init(title: String, words: String, room: BurnUpChart.Room, days: [Day], ticks: [PlotTick]) {
        self.title = title
        self.words = words
        self.room = room
        self.days = days
        self.ticks = ticks
    }

    private enum Fill: Int, CaseIterable {
        case under, full, over

        var label: String {
            switch self {
            case .under: "Under the cap"
            case .full: "At the cap"
            case .over: "Over the cap"
            }
        }

        var tone: Int {
            switch self {
            case .under: 0
            case .full: 2
            case .over: 3
            }
        }

        init(_ day: Day) {
            guard let cap = day.cap, day.used >= cap else {
                self = .under
                return
            }
            self = day.used > cap ? .over : .full
        }
    }

    /// The picture; where no day is listed, a frame that says so.
    public var svg: String {
        let used = days.filter { $0.used > 0 }
        let fills = Fill.allCases.filter { fill in used.contains { Fill($0) == fill } }
        let hasCap = days.contains { $0.cap != nil }
        let labels = fills.map(\.label) + (hasCap ? ["Cap"] : [])
        let page = DayFrame(room: room, top: 24, bottom: 24 + room.height * 0.72)
        let legend = page.legend(labels)
        var svg = SVG(
            width: room.width, height: page.height(legend), title: title, description: words,
            style: room == .wide ? "chart burn-up burn-up-wide" : "chart burn-up burn-up-narrow")
        let frame = PlotFrame([0] + days.map { Double(max($0.used, $0.cap ?? 0)) })
        let first = days.first?.day ?? 0
        let last = days.last?.day ?? 0
        let slot = (page.right - DayFrame.left) / Double(max(last - first + 1, 1))
        func x(_ day: Int) -> Double { DayFrame.left + slot * Double(day - first) }
        func y(_ value: Int) -> Double { page.y(value, frame) }
        page.draw(frame, unit: "MPANs a day", into: &svg)
        page.draw(ticks, x: { x($0) + slot / 2 }, first: first, last: last, into: &svg)
        let width = min(max(slot * 0.8, 0.7), 18)
        for day in used {
            svg.rectangle(
                x: x(day.day) + (slot - width) / 2, y: y(day.used), width: width, height: y(0) - y(day.used),
                style: "f-\(Fill(day).tone)")
        }
        for run in capRuns(x: x, slot: slot, y: y) { svg.polyline(run, style: "plot-line l-5") }
        if days.isEmpty {
            svg.text("nothing to show", x: page.right / 2, y: page.bottom / 2, style: "faint", anchor: .middle)
        }
        for (place, label) in zip(legend, labels) {
            let line = page.legendY(place.line)
            if let fill = fills.first(where: { $0.label == label }) {
                svg.rectangle(x: place.x + 6, y: line - 11, width: 14, height: 12, style: "f-\(fill.tone)", radius: 2)
            } else {
                svg.line(x1: place.x, y1: line - 4, x2: place.x + 28, y2: line - 4, style: "plot-line l-5")
            }
            svg.text(label, x: place.x + 34, y: line)
        }
        return svg.finished()
    }

    /// The cap as steps; it goes on over days that are not listed and ends where a listed day has none.
    private func capRuns(
        x: (Int) -> Double, slot: Double, y: (Int) -> Double
    ) -> [[(x: Double, y: Double)]] {
        var runs: [[(x: Double, y: Double)]] = []
        var run: [(x: Double, y: Double)] = []
        for day in days {
            guard let cap = day.cap else {
                if run.count > 1 { runs.append(run) }
                run = []
                continue
            }
            let height = y(cap)
            if let last = run.last, last.y == height { run.removeLast() } else { run.append((x(day.day), height)) }
            run.append((x(day.day) + slot, height))
        }
        if run.count > 1 { runs.append(run) }
        return runs
    }
}
