/// Weighted max-min sharing of one day between suppliers, in whole numbers.
///
/// A supplier's level is its volume divided by its weight. The day is shared so that no supplier could have one MPAN
/// more, within its own caps, unless a supplier whose level is not above its own had less. Method: raise one level for
/// all until a set of limits is full, hold the suppliers in it, go on with the others; then settle the remainders of
/// rounding by single MPANs.
struct DaySharing {
    /// The most rounds of bisection for a level; more would not change a Double.
    private static let bisections = 64

    /// Levels nearer than this, as a share, are equal: far above what rounding of Doubles can make.
    private static let tolerance = 1e-9

    private(set) var network: DayNetwork
    private var weights: [Double]
    private var caps: [Int]
    /// By supplier: what its cells must carry at least.
    private var floors: [Int]
    private var targets: [Int]
    private var held: [Bool]
    private var open: [Int] = []

    init(_ shape: DayNetwork.Shape) {
        network = DayNetwork(shape)
        weights = [Double](repeating: 0, count: shape.supplierCount)
        caps = [Int](repeating: 0, count: shape.supplierCount)
        floors = caps
        targets = caps
        held = [Bool](repeating: false, count: shape.supplierCount)
    }

    /// What a day's given volumes come to.
    struct Judgement {
        /// By supplier; below 0 for who takes no part.
        let levels: [Double]
        let isFair: Bool
        /// Whether every small supplier has what the pool alone would give it.
        let hasItsPool: Bool
    }

    /// What a day is shared by.
    struct Terms {
        /// By cell: the most, and where something must be placed the least, MPANs.
        var most: [Int]
        var least: [Int]?
        /// By distributor.
        var capacity: [Int]
        /// By agent: what it can carry for its suppliers.
        var agents: [Int]
        var industry: Int
        /// By supplier: its weight (above 0 where it takes part), and its own cap on the day.
        var weights: [Double]
        var caps: [Int]
        /// By cell: how a supplier's volume leans between its distributors; any scale.
        var lean: [Double]
        /// By distributor: what small portfolios share first; empty where they have no pool.
        var pool: [Int] = []
        /// By supplier; empty where there is no pool.
        var isSmall: [Bool] = []
    }

    /// Shares a day; the volumes are then `network.flow`.
    mutating func share(_ terms: Terms) {
        network.begin(
            most: terms.most, least: terms.least, capacity: terms.capacity, agents: terms.agents,
            industry: terms.industry)
        weights = terms.weights
        sharePool(terms)
        raiseLevels(terms) { _ in true }
        settle()
    }

    /// Shares the pool of small portfolios among them, beside what must be placed: what they get of it is theirs.
    private mutating func sharePool(_ terms: Terms) {
        guard !terms.pool.isEmpty else { return }
        // What must be placed is placed already; the pool is what it leaves of the reserved part.
        var must = [Int](repeating: 0, count: terms.capacity.count)
        if let least = terms.least {
            for cell in least.indices where terms.isSmall[Int(network.shape.supplierOf[cell])] {
                must[Int(network.shape.distributorOf[cell])] += least[cell]
            }
        }
        let reserved = terms.capacity.indices.map { place in
            min(terms.capacity[place], network.usedByDistributor[place] + max(terms.pool[place] - must[place], 0))
        }
        network.widen(most: terms.most, capacity: reserved, industry: terms.industry)
        raiseLevels(terms) { terms.isSmall[$0] }
        fill(caps.indices.filter { terms.isSmall[$0] })
        network.widen(most: terms.most, capacity: terms.capacity, industry: terms.industry)
    }

    /// Raises one level for all that take part, until a set of limits is full, and goes on with the others; nobody goes
    /// below what it has.
    private mutating func raiseLevels(_ terms: Terms, of takesPart: (Int) -> Bool) {
        open.removeAll(keepingCapacity: true)
        for supplier in caps.indices {
            floors[supplier] = network.usedBySupplier[supplier]
            targets[supplier] = floors[supplier]
            var rest = 0
            for cell in network.shape.cellsOfSupplier[supplier] { rest += terms.most[cell] }
            caps[supplier] = max(min(terms.caps[supplier], rest), floors[supplier])
            held[supplier] = caps[supplier] <= floors[supplier] || weights[supplier] <= 0 || !takesPart(supplier)
            if !held[supplier] { open.append(supplier) }
        }
        var isFirst = true
        while !open.isEmpty, network.industryRoom > 0 {
            raiseLevel(lean: isFirst ? terms.lean : nil)
            isFirst = false
        }
    }

