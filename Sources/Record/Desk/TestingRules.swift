import Kernel

extension Desk {
    static let testingRules: [any DeskRule] = [
        Rule(
            "printed-rule-holds", "A date against its printed rule",
            "A date of the test artefact plan keeps the rule that its row prints.",
            clause: "governance.md 8.5, H39", find: TestingRules.printedRule),
        Rule(
            "artefact-row-once", "Two rows of one activity",
            "A row of the test artefact plan is printed once, or with the same dates.",
            clause: "governance.md H50", find: TestingRules.rows),
        Rule(
            "artefact-against-milestone", "A test date against its milestone",
            "The start, the readiness and the final report of an interval are on the dates of their milestones.",
            clause: "governance.md 8.5, H55", find: TestingRules.milestones),
        Rule(
            "window-in-order", "A window that ends before it starts", "A window starts on or before its end.",
            clause: "governance.md 2.1", find: TestingRules.order),
        Rule(
            "windows-follow", "Windows that overlap",
            "The onboarding window of an interval starts after that of the interval before has ended.",
            clause: "governance.md 2.1, H55", find: TestingRules.follow),
        Rule(
            "windows-against-weeks", "A window against the week chart",
            "The onboarding window of an interval covers the weeks that the chart gives it.",
            clause: "governance.md H13, H55", find: TestingRules.weeks),
        Rule(
            "gates-not-circular", "Gates that wait for each other",
            "No gate waits for itself through the criteria of other gates.",
            clause: "governance.md 8.6, H61", find: GateRules.circles),
    ]
}

/// Rules about test artefacts and onboarding.
enum TestingRules {
    static func printedRule(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        snapshot.entries(.pitDates).compactMap { entry in
            guard entry.word("agrees") == "no" else { return nil }
            let expected = entry.exported("expected")
            let printed = entry.exported("date").isEmpty ? entry.exported("date_printed") : entry.exported("date")
            let basis = entry.exported("basis")
            return rule.finding(
                entry, Side(entry.place(of: "date"), printed), Side(entry.place(of: "basis"), expected),
                "\(name(entry)) is printed as \(printed); by its rule it is \(expected).",
                likely: Likely(expected, because: basis.isEmpty ? "the row's own rule" : basis, .medium),
                state: entry.fields["date"]?.resolved == nil ? .open : .proposed)
        }
    }

