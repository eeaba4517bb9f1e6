import Formats
import Kernel
import Record
import TestSupport
import Testing

@Suite struct CSVWriterTests {
    private static func line(_ values: String...) -> String {
        var bytes: [UInt8] = []
        CSVWriter.append(values, columns: [], to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// RFC 4180, section 2, rules 5 to 7.
    @Test(arguments: [
        ("plain", "plain\r\n"), ("", "\r\n"), ("a,b", "\"a,b\"\r\n"), ("say \"no\"", "\"say \"\"no\"\"\"\r\n"),
        ("two\nlines", "\"two\nlines\"\r\n"), ("two\r\nlines", "\"two\r\nlines\"\r\n"), ("\r", "\"'\r\"\r\n"),
        ("a; b | c", "a; b | c\r\n"), ("é 👩‍🚀", "é 👩‍🚀\r\n"), (" kept ", " kept \r\n"),
    ])
    func quotesWhatNeedsIt(text: String, expected: String) {
        #expect(Self.line(text) == expected)
    }

    @Test func separatesByCommasAndEndsByCRLF() {
        #expect(Self.line("a", "", "b,c") == "a,,\"b,c\"\r\n")
    }

    @Test func beginsWithTheContractsHead() {
        let text = String(decoding: CSVWriter.write(.of(.appendices)), as: UTF8.self)
        #expect(text.hasPrefix("label,number,title,sources,"))
        #expect(text.hasSuffix(",doubts\r\n"))
        #expect(text.utf8.first != 0xEF)
    }

    @Test(arguments: [
        "=1+1", "+44", "+1", "-x", "-", "-1-1", "-1.2.3", "-.5", "-5.", "-1e5", "@SUM(A1)", "\t=1", "\r=1", "\n=1",
        "\u{FF1D}1", "\u{FF0B}1", "\u{FF0D}1", "\u{FF20}x", "=\u{301}1", "-\u{661}", "'=1", "''@x",
    ])
    func guardsFormulae(text: String) {
        #expect(CSVWriter.guarded(text) == "'" + text)
        #expect(CSVWriter.unguarded("'" + text) == text)
    }

    @Test(arguments: [
        "", "-42", "-0", "-3.14", "42", "a=1", " =1", "TMAG08-01", "2022-08-17", "'quoted'", "'", "– dash", "(+44)",
        "'42",
    ])
    func leavesWhatIsNoFormula(text: String) {
        #expect(CSVWriter.guarded(text) == text)
        #expect(CSVWriter.unguarded(text) == text)
    }

    @Test func readsBackEqual() async throws {
        try await Property.check(seed: 0xC5_4180, count: 12) { generator in
            let table = RandomTable.table(&generator)
            let read = try await Reader.csv.read(CSVWriter.write(table)).list.map { $0.list.map { $0.text ?? "?" } }
            try Property.hold(read.first == table.columns.map(\.name), "the head is \(read.first ?? [])")
            try Property.hold(read.count == table.rows.count + 1, "\(read.count) lines of \(table.rows.count) rows")
            for (row, values) in zip(table.rows, read.dropFirst()) {
                try Property.hold(
                    values.map(CSVWriter.unguarded).bytes == row.values.bytes, "\(values) is not \(row.values)")
                try Property.hold(!values.contains(where: Self.isDangerous), "a formula in \(values)")
            }
        }
    }

    /// Slow and plain: what OWASP lists, and no number.
    private static func isDangerous(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, "=+-@\t\r\n".unicodeScalars.contains(first) else { return false }
        return first != "-" || Double(text) == nil
    }
}
