/// What there is under `/cleanse`.
public enum CleansePlace: Hashable, Sendable {
    case dashboard
    case exceptions
    /// The exceptions that a list's filters let through, as a file.
    case exceptionsFile
    /// Where an MPAN is asked for.
    case points
    /// One MPAN, or what stood in an MPAN's place, or a file.
    case point(String)
    case rules
    case rule(String)
    case certificate
    case certificateFile(CertificateFileFormat)
    case runs
    /// Two runs beside each other.
    case comparison
    case packs
    /// A file of a party's pack.
    case pack(String, PackFile)

    /// A file of a pack, by the name that the manifest has it under.
    public enum PackFile: String, CaseIterable, Sendable {
        case exceptions = "exceptions.csv"
        case manifest = "manifest.json"
    }

    /// Reads the segments behind `cleanse`; nil where there is no such page.
    init?(segments: ArraySlice<String>) {
        let words = Array(segments)
        guard words.allSatisfy({ !$0.isEmpty }) else { return nil }
        switch (words.first, words.count) {
        case (nil, _): self = .dashboard
        case ("mpans", 2): self = .point(words[1])
        case ("rules", 2): self = .rule(words[1])
        case ("packs", 3):
            guard let file = PackFile(rawValue: words[2]) else { return nil }
            self = .pack(words[1], file)
        case (let word?, 1):
            guard let place = Self.plain.first(where: { $0.name == word }) else { return nil }
            self = place.place
        default: return nil
        }
    }

    /// Places of one fixed word.
    private static let plain: [(name: String, place: CleansePlace)] = [
        ("exceptions", .exceptions), ("exceptions.csv", .exceptionsFile), ("mpans", .points), ("rules", .rules),
        ("certificate", .certificate), ("certificate.csv", .certificateFile(.csv)),
        ("certificate.json", .certificateFile(.json)), ("runs", .runs), ("comparison", .comparison),
        ("packs", .packs),
    ]

    /// The path that reads back as the place.
    var path: String {
        switch self {
        case .dashboard: "/cleanse"
        case .point(let subject): "/cleanse/mpans/" + PercentCoding.encode(subject)
        case .rule(let rule): "/cleanse/rules/" + PercentCoding.encode(rule)
        case .pack(let owner, let file): "/cleanse/packs/\(PercentCoding.encode(owner))/\(file.rawValue)"
        default: "/cleanse/" + (Self.plain.first { $0.place == self }?.name ?? "")
        }
    }

    /// The place of the side bar that it belongs to.
    var home: CleansePlace {
        switch self {
        case .dashboard: .dashboard
        case .exceptions, .exceptionsFile: .exceptions
        case .points, .point: .points
        case .rules, .rule: .rules
        case .certificate, .certificateFile: .certificate
        case .runs, .comparison: .runs
        case .packs, .pack: .packs
        }
    }

    /// Places without anything in their path, for tests and for the crawl.
    public static let pages: [CleansePlace] =
        [.dashboard]
        + plain.map(\.place).filter {
            if case .certificateFile = $0 { return false }
            return $0 != .exceptionsFile
        }
}

/// What an address under `/cleanse` asks for.
typealias CleanseFields = AddressFields<CleanseFieldNames>

enum CleanseFieldNames: AddressFieldNames {
    static let place = "/cleanse"
    static let names = [
        "owner", "role", "rule", "severity", "state", "item", "subject", "distributor", "closed", "run", "change",
        "since", "after",
    ]
}

extension Desk {
    /// A link under `/cleanse`.
    func cleanse(_ place: CleansePlace, _ fields: CleanseFields = CleanseFields()) -> String {
        Address(route: .cleanse(place), cleanse: fields).text
    }

    /// A link to the exceptions that some fields list.
    func exceptions(_ fields: KeyValuePairs<String, String>) -> String {
        cleanse(.exceptions, CleanseFields(fields))
    }
}
