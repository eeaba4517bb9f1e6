import Kernel
import Record
import Testing

@testable import Papers

struct WorkingGroupTests {
    private static let report = """
        →Door Working Group (DOORWG)→Signal Working Group (SIGWG)
        Upcoming deliverables→<ul style="list-style-type: none"> TBC →<ul style="list-style-type: none"> DOOR Rules
        Next meeting's agenda items→07 April 2031 <ul style="list-style-type: none"> TBC →24 April 2031 <ul style="list-style-type: none"> • Masts • Cables
        Agenda items from last meeting→03 March 2031 <ul style="list-style-type: none"> Latch Hinge Seal →
        QRAG escalations→None→Mast height
        """

    @Test("A column a group; empty states are empty; items that ran together stay one with a doubt")
    func columns() throws {
        let sample = try PackSample(Self.report)
        #expect(
            sample.rows(
                .workingGroups, "group", "group_name", "upcoming", "next_meeting", "next_agenda", "last_meeting",
                "last_agenda", "escalations") == [
                    ["DOORWG", "Door Working Group", "", "2031-04-07", "", "2031-03-03", "Latch Hinge Seal", ""],
                    [
                        "SIGWG", "Signal Working Group", "DOOR Rules", "2031-04-24", "Masts | Cables", "", "",
                        "Mast height",
                    ],
                ])
        #expect(sample.doubts.contains { $0.hasPrefix("last_agenda: the marks between items are lost") })
        #expect(sample.doubts.contains { $0.contains("names DOORWG's subject") })
        #expect(sample.unclaimed.isEmpty)
    }

    @Test("Names that the paper prints elsewhere tell run-together items apart; the rest stays one")
    func known() throws {
        let sample = try PackSample(
            Self.report.replacing("Latch Hinge Seal", with: "Door & Latch Plan Hinge Test Cases Seal Ring Order")
                + "\n\nAppendices\n\n- Appendix 1 - Door and Latch Plan version 2.0\n- Appendix 2 - Hinge Test Cases v0.1\n"
        )
        #expect(
            sample.rows(.workingGroups, "last_agenda").first == [
                "Door & Latch Plan | Hinge Test Cases | Seal Ring Order"
            ])
    }

    @Test("A row a group is read the same")
    func rows() throws {
        let sample = try PackSample(
            """
            Group→Upcoming deliverables→Next meeting→Escalations
            Door Working Group (DWG)→Latch list→7 April 2031→None
            """)
        #expect(
            sample.rows(.workingGroups, "group", "upcoming", "next_meeting", "escalations") == [
                ["DWG", "Latch list", "2031-04-07", ""]
            ])
    }

    @Test("The real pack has six groups with dates")
    func real() throws {
        guard let sample = RealPack.sample else { return withKnownIssue("papers absent") { Issue.record("absent") } }
        #expect(
            sample.rows(.workingGroups, "group", "next_meeting", "last_meeting") == [
                ["DWG", "2023-09-07", "2023-08-03"], ["MWG", "2023-08-24", "2023-07-13"],
                ["EWG", "2023-09-05", "2023-08-01"], ["QWG", "2023-09-12", "2023-08-08"],
                ["SITWG", "2023-08-07", "2023-08-09"], ["NFTWG", "2023-08-15", "2023-07-18"],
            ])
    }
}

