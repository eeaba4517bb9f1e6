import Kernel

extension Desk {
    static let figureRules: [any DeskRule] = [
        Rule(
            "parts-make-the-total", "Parts against their total",
            "Figures out of one total do not exceed it, and make it up where one of them is the remainder.",
            clause: "governance.md 8.10", find: FigureRules.parts),
        Rule(
            "tranches-make-the-total", "Tranches against the total",
            "The tranches of a view add up to the number of those who were asked.",
            clause: "governance.md 8.10", find: FigureRules.tranches),
        Rule(
            "one-scale", "Two scales in one table", "The grades of one table are of one scale, that of its legend.",
            clause: "governance.md 4.1, H62", find: FigureRules.scale),
    ]
}

/// Rules about figures and grades.
enum FigureRules {
    static func parts(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var found: [Contradiction] = []
        for (_, figures) in byOccasion(.qualification, snapshot) {
            var groups: [(total: Int, parts: [Entry])] = []
            for entry in figures {
                guard entry.integer("value") != nil else { continue }
                let total = entry.integer("of") ?? (isRemainder(entry) ? groups.last?.total : nil)
                guard let total, (0...1_000_000_000_000).contains(total) else { continue }
                if let place = groups.firstIndex(where: { $0.total == total }) {
                    groups[place].parts.append(entry)
                } else {
                    groups.append((total, [entry]))
                }
            }
            for group in groups {
                let sum = sum(of: group.parts, "value")
                let closed = group.parts.contains(where: isRemainder)
                guard closed ? sum != group.total : sum > group.total, let last = group.parts.last else { continue }
                let values = group.parts.map { $0.exported("value") }.joined(separator: " + ")
                let first = group.parts.first { $0.integer("of") == group.total } ?? last
                found.append(
                    rule.finding(
                        last, Side(last.place(of: "value"), "\(values) = \(sum)"), first.side("of"),
                        "The parts of \(group.total) are \(values), which make \(sum).",
                        likely: closed
                            ? Likely(
                                "\(group.total - sum + self.sum(of: [last], "value"))",
                                because: "what is left of \(group.total) after the other parts", .low)
                            : .unknown("parts cannot exceed their total", .low)))
            }
        }
        return found
    }

    /// A sum of a column; figures past any market's size count as that size, so that no paper can overflow it.
    private static func sum(of entries: [Entry], _ column: String) -> Int {
        entries.reduce(0) { $0 + min(max($1.integer(column) ?? 0, 0), 1_000_000_000_000) }
    }

    private static func isRemainder(_ entry: Entry) -> Bool {
        let words = Words.tokens(entry.word("figure"))
        return words.contains("remaining") || words.contains("remainder")
    }

    /// Records of a kind by occasion, each in the order of the text.
    private static func byOccasion(_ kind: RecordKind, _ snapshot: RecordSnapshot) -> [(String, [Entry])] {
        var lists: [String: [Entry]] = [:]
        for entry in snapshot.entries(kind) {
            if let source = entry.sources.first { lists[snapshot.occasion(of: source), default: []].append(entry) }
        }
        return lists.keys.sorted().map { occasion in
            let ordered = (lists[occasion] ?? []).enumerated().sorted { one, two in
                let places = (one.element.sources[0], two.element.sources[0])
                return places.0 != places.1 ? places.0 < places.1 : one.offset < two.offset
            }
            return (occasion, ordered.map(\.element))
        }
    }

    static func tranches(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        let figures = Dictionary(byOccasion(.qualification, snapshot), uniquingKeysWith: { one, _ in one })
        return byOccasion(.tranches, snapshot).compactMap { occasion, tranches in
            guard tranches.count >= 2, let first = tranches.first else { return nil }
            let sum = sum(of: tranches, "mpids")
            var totals: [Int: Entry] = [:]
            for figure in figures[occasion] ?? [] {
                let text = Folding.key(figure.word("figure") + figure.word("unit"))
                guard contains(text, "non-sit") || contains(text, "tranche"), let total = figure.integer("of") else {
                    continue
                }
                totals[total] = totals[total] ?? figure
            }
            guard totals.count == 1, let (total, figure) = totals.first, total != sum else { return nil }
            let values = tranches.map { $0.exported("mpids") }.joined(separator: " + ")
            return rule.finding(
                first, Side(first.place(of: "mpids"), "\(values) = \(sum)"), figure.side("of"),
                "The tranches make \(sum), but \(total) were to be placed.",
                likely: Likely("\(total)", because: "the total that the other figures are parts of", .medium))
        }
    }

    private static func contains(_ text: String, _ part: String) -> Bool {
        let (text, part) = (Array(text.utf8), Array(part.utf8))
        guard part.count <= text.count else { return false }
        return (0...(text.count - part.count)).contains { text[$0..<($0 + part.count)].elementsEqual(part) }
    }

    // MARK: - Scales

    /// Two scales that a doubt tells of, with their lines.
    private static func legend(_ entry: Entry, _ doubt: String, _ rule: Rule) -> Contradiction {
        let places = ReadingRules.lines(in: doubt).map { Source(paper: entry.sources[0].paper, line: $0) }
        let parts = doubt.split(separator: ";").map { part in
            String(
                part.prefix { $0 != "(" }.drop { $0 == " " }.split(separator: " ").dropFirst(3).joined(separator: " "))
        }
        let subject = Contradiction.Subject(kind: entry.kind, key: entry.key, name: "grades of the RAID table")
        guard places.count == 2, parts.count == 2 else {
            return rule.finding(subject, entry.side("rag"), .none, "\(doubt).", likely: .unknown(doubt, .medium))
        }
        return rule.finding(
            subject, Side(places[0], parts[0]), Side(places[1], parts[1]),
            "The key grades \(parts[0]); the chart's legend has only \(parts[1]).",
            likely: Likely(parts[0], because: "the longer scale holds every grade of the shorter", .low))
    }

    private static let colours: Set<String> = ["red", "amber", "green"]
    private static let grades: Set<String> = ["critical", "high", "medium", "low"]

    static func scale(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var found: [Contradiction] = []
        for kind in [RecordKind.raid, .readinessTasks] {
            for (_, entries) in byOccasion(kind, snapshot) {
                var first: [String: [Bool: Entry]] = [:]
                for entry in entries {
                    for doubt in entry.doubts where Words.tokens(doubt).contains("legend") {
                        found.append(legend(entry, doubt, rule))
                    }
                    let grade = entry.word("rag").lowercased()
                    guard colours.contains(grade) || grades.contains(grade) else { continue }
                    first[entry.kind == .raid ? entry.word("kind") : "", default: [:]][colours.contains(grade)] =
                        first[entry.kind == .raid ? entry.word("kind") : ""]?[colours.contains(grade)] ?? entry
                }
                for scales in first.values {
                    guard let colour = scales[true], let grade = scales[false] else { continue }
                    found.append(
                        rule.finding(
                            colour, colour.side("rag"), grade.side("rag"),
                            "One table grades in colours (\(colour.word("rag"))) and in words (\(grade.word("rag"))).",
                            likely: .unknown("one table has one scale", .low)))
                }
            }
        }
        return found
    }
}
