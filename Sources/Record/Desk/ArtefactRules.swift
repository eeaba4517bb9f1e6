import Kernel

/// Rules about the test artefact plan: a date for each activity and interval.
enum ArtefactRules {
    static func printedRule(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        let broken = snapshot.entries(.pitDates).filter { isBroken($0) && !followsItsRow($0) }
        guard !broken.isEmpty else { return [] }
        let staged = StagedMilestones(snapshot)
        return broken.map { entry in
            let expected = entry.word("expected")
            let printed = entry.date("date") == nil ? entry.exported("date_printed") : entry.word("date")
            let basis = entry.word("basis")
            let witness = witness(of: entry, staged, snapshot)
            let because = witness.map { ", as \($0.key), \($0.word("title"))" } ?? ""
            return rule.finding(
                entry, Side(entry.place(of: "date"), printed),
                Side(witness.flatMap { $0.place(of: column(of: $0)) }?.description ?? "", expected),
                "\(entry.subject.name) is printed as \(printed); by its rule it is \(expected)\(because).",
                likely: likely(entry, expected, basis),
                state: entry.fields["date"]?.resolved == nil ? .open : .proposed)
        }
    }

    private static func likely(_ entry: Entry, _ expected: String, _ basis: String) -> Likely {
        guard let date = entry.date("date"), let (base, days) = workingDays(in: basis) else {
            return Likely(expected, because: basis.isEmpty ? "the row's own rule" : basis, .medium)
        }
        // The printed date may count Monday to Friday and no bank holidays.
        for sign in [1, -1] {
            var day = base
            var left = days
            while left > 0 {
                day = day.adding(days: sign)
                if !day.weekday.isWeekend { left -= 1 }
            }
            if day == date {
                return Likely(
                    expected, because: basis + "; the printed date counts bank holidays as working days", .low)
            }
        }
        return Likely(expected, because: basis, .medium)
    }

    /// The first day and number of a basis such as `2023-08-25 + 10 working days`.
    private static func workingDays(in basis: String) -> (CalendarDate, Int)? {
        let words = Words.tokens(basis)
        guard let place = words.firstIndex(of: "working"), place >= 4, let days = Int(words[place - 1]), days <= 100
        else { return nil }
        return CalendarDate(iso: words[(place - 4)..<(place - 1)].joined(separator: "-")).map { ($0, days) }
    }

    /// Whether a row that is to fall on the day of another row prints that row's very date: then the other row is at
    /// fault, and says so itself.
    private static func followsItsRow(_ entry: Entry) -> Bool {
        let words = Words.tokens(entry.word("note"))
        guard words.contains("same"), words.contains("day"), let date = entry.date("date") else { return false }
        let basis = Words.tokens(entry.word("basis"))
        guard let place = basis.firstIndex(of: "rather"), place + 6 < basis.count else { return false }
        // `rather than the printed 2023-08-07`
        return basis[(place + 4)...(place + 6)].joined(separator: "-") == date.iso
    }

    /// The milestone that is on the day which the rule gives: the row's own, or one that the rule's basis names.
    private static func witness(of entry: Entry, _ staged: StagedMilestones, _ snapshot: RecordSnapshot) -> Entry? {
        guard let expected = entry.date("expected") else { return nil }
        if let own = staged.milestone(of: entry), own.date(column(of: own)) == expected { return own }
        for word in entry.word("basis").split(whereSeparator: { " ;,:".contains($0) }) where word.first == "T" {
            if let named = snapshot.entry(.milestones, key: String(word)), named.date(column(of: named)) == expected {
                return named
            }
        }
        return nil
    }

    /// The column that holds the date for which a milestone is planned.
    private static func column(of milestone: Entry) -> String {
        milestone.date("forecast") == nil ? "baseline" : "forecast"
    }

    static func rows(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var first: [String: Entry] = [:]
        var told: Set<String> = []
        var found: [Contradiction] = []
        for entry in snapshot.entries(.pitDates) {
            guard let source = entry.place(of: "date") else { continue }
            let key = [
                snapshot.occasion(of: source), Folding.key(entry.word("activity")), entry.word("interval"),
            ].joined(separator: "|")
            guard let other = first[key] else {
                first[key] = entry
                continue
            }
            let (mine, yours) = (printed(other), printed(entry))
            let places = [mine.place, yours.place].sorted(by: NaturalOrder.precedes).joined(separator: "|")
            // One finding a pair of rows, at their first interval.
            guard !mine.value.isEmpty, !yours.value.isEmpty, mine.value != yours.value,
                mine.place != yours.place, told.insert(places).inserted
            else { continue }
            let (one, two) = NaturalOrder.precedes(mine.place, yours.place) ? (mine, yours) : (yours, mine)
            let subject = Contradiction.Subject(
                kind: entry.kind, key: entry.key, name: "two rows of \(entry.word("activity"))")
            found.append(
                rule.finding(
                    subject, one, two,
                    "\(entry.subject.name), stands in two rows, as \(one.value) and as \(two.value).",
                    likely: .unknown("two rows carry one label; one of them is probably another activity's", .low)))
        }
        return found
    }

