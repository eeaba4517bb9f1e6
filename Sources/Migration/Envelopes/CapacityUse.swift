public import Kernel

/// How far suppliers use what they have committed: by week, supplier and distributor.
///
/// Above the committed volume is a breach, since limits are shared to the last MPAN; below it, beyond the tolerance, is
/// capacity that others could have used (use it or lose it).
public struct CapacityUse: Sendable, Hashable {
    public enum Verdict: String, Sendable {
        case kept
        /// Below the committed volume by no more than the tolerance.
        case withinTolerance
        /// Below it by more.
        case unused
        /// Above it.
        case breach
    }

    public let supplier: Int
    public let distributor: Int
    /// The week's Monday.
    public let week: CalendarDate
    /// MPANs.
    public let committed: Int
    public let done: Int
    public let verdict: Verdict
    /// Days on which more was begun than was committed.
    public let daysAbove: Int
    /// What a limit that was full would have given to others: unused volume on days on which somebody was waiting.
    public let lost: Int

    /// Measures weeks that end on or before a day.
    ///
    /// - Parameter waiting: requests that were not granted.
    public static func measure(
        _ market: MigrationMarket, committed: [VolumeLine], done: [VolumeLine], waiting: [VolumeLine],
        asAt: CalendarDate
    ) -> [CapacityUse] {
        struct Key: Hashable {
            let supplier: Int
            let distributor: Int
            let date: CalendarDate
        }
        func byCell(_ lines: [VolumeLine]) -> [Key: Int] {
            lines.reduce(into: [:]) {
                $0[Key(supplier: $1.supplier, distributor: $1.distributor, date: $1.date), default: 0] += $1.volume
            }
        }
        let plan = byCell(committed)
        let real = byCell(done)
        let asked = Set(
            waiting.filter { $0.volume > 0 }.map { Key(supplier: 0, distributor: $0.distributor, date: $0.date) })
        let tolerance = market.settings[ReallocationParameters.underUse]
        let weeks = Dictionary(grouping: Set(plan.keys).union(real.keys)) {
            Key(supplier: $0.supplier, distributor: $0.distributor, date: SubmissionLayout.monday(of: $0.date))
        }
        return weeks.filter { $0.key.date.adding(days: 6) <= asAt }.sorted { left, right in
            (left.key.supplier, left.key.distributor, left.key.date)
                < (right.key.supplier, right.key.distributor, right.key.date)
        }.map { week, days in
            let planned = days.reduce(0) { $0 + (plan[$1] ?? 0) }
            let begun = days.reduce(0) { $0 + (real[$1] ?? 0) }
            let above = days.count { (real[$0] ?? 0) > (plan[$0] ?? 0) }
            let lost = days.reduce(0) { sum, day in
                asked.contains(Key(supplier: 0, distributor: day.distributor, date: day.date))
                    ? sum + max(0, (plan[day] ?? 0) - (real[day] ?? 0)) : sum
            }
            let verdict: Verdict =
                above > 0
                ? .breach
                : begun == planned
                    ? .kept : planned - begun <= tolerance.floor(of: planned) ? .withinTolerance : .unused
            return CapacityUse(
                supplier: week.supplier, distributor: week.distributor, week: week.date, committed: planned,
                done: begun, verdict: verdict, daysAbove: above, lost: lost)
        }
    }
}
