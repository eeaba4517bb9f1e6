import Kernel
import Record

extension SampleRecord {
    mutating func addPlan() {
        for number in 1...40 {
            let id = "T\(number % 8 == 0 ? 2 : 3)-TE-00\(number + 9)"
            let baseline = Self.day("2024-05-03").adding(days: number * 9)
            let shift = [0, 0, 14, -7, 42, 0, 91, 21][number % 8]
            add(
                .milestones, id,
                [
                    ("id", id), ("tier", "T\(number % 8 == 0 ? 2 : 3)"),
                    ("title", "Component test artefact \(number) approved"),
                    ("plan_section", number % 2 == 0 ? "SI Test" : "PP"), ("baseline", baseline.iso),
                    ("forecast", number == 13 ? "" : baseline.adding(days: shift).iso),
                    ("variance_days", String(shift)),
                    ("rag_current", ["Green", "Amber", "Red", ""][number % 4]),
                    ("state", number % 11 == 0 ? "proposed" : "current"),
                ], at: [(Self.pack, number)],
                doubts: number == 7 ? ["The register prints 01/01/2019, which is before the programme began."] : [])
            if number <= 9 {
                add(
                    .milestoneChanges, "MAG 12|\(id)",
                    [
                        ("id", id), ("tier", "T3"), ("change", ["New", "Remove", "Name & Date Change"][number % 3]),
                        ("title", "Component test artefact \(number) approved"),
                        ("baseline", number % 3 == 0 ? "" : baseline.iso),
                        ("forecast", baseline.adding(days: shift).iso), ("group", "MAG"), ("meeting", "12"),
                        ("update", "Moved to align with the data cut."),
                    ], at: [(Self.pack, number)])
            }
        }
        let spans = [
            ("2024-06-03", "2024-09-30"), ("2024-07-15", "2024-12-20"), ("", ""), ("2024-10-01", "2025-02-28"),
            ("2024-08-05", ""),
        ]
        for (number, span) in spans.enumerated() {
            add(
                .planActivities, "activity-\(number)",
                [
                    (
                        "activity",
                        [
                            "Migration design", "Data cleanse of the registers", "Load shaping dry runs",
                            "Reverse migration planning", "Control centre opens",
                        ][number]
                    ),
                    ("group", "Migration"), ("start", span.0), ("end", span.1),
                ])
        }
        let gates: [(String, String, String, String)] = [
            ("T1-TE-1000", "", "Readiness assessment acceptable", ""),
            ("T1-TE-1000", "", "Decisions on T2-TE-0017 and T3-TE-0019 reviewed", "T2-TE-0017 | T3-TE-0019"),
            ("T2-TE-0017", "SI", "Designs assured", ""), ("T2-TE-0017", "PPs", "Environments in place", "T3-TE-0020"),
            ("T3-TE-0019", "", "Approved by the group", "T2-TE-0017"),
            ("T3-TE-0019", "", "Start depends on approval of T1-TE-1000", "T1-TE-1000"),
        ]
        for (number, gate) in gates.enumerated() {
            add(
                .gateCriteria, "\(gate.0)|\(number)",
                [("gate", gate.0), ("party", gate.1), ("criterion", gate.2), ("depends_on", gate.3)])
        }
        add(
            .choreography, "T1-TE-1000",
            [
                ("milestone_id", "T1-TE-1000"), ("tier", "T1"), ("title", "Integration testing starts"),
                ("date", "2024-10-30"), ("governed_by", "Steering group"),
            ])
    }

