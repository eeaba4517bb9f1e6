import Kernel

/// Rules about documents and their approval.
enum DocumentRules {
    private struct Approval {
        let entry: Entry
        let date: CalendarDate
        let version: String
        let topic: Set<String>
        let by: String
    }

    /// What happened, or is planned, at approval.
    private static let approving: Set<String> = ["approval sought", "approved", "planned", "planned approval"]

    private static func approvals(_ snapshot: RecordSnapshot) -> [(occasion: String, approvals: [Approval])] {
        var lists: [String: [Approval]] = [:]
        for entry in snapshot.entries(.documents) where approving.contains(entry.word("event").lowercased()) {
            guard let source = entry.place(of: "date"), let date = entry.date("date") else { continue }
            lists[snapshot.occasion(of: source), default: []].append(
                Approval(
                    entry: entry, date: date, version: entry.word("version"),
                    topic: Words.topic(entry.word("document")), by: entry.word("by")))
        }
        return lists.keys.sorted().map { ($0, Array((lists[$0] ?? []).prefix(500))) }
    }

    static func approvals(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        let lists = approvals(snapshot)
        guard !lists.isEmpty else { return [] }
        let titled = titled(snapshot)
        let agenda = agendaLines(snapshot)
        return lists.flatMap { _, approvals -> [Contradiction] in
            let names = Dictionary(approvals.map { ($0.topic, 1) }, uniquingKeysWith: +)
            var found: [Contradiction] = []
            for (place, one) in approvals.enumerated() {
                for two in approvals[(place + 1)...] where one.date != two.date {
                    guard same(one.topic, two.topic, among: names), versionsMeet(one.version, two.version),
                        one.by.isEmpty || two.by.isEmpty || Folding.same(one.by, two.by)
                    else { continue }
                    found.append(contradiction(rule, one, two, titled, agenda))
                }
            }
            return found
        }
    }

    /// Milestones that are the approval of a document, by the document's words.
    private static func titled(_ snapshot: RecordSnapshot) -> [Set<String>: Entry] {
        var titled: [Set<String>: Entry] = [:]
        for milestone in snapshot.entries(.milestones) {
            var words = Words.topic(milestone.word("title"))
            guard words.remove("approved") != nil, words.count >= 3 else { continue }
            titled[words] = titled[words] ?? milestone
        }
        return titled
    }

    /// Where agendas list their items.
    private static func agendaLines(_ snapshot: RecordSnapshot) -> Set<Source> {
        Set(snapshot.entries(.agenda).compactMap { $0.place(of: "number") })
    }

    /// The slide that puts a document forward, where one does: the agenda's own line prints no more than its title.
    private static func place(of approval: Approval, _ agenda: Set<Source>) -> Source? {
        let sources = approval.entry.fields["date"]?.sources ?? []
        return sources.first { !agenda.contains($0) } ?? sources.first ?? approval.entry.sources.first
    }

    private static func versionsMeet(_ one: String, _ two: String) -> Bool { one.isEmpty || two.isEmpty || one == two }

    private static func contradiction(
        _ rule: Rule, _ one: Approval, _ two: Approval, _ titled: [Set<String>: Entry], _ agenda: Set<Source>
    ) -> Contradiction {
        var likely = Likely.unknown("one version is approved once", .medium)
        if let milestone = titled[one.topic] ?? titled[two.topic], let planned = PlanRules.planned(milestone)?.date,
            planned == one.date || planned == two.date
        {
            likely = Likely(
                planned.iso, because: "\(milestone.key), \(milestone.word("title")), is on that day", .medium)
        }
        return rule.finding(
            one.entry, Side(place(of: one, agenda), one.date.iso), Side(place(of: two, agenda), two.date.iso),
            "\(one.entry.word("document")): \(one.entry.word("event")) on \(one.date.iso), but "
                + "\(two.entry.word("event")) on \(two.date.iso).",
            likely: likely)
    }

