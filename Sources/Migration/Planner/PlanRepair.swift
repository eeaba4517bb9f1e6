/// A whole plan laid open, so that volumes can be moved between days along chains.
///
/// A unit that has no place looks for a day. Where the day is full for one reason, whoever fills it there may give way
/// and look for a day in turn: a chain ends where there is room. Without ramps every way to place more is such a chain
/// (an augmenting path of the flow), so the result is exact; where a ramp and a distributor's limit are both full on a
/// day, that day is passed over.
struct PlanRepair {
    /// Cells times days of a market in which pairs of chains are tried.
    private static let smallMarket = 20_000

    let grid: PlanningGrid
    let shape: DayNetwork.Shape
    private let dayCount: Int
    private let cellCount: Int
    /// Day × cell count + cell: MPANs.
    private(set) var volume: [Int]
    private var usedBySupplier: [Int]
    private var usedByDistributor: [Int]
    private var usedByDay: [Int]
    private var usedByAgent: [Int]
    /// By cell: what has no place.
    private(set) var left: [Int]
    /// The work that may still be spent, in looks at a cell on a day.
    private(set) var budget: Int

    // The search: per cell the day on which it displaced the next, and the cell that displaced it. A mark that is the
    // round's number is set.
    private var round: Int32 = 0
    private var reached: [Int32]
    private var displacer: [Int32]
    private var displacedOn: [Int32]
    private var queue: [Int32] = []
    private var unreached: [Int32] = []
    /// By cell: what is placed on all days. And how many of these cells the search has not reached.
    private var placedOf: [Int]
    private var toReach = 0
    private var openedSupplier: [Int32]
    private var openedDistributor: [Int32]
    /// By day: itself while it may still bring something, else a later day to look at.
    private var nextDay: [Int32]

    init(_ grid: PlanningGrid, shape: DayNetwork.Shape, schedule: Planner.Schedule, budget: Int) {
        self.grid = grid
        self.shape = shape
        self.budget = budget
        dayCount = grid.days.count
        cellCount = grid.cells.count
        volume = [Int](repeating: 0, count: cellCount * dayCount)
        usedBySupplier = [Int](repeating: 0, count: grid.market.suppliers.count * dayCount)
        usedByDistributor = [Int](repeating: 0, count: grid.market.distributors.count * dayCount)
        usedByDay = [Int](repeating: 0, count: dayCount)
        usedByAgent = [Int](repeating: 0, count: grid.agent.count)
        left = schedule.left
        reached = [Int32](repeating: 0, count: cellCount)
        displacer = [Int32](repeating: -1, count: cellCount)
        displacedOn = displacer
        placedOf = [Int](repeating: 0, count: cellCount)
        openedSupplier = [Int32](repeating: 0, count: usedBySupplier.count)
        openedDistributor = [Int32](repeating: 0, count: usedByDistributor.count)
        nextDay = [Int32](repeating: 0, count: dayCount + 1)
        for entry in schedule.entries { move(entry.volume, cell: Int(entry.cell), day: Int(entry.day)) }
    }

    /// The plan as it stands.
    var schedule: Planner.Schedule { Planner.Schedule(volume: volume, cells: cellCount, left: left) }

    /// Places what has no place, as long as a chain or a pair of chains is found.
    mutating func place() {
        repeat { placeByChains() } while placeByPair()
    }

    private mutating func placeByChains() {
        // A chain that crosses itself moves nothing: where it began then waits until another has moved.
        var passed: Set<Int> = []
        while budget > 0 {
            let waiting = grid.cells.indices.filter { left[$0] > 0 && !passed.contains($0) }
            guard !waiting.isEmpty,
                let (end, day) = search(from: waiting, before: dayCount, earliest: false)
            else {
                return
            }
            let start = origin(of: end)
            let moved = push(to: end, day: day, from: nil, atMost: left[start])
            if moved == 0 {
                passed.insert(start)
            } else {
                passed.removeAll()
                left[start] -= moved
            }
        }
    }

