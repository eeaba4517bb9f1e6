public import Kernel

/// Why a plan has the volume that it has for a supplier at a distributor on a date.
///
/// Everything is worked out again from the plan and its market: what the day's limits let through and what they
/// carried, who shared them and at which level, and what one MPAN more of a limit would have brought.
public struct WhyAnswer: Sendable {
    /// What held the volume down, the nearest cause first.
    public enum Cause: Sendable, Hashable {
        case noPortfolio
        case dayIs(MigrationCalendar.DayClass)
        case afterLastDate(CalendarDate)
        case notActive(from: CalendarDate)
        case allPlaced
        case rampReached
        case stepReached
        case distributorFull
        case industryFull
        /// By its place among the market's agents.
        case agentFull(Int)
        /// There was room, but the supplier's share of the day went to other distributors or to other days.
        case placedElsewhere
    }

    /// A limit on the day, MPANs.
    public struct Limit: Sendable, Hashable {
        public let name: PlanCertificate.LimitName
        public let usable: Int
        public let used: Int
        /// The rows of the market that set it; an agent's are in `sources` alone.
        public let rows: [CapacityLimit]
        /// Who set it.
        public let sources: [String]

        init(name: PlanCertificate.LimitName, usable: Int, used: Int, rows: [CapacityLimit], sources: [String]? = nil) {
            self.name = name
            self.usable = usable
            self.used = used
            self.rows = rows
            self.sources = Set((sources ?? rows.map(\.source)).filter { !$0.isEmpty }).sorted()
        }

        public var headroom: Int { usable - used }
    }

    /// Someone who shared the distributor's day.
    public struct Sharer: Sendable, Hashable {
        public let supplier: Int
        public let volume: Int
        /// At all distributors on the day.
        public let dayVolume: Int
        /// Its day's volume by the pace that it needed.
        public let level: Double
    }

    /// The pool of small portfolios in the distributor's day.
    public struct Pool: Sendable, Hashable {
        /// What small suppliers share first, MPANs.
        public let size: Int
        /// What small suppliers have of the distributor's day, in the pool and beside it.
        public let volume: Int
        /// Whether the supplier that is asked about is one of them.
        public let isForSupplier: Bool
    }

    /// What more of a limit would bring on the day.
    public struct Raise: Sendable, Hashable {
        public let name: PlanCertificate.LimitName
        public let by: Int
        /// MPANs more in all, and for the supplier that is asked about.
        public let moreInAll: Int
        public let moreForSupplier: Int
        /// The suppliers that gain, most first.
        public let gainers: [Int]
    }

    public struct Neighbour: Sendable, Hashable {
        public let date: CalendarDate
        /// What the pair could still begin on that day: the least of what the limits leave.
        public let room: Int
        public let volume: Int
    }

    public let supplier: Int
    public let distributor: Int
    public let date: CalendarDate
    public let volume: Int
    public let causes: [Cause]
    /// Before the day, MPANs: at the distributor, and in all.
    public let backlog: Int
    public let wholeBacklog: Int
    /// The pace that the supplier needs on the day, MPANs, and its level; nil where it takes no part.
    public let pace: Double?
    public let level: Double?
    public let dayVolume: Int
    public let limits: [Limit]
    /// By volume, most first; the supplier itself included.
    public let sharers: [Sharer]
    /// Nil where the distributor's day has none.
    public let pool: Pool?
    public let raises: [Raise]
    public let neighbours: [Neighbour]
    /// The supplier's last day with a volume.
    public let finish: CalendarDate?
}

extension WhyAnswer {
    /// How many migration days on each side are looked at.
    public static let neighbourDays = 5
    /// How much more of a limit is tried beside one MPAN, as a part of it.
    private static let part = 100

