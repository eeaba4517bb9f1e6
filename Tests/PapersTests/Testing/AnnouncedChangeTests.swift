import Kernel
import Record
import Testing

@testable import Papers

/// What a slide says of its table of changes, against the rows.
@Suite struct AnnouncedChangeTests {
    private func doubts(_ intro: String) throws -> [[String]] {
        let text = """
            ACME

            Wheels Advisory Group (WAG) #7 15 January 2025

            Version 1.0

            Milestone Changes

            \(intro)

            Milestone Change\tMilestone Tier\tMilestone ID\tMilestone Title\tPlan Section\tBaseline Date\tForecast Date
            New\tTier 3\tT3-MI-0024\tFile drawn and sent\tDCC\tNA\tFri 16/08/24
            Remove\tTier 3\tT3-MI-0018\tReview 2 Completed\tSI\tFri 31/01/25\tThu 31/07/25
            """
        let paper = try PaperReader.read(SourceText(name: "pack", digest: "", bytes: Array(text.utf8)))
        return paper.statements.filter { $0.kind == .milestoneChanges }.map(\.doubts)
    }

    @Test func aRemovalUnderAdditionsIsADoubt() throws {
        let words = "the slide announces milestones that are added (line 9); the row removes one"
        #expect(try doubts("There are several milestones we have added to the plan:") == [[], [words]])
    }

    @Test(arguments: ["Changes to the plan:", "These milestones are added or removed:"])
    func aWiderHeadingIsNone(intro: String) throws { #expect(try doubts(intro) == [[], []]) }
}
