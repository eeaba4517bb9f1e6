import Record
import Testing

@testable import Papers

@Suite("Milestone tables")
struct MilestoneTableTests {
    static let view = """
        Milestone 3 Month View (1 of 2)

        Milestone Tier\tMilestone ID\tMilestone Title\tPlan Section\tBaseline Date\tForecast Date\tLast RAG\tCurrent RAG\tNext RAG\tUpdate
        Tier 3\tT3-TE-0501\tTurbine test plan approved\tSI Test\tWed 05/06/24\tFri 07/06/24\t\tGreen\t\tWaits for review
        Tier 2\tT3-TE-0502\tTurbine tests started (M4)\tSI Test\tMon 10/06/24\tTue 10/06/24\t\t\t\t

        Milestone 3 Month View (2 of 2)

        \u{20}
        Milestone Tier\tMilestone ID\tMilestone Title\tPlan Section\tBaseline Date\tForecast Date\tLast RAG\tCurrent RAG\tNext RAG\tUpdate
        Tier 3\tT3-DB-0503\tGearbox report that goes over
        \t\tthe page\t\t\t\t\t\t\t
        Tier 3\tT3-DB-0504\tGearbox fitted\tYard\tNA\tFri 14/06/24\t\t\t\t
        """

    @Test("the view, over two slides")
    func view() throws {
        let sample = try Sample(Self.view, date: "2024-05-15")
        let rows = sample.of(.milestones)
        #expect(rows.map(\.key) == ["T3-TE-0501", "T3-TE-0502", "T3-DB-0503", "T3-DB-0504"])
        #expect(rows[0]["baseline"] == "2024-06-05")
        #expect(rows[0]["variance_days"] == "2")
        #expect(rows[0]["rag_current"] == "Green")
        #expect(rows[0]["rag_last"].isEmpty)
        #expect(rows[0]["state"] == "current")
        #expect(rows[0].allDoubts.isEmpty)
        #expect(rows[1]["level1"] == "M4")
        #expect(rows[1]["tier"] == "T2")
        #expect(rows[1].allDoubts.contains { $0.contains("says T3") })
        #expect(rows[1].allDoubts.contains { $0.contains("weekday") })
        #expect(rows[2]["title"] == "Gearbox report that goes over the page")
        #expect(rows[3]["baseline"].isEmpty)
        #expect(rows[3].field("baseline")?.printed == "NA")
        #expect(!sample.claims.contains(.unclaimed))
    }

    @Test("changes make proposals")
    func changes() throws {
        let head =
            "Milestone Change\tMilestone Tier\tMilestone ID\tMilestone Title\tPlan Section\tBaseline Date\tForecast Date"
        let sample = try Sample(
            head + "\nNew\tTier 3\tT3-TE-0001\tAlpha test done\tPP\tNA\tFri 15/12/23\n"
                + "Remove\tTier 3\tT3-TE-0002\tBeta test done\tPP\tFri 31/01/25\tThu 31/07/25\n"
                + "Name & Date Change\tTier 3\tT3-TE-0003\tGamma test done\tPP\tFri 15/12/23\tFri 03/11/23\n")
        #expect(
            sample.of(.milestoneChanges).map(\.key) == [
                "TMAG 22|T3-TE-0001", "TMAG 22|T3-TE-0002", "TMAG 22|T3-TE-0003",
            ])
        #expect(sample.of(.milestones).map { $0["state"] } == ["proposed", "removal proposed", "current"])
        #expect(sample.of(.milestones)[2]["variance_days"] == "-42")
    }

    @Test("register: its date is the baseline, its section the identifier's code")
    func register() throws {
        let sample = try Sample(
            "Milestone Tier\tLevel 1 Milestone\tMilestone ID\tMilestone Title\tMilestone Description\tPlan Section\tMilestone Date\n"
                + "T3\tM09\tT3-TE-0014\tScenarios approved\tThe approval of the scenarios\tTE\t02 June 2023\n")
        let row = try #require(sample.one(.milestones, "T3-TE-0014"))
        #expect(row["baseline"] == "2023-06-02")
        #expect(row["register_section"] == "TE")
        #expect(row["plan_section"].isEmpty)
        #expect(row["level1"] == "M9")
        #expect(row["forecast"].isEmpty)
    }

    @Test("a lost head, two swapped cells, a row wrapped anew")
    func damage() throws {
        let lines = Self.view.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let headless = lines.filter { !$0.hasPrefix("Milestone Tier") }.joined(separator: "\n")
        let sample = try Sample(headless, date: "2024-05-15")
        let row = try #require(sample.one(.milestones, "T3-TE-0501"))
        #expect(row["forecast"] == "2024-06-07")
        #expect(!row.doubts.isEmpty)

        let swapped = Self.view.replacing("T3-DB-0504\tGearbox fitted", with: "Gearbox fitted\tT3-DB-0504")
        #expect(try Sample(swapped).one(.milestones, "T3-DB-0504")?["title"] == "Gearbox fitted")

        let wrapped = Self.view.replacing("Turbine test plan", with: "Turbine\ntest plan")
        let joined = try #require(try Sample(wrapped).one(.milestones, "T3-TE-0501"))
        #expect(joined["title"] == "Turbine test plan approved")
        #expect(joined["update"] == "Waits for review")
    }

    @Test("the real pack")
    func pack() throws {
        guard let text = RealPapers.pack() else { return }
        let sample = try Sample(text)
        #expect(sample.of(.milestoneChanges).count == 28)
        #expect(sample.of(.milestones).count { $0.rule == "milestone-view" } == 52)
        #expect(sample.of(.milestones).count { $0.rule == "milestone-register" } == 12)
        let table = sample.of(.milestones).filter { $0.rule.hasPrefix("milestone-") }
        #expect(table.flatMap(\.allDoubts).isEmpty)
        let view = sample.of(.milestones).filter { $0.rule == "milestone-view" }
        #expect(view.count { $0["variance_days"] == "0" } == 44)
    }
}
