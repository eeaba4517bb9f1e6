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
        var settings = self.settings
        switch edit {
        case .limit(let scope, let from, let to, let amount):
            limits = Self.edited(
                limits, scope, from ?? calendar.days.first?.date ?? .earliest,
                to ?? calendar.days.last?.date ?? .latest, amount)
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
            calendar: MigrationCalendar(days: days), ramps: ramps, agents: agents,
            settings: settings)
    }

    /// Cuts the scope's rows at the ends of the range and puts the new value inside it.
    private static func edited(
        _ limits: [CapacityLimit], _ scope: CapacityLimit.Scope, _ from: CalendarDate,
        _ to: CalendarDate,
        _ amount: MarketEdit.Amount
    ) -> [CapacityLimit] {
        guard from <= to else { return limits }
        var rows: [CapacityLimit] = []
        for limit in limits {
            guard limit.scope == scope, limit.from <= to, limit.to >= from else {
                rows.append(limit)
                continue
            }
            if limit.from < from {
                rows.append(
                    CapacityLimit(
                        scope: scope, from: limit.from, to: from.adding(days: -1), value: limit.value,
                        source: limit.source))
            }
            if limit.to > to {
                rows.append(
                    CapacityLimit(
                        scope: scope, from: to.adding(days: 1), to: limit.to, value: limit.value,
                        source: limit.source))
            }
            if case .change(let change) = amount {
                rows.append(
                    CapacityLimit(
                        scope: scope, from: max(limit.from, from), to: min(limit.to, to),
                        value: min(max(limit.value + change, 0), largestVolume), source: MarketEdit.source))
            }
        }
        if case .value(let value) = amount {
            rows.append(
                CapacityLimit(scope: scope, from: from, to: to, value: value, source: MarketEdit.source))
        }
        return rows
    }
}
