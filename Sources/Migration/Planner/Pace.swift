/// How fast a supplier must go: its backlog against the days that are left to it.
///
/// The pace is the constant daily volume that, cut to each day's cap, just finishes on the last day: `w` with
/// `Σ min(cap, w) = backlog` over the days left. A capped day so counts as the part of a full day that it can carry,
/// and the effective days are `backlog / w`; without caps they are the days left. Where the caps cannot carry the
/// backlog at all, a day counts in the measure of the largest cap.
enum Pace {
    /// MPANs a day; 0 without backlog, infinite without a day.
    static func pace(backlog: Int, caps: ArraySlice<Int>) -> Double {
        guard backlog > 0 else { return 0 }
        var largest = 0
        var carried = 0
        for cap in caps {
            largest = max(largest, cap)
            carried = min(carried + cap, PlanningGrid.unlimited)
        }
        guard largest > 0 else { return .infinity }
        guard carried > backlog else { return Double(backlog) * Double(largest) / Double(carried) }
        // From below: the days that are capped under the pace carry their cap, the others share what is left.
        var pace = 0.0
        while true {
            var capped = 0
            var free = 0
            for cap in caps {
                if Double(cap) <= pace { capped += cap } else { free += 1 }
            }
            guard free > 0 else { return pace }
            let next = Double(backlog - capped) / Double(free)
            if next <= pace { return pace }
            pace = next
        }
    }
}
