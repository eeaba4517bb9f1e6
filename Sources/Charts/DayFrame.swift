/// The frame of a picture over days: values at the left, names of days below, a legend under them.
struct DayFrame {
    static let left = 58.0

    let room: BurnUpChart.Room
    let top: Double
    /// Where the horizontal axis is.
    let bottom: Double

    var right: Double { Double(room.width) - 14 }

    /// The picture's height with a legend under it.
    func height(_ legend: [(line: Int, x: Double)]) -> Int {
        Int(bottom + 40 + Double((legend.last?.line ?? 0) + 1) * 21)
    }

    func y(_ value: Int, _ values: PlotFrame) -> Double {
        bottom - (bottom - top) * (Double(value) - values.low) / (values.high - values.low)
    }

    func draw(_ values: PlotFrame, unit: String, into svg: inout SVG) {
        let steps = Int(((values.high - values.low) / values.step).rounded())
        for number in 0...max(steps, 1) {
            let value = values.low + Double(number) * values.step
            let place = y(Int(value.rounded()), values)
            svg.line(x1: Self.left, y1: place, x2: right, y2: place, style: value == 0 ? "axis" : "grid-line")
            svg.text(values.number(value), x: Self.left - 8, y: place + 4, anchor: .end)
        }
        svg.text(unit, x: 4, y: 14, style: "faint")
    }

    /// Days with their names, as many as have room.
    func draw(_ ticks: [PlotTick], x: (Int) -> Double, first: Int, last: Int, into svg: inout SVG) {
        var end = -Double.infinity
        for tick in ticks where tick.at >= Double(first) && tick.at <= Double(last) {
            let place = x(Int(tick.at))
            svg.line(x1: place, y1: bottom, x2: place, y2: bottom + 5, style: "axis")
            let half = 3.9 * Double(tick.label.count)
            guard place - half > max(end + 8, 0), place + half < Double(room.width) else { continue }
            svg.text(tick.label, x: place, y: bottom + 20, anchor: .middle)
            end = place + half
        }
    }

    func legend(_ labels: [String]) -> [(line: Int, x: Double)] {
        var (line, x) = (0, 12.0)
        return labels.map { label in
            let length = 52 + 7.4 * Double(label.count)
            if x > 12, x + length > Double(room.width) { (line, x) = (line + 1, 12) }
            defer { x += length }
            return (line, x)
        }
    }

    /// The height of a line of the legend.
    func legendY(_ line: Int) -> Double { bottom + 48 + Double(line) * 21 }
}
