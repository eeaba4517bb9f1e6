import Kernel

/// The form that a supplier fills in: a row for each distributor and period, with a volume that would be accepted.
///
/// The volumes are a proposal: what remains, spread over the periods by need, under every envelope and the ramp, so
/// that as much as may be is done before the date of the finishing target (`submission_target_days` before the end).
public struct SubmissionTemplate: Sendable, Equatable {
    public static let columns = [
        "schemaVersion", "supplierMPID", "sprintId", "ldsoMPID", "periodStart", "granularity", "plannedVolume",
        "planType", "comment",
    ]
    /// The version of the form.
    public static let schemaVersion = "1"

    public let allowance: SupplierAllowance
    /// Distributor × periods + period, MPANs.
    public let volumes: [Int]

    public init(_ table: EnvelopeTable, _ layout: SubmissionLayout, supplier: Int) {
        let allowance = SupplierAllowance(table, layout, supplier: supplier)
        self.allowance = allowance
        let step = table.step(supplier)
        var filling = PlanFilling(allowance, rise: step.map { (step: $0, days: layout.days.count) })
        filling.spread(Self.targets(table, layout, allowance))
        filling.fill()
        volumes = filling.volumes
    }

    /// By distributor and period: what would be done by the period's end at an even pace, MPANs.
    private static func targets(
        _ table: EnvelopeTable, _ layout: SubmissionLayout, _ allowance: SupplierAllowance
    ) -> [Int] {
        let periods = allowance.periods
        let first = table.days.lowerBound
        let early = layout.periodsBeforeTarget(table.grid.market)
        var targets: [Int] = []
        for (place, cell) in allowance.cells.enumerated() {
            let parties = (0..<periods).map { period in
                WaterFilling.Party(
                    weight: layout.gridDays(period).reduce(0) { $0 + table.need(cell: cell, day: $1 - first) },
                    cap: allowance.envelopes[place * periods + period])
            }
            let before = WaterFilling.share(allowance.remaining[place], among: Array(parties[..<early])).volumes
            let rest = allowance.remaining[place] - before.reduce(0, +)
            let after = WaterFilling.share(rest, among: Array(parties[early...])).volumes
            var sum = 0
            for volume in before + after {
                sum += volume
                targets.append(sum)
            }
        }
        return targets
    }
}

extension SubmissionLayout {
    /// How many periods end on or before the date of the finishing target.
    func periodsBeforeTarget(_ market: MigrationMarket) -> Int {
        let end = market.settings.finishBy ?? market.calendar.days.last?.date ?? .latest
        let target = end.adding(days: -market.settings[SubmissionParameters.targetDays])
        return (0..<periods).prefix { period in
            gridDays(period).last.map { grid.days[$0] <= target } ?? true
        }.count
    }
}

/// A plan being filled under a supplier's envelopes, totals and ramp.
struct PlanFilling: Sendable {
    let allowance: SupplierAllowance
    /// Distributor × periods + period, MPANs.
    var volumes: [Int]
    /// By period: the most over all distributors.
    let totals: [Int]
    /// By how much a day may rise above the day before, and the days that it is asked of; nil where nothing limits it.
    let rise: (step: Int, days: Int)?
    /// By period: what is filled over all distributors.
    private var sums: [Int]

    init(_ allowance: SupplierAllowance, rise: (step: Int, days: Int)? = nil) {
        self.allowance = allowance
        self.rise = rise
        volumes = [Int](repeating: 0, count: allowance.envelopes.count)
        sums = [Int](repeating: 0, count: allowance.periods)
        totals = zip(allowance.totals, allowance.ramps).map { min($0, $1) }
    }

    /// Follows running targets period by period; what a period's total does not hold is caught up later.
    mutating func spread(_ targets: [Int]) {
        let periods = allowance.periods
        var done = [Int](repeating: 0, count: allowance.cells.count)
        for period in 0..<periods {
            let parties = allowance.cells.indices.map { place in
                let want = min(
                    targets[place * periods + period] - done[place], allowance.envelopes[place * periods + period])
                return WaterFilling.Party(weight: max(want, 1), cap: want)
            }
            let shared = WaterFilling.share(most(period), among: parties).volumes
            for place in done.indices {
                volumes[place * periods + period] = shared[place]
                sums[period] += shared[place]
                done[place] += shared[place]
            }
        }
    }

    /// Puts what is still missing wherever envelope and total leave room, earliest first.
    mutating func fill() {
        let periods = allowance.periods
        for place in allowance.cells.indices {
            var missing = allowance.remaining[place] - volumes[place * periods..<(place + 1) * periods].reduce(0, +)
            for period in 0..<periods where missing > 0 {
                let cell = place * periods + period
                let more = min(missing, most(period) - sums[period], allowance.envelopes[cell] - volumes[cell])
                guard more > 0 else { continue }
                volumes[cell] += more
                sums[period] += more
                missing -= more
            }
        }
    }

    /// The most over all distributors in a period, the days before it being as they are.
    private func most(_ period: Int) -> Int {
        guard let rise, period > 0, period < rise.days else { return totals[period] }
        return min(totals[period], sums[period - 1] + rise.step)
    }
}

extension SubmissionTemplate {
    /// The rows below the header, in the order of `columns`: by distributor, days first, then weeks. The comment says the
    /// most that the cell may hold.
    public func rows(_ layout: SubmissionLayout, in market: MigrationMarket) -> [[String]] {
        var rows: [[String]] = []
        rows.reserveCapacity(volumes.count)
        for (place, distributor) in allowance.distributors.enumerated() {
            for period in 0..<allowance.periods {
                let cell = place * allowance.periods + period
                let isDay = layout.isDay(period)
                rows.append([
                    Self.schemaVersion, market.suppliers[allowance.supplier].code, String(layout.sprintNumber(period)),
                    market.distributors[distributor], layout.start(period).iso, isDay ? "D" : "W",
                    String(volumes[cell]), isDay ? "COMMITTED" : "FORECAST",
                    allowance.isSmall ? "small portfolio" : "at most \(allowance.envelopes[cell])",
                ])
            }
        }
        return rows
    }
}
