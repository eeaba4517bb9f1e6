import Kernel

/// Writes the papers of an invented programme at any size, for measuring: the same seed gives the same bytes.
///
/// A hundred groups meet monthly; each meeting has minutes or a headline report with actions, and every fourth also a
/// pack with milestones. With 10,000 papers there are 100,000 actions and 50,000 milestones.
struct SyntheticProgramme {
    struct Paper {
        /// File name without extension.
        let name: String
        let text: String
    }

    static let groupsCount = 100
    static let actionsPerMeeting = [12, 13]
    static let milestonesPerPack = 25

    private let root: SeededGenerator

    init(seed: UInt64) { root = SeededGenerator(seed: seed) }

    /// The paper of that index, from 0. Of each five papers four are of meetings and the fifth is a pack.
    func paper(_ index: Int) -> Paper {
        let block = index / 5
        let place = index % 5
        let meeting = place < 4 ? block * 4 + place : block * 4
        let group = meeting % Self.groupsCount
        let number = meeting / Self.groupsCount + 1
        var generator = root.child("paper \(index)")
        let code = Self.code(of: group)
        let start = CalendarDate(dayNumber: 18_000 + group)
        let head = Meeting(code: code, number: number, date: Self.weekday(start.adding(days: number * 28)))
        if place == 4 {
            return Paper(name: "\(code)-\(number)-pack", text: pack(head, block, &generator))
        }
        let isHeadline = meeting % 2 == 1
        return Paper(
            name: "\(code)-\(number)-\(isHeadline ? "headline" : "minutes")",
            text: report(head, meeting, isHeadline: isHeadline, &generator))
    }

    private struct Meeting {
        let code: String
        let number: Int
        let date: CalendarDate
        var padded: String { number < 10 ? "00\(number)" : number < 100 ? "0\(number)" : String(number) }
        var short: String { number < 10 ? "0\(number)" : String(number) }
        var title: String { "HWSP Advisory Group of Area \(code.prefix(2)) (\(code))" }
    }

    private func report(
        _ meeting: Meeting, _ index: Int, isHeadline: Bool, _ generator: inout SeededGenerator
    ) -> String {
        var text = "\n\n\(meeting.title) \(isHeadline ? "Headline Report" : "Actions and Minutes")\n\n"
        text += "Issue date: \(meeting.date.adding(days: isHeadline ? 1 : 7).slashed)\n\n"
        text += "Meeting number\t\(meeting.code) \(meeting.padded)\tVenue\tVirtual\n"
        text += "Date and time\t\(meeting.date.long) 1000-1200\tClassification\tPublic\n\nActions\n\n"
        text += "Area\tAction Ref\tAction\tOwner\tDue Date\tUpdate\n"
        let count = Self.actionsPerMeeting[index / 2 % 2]
        var actions: [(String, String)] = []
        for action in 1...count {
            let reference = "\(meeting.code)\(meeting.short)-\(action < 10 ? "0" : "")\(action)"
            let words = sentence(&generator, 9)
            actions.append((reference, words))
            let area = action % 3 == 1 ? pick(Self.areas, &generator) : ""
            let due = meeting.date.adding(days: 7 + generator.nextBelow(28)).slashedFull
            let update = generator.nextBelow(3) == 0 ? "Shared with the meeting's papers" : ""
            text += "\(area)\t\(reference)\t\(words)\t\(pick(Self.owners, &generator))\t\(due)\t\(update)\n"
        }
        let decision = "\(meeting.code)-DEC\(meeting.short)"
        text += "\nDecisions\n\nArea\tDecision Ref\tDescription\n"
        text += "Minutes\t\(decision)\tThe \(meeting.code) approved the minutes of the meeting before\n"
        text += "\nRAID Items\n\nRAID area\tDescription\nNone raised\t\n\n"
        if isHeadline {
            text += "Key Discussion Items\n\nArea\tDiscussion\n"
            for (reference, _) in actions.prefix(4) {
                text += "\(pick(Self.areas, &generator))\t\(sentence(&generator, 24)) (action \(reference)).\n"
            }
        } else {
            text += "Minutes\n\n"
            for (section, part) in actions.prefix(4).enumerated() {
                text += "\(section + 1). \(pick(Self.areas, &generator))\n\n"
                text += "The Chair noted that \(sentence(&generator, 30)).\n\n"
                text += "ACTION \(part.0): Programme to \(part.1)\n\n"
            }
        }
        let next = meeting.date.adding(days: 28)
        return text + "\nDate of next meeting: \(next.long)\n"
    }

