public import Formats
public import Record

/// A page of the room: the one place that reads and writes paths, so that no link can lead nowhere.
public enum Route: Hashable, Sendable {
    case home
    case subject(Subject)
    /// All kinds of record with their numbers.
    case records
    /// The table of one kind.
    case table(RecordKind)
    /// One record.
    case record(RecordKind, key: String)
    /// The text of a paper.
    case paper(String)
    case search
    /// Manufactured consumption: pages and files.
    case consumption(ConsumptionPlace)
    /// The stand-in for the Data Integration Platform: pages, files, a stream, and where its forms are sent.
    case dip(DIPPlace)
    /// The data cleanse: pages and files.
    case cleanse(CleansePlace)
    /// The control of the migration: pages and files.
    case migration(MigrationPlace)
    /// The rows that a table shows, in a format for other programs.
    case export(RecordKind, ExportFormat)
    case asset(String)

    /// Reads a path; nil where the room has no such page. Segments are percent-decoded one by one.
    public init?(path: String) {
        guard path.utf8.first == UInt8(ascii: "/") else { return nil }
        var segments: [String] = []
        for piece in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let segment = PercentCoding.decode(piece, plusIsSpace: false) else { return nil }
            segments.append(segment)
        }
        if segments.count > 1, segments.last == "" { segments.removeLast() }
        self.init(segments: segments)
    }

    private init?(segments: [String]) {
        switch (segments.first, segments.count) {
        case ("", 1): self = .home
        case ("dip", _):
            guard let place = DIPPlace(segments: segments.dropFirst()) else { return nil }
            self = .dip(place)
        case ("cleanse", _):
            guard let place = CleansePlace(segments: segments.dropFirst()) else { return nil }
            self = .cleanse(place)
        case ("migration", _):
            guard let place = MigrationPlace(segments: segments.dropFirst()) else { return nil }
            self = .migration(place)
        case ("records", 1): self = .records
        case ("search", 1): self = .search
        case ("records", 2):
            guard let kind = RecordKind(rawValue: segments[1]) else { return nil }
            self = .table(kind)
        case ("records", 3):
            guard let kind = RecordKind(rawValue: segments[1]), !segments[2].isEmpty else { return nil }
            self = .record(kind, key: segments[2])
        case ("papers", 2) where !segments[1].isEmpty: self = .paper(segments[1])
        case ("assets", 2): self = .asset(segments[1])
        case ("export", 2):
            guard let dot = segments[1].lastIndex(of: "."),
                let kind = RecordKind(rawValue: String(segments[1][..<dot])),
                let format = ExportFormat(rawValue: String(segments[1][segments[1].index(after: dot)...]))
            else { return nil }
            self = .export(kind, format)
        default:
            let words = segments.joined(separator: "/")
            if let place = ConsumptionPlace(rawValue: words) {
                self = .consumption(place)
                return
            }
            guard let subject = Subject(rawValue: words) else { return nil }
            self = .subject(subject)
        }
    }

    /// The path that reads back as the route.
    public var path: String {
        switch self {
        case .home: "/"
        case .subject(let subject): "/" + subject.rawValue
        case .records: "/records"
        case .table(let kind): "/records/" + kind.rawValue
        case .record(let kind, let key): "/records/\(kind.rawValue)/\(PercentCoding.encode(key))"
        case .paper(let name): "/papers/" + PercentCoding.encode(name)
        case .search: "/search"
        case .consumption(let place): "/" + place.rawValue
        case .dip(let place): place.path
        case .cleanse(let place): place.path
        case .migration(let place): place.path
        case .export(let kind, let format): "/export/\(kind.rawValue).\(format.rawValue)"
        case .asset(let name): "/assets/" + PercentCoding.encode(name)
        }
    }
}

/// A page with a place of its own in the navigation, or a tab of one.
public enum Subject: String, CaseIterable, Sendable, Hashable {
    case meetings
    case actions
    case decisions
    case decisionsSought = "decisions/sought"
    case decisionsReported = "decisions/reported"
    case milestones
    case threeMonths = "milestones/three-months"
    case milestoneChanges = "milestones/changes"
    case milestoneTrend = "milestones/trend"
    case plan
    case raid
    case readiness
    case gates
    case pit
    case qualification
    case documents
    case documentEvents = "documents/events"
    case documentDependencies = "documents/dependencies"
    case changeRequests = "change-requests"
    case papers
    case coverage
    case unclaimed
    case contradictions

    /// The kind whose table the page holds; nil where it is made of several.
    public var kind: RecordKind? {
        switch self {
        case .meetings: .meetings
        case .actions: .actions
        case .decisions: .decisions
        case .decisionsSought: .decisionsSought
        case .decisionsReported: .decisionsReported
        case .milestones: .milestones
        case .milestoneChanges: .milestoneChanges
        case .raid: .raid
        case .readiness: .readinessTasks
        case .documentEvents: .documents
        case .documentDependencies: .documentDependencies
        case .changeRequests: .changeRequests
        case .papers: .papers
        case .coverage: .coverage
        case .unclaimed: .unclaimed
        case .contradictions: .contradictions
        case .threeMonths, .milestoneTrend, .plan, .gates, .pit, .qualification, .documents: nil
        }
    }
}
