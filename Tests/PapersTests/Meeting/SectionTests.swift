import Record
import Testing

@testable import Papers

@Suite struct SectionTests {
    private func discussion(_ rows: String, after: String = "") throws -> [Statement] {
        try Samples.headline("Key Discussion Items\n\nArea\tDiscussion\t\n" + rows + after).of(.discussion)
    }

    @Test func labelInTheMiddleOfItsBlock() throws {
        let items = try discussion(
            "Log\tThe log was shown.\t\n\tAn overview of the replanning was given.\t\nReplan review\tMembers queried the content.\t\n"
                + "\tMembers were asked for answers on the replan.\t\nGroups\tAn update:\t\n\n\t• Group one met\n\t Group two met (action WAG08-02)\n"
        )
        #expect(
            items.map { $0.text("area") }
                == ["Log", "Replan review", "Replan review", "Replan review", "Groups", "Groups", "Groups"])
        #expect(items[5].text("text") == "Group one met" && items[6].text("cites") == "WAG08-02")
        #expect(items.map { $0.text("order") } == ["1", "2", "3", "4", "5", "6", "7"])
    }

    @Test func labelSplitOverTwoRowsBelongsToTheRowsAboveToo() throws {
        let items = try discussion(
            "\tThe whole Wheel Testing and Spoke Strategy was shown.\t\nWheel Testing and Spoke\tMore.\t\nStrategy\tStill more.\t\n"
                + "\tThe Strategy goes on.\t\nOther\tNothing else.\t\n")
        #expect(items.prefix(4).allSatisfy { $0.text("area") == "Wheel Testing and Spoke Strategy" })
        #expect(items.last?.text("area") == "Other")
    }

    @Test func echoOfTheLabelIsTakenOff() throws {
        let items = try discussion("Working Group Plan\tVorking Group Plan The Programme gave an overview.\t\n")
        #expect(items.first?.text("text") == "The Programme gave an overview.")
        #expect(items.first?.doubts("area").isEmpty == false)
    }

    @Test func raidNotesItemsAndEmptyStates() throws {
        let head = "RAID Items\n\nRAID area\tDescription\n"
        #expect(try Samples.minutes(head + "None raised\t\n").of(.raid).isEmpty)
        #expect(try Samples.minutes(head + "None raised\t\n").unclaimed.isEmpty)
        let note = try Samples.minutes(head + "dPMO\tThe office was shown.\n").of(.raid)
        #expect(note.map(\.key) == ["WAG 8|dpmo"] && note.first?.text("kind") == "note")
        let risk = try Samples.minutes(head + "R119\tThere is a risk.\n").of(.raid, rule: "raid-items")
        #expect(risk.map(\.key) == ["R119"] && risk.first?.text("kind") == "risk")
    }

    @Test func sectionsWithSubheadsAndLists() throws {
        let paper = try Samples.minutes(
            """
            Minutes

            1. Welcome

            AG welcomed all.

            2. **Minutes and actions**

            Accessing the tool

            AG walked through:

            - Where is it.
            - 2. Who may use it. 3. Why.

            1. a first point of a list that is no section.

            4. Groups and their very long name that was
            wrapped over two lines

            AG closed.
            """)
        let sections = paper.of(.minuteSections)
        #expect(sections.map { $0.text("number") } == ["1", "2", "4"])
        #expect(
            sections[1].text("title") == "Minutes and actions" && sections[1].text("subheads") == "Accessing the tool")
        #expect(sections[2].text("title") == "Groups and their very long name that was wrapped over two lines")
        #expect(paper.unclaimed.isEmpty)
    }

    @Test func everyIdentifierOncePerPrint() throws {
        let paper = try Samples.headline("R525 and CR024 and D163.\n\nR525 again; WAG 08-01 and T3-TE-0069.\n")
        let found = paper.of(.identifiers)
        #expect(
            found.map(\.key) == [
                "risk|R525", "change_request|CR024", "dependency|D163", "action|WAG 08-01", "milestone|T3-TE-0069",
            ])
        #expect(found[0].lines == [5, 7] && found[3].text("canonical") == "WAG08-01")
        #expect(paper.first(.raid, "R525")?.text("citation_only") == "yes")
        #expect(paper.keys(.changeRequests) == ["CR024"] && paper.of(.changeRequests).first?.weight == .mention)
    }

    @Test func markupAndFormulaeArePlainText() throws {
        let paper = try Samples.headline(
            "Actions\n\nArea\tAction Ref\tAction\tOwner\tDue Date\tUpdate\n"
                + "<script>x</script>\tWAG08-01\t=HYPERLINK(\"x\")\t<b>Programme</b>\t01/08/2022\t\n")
        #expect(paper.first(.actions, "WAG08-01")?.text("text") == "=HYPERLINK(\"x\")")
    }
}
