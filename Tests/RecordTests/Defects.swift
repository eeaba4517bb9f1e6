import Kernel
import Record

/// Every way in which a test spoils a clean record, one at least a rule.
enum Defects {
    static let all =
        values + dates + milestones + plans + tests + agendas + figures + sequences + readings + wording

    static func date(_ name: String, _ iso: String) -> FieldReading { Make.date(name, iso) }

    static let action = "TMAG01-02"
    static let milestone = "T3-AA-0001"

    private static let values = [
        Defect("two forecasts in one pack", "one-value") { draft in
            draft.add(0, .milestones, milestone, weight: .extract, date("forecast", "2023-01-30"))
        },
        Defect("two due dates in twin papers", "one-value") { draft in
            draft.set(.actions, action, date("due", "2023-02-10"))
        },
        Defect("two grades of a risk", "one-value") { $0.set(.raid, "R101", .text("rag", "Medium")) },
        Defect("another owner in the headline report", "owners-agree") {
            $0.set(.actions, action, .text("owners", "Elexon/Anna"))
        },
        Defect("a word differs between twin papers", "texts-agree") {
            $0.set(
                .actions, action,
                .text("text", "Share the plan of workstream 2 with the sponsors before the next occasion"))
        },
        Defect("a risk quoted with another month", "texts-agree") {
            $0.set(.raid, "R101", .text("description", "There is a risk that test data of month 7 comes late"))
        },
        Defect("a text stops short", "text-is-whole") {
            $0.set(.actions, action, .text("text", "Share the plan of workstream 2 with the"))
        },
    ]

    private static let dates = [
        Defect("Friday on a Thursday", "weekday-agrees") {
            $0.set(
                .milestones, milestone,
                FieldReading(
                    "forecast", Make.day("2023-01-27").map { .date($0) }, printed: "Thu 27/01/23",
                    doubts: ["weekday Thu does not agree with 27/01/23, a Friday"]))
        },
        Defect("due a month early", "due-after-raised") { draft in
            for row in 0...1 { draft.set(.actions, action, row: row, date("due", "2023-01-09")) }
        },
        Defect("raised between two meetings", "raised-at-a-meeting") { draft in
            for row in 0...1 { draft.set(.actions, action, row: row, date("raised", "2023-01-25")) }
        },
        Defect("carried from a meeting that is not here, off its pattern", "raised-at-a-meeting") { draft in
            draft.add(
                0, .actions, "TMAG00-01", .text("reference", "TMAG00-01"), .text("group", "TMAG"),
                .text("meeting", "0"), .text("text", "Find a room"), date("raised", "2022-12-14"),
                date("due", "2023-01-18"))
        },
        Defect("minutes issued a month early", "issued-after-meeting") { draft in
            draft.cards[2].issueDate = Make.day("2022-12-26")
        },
        Defect("next before last", "next-after-last") {
            $0.set(.workingGroups, "TMAG 1|MWG", date("next_meeting", "2023-01-10"))
        },
        Defect("a next meeting in the past", "next-is-ahead") {
            $0.set(.workingGroups, "TMAG 1|MWG", date("next_meeting", "2023-01-17"))
        },
        Defect("an event called next in the past", "next-is-ahead") {
            $0.set(.events, "TMAG 1|next", date("start", "2023-01-11"))
        },
        Defect("two events on one line, both past", "next-is-ahead") { draft in
            for name in ["Data Working Group (DWG)", "Steering Committee"] {
                draft.add(0, .events, name, .text("event", name), date("start", "2023-01-10"))
                draft.rows[draft.rows.count - 1].line = 400
            }
        },
        Defect("an event announced and reported as held", "next-is-ahead") {
            $0.add(0, .events, "mwg", .text("event", "Migration Working Group (MWG)"), date("start", "2023-01-11"))
        },
        Defect("a start on a Saturday", "on-a-working-day") {
            $0.set(.readinessTasks, "TMAG 1|\(milestone)", date("start", "2023-01-21"))
        },
        Defect("a meeting on another Wednesday", "in-the-calendar-pattern") { draft in
            for row in 0...2 { draft.set(.meetings, "TMAG 2", row: row, date("date", "2023-02-22")) }
            for row in 0...1 {
                for number in 1...3 {
                    draft.set(.actions, "TMAG02-0\(number)", row: row, date("raised", "2023-02-22"))
                }
            }
            for kind in 0...1 {
                draft.set(
                    .decisions, "TMAG-DEC05", row: kind,
                    .text("text", "The minutes of the meeting before were approved"))
            }
        },
        Defect("minutes of a Sunday", "minutes-of-a-meeting-held") { draft in
            for row in 0...1 {
                draft.set(
                    .decisions, "TMAG-DEC03", row: row,
                    .text("text", "The minutes of the TMAG 15 January 2023 were approved"))
            }
        },
    ]

