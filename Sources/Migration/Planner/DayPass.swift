extension Planner {
    /// One pass over the days, each shared by weighted max-min with the suppliers' pace as weight.
    ///
    /// - Parameters:
    ///   - least: a plan that must be kept up with, in total by cell at the end of every day.
    ///   - forced: told the days on which that asks for something.
    func pass(
        _ grid: PlanningGrid, lean: Lean = .tight, atLeast least: [Schedule.Entry]? = nil,
        forced: (Int) -> Void = { _ in }
    ) -> Schedule {
        var pass = DayPass(grid, shape: shape, lean: lean)
        let byDay = Schedule.byDay(least ?? [], days: grid.days.count)
        var due = [Int](repeating: 0, count: grid.cells.count)
        for day in grid.days.indices {
            guard least != nil else {
                pass.share(day)
                continue
            }
            for entry in byDay[day] { due[Int(entry.cell)] += entry.volume }
            let needed = due.indices.map { max(due[$0] - pass.done[$0], 0) }
            if needed.contains(where: { $0 > 0 }) { forced(day) }
            pass.share(day, least: needed)
        }
        return pass.schedule
    }
}

/// The state of a pass over the days: what is left, and what is still to come.
struct DayPass {
    /// Keeps a fully needed distributor's lean finite: the lean is at most fifty times its share of the backlog.
    private static let slack = 1.02
    /// How far a backlog counts beside another plan's volumes.
    private static let little = 1e-6

    let grid: PlanningGrid
    let shape: DayNetwork.Shape
    let lean: Planner.Lean
    private(set) var schedule = Planner.Schedule()
    /// By cell: what is placed so far.
    private(set) var done: [Int]
    private var sharing: DaySharing
    private var terms: DaySharing.Terms
    private var backlog: [Int]
    private var queue: [Int]
    /// By distributor: what its days from now on can carry.
    private var room: [Double]
    /// Where the lean is another plan's: what is still to come of it, last day first, and its volumes on the day.
    private var likeEntries: [Planner.Schedule.Entry] = []
    private var volumeLike: [Int] = []
    /// By supplier: what it has on `lastDay`, kept where step limits ask for it.
    private var lastVolumes: [Int] = []
    private var lastDay = -1
    private var climb: [Int] = []

    /// - Parameter totals: by supplier what is to be placed of it, wherever it is; else all of its cells.
    init(_ grid: PlanningGrid, shape: DayNetwork.Shape, lean: Planner.Lean, totals: [Int]? = nil) {
        self.grid = grid
        self.shape = shape
        self.lean = lean
        let suppliers = shape.supplierCount
        let distributors = shape.distributorCount
        let dayCount = grid.days.count
        sharing = DaySharing(shape)
        done = [Int](repeating: 0, count: grid.cells.count)
        schedule.left = grid.cells.map(\.mpans)
        terms = DaySharing.Terms(
            most: schedule.left, least: nil, capacity: [Int](repeating: 0, count: distributors),
            agents: [Int](repeating: 0, count: grid.market.agents.count), industry: 0,
            weights: [Double](repeating: 0, count: suppliers),
            caps: [Int](repeating: 0, count: suppliers),
            lean: [Double](repeating: 0, count: grid.cells.count))
        if grid.hasPool {
            terms.pool = [Int](repeating: 0, count: distributors)
            terms.isSmall = grid.market.suppliers.map(\.isSmall)
        }
        if case .like(let schedule) = lean {
            likeEntries = schedule.entries.reversed()
            volumeLike = [Int](repeating: 0, count: grid.cells.count)
        }
        if grid.hasSteps { lastVolumes = [Int](repeating: 0, count: suppliers) }
        backlog = [Int](repeating: 0, count: suppliers)
        queue = [Int](repeating: 0, count: distributors)
        for cell in grid.cells {
            backlog[cell.supplier] += cell.mpans
            queue[cell.distributor] += cell.mpans
        }
        if let totals { backlog = totals }
        room = [Double](repeating: 0, count: distributors)
        for distributor in 0..<distributors {
            for day in 0..<dayCount {
                room[distributor] += Double(grid.distributor[distributor * dayCount + day])
            }
        }
    }

