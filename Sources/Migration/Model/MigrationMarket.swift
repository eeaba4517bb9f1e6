public import Kernel

/// A market to be migrated: who has how many metering points where, who may start when, under which limits, on which
/// days.
///
/// Suppliers and distributors are sorted by code and known elsewhere by their place in these lists. Volumes are MPANs.
public struct MigrationMarket: Sendable {
    /// The most there may be of each.
    public static let mostSuppliers = 10_000
    public static let mostDistributors = 1_000
    public static let mostAgents = 1_000
    public static let mostDays = 40_000
    /// The largest volume or limit, MPANs: ten digits.
    public static let largestVolume = 9_999_999_999

    public struct Supplier: Sendable, Hashable {
        /// Market participant identifier.
        public let code: String
        /// The first day on which it may migrate (service activation).
        public let activeFrom: CalendarDate
        /// Whether it is under the rules for small portfolios.
        public let isSmall: Bool

        public init(code: String, activeFrom: CalendarDate, isSmall: Bool) {
            self.code = code
            self.activeFrom = activeFrom
            self.isSmall = isSmall
        }
    }

    /// One supplier's metering points at one distributor.
    public struct Portfolio: Sendable, Hashable {
        public let supplier: Int
        public let distributor: Int
        public let mpans: Int

        public init(supplier: Int, distributor: Int, mpans: Int) {
            self.supplier = supplier
            self.distributor = distributor
            self.mpans = mpans
        }
    }

    /// An agent that suppliers use, and what it can carry for all of them on a day.
    public struct Agent: Sendable, Hashable {
        /// Its cap over days; of several that match the smallest holds, and the reserve comes off it.
        public struct Limit: Sendable, Hashable {
            public let from: CalendarDate
            public let to: CalendarDate
            /// MPANs a day, before the reserve.
            public let value: Int
            public let source: String

            public init(from: CalendarDate, to: CalendarDate, value: Int, source: String) {
                self.from = from
                self.to = to
                self.value = value
                self.source = source
            }
        }

        public let code: String
        /// By place, in order. A supplier may use several agents.
        public let suppliers: [Int]
        public let limits: [Limit]

        public init(code: String, suppliers: [Int], limits: [Limit]) {
            self.code = code
            self.suppliers = suppliers
            self.limits = limits
        }
    }

    public let suppliers: [Supplier]
    public let distributors: [String]
    /// By supplier, then distributor; each pair once; empty ones are kept.
    public let portfolios: [Portfolio]
    public let limits: [CapacityLimit]
    public let calendar: MigrationCalendar
    /// By supplier: the most on the migration day of this number since activation; no entry is no cap.
    public let ramps: [[Int: Int]]
    /// By supplier: by how much its day may be planned above its migration day before; no entry is the settings’ limit.
    public let steps: [Int: Int]
    /// By code; none where agents have no caps.
    public let agents: [Agent]
    public let settings: MigrationSettings

    public init(
        suppliers: [Supplier], distributors: [String], portfolios: [Portfolio], limits: [CapacityLimit],
        calendar: MigrationCalendar, ramps: [[Int: Int]], steps: [Int: Int] = [:], agents: [Agent] = [],
        settings: MigrationSettings
    ) {
        precondition(ramps.count == suppliers.count, "a supplier has a ramp, if an empty one")
        self.suppliers = suppliers
        self.distributors = distributors
        self.portfolios = portfolios
        self.limits = limits
        self.calendar = calendar
        self.ramps = ramps
        self.steps = steps
        self.agents = agents
        self.settings = settings
    }

    /// By how much a supplier's day may be planned above its migration day before, MPANs; nil where nothing limits it.
    public func step(_ supplier: Int) -> Int? {
        if let own = steps[supplier] { return own }
        let all = settings[PlannerParameters.stepLimit]
        return all > 0 ? all : nil
    }

    /// All metering points, MPANs.
    public var mpans: Int { portfolios.reduce(0) { $0 + $1.mpans } }

    /// A supplier's place by its code; nil where there is none.
    public func supplier(_ code: String) -> Int? { Self.place(of: code, in: suppliers.count) { suppliers[$0].code } }

    /// A distributor's place by its code; nil where there is none.
    public func distributor(_ code: String) -> Int? {
        Self.place(of: code, in: distributors.count) { distributors[$0] }
    }

    /// The last date on which anything is placed: the end of the migration less its buffer.
    public var lastDate: CalendarDate {
        let end = settings.finishBy ?? calendar.days.last?.date ?? .latest
        return end.adding(days: -settings.bufferDays)
    }

    private static func place(of code: String, in count: Int, _ codeAt: (Int) -> String) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if codeAt(middle) < code { low = middle + 1 } else { high = middle }
        }
        return low < count && codeAt(low) == code ? low : nil
    }
}

/// An upper limit on the metering points whose migration begins on a day.
public struct CapacityLimit: Sendable, Hashable {
    public enum Scope: Sendable, Hashable {
        case industry
        /// By its place in the market's list.
        case distributor(Int)
    }

    public let scope: Scope
    /// The first and the last day on which it holds.
    public let from: CalendarDate
    public let to: CalendarDate
    /// MPANs a day, before the reserve.
    public let value: Int
    /// Who set it, and in which version.
    public let source: String

    public init(scope: Scope, from: CalendarDate, to: CalendarDate, value: Int, source: String) {
        self.scope = scope
        self.from = from
        self.to = to
        self.value = value
        self.source = source
    }

    /// What the reserve leaves: `value - floor(reserve × value)`.
    public func usable(_ reserve: Share) -> Int { value - reserve.floor(of: value) }
}

/// The calendar of a migration: what each listed date is. A date that is not listed is closed.
public struct MigrationCalendar: Sendable {
    public enum DayClass: String, Sendable, CaseIterable {
        /// Migrations may begin.
        case migration
        /// A day held back: annual hold, gap between sprints, incident freeze.
        case hold
        case closed
    }

    public struct Day: Sendable, Hashable {
        public let date: CalendarDate
        public let dayClass: DayClass

        public init(date: CalendarDate, dayClass: DayClass) {
            self.date = date
            self.dayClass = dayClass
        }
    }

    /// By date, each once.
    public let days: [Day]
    /// The days of class migration, by date.
    public let migrationDays: [CalendarDate]

    public init(days: [Day]) {
        self.days = days
        migrationDays = days.filter { $0.dayClass == .migration }.map(\.date)
    }

    public func dayClass(_ date: CalendarDate) -> DayClass {
        let place = Self.firstPlace(in: days.count) { days[$0].date < date }
        return place < days.count && days[place].date == date ? days[place].dayClass : .closed
    }

    /// The place in `migrationDays` of the first one on or after a date; their count where there is none.
    public func firstMigrationDay(onOrAfter date: CalendarDate) -> Int {
        Self.firstPlace(in: migrationDays.count) { migrationDays[$0] < date }
    }

    /// The first place for which the rule does not hold; places for which it holds come first.
    private static func firstPlace(in count: Int, _ isBefore: (Int) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isBefore(middle) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