    mutating func addTesting() {
        let activities = [
            "Test plan issued", "Assurance of test plan", "Completion report, final", "Interval ready to start",
            "Interval start",
        ]
        for (row, activity) in activities.enumerated() {
            for interval in 1...6 {
                let expected = Self.day("2024-07-05").adding(days: row * 14 + interval * 21)
                let differs = (row + interval) % 5 == 0
                let unread = row == 2 && interval == 1
                add(
                    .pitDates, "\(activity)|\(interval)",
                    [
                        ("activity", activity), ("interval", String(interval)),
                        ("date", unread ? "" : expected.adding(days: differs ? -7 : 0).iso),
                        ("date_printed", unread ? "0 th Oct 24" : expected.iso),
                        ("no_later_than", row == 2 ? "yes" : "no"),
                        ("expected", row == 0 ? "" : expected.iso), ("basis", "10 working days after the plan"),
                        ("agrees", row == 0 || unread ? "" : differs ? "no" : "yes"), ("order", String(row)),
                    ], at: [(Self.pack, row + 1)], doubts: unread ? ["“0 th Oct 24” is no day of a month."] : [])
            }
        }
        for number in 1...14 {
            add(
                .readinessTasks, "task-\(number)",
                [
                    ("stage", "CIT"), ("interval", number < 5 ? "All" : String(number % 3 + 1)),
                    ("owner", number % 3 == 0 ? "PP" : "SI"),
                    ("category", number % 2 == 0 ? "Deliverables" : "Data"),
                    ("task", "Readiness task number \(number)"),
                    ("finish", "2024-07-\(number + 10)"), ("rag", ["Green", "Amber", "Green", "Red"][number % 4]),
                    ("tier", "T3"),
                    ("milestone_id", "T3-TE-0010"),
                ])
        }
        for (figure, value, of) in [
            ("MPIDs that take the route through integration testing", "36", "88"), ("Responses received", "44", ""),
            ("Expect to use reliance", "10", "36"),
        ] {
            add(.qualification, figure, [("figure", figure), ("value", value), ("unit", "MPIDs"), ("of", of)])
        }
        for (tranche, mpids) in [
            ("Tranche 1", "10"), ("Tranche 2", "0"), ("Tranche 3", "2"), ("Tranche 4", "7"), ("Not provided", "14"),
        ] {
            add(.tranches, tranche, [("tranche", tranche), ("mpids", mpids)])
        }
        add(
            .onboardingWindows, "1",
            [("interval", "1"), ("activity", "Connectivity proving"), ("start", "2024-10-09"), ("end", "2024-10-13")])
        add(
            .entryCriteria, "1",
            [("heading", "Environments"), ("level", "1"), ("criterion", "All environments are in place and proven.")])
        add(
            .assurance, "1",
            [("kind", "question"), ("cohort", "A"), ("text", "Is the programme ready to start integration testing?")])
    }

    mutating func addEvidence() {
        let events: [(String, String, String, String, String)] = [
            ("Environments approach and plan", "2.4", "issued", "2024-05-02", ""),
            ("Environments approach and plan", "2.4", "comments received", "2024-05-20", "88"),
            ("Environments approach and plan", "2.5", "approval sought", "2024-06-19", ""),
            ("Functional test approach", "0.3", "review closed", "2024-06-04", ""),
        ]
        for event in events {
            add(
                .documents, "\(event.0)|\(event.1)|\(event.2)||\(event.3)",
                [
                    ("document", event.0), ("version", event.1), ("event", event.2), ("date", event.3),
                    ("count", event.4), ("by", "Programme"),
                ])
        }
        add(
            .documentDependencies, "1",
            [
                ("document", "Environments approach and plan"), ("block", "2.6"),
                ("dependency", "Confirmation of the test tools"),
            ])
        let findings: [(String, String, String, String)] = [
            ("weekday", "actions MAG11-02 due", "Thursday 31/05/2024", "Friday 31/05/2024"),
            ("two-approval-dates", "documents Functional test approach", "2024-08-16", "2024-09-20"),
            ("due-before-raised", "actions MAG09-03", "2024-06-16", "2024-06-20"),
        ]
        for (number, finding) in findings.enumerated() {
            add(
                .contradictions, String(number + 1),
                [
                    ("number", String(number + 1)), ("rule", finding.0), ("record", finding.1),
                    ("place_a", "\(Self.minutes)#6"),
                    ("value_a", finding.2), ("place_b", "\(Self.pack)#4"), ("value_b", finding.3),
                    ("probable", number == 0 ? "2024-05-30" : ""), ("basis", "the weekday is printed twice"),
                    ("confidence", number == 0 ? "high" : "low"), ("state", number == 2 ? "resolved" : "open"),
                    ("sentence", "\(finding.1): \(finding.2) against \(finding.3)."),
                ], at: [])
        }
        for (number, form) in ["T3-TE-0010", "MAM11-02", "MAG 11-02"].enumerated() {
            add(
                .identifiers, "action|\(form)",
                [
                    ("kind", number == 0 ? "milestone" : "action"), ("identifier", form),
                    ("canonical", number == 0 ? form : "MAG11-02"),
                ],
                doubts: number == 1
                    ? ["“MAM11-02” is probably MAG11-02: one letter off, and the number is otherwise missing."] : [])
        }
    }
}
