import Foundation
import Formats
import Kernel
import Record
import TestSupport
import Testing

@Suite struct SpreadsheetWriterTests {
    /// `[type, value]` of a cell, by its row and column from 0.
    private static func cell(_ sheet: JSONValue, _ row: Int, _ column: Int) -> [JSONValue] {
        Array(sheet["rows"][row][column].list.prefix(2))
    }

    private static func table(_ columns: [Column], _ rows: [String]...) -> ExportTable {
        ExportTable(kind: .actions, columns: columns, rows: rows.map { RecordRow(key: $0[0], values: $0) })
    }

    private static let text = [Column("text", .text)]

    @Test func headIsBoldFrozenAndFiltered() async throws {
        let table = ExportTable.of(.actions, ["reference": "TMAG08-01"], ["reference": "TMAG08-02"])
        let sheet = try await Reader.xlsx.read(SpreadsheetWriter.bytes(table))
        #expect(sheet["sheets"] == ["actions"])
        #expect(sheet["freeze"] == "A2")
        #expect(sheet["filter"].text?.hasPrefix("A1:") == true && sheet["filter"].text?.hasSuffix("3") == true)
        #expect(sheet["bold"].list.allSatisfy { $0 == true })
        #expect(sheet["rows"][0].list.map { $0[1].text } == table.columns.map(\.name))
        #expect(sheet["rows"].list.count == 3)
    }