    private static let milestones = [
        Defect("another baseline in the register", "baseline-against-register") {
            $0.set(.milestones, milestone, row: 1, date("baseline", "2023-02-03"))
        },
        Defect("a slip in the register's title", "milestone-titles-agree") {
            $0.set(.milestones, milestone, row: 1, .text("title", "Delivery 1 submitted to Programme"))
        },
        Defect("tier 2 on a T3 milestone", "tier-against-identifier") { draft in
            for row in 0...1 { draft.set(.milestones, milestone, row: row, .text("tier", "T2")) }
        },
        Defect("a change with another forecast", "change-against-view") {
            $0.set(.milestoneChanges, "TMAG 1|\(milestone)", date("forecast", "2023-02-03"))
        },
        Defect("the tracker a week late", "forecast-against-tracker") {
            $0.set(.readinessTasks, "TMAG 1|\(milestone)", date("finish", "2023-02-03"))
        },
        Defect("tracker in 2019", "tracker-date-plausible") {
            $0.set(.readinessTasks, "TMAG 1|\(milestone)", date("finish", "2019-01-01"))
        },
        Defect("the decision path on another day", "choreography-against-plan") {
            $0.set(.choreography, milestone, date("date", "2023-01-30"))
        },
    ]

    private static let tests = [
        Defect("a date that breaks its rule", "printed-rule-holds") { draft in
            draft.set(.pitDates, "0|SIT CIT Ready to Start|2", date("date", "2023-03-14"))
            draft.set(.pitDates, "0|SIT CIT Ready to Start|2", FieldReading("agrees", .truth(false)))
        },
        Defect("two rows of one label", "artefact-row-once") { draft in
            draft.add(
                0, .pitDates, "0|SIT CIT Ready to Start|1|2", .text("activity", "SIT CIT Ready to Start"),
                .text("interval", "1"), date("date", "2023-03-01"))
        },
        Defect("the start off its milestone", "artefact-against-milestone") {
            $0.set(.pitDates, "0|SIT CIT Start|1", date("date", "2023-02-10"))
        },
        Defect("a plan submitted some days off its milestone", "artefact-against-milestone") { draft in
            for (interval, day) in [("1", "2023-03-03"), ("2", "2023-03-10"), ("3", "2023-03-20")] {
                draft.add(
                    0, .pitDates, "plan|\(interval)", .text("activity", "PIT Approach and Plan"),
                    .text("interval", interval), date("date", day))
            }
            for day in ["2023-03-03", "2023-03-10", "2023-03-17"] {
                draft.add(
                    0, .milestones, "T3-ZZ-\(day)", .text("id", "T3-ZZ-\(day)"), .text("tier", "T3"),
                    .text("title", "Agent \(day) Test Approach & Plan (PIT) submitted to Programme"),
                    date("forecast", day))
            }
        },
        Defect("M5 for M9", "level-one-code-agrees") { draft in
            draft.add(
                0, .milestones, "T1-ZZ-0001", .text("id", "T1-ZZ-0001"), .text("tier", "T1"), .text("level1", "M9"),
                .text("title", "System Testing Start (M9)"), date("forecast", "2023-02-20"))
            draft.set(.pitDates, "0|SIT CIT Start|1", .text("note", "Interval 1 Start is the PSG milestone (M5)"))
        },
        Defect("a window that ends first", "window-in-order") {
            $0.add(
                0, .onboardingWindows, "certificates", .text("activity", "Certificates"), date("start", "2023-03-02"),
                date("end", "2023-03-01"))
        },
        Defect("windows that overlap", "windows-follow") { draft in
            draft.set(.onboardingWindows, "0|1", date("end", "2023-02-20"))
            draft.remove(.onboardingWeeks, "0|1|0")
            draft.remove(.onboardingWeeks, "0|1|1")
        },
        Defect("a window off its weeks", "windows-against-weeks") { draft in
            draft.set(.onboardingWindows, "0|3", date("start", "2023-03-13"))
            draft.set(.onboardingWindows, "0|3", date("end", "2023-03-24"))
        },
        Defect("a gate that waits for itself", "gates-not-circular") {
            $0.add(
                0, .gateCriteria, "T3-TE-0060|1", .text("gate", "T3-TE-0060"), .text("criterion", "M9 approved"),
                FieldReading("depends_on", .list(["T1-TE-1000"])))
        },
    ]

