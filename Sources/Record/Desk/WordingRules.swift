import Kernel

extension Desk {
    static let wordingRules: [any DeskRule] = [
        Rule(
            "value-reads-as-printed", "A probable misreading",
            "A value is printed as it is meant.", clause: "governance.md H39-H44", find: WordingRules.misreadings),
        Rule(
            "identifier-reads-one-way", "One print, two identifiers",
            "A printed identifier stands for one identifier.", clause: "governance.md 3",
            find: WordingRules.twoReadings),
        Rule(
            "one-approval-date", "One document, two approval dates",
            "A document's version comes to one approval on one date.", clause: "governance.md 8.8, H56",
            find: DocumentRules.approvals),
        Rule(
            "approval-on-its-milestone", "An approval off its milestone",
            "A document is asked to be approved on the date of the milestone of its approval.",
            clause: "governance.md 8.4, 8.8", find: DocumentRules.milestones),
        Rule(
            "names-spelt-once", "One person, two spellings",
            "The people of a group with one set of initials and one surname but for a letter are spelt alike.",
            clause: "governance.md H60", find: WordingRules.names),
        Rule(
            "roles-agree", "One person, two roles",
            "The papers of a group name a person's role in the same words.", clause: "governance.md H60",
            find: WordingRules.roles),
        Rule(
            "groups-named-once", "One group, two names", "A group's code stands for one name.",
            clause: "governance.md H60", find: GroupNameRules.variants),
        Rule(
            "labels-spelt-once", "One label, two spellings",
            "The papers of a meeting print an area's label in the same letters.", clause: "governance.md H60",
            find: WordingRules.labels),
    ]
}

/// Rules about how things are written.
enum WordingRules {
    static func misreadings(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var found: [Contradiction] = []
        var seen: Set<String> = []
        // A date that a rule completes or corrects is the date rules' matter. A reading repeated down a column is one
        // finding.
        for kind in RecordKind.allCases where !kind.isComputed {
            let dates = Set(kind.schema.columns.filter { $0.type == .date }.map(\.name))
            for entry in snapshot.entries(kind) {
                for name in entry.fields.keys.sorted() where !dates.contains(name) {
                    guard let field = entry.fields[name], let resolved = field.resolved, resolved.by != "person" else {
                        continue
                    }
                    let printed = field.printed.isEmpty ? field.value?.exported ?? "" : field.printed
                    let place = entry.place(of: name)
                    guard resolved.value != field.value?.exported,
                        seen.insert("\(place?.paper ?? "")|\(printed)|\(resolved.value)").inserted
                    else { continue }
                    found.append(
                        rule.finding(
                            entry, Side(place, printed), .none,
                            "“\(printed)” is probably \(resolved.value): \(resolved.reason).",
                            likely: Likely(resolved.value, because: resolved.reason, .medium), state: .proposed))
                }
            }
        }
        return found
    }

    static func twoReadings(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        snapshot.entries(.identifiers).flatMap { entry in
            (entry.fields["canonical"]?.alternatives ?? []).map { other in
                let mine = entry.exported("canonical")
                return rule.finding(
                    entry, Side(entry.place(of: "canonical"), mine), Side(other.sources.first, other.value),
                    "“\(entry.word("identifier"))” is read as \(mine) in one place and as \(other.value) in another.",
                    likely: ValueRules.likely(entry, "canonical", other))
            }
        }
    }

    // MARK: - People

    /// The people of each group by initials; each name once, in order of its first source.
    private static func people(_ snapshot: RecordSnapshot) -> [[Entry]] {
        var people: [String: [String: Entry]] = [:]
        for entry in snapshot.entries(.attendees) {
            let initials = entry.word("initials")
            guard !initials.isEmpty, !entry.word("name").isEmpty else { continue }
            let key = "\(entry.word("group"))|\(initials)"
            let name = "\(entry.word("name"))|\(entry.word("role"))"
            if people[key]?[name] == nil { people[key, default: [:]][name] = entry }
        }
        return people.values.filter { $0.count > 1 }.map { named in
            // Bounded, so that a hostile attendance list cannot make pairs without end.
            Array(named.values.sorted { ($0.word("name"), $0.key) < ($1.word("name"), $1.key) }.prefix(64))
        }
    }

