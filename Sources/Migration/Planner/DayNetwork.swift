/// The network of one migration day: suppliers, their cells, distributors, and one sink for the industry.
///
/// A whole-number flow through it is a day's volumes. Each cell carries from `least` to `most`; each distributor and
/// the industry have a capacity. Suppliers' own caps are the caller's: it asks for so much and gets what fits.
struct DayNetwork {
    /// Which cell is whose, the same for every day.
    struct Shape {
        let supplierCount: Int
        let distributorCount: Int
        /// By cell: its supplier and its distributor.
        let supplierOf: [Int32]
        let distributorOf: [Int32]
        let cellsOfSupplier: [Range<Int>]
        /// The cells of distributor `l` are `listed[starts[l]..<starts[l + 1]]`.
        let starts: [Int]
        let listed: [Int32]
        /// By supplier: the agents that it uses. By agent: its suppliers.
        let agentsOf: [[Int]]
        let suppliersOfAgent: [[Int]]

        init(_ grid: PlanningGrid) {
            supplierCount = grid.market.suppliers.count
            distributorCount = grid.market.distributors.count
            supplierOf = grid.cells.map { Int32($0.supplier) }
            distributorOf = grid.cells.map { Int32($0.distributor) }
            cellsOfSupplier = grid.cellsOfSupplier
            var starts = [Int](repeating: 0, count: distributorCount + 1)
            for cell in grid.cells { starts[cell.distributor + 1] += 1 }
            for place in 0..<distributorCount { starts[place + 1] += starts[place] }
            var next = starts
            var listed = [Int32](repeating: 0, count: grid.cells.count)
            for (place, cell) in grid.cells.enumerated() {
                listed[next[cell.distributor]] = Int32(place)
                next[cell.distributor] += 1
            }
            self.starts = starts
            self.listed = listed
            agentsOf = grid.agentsOf
            suppliersOfAgent = grid.market.agents.map(\.suppliers)
        }
    }

    let shape: Shape
    /// By cell: the most and the least that it may carry, and what it carries.
    private(set) var most: [Int]
    private(set) var least: [Int]
    private(set) var flow: [Int]
    private(set) var capacity: [Int]
    private(set) var industry = 0
    /// By agent: what it can carry, and what its suppliers come to.
    private(set) var agents: [Int]
    private(set) var usedByAgent: [Int]
    private(set) var usedBySupplier: [Int]
    private(set) var usedByDistributor: [Int]
    private(set) var total = 0

    // Marks of the search: a node is reached where its mark is the round's number.
    private var round: Int32 = 0
    private var supplierMark: [Int32]
    private var distributorMark: [Int32]
    private var cellToSupplier: [Int32]
    private var cellToDistributor: [Int32]
    private var queue: [Int32]

    // Suppliers from which no way leads to room, as a search found: what is raised elsewhere changes nothing for them,
    // since its ways end in room and so never come by. Known until volumes are changed otherwise (another `state`).
    private var blocked: [Int32]
    private var state: Int32 = 1

    init(_ shape: Shape) {
        self.shape = shape
        let cells = shape.supplierOf.count
        most = [Int](repeating: 0, count: cells)
        least = most
        flow = most
        capacity = [Int](repeating: 0, count: shape.distributorCount)
        usedByDistributor = capacity
        agents = [Int](repeating: PlanningGrid.unlimited, count: shape.suppliersOfAgent.count)
        usedByAgent = [Int](repeating: 0, count: agents.count)
        usedBySupplier = [Int](repeating: 0, count: shape.supplierCount)
        supplierMark = [Int32](repeating: 0, count: shape.supplierCount)
        distributorMark = [Int32](repeating: 0, count: shape.distributorCount)
        cellToSupplier = supplierMark
        cellToDistributor = distributorMark
        queue = supplierMark
        blocked = supplierMark
    }

    /// Begins a day: what each cell may still carry, what it must, and what the limits are.
    ///
    /// - Parameter agents: what each can carry; without it they carry anything.
    mutating func begin(most: [Int], least: [Int]?, capacity: [Int], agents: [Int]? = nil, industry: Int) {
        state += 1
        self.most = most
        self.capacity = capacity
        self.industry = industry
        for place in usedBySupplier.indices { usedBySupplier[place] = 0 }
        for place in usedByDistributor.indices { usedByDistributor[place] = 0 }
        if let agents { self.agents = agents }
        for place in usedByAgent.indices { usedByAgent[place] = 0 }
        total = 0
        for cell in flow.indices {
            flow[cell] = 0
            self.least[cell] = 0
        }
        guard let least else { return }
        for cell in flow.indices where least[cell] > 0 {
            self.least[cell] = least[cell]
            add(least[cell], to: cell)
        }
    }

