import Testing

@testable import Charts

@Suite struct ChartTests {
    @Test(arguments: [
        (0.0, "0"), (-0.01, "0"), (1.0, "1"), (1.25, "1.3"), (-2.5, "-2.5"), (-0.5, "-0.5"), (1e300, "1000000000"),
        (.nan, "0"),
        (123.449, "123.4"),
    ])
    func numbersHaveOneForm(value: Double, text: String) { #expect(SVG.number(value) == text) }

    private let hostile = "<script>\"\u{301}'&\u{0}"

    @Test func everyChartEscapesAndTellsItselfInWords() {
        let charts = [
            BarRows(title: hostile, bars: [.init(label: hostile, value: 3, href: hostile)]).svg,
            ShareBar(title: hostile, shares: [.init(label: hostile, value: 2, tone: "good", href: hostile)]).svg,
            VarianceTrend(
                title: hostile, points: [.init(label: hostile, day: 10, variance: 4, href: hostile)],
                ticks: [.init(day: 0, label: hostile)]
            ).svg,
            PlanChart(
                title: hostile, months: [.init(day: 0, label: hostile, milestones: 2, href: hostile)], end: 31,
                today: 5,
                rows: [.init(label: hostile, group: "", start: 1, end: 9, href: hostile)]
            ).svg,
        ]
        for chart in charts {
            #expect(!chart.contains("<script>"))
            #expect(!chart.utf8.contains(0))
            #expect(chart.contains("role=\"img\"") && chart.contains("<title>"))
            #expect(!chart.contains("style=\""), "inline styles break the content-security policy")
            #expect(chart.filter { $0 == "<" }.count == chart.filter { $0 == ">" }.count)
        }
    }

    @Test func emptyChartsAreStillPictures() {
        #expect(BarRows(title: "t", bars: []).svg.contains("<svg"))
        #expect(ShareBar(title: "t", shares: []).svg.contains("<svg"))
        #expect(VarianceTrend(title: "t", points: [], ticks: []).svg.contains("<svg"))
        #expect(PlanChart(title: "t", months: [], end: 0, today: nil, rows: []).svg.contains("<svg"))
    }

    @Test func shapesTellWhatColoursDo() {
        let svg = VarianceTrend(
            title: "t",
            points: [
                .init(label: "late", day: 1, variance: 9), .init(label: "early", day: 2, variance: -9),
                .init(label: "on", day: 3, variance: 0),
            ], ticks: []
        ).svg
        #expect(svg.contains("late: 9 days later") && svg.contains("early: 9 days earlier"))
        #expect(svg.contains("on its baseline"))
        #expect(svg.components(of: "<polygon") == 2 && svg.components(of: "<circle") == 1)
    }

    @Test func aPlanNeverInventsABar() {
        let svg = PlanChart(
            title: "t", months: [.init(day: 0, label: "Jan")], end: 31, today: nil,
            rows: [
                .init(label: "a", group: "", start: nil, end: nil), .init(label: "b", group: "", start: 3, end: nil),
            ]
        ).svg
        #expect(svg.contains("dates are not in the text"))
        #expect(svg.components(of: "class=\"bar\"") == 0)
        #expect(svg.components(of: "class=\"diamond\"") == 1)
    }
}

extension String {
    fileprivate func components(of part: String) -> Int {
        var count = 0
        var rest = self[...]
        while !rest.isEmpty {
            if rest.hasPrefix(part) { count += 1 }
            rest = rest.dropFirst()
        }
        return count
    }
}
