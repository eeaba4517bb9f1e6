/// Columns side by side for each of some categories: months, lags, times of day.
public struct ColumnPlot: Sendable, Hashable {
    public struct Series: Sendable, Hashable {
        public let label: String
        /// The look, 0 to 5.
        public let tone: Int
        /// One a category; nil where there is none.
        public let values: [Double?]

        public init(label: String, tone: Int, values: [Double?]) {
            self.label = label
            self.tone = tone
            self.values = values
        }
    }

    public let title: String
    /// What a screen reader says after the title.
    public let words: String
    /// The vertical axis with its unit.
    public let vertical: String
    public let horizontal: String
    public let categories: [String]
    /// Every how many categories are named, where there is room.
    public let labelEvery: Int
    public let series: [Series]

    public init(
        title: String, words: String, vertical: String, horizontal: String, categories: [String], labelEvery: Int = 1,
        series: [Series]
    ) {
        self.title = title
        self.words = words
        self.vertical = vertical
        self.horizontal = horizontal
        self.categories = categories
        self.labelEvery = max(labelEvery, 1)
        self.series = series
    }

    /// The picture; where there are no values, a frame that says so.
    public var svg: String {
        let legend = series.count > 1 ? PlotFrame.legend(series.map(\.label)) : []
        var svg = SVG(
            width: PlotFrame.width, height: PlotFrame.height(legend: (legend.last?.line ?? -1) + 1), title: title,
            description: words)
        let values = series.flatMap(\.values).compactMap { $0 }
        let frame = PlotFrame(values)
        frame.draw(vertical: vertical, horizontal: horizontal, into: &svg)
        let slot = (PlotFrame.right - PlotFrame.left) / Double(max(categories.count, 1))
        drawLabels(slot: slot, into: &svg)
        let width = min(slot * 0.78 / Double(max(series.count, 1)), 48)
        for (number, one) in series.enumerated() {
            let shift = (Double(number) - Double(series.count) / 2) * width
            for (place, value) in one.values.prefix(categories.count).enumerated() {
                guard let value, value.isFinite else { continue }
                let (top, bottom) = (frame.y(max(value, 0)), frame.y(min(value, 0)))
                svg.rectangle(
                    x: PlotFrame.left + (Double(place) + 0.5) * slot + shift, y: top, width: max(width - 1, 0.8),
                    height: bottom - top, style: "f-\(one.tone % PlotLook.tones)", radius: width > 8 ? 2 : 0,
                    tip: "\(categories[place]): \(SVG.decimal(value, places: frame.places + 2))")
            }
        }
        if values.isEmpty { svg.text("no values", x: 224, y: 130, style: "faint", anchor: .middle) }
        for (one, place) in zip(series, legend) {
            let y = PlotFrame.legendY(place.line)
            svg.rectangle(
                x: place.x + 6, y: y - 11, width: 14, height: 12, style: "f-\(one.tone % PlotLook.tones)", radius: 2)
            svg.text(one.label, x: place.x + 32, y: y)
        }
        return svg.finished()
    }

    private func drawLabels(slot: Double, into svg: inout SVG) {
        var end = -Double.infinity
        for (place, label) in categories.enumerated() where place % labelEvery == 0 {
            let middle = PlotFrame.left + (Double(place) + 0.5) * slot
            let half = 4.4 * Double(label.count)
            guard middle - half > end + 4 else { continue }
            svg.text(label, x: middle, y: PlotFrame.bottom + 20, anchor: .middle)
            end = middle + half
        }
    }
}
