import DIP
import Testing

@testable import Commands

/// Memory is given back once for each time of rest, and never while messages come or go.
struct FreedMemoryTests {
    @Test func eachRestIsToldOnce() {
        var rest = FreedMemory.Rest()
        func totals(_ messages: Int, _ delivered: Int) -> JournalTotals {
            JournalTotals(messages: messages, delivered: delivered)
        }
        let looks = [
            (totals(0, 0), false), (totals(0, 0), true), (totals(0, 0), false), (totals(5, 0), false),
            (totals(9, 0), false), (totals(9, 3), false), (totals(9, 9), false), (totals(9, 9), true),
            (totals(9, 9), false), (totals(10, 9), false), (totals(10, 9), true),
        ]
        for (place, look) in looks.enumerated() { #expect(rest.begins(look.0) == look.1, "look \(place)") }
    }
}
