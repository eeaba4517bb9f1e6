import Kernel
import Record
import Testing

@testable import Papers

@Suite struct HeadTests {
    @Test func labelsInOneLineWithSingleSpaces() throws {
        let paper = try Samples.headline("Actions\n")
        #expect(paper.card.kind == .headline && paper.card.group == "WAG" && paper.card.meeting == "8")
        #expect(paper.card.issueDate?.iso == "2022-07-21" && paper.card.meetingDate?.iso == "2022-07-20")
        let meeting = try #require(paper.of(.meetings).first)
        #expect(meeting.text("start") == "10:00" && meeting.text("end") == "12:00")
        #expect(meeting.text("classification") == "Public" && meeting.text("programme") == "ACME")
        #expect(meeting.text("group_name") == "Wheels Advisory Group")
    }

    @Test func labelsInCellsWithSynonymsAndAStrayBracket() throws {
        let paper = try Samples.minutes("Minutes\n\n1. Welcome\n")
        let meeting = try #require(paper.of(.meetings).first)
        #expect(meeting.text("venue") == "Virtual – MS Teams" && meeting.text("number") == "8")
        #expect(meeting.text("end") == "12:00")
        #expect(meeting.doubts("start") == ["stray ) after the time"])
    }

    @Test func groupFromTheMeetingNumberWhereTheTitleHasNoCode() throws {
        let paper = try Samples.read(
            """
            ACME Wheels Advisory Group Headline Report

            Issue date: 21/04/22\t\t\t
            Meeting Number\tWAG004\tVenue\tHall
            Meeting Date and Time\t20 April 2022 1000-1200\tClassification\tPublic
            """)
        #expect(paper.card.group == "WAG" && paper.card.meeting == "4")
        #expect(paper.of(.meetings).first?.text("venue") == "Hall")
        #expect(paper.unclaimed.isEmpty)
    }

    @Test func wrappedTitleAndHead() throws {
        let paper = try Samples.read(
            """
            ACME Wheels Advisory Group (WAG) Headline
            Report

            Issue date: 21/07/22 Meeting number WAG 008 Date and time 20
            July 2022 1000-1200 Classification Public

            Actions
            """)
        #expect(paper.card.kind == .headline && paper.card.meetingDate?.iso == "2022-07-20")
        #expect(paper.of(.meetings).first?.text("classification") == "Public")
    }

    @Test func packByItsCover() throws {
        let paper = try Samples.read(
            """
            ACME
            PROGRAMME

            Wheels Advisory Group (WAG) #22 16 August 2023

            Version 1.0

            MHHS-DEL1478

            Agenda (1/2)

            Next steps:

            1. Confirm actions and decisions from meeting
            2. Date of next WAG: 20 September 2023
            """)
        #expect(paper.card.kind == .pack && paper.card.group == "WAG" && paper.card.meeting == "22")
        #expect(paper.card.version == "1.0" && paper.card.documentID == "MHHS-DEL1478")
        #expect(paper.of(.meetings, rule: "next-meeting").first?.text("next_meeting") == "2023-09-20")
    }

    @Test func issueBeforeTheMeetingIsKept() throws {
        let paper = try Samples.read(
            "ACME Wheels Advisory Group (WAG) Actions and Minutes\n\nIssue date: 24/07/22\n\n"
                + "Meeting number\tWAG 008\nDate and time\t17 August 2022 1000-1200\n")
        #expect(paper.card.issueDate?.iso == "2022-07-24" && paper.card.knownFrom?.iso == "2022-08-17")
    }

    @Test(arguments: [
        ("Date of next meeting: 22 September 2022, afternoon", "2022-09-22", "afternoon"),
        ("Date of next WAG: 20 July 2022", "2022-07-20", ""),
        ("**Date of next WAG:** 22 September 2022 (morning)", "2022-09-22", "morning"),
    ])
    func nextMeeting(line: String, date: String, part: String) throws {
        let paper = try Samples.headline("Actions\n\n\(line)\n")
        let next = try #require(paper.of(.meetings, rule: "next-meeting").first)
        #expect(next.text("next_meeting") == date && next.text("next_meeting_part") == part)
        #expect(paper.unclaimed.isEmpty)
    }

