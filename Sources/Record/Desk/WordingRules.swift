import Kernel

extension Desk {
    static let wordingRules: [any DeskRule] = [
        Rule(
            "one-approval-date", "One document, two approval dates",
            "A document's version comes to one approval on one date.", clause: "governance.md 8.8, H56",
            find: DocumentRules.approvals),
        Rule(
            "upcoming-not-approved", "A deliverable that is approved already",
            "What a working group is still to deliver has not been approved yet.",
            clause: "governance.md 8.8, H57", find: DocumentRules.upcoming),
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
    // MARK: - People

    /// The people of each group by initials; each name once, in order of its name.
    private static func people(_ snapshot: RecordSnapshot) -> [[Entry]] {
        var people: [String: [String: Entry]] = [:]
        var unnamed: [Entry] = []
        for entry in snapshot.entries(.attendees) {
            let initials = entry.word("initials")
            guard !entry.word("name").isEmpty else { continue }
            if initials.isEmpty {
                unnamed.append(entry)
            } else {
                add(entry, to: "\(entry.word("group"))|\(initials)", &people)
            }
        }
        // A name whose initials are lost belongs to those with whom it shares its beginning.
        for entry in unnamed {
            let name = entry.word("name")
            let initials = name.split(separator: " ").compactMap(\.first).map(String.init).joined()
            let key = "\(entry.word("group"))|\(initials)"
            guard name.utf8.count >= 8,
                people[key]?.values.contains(where: { isCut(name, from: $0.word("name")) }) == true
            else { continue }
            add(entry, to: key, &people)
        }
        return people.values.filter { $0.count > 1 }.map { named in
            // Bounded, so that a hostile attendance list cannot make pairs without end.
            Array(named.values.sorted { ($0.word("name"), $0.key) < ($1.word("name"), $1.key) }.prefix(64))
        }
    }

    private static func add(_ entry: Entry, to key: String, _ people: inout [String: [String: Entry]]) {
        let name = "\(entry.word("name"))|\(entry.word("role"))"
        if people[key]?[name] == nil { people[key, default: [:]][name] = entry }
    }

    /// Whether a name is another one, or has lost its last letters.
    private static func isCut(_ name: String, from whole: String) -> Bool {
        Folding.same(name, whole) || (whole.hasPrefix(name) && whole.count - name.count <= 3)
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
                            likely: spelling(one, two)))
                }
            }
        }
        return found
    }

    /// A name that was read whole before one that was not.
    private static func spelling(_ one: Entry, _ two: Entry) -> Likely {
        let doubts = [one, two].map { $0.fields["name"]?.doubts.isEmpty == false }
        guard doubts[0] != doubts[1] else {
            return .unknown("same group and initials, one letter apart", .medium)
        }
        let (whole, cut) = doubts[0] ? (two, one) : (one, two)
        return Likely(
            whole.word("name"), because: "same group and initials, and “\(cut.word("name"))” is not legible in full",
            .medium)
    }

    /// Whether two names have surnames one letter apart, or are one letter apart as wholes.
    private static func spellingsDiffer(_ one: String, _ two: String) -> Bool {
        let mine = Words.tokens(one)
        let yours = Words.tokens(two)
        // A name that only lost its end is a cut cell, not another spelling.
        guard !isCut(one, from: two), !isCut(two, from: one) else { return false }
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
                for two in people[(place + 1)...]
                where isCut(one.word("name"), from: two.word("name")) || isCut(two.word("name"), from: one.word("name"))
                {
                    guard rolesDiffer(one.word("role"), two.word("role")) else { continue }
                    found.append(
                        rule.finding(
                            one, one.side("role"), two.side("role"),
                            "\(two.word("name")) is \(one.word("role")) in one place and \(two.word("role")) in "
                                + "another.",
                            likely: .unknown("the same person of one group in nearly the same role", .low)))
                }
            }
        }
        return found
    }

    /// Nearly the same role in other words: half of the words shared, none only shortened.
    private static func rolesDiffer(_ one: String, _ two: String) -> Bool {
        if shortens(one, two) || shortens(two, one) { return true }
        let mine = Words.topic(one)
        let yours = Words.topic(two)
        let shared = mine.intersection(yours)
        guard shared.count * 2 >= max(mine.count, yours.count), !mine.isSubset(of: yours), !yours.isSubset(of: mine)
        else { return false }
        let (left, right) = (mine.subtracting(shared), yours.subtracting(shared))
        return !left.allSatisfy { word in right.contains { $0.hasPrefix(word) || word.hasPrefix($0) } }
    }

    /// Whether a role is another one with its organisation's name shortened to capitals: `NGESO` for `National Grid ESO`.
    private static func shortens(_ short: String, _ long: String) -> Bool {
        let (mine, yours) = (short.split(separator: " "), long.split(separator: " "))
        guard mine.count < yours.count, let place = zip(mine, yours).enumerated().first(where: { $1.0 != $1.1 })?.offset
        else { return false }
        let parts = yours[place..<(place + 1 + yours.count - mine.count)]
        guard mine[(place + 1)...].elementsEqual(yours[parts.endIndex...]), mine[place].count >= 3 else { return false }
        let letters = parts.map { $0 == $0.uppercased() ? String($0) : String($0.prefix(1)) }.joined()
        return letters == mine[place]
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
                guard let first = ordered.first, isOtherName(first.key, label) else { return nil }
                return rule.finding(
                    first.value.entry, Side(first.value.source, first.key), Side(other.source, label),
                    "The label “\(first.key)” is also printed “\(label)” in the papers of one meeting.",
                    likely: .unknown("the same letters in another case or spacing", .medium))
            }
        }
    }

    /// Whether two spellings differ in more than the case of ordinary words: in spacing, or in a word of two capitals or
    /// more, such as `dPMO`.
    private static func isOtherName(_ one: String, _ two: String) -> Bool {
        let (mine, yours) = (one.split(separator: " "), two.split(separator: " "))
        guard mine.count == yours.count else { return true }
        return zip(mine, yours).contains { left, right in
            left != right && [left, right].contains { $0.count(where: \.isUppercase) >= 2 }
                || Folding.key(String(left)) != Folding.key(String(right))
        }
    }
}