    @Test func datesAreDatesAndNumbersAreNumbers() async throws {
        let columns = [Column("due", .date), Column("count", .integer), Column("reference", .identifier)]
        let sheet = try await Reader.xlsx.read(
            SpreadsheetWriter.bytes(
                Self.table(
                    columns, ["2022-08-17", "12", "8"], ["1900-01-01", "-3", "007"], ["1900-03-01", "0", "1e5"],
                    ["2199-12-31", "999999999999999", "TRUE"], ["soon", "9007199254740993", "2022-08-17"],
                    ["2024-02-29", "", ""])))
        let dates = ["2022-08-17", "1900-01-01", "1900-03-01", "2199-12-31"]
        for (index, date) in dates.enumerated() {
            #expect(Self.cell(sheet, index + 1, 0) == ["d", .text(date)])
            #expect(
                sheet["rows"][index + 1][0][2] == "yyyy\\-mm\\-dd" || sheet["rows"][index + 1][0][2] == "yyyy-mm-dd")
        }
        #expect(
            (1...4).map { Self.cell(sheet, $0, 1) } == [["n", 12], ["n", -3], ["n", 0], ["n", 999_999_999_999_999]])
        // What is no date, and a number that a spreadsheet would round, stay texts.
        #expect(Self.cell(sheet, 5, 0) == ["s", "soon"])
        #expect(Self.cell(sheet, 5, 1) == ["s", "9007199254740993"])
        #expect((1...5).map { Self.cell(sheet, $0, 2)[0] } == ["s", "s", "s", "s", "s"])
        #expect(Self.cell(sheet, 6, 0) == ["d", "2024-02-29"])
        #expect(Self.cell(sheet, 6, 1) == ["n", .null] && Self.cell(sheet, 6, 2) == ["n", .null])
    }

    @Test func noTextBecomesAFormulaOrALink() async throws {
        let texts = [
            "=1+1", "+44", "-x", "@SUM(A1)", "{=1+1}", "http://example.org", "mailto:a@example.org",
            "internal:Sheet1!A1",
            "=HYPERLINK(\"http://example.org\")", "<b>&amp;</b>", "]]>", " kept ", "_x0041_", "_x000D_", "_xZZZZ_",
            "e\u{301}", "👩‍🚀", "\u{202E}abc", "'quoted",
        ]
        let rows = texts.map { RecordRow(key: $0, values: [$0]) }
        let sheet = try await Reader.xlsx.read(
            SpreadsheetWriter.bytes(ExportTable(kind: .actions, columns: Self.text, rows: rows)))
        #expect(sheet["links"] == 0)
        for (index, text) in texts.enumerated() {
            #expect(Self.cell(sheet, index + 1, 0) == ["s", .text(text)])
        }
    }

    /// A spreadsheet reads `_x0041_` as the character A (ECMA-376 part 1, section 22.9.2.19).
    @Test func escapesWhatASpreadsheetReadsAsACode() async throws {
        let table = Self.table(Self.text, ["_x0041_ _x000d__x000D_ _x00_ x0041_ _x0041"])
        let sheet = try await Reader.xlsx.read(SpreadsheetWriter.bytes(table), "--strings")
        let strings = try #require(sheet["strings"].text)
        #expect(strings.contains(">_x005F_x0041_ _x005F_x000d__x005F_x000D_ _x00_ x0041_ _x0041<"))
    }

    /// Such characters would make the workbook one that cannot be opened.
    @Test func replacesWhatXMLCannotCarry() async throws {
        let sheet = try await Reader.xlsx.read(
            SpreadsheetWriter.bytes(
                Self.table(
                    Self.text, ["a\u{0}b"], ["\u{1}\u{8}\u{1F}"], ["\u{FFFE}\u{FFFF}"], ["a\r\nb\rc\nd"],
                    ["\u{7F}\u{85}\u{2028}"], ["\r\r\n"])))
        let expected = [
            "a\u{FFFD}b", "\u{FFFD}\u{FFFD}\u{FFFD}", "\u{FFFD}\u{FFFD}", "a\nb\nc\nd", "\u{7F}\u{85}\u{2028}", "\n\n",
        ]
        for (index, text) in expected.enumerated() {
            #expect(Self.cell(sheet, index + 1, 0) == ["s", .text(text)])
        }
    }

    @Test func cutsATextThatIsLongerThanACell() async throws {
        let limit = SpreadsheetWriter.charactersMax
        let sheet = try await Reader.xlsx.read(
            SpreadsheetWriter.bytes(
                Self.table(
                    Self.text, [String(repeating: "x", count: limit)], [String(repeating: "x", count: limit + 1)],
                    [String(repeating: "👩‍🚀", count: limit)], ["e" + String(repeating: "\u{301}", count: limit + 9)])))
        let texts = (1...4).map { Self.cell(sheet, $0, 0)[1].text ?? "" }
        #expect(texts[0] == String(repeating: "x", count: limit))
        #expect(texts.allSatisfy { $0.utf16.count <= limit })
        #expect(texts.dropFirst().allSatisfy { $0.hasSuffix("… [cut: longer than a cell]") })
        #expect(texts[1].utf16.count == limit)
        // Cut between characters, never inside one.
        #expect(texts[2].dropLast(27).allSatisfy { $0 == "👩‍🚀" })
    }

    @Test func refusesMoreRowsThanASheetHolds() throws {
        let row = RecordRow(key: "", values: [])
        let table = ExportTable(
            kind: .actions, columns: [], rows: Array(repeating: row, count: SpreadsheetWriter.rowsMax))
        #expect(throws: FormatError.tooManyRows(1_048_576, limit: 1_048_575)) {
            try SpreadsheetWriter.write(table, to: URL(fileURLWithPath: "/nowhere"))
        }
    }

    @Test func saysWhyAFileCannotBeWritten() throws {
        let folder = try TemporaryFolder("sheet")
        #expect(throws: FormatError.self) {
            try SpreadsheetWriter.write(.of(.actions), to: folder.file("absent/export.xlsx"))
        }
    }

    @Test func sameRowsGiveSameBytes() async throws {
        let table = ExportTable.of(.meetings, ["group": "TMAG", "date": "2022-08-17"])
        let first = try SpreadsheetWriter.bytes(table)
        // The clock moves to another second, which a ZIP archive would show: its times have steps of two.
        let start = ContinuousClock.now
        #expect(try await Poll.until(within: .seconds(5)) { ContinuousClock.now - start > .milliseconds(2_100) })
        #expect(try SpreadsheetWriter.bytes(table) == first)
    }

    @Test func everyKindHasAValidSheet() async throws {
        for kind in RecordKind.allCases {
            #expect(kind.rawValue.count <= 31)
            #expect(try SpreadsheetWriter.bytes(.of(kind, [:])).starts(with: [0x50, 0x4B]))
        }
    }

    @Test func readsBackEqual() async throws {
        try await Property.check(seed: 0x0029_500A, count: 12) { generator in
            let table = RandomTable.table(&generator)
            let sheet = try await Reader.xlsx.read(SpreadsheetWriter.bytes(table))
            try Property.hold(sheet["rows"].list.count == table.rows.count + 1, "rows are lost")
            for (number, row) in table.rows.enumerated() {
                for (place, column) in table.columns.enumerated() {
                    let found = Self.cell(sheet, number + 1, place)
                    let expected = Self.expected(row.values[place], column.type)
                    try Property.hold(
                        found == expected && found.compactMap(\.text).bytes == expected.compactMap(\.text).bytes,
                        "\(column.name): \(found) is not \(expected)")
                }
            }
        }
    }

    private static func expected(_ text: String, _ type: ColumnType) -> [JSONValue] {
        if text.isEmpty { return ["n", .null] }
        switch type {
        case .date: return ["d", .text(text)]
        case .integer: return ["n", Double(text).map(JSONValue.number) ?? .null]
        default:
            let lines = text.replacingOccurrences(of: "\r\n", with: "\n").replacingOccurrences(of: "\r", with: "\n")
            return ["s", .text(lines.replacingOccurrences(of: "\u{FFFE}", with: "\u{FFFD}"))]
        }
    }
}
