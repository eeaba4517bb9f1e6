import Kernel

extension Desk {
    static let planRules: [any DeskRule] = [
        Rule(
            "forecast-is-firm", "A passed forecast that waits to be replanned",
            "A milestone whose forecast has passed is not still waiting for a new date.",
            clause: "governance.md 8.4", find: PlanRules.replanned),
        Rule(
            "date-in-title-agrees", "A task off the date in its milestone's title",
            "A tracker's task is on the day that the title of its milestone names in brackets.",
            clause: "governance.md H55", find: PlanRules.titleDates),
        Rule(
            "deadline-on-its-milestone", "A deadline off its milestone",
            "A deadline that a mitigation sets for a thing is the date of the milestone of that name.",
            clause: "governance.md 8.4, 8.7, H55", find: PlanRules.deadlines),
        Rule(
            "timeline-against-milestone", "A timeline against its milestone",
            "A dated step of a timeline is on the day of the milestone that has the same words.",
            clause: "governance.md H55", find: PlanRules.timeline),
        Rule(
            "report-before-decision", "A report after the decision",
            "A report is shared before the decision that it is an input to.",
            clause: "governance.md 8.6", find: PlanRules.reports),
    ]
}

/// Rules about dates that several parts of a plan print for one thing.
enum PlanRules {
    /// The day for which a milestone is planned, with its column.
    static func planned(_ milestone: Entry) -> (date: CalendarDate, column: String)? {
        let column = milestone.date("forecast") == nil ? "baseline" : "forecast"
        return milestone.date(column).map { ($0, column) }
    }

    static func replanned(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        snapshot.entries(.milestones).compactMap { entry in
            guard entry.fields["update"] != nil, let forecast = entry.date("forecast"),
                let source = entry.place(of: "update"), let held = snapshot.card(of: source)?.meetingDate,
                forecast < held
            else { return nil }
            let update = entry.word("update")
            let words = Words.tokens(update)
            let isOpen = words.indices.contains { place in
                words[place].hasPrefix("replan")
                    || words[place] == "re" && words[place...].dropFirst().first == "planned"
            }
            guard isOpen else { return nil }
            return rule.finding(
                entry, entry.side("forecast"), Side(source, update),
                "\(entry.subject.name) is forecast for \(forecast.iso), before the meeting on \(held.iso), and its "
                    + "update says “\(update)”.",
                likely: .unknown("the update says that the date no longer holds", .medium))
        }
    }

    // MARK: - Dates in titles

    static func titleDates(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        let tasks = snapshot.entries(.readinessTasks).filter { $0.word("milestone_id").isEmpty }
        guard !tasks.isEmpty else { return [] }
        var titled: [String: [(milestone: Entry, source: Source, date: CalendarDate, topic: Set<String>)]] = [:]
        for milestone in snapshot.entries(.milestones) {
            guard let title = milestone.fields["title"], let near = planned(milestone)?.date else { continue }
            let prints = [(milestone.word("title"), title.sources)] + title.alternatives.map { ($0.value, $0.sources) }
            for (text, sources) in prints {
                guard let open = text.firstIndex(of: "("), let source = sources.first,
                    let date = DateMention.nearest(in: String(text[open...]), to: near)
                else { continue }
                titled[snapshot.occasion(of: source), default: []].append(
                    (milestone, source, date, Words.topic(String(text[..<open]))))
                break
            }
        }
        guard !titled.isEmpty else { return [] }
        return tasks.compactMap { task in
            guard let finish = task.date("finish"), let place = task.place(of: "finish"),
                let titles = titled[snapshot.occasion(of: place)]
            else { return nil }
            let topic = Words.topic(task.word("task"))
            // `Take Data Cut` is `Data cut … completed`: one word may differ, the verb.
            let match = titles.first { title in
                let shared = topic.intersection(title.topic).count
                return shared >= 2 && shared >= topic.count - 1
            }
            guard let match, match.date != finish else { return nil }
            return rule.finding(
                task, Side(place, finish.iso), Side(match.source, match.date.iso),
                "\(task.subject.name) is on \(finish.iso), but \(match.milestone.key) names "
                    + "\(match.date.weekday.name) \(match.date.iso) in its title.",
                likely: Likely(
                    match.date.iso, because: "the title of \(match.milestone.key), \(match.milestone.word("title"))",
                    .medium))
        }
    }

