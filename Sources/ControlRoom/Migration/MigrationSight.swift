import Kernel
import Migration
import Synchronization

/// The migration as its pages see it: one state of the books with what is worked out from them.
///
/// Days are day numbers less `start`. Places of parties are those of the adopted market.
final class MigrationSight: Sendable {
    /// What a series is about.
    enum Scope: Hashable {
        case industry
        case supplier(Int)
        case distributor(Int)
    }

    let books: MigrationBooks
    /// The market under the controls in force, laid out by day.
    let grid: PlanningGrid
    let actual: ActualDays?
    /// The last day of the actual progress; nil where there is none.
    let knownTo: CalendarDate?
    /// The first day of a plan or of the progress, and the last of plan, progress and calendar.
    let start: Int
    let end: Int
    /// By distributor, then day: what the current plan begins.
    private let byDistributor: [Int]
    let byDay: [Int]
    /// By supplier: MPANs, planned in all, planned up to the last known day, actual to date, the plan's last day.
    let suppliers: [Party]
    let distributors: [Party]
    private let keptAgents = Mutex<[AgentUse]?>(nil)
    private let keptForecast = Mutex<Result<MigrationForecast?, any Error>?>(nil)

    struct Party: Sendable {
        var mpans = 0
        var planned = 0
        var plannedToDate = 0
        /// Net; nil where progress does not tell it.
        var done: Int?
        var finish: CalendarDate?
        var start: CalendarDate?
        /// Actual to date as parts of a thousand of the plan to date; nil where there is none of either.
        var attainment: Int? {
            guard let done, plannedToDate > 0 else { return nil }
            return max(done, 0) * 1_000 / plannedToDate
        }
    }

    var market: MigrationMarket { books.market }
    var settings: MigrationSettings { books.market.settings }
    var length: Int { end - start + 1 }

    init(_ books: MigrationBooks) throws {
        self.books = books
        let market = books.market
        grid = PlanningGrid(books.controls.applied(to: market))
        actual = books.actuals.map { ActualDays($0) }
        knownTo = books.actuals?.lastDate
        let planned = (books.current.rows + books.first.rows).map(\.date.dayNumber)
        let known = actual.map { $0.dates.map(\.dayNumber) } ?? []
        let calendar = market.calendar.migrationDays
        let first = (planned.min() ?? calendar.first?.dayNumber).map { min($0, known.min() ?? $0) } ?? 0
        let last = max(
            planned.max() ?? first, known.max() ?? first, min(market.lastDate, calendar.last ?? .earliest).dayNumber)
        start = first
        end = last
        let length = last - first + 1
        var byDay = [Int](repeating: 0, count: length)
        var byDistributor = [Int](repeating: 0, count: length * market.distributors.count)
        var suppliers = [Party](repeating: Party(), count: market.suppliers.count)
        var distributors = [Party](repeating: Party(), count: market.distributors.count)
        for portfolio in market.portfolios {
            suppliers[portfolio.supplier].mpans += portfolio.mpans
            distributors[portfolio.distributor].mpans += portfolio.mpans
        }
        let upTo = knownTo?.dayNumber ?? Int.min
        for row in books.current.rows {
            let day = row.date.dayNumber
            byDay[day - first] += row.volume
            byDistributor[row.distributor * length + day - first] += row.volume
            suppliers[row.supplier].add(row, isKnown: day <= upTo)
            distributors[row.distributor].add(row, isKnown: day <= upTo)
        }
        if let actual {
            for place in suppliers.indices where actual.namesSuppliers {
                suppliers[place].done = actual.dates.reduce(0) { $0 + actual.supplier(place, on: $1) }
            }
            for place in distributors.indices where actual.namesDistributors {
                distributors[place].done = actual.dates.reduce(0) { $0 + actual.distributor(place, on: $1) }
            }
        }
        breaches = Self.breaches(grid, byDay: byDay, byDistributor: byDistributor, start: first)
        self.byDay = byDay
        self.byDistributor = byDistributor
        self.suppliers = suppliers
        self.distributors = distributors
    }

    // MARK: Days