struct RiskTests {
    @Test("Risks, issues and their mitigations; a grade that is none stays in print")
    func table() throws {
        let sample = try PackSample(
            """
            Risk/ Issue ID→Risk description→Risk impact→RAG→Mitigation
            R301→There is a risk that masts bend→Delay→High→<ol style="list-style-type: none"> Masts are checked (weekly) Spare masts are bought (March)
            I007→There is an issue with cables→Cost→Purple→<ol style="list-style-type: none"> Buy cable Lay cable

            →→More cost→→
            TBC→→→→
            """)
        #expect(
            sample.rows(.raid, "reference", "kind", "impact", "rag", "mitigations") == [
                ["R301", "risk", "Delay", "High", "Masts are checked (weekly) | Spare masts are bought (March)"],
                ["I007", "issue", "Cost More cost", "", "Buy cable Lay cable"],
            ])
        #expect(sample.doubts.contains { $0.hasPrefix("mitigations: the marks") })
        #expect(sample.unclaimed.isEmpty)
    }

    @Test("Definitions in footnotes and inside cells")
    func definitions() throws {
        let sample = try PackSample(
            """
            *R281: There is a risk that time is short.

            Ref→Update
            1→Done. <u>D163</u> : There is a dependency on masts. They must be dry.
            2→See R281: closed
            """)
        #expect(
            sample.rows(.raid, "reference", "kind", "description") == [
                ["R281", "risk", "There is a risk that time is short"],
                ["D163", "dependency", "There is a dependency on masts. They must be dry."],
            ])
        #expect(sample.statements(.raid).allSatisfy { $0.weight == .extract })
    }

    @Test("The real pack: five risks, three definitions, R525 alike in both places")
    func real() throws {
        guard let sample = RealPack.sample else { return withKnownIssue("papers absent") { Issue.record("absent") } }
        #expect(sample.statements(.raid, .table).map { $0.text("rag") } == ["High", "High", "High", "High", "Medium"])
        #expect(sample.statements(.raid, .extract).map(\.key) == ["D163", "R281", "R525"])
        let texts = Set(sample.statements(.raid).filter { $0.key == "R525" }.map { $0.text("description") })
        #expect(texts.count == 1)
    }
}

struct RoadmapTests {
    @Test("A column a meeting, years from the paper's meeting, empty cells left out")
    func columns() throws {
        let sample = try PackSample(
            """
            LWB Agenda Roadmap – a view:

            Meeting dates→16-Apr→14-Jan
            Agenda items→<ul style="list-style-type: none"> • Masts • Doors →TBC
            Standing items→Minutes→<ul style="list-style-type: none"> • Minutes
            """, date: "2031-12-10")
        #expect(
            sample.rows(.roadmap, "group", "meeting_date", "row", "items") == [
                ["LWB", "2032-04-16", "Agenda items", "Masts | Doors"],
                ["LWB", "2032-04-16", "Standing items", "Minutes"],
                ["LWB", "2032-01-14", "Standing items", "Minutes"],
            ])
        #expect(sample.unclaimed.isEmpty)
    }

    @Test("The real pack has eight filled cells over three meetings")
    func real() throws {
        guard let sample = RealPack.sample else { return withKnownIssue("papers absent") { Issue.record("absent") } }
        let rows = sample.rows(.roadmap, "meeting_date", "items")
        #expect(rows.count == 8)
        #expect(Set(rows.map { $0[0] }) == ["2023-09-20", "2023-10-18", "2023-11-15"])
    }
}

struct DependencyTests {
    @Test("Blocks of dependencies in order, a page break inside one")
    func blocks() throws {
        let sample = try PackSample(
            """
            Roadmap for sign-off of the Mast & Cable Plan - dependencies

            Dependency

            - Soil survey

            Dependencies

            - Doors

            - Cables

            Dependencies

            - Doors

            Next slide
            """)
        #expect(
            sample.rows(.documentDependencies, "document", "block", "dependency") == [
                ["Mast and Cable Plan", "1", "Soil survey"], ["Mast and Cable Plan", "2", "Doors"],
                ["Mast and Cable Plan", "2", "Cables"], ["Mast and Cable Plan", "3", "Doors"],
            ])
    }

    @Test("The real pack has 15 in four blocks")
    func real() throws {
        guard let sample = RealPack.sample else { return withKnownIssue("papers absent") { Issue.record("absent") } }
        let blocks = sample.rows(.documentDependencies, "block").map { $0[0] }
        #expect(["1", "2", "3", "4"].map { block in blocks.count { $0 == block } } == [1, 6, 4, 4])
    }
}
