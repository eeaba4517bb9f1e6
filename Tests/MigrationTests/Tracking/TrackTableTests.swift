import Migration
import TestSupport
import Testing

@Suite struct TrackTableTests {
    @Test func everySquareHasARule() {
        #expect(TrackTable.courses.count == TrackCourse.allCases.count * TrackCourseEvent.allCases.count)
        #expect(TrackTable.legs.count == TrackLeg.allCases.count * TrackLegEvent.allCases.count)
        let known = Set(TrackRule.all.map(\.id))
        #expect(known.count == TrackRule.all.count)
        // Q9 is the last resort of a square that nobody thought of.
        let used = TrackTable.courses.map(\.rule) + TrackTable.legs.map(\.rule)
        #expect(used.allSatisfy { known.contains($0) && $0 != "Q9" })
        for row in TrackTable.courses { check(row.outcome == .refuse, row.rule) }
        for row in TrackTable.legs { check(row.outcome == .refuse, row.rule) }
    }

    /// A rule that refuses names an owner and what to do, and only such a rule.
    private func check(_ refuses: Bool, _ rule: String) {
        #expect(TrackRule.named(rule).advice.isEmpty != refuses, "\(rule)")
    }

    @Test func everyKindHasACode() {
        #expect(TrackKind.all.count == 35)
        for kind in TrackKind.all { #expect(TrackKind(code: kind.code) == kind) }
    }

    @Test func theReferenceIsTheTables() throws {
        try Golden.check(TrackReference.page(), against: "Documentation/reference/migration-events.md")
    }

    @Test(arguments: [
        ("MSApp,m1,120000000000,2026-05-14T09:00:00Z,A,,,,", "mpan"),
        ("MSApp,m1,1200000000001,2026-05-14T09:00:00,A,,,,", "offset"),
        ("MSApp,m1,1200000000001,2026-02-30,A,,,,", "at"), ("Nothing,m1,1200000000001,2026-05-14,A,,,,", "event"),
        ("MSApp,,1200000000001,2026-05-14,A,,,,", "message"), ("MSApp,m1,1200000000001,2026-05-14,A,,,", "fields"),
        ("MSApp,m\"1,1200000000001,2026-05-14,A,,,,", "quotation"), ("MSApp,m1,1200000000001,1999-05-14,A,,,,", "2015"),
        ("MSApp,m1,1200000000001,2026-05-14,A,,,,someday", "effective"),
        ("ChangeOfSupplier,m1,1200000000001,2026-05-14,A,A,,,", "former"), ("last-resort,,,2026-05-14,A,,,,", "former"),
    ])
    func badLines(_ line: String, _ word: String) {
        let sample = TrackSample([line, TrackSample.line("planned", 4)])
        #expect(sample.bad.count == 1)
        #expect(sample.bad.first?.contains(word) == true, "\(sample.bad)")
        #expect(sample.events.count == 1)
    }

    @Test func aJournalsLinesAreMessages() {
        var tail = TrackTail()
        var lines = TrackLines(.json, participants: ["1409012345": "ABCD"])
        func read(_ text: String) -> TrackLine {
            Array(text.utf8).withUnsafeBufferPointer { lines.read($0, &tail) }
        }
        let common =
            #""at":"2026-05-14T09:00:00.123Z","transactionID":"T-1","interface":"IF-031","eventCode":"[MSApp]""#
        let line = #"{"sequence":7,"event":"accepted",\#(common),"sender":"1409012345","mpan":"1200000000001"}"#
        guard case .event(let event) = read(line) else {
            Issue.record("no event: \(read(line))")
            return
        }
        #expect(event.trackKind == .appointment(.metering, .request))
        #expect(tail.suppliers[event.supplier] == "ABCD")
        #expect(tail.distributors[event.distributor] == "LOND")
        #expect(event.at % 1_000 == 123)
        #expect(read(#"{"sequence":8,"event":"delivered",\#(common)}"#) == .unrelated)
        #expect(read(#"{"sequence":9,"at":"2026-05-14T09:00:00.123Z","event":"note"}"#) == .unrelated)
        guard case .bad = read("{\"sequence\":9,") else {
            Issue.record("half an object is an object")
            return
        }
    }
}
