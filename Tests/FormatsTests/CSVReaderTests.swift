import Formats
import Testing

@Suite struct CSVReaderTests {
    static func rows(_ text: String, chunk: Int = 7) throws -> [[String]] {
        var reader = CSVReader()
        var rows: [[String]] = []
        let bytes = Array(text.utf8)
        let take: (CSVReader.Row) -> Void = { row in rows.append((0..<row.count).map { row[$0] }) }
        var place = 0
        while place < bytes.count {
            try reader.feed(bytes[place..<min(place + chunk, bytes.count)], row: take)
            place += chunk
        }
        try reader.finish(row: take)
        return rows
    }

    @Test(arguments: [
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
        ("\u{FEFF}a\rb\r", [["a"], ["b"]]),
        ("\n\na\n\n", [["a"]]),
        ("\"a,\"\"b\"\"\nc\",d\n", [["a,\"b\"\nc", "d"]]),
        ("a,,\n", [["a", "", ""]]),
        ("\"\"\n", [[""]]),
        (",\n", [["", ""]]),
        ("！,a\n", [["！", "a"]]),
        ("é,日本\n", [["é", "日本"]]),
        ("", []),
    ])
    func readsRows(text: String, expected: [[String]]) throws {
        for chunk in [1, 2, 3, 7, 1_000] { #expect(try Self.rows(text, chunk: chunk) == expected) }
    }

    @Test func namesTheLineOfARow() throws {
        var reader = CSVReader()
        var lines: [Int] = []
        try reader.feed(Array("a\n\n\"b\nc\"\nd\n".utf8)) { lines.append($0.line) }
        #expect(lines == [1, 3, 5])
    }

    @Test(arguments: [
        ("a\n\"b", CSVProblem.unclosedQuote(line: 2)), ("\"a\"b\n", .textAfterQuote(line: 1)),
        (String(repeating: ",", count: CSVReader.mostFields + 1), .rowTooLong(line: 1)),
    ])
    func refuses(text: String, problem: CSVProblem) {
        #expect(throws: problem) { try Self.rows(text, chunk: 1_000_000) }
    }
}
