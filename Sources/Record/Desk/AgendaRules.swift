import Kernel

extension Desk {
    static let agendaRules: [any DeskRule] = [
        Rule(
            "agenda-runs-on", "An agenda with a gap", "Each timed agenda item starts when the one before it ends.",
            clause: "governance.md 8.11", find: AgendaRules.runsOn),
        Rule(
            "agenda-minutes", "Minutes against times", "The minutes of an agenda item are its end less its start.",
            clause: "governance.md 8.11", find: AgendaRules.minutes),
        Rule(
            "agenda-pages-rise", "Pages out of order", "Page numbers rise from one agenda item to the next.",
            clause: "governance.md 8.11", find: AgendaRules.pages),
        Rule(
            "agenda-numbers-run", "A gap in the agenda's numbers", "Agenda items are numbered without a gap.",
            clause: "governance.md 8.11", find: AgendaRules.numbers),
        Rule(
            "agenda-against-divider", "An agenda item against its slide",
            "The slide before an agenda item repeats what the agenda says of it.",
            clause: "governance.md H59", find: AgendaRules.divider),
        Rule(
            "agenda-item-cited", "Another agenda item is meant",
            "The agenda item that an action's update cites is about the action's subject.",
            clause: "governance.md 2.2, H59", find: AgendaRules.cited),
        Rule(
            "named-group-reports", "A group without a report",
            "Each group that the agenda names for the working group report has its column there.",
            clause: "governance.md H59", find: AgendaRules.namedGroups),
        Rule(
            "agenda-version-attached", "A version against the appendices",
            "The version of a document that the agenda asks about is the one in the list of appendices.",
            clause: "governance.md 8.8", find: AgendaRules.versions),
    ]
}

/// Rules about agendas.
enum AgendaRules {
    /// The agenda of each meeting in order of item number; meetings in natural order.
    static func agendas(_ snapshot: RecordSnapshot) -> [(meeting: String, items: [Entry])] {
        var agendas: [String: [Entry]] = [:]
        for entry in snapshot.entries(.agenda) {
            agendas["\(entry.word("group")) \(entry.word("meeting"))", default: []].append(entry)
        }
        return agendas.keys.sorted(by: NaturalOrder.precedes).map { meeting in
            let items = (agendas[meeting] ?? []).sorted {
                let order = NaturalOrder.compare($0.word("number"), $1.word("number"))
                if order != 0 { return order < 0 }
                // Items without numbers stand in the order of the text.
                if let one = $0.place(of: "item"), let two = $1.place(of: "item"), one != two { return one < two }
                return $0.key < $1.key
            }
            return (meeting, items)
        }
    }

    private static func time(_ entry: Entry, _ column: String) -> TimeOfDay? {
        if case .time(let time)? = entry.fields[column]?.value { time } else { nil }
    }

    static func runsOn(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var found: [Contradiction] = []
        for (_, items) in agendas(snapshot) {
            var before: (entry: Entry, end: TimeOfDay)?
            for item in items {
                guard let start = time(item, "start") else { continue }
                if let before, before.end != start {
                    found.append(
                        rule.finding(
                            item, item.side("start"), before.entry.side("end"),
                            "\(item.subject.name) starts at \(start), the item before ends at \(before.end).",
                            likely: Likely(before.end.description, because: "the end of the item before", .low)))
                }
                before = time(item, "end").map { (item, $0) }
            }
        }
        return found
    }

    static func minutes(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        snapshot.entries(.agenda).compactMap { item in
            guard let start = time(item, "start"), let end = time(item, "end"), let stated = item.integer("minutes")
            else { return nil }
            let span = end.minutes - start.minutes
            guard span != stated else { return nil }
            return rule.finding(
                item, item.side("minutes"), Side(item.place(of: "start"), "\(start)-\(end)"),
                "\(item.subject.name) is given \(stated) minutes from \(start) to \(end), which is \(span).",
                likely: span > 0
                    ? Likely("\(span)", because: "the times say so", .medium)
                    : .unknown("the item ends before it starts", .high))
        }
    }

    static func pages(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var found: [Contradiction] = []
        for (_, items) in agendas(snapshot) {
            var before: Entry?
            for item in items {
                guard let page = item.integer("page") else { continue }
                if let before, let earlier = before.integer("page"), earlier > page {
                    found.append(
                        rule.finding(
                            item, item.side("page"), before.side("page"),
                            "\(item.subject.name) is on page \(page), the item before on page \(earlier).",
                            likely: .unknown("pages rise with the items", .medium)))
                }
                before = item
            }
        }
        return found
    }