    /// The day's terms, as they stand before it is shared; false where nobody takes part.
    private mutating func setTerms(_ day: Int) -> Bool {
        let dayCount = grid.days.count
        terms.industry = grid.industry[day]
        for distributor in 0..<shape.distributorCount {
            terms.capacity[distributor] = grid.distributor[distributor * dayCount + day]
            if !terms.pool.isEmpty { terms.pool[distributor] = grid.pool(at: distributor, on: day) }
        }
        for agent in terms.agents.indices { terms.agents[agent] = grid.agent[agent * dayCount + day] }
        var anyone = false
        while let entry = likeEntries.last, Int(entry.day) < day { likeEntries.removeLast() }
        for cell in volumeLike.indices { volumeLike[cell] = 0 }
        while let entry = likeEntries.last, Int(entry.day) == day {
            volumeLike[Int(entry.cell)] = entry.volume
            likeEntries.removeLast()
        }
        for supplier in 0..<shape.supplierCount {
            let isActive = day >= grid.firstDay[supplier] && backlog[supplier] > 0
            let before = grid.hasSteps && lastDay == day - 1 ? lastVolumes[supplier] : 0
            let cap = isActive ? min(grid.cap(supplier, on: day, after: before), backlog[supplier]) : 0
            terms.caps[supplier] = cap
            guard cap > 0 else {
                terms.weights[supplier] = 0
                for cell in shape.cellsOfSupplier[supplier] { terms.most[cell] = 0 }
                continue
            }
            anyone = true
            if grid.hasSteps, grid.rise[supplier] < PlanningGrid.unlimited {
                grid.climb(supplier, from: day, after: before, into: &climb)
                terms.weights[supplier] = Pace.pace(backlog: backlog[supplier], caps: climb[...])
            } else {
                let caps = grid.supplier[(supplier * dayCount + day)..<((supplier + 1) * dayCount)]
                terms.weights[supplier] = Pace.pace(backlog: backlog[supplier], caps: caps)
            }
            for cell in shape.cellsOfSupplier[supplier] {
                let left = schedule.left[cell]
                terms.most[cell] = left
                switch lean {
                case .even: terms.lean[cell] = Double(left)
                case .tight:
                    let distributor = Int(shape.distributorOf[cell])
                    let need = min(Double(queue[distributor]) / max(room[distributor], 1), 1)
                    terms.lean[cell] = Double(left) / (Self.slack - need)
                case .like: terms.lean[cell] = Double(volumeLike[cell]) + Double(left) * Self.little
                }
            }
        }
        for distributor in 0..<shape.distributorCount {
            room[distributor] -= Double(terms.capacity[distributor])
        }
        return anyone
    }

    /// Shares a day. Days are shared in order.
    mutating func share(_ day: Int, least: [Int]? = nil) {
        guard setTerms(day) else { return }
        terms.least = grid.hasSteps ? least.map(withinCaps) : least
        sharing.share(terms)
        take(day, sharing.network.flow)
    }

    /// What must be placed, cut to what suppliers' days may rise to.
    private func withinCaps(_ least: [Int]) -> [Int] {
        var least = least
        for supplier in 0..<shape.supplierCount {
            let cells = shape.cellsOfSupplier[supplier]
            var over = least[cells].reduce(0, +) - terms.caps[supplier]
            for cell in cells.reversed() where over > 0 {
                let part = min(over, least[cell])
                least[cell] -= part
                over -= part
            }
        }
        return least
    }

    /// By supplier: what it has on a day that was just taken.
    func volumes(on day: Int) -> [Int] {
        lastDay == day ? lastVolumes : [Int](repeating: 0, count: shape.supplierCount)
    }

    /// What a day's given volumes come to: each supplier's level (below 0 where it takes no part), and whether nobody
    /// could have one MPAN more at the cost only of those above its level. Nil where nobody takes part.
    mutating func replay(_ day: Int, _ volumes: [Int]) -> DaySharing.Judgement? {
        guard setTerms(day) else { return nil }
        let found = sharing.judge(terms, volumes)
        take(day, volumes)
        return found
    }

    /// By cell: what small suppliers have of their pool alone on a day; nil where nobody takes part.
    mutating func pooled(_ day: Int) -> [Int]? { setTerms(day) ? sharing.poolAlone(terms) : nil }

    /// Takes a day's given volumes without looking at how they are shared.
    mutating func follow(_ day: Int, _ volumes: [Int]) {
        for distributor in room.indices {
            room[distributor] -= Double(grid.distributor[distributor * grid.days.count + day])
        }
        take(day, volumes)
    }

    /// By supplier: the weight on the day that was shared last; 0 where it took no part.
    var weights: [Double] { terms.weights }

    /// Takes a day's volumes, by cell.
    mutating func take(_ day: Int, _ volumes: [Int]) {
        if grid.hasSteps {
            lastDay = day
            for supplier in lastVolumes.indices { lastVolumes[supplier] = 0 }
        }
        for cell in volumes.indices where volumes[cell] > 0 {
            let volume = volumes[cell]
            schedule.left[cell] -= volume
            done[cell] += volume
            backlog[Int(shape.supplierOf[cell])] -= volume
            if grid.hasSteps { lastVolumes[Int(shape.supplierOf[cell])] += volume }
            queue[Int(shape.distributorOf[cell])] -= volume
            schedule.entries.append(.init(day: Int32(day), cell: Int32(cell), volume: volume))
            schedule.weightedDays += volume * day
            schedule.placed += volume
        }
    }
}