    /// - Parameter plan: of the same market; places are those of the market.
    public init(
        _ grid: PlanningGrid, plan: MigrationPlan, supplier: Int, distributor: Int, date: CalendarDate
    ) {
        let reader = PlanDays(grid, plan: plan)
        let market = grid.market
        self.supplier = supplier
        self.distributor = distributor
        self.date = date
        let cell = grid.cellsOfSupplier[supplier].first { grid.cells[$0].distributor == distributor }
        let place = grid.day(date)
        let day = place ?? 0
        let volumes = place.map { reader.volumes(on: $0) } ?? []
        volume = cell.flatMap { volumes.isEmpty ? nil : volumes[$0] } ?? 0
        let before = reader.left(before: place ?? grid.days.prefix { $0 < date }.count)
        backlog = cell.map { before[$0] } ?? 0
        wholeBacklog = grid.cellsOfSupplier[supplier].reduce(0) { $0 + before[$1] }
        finish = reader.finish(of: supplier)
        let uses = place.map { reader.uses(on: $0) }
        dayVolume = uses?.bySupplier[supplier] ?? 0
        limits =
            place.map { day in
                Self.limits(
                    grid, day, supplier, distributor, uses?.bySupplier ?? [], uses?.byDistributor ?? [],
                    uses?.whole ?? 0, before: day > 0 ? reader.uses(on: day - 1).bySupplier[supplier] : 0)
            } ?? []
        guard let place, let shared = reader.judged(place) else {
            pace = nil
            level = nil
            sharers = []
            pool = nil
            raises = []
            causes = Self.closedCauses(
                market, cell, date, place, backlog: backlog, supplier: supplier, grid)
            neighbours = cell.map { reader.neighbours(of: $0, day: day, date: date) } ?? []
            return
        }
        let own = shared.levels[supplier]
        level = own >= 0 ? own : nil
        pace = own >= 0 ? shared.weights[supplier] : nil
        sharers = grid.cells.indices.filter {
            grid.cells[$0].distributor == distributor && volumes[$0] > 0
        }.map {
            let party = grid.cells[$0].supplier
            return Sharer(
                supplier: party, volume: volumes[$0], dayVolume: uses?.bySupplier[party] ?? 0,
                level: max(shared.levels[party], 0))
        }.sorted { ($1.volume, $0.supplier) < ($0.volume, $1.supplier) }
        let size = grid.pool(at: distributor, on: place)
        pool =
            size == 0
            ? nil
            : Pool(
                size: size,
                volume: sharers.reduce(0) { $0 + (market.suppliers[$1.supplier].isSmall ? $1.volume : 0) },
                isForSupplier: market.suppliers[supplier].isSmall)
        raises = limits.filter { $0.headroom <= 0 }.flatMap { limit in
            [1, max(limit.usable / Self.part, 2)].map {
                reader.raise(limit.name, by: $0, on: place, supplier: supplier)
            }
        }
        let closed = Self.closedCauses(
            market, cell, date, place, backlog: backlog, supplier: supplier, grid)
        causes = closed.isEmpty ? Self.openCauses(limits, backlog: backlog, volume: volume) : closed
        neighbours = cell.map { reader.neighbours(of: $0, day: place, date: date) } ?? []
    }

    private static func limits(
        _ grid: PlanningGrid, _ day: Int, _ supplier: Int, _ distributor: Int, _ bySupplier: [Int],
        _ byDistributor: [Int], _ whole: Int, before: Int
    ) -> [Limit] {
        let count = grid.days.count
        func rows(_ scope: CapacityLimit.Scope) -> [CapacityLimit] {
            grid.market.limits.filter {
                $0.scope == scope && $0.from <= grid.days[day] && grid.days[day] <= $0.to
            }
        }
        let rise = grid.hasSteps ? grid.rise[supplier] : PlanningGrid.unlimited
        let limits =
            [
                Limit(
                    name: .ramp(supplier), usable: grid.supplier[supplier * count + day],
                    used: bySupplier[supplier], rows: []),
                Limit(name: .step(supplier), usable: before + rise, used: bySupplier[supplier], rows: []),
                Limit(
                    name: .distributor(distributor), usable: grid.distributor[distributor * count + day],
                    used: byDistributor[distributor], rows: rows(.distributor(distributor))),
                Limit(name: .industry, usable: grid.industry[day], used: whole, rows: rows(.industry)),
            ]
            + grid.agentsOf[supplier].map { place in
                let agent = grid.market.agents[place]
                return Limit(
                    name: .agent(place), usable: grid.agent[place * count + day],
                    used: agent.suppliers.reduce(0) { $0 + bySupplier[$1] }, rows: [],
                    sources: agent.limits.filter { $0.from <= grid.days[day] && grid.days[day] <= $0.to }.map(\.source))
            }
        return limits.filter { $0.usable < PlanningGrid.unlimited }
    }

