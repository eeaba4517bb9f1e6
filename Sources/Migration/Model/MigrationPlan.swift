public import Kernel

/// A daily plan in whole numbers: who begins how many migrations where and when, and what found no place.
///
/// It stands alone: a plan folder need not come with its market, so it has its own lists of codes.
public struct MigrationPlan: Sendable, Equatable {
    public struct Row: Sendable, Hashable {
        /// Places in the plan's lists.
        public let supplier: Int
        public let distributor: Int
        public let date: CalendarDate
        /// MPANs, at least 1.
        public let volume: Int

        public init(supplier: Int, distributor: Int, date: CalendarDate, volume: Int) {
            self.supplier = supplier
            self.distributor = distributor
            self.date = date
            self.volume = volume
        }
    }

    public struct Unplaced: Sendable, Hashable {
        public let supplier: Int
        public let distributor: Int
        /// At least 1.
        public let mpans: Int

        public init(supplier: Int, distributor: Int, mpans: Int) {
            self.supplier = supplier
            self.distributor = distributor
            self.mpans = mpans
        }
    }

    /// Codes, sorted.
    public let suppliers: [String]
    public let distributors: [String]
    /// By supplier, distributor, date; each once.
    public let rows: [Row]
    /// By supplier, distributor.
    public let unplaced: [Unplaced]

    public init(suppliers: [String], distributors: [String], rows: [Row], unplaced: [Unplaced]) {
        self.suppliers = suppliers
        self.distributors = distributors
        self.rows = rows
        self.unplaced = unplaced
    }

    /// MPANs placed.
    public var placed: Int { rows.reduce(0) { $0 + $1.volume } }

    /// MPANs that found no place.
    public var notPlaced: Int { unplaced.reduce(0) { $0 + $1.mpans } }
}
