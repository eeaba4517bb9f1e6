import Kernel

extension Desk {
    static let sequenceRules: [any DeskRule] = [
        Rule(
            "action-numbers-run", "A gap in the actions of a meeting",
            "The actions of a meeting whose minutes or headline report is here are numbered from 01 without a gap.",
            clause: "governance.md 8.2", find: SequenceRules.actionGaps),
        Rule(
            "action-cited-exists", "An action that is only cited",
            "An action cited anywhere stands in the action table of its meeting, where that is here.",
            clause: "governance.md 8.2", find: SequenceRules.cited),
        Rule(
            "twin-papers-agree", "In one paper of a meeting only",
            "An action or numbered decision stands in both the minutes and the headline report of a meeting.",
            clause: "governance.md 8.2", find: SequenceRules.twins),
        Rule(
            "decision-numbers-rise", "Decision numbers out of order",
            "A group's decisions are numbered in the order of its meetings.",
            clause: "governance.md 3, 8.3", find: SequenceRules.decisionOrder),
        Rule(
            "sought-is-decided", "Sought but not decided",
            "A decision that a pack asks of its meeting is taken, or put off, in the papers after it.",
            clause: "governance.md 8.3", find: SequenceRules.sought),
    ]
}

/// Rules about numbers that run on and records that belong together.
enum SequenceRules {
    /// The parts of an action's reference: `TMAG`, `8`, `3` of `TMAG08-03`.
    struct ActionNumber {
        let group: String
        let meeting: String
        let number: Int

        init?(_ reference: String) {
            guard let dash = reference.lastIndex(of: "-"), let number = Int(reference[reference.index(after: dash)...]),
                (0...9_999).contains(number)
            else { return nil }
            let head = reference[..<dash]
            let group = head.prefix { $0.isLetter }
            let digits = head[group.endIndex...].drop { $0 == "0" }
            guard !group.isEmpty, digits.first?.isNumber == true else { return nil }
            self.group = String(group)
            meeting = String(digits)
            self.number = number
        }

        var meetingKey: String { "\(group) \(meeting)" }
    }

    /// Whether the record holds a paper that lists what a meeting agreed.
    private static func hasOutcome(_ meeting: String, _ snapshot: RecordSnapshot) -> Bool {
        snapshot.papers(ofMeeting: meeting).contains { $0.kind != .pack }
    }

