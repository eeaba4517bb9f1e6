/// What there is under `/migration`.
public enum MigrationPlace: Hashable, Sendable {
    case dashboard
    case heat
    case suppliers
    /// Suppliers by progress, without their codes.
    case league
    case supplier(String)
    case distributors
    case distributor(String)
    case agents
    case agent(String)
    case sprints
    case sprint(Int)
    case why
    /// Two baselines beside each other.
    case differences
    case stuck
    case quarantine
    case controls
    case file(MigrationFile)

    /// Reads the segments behind `migration`; nil where there is no such page.
    init?(segments: ArraySlice<String>) {
        let words = Array(segments)
        guard words.allSatisfy({ !$0.isEmpty }) else { return nil }
        switch (words.first, words.count) {
        case (nil, _): self = .dashboard
        case ("suppliers", 2): self = .supplier(words[1])
        case ("distributors", 2): self = .distributor(words[1])
        case ("agents", 2): self = .agent(words[1])
        case ("sprints", 2):
            guard let number = Int(words[1]), number > 0, String(number) == words[1] else { return nil }
            self = .sprint(number)
        case (let word?, 1):
            if let file = MigrationFile(rawValue: word) {
                self = .file(file)
            } else {
                guard let place = Self.plain.first(where: { $0.name == word }) else { return nil }
                self = place.place
            }
        default: return nil
        }
    }

    /// Places of one fixed word.
    private static let plain: [(name: String, place: MigrationPlace)] = [
        ("heat", .heat), ("suppliers", .suppliers), ("league", .league), ("distributors", .distributors),
        ("agents", .agents), ("sprints", .sprints), ("why", .why), ("differences", .differences), ("stuck", .stuck),
        ("quarantine", .quarantine), ("controls", .controls),
    ]

    /// The path that reads back as the place.
    var path: String {
        switch self {
        case .dashboard: "/migration"
        case .supplier(let code): "/migration/suppliers/" + PercentCoding.encode(code)
        case .distributor(let code): "/migration/distributors/" + PercentCoding.encode(code)
        case .agent(let code): "/migration/agents/" + PercentCoding.encode(code)
        case .sprint(let number): "/migration/sprints/\(number)"
        case .file(let file): "/migration/" + file.rawValue
        default: "/migration/" + (Self.plain.first { $0.place == self }?.name ?? "")
        }
    }

    /// The place of the side bar that it belongs to.
    var home: MigrationPlace {
        switch self {
        case .dashboard, .file: .dashboard
        case .heat, .why: .heat
        case .suppliers, .supplier, .league: .suppliers
        case .distributors, .distributor: .distributors
        case .agents, .agent: .agents
        case .sprints, .sprint: .sprints
        case .differences: .differences
        case .stuck: .stuck
        case .quarantine: .quarantine
        case .controls: .controls
        }
    }

    /// Places without anything in their path, for tests and for the crawl.
    public static let pages: [MigrationPlace] = [.dashboard] + plain.map(\.place)
}

/// A file under `/migration`.
public enum MigrationFile: String, CaseIterable, Sendable {
    case burnUpPicture = "burn-up.svg"
    case burnUpTable = "burn-up.csv"
    case heatPicture = "heat.svg"
    case heatTable = "heat.csv"
    case suppliers = "suppliers.csv"
    /// Cap and use of an agent day by day; the table without a name has all of them.
    case agentPicture = "agents.svg"
    case agentTable = "agents.csv"
    case plan = "plan.csv"
    case unplaced = "unplaced.csv"
    case certificate = "certificate.json"
    case controls = "controls.jsonl"
    case stuck = "stuck.csv"
    case quarantine = "quarantine.csv"
}

/// What an address under `/migration` asks for.
typealias MigrationFields = AddressFields<MigrationFieldNames>

enum MigrationFieldNames: AddressFieldNames {
    static let place = "/migration"
    static let names = ["supplier", "distributor", "agent", "date", "sprint", "by", "from", "to", "owner", "rule"]
}

extension Desk {
    /// A link under `/migration`.
    func migration(_ place: MigrationPlace, _ fields: MigrationFields = MigrationFields()) -> String {
        Address(route: .migration(place), migration: fields).text
    }

    /// A link to the reasons of a cell.
    func why(_ supplier: String?, _ distributor: String?, _ date: String) -> String {
        var fields = MigrationFields(["date": date])
        fields["supplier"] = supplier
        fields["distributor"] = distributor
        return migration(.why, fields)
    }
}
