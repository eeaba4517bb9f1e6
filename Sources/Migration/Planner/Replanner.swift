public import Kernel

/// Plans again from a date with what was really done, changing committed days as little as can be.
///
/// What was planned stays where it still fits. The first days after the date are frozen: nothing is added to them. What
/// was missed is placed in what later days have free, shared by weighted max-min; where that is not enough, volumes of
/// later days move along chains. With nothing missed and nothing done ahead, the plan is the same to the byte.
public struct Replanner: Sendable {
    /// What was done on a day by a supplier at a distributor, net of what went back.
    public struct Done: Sendable, Hashable {
        public let supplier: Int
        public let distributor: Int
        public let date: CalendarDate
        /// MPANs; below 0 where more went back than was completed.
        public let net: Int

        public init(supplier: Int, distributor: Int, date: CalendarDate, net: Int) {
            self.supplier = supplier
            self.distributor = distributor
            self.date = date
            self.net = net
        }
    }

    public struct Result: Sendable {
        public let plan: MigrationPlan
        /// The days after the date on which nothing was added.
        public let frozen: [CalendarDate]
        /// MPANs that were planned by the date and not done.
        public let missed: Int
        /// MPANs done that were planned for later.
        public let ahead: Int
        /// MPANs taken off frozen days, since they no longer fit.
        public let takenFromFrozen: Int
        public let difference: PlanDifference
    }

    let grid: PlanningGrid

    public init(_ grid: PlanningGrid) { self.grid = grid }

    /// - Parameters:
    ///   - baseline: places are those of the market.
    ///   - done: everything done up to `asAt`; places are those of the market.
    ///   - asAt: the last day of what is known; nil where nothing is.
    ///   - freeze: migration days after `asAt` that are frozen, 0 or more.
    ///   - reached: by supplier, what the first day after `asAt` may rise from where it has a step limit; nil: the greater
    ///     of what was planned and what was done on the last migration day known, so that a day that was missed does not
    ///     take a supplier back to its beginning.
    public func replan(
        _ baseline: MigrationPlan, done: [Done], asAt: CalendarDate?, freeze: Int, reached: [Int]? = nil
    ) -> Result {
        let shape = DayNetwork.Shape(grid)
        let count = grid.days.count
        let places = cellPlaces()
        let past = asAt.map { date in grid.days.prefix { $0 <= date }.count } ?? 0
        let open = min(past + freeze, count)
        var history = History(grid, places)
        for one in done { history.take(one) }

        var left = grid.cells.indices.map { max(grid.cells[$0].mpans - history.net[$0], 0) }
        // The baseline's later days, in order: each keeps what fits, so what is over comes off the last days.
        var network = KeptVolumes(grid, shape: shape)
        if grid.hasSteps, past > 0 {
            network.begin(after: past - 1, reached ?? self.reached(on: grid.days[past - 1], baseline, done))
        }
        var missed = -done.reduce(0) { $0 + $1.net }
        var taken = 0
        for row in baseline.rows.sorted(by: {
            ($0.date, $0.supplier, $0.distributor) < ($1.date, $1.supplier, $1.distributor)
        }) {
            if let asAt, row.date <= asAt {
                missed += row.volume
                continue
            }
            let kept: Int
            if let cell = places[row.supplier * shape.distributorCount + row.distributor],
                let day = grid.day(row.date)
            {
                kept = network.keep(min(row.volume, left[cell]), cell: cell, day: day)
                left[cell] -= kept
                if day < open { taken += row.volume - kept }
            }
        }
        let residual = network.residual(closedBefore: open, cells: left)
        let planner = Planner(part: residual, shape: shape)
        let added = left.contains { $0 > 0 } ? planner.pass(residual) : nil
        var schedule = network.schedule(adding: added, left: added?.left ?? left)
        if schedule.left.contains(where: { $0 > 0 }) {
            var repair = PlanRepair(
                network.opened(from: open, grid), shape: shape, schedule: schedule.from(Int32(open)),
                budget: Planner.repairBudget)
            repair.place()
            schedule = schedule.replaced(from: Int32(open), by: repair.schedule)
        }
        let plan = self.plan(history, schedule, shape)
        return Result(
            plan: plan, frozen: Array(grid.days[past..<open]), missed: max(missed, 0),
            ahead: max(-missed, 0),
            takenFromFrozen: taken, difference: PlanDifference(baseline, plan))
    }

