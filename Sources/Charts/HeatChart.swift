/// A grid of rows and columns, each cell as dark as it is full.
public struct HeatChart: Sendable, Hashable {
    public struct Cell: Sendable, Hashable {
        /// 0 for nothing, 1 to 5 for more and more, 6 for more than there is room for; nil leaves the place empty.
        public let level: Int?
        public let tip: String
        /// Empty for nowhere.
        public let href: String

        public init(level: Int?, tip: String, href: String = "") {
            self.level = level
            self.tip = tip
            self.href = href
        }
    }

    public struct Row: Sendable, Hashable {
        public let label: String
        public let href: String
        public let cells: [Cell]

        public init(label: String, href: String, cells: [Cell]) {
            self.label = label
            self.href = href
            self.cells = cells
        }
    }

    public let title: String
    public let words: String
    /// The names of columns; empty for one that is not named.
    public let columns: [String]
    public let rows: [Row]
    /// The words of the levels from 0 to 6.
    public let legend: [String]

    public init(title: String, words: String, columns: [String], rows: [Row], legend: [String]) {
        self.title = title
        self.words = words
        self.columns = columns
        self.rows = rows
        self.legend = legend
    }

    private static let width = 1_000
    private static let top = 34.0
    private static let rowHeight = 22.0

    public var svg: String {
        let labels = rows.map { SVG.cut($0.label, to: 14) }
        let left = max(Double(labels.map(\.count).max() ?? 0) * 8.2, 50) + 12
        let slot = (Double(Self.width) - left - 6) / Double(max(columns.count, 1))
        let bottom = Self.top + Double(rows.count) * Self.rowHeight
        var svg = SVG(
            width: Self.width, height: Int(bottom) + 38, title: title, description: words,
            style: "chart chart-wide heat")
        var end = -Double.infinity
        for (place, label) in columns.enumerated() where !label.isEmpty {
            let start = left + Double(place) * slot
            guard start > end + 8, start + 7 * Double(label.count) < Double(Self.width) else { continue }
            svg.text(label, x: start, y: Self.top - 12)
            svg.line(x1: start, y1: Self.top - 8, x2: start, y2: Self.top - 3, style: "axis")
            end = start + 7 * Double(label.count)
        }
        for (place, row) in rows.enumerated() {
            let y = Self.top + Double(place) * Self.rowHeight
            let isLink = svg.open(link: row.href, label: row.label)
            svg.text(labels[place], x: left - 8, y: y + 15, style: "strong", anchor: .end)
            if isLink { svg.closeLink() }
            for (column, cell) in row.cells.enumerated() {
                guard let level = cell.level else { continue }
                // The table under the picture carries the same links for the keyboard.
                let isLink = svg.open(linkForThePointer: cell.href)
                svg.rectangle(
                    x: left + Double(column) * slot, y: y, width: max(slot - 1, 1), height: Self.rowHeight - 1,
                    style: "h-\(min(max(level, 0), 6))", tip: cell.tip)
                if isLink { svg.closeLink() }
            }
        }
        drawLegend(left: left, y: bottom + 24, into: &svg)
        return svg.finished()
    }

    private func drawLegend(left: Double, y: Double, into svg: inout SVG) {
        var x = left
        for (level, label) in legend.enumerated() {
            svg.rectangle(x: x, y: y - 12, width: 18, height: 14, style: "h-\(level)")
            svg.text(label, x: x + 24, y: y)
            x += 24 + 7.4 * Double(label.count) + 20
        }
    }
}

extension SVG {
    /// Opens a link that the keyboard passes over, where the same links are elsewhere on the page.
    mutating func open(linkForThePointer link: String) -> Bool {
        guard !link.isEmpty else { return false }
        raw("<a href=\"\(Self.escaped(link))\" tabindex=\"-1\">")
        return true
    }
}