    private static func closedCauses(
        _ market: MigrationMarket, _ cell: Int?, _ date: CalendarDate, _ place: Int?, backlog: Int,
        supplier: Int,
        _ grid: PlanningGrid
    ) -> [Cause] {
        if cell == nil { return [.noPortfolio] }
        let dayClass = market.calendar.dayClass(date)
        if dayClass != .migration { return [.dayIs(dayClass)] }
        guard let place else { return [.afterLastDate(market.lastDate)] }
        if place < grid.firstDay[supplier] {
            return [.notActive(from: market.suppliers[supplier].activeFrom)]
        }
        return backlog == 0 ? [.allPlaced] : []
    }

    private static func openCauses(_ limits: [Limit], backlog: Int, volume: Int) -> [Cause] {
        if volume >= backlog { return [.allPlaced] }
        var causes: [Cause] = []
        for limit in limits where limit.headroom <= 0 {
            switch limit.name {
            case .ramp: causes.append(.rampReached)
            case .step: causes.append(.stepReached)
            case .distributor: causes.append(.distributorFull)
            case .industry: causes.append(.industryFull)
            case .agent(let place): causes.append(.agentFull(place))
            }
        }
        return causes.isEmpty ? [.placedElsewhere] : causes
    }
}

/// A plan's volumes day by day over its market's grid.
struct PlanDays {
    let grid: PlanningGrid
    let shape: DayNetwork.Shape
    private var byDay: [[Planner.Schedule.Entry]]
    /// The market with the amounts that the plan places.
    private let goal: PlanningGrid

    init(_ grid: PlanningGrid, plan: MigrationPlan) {
        self.grid = grid
        shape = DayNetwork.Shape(grid)
        let distributors = grid.market.distributors.count
        var places: [Int: Int] = [:]
        for (cell, found) in grid.cells.enumerated() {
            places[found.supplier * distributors + found.distributor] = cell
        }
        byDay = [[Planner.Schedule.Entry]](repeating: [], count: grid.days.count)
        var placed = [Int](repeating: 0, count: grid.cells.count)
        for row in plan.rows {
            guard let cell = places[row.supplier * distributors + row.distributor],
                let day = grid.day(row.date)
            else {
                continue
            }
            byDay[day].append(.init(day: Int32(day), cell: Int32(cell), volume: row.volume))
            placed[cell] += row.volume
        }
        goal = grid.placing(placed)
    }

    func volumes(on day: Int) -> [Int] {
        var volumes = [Int](repeating: 0, count: grid.cells.count)
        for entry in byDay[day] { volumes[Int(entry.cell)] += entry.volume }
        return volumes
    }

    /// By cell: what of the portfolio is not placed before a day.
    func left(before day: Int) -> [Int] {
        var left = grid.cells.map(\.mpans)
        for entries in byDay.prefix(day) {
            for entry in entries { left[Int(entry.cell)] -= entry.volume }
        }
        return left
    }

    func finish(of supplier: Int) -> CalendarDate? {
        let last = byDay.lastIndex { $0.contains { Int(shape.supplierOf[Int($0.cell)]) == supplier } }
        return last.map { grid.days[$0] }
    }

    func uses(on day: Int) -> (bySupplier: [Int], byDistributor: [Int], whole: Int) {
        var bySupplier = [Int](repeating: 0, count: shape.supplierCount)
        var byDistributor = [Int](repeating: 0, count: shape.distributorCount)
        var whole = 0
        for entry in byDay[day] {
            bySupplier[Int(shape.supplierOf[Int(entry.cell)])] += entry.volume
            byDistributor[Int(shape.distributorOf[Int(entry.cell)])] += entry.volume
            whole += entry.volume
        }
        return (bySupplier, byDistributor, whole)
    }

