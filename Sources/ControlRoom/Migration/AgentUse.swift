import Kernel
import Migration

/// What the current plan asks of an agent, day by day.
struct AgentUse: Sendable {
    struct Day: Sendable, Hashable {
        let date: CalendarDate
        /// MPANs of all its suppliers.
        let used: Int
        /// What the reserve leaves of its cap; nil where it has none that day, 0 where nothing may begin.
        let cap: Int?
    }

    let agent: MigrationMarket.Agent
    /// Migration days of the calendar and days with a volume, in order.
    let days: [Day]

    /// The day of a date; nil where it is not listed.
    func day(_ date: CalendarDate) -> Day? { days.first { $0.date == date } }

    var planned: Int { days.reduce(0) { $0 + $1.used } }

    /// The days whose volume is all that the cap lets through, or more.
    var full: [Day] { days.filter { day in day.used > 0 && day.cap.map { day.used >= $0 } ?? false } }

    /// The day with the greatest share of its cap; where none has a cap, the one with the most. Nil without a volume.
    var busiest: Day? {
        let used = days.filter { $0.used > 0 }
        let capped = used.filter { $0.cap != nil }
        guard !capped.isEmpty else { return used.reduce(nil) { $0.map { $0.used } ?? 0 < $1.used ? $1 : $0 } }
        // The greater share, by cross products; of equal ones the first.
        return capped.reduce(nil) { best, day in
            guard let best else { return day }
            return day.used * max(best.cap ?? 1, 1) > best.used * max(day.cap ?? 1, 1) ? day : best
        }
    }

    /// From the first day with a volume to the last, the days between with them.
    var drawn: ArraySlice<Day> {
        guard let first = days.firstIndex(where: { $0.used > 0 }), let last = days.lastIndex(where: { $0.used > 0 })
        else { return [] }
        return days[first...last]
    }

    /// Dates as stretches of migration days with none between them left out.
    static func runs(_ dates: [CalendarDate], in calendar: MigrationCalendar) -> [[CalendarDate]] {
        var runs: [[CalendarDate]] = []
        var next: CalendarDate?
        for date in dates {
            if let expected = next, expected == date { runs[runs.count - 1].append(date) } else { runs.append([date]) }
            let place = calendar.firstMigrationDay(onOrAfter: date.adding(days: 1))
            next = place < calendar.migrationDays.count ? calendar.migrationDays[place] : nil
        }
        return runs
    }

    /// Those of all agents, by place.
    static func all(_ sight: MigrationSight) -> [AgentUse] {
        let agents = sight.market.agents
        guard !agents.isEmpty else { return [] }
        let length = sight.length
        var used = [Int](repeating: 0, count: agents.count * length)
        for row in sight.books.current.rows {
            for agent in sight.grid.agentsOf[row.supplier] {
                used[agent * length + row.date.dayNumber - sight.start] += row.volume
            }
        }
        let count = sight.grid.days.count
        return agents.enumerated().map { place, agent in
            AgentUse(
                agent: agent,
                days: (0..<length).compactMap { day in
                    let date = sight.date(day)
                    let volume = used[place * length + day]
                    guard let at = sight.grid.day(date) else {
                        return volume > 0 ? Day(date: date, used: volume, cap: 0) : nil
                    }
                    let cap = sight.grid.agent[place * count + at]
                    return Day(date: date, used: volume, cap: cap < PlanningGrid.unlimited ? cap : nil)
                })
        }
    }
}
