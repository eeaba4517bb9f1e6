/// Gives small portfolios what their pool holds for them in a plan that was made without looking at it.
///
/// Day after day: the pool is shared among the small suppliers as a fair day shares it, and whoever has less of the day
/// gets its own volumes of later days in place of others'. A volume that gives way goes to the day that the small
/// supplier's comes from, at the same distributor if need be, so that neither limits nor the mean completion day change;
/// where it does not fit there, to the first day with room for it. A day only takes from later ones, so a day that is
/// kept stays kept.
struct PoolKeeping {
    private let grid: PlanningGrid
    private let shape: DayNetwork.Shape
    private let dayCount: Int
    private let cellCount: Int
    private let isSmall: [Bool]
    /// Day × cell count + cell: MPANs.
    private var volume: [Int]
    private var usedBySupplier: [Int]
    private var usedByDistributor: [Int]
    private var usedByDay: [Int]
    private var usedByAgent: [Int]
    /// On the day that is kept, by supplier: what the pool holds for it.
    private var kept: [Int]
    /// The days on which a small supplier has less than its pool holds for it, one MPAN of rounding aside.
    private(set) var shortDays: [Int] = []

    init(_ grid: PlanningGrid, shape: DayNetwork.Shape, schedule: Planner.Schedule) {
        self.grid = grid
        self.shape = shape
        dayCount = grid.days.count
        cellCount = grid.cells.count
        isSmall = grid.market.suppliers.map(\.isSmall)
        volume = [Int](repeating: 0, count: cellCount * dayCount)
        usedBySupplier = [Int](repeating: 0, count: shape.supplierCount * dayCount)
        usedByDistributor = [Int](repeating: 0, count: shape.distributorCount * dayCount)
        usedByDay = [Int](repeating: 0, count: dayCount)
        usedByAgent = [Int](repeating: 0, count: grid.agent.count)
        kept = [Int](repeating: 0, count: shape.supplierCount)
        for entry in schedule.entries { add(entry.volume, Int(entry.cell), Int(entry.day)) }
    }

    /// The plan as it stands; `left` is what it was.
    func schedule(left: [Int]) -> Planner.Schedule {
        Planner.Schedule(volume: volume, cells: cellCount, left: left)
    }

    mutating func run() {
        var pass = DayPass(grid, shape: shape, lean: .even)
        for day in 0..<dayCount {
            if let pooled = pass.pooled(day) { keep(day, pooled) }
            pass.take(day, Array(volume[day * cellCount..<(day + 1) * cellCount]))
        }
    }

    /// - Parameter pooled: by cell, what the pool holds.
    private mutating func keep(_ day: Int, _ pooled: [Int]) {
        for supplier in kept.indices {
            kept[supplier] = isSmall[supplier] ? pooled[shape.cellsOfSupplier[supplier]].reduce(0, +) : 0
        }
        var isShort = false
        for supplier in kept.indices where isSmall[supplier] {
            let cells = shape.cellsOfSupplier[supplier]
            // Where the pool is first, then wherever else it has a backlog: what counts is the supplier's day.
            for isHere in [true, false] {
                for cell in cells {
                    let missing = kept[supplier] - usedBySupplier[supplier * dayCount + day]
                    guard missing > 0 else { break }
                    let wanted = isHere ? pooled[cell] - volume[day * cellCount + cell] : missing
                    if wanted > 0 { raise(cell, on: day, by: min(wanted, missing)) }
                }
            }
            isShort = isShort || usedBySupplier[supplier * dayCount + day] + 1 < kept[supplier]
        }
        if isShort { shortDays.append(day) }
    }

    /// Brings a cell's volumes of later days to a day, as far as they can be had.
    private mutating func raise(_ cell: Int, on day: Int, by wanted: Int) {
        var wanted = wanted
        for isDirect in [true, false] {
            for source in stride(from: dayCount - 1, to: day, by: -1) {
                while wanted > 0, volume[source * cellCount + cell] > 0 {
                    let moved = bring(cell, from: source, to: day, atMost: wanted, isDirect: isDirect)
                    guard moved > 0 else { break }
                    wanted -= moved
                }
            }
        }
    }

    /// Moves a part of a cell's volume to an earlier day, where need be in place of another's.
    ///
    /// - Parameter isDirect: whether the other takes the day that is left.
    private mutating func bring(_ cell: Int, from source: Int, to day: Int, atMost: Int, isDirect: Bool) -> Int {
        let supplier = Int(shape.supplierOf[cell])
        let distributor = Int(shape.distributorOf[cell])
        let most = min(
            atMost, volume[source * cellCount + cell], rising(supplier, on: day, from: source),
            falling(supplier, on: source))
        guard most > 0 else { return 0 }
        let local = grid.distributor[distributor * dayCount + day] - usedByDistributor[distributor * dayCount + day]
        let whole = grid.industry[day] - usedByDay[day]
        let full = shape.agentsOf[supplier].filter { agentRoom($0, day) <= 0 }
        let open = shape.agentsOf[supplier].filter { agentRoom($0, day) > 0 }.map { agentRoom($0, day) }.min()
        let reachable = min(most, open ?? most)
        if local > 0, whole > 0, full.isEmpty {
            guard isDirect else { return 0 }
            let part = min(reachable, local, whole)
            move(part, cell, from: source, to: day)
            return part
        }
        // What gives way must free every limit that is full; the others must have room for the supplier's volume.
        let room = local > 0 ? min(reachable, local) : reachable
        let places = shape.starts[distributor]..<shape.starts[distributor + 1]
        let givers = local > 0 ? Array(0..<cellCount) : places.map { Int(shape.listed[$0]) }
        for giver in givers where volume[day * cellCount + giver] > 0 {
            let other = Int(shape.supplierOf[giver])
            guard other != supplier, full.allSatisfy({ shape.agentsOf[other].contains($0) }) else { continue }
            let spare = isSmall[other] ? usedBySupplier[other * dayCount + day] - kept[other] : room
            let given = min(room, volume[day * cellCount + giver], spare, falling(other, on: day))
            guard given > 0 else { continue }
            for landing in isDirect ? source..<source + 1 : day + 1..<dayCount {
                let part = min(given, landingRoom(giver, on: landing, from: day, leaving: cell, on: source))
                guard part > 0 else { continue }
                move(part, giver, from: day, to: landing)
                move(part, cell, from: source, to: day)
                return part
            }
        }
        return 0
    }