    /// The date of a row, or what stands where a date should.
    private static func printed(_ entry: Entry) -> Side {
        Side(entry.place(of: "date"), entry.date("date") == nil ? entry.exported("date_printed") : entry.word("date"))
    }

    // MARK: - Milestones

    /// What a row of the plan is, where a milestone of its interval stands for it.
    private enum Stage: Hashable {
        case start, ready, final
    }

    /// What a participant submits, where milestones of many participants stand for it.
    private enum Artefact: Hashable {
        case plan, matrix, scenarios
    }

    static func milestones(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        // A date that breaks its printed rule is that rule's finding.
        let dates = snapshot.entries(.pitDates).filter { $0.date("date") != nil }
        guard !dates.isEmpty else { return [] }
        let staged = StagedMilestones(snapshot)
        let found = dates.compactMap { entry -> Contradiction? in
            guard !isBroken(entry), let milestone = staged.milestone(of: entry) else { return nil }
            return finding(entry, milestone, rule, "the milestone's own table prints it")
        }
        return found + submissions(dates, snapshot, rule)
    }

    private static func isBroken(_ entry: Entry) -> Bool { entry.fields["agrees"]?.value == .truth(false) }

    private static func finding(_ entry: Entry, _ milestone: Entry, _ rule: Rule, _ basis: String) -> Contradiction? {
        let column = column(of: milestone)
        guard let date = entry.date("date"), let planned = milestone.date(column), planned != date else { return nil }
        return rule.finding(
            entry, entry.side("date"), milestone.side(column),
            "\(entry.subject.name) is on \(date.iso); \(milestone.key), \(milestone.word("title")), is on \(planned.iso).",
            likely: Likely(planned.iso, because: basis, .medium))
    }

    // MARK: - Submissions

    /// Milestones by which participants submit an artefact, against the artefact's row: where two intervals or more are
    /// on the day of a submission, another one that misses the nearest by a few days is probably misprinted.
    private static func submissions(
        _ dates: [Entry], _ snapshot: RecordSnapshot, _ rule: Rule
    ) -> [Contradiction] {
        var planned: [String: [CalendarDate: Entry]] = [:]
        for milestone in snapshot.entries(.milestones) {
            let words = Words.tokens(milestone.word("title"))
            let column = column(of: milestone)
            guard words.contains("submitted"), let artefact = artefact(words), let date = milestone.date(column) else {
                continue
            }
            for occasion in Set((milestone.fields[column]?.sources ?? []).map(snapshot.occasion(of:))) {
                let key = "\(occasion)|\(artefact)"
                if planned[key]?[date] == nil { planned[key, default: [:]][date] = milestone }
            }
        }
        guard !planned.isEmpty else { return [] }
        var rows: [String: [Entry]] = [:]
        for entry in dates {
            let words = Words.tokens(entry.word("activity"))
            let note = Words.tokens(entry.word("note"))
            guard words.first != "assurance", !(note.contains("same") && note.contains("day")),
                let artefact = artefact(words), let source = entry.place(of: "date")
            else { continue }
            rows["\(snapshot.occasion(of: source))|\(artefact)", default: []].append(entry)
        }
        return rows.flatMap { key, entries -> [Contradiction] in
            guard let days = planned[key] else { return [] }
            let missing = entries.filter { entry in entry.date("date").map { days[$0] == nil } ?? false }
            guard entries.count - missing.count >= 2 else { return [] }
            return missing.compactMap { entry in
                guard !isBroken(entry), let date = entry.date("date"), let near = nearest(to: date, in: days) else {
                    return nil
                }
                return finding(entry, near, rule, "the rows of the other intervals are on such a milestone's day")
            }
        }
    }

    /// The milestone up to four days from a date, the nearest and earliest first.
    private static func nearest(to date: CalendarDate, in days: [CalendarDate: Entry]) -> Entry? {
        for shift in 1...4 {
            if let near = days[date.adding(days: -shift)] ?? days[date.adding(days: shift)] { return near }
        }
        return nil
    }

