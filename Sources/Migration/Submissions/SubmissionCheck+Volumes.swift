import Kernel

extension SubmissionCheck {
    // MARK: Bounds

    /// The volumes that are frozen: committed before, and within the freeze from the day of receipt on.
    mutating func prepareFrozen() {
        guard let allowance else { return }
        frozen = [Int?](repeating: nil, count: values.count)
        guard isOn(.frozenIsKept) else { return }
        guard let received = circumstances.received else {
            return skip(.frozenIsKept, "the time of receipt was not given")
        }
        guard let committed = committedVolumes() else {
            return skip(.frozenIsKept, "neither an earlier submission nor a plan was given")
        }
        guard (circumstances.changeRequest ?? "").isEmpty else { return }
        let first = grid.days.partitioned { $0 <= Self.localDay(received) }
        let last = min(grid.days.count, first + settings[SubmissionParameters.freezeDays])
        for period in 0..<layout.days.count where (first..<last).contains(layout.days.lowerBound + period) {
            for place in allowance.distributors.indices {
                frozen[place * allowance.periods + period] = committed[place * allowance.periods + period]
            }
        }
    }

    /// By cell: what was committed for a day of the sprint; nil where nothing says.
    private func committedVolumes() -> [Int?]? {
        guard let allowance else { return nil }
        var volumes = [Int?](repeating: nil, count: values.count)
        if let previous = circumstances.previous {
            let earlier = SubmissionSheet(previous.bytes, market: market)
            for row in earlier.rows where row.granularity == UInt8(ascii: "D") && row.volume >= 0 {
                guard row.date != SubmissionSheet.noDate, earlier.suppliers[row.supplier] == supplierCode,
                    let place = place(ofDistributor: row.distributor),
                    let period = layout.period(day: CalendarDate(dayNumber: row.date))
                else { continue }
                volumes[place * allowance.periods + period] = row.volume
            }
            return volumes
        }
        guard let plan = circumstances.plan else { return nil }
        // A plan says of every day: what it leaves out is 0.
        for place in allowance.distributors.indices {
            for period in 0..<layout.days.count { volumes[place * allowance.periods + period] = 0 }
        }
        let places = Dictionary(
            uniqueKeysWithValues: allowance.distributors.enumerated().map { (market.distributors[$1], $0) })
        for row in plan.rows where plan.suppliers[row.supplier] == supplierCode {
            guard let place = places[plan.distributors[row.distributor]], let period = layout.period(day: row.date)
            else { continue }
            volumes[place * allowance.periods + period] = row.volume
        }
        return volumes
    }

    /// The most that a cell and a period may hold, by the rules that reject.
    mutating func prepareCaps() {
        guard let allowance else { return }
        let isLarge = !allowance.isSmall
        let periods = allowance.periods
        let firstDay = grid.firstDay[allowance.supplier]
        cellCaps = []
        for (place, distributor) in allowance.distributors.enumerated() {
            for period in 0..<periods {
                var cap = PlanningGrid.unlimited
                if rejects(.cellWithinEnvelope), isLarge { cap = allowance.envelopes[place * periods + period] }
                if rejects(.reserveIsLeft) { cap = min(cap, usable(distributor, period)) }
                if rejects(.nothingBeforeActivation), layout.gridDays(period).upperBound <= firstDay { cap = 0 }
                cellCaps.append(cap)
            }
        }
        periodCaps = (0..<periods).map { period in
            var cap = PlanningGrid.unlimited
            if rejects(.dayWithinEnvelope), isLarge { cap = min(cap, allowance.totals[period]) }
            if rejects(.dayWithinRamp), isLarge { cap = min(cap, allowance.ramps[period]) }
            if rejects(.reserveIsLeft) { cap = min(cap, usable(nil, period)) }
            return cap
        }
    }

    /// The usable limit of a distributor, or of the industry, over a period.
    func usable(_ distributor: Int?, _ period: Int) -> Int {
        layout.gridDays(period).reduce(0) { sum, day in
            let limit = distributor.map { grid.distributor[$0 * grid.days.count + day] } ?? grid.industry[day]
            return min(sum + limit, PlanningGrid.unlimited)
        }
    }

    // MARK: Cells

