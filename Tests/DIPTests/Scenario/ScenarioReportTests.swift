import Kernel
import Testing

@testable import DIP

@Suite("Reports of scenarios")
struct ScenarioReportTests {
    static let hostile = "<script>alert('x')</script> & \"quotes\" \u{0}\u{202E}"

    static let report = ScenarioReport(
        name: hostile, description: hostile, seed: .max, version: "2.1.0", began: Instant(milliseconds: 0),
        ended: Instant(milliseconds: 1_000),
        steps: [
            ScenarioReport.Step(
                number: 1, name: hostile, kind: "send", line: 3, outcome: .failed, began: Instant(milliseconds: 0),
                ended: Instant(milliseconds: 1_000),
                evidence: [
                    ScenarioReport.Evidence(
                        subject: hostile, transactionID: hostile, pointer: hostile, expected: hostile, found: hostile,
                        holds: false)
                ]),
            ScenarioReport.Step(
                number: 2, name: "left out", kind: "wait", line: 4, outcome: .skipped, began: Instant(milliseconds: 0),
                ended: Instant(milliseconds: 1_000), evidence: []),
        ], problems: [hostile],
        events: [
            ScenarioReport.Event(
                at: Instant(milliseconds: 0), kind: .posted, party: hostile, words: hostile, mpan: hostile,
                transactionID: hostile)
        ], eventsLeftOut: 2)

    @Test("No text of a message gets into the page as markup")
    func page() {
        let page = Self.report.page
        #expect(!page.contains("<script"))
        #expect(!page.contains("'x'"))
        #expect(!page.contains("\u{0}"))
        #expect(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quotes&quot;"))
        #expect(page.hasPrefix("<!DOCTYPE html>"))
        #expect(page.contains("default-src 'none'"))
    }

    @Test("The JSON is one line that reads back as it was written")
    func json() throws {
        let bytes = Self.report.json
        #expect(!bytes.contains(0x0A))
        let value = try JSONValue(bytes)
        #expect(value["outcome"]?.text == "failed")
        #expect(value["seed"] == .number(String(UInt64.max)))
        #expect(value.text(at: "/steps/0/evidence/0/found") == Self.hostile)
        #expect(value.value(at: "/steps/1/outcome") == .string("skipped"))
        #expect(value["eventsLeftOut"]?.integer == 2)
    }

    @Test("The summary counts what passed, failed and was left out")
    func summary() {
        #expect(
            Self.report.summary
                == "failed: 0 of 2 steps passed, 1 failed, 1 left out, 1 problem beside the steps")
        #expect(!Self.report.hasPassed)
    }

    @Test(
        "Forms with stars and question marks",
        arguments: [
            ("T-IF-008-1", "T-IF-*", true), ("T-IF-008-1", "*-1", true), ("abc", "a?c", true), ("abc", "a?", false),
            ("", "*", true), ("", "?", false), ("aaa", "*a*a*a*", true), ("aa", "*a*a*a*", false), ("a*c", "a*c", true),
        ])
    func forms(text: String, form: String, matches: Bool) {
        #expect(ScenarioRun.matches(text, form) == matches)
    }

    @Test("A form with many stars takes no longer than the product of the lengths")
    func hostileForm() {
        let text = String(repeating: "a", count: 2_000)
        #expect(!ScenarioRun.matches(text, String(repeating: "*a", count: 500) + "b"))
    }

    @Test("The agenda gives things in order of time, and of adding where times are equal")
    func agenda() async throws {
        var generator = SeededGenerator(seed: 5)
        var agenda = ScenarioAgenda<Int>()
        var expected: [(Int64, Int)] = []
        for number in 0..<500 {
            let due = Int64(generator.nextBelow(40))
            expected.append((due, number))
            let isTaken = agenda.add(number, at: Instant(milliseconds: due))
            #expect(isTaken)
        }
        expected.sort { $0 < $1 }
        let early = agenda.next(at: Instant(milliseconds: -1))
        #expect(early == nil)
        for (due, number) in expected {
            #expect(agenda.nextDue?.milliseconds == due)
            let next = agenda.next(at: Instant(milliseconds: due))
            #expect(next == number)
        }
        #expect(agenda.nextDue == nil)
    }
}
