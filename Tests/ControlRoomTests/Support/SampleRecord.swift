import Kernel
import Record

/// An invented programme's record, small enough to read and wide enough to fill every page.
///
/// People appear by role only.
struct SampleRecord {
    var record = MemoryRecord()
    static let pack = "demo-pack-12"
    static let minutes = "demo-minutes-11"

    static let full: MemoryRecord = SampleRecord().record

    init() {
        addPapers()
        addGovernance()
        addPlan()
        addTesting()
        addEvidence()
    }

    static func day(_ iso: String) -> CalendarDate { CalendarDate(iso: iso) ?? .earliest }

    // MARK: Adding

    /// Adds a record from the texts that an export would write.
    mutating func add(
        _ kind: RecordKind, _ key: String, _ texts: [(String, String)], at sources: [(String, Int)] = [(pack, 6)],
        doubts: [String] = []
    ) {
        let places = sources.map { Source(paper: $0.0, line: $0.1) }
        var fields: [String: FieldState] = [:]
        for (name, text) in texts where !text.isEmpty {
            guard let column = kind.schema.column(name) else { preconditionFailure("\(kind) has no \(name)") }
            fields[name] = FieldState(
                value: Value(exported: text, as: column.type), printed: text, sources: Array(places.prefix(1)))
        }
        record.entries[kind, default: []].append(
            Entry(kind: kind, key: key, fields: fields, sources: places, doubts: doubts))
    }

    mutating func change(_ kind: RecordKind, _ key: String, _ name: String, _ change: (inout FieldState) -> Void) {
        guard let place = record.entries[kind]?.firstIndex(where: { $0.key == key }),
            var field = record.entries[kind]?[place].fields[name]
        else { return }
        change(&field)
        record.entries[kind]?[place].fields[name] = field
    }

    private mutating func addPaper(_ card: PaperCard, _ lines: [(String, LineClaim, [PaperPage.Mark])]) {
        let numbered = lines.enumerated().map {
            PaperPage.Line(number: $0.offset + 1, text: $0.element.0, claim: $0.element.1, marks: $0.element.2)
        }
        record.papers[card.name] = PaperPage(card: card, lines: numbered)
        let claimed = lines.filter { $0.1.rawValue > 1 }.count
        let unclaimed = lines.filter { $0.1 == .unclaimed }.count
        add(
            .papers, card.name,
            [
                ("paper", card.name), ("kind", card.kind.rawValue), ("group", card.group), ("meeting", card.meeting),
                ("title", card.title), ("document_id", card.documentID), ("version", card.version),
                ("issue_date", card.issueDate?.iso ?? ""), ("known_from", card.knownFrom?.iso ?? ""),
                ("digest", card.digest),
            ], at: [(card.name, 1)])
        add(
            .coverage, card.name,
            [
                ("paper", card.name), ("lines", String(claimed + unclaimed)), ("claimed", String(claimed)),
                ("unclaimed", String(unclaimed)), ("doubt_count", "2"), ("records", "20"),
            ], at: [])
        for (place, line) in lines.enumerated() where line.1 == .unclaimed {
            add(
                .unclaimed, "\(card.name)#\(place + 1)",
                [("paper", card.name), ("line", String(place + 1)), ("text", line.0)], at: [])
        }
    }

    private mutating func addPapers() {
        let action = PaperPage.Mark(kind: .actions, key: "MAG11-02")
        addPaper(
            PaperCard(
                name: Self.minutes, kind: .minutes, group: "MAG", meeting: "11", title: "Actions and Minutes",
                documentID: "DEMO-DEL0111", version: "1.0", issueDate: Self.day("2024-05-22"),
                meetingDate: Self.day("2024-05-15"), digest: "aa11", lines: [1, 2]),
            [
                ("Migration Advisory Group 11", .heading, []),
                ("Meeting number\tMAG 11\tVenue\tOnline", .record, [.init(kind: .meetings, key: "MAG 11")]),
                ("", .blank, []), ("Actions", .heading, []),
                ("Area\tAction Ref\tAction\tOwner\tDue Date\tUpdate", .heading, []),
                (
                    "Testing\tMAG11-02\tProgramme to publish the <script>alert(\"x\")</script> test plan & issue \"v2\"\tProgramme (Test Lead)\t31/05/2024\tOngoing",
                    .record, [action]
                ),
                ("The Chair thanked the Test Lead for the work on the entry criteria.", .narrative, []),
                ("oplier Represer . ,", .unclaimed, []),
            ])
        addPaper(
            PaperCard(
                name: Self.pack, kind: .pack, group: "MAG", meeting: "12",
                title: "Migration Advisory Group meeting pack",
                documentID: "DEMO-DEL0112", version: "1.0", issueDate: Self.day("2024-06-12"),
                meetingDate: Self.day("2024-06-19"), digest: "bb22", lines: [1],
                doubts: ["The issue date is before the meeting, so the paper counts from the meeting’s date."]),
            (1...40).map { number in
                (
                    "Slide line \(number)\tT3-TE-00\(number)\tComponent test milestone number \(number)\t16/08/2024",
                    number % 9 == 0 ? .heading : .record, [.init(kind: .milestones, key: "T3-TE-0010"), action]
                )
            })
    }
}
