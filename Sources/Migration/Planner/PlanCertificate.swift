public import Kernel

/// What a plan proves about itself: how good it is, that no limit is broken, how fairly each day was shared, and what
/// stood in the way of what found no place.
public struct PlanCertificate: Sendable {
    /// One supplier over its days. A level is a day's volume divided by the pace that the supplier needed that day, so
    /// 1 keeps it on course to finish on the last day.
    public struct SupplierLevel: Sendable {
        public let supplier: Int
        /// Days on which it was active and had a backlog.
        public let days: Int
        /// Of those days; 0 where there are none.
        public let lowest: Double
        public let mean: Double
        public let placed: Int
        public let unplaced: Int
        /// The last day with a volume.
        public let finish: CalendarDate?
    }

    /// The limit of a day that leaves the least room, as a share of what it lets through.
    public struct TightestLimit: Sendable {
        public let date: CalendarDate
        public let limit: LimitName
        public let usable: Int
        public let used: Int
    }

    public enum LimitName: Sendable, Hashable, Comparable {
        case industry
        case distributor(Int)
        /// A supplier's ramp.
        case ramp(Int)
        /// An agent's cap.
        case agent(Int)
        /// What a supplier's step limit lets its day rise to from its migration day before.
        case step(Int)
    }

    public let objective: PlanObjective
    /// Mean completion day over the MPANs placed, counted in migration days from 0.
    public let meanCompletion: Double
    /// What no plan of the same amounts can be under.
    public let bound: Double
    /// `(meanCompletion - bound) / bound`; 0 where the bound is 0.
    public let gap: Double
    public let fairMeanCompletion: Double
    public let earliestMeanCompletion: Double
    public let mpans: Int
    public let placed: Int
    /// Whether it is proved that nothing more can be placed.
    public let isPlacementProved: Bool
    /// Whether the bound is that of the market without what step limits ask of neighbouring days.
    public let boundLeavesOutSteps: Bool
    public let levels: [SupplierLevel]
    /// The days on which a supplier could have had more at the cost of one above its level only.
    public let unfairDays: [CalendarDate]
    /// The share of each distributor's day that small portfolios share first; nil where they have no pool. Fairness is then
    /// judged in two parts: small suppliers in the pool, and all in what it leaves.
    public let smallPool: Share?
    /// The days on which a small supplier has less than its pool holds for it: under `fair` some of the forced days, under
    /// `earliest` those on which no volume was found that could give way to it.
    public let poolShortDays: [CalendarDate]
    /// The days on which placing everything came before sharing, or before the pool.
    public let forcedDays: [CalendarDate]
    /// One for each day with a volume and a limit.
    public let tightest: [TightestLimit]
    /// Limits that are passed on a day: none, or the planner is wrong.
    public let broken: [TightestLimit]
    public let conflicts: [PlanConflict]
}

extension PlanningResult {
    /// The plan's proof, worked out from its volumes.
    public var certificate: PlanCertificate {
        let schedule = self.schedule
        let sharing = SharingProof(goal, shape: shape, schedule: schedule)
        let capacity = CapacityProof(goal, shape: shape, schedule: schedule)
        let placed = schedule.placed
        func mean(_ weighted: Int) -> Double { placed == 0 ? 0 : Double(weighted) / Double(placed) }
        let isProved = objective == .earliest && outcome.isProved
        let least =
            isProved ? schedule.weightedDays : min(leastWeightedDays, earliest.schedule.weightedDays)
        let gap = least == 0 ? 0 : Double(schedule.weightedDays - least) / Double(least)
        let unplaced = unplacedBySupplier
        let levels = grid.market.suppliers.indices.map { supplier in
            let found = sharing.levels[supplier]
            return PlanCertificate.SupplierLevel(
                supplier: order.suppliers[supplier], days: found.days, lowest: found.days == 0 ? 0 : found.lowest,
                mean: found.days == 0 ? 0 : found.sum / Double(found.days), placed: found.placed,
                unplaced: unplaced[supplier], finish: found.last.map { grid.days[$0] })
        }
        return PlanCertificate(
            objective: objective, meanCompletion: mean(schedule.weightedDays), bound: mean(least),
            gap: gap,
            fairMeanCompletion: mean(fair.schedule.weightedDays),
            earliestMeanCompletion: mean(earliest.schedule.weightedDays),
            mpans: grid.cells.reduce(0) { $0 + $1.mpans }, placed: placed,
            isPlacementProved: placement.isProved, boundLeavesOutSteps: grid.hasSteps,
            levels: levels.sorted { $0.supplier < $1.supplier }, unfairDays: sharing.unfairDays.map { grid.days[$0] },
            smallPool: grid.hasPool ? market.settings[PlannerParameters.smallPool] : nil,
            poolShortDays: sharing.poolShortDays.map { grid.days[$0] },
            forcedDays: outcome.forcedDays.map { grid.days[$0] },
            tightest: capacity.tightest.map(named), broken: capacity.broken.map(named),
            conflicts: unplaced.contains { $0 > 0 } ? conflicts : [])
    }

    private func named(_ limit: PlanCertificate.TightestLimit) -> PlanCertificate.TightestLimit {
        PlanCertificate.TightestLimit(
            date: limit.date, limit: order.named(limit.limit), usable: limit.usable, used: limit.used)
    }

    private var conflicts: [PlanConflict] {
        PlanConflict.find(grid).map { conflict in
            PlanConflict(
                members: conflict.members.map(order.named).sorted(), demand: conflict.demand,
                capacity: conflict.capacity)
        }.sorted { $0.members.lexicographicallyPrecedes($1.members) }
    }

