/// What there is under `/dip`.
public enum DIPPlace: Hashable, Sendable {
    /// Traffic as it happens.
    case live
    /// The stream behind it.
    case events
    case journal
    /// The lines of a search as a file.
    case journalFile(JournalFileFormat)
    case transaction(String)
    /// A message's bytes as its sender sent them.
    case received(String)
    /// The same message as a recipient gets it.
    case sent(String, recipient: String)
    case channels
    case participants
    case appointments
    case onboarding
    /// One participant's steps and checks.
    case tracker(String)
    case scenarios
    case run(String)
    case runFile(String, RunFileFormat)
    case faults
    case routing
    case settings
    /// Where forms are sent to; the only address of the room that takes a POST.
    case act

    /// Reads the segments behind `dip`; nil where there is no such page.
    init?(segments: ArraySlice<String>) {
        let words = Array(segments)
        guard words.allSatisfy({ !$0.isEmpty }) else { return nil }
        switch (words.first, words.count) {
        case (nil, _): self = .live
        case ("transactions", 2): self = .transaction(words[1])
        case ("transactions", 3):
            guard let name = Self.stem(words[2], "json") else { return nil }
            self = name == "received" ? .received(words[1]) : .sent(words[1], recipient: name)
        case ("onboarding", 2): self = .tracker(words[1])
        case ("runs", 2): self = .run(words[1])
        case ("runs", 3):
            guard let format = RunFileFormat.allCases.first(where: { "report." + $0.rawValue == words[2] })
            else { return nil }
            self = .runFile(words[1], format)
        case (let word?, 1):
            if let format = JournalFileFormat.allCases.first(where: { "journal." + $0.rawValue == word }) {
                self = .journalFile(format)
            } else if let place = Self.plain.first(where: { $0.name == word }) {
                self = place.place
            } else {
                return nil
            }
        default: return nil
        }
    }

    /// Places of one fixed word.
    private static let plain: [(name: String, place: DIPPlace)] = [
        ("events", .events), ("journal", .journal), ("channels", .channels), ("participants", .participants),
        ("appointments", .appointments), ("onboarding", .onboarding), ("scenarios", .scenarios), ("faults", .faults),
        ("routing", .routing), ("settings", .settings), ("act", .act),
    ]

    /// The name without its ending; nil where it has another.
    private static func stem(_ name: String, _ ending: String) -> String? {
        guard name.hasSuffix("." + ending) else { return nil }
        let stem = name.dropLast(ending.utf8.count + 1)
        return stem.isEmpty ? nil : String(stem)
    }

    /// The path that reads back as the place.
    var path: String {
        switch self {
        case .live: "/dip"
        case .journalFile(let format): "/dip/journal." + format.rawValue
        case .transaction(let id): "/dip/transactions/" + PercentCoding.encode(id)
        case .received(let id): "/dip/transactions/\(PercentCoding.encode(id))/received.json"
        case .sent(let id, let recipient):
            "/dip/transactions/\(PercentCoding.encode(id))/\(PercentCoding.encode(recipient)).json"
        case .tracker(let id): "/dip/onboarding/" + PercentCoding.encode(id)
        case .run(let name): "/dip/runs/" + PercentCoding.encode(name)
        case .runFile(let name, let format): "/dip/runs/\(PercentCoding.encode(name))/report.\(format.rawValue)"
        default: "/dip/" + (Self.plain.first { $0.place == self }?.name ?? "")
        }
    }

    /// The place of the side bar that it belongs to.
    var home: DIPPlace {
        switch self {
        case .live, .events, .act: .live
        case .journal, .journalFile, .transaction, .received, .sent: .journal
        case .channels: .channels
        case .participants, .appointments: .participants
        case .onboarding, .tracker: .onboarding
        case .scenarios, .run, .runFile: .scenarios
        case .faults: .faults
        case .routing, .settings: .settings
        }
    }

    /// Places without anything in their path, for tests and for the crawl.
    public static let pages: [DIPPlace] =
        [.live] + plain.map(\.place).filter { $0 != .events && $0 != .act }
}

/// How the lines of a search are written to a file.
public enum JournalFileFormat: String, CaseIterable, Sendable {
    case csv
    /// One JSON object a line, as `changeover dip journal --json` prints it.
    case jsonLines = "jsonl"
}

/// How a run's report is written to a file.
public enum RunFileFormat: String, CaseIterable, Sendable {
    case html, json
}