    /// C02, V01, R01 and V10, one finding a cell: the first that does not hold.
    mutating func judgeCells() {
        guard let allowance else { return }
        for cell in values.indices where isAsked(cell % allowance.periods) {
            let committed = frozen[cell].map { min($0, cellCaps[cell]) }
            // A row that is not there is proposed with what was committed.
            guard let row = rowOfCell[cell] >= 0 ? sheet.rows[rowOfCell[cell]] : nil else {
                values[cell] = committed ?? 0
                continue
            }
            let draft = cellFault(cell, allowance)
            values[cell] = min(values[cell], cellCaps[cell])
            if let committed, !row.hasRequest {
                if draft == nil, values[cell] != committed { raise(frozenFault(cell, committed)) }
                values[cell] = committed
            } else {
                frozen[cell] = nil
            }
            if let draft { raise(draft) }
        }
        skip(
            .cellWithinEnvelope,
            allowance.isSmall ? "the portfolio is small: V08 is asked instead" : nil)
        skip(.dayWithinEnvelope, allowance.isSmall ? "the portfolio is small: V08 is asked instead" : nil)
        skip(.dayWithinRamp, allowance.isSmall ? "the portfolio is small: V08 is asked instead" : nil)
        skip(.stepsAreSmall, allowance.isSmall ? "the portfolio is small: V08 is asked instead" : nil)
        skip(.totalWithinPortfolio, allowance.isSmall ? "the portfolio is small: V08 is asked instead" : nil)
        skip(.smallWithinTotal, allowance.isSmall ? nil : "the portfolio is not small")
    }

    private mutating func skip(_ rule: SubmissionRule, _ reason: String?) {
        if let reason { skip(rule, reason) }
    }

    private func cellFault(_ cell: Int, _ allowance: SupplierAllowance) -> Draft? {
        let value = values[cell]
        let period = cell % allowance.periods
        let distributor = allowance.distributors[cell / allowance.periods]
        func draft(_ rule: SubmissionRule, _ limit: Int, _ explanation: String) -> Draft? {
            guard isOn(rule), value > limit else { return nil }
            return Draft(
                rule: rule, row: line(cell), key: key(cell), observed: String(value), limit: String(limit),
                explanation: explanation, cells: [cell])
        }
        if layout.gridDays(period).upperBound <= grid.firstDay[allowance.supplier] {
            let active = market.suppliers[allowance.supplier].activeFrom
            if let draft = draft(.nothingBeforeActivation, 0, "the supplier is not active until \(active)") {
                return draft
            }
        }
        if !allowance.isSmall,
            let draft = draft(
                .cellWithinEnvelope, allowance.envelopes[cell],
                "the volume is above the envelope of \(market.distributors[distributor]) in this period")
        {
            return draft
        }
        return draft(
            .reserveIsLeft, usable(distributor, period),
            "the volume is above the usable limit of \(market.distributors[distributor]): it would take from the reserve"
        )
    }

    private func frozenFault(_ cell: Int, _ committed: Int) -> Draft {
        Draft(
            rule: .frozenIsKept, row: line(cell), key: key(cell), observed: String(values[cell]),
            limit: String(committed),
            explanation: "the day is frozen and was committed otherwise, and no change request is named", cells: [cell])
    }

    // MARK: Periods

    /// V02, V06 and R01 over distributors, one finding a period: the least limit that does not hold.
    mutating func judgePeriods() {
        guard let allowance else { return }
        for period in 0..<allowance.periods where isAsked(period) {
            var bounds: [(rule: SubmissionRule, limit: Int, words: String)] = []
            if !allowance.isSmall {
                bounds.append((.dayWithinEnvelope, allowance.totals[period], "the supplier's day envelope"))
                bounds.append((.dayWithinRamp, allowance.ramps[period], "what the ramp allows"))
            }
            bounds.append((.reserveIsLeft, usable(nil, period), "the industry's usable limit"))
            bounds.sort { $0.limit < $1.limit }
            for bound in bounds where isOn(bound.rule) {
                let cells = allowance.distributors.indices.map { $0 * allowance.periods + period }
                let sum = cells.reduce(0) { $0 + values[$1] }
                guard sum > bound.limit else { continue }
                judge(period, cells, sum, bound)
            }
        }
    }

    private mutating func judge(
        _ period: Int, _ cells: [Int], _ sum: Int, _ bound: (rule: SubmissionRule, limit: Int, words: String)
    ) {
        let largestFirst = cells.sorted { left, right in
            values[left] != values[right] ? values[left] > values[right] : left < right
        }
        let lowered = rejects(bound.rule) ? lower(largestFirst, by: sum - bound.limit) : []
        let isDay = layout.isDay(period)
        raise(
            Draft(
                rule: bound.rule, row: line(largestFirst[0]), key: key("*", layout.start(period), isDay: isDay),
                observed: String(sum), limit: String(bound.limit),
                explanation: "over all distributors the \(isDay ? "day" : "week") is above \(bound.words)",
                cells: lowered))
    }

