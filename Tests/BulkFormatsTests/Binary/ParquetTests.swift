import Formats
import Kernel
import Market
import TestSupport
import Testing

@Suite("Parquet, read by pyarrow")
struct ParquetTests {
    private func read(_ file: [UInt8]) async throws -> JSONValue {
        try await BinaryReaderProgram.read("read_parquet.py", file, packages: true)
    }

    @Test("Every value of several row groups", arguments: ParquetFormat.Values.allCases)
    func values(_ values: ParquetFormat.Values) async throws {
        var generator = SeededGenerator(seed: 41)
        let rows = BinarySample.rows(1_500, &generator)
        let found = try await read(BinarySample.file(ParquetFormat(values: values), rows, chunk: 600))
        #expect(found["rows"].list.map(\.text) == rows.map(\.line))
        #expect(found["rows_said"] == 1_500)
        let groups = found["groups"].list
        #expect(groups.map { $0["rows"].number } == [600, 600, 300])
        for (number, group) in groups.enumerated() {
            let part = rows[number * 600..<min(1_500, number * 600 + 600)]
            try checkStatistics(group["columns"].list, part)
        }
        let wanted = UInt64(found["pruned"][0].number ?? 0)
        #expect(Int(found["pruned"][1].number ?? 0) == rows.count { $0.mpan == wanted })
    }

    private func checkStatistics(_ columns: [JSONValue], _ rows: ArraySlice<BinarySampleRow>) throws {
        try #require(columns.count == 52)
        #expect(columns[0]["min"].text == "\(try #require(rows.map(\.mpan).min()))")
        #expect(columns[0]["max"].text == "\(try #require(rows.map(\.mpan).max()))")
        let days = rows.map { CalendarDate(dayNumber: $0.day) }
        #expect(columns[1]["min"].text == days.min()?.iso)
        #expect(columns[1]["max"].text == days.max()?.iso)
        for place in 0..<48 {
            let missing = rows.count { $0.values[place] == ConsumptionRow.missing }
            #expect(columns[4 + place]["nulls"].number == Double(missing))
        }
    }

    @Test("Schema, types and what is said of the run")
    func schema() async throws {
        let rows = [BinarySampleRow(mpan: 9_900_000_000_012, day: 20_454, values: [Int32](repeating: 5, count: 48))]
        let found = try await read(BinarySample.file(ParquetFormat(), rows))
        let hours = (1...48).map { $0 < 10 ? "hh0\($0)" : "hh\($0)" }
        let expected: [JSONValue] =
            [
                ["mpan", "int64", false], ["utc_date", "date32[day]", false], ["mq", "string", false],
                ["q", "string", false],
            ] + hours.map { [.text($0), "int32", true] }
        #expect(found["schema"].list == expected)
        #expect(found["created_by"] == "changeover version 1.4")
        #expect(found["format"] == "2.6")
        #expect(
            found["metadata"] == [
                "changeover.from": "2026-01-01", "changeover.days": "7", "changeover.seed": "42",
                "changeover.model_version": "1.4", "changeover.part": "2", "changeover.parts": "8",
                "changeover.config_sha256": .text(BinarySample.run.configurationDigest),
                "changeover.unit": "Wh (varh where mq is RI or RE)",
            ])
        for column in found["groups"][0]["columns"].list { #expect(column["codec"] == "ZSTD") }
        #expect(found["groups"][0]["columns"][0]["encodings"] == ["DELTA_BINARY_PACKED"])
        #expect(found["groups"][0]["columns"][4]["encodings"].list.contains("BYTE_STREAM_SPLIT"))
    }

    /// Rows that try one thing that could go wrong.
    enum Corner: String, CaseIterable {
        case extremes, farMPANs, manyQualities, everySecondMissing, missingAtTheBeginning, allMissing, oneRow
        case rows129, noRow

