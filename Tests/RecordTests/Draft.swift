import Kernel
import Record

/// A record under construction: rows that tests add, change and take away before it is derived.
struct Draft {
    struct Row {
        let card: Int
        let kind: RecordKind
        let key: String
        var line: Int
        var weight: Weight
        var fields: [FieldReading]
        var doubts: [String] = []
    }

    var cards: [PaperCard] = []
    var rows: [Row] = []
    private var lines: [Int: Int] = [:]

    mutating func paper(_ card: PaperCard) -> Int {
        cards.append(card)
        return cards.count - 1
    }

    /// Adds a row on the next line of a paper.
    mutating func add(
        _ card: Int, _ kind: RecordKind, _ key: String, weight: Weight = .table, _ fields: FieldReading...
    ) {
        lines[card, default: 10] += 1
        rows.append(Row(card: card, kind: kind, key: key, line: lines[card] ?? 1, weight: weight, fields: fields))
    }

    /// Puts a reading in the place of the column's reading in the given row (0 is the record's first row).
    mutating func set(_ kind: RecordKind, _ key: String, row: Int = 0, _ field: FieldReading) {
        let matching = rows.indices.filter { rows[$0].kind == kind && rows[$0].key == key }
        guard row < matching.count else { return }
        rows[matching[row]].fields.removeAll { $0.name == field.name }
        rows[matching[row]].fields.append(field)
    }

    mutating func remove(_ kind: RecordKind, _ key: String, row: Int? = nil) {
        let matching = rows.indices.filter { rows[$0].kind == kind && rows[$0].key == key }
        let gone = row.map { [matching[$0]] } ?? matching
        for index in gone.reversed() { rows.remove(at: index) }
    }

    /// Adds a doubt to a record's first row.
    mutating func doubt(_ kind: RecordKind, _ key: String, _ words: String) {
        if let row = rows.firstIndex(where: { $0.kind == kind && $0.key == key }) { rows[row].doubts.append(words) }
    }

    var snapshot: RecordSnapshot {
        var grouped: [RecordKind: [String: [PlacedStatement]]] = [:]
        for row in rows {
            let card = cards[row.card]
            let statement = Statement(
                row.kind, key: row.key, lines: [row.line], rule: "draft", weight: row.weight, doubts: row.doubts,
                fields: row.fields)
            grouped[row.kind, default: [:]][row.key, default: []].append(
                PlacedStatement(statement: statement, paper: card, knownFrom: card.knownFrom, knownTo: nil))
        }
        var entries: [RecordKind: [Entry]] = [:]
        for (kind, records) in grouped {
            entries[kind] = records.keys.sorted(by: NaturalOrder.precedes).compactMap {
                Derivation.entry(kind: kind, key: $0, from: records[$0] ?? [])
            }
        }
        return RecordSnapshot(entries: entries, cards: cards)
    }

    var findings: [Contradiction] { Desk.findings(snapshot) }
}

/// Writes clean records: papers of groups that contradict nothing.
struct CleanRecord {
    var draft = Draft()
    private var milestone = 0

    /// A record of groups that each met in consecutive months; every meeting has a pack, a headline report and minutes.
    init(groups: Int = 1, meetings: Int = 4, actions: Int = 3, milestones: Int = 6) {
        for group in 0..<groups {
            let code = groups == 1 ? "TMAG" : Self.code(group)
            for number in 1...meetings { add(code, number, of: meetings, actions, milestones, group: group) }
        }
    }

    static func code(_ index: Int) -> String {
        let letters = Array("ABCDEFHIJK")
        return "\(letters[index / 10 % 10])\(letters[index % 10])G"
    }

