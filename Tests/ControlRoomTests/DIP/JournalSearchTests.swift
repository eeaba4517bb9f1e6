import DIP
import Foundation
import Kernel
import Testing

@testable import ControlRoom

/// The search of the journal: fields, pages and files.
@Suite struct JournalSearchTests {
    @Test(arguments: [
        ("mpan", "12"), ("mpan", "200005653597x"), ("party", "short"), ("interface", "IF-2"), ("event", "lost"),
        ("event", "accepted,lost"), ("from", "yesterday"), ("to", "2026-04-01T25:00"), ("before", "-1"), ("after", "x"),
    ])
    func aFieldThatCannotBeReadIsSaidBesideIt(name: String, value: String) async throws {
        let page = try await sampleRoom().page("/dip/journal?\(name)=\(value)")
        #expect(page.status == 422)
        #expect(!page.text.contains("id=\"lines\""))
        if !["before", "after"].contains(name) {
            #expect(page.text.contains("id=\"search-\(name)-wrong\""))
            #expect(page.text.contains("aria-invalid=\"true\""))
        }
        let file = try await sampleRoom().page("/dip/journal.csv?\(name)=\(value)")
        #expect(file.status == 400)
    }

    @Test(
        arguments: [
            ("2026-04-01", 1_775_001_600_000), ("2026-04-01T09:00", 1_775_034_000_000),
            ("2026-04-01T09:00:01", 1_775_034_001_000), ("2026-04-01T09:00:01.250", 1_775_034_001_250),
            ("2026-04-01T09:00:01.250Z", 1_775_034_001_250), ("2026-04-01 09:00", 1_775_034_000_000),
        ] as [(String, Int64)])
    func timesAreReadInUTC(text: String, milliseconds: Int64) {
        #expect(InstantText.read(text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2026", "2026-13-01", "2026-04-01T", "2026-04-01T9:00", "2026-04-01T09:60", "2026-04-01T09:00:00.1",
    ])
    func whatIsNoTimeIsNone(text: String) { #expect(InstantText.read(text) == nil) }

    /// Every line is met once, whichever way the pages are turned.
    @Test func pagesTurnBothWaysWithoutLossOrRepeat() async throws {
        let made = SampleTraffic(many: 251).desk()
        let room = sampleRoom(dip: made.desk)
        func turn(_ word: String, from start: String) async throws -> [[Int64]] {
            var pages: [[Int64]] = []
            var address: String? = start
            while let here = address, pages.count < 20 {
                let text = try await room.page(here).text
                pages.append(Self.sequences(text))
                address = Self.link("rel=\"\(word)\"", in: text)
            }
            return pages
        }
        let older = try await turn("next", from: "/dip/journal")
        #expect(older.flatMap(\.self) == made.journal.lines.map(\.sequence).reversed())
        #expect(older.dropLast().allSatisfy { $0.count == 100 })
        let oldest = try #require(older.last?.last)
        let newer = try await turn("prev", from: "/dip/journal?after=\(oldest - 1)")
        #expect(newer.flatMap { $0.reversed() } == made.journal.lines.map(\.sequence))
        // A search keeps its fields on every page.
        let accepted = try await turn("next", from: "/dip/journal?event=accepted")
        #expect(accepted.flatMap(\.self).count == 252)
    }

    private static func sequences(_ html: String) -> [Int64] {
        html.components(separatedBy: "data-sequence=\"").dropFirst().compactMap { Int64($0.prefix { $0 != "\"" }) }
    }

    private static func link(_ mark: String, in html: String) -> String? {
        html.components(separatedBy: "<a \(mark) href=\"").dropFirst().first.map {
            String($0.prefix { $0 != "\"" }).replacingOccurrences(of: "&amp;", with: "&")
        }
    }

    // MARK: Files

    private func written(_ page: Page) async throws -> String {
        let pieces = StreamedPieces()
        let stream = try #require(page.stream)
        try await stream.write { await pieces.add($0) }
        return await String(decoding: pieces.bytes, as: UTF8.self)
    }

    @Test func aFileHoldsExactlyTheLinesShown() async throws {
        let made = SampleTraffic(many: 251).desk()
        let room = sampleRoom(dip: made.desk)
        for start in ["/dip/journal", "/dip/journal?before=140&event=accepted"] {
            let text = try await room.page(start).text
            let shown = Self.sequences(text)
            let link = try #require(
                links(in: text).first { $0.hasPrefix("/dip/journal.jsonl?") && $0.contains("after=") })
            let file = try await room.page(link)
            #expect(file.fileName == "journal.jsonl")
            let numbers = try await written(file).split(separator: "\n").map { line in
                try #require(
                    (try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["sequence"] as? Int)
            }
            #expect(numbers.map(Int64.init) == shown.reversed())
            let table = try #require(
                links(in: text).first { $0.hasPrefix("/dip/journal.csv?") && $0.contains("after=") })
            let rows = try await written(try await room.page(table)).components(separatedBy: "\r\n")
            #expect(rows.count == shown.count + 2)
        }
        let all = try #require(
            links(in: try await room.page("/dip/journal").text).first {
                $0.hasPrefix("/dip/journal.jsonl?") && !$0.contains("after=")
            })
        #expect(try await written(try await room.page(all)).split(separator: "\n").count == made.journal.lines.count)
    }

    @Test func aFileOfCSVRunsNothing() async throws {
        let traffic = SampleTraffic(text: "=cmd|'/C calc'!A0, \"quoted\"\nsecond line")
        let page = try await sampleRoom(dip: traffic.desk().desk).page("/dip/journal.csv?event=refused")
        let text = try await written(page)
        #expect(text.contains("\"'=cmd|'/C calc'!A0, \"\"quoted\"\"\nsecond line\""))
        #expect(!text.contains(",=cmd") && !text.contains("\"=cmd"))
    }

    @Test func linesReadBackAsTheyWere() throws {
        let line = JournalLine(
            sequence: 7, at: SampleTraffic.start, event: .delivered, transactionID: "T \"1\"", interface: "IF-021",
            httpStatus: 201, detail: "a\u{0}b\\")
        let read = try #require(
            try JSONSerialization.jsonObject(with: Data(line.json)) as? [String: Any])
        #expect(read["sequence"] as? Int == 7 && read["httpStatus"] as? Int == 201)
        #expect(read["transactionID"] as? String == "T \"1\"" && read["detail"] as? String == "a\u{0}b\\")
        #expect(read["mpan"] == nil && read.count == 7)
    }
}

/// StreamedPieces of a stream, put together.
actor StreamedPieces {
    private(set) var bytes: [UInt8] = []
    func add(_ piece: [UInt8]) { bytes += piece }
}
