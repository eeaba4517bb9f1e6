import Record
import Testing

@testable import Papers

@Suite struct ActionTests {
    private let head = "Area\tAction Ref\tAction\tOwner\tDue Date\tUpdate\n"

    private func table(_ rows: String) throws -> ReadPaper { try Samples.headline("Actions\n\n" + head + rows + "\n") }

    @Test func fillsTheAreaDownOverABlankLine() throws {
        let paper = try table(
            "Plan\tWAG08-01\tDo this\tProgramme\t15/09/2022\t\n\n\tWAG07-03\tAction updated: Do that\tACME members\tOngoing\t"
        )
        let second = try #require(paper.first(.actions, "WAG07-03"))
        #expect(second.text("area") == "Plan" && second.text("meeting") == "7")
        #expect(second.text("due").isEmpty && second.field("due")?.printed == "Ongoing")
        #expect(second.doubts("due").isEmpty && second.text("status").isEmpty)
        #expect(second.text("text") == "Action updated: Do that")
    }

    @Test func appendsARowThatAPageBreakCutOff() throws {
        let paper = try table(
            "A\tWAG08-01\tProvide detail creating test\tProgramme (Kate Green)\t22/06/2022\tPlease see below under consumption data\n"
                + "\n\t\tdata to inject and not vice versa\t\t\tdiscussion Item\nB\tWAG08-02\tShare it\tProgramme\t22/06/2022\t"
        )
        #expect(paper.keys(.actions) == ["WAG08-01", "WAG08-02"])
        let first = try #require(paper.first(.actions, "WAG08-01"))
        #expect(first.text("text") == "Provide detail creating test data to inject and not vice versa")
        #expect(first.text("update") == "Please see below under consumption data discussion Item")
        #expect(first.text("owners") == "Programme/Kate Green" && first.lines.count == 2)
    }

