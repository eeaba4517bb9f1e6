import Papers
import Record
import Testing

/// Packs of other groups, in the forms that other months print.
@Suite struct OtherPackTests {
    @Test("two tables that only a blank line parts")
    func tables() throws {
        let sample = try UnseenSample(
            """
            Agenda

            #→Item→Objective→Type→Lead→Time→Page
            1→Welcome→→→Chair→10:00 – 10:05 (5 mins)→1
            2→Minutes and actions→Approve minutes and review open actions→Decision→Secretariat→10:05 – 10:15 (10 mins)→3
            3→Load Shaping→Recommend v0.7 of the Load Shaping Strategy to PSG→Decision→Elexon→10:15 – 10:25 (10 mins)→5

            Action Ref→Date Raised→Action→Owner→Due Date→Status→Update
            SITAG02-01→20-Mar-24→Share the dashboard→Programme (Lee Cox)→17-Apr-24→Open→
            """, head: UnseenHead.pack)
        #expect(
            sample.rows(.agenda, "number", "item", "start", "minutes", "page") == [
                "1|Welcome|10:00|5|1", "2|Minutes and actions|10:05|10|3", "3|Load Shaping|10:15|10|5",
            ])
        #expect(
            sample.rows(.decisionsSought, "agenda_item", "subject", "version") == [
                "2|minutes|", "3|Load Shaping Strategy|0.7",
            ])
        #expect(sample.rows(.actions, "reference", "owners") == ["SITAG02-01|Programme/Lee Cox"])
        #expect(sample.unclaimed.isEmpty)
    }

    @Test("milestones with grades in words, and a misread section")
    func milestones() throws {
        let head =
            "Milestone Tier→Milestone ID→Milestone Title→Plan Section→Baseline Date→Forecast Date→Last RAG→Current RAG"
            + "→Next RAG→Update"
        let sample = try UnseenSample(
            """
            Milestone 3 Month View (1 of 1)

            \(head)
            Tier 3→T3-TE-0091→SIT Functional Cycle 1 complete→SI Test→Fri 26/04/24→Fri 03/05/24→Green→A→Complete→Late
            MHHS-DEL2298 v1.0 © Elexon Limited 2024 10
            Tier 3→T3-M1-0044→Migration Framework approved→SI Migration→Wed 15/05/24→TBC→→Not started→→
            """, head: UnseenHead.pack)
        #expect(
            sample.rows(.milestones, "id", "forecast", "rag_last", "rag_current", "rag_next", "update") == [
                "T3-TE-0091|2024-05-03|Green|Amber|Complete|Late", "T3-MI-0044|||Not started||",
            ])
    }

    @Test("a path whose dates stand behind the milestones")
    func choreography() throws {
        let sample = try UnseenSample(
            """
            Tier 2 Milestones in the SIT path (SITAG-governed)

            T2-TE-0250
            Interval 1 Preparation Complete

            23/10

            T2-TE-0300
            Interval 2 Preparation Complete

            06/11

            To approve T2-TE-0300

            SI→PPs→→
            Designs assured→Environments in place→→
            FTIG recommendation
            """, head: UnseenHead.pack)
        #expect(
            sample.rows(.choreography, "milestone_id", "date") == [
                "T2-TE-0250|2023-10-23", "T2-TE-0300|2023-11-06",
            ])
        #expect(
            sample.rows(.gateCriteria, "party", "criterion") == [
                "SI|Designs assured", "|FTIG recommendation", "PPs|Environments in place",
            ])
    }

    @Test("what is issued the same day is judged by the printed day")
    func sameDay() throws {
        let sample = try UnseenSample(
            """
            Activity / Milestone→Notes→CIT Interval 3→CIT Interval 4→CIT Interval 5
            PIT Approach and Plan→At least 12 weeks before PP Final Completion Report→11 th Aug 23→25 th Aug 23→15 th Sep 23
            PIT Requirements to Test Traceability Matrix→At least 4 weeks after PIT approach→8 th Sep 23→22 nd Sep 23→5 th Oct 23
            PIT Test Scenarios→Issued same day as RTTM→8 th Sep 23→22 nd Sep 23→5 th Oct 23
            PP Final Completion Report→→3 rd Nov 23→17 th Nov 23→8 th Dec 23
            """, head: UnseenHead.pack)
        let rows = sample.rows(.pitDates, "activity", "interval", "expected", "agrees")
        #expect(rows.contains("PIT Test Scenarios|5|2023-10-05|yes"))
        #expect(rows.contains("PIT Requirements to Test Traceability Matrix|5|2023-10-13|no"))
    }

    @Test("figures in per cent, and sentences that open with theirs")
    func qualification() throws {
        let sample = try UnseenSample(
            """
            Qualification Update

            INFORMATION: Update on Qualification

            Elexon

            10 mins

            - 120 of 164 MPIDs have submitted a QAD
            - Elexon received 75% of the expected responses
            - 48 Suppliers have requested a tranche

            Tranche 1→Tranche 2→Tranche 10→Not provided
            12→8→TBC→3
            """, head: UnseenHead.pack)
        #expect(
            sample.rows(.qualification, "figure", "value", "unit", "of") == [
                "MPIDs have submitted a QAD|120|MPIDs|164", "expected responses|75|%|",
                "Suppliers have requested a tranche|48|suppliers|",
            ])
        #expect(
            sample.rows(.tranches, "tranche", "mpids") == [
                "Tranche 1|12", "Tranche 2|8", "Tranche 10|", "Not provided|3",
            ])
    }

    @Test("several verdicts in a sentence, a note without its auxiliary")
    func verdicts() throws {
        let sample = try UnseenSample(
            """
            Governance group updates

            Design Advisory Group (DAG)

            Update from DAG 8 April 2024

            - CR041 was approved, CR042 was rejected and CR043 was deferred to the May DAG.
            - The DAG Chair endorsed CR046 for issuance to Impact Assessment.
            - Decisions on CR047 deferred to July MCAG.
            """, head: UnseenHead.pack)
        #expect(
            sample.rows(.decisionsReported, "group", "date", "subject", "outcome") == [
                "DAG|2024-04-08|CR041|approved", "DAG|2024-04-08|CR042|rejected",
                "DAG|2024-04-08|CR043|deferred to the May DAG",
                "DAG|2024-04-08|CR046|endorsed for issuance to Impact Assessment",
                "DAG|2024-04-08|CR047|deferred to July MCAG",
            ])
    }

    @Test("change requests, risks and appendices in tables")
    func otherTables() throws {
        let sample = try UnseenSample(
            """
            Change Requests

            CR ID→Title→Raised by→Status
            CR023→Standardisation of Interfaces→SDS→For decision
            CR031→New event codes→RECCo→Proposed

            Top Risks

            Risk/ Issue ID→Risk description→Risk impact→RAG→Mitigation
            R610→Defects are not fixed→Delay→Critical→1. Daily calls 2. More environments
            R633→PPs are not ready→Delay→Low→- Reviews held - Reports read

            Appendices

            →Document→Version
            Appendix 1→CIT Exit Report→0.3
            Attachment 1→MHHS-DEL2301 SIT Dashboard→1.0
            """, head: UnseenHead.pack)
        #expect(
            sample.rows(.changeRequests, "id", "title", "state") == [
                "CR023|Standardisation of Interfaces|For decision", "CR031|New event codes|Proposed",
            ])
        #expect(
            sample.rows(.raid, "reference", "rag", "mitigations") == [
                "R610|Critical|Daily calls | More environments", "R633|Low|Reviews held | Reports read",
            ])
        #expect(
            sample.rows(.appendices, "label", "number", "title") == [
                "Appendix|1|CIT Exit Report v0.3", "Attachment|1|MHHS-DEL2301 SIT Dashboard v1.0",
            ])
        #expect(sample.unclaimed.isEmpty)
    }

    @Test("a slide about one document says what happened to its versions")
    func documents() throws {
        let sample = try UnseenSample(
            """
            Test Approach and Plan

            DECISION: Approve version 1.2 of the SIT Non-Functional Test Approach and Plan

            Programme (Adrian Ackroyd)

            15 mins

            - The document was uplifted to v1.2 and published on 2 April.
            - NFTWG endorsed v1.2 on 9 April 2024.
            """, head: UnseenHead.pack)
        let rows = sample.rows(.documents, "version", "event", "by", "date")
        #expect(rows.contains("1.2|published||2024-04-02"))
        #expect(rows.contains("1.2|endorsed|NFTWG|2024-04-09"))
    }
}
