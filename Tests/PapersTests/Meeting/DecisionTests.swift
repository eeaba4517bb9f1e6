import Record
import Testing

@testable import Papers

@Suite struct DecisionTests {
    @Test(arguments: [
        (
            "The WAG approved the minutes of the meeting held 20 July 2022", "minutes of the meeting held 20 July 2022",
            "approved", ""
        ),
        (
            "The Strategy was approved in principle subject to updates as discussed.", "Strategy",
            "approved in principle subject to updates as discussed", "updates as discussed"
        ),
        ("The minutes of the WAG 20 July 2022 were approved", "minutes of the WAG 20 July 2022", "approved", ""),
        ("The minutes from 15 May 2022 were **APPROVED**.", "minutes from 15 May 2022", "approved", ""),
        (
            "Decisions on CR023 were deferred to the September 2023 DAG meeting, pending the plans.",
            "Decisions on CR023",
            "deferred to the September 2023 DAG meeting, pending the plans", "pending the plans"
        ),
        ("The WAG deferred the Plan to the October WAG", "Plan", "deferred to the October WAG", ""),
        (
            "The WAG decided to agree the Strategy in principle, subject to updates.", "Strategy",
            "agreed in principle, subject to updates", "updates"
        ),
        (
            "These new CRs were approved for issuance to Impact Assessment (IA) subject to minor amendments.",
            "These new CRs", "approved for issuance to Impact Assessment (IA) subject to minor amendments",
            "minor amendments"
        ),
        ("The EWG endorsed version 2.5 of the Plan", "version 2.5 of the Plan", "endorsed", ""),
        ("The Plan was not approved.", "Plan", "not approved", ""),
        ("The Data Plan was approved by the WAG", "Data Plan", "approved", ""),
        ("It was noted that all is well", "It was noted that all is well", "", ""),
    ])
    func words(text: String, subject: String, outcome: String, conditions: String) {
        let read = DecisionWords(text)
        #expect(read.subject == subject && read.outcome == outcome && read.conditions == conditions, "\(read)")
    }

    @Test(arguments: ["Area\tDecision Ref\tDescription", "Area\tDec Ref\tDecision"])
    func tableSynonyms(head: String) throws {
        let paper = try Samples.headline("Decisions\n\n\(head)\nPlan\tWAG- DEC07\tThe Plan was approved.\n")
        let decision = try #require(paper.first(.decisions, "WAG-DEC07"))
        #expect(decision.text("subject") == "Plan" && decision.text("outcome") == "approved")
        #expect(decision.text("area") == "Plan" && decision.text("reference") == "WAG-DEC07")
    }

    @Test func inlineAndUnnumbered() throws {
        let paper = try Samples.minutes(
            "Minutes\n\n1. Minutes\n\nThe minutes from 15 May 2022 were **APPROVED**.\n\n"
                + "DECISION WAG-DEC12: The WAG approved the Plan\n\nThe Plan had been approved before.\n")
        #expect(paper.keys(.decisions) == ["WAG 8|minutes from 15 may 2022", "WAG-DEC12"])
        #expect(paper.first(.decisions, "WAG-DEC12")?.weight == .inline)
        #expect(paper.first(.decisions, "WAG 8|minutes from 15 may 2022")?.text("outcome") == "approved")
    }

    @Test func dividerSlidesAreNoDecisions() throws {
        #expect(try Samples.minutes("Minutes\n\n1. Plan\n\nDECISION: Approve version 2.5\n").of(.decisions).isEmpty)
    }
}
