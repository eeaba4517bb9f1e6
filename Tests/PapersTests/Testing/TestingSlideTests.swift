import Record
import Testing

@testable import Papers

@Suite("Onboarding, plans, qualification, assurance")
struct TestingSlideTests {
    @Test("windows: a start that does not apply, a bound")
    func windows() throws {
        let sample = try Sample(
            "Activity\tStart date\tEnd date\tNotes\nYard Interval #2\t9 th October '23\t13 th October '23\t\n"
                + "Lift\tn/a\t15 th December '23\t'No later than' date\n")
        let rows = sample.of(.onboardingWindows)
        #expect(rows.map { $0["interval"] } == ["2", ""])
        #expect(rows.map { $0["start"] } == ["2023-10-09", ""])
        #expect(rows.map { $0["no_later_than"] } == ["no", "yes"])
        #expect(rows.flatMap(\.allDoubts).isEmpty)
    }

    @Test("weeks: starts only, the interval filled down, the key no record")
    func weeks() throws {
        let sample = try Sample(
            "Interval\tApprox number of PPs\t04-Sep-23\t11-Sep-23\t18-Sep-23\t25-Sep-23\n"
                + "1\t7\tProving\t\t\tHolidays\n\t\t\tPart a\t\t\n2\t3\t\t\tProving\t\nKey\t\t\t\t\t\n\tProving\tThe period\t\t\t\n"
        )
        let rows = sample.of(.onboardingWeeks)
        #expect(rows.map(\.key) == ["1|1|2023-09-04", "1|1|2023-09-25", "1|2|2023-09-11", "2|1|2023-09-18"])
        #expect(rows.map { $0["participants"] } == ["7", "7", "7", "3"])
        #expect(!sample.claims.contains(.unclaimed))
    }

    @Test(
        "figures in sentences",
        arguments: [
            ("10 of the 36 MPIDs expected to use the policy", [10, 36]),
            ("88 potential new MPIDs from the 44 responses received", [88, 44]),
            ("The remaining 6 of the Non-SIT participants did not say", [6]), ("Version 2 of the plan for 2023", []),
            ("The 52 Non-SIT MPIDs gave a view", [52]),
        ] as [(String, [Int])])
    func figures(_ sentence: String, _ numbers: [Int]) {
        let found = QualificationReader.figures(in: sentence)
        #expect(found.flatMap { [$0.value] + ($0.of.map { [$0] } ?? []) } == numbers)
    }

    @Test("figures only where the slide is about qualification")
    func place() throws {
        #expect(try Sample("Qualification Update\n\n- 10 of the 36 MPIDs replied\n").of(.qualification).count == 1)
        #expect(try Sample("Boat Update\n\n- 10 of the 36 MPIDs replied\n").of(.qualification).isEmpty)
    }

    @Test("tranches across and down; a number that cannot be read")
    func tranches() throws {
        let across = try Sample("Tranche 1\tTranche 2\tNot provided\n10\tO\t3\n").of(.tranches)
        #expect(across.map { $0["mpids"] } == ["10", "", "3"])
        #expect(across[1].allDoubts.count == 1)
        let down = try Sample("Tranche\tNumber\nTranche 1\t4\nTranche 2\t5\n").of(.tranches)
        #expect(down.map { $0["mpids"] } == ["4", "5"])
    }

    @Test("a plan without bars, and one with text in its cells")
    func plan() throws {
        let months = "\tJul\tAug\tSep\tOct\tNov\tDec\tJan\n"
        let sample = try Sample(
            "Appendix 2 - Boat plan\n\nActivities\t2023\t\t\t\t\t\t2024\n" + months
                + "Build\t\t\t\t\t\t\t\nSail\t\t\t\t\t\tgo\tstop\n")
        let rows = sample.of(.planActivities)
        #expect(rows.map { $0["activity"] } == ["Build", "Sail"])
        #expect(rows.map { $0["start"] } == ["", "2023-12-01"])
        #expect(rows[1]["end"] == "2024-01-31")
        #expect(rows[0]["plan"] == "Appendix 2 - Boat plan")
        #expect(rows.map { $0.allDoubts.count } == [1, 1])
    }

    @Test("a timeline of items and periods")
    func timeline() throws {
        let sample = try Sample(
            "\tJun-23 – Jul 24\tAug-24\tSEP-24\nBoats\t<p>All boats</p>\t\t<p>1 September: a</p> <p>2 September: b</p>\n"
        )
        let rows = sample.of(.cleanseTimeline)
        #expect(rows.map(\.key) == ["Boats|Jun-23 – Jul 24", "Boats|SEP-24"])
        #expect(rows[1]["text"] == "1 September: a 2 September: b")
    }

    @Test("assurance: cohort, question, phase")
    func assurance() throws {
        let sample = try Sample(
            "Boat participant cohort\n\nDrawn from:\n\nAll yards\n\nOverall Exam Questions\n\n- A. Is it afloat?\n\n"
                + "High Level Timetable\n\nFieldwork - 3 June 2024\n\n- Talks\n")
        #expect(sample.of(.assurance).map { $0["kind"] } == ["cohort", "question", "phase", "activity"])
        #expect(sample.of(.assurance)[1]["reference"] == "A")
        #expect(sample.of(.assurance)[2]["date"] == "2024-06-03")
    }

    @Test("the real pack")
    func pack() throws {
        guard let text = RealPapers.pack() else { return }
        let sample = try Sample(text)
        #expect(sample.of(.onboardingWindows).count == 8)
        #expect(sample.of(.onboardingWeeks).count == 38)
        #expect(sample.of(.tranches).count == 9)
        #expect(sample.of(.tranches).compactMap { Int($0["mpids"]) }.reduce(0, +) == 52)
        #expect(sample.of(.qualification).count == 8)
        #expect(sample.of(.planActivities).count == 32)
        #expect(sample.of(.cleanseTimeline).count == 9)
        #expect(sample.of(.assurance).count { $0["kind"] == "question" } == 5)
        // Lines of these sections: none is left over.
        let own = Array(187...290) + Array(367...398) + Array(465...705) + Array(728...770) + Array(849...896)
        #expect(own.filter { sample.claims[$0 - 1] == .unclaimed } == [])
    }
}
