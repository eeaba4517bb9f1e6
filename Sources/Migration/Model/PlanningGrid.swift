public import Kernel

/// A market laid out for planning: its usable days, and what each day can carry.
///
/// Volumes are MPANs; a day is known by its place in `days`, a supplier and a distributor by theirs in the market.
public struct PlanningGrid: Sendable {
    /// Stands for no limit. Far above any volume, and sums of a market's worth of it do not overflow.
    public static let unlimited = 1 << 46

    /// A supplier's portfolio at a distributor that is not empty.
    public struct Cell: Sendable, Hashable {
        public let supplier: Int
        public let distributor: Int
        public let mpans: Int
    }

    public let market: MigrationMarket
    /// The migration days on which anything may be placed, in order.
    public let days: [CalendarDate]
    /// By supplier: its first day; the count of days where it has none.
    public let firstDay: [Int]
    /// By day: the usable industry limit.
    public let industry: [Int]
    /// The usable limits of the distributors: distributor × day count + day.
    public let distributor: [Int]
    /// The caps of the suppliers' ramps: supplier × day count + day; 0 before activation.
    public let supplier: [Int]
    /// The usable caps of the agents: agent × day count + day.
    public let agent: [Int]
    /// By supplier: the agents that it uses.
    public let agentsOf: [[Int]]
    /// By supplier: by how much its day may be above its migration day before; empty where no supplier has a limit.
    let rise: [Int]
    /// MPANs that are fixed beside the cells' volumes, for what days may rise to: supplier × day count + day; empty where
    /// nothing is.
    let carried: [Int]
    /// By supplier, then distributor.
    public let cells: [Cell]
    /// By supplier: its cells.
    public let cellsOfSupplier: [Range<Int>]

    public init(_ market: MigrationMarket) {
        self.market = market
        let last = market.lastDate
        let all = market.calendar.migrationDays
        let days = Array(all.prefix { $0 <= last })
        self.days = days
        let count = days.count
        var firstDay: [Int] = []
        var supplier = [Int](repeating: 0, count: market.suppliers.count * count)
        for (place, party) in market.suppliers.enumerated() {
            let first = min(market.calendar.firstMigrationDay(onOrAfter: party.activeFrom), count)
            firstDay.append(first)
            let ramp = market.ramps[place]
            for day in first..<count { supplier[place * count + day] = ramp[day - first] ?? Self.unlimited }
        }
        self.firstDay = firstDay
        self.supplier = supplier
        var industry = [Int](repeating: Self.unlimited, count: count)
        var distributor = [Int](repeating: Self.unlimited, count: market.distributors.count * count)
        for limit in market.limits {
            let usable = limit.usable(market.settings.reserve)
            let from = market.calendar.firstMigrationDay(onOrAfter: limit.from)
            var day = from
            while day < count, days[day] <= limit.to {
                switch limit.scope {
                case .industry: industry[day] = min(industry[day], usable)
                case .distributor(let place):
                    distributor[place * count + day] = min(distributor[place * count + day], usable)
                }
                day += 1
            }
        }
        self.industry = industry
        self.distributor = distributor
        (agent, agentsOf) = Self.agents(of: market, days)
        let steps = market.suppliers.indices.map { market.step($0) }
        rise = steps.contains { $0 != nil } ? steps.map { $0 ?? Self.unlimited } : []
        carried = []
        cells = market.portfolios.filter { $0.mpans > 0 }.map {
            Cell(supplier: $0.supplier, distributor: $0.distributor, mpans: $0.mpans)
        }
        var ranges: [Range<Int>] = []
        var start = 0
        for place in market.suppliers.indices {
            var end = start
            while end < cells.count, cells[end].supplier == place { end += 1 }
            ranges.append(start..<end)
            start = end
        }
        cellsOfSupplier = ranges
    }

    /// What agents carry on each day, and who uses them.
    private static func agents(of market: MigrationMarket, _ days: [CalendarDate]) -> ([Int], [[Int]]) {
        var caps = [Int](repeating: unlimited, count: market.agents.count * days.count)
        var agentsOf = [[Int]](repeating: [], count: market.suppliers.count)
        for (place, agent) in market.agents.enumerated() {
            for supplier in agent.suppliers { agentsOf[supplier].append(place) }
            for limit in agent.limits {
                let usable = limit.value - market.settings.reserve.floor(of: limit.value)
                for day in days.indices where limit.from <= days[day] && days[day] <= limit.to {
                    caps[place * days.count + day] = min(caps[place * days.count + day], usable)
                }
            }
        }
        return (caps, agentsOf)
    }

    /// Another reading of the same market: other limits over the same days and cells.
    init(
        of grid: PlanningGrid, firstDay: [Int], industry: [Int], distributor: [Int], supplier: [Int],
        agent: [Int]? = nil, rise: [Int]? = nil, carried: [Int]? = nil, cells: [Cell]
    ) {
        market = grid.market
        days = grid.days
        cellsOfSupplier = grid.cellsOfSupplier
        agentsOf = grid.agentsOf
        self.agent = agent ?? grid.agent
        self.rise = rise ?? grid.rise
        self.carried = carried ?? grid.carried
        self.firstDay = firstDay
        self.industry = industry
        self.distributor = distributor
        self.supplier = supplier
        self.cells = cells
    }

    /// The place of a date among `days`; nil where nothing can be placed on it.
    public func day(_ date: CalendarDate) -> Int? {
        let place = market.calendar.firstMigrationDay(onOrAfter: date)
        return place < days.count && days[place] == date ? place : nil
    }
}
