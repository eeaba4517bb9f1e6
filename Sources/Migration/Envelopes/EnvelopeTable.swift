import Kernel

/// The envelopes of one sprint: how much each supplier may plan, at each distributor, on each migration day from the
/// sprint's first to the last of the migration.
///
/// Method (a design of ours; the Programme's formula is not established):
/// 1. A supplier's need a day is what `SupplierPace` says, split over distributors by what remains there.
/// 2. It asks for its need times the flexibility, at least `envelope_min_step`, at most what remains, and under a step
///    limit at most what its day could have risen to by then.
/// 3. Small portfolios are served first, out of a pool of their asks: they never compete with large ones.
/// 4. What a distributor's usable limit leaves is shared by weighted max-min; the weight is the need, so that who has
///    more to do a day has more; nobody goes below its least step before all have it.
/// 5. The same again over all distributors under the industry's usable limit. The two limits nest, so sharing one after
///    the other is exact.
/// 6. Whole numbers by largest remainder: the parts of a limit that binds come to it, to the MPAN.
public struct EnvelopeTable: Sendable {
    /// What keeps an envelope from being larger.
    public enum Bound: UInt8, Sendable, CaseIterable {
        /// The supplier's own ask: need times flexibility.
        case ask
        /// All that remains of the portfolio.
        case portfolio
        /// Not active yet, or its ramp allows nothing.
        case notActive
        case distributorLimit
        case industryLimit
        /// Its day may rise no further above its migration day before.
        case stepLimit

        public var word: String {
            switch self {
            case .ask: "need"
            case .portfolio: "portfolio"
            case .notActive: "activation"
            case .distributorLimit: "distributor limit"
            case .industryLimit: "industry limit"
            case .stepLimit: "step limit"
            }
        }
    }

    /// How one limit was shared on one day.
    struct Sharing: Sendable {
        var limit = PlanningGrid.unlimited
        /// What small portfolios took first, MPANs.
        var pool = 0
        /// Suppliers with a large portfolio that share what is left.
        var parties = 0
        /// The weight of those who would share one more MPAN, millionths of an MPAN; 0 where nobody would.
        var weight = 0
        /// The common level of those who share, millionths of the need.
        var level: Int?
        var isShort = false
    }

    public let grid: PlanningGrid
    public let sprints: SprintCalendar
    public let sprint: SprintCalendar.Sprint
    /// The places in the grid's days from the sprint's first day on.
    public let days: Range<Int>
    /// By cell of the grid: what is still to migrate when the sprint begins, MPANs.
    public let remaining: [Int]
    /// Whether `remaining` rests on what was really migrated; otherwise all are taken to be on schedule.
    public let knowsProgress: Bool
    /// By supplier.
    public let isSmall: [Bool]

    /// By supplier: what it had on the migration day before the sprint's first, or could have had; nil where that is not
    /// known, so that it climbs from its start.
    public let reached: [Int]?

    // Cell × days + day since the first.
    private(set) var envelopes: [Int]
    private(set) var needs: [Int]
    private var bounds: [Bound]
    // Distributor × days + day; by day.
    private(set) var atDistributor: [Sharing]
    private(set) var inIndustry: [Sharing]
    // Supplier × days + day: what step limits let the days rise to, and what suppliers may plan on them; empty where
    // nobody has a step limit.
    private var climbs: [Int] = []
    private var dayEnvelopes: [Int] = []

    /// - Parameters:
    ///   - migrated: by cell of the grid, what was migrated before the sprint; nil where it is not known.
    ///   - reached: by supplier, what it had on the migration day before the sprint's first, or could have had; nil where
    ///     that is not known. Asked where suppliers have step limits.
    public init(
        _ grid: PlanningGrid, sprints: SprintCalendar, sprint: SprintCalendar.Sprint, migrated: [Int]?,
        reached: [Int]? = nil
    ) {
        precondition(migrated.map { $0.count == grid.cells.count } ?? true, "progress is known by cell")
        precondition(reached.map { $0.count == grid.market.suppliers.count } ?? true, "days before are by supplier")
        self.grid = grid
        self.sprints = sprints
        self.sprint = sprint
        self.reached = reached
        let first = grid.days.partitioned { $0 < sprint.execution.lowerBound }
        days = first..<grid.days.count
        knowsProgress = migrated != nil
        let settings = grid.market.settings
        isSmall = grid.market.suppliers.indices.map { place in
            let mpans = grid.cells[grid.cellsOfSupplier[place]].reduce(0) { $0 + $1.mpans }
            return grid.market.suppliers[place].isSmall || mpans <= settings[EnvelopeParameters.deMinimis]
        }
        envelopes = [Int](repeating: 0, count: grid.cells.count * days.count)
        needs = envelopes
        bounds = [Bound](repeating: .notActive, count: envelopes.count)
        atDistributor = [Sharing](repeating: Sharing(), count: grid.market.distributors.count * days.count)
        inIndustry = [Sharing](repeating: Sharing(), count: days.count)
        // A migration day between sprints carries nothing.
        let isInSprint = grid.days.map { sprints.sprint(of: $0) != nil }
        remaining = Self.remaining(grid, before: first, isInSprint, migrated)
        if grid.hasSteps { climbs = [Int](repeating: 0, count: grid.market.suppliers.count * days.count) }
        for supplier in grid.market.suppliers.indices { ask(supplier, isInSprint) }
        for day in 0..<days.count { share(day) }
        if grid.hasSteps { climb() }
    }

