import Kernel

/// Up to which date rows of progress hang together, where some lie far ahead of the others.
///
/// A mistyped year puts a row decades ahead, and everything between is then read as days without progress. What is far is
/// told from the rows and the plan themselves, and never from the clock of the machine.
struct DateReach: Equatable {
    /// The longest rest, calendar days, that a programme is believed: three times what the published weeks show.
    static let longestRest = 63

    /// The last date that hangs together with the dates before it.
    let last: CalendarDate
    /// What is wrong with the rows that are later: goes on from their date.
    let problem: String

    /// Nil where no row is far ahead.
    ///
    /// The dates are cut at the first gap that is longer than `longestRest` and than three usual gaps, behind which there
    /// are no more dates than before it. Where no date comes before, the plan's last day does.
    init?(_ dates: [CalendarDate], planned: CalendarDate?) {
        let days = Set(dates).sorted()
        guard let first = days.first else { return nil }
        if let planned, first - planned > Self.longestRest {
            last = planned
            problem = "is \(first - planned) days or more after the plan's last day, with no row before it"
            return
        }
        let gaps = zip(days.dropFirst(), days).map { $0 - $1 }
        let usual = gaps.isEmpty ? 0 : gaps.sorted()[(gaps.count - 1) / 2]
        for (place, gap) in gaps.enumerated() {
            let before = place + 1
            guard gap > Self.longestRest, gap > 3 * usual || gaps.count == 1, days.count - before <= before else {
                continue
            }
            last = days[place]
            problem = "is far ahead of the others: no row lies in the \(gap) days after \(days[place].iso)"
            return
        }
        return nil
    }
}
