import TestSupport
import Testing

@testable import Charts

@Suite struct PlotTests {
    private func linePlot(_ words: String = "Two lines.") -> LinePlot {
        LinePlot(
            title: words, words: words, vertical: words, horizontal: words,
            ticks: [.init(at: 0, label: words), .init(at: 10, label: "10")],
            series: [
                .init(label: words, tone: 0, points: [.init(x: 0, y: 1), .init(x: 10, y: 0.25)]),
                .init(
                    label: "b", tone: 7, points: [.init(x: 0, y: 0.5), .init(x: 10, y: 0.75)], hasMarks: true,
                    band: [0.25...0.75, 0.5...1]),
            ])
    }

    private func columnPlot(_ words: String = "Two months.") -> ColumnPlot {
        ColumnPlot(
            title: words, words: words, vertical: words, horizontal: words, categories: [words, "Feb", "Mar"],
            series: [
                .init(label: words, tone: 1, values: [3, nil, 6]), .init(label: "b", tone: 2, values: [-2, .nan, 1]),
            ])
    }

    @Test func aLinePlotIsThisPicture() throws {
        try Golden.check(linePlot().svg, against: "Tests/ChartsTests/Golden/line-plot.svg")
    }

    @Test func aColumnPlotIsThisPicture() throws {
        try Golden.check(columnPlot().svg, against: "Tests/ChartsTests/Golden/column-plot.svg")
    }

    @Test func plotsEscapeAndTellThemselvesInWords() {
        let hostile = "<script>\"\u{301}'&\u{0}"
        for plot in [linePlot(hostile).svg, columnPlot(hostile).svg] {
            #expect(!plot.contains("<script>"))
            #expect(!plot.utf8.contains(0))
            #expect(plot.contains("role=\"img\"") && plot.contains("<title>") && plot.contains("<desc>"))
            #expect(!plot.contains("style=\""), "inline styles break the content-security policy")
            #expect(plot.filter { $0 == "<" }.count == plot.filter { $0 == ">" }.count)
        }
    }

    @Test func plotsWithoutValuesSaySo() {
        let empty = LinePlot(title: "t", words: "", vertical: "v", horizontal: "h", ticks: [], series: [])
        #expect(empty.svg.contains("no values"))
        let columns = ColumnPlot(
            title: "t", words: "", vertical: "v", horizontal: "h", categories: ["a"],
            series: [.init(label: "a", tone: 0, values: [nil])])
        #expect(columns.svg.contains("no values"))
    }

    /// Values and the step that they come to: at most six steps, each 1, 2 or 5 times a power of ten.
    @Test(arguments: [
        ([0.4], 0.1), ([1.0], 0.2), ([12.0], 2), ([31.0], 10), ([0.0031], 0.001), ([99_987.0], 20_000),
        ([-3.0, 3.0], 1), ([0.0], 1), ([.infinity], 1),
    ])
    func stepsAreRound(values: [Double], step: Double) {
        let frame = PlotFrame(values)
        #expect(abs(frame.step / step - 1) < 1e-9)
        #expect(frame.low <= 0 && frame.high >= values.filter(\.isFinite).max() ?? 0)
    }

    /// Least and greatest value, as parts of a scale, for scales from a ten-thousandth to a hundred thousand.
    @Test(arguments: [(-1.0, 1.0), (-0.03, 0.97), (0.2, 0.21), (-0.999, -0.5), (0, 0.601), (-0.599, 0.6)])
    func everyPointLiesInsideTheFrame(least: Double, most: Double) {
        for exponent in -4...5 {
            for factor in 1...9 {
                let scale = Double(sign: .plus, exponent: 3 * exponent, significand: 1) * Double(factor)
                let frame = PlotFrame([least * scale, most * scale])
                for value in [least * scale, most * scale, 0] {
                    #expect((PlotFrame.top - 0.001...PlotFrame.bottom + 0.001).contains(frame.y(value)), "\(scale)")
                }
                #expect((frame.high - frame.low) / frame.step < 8.001, "\(scale)")
            }
        }
    }

    @Test(arguments: [(0.0, 2, "0.00"), (-0.001, 2, "0.00"), (1.005, 0, "1"), (-12.5, 1, "−12.5"), (0.05, 1, "0.1")])
    func decimalsHaveOneForm(value: Double, places: Int, text: String) {
        #expect(SVG.decimal(value, places: places) == text)
    }

    @Test(arguments: [
        ([3.5], 3.0, "3"), ([8_400.0], 8_000, "8k"), ([4_400.0], 4_000, "4000"), ([31_000.0], 20_000, "20k"),
        ([12_000.0], 2_000, "2k"),
        ([31_000_000.0], 20_000_000, "20M"), ([12_000_000.0], 2_000_000, "2M"), ([31_000.0], 0, "0"),
        ([-31_000.0], -30_000, "−30k"), ([0.31], 0.3, "0.3"),
    ])
    func greatNumbersOfAnAxisAreShort(values: [Double], number: Double, text: String) {
        #expect(PlotFrame(values).number(number) == text)
    }

    @Test func everyToneHasALook() {
        for tone in 0..<PlotLook.tones {
            #expect(PlotLook.rules.contains(".l-\(tone) ") && PlotLook.rules.contains(".f-\(tone) "))
            #expect(PlotLook.lightColours.contains("--plot-\(tone):"))
            #expect(PlotLook.darkColours.contains("--plot-\(tone):"))
        }
    }
}
