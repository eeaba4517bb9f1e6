/// Rows of bars, one a label, each with its number in print.
public struct BarRows: Sendable, Hashable {
    public struct Bar: Sendable, Hashable {
        public let label: String
        public let value: Int
        /// `good`, `fair`, `warm`, `bad`, `calm` or `quiet`; names the look.
        public let tone: String
        /// Where the label leads; empty for nowhere.
        public let href: String

        public init(label: String, value: Int, tone: String = "calm", href: String = "") {
            self.label = label
            self.value = value
            self.tone = tone
            self.href = href
        }
    }

    public let title: String
    public let bars: [Bar]

    public init(title: String, bars: [Bar]) {
        self.title = title
        self.bars = bars
    }

    /// Characters of a label, and the units that one takes.
    private static let mostOfLabel = 34
    private static let unitsOfCharacter = 9.0
    /// Units for the longest bar.
    private static let bars = 250.0

    /// The picture. Its labels take as much room as the longest needs, so that none is cut by the edge.
    public var svg: String {
        let rowHeight = 30
        let height = max(bars.count, 1) * rowHeight + 4
        let words = bars.map { "\($0.label) \($0.value)" }.joined(separator: ", ")
        let labels = bars.map { SVG.cut($0.label, to: Self.mostOfLabel) }
        let left = max(Double(labels.map(\.count).max() ?? 0) * Self.unitsOfCharacter, 110) + 10
        var svg = SVG(
            width: Int(left + Self.bars + 60), height: height, title: title, description: words,
            style: "chart chart-narrow")
        let most = Double(max(bars.map(\.value).max() ?? 1, 1))
        for (place, bar) in bars.enumerated() {
            let top = Double(place * rowHeight)
            let width = Self.bars * Double(max(bar.value, 0)) / most
            let isLink = svg.open(link: bar.href, label: "\(bar.label): \(bar.value)")
            svg.text(labels[place], x: left - 10, y: top + 20, style: "strong", anchor: .end)
            svg.rectangle(
                x: left, y: top + 6, width: max(width, bar.value > 0 ? 2 : 0), height: 18, style: "r-\(bar.tone)",
                radius: 3,
                tip: "\(bar.label): \(bar.value)")
            svg.text(String(bar.value), x: left + width + 9, y: top + 20)
            if isLink { svg.closeLink() }
        }
        return svg.finished()
    }
}
