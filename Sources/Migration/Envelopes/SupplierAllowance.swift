/// What one supplier may plan in one submission: its envelopes by distributor and period.
public struct SupplierAllowance: Sendable, Equatable {
    public let supplier: Int
    public let isSmall: Bool
    /// Places of the distributors where it has metering points, in the market's order.
    public let distributors: [Int]
    /// By distributor of the list: its cell of the grid.
    public let cells: [Int]
    public let periods: Int
    /// Distributor × periods + period, MPANs.
    public internal(set) var envelopes: [Int]
    /// Whether a limit shared with others binds: distributor × periods + period.
    public internal(set) var isContested: [Bool]
    /// By period: the most over all distributors, MPANs; for a week the sum over its days.
    public internal(set) var totals: [Int]
    /// By period: what the ramp allows, MPANs.
    public let ramps: [Int]
    /// By distributor of the list: what is still to migrate when the sprint begins, MPANs.
    public let remaining: [Int]

    public init(_ table: EnvelopeTable, _ layout: SubmissionLayout, supplier: Int) {
        self.supplier = supplier
        isSmall = table.isSmall[supplier]
        let grid = table.grid
        let cells = Array(grid.cellsOfSupplier[supplier])
        self.cells = cells
        distributors = cells.map { grid.cells[$0].distributor }
        remaining = cells.map { table.remaining[$0] }
        let periods = layout.periods
        self.periods = periods
        let first = table.days.lowerBound
        let ranges = (0..<periods).map { layout.gridDays($0) }
        envelopes = []
        isContested = []
        for cell in cells {
            for range in ranges {
                envelopes.append(range.reduce(0) { $0 + table.envelope(cell: cell, day: $1 - first) })
                isContested.append(
                    range.contains {
                        let bound = table.bound(cell: cell, day: $0 - first)
                        return bound == .distributorLimit || bound == .industryLimit
                    })
            }
        }
        totals = ranges.map { range in
            range.reduce(0) { $0 + table.dayEnvelope(supplier: supplier, day: $1 - first) }
        }
        ramps = ranges.map { range in
            min(range.reduce(0) { $0 + table.ramp(supplier: supplier, day: $1 - first) }, PlanningGrid.unlimited)
        }
    }

    /// Replaces what was worked out by what was published: a cell that the publication leaves out has nothing.
    ///
    /// - Parameter published: by distributor (place in the market) and period; nil for the distributor is the total of
    ///   the period; without one, the total is the sum of the cells.
    public mutating func replace(by published: [PublishedEnvelope]) {
        envelopes = [Int](repeating: 0, count: envelopes.count)
        isContested = [Bool](repeating: false, count: isContested.count)
        var totals: [Int?] = [Int?](repeating: nil, count: periods)
        for row in published where row.supplier == supplier {
            guard let distributor = row.distributor else {
                totals[row.period] = row.envelope
                continue
            }
            guard let place = distributors.firstIndex(of: distributor) else { continue }
            envelopes[place * periods + row.period] = row.envelope
            isContested[place * periods + row.period] = row.isContested
        }
        self.totals = totals.enumerated().map { period, total in
            total ?? distributors.indices.reduce(0) { $0 + envelopes[$1 * periods + period] }
        }
    }
}

/// One envelope as it was published.
public struct PublishedEnvelope: Sendable, Hashable {
    public let supplier: Int
    /// Nil for the supplier's total.
    public let distributor: Int?
    /// A period of the layout.
    public let period: Int
    public let envelope: Int
    public let isContested: Bool

    public init(supplier: Int, distributor: Int?, period: Int, envelope: Int, isContested: Bool) {
        self.supplier = supplier
        self.distributor = distributor
        self.period = period
        self.envelope = envelope
        self.isContested = isContested
    }
}
