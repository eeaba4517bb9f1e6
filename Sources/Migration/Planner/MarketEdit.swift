public import Kernel

/// One change to a market, to ask what it would do.
public enum MarketEdit: Sendable, Equatable {
    public enum Amount: Sendable, Equatable {
        case value(Int)
        /// More where above 0, less where below; never under 0.
        case change(Int)
    }

    /// Another limit between two dates, both included; nil ends are the calendar's.
    case limit(CapacityLimit.Scope, from: CalendarDate?, to: CalendarDate?, Amount)
    /// Another cap of an agent, by its place, in the same way.
    case agentLimit(Int, from: CalendarDate?, to: CalendarDate?, Amount)
    case activation(supplier: Int, CalendarDate)
    case portfolio(supplier: Int, distributor: Int, Int)
    case day(CalendarDate, MigrationCalendar.DayClass)
    case finishBy(CalendarDate)
    case reserve(Share)

    /// The source that a changed limit carries.
    public static let source = "what if"
}

extension MigrationMarket {
    /// The market with a change.
    public func edited(_ edit: MarketEdit) -> MigrationMarket {
        var suppliers = self.suppliers
        var portfolios = self.portfolios
        var limits = self.limits
        var days = calendar.days
        var agents = self.agents
        var settings = self.settings
        switch edit {
        case .limit(let scope, let from, let to, let amount):
            limits = Self.edited(limits, where: { $0.scope == scope }, period(from, to), amount) {
                CapacityLimit(scope: scope, from: $0, to: $1, value: $2, source: MarketEdit.source)
            }
        case .agentLimit(let place, let from, let to, let amount):
            let agent = agents[place]
            agents[place] = Agent(
                code: agent.code, suppliers: agent.suppliers,
                limits: Self.edited(agent.limits, where: { _ in true }, period(from, to), amount) {
                    Agent.Limit(from: $0, to: $1, value: $2, source: MarketEdit.source)
                })
        case .activation(let supplier, let date):
            suppliers[supplier] = Supplier(
                code: suppliers[supplier].code, activeFrom: date, isSmall: suppliers[supplier].isSmall)
        case .portfolio(let supplier, let distributor, let mpans):
            portfolios.removeAll { $0.supplier == supplier && $0.distributor == distributor }
            portfolios.append(Portfolio(supplier: supplier, distributor: distributor, mpans: mpans))
            portfolios.sort { ($0.supplier, $0.distributor) < ($1.supplier, $1.distributor) }
        case .day(let date, let dayClass):
            days.removeAll { $0.date == date }
            days.append(.init(date: date, dayClass: dayClass))
            days.sort { $0.date < $1.date }
        case .finishBy(let date): settings.finishBy = date
        case .reserve(let share): settings.reserve = share
        }
        return MigrationMarket(
            suppliers: suppliers, distributors: distributors, portfolios: portfolios, limits: limits,
            calendar: MigrationCalendar(days: days), ramps: ramps, steps: steps, agents: agents,
            settings: settings)
    }

    /// Whether a scope has a limit between two dates that could be raised or lowered; nil ends are the calendar's.
    public func hasLimit(_ scope: CapacityLimit.Scope, from: CalendarDate?, to: CalendarDate?) -> Bool {
        limits.contains { $0.scope == scope && $0.meets(period(from, to)) }
    }

    /// The same of an agent's cap.
    public func hasLimit(ofAgent place: Int, from: CalendarDate?, to: CalendarDate?) -> Bool {
        agents[place].limits.contains { $0.meets(period(from, to)) }
    }

    /// Two dates and the days between; nil where there is none.
    private func period(_ from: CalendarDate?, _ to: CalendarDate?) -> ClosedRange<CalendarDate>? {
        let first = from ?? calendar.days.first?.date ?? .earliest
        let last = to ?? calendar.days.last?.date ?? .latest
        return first <= last ? first...last : nil
    }

    /// Cuts the rows that are meant at the ends of a range and puts the new value inside it.
    private static func edited<Row: DatedLimit>(
        _ rows: [Row], where isMeant: (Row) -> Bool, _ range: ClosedRange<CalendarDate>?, _ amount: MarketEdit.Amount,
        make: (CalendarDate, CalendarDate, Int) -> Row
    ) -> [Row] {
        guard let range else { return rows }
        var edited: [Row] = []
        for row in rows {
            guard isMeant(row), row.meets(range) else {
                edited.append(row)
                continue
            }
            if row.from < range.lowerBound {
                edited.append(row.between(row.from, range.lowerBound.adding(days: -1)))
            }
            if row.to > range.upperBound { edited.append(row.between(range.upperBound.adding(days: 1), row.to)) }
            if case .change(let change) = amount {
                edited.append(
                    make(
                        max(row.from, range.lowerBound), min(row.to, range.upperBound),
                        min(max(row.value + change, 0), largestVolume)))
            }
        }
        if case .value(let value) = amount { edited.append(make(range.lowerBound, range.upperBound, value)) }
        return edited
    }
}

/// A value that holds between two dates, both included.
private protocol DatedLimit {
    var from: CalendarDate { get }
    var to: CalendarDate { get }
    var value: Int { get }

    /// The same between other dates.
    func between(_ from: CalendarDate, _ to: CalendarDate) -> Self
}

extension DatedLimit {
    fileprivate func meets(_ range: ClosedRange<CalendarDate>?) -> Bool {
        range.map { from <= $0.upperBound && to >= $0.lowerBound } ?? false
    }
}

extension CapacityLimit: DatedLimit {
    fileprivate func between(_ from: CalendarDate, _ to: CalendarDate) -> CapacityLimit {
        CapacityLimit(scope: scope, from: from, to: to, value: value, source: source)
    }
}

extension MigrationMarket.Agent.Limit: DatedLimit {
    fileprivate func between(_ from: CalendarDate, _ to: CalendarDate) -> MigrationMarket.Agent.Limit {
        MigrationMarket.Agent.Limit(from: from, to: to, value: value, source: source)
    }
}
