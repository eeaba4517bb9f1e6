import Kernel
import Testing

@testable import Papers

@Suite("Readers under any input") struct ReaderPropertyTests {
    private func readAll(_ text: String) {
        let context = DateContext(anchor: CalendarDate(dayNumber: 19_585), month: CalendarMonth(iso: "2024-08"))
        let count = text.utf8.count
        _ = DateReader.read(text, in: context)
        let dates = DateReader.find(in: text, context: context)
        _ = DateReader.hasNoLaterThan(text)
        _ = TimeReader.read(text)
        _ = DateTimeReader.read(text, in: context)
        let references = ReferenceReader.find(in: text)
        for kind in IdentifierKind.allCases.prefix(3) { _ = ReferenceReader.one(kind, text) }
        _ = VersionReader.read(text)
        let versions = VersionReader.find(in: text)
        _ = MeetingReader.read(text)
        let meetings = MeetingReader.find(in: text)
        _ = OwnerReader.read(text)
        _ = TierReader.read(text)
        _ = RAGReader.read(text)
        _ = MarkupReader.plain(text)
        _ = ListReader.items(text)
        for ranges in [dates.map(\.range), references.map(\.range), versions.map(\.range), meetings.map(\.range)] {
            var last = 0
            for range in ranges {
                #expect(range.lowerBound >= last && range.upperBound <= count && !range.isEmpty)
                last = range.upperBound
            }
        }
    }

    private static let pieces = [
        "16", "/", "08", "/23", "-", "–", " ", "th", "Aug", "August", "'23", "w/c", "Fri", "2023", "0", ".", ":", "(",
        ")", "[", "](",
        "#)", "\\", "<", "<ul>", "<li>", "</ul>", "•", "**", "TMAG", "T3", "TE", "DEC", "MHHS-DEL", "1507", "R", "M",
        "v", "1.2",
        "Kate Goodman", ",", "and", "mid", "to", "&", "\u{00A0}", "é", "👩‍👩‍👧", "\n", "\t", "O", "l",
        "Readiness Assessment", "change proposal",
        "Test Assurance Period", "99999999999999999999", "mins", "pm", "\u{2212}", "’",
    ]

    @Test("no reader traps on any text") func anyText() {
        let seed: UInt64 = 4_816
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for round in 0..<400 {
            let length = generator.nextBelow(round % 4 == 0 ? 2_000 : 80)
            var bytes = generator.child("bytes \(round)")
            readAll(String(decoding: (0..<length).map { _ in UInt8(truncatingIfNeeded: bytes.next()) }, as: UTF8.self))
            var text = ""
            while text.utf8.count < length { text += Self.pieces[generator.nextBelow(Self.pieces.count)] }
            readAll(text)
        }
    }

    @Test(
        "reading a long line takes time in proportion to it",
        arguments: [
            "a", "[", "<", "[a](", "(", "16/08/2023 ", "Aug ", "T3 -", "TMAG ", "1.2.", "& ", "\\", "<ul ",
            "Readiness ", " ",
            "9", "14 to ", "a, ", "\u{00A0}", "-", "&amp", "A (",
        ])
    func longLines(_ piece: String) {
        // Time that grew with the square of the length would be minutes here.
        let text = String(repeating: piece, count: 100_000 / piece.utf8.count)
        let taken = ContinuousClock().measure { readAll(text) }
        #expect(taken < .seconds(20), "\(piece): \(taken)")
    }

    @Test("a line of a megabyte is read") func megabyte() {
        let text = String(repeating: "TMAG08-01 [a](#) R281 (Kate Goodman) ", count: 28_000)
        let taken = ContinuousClock().measure { readAll(text) }
        #expect(taken < .seconds(60), "\(taken)")
    }
}
