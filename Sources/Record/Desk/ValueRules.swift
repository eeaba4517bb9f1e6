import Kernel

extension Desk {
    static let valueRules: [any DeskRule] = [
        Rule(
            "one-value", "One field, two values",
            "A field of a record has the same value wherever the papers of one meeting print it.",
            clause: "governance.md 2.3, H55", find: ValueRules.oneValue),
        Rule(
            "owners-agree", "One action, two owners",
            "Every paper of a meeting names the same owners of an action.",
            clause: "governance.md 4.3, 8.2", find: ValueRules.owners),
        Rule(
            "texts-agree", "One text in two wordings",
            "A text that two places of a meeting's papers quote is the same but for its layout.",
            clause: "governance.md 8.7", find: ValueRules.texts),
        Rule(
            "text-is-whole", "A text cut short",
            "A text that is quoted again is quoted to its end.",
            clause: "governance.md H48", find: ValueRules.cutTexts),
    ]
}

/// Rules about one field that is printed more than once.
enum ValueRules {
    /// Columns that other rules look at, or that count rows.
    private static let elsewhere: [RecordKind: Set<String>] = [
        .milestones: ["baseline", "variance_days", "titles"],
        .agenda: ["minutes", "objective", "type", "lead", "item", "theme"],
        .identifiers: ["canonical", "identifier"],
        // A citation beside a row of the RAID table says nothing else about the item.
        .raid: ["citation_only"],
        .pitDates: ["expected", "agrees", "no_later_than"],
    ]

    /// Short texts that are labels, compared as values.
    private static let labels: [RecordKind: Set<String>] = [
        .meetings: ["classification", "chair", "venue"],
        .actions: ["status"],
        .raid: ["rag", "kind"],
        .milestones: ["rag_last", "rag_current", "rag_next"],
        .readinessTasks: ["rag", "owner"],
        .attendees: ["name", "role"],
        .documents: ["by"],
    ]

    /// Columns that never change, so that any two papers must agree.
    private static let forGood: [RecordKind: Set<String>] = [
        .meetings: ["date", "start", "end", "next_meeting"],
        .actions: ["raised"],
    ]

    static func oneValue(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var found: [Contradiction] = []
        for kind in RecordKind.allCases where !kind.isComputed {
            let columns = watched(kind)
            guard !columns.isEmpty else { continue }
            let lasting = forGood[kind] ?? []
            for entry in snapshot.entries(kind) {
                for (name, field) in entry.fields where !field.alternatives.isEmpty && columns.contains(name) {
                    for other in field.alternatives {
                        guard
                            let pair = lasting.contains(name)
                                ? (field.sources.first ?? entry.sources[0], other.sources.first ?? entry.sources[0])
                                : snapshot.together(field.sources, other.sources)
                        else { continue }
                        found.append(contradiction(rule, entry, name, other, pair))
                    }
                }
            }
        }
        return found
    }

    /// Columns that name a record: another print of one is a misreading, which has its own rule.
    private static let keys: Set<String> = ["reference", "id", "number", "meeting", "milestone_id", "gate", "interval"]

    private static func watched(_ kind: RecordKind) -> Set<String> {
        let typed = kind.schema.stateable.filter {
            [.date, .time, .integer, .tier, .truth].contains($0.type) && $0.name != "order"
                || $0.type == .identifier && !keys.contains($0.name)
        }.map(\.name)
        return Set(typed).union(labels[kind] ?? []).subtracting(elsewhere[kind] ?? [])
    }

    private static func contradiction(
        _ rule: Rule, _ entry: Entry, _ column: String, _ other: Alternative, _ pair: (Source, Source)
    ) -> Contradiction {
        let value = entry.exported(column)
        let printed = value.isEmpty ? entry.fields[column]?.printed ?? "" : value
        return rule.finding(
            entry, Side(pair.0, printed), Side(pair.1, other.value),
            "The \(spoken(column)) of \(entry.subject.name) is \(printed) in one place and \(other.value) in another.",
            likely: likely(entry, column, other))
    }

    /// A column's name as people say it.
    static func spoken(_ column: String) -> String {
        switch column {
        case "due": "due date"
        case "raised": "date of raising"
        case "rag": "RAG"
        case "by": "party"
        default: column.split(separator: "_").joined(separator: " ")
        }
    }

