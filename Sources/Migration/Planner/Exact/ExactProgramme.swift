/// A market as a linear programme over all its days, for markets that are small enough.
///
/// Columns are volumes of a cell on a day; rows are the portfolios, the limits of the industry, of distributors and
/// agents, and the suppliers' ramps. Its optimum in fractions is what no plan can pass, whatever crosses what.
struct ExactProgramme {
    /// The most work of one factorisation, in multiplications: larger markets are planned along chains alone.
    static let mostWork = 24_000_000
    /// The work that may go into levels of placed shares: larger markets raise fewer levels and even out the rest by
    /// chains.
    private static let levelWork = 60_000_000
    /// Prices are rounded to this part of a day before a bound is proved from them.
    private static let priceUnit = 1 << 24
    /// How far, in days, the costs of volumes that are worth the same are set apart, so that one corner is the answer.
    private static let apart = 1.0 / 512

    let grid: PlanningGrid
    let shape: DayNetwork.Shape
    /// With no costs, no outer columns and the portfolios as links.
    private let base: BlockProgramme
    /// By link row: its cell. By day: the supplier of each single row.
    private let cells: [Int]
    private let portfolio: [Double]

    /// Nil where the market is too large, or has nothing to place.
    init?(_ grid: PlanningGrid, shape: DayNetwork.Shape, mostWork: Int = Self.mostWork) {
        self.grid = grid
        self.shape = shape
        cells = grid.cells.indices.filter { grid.cells[$0].mpans > 0 }
        let squared = cells.count * cells.count
        guard !cells.isEmpty, squared * cells.count / 6 <= mostWork, squared / 2 * grid.days.count <= mostWork else {
            return nil
        }
        var portfolio = [Double](repeating: 0, count: shape.supplierCount)
        for cell in grid.cells { portfolio[cell.supplier] += Double(cell.mpans) }
        self.portfolio = portfolio
        var base = BlockProgramme()
        base.links = cells.map { Double(grid.cells[$0].mpans) }
        for day in grid.days.indices { base.days.append(Self.day(day, grid, cells)) }
        guard base.work <= mostWork else { return nil }
        self.base = base
    }

    private static func day(_ day: Int, _ grid: PlanningGrid, _ cells: [Int]) -> BlockProgramme.Day {
        let count = grid.days.count
        var part = BlockProgramme.Day()
        let open = cells.indices.filter { link in
            let cell = grid.cells[cells[link]]
            return day >= grid.firstDay[cell.supplier] && grid.supplier[cell.supplier * count + day] > 0
                && grid.distributor[cell.distributor * count + day] > 0 && grid.industry[day] > 0
                && grid.agentsOf[cell.supplier].allSatisfy { grid.agent[$0 * count + day] > 0 }
        }
        // A row is needed only where its limit can be met at all.
        var bySupplier: [Int: Int] = [:]
        var byDistributor: [Int: Int] = [:]
        var whole = 0
        for link in open {
            let cell = grid.cells[cells[link]]
            bySupplier[cell.supplier, default: 0] += cell.mpans
            byDistributor[cell.distributor, default: 0] += cell.mpans
            whole += cell.mpans
        }
        var singleOf: [Int: Int] = [:]
        var crossingOf: [Int: Int] = [:]
        for supplier in bySupplier.keys.sorted() {
            let limit = grid.supplier[supplier * count + day]
            guard limit < bySupplier[supplier] ?? 0 else { continue }
            singleOf[supplier] = part.singles.count
            part.singles.append(Double(limit))
        }
        for distributor in byDistributor.keys.sorted() {
            let limit = grid.distributor[distributor * count + day]
            guard limit < byDistributor[distributor] ?? 0 else { continue }
            crossingOf[distributor] = part.crossings.count
            part.crossings.append(Double(limit))
        }
        var industry: Int?
        if grid.industry[day] < whole {
            industry = part.crossings.count
            part.crossings.append(Double(grid.industry[day]))
        }
        var agentOf = [Int?](repeating: nil, count: grid.market.agents.count)
        for agent in agentOf.indices where grid.agent[agent * count + day] < whole {
            agentOf[agent] = part.crossings.count
            part.crossings.append(Double(grid.agent[agent * count + day]))
        }
        for link in open {
            let cell = grid.cells[cells[link]]
            let limits = [crossingOf[cell.distributor], industry] + grid.agentsOf[cell.supplier].map { agentOf[$0] }
            part.addColumn(
                link: link, single: singleOf[cell.supplier] ?? -1, crossing: limits.compactMap { $0 }.sorted(), cost: 0)
        }
        return part
    }

