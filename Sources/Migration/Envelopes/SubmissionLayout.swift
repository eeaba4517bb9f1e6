public import Kernel

/// The calendar of a submission: the days of the committed sprint, and the weeks after it.
public struct SubmissionLayout: Sendable {
    /// A week of later sprints: from its Monday.
    public struct Week: Sendable, Hashable {
        public let monday: CalendarDate
        /// Places in the grid's days: the week's migration days that later sprints have.
        public let days: Range<Int>
        /// The sprints that have them, first and last.
        public let sprints: ClosedRange<Int>
    }

    public let sprint: SprintCalendar.Sprint
    /// Places in the grid's days: those of the committed sprint.
    public let days: Range<Int>
    public let weeks: [Week]
    let grid: PlanningGrid

    public init(_ grid: PlanningGrid, _ sprints: SprintCalendar, _ sprint: SprintCalendar.Sprint) {
        self.grid = grid
        self.sprint = sprint
        let first = grid.days.partitioned { $0 < sprint.execution.lowerBound }
        let end = grid.days.partitioned { $0 <= sprint.execution.upperBound }
        days = first..<max(first, end)
        var weeks: [Week] = []
        for day in days.upperBound..<grid.days.count {
            guard let owner = sprints.sprint(of: grid.days[day]) else { continue }
            let monday = Self.monday(of: grid.days[day])
            if let last = weeks.last, last.monday == monday {
                weeks[weeks.count - 1] = Week(
                    monday: monday, days: last.days.lowerBound..<day + 1,
                    sprints: last.sprints.lowerBound...owner.number)
            } else {
                weeks.append(Week(monday: monday, days: day..<day + 1, sprints: owner.number...owner.number))
            }
        }
        self.weeks = weeks
    }

    /// Periods in order: days, then weeks.
    public var periods: Int { days.count + weeks.count }

    public func isDay(_ period: Int) -> Bool { period < days.count }

    public func start(_ period: Int) -> CalendarDate {
        isDay(period) ? grid.days[days.lowerBound + period] : weeks[period - days.count].monday
    }

    /// Places in the grid's days.
    public func gridDays(_ period: Int) -> Range<Int> {
        isDay(period) ? days.lowerBound + period..<days.lowerBound + period + 1 : weeks[period - days.count].days
    }

    /// The sprint that a row of the period names.
    public func sprintNumber(_ period: Int) -> Int {
        isDay(period) ? sprint.number : weeks[period - days.count].sprints.lowerBound
    }

    /// The period of a day of the committed sprint.
    public func period(day date: CalendarDate) -> Int? {
        guard let day = grid.day(date), days.contains(day) else { return nil }
        return day - days.lowerBound
    }

    /// The period of a week by its Monday.
    public func period(week monday: CalendarDate) -> Int? {
        let place = weeks.partitioned { $0.monday < monday }
        return place < weeks.count && weeks[place].monday == monday ? days.count + place : nil
    }

    public static func monday(of date: CalendarDate) -> CalendarDate {
        date.adding(days: 1 - date.weekday.rawValue)
    }
}