    static func numbers(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var found: [Contradiction] = []
        for (meeting, items) in agendas(snapshot) {
            let numbered = items.compactMap { item in
                Int(item.word("number")).flatMap { (0...9_999).contains($0) ? (item, $0) : nil }
            }
            var last: (entry: Entry, number: Int)?
            for (item, number) in numbered {
                let before = last?.number ?? 0
                if number > before + 1 {
                    let span = number == before + 2 ? "\(before + 1)" : "\(before + 1) to \(number - 1)"
                    found.append(
                        rule.finding(
                            item, item.side("number"), last?.entry.side("number") ?? .none,
                            "The agenda of \(meeting) has no item \(span).",
                            likely: .unknown("numbers run without a gap; a row may be lost", .medium)))
                }
                last = (item, number)
            }
        }
        return found
    }

    static func divider(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        ["minutes", "objective", "type", "lead", "item"].flatMap { column in
            ValueRules.alternatives(of: column, kind: .agenda, snapshot) { entry, other, pair in
                let mine = entry.exported(column)
                guard column == "minutes" || differs(mine, other.value) else { return nil }
                return rule.finding(
                    entry, Side(pair.0, mine), Side(pair.1, other.value),
                    column == "minutes"
                        ? "\(entry.subject.name) has \(mine) minutes in the agenda and \(other.value) on its slide."
                        : "The \(column) of \(entry.subject.name) is “\(mine)” in the agenda and “\(other.value)” on "
                            + "its slide.",
                    likely: agendaMinutes(entry, column, mine))
            }
        }
    }

    private static func agendaMinutes(_ entry: Entry, _ column: String, _ mine: String) -> Likely {
        guard column == "minutes", let start = time(entry, "start"), let end = time(entry, "end") else {
            return Likely(mine, because: "the agenda's own table", .low)
        }
        return Likely(
            "\(end.minutes - start.minutes)", because: "the agenda's times, \(start) to \(end), say so", .medium)
    }

    /// Wordings of slides differ freely; other figures, or nothing in common, is a difference.
    private static func differs(_ one: String, _ two: String) -> Bool {
        if case .figures = TextAgreement.between(one, two) { return true }
        let figures = (Words.figures(Words.tokens(one)), Words.figures(Words.tokens(two)))
        if !figures.0.isEmpty, !figures.1.isEmpty, figures.0.isDisjoint(with: figures.1) { return true }
        let topics = (Words.topic(one), Words.topic(two))
        return !topics.0.isEmpty && !topics.1.isEmpty && topics.0.isDisjoint(with: topics.1)
    }

    // MARK: - Agenda and the rest of the pack

    /// Words that say nothing about a subject in an action or an agenda.
    private static let common: Set<String> = [
        "update", "provide", "provid", "provided", "next", "meet", "meeting", "programme", "agenda", "item", "action",
        "during", "lead", "discuss", "group", "paper", "plan", "top", "related", "approve", "include", "chair", "rol",
    ]

    static func cited(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        let actions = snapshot.entries(.actions).filter { citedItem(in: $0.word("update")) != nil }
        guard !actions.isEmpty else { return [] }
        let agendas = Dictionary(agendas(snapshot).map { ($0.meeting, $0.items) }, uniquingKeysWith: { one, _ in one })
        return actions.compactMap { action in
            guard let source = action.place(of: "update"), let meeting = snapshot.meeting(of: source),
                let items = agendas[meeting], let number = citedItem(in: action.word("update")),
                let cited = items.first(where: { $0.word("number") == number })
            else { return nil }
            let group = String(meeting.prefix { $0 != " " }).lowercased()
            let without = common.union([group, Words.stem(group)])
            let topic = Words.topic(action.word("text") + " " + action.word("owners"), without: without)
            let scores = items.map { topic.intersection(self.topic(of: $0, without: without)).count }
            guard topic.isDisjoint(with: self.topic(of: cited, without: without)), let best = scores.max(), best > 0,
                scores.filter({ $0 == best }).count == 1, let place = scores.firstIndex(of: best)
            else { return nil }
            let meant = items[place]
            let shared = topic.intersection(self.topic(of: meant, without: without)).sorted().joined(separator: ", ")
            return rule.finding(
                action, Side(source, "agenda item \(number)"),
                Side(meant.place(of: "item"), "agenda item \(meant.word("number")), \(meant.word("item"))"),
                "\(action.subject.name) cites agenda item \(number), which is “\(cited.word("item"))”; its subject is "
                    + "that of item \(meant.word("number")), “\(meant.word("item"))”.",
                likely: Likely(
                    "agenda item \(meant.word("number"))",
                    because: "item \(meant.word("number")) and the action share: \(shared)", .medium))
        }
    }

