/// A mark of a horizontal axis: where it is, in the unit of the points, and its words.
public struct PlotTick: Sendable, Hashable {
    public let at: Double
    public let label: String

    public init(at: Double, label: String) {
        self.at = at
        self.label = label
    }
}

/// The frame that plots share: room for numbers on the left, round steps upwards from zero, a legend beneath.
struct PlotFrame {
    static let width = 420
    static let left = 52.0
    static let right = 396.0
    static let top = 30.0
    static let bottom = 226.0
    /// The line of the horizontal axis's title.
    static let titleLine = 264.0
    private static let legendStart = 288.0
    private static let legendLine = 21.0

    let low: Double
    let high: Double
    let step: Double

    /// Takes in all values and zero.
    init(_ values: [Double]) {
        let finite = values.filter(\.isFinite)
        let (least, most) = (min(finite.min() ?? 0, 0), max(finite.max() ?? 0, 0))
        step = Self.roundStep(most - least)
        low = (least / step).rounded(.down) * step
        high = max((most / step).rounded(.up) * step, low + step)
    }

    /// 1, 2 or 5 times a power of ten: the least with at most six steps.
    static func roundStep(_ span: Double) -> Double {
        guard span > 0, span.isFinite else { return 1 }
        var power = 1.0
        while span / power > 6 { power *= 10 }
        while span / power <= 0.6 { power /= 10 }
        return [0.1, 0.2, 0.5, 1].map { $0 * power }.first { span / $0 <= 6 } ?? power
    }

    /// Decimals that tell the steps apart.
    var places: Int {
        var (places, unit) = (0, step)
        while unit < 0.999_999, places < 9 {
            unit *= 10
            places += 1
        }
        return places
    }

    func y(_ value: Double) -> Double {
        Self.bottom - (Self.bottom - Self.top) * (value - low) / (high - low)
    }

    /// A number of the axis; from 10,000 on in thousands (`k`), from 10,000,000 in millions (`M`), so that it fits.
    func number(_ value: Double) -> String {
        let most = max(high, -low)
        let (unit, letter) = most >= 10_000_000 ? (1_000_000.0, "M") : most >= 10_000 ? (1_000.0, "k") : (1, "")
        guard unit > 1, value != 0 else { return SVG.decimal(value, places: places) }
        return SVG.decimal(value / unit, places: step < unit ? 1 : 0) + letter
    }

    /// Units of height with a legend of so many lines.
    static func height(legend: Int) -> Int { Int(titleLine) + 12 + (legend > 0 ? legend * Int(legendLine) + 4 : 0) }

    /// Lines and numbers of the vertical axis, and the titles of both.
    func draw(vertical: String, horizontal: String, into svg: inout SVG) {
        let steps = Int(((high - low) / step).rounded())
        for number in 0...max(steps, 1) {
            let value = low + Double(number) * step
            let isZero = abs(value) < step / 1_000
            svg.line(
                x1: Self.left, y1: y(value), x2: Self.right, y2: y(value), style: isZero ? "axis" : "grid-line")
            svg.text(self.number(isZero ? 0 : value), x: Self.left - 8, y: y(value) + 4, anchor: .end)
        }
        svg.text(vertical, x: 4, y: 14, style: "faint")
        svg.text(horizontal, x: Self.right, y: Self.titleLine, style: "faint", anchor: .end)
    }

    /// The entries of a legend laid out in lines by their lengths: each with its line and its left edge.
    static func legend(_ labels: [String]) -> [(line: Int, x: Double)] {
        // The widest letters of a plain face take 0.6 of their size of 14.
        var (line, x) = (0, left - 40)
        return labels.map { label in
            let length = 48 + 8.8 * Double(label.count)
            if x > left, x + length > right + 20 { (line, x) = (line + 1, left - 40) }
            defer { x += length }
            return (line, x)
        }
    }

    static func legendY(_ line: Int) -> Double { legendStart + Double(line) * legendLine }
}

/// The looks of plots, for pages that stand alone; the room's own sheet carries the same rules.
public enum PlotLook {
    /// How many looks lines and columns have; more begin again.
    public static let tones = 6

    /// Custom properties on light paper; `darkColours` on dark.
    public static let lightColours = """
        --plot-0: #1d4fd7; --plot-1: #11794a; --plot-2: #b8500a; --plot-3: #b3194f; --plot-4: #7440b0; --plot-5: #4a5361;
        """
    public static let darkColours = """
        --plot-0: #8fb2ff; --plot-1: #6fd79d; --plot-2: #ffb27d; --plot-3: #ff93b5; --plot-4: #cfa8ff; --plot-5: #b3bcc9;
        """

    /// Rules for the classes that plots use. Lines differ by dashes as well as by colour.
    public static let rules: String = {
        let dashes = ["none", "7 4", "2 3", "9 3 2 3", "12 4", "4 2"]
        return dashes.enumerated().map { tone, dash in
            """
            .chart .l-\(tone) { stroke: var(--plot-\(tone)); stroke-dasharray: \(dash); }
            .chart .f-\(tone) { fill: var(--plot-\(tone)); }

            """
        }.joined() + """
            .chart .plot-line { fill: none; stroke-width: 2.2; stroke-linejoin: round; stroke-linecap: round; }
            .chart .plot-band { opacity: .16; }
            .chart .plot-mark { stroke: var(--paper); stroke-width: 1; }

            """
    }()
}