    private static let agendas = [
        Defect("an hour between two items", "agenda-runs-on") { draft in
            draft.set(.agenda, "TMAG 1|4", FieldReading("start", TimeOfDay(minutes: 690).map { .time($0) }))
            draft.set(.agenda, "TMAG 1|4", FieldReading("end", TimeOfDay(minutes: 700).map { .time($0) }))
        },
        Defect("five minutes for ten", "agenda-minutes") {
            $0.set(.agenda, "TMAG 1|2", FieldReading("minutes", .integer(5)))
        },
        Defect("pages fall", "agenda-pages-rise") { $0.set(.agenda, "TMAG 1|4", FieldReading("page", .integer(1))) },
        Defect("no item 3", "agenda-numbers-run") { draft in
            draft.set(.agenda, "TMAG 1|4", .text("number", "5"))
        },
        Defect("another length on the slide", "agenda-against-divider") {
            $0.add(0, .agenda, "TMAG 1|2", weight: .extract, FieldReading("minutes", .integer(5)))
        },
        Defect("item 2 is meant, item 4 is cited", "agenda-item-cited") { draft in
            for row in 0...1 {
                draft.set(.actions, action, row: row, .text("update", "To be given under agenda item 4."))
                draft.set(.actions, action, row: row, .text("text", "Tell of the work of the MWG and EWG"))
            }
        },
        Defect("a group without a column", "named-group-reports") { $0.remove(.workingGroups, "TMAG 1|EWG") },
        Defect("another version in the appendix", "agenda-version-attached") {
            $0.set(.appendices, "TMAG 1|Appendix 1", .text("title", "Test Data Approach and Plan version 0.5"))
        },
    ]

    private static let figures = [
        Defect("parts do not make the total", "parts-make-the-total") {
            $0.set(.qualification, "TMAG 1|1", FieldReading("value", .integer(11)))
        },
        Defect("tranches do not make the total", "tranches-make-the-total") {
            $0.set(.tranches, "TMAG 1|2", FieldReading("mpids", .integer(6)))
        },
        Defect("a legend without the highest grade", "one-scale") { draft in
            draft.doubt(.raid, "R101", "the key grades High, Low (line 40); the legend shows Low (line 35)")
        },
        Defect("colours among grades", "one-scale") { draft in
            for row in 0...1 { draft.set(.raid, "R101", row: row, .text("rag", "Red")) }
            draft.add(
                1, .raid, "R900", .text("reference", "R900"), .text("kind", "risk"), .text("rag", "High"))
        },
    ]