    /// Which of two values is probably right: a working day before a weekend, then the one printed more often, then
    /// the one that the record's own or latest table prints.
    static func likely(_ entry: Entry, _ column: String, _ other: Alternative) -> Likely {
        let value = entry.exported(column)
        if let mine = CalendarDate(iso: value), let yours = CalendarDate(iso: other.value),
            mine.weekday.isWeekend != yours.weekday.isWeekend
        {
            let working = mine.weekday.isWeekend ? yours : mine
            let weekend = mine.weekday.isWeekend ? mine : yours
            return Likely(working.iso, because: "\(weekend.iso) is a \(weekend.weekday.name)", .high)
        }
        let places = (entry.fields[column]?.sources.count ?? 0, other.sources.count)
        if places.0 > places.1 {
            return Likely(value, because: "printed in \(places.0) places against \(places.1)", .medium)
        }
        if places.1 > places.0 + 1 {
            return Likely(other.value, because: "printed in \(places.1) places against \(places.0)", .medium)
        }
        return Likely(value, because: "the record's own table, and the later paper, print it", .low)
    }

    // MARK: - Owners

    static func owners(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        alternatives(of: "owners", kind: .actions, snapshot) { entry, other, pair in
            let mine = entry.exported("owners")
            guard !related(mine, other.value) else { return nil }
            return rule.finding(
                entry, Side(pair.0, mine), Side(pair.1, other.value),
                "The owner of \(entry.subject.name) is \(mine) in one place and \(other.value) in another.",
                likely: likely(entry, "owners", other))
        }
    }

    /// Whether one list of owners only says less than the other: every word of it stands in the other.
    private static func related(_ one: String, _ two: String) -> Bool {
        let mine = Words.topic(one)
        let yours = Words.topic(two)
        return mine.isSubset(of: yours) || yours.isSubset(of: mine)
    }

    // MARK: - Texts

    /// Texts that may be quoted twice.
    private static let quoted: [(RecordKind, String)] = [
        (.actions, "text"), (.decisions, "text"), (.raid, "description"), (.raid, "impact"),
        (.changeRequests, "title"), (.milestones, "description"), (.decisionsReported, "text"), (.appendices, "title"),
    ]

    static func texts(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        quoted.flatMap { kind, column in
            alternatives(of: column, kind: kind, snapshot) { entry, other, pair in
                let mine = entry.exported(column)
                let words: (String, String)
                let sure: Contradiction.Confidence
                switch TextAgreement.between(mine, other.value) {
                case .slip(let one, let two): (words, sure) = ((one, two), .medium)
                case .figures(let one, let two): (words, sure) = ((one, two), .low)
                default: return nil
                }
                let chosen = likely(entry, column, other)
                return rule.finding(
                    entry, Side(pair.0, mine), Side(pair.1, other.value),
                    "The \(spoken(column)) of \(entry.subject.name) reads “\(words.0)” in one place and “\(words.1)” "
                        + "in another.",
                    likely: Likely(chosen.value, because: chosen.basis, sure))
            }
        }
    }

    static func cutTexts(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        quoted.flatMap { kind, column in
            alternatives(of: column, kind: kind, snapshot) { entry, other, pair in
                let mine = entry.exported(column)
                guard TextAgreement.between(mine, other.value) == .cut else { return nil }
                let whole = mine.utf8.count >= other.value.utf8.count ? mine : other.value
                return rule.finding(
                    entry, Side(pair.0, mine), Side(pair.1, other.value),
                    "The \(spoken(column)) of \(entry.subject.name) stops short in one of two places.",
                    likely: Likely(whole, because: "the longer text goes on where the shorter one stops", .high))
            }
        }
    }

    /// Asks a question of every differing value that the papers of one occasion print for a column.
    static func alternatives(
        of column: String, kind: RecordKind, _ snapshot: RecordSnapshot,
        _ ask: (Entry, Alternative, (Source, Source)) -> Contradiction?
    ) -> [Contradiction] {
        var found: [Contradiction] = []
        for entry in snapshot.entries(kind) {
            guard let field = entry.fields[column], field.value != nil else { continue }
            for other in field.alternatives {
                guard let pair = snapshot.together(field.sources, other.sources),
                    let finding = ask(entry, other, pair)
                else { continue }
                found.append(finding)
            }
        }
        return found
    }
}