    /// Lowers cells in order until an excess is gone; frozen ones last.
    ///
    /// - Returns: the cells that were lowered.
    private mutating func lower(_ cells: [Int], by excess: Int) -> [Int] {
        var excess = excess
        var lowered: [Int] = []
        for isFrozen in [false, true] {
            for cell in cells where (frozen[cell] != nil) == isFrozen && values[cell] > 0 && excess > 0 {
                let less = min(excess, values[cell])
                values[cell] -= less
                excess -= less
                lowered.append(cell)
            }
        }
        return lowered
    }

    // MARK: Totals

    /// V03, V08 and V04.
    mutating func judgeTotals() {
        guard let allowance else { return }
        let rule: SubmissionRule = allowance.isSmall ? .smallWithinTotal : .totalWithinPortfolio
        for place in allowance.distributors.indices where isOn(rule) { judgeTotal(place, allowance, rule) }
        guard let reason = whyNotFull() else {
            guard isOn(.planFinishes) else { return }
            var room = (0..<allowance.periods).map { period in
                periodCaps[period]
                    - allowance.distributors.indices.reduce(0) { $0 + values[$1 * allowance.periods + period] }
            }
            for place in allowance.distributors.indices { judgeFinish(place, allowance, &room) }
            return
        }
        skip(.planFinishes, reason)
        skip(.finishesInTime, reason)
    }

    /// Why the file is not judged as a plan to the end; nil where it is.
    private func whyNotFull() -> String? {
        if layout.weeks.isEmpty ? !hasDays : !(hasDays && hasWeeks) {
            return "the file holds a part of the template only: \(hasDays ? "the days" : "the weeks")"
        }
        return checker.table.knowsProgress
            ? nil : "what was migrated before sprint \(layout.sprint.number) is not known"
    }

    /// What the plan may come to at a distributor.
    private func room(_ place: Int, _ allowance: SupplierAllowance) -> Int {
        let mpans = grid.cells[allowance.cells[place]].mpans
        let left = checker.table.knowsProgress ? allowance.remaining[place] : mpans
        return left + settings[SubmissionParameters.growth].floor(of: mpans)
    }

    private mutating func judgeTotal(_ place: Int, _ allowance: SupplierAllowance, _ rule: SubmissionRule) {
        let cells = Array(place * allowance.periods..<(place + 1) * allowance.periods)
        let sum = cells.reduce(0) { $0 + values[$1] }
        let limit = room(place, allowance)
        guard sum > limit else { return }
        let lowered = rejects(rule) ? lower(cells.reversed(), by: sum - limit) : []
        let mpans = grid.cells[allowance.cells[place]].mpans
        let done =
            checker.table.knowsProgress ? ", of which \(mpans - allowance.remaining[place]) were migrated before" : ""
        raise(
            Draft(
                rule: rule, row: lowered.first.map { line($0) } ?? 0,
                key: "\(market.distributors[allowance.distributors[place]]) * *", observed: String(sum),
                limit: String(limit), explanation: "the portfolio there is \(mpans)\(done)", cells: lowered))
    }

    private mutating func judgeFinish(_ place: Int, _ allowance: SupplierAllowance, _ room: inout [Int]) {
        let periods = allowance.periods
        let cells = place * periods..<(place + 1) * periods
        let sum = cells.reduce(0) { $0 + values[$1] }
        var missing = allowance.remaining[place] - sum
        guard missing > 0 else { return }
        var raised: [Int] = []
        var filled = values
        for cell in cells where missing > 0 && frozen[cell] == nil {
            let period = cell % periods
            // The envelope bounds a proposal even where its rule is not asked.
            let cap = allowance.isSmall ? cellCaps[cell] : min(cellCaps[cell], allowance.envelopes[cell])
            let more = min(missing, cap - filled[cell], room[period])
            guard more > 0 else { continue }
            filled[cell] += more
            room[period] -= more
            missing -= more
            raised.append(cell)
        }
        // Where the envelopes leave no room, the submission is not at fault.
        guard !raised.isEmpty else { return }
        if rejects(.planFinishes) { values = filled }
        let short = missing > 0 ? "; the envelopes leave no room for the last \(missing)" : ""
        raise(
            Draft(
                rule: .planFinishes, row: line(raised[0]),
                key: "\(market.distributors[allowance.distributors[place]]) * *", observed: String(sum),
                limit: String(allowance.remaining[place]),
                explanation: "the plan does not migrate all there is, and envelopes leave room for more\(short)",
                cells: rejects(.planFinishes) ? raised : []))
    }
}
