import Kernel

/// Rules about what a paper calls next or coming.
enum EventRules {
    static func nextIsAhead(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var found: [Contradiction] = []
        for entry in snapshot.entries(.workingGroups) {
            guard let next = entry.date("next_meeting"), (entry.date("last_meeting").map { $0 < next } ?? true),
                let held = held(entry.place(of: "next_meeting"), snapshot), next < held.date
            else { continue }
            found.append(
                rule.finding(
                    entry, entry.side("next_meeting"), Side(held.place, held.date.iso),
                    "\(entry.subject.name) is announced to meet next on \(next.iso), before the paper's own meeting on "
                        + "\(held.date.iso).",
                    likely: .unknown("text carried over from before \(next.iso)", .medium)))
        }
        return found + events(snapshot, rule)
    }

    /// The day of the meeting for which a place's paper was written, and where that paper prints it.
    private static func held(_ source: Source?, _ snapshot: RecordSnapshot) -> (date: CalendarDate, place: Source?)? {
        guard let source, let date = snapshot.card(of: source)?.meetingDate else { return nil }
        let meeting = snapshot.meeting(of: source).flatMap { snapshot.entry(.meetings, key: $0) }
        return (date, meeting?.fields["date"]?.sources.first { $0.paper == source.paper })
    }

    // MARK: - Events

    /// An event with the line that announces it.
    private struct Announced {
        let entry: Entry
        let start: CalendarDate
        let isNext: Bool
        let report: Source?
    }

    /// One finding a line of announcements: what is carried over is the line.
    private static func events(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        let reports = reported(snapshot)
        var lines: [Source: [Announced]] = [:]
        for entry in snapshot.entries(.events) {
            guard let start = entry.date("start"), (entry.date("end") ?? start) == start else { continue }
            let words = Words.tokens(entry.word("event"))
            for source in entry.fields["start"]?.sources ?? [] {
                guard let card = snapshot.card(of: source), let held = card.meetingDate, start < held else { continue }
                let report = words.lazy.compactMap {
                    reports["\(snapshot.occasion(of: source))|\($0)|\(start.iso)"]
                }.first
                let isNext = words.contains("next")
                guard isNext || report != nil || (card.kind == .pack && !gatherings.isDisjoint(with: words)) else {
                    continue
                }
                lines[source, default: []].append(
                    Announced(entry: entry, start: start, isNext: isNext, report: report))
            }
        }
        return lines.keys.sorted().compactMap { finding(lines[$0] ?? [], at: $0, snapshot, rule) }
    }

    private static let gatherings: Set<String> = ["group", "committee", "board", "forum", "webinar", "workshop"]

    private static func finding(
        _ events: [Announced], at source: Source, _ snapshot: RecordSnapshot, _ rule: Rule
    ) -> Contradiction? {
        guard let first = events.first, let held = held(source, snapshot) else { return nil }
        let names = events.map { $0.entry.word("event") }.joined(separator: ", ")
        let subject = Contradiction.Subject(
            kind: .events, key: first.entry.key,
            name: "\(events.count == 1 ? "event" : "events") \(names), \(first.start.iso)")
        if events.count == 1, !first.isNext, let report = first.report {
            let next = Cadence(first.start).day(inMonthOf: CalendarMonth(first.start).adding(months: 1).first)
            return rule.finding(
                subject, Side(source, first.start.iso), Side(report, first.start.iso),
                "\(names) is announced for \(first.start.iso); the same papers report on it as held.",
                likely: Likely(
                    next.map { $0 > held.date ? $0.iso : "" } ?? "",
                    because: "text carried over from an earlier paper; the \(Cadence(first.start).words) comes next "
                        + (next.map { "on \($0.iso)" } ?? "later"), .medium))
        }
        return rule.finding(
            subject, Side(source, first.start.iso), Side(held.place, held.date.iso),
            "\(names): announced for \(first.start.iso), before the paper's own meeting on \(held.date.iso).",
            likely: .unknown("text carried over from before \(first.start.iso)", .medium))
    }

    /// Where papers report a meeting as held, by occasion, group and day.
    private static func reported(_ snapshot: RecordSnapshot) -> [String: Source] {
        var reports: [String: Source] = [:]
        for (kind, column) in [(RecordKind.groupUpdates, "date"), (.workingGroups, "last_meeting")] {
            for entry in snapshot.entries(kind) {
                guard let date = entry.date(column), let source = entry.place(of: column) else { continue }
                let key = "\(snapshot.occasion(of: source))|\(entry.word("group").lowercased())|\(date.iso)"
                if reports[key] == nil { reports[key] = source }
            }
        }
        return reports
    }
}
