import Record
import Testing

@testable import Papers

/// What the papers beside the repository must come to.
@Suite struct PapersOfMeetingsTests {
    @Test func twoPapersOfOneMeetingAgree() throws {
        guard let minutes = try Samples.paper("000"), let headline = try Samples.paper("001") else { return }
        let first = try PaperReader.read(minutes)
        let second = try PaperReader.read(headline)
        #expect(first.card.group == "TMAG" && first.card.meeting == "8" && first.card.kind == .minutes)
        #expect(second.card.group == "TMAG" && second.card.meeting == "8" && second.card.kind == .headline)
        let actions = first.of(.actions, rule: "actions-table")
        #expect(actions.count == 7)
        #expect(Set(first.keys(.actions)) == Set(second.keys(.actions)))
        for action in actions {
            let twin = try #require(second.first(.actions, action.key))
            for name in ["text", "owners", "due", "update", "meeting"] {
                #expect(action.text(name) == twin.text(name), "\(action.key) \(name)")
            }
            #expect(action.text("area").lowercased() == twin.text("area").lowercased())
        }
        #expect(first.keys(.decisions) == ["TMAG-DEC11", "TMAG-DEC12"])
        #expect(second.keys(.decisions) == ["TMAG-DEC11", "TMAG-DEC12"])
        #expect(first.keys(.raid) == ["TMAG 8|dpmo"])
        #expect(second.keys(.raid) == ["TMAG 8|dpmo"])
        #expect(second.keys(.discussion).count == 12)
        #expect(first.keys(.minuteSections).count == 7)
        #expect(first.of(.attendees).count == 18)
        #expect(first.unclaimed.isEmpty && second.unclaimed.isEmpty)
    }

    @Test func headlineReportOfApril() throws {
        guard let source = try Samples.paper("002") else { return }
        let paper = try PaperReader.read(source)
        #expect(paper.card.meeting == "4" && paper.card.group == "TMAG")
        #expect(paper.keys(.actions).count == 7)
        #expect(paper.keys(.decisions) == ["TMAG-DEC07"])
        #expect(paper.keys(.discussion).count == 14)
        let areas = paper.of(.discussion).map { $0.text("area") }
        #expect(areas.prefix(12).allSatisfy { $0 == "E2E Testing and Integration Strategy" })
        #expect(Array(areas.suffix(2)) == ["Test Data Strategy", "Working Group Plan"])
        #expect(paper.unclaimed.isEmpty)
    }

    @Test func minutesOfJune() throws {
        guard let source = try Samples.paper("003") else { return }
        let paper = try PaperReader.read(source)
        #expect(paper.keys(.actions).count == 7)
        #expect(paper.of(.actions, rule: "actions-table").count == 7)
        #expect(paper.of(.attendees).count { $0.text("section") != "Apologies" } == 14)
        #expect(paper.of(.attendees).count { $0.text("section") == "Apologies" } == 1)
        #expect(paper.of(.raid).isEmpty)
        #expect(paper.keys(.minuteSections).count == 8)
        #expect(paper.keys(.decisions) == ["TMAG 6|minutes from 15 may 2022"])
        #expect(paper.unclaimed.isEmpty)
        let meeting = paper.of(.meetings).filter { $0.field("next_meeting") != nil }
        #expect(meeting.map { $0.text("next_meeting") } == ["2022-07-20"])
    }

    @Test func packOfAugust() throws {
        guard let source = try Samples.paper("004") else { return }
        let paper = try PaperReader.read(source)
        #expect(paper.card.kind == .pack && paper.card.meeting == "22" && paper.card.group == "TMAG")
        #expect(paper.card.documentID == "MHHS-DEL1478" && paper.card.version == "1.0")
        #expect(paper.keys(.actions) == ["TMAG19-02", "TMAG20-02", "TMAG21-01", "TMAG21-02", "TMAG21-03"])
        let last = try #require(paper.first(.actions, "TMAG21-03"))
        #expect(last.text("raised") == "2023-07-19" && last.text("due") == "2023-06-16")
        #expect(last.text("status") == "Recommend Closed" && last.text("cites") == "D163")
        let times = try #require(paper.of(.meetings, rule: "agenda-times").first)
        #expect(times.text("start") == "10:00" && times.text("end") == "11:40")
        #expect(paper.of(.meetings, rule: "next-meeting").map { $0.text("next_meeting") } == ["2023-09-20"])
        #expect(paper.of(.raid).filter { $0.text("citation_only") == "yes" }.contains { $0.key == "R281" })
    }
}
