import Kernel
import Record

extension SampleRecord {
    mutating func addGovernance() {
        add(
            .meetings, "MAG 11",
            [
                ("group", "MAG"), ("number", "11"), ("date", "2024-05-15"), ("start", "10:00"), ("end", "12:00"),
                ("venue", "Online"), ("chair", "Chair of the group"), ("next_meeting", "2024-06-19"),
                ("classification", "Public"),
            ], at: [(Self.minutes, 2)])
        add(
            .meetings, "MAG 12",
            [
                ("group", "MAG"), ("number", "12"), ("date", "2024-06-19"), ("start", "10:00"), ("end", "11:40"),
                ("venue", "Online"), ("next_meeting", "2024-07-17"), ("next_meeting_part", "afternoon"),
            ])
        let owners = [
            "Programme/Test Lead", "Programme", "Supplier Agent representative",
            "Programme/Migration Lead; Programme/Test Lead",
        ]
        let texts = [
            "Programme to publish the <script>alert(\"x\")</script> test plan & issue \"v2\" to every participant",
            "Programme to discuss the end-to-end integration strategy, and give a plan to socialise when industry will see it.",
            "Supplier Agent representative to confirm the number of constituents expected in the first tranche.",
            "Programme to raise a dependency in the plan around the data cleanse requirements.",
        ]
        let statuses = ["Open", "Recommend Closed", "", "Closed"]
        for number in 1...12 {
            let meeting = 8 + number / 3
            let key = "MAG\(meeting < 10 ? "0" : "")\(meeting)-0\(number % 3 + 1)"
            add(
                .actions, key,
                [
                    ("reference", key), ("group", "MAG"), ("meeting", String(meeting)),
                    ("area", number % 2 == 0 ? "Testing" : "Migration"), ("text", texts[number % 4]),
                    ("owners", owners[number % 4]), ("raised", "2024-0\(min(meeting - 6, 6))-20"),
                    ("due", "2024-0\(4 + number % 4)-1\(number % 10)"), ("status", statuses[number % 4]),
                    ("update", number % 3 == 0 ? "Shared in the weekly note of 12 June 2024." : ""),
                ], at: [(Self.minutes, 6), (Self.pack, number)],
                doubts: number == 5 ? ["The due date 16/06/24 is before the day it was raised, 20/06/24."] : [])
        }
        change(.actions, "MAG11-02", "due") { field in
            field.doubts = ["31/05/2024 is a Friday; the paper says Thursday."]
            field.resolved = ResolvedValue(
                value: "2024-05-30", by: "weekday-checksum", reason: "Thursday was 30 May 2024")
            field.alternatives = [
                Alternative(value: "2024-06-07", printed: "07/06/24", sources: [Source(paper: Self.pack, line: 4)])
            ]
        }
        addHistory()
        for (number, subject) in ["Migration approach and plan", "Entry criteria for component testing"].enumerated() {
            add(
                .decisions, "MAG-DEC0\(number + 4)",
                [
                    ("reference", "MAG-DEC0\(number + 4)"), ("group", "MAG"), ("meeting", "11"),
                    ("text", "The group approved the \(subject), subject to minor amendments."), ("subject", subject),
                    ("outcome", number == 0 ? "approved" : "approved in principle"),
                ], at: [(Self.minutes, 7)])
        }
        for (number, subject) in [
            "Environments approach and plan", "Functional test data approach", "Readiness criteria",
        ].enumerated() {
            add(
                .decisionsSought, "MAG 12|\(subject)",
                [
                    ("group", "MAG"), ("meeting", "12"), ("agenda_item", String(number + 6)), ("subject", subject),
                    ("version", "0.\(number + 4)"), ("lead", "Programme (Test Lead)"),
                ])
            add(
                .decisionsReported, "DAG|\(subject)",
                [
                    ("group", "DAG"), ("date", "2024-06-0\(number + 3)"), ("subject", "CR02\(number) data item names"),
                    ("outcome", ["approved", "deferred to the July meeting", "approved"][number]),
                ])
            add(
                .agenda, "MAG 12|\(number + 6)",
                [
                    ("group", "MAG"), ("meeting", "12"), ("number", String(number + 6)), ("theme", "Testing"),
                    ("item", subject),
                    ("objective", "Approve version 0.\(number + 4)"), ("type", "Decision"),
                    ("lead", "Programme (Test Lead)"),
                    ("start", "10:1\(number)"), ("end", "10:2\(number)"), ("minutes", "10"),
                ])
            add(
                .changeRequests, "CR02\(number)",
                [
                    ("id", "CR02\(number)"), ("title", "Data item names, part \(number + 1)"),
                    ("state", ["approved", "deferred", "in impact assessment"][number]), ("group", "DAG"),
                    ("date", "2024-06-05"),
                ])
            add(
                .attendees, "MAG 11|\(number)",
                [
                    ("group", "MAG"), ("meeting", "11"), ("section", "Industry participants"),
                    ("name", "Representative \(number + 1)"),
                    ("initials", "R\(number + 1)"), ("role", "Large supplier representative"),
                ], at: [(Self.minutes, 2)])
            add(
                .discussion, "MAG 11|\(number)",
                [
                    ("group", "MAG"), ("meeting", "11"), ("area", "Testing"),
                    ("text", "The Programme set out \(subject)."),
                    ("cites", "MAG11-02 | MAG-DEC04"),
                ], at: [(Self.minutes, 7)])
        }
        addRisks()
    }

    private mutating func addRisks() {
        let risks = [
            ("R119", "High"), ("R272", "High"), ("R501", "Medium"), ("R525", ""), ("D163", "Low"), ("A004", "Red"),
        ]
        for (reference, rag) in risks {
            add(
                .raid, reference,
                [
                    ("reference", reference),
                    (
                        "kind",
                        reference.hasPrefix("R") ? "risk" : reference.hasPrefix("D") ? "dependency" : "assumption"
                    ),
                    ("area", "Migration"),
                    (
                        "description",
                        "There is a risk that there may not be time for later participants to complete their migration."
                    ),
                    ("impact", "Migration would end later than planned."), ("rag", rag),
                    ("mitigations", "Weekly tracking by the Programme | Early engagement with small suppliers"),
                ], doubts: rag.isEmpty ? ["The RAG was a colour only; the text does not hold it."] : [])
        }
    }

    private mutating func addHistory() {
        guard let minutes = record.papers[Self.minutes]?.card, let pack = record.papers[Self.pack]?.card else { return }
        record.statements = [
            PlacedStatement(
                statement: Statement(
                    .actions, key: "MAG11-02", lines: [6], rule: "actions-table",
                    fields: [
                        .text("text", "Programme to publish the test plan"),
                        FieldReading("due", nil, printed: "31/05/2024", doubts: ["weekday differs"]),
                    ]), paper: minutes, knownFrom: minutes.knownFrom, knownTo: Self.day("2024-06-20")),
            PlacedStatement(
                statement: Statement(
                    .actions, key: "MAG11-02", lines: [4, 6], rule: "open-actions-table",
                    fields: [.text("status", "Open")]), paper: pack, knownFrom: pack.knownFrom, knownTo: nil),
        ]
    }
}