    /// Puts other limits in place of the day's and keeps the flow. None may be below what it carries.
    mutating func widen(most: [Int], capacity: [Int], industry: Int) {
        state += 1
        self.most = most
        self.capacity = capacity
        self.industry = industry
    }

    /// What the industry's limit leaves.
    var industryRoom: Int { industry - total }

    func room(_ distributor: Int) -> Int { capacity[distributor] - usedByDistributor[distributor] }

    /// What the agents of a supplier leave it.
    func agentRoom(_ supplier: Int) -> Int {
        var room = PlanningGrid.unlimited
        for agent in shape.agentsOf[supplier] { room = min(room, agents[agent] - usedByAgent[agent]) }
        return room
    }

    /// Whether a supplier's giving way makes room at every agent that is full for another.
    func makesRoom(_ loser: Int, for gainer: Int) -> Bool {
        shape.agentsOf[gainer].allSatisfy {
            usedByAgent[$0] < agents[$0] || shape.agentsOf[loser].contains($0)
        }
    }

    /// Puts volume on a cell, as much of it as every limit lets through; gives what was put.
    @discardableResult
    mutating func put(_ volume: Int, on cell: Int) -> Int {
        let distributor = Int(shape.distributorOf[cell])
        let fits = min(
            volume, most[cell] - flow[cell], room(distributor), industryRoom,
            agentRoom(Int(shape.supplierOf[cell])))
        guard fits > 0 else { return 0 }
        state += 1
        add(fits, to: cell)
        return fits
    }

    /// Takes volume back from a supplier's cells, from its last one on, down to what they must carry.
    mutating func take(_ volume: Int, from supplier: Int) {
        state += 1
        var left = volume
        for cell in shape.cellsOfSupplier[supplier].reversed() where left > 0 {
            let part = min(left, flow[cell] - least[cell])
            guard part > 0 else { continue }
            add(-part, to: cell)
            left -= part
        }
    }

    /// Raises a supplier by up to `volume`, moving others' volumes between distributors but taking none from them;
    /// gives what was raised.
    mutating func raise(_ supplier: Int, by volume: Int) -> Int {
        let volume = min(volume, agentRoom(supplier))
        var raised = 0
        guard blocked[supplier] != state else { return 0 }
        while raised < volume, industryRoom > 0, (0..<shape.distributorCount).contains(where: { room($0) > 0 }) {
            guard let end = search(from: supplier, stopsAtRoom: true) else {
                for other in blocked.indices where supplierMark[other] == round { blocked[other] = state }
                break
            }
            raised += push(from: supplier, to: end, atMost: min(volume - raised, industryRoom))
        }
        return raised
    }

    /// The suppliers that could be raised at all, ramp and cap aside: one search backwards from what has room.
    mutating func raisable() -> [Bool] {
        var answer = [Bool](repeating: false, count: shape.supplierCount)
        guard industryRoom > 0 else { return answer }
        var seen = answer
        round += 1
        var waiting: [Int] = []
        for distributor in 0..<shape.distributorCount where room(distributor) > 0 {
            distributorMark[distributor] = round
            waiting.append(distributor)
        }
        while let distributor = waiting.popLast() {
            for place in shape.starts[distributor]..<shape.starts[distributor + 1] {
                let cell = Int(shape.listed[place])
                let supplier = Int(shape.supplierOf[cell])
                guard flow[cell] < most[cell], !answer[supplier] else { continue }
                answer[supplier] = agentRoom(supplier) > 0
                // Whoever has no room at its agents still hands a distributor's room on, once.
                guard !seen[supplier] else { continue }
                seen[supplier] = true
                for other in shape.cellsOfSupplier[supplier] where flow[other] > least[other] {
                    let next = Int(shape.distributorOf[other])
                    guard distributorMark[next] != round else { continue }
                    distributorMark[next] = round
                    waiting.append(next)
                }
            }
        }
        return answer
    }