    private static let sequences = [
        Defect("a lost row", "action-numbers-run") { draft in
            draft.remove(.actions, action)
            draft.remove(.identifiers, "action|\(action)")
        },
        Defect("an action that is only cited", "action-cited-exists") { draft in
            draft.remove(.actions, action)
        },
        Defect("a row lost in one paper", "twin-papers-agree") { $0.remove(.actions, action, row: 0) },
        Defect("a decision lost in one paper", "twin-papers-agree") { $0.remove(.decisions, "TMAG-DEC02", row: 1) },
        Defect("a high number at an early meeting", "decision-numbers-rise") { draft in
            for paper in 1...2 {
                draft.add(
                    paper, .decisions, "TMAG-DEC99", .text("reference", "TMAG-DEC99"), .text("group", "TMAG"),
                    .text("meeting", "1"), .text("area", "Planning"), .text("text", "The plan was approved"))
            }
        },
        Defect("sought, not decided", "sought-is-decided") {
            $0.set(.decisionsSought, "TMAG 1|3", .text("subject", "Sandbox Guidance"))
        },
    ]

    private static let wording = [
        Defect("a later approval of one version", "one-approval-date") {
            $0.add(
                0, .documents, "planned", .text("document", "Test Data Approach and Plan"), .text("version", "0.4"),
                .text("event", "planned"), date("date", "2023-02-15"))
        },
        Defect("an approval off its milestone", "approval-on-its-milestone") {
            $0.add(
                0, .milestones, "T3-TE-9000", .text("id", "T3-TE-9000"), .text("tier", "T3"),
                .text("title", "Test Data Approach & Plan approved"), date("forecast", "2023-02-15"))
        },
        Defect("Ann Exampel", "names-spelt-once") { draft in
            draft.add(
                2, .attendees, "TMAG 1|Ann Exaple", .text("group", "TMAG"), .text("meeting", "1"),
                .text("name", "Ann Exaple"), .text("initials", "AE"), .text("role", "DNO Representative"))
        },
        Defect("an expert and an SME", "roles-agree") { draft in
            draft.set(.attendees, "TMAG 1|Ann Example", .text("role", "Industry Expert"))
            draft.set(.attendees, "TMAG 2|Ann Example", .text("role", "Industry SME"))
        },
        Defect("EWG and ECMWG", "groups-named-once") {
            $0.set(
                .discussion, "TMAG 1|Planning|1", row: 1,
                .text("text", "It went to the Environments and Configuration Working Group (EWG) first."))
        },
        Defect("dPMO and DPMO", "labels-spelt-once") {
            $0.set(.discussion, "TMAG 1|Planning|1", row: 1, .text("area", "PLanning"))
        },
        Defect("a deliverable that is approved", "upcoming-not-approved") { draft in
            draft.add(
                0, .documents, "cleanse", .text("document", "Data Cleanse Plan"), .text("version", "0.3"),
                .text("event", "approved"), .text("by", "TMAG"), date("date", "2023-01-10"))
            draft.set(.workingGroups, "TMAG 1|EWG", FieldReading("upcoming", .list(["Data Cleanse Plan (TMAG)"])))
        },
        Defect("an organisation in full and in capitals", "roles-agree") { draft in
            draft.set(.attendees, "TMAG 1|Ann Example", .text("role", "National Grid ESO Representative"))
            draft.set(.attendees, "TMAG 2|Ann Example", .text("role", "NGESO Representative"))
            for meeting in 3...4 { draft.remove(.attendees, "TMAG \(meeting)|Ann Example") }
        },
        Defect("two roles, one under a name that lost its end", "roles-agree") { draft in
            draft.add(
                2, .attendees, "TMAG 1|Ann Exampl", .text("group", "TMAG"), .text("meeting", "1"),
                .text("name", "Ann Exampl"), .text("role", "DNO Delegate"))
        },
    ]
}
