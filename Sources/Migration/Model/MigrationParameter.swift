public import Kernel

/// A number that the planner, the checker or the tracker works with, and that a market may set.
///
/// No threshold is a constant: what the Programme has not published stands here with a default of our own, a range and
/// where it comes from (`basis`).
public struct MigrationParameter<Value: Comparable & Sendable>: Sendable {
    /// The key in `settings.json`.
    public let name: String
    public let standard: Value
    public let range: ClosedRange<Value>
    /// What it means, with its unit.
    public let meaning: String
    /// Where the default comes from.
    public let basis: String

    public init(_ name: String, _ standard: Value, _ range: ClosedRange<Value>, meaning: String, basis: String) {
        precondition(range.contains(standard), "a default lies in its range")
        self.name = name
        self.standard = standard
        self.range = range
        self.meaning = meaning
        self.basis = basis
    }
}

/// The settings of a market: when it must end, what is held back, and every parameter with its default.
public struct MigrationSettings: Sendable {
    /// The share of every limit that is kept for reverse migration and retries.
    public var reserve = Share.none
    /// The last day of the migration; nil is the last day of the calendar.
    public var finishBy: CalendarDate?
    /// Calendar days before `finishBy` on which nothing is placed.
    public var bufferDays = 0

    private var wholes: [String: Int] = [:]
    private var shares: [String: Share] = [:]

    public init() {}

    public subscript(_ parameter: MigrationParameter<Int>) -> Int {
        get { wholes[parameter.name] ?? parameter.standard }
        set { wholes[parameter.name] = newValue }
    }

    public subscript(_ parameter: MigrationParameter<Share>) -> Share {
        get { shares[parameter.name] ?? parameter.standard }
        set { shares[parameter.name] = newValue }
    }
}

/// The parameters there are: the list that `settings.json` is read by, and that the reference prints.
public enum MigrationParameters {
    /// Whole numbers. Each part of the room adds its own list.
    public static var wholes: [MigrationParameter<Int>] {
        SprintParameters.wholes
            + EnvelopeParameters.wholes
            + ReallocationParameters.wholes
            + SubmissionParameters.wholes
            + ForecastParameters.wholes
            + TwinParameters.wholes
            + TrackParameters.wholes
            + PlannerParameters.wholes
    }

    /// Shares.
    public static var shares: [MigrationParameter<Share>] {
        EnvelopeParameters.shares
            + ReallocationParameters.shares
            + SubmissionParameters.shares
            + ForecastParameters.shares
            + TwinParameters.shares
            + WatchParameters.shares
            + PlannerParameters.shares
    }
}