    /// By supplier: the greater of what was planned and what was done on a day.
    private func reached(on date: CalendarDate, _ baseline: MigrationPlan, _ done: [Done]) -> [Int] {
        var planned = [Int](repeating: 0, count: grid.market.suppliers.count)
        var net = planned
        for row in baseline.rows where row.date == date { planned[row.supplier] += row.volume }
        for one in done where one.date == date { net[one.supplier] += one.net }
        return zip(planned, net).map { max($0, $1) }
    }

    /// Supplier × distributor count + distributor: the cell, where there is one.
    private func cellPlaces() -> [Int?] {
        let distributors = grid.market.distributors.count
        var places = [Int?](repeating: nil, count: grid.market.suppliers.count * distributors)
        for (cell, found) in grid.cells.enumerated() {
            places[found.supplier * distributors + found.distributor] = cell
        }
        return places
    }

    private func plan(_ history: History, _ schedule: Planner.Schedule, _ shape: DayNetwork.Shape)
        -> MigrationPlan
    {
        var rows = history.rows
        for entry in schedule.entries {
            rows.append(
                MigrationPlan.Row(
                    supplier: Int(shape.supplierOf[Int(entry.cell)]),
                    distributor: Int(shape.distributorOf[Int(entry.cell)]), date: grid.days[Int(entry.day)],
                    volume: entry.volume))
        }
        rows.sort { ($0.supplier, $0.distributor, $0.date) < ($1.supplier, $1.distributor, $1.date) }
        let unplaced = grid.cells.indices.filter { schedule.left[$0] > 0 }.map {
            MigrationPlan.Unplaced(
                supplier: grid.cells[$0].supplier, distributor: grid.cells[$0].distributor,
                mpans: schedule.left[$0])
        }
        return MigrationPlan(
            suppliers: grid.market.suppliers.map(\.code), distributors: grid.market.distributors,
            rows: rows,
            unplaced: unplaced)
    }
}

/// What was really done, by cell and date.
private struct History {
    private let grid: PlanningGrid
    private let places: [Int?]
    private(set) var net: [Int]
    private var byCell: [[(date: CalendarDate, net: Int)]]

    init(_ grid: PlanningGrid, _ places: [Int?]) {
        self.grid = grid
        self.places = places
        net = [Int](repeating: 0, count: grid.cells.count)
        byCell = [[(date: CalendarDate, net: Int)]](repeating: [], count: grid.cells.count)
    }

    mutating func take(_ done: Replanner.Done) {
        guard let cell = places[done.supplier * grid.market.distributors.count + done.distributor]
        else { return }
        net[cell] += done.net
        byCell[cell].append((done.date, done.net))
    }

    /// As rows of a plan: what went back is taken off the days before it, the last first.
    var rows: [MigrationPlan.Row] {
        var rows: [MigrationPlan.Row] = []
        for (cell, days) in byCell.enumerated() {
            var kept: [(date: CalendarDate, volume: Int)] = []
            for day in days.sorted(by: { $0.date < $1.date }) {
                if day.net > 0 {
                    if kept.last?.date == day.date {
                        kept[kept.count - 1].volume += day.net
                    } else {
                        kept.append((day.date, day.net))
                    }
                    continue
                }
                var back = -day.net
                while back > 0, let last = kept.last {
                    let part = min(back, last.volume)
                    back -= part
                    kept[kept.count - 1].volume -= part
                    if kept[kept.count - 1].volume == 0 { kept.removeLast() }
                }
            }
            rows += kept.map {
                MigrationPlan.Row(
                    supplier: grid.cells[cell].supplier, distributor: grid.cells[cell].distributor,
                    date: $0.date,
                    volume: $0.volume)
            }
        }
        return rows
    }
}

/// Volumes of a baseline that stay, and what they leave of each limit.
private struct KeptVolumes {
    private let grid: PlanningGrid
    private let shape: DayNetwork.Shape
    private var industry: [Int]
    private var distributor: [Int]
    private var supplier: [Int]
    private var agent: [Int]
    /// Where step limits ask for it: supplier × day count + day, what is kept, and on the day before the first what was
    /// reached.
    private var carried: [Int]
    private var entries: [Planner.Schedule.Entry] = []

    init(_ grid: PlanningGrid, shape: DayNetwork.Shape) {
        self.grid = grid
        self.shape = shape
        industry = grid.industry
        distributor = grid.distributor
        supplier = grid.supplier
        agent = grid.agent
        carried = grid.hasSteps ? [Int](repeating: 0, count: grid.supplier.count) : []
    }

