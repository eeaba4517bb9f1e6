import Kernel

extension SubmissionCheck {
    /// The rules that look at the plan as a whole.
    mutating func warn() {
        guard let allowance else { return }
        findDoubtful(allowance)
        if isOn(.finishesInTime), notRun[.finishesInTime] == nil { judgeTarget(allowance) }
        if isOn(.stepsAreSmall), hasDays, !allowance.isSmall { judgeSteps(allowance) }
        if isOn(.weekCanBeSplit) {
            if hasWeeks { judgeWeeks(allowance) } else { skip(.weekCanBeSplit, "the file has no weekly rows") }
        }
        if allowance.isSmall { skip(.envelopeIsUsed, "the portfolio is small: V08 is asked instead") }
        if isOn(.envelopeIsUsed), !allowance.isSmall {
            if hasDays { judgeUse(allowance) } else { skip(.envelopeIsUsed, "the file has no daily rows") }
        }
        judgeForecast(allowance)
    }

    /// T06: the cells that have no row, with the volume that the other rules have left for them.
    mutating func reportMissing() {
        guard let allowance else { return }
        for cell in rowOfCell.indices where rowOfCell[cell] < 0 && isAsked(cell % allowance.periods) {
            raise(
                Draft(
                    rule: .cellsAreComplete, row: 0, key: key(cell), observed: "no row", limit: "one row",
                    explanation: "the template has this cell and the file has not", cells: [cell]))
        }
    }

    /// Finds the periods of which a warning would only say again that a row is missing or cannot be read.
    private mutating func findDoubtful(_ allowance: SupplierAllowance) {
        doubtful = (0..<allowance.periods).map { period in
            isAsked(period)
                && allowance.distributors.indices.contains {
                    submitted[$0 * allowance.periods + period] == nil
                }
        }
        guard doubtful.contains(true) else { return }
        for rule in [SubmissionRule.finishesInTime, .stepsAreSmall, .weekCanBeSplit, .envelopeIsUsed, .forecastIsKept] {
            skip(rule, "in part: periods with rows that are missing or cannot be read were left out")
        }
    }

    private func sum(_ period: Int, _ allowance: SupplierAllowance) -> Int {
        allowance.distributors.indices.reduce(0) { $0 + values[$1 * allowance.periods + period] }
    }

    /// The line of the largest row of a period; 0 where none is there.
    private func largestLine(_ period: Int, _ allowance: SupplierAllowance) -> Int {
        let cells = allowance.distributors.indices.map { $0 * allowance.periods + period }
        return cells.min { left, right in
            values[left] != values[right] ? values[left] > values[right] : left < right
        }.map { line($0) } ?? 0
    }

    // MARK: V05

    private mutating func judgeTarget(_ allowance: SupplierAllowance) {
        let all = allowance.cells.reduce(0) { $0 + grid.cells[$1].mpans }
        let done = all - allowance.remaining.reduce(0, +)
        let early = layout.periodsBeforeTarget(market)
        let planned = (0..<early).reduce(0) { $0 + sum($1, allowance) }
        let target = settings[SubmissionParameters.target]
        guard done + planned < target.ceiling(of: all) else { return }
        let days = settings[SubmissionParameters.targetDays]
        raise(
            Draft(
                rule: .finishesInTime, row: 0, key: "plan", observed: String(done + planned),
                limit: String(target.ceiling(of: all)),
                explanation: "\(days) days before the end, less than \(target) of the portfolio of \(all) is migrated"))
    }

    // MARK: V07

    private mutating func judgeSteps(_ allowance: SupplierAllowance) {
        let share = settings[SubmissionParameters.step]
        let least = settings[SubmissionParameters.leastStep]
        let active = grid.firstDay[allowance.supplier] - layout.days.lowerBound
        let step = market.step(allowance.supplier)
        for period in max(1, active + 1)..<max(1, active + 1, layout.days.count) {
            guard !doubtful[period - 1], !doubtful[period] else { continue }
            let before = sum(period - 1, allowance)
            let now = sum(period, allowance)
            let allowed = max(least, share.floor(of: max(before, now)))
            if let step, now - before > step {
                raise(
                    Draft(
                        rule: .stepsAreSmall, row: largestLine(period, allowance),
                        key: key("*", layout.start(period), isDay: true), observed: String(now),
                        limit: String(before + step),
                        explanation:
                            "the migration day before has \(before), and plans let the supplier's day rise by no more than \(step)"
                    ))
                continue
            }
            guard abs(now - before) > allowed else { continue }
            raise(
                Draft(
                    rule: .stepsAreSmall, row: largestLine(period, allowance),
                    key: key("*", layout.start(period), isDay: true), observed: String(now),
                    limit: "\(max(0, before - allowed)) to \(before + allowed)",
                    explanation:
                        "the migration day before has \(before); the difference is more than \(share) of the larger and more than \(least)"
                ))
        }
    }

    // MARK: V09

    /// Whether a week's volumes can be split into days: by the theorem of maximal flow and minimal cut, they can if and
    /// only if for every set of the week's days, what the other days cannot take of each distributor's volume fits into
    /// the set's days together. A week has at most seven days, so all sets are tried.
    private mutating func judgeWeeks(_ allowance: SupplierAllowance) {
        for (place, week) in layout.weeks.enumerated() {
            let period = layout.days.count + place
            guard !doubtful[period] else { continue }
            let worst = excess(period, Array(week.days), allowance)
            guard worst > 0 else { continue }
            let total = sum(period, allowance)
            raise(
                Draft(
                    rule: .weekCanBeSplit, row: largestLine(period, allowance),
                    key: key("*", week.monday, isDay: false), observed: String(total), limit: String(total - worst),
                    explanation:
                        "over the week's \(week.days.count) migration days there is no split under the limits of its days"
                ))
        }
    }

