import Papers
import Record
import Testing

/// Minutes and headline reports of other groups, in the forms that other months print.
@Suite struct OtherMinutesTests {
    @Test("attendees under other heads, apologies in every form")
    func attendees() throws {
        let sample = try UnseenSample(
            """
            Attendees→→
            Chair→→
            Justin Andrews (JA)→MHHS Chair→
            Programme→→
            Fraser Mathieson (FM)→Governance Manager→
            Industry representatives→→
            Jenny Boothe (JB) on behalf of Paul Morton→I&C Supplier Representative→
            Apologies→→
            Paul Morton→I&C Supplier Representative→
            """, head: UnseenHead.minutes)
        #expect(
            sample.rows(.attendees, "section", "name", "initials", "role", "on_behalf_of") == [
                "Chair|Justin Andrews|JA|MHHS Chair|", "Programme|Fraser Mathieson|FM|Governance Manager|",
                "Industry representatives|Jenny Boothe|JB|I&C Supplier Representative|Paul Morton",
                "Apologies|Paul Morton||I&C Supplier Representative|",
            ])
        #expect(sample.doubts(.attendees).isEmpty)
    }

    @Test("apologies as lines")
    func apologies() throws {
        let sample = try UnseenSample(
            """
            Attendees
            Chair
            Justin Andrews (JA) Chair
            Apologies
            Martin Hanley, Large Supplier Representative
            Ian Hall – Supplier Agent Representative
            Gemma Slaney (DNO Representative)
            Lee Northall
            Actions
            """, head: UnseenHead.minutes)
        #expect(
            sample.rows(.attendees, "section", "name", "role") == [
                "Chair|Justin Andrews|Chair", "Apologies|Martin Hanley|Large Supplier Representative",
                "Apologies|Ian Hall|Supplier Agent Representative", "Apologies|Gemma Slaney|DNO Representative",
                "Apologies|Lee Northall|",
            ])
    }

    @Test("columns in another order, status and raised, due words")
    func actions() throws {
        let sample = try UnseenSample(
            """
            New actions

            Action Ref→Area→Action→Owner→Date raised→Due Date→Status→Comments
            PSG24-01→Replan→Share results→Programme (PMO/PPC)→06/09/23→04-Oct-23→Open→
            PSG24-02→→Confirm dates→PSG members→06/09/23→COP this Friday 15 September→Open→
            PSG23-05→Finance→Share costs→Programme & Elexon→02/08/23→3.10.23→CLOSED→Complete
            PSG22-11→→Give a view→Elexon (SRO)→05/07/23→Next PSG→Ongoing→
            PSGl2-04→→Close the item→Kate Goodman / Nicola Bumford→06/09/23→TBC→Open→
            Total: 5 actions→→→→→→→
            """, head: UnseenHead.headline)
        #expect(
            sample.rows(.actions, "reference", "area", "owners", "raised", "due", "status", "update") == [
                "PSG24-01|Replan|Programme/PMO; Programme/PPC|2023-09-06|2023-10-04|Open|",
                "PSG24-02|Replan|PSG members|2023-09-06|2023-09-15|Open|",
                "PSG23-05|Finance|Programme; Elexon|2023-08-02|2023-10-03|CLOSED|Complete",
                "PSG22-11|Finance|Elexon/SRO|2023-07-05||Ongoing|",
                "|Finance|/Kate Goodman; /Nicola Bumford|2023-09-06||Open|",
            ])
        #expect(sample.paper.statements.contains { $0.kind == .actions && $0.key == "PSG12-04" })
        #expect(sample.unclaimed.isEmpty)
    }

    @Test("decisions that reject, defer, refuse and recommend; references in other prints")
    func decisions() throws {
        let sample = try UnseenSample(
            """
            Decisions Made at the DAG

            Area→Dec Ref→Decision
            CR012→DAG-DEC-22→The DAG rejected CR012 (Changes to the EES interface)
            List→DAG-DEC23→The decision on the work-off list was deferred to the December DAG
            M5→DAG-DEC24→The DAG agreed to recommend to PSG that M5 is achieved, subject to the work-off plan
            Plan→DAG-DEC25→The DAG did not approve the Design Plan
            Forum→TBC→The DAG agreed to establish a forum

            Minutes

            1. Minutes

            The minutes of the meeting held 12 October 2022 were **APPROVED**.

            DECISION DAG-DEC21 The DAG approved the minutes of the meeting held 12 October 2022
            """, head: UnseenHead.minutes)
        #expect(
            sample.rows(.decisions, "reference", "subject", "outcome") == [
                "DAG-DEC22|CR012 (Changes to the EES interface)|rejected",
                "DAG-DEC23|decision on the work-off list|deferred to the December DAG",
                "DAG-DEC24|M5 is achieved|recommended subject to the work-off plan",
                "DAG-DEC25|Design Plan|not approved", "|to establish a forum|agreed",
                "|minutes of the meeting held 12 October 2022|approved",
                "DAG-DEC21|minutes of the meeting held 12 October 2022|approved",
            ])
        #expect(sample.doubts(.decisions).isEmpty)
    }

    @Test("capitals repeat a numbered decision of the table")
    func capitals() throws {
        let sample = try UnseenSample(
            """
            Decisions

            Area→Decision Ref→Description
            Minutes→DAG-DEC21→The DAG approved the minutes of the meetings held 12 October 2022 and 26 October 2022

            Minutes

            1. Minutes

            The minutes of the meeting held 12 October 2022 were **APPROVED**.
            """, head: UnseenHead.minutes)
        #expect(sample.rows(.decisions, "reference") == ["DAG-DEC21"])
    }

    @Test("RAID with references, and states of nothing")
    func raid() throws {
        let sample = try UnseenSample(
            """
            RAID items

            RAID Ref→Area→Description→Owner
            R119→SIT→There may be a drive to constrain testing→Programme
            A015→Migration→One supplier migrates first→MWG

            RAID

            RAID area→Description
            Risks→No new risks raised
            SIT→New issue I051: environments late
            Nothing to report→
            """, head: UnseenHead.headline)
        #expect(
            sample.rows(.raid, "reference", "kind", "area", "description") == [
                "R119|risk|SIT|There may be a drive to constrain testing",
                "A015|assumption|Migration|One supplier migrates first",
                "I051|issue|SIT|New issue I051: environments late",
            ])
        #expect(sample.unclaimed.isEmpty)
    }

    @Test("sections without stops, lines that follow at once, an extraordinary meeting")
    func sections() throws {
        let sample = try UnseenSample(
            """
            MHHS Migration and Cutover Advisory Group (MCAG)
            Extraordinary Meeting Actions and Minutes
            Issue date: Friday 21 June 2024
            Meeting number→MCAG 10.1→Venue→Virtual – MS Teams→
            Date and time→Tuesday 18 June 2024 14:00 – 15:00→Classification→Public→

            Minutes

            1 Welcome

            WF welcomed the members of the group and gave an overview of the agenda and of the papers of the meeting.

            2 Thresholds

            DECISION MCAG-DEC17: MCAG approved the minutes
            WF updated on the actions.
            ACTION MCAG10.1-01 Programme to issue the M10 readiness summary

            Date of next MCAG: Tuesday 25 June 2024 at 10:00
            """)
        #expect(sample.rows(.minuteSections, "meeting", "number", "title") == ["10.1|1|Welcome", "10.1|2|Thresholds"])
        #expect(sample.rows(.decisions, "reference", "text") == ["MCAG-DEC17|MCAG approved the minutes"])
        #expect(
            sample.rows(.actions, "reference", "meeting", "text", "owners") == [
                "MCAG10.1-01|10.1|issue the M10 readiness summary|Programme"
            ])
        #expect(sample.rows(.meetings, "next_meeting", "next_meeting_part").contains("2024-06-25|10:00"))
    }
}