    /// Whether two names mean one document: the same words, or one shortened, where the short name stands alone and no
    /// other name fits it better.
    private static func same(_ one: Set<String>, _ two: Set<String>, among names: [Set<String>: Int]) -> Bool {
        if one == two { return true }
        let (short, long) = one.count < two.count ? (one, two) : (two, one)
        guard short.count >= 3, names[short] == 1, short.isSubset(of: long) else { return false }
        let extra = long.count - short.count
        return !names.keys.contains {
            $0 != short && $0 != long && short.isSubset(of: $0) && $0.count - short.count <= extra
        }
    }

    static func milestones(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        let lists = approvals(snapshot)
        guard !lists.isEmpty else { return [] }
        let titled = titled(snapshot)
        let agenda = agendaLines(snapshot)
        // A document with two dates is the finding of that rule.
        let twice = Set(self.approvals(snapshot, rule).flatMap { [$0.placeA, $0.placeB] })
        return lists.flatMap { _, approvals in
            approvals.compactMap { approval -> Contradiction? in
                guard let milestone = titled[approval.topic],
                    !twice.contains(place(of: approval, agenda)?.description ?? "")
                else { return nil }
                let column = milestone.date("forecast") == nil ? "baseline" : "forecast"
                guard let planned = milestone.date(column), planned != approval.date,
                    let pair = snapshot.together(
                        approval.entry.fields["date"]?.sources ?? [], milestone.fields[column]?.sources ?? [])
                else { return nil }
                return rule.finding(
                    approval.entry, Side(pair.0, approval.date.iso), Side(pair.1, planned.iso),
                    "\(approval.entry.word("document")): \(approval.entry.word("event")) on \(approval.date.iso), but "
                        + "\(milestone.key), \(milestone.word("title")), is on \(planned.iso).",
                    likely: .unknown("the milestone is the approval of the document", .low))
            }
        }
    }

    // MARK: - Deliverables

    /// Words that the names of one document may lack or add.
    private static let filler: Set<String> = ["sit", "test", "version"]

    /// Words that end the name of a document.
    private static let ends: Set<String> = [
        "plan", "strategy", "profile", "scenario", "case", "guidance", "report", "criteria", "reference", "schedule",
    ]

    /// The words of a document's name in order, without small words and filler.
    private static func core(_ name: String) -> [String] {
        Words.tokens(name).filter { $0 != "and" && $0 != "of" && $0 != "the" }.map(Words.stem)
            .filter { !filler.contains($0) }
    }

    static func upcoming(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        let groups = snapshot.entries(.workingGroups).filter { $0.fields["upcoming"]?.value != nil }
        guard !groups.isEmpty else { return [] }
        var approved: [String: [(core: [String], entry: Entry, date: CalendarDate)]] = [:]
        var open: Set<String> = []
        for entry in snapshot.entries(.documents) {
            guard let source = entry.sources.first else { continue }
            let core = core(entry.word("document"))
            let occasion = snapshot.occasion(of: source)
            if entry.word("event") == "approved", let date = entry.date("date"), core.count >= 3 {
                approved[occasion, default: []].append((core, entry, date))
            } else {
                open.insert("\(occasion)|\(core.joined(separator: " "))")
            }
        }
        return groups.flatMap { group -> [Contradiction] in
            guard let source = group.place(of: "upcoming"), let held = snapshot.card(of: source)?.meetingDate,
                case .list(let items)? = group.fields["upcoming"]?.value
            else { return [] }
            let occasion = snapshot.occasion(of: source)
            return (approved[occasion] ?? []).compactMap { one in
                guard one.date < held, !open.contains("\(occasion)|\(one.core.joined(separator: " "))"),
                    items.contains(where: { names(one.core, in: core($0)) })
                else { return nil }
                let version = one.entry.word("version")
                return rule.finding(
                    group, Side(source, "upcoming"), Side(one.entry.place(of: "date"), "approved \(one.date.iso)"),
                    "\(group.subject.name) is still to deliver \(one.entry.word("document")), which was approved on "
                        + "\(one.date.iso)\(version.isEmpty ? "" : " as version \(version)").",
                    likely: .unknown("no later version is asked for or planned", .low))
            }
        }
    }

    /// Whether a list of names has one of exactly these words: nothing of a longer name before them.
    private static func names(_ core: [String], in words: [String]) -> Bool {
        words.indices.contains { start in
            words[start...].starts(with: core) && (start == 0 || ends.contains(words[start - 1]))
        }
    }
}
