import Kernel

extension Desk {
    static let milestoneRules: [any DeskRule] = [
        Rule(
            "baseline-against-register", "Two baselines of a milestone",
            "The view, the changes and the register of a meeting print one baseline date of a milestone.",
            clause: "governance.md 8.4, H32", find: MilestoneRules.baseline),
        Rule(
            "milestone-titles-agree", "Two titles of a milestone",
            "The tables of a meeting print one title of a milestone, in full or shortened.",
            clause: "governance.md 8.4, H41, H60", find: MilestoneRules.titles),
        Rule(
            "tier-against-identifier", "A tier against the identifier",
            "The digit after the T of a milestone's identifier is its tier.",
            clause: "governance.md 3", find: MilestoneRules.tier),
        Rule(
            "change-against-view", "A change against the view",
            "The forecast of a change table is the forecast of the milestone in the same meeting's papers.",
            clause: "governance.md 8.4, H51", find: MilestoneRules.change),
        Rule(
            "forecast-against-tracker", "A forecast against the tracker",
            "A tracker row finishes on the forecast date of its milestone.",
            clause: "governance.md H33", find: MilestoneRules.tracker),
        Rule(
            "tracker-date-plausible", "A tracker date years away",
            "A tracker row finishes within a year of its milestone.",
            clause: "governance.md H40", find: MilestoneRules.trackerYear),
        Rule(
            "choreography-against-plan", "A decision path against the plan",
            "The decision path gives a milestone the date that the plan gives it.",
            clause: "governance.md 8.6, H15, H55", find: MilestoneRules.choreography),
    ]
}

/// Rules about milestones over the tables that print them.
enum MilestoneRules {
    static func baseline(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        ValueRules.alternatives(of: "baseline", kind: .milestones, snapshot) { entry, other, pair in
            let mine = entry.exported("baseline")
            return rule.finding(
                entry, Side(pair.0, mine), Side(pair.1, other.value),
                "The baseline of \(entry.subject.name) is \(mine) in one table and \(other.value) in another.",
                likely: ValueRules.likely(entry, "baseline", other))
        }
    }

    static func titles(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        let renamed = Set(
            snapshot.entries(.milestoneChanges).filter { Words.tokens($0.word("change")).contains("name") }
                .map { $0.word("id") })
        let printed = ValueRules.alternatives(of: "title", kind: .milestones, snapshot) {
            entry, other, pair -> Contradiction? in
            guard !renamed.contains(entry.key) else { return nil }
            let mine = entry.exported("title")
            guard let confidence = titlesDiffer(mine, other.value) else { return nil }
            let likely = ValueRules.likely(entry, "title", other)
            return rule.finding(
                entry, Side(pair.0, mine), Side(pair.1, other.value),
                "\(entry.subject.name) is titled “\(mine)” in one place and “\(other.value)” in another.",
                likely: Likely(likely.value, because: likely.basis, confidence))
        }
        return printed + spoken(snapshot, rule)
    }

    /// Titles that running text gives a level 1 code in brackets: `M9 (System Integration Test Start)`.
    private static func spoken(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var tops: [String: Entry] = [:]
        for entry in snapshot.entries(.milestones) where entry.word("tier") == "T1" && !entry.word("level1").isEmpty {
            tops[entry.word("level1")] = tops[entry.word("level1")] ?? entry
        }
        guard !tops.isEmpty else { return [] }
        var told: Set<String> = []
        var found: [Contradiction] = []
        for (kind, column) in [(RecordKind.groupUpdates, "text"), (.discussion, "text"), (.agenda, "objective")] {
            for entry in snapshot.entries(kind) {
                guard let source = entry.place(of: column) else { continue }
                for (code, name) in named(in: entry.word(column)) {
                    guard let top = tops[code], let place = top.place(of: "title"),
                        snapshot.occasion(of: place) == snapshot.occasion(of: source)
                    else { continue }
                    let bare = top.word("title").prefix { $0 != "(" }
                    let title = String(bare.last == " " ? bare.dropLast() : bare)
                    let (mine, yours) = (Words.tokens(title), Words.tokens(name))
                    guard mine.count >= 3, mine != yours, Words.distance(mine, yours, limit: 1) == 1,
                        told.insert("\(top.key)|\(yours.joined(separator: " "))").inserted
                    else { continue }
                    found.append(
                        rule.finding(
                            top, Side(place, title), Side(source, name),
                            "\(code) is titled “\(title)” in its own place and “\(name)” in an update.",
                            likely: Likely(title, because: "the milestone's own place prints it", .low)))
                }
            }
        }
        return found
    }

