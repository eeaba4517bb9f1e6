public import Kernel

/// A market and its plan laid out for the twin: what all runs share.
public struct TwinStage: Sendable {
    struct Cell: Sendable {
        let supplier: Int
        let distributor: Int
        let mpans: Int
    }

    struct Order: Sendable {
        let cell: Int
        let volume: Int
    }

    public let market: MigrationMarket
    /// Migration days: the plan's, then as many as runs may go on.
    public let days: [CalendarDate]
    /// How many of the days lie within the market's end.
    public let daysInTime: Int
    let industry: [Int]
    /// Day × distributor count + distributor.
    let distributor: [Int]
    /// The usable caps of the agents: day × agent count + agent; empty where the market has none.
    let agent: [Int]
    /// By supplier: the agents that it uses.
    let agentsOf: [[Int]]
    /// By agent: the cells of the suppliers that use it.
    let cellsOfAgent: [[Int]]
    let cells: [Cell]
    /// By supplier.
    let cellsOf: [Range<Int>]
    /// By distributor.
    let cellsAt: [[Int]]
    /// By day.
    let orders: [[Order]]
    let lastOrderDay: Int
    let firstDay: [Int]
    /// By supplier: by how much its day may rise; empty where no supplier has a limit.
    let steps: [Int]
    let portfolioOf: [Int]
    let portfolioAt: [Int]
    /// Suppliers by size, the largest first.
    let bySize: [Int]
    let replanner: Replanner
    /// Supplier × distributor count + distributor: the cell.
    private let placeOf: [Int: Int]
    private let dayOf: [CalendarDate: Int]

    public var mpans: Int { portfolioOf.reduce(0, +) }

    /// - Parameter plan: of this market; volumes above a pair's portfolio and pairs that the market does not have are
    ///   left out.
    public init(_ market: MigrationMarket, plan: MigrationPlan) {
        let grid = PlanningGrid(market)
        self.market = market
        replanner = Replanner(grid)
        steps = grid.rise
        var days = grid.days
        daysInTime = days.count
        var date = days.last ?? market.lastDate
        let beyond = market.settings[TwinParameters.daysBeyond]
        let listed = market.calendar.migrationDays.filter { $0 > date }.prefix(beyond)
        days += listed
        date = max(days.last ?? date, market.calendar.days.last?.date ?? date)
        while days.count < daysInTime + beyond, date < .latest {
            date = date.adding(days: 1)
            if date.weekday.rawValue <= 5 { days.append(date) }
        }
        self.days = days
        let count = market.distributors.count
        let last = daysInTime - 1
        industry = days.indices.map { last < 0 ? PlanningGrid.unlimited : grid.industry[min($0, last)] }
        var distributor = [Int](repeating: PlanningGrid.unlimited, count: days.count * count)
        for day in days.indices where last >= 0 {
            for place in 0..<count {
                distributor[day * count + place] = grid.distributor[place * daysInTime + min(day, last)]
            }
        }
        self.distributor = distributor
        let agents = market.agents.count
        agentsOf = grid.agentsOf
        let inTime = daysInTime
        agent = days.indices.flatMap { day in
            (0..<agents).map { last < 0 ? PlanningGrid.unlimited : grid.agent[$0 * inTime + min(day, last)] }
        }
        cellsOfAgent = (0..<agents).map { agent in
            grid.cells.indices.filter { grid.agentsOf[grid.cells[$0].supplier].contains(agent) }
        }
        cells = grid.cells.map { Cell(supplier: $0.supplier, distributor: $0.distributor, mpans: $0.mpans) }
        cellsOf = grid.cellsOfSupplier
        var cellsAt = [[Int]](repeating: [], count: count)
        for (place, cell) in cells.enumerated() { cellsAt[cell.distributor].append(place) }
        self.cellsAt = cellsAt
        firstDay = market.suppliers.map { supplier in
            days.firstIndex { $0 >= supplier.activeFrom } ?? days.count
        }
        portfolioOf = market.suppliers.indices.map { place in
            grid.cells[grid.cellsOfSupplier[place]].reduce(0) { $0 + $1.mpans }
        }
        portfolioAt = cellsAt.map { places in places.reduce(0) { $0 + grid.cells[$1].mpans } }
        let sizes = portfolioOf
        bySize = market.suppliers.indices.sorted { sizes[$0] == sizes[$1] ? $0 < $1 : sizes[$0] > sizes[$1] }
        var placeOf: [Int: Int] = [:]
        for (place, cell) in cells.enumerated() { placeOf[cell.supplier * count + cell.distributor] = place }
        var dayOf: [CalendarDate: Int] = [:]
        for (place, day) in days.enumerated() { dayOf[day] = place }
        self.placeOf = placeOf
        self.dayOf = dayOf
        orders = Self.orders(
            of: plan, after: nil, market, cells: cells.map(\.mpans), placeOf: placeOf, dayOf: dayOf)
        lastOrderDay = orders.lastIndex { !$0.isEmpty } ?? -1
    }

    /// A plan's rows after a date as orders by day; volumes may be above a pair's portfolio, which may have grown.
    func orders(of plan: MigrationPlan, after date: CalendarDate) -> [[Order]] {
        Self.orders(of: plan, after: date, market, cells: nil, placeOf: placeOf, dayOf: dayOf)
    }

    /// - Parameter cells: the most of each cell; nil: no bound.
    private static func orders(
        of plan: MigrationPlan, after date: CalendarDate?, _ market: MigrationMarket, cells: [Int]?,
        placeOf: [Int: Int], dayOf: [CalendarDate: Int]
    ) -> [[Order]] {
        let count = market.distributors.count
        let suppliers = plan.suppliers.map { market.supplier($0) }
        let distributors = plan.distributors.map { market.distributor($0) }
        var left = cells
        var orders = [[Order]](repeating: [], count: dayOf.count)
        for row in plan.rows {
            if let date, row.date <= date { continue }
            guard let supplier = suppliers[row.supplier], let place = distributors[row.distributor],
                let cell = placeOf[supplier * count + place], let day = dayOf[row.date]
            else { continue }
            let volume = min(row.volume, left?[cell] ?? row.volume)
            guard volume > 0 else { continue }
            left?[cell] -= volume
            orders[day].append(Order(cell: cell, volume: volume))
        }
        return orders
    }
}
