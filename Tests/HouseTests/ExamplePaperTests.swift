import Foundation
import Kernel
import TestSupport
import Testing

/// The example papers say nothing about the calendar that is not so.
@Suite struct ExamplePaperTests {
    /// A weekday and the date printed behind it.
    private struct Pair {
        let printed: String
        let weekday: Weekday?
        let date: CalendarDate?
    }

    private static let months = [
        "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
        "dec": 12,
    ]

    /// `Fri 28/03/25`, `Wednesday 6 November 2024`, `Wed 6th Nov 24`, `Monday, 27.01.2025`.
    ///
    /// Without `\b`: inside `27.01.2025` Unicode sees no boundary of a word.
    private static func pairs(in text: String) -> [Pair] {
        let days = #/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)([a-z]*)\W{1,4}(\d{1,2})(?:st|nd|rd|th)?(?!\d)/#.ignoresCase()
        let numeric = #/^[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?!\d)/#
        let named = #/^\W{1,3}([A-Z][a-z]{2})[a-z]*\W{1,3}(\d{4}|\d{2})(?!\d)/#
        return text.matches(of: days).compactMap { match in
            let rest = text[match.range.upperBound...].prefix(24)
            let month: Int?
            let year: Substring
            let end: String.Index
            if let date = rest.prefixMatch(of: numeric) {
                (month, year, end) = (Int(date.1), date.2, date.range.upperBound)
            } else if let date = rest.prefixMatch(of: named) {
                (month, year, end) = (months[date.1.lowercased()], date.2, date.range.upperBound)
            } else {
                return nil
            }
            let whole = Int(year).map { $0 < 100 ? $0 + 2000 : $0 } ?? 0
            return Pair(
                printed: String(text[match.range.lowerBound..<end]),
                weekday: Weekday(printed: match.1 + match.2),
                date: CalendarDate(year: whole, month: month ?? 0, day: Int(match.3) ?? 0))
        }
    }

    @Test func everyWeekdayAgreesWithItsDate() throws {
        var count = 0
        for file in try Repository.papers(in: Repository.examplePapers) {
            let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
            for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                for pair in Self.pairs(in: String(line)) {
                    count += 1
                    let place = "\(file.lastPathComponent):\(number + 1): \(pair.printed)"
                    let date = try #require(pair.date, "\(place) is no date")
                    #expect(pair.weekday == date.weekday, "\(place) is a \(date.weekday.name)")
                }
            }
        }
        // A pattern that finds nothing would pass for ever.
        #expect(count > 50)
    }

    @Test func theCheckFindsAWrongWeekday() throws {
        let pairs = Self.pairs(
            in: "Thu 06/11/24\tWednesday 6 November 2024, Wed 6th Nov 24 and Monday 27.01.2025; Mon 9")
        #expect(pairs.map { $0.weekday == $0.date?.weekday } == [false, true, true, true])
    }
}