    private static func artefact(_ words: [String]) -> Artefact? {
        if words.contains("rttm") || (words.contains("traceability") && words.contains("matrix")) { return .matrix }
        if words.contains("scenarios"), words.contains("test") { return .scenarios }
        return ["pit", "approach", "plan"].allSatisfy(words.contains) ? .plan : nil
    }

    // MARK: - Stages

    /// The milestones that stand for a stage of an interval, by occasion.
    private struct StagedMilestones {
        private var staged: [String: Entry] = [:]
        private let snapshot: RecordSnapshot

        init(_ snapshot: RecordSnapshot) {
            self.snapshot = snapshot
            for milestone in snapshot.entries(.milestones) {
                guard let (stage, interval) = stage(ofTitle: milestone.word("title")) else { continue }
                let sources = milestone.fields[column(of: milestone)]?.sources ?? []
                for occasion in Set(sources.map(snapshot.occasion(of:))) {
                    let key = "\(occasion)|\(stage)|\(interval)"
                    if staged[key] == nil || milestone.date("forecast") != nil { staged[key] = milestone }
                }
            }
        }

        func milestone(of entry: Entry) -> Entry? {
            guard let stage = stage(ofActivity: entry.word("activity")), let source = entry.place(of: "date") else {
                return nil
            }
            return staged["\(snapshot.occasion(of: source))|\(stage)|\(number(entry.word("interval")))"]
        }
    }

    private static func stage(ofActivity activity: String) -> Stage? {
        let words = Words.tokens(activity)
        if words.contains("cit"), words.contains("start") { return words.contains("ready") ? .ready : .start }
        let isFinal = ["final", "pit", "completion", "report"].allSatisfy(words.contains)
        return isFinal && words.contains("pps") && words.contains("issue") ? .final : nil
    }

    private static func stage(ofTitle title: String) -> (Stage, String)? {
        let words = Words.tokens(title)
        if words.contains("pit"), words.contains("completion"), let interval = numeral(after: "interval", in: words) {
            return (.final, interval)
        }
        guard let testing = words.firstIndex(of: "testing"), testing >= 2,
            words[testing - 2..<testing].elementsEqual(["component", "integration"])
        else { return nil }
        let rest = Array(words[(testing + 1)...].drop { $0 == "interval" }.prefix(3))
        guard let interval = rest.first, Int(interval) != nil else { return nil }
        if rest.dropFirst().elementsEqual(["start"]) { return (.start, interval) }
        return rest.dropFirst().elementsEqual(["preparation", "complete"]) ? (.ready, interval) : nil
    }

    private static func numeral(after word: String, in words: [String]) -> String? {
        guard let place = words.firstIndex(of: word), place + 1 < words.count, Int(words[place + 1]) != nil else {
            return nil
        }
        return words[place + 1]
    }

    /// The number of an interval that is printed as `2` or as `CIT Interval #2`.
    static func number(_ interval: String) -> String {
        Words.tokens(interval).last { Int($0) != nil } ?? interval
    }

    // MARK: - Level 1

    /// A row for the start of the first interval names the level 1 milestone that starts with it.
    static func levelOne(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        let starts = snapshot.entries(.pitDates).filter {
            stage(ofActivity: $0.word("activity")) == .start && number($0.word("interval")) == "1"
        }
        guard !starts.isEmpty else { return [] }
        let tops = snapshot.entries(.milestones).filter {
            $0.word("tier") == "T1" && !$0.word("level1").isEmpty && Words.tokens($0.word("title")).contains("start")
        }
        return starts.compactMap { entry in
            guard let code = code(in: entry.word("note")), let source = entry.place(of: "note"),
                let start = entry.date("expected") ?? entry.date("date"),
                let top = tops.first(where: { top in
                    (top.fields["title"]?.sources ?? []).contains {
                        snapshot.occasion(of: $0) == snapshot.occasion(of: source)
                    }
                        && ["choreography_date", "forecast", "baseline"].contains { top.date($0) == start }
                }), top.word("level1") != code
            else { return nil }
            return rule.finding(
                entry, Side(source, code), top.side("level1"),
                "\(entry.word("activity")) is called \(code); \(top.key), \(top.word("title")), is \(top.word("level1")).",
                likely: Likely(
                    top.word("level1"), because: "\(top.key) is on \(start.iso), the day of the start", .medium))
        }
    }

    /// The level 1 code in brackets: `M5` of `(M5)`.
    private static func code(in note: String) -> String? {
        for word in note.split(separator: " ") where word.hasPrefix("(M") {
            let digits = word.dropFirst(2).prefix { $0.isNumber }
            if let number = Int(digits), word.dropFirst(2 + digits.count).first == ")" { return "M\(number)" }
        }
        return nil
    }
}
