import Kernel
import Record

/// How values are put for reading on a page.
enum Wording {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

    /// `16 Aug 2023`.
    static func date(_ date: CalendarDate) -> String { "\(date.day) \(months[date.month - 1]) \(date.year)" }

    /// `Wed 16 Aug 2023`.
    static func longDate(_ date: CalendarDate) -> String {
        // 1970-01-01 was a Thursday.
        let place = ((date.dayNumber + 3) % 7 + 7) % 7
        return "\(days[place]) \(Self.date(date))"
    }

    /// `Aug 2023`.
    static func month(_ month: CalendarMonth) -> String { "\(months[month.month - 1]) \(month.year)" }

    /// A number with its thing: `1 row`, `1,204 rows`.
    static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(Self.number(number)) \(number == 1 ? one : many ?? one + "s")"
    }

    /// A whole number with commas at the thousands.
    static func number(_ number: Int) -> String {
        var digits = Array(String(number.magnitude).utf8)
        var place = digits.count - 3
        while place > 0 {
            digits.insert(UInt8(ascii: ","), at: place)
            place -= 3
        }
        return (number < 0 ? "−" : "") + String(decoding: digits, as: UTF8.self)
    }

    /// A column's name as a table's head shows it.
    static func column(_ name: String) -> String {
        if let known = columns[name] { return known }
        let words = name.split(separator: "_").joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    private static let columns: [String: String] = [
        "id": "ID", "document_id": "Document ID", "milestone_id": "Milestone", "rag": "RAG", "rag_last": "Last RAG",
        "rag_current": "Current RAG", "rag_next": "Next RAG", "level1": "Level 1", "mpids": "MPIDs",
        "due_printed": "Due as printed", "date_printed": "Date as printed", "place_a": "First place",
        "place_b": "Second place", "value_a": "First value", "value_b": "Second value", "depends_on": "Depends on",
        "on_behalf_of": "On behalf of", "variance_days": "Variance in days", "doubt_count": "Doubts",
        "no_later_than": "No later than", "agenda_item": "Item", "known_from": "Known from", "owners": "Owner",
    ]

    /// A kind of record as headings and links name it.
    static func kind(_ kind: RecordKind) -> String { kinds[kind] ?? column(kind.rawValue) }

    private static let kinds: [RecordKind: String] = [
        .papers: "Papers", .meetings: "Meetings", .attendees: "Attendees", .minuteSections: "Minute sections",
        .actions: "Actions", .decisions: "Decisions taken", .decisionsSought: "Decisions sought",
        .decisionsReported: "Decisions reported", .raid: "RAID", .milestones: "Milestones",
        .milestoneChanges: "Milestone changes", .readinessTasks: "Readiness tasks", .pitDates: "PIT dates",
        .entryCriteria: "Entry criteria", .gateCriteria: "Gate criteria", .choreography: "Decision choreography",
        .onboardingWindows: "Onboarding windows", .onboardingWeeks: "Onboarding weeks",
        .qualification: "Qualification figures", .tranches: "Tranches", .assurance: "Assurance", .agenda: "Agenda",
        .roadmap: "Agenda roadmap", .discussion: "Discussion", .documents: "Document events",
        .documentDependencies: "Document dependencies", .changeRequests: "Change requests",
        .groupUpdates: "Group updates", .workingGroups: "Working groups", .events: "Events",
        .planActivities: "Plan activities", .cleanseTimeline: "Data cleanse timeline", .appendices: "Appendices",
        .identifiers: "Identifiers", .contradictions: "Contradictions", .unclaimed: "Unclaimed lines",
        .coverage: "Coverage",
    ]

    /// One record of a kind.
    static func one(_ kind: RecordKind) -> String {
        switch kind {
        case .raid: "RAID item"
        case .decisions: "Decision"
        case .decisionsSought: "Decision sought"
        case .decisionsReported: "Decision reported"
        case .entryCriteria: "Entry criterion"
        case .gateCriteria: "Gate criterion"
        case .qualification: "Qualification figure"
        case .documents: "Document event"
        case .documentDependencies: "Document dependency"
        case .planActivities: "Plan activity"
        case .choreography: "Choreography milestone"
        case .appendices: "Appendix"
        case .pitDates: "PIT date"
        case .unclaimed: "Unclaimed line"
        case .agenda, .roadmap, .discussion, .assurance: Self.kind(kind) + " entry"
        case .coverage: "Coverage"
        case .cleanseTimeline: "Data cleanse entry"
        default: String(Self.kind(kind).dropLast())
        }
    }

    /// A record's key as people read it: its parts joined by commas.
    static func key(_ key: String) -> String {
        key.split { $0 == "|" || $0 == "\u{1F}" }.joined(separator: ", ")
    }

    /// Text cut to a number of characters, the cut shown.
    static func cut(_ text: String, to most: Int) -> String {
        text.count <= most ? text : text.prefix(max(most - 1, 1)) + "…"
    }

    /// The form of a paper.
    static func paperKind(_ kind: String) -> String {
        switch PaperKind(rawValue: kind) {
        case .minutes: "minutes"
        case .headline: "headline"
        case .pack: "pack"
        case nil: kind
        }
    }
}

/// Letter case of ASCII and whole Unicode scalars, enough for comparing words.
enum WordCase {
    static func folded(_ text: some StringProtocol) -> String { text.lowercased() }

    /// Whether a text holds another, letter case ignored; the other is folded already.
    static func holds(_ text: String, folded other: String) -> Bool {
        firstRange(ofFolded: Array(other.utf8), in: Array(text.lowercased().utf8), from: 0) != nil
    }

    static func firstRange(ofFolded other: [UInt8], in text: [UInt8], from start: Int) -> Range<Int>? {
        guard !other.isEmpty, text.count >= other.count, start <= text.count - other.count else { return nil }
        for place in start...(text.count - other.count) where text[place] == other[0] {
            if text[place..<(place + other.count)].elementsEqual(other) { return place..<(place + other.count) }
        }
        return nil
    }
}