    /// The suppliers whose volume a supplier's rise could displace, and whether it reaches a distributor with room.
    mutating func reach(from supplier: Int) -> (suppliers: [Int], hasRoom: Bool) {
        let found = search(from: supplier, stopsAtRoom: false)
        var reached: [Int] = []
        for other in 0..<shape.supplierCount where other != supplier && supplierMark[other] == round {
            reached.append(other)
        }
        return (reached, found != nil)
    }

    /// Moves one MPAN of the day from one supplier to another. The last search must have been `reach(from: gainer)`.
    mutating func exchange(gainer: Int, loser: Int) {
        state += 1
        if supplierMark[loser] == round {
            // Back along the search's path: the loser's cell gives, and every one before it moves over.
            var supplier = loser
            while supplier != gainer {
                let giving = Int(cellToSupplier[supplier])
                let distributor = Int(shape.distributorOf[giving])
                let taking = Int(cellToDistributor[distributor])
                add(-1, to: giving)
                add(1, to: taking)
                supplier = Int(shape.supplierOf[taking])
            }
        } else {
            take(1, from: loser)
            _ = raise(gainer, by: 1)
        }
    }

    private mutating func add(_ volume: Int, to cell: Int) {
        flow[cell] += volume
        usedBySupplier[Int(shape.supplierOf[cell])] += volume
        usedByDistributor[Int(shape.distributorOf[cell])] += volume
        for agent in shape.agentsOf[Int(shape.supplierOf[cell])] { usedByAgent[agent] += volume }
        total += volume
    }

    /// Searches breadth first for a distributor with room; gives the first that it finds.
    private mutating func search(from supplier: Int, stopsAtRoom: Bool) -> Int? {
        round += 1
        supplierMark[supplier] = round
        queue[0] = Int32(supplier)
        var head = 0
        var tail = 1
        var found: Int?
        while head < tail {
            let current = Int(queue[head])
            head += 1
            // Room of its own is looked for before anybody else is: what others could give is then not needed.
            if stopsAtRoom, let end = ownRoom(of: current) { return end }
            for cell in shape.cellsOfSupplier[current] where flow[cell] < most[cell] {
                let distributor = Int(shape.distributorOf[cell])
                guard distributorMark[distributor] != round else { continue }
                distributorMark[distributor] = round
                cellToDistributor[distributor] = Int32(cell)
                if room(distributor) > 0, found == nil { found = distributor }
                for place in shape.starts[distributor]..<shape.starts[distributor + 1] {
                    let other = Int(shape.listed[place])
                    let next = Int(shape.supplierOf[other])
                    guard supplierMark[next] != round, flow[other] > least[other] else { continue }
                    supplierMark[next] = round
                    cellToSupplier[next] = Int32(other)
                    queue[tail] = Int32(next)
                    tail += 1
                }
            }
        }
        return found
    }

    /// The first distributor with room that a supplier reaches by a cell of its own, noted as the search's next step.
    private mutating func ownRoom(of supplier: Int) -> Int? {
        for cell in shape.cellsOfSupplier[supplier] where flow[cell] < most[cell] {
            let distributor = Int(shape.distributorOf[cell])
            guard distributorMark[distributor] != round, room(distributor) > 0 else { continue }
            distributorMark[distributor] = round
            cellToDistributor[distributor] = Int32(cell)
            return distributor
        }
        return nil
    }

    /// Pushes along the path that the last search found; gives the volume.
    private mutating func push(from supplier: Int, to end: Int, atMost volume: Int) -> Int {
        var part = min(volume, room(end))
        var distributor = end
        while true {
            let taking = Int(cellToDistributor[distributor])
            part = min(part, most[taking] - flow[taking])
            let owner = Int(shape.supplierOf[taking])
            if owner == supplier { break }
            let giving = Int(cellToSupplier[owner])
            part = min(part, flow[giving] - least[giving])
            distributor = Int(shape.distributorOf[giving])
        }
        distributor = end
        while true {
            let taking = Int(cellToDistributor[distributor])
            add(part, to: taking)
            let owner = Int(shape.supplierOf[taking])
            if owner == supplier { break }
            let giving = Int(cellToSupplier[owner])
            add(-part, to: giving)
            distributor = Int(shape.distributorOf[giving])
        }
        return part
    }
}
