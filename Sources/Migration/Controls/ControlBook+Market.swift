import Kernel

extension ControlBook {
    /// The market under the controls in force: limits raised first, then lowered, then days closed, so that what
    /// restrains wins.
    ///
    /// Controls of a supplier come last, when the calendar is settled: they become caps of its ramp, which count its
    /// migration days. A ramp has no reserve taken off.
    ///
    /// A changed limit carries the control's number as its source. A control of a distributor or supplier that the
    /// market does not have changes nothing.
    public func applied(to market: MigrationMarket) -> MigrationMarket {
        let held = inForce()
        let kinds = [ControlOrder.Kind.exceptional, .throttle, .freeze]
        let limited = kinds.reduce(market) { market, kind in
            held.filter { $0.order.kind == kind }.reduce(market) { Self.apply($1, to: $0) }
        }
        var ramps = limited.ramps
        for kind in kinds {
            for control in held where control.order.kind == kind { Self.apply(control, to: &ramps, of: limited) }
        }
        guard ramps != limited.ramps else { return limited }
        return MigrationMarket(
            suppliers: limited.suppliers, distributors: limited.distributors, portfolios: limited.portfolios,
            limits: limited.limits, calendar: limited.calendar, ramps: ramps, steps: limited.steps,
            agents: limited.agents,
            settings: limited.settings)
    }

    private static func apply(_ control: Control, to ramps: inout [[Int: Int]], of market: MigrationMarket) {
        guard case .supplier(let code) = control.order.scope, let held = control.inForce,
            let supplier = market.supplier(code)
        else { return }
        let first = market.calendar.firstMigrationDay(onOrAfter: market.suppliers[supplier].activeFrom)
        for (day, date) in market.calendar.migrationDays.enumerated() where day >= first && held.contains(date) {
            let cap = ramps[supplier][day - first]
            switch (control.order.kind, control.order.value) {
            case (.freeze, _): ramps[supplier][day - first] = 0
            case (.throttle, let value?): ramps[supplier][day - first] = min(cap ?? value, value)
            case (.exceptional, let value?): if let cap { ramps[supplier][day - first] = max(cap, value) }
            case (_, nil): break
            }
        }
    }

    private static func apply(_ control: Control, to market: MigrationMarket) -> MigrationMarket {
        guard let held = control.inForce else { return market }
        let scope: CapacityLimit.Scope
        switch control.order.scope {
        case .industry: scope = .industry
        case .distributor(let code):
            guard let place = market.distributor(code) else { return market }
            scope = .distributor(place)
        case .supplier: return market
        }
        let edits: [MarketEdit]
        switch (control.order.kind, control.order.value) {
        case (.freeze, _) where scope == .industry:
            edits = market.calendar.migrationDays.filter { held.contains($0) }.map { .day($0, .hold) }
        case (.freeze, _): edits = [.limit(scope, from: held.lowerBound, to: held.upperBound, .value(0))]
        case (let kind, let value?):
            edits = runs(of: scope, held, in: market) { limit in
                kind == .throttle ? limit.map { $0 > value } ?? true : limit.map { $0 < value } ?? false
            }.map { .limit(scope, from: $0.lowerBound, to: $0.upperBound, .value(value)) }
        case (_, nil): edits = []
        }
        return named(edits.reduce(market) { $0.edited($1) }, "control \(control.number)")
    }

    /// The stretches of days on which a scope's limit is as asked; the limit is nil where there is none.
    private static func runs(
        of scope: CapacityLimit.Scope, _ held: ClosedRange<CalendarDate>, in market: MigrationMarket,
        where holds: (Int?) -> Bool
    ) -> [ClosedRange<CalendarDate>] {
        let rows = market.limits.filter { $0.scope == scope && $0.from <= held.upperBound && $0.to >= held.lowerBound }
        // Between two of these days the smallest of the matching rows stays the same.
        var starts = Set([held.lowerBound])
        for row in rows {
            if row.from > held.lowerBound { starts.insert(row.from) }
            if row.to < held.upperBound { starts.insert(row.to.adding(days: 1)) }
        }
        let ordered = starts.sorted()
        var runs: [ClosedRange<CalendarDate>] = []
        for (place, start) in ordered.enumerated() {
            let end = place + 1 < ordered.count ? ordered[place + 1].adding(days: -1) : held.upperBound
            let limit = rows.filter { $0.from <= start && start <= $0.to }.map(\.value).min()
            guard holds(limit) else { continue }
            if let last = runs.last, last.upperBound.adding(days: 1) == start {
                runs[runs.count - 1] = last.lowerBound...end
            } else {
                runs.append(start...end)
            }
        }
        return runs
    }

    /// The market whose edited limits say which control set them.
    private static func named(_ market: MigrationMarket, _ source: String) -> MigrationMarket {
        MigrationMarket(
            suppliers: market.suppliers, distributors: market.distributors, portfolios: market.portfolios,
            limits: market.limits.map { limit in
                guard limit.source == MarketEdit.source else { return limit }
                return CapacityLimit(
                    scope: limit.scope, from: limit.from, to: limit.to, value: limit.value, source: source)
            }, calendar: market.calendar, ramps: market.ramps, steps: market.steps, agents: market.agents,
            settings: market.settings)
    }
}