    /// What is left to do by cell: what was not migrated, or what a supplier on schedule would not have migrated yet.
    private static func remaining(
        _ grid: PlanningGrid, before first: Int, _ isInSprint: [Bool], _ migrated: [Int]?
    ) -> [Int] {
        if let migrated { return zip(grid.cells, migrated).map { max(0, $0.mpans - max(0, $1)) } }
        var left = grid.cells.map(\.mpans)
        for supplier in grid.market.suppliers.indices where grid.firstDay[supplier] < first {
            let cells = grid.cellsOfSupplier[supplier]
            let caps = grid.reachable(supplier, isUsed: isInSprint)
            let pace = SupplierPace(mpans: left[cells].reduce(0, +), caps: caps[...])
            for cell in cells {
                let done = caps[..<first].reduce(0) { $0 + pace.need(of: grid.cells[cell].mpans, cap: $1) }
                left[cell] -= min(left[cell], done / 1_000_000)
            }
        }
        return left
    }

    // MARK: Asking

    private mutating func ask(_ supplier: Int, _ isInSprint: [Bool]) {
        let caps = grid.reachable(
            supplier, isUsed: isInSprint, known: reached.map { (day: days.lowerBound, before: $0[supplier]) })
        let cells = grid.cellsOfSupplier[supplier]
        let hasStep = step(supplier) != nil
        if hasStep { climbs.replaceSubrange(supplier * days.count..<(supplier + 1) * days.count, with: caps[days]) }
        // The pace counts what days can be risen to; on a day that is still too low for it, it is needed all the same. And
        // where that cannot carry everything, no less is needed than without the step limit.
        let ramps =
            hasStep
            ? zip(days, caps[days]).map { $1 > 0 ? ramp(supplier: supplier, day: $0 - days.lowerBound) : 0 } : []
        let free = hasStep ? SupplierPace(mpans: remaining[cells].reduce(0, +), caps: ramps[...]) : nil
        let highest = caps[days].max() ?? 0
        let pace = SupplierPace(mpans: remaining[cells].reduce(0, +), caps: caps[days])
        let flexibility = Int128(grid.market.settings[EnvelopeParameters.flexibility].millionths)
        let minStep = grid.market.settings[EnvelopeParameters.minStep]
        for cell in cells where remaining[cell] > 0 {
            for day in 0..<days.count where caps[days.lowerBound + day] > 0 {
                let reachable = caps[days.lowerBound + day]
                let cap = hasStep ? ramps[day] : reachable
                let need = max(
                    pace.need(of: remaining[cell], cap: hasStep ? min(cap, highest) : cap),
                    free?.need(of: remaining[cell], cap: cap) ?? 0)
                let raised = Int((Int128(need) * flexibility + 999_999_999_999) / 1_000_000_000_000)
                let asked = min(max(raised, minStep), cap)
                let place = cell * days.count + day
                needs[place] = need
                envelopes[place] = min(asked, remaining[cell], reachable)
                bounds[place] =
                    envelopes[place] < min(asked, remaining[cell])
                    ? .stepLimit : asked >= remaining[cell] ? .portfolio : .ask
            }
        }
    }

    // MARK: Sharing

    private mutating func share(_ day: Int) {
        var cells = [[Int]](repeating: [], count: grid.market.distributors.count)
        for (cell, facts) in grid.cells.enumerated() where envelopes[cell * days.count + day] > 0 {
            cells[facts.distributor].append(cell)
        }
        for distributor in cells.indices {
            let limit = grid.distributor[distributor * grid.days.count + days.lowerBound + day]
            atDistributor[distributor * days.count + day] = share(
                limit, among: cells[distributor], day, .distributorLimit)
        }
        inIndustry[day] = share(
            grid.industry[days.lowerBound + day], among: cells.flatMap { $0 }, day, .industryLimit)
    }

