public import Kernel

/// Actual progress: what was completed and what went back, day by day, as finely as it is known.
public struct MigrationActuals: Sendable, Equatable {
    public struct Row: Sendable, Hashable {
        public let date: CalendarDate
        /// Places in the plan's lists; nil (`*`) is not told apart.
        public let supplier: Int?
        public let distributor: Int?
        /// MPANs, at least 0.
        public let completed: Int
        public let reversed: Int

        public init(date: CalendarDate, supplier: Int?, distributor: Int?, completed: Int, reversed: Int) {
            self.date = date
            self.supplier = supplier
            self.distributor = distributor
            self.completed = completed
            self.reversed = reversed
        }

        /// Completed less reversed.
        var net: Int { completed - reversed }
    }

    /// In any order; a key may stand once only, which the reader sees to.
    public let rows: [Row]

    public init(rows: [Row]) { self.rows = rows }

    /// The last date that has a row; before it, a date without a row is a day without progress.
    public var lastDate: CalendarDate? { rows.map(\.date).max() }
}

/// Net progress of a day by supplier, by distributor and by pair, with what is not told apart kept beside it.
///
/// A row that names fewer parties than other rows of its date is their total where it is never below their sum, and
/// volume beside theirs otherwise.
struct ActualMargins {
    /// Key: day number. Value: net by supplier; what no supplier is named for; net by distributor; net by pair.
    struct Day {
        var bySupplier: [Int: Int] = [:]
        var withoutSupplier = 0
        var byDistributor: [Int: Int] = [:]
        var byPair: [Pair: Int] = [:]

        var total: Int { bySupplier.values.reduce(withoutSupplier, +) }
    }

    struct Pair: Hashable {
        let supplier: Int
        let distributor: Int
    }

    private(set) var days: [Int: Day] = [:]
    private(set) var namesSuppliers = false

    init(_ rows: some Sequence<MigrationActuals.Row>) {
        let grouped = Dictionary(grouping: rows) { $0.date.dayNumber }
        let pairTotals = Self.supplierRowsAreTotals(grouped)
        let marginsAgree = Self.marginsAgree(grouped)
        var fine: [Int: (day: Day, all: Int?)] = [:]
        for (number, rows) in grouped {
            var day = Day()
            var whole: [Int: Int] = [:]
            var all: Int?
            var named = 0
            for row in rows {
                switch (row.supplier, row.distributor) {
                case (let supplier?, let distributor?):
                    day.byPair[Pair(supplier: supplier, distributor: distributor), default: 0] += row.net
                    day.bySupplier[supplier, default: 0] += row.net
                    day.byDistributor[distributor, default: 0] += row.net
                case (let supplier?, nil): whole[supplier, default: 0] += row.net
                case (nil, let distributor?):
                    day.byDistributor[distributor, default: 0] += row.net
                    named += row.net
                case (nil, nil): all = (all ?? 0) + row.net
                }
            }
            for (supplier, net) in whole {
                day.bySupplier[supplier] = net + (pairTotals ? 0 : day.bySupplier[supplier] ?? 0)
            }
            if !marginsAgree || day.bySupplier.isEmpty { day.withoutSupplier += named }
            fine[number] = (day, all)
        }
        let allAreTotals = fine.values.allSatisfy { entry in
            guard let all = entry.all, entry.day.total != 0 else { return true }
            return all >= entry.day.total
        }
        for (number, entry) in fine {
            var day = entry.day
            if let all = entry.all { day.withoutSupplier += allAreTotals ? all - day.total : all }
            if !day.bySupplier.isEmpty { namesSuppliers = true }
            days[number] = day
        }
    }

    /// Whether rows of a supplier without a distributor are totals of its rows with one.
    private static func supplierRowsAreTotals(_ days: [Int: [MigrationActuals.Row]]) -> Bool {
        for rows in days.values {
            var parts: [Int: Int] = [:]
            for row in rows where row.distributor != nil {
                if let supplier = row.supplier { parts[supplier, default: 0] += row.completed }
            }
            for row in rows where row.distributor == nil {
                if let supplier = row.supplier, let part = parts[supplier], row.completed < part { return false }
            }
        }
        return true
    }

    /// Whether rows by distributor alone and rows by supplier tell the same volume twice.
    private static func marginsAgree(_ days: [Int: [MigrationActuals.Row]]) -> Bool {
        for rows in days.values {
            let bySupplier = rows.filter { $0.supplier != nil && $0.distributor == nil }.reduce(0) { $0 + $1.completed }
            let byDistributor = rows.filter { $0.supplier == nil && $0.distributor != nil }
                .reduce(0) { $0 + $1.completed }
            if bySupplier > 0, byDistributor > 0, bySupplier != byDistributor { return false }
        }
        return true
    }
}