    // MARK: What can be placed

    /// What must be left without a place.
    struct Least {
        /// In fractions.
        let unplaced: Double
        /// The most that any plan places: proved, in whole numbers.
        let mostPlaced: Int
    }

    func leastUnplaced() -> Least? {
        var programme = base
        for link in cells.indices { programme.outer.append(.init(rows: [(link, 1)], cost: 1)) }
        guard let answer = InteriorPoint(programme).solve() else { return nil }
        let unplaced = answer.point.outer.reduce(0, +)
        let bound = provedMost(answer.prices, mayBeLeft: true) { _ in 1 }
        return Least(unplaced: unplaced, mostPlaced: bound)
    }

    /// By supplier: the MPANs that have no place where as little as can be is unplaced, and the placed shares are
    /// max-min between suppliers, weighted by portfolio: the level of all is raised until some can go no further, those
    /// are held, and the others go on.
    func fairlyUnplaced(_ least: Least) -> [Double]? {
        var held = [Double?](repeating: nil, count: shape.supplierCount)
        for supplier in held.indices where portfolio[supplier] == 0 { held[supplier] = 0 }
        var lowest = 0.0
        var levelsLeft = max(Self.levelWork / max(base.work, 1), 1)
        while held.contains(nil), levelsLeft > 0 {
            levelsLeft -= 1
            let open = held.indices.filter { held[$0] == nil }
            var programme = base
            let rows = addUnplaced(to: &programme, least, held)
            programme.outer.append(.init(rows: open.map { (rows[$0], portfolio[$0]) }, cost: -1))
            let level = programme.outer.count - 1
            guard let answer = InteriorPoint(programme).solve() else { return nil }
            let share = min(max(answer.point.outer[level], 0), 1)
            // Whoever's row has a price cannot be raised without lowering another at this level. The prices of all
            // come to one.
            let prices = open.map { (answer.prices.links[rows[$0]] * portfolio[$0]).magnitude }
            let largest = prices.max() ?? 0
            guard largest.isFinite else { return nil }
            lowest = share
            for (place, supplier) in open.enumerated() where prices[place] >= min(largest, 1e-3) || share >= 1 {
                held[supplier] = (1 - share) * portfolio[supplier]
            }
        }
        // Whoever was not held has at least the last level, and more as it comes.
        return held.indices.map { held[$0] ?? (1 - lowest) * portfolio[$0] }
    }

    /// Lets volumes be left, no more than the least of all and for suppliers that are held no more than what they hold;
    /// gives the rows of the suppliers.
    private func addUnplaced(to programme: inout BlockProgramme, _ least: Least, _ held: [Double?]) -> [Int] {
        let first = programme.links.count
        // A little room keeps the programme open inside; it is far below what rounding to whole numbers takes.
        programme.links += held.indices.map { held[$0].map { $0 + Self.little($0) } ?? portfolio[$0] }
        programme.links.append(least.unplaced + Self.little(least.unplaced))
        let total = first + held.count
        for link in cells.indices {
            let supplier = Int(shape.supplierOf[cells[link]])
            programme.outer.append(.init(rows: [(link, 1), (first + supplier, 1), (total, 1)]))
        }
        for row in first...total { programme.outer.append(.init(rows: [(row, 1)])) }
        return held.indices.map { first + $0 }
    }

    private static func little(_ value: Double) -> Double { 0.02 + value * 1e-7 }

    // MARK: Earliest

    /// A plan in fractions that is a corner of the earliest, and the proved least sum of volume × day.
    struct Earliest {
        /// By day, then cell: the volume.
        let volumes: [[(cell: Int, volume: Double)]]
        let leastWeightedDays: Int
    }

    /// - Parameters:
    ///   - unplaced: by supplier what may be left; nil where everything is placed.
    ///   - seed: which of the corners that are worth the same.
    func earliest(leaving unplaced: (Least, [Double])? = nil, seed: UInt64 = 0) -> Earliest? {
        var programme = base
        for day in programme.days.indices {
            let columns = programme.days[day].link
            programme.days[day].cost = columns.map { link in
                Double(day) + Self.apart * Self.spread(seed, UInt64(day), UInt64(cells[link]))
            }
        }
        if let (least, held) = unplaced { _ = addUnplaced(to: &programme, least, held) }
        guard let answer = InteriorPoint(programme).solve() else { return nil }
        let volumes = programme.days.indices.map { day in
            programme.days[day].link.indices.map {
                (cells[programme.days[day].link[$0]], answer.point.days[day][$0])
            }
        }
        let bound = unplaced == nil ? -provedMost(answer.prices, mayBeLeft: false) { -$0 } : 0
        return Earliest(volumes: volumes, leastWeightedDays: max(bound, 0))
    }

