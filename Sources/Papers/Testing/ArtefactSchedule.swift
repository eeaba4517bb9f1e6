import Kernel
import Record

/// What the rules, the milestones and the pattern of a table say of each of its dates.
struct ArtefactSchedule {
    struct Link {
        let target: Int
        let offset: ArtefactRule.Offset
        let bound: ArtefactRule.Bound?
        /// True where no note prints the rule and the dates alone show it.
        let isEvident: Bool
        /// True where the other activity's printed date counts, whatever the rest of the table says of it.
        var followsPrint = false
    }

    /// A date that the table supports for an activity in an interval.
    struct Support {
        let date: CalendarDate
        /// What speaks for it beside the cell's own print.
        let reasons: [String]
    }

    struct Expectation {
        let date: CalendarDate
        let basis: String
        let agrees: Bool?
    }

    private struct Candidate {
        var score = 0.0
        var reasons: [String] = []
        var offsets: [ArtefactRule.Offset] = []
        var isPrinted = false
    }

    let table: ArtefactTable
    let links: [Link?]
    /// The activity that stands for all that share its day.
    private let roots: [Int]
    private let milestones: [[Int: (date: CalendarDate, reason: String)]]

    init(_ table: ArtefactTable, _ milestones: MilestoneIndex) {
        self.table = table
        let names = ActivityNames(table.activities.map(\.title))
        var links = table.activities.indices.map { Self.link(of: $0, table, names) }
        Self.addEvident(&links, table)
        self.links = links
        roots = table.activities.indices.map { Self.root(of: $0, links) }
        self.milestones = Self.matches(milestones, table, names, roots)
    }

    private static func link(of place: Int, _ table: ArtefactTable, _ names: ActivityNames) -> Link? {
        let activity = table.activities[place]
        guard let rule = activity.rule else { return nil }
        let target: Int? =
            switch rule.target {
            case .phrase(let words): names.best(words, besides: place)
            case .ownTitle:
                names.best(
                    SlideWords.of(TableForm.withoutRemarks(activity.title)).filter { $0 != "assurance" }, besides: place
                )
            }
        return target.map {
            Link(
                target: $0, offset: rule.offset, bound: rule.bound, isEvident: false, followsPrint: rule.followsPrint)
        }
    }

    /// Rows without a rule that print the dates of another row in nearly every interval follow that row: the one on
    /// which most rules rest.
    private static func addEvident(_ links: inout [Link?], _ table: ArtefactTable) {
        let dependants = table.activities.indices.map { place in links.count { $0?.target == place } }
        let free = table.activities.indices.filter { links[$0] == nil }
        for place in free {
            let targets = table.activities.indices.filter { other in
                other != place && links[other] == nil && isAlike(table.activities[place], table.activities[other])
                    && (dependants[other], -other) > (dependants[place], -place)
            }
            if let target = targets.max(by: { (dependants[$0], -$0) < (dependants[$1], -$1) }) {
                links[place] = Link(target: target, offset: .days(0), bound: nil, isEvident: true)
            }
        }
    }

    private static func isAlike(_ left: ArtefactTable.Activity, _ right: ArtefactTable.Activity) -> Bool {
        let pairs = left.readings.indices.compactMap { column -> Bool? in
            guard let one = left.date(column), let other = right.date(column) else { return nil }
            return one == other
        }
        return pairs.count >= 3 && pairs.count { $0 } * 5 >= pairs.count * 4
    }

    private static func root(of place: Int, _ links: [Link?]) -> Int {
        var place = place
        for _ in links.indices {
            guard let link = links[place], link.offset.isZero, link.bound == nil else { break }
            place = link.target
        }
        return place
    }

    /// Milestones of the same paper whose titles name an activity and `… Interval n`.
    private static func matches(
        _ index: MilestoneIndex, _ table: ArtefactTable, _ names: ActivityNames, _ roots: [Int]
    ) -> [[Int: (date: CalendarDate, reason: String)]] {
        var result = table.activities.map { _ in [Int: (date: CalendarDate, reason: String)]() }
        for milestone in index.milestones {
            guard let interval = SlideWords.interval(in: milestone.title),
                let column = table.intervals.firstIndex(of: interval),
                let date = milestone.dates.first
            else { continue }
            var words = SlideWords.of(TableForm.withoutRemarks(milestone.title))
            if let place = words.firstIndex(where: { $0 == "submitted" }) { words = Array(words[..<place]) }
            // `CIT Interval 1` says which interval, not what.
            if let place = words.firstIndex(of: "interval") {
                let stage =
                    place > 0 && words[place - 1].utf8.count <= 3 && place + 2 >= words.count ? place - 1 : place
                words.removeSubrange(stage..<min(place + 2, words.count))
            }
            guard let place = names.best(words, besides: nil, share: 0.6) else { continue }
            if result[roots[place]][column] == nil {
                result[roots[place]][column] = (date, "\(milestone.id) is on \(date.iso)")
            }
        }
        return result
    }

    // MARK: - Support