    /// Judges given volumes by the same terms: the levels, below 0 for who takes no part, and whether they are fair.
    ///
    /// Under a pool, a small supplier keeps what the pool alone would give it, and must have that, one MPAN of rounding
    /// aside.
    mutating func judge(_ terms: Terms, _ volumes: [Int]) -> Judgement {
        let pooled = pooled(terms)
        network.begin(
            most: terms.most, least: nil, capacity: terms.capacity, agents: terms.agents, industry: terms.industry)
        weights = terms.weights
        for cell in volumes.indices where volumes[cell] > 0 { network.put(volumes[cell], on: cell) }
        var hasItsPool = true
        for supplier in caps.indices {
            floors[supplier] = pooled.isEmpty ? 0 : min(pooled[supplier], network.usedBySupplier[supplier])
            if !pooled.isEmpty, network.usedBySupplier[supplier] + 1 < pooled[supplier] { hasItsPool = false }
            var rest = 0
            for cell in network.shape.cellsOfSupplier[supplier] { rest += terms.most[cell] }
            caps[supplier] = min(terms.caps[supplier], rest)
        }
        let levels = caps.indices.map {
            weights[$0] > 0 ? Double(network.usedBySupplier[$0]) / weights[$0] : -1
        }
        guard hasItsPool else { return Judgement(levels: levels, isFair: false, hasItsPool: false) }
        func judged(_ isFair: Bool) -> Judgement { Judgement(levels: levels, isFair: isFair, hasItsPool: true) }
        for gainer in caps.indices where canRise(gainer) {
            let own = nextLevel(gainer)
            let (reached, hasRoom) = network.reach(from: gainer)
            if hasRoom, network.industryRoom > 0, network.agentRoom(gainer) > 0 { return judged(false) }
            let losers = hasRoom ? Array(caps.indices) : reached
            let isBeaten = losers.contains {
                $0 != gainer && network.usedBySupplier[$0] > floors[$0] + (floors[$0] > 0 ? 1 : 0)
                    && levelAfterLoss($0) > own * (1 + Self.tolerance) && network.makesRoom($0, for: gainer)
            }
            if isBeaten { return judged(false) }
        }
        return judged(true)
    }

    /// What small suppliers have of their pool alone, by cell; nothing where there is no pool.
    mutating func poolAlone(_ terms: Terms) -> [Int] {
        _ = pooled(terms)
        return terms.pool.isEmpty ? [Int](repeating: 0, count: terms.most.count) : network.flow
    }

    /// By supplier: what small ones have of their pool alone; empty where there is none.
    private mutating func pooled(_ terms: Terms) -> [Int] {
        guard !terms.pool.isEmpty else { return [] }
        network.begin(
            most: terms.most, least: nil, capacity: terms.capacity, agents: terms.agents, industry: terms.industry)
        weights = terms.weights
        var free = terms
        free.least = nil
        sharePool(free)
        return network.usedBySupplier
    }

    /// Raises the level of all that are open as far as it goes, and holds those that can go no further.
    private mutating func raiseLevel(lean: [Double]?) {
        var heldVolume = 0
        for supplier in targets.indices where held[supplier] {
            heldVolume += network.usedBySupplier[supplier]
        }
        var level = self.level(of: open, total: network.industry - heldVolume)
        // A level is too high where the network cannot carry it; the set that is short then says how high it may be.
        // Each round makes the level lower or ends, and a short set is never short again.
        var tight: [Int] = []
        while true {
            for supplier in open { targets[supplier] = target(supplier, level) }
            if let short = carry(lean: lean) {
                tight = short
                var carried = 0
                for supplier in short { carried += network.usedBySupplier[supplier] }
                let lower = self.level(of: short, total: carried)
                if lower < level {
                    level = lower
                    continue
                }
            }
            break
        }
        fill(tight)
        let raisable = network.raisable()
        let inTight = Set(tight)
        let before = open.count
        open.removeAll { supplier in
            let isHeld =
                inTight.contains(supplier) || !raisable[supplier] || network.usedBySupplier[supplier] >= caps[supplier]
            held[supplier] = isHeld
            return isHeld
        }
        // No set was short, so the industry's limit is all but full: single MPANs settle what rounding left of it.
        if open.count == before { open.removeAll() }
    }

    /// Gives single MPANs to suppliers, the lowest levels first, until none of them can have one more.
    private mutating func fill(_ suppliers: [Int]) {
        var waiting = suppliers.filter { canRise($0) }
        while network.industryRoom > 0, !waiting.isEmpty {
            waiting.sort { (nextLevel($0), $0) < (nextLevel($1), $1) }
            waiting = waiting.filter { network.raise($0, by: 1) == 1 && canRise($0) }
        }
    }