    /// Lowers the envelopes of some cells to a limit: small portfolios first, then the others.
    private mutating func share(_ limit: Int, among cells: [Int], _ day: Int, _ bound: Bound) -> Sharing {
        var sharing = Sharing()
        sharing.limit = limit
        let small = cells.filter { isSmall[grid.cells[$0].supplier] }
        let large = cells.filter { !isSmall[grid.cells[$0].supplier] }
        lower(small, to: limit, day, bound, &sharing)
        sharing.pool = small.reduce(0) { $0 + envelopes[$1 * days.count + day] }
        // Who shares is said of the large; of the small only where no large is there.
        sharing.parties = large.isEmpty ? small.count : large.count
        lower(large, to: limit - sharing.pool, day, bound, &sharing)
        return sharing
    }

    private mutating func lower(
        _ cells: [Int], to capacity: Int, _ day: Int, _ bound: Bound, _ sharing: inout Sharing
    ) {
        guard !cells.isEmpty else { return }
        let minStep = grid.market.settings[EnvelopeParameters.minStep]
        let parties = cells.map { cell in
            let place = cell * days.count + day
            return WaterFilling.Party(
                weight: needs[place], floor: min(minStep, envelopes[place]), cap: envelopes[place])
        }
        let outcome = WaterFilling.share(capacity, among: parties)
        guard outcome.isShort else { return }
        sharing.isShort = true
        sharing.level = outcome.level?.millionths
        sharing.weight = outcome.sharingWeight
        for (cell, volume) in zip(cells, outcome.volumes) {
            let place = cell * days.count + day
            if volume < envelopes[place] {
                envelopes[place] = volume
                bounds[place] = bound
            }
        }
    }

    // MARK: Step limits

    /// A supplier's step limit; nil where it has none.
    func step(_ supplier: Int) -> Int? {
        grid.hasSteps && grid.rise[supplier] < PlanningGrid.unlimited ? grid.rise[supplier] : nil
    }

    /// Lowers what suppliers may plan on a day to what the day before lets it rise to, so that days that are all used to
    /// the full keep the step limits.
    private mutating func climb() {
        var found = [Int](repeating: 0, count: climbs.count)
        for supplier in grid.market.suppliers.indices {
            for day in 0..<days.count {
                let place = supplier * days.count + day
                found[place] = freeDayEnvelope(supplier: supplier, day: day)
                guard let step = step(supplier) else { continue }
                // What the ramp alone allows over all distributors is a rule of its own (V06).
                if climbs[place] < ramp(supplier: supplier, day: day) {
                    found[place] = min(found[place], climbs[place])
                }
                if day > 0 { found[place] = min(found[place], found[place - 1] + step) }
            }
        }
        dayEnvelopes = found
    }

    /// The most that a supplier's day can have risen to under its step limit and its ramp, whatever it does on the days
    /// before, MPANs; nil where it has no step limit.
    public func stepCap(supplier: Int, day: Int) -> Int? {
        step(supplier) == nil ? nil : climbs[supplier * days.count + day]
    }

    // MARK: Asking the table

    /// A cell's envelope on a day (counted from the sprint's first), MPANs.
    public func envelope(cell: Int, day: Int) -> Int { envelopes[cell * days.count + day] }

    /// A cell's need on a day, in millionths of an MPAN.
    public func need(cell: Int, day: Int) -> Int { needs[cell * days.count + day] }

    /// What keeps a cell's envelope from being larger.
    public func bound(cell: Int, day: Int) -> Bound { bounds[cell * days.count + day] }

    /// What a supplier may plan on a day over all distributors: no more than its envelopes together, nor than its need
    /// times the flexibility (at least the least step), nor than its step limit lets the day rise to; so the least step of
    /// many distributors is a choice of place and not of pace.
    public func dayEnvelope(supplier: Int, day: Int) -> Int {
        dayEnvelopes.isEmpty
            ? freeDayEnvelope(supplier: supplier, day: day) : dayEnvelopes[supplier * days.count + day]
    }

    private func freeDayEnvelope(supplier: Int, day: Int) -> Int {
        let cells = grid.cellsOfSupplier[supplier]
        let sum = cells.reduce(0) { $0 + envelopes[$1 * days.count + day] }
        let need = cells.reduce(0) { $0 + needs[$1 * days.count + day] }
        let settings = grid.market.settings
        let raised = settings[EnvelopeParameters.flexibility].ceiling(of: need)
        return min(sum, max(settings[EnvelopeParameters.minStep], (raised + 999_999) / 1_000_000))
    }

    /// The ramp's cap of a supplier on a day; `PlanningGrid.unlimited` is no cap.
    public func ramp(supplier: Int, day: Int) -> Int {
        grid.supplier[supplier * grid.days.count + days.lowerBound + day]
    }
}

extension Array {
    /// The first place whose element does not satisfy the rule; elements that do come first.
    func partitioned(_ isBefore: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