    /// Places something where a supplier's day and a distributor's are both full: one chain frees the first of them,
    /// another then places; false where no such pair is found. Tried in small markets alone, since it tries every day.
    private mutating func placeByPair() -> Bool {
        guard volume.count <= Self.smallMarket else { return false }
        for cell in 0..<cellCount where left[cell] > 0 {
            let supplier = Int(shape.supplierOf[cell])
            let distributor = Int(shape.distributorOf[cell])
            for day in grid.firstDay[supplier]..<max(dayCount, grid.firstDay[supplier]) where budget > 0 {
                let own = supplier * dayCount + day
                let local = distributor * dayCount + day
                guard usedBySupplier[own] >= grid.supplier[own] || cannotRise(supplier, on: day),
                    usedByDistributor[local] >= grid.distributor[local],
                    grid.supplier[own] > 0, grid.distributor[local] > 0
                else { continue }
                let sharers = shape.listed[shape.starts[distributor]..<shape.starts[distributor + 1]].map { Int($0) }
                for other in Array(shape.cellsOfSupplier[supplier]) + sharers
                where other != cell && volume[day * cellCount + other] > 0 {
                    var trial = self
                    trial.budget -= volume.count
                    let isPlaced = trial.makeRoom(other, on: day, for: cell)
                    if isPlaced {
                        self = trial
                        return true
                    }
                    budget = trial.budget
                }
            }
        }
        return false
    }

    /// Moves a cell's volume off a day and places another's; false where either is not possible.
    private mutating func makeRoom(_ other: Int, on day: Int, for cell: Int) -> Bool {
        guard let (end, landing) = search(from: [other], before: dayCount, earliest: false) else { return false }
        let freed = push(to: end, day: landing, from: day, atMost: left[cell])
        guard freed > 0, let (last, home) = search(from: [cell], before: dayCount, earliest: false) else {
            return false
        }
        let moved = push(to: last, day: home, from: nil, atMost: min(left[cell], freed))
        left[cell] -= moved
        return moved > 0
    }

    /// Places, and pulls to earlier days, in turn: what moves makes room.
    mutating func placeAndPull() {
        while budget > 0 {
            let before = left.reduce(0, +)
            place()
            let placed = left.reduce(0, +)
            pull()
            guard placed > 0, placed < before else { return }
        }
    }

    /// MPANs that have a place.
    var placed: Int { placedOf.reduce(0, +) }

    /// Lets so much work be spent from now on.
    mutating func renewBudget(_ budget: Int) { self.budget = budget }

    /// Asks for more to be placed, by cell.
    mutating func ask(_ more: [Int]) {
        for cell in left.indices { left[cell] += more[cell] }
    }

    /// Evens the suppliers' placed shares: who has the least share takes a place from who has more, along chains.
    mutating func even() {
        var portfolio = [Int](repeating: 0, count: shape.supplierCount)
        var placed = portfolio
        for cell in grid.cells.indices {
            portfolio[grid.cells[cell].supplier] += grid.cells[cell].mpans
            placed[grid.cells[cell].supplier] += grid.cells[cell].mpans - left[cell]
        }
        func share(_ supplier: Int, _ change: Int) -> Double {
            Double(placed[supplier] + change) / Double(portfolio[supplier])
        }
        var changed = true
        while changed, budget > 0 {
            changed = false
            let short = (0..<shape.supplierCount).filter { placed[$0] < portfolio[$0] }
            for supplier in short.sorted(by: { (share($0, 0), $0) < (share($1, 0), $1) }) where budget > 0 {
                let cells = shape.cellsOfSupplier[supplier].filter { left[$0] > 0 }
                if let (end, day) = search(from: cells, before: dayCount, earliest: false) {
                    let start = origin(of: end)
                    let moved = push(to: end, day: day, from: nil, atMost: left[start])
                    left[start] -= moved
                    placed[supplier] += moved
                    changed = changed || moved > 0
                    continue
                }
                // The reached volume of whoever has the greatest share gives way.
                var best: Int?
                for place in queue {
                    let other = Int(shape.supplierOf[Int(place)])
                    guard other != supplier, displacer[Int(place)] >= 0,
                        share(other, -1) >= share(supplier, 1)
                    else {
                        continue
                    }
                    if best.map({ share(Int(shape.supplierOf[$0]), 0) < share(other, 0) }) ?? true {
                        best = Int(place)
                    }
                }
                guard let best else { continue }
                let other = Int(shape.supplierOf[best])
                let start = origin(of: best)
                let even =
                    (Double(placed[other]) * Double(portfolio[supplier])
                        - Double(placed[supplier]) * Double(portfolio[other]))
                    / (Double(portfolio[supplier]) + Double(portfolio[other]))
                let moved = displace(best, atMost: min(left[start], max(1, Int(even))))
                guard moved > 0 else { continue }
                left[start] -= moved
                left[best] += moved
                placed[supplier] += moved
                placed[other] -= moved
                changed = true
            }
        }
    }