    private static func name(_ entry: Entry) -> String {
        "\(entry.word("activity")) of interval \(entry.word("interval"))"
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
            let (mine, yours) = (other.side("date"), entry.side("date"))
            // One finding a pair of rows, at their first interval.
            guard !mine.value.isEmpty, !yours.value.isEmpty, mine.value != yours.value,
                told.insert("\(mine.place)|\(yours.place)").inserted
            else { continue }
            found.append(
                rule.finding(
                    entry, mine, yours, "\(name(entry)) stands in two rows, on \(mine.value) and on \(yours.value).",
                    likely: .unknown("two rows carry one label; one label is probably another activity's", .low)))
        }
        return found
    }

    // MARK: - Milestones

    /// What a row of the plan is, where a milestone stands for it.
    private enum Stage: Hashable {
        case start, ready, final
    }

    static func milestones(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        let dates = snapshot.entries(.pitDates)
        guard !dates.isEmpty else { return [] }
        var staged: [String: Entry] = [:]
        for milestone in snapshot.entries(.milestones) {
            guard let (stage, interval) = stage(ofTitle: milestone.word("title")) else { continue }
            let key = "\(stage) \(interval)"
            if staged[key] == nil || milestone.date("forecast") != nil { staged[key] = milestone }
        }
        return dates.compactMap { entry in
            guard let stage = stage(ofActivity: entry.word("activity")), let date = entry.date("date"),
                let milestone = staged["\(stage) \(number(entry.word("interval")))"]
            else { return nil }
            let column = milestone.date("forecast") == nil ? "baseline" : "forecast"
            guard let planned = milestone.date(column), planned != date,
                let pair = snapshot.together(
                    entry.fields["date"]?.sources ?? [], milestone.fields[column]?.sources ?? [])
            else { return nil }
            return rule.finding(
                entry, Side(pair.0, date.iso), Side(pair.1, planned.iso),
                "\(name(entry)) is on \(date.iso); \(milestone.key), \(milestone.word("title")), is on \(planned.iso).",
                likely: Likely(planned.iso, because: "the milestone's own table prints it", .medium))
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

    private static func number(_ interval: String) -> String {
        Words.tokens(interval).last { Int($0) != nil } ?? interval
    }

    // MARK: - Onboarding

    static func order(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        [RecordKind.onboardingWindows, .planActivities, .events].flatMap { kind in
            snapshot.entries(kind).compactMap { entry -> Contradiction? in
                guard let start = entry.date("start"), let end = entry.date("end"), end < start else { return nil }
                return rule.finding(
                    entry, entry.side("start"), entry.side("end"),
                    "\(entry.subject.name) starts on \(start.iso) and ends on \(end.iso).",
                    likely: .unknown("a window starts before it ends", .high))
            }
        }
    }

    /// Windows of numbered intervals by paper and interval.
    private static func windows(_ snapshot: RecordSnapshot) -> [String: [Int: Entry]] {
        var windows: [String: [Int: Entry]] = [:]
        for entry in snapshot.entries(.onboardingWindows) {
            guard let interval = Int(number(entry.word("interval"))), let source = entry.place(of: "start"),
                entry.date("start") != nil
            else { continue }
            windows[snapshot.occasion(of: source), default: [:]][interval] = entry
        }
        return windows
    }

    static func follow(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var found: [Contradiction] = []
        for windows in windows(snapshot).values {
            for (interval, entry) in windows {
                guard let before = windows[interval - 1], let start = entry.date("start"),
                    let end = before.date("end"), start <= end
                else { continue }
                found.append(
                    rule.finding(
                        entry, entry.side("start"), before.side("end"),
                        "\(entry.subject.name) starts on \(start.iso), before interval \(interval - 1) ends on "
                            + "\(end.iso).",
                        likely: .unknown("the other windows follow each other", .low)))
            }
        }
        return found
    }

    static func weeks(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        // Occasion, label, interval: the weeks of the chart.
        var charts: [String: [String: [Int: [Entry]]]] = [:]
        for entry in snapshot.entries(.onboardingWeeks) {
            guard let interval = Int(number(entry.word("interval"))), let source = entry.sources.first,
                entry.date("week") != nil
            else { continue }
            charts[snapshot.occasion(of: source), default: [:]][Folding.key(entry.word("label")), default: [:]][
                interval, default: []
            ].append(entry)
        }
        var found: [Contradiction] = []
        for (occasion, windows) in windows(snapshot) {
            guard let labels = charts[occasion], let label = label(of: windows, among: labels) else { continue }
            for (interval, window) in windows {
                guard let weeks = labels[label]?[interval]?.compactMap({ $0.date("week") }).sorted(),
                    let first = weeks.first, let last = weeks.last, let start = window.date("start")
                else { continue }
                let end = last.adding(days: 4)
                let printed = window.date("end")
                guard start != first || printed.map({ $0 != end }) == true else { continue }
                let chart = labels[label]?[interval]?.first
                found.append(
                    rule.finding(
                        window, Side(window.place(of: "start"), "\(start.iso) | \(printed?.iso ?? "")"),
                        Side(chart?.place(of: "week"), "\(first.iso) | \(end.iso)"),
                        "The window of interval \(interval) is \(start.iso) to \(printed?.iso ?? "an open end"); the "
                            + "chart shows it from \(first.iso) to \(end.iso).",
                        likely: .unknown("the windows of the other intervals fit their weeks", .medium)))
            }
        }
        return found
    }

    /// The label of the chart that stands for the windows: two windows or more, and half of all, start in its first
    /// week.
    private static func label(of windows: [Int: Entry], among labels: [String: [Int: [Entry]]]) -> String? {
        var best: (label: String, count: Int)?
        for label in labels.keys.sorted() {
            let count = windows.filter { interval, window in
                labels[label]?[interval]?.compactMap { $0.date("week") }.min() == window.date("start")
            }.count
            if count > best?.count ?? 1 { best = (label, count) }
        }
        guard let best, best.count * 2 >= windows.count else { return nil }
        return best.label
    }
}