    static func names(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var found: [Contradiction] = []
        var seen: Set<String> = []
        for people in people(snapshot) {
            for (place, one) in people.enumerated() {
                for two in people[(place + 1)...] where spellingsDiffer(one.word("name"), two.word("name")) {
                    guard seen.insert("\(one.word("name"))|\(two.word("name"))").inserted else { continue }
                    found.append(
                        rule.finding(
                            one, one.side("name"), two.side("name"),
                            "\(one.word("initials")) is \(one.word("name")) in one place and \(two.word("name")) in "
                                + "another.",
                            likely: .unknown("same group and initials, one letter apart", .medium)))
                }
            }
        }
        return found
    }

    /// Whether two names have surnames one letter apart, or are one letter apart as wholes.
    private static func spellingsDiffer(_ one: String, _ two: String) -> Bool {
        let mine = Words.tokens(one)
        let yours = Words.tokens(two)
        guard mine != yours, let last = mine.last, let otherLast = yours.last else { return false }
        if last != otherLast { return min(last.count, otherLast.count) >= 4 && Words.oneLetterApart(last, otherLast) }
        guard mine.count == yours.count else { return false }
        let pairs = zip(mine, yours).filter { $0 != $1 }
        return pairs.count == 1 && pairs.allSatisfy { min($0.count, $1.count) >= 4 && Words.oneLetterApart($0, $1) }
    }

    static func roles(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var found: [Contradiction] = []
        for people in people(snapshot) {
            for (place, one) in people.enumerated() {
                for two in people[(place + 1)...] where Folding.same(one.word("name"), two.word("name")) {
                    guard rolesDiffer(one.word("role"), two.word("role")) else { continue }
                    found.append(
                        rule.finding(
                            one, one.side("role"), two.side("role"),
                            "\(one.word("name")) is \(one.word("role")) in one place and \(two.word("role")) in "
                                + "another.",
                            likely: .unknown("the same person of the same group, in nearly the same role", .low)))
                }
            }
        }
        return found
    }

    /// Nearly the same role in other words: half of the words shared, none only shortened.
    private static func rolesDiffer(_ one: String, _ two: String) -> Bool {
        let mine = Words.topic(one)
        let yours = Words.topic(two)
        let shared = mine.intersection(yours)
        guard shared.count * 2 >= max(mine.count, yours.count), !mine.isSubset(of: yours), !yours.isSubset(of: mine)
        else { return false }
        let (left, right) = (mine.subtracting(shared), yours.subtracting(shared))
        return !left.allSatisfy { word in right.contains { $0.hasPrefix(word) || word.hasPrefix($0) } }
    }

    // MARK: - Labels

    static func labels(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var labels: [String: [String: (entry: Entry, source: Source)]] = [:]
        for kind in [RecordKind.actions, .decisions, .raid, .discussion] {
            for entry in snapshot.entries(kind) {
                guard let field = entry.fields["area"], let value = field.value else { continue }
                let spellings = [(value.exported, field.sources)] + field.alternatives.map { ($0.value, $0.sources) }
                for (label, sources) in spellings {
                    guard !label.isEmpty, let source = sources.first else { continue }
                    let key = "\(snapshot.occasion(of: source))|\(Folding.key(label))"
                    if labels[key]?[label] == nil { labels[key, default: [:]][label] = (entry, source) }
                }
            }
        }
        return labels.values.flatMap { spellings -> [Contradiction] in
            guard spellings.count > 1 else { return [] }
            let ordered = spellings.sorted { $0.key < $1.key }
            return ordered.dropFirst().compactMap { label, other in
                guard let first = ordered.first else { return nil }
                return rule.finding(
                    first.value.entry, Side(first.value.source, first.key), Side(other.source, label),
                    "The label “\(first.key)” is also printed “\(label)” in the papers of one meeting.",
                    likely: .unknown("the same letters in another case or spacing", .medium))
            }
        }
    }
}
