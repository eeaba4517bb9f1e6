import Formats
import Kernel
import Market
import TestSupport
import Testing

@Suite("Comma-separated values")
struct CSVFormatTests {
    /// The plain form of a row with 48 values and qualities.
    private func plain(_ row: SampleRow) -> String {
        let values = row.values.map(Expected.wattHours).joined(separator: ",")
        let codes = row.codes.map(\.code).joined(separator: ",")
        let date = Expected.date(row.firstHalfHour / 48)
        return "\(Expected.mpan(row.mpan))|\(date)|\(row.quantity.code)|\(values)|\(codes)"
    }

    @Test("The wide header names 48 half hours")
    func header() {
        let header = BulkFile.text(WideCSVFormat(), [])
        #expect(header.hasPrefix("mpan,utc_date,mq,q,hh01,hh02,hh03,"))
        #expect(header.hasSuffix(",hh47,hh48\n"))
        #expect(header.split(separator: ",").count == 52)
    }

    @Test("A wide row prints kilowatt-hours with three decimals, and nothing for a missing value")
    func wideRow() {
        var row = SampleRow.utc("2026-01-15", [123, 0, .min, -5, 9_999, 10_000, 2_147_483_647, -2_147_483_647])
        row.quality = QualityCode(index: 16)
        let line = BulkFile.text(WideCSVFormat(), [row]).split(separator: "\n")[1]
        let values = "0.123,0.000,,-0.005,9.999,10.000,2147483.647,-2147483.647"
        #expect(
            line == "1012345678903,20260115,AI,A1," + Array(repeating: values, count: 6).joined(separator: ","))
    }

    @Test(
        "Qualities that differ print in runs",
        arguments: [
            ([("A", 48)], "A"), ([("A", 20), ("E3", 28)], "A*20;E3*28"),
            ([("E", 1), ("A", 46), ("E", 1)], "E*1;A*46;E*1"),
            ([("EA13", 9), ("ZE2", 10), ("A", 29)], "EA13*9;ZE2*10;A*29"),
        ])
    func runs(runs: [(String, Int)], printed: String) throws {
        var row = SampleRow.utc("2026-01-15", [7])
        row.qualities = try runs.flatMap { Array(repeating: try #require(QualityCode(code: $0.0)).index, count: $0.1) }
        let fields = BulkFile.text(WideCSVFormat(), [row]).split(separator: "\n")[1].split(separator: ",")
        #expect(fields[3] == printed)
    }

    @Test("A row that alternates 48 times has 48 runs, and leaves room for its values")
    func mostRuns() async throws {
        var row = SampleRow.utc("2026-01-15", [-.max])
        row.qualities = (0..<48).map { $0 % 2 == 0 ? 37 : 36 }
        let read = try await BulkFile.read(BulkFile.write(WideCSVFormat(), [row]), "read_wide.py", before: ["csv"])
        #expect(read == plain(row) + "\n")
    }

    @Test("Every fixed row has 843 bytes, whatever its values and qualities")
    func fixedLength() async throws {
        try await Property.check(seed: 71, count: 200) { generator in
            let row = SampleRow.random(&generator, .utc)
            let file = BulkFile.write(FixedCSVFormat(), [row])
            try Property.hold(
                file.count == FixedCSVFormat.headerBytes + FixedCSVFormat.rowBytes, "\(file.count) bytes")
        }
        #expect(FixedCSVFormat.rowBytes == 843)
    }

    @Test("A fixed row puts values to the right and qualities to the left of their places")
    func fixedRow() {
        var row = SampleRow.utc("2026-01-15", [123, .min, -10_000, -2_147_483_647])
        row.quality = QualityCode(index: 34)
        let line = BulkFile.text(FixedCSVFormat(), [row]).split(separator: "\n")[1]
        let values = "       0.123,            ,     -10.000,-2147483.647"
        #expect(
            line == "1012345678903,20260115,AI," + String(repeating: "EA10", count: 48) + ","
                + Array(repeating: values, count: 12).joined(separator: ","))
    }

    @Test("A long row is a half hour")
    func longRows() {
        var row = SampleRow.utc("2026-12-31", [1, .min, -12_345])
        row.quantity = .reactiveExport
        let lines = BulkFile.text(LongCSVFormat(), [row]).split(separator: "\n")
        #expect(lines.count == 49)
        #expect(lines[0] == "mpan,utc_date,period,mq,kwh,q")
        #expect(lines[1] == "1012345678903,20261231,1,RE,0.001,A")
        #expect(lines[2] == "1012345678903,20261231,2,RE,,A")
        #expect(lines[48] == "1012345678903,20261231,48,RE,-12.345,A")
    }

    @Test("A metering point's number keeps its leading zeros", arguments: [0, 7, 9_999_999_999_999] as [UInt64])
    func numbers(mpan: UInt64) {
        var row = SampleRow.utc("2026-01-15", [1])
        row.mpan = mpan
        let line = BulkFile.text(WideCSVFormat(), [row]).split(separator: "\n")[1]
        #expect(line.hasPrefix(Expected.mpan(mpan) + ",20260115,"))
    }

    @Test("Days far outside the run are printed too", arguments: ["1970-01-01", "1999-12-31", "2199-12-30"])
    func distantDays(iso: String) {
        let line = BulkFile.text(WideCSVFormat(), [.utc(iso, [1])]).split(separator: "\n")[1]
        #expect(line.split(separator: ",")[1] == iso.filter { $0 != "-" })
    }

    @Test("A day cut short keeps its 48 fields, the rest empty")
    func shortRow() async throws {
        var row = SampleRow.utc("2026-01-15", [250])
        row.values.removeLast(2)
        let whole = BulkFile.text(WideCSVFormat(), [row])
        #expect(whole.hasSuffix("0.250,,\n"))
        #expect(BulkFile.text(FixedCSVFormat(), [row]).utf8.count == FixedCSVFormat.headerBytes + 843)
    }

    @Test("Another program reads back every value and quality", arguments: ["csv", "fixed", "long"])
    func roundTrip(word: String) async throws {
        try await Property.check(seed: 72, count: 6) { generator in
            let rows = (0..<60).map { _ in SampleRow.random(&generator, .utc) }
            let format = try #require(TextFormats.all.first { $0.word == word })
            let read = try await BulkFile.read(BulkFile.write(format, rows), "read_wide.py", before: [word])
            try Property.hold(read == Expected.lines(rows.map(plain)), "\(word) reads back otherwise")
        }
    }
}
