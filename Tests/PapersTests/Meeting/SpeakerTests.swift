import Kernel
import Record
import Testing

@testable import Papers

/// Initials in the minutes against the attendance list.
@Suite struct SpeakerTests {
    private func doubts(_ paragraph: String) throws -> [String] {
        let paper = try Samples.minutes(
            """
            Attendees

            Industry Participants

            Ann Exampel (EXA) DNO Representative
             Bob Other (BO) Agent Representative

            Minutes

            1. Planning

            \(paragraph)
            """)
        return paper.of(.minuteSections).flatMap(\.doubts)
    }

    @Test func initialsThatNobodyHasAreADoubtWithBothLines() throws {
        let doubts = try doubts("BO opened. EX noted that the plan was late. EXA agreed.")
        #expect(doubts.count == 1)
        #expect(doubts.first?.hasPrefix("“EX” (line ") == true)
        #expect(doubts.first?.hasSuffix("EXA (line 12) begins alike") == true, "\(doubts)")
    }

    @Test(arguments: [
        "EXA noted that the plan was late.", "The DNO noted that EX is short for example.",
        "EWG agreed the plan.", "EX is late.",
    ])
    func othersAreNot(paragraph: String) throws { #expect(try doubts(paragraph) == []) }
}