    func date(_ day: Int) -> CalendarDate { CalendarDate(dayNumber: start + day) }

    func day(_ date: CalendarDate) -> Int? {
        let day = date.dayNumber - start
        return (0..<length).contains(day) ? day : nil
    }

    /// What the current plan begins at a distributor on a day.
    func planned(_ distributor: Int, _ date: CalendarDate) -> Int {
        day(date).map { byDistributor[distributor * length + $0] } ?? 0
    }

    func planned(_ date: CalendarDate) -> Int { day(date).map { byDay[$0] } ?? 0 }

    /// The usable limit of a distributor on a day under the controls; nil where there is none; 0 where nothing may
    /// begin that day.
    func usable(_ distributor: Int, _ date: CalendarDate) -> Int? {
        guard let place = grid.day(date) else { return 0 }
        let usable = grid.distributor[distributor * grid.days.count + place]
        return usable < PlanningGrid.unlimited ? usable : nil
    }

    func usable(_ date: CalendarDate) -> Int? {
        guard let place = grid.day(date) else { return 0 }
        return grid.industry[place] < PlanningGrid.unlimited ? grid.industry[place] : nil
    }

    // MARK: Series

    /// A plan's daily volume of a scope, from `start` on.
    func daily(_ plan: MigrationPlan, _ scope: Scope) -> [Int] {
        var sums = [Int](repeating: 0, count: length)
        let code: String
        switch scope {
        case .industry:
            for row in plan.rows { sums[row.date.dayNumber - start] += row.volume }
            return sums
        case .supplier(let place):
            code = market.suppliers[place].code
            guard let own = plan.suppliers.firstIndex(of: code) else { return sums }
            for row in plan.rows where row.supplier == own { sums[row.date.dayNumber - start] += row.volume }
        case .distributor(let place):
            code = market.distributors[place]
            guard let own = plan.distributors.firstIndex(of: code) else { return sums }
            for row in plan.rows where row.distributor == own { sums[row.date.dayNumber - start] += row.volume }
        }
        return sums
    }

    /// Net progress by day, up to the last known one; nil where it is not told for the scope.
    func actualDaily(_ scope: Scope) -> [Int]? {
        guard let actual, let knownTo, let last = day(knownTo) else { return nil }
        switch scope {
        case .industry: return (0...last).map { actual.whole(on: date($0)) }
        case .supplier(let place):
            return actual.namesSuppliers ? (0...last).map { actual.supplier(place, on: date($0)) } : nil
        case .distributor(let place):
            return actual.namesDistributors ? (0...last).map { actual.distributor(place, on: date($0)) } : nil
        }
    }

    static func summed(_ daily: [Int]) -> [Int] {
        var sum = 0
        return daily.map { volume in
            sum += volume
            return sum
        }
    }

    /// MPANs of a scope.
    func mpans(_ scope: Scope) -> Int {
        switch scope {
        case .industry: market.mpans
        case .supplier(let place): suppliers[place].mpans
        case .distributor(let place): distributors[place].mpans
        }
    }

    // MARK: Agents

    /// What the current plan asks of each agent, worked out once a state.
    var agents: [AgentUse] {
        keptAgents.withLock { kept in
            if let kept { return kept }
            let made = AgentUse.all(self)
            kept = made
            return made
        }
    }

    /// Caps of agents that the current plan passes on a migration day, by date.
    var agentBreaches: [Use] {
        agents.enumerated().flatMap { place, agent in
            agent.days.compactMap { day -> Use? in
                guard let cap = day.cap, day.used > cap, grid.day(day.date) != nil else { return nil }
                return Use(date: day.date, distributor: nil, agent: place, usable: cap, used: day.used)
            }
        }.sorted { ($0.date, $0.agent ?? 0) < ($1.date, $1.agent ?? 0) }
    }

    // MARK: Forecast

    /// The forecast, made once a state.
    func forecast() throws -> MigrationForecast? {
        try keptForecast.withLock { kept in
            if let kept { return try kept.get() }
            let made = Result { try books.forecast() }
            kept = made
            return try made.get()
        }
    }