    /// Moves volumes to earlier days, as long as a chain is found.
    mutating func pull() {
        var changed = true
        while changed, budget > 0 {
            changed = false
            for day in stride(from: dayCount - 1, to: 0, by: -1) where usedByDay[day] > 0 {
                while usedByDay[day] > 0, budget > 0 {
                    let cells = grid.cells.indices.filter { volume[day * cellCount + $0] > 0 }
                    guard let (end, landing) = search(from: cells, before: day, earliest: true) else { break }
                    let moved = push(to: end, day: landing, from: day, atMost: Int.max)
                    guard moved > 0 else { break }
                    changed = true
                }
            }
        }
    }

    /// Searches chains breadth first over days before `limit`; the cell that lands, and the day on which.
    private mutating func search(from cells: some Sequence<Int>, before limit: Int, earliest: Bool)
        -> (
            cell: Int, day: Int
        )?
    {
        round += 1
        for day in 0...dayCount { nextDay[day] = Int32(day) }
        queue.removeAll(keepingCapacity: true)
        for cell in cells {
            reached[cell] = round
            displacer[cell] = -1
            queue.append(Int32(cell))
        }
        unreached.removeAll(keepingCapacity: true)
        for cell in 0..<cellCount where reached[cell] != round && placedOf[cell] > 0 {
            unreached.append(Int32(cell))
        }
        toReach = unreached.count
        budget -= cellCount
        if toReach == 0 { passFullDays() }
        var head = 0
        var best: (cell: Int, day: Int)?
        while head < queue.count, budget > 0 {
            let cell = Int(queue[head])
            head += 1
            let supplier = Int(shape.supplierOf[cell])
            let distributor = Int(shape.distributorOf[cell])
            let end = min(limit, best?.day ?? limit)
            var day = live(min(grid.firstDay[supplier], dayCount))
            while day < end {
                budget -= 1
                let own = supplier * dayCount + day
                let local = distributor * dayCount + day
                let supplierFull = usedBySupplier[own] >= grid.supplier[own] || cannotRise(supplier, on: day)
                let distributorFull = usedByDistributor[local] >= grid.distributor[local]
                let dayFull = usedByDay[day] >= grid.industry[day]
                let agent = fullAgent(of: supplier, on: day)
                if !supplierFull, !distributorFull, !dayFull, agent == nil {
                    best = (cell, day)
                    if !earliest { return best }
                    break
                }
                if let agent, !supplierFull {
                    open(agent, from: cell, on: day, at: distributorFull ? distributor : nil)
                    day = live(day + 1)
                    continue
                }
                switch (supplierFull, distributorFull) {
                case (true, true): break
                case (true, false):
                    guard openedSupplier[own] != round else { break }
                    openedSupplier[own] = round
                    for other in shape.cellsOfSupplier[supplier] { reach(other, from: cell, on: day) }
                case (false, true):
                    guard openedDistributor[local] != round else { break }
                    openedDistributor[local] = round
                    for place in shape.starts[distributor]..<shape.starts[distributor + 1] {
                        reach(Int(shape.listed[place]), from: cell, on: day)
                    }
                case (false, false):
                    open(day, from: cell)
                    // Whatever is on this day is reached now, so the day has nothing more to bring.
                    nextDay[day] = Int32(day + 1)
                }
                day = live(day + 1)
            }
        }
        return best
    }

    /// The first day from this one on that may still bring something.
    private mutating func live(_ day: Int) -> Int {
        var end = day
        while Int(nextDay[end]) != end { end = Int(nextDay[end]) }
        // Shortens the way for the next one who asks.
        var step = day
        while step != end {
            let next = Int(nextDay[step])
            nextDay[step] = Int32(end)
            step = next
        }
        return end
    }

    /// An agent of a supplier that is full on a day; nil where none is.
    private func fullAgent(of supplier: Int, on day: Int) -> Int? {
        shape.agentsOf[supplier].first { usedByAgent[$0 * dayCount + day] >= grid.agent[$0 * dayCount + day] }
    }

    /// Reaches what is on a day for the suppliers of an agent; where a distributor is full too, there alone.
    private mutating func open(_ agent: Int, from cell: Int, on day: Int, at distributor: Int?) {
        for supplier in shape.suppliersOfAgent[agent] {
            for other in shape.cellsOfSupplier[supplier]
            where distributor.map({ $0 == Int(shape.distributorOf[other]) }) ?? true {
                reach(other, from: cell, on: day)
            }
        }
    }

    /// Reaches everything that is on a day.
    private mutating func open(_ day: Int, from cell: Int) {
        budget -= unreached.count
        var kept = 0
        for place in unreached.indices {
            let other = unreached[place]
            guard reached[Int(other)] != round else { continue }
            reach(Int(other), from: cell, on: day)
            guard reached[Int(other)] != round else { continue }
            unreached[kept] = other
            kept += 1
        }
        unreached.removeLast(unreached.count - kept)
    }

