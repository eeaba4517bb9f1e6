import Kernel
import Record

extension Defects {
    static let plans = [
        Defect("a passed forecast to be replanned", "forecast-is-firm") {
            $0.add(
                0, .milestones, "T3-ZZ-0001", .text("id", "T3-ZZ-0001"), .text("tier", "T3"),
                .text("title", "Guidance issued"), date("forecast", "2023-01-13"),
                .text("update", "Date to be replanned"))
        },
        Defect("a data cut before the day in the title", "date-in-title-agrees") { draft in
            draft.add(
                0, .milestones, "T2-ZZ-0001", .text("id", "T2-ZZ-0001"), .text("tier", "T2"),
                .text("title", "Data cut from participants completed (Saturday 28 January)"),
                date("forecast", "2023-01-30"))
            draft.add(
                0, .readinessTasks, "cut", .text("task", "Take Data Cut"), date("finish", "2023-01-27"))
        },
        Defect("a deadline after the milestone", "deadline-on-its-milestone") { draft in
            draft.add(
                0, .milestones, "T3-ZZ-0002", .text("id", "T3-ZZ-0002"), .text("tier", "T3"),
                .text("title", "Data Sharing Agreements complete"), date("forecast", "2023-02-03"))
            draft.add(
                0, .raid, "R900", .text("reference", "R900"), .text("kind", "risk"),
                FieldReading(
                    "mitigations",
                    .list(["Data Sharing Agreements are out for signature - deadline 06/02/2023. A call a week"])))
        },
        Defect("a step of a timeline a week late", "timeline-against-milestone") { draft in
            draft.add(
                0, .milestones, "T3-ZZ-0003", .text("id", "T3-ZZ-0003"), .text("tier", "T3"),
                .text("title", "Operator loads meter location file"), date("forecast", "2023-03-17"))
            draft.add(
                0, .cleanseTimeline, "meter|Mar", .text("item", "Meter Location"), .text("period", "Mar-23"),
                .text("text", "3 March: The file is drawn 24 March: Each operator loads the file"))
        },
        Defect("a summary after the decision", "report-before-decision") { draft in
            draft.add(
                0, .assurance, "scope", .text("kind", "scope"),
                .text("text", "The review is an input to the PSG decision on 30 January 2023"))
            draft.add(
                0, .assurance, "summary", .text("kind", "activity"),
                .text("text", "Summary shared with PSG in advance of 1st February"))
        },
    ]

    static let readings = [
        Defect("TMAM01-02 for TMAG01-02", "value-reads-as-printed") { draft in
            draft.remove(.actions, action)
            draft.remove(.identifiers, "action|\(action)")
            for paper in 1...2 {
                draft.add(
                    paper, .actions, "TMAM01-02",
                    FieldReading(
                        "reference", .text("TMAM01-02"),
                        resolved: ResolvedValue(
                            value: action, by: "near-reference", reason: "one letter off, and the number is missing")),
                    .text("text", "Share the plan of workstream 2"))
            }
        },
        Defect("one print, two identifiers", "identifier-reads-one-way") {
            $0.set(.identifiers, "action|\(action)", .text("canonical", "TMAG01-03"))
        },
        Defect("a space in a reference", "identifier-printed-one-way") {
            $0.add(
                1, .identifiers, "action|TMAG 01-02", weight: .mention, .text("kind", "action"),
                .text("identifier", "TMAG 01-02"), .text("canonical", action))
        },
        Defect("a reference glued to the next word", "identifier-printed-one-way") { draft in
            for paper in 0...1 {
                draft.add(
                    paper, .identifiers, "deliverable|AA-DEL1001", weight: .mention, .text("kind", "deliverable"),
                    .text("identifier", "AA-DEL1001"),
                    .text("canonical", "AA-DEL1001", doubts: paper == 0 ? ["glued to the next word"] : []))
            }
        },
        Defect("a figure before a date", "cell-without-stray-marks") {
            $0.set(
                .actions, action, row: 1,
                FieldReading(
                    "due", Make.day("2023-02-09").map { .date($0) }, printed: "3 09/02/2023",
                    doubts: ["stray 3 before the date"]))
        },
        Defect("a deliverable in the next column", "cell-in-its-column") { draft in
            draft.set(.workingGroups, "TMAG 1|EWG", FieldReading("upcoming", .list(["SIT Plan"])))
            draft.doubt(
                .workingGroups, "TMAG 1|EWG",
                "“SIT Plan” names SITWG's subject; the cell may have shifted by a column")
        },
        Defect("a removal under a heading of additions", "announced-as-changed") {
            $0.doubt(
                .milestoneChanges, "TMAG 1|\(milestone)",
                "the slide announces milestones that are added (line 9); the row removes one")
        },
        Defect("initials of nobody", "initials-are-listed") { draft in
            draft.add(
                2, .minuteSections, "TMAG 1|2", .text("group", "TMAG"), .text("meeting", "1"), .text("number", "2"),
                .text("title", "Planning"))
            draft.doubt(
                .minuteSections, "TMAG 1|2",
                "“AB” (line 30) stands for nobody in the attendance list; ABe (line 12) begins alike")
        },
    ]
}