        var rows: [BinarySampleRow] {
            switch self {
            case .extremes:
                let extremes: [Int32] = [.max, .min + 1, 0, -1, 65_535, 65_536, -65_536, 32_768]
                return flat(1) { row, _ in row.values = (0..<48).map { extremes[$0 % 8] } }
            case .farMPANs:
                let mpans: [UInt64] = [10, 9_999_999_999_999, 0, UInt64(Int64.max)]
                return flat(4) { row, number in row.mpan = mpans[number] }
            case .manyQualities:
                return flat(300) { row, number in row.qualities = (0..<48).map { UInt8(($0 + number) % 38) } }
            case .everySecondMissing:
                return flat(41) { row, number in if number % 2 == 0 { row.values[7] = ConsumptionRow.missing } }
            case .missingAtTheBeginning:
                return flat(64) { row, number in if number < 20 { row.values[0] = ConsumptionRow.missing } }
            case .allMissing:
                return flat(17) { row, _ in row.values = [Int32](repeating: ConsumptionRow.missing, count: 48) }
            case .oneRow: return flat(1) { _, _ in }
            case .rows129: return flat(129) { _, _ in }
            case .noRow: return []
            }
        }

        private func flat(_ count: Int, _ change: (inout BinarySampleRow, Int) -> Void) -> [BinarySampleRow] {
            (0..<count).map { number in
                var row = BinarySampleRow(
                    mpan: 10 + UInt64(number), day: 20_454, values: [Int32](repeating: 7, count: 48))
                change(&row, number)
                return row
            }
        }
    }

    @Test("Corner cases", arguments: Corner.allCases, ParquetFormat.Values.allCases)
    func corner(_ corner: Corner, _ values: ParquetFormat.Values) async throws {
        let found = try await read(BinarySample.file(ParquetFormat(values: values), corner.rows))
        #expect(found["rows"].list.map(\.text) == corner.rows.map(\.line))
    }

    @Test("A whole row group and more in one chunk")
    func largeChunk() async throws {
        var rows: [BinarySampleRow] = []
        for number in 0..<65_540 {
            var row = BinarySampleRow(mpan: 9_900_000_000_000 + UInt64(number) * 17, day: 20_454, values: [])
            for place in 0..<48 { row.values.append(Int32((number * 31 + place * 7) % 1_000)) }
            rows.append(row)
        }
        let file = BinarySample.file(ParquetFormat(), rows)
        let found = try await read(file)
        #expect(found["groups"].list.map { $0["rows"].number } == [65_536, 4])
        #expect(found["rows"].list.map(\.text) == rows.map(\.line))
    }

    /// The word before the magic at the end.
    private static func footerBytes(of file: [UInt8]) -> Int {
        file.suffix(8).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    @Test("The sizes in the footer add up to the file")
    func sizes() async throws {
        var generator = SeededGenerator(seed: 43)
        let rows = BinarySample.rows(200, &generator)
        let file = BinarySample.file(ParquetFormat(), rows, chunk: 120)
        let found = try await read(file)
        let columns = found["groups"].list.flatMap { $0["columns"].list }
        let stored = columns.reduce(0) { $0 + Int($1["stored"].number ?? 0) }
        let footer = Self.footerBytes(of: file)
        #expect(4 + stored + footer + 8 == file.count)
        for group in found["groups"].list {
            let raw = group["columns"].list.reduce(0) { $0 + ($1["raw"].number ?? 0) }
            #expect(group["bytes"].number == raw)
        }
    }

    @Test("A changed byte of a page is found by its check")
    func pageChecks() async throws {
        let rows = [BinarySampleRow(mpan: 9_900_000_000_012, day: 20_454, values: (0..<48).map { Int32($0) })]
        var file = BinarySample.file(ParquetFormat(), rows)
        let footer = Self.footerBytes(of: file)
        // The last byte before the footer is the last of a page.
        file[file.count - 8 - footer - 1] ^= 0x10
        do {
            _ = try await read(file)
            Issue.record("the damage was not found")
        } catch let broken as Property.Broken {
            #expect(broken.description.contains("CRC"))
        }
    }

    @Test("The words of the formats, and that each is a container of UTC days")
    func words() {
        #expect(BinaryFormats.all.map(\.word) == ["parquet", "parquet-plain", "hhb"])
        for format in BinaryFormats.all {
            #expect(format.isContainer)
            #expect(format.days == .utc)
        }
    }
}