    private mutating func reach(_ other: Int, from cell: Int, on day: Int) {
        budget -= 1
        guard reached[other] != round, volume[day * cellCount + other] > 0 else { return }
        reached[other] = round
        displacer[other] = Int32(cell)
        displacedOn[other] = Int32(day)
        queue.append(Int32(other))
        toReach -= 1
        if toReach == 0 { passFullDays() }
    }

    /// Once every volume is reached, a full day has nothing more to bring.
    private mutating func passFullDays() {
        for day in 0..<dayCount where usedByDay[day] >= grid.industry[day] && nextDay[day] == Int32(day) {
            nextDay[day] = Int32(day + 1)
        }
    }

    /// The cell at which a chain begins.
    private func origin(of end: Int) -> Int {
        var cell = end
        while displacer[cell] >= 0 { cell = Int(displacer[cell]) }
        return cell
    }

    /// Moves along the chain that the last search found; gives the volume, 0 where the chain crosses itself.
    private mutating func push(to end: Int, day: Int, from origin: Int?, atMost most: Int) -> Int {
        moveAlong(end, [(end, day, 1)], from: origin, atMost: most)
    }

    /// Moves along the chain to a cell that gives way without another place.
    private mutating func displace(_ end: Int, atMost most: Int) -> Int {
        moveAlong(end, [], from: nil, atMost: most)
    }

    private mutating func moveAlong(
        _ end: Int, _ landing: [(cell: Int, day: Int, sign: Int)], from origin: Int?, atMost most: Int
    ) -> Int {
        var moves = landing
        var part = most
        var cell = end
        while displacer[cell] >= 0 {
            let on = Int(displacedOn[cell])
            part = min(part, volume[on * cellCount + cell])
            moves.append((cell, on, -1))
            cell = Int(displacer[cell])
            moves.append((cell, on, 1))
        }
        if let origin {
            part = min(part, volume[origin * cellCount + cell])
            moves.append((cell, origin, -1))
        }
        while part > 0 {
            for step in moves { move(step.sign * part, cell: step.cell, day: step.day) }
            let excess = moves.map { over(cell: $0.cell, day: $0.day) }.max() ?? 0
            if excess == 0 { return part }
            for step in moves { move(-step.sign * part, cell: step.cell, day: step.day) }
            part = excess < part ? part - excess : part / 2
        }
        return 0
    }

    /// By how much a limit is passed, or a volume is below nothing.
    private func over(cell: Int, day: Int) -> Int {
        let own = Int(shape.supplierOf[cell]) * dayCount + day
        let local = Int(shape.distributorOf[cell]) * dayCount + day
        var passed = shape.agentsOf[Int(shape.supplierOf[cell])].reduce(0) {
            max($0, usedByAgent[$1 * dayCount + day] - grid.agent[$1 * dayCount + day])
        }
        if grid.hasSteps {
            let supplier = Int(shape.supplierOf[cell])
            let later = day + 1 < dayCount ? overStep(supplier, on: day + 1) : 0
            passed = max(passed, overStep(supplier, on: day), later)
        }
        return max(
            passed, -volume[day * cellCount + cell], usedBySupplier[own] - grid.supplier[own],
            usedByDistributor[local] - grid.distributor[local], usedByDay[day] - grid.industry[day])
    }

    /// Whether a supplier's day is as far above its day before as it may be.
    private func cannotRise(_ supplier: Int, on day: Int) -> Bool {
        grid.hasSteps && overStep(supplier, on: day) >= 0
    }

    /// By how much a supplier's day is higher than its day before lets it be; below 0 where it may rise.
    private func overStep(_ supplier: Int, on day: Int) -> Int {
        func whole(_ day: Int) -> Int { usedBySupplier[supplier * dayCount + day] + grid.carried(supplier, day) }
        return whole(day) - (day > 0 ? whole(day - 1) : 0) - grid.rise[supplier]
    }

    private mutating func move(_ part: Int, cell: Int, day: Int) {
        volume[day * cellCount + cell] += part
        placedOf[cell] += part
        usedBySupplier[Int(shape.supplierOf[cell]) * dayCount + day] += part
        usedByDistributor[Int(shape.distributorOf[cell]) * dayCount + day] += part
        usedByDay[day] += part
        for agent in shape.agentsOf[Int(shape.supplierOf[cell])] { usedByAgent[agent * dayCount + day] += part }
    }
}