    @Test(arguments: ["\t", ""])
    func takesInLinesThatFellOutBelow(end: String) throws {
        let paper = try table(
            "A\tWAG08-06\t Share the following with members: Link to form Round 1 letter \tProgramme\t18/08/2022\tShared\t\n\n"
                + "Environments Group (EWG) papers and Headline Report\(end)\nThe interim plan\(end)\n\nDecisions\n")
        let action = try #require(paper.first(.actions, "WAG08-06"))
        #expect(
            action.text("text") == "Share the following with members: Link to form Round 1 letter "
                + "Environments Group (EWG) papers and Headline Report The interim plan")
        #expect(paper.unclaimed.isEmpty)
    }

    @Test func packColumns() throws {
        let paper = try Samples.headline(
            "Open Actions\n\nRef\tDate\tAction\tOwner\tDue\tStatus\tLatest Update\n"
                + "WAG07-02\t31/05/22\tProgramme to make a plan.\tProgramme (John Wig)\t16/08/22\tRecommend Closed\tDone, see <u>D163</u>.\n"
        )
        let action = try #require(paper.first(.actions, "WAG07-02"))
        #expect(action.text("raised") == "2022-05-31" && action.text("due") == "2022-08-16")
        #expect(action.text("status") == "Recommend Closed" && action.text("update") == "Done, see D163.")
        #expect(action.text("cites") == "D163")
    }

    @Test func strayCharactersBeforeADateAreADoubt() throws {
        let paper = try table("A\tWAG08-02\tRespond\tACME members\t3 26/08/2022\t")
        let action = try #require(paper.first(.actions, "WAG08-02"))
        #expect(action.text("due") == "2022-08-26" && !action.doubts("due").isEmpty)
        #expect(action.field("due")?.printed == "3 26/08/2022")
    }

    @Test func misprintedReferenceIsFiledUnderTheProbableOne() throws {
        let paper = try Samples.minutes(
            "Actions\n\n\(head)A\tWAG08-05\tMeet\tKate Green, Nic Bee\t06/07/2022\t\n\nMinutes\n\n1. Welcome\n\n"
                + "ACTION WAM08-05 – Kate Green and Nic Bee to meet\n")
        let inline = try #require(paper.of(.actions, rule: "inline-action").first)
        #expect(inline.key == "WAG08-05" && inline.text("reference") == "WAM08-05")
        #expect(inline.field("reference")?.resolved?.value == "WAG08-05")
        #expect(inline.field("reference")?.resolved?.by == "misprinted reference")
        #expect(inline.text("owners") == "/Kate Green; /Nic Bee" && inline.text("text") == "meet")
    }

    @Test func anotherGroupsReferenceIsNoMisprint() throws {
        let paper = try Samples.minutes(
            "Minutes\n\n1. Welcome\n\nThe WAX met in June.\n\nACTION WAX08-05: Programme to meet\n")
        #expect(paper.keys(.actions) == ["WAX08-05"])
    }

    @Test func lettersThatLookLikeFigures() throws {
        let paper = try table("A\tWAG08-O2\tRespond\tACME members\t26/08/2022\t")
        let action = try #require(paper.first(.actions, "WAG08-02"))
        #expect(action.text("reference").isEmpty && action.field("reference")?.printed == "WAG08-O2")
        #expect(action.field("reference")?.resolved?.value == "WAG08-02")
    }

    @Test(arguments: [[1, 2], [3, 4], [2, 3], [0, 1], [1, 4]])
    func swappedCellsGoBackByTheirContent(places: [Int]) throws {
        var cells = [
            "Plan", "WAG08-01", "Respond to the consultation on the plan of the Programme and its papers",
            "ACME members",
            "26/08/2022", "",
        ]
        cells.swapAt(places[0], places[1])
        let paper = try table(cells.joined(separator: "\t") + "\nNext\tWAG08-02\tDo\tACME\t01/09/2022\t")
        let action = try #require(paper.first(.actions, "WAG08-01"))
        #expect(action.text("due") == "2022-08-26" && action.text("text").hasPrefix("Respond"))
        #expect(!action.doubts.isEmpty)
        #expect(paper.first(.actions, "WAG08-02")?.text("area") == "Next")
    }

    @Test func aLostHeadIsMadeGoodByContent() throws {
        let paper = try Samples.headline("Actions\n\nPlan\tWAG08-01\tDo this\tProgramme\t15/09/2022\tDone\n")
        let action = try #require(paper.first(.actions, "WAG08-01"))
        #expect(action.text("text") == "Do this" && action.text("due") == "2022-09-15" && !action.doubts.isEmpty)
        #expect(action.text("area") == "Plan" && action.text("update") == "Done")
    }

    @Test func anUnreadableReferenceKeepsItsAction() throws {
        let paper = try table("A\tW?G-?\tRespond to it\tACME members\t26/08/2022\t")
        #expect(paper.keys(.actions) == ["WAG 8|respond to it"])
        #expect(paper.of(.actions).first?.doubts("reference").isEmpty == false)
    }

    // MARK: - Inline

    @Test(arguments: [
        ("ACTION WAG08-01: Programme to develop a guide", "Programme", "develop a guide"),
        ("ACTION WAG08-01 – DNO representative to respond to it", "DNO representative", "respond to it"),
        ("**ACTION WAG 08-01:** WAG members to consult", "WAG members", "consult"),
        ("ACTION WAG08-01 - AA to share it", "AA", "share it"),
        ("ACTION WAG08-01: Action updated: Consider this to that", "", "Action updated: Consider this to that"),
        ("ACTION WAG08-01: Share the link to members", "", "Share the link to members"),
        ("Talk went on. ACTION WAG08-01: Programme to do it", "Programme", "do it"),
    ])
    func inlineActions(line: String, owners: String, text: String) throws {
        let paper = try Samples.minutes("Minutes\n\n1. Welcome\n\n\(line)\n")
        let action = try #require(paper.first(.actions, "WAG08-01"))
        #expect(action.text("owners") == owners && action.text("text") == text && action.weight == .inline)
    }

    @Test(arguments: [
        "as agreed (action WAG08-01).", "KG invited talk on action WAG07-01 (to validate the assumption).",
    ])
    func citedActionsAreNoStatements(line: String) throws {
        #expect(try Samples.minutes("Minutes\n\n1. Welcome\n\n\(line)\n").of(.actions).isEmpty)
    }

    @Test func aWrappedInlineActionIsJoined() throws {
        let paper = try Samples.minutes(
            "Minutes\n\n1. Welcome\n\nACTION WAG08-01: Programme to provide further detail on test stubs consumption data\n"
                + "to support members in giving feedback\n\nNext paragraph.\n")
        #expect(
            paper.first(.actions, "WAG08-01")?.text("text")
                == "provide further detail on test stubs consumption data to support members in giving feedback")
    }
}
