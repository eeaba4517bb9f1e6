import Record
import Testing

@testable import Papers

@Suite("Tracker, decision path, gates, criteria")
struct PlanningSlideTests {
    static let register =
        "Milestone Tier\tMilestone ID\tMilestone Title\tPlan Section\tBaseline Date\tForecast Date\n"
        + "Tier 3\tT3-TE-0069\tTurbine cases approved\tYard\tFri 01/09/23\tFri 01/09/23\n"
        + "Tier 2\tT2-TE-0200\tTurbine data ready for all\tYard\tMon 21/08/23\tMon 21/08/23\n"
    static let tracker =
        "SIT Stage\tCIT Interval\tOwner (PP/SI)\tTask Category\tTask\tStart Date\tFinish Date\tStatus (RAG)\tCommentary\t"
        + "Phase Note (MAG status is illustrative only)\tForecast Date\tMilestone Tier\tMilestone ID\n"
        + "CIT\tAB\tSI\tDeliverables\tTurbine Cases approved\t\t01/01/2019\tGreen\t\t\t\tT3\tT3-TE-0009\n"
        + "CIT\t1\tSI\tData\tTurbine data ready for all\t15/08/2023\t21/08/2023\tGreen\t\t\t\tT2\tT2-TE-0200\n"

    @Test("a look-alike interval and an identifier one digit off are doubts with a proposal")
    func tracker() throws {
        let sample = try Sample(Self.register + "\n\nReadiness tracker\n\n" + Self.tracker)
        let tasks = sample.of(.readinessTasks)
        try #require(tasks.count == 2)
        #expect(tasks[0]["interval"] == "AB")
        #expect(tasks[0].field("interval")?.resolved?.value == "All")
        #expect(tasks[0]["milestone_id"] == "T3-TE-0009")
        #expect(tasks[0].field("milestone_id")?.resolved?.value == "T3-TE-0069")
        #expect(tasks[0].field("finish")?.doubts.isEmpty == false)
        #expect(tasks[1].allDoubts.isEmpty)
        let doubtful = try #require(sample.one(.milestones, "T3-TE-0009"))
        #expect(doubtful["state"] == "doubtful")
        #expect(doubtful.weight == .extract)
        #expect(!sample.claims.contains(.unclaimed))
    }

    @Test("words that are not All stay as they are", arguments: ["All", "1", "2-6", "Final", "PIT", "ABC"])
    func intervals(_ text: String) { #expect(text == "All" || !ReadinessTracker.looksLikeAll(text)) }

    @Test("dates before, after and between two milestones")
    func choreography() throws {
        let slide = """
            Tier 1 Milestones (STG-governed)

            T1-TE-1000
            Yard Testing Start (M9)

            30/10

            Tier 2 Milestones in the yard path (YAG-governed)

            21/8

            T2-TE-0200
            Turbine data ready for all

            T3-TE-0069
            Turbine cases approved

            01/9

            Based on yard recommendation

            31/12
            """
        let sample = try Sample(Self.register + "\n\nDecision path\n\n" + slide)
        let rows = sample.of(.choreography)
        #expect(rows.map { $0["date"] } == ["2023-10-30", "2023-08-21", "2023-09-01"])
        #expect(rows.map { $0["governed_by"] } == ["STG", "YAG", "YAG"])
        #expect(rows[2].allDoubts == ["stands under T2 milestones"])
        #expect(rows[2]["note"] == "Based on yard recommendation")
        #expect(sample.one(.milestones, "T1-TE-1000")?["level1"] == "M9")
        #expect(sample.doubts.contains { $0.contains("31/12") })
    }

    @Test("a milestone named with its title in running text")
    func named() throws {
        let sample = try Sample(
            "Criteria for T2-TE-0550 (Yard Functional Testing (B) Preparation Complete)\n\nAsk T2-TE-0551 (soon).\n")
        #expect(sample.of(.milestones).map { $0["title"] } == ["Yard Functional Testing (B) Preparation Complete"])
    }

    @Test("gates: a list, and a box whose lower rows may be merged")
    func gates() throws {
        let sample = try Sample(
            """
            To approve T1-TE-1000

            - TMAG T2-TE-0250 decision reviewed
            - M8 reached

            To approve T2-TE-0250

            SI\tPPs
            Designs assured\tYards ready
            Plans assured\t
            """)
        let rows = sample.of(.gateCriteria)
        #expect(rows.map { $0["party"] } == ["", "", "SI", "", "PPs"])
        #expect(rows.map { $0["depends_on"] } == ["T2-TE-0250", "M8", "", "", ""])
        #expect(!sample.claims.contains(.unclaimed))
    }

    @Test("entry criteria with an introduction and nested items")
    func criteria() throws {
        let sample = try Sample(
            "3.2 Test Entry Criteria\nThe yard has produced:\n\n- A plan.\n- A tool\n - It is loaded.\n- A list.\n\nFor visitors:\n\n- A badge.\n"
        )
        let rows = sample.of(.entryCriteria)
        #expect(rows.map { $0["level"] } == ["1", "1", "2", "1", "1"])
        #expect(rows.map { $0["heading"] }.last == "For visitors:")
        #expect(rows[0]["heading"] == "The yard has produced:")
    }

    @Test("the real pack")
    func pack() throws {
        guard let text = RealPapers.pack() else { return }
        let sample = try Sample(text)
        #expect(sample.of(.readinessTasks).count == 11)
        #expect(sample.of(.choreography).count == 8)
        #expect(sample.of(.choreography).flatMap(\.allDoubts).isEmpty)
        #expect(sample.of(.gateCriteria).count == 20)
        #expect(sample.of(.gateCriteria).count { $0["party"].isEmpty && $0["gate"] == "T2-TE-0250" } == 4)
        #expect(sample.of(.entryCriteria).count == 22)
        #expect(sample.one(.milestones, "T3-TE-0009")?["state"] == "doubtful")
        let named = Set(sample.of(.milestones).map(\.key))
        #expect(named.isSuperset(of: ["T1-TE-1000", "T2-TE-0550", "T3-TE-0011"]))
    }
}