    /// The plan as it is written.
    public var plan: MigrationPlan {
        var rows = schedule.entries.map { entry in
            MigrationPlan.Row(
                supplier: order.suppliers[Int(shape.supplierOf[Int(entry.cell)])],
                distributor: order.distributors[Int(shape.distributorOf[Int(entry.cell)])],
                date: grid.days[Int(entry.day)], volume: entry.volume)
        }
        rows.sort { ($0.supplier, $0.distributor, $0.date) < ($1.supplier, $1.distributor, $1.date) }
        let left = leftByCell
        let unplaced = grid.cells.indices.filter { left[$0] > 0 }.map { cell in
            MigrationPlan.Unplaced(
                supplier: order.suppliers[grid.cells[cell].supplier],
                distributor: order.distributors[grid.cells[cell].distributor], mpans: left[cell])
        }
        return MigrationPlan(
            suppliers: market.suppliers.map(\.code), distributors: market.distributors, rows: rows,
            unplaced: unplaced.sorted { ($0.supplier, $0.distributor) < ($1.supplier, $1.distributor) })
    }

    /// By cell: what found no place.
    private var leftByCell: [Int] {
        var left = grid.cells.map(\.mpans)
        for entry in schedule.entries { left[Int(entry.cell)] -= entry.volume }
        return left
    }

    private var unplacedBySupplier: [Int] {
        var sums = [Int](repeating: 0, count: grid.market.suppliers.count)
        for (cell, mpans) in leftByCell.enumerated() { sums[grid.cells[cell].supplier] += mpans }
        return sums
    }
}

/// How each day of a plan was shared, worked out again from its volumes.
struct SharingProof {
    struct Levels {
        var days = 0
        var lowest = Double.infinity
        var sum = 0.0
        var placed = 0
        var last: Int?
    }

    private(set) var levels: [Levels]
    private(set) var unfairDays: [Int] = []
    private(set) var poolShortDays: [Int] = []

    init(_ goal: PlanningGrid, shape: DayNetwork.Shape, schedule: Planner.Schedule) {
        levels = [Levels](repeating: Levels(), count: shape.supplierCount)
        var pass = DayPass(goal, shape: shape, lean: .even)
        let byDay = Planner.Schedule.byDay(schedule.entries, days: goal.days.count)
        var volumes = [Int](repeating: 0, count: goal.cells.count)
        for day in goal.days.indices {
            for entry in byDay[day] { volumes[Int(entry.cell)] = entry.volume }
            if let shared = pass.replay(day, volumes) {
                for supplier in levels.indices where shared.levels[supplier] >= 0 {
                    let level = shared.levels[supplier]
                    levels[supplier].days += 1
                    levels[supplier].lowest = min(levels[supplier].lowest, level)
                    levels[supplier].sum += level
                }
                if !shared.isFair { unfairDays.append(day) }
                if !shared.hasItsPool { poolShortDays.append(day) }
            }
            for entry in byDay[day] {
                let supplier = Int(shape.supplierOf[Int(entry.cell)])
                levels[supplier].placed += entry.volume
                levels[supplier].last = day
                volumes[Int(entry.cell)] = 0
            }
        }
    }
}

/// What each day of a plan uses of each limit.
struct CapacityProof {
    private(set) var tightest: [PlanCertificate.TightestLimit] = []
    private(set) var broken: [PlanCertificate.TightestLimit] = []

    init(_ grid: PlanningGrid, shape: DayNetwork.Shape, schedule: Planner.Schedule) {
        let count = grid.days.count
        let byDay = Planner.Schedule.byDay(schedule.entries, days: count)
        var before = [Int](repeating: 0, count: shape.supplierCount)
        var lastDay = -1
        for day in grid.days.indices where !byDay[day].isEmpty {
            if grid.hasSteps, lastDay != day - 1 { before = [Int](repeating: 0, count: shape.supplierCount) }
            var bySupplier = [Int](repeating: 0, count: shape.supplierCount)
            var byDistributor = [Int](repeating: 0, count: shape.distributorCount)
            var whole = 0
            for entry in byDay[day] {
                bySupplier[Int(shape.supplierOf[Int(entry.cell)])] += entry.volume
                byDistributor[Int(shape.distributorOf[Int(entry.cell)])] += entry.volume
                whole += entry.volume
            }
            var best: PlanCertificate.TightestLimit?
            func look(_ limit: PlanCertificate.LimitName, _ usable: Int, _ used: Int) {
                guard usable < PlanningGrid.unlimited, used > 0 else { return }
                let found = PlanCertificate.TightestLimit(
                    date: grid.days[day], limit: limit, usable: usable, used: used)
                if used > usable { broken.append(found) }
                // The greater share used is the tighter: used ÷ usable, by cross products.
                if best.map({ used * max($0.usable, 1) > $0.used * max(usable, 1) }) ?? true {
                    best = found
                }
            }
            look(.industry, grid.industry[day], whole)
            for distributor in byDistributor.indices {
                look(
                    .distributor(distributor), grid.distributor[distributor * count + day],
                    byDistributor[distributor])
            }
            for supplier in bySupplier.indices {
                look(.ramp(supplier), grid.supplier[supplier * count + day], bySupplier[supplier])
            }
            for (agent, suppliers) in shape.suppliersOfAgent.enumerated() {
                look(.agent(agent), grid.agent[agent * count + day], suppliers.reduce(0) { $0 + bySupplier[$1] })
            }
            for supplier in grid.rise.indices where grid.rise[supplier] < PlanningGrid.unlimited {
                look(.step(supplier), before[supplier] + grid.rise[supplier], bySupplier[supplier])
            }
            before = bySupplier
            lastDay = day
            if let best { tightest.append(best) }
        }
    }
}