    private func pack(_ meeting: Meeting, _ index: Int, _ generator: inout SeededGenerator) -> String {
        var text = "\nHWSP\nPROGRAMME\n\n\(meeting.title) #\(meeting.number) \(meeting.date.long)\n\nVersion 1.0\n\n"
        let serial = String(1_000 + index % 9_000)
        text += "HWSP-DEL\(serial)\n\nAgenda\n\n#\tItem\tObjective\tType\tLead\tTime\tPage\n"
        text += "1\tWelcome\t\t\tChair\t10:00-10:05 5 mins\t2\n"
        text += "2\tMilestones\tUpdate on milestones\tInformation\tProgramme (PMO)\t10:05-10:30 25 mins\t4\n\n"
        text += "Milestone 3 Month View (1 of 1)\n\n"
        text += "Milestone Tier\tMilestone ID\tMilestone Title\tPlan Section\tBaseline Date\tForecast Date\t"
        text += "Last RAG\tCurrent RAG\tNext RAG\tUpdate\n"
        for row in 0..<Self.milestonesPerPack {
            let serial = index * Self.milestonesPerPack + row
            let section = ["TE", "DB", "MI", "QU", "OP", "CU", "ST", "RE"][serial / 10_000 % 8]
            let digits = String(10_000 + serial % 10_000).dropFirst()
            let baseline = Self.weekday(meeting.date.adding(days: generator.nextBelow(90)))
            let late = generator.nextBelow(4) == 0 ? 7 * (1 + generator.nextBelow(4)) : 0
            text += "Tier 3\tT3-\(section)-\(digits)\t\(sentence(&generator, 6)) approved\tSI Test\t"
            text += "\(checked(baseline))\t\(checked(baseline.adding(days: late)))\t\t\t\t\n"
        }
        return text + "\nDate of next meeting: \(meeting.date.adding(days: 28).long)\n"
    }

    private static func code(of group: Int) -> String {
        let letters = Array("ABCDEFGHJK")
        return "\(letters[group / 10])\(letters[group % 10])AG"
    }

    /// The day itself, or the Monday after a weekend.
    private static func weekday(_ date: CalendarDate) -> CalendarDate {
        date.adding(days: date.weekday.rawValue >= 6 ? 8 - date.weekday.rawValue : 0)
    }

    private func pick(_ list: [String], _ generator: inout SeededGenerator) -> String {
        list[generator.nextBelow(list.count)]
    }

    private func sentence(_ generator: inout SeededGenerator, _ count: Int) -> String {
        let words = (0..<count).map { _ in Self.words[generator.nextBelow(Self.words.count)] }
        let text = words.joined(separator: " ")
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    private func checked(_ date: CalendarDate) -> String { "\(date.weekday.shortName) \(date.slashed)" }

    private static let areas = ["Data quality", "Readiness", "Environments", "Migration", "Qualification", "Other"]
    private static let owners = [
        "Programme (PMO)", "Programme", "Group members", "Network Operator Representative", "Supplier Representative",
    ]
    private static let words = [
        "review", "the", "plan", "for", "test", "environments", "and", "share", "draft", "criteria", "with",
        "participants", "ahead", "of", "next", "interval", "report", "data", "cut", "evidence", "register", "window",
        "forecast", "baseline", "tracker", "scenario", "onboarding", "certificate", "readiness", "update",
    ]
}