    func outlook(_ scope: Scope) throws -> MigrationForecast.Outlook? {
        let wanted: MigrationForecast.Scope =
            switch scope {
            case .industry: .industry
            case .supplier(let place): .supplier(place)
            case .distributor(let place): .distributor(place)
            }
        return try forecast()?.outlooks.first { $0.scope == wanted }
    }

    // MARK: Baselines

    private struct Pair: Hashable {
        let from: Int
        let to: Int
    }

    /// Differences that are kept at a time.
    private static let mostDifferences = 4
    private let keptDifferences = Mutex<[Pair: PlanDifference]>([:])

    /// What two baselines differ in; nil where one is not there.
    func difference(_ from: Int, _ to: Int) throws -> PlanDifference? {
        let pair = Pair(from: from, to: to)
        if let kept = keptDifferences.withLock({ $0[pair] }) { return kept }
        guard let before = try books.plan(from), let after = try books.plan(to) else { return nil }
        let made = PlanDifference(before, after)
        keptDifferences.withLock { kept in
            if kept.count >= Self.mostDifferences { kept = [:] }
            kept[pair] = made
        }
        return made
    }

    // MARK: Limits

    /// A limit on a day and what the plan begins under it.
    struct Use: Sendable {
        let date: CalendarDate
        /// Nil for the industry, and for an agent.
        let distributor: Int?
        /// Nil for the others.
        var agent: Int?
        let usable: Int
        let used: Int

        var headroom: Int { usable - used }
    }

    /// Every limit of a day that the plan touches.
    func uses(on date: CalendarDate) -> [Use] {
        var uses: [Use] = []
        if let usable = usable(date) {
            uses.append(Use(date: date, distributor: nil, usable: usable, used: planned(date)))
        }
        for place in market.distributors.indices {
            guard let usable = usable(place, date) else { continue }
            uses.append(Use(date: date, distributor: place, usable: usable, used: planned(place, date)))
        }
        for (place, agent) in agents.enumerated() {
            guard let day = agent.day(date), let cap = day.cap else { continue }
            uses.append(Use(date: date, distributor: nil, agent: place, usable: cap, used: day.used))
        }
        return uses
    }

    /// The limit of a day that leaves the least room, as a share of what it lets through; nil where nothing is begun
    /// under a limit.
    func tightest(on date: CalendarDate) -> Use? {
        uses(on: date).filter { $0.used > 0 }.max { left, right in
            left.used * max(right.usable, 1) < right.used * max(left.usable, 1)
        }
    }

    /// Limits that the current plan passes under the controls in force, by date; worked out once.
    let breaches: [Use]

    private static func breaches(
        _ grid: PlanningGrid, byDay: [Int], byDistributor: [Int], start: Int
    ) -> [Use] {
        var found: [Use] = []
        let count = grid.days.count
        for (day, volume) in byDay.enumerated() where volume > 0 {
            let date = CalendarDate(dayNumber: start + day)
            let place = grid.day(date)
            let industry = place.map { grid.industry[$0] } ?? 0
            if volume > industry { found.append(Use(date: date, distributor: nil, usable: industry, used: volume)) }
            for distributor in grid.market.distributors.indices {
                let used = byDistributor[distributor * byDay.count + day]
                let usable = place.map { grid.distributor[distributor * count + $0] } ?? 0
                if used > usable {
                    found.append(Use(date: date, distributor: distributor, usable: usable, used: used))
                }
            }
        }
        return found
    }

    /// Migration days of the adopted market from a date on.
    func migrationDays(from date: CalendarDate, _ count: Int) -> ArraySlice<CalendarDate> {
        let days = market.calendar.migrationDays
        let place = market.calendar.firstMigrationDay(onOrAfter: date)
        return days[place..<min(place + count, days.count)]
    }
}

extension MigrationSight.Party {
    fileprivate mutating func add(_ row: MigrationPlan.Row, isKnown: Bool) {
        planned += row.volume
        if isKnown { plannedToDate += row.volume }
        finish = finish.map { max($0, row.date) } ?? row.date
        start = start.map { min($0, row.date) } ?? row.date
    }
}