    // MARK: - Deadlines

    /// A milestone by the words that its title begins with, without the verb that ends it.
    private struct Named {
        let words: [String]
        let milestone: Entry
    }

    private static let endings: Set<String> = [
        "complete", "completed", "approved", "signed", "submitted", "issued", "agreed", "done", "received", "achieved",
    ]

    private static func named(_ snapshot: RecordSnapshot) -> [String: [Named]] {
        var named: [String: [Named]] = [:]
        for milestone in snapshot.entries(.milestones) where planned(milestone) != nil {
            var words = Words.tokens(milestone.word("title"))
            while let last = words.last, endings.contains(last) { words.removeLast() }
            if (3...8).contains(words.count), let first = words.first {
                named[first, default: []].append(Named(words: words, milestone: milestone))
            }
        }
        return named
    }

    static func deadlines(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var found: [Contradiction] = []
        var titles: [String: [Named]]?
        for entry in snapshot.entries(.raid) {
            guard let field = entry.fields["mitigations"], case .list(let items)? = field.value else { continue }
            for item in items {
                let words = Words.tokens(item)
                for (place, word) in words.enumerated() where word == "deadline" {
                    guard let due = date(in: words.dropFirst(place + 1).prefix(6)) else { continue }
                    let known = titles ?? named(snapshot)
                    titles = known
                    let before = Array(words[max(0, place - 40)..<place])
                    if let late = deadline(entry, field, due, before, known, snapshot, rule) { found.append(late) }
                }
            }
        }
        return found
    }

    private static func deadline(
        _ entry: Entry, _ field: FieldState, _ due: CalendarDate, _ before: [String], _ titles: [String: [Named]],
        _ snapshot: RecordSnapshot, _ rule: Rule
    ) -> Contradiction? {
        for start in before.indices.reversed() {
            for named in titles[before[start]] ?? [] where before[start...].starts(with: named.words) {
                guard let (date, column) = planned(named.milestone), date != due,
                    let pair = snapshot.together(field.sources, named.milestone.fields[column]?.sources ?? [])
                else { continue }
                return rule.finding(
                    entry, Side(pair.0, due.iso), Side(pair.1, date.iso),
                    "The mitigation of \(entry.subject.name) sets the deadline \(due.iso); \(named.milestone.key), "
                        + "\(named.milestone.word("title")), is on \(date.iso).",
                    likely: Likely(date.iso, because: "the milestone's own table prints it", .low))
            }
        }
        return nil
    }

    /// The date that words begin with, but for a joining word: `28 08 2023`, `28 August 2023`.
    private static func date(in words: ArraySlice<String>) -> CalendarDate? {
        let words = Array(words.drop { ["is", "of", "on", "by", "the", "was", "now"].contains($0) }.prefix(4))
        if words.count >= 3, let day = Int(words[0]), let month = Int(words[1]), let year = Int(words[2]) {
            return (1...9_999).contains(year)
                ? CalendarDate(year: year < 100 ? year + 2000 : year, month: month, day: day) : nil
        }
        return DateMention.first(in: words.joined(separator: " "), anchor: nil)
    }

    // MARK: - Timelines