    /// The third Wednesday of a month counted from January 2023.
    static func day(_ month: Int) -> CalendarDate {
        let year = 2023 + (month - 1) / 12
        let first = CalendarDate(year: year, month: (month - 1) % 12 + 1, day: 1) ?? .earliest
        return first.adding(days: (Weekday.wednesday.rawValue - first.weekday.rawValue + 7) % 7 + 14)
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private mutating func add(
        _ code: String, _ number: Int, of meetings: Int, _ actions: Int, _ milestones: Int, group: Int
    ) {
        let held = Self.day(number)
        let meeting = "\(code) \(number)"
        let papers = [(PaperKind.pack, -6), (.headline, 1), (.minutes, 7)].map { kind, days in
            let day = held.adding(days: days)
            return draft.paper(
                PaperCard(
                    name: "\(code)-\(number)-\(kind.rawValue)", kind: kind, group: code, meeting: "\(number)",
                    issueDate: day, issueDatePrinted: day.iso, meetingDate: held,
                    digest: "\(code)\(number)\(kind.rawValue)", lines: [3, 5]))
        }
        for paper in papers {
            draft.add(
                paper, .meetings, meeting, .text("group", code), .text("number", "\(number)"),
                FieldReading("date", .date(held)), FieldReading("next_meeting", .date(Self.day(number + 1))))
        }
        outcome(code, number, meeting, held, Array(papers.dropFirst()), actions)
        pack(code, number, meeting, held, papers[0])
        plan(meeting, held, papers[0], milestones)
        if number == 1 { testing(group, held, papers[0]) }
    }

    private mutating func outcome(
        _ code: String, _ number: Int, _ meeting: String, _ held: CalendarDate, _ papers: [Int], _ actions: Int
    ) {
        for paper in papers {
            for action in 1...actions {
                let reference = "\(code)\(Self.two(number))-\(Self.two(action))"
                draft.add(
                    paper, .actions, reference, .text("reference", reference), .text("group", code),
                    .text("meeting", "\(number)"), .text("area", "Planning"),
                    .text("text", "Share the plan of workstream \(action) with the members before the next occasion"),
                    .text("owners", "Programme/PMO"), FieldReading("raised", .date(held)),
                    FieldReading("due", .date(held.adding(days: 22))))
                draft.add(
                    paper, .identifiers, "action|\(reference)", weight: .mention, .text("kind", "action"),
                    .text("identifier", reference), .text("canonical", reference))
            }
            for decision in 1...2 {
                let reference = "\(code)-DEC\(Self.two(number * 2 - 2 + decision))"
                let before = number > 1 ? Self.day(number - 1).iso : Self.day(0 + 1).adding(days: -28).iso
                draft.add(
                    paper, .decisions, reference, .text("reference", reference), .text("group", code),
                    .text("meeting", "\(number)"), .text("area", "Planning"),
                    .text(
                        "text",
                        decision == 1
                            ? "The minutes of the meeting before \(before) were approved"
                            : "The Test Data Approach and Plan was approved"))
            }
            draft.add(
                paper, .raid, "R\(100 + number)", .text("reference", "R\(100 + number)"), .text("kind", "risk"),
                .text("description", "There is a risk that test data of month \(number) comes late"),
                .text("rag", "High"))
            draft.add(
                paper, .discussion, "\(meeting)|Planning|1", .text("group", code), .text("meeting", "\(number)"),
                .text("area", "Planning"), .text("text", "The Migration Working Group (MWG) reported its progress."))
        }
        draft.add(
            papers[1], .attendees, "\(meeting)|Ann Example", .text("group", code), .text("meeting", "\(number)"),
            .text("name", "Ann Example"), .text("initials", "AE"), .text("role", "DNO Representative"))
        draft.add(
            papers[1], .attendees, "\(meeting)|Abe Exeter", .text("group", code), .text("meeting", "\(number)"),
            .text("name", "Abe Exeter"), .text("initials", "AEx"), .text("role", "Chair"))
    }

    private mutating func pack(_ code: String, _ number: Int, _ meeting: String, _ held: CalendarDate, _ paper: Int) {
        let items = [
            ("Minutes and actions", "Approve minutes"),
            ("Working group report", "Provide updates from discussion at the DWG, MWG and EWG"),
            ("Test Data Approach and Plan", "Approve version 0.4 of the Test Data Approach and Plan"),
            ("Qualification report", "Hear of qualification"),
        ]
        for (index, item) in items.enumerated() {
            let start = TimeOfDay(minutes: 600 + index * 10)
            let end = TimeOfDay(minutes: 610 + index * 10)
            draft.add(
                paper, .agenda, "\(meeting)|\(index + 1)", .text("group", code), .text("meeting", "\(number)"),
                .text("number", "\(index + 1)"), .text("item", item.0), .text("objective", item.1),
                FieldReading("start", start.map { .time($0) }), FieldReading("end", end.map { .time($0) }),
                FieldReading("minutes", .integer(10)), FieldReading("page", .integer(index * 3 + 2)))
        }
        draft.add(
            paper, .decisionsSought, "\(meeting)|3", .text("group", code), .text("meeting", "\(number)"),
            .text("agenda_item", "3"), .text("subject", "Test Data Approach and Plan"), .text("version", "0.4"))
        draft.add(
            paper, .appendices, "\(meeting)|Appendix 1", .text("label", "Appendix"), .text("number", "1"),
            .text("title", "Test Data Approach and Plan version 0.4"))
        for group in ["DWG", "MWG", "EWG"] {
            draft.add(
                paper, .workingGroups, "\(meeting)|\(group)", .text("group", group),
                .text("group_name", Self.names[group] ?? ""),
                FieldReading("next_meeting", .date(held.adding(days: 7))),
                FieldReading("last_meeting", .date(held.adding(days: -7))))
        }
        draft.add(
            paper, .events, "\(meeting)|next", .text("event", "Next Design Group"),
            FieldReading("start", .date(held.adding(days: 8))))
        draft.add(
            paper, .documents, "Test Data Approach and Plan|0.4|approval sought|\(code)|\(held.iso)",
            .text("document", "Test Data Approach and Plan"), .text("version", "0.4"),
            .text("event", "approval sought"), .text("by", code), FieldReading("date", .date(held)))
        for (index, part) in [(0, 10), (1, 12), (2, 3)] {
            draft.add(
                paper, .qualification, "\(meeting)|\(index)",
                .text("figure", index == 2 ? "The remaining Non-SIT MPIDs" : "Non-SIT MPIDs that expect case \(index)"),
                FieldReading("value", .integer(part)), FieldReading("of", index == 2 ? nil : .integer(25)))
        }
        for (index, part) in [20, 5].enumerated() {
            draft.add(
                paper, .tranches, "\(meeting)|\(index + 1)", .text("tranche", "Tranche \(index + 1)"),
                FieldReading("mpids", .integer(part)))
        }
    }

    private static let names = [
        "DWG": "Data Working Group", "MWG": "Migration Working Group", "EWG": "Environments Working Group",
    ]

    private mutating func plan(_ meeting: String, _ held: CalendarDate, _ paper: Int, _ count: Int) {
        for index in 0..<count {
            milestone += 1
            let number = String("\(10_000 + milestone % 10_000)".dropFirst())
            let id = "T3-\(Self.code(milestone / 10_000).dropLast())-\(number)"
            let date = held.adding(days: 9 + index * 7)
            let title = "Deliverable \(milestone) submitted to Programme"
            draft.add(
                paper, .milestones, id, .text("id", id), .text("tier", "T3"), .text("title", title),
                FieldReading("baseline", .date(date)), FieldReading("forecast", .date(date)), .text("state", "current"))
            draft.add(
                paper, .milestones, id, .text("id", id), .text("tier", "T3"), .text("title", title),
                FieldReading("baseline", .date(date)), .text("state", "current"))
            if index == 0 {
                draft.add(
                    paper, .readinessTasks, "\(meeting)|\(id)", .text("task", title), .text("milestone_id", id),
                    .text("tier", "T3"), FieldReading("finish", .date(date)), .text("rag", "Green"))
                draft.add(
                    paper, .choreography, id, .text("milestone_id", id), .text("tier", "T3"), .text("title", title),
                    FieldReading("date", .date(date)))
                draft.add(
                    paper, .milestoneChanges, "\(meeting)|\(id)", .text("id", id), .text("tier", "T3"),
                    .text("change", "Date Change"), .text("title", title), FieldReading("forecast", .date(date)))
            }
        }
    }

    private mutating func testing(_ group: Int, _ held: CalendarDate, _ paper: Int) {
        let monday = held.adding(days: 5)
        for interval in 1...3 {
            let start = monday.adding(days: interval * 28)
            let ready = start.adding(days: -7)
            for (activity, date, expected) in [
                ("SIT CIT Ready to Start", ready, Optional(ready)), ("SIT CIT Start", start, nil),
            ] {
                draft.add(
                    paper, .pitDates, "\(group)|\(activity)|\(interval)", .text("activity", activity),
                    .text("interval", "\(interval)"), FieldReading("date", .date(date)),
                    FieldReading("expected", expected.map { .date($0) }),
                    FieldReading("agrees", expected.map { _ in .truth(true) }), .text("basis", "one week before"))
            }
            let id = "T2-TE-0\(interval)\(group % 10)\(group / 10 % 10)"
            draft.add(
                paper, .milestones, id, .text("id", id), .text("tier", "T2"),
                .text("title", "Component Integration Testing Interval \(interval) Start"),
                FieldReading("forecast", .date(start)), .text("state", "current"))
            let window = monday.adding(days: interval * 14)
            draft.add(
                paper, .onboardingWindows, "\(group)|\(interval)", .text("interval", "\(interval)"),
                .text("activity", "CIT Interval #\(interval)"), FieldReading("start", .date(window)),
                FieldReading("end", .date(window.adding(days: 11))))
            for week in 0...1 {
                draft.add(
                    paper, .onboardingWeeks, "\(group)|\(interval)|\(week)", .text("interval", "\(interval)"),
                    FieldReading("week", .date(window.adding(days: week * 7))), .text("label", "Globalsign PKI"))
            }
        }
        for (gate, needs) in [("T1-TE-1000", ["T2-TE-0250"]), ("T2-TE-0250", ["T3-TE-0060"])] {
            draft.add(
                paper, .gateCriteria, "\(gate)|\(group)", .text("gate", gate),
                .text("criterion", "\(needs[0]) approved"), FieldReading("depends_on", .list(needs)))
        }
    }
}
