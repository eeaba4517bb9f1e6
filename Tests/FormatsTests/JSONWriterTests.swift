import Formats
import Kernel
import Record
import TestSupport
import Testing

@Suite struct JSONWriterTests {
    @Test func writesNumbersAsNumbersAndTheirAbsenceAsNull() {
        let table = ExportTable(
            kind: .tranches, columns: [Column("tranche", .text), Column("mpids", .integer)],
            rows: [["one", "12"], ["two", ""], ["three", "about 9"]].map { RecordRow(key: $0[0], values: $0) })
        let expected = """
            [
            {"tranche": "one", "mpids": 12},
            {"tranche": "two", "mpids": null},
            {"tranche": "three", "mpids": "about 9"}
            ]

            """
        #expect(String(decoding: JSONWriter.write(table), as: UTF8.self) == expected)
    }

    @Test func writesAnEmptyTableAsAnEmptyList() async throws {
        #expect(try await Reader.json.read(JSONWriter.write(.of(.actions))) == .list([]))
    }

    @Test func isSafeInsideAPage() {
        var bytes: [UInt8] = []
        JSONWriter.appendString("</script>&\u{2028}\u{0}\u{1F}\"\\", to: &bytes)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #""\u003c/script\u003e\u0026\u2028\u0000\u001f\"\\""#)
    }

    @Test func readsBackEqual() async throws {
        try await Property.check(seed: 0x15_8259, count: 12) { generator in
            let table = RandomTable.table(&generator)
            let read = try await Reader.json.read(JSONWriter.write(table)).list
            try Property.hold(read.count == table.rows.count, "\(read.count) objects of \(table.rows.count) rows")
            for (row, object) in zip(table.rows, read) {
                let expected = zip(table.columns, row.values).map { column, text -> JSONValue in
                    guard column.type == .integer else { return [.text(column.name), .text(text)] }
                    return [.text(column.name), Double(text).map(JSONValue.number) ?? .null]
                }
                try Property.hold(object.list == expected, "\(object.list) is not \(expected)")
                let texts = object.list.map { $0[1].text ?? "" }
                let printed = zip(table.columns, row.values).map { $0.type == .integer ? "" : $1 }
                try Property.hold(texts.bytes == printed.bytes, "\(texts) is not \(printed)")
            }
        }
    }
}