    /// Level 1 codes with the words in the brackets behind them.
    private static func named(in text: String) -> [(code: String, name: String)] {
        guard text.utf8.contains(UInt8(ascii: "(")) else { return [] }
        var found: [(code: String, name: String)] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "("), let close = rest[open...].firstIndex(of: ")") {
            let before = rest[..<open].split(separator: " ").last ?? ""
            if before.first == "M", let number = Int(before.dropFirst()), number > 0 {
                found.append(("M\(number)", String(rest[rest.index(after: open)..<close])))
            }
            rest = rest[rest.index(after: close)...]
        }
        return found
    }

    /// Nil where one title is the other or a shortening of it; punctuation and small words do not count.
    private static func titlesDiffer(_ one: String, _ two: String) -> Contradiction.Confidence? {
        let mine = Words.tokens(one)
        let yours = Words.tokens(two)
        if mine == yours || mine.joined() == yours.joined() { return nil }
        if isSlip(mine, yours) { return .medium }
        let (topicOne, topicTwo) = (Words.topic(one), Words.topic(two))
        if topicOne.isSubset(of: topicTwo) || topicTwo.isSubset(of: topicOne) { return nil }
        return Words.distance(mine, yours, limit: 2) <= 2 ? .medium : .low
    }

    /// Whether two titles differ in one letter of one word, and not only in a plural.
    private static func isSlip(_ one: [String], _ two: [String]) -> Bool {
        guard one.count == two.count else { return false }
        let pairs = zip(one, two).filter { $0 != $1 }
        return pairs.count == 1
            && pairs.allSatisfy { Words.stem($0) != Words.stem($1) && Words.oneLetterApart($0, $1) }
    }

    static func tier(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        let columns: [(RecordKind, String)] = [
            (.milestones, "id"), (.milestoneChanges, "id"), (.choreography, "milestone_id"),
            (.readinessTasks, "milestone_id"),
        ]
        var found: [Contradiction] = []
        for (kind, column) in columns {
            for entry in snapshot.entries(kind) {
                let id = entry.exported(column)
                let tier = entry.exported("tier")
                guard !tier.isEmpty, let expected = self.tier(of: id), tier != expected else { continue }
                found.append(
                    rule.finding(
                        entry, entry.side("tier"), entry.side(column),
                        "\(id) stands under \(tier), but its identifier says \(expected).",
                        likely: Likely(expected, because: "identifiers carry their tier", .high)))
            }
        }
        return found
    }

    /// `T2` of `T2-TE-0250`; nil for other identifiers.
    private static func tier(of id: String) -> String? {
        let bytes = Array(id.utf8.prefix(3))
        guard bytes.count == 3, bytes[0] == UInt8(ascii: "T"), bytes[2] == UInt8(ascii: "-"),
            bytes[1] >= 49, bytes[1] <= 57
        else { return nil }
        return String(id.prefix(2))
    }

    static func change(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        snapshot.entries(.milestoneChanges).compactMap { entry in
            guard let milestone = snapshot.entry(.milestones, key: entry.word("id")) else { return nil }
            let forecast = entry.exported("forecast")
            let current = milestone.exported("forecast")
            guard !forecast.isEmpty, !current.isEmpty, forecast != current,
                let field = milestone.fields["forecast"], let own = entry.fields["forecast"],
                !field.alternatives.contains(where: { $0.value == forecast }),
                let pair = snapshot.together(own.sources, field.sources)
            else { return nil }
            return rule.finding(
                entry, Side(pair.0, forecast), Side(pair.1, current),
                "The change of \(entry.word("id")) forecasts \(forecast), its own row \(current).",
                likely: Likely(current, because: "the milestone's own row", .low))
        }
    }

    // MARK: - The tracker

    static func tracker(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        tracked(snapshot).compactMap { row in
            guard let planned = row.milestone.date("forecast"), !farApart(row.finish, planned), row.finish != planned,
                let field = row.milestone.fields["forecast"],
                !field.alternatives.contains(where: { $0.value == row.finish.iso }),
                let pair = snapshot.together(row.task.fields["finish"]?.sources ?? [], field.sources)
            else { return nil }
            return rule.finding(
                row.task, Side(pair.0, row.finish.iso), Side(pair.1, planned.iso),
                "\(row.milestone.key) finishes on \(row.finish.iso) in the tracker but is forecast for \(planned.iso).",
                likely: Likely(planned.iso, because: "the plan's own forecast of \(row.milestone.key)", .medium))
        }
    }

    static func trackerYear(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var found: [Contradiction] = []
        var matched: Set<String> = []
        for row in tracked(snapshot) {
            matched.insert(row.task.key)
            let planned = row.milestone.date("forecast") ?? row.milestone.date("baseline")
            guard let planned, farApart(row.finish, planned) else { continue }
            let column = row.milestone.date("forecast") == nil ? "baseline" : "forecast"
            found.append(
                rule.finding(
                    row.task, row.task.side("finish"), row.milestone.side(column),
                    "\(row.task.subject.name) finishes on \(row.finish.iso), years from \(row.milestone.key) on "
                        + "\(planned.iso).",
                    likely: Likely(
                        planned.iso, because: "the \(column) date of \(row.milestone.key), found by \(row.by)", .high)))
        }
        for task in snapshot.entries(.readinessTasks) where !matched.contains(task.key) {
            guard let finish = task.date("finish"), let source = task.place(of: "finish"),
                let held = snapshot.card(of: source)?.meetingDate, abs(finish.year - held.year) > 2
            else { continue }
            found.append(
                rule.finding(
                    task, task.side("finish"), .none,
                    "\(task.subject.name) finishes on \(finish.iso), years from the meeting on \(held.iso).",
                    likely: .unknown("no date of the tracker is years away", .medium)))
        }
        return found
    }

    private static func farApart(_ one: CalendarDate, _ two: CalendarDate) -> Bool { abs(one - two) > 366 }

    private struct Tracked {
        let task: Entry
        let finish: CalendarDate
        let milestone: Entry
        /// How the milestone was found.
        let by: String
    }

    /// Tracker rows with their milestones: by identifier, by its resolved reading, else by an equal title.
    private static func tracked(_ snapshot: RecordSnapshot) -> [Tracked] {
        let tasks = snapshot.entries(.readinessTasks)
        guard !tasks.isEmpty else { return [] }
        // Titles are gathered only once an identifier leads nowhere.
        var titled: [[String]: Entry]?
        return tasks.compactMap { task in
            guard let finish = task.date("finish") else { return nil }
            let resolved = task.fields["milestone_id"]?.resolved?.value
            for (id, by) in [(resolved, "its probable identifier"), (task.word("milestone_id"), "its identifier")] {
                if let id, let milestone = snapshot.entry(.milestones, key: id),
                    milestone.word("state") != "doubtful"
                {
                    return Tracked(task: task, finish: finish, milestone: milestone, by: by)
                }
            }
            guard !task.word("milestone_id").isEmpty else { return nil }
            let titles = titled ?? milestonesByTitle(snapshot)
            titled = titles
            guard let milestone = titles[Words.tokens(task.word("task"))] else { return nil }
            return Tracked(task: task, finish: finish, milestone: milestone, by: "its title")
        }
    }

    private static func milestonesByTitle(_ snapshot: RecordSnapshot) -> [[String]: Entry] {
        var titled: [[String]: Entry] = [:]
        for milestone in snapshot.entries(.milestones) where milestone.word("state") != "doubtful" {
            let title = Words.tokens(milestone.word("title"))
            titled[title] = titled[title] ?? milestone
        }
        return titled
    }

    static func choreography(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        snapshot.entries(.choreography).compactMap { entry in
            guard let date = entry.date("date"), let own = entry.fields["date"],
                let milestone = snapshot.entry(.milestones, key: entry.word("milestone_id"))
            else { return nil }
            let column = milestone.date("forecast") == nil ? "baseline" : "forecast"
            guard let planned = milestone.date(column), planned != date, let field = milestone.fields[column],
                !field.alternatives.contains(where: { $0.value == date.iso }),
                let pair = snapshot.together(own.sources, field.sources)
            else { return nil }
            return rule.finding(
                entry, Side(pair.0, date.iso), Side(pair.1, planned.iso),
                "\(milestone.key) is on \(date.iso) in the decision path, on \(planned.iso) in the plan.",
                likely: Likely(planned.iso, because: "the plan's own table", .medium))
        }
    }
}