    /// How much of a giver's volume a later day takes, once as much of a cell has left another day.
    private func landingRoom(_ giver: Int, on landing: Int, from day: Int, leaving cell: Int, on source: Int) -> Int {
        let other = Int(shape.supplierOf[giver])
        let distributor = Int(shape.distributorOf[giver])
        var room = rising(other, on: landing, from: day)
        if landing != source || distributor != Int(shape.distributorOf[cell]) {
            let place = distributor * dayCount + landing
            room = min(room, grid.distributor[place] - usedByDistributor[place])
        }
        if landing != source { room = min(room, grid.industry[landing] - usedByDay[landing]) }
        let leaving = shape.agentsOf[Int(shape.supplierOf[cell])]
        for agent in shape.agentsOf[other] where landing != source || !leaving.contains(agent) {
            room = min(room, agentRoom(agent, landing))
        }
        return room
    }

    private func agentRoom(_ agent: Int, _ day: Int) -> Int {
        grid.agent[agent * dayCount + day] - usedByAgent[agent * dayCount + day]
    }

    /// How much more a supplier may have on a day under its ramp and step limit, where that comes off another day.
    private func rising(_ supplier: Int, on day: Int, from other: Int) -> Int {
        guard day >= grid.firstDay[supplier] else { return 0 }
        let place = supplier * dayCount + day
        let before = day > 0 ? usedBySupplier[place - 1] : 0
        let room = grid.cap(supplier, on: day, after: before) - usedBySupplier[place]
        // What comes off the day before lowers what the day rises from.
        guard grid.hasSteps, other == day - 1, grid.rise[supplier] < PlanningGrid.unlimited else { return room }
        return min(room, (before + grid.rise[supplier] - usedBySupplier[place]) / 2)
    }

    /// How much less a supplier may have on a day, so that its next day is no further above it than its step limit.
    private func falling(_ supplier: Int, on day: Int) -> Int {
        guard grid.hasSteps, grid.rise[supplier] < PlanningGrid.unlimited, day + 1 < dayCount else {
            return PlanningGrid.unlimited
        }
        let place = supplier * dayCount + day
        return usedBySupplier[place] + grid.rise[supplier] - usedBySupplier[place + 1]
    }

    private mutating func move(_ part: Int, _ cell: Int, from day: Int, to other: Int) {
        add(-part, cell, day)
        add(part, cell, other)
    }

    private mutating func add(_ part: Int, _ cell: Int, _ day: Int) {
        let supplier = Int(shape.supplierOf[cell])
        volume[day * cellCount + cell] += part
        usedBySupplier[supplier * dayCount + day] += part
        usedByDistributor[Int(shape.distributorOf[cell]) * dayCount + day] += part
        usedByDay[day] += part
        for agent in shape.agentsOf[supplier] { usedByAgent[agent * dayCount + day] += part }
    }
}

extension Planner {
    /// The least mean completion day among plans that keep the pool of small portfolios, as far as volumes change places
    /// one for one.
    ///
    /// - Parameters:
    ///   - free: made without looking at the pool.
    ///   - fair: keeps the pool but on its forced days.
    func keepingPool(_ free: Outcome, _ goal: PlanningGrid, also fair: Outcome) -> Outcome {
        guard goal.hasPool else { return free }
        var keeping = PoolKeeping(goal, shape: shape, schedule: free.schedule)
        keeping.run()
        let schedule = keeping.schedule(left: free.schedule.left)
        let isNoLater = schedule.weightedDays <= free.schedule.weightedDays
        let found = Outcome(
            schedule: schedule, forcedDays: keeping.shortDays, isProved: free.isProved && isNoLater)
        guard !keeping.shortDays.isEmpty || fair.schedule.weightedDays < schedule.weightedDays,
            fair.schedule.isComplete, fair.schedule.amounts(of: goal) == goal.cells.map(\.mpans)
        else { return found }
        let short = SharingProof(goal, shape: shape, schedule: fair.schedule).poolShortDays
        return (short.count, fair.schedule.weightedDays) < (keeping.shortDays.count, schedule.weightedDays)
            ? Outcome(schedule: fair.schedule, forcedDays: short) : found
    }
}
