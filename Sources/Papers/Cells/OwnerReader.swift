/// Who owns an action: an organisation, role or team, a person, or a person of an organisation.
public struct Owner: Hashable, Sendable, Codable {
    /// The organisation, role or team; empty when only a person is printed.
    public let organisation: String

    /// The person, or the team within the organisation; empty when only an organisation is printed.
    public let person: String

    /// Makes an owner from its parts.
    public init(organisation: String, person: String = "") {
        self.organisation = organisation
        self.person = person
    }

    /// "Programme/Anna Example", "Programme/PMO"; "Programme" alone, "/Ben Example" without an organisation.
    public var rendered: String { person.isEmpty ? organisation : "\(organisation)/\(person)" }
}

/// Reads owner cells.
///
/// Source: governance research, section 4.3: an organisation or role, then persons in brackets; or persons alone; a
/// slash inside brackets joins two teams; commas join persons.
public enum OwnerReader {
    /// The owners of a cell in printed order; empty for an empty cell.
    public static func read(_ cell: String) -> [Owner] {
        var owners: [Owner] = []
        for segment in split(folded(cell), at: [",", ";"]) {
            for part in joined(segment) {
                for owner in segmentOwners(part) where !owners.contains(owner) && owners.count < 64 {
                    owners.append(owner)
                }
            }
        }
        return owners
    }

    /// True for two to five capitalised words, none an organisation's word and not all of them in capitals.
    public static func isPerson(_ text: String) -> Bool {
        let words = text.split(separator: " ")
        guard (2...5).contains(words.count), text.utf8.count <= 80 else { return false }
        var hasLower = false
        for (place, word) in words.enumerated() {
            let plain = word.filter { $0 != "." && $0 != "'" && $0 != "’" && $0 != "-" }
            guard let first = plain.first, plain.allSatisfy(\.isLetter) else { return false }
            if organisationWords.contains(plain.lowercased()) { return false }
            if first.isUppercase {
                let inner = plain.dropFirst()
                if inner.contains(where: \.isLowercase) { hasLower = true } else if inner.count > 1 { return false }
            } else if place == 0 || place == words.count - 1 || !particles.contains(String(plain)) {
                return false
            }
        }
        return hasLower
    }

    private static let particles: Set<String> = ["de", "da", "di", "van", "von", "der", "den", "la", "le", "bin", "al"]

    private static let organisationWords: Set<String> = [
        "programme", "pmo", "ppc", "member", "members", "representative", "representatives", "rep", "reps", "lead",
        "leads", "team", "teams", "elexon", "ofgem", "supplier", "suppliers", "dno", "dnos", "idno", "idnos", "ldso",
        "agent", "agents", "panel", "workstream", "chair", "secretariat", "group", "working", "advisory", "steering",
        "committee", "board", "office", "manager", "management", "director", "constituency", "constituencies",
        "participant", "participants", "party", "parties", "code", "body", "bodies", "helix", "recco", "dcc", "avanade",
        "expleo", "consumer", "citizens", "advice", "national", "grid", "energy", "networks", "network", "power",
        "electricity", "limited", "ltd", "plc", "all", "the", "large", "small", "medium", "independent", "domestic",
        "design", "testing", "migration", "data", "systems", "integrator", "integration", "assurance", "delivery",
        "central", "services", "service", "coordinator", "authority", "customer", "software", "provider", "providers",
        "operations", "industry", "government", "department", "sponsor", "owner", "tbc", "tbd", "none", "mhhs",
        "actions", "action", "attendees", "attendee", "users", "user", "communications", "comms", "planning", "project",
    ]

    // MARK: - Parts

    /// Splits at marks outside brackets; a bracket that is never closed runs to the end.
    private static func split(_ text: String, at marks: Set<Character>) -> [String] {
        var parts: [String] = []
        var current = ""
        var depth = 0
        for character in text {
            if character == "(" { depth += 1 }
            if character == ")" { depth = max(0, depth - 1) }
            if depth == 0, marks.contains(character) {
                parts.append(trimmed(current))
                current = ""
            } else {
                current.append(character)
            }
        }
        parts.append(trimmed(current))
        return parts.filter { !$0.isEmpty }
    }

    /// Splits at "and", "&" and "/" where every part, or every part but the first, is a person.
    private static func joined(_ segment: String) -> [String] {
        let words = segment.split(separator: " ")
        var parts: [String] = []
        var current: [Substring] = []
        var depth = 0
        for word in words {
            if depth == 0, word == "and" || word == "&" || word == "/" {
                parts.append(current.joined(separator: " "))
                current = []
            } else {
                current.append(word)
            }
            depth += word.count { $0 == "(" } - word.count { $0 == ")" }
        }
        parts.append(current.joined(separator: " "))
        parts = parts.filter { !$0.isEmpty }
        let safe =
            parts.count > 1
            && (parts.dropFirst().allSatisfy { isPerson($0) || $0.hasSuffix(")") } || parts.allSatisfy(isBody))
        return safe ? parts : [segment]
    }

    /// Whether a part names a body that stands alone: `Programme`, `Elexon`, `TMAG members`, a code in capitals.
    private static func isBody(_ text: String) -> Bool {
        let words = text.split(separator: " ").map { $0.lowercased() }
        guard let last = words.last, words.count <= 3 else { return false }
        if words.count == 1, text.count(where: \.isUppercase) >= 2, text.allSatisfy(\.isLetter) { return true }
        return words.count == 1
            ? ["programme", "elexon", "ofgem", "chair", "secretariat", "avanade", "expleo"].contains(last)
            : ["members", "representatives", "bodies", "participants", "suppliers"].contains(last)
    }

    private static func segmentOwners(_ segment: String) -> [Owner] {
        guard let open = segment.firstIndex(of: "(") else { return [plainOwner(segment)].compactMap { $0 } }
        let head = trimmed(segment[..<open])
        var inner = segment[segment.index(after: open)...]
        var tail = ""
        if let close = inner.lastIndex(of: ")") {
            tail = trimmed(inner[inner.index(after: close)...])
            inner = inner[..<close]
        }
        let content = trimmed(inner)
        if head.isEmpty { return split(content, at: [",", ";"]).compactMap(plainOwner) }
        if !tail.isEmpty { return [Owner(organisation: segment)] }
        if isPerson(head) { return [Owner(organisation: content, person: head)] }
        var owners: [Owner] = []
        for part in split(content, at: [",", ";"]).flatMap(joined) {
            if isPerson(part) {
                owners.append(Owner(organisation: head, person: part))
            } else {
                for team in split(part, at: ["/"]) {
                    // A name in brackets, of a team or a person, stands within the body before them; words in lower
                    // case are a remark on it.
                    let isName = team.first?.isUppercase ?? false
                    owners.append(
                        isName
                            ? Owner(organisation: head, person: team) : Owner(organisation: "\(head) (\(team))"))
                }
            }
        }
        return owners.isEmpty ? [Owner(organisation: head)] : owners
    }

    private static func plainOwner(_ text: String) -> Owner? {
        let text = text.trimmingMarks()
        if text.isEmpty { return nil }
        if isPerson(text) { return Owner(organisation: "", person: text) }
        if let slash = text.lastIndex(of: "/") {
            let person = trimmed(text[text.index(after: slash)...])
            let organisation = trimmed(text[..<slash])
            if isPerson(person), !isPerson(organisation) { return Owner(organisation: organisation, person: person) }
        }
        return Owner(organisation: text)
    }
}
