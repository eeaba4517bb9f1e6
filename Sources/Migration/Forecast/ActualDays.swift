public import Kernel

/// Net progress day by day, in all and as finely as it is told apart.
public struct ActualDays: Sendable {
    private let margins: ActualMargins
    /// The days that have a row, by date.
    public let dates: [CalendarDate]
    /// Whether any row names a supplier, or a distributor.
    public let namesSuppliers: Bool
    public let namesDistributors: Bool

    public init(_ actuals: MigrationActuals) {
        margins = ActualMargins(actuals.rows)
        dates = margins.days.keys.sorted().map { CalendarDate(dayNumber: $0) }
        namesSuppliers = margins.namesSuppliers
        namesDistributors = actuals.rows.contains { $0.distributor != nil }
    }

    /// Net MPANs of a date; 0 where it has no row.
    public func whole(on date: CalendarDate) -> Int { margins.days[date.dayNumber]?.total ?? 0 }

    /// Net MPANs of a supplier, by its place in the plan.
    public func supplier(_ place: Int, on date: CalendarDate) -> Int {
        margins.days[date.dayNumber]?.bySupplier[place] ?? 0
    }

    /// Net MPANs at a distributor, by its place in the plan, as far as rows name it.
    public func distributor(_ place: Int, on date: CalendarDate) -> Int {
        margins.days[date.dayNumber]?.byDistributor[place] ?? 0
    }
}