    /// The levels of a day's volumes, and the weights that they are measured by.
    func judged(_ day: Int) -> (levels: [Double], weights: [Double])? {
        var pass = pass(before: day, of: goal)
        guard let found = pass.replay(day, volumes(on: day)) else { return nil }
        return (found.levels, pass.weights)
    }

    /// What sharing the day again with more of a limit would bring beside sharing it with what there is.
    func raise(_ name: PlanCertificate.LimitName, by more: Int, on day: Int, supplier: Int)
        -> WhyAnswer.Raise
    {
        func shared(_ grid: PlanningGrid) -> [Int] {
            var pass = pass(before: day, of: grid)
            pass.share(day)
            var sums = [Int](repeating: 0, count: shape.supplierCount)
            for entry in pass.schedule.entries where Int(entry.day) == day {
                sums[Int(shape.supplierOf[Int(entry.cell)])] += entry.volume
            }
            return sums
        }
        let before = shared(goal)
        let after = shared(goal.raising(name, by: more, on: day))
        let gains = before.indices.map { after[$0] - before[$0] }
        let gainers = gains.indices.filter { gains[$0] > 0 }.sorted {
            (gains[$1], $0) < (gains[$0], $1)
        }
        return WhyAnswer.Raise(
            name: name, by: more, moreInAll: gains.reduce(0, +), moreForSupplier: gains[supplier],
            gainers: gainers)
    }

    /// What days beside one could still take of a cell.
    func neighbours(of cell: Int, day: Int, date: CalendarDate) -> [WhyAnswer.Neighbour] {
        let from = max(day - WhyAnswer.neighbourDays, 0)
        let to = min(day + WhyAnswer.neighbourDays, grid.days.count - 1)
        guard from <= to else { return [] }
        let supplier = Int(shape.supplierOf[cell])
        let distributor = Int(shape.distributorOf[cell])
        return (from...to).filter { grid.days[$0] != date }.map { other in
            let uses = uses(on: other)
            let agents = grid.agentsOf[supplier].map { agent in
                grid.agent[agent * grid.days.count + other]
                    - grid.market.agents[agent].suppliers.reduce(0) { $0 + uses.bySupplier[$1] }
            }
            let before = other > 0 && grid.hasSteps ? self.uses(on: other - 1).bySupplier[supplier] : 0
            let room = min(
                agents.min() ?? PlanningGrid.unlimited,
                grid.cap(supplier, on: other, after: before) - uses.bySupplier[supplier],
                grid.distributor[distributor * grid.days.count + other] - uses.byDistributor[distributor],
                grid.industry[other] - uses.whole)
            return WhyAnswer.Neighbour(
                date: grid.days[other], room: max(room, 0), volume: volumes(on: other)[cell])
        }
    }

    /// A pass that has taken the plan's volumes of all days before one.
    private func pass(before day: Int, of grid: PlanningGrid) -> DayPass {
        var pass = DayPass(grid, shape: shape, lean: .tight)
        for earlier in 0..<day { pass.follow(earlier, volumes(on: earlier)) }
        return pass
    }
}

extension PlanningGrid {
    /// The same market with more of one limit on one day.
    fileprivate func raising(_ name: PlanCertificate.LimitName, by more: Int, on day: Int)
        -> PlanningGrid
    {
        var industry = self.industry
        var distributor = self.distributor
        var supplier = self.supplier
        var agent = self.agent
        var rise = self.rise
        switch name {
        case .industry: industry[day] += more
        case .distributor(let place): distributor[place * days.count + day] += more
        case .ramp(let place): supplier[place * days.count + day] += more
        case .step(let place): rise[place] += more
        case .agent(let place): agent[place * days.count + day] += more
        }
        return PlanningGrid(
            of: self, firstDay: firstDay, industry: industry, distributor: distributor,
            supplier: supplier, agent: agent, rise: rise, cells: cells)
    }
}