    /// What of a week's volumes finds no day.
    private func excess(_ period: Int, _ days: [Int], _ allowance: SupplierAllowance) -> Int {
        let dayLimits = days.map { dayLimit($0, allowance) }
        let count = days.count
        var cellLimits: [Int] = []
        cellLimits.reserveCapacity(count * allowance.distributors.count)
        for distributor in allowance.distributors {
            for (place, day) in days.enumerated() {
                cellLimits.append(min(grid.distributor[distributor * grid.days.count + day], dayLimits[place]))
            }
        }
        let volumes = allowance.distributors.indices.map { values[$0 * allowance.periods + period] }
        var worst = 0
        for set in 0..<(1 << count) {
            var together = 0
            for day in 0..<count where set >> day & 1 == 1 { together += dayLimits[day] }
            var need = 0
            for (index, volume) in volumes.enumerated() {
                var left = volume
                for day in 0..<count where set >> day & 1 == 0 { left -= cellLimits[index * count + day] }
                need += max(0, left)
            }
            worst = max(worst, need - together)
        }
        return worst
    }

    private func dayLimit(_ day: Int, _ allowance: SupplierAllowance) -> Int {
        let ramp = grid.supplier[allowance.supplier * grid.days.count + day]
        let isActive = day >= grid.firstDay[allowance.supplier]
        return min(allowance.isSmall && isActive ? PlanningGrid.unlimited : ramp, grid.industry[day])
    }

    // MARK: V11

    private mutating func judgeUse(_ allowance: SupplierAllowance) {
        let share = settings[SubmissionParameters.use]
        guard let first = layout.days.first else { return }
        for place in allowance.distributors.indices {
            var period = 0
            while period < layout.days.count {
                let monday = SubmissionLayout.monday(of: grid.days[first + period])
                var granted = 0
                var planned = 0
                var row = 0
                while period < layout.days.count, SubmissionLayout.monday(of: grid.days[first + period]) == monday {
                    let cell = place * allowance.periods + period
                    if allowance.isContested[cell], !doubtful[period] {
                        granted += allowance.envelopes[cell]
                        planned += values[cell]
                        if row == 0 { row = line(cell) }
                    }
                    period += 1
                }
                guard planned < share.floor(of: granted) else { continue }
                raise(
                    Draft(
                        rule: .envelopeIsUsed, row: row,
                        key: "\(market.distributors[allowance.distributors[place]]) \(monday) *",
                        observed: String(planned), limit: "\(share.ceiling(of: granted)) of \(granted)",
                        explanation: "others want these days: a limit that they share is full"))
            }
        }
    }

    // MARK: X01

    private mutating func judgeForecast(_ allowance: SupplierAllowance) {
        guard isOn(.forecastIsKept) else { return }
        guard let previous = circumstances.previous else {
            return skip(.forecastIsKept, "no earlier submission was given")
        }
        let earlier = SubmissionSheet(previous.bytes, market: market)
        let rows = earlier.rows.filter { row in
            row.volume >= 0 && row.date != SubmissionSheet.noDate && row.distributor >= 0
                && earlier.suppliers[row.supplier] == supplierCode
        }
        // Days that were committed before are not part of a week that was forecast.
        var committed: Set<Int> = []
        for row in rows where row.granularity == UInt8(ascii: "D") {
            guard let place = place(ofDistributor: row.distributor),
                let period = layout.period(day: CalendarDate(dayNumber: row.date))
            else { continue }
            committed.insert(place * allowance.periods + period)
        }
        for row in rows where row.granularity == UInt8(ascii: "W") {
            guard let place = place(ofDistributor: row.distributor) else { continue }
            judge(row.volume, forecast: CalendarDate(dayNumber: row.date), place, allowance, without: committed)
        }
    }

    private mutating func judge(
        _ forecast: Int, forecast monday: CalendarDate, _ place: Int, _ allowance: SupplierAllowance,
        without committed: Set<Int>
    ) {
        let week = (0..<allowance.periods).filter { period in
            isAsked(period) && !committed.contains(place * allowance.periods + period)
                && (layout.isDay(period)
                    ? SubmissionLayout.monday(of: layout.start(period)) == monday : layout.start(period) == monday)
        }
        // A week that lies before the sprint, or partly, is not the forecast's any more.
        guard !week.isEmpty, !week.contains(where: { doubtful[$0] }),
            monday >= layout.sprint.execution.lowerBound || layout.sprint.number == 1
                || SubmissionLayout.monday(of: layout.sprint.execution.lowerBound) == monday
        else { return }
        let now = week.reduce(0) { $0 + values[place * allowance.periods + $1] }
        let share = settings[SubmissionParameters.forecast]
        let allowed = max(settings[SubmissionParameters.leastForecast], share.floor(of: forecast))
        guard abs(now - forecast) > allowed else { return }
        raise(
            Draft(
                rule: .forecastIsKept, row: line(place * allowance.periods + week[0]),
                key: "\(market.distributors[allowance.distributors[place]]) \(monday) *", observed: String(now),
                limit: "\(max(0, forecast - allowed)) to \(forecast + allowed)",
                explanation: "the former submission forecast \(forecast) for this week"))
    }
}