    /// The date that most of the table speaks for; the printed one where nothing speaks louder.
    func support(of activity: Int, _ column: Int, depth: Int = 0) -> Support? {
        let root = roots[activity]
        let members = table.activities.indices.filter { roots[$0] == root }
        var candidates: [CalendarDate: Candidate] = [:]
        for (count, member) in members.filter({ table.activities[$0].date(column) != nil }).enumerated() {
            guard let date = table.activities[member].date(column) else { continue }
            // Rows that print one and the same date are no witnesses of their own.
            candidates[date, default: Candidate()].score += count == 0 ? 1 : 0.25
            candidates[date, default: Candidate()].isPrinted = true
        }
        addDependants(of: members, column, &candidates)
        if depth < 12, let own = ownRule(of: root, column, depth) {
            candidates[own.date, default: Candidate()].score += 1
            candidates[own.date, default: Candidate()].reasons.append(own.reason)
        }
        if let milestone = milestones[root][column] {
            candidates[milestone.date, default: Candidate()].score += 2
            candidates[milestone.date, default: Candidate()].reasons.append(milestone.reason)
        }
        let usual = usualWeekday(of: members)
        for date in candidates.keys {
            if date.weekday == usual { candidates[date]?.score += 0.5 }
            if !WorkingDayCalendar.englandAndWales.isWorkingDay(date) { candidates[date]?.score -= 1 }
        }
        let best = candidates.max { left, right in
            (left.value.score, left.value.isPrinted ? 1 : 0, right.key.dayNumber)
                < (right.value.score, right.value.isPrinted ? 1 : 0, left.key.dayNumber)
        }
        return best.map { Support(date: $0.key, reasons: $0.value.reasons) }
    }

    private func addDependants(of members: [Int], _ column: Int, _ candidates: inout [CalendarDate: Candidate]) {
        for (place, link) in links.enumerated() {
            guard let link, members.contains(link.target), !link.offset.isZero,
                let date = table.activities[place].date(column)
            else { continue }
            let base = link.offset.undone(from: date)
            var candidate = candidates[base] ?? Candidate()
            candidate.score += candidate.offsets.contains(link.offset) ? 0.25 : 1
            candidate.offsets.append(link.offset)
            candidate.reasons.append("\(table.activities[place].title) is on \(date.iso)")
            candidates[base] = candidate
        }
    }

    private func ownRule(of root: Int, _ column: Int, _ depth: Int) -> (date: CalendarDate, reason: String)? {
        guard let link = links[root], !link.offset.isZero, let base = support(of: link.target, column, depth: depth + 1)
        else { return nil }
        return (link.offset.applied(to: base.date), "its own rule gives it")
    }

    /// The weekday of most of an activity's dates: a checksum where none is printed.
    private func usualWeekday(of members: [Int]) -> Weekday? {
        var counts: [Weekday: Int] = [:]
        var total = 0
        for member in members {
            for column in table.intervals.indices {
                guard let date = table.activities[member].date(column) else { continue }
                counts[date.weekday, default: 0] += 1
                total += 1
            }
        }
        let best = counts.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }
        return best.flatMap { $0.value * 2 >= total && total >= 3 ? $0.key : nil }
    }

    // MARK: - Expectation

    /// The date that a rule gives a cell, in words with the arithmetic; nil where there is no rule.
    func expectation(of place: Int, _ column: Int) -> Expectation? {
        let activity = table.activities[place]
        guard let link = links[place] else { return withoutRule(place, column) }
        let printed = link.followsPrint ? table.activities[link.target].date(column) : nil
        let own = printed.map { Support(date: $0, reasons: []) }
        guard let base = own ?? support(of: link.target, column) else { return nil }
        let expected = link.offset.applied(to: base.date)
        let target = table.activities[link.target].title
        var basis = link.isEvident ? "evident rule: same day as \(target)" : "“\(activity.notes)”: \(target)"
        basis += " \(base.date.iso)"
        if !link.offset.isZero { basis += " \(link.offset.words) = \(expected.iso)" }
        if let printed = table.activities[link.target].date(column), printed != base.date {
            basis += "; \(base.date.iso) rather than the printed \(printed.iso), for " + listed(base.reasons)
        }
        return Expectation(
            date: expected, basis: basis, agrees: agrees(activity, column, expected, link.bound))
    }

    private func withoutRule(_ place: Int, _ column: Int) -> Expectation? {
        guard let support = support(of: place, column), !support.reasons.isEmpty else { return nil }
        return Expectation(
            date: support.date, basis: "evident from other places: " + listed(support.reasons),
            agrees: agrees(table.activities[place], column, support.date, nil))
    }

    private func listed(_ reasons: [String]) -> String { reasons.prefix(4).joined(separator: "; ") }

    private func agrees(
        _ activity: ArtefactTable.Activity, _ column: Int, _ expected: CalendarDate, _ bound: ArtefactRule.Bound?
    ) -> Bool? {
        guard !activity.cells[column].isEmpty else { return nil }
        guard let date = activity.date(column) else {
            if case .word? = activity.readings[column].value { return nil }
            return false
        }
        switch bound {
        case .notAfter: return date <= expected
        case .notBefore: return date >= expected
        case nil: return date == expected
        }
    }
}
