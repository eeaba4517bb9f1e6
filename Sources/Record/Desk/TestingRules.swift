import Kernel

extension Desk {
    static let testingRules: [any DeskRule] = [
        Rule(
            "printed-rule-holds", "A date against its printed rule",
            "A date of the test artefact plan keeps the rule that its row prints.",
            clause: "governance.md 8.5, H39", find: ArtefactRules.printedRule),
        Rule(
            "artefact-row-once", "Two rows of one activity",
            "A row of the test artefact plan is printed once, or with the same dates.",
            clause: "governance.md H50", find: ArtefactRules.rows),
        Rule(
            "artefact-against-milestone", "A test date against its milestone",
            "The dates of the test artefact plan are those of the milestones that stand for them.",
            clause: "governance.md 8.5, H55", find: ArtefactRules.milestones),
        Rule(
            "level-one-code-agrees", "Two codes of a level 1 milestone",
            "The test artefact plan and the milestones give a level 1 milestone one code.",
            clause: "governance.md 3, H41", find: ArtefactRules.levelOne),
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

/// Rules about onboarding and other windows.
enum TestingRules {
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
            guard let interval = Int(ArtefactRules.number(entry.word("interval"))),
                let source = entry.place(of: "start"),
                entry.date("start") != nil
            else { continue }
            windows[snapshot.occasion(of: source), default: [:]][interval] = entry
        }
        return windows
    }

    static func follow(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var found: [Contradiction] = []
        // A window that the week chart shows elsewhere is that rule's finding.
        let charted = Set(weeks(snapshot, rule).map(\.subject.key))
        for windows in windows(snapshot).values {
            for (interval, entry) in windows {
                guard let before = windows[interval - 1], let start = entry.date("start"),
                    let end = before.date("end"), start <= end,
                    !charted.contains(entry.key), !charted.contains(before.key)
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
            guard let interval = Int(ArtefactRules.number(entry.word("interval"))), let source = entry.sources.first,
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
                        window, Side(window.place(of: "start"), "\(start.iso) to \(printed?.iso ?? "an open end")"),
                        Side(chart?.place(of: "label"), "\(first.iso) to \(end.iso)"),
                        "The window of interval \(interval) is \(start.iso) to \(printed?.iso ?? "an open end"); the "
                            + "chart shows it from \(first.iso) to \(end.iso).",
                        likely: likelyWindow(start, first, end, after: windows[interval - 1])))
            }
        }
        return found
    }

    /// The chart where the printed window begins before the window of the interval before it has ended.
    private static func likelyWindow(
        _ start: CalendarDate, _ first: CalendarDate, _ end: CalendarDate, after before: Entry?
    ) -> Likely {
        if let ended = before?.date("end"), start <= ended, ended < first {
            return Likely(
                "\(first.iso) to \(end.iso)",
                because: "the window of the interval before ends on \(ended.iso), after \(start.iso)", .medium)
        }
        return .unknown("the windows of the other intervals fit their weeks", .medium)
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
