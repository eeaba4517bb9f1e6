extension PlanningGrid {
    /// Whether small portfolios have a pool of each day to share among themselves first.
    var hasPool: Bool {
        market.settings[PlannerParameters.smallPool] > .none && market.suppliers.contains { $0.isSmall }
    }

    /// What small portfolios share first of a distributor's day, MPANs; 0 where they have no pool, or the day no limit, so
    /// that there is nothing to keep for anybody.
    func pool(at distributor: Int, on day: Int) -> Int {
        let limit = self.distributor[distributor * days.count + day]
        guard hasPool, limit < PlanningGrid.unlimited else { return 0 }
        return market.settings[PlannerParameters.smallPool].floor(of: limit)
    }

    /// Whether any supplier's day is held to its day before.
    var hasSteps: Bool { !rise.isEmpty }

    /// The most that a supplier may have on a day under its ramp and its step limit, beside what is carried already.
    ///
    /// - Parameter before: what it has on the migration day before, beside what is carried on that one.
    public func cap(_ supplier: Int, on day: Int, after before: Int) -> Int {
        let ramp = self.supplier[supplier * days.count + day]
        guard hasSteps, rise[supplier] < Self.unlimited else { return ramp }
        let from = before + (day > 0 ? carried(supplier, day - 1) : 0)
        return max(min(ramp, from + rise[supplier] - carried(supplier, day)), 0)
    }

    /// MPANs of a supplier on a day that are fixed beside the cells' volumes.
    func carried(_ supplier: Int, _ day: Int) -> Int { carried.isEmpty ? 0 : carried[supplier * days.count + day] }

    /// Puts the caps of a supplier's days from one on into `caps`, each as its day before lets it rise at most.
    ///
    /// - Parameter before: what it has on the day before the first, beside what is carried on that one.
    func climb(_ supplier: Int, from first: Int, after before: Int, into caps: inout [Int]) {
        caps.removeAll(keepingCapacity: true)
        var reached = before
        for day in first..<days.count {
            reached = min(cap(supplier, on: day, after: reached), Self.unlimited)
            caps.append(reached)
        }
    }

    /// The same market with suppliers' caps no higher than they could climb to from their first days, whatever they do:
    /// what it allows contains every plan that keeps the step limits, so a bound on it is one on them.
    ///
    /// - Parameter withDays: whether what a day's other limits let through at most is counted for the days after it.
    func climbing(withDays: Bool = true) -> PlanningGrid {
        guard hasSteps else { return self }
        let count = days.count
        var supplier = self.supplier
        for place in rise.indices where rise[place] < Self.unlimited {
            var reached = 0
            for day in 0..<count {
                let cap = self.cap(place, on: day, after: reached)
                supplier[place * count + day] = cap
                reached = withDays ? self.most(of: place, on: day, under: cap) : cap
            }
        }
        return PlanningGrid(
            of: self, firstDay: firstDay, industry: industry, distributor: distributor, supplier: supplier,
            cells: cells)
    }

    /// The most that the limits of a day let a supplier have under a cap, whatever the others do.
    private func most(of supplier: Int, on day: Int, under cap: Int) -> Int {
        var room = 0
        for cell in cells[cellsOfSupplier[supplier]] {
            room += min(cell.mpans, distributor[cell.distributor * days.count + day])
        }
        return min(cap, industry[day], room)
    }

    /// By day: the most that a supplier could have by then under its ramp and its step limit, whatever it does on the days
    /// before; its ramp where it has no step limit.
    ///
    /// - Parameters:
    ///   - isUsed: by day; one that is not carries nothing, and the climb begins anew after it.
    ///   - known: a day, and what the supplier rises from on it; nil where only its start is known.
    func reachable(_ supplier: Int, isUsed: [Bool], known: (day: Int, before: Int)? = nil) -> [Int] {
        guard hasSteps, rise[supplier] < Self.unlimited else {
            return days.indices.map { isUsed[$0] ? self.supplier[supplier * days.count + $0] : 0 }
        }
        var reached = 0
        return days.indices.map { day in
            if let known, known.day == day { reached = known.before }
            let cap = isUsed[day] ? cap(supplier, on: day, after: reached) : 0
            reached = most(of: supplier, on: day, under: cap)
            return cap
        }
    }

    /// The same market without step limits.
    var withoutSteps: PlanningGrid {
        guard hasSteps else { return self }
        return PlanningGrid(
            of: self, firstDay: firstDay, industry: industry, distributor: distributor, supplier: supplier, rise: [],
            carried: [], cells: cells)
    }
}

extension Planner.Schedule {
    /// The schedule with every supplier's day cut to what its day before lets it rise to; what is cut is left.
    func withinSteps(of grid: PlanningGrid) -> Planner.Schedule {
        guard grid.hasSteps else { return self }
        let byDay = Self.byDay(entries, days: grid.days.count)
        var cut = Planner.Schedule()
        cut.left = left
        var before = [Int](repeating: 0, count: grid.rise.count)
        for day in grid.days.indices {
            var sums = [Int](repeating: 0, count: before.count)
            for entry in byDay[day] {
                let supplier = grid.cells[Int(entry.cell)].supplier
                let room = grid.cap(supplier, on: day, after: before[supplier]) - sums[supplier]
                let part = min(entry.volume, max(room, 0))
                cut.left[Int(entry.cell)] += entry.volume - part
                guard part > 0 else { continue }
                sums[supplier] += part
                cut.entries.append(.init(day: entry.day, cell: entry.cell, volume: part))
                cut.placed += part
                cut.weightedDays += part * day
            }
            before = sums
        }
        return cut
    }
}