    private func target(_ supplier: Int, _ level: Double) -> Int {
        let wanted = level * weights[supplier]
        guard wanted < Double(caps[supplier]) else { return caps[supplier] }
        return max(Int(wanted), floors[supplier])
    }

    /// The highest level at which the targets of these suppliers come to no more than `total`.
    private func level(of suppliers: [Int], total: Int) -> Double {
        var low = 0.0
        var high = 0.0
        for supplier in suppliers { high = max(high, Double(caps[supplier] + 1) / weights[supplier]) }
        if sum(suppliers, high) <= Double(total) { return high }
        for _ in 0..<Self.bisections {
            let middle = (low + high) / 2
            if sum(suppliers, middle) <= Double(total) { low = middle } else { high = middle }
        }
        return low
    }

    private func sum(_ suppliers: [Int], _ level: Double) -> Double {
        var sum = 0.0
        for supplier in suppliers {
            sum += min(max(level * weights[supplier], Double(floors[supplier])), Double(caps[supplier]))
        }
        return sum
    }

    /// Brings the network to the targets as far as it goes; the open suppliers of a set that is short, if one is.
    private mutating func carry(lean: [Double]?) -> [Int]? {
        let shape = network.shape
        for supplier in open where network.usedBySupplier[supplier] > targets[supplier] {
            network.take(network.usedBySupplier[supplier] - targets[supplier], from: supplier)
        }
        if let lean {
            for supplier in open {
                let cells = shape.cellsOfSupplier[supplier]
                let wanted = targets[supplier] - network.usedBySupplier[supplier]
                guard wanted > 0 else { continue }
                var whole = 0.0
                for cell in cells { whole += lean[cell] }
                guard whole > 0 else { continue }
                let scale = Double(wanted) / whole
                for cell in cells { network.put(Int(lean[cell] * scale), on: cell) }
            }
        }
        var short: [Int]?
        for supplier in open {
            let missing = targets[supplier] - network.usedBySupplier[supplier]
            guard missing > 0, network.raise(supplier, by: missing) < missing, short == nil else {
                continue
            }
            if network.agentRoom(supplier) <= 0 {
                // An agent is full: those who use it compete for it.
                let full = shape.agentsOf[supplier].first { network.usedByAgent[$0] >= network.agents[$0] }
                short = full.map { shape.suppliersOfAgent[$0].filter { !held[$0] } }
                continue
            }
            // What it reaches is full, and everyone in it competes for the same.
            short = [supplier] + network.reach(from: supplier).suppliers.filter { !held[$0] }
        }
        return short
    }

    /// Settles what rounding left: single MPANs to the lowest levels first, then moves between levels while one helps.
    private mutating func settle() {
        fill(Array(0..<network.shape.supplierCount))
        even()
    }

    /// Moves single MPANs from higher levels to lower ones while that raises the lower and leaves it the lower.
    private mutating func even() {
        let suppliers = (0..<network.shape.supplierCount).filter { weights[$0] > 0 }
        // Each move makes the levels more even, so it ends; the bound keeps a defect from becoming an endless loop.
        var movesLeft = 64 * suppliers.count
        var changed = true
        while changed, movesLeft > 0 {
            changed = false
            for gainer in suppliers where canRise(gainer) {
                let own = nextLevel(gainer)
                guard suppliers.contains(where: { levelAfterLoss($0) > own }) else { continue }
                let (reached, hasRoom) = network.reach(from: gainer)
                let losers = hasRoom ? suppliers.filter { $0 != gainer } : reached
                var best: Int?
                var bestLevel = own
                for loser in losers
                where network.usedBySupplier[loser] > floors[loser] && network.makesRoom(loser, for: gainer) {
                    let level = levelAfterLoss(loser)
                    if level > bestLevel {
                        bestLevel = level
                        best = loser
                    }
                }
                guard let best else { continue }
                network.exchange(gainer: gainer, loser: best)
                movesLeft -= 1
                changed = true
            }
        }
    }

    private func canRise(_ supplier: Int) -> Bool {
        weights[supplier] > 0 && network.usedBySupplier[supplier] < caps[supplier]
    }

    private func nextLevel(_ supplier: Int) -> Double {
        Double(network.usedBySupplier[supplier] + 1) / weights[supplier]
    }

    /// The level that a supplier would have with one MPAN less.
    private func levelAfterLoss(_ supplier: Int) -> Double {
        Double(network.usedBySupplier[supplier] - 1) / weights[supplier]
    }
}