    @Test func anotherGroupsNextMeetingIsNotThisOnes() throws {
        let paper = try Samples.headline("Actions\n\nDate of next PSG: 22 September 2022\n")
        #expect(paper.of(.meetings, rule: "next-meeting").isEmpty)
    }

    // MARK: - Refusals

    private func problem(_ text: String) -> PaperError? {
        do {
            _ = try Samples.read(text)
            return nil
        } catch { return error as? PaperError }
    }

    @Test(arguments: [
        "Dear all,\n\nThe minutes took five minutes.\n", "a\tb\tc\n1\t2\t3\n", "# Readme\n\nHeadline Report\n",
    ])
    func unknownKind(text: String) {
        let error = problem(text)
        #expect(error?.line == 1)
        guard case .unknownKind(let seen)? = error?.problem else {
            Issue.record("not refused: \(text)")
            return
        }
        #expect(!seen.isEmpty)
    }

    private let head = """
        ACME Wheels Advisory Group (WAG) Headline Report

        Issue date: 21/07/22 Meeting number WAG 008 Date and time 20 July 2022 1000-1200 Classification Public

        Actions


        """

    @Test func twoMeetingsInOneFile() {
        let second = head.split(separator: "\n", omittingEmptySubsequences: false)
            .map {
                $0.hasPrefix("Issue") ? "Issue date: 21/08/22 Meeting number WAG 009 Date and time 17 August 2022" : $0
            }
            .joined(separator: "\n")
        let error = problem(head + second)
        #expect(error?.line == 7)
        guard case .twoMeetings(let first, let line, let other)? = error?.problem else {
            Issue.record("not refused: \(String(describing: error))")
            return
        }
        #expect(first == "WAG 8" && other == "WAG 9" && line == 3)
    }

    @Test func twoTitlesWithoutMeetingNumbers() {
        let error = problem(head + "ACME Spokes Group (SPG) Actions and Minutes\n\nIssue date: 01/01/22\n")
        guard case .twoMeetings? = error?.problem else {
            Issue.record("not refused: \(String(describing: error))")
            return
        }
        #expect(error?.line == 7)
    }

    @Test func twoPacks() {
        let cover = "Wheels Advisory Group (WAG) #22 16 August 2023\n\nVersion 1.0\n\nAgenda\n\nText.\n\n"
        let error = problem(cover + "Wheels Advisory Group (WAG) #23 20 September 2023\n\nVersion 1.0\n")
        guard case .twoMeetings? = error?.problem else {
            Issue.record("not refused: \(String(describing: error))")
            return
        }
        #expect(error?.line == 9)
    }

    @Test func onePaperTwiceAndTwoPapersOfOneMeeting() {
        for text in [head + head, head + head.replacingTitle] {
            guard case .contradictoryHead? = problem(text)?.problem else {
                Issue.record("not refused")
                return
            }
        }
    }

    @Test(arguments: [
        "Issue date: 21/07/22\nIssue date: 22/07/22\n", "Meeting number WAG 008 Meeting number WAG 009\n",
        "Meeting number\tPSG 008\n",
    ])
    func contradictoryHead(lines: String) {
        let error = problem("ACME Wheels Advisory Group (WAG) Headline Report\n\n\(lines)\nActions\n")
        guard case .contradictoryHead? = error?.problem else {
            Issue.record("not refused: \(lines)")
            return
        }
        #expect(error?.line != nil)
    }
}

extension String {
    fileprivate var replacingTitle: String {
        split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasSuffix("Headline Report") ? $0.dropLast(15) + "Actions and Minutes" : $0 }
            .joined(separator: "\n")
    }
}
