import Kernel
import Record
import Testing

@testable import Papers

struct GroupUpdateTests {
    private static let updates = """
        Governance updates

        Line Works Board (LWB)

        Updates from LWB 04 March 2031

        - **Timetable:** The LWB approved version 1.3 of the Timetable Change Plan and the setting up of a depot group.
        - CR201 & CR202:** Decisions on [CR201 \\(Door Release \\(Platform\\) Rules\\)](#) and CR202 were deferred to the April 2031 LWB, pending costs.
        - CR210 & CR211:** These new CRs were approved for issuance to Impact Assessment subject to minor edits. They were not approved for release.

        - Reporting:** Work goes on against approved drafting plan.

        LWB papers available [here](#).

        Depot Forum (DF)

        Update from DF 6 March

        - Nothing was said of plans
        """

    @Test("Items carry group, day, heading and text over a page break")
    func items() throws {
        let sample = try PackSample(Self.updates)
        #expect(
            sample.rows(.groupUpdates, "group", "group_name", "date", "heading") == [
                ["LWB", "Line Works Board", "2031-03-04", "Timetable"],
                ["LWB", "Line Works Board", "2031-03-04", "CR201 & CR202"],
                ["LWB", "Line Works Board", "2031-03-04", "CR210 & CR211"],
                ["LWB", "Line Works Board", "2031-03-04", "Reporting"],
                ["DF", "Depot Forum", "2031-03-06", ""],
            ])
        #expect(sample.unclaimed.isEmpty)
    }

    @Test("Decisions are found in the text, one a subject; what is denied or only planned is none")
    func decisions() throws {
        let sample = try PackSample(Self.updates)
        #expect(
            sample.rows(.decisionsReported, "subject", "outcome") == [
                ["Timetable Change Plan version 1.3", "approved"],
                ["setting up of a depot group", "approved"],
                ["CR201", "deferred to the April 2031 LWB"],
                ["CR202", "deferred to the April 2031 LWB"],
                ["CR210", "approved for issuance to Impact Assessment subject to minor edits"],
                ["CR211", "approved for issuance to Impact Assessment subject to minor edits"],
            ])
    }

    @Test("Change requests have title, state and condition")
    func changeRequests() throws {
        let sample = try PackSample(Self.updates)
        let rows = sample.rows(.changeRequests, "id", "title", "state", "condition")
        #expect(
            rows.first == ["CR201", "Door Release (Platform) Rules", "deferred to the April 2031 LWB", "pending costs"])
        #expect(rows.last == ["CR211", "", "approved for issuance to Impact Assessment", "subject to minor edits"])
    }

    @Test(
        "Matters are parted only where a new one surely begins",
        arguments: [
            ("the Approach and Plan", ["the Approach and Plan"]),
            (
                "version 1.0 of the A Plan & version 2.0 of the B Plan",
                ["version 1.0 of the A Plan", "version 2.0 of the B Plan"]
            ),
            (
                "changes to the A Plan, Door Tests and Rail Tests",
                ["changes to the A Plan", "changes to Door Tests", "changes to Rail Tests"]
            ),
        ])
    func matters(text: String, parts: [String]) {
        #expect(Matters.parted(text) == parts)
    }

    @Test(
        "Sentences that report no decision",
        arguments: [
            "The plan will be approved in May", "Work against approved plans goes on", "The plan was not approved",
            "Members agreed that costs rise", "The group received an approved list",
        ])
    func none(sentence: String) {
        #expect(VerdictFinder(sentence: sentence, heading: "Plan").verdicts().isEmpty)
    }

    @Test("The real pack reports four groups' meetings")
    func real() throws {
        guard let sample = RealPack.sample else { return withKnownIssue("papers absent") { Issue.record("absent") } }
        let updates = sample.statements(.groupUpdates)
        #expect(updates.count == 18)
        #expect(
            ["PSG", "TMAG", "DAG", "CCAG"].map { code in updates.count { $0.text("group") == code } } == [4, 6, 4, 4])
        #expect(sample.statements(.decisionsReported).count == 16)
        #expect(sample.rows(.changeRequests, "id").count == 6)
        #expect(
            sample.rows(.changeRequests, "id", "state").filter { !$0[1].isEmpty }.map { $0[0] } == [
                "CR024", "CR023", "CR027", "CR028", "CR029", "CR030",
            ])
    }
}

struct EventTests {
    private static let wider = """
        Wider programme updates

        Depot Survey Two (DS2)

        On **5 May 2031**, the office will send questions and depots have until **25 May 2031** to answer.

        Notices

        - The plan is out. The **objection cut-off date for Release 4 is Wednesday 14 May 2031**. More follows.

        Upcoming events:

        - The next Line Works Board (LWB) is on **Wednesday 9 April 2031**.
        - Webinar: Door rules on 24 April 2031 12:30-13:15
        - 8 April:** Depot Forum (DF, north), Signals Group (SG)
        - Nothing dated

        Next heading

        - Not an event on 1 June 2031
        """

    @Test("Surveys, deadlines, meetings and webinars")
    func events() throws {
        let sample = try PackSample(Self.wider)
        #expect(
            sample.rows(.events, "event", "start", "end", "time") == [
                ["Depot Survey Two (DS2)", "2031-05-05", "2031-05-25", ""],
                ["objection cut-off date for Release 4", "2031-05-14", "", ""],
                ["Line Works Board (LWB)", "2031-04-09", "", ""],
                ["Webinar: Door rules", "2031-04-24T12:30", "2031-04-24T13:15", "12:30-13:15"],
                ["Depot Forum (DF, north)", "2031-04-08", "", ""],
                ["Signals Group (SG)", "2031-04-08", "", ""],
            ])
        #expect(sample.unclaimed.isEmpty)
    }

    @Test("The real pack announces eight events; one stands in two lines")
    func real() throws {
        guard let sample = RealPack.sample else { return withKnownIssue("papers absent") { Issue.record("absent") } }
        #expect(sample.rows(.events, "event").count == 8)
        #expect(sample.statements(.events).count == 9)
    }
}