    /// A number from 0 to 1 that looks drawn, the same for the same numbers.
    private static func spread(_ seed: UInt64, _ day: UInt64, _ cell: UInt64) -> Double {
        var mixed = (seed &* 0x9E37_79B9_7F4A_7C15) ^ (day &* 0xD1B5_4A32_D192_ED03) ^ (cell &* 0x8CB9_2BA7_2F3D_8DD7)
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((mixed ^ (mixed >> 31)) >> 11) / Double(1 << 53)
    }

    /// The most that `worth` of each volume can come to, proved from prices: in whole numbers, whatever the prices are.
    ///
    /// Every MPAN of a cell is worth at most the best of its days less the prices of that day's limits, and every limit
    /// at most its price times its size (weak duality). Rounded down to a whole number.
    private func provedMost(_ prices: InteriorPoint.Rows, mayBeLeft: Bool, worth: (Int) -> Int) -> Int {
        let unit = Self.priceUnit
        var best = [Int?](repeating: mayBeLeft ? 0 : nil, count: cells.count)
        var sum: Int128 = 0
        for (place, day) in base.days.enumerated() {
            let whole = prices.days[place].map { Int(min(max($0, 0), 1e6) * Double(unit)) }
            let limits = day.singles + day.crossings
            for row in limits.indices { sum += Int128(whole[row]) * Int128(Int(limits[row])) }
            for column in day.link.indices {
                var value = worth(place) * unit
                if day.single[column] >= 0 { value -= whole[day.single[column]] }
                for at in day.starts[column]..<day.starts[column + 1] {
                    value -= whole[day.singles.count + day.crossing[at]]
                }
                best[day.link[column]] = max(best[day.link[column]] ?? value, value)
            }
        }
        for (link, cell) in cells.enumerated() { sum += Int128(best[link] ?? 0) * Int128(grid.cells[cell].mpans) }
        let division = sum.quotientAndRemainder(dividingBy: Int128(unit))
        return Int(division.quotient) - (division.remainder < 0 ? 1 : 0)
    }
}

extension ExactProgramme {
    /// A plan of fractions in whole numbers: rounded down, then the largest remainders up while every limit allows it.
    static func rounded(_ earliest: Earliest, _ grid: PlanningGrid, _ shape: DayNetwork.Shape) -> Planner.Schedule {
        let count = grid.days.count
        var left = grid.cells.map(\.mpans)
        var supplier = grid.supplier
        var distributor = grid.distributor
        var industry = grid.industry
        var agent = grid.agent
        var volumes = earliest.volumes.map { [Int](repeating: 0, count: $0.count) }
        func put(_ volume: Int, _ day: Int, _ place: Int) {
            let cell = earliest.volumes[day][place].cell
            let own = Int(shape.supplierOf[cell]) * count + day
            let local = Int(shape.distributorOf[cell]) * count + day
            let agents = grid.agentsOf[Int(shape.supplierOf[cell])].map { $0 * count + day }
            let fits = agents.reduce(min(volume, left[cell], supplier[own], distributor[local], industry[day])) {
                min($0, agent[$1])
            }
            guard fits > 0 else { return }
            left[cell] -= fits
            supplier[own] -= fits
            distributor[local] -= fits
            industry[day] -= fits
            for place in agents { agent[place] -= fits }
            volumes[day][place] += fits
        }
        var remainders: [(day: Int, place: Int, part: Int)] = []
        for day in volumes.indices {
            for (place, entry) in earliest.volumes[day].enumerated() {
                let value = max(entry.volume, 0)
                let whole = Int(value + 1e-4)
                put(whole, day, place)
                // In thousandths, so that noise of the solver decides nothing.
                let part = Int((value - Double(whole)) * 1_000 + 0.5)
                if part > 0 { remainders.append((day, place, part)) }
            }
        }
        for entry in remainders.sorted(by: { ($1.part, $0.day, $0.place) < ($0.part, $1.day, $1.place) }) {
            put(1, entry.day, entry.place)
        }
        var schedule = Planner.Schedule()
        schedule.left = left
        for day in volumes.indices {
            for (place, volume) in volumes[day].enumerated() where volume > 0 {
                schedule.entries.append(
                    .init(day: Int32(day), cell: Int32(earliest.volumes[day][place].cell), volume: volume))
                schedule.placed += volume
                schedule.weightedDays += volume * day
            }
        }
        return schedule
    }
}