    static func timeline(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        let steps = snapshot.entries(.cleanseTimeline).flatMap { TimelineStep.all(of: $0) }
        guard !steps.isEmpty else { return [] }
        var byOccasion: [String: [TimelineStep]] = [:]
        for step in steps {
            if let source = step.source { byOccasion[snapshot.occasion(of: source), default: []].append(step) }
        }
        return snapshot.entries(.milestones).compactMap { milestone in
            guard let (date, column) = planned(milestone),
                let source = milestone.fields[column]?.sources.first(where: {
                    byOccasion[snapshot.occasion(of: $0)] != nil
                })
            else { return nil }
            let topic = Words.topic(milestone.word("title"))
            guard topic.count >= 4 else { return nil }
            let matching = (byOccasion[snapshot.occasion(of: source)] ?? []).filter { topic.isSubset(of: $0.topic) }
            guard let step = matching.first, !matching.contains(where: { $0.date == date }) else { return nil }
            let weekend = step.date.weekday.isWeekend && !date.weekday.isWeekend
            return rule.finding(
                milestone, Side(source, date.iso), Side(step.source, step.date.iso),
                "\(milestone.subject.name), \(milestone.word("title")), is on \(date.iso), but the timeline of "
                    + "\(step.item) has it on \(step.date.iso).",
                likely: weekend
                    ? Likely(date.iso, because: "\(step.date.iso) is a \(step.date.weekday.name)", .medium)
                    : .unknown("the timeline uses the milestone's words", .low))
        }
    }

    // MARK: - Reports

    static func reports(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var decisions: [String: (date: CalendarDate, source: Source, entry: Entry)] = [:]
        var shared: [(date: CalendarDate, source: Source, entry: Entry)] = []
        for entry in snapshot.entries(.assurance) {
            guard let source = entry.place(of: "text"), let held = snapshot.card(of: source)?.meetingDate else {
                continue
            }
            let words = Words.tokens(entry.word("text"))
            let occasion = snapshot.occasion(of: source)
            if let place = follow(["decision", "on"], in: words), decisions[occasion] == nil,
                let date = DateMention.nearest(in: words[place...].prefix(4).joined(separator: " "), to: held)
            {
                decisions[occasion] = (date, source, entry)
            }
            for lead in [["in", "advance", "of"], ["ahead", "of"], ["prior", "to"], ["before"]] {
                if let place = follow(lead, in: words),
                    let date = DateMention.nearest(in: words[place...].prefix(4).joined(separator: " "), to: held)
                {
                    shared.append((date, source, entry))
                    break
                }
            }
        }
        var told: Set<Source> = []
        return shared.compactMap { report in
            guard let decision = decisions[snapshot.occasion(of: report.source)], report.date > decision.date,
                told.insert(report.source).inserted
            else {
                return nil
            }
            return rule.finding(
                report.entry, Side(report.source, report.date.iso), Side(decision.source, decision.date.iso),
                "“\(report.entry.word("text"))” allows a day up to \(report.date.iso); the decision that it informs is on "
                    + "\(decision.date.iso).",
                likely: Likely(decision.date.iso, because: "the report is an input to the decision of that day", .low))
        }
    }

    /// The place behind some words.
    private static func follow(_ lead: [String], in words: [String]) -> Int? {
        words.indices.first { words[$0...].starts(with: lead) }.map { $0 + lead.count }
    }
}

/// A dated step of a timeline's cell: `29 September: Each LDSO will …`.
private struct TimelineStep {
    let item: String
    let date: CalendarDate
    let topic: Set<String>
    let source: Source?

    /// The steps of a cell; their year is that of the cell's period.
    static func all(of entry: Entry) -> [TimelineStep] {
        let text = Words.tokens(entry.word("text"))
        guard let year = Words.tokens(entry.word("period")).compactMap({ Int($0) }).last, !text.isEmpty,
            let end = CalendarDate(year: year < 100 ? year + 2000 : year, month: 12, day: 31)
        else { return [] }
        let item = entry.word("item")
        let own = Words.topic(item)
        var steps: [TimelineStep] = []
        var start: (place: Int, date: CalendarDate)?
        func close(_ place: Int) {
            guard let start else { return }
            let topic = own.union(Words.topic(text[start.place..<place].joined(separator: " ")))
            steps.append(TimelineStep(item: item, date: start.date, topic: topic, source: entry.place(of: "text")))
        }
        for place in text.indices.dropLast() {
            guard Int(text[place]) != nil,
                let date = DateMention.first(in: text[place...(place + 1)].joined(separator: " "), anchor: end)
            else { continue }
            close(place)
            start = (place, date)
        }
        close(text.count)
        return steps
    }
}
