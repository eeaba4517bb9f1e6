/// Rows of bars cut into the same classes, each bar a whole: how a population divides, row by row.
public struct StackedRows: Sendable, Hashable {
    public struct Kind: Sendable, Hashable {
        public let label: String
        /// `good`, `fair`, `warm`, `bad`, `calm` or `quiet`; names the look.
        public let tone: String

        public init(label: String, tone: String) {
            self.label = label
            self.tone = tone
        }
    }

    public struct Row: Sendable, Hashable {
        public let label: String
        /// One a kind.
        public let values: [Int]
        /// Printed behind the bar.
        public let note: String
        /// Where the label leads; empty for nowhere.
        public let href: String

        public init(label: String, values: [Int], note: String, href: String = "") {
            self.label = label
            self.values = values
            self.note = note
            self.href = href
        }
    }

    public let title: String
    public let kinds: [Kind]
    public let rows: [Row]

    /// - Precondition: every row has a value for each kind.
    public init(title: String, kinds: [Kind], rows: [Row]) {
        precondition(rows.allSatisfy { $0.values.count == kinds.count }, "a row has a value for each kind")
        self.title = title
        self.kinds = kinds
        self.rows = rows
    }

    private static let mostOfLabel = 24
    private static let bars = 620.0
    /// Units of the thinnest share that is drawn: nobody takes what is there for nothing.
    private static let thinnest = 4.0
    private static let rowHeight = 34.0

    /// The picture. Kinds differ by stripes as well as by colour.
    public var svg: String {
        let words = rows.map { row in
            row.label + ": " + zip(kinds, row.values).map { "\($0.label) \($1)" }.joined(separator: ", ")
        }.joined(separator: "; ")
        let labels = rows.map { SVG.cut($0.label, to: Self.mostOfLabel) }
        let left = max(Double(labels.map(\.count).max() ?? 0) * 8.4, 90) + 10
        let right = max(Double(rows.map { $0.note.count }.max() ?? 0) * 8, 40) + 14
        let perLine = 3
        let legendTop = Double(rows.count) * Self.rowHeight + 14
        let lines = (kinds.count + perLine - 1) / perLine
        let width = left + Self.bars + right
        var svg = SVG(
            width: Int(width), height: Int(legendTop) + lines * 24 + 4, title: title, description: words)
        for (place, row) in rows.enumerated() {
            let top = Double(place) * Self.rowHeight
            let isLink = svg.open(link: row.href, label: "\(row.label): \(row.note)")
            svg.text(labels[place], x: left - 10, y: top + 21, style: "strong", anchor: .end)
            if isLink { svg.closeLink() }
            draw(row, left: left, top: top + 5, into: &svg)
            svg.text(row.note, x: left + Self.bars + 10, y: top + 21, style: "strong")
        }
        for (place, kind) in kinds.enumerated() {
            let x = left + Double(place % perLine) * (Self.bars / Double(perLine))
            let y = legendTop + Double(place / perLine) * 24
            svg.rectangle(x: x, y: y, width: 14, height: 14, style: "r-\(kind.tone)", radius: 3)
            stripes(place, from: x, to: x + 14, top: y, height: 14, into: &svg)
            svg.text(kind.label, x: x + 21, y: y + 12)
        }
        return svg.finished()
    }

    private func draw(_ row: Row, left: Double, top: Double, into svg: inout SVG) {
        svg.rectangle(x: left, y: top, width: Self.bars, height: 22, style: "track", radius: 3)
        var x = left
        for (place, width) in Self.widths(row.values).enumerated() where width > 0 {
            svg.rectangle(
                x: x, y: top, width: width - 1, height: 22, style: "r-\(kinds[place].tone)", radius: width > 6 ? 2 : 0,
                tip: "\(row.label), \(kinds[place].label): \(row.values[place])")
            stripes(place, from: x, to: x + width - 1, top: top, height: 22, into: &svg)
            x += width
        }
    }

    /// The shares' units; those that would be too thin to see get the least, and the others make room.
    private static func widths(_ values: [Int]) -> [Double] {
        let values = values.map { Double(max($0, 0)) }
        let total = values.reduce(0, +)
        guard total > 0 else { return values }
        let isThin = values.map { $0 > 0 && bars * $0 / total < thinnest }
        let wide = zip(values, isThin).reduce(0) { $0 + ($1.1 ? 0 : $1.0) }
        let room = bars - thinnest * Double(isThin.filter { $0 }.count)
        return zip(values, isThin).map { $1 ? thinnest : wide > 0 ? room * $0 / wide : 0 }
    }

    /// Upright lines whose distance tells kinds apart without colour; the first kind has none.
    private func stripes(
        _ place: Int, from: Double, to: Double, top: Double, height: Double, into svg: inout SVG
    ) {
        guard place > 0 else { return }
        let step = [7.0, 14, 4, 21, 10][(place - 1) % 5]
        var x = from + step
        while x < to - 1 {
            svg.line(x1: x, y1: top, x2: x, y2: top + height, style: "pattern")
            x += step
        }
    }
}
