import Kernel

extension Entry {
    /// The record with the name that people give it.
    var subject: Contradiction.Subject { Contradiction.Subject(kind: kind, key: key, name: spokenName) }

    private var spokenName: String {
        let name = ownName
        return name.isEmpty ? "\(kind.noun) \(keyWords)" : name
    }

    private var keyWords: String { key.split(separator: "|", omittingEmptySubsequences: true).joined(separator: ", ") }

    /// The name of kinds whose key is not what people say; empty where the key does, or where its words are missing.
    private var ownName: String {
        switch kind {
        case .attendees: joined("attendee", word("name"))
        case .minuteSections: joined("section \(word("number")) of the minutes of", meetingName)
        case .decisions: word("reference").isEmpty ? joined("decision of \(meetingName) on", word("subject")) : ""
        case .decisionsSought: joined("decision sought on", word("subject"))
        case .decisionsReported: joined("decision reported on", word("subject"))
        case .raid: word("reference").isEmpty ? joined("RAID note of \(meetingName) on", word("area")) : ""
        case .milestoneChanges: joined("change of", word("id"))
        case .readinessTasks: joined("readiness task", word("task"))
        case .pitDates: word("interval").isEmpty ? "" : joined(word("activity"), "interval \(word("interval"))", ", ")
        case .choreography: joined("decision path of", word("milestone_id"))
        case .onboardingWindows: joined("onboarding window", word("activity"))
        case .onboardingWeeks: joined("\(word("label")) of interval", word("interval"))
        case .agenda:
            word("number").isEmpty
                ? joined("agenda item", word("item")) : joined("agenda item \(word("number")) of", meetingName)
        case .discussion: joined("discussion of \(word("area")) at", meetingName)
        case .documents: joined(joined("document", word("document")), word("version"), " version ")
        case .events: joined(joined("event", word("event")), date("start")?.iso ?? "", ", ")
        case .workingGroups: joined("working group", word("group"))
        case .identifiers: joined("reference", word("identifier"))
        case .cleanseTimeline: joined(joined("timeline of", word("item")), word("period"), ", ")
        case .assurance: joined("assurance", shortened(word("text")))
        default: ""
        }
    }

    private var meetingName: String { joined(word("group"), word("meeting")) }

    /// Both words; empty where the first is, the first alone where the second is optional and empty.
    private func joined(_ one: String, _ two: String, _ joint: String = " ") -> String {
        one.isEmpty ? "" : two.isEmpty ? (joint == " " ? "" : one) : one + joint + two
    }

    private func shortened(_ text: String) -> String { text.count <= 60 ? text : "\(text.prefix(57))..." }
}

extension RecordKind {
    /// What one record of the kind is called.
    var noun: String {
        switch self {
        case .minuteSections: "minute section"
        case .decisionsSought: "decision sought"
        case .decisionsReported: "decision reported"
        case .raid: "RAID item"
        case .pitDates: "PIT date"
        case .entryCriteria: "entry criterion"
        case .gateCriteria: "gate criterion"
        case .choreography: "choreography of"
        case .agenda: "agenda item"
        case .discussion: "discussion"
        case .qualification: "figure"
        case .assurance, .roadmap, .cleanseTimeline, .unclaimed, .coverage:
            rawValue.split(separator: "-").joined(separator: " ")
        case .planActivities: "plan activity"
        case .documentDependencies: "document dependency"
        case .appendices: "appendix"
        default: rawValue.dropLast().split(separator: "-").joined(separator: " ")
        }
    }
}
