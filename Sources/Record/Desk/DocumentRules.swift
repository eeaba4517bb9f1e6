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
        approvals(snapshot).flatMap { _, approvals -> [Contradiction] in
            let names = Dictionary(approvals.map { ($0.topic, 1) }, uniquingKeysWith: +)
            var found: [Contradiction] = []
            for (place, one) in approvals.enumerated() {
                for two in approvals[(place + 1)...] where one.date != two.date {
                    guard same(one.topic, two.topic, among: names), versionsMeet(one.version, two.version),
                        one.by.isEmpty || two.by.isEmpty || Folding.same(one.by, two.by)
                    else { continue }
                    found.append(contradiction(rule, one, two))
                }
            }
            return found
        }
    }

    private static func versionsMeet(_ one: String, _ two: String) -> Bool { one.isEmpty || two.isEmpty || one == two }

    private static func contradiction(_ rule: Rule, _ one: Approval, _ two: Approval) -> Contradiction {
        rule.finding(
            one.entry, Side(one.entry.place(of: "date"), one.date.iso), Side(two.entry.place(of: "date"), two.date.iso),
            "\(one.entry.word("document")): \(one.entry.word("event")) on \(one.date.iso), but "
                + "\(two.entry.word("event")) on \(two.date.iso).",
            likely: .unknown("one version is approved once", .medium))
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
        var titled: [Set<String>: Entry] = [:]
        for milestone in snapshot.entries(.milestones) {
            var words = Words.topic(milestone.word("title"))
            guard words.remove("approved") != nil, words.count >= 3 else { continue }
            titled[words] = titled[words] ?? milestone
        }
        return lists.flatMap { _, approvals in
            approvals.compactMap { approval -> Contradiction? in
                guard let milestone = titled[approval.topic] else { return nil }
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
}
