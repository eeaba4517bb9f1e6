import Formats
import Kernel
import Market
import TestSupport
import Testing

@Suite("Flows of half hours")
struct FlowSeriesTests {
    /// Tenths as the flow prints them: an oracle in floating point, exact because every half is a binary fraction.
    private func tenths(_ values: [Int32]) -> [String] {
        var sum = 0.0
        var printed = 0.0
        return values.map { value in
            if value == ConsumptionRow.missing { return "" }
            sum += Double(value)
            let rounded = (sum / 100).rounded(.toNearestOrAwayFromZero)
            defer { printed = rounded }
            let line = Int(rounded - printed)
            return "\(line < 0 ? "-" : "")\(abs(line) / 10).\(abs(line) % 10)"
        }
    }

    private func thousandths(_ values: [Int32]) -> [String] {
        values.map { value in
            if value == ConsumptionRow.missing { return "" }
            let fraction = String(value.magnitude % 1_000)
            let padding = String(repeating: "0", count: 3 - fraction.count)
            return "\(value < 0 ? "-" : "")\(value.magnitude / 1_000).\(padding)\(fraction)"
        }
    }

    private func plain(_ row: SampleRow, local: Bool) -> String {
        let half = HalfHour(index: row.firstHalfHour)
        let day = local ? SettlementDay.containing(half).day.date.dayNumber : half.day.number
        let printed = local ? tenths(row.values) : thousandths(row.values)
        let fields = [
            Expected.mpan(row.mpan), Expected.date(day), row.quantity.code, "XSUP", printed.joined(separator: ","),
            row.codes.map { $0.isActual ? "A" : "E" }.joined(separator: ","),
        ]
        return fields.joined(separator: "|")
    }

    @Test("A D0036 file is an envelope, a group for each row, and counts")
    func golden() throws {
        var estimated = SampleRow.local("2026-03-29", [149, 151, 50, ConsumptionRow.missing, -30, 123_456_789])
        estimated.qualities = (0..<46).map { $0 < 10 ? 0 : 5 }
        let rows = [SampleRow.local("2026-01-15", [123, 98, 1_250, 0]), estimated]
        try Golden.check(
            BulkFile.text(FlowSeriesFormat.d0036, rows), against: "Tests/BulkFormatsTests/Golden/d0036.usr")
        try Golden.check(
            BulkFile.text(FlowSeriesFormat.d0379, [.utc("2026-03-29", [123, -1, ConsumptionRow.missing, 12_345])]),
            against: "Tests/BulkFormatsTests/Golden/d0379.usr")
    }

    @Test("A small day's lines, worked by hand")
    func worked() {
        // Sums 40, 80, 120, 160, 250 Wh: 0.4 0.8 1.2 1.6 2.5 tenths, so 0, 1, 1, 2 and 3 (the half goes up).
        var row = SampleRow.local("2026-01-15", [0])
        row.values.replaceSubrange(0..<5, with: [40, 40, 40, 40, 90])
        let lines = BulkFile.text(FlowSeriesFormat.d0036, [row]).split(separator: "\n").map(String.init)
        #expect(lines[1...3] == ["101|1012345678903|AI|XSUP|", "102|20260115|", "103|A|0.0|"])
        #expect(lines[4...8] == ["103|A|0.1|", "103|A|0.0|", "103|A|0.1|", "103|A|0.1|", "103|A|0.0|"])
        #expect(lines.count == 52)
        #expect(lines[51].contains("|50|50|1|20270101060000|"))
    }

    @Test(
        "A local day has the half hours of its clock, under its own date",
        arguments: [
            ("2026-01-15", 48), ("2026-03-28", 48), ("2026-03-29", 46), ("2026-03-30", 48), ("2026-06-21", 48),
            ("2026-10-24", 48), ("2026-10-25", 50), ("2026-10-26", 48),
        ])
    func clockChanges(iso: String, periods: Int) async throws {
        let row = SampleRow.local(iso, (1...50).map { Int32($0 * 100) })
        #expect(row.values.count == periods)
        let read = try await BulkFile.read(BulkFile.write(FlowSeriesFormat.d0036, [row]), "dtc.py")
        let values = (1...periods).map { "\($0 / 10).\($0 % 10)" }.joined(separator: ",")
        let flags = Array(repeating: "A", count: periods).joined(separator: ",")
        #expect(read == "1012345678903|\(iso.filter { $0 != "-" })|AI|XSUP|\(values)|\(flags)\n")
    }

    @Test("A parser of the layout reads back every line", arguments: ["d0036", "d0379"])
    func roundTrip(word: String) async throws {
        let format = try #require(TextFormats.all.first { $0.word == word })
        let local = format.days == .local
        try await Property.check(seed: 78, count: 6) { generator in
            let rows = (0..<60).map { _ in SampleRow.random(&generator, format.days) }
            let read = try await BulkFile.read(BulkFile.write(format, rows), "dtc.py")
            try Property.hold(
                read == Expected.lines(rows.map { plain($0, local: local) }), "\(word) reads back otherwise")
        }
    }

    @Test("A day of one-decimal lines adds up to the day within 0.05 kWh, and no line is off by more than a tenth")
    func dayTotals() async throws {
        try await Property.check(seed: 79, count: 400) { generator in
            let row = SampleRow.random(&generator, .local)
            let lines = BulkFile.text(FlowSeriesFormat.d0036, [row]).split(separator: "\n")
                .filter { $0.hasPrefix("103|") }.map { $0.split(separator: "|", omittingEmptySubsequences: false)[2] }
            try Property.hold(lines.count == row.values.count, "\(lines.count) lines")
            var total = 0
            for (line, value) in zip(lines, row.values) {
                try Property.hold(line.isEmpty == (value == ConsumptionRow.missing), "“\(line)” for \(value)")
                if line.isEmpty { continue }
                let tenths = try #require(Int(line.filter { $0 != "." }))
                total += tenths
                try Property.hold(abs(tenths * 100 - Int(value)) <= 100, "\(line) kWh for \(value) Wh")
            }
            let truth = row.values.filter { $0 != ConsumptionRow.missing }.reduce(0) { $0 + Int($1) }
            try Property.hold(abs(total * 100 - truth) <= 50, "\(total) tenths for \(truth) Wh")
        }
    }

    @Test("The trailer counts the lines and groups of the whole run")
    func counts() {
        let totals = WrittenTotals(rows: 3, lines: 150, bytes: 9)
        func last(_ format: FlowSeriesFormat) -> String {
            String(decoding: format.trailer(BulkFile.run, totals), as: UTF8.self)
        }
        #expect(last(.d0036).hasSuffix("|150|150|3|20270101060000|\n"))
        #expect(last(.d0379).hasSuffix("|150||3|20270101060000|\n"))
    }

    @Test("A file's number depends on the run and the flow, not on the part")
    func fileNumber() {
        func number(_ format: FlowSeriesFormat, _ change: (inout RunDescription) -> Void = { _ in }) -> Substring {
            var run = BulkFile.run
            change(&run)
            return String(decoding: format.header(run), as: UTF8.self).split(separator: "|")[1]
        }
        let plain = number(.d0036)
        #expect(plain.count == 10)
        #expect(plain.allSatisfy { $0.isNumber })
        #expect(number(.d0036) { ($0.part, $0.parts) = (3, 8) } == plain)
        #expect(number(.d0036) { $0.seed = 43 } != plain)
        #expect(number(.d0036) { $0.configurationDigest = "other" } != plain)
        #expect(number(.d0379) != plain)
    }
}
