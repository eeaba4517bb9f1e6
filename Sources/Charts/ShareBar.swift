/// One bar cut into shares, each with its word and number beneath: counts by RAG, for one.
public struct ShareBar: Sendable, Hashable {
    public struct Share: Sendable, Hashable {
        public let label: String
        public let value: Int
        public let tone: String
        public let href: String

        public init(label: String, value: Int, tone: String, href: String = "") {
            self.label = label
            self.value = value
            self.tone = tone
            self.href = href
        }
    }

    public let title: String
    public let shares: [Share]

    public init(title: String, shares: [Share]) {
        self.title = title
        self.shares = shares
    }

    /// The picture. Shares differ by stripes as well as by colour.
    public var svg: String {
        let words = shares.map { "\($0.label) \($0.value)" }.joined(separator: ", ")
        let perRow = 3
        let legendRows = (shares.count + perRow - 1) / perRow
        var svg = SVG(
            width: 520, height: 44 + legendRows * 26, title: title, description: words,
            style: "chart chart-narrow")
        let total = Double(max(shares.map { max($0.value, 0) }.reduce(0, +), 1))
        var left = 0.0
        for (place, share) in shares.enumerated() where share.value > 0 {
            let width = 520 * Double(share.value) / total
            svg.rectangle(
                x: left, y: 2, width: max(width - 2, 1), height: 26, style: "r-\(share.tone)", radius: 3,
                tip: "\(share.label): \(share.value)")
            stripes(place, left: left, width: width - 2, into: &svg)
            left += width
        }
        for (place, share) in shares.enumerated() {
            let x = Double(place % perRow) * 174
            let y = 40 + Double(place / perRow) * 26
            let isLink = svg.open(link: share.href, label: "\(share.label): \(share.value)")
            svg.rectangle(x: x, y: y, width: 14, height: 14, style: "r-\(share.tone)", radius: 3)
            stripes(place, left: x, width: 14, top: y, height: 14, into: &svg)
            svg.text("\(SVG.cut(share.label, to: 18)) \(share.value)", x: x + 21, y: y + 12, style: "strong")
            if isLink { svg.closeLink() }
        }
        return svg.finished()
    }

    /// Upright lines whose distance tells shares apart without colour; the first share has none.
    private func stripes(
        _ place: Int, left: Double, width: Double, top: Double = 2, height: Double = 26, into svg: inout SVG
    ) {
        guard place > 0 else { return }
        let step = [7.0, 14, 4, 21, 10][(place - 1) % 5]
        var x = left + step
        while x < left + width - 1 {
            svg.line(x1: x, y1: top, x2: x, y2: top + height, style: "pattern")
            x += step
        }
    }
}