    static func actionGaps(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var numbers: [String: [Int: Entry]] = [:]
        for entry in snapshot.entries(.actions) {
            guard let number = ActionNumber(entry.word("reference")), hasOutcome(number.meetingKey, snapshot) else {
                continue
            }
            numbers[number.meetingKey, default: [:]][number.number] = entry
        }
        // A number that is only cited is another rule's matter; one that is probably misread is not missing.
        var known: Set<String> = []
        for kind in [RecordKind.identifiers, .actions] {
            for entry in snapshot.entries(kind) {
                for column in ["canonical", "reference"] {
                    guard let field = entry.fields[column] else { continue }
                    if let value = field.value { known.insert(value.exported) }
                    if let resolved = field.resolved { known.insert(resolved.value) }
                }
            }
        }
        var found: [Contradiction] = []
        for (meeting, entries) in numbers {
            var before: Entry?
            var expected = 1
            for number in entries.keys.sorted() {
                guard let entry = entries[number] else { continue }
                let stem = String(entry.word("reference").prefix { $0 != "-" })
                let missing = (expected..<max(expected, min(number, expected + 99))).map { "\(stem)-\(twoDigits($0))" }
                    .filter { !known.contains($0) }
                if !missing.isEmpty {
                    found.append(
                        rule.finding(
                            entry, entry.side("reference"), before?.side("reference") ?? .none,
                            "\(meeting) has no \(missing.joined(separator: ", ")), but has \(entry.word("reference")).",
                            likely: Likely(
                                missing.joined(separator: " | "), because: "numbers run from 01; a row may be lost",
                                .medium)))
                }
                before = entry
                expected = number + 1
            }
        }
        return found
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    static func cited(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var found: [Contradiction] = []
        var seen: Set<String> = []
        for entry in snapshot.entries(.identifiers) where entry.word("kind") == "action" {
            let canonical = entry.word("canonical")
            guard entry.fields["canonical"]?.resolved == nil, let number = ActionNumber(canonical),
                hasOutcome(number.meetingKey, snapshot),
                snapshot.entry(.actions, key: canonical).map({ $0.word("text").isEmpty }) ?? true,
                seen.insert(canonical).inserted
            else { continue }
            found.append(
                rule.finding(
                    entry, Side(entry.sources.first, entry.word("identifier")), .none,
                    "\(canonical) is cited, but no paper of \(number.meetingKey) lists it.",
                    likely: .unknown("the action table of \(number.meetingKey) is here and has no such row", .medium)))
        }
        return found
    }

    // MARK: - Twin papers

    static func twins(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        let kinds: [RecordKind] = [.actions, .decisions]
        return kinds.flatMap { kind -> [Contradiction] in
            var lists: [String: Source] = [:]
            var texts: [(entry: Entry, papers: [String: Source])] = []
            for entry in snapshot.entries(kind) where !entry.word("reference").isEmpty {
                guard let field = entry.fields["text"] else { continue }
                var papers: [String: Source] = [:]
                for source in field.sources + field.alternatives.flatMap(\.sources) where papers[source.paper] == nil {
                    papers[source.paper] = source
                }
                for (paper, source) in papers { lists[paper] = min(lists[paper] ?? source, source) }
                texts.append((entry, papers))
            }
            return texts.flatMap { entry, papers in
                papers.values.sorted().flatMap { source in
                    absent(entry, source, papers, lists, snapshot, rule)
                }
            }
        }
    }

    /// The papers of a source's meeting that list such records but not this one.
    private static func absent(
        _ entry: Entry, _ source: Source, _ papers: [String: Source], _ lists: [String: Source],
        _ snapshot: RecordSnapshot, _ rule: Rule
    ) -> [Contradiction] {
        guard let card = snapshot.card(of: source), card.kind != .pack, let meeting = RecordSnapshot.meeting(of: card)
        else { return [] }
        return snapshot.papers(ofMeeting: meeting).compactMap { other in
            guard other.kind != .pack, other.kind != card.kind, papers[other.name] == nil, let list = lists[other.name]
            else { return nil }
            return rule.finding(
                entry, Side(source, entry.word("reference")), Side(list, ""),
                "\(entry.subject.name) stands in the \(card.kind.rawValue) of \(meeting), not in the "
                    + "\(other.kind.rawValue).",
                likely: Likely(
                    entry.word("reference"), because: "a row of the \(other.kind.rawValue) may be lost or unread", .low)
            )
        }
    }

    // MARK: - Decisions

    static func decisionOrder(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var groups: [String: [(number: Int, entry: Entry)]] = [:]
        for entry in snapshot.entries(.decisions) where !entry.word("meeting").isEmpty {
            let reference = entry.word("reference")
            let digits = reference.reversed().prefix { $0.isNumber }.reversed()
            guard let number = Int(String(digits)) else { continue }
            groups[entry.word("group"), default: []].append((number, entry))
        }
        var found: [Contradiction] = []
        for list in groups.values {
            let ordered = list.sorted { ($0.number, $0.entry.key) < ($1.number, $1.entry.key) }
            guard var latest = ordered.first?.entry else { continue }
            for (_, entry) in ordered.dropFirst() {
                if NaturalOrder.precedes(entry.word("meeting"), latest.word("meeting")) {
                    found.append(
                        rule.finding(
                            entry, entry.side("reference"), latest.side("reference"),
                            "\(entry.word("reference")) was taken at meeting \(entry.word("meeting")), the lower "
                                + "\(latest.word("reference")) at the later meeting \(latest.word("meeting")).",
                            likely: .unknown("decision numbers run on over a group's meetings", .medium)))
                } else {
                    latest = entry
                }
            }
        }
        return found
    }

    static func sought(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        let asked = snapshot.entries(.decisionsSought).filter {
            hasOutcome("\($0.word("group")) \($0.word("meeting"))", snapshot)
        }
        guard !asked.isEmpty else { return [] }
        var taken: [String: [Set<String>]] = [:]
        for entry in snapshot.entries(.decisions) {
            let words = Words.topic(
                [entry.word("area"), entry.word("subject"), entry.word("text")].joined(separator: " "))
            taken["\(entry.word("group")) \(entry.word("meeting"))", default: []].append(words)
        }
        for entry in snapshot.entries(.discussion) {
            let words = Words.topic(entry.word("area") + " " + entry.word("text"))
            guard !words.isDisjoint(with: outcomes) else { continue }
            taken["\(entry.word("group")) \(entry.word("meeting"))", default: []].append(words)
        }
        return asked.compactMap { entry in
            let meeting = "\(entry.word("group")) \(entry.word("meeting"))"
            let topic = Words.topic(entry.word("subject"), without: ["approve", "update", "action", "open"])
            guard !topic.isEmpty else { return nil }
            let enough = max(1, (topic.count * 3 + 4) / 5)
            guard !(taken[meeting] ?? []).contains(where: { $0.intersection(topic).count >= enough }) else {
                return nil
            }
            let paper = snapshot.papers(ofMeeting: meeting).filter { $0.kind != .pack }.min { $0.name < $1.name }
            let head = paper.map { Source(paper: $0.name, line: $0.lines.first ?? 1) }
            return rule.finding(
                entry, entry.side("subject"), Side(head, ""),
                "\(meeting) was asked to decide on \(entry.word("subject")); its papers record no decision on it.",
                likely: .unknown("a decision, a deferral or “not reached” is missing", .low))
        }
    }

    private static let outcomes: Set<String> = [
        "approved", "approve", "agreed", "agree", "deferred", "defer", "endorsed", "rejected", "postponed",
    ]
}