    /// Says what the days after one may rise from, by supplier.
    mutating func begin(after day: Int, _ reached: [Int]) {
        for (place, volume) in reached.enumerated() { carried[place * grid.days.count + day] = volume }
    }

    /// What a supplier's step limit leaves on a day, whose days before are kept already.
    private func rise(_ supplier: Int, _ day: Int) -> Int {
        guard grid.hasSteps else { return PlanningGrid.unlimited }
        let own = supplier * grid.days.count + day
        return max((day > 0 ? carried[own - 1] : 0) + grid.rise[supplier] - carried[own], 0)
    }

    /// Keeps what fits of a volume; gives it.
    mutating func keep(_ volume: Int, cell: Int, day: Int) -> Int {
        let own = Int(shape.supplierOf[cell]) * grid.days.count + day
        let local = Int(shape.distributorOf[cell]) * grid.days.count + day
        let agents = shape.agentsOf[Int(shape.supplierOf[cell])].map { $0 * grid.days.count + day }
        let rise = rise(Int(shape.supplierOf[cell]), day)
        let part = agents.reduce(min(volume, rise, industry[day], distributor[local], supplier[own])) {
            min($0, agent[$1])
        }
        guard part > 0 else { return 0 }
        industry[day] -= part
        distributor[local] -= part
        supplier[own] -= part
        for place in agents { agent[place] -= part }
        if grid.hasSteps { carried[own] += part }
        entries.append(.init(day: Int32(day), cell: Int32(cell), volume: part))
        return part
    }

    /// What is free, with the first days closed.
    func residual(closedBefore open: Int, cells: [Int]) -> PlanningGrid {
        closed(industry, distributor, supplier, agent, carried, before: open).placing(cells)
    }

    /// The market's own limits, with the first days closed.
    func opened(from open: Int, _ grid: PlanningGrid) -> PlanningGrid {
        let count = grid.days.count
        // From then on what is kept is among the cells' volumes.
        let before = carried.indices.map { $0 % count < open ? carried[$0] : 0 }
        return closed(grid.industry, grid.distributor, grid.supplier, grid.agent, before, before: open)
    }

    private func closed(
        _ industry: [Int], _ distributor: [Int], _ supplier: [Int], _ agent: [Int], _ carried: [Int], before open: Int
    ) -> PlanningGrid {
        PlanningGrid(
            of: grid, firstDay: grid.firstDay.map { max($0, open) },
            industry: industry.indices.map { $0 < open ? 0 : industry[$0] },
            distributor: distributor.indices.map { $0 % grid.days.count < open ? 0 : distributor[$0] },
            supplier: supplier.indices.map { $0 % grid.days.count < open ? 0 : supplier[$0] },
            agent: agent.indices.map { $0 % grid.days.count < open ? 0 : agent[$0] }, carried: carried,
            cells: grid.cells)
    }

    /// The kept volumes with others beside them.
    func schedule(adding added: Planner.Schedule?, left: [Int]) -> Planner.Schedule {
        var merged: [Planner.Schedule.Entry] = []
        let all = (entries + (added?.entries ?? [])).sorted { ($0.day, $0.cell) < ($1.day, $1.cell) }
        for entry in all {
            if let last = merged.last, last.day == entry.day, last.cell == entry.cell {
                merged[merged.count - 1] = .init(
                    day: entry.day, cell: entry.cell, volume: last.volume + entry.volume)
            } else {
                merged.append(entry)
            }
        }
        var schedule = Planner.Schedule()
        schedule.entries = merged
        schedule.left = left
        schedule.placed = merged.reduce(0) { $0 + $1.volume }
        schedule.weightedDays = merged.reduce(0) { $0 + $1.volume * Int($1.day) }
        return schedule
    }
}

extension Planner.Schedule {
    /// The part from a day on; what has no place stays.
    fileprivate func from(_ day: Int32) -> Planner.Schedule {
        var part = self
        part.entries = entries.filter { $0.day >= day }
        return part
    }

    /// The days from one on replaced by another schedule's.
    fileprivate func replaced(from day: Int32, by other: Planner.Schedule) -> Planner.Schedule {
        var whole = other
        whole.entries = entries.filter { $0.day < day } + other.entries
        whole.placed = whole.entries.reduce(0) { $0 + $1.volume }
        whole.weightedDays = whole.entries.reduce(0) { $0 + $1.volume * Int($1.day) }
        return whole
    }
}