    private static func topic(of item: Entry, without: Set<String>) -> Set<String> {
        Words.topic(
            [item.word("item"), item.word("objective"), item.word("lead")].joined(separator: " "), without: without)
    }

    /// The number after `agenda item`.
    private static func citedItem(in text: String) -> String? {
        guard !text.isEmpty else { return nil }
        let tokens = Words.tokens(text)
        for index in tokens.indices.dropLast(2)
        where tokens[index] == "agenda" && tokens[index + 1] == "item" && Int(tokens[index + 2]) != nil {
            return tokens[index + 2]
        }
        return nil
    }

    static func namedGroups(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var columns: [String: Set<String>] = [:]
        var first: [String: Entry] = [:]
        for entry in snapshot.entries(.workingGroups) {
            guard let source = entry.sources.first else { continue }
            for occasion in Set(entry.sources.map(snapshot.occasion(of:))) {
                columns[occasion, default: []].insert(entry.word("group"))
                if first[occasion] == nil || source < (first[occasion]?.sources.first ?? source) {
                    first[occasion] = entry
                }
            }
        }
        guard !columns.isEmpty else { return [] }
        var found: [Contradiction] = []
        for item in snapshot.entries(.agenda) {
            guard let source = item.place(of: "objective"), let groups = columns[snapshot.occasion(of: source)] else {
                continue
            }
            let named = groupCodes(in: item.word("objective"))
            guard named.filter(groups.contains).count >= 2 else { continue }
            for code in named where !groups.contains(code) {
                let head = first[snapshot.occasion(of: source)]?.sources.first
                found.append(
                    rule.finding(
                        item, Side(source, code), Side(head, groups.sorted().joined(separator: ", ")),
                        "\(item.subject.name) names \(code), but the working group report has columns only for "
                            + "\(groups.sorted().joined(separator: ", ")).",
                        likely: .unknown("the report has a column for every other group named", .medium)))
            }
        }
        return found
    }

    /// Codes of groups in a text: capitals that end in G, such as `QWG`.
    private static func groupCodes(in text: String) -> [String] {
        var codes: [String] = []
        var code = ""
        for scalar in (text + " ").unicodeScalars {
            if scalar.isASCII, scalar.properties.isAlphabetic {
                code.unicodeScalars.append(scalar)
                continue
            }
            if (3...6).contains(code.count), code.hasSuffix("G"), code == code.uppercased() { codes.append(code) }
            code = ""
        }
        return codes
    }

    static func versions(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var attached: [String: [(entry: Entry, version: String, topic: Set<String>)]] = [:]
        for entry in snapshot.entries(.appendices) {
            guard let source = entry.sources.first, let version = version(in: entry.word("title")) else { continue }
            let topic = subject(of: entry.word("title"))
            attached[snapshot.occasion(of: source), default: []].append((entry, version, topic))
        }
        guard !attached.isEmpty else { return [] }
        return snapshot.entries(.agenda).compactMap { item in
            guard let source = item.place(of: "objective"), let asked = version(in: item.word("objective")),
                let list = attached[snapshot.occasion(of: source)]
            else { return nil }
            let topic = subject(of: item.word("objective")).subtracting(["approve", "endorse", "update", "verbal"])
            guard let match = list.first(where: { $0.topic == topic }), match.version != asked else { return nil }
            return rule.finding(
                item, Side(source, asked), Side(match.entry.place(of: "title"), match.version),
                "The agenda asks about version \(asked), the appendix is version \(match.version): "
                    + "\(match.entry.word("title")).",
                likely: Likely(match.version, because: "the version attached", .low))
        }
    }

    private static func subject(of text: String) -> Set<String> {
        Words.topic(text).filter { !$0.utf8.contains { $0 >= 48 && $0 <= 57 } }
    }

    /// The number after `version`, or after a `v`: `2.5` of `version 2.5`.
    static func version(in text: String) -> String? {
        var after = false
        for piece in text.split(separator: " ") {
            let word = piece.lowercased()
            let bare = word.hasPrefix("v") ? word.dropFirst() : after ? word[...] : ""
            let digits = bare.prefix { $0.isNumber || $0 == "." }
            if let first = digits.first, first.isNumber {
                let number = digits.last == "." ? digits.dropLast() : digits
                return String(number)
            }
            after = word == "version"
        }
        return nil
    }
}
