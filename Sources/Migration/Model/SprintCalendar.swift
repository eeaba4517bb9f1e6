public import Kernel

/// The sprints of a migration: when each is planned, carried out and looked back on.
///
/// The Programme runs nine; their dates are published as a picture only and are not established. A market that knows
/// them says so (`sprints.csv`); otherwise `derived` cuts the migration days into equal slices by stated defaults.
public struct SprintCalendar: Sendable, Equatable {
    /// The most sprints there may be.
    public static let mostSprints = 99

    public enum Phase: String, Sendable, CaseIterable {
        case planning, execution, retrospective
    }

    public struct Sprint: Sendable, Hashable {
        /// From 1.
        public let number: Int
        /// When suppliers submit; nil where it is not known.
        public let planning: ClosedRange<CalendarDate>?
        /// When migrations begin.
        public let execution: ClosedRange<CalendarDate>
        public let retrospective: ClosedRange<CalendarDate>?

        public init(
            number: Int, planning: ClosedRange<CalendarDate>?, execution: ClosedRange<CalendarDate>,
            retrospective: ClosedRange<CalendarDate>?
        ) {
            self.number = number
            self.planning = planning
            self.execution = execution
            self.retrospective = retrospective
        }
    }

    /// Why dates are no calendar of sprints.
    public enum Problem: Error, Equatable, Sendable, CustomStringConvertible {
        case none
        case notNumberedInOrder(expected: Int, found: Int)
        case overlap(earlier: Int, later: Int)

        public var description: String {
            switch self {
            case .none: "there is no sprint"
            case .notNumberedInOrder(let expected, let found):
                "sprint \(expected) is expected and \(found) is there: sprints are numbered from 1 without a gap"
            case .overlap(let earlier, let later):
                "the execution of sprint \(later) begins before that of sprint \(earlier) has ended"
            }
        }
    }

    /// By number.
    public let sprints: [Sprint]
    /// Whether the dates are a default of ours, and not the market's.
    public let isDerived: Bool

    /// - Parameter sprints: by number, from 1 without a gap; executions in order, none over another.
    public init(sprints: [Sprint]) throws(Problem) {
        guard !sprints.isEmpty else { throw .none }
        for (place, sprint) in sprints.enumerated() {
            guard sprint.number == place + 1 else {
                throw .notNumberedInOrder(expected: place + 1, found: sprint.number)
            }
            if place > 0, sprints[place - 1].execution.upperBound >= sprint.execution.lowerBound {
                throw .overlap(earlier: place, later: place + 1)
            }
        }
        self.init(checked: sprints, isDerived: false)
    }

    private init(checked sprints: [Sprint], isDerived: Bool) {
        self.sprints = sprints
        self.isDerived = isDerived
    }

    /// Equal slices of the migration days up to the end of the migration; earlier slices are a day shorter where they
    /// cannot be equal. Planning ends the day before the execution; the retrospective follows it.
    ///
    /// A market with fewer migration days than sprints has as many sprints as days.
    public static func derived(from market: MigrationMarket) -> SprintCalendar {
        let end = market.settings.finishBy ?? .latest
        let days = market.calendar.migrationDays.filter { $0 <= end }
        let count = min(market.settings[SprintParameters.count], days.count)
        let planning = market.settings[SprintParameters.planningDays]
        let review = market.settings[SprintParameters.retrospectiveDays]
        let sprints = (0..<count).map { place in
            let first = days[place * days.count / count]
            let last = days[(place + 1) * days.count / count - 1]
            return Sprint(
                number: place + 1, planning: first.adding(days: -planning)...first.adding(days: -1),
                execution: first...last, retrospective: last.adding(days: 1)...last.adding(days: review))
        }
        return SprintCalendar(checked: sprints, isDerived: true)
    }

    /// A sprint by its number; nil where there is none.
    public subscript(_ number: Int) -> Sprint? {
        sprints.indices.contains(number - 1) ? sprints[number - 1] : nil
    }

    /// The sprint in whose execution a date lies.
    public func sprint(of date: CalendarDate) -> Sprint? {
        var low = 0
        var high = sprints.count
        while low < high {
            let middle = (low + high) / 2
            if sprints[middle].execution.upperBound < date { low = middle + 1 } else { high = middle }
        }
        return low < sprints.count && sprints[low].execution.contains(date) ? sprints[low] : nil
    }
}

/// How sprints are derived where a market does not give them.
public enum SprintParameters {
    public static let count = MigrationParameter(
        "sprints", 9, 1...SprintCalendar.mostSprints, meaning: "sprints that the migration days are cut into",
        basis: "the Programme's page on migration sprints: nine; their dates are not established")
    public static let planningDays = MigrationParameter(
        "sprint_planning_days", 28, 1...365,
        meaning: "calendar days of a sprint's planning, up to the day before its execution",
        basis: "our default; not established")
    public static let retrospectiveDays = MigrationParameter(
        "sprint_retrospective_days", 7, 1...365,
        meaning: "calendar days of a sprint's retrospective, after its execution",
        basis: "our default; not established")

    public static let wholes = [count, planningDays, retrospectiveDays]
}
