public import Kernel

/// A forecast: bands of cumulative volume, finish dates and what the plan says beside them, by party and in all.
public struct MigrationForecast: Sendable, Equatable {
    public enum Scope: Sendable, Hashable {
        case industry
        /// Places in the plan's lists.
        case supplier(Int)
        case distributor(Int)
    }

    /// Quantiles of the net volume migrated by the end of a day, MPANs.
    public struct Band: Sendable, Hashable {
        public let p10: Int
        public let p50: Int
        public let p80: Int
        public let p90: Int
    }

    /// The day by which all is migrated, with a probability; nil is not within the horizon.
    public struct Finish: Sendable, Hashable {
        public let p10: CalendarDate?
        public let p50: CalendarDate?
        public let p80: CalendarDate?
        public let p90: CalendarDate?
        /// Thousandths of the futures in which all is migrated by the deadline.
        public let byDeadline: Int
    }

    public struct Outlook: Sendable, Hashable {
        public let scope: Scope
        /// MPANs to be migrated: plan and unplaced.
        public let total: Int
        /// Net MPANs migrated by the last day known; an estimate along the plan where rows do not tell.
        public let migrated: Int
        /// What the plan and the first baseline place up to that day.
        public let plannedToDate: Int
        public let firstToDate: Int?
        /// By forecast day.
        public let bands: [Band]
        public let finish: Finish
    }

    public let asAt: CalendarDate
    /// The last day of which progress is known; nil where there is none.
    public let knownTo: CalendarDate?
    /// The forecast days, every date after `asAt`.
    public let dates: [CalendarDate]
    /// The last day that was simulated.
    public let horizon: CalendarDate
    public let deadline: CalendarDate
    /// Industry, suppliers, distributors.
    public let outlooks: [Outlook]
    /// Migration days after the last known day up to the deadline.
    public let daysLeft: Int
    /// MPANs of the last migration days known, and how many days those are.
    public let proven: (volume: Int, days: Int)
    public let runs: Int
    public let facts: Facts

    /// What the actual progress said of attainment; shares in thousandths.
    public struct Facts: Sendable, Hashable {
        public let level: Int
        public let scatter: Int
        public let drift: Int
        public let shared: Int
        public let keepsPace: Int
        public let outageWeeks: Int
        public let stalled: [String]
        public let waiting: [String]
    }

    /// The outlook of the whole industry.
    public var industry: Outlook { outlooks[0] }

    public static func == (left: Self, right: Self) -> Bool {
        left.asAt == right.asAt && left.knownTo == right.knownTo && left.dates == right.dates
            && left.horizon == right.horizon && left.deadline == right.deadline && left.outlooks == right.outlooks
            && left.daysLeft == right.daysLeft && left.proven == right.proven && left.facts == right.facts
    }
}

extension MigrationForecast {
    /// MPANs a migration day that are needed to end in time, in millionths, rounded up; nil where no day is left and
    /// something is.
    public var neededRateMillionths: Int? {
        let left = max(industry.total - industry.migrated, 0)
        if left == 0 { return 0 }
        guard daysLeft > 0 else { return nil }
        let (quotient, rest) = daysLeft.dividingFullWidth(left.multipliedFullWidth(by: 1_000_000))
        return quotient + (rest > 0 ? 1 : 0)
    }

    /// MPANs a migration day that were achieved lately, in millionths, rounded down; nil without progress.
    public var provenRateMillionths: Int? {
        guard proven.days > 0 else { return nil }
        // Volumes that nobody has would leave the range.
        return min(proven.volume, 9_000_000_000_000) * 1_000_000 / proven.days
    }
}
