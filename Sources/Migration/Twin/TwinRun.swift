/// One run of the twin: the market day by day as counts of metering points.
///
/// A metering point is in the backlog, in flight, held after a rejection, or migrated; on every day these add up to the
/// portfolio of its distributor. Luck is asked by name (`Chance`), so runs with and without a cause share the rest.
public struct TwinRun: Sendable, Equatable {
    /// By supplier and by distributor: the migration day by whose end it has finished; the count of days where it has
    /// not.
    public private(set) var supplierFinish: [Int]
    public private(set) var distributorFinish: [Int]
    public private(set) var finish: Int
    /// Migrated metering points by the end of every day.
    public private(set) var migrated: [Int]
    /// The largest weekly mean of reverse migrations a day, in all and by distributor, MPANs rounded up.
    public private(set) var reversePeak = 0
    public private(set) var reversePeaks: [Int]
    /// The largest weekly mean of second and later attempts a day.
    public private(set) var retryPeak = 0
    public private(set) var reversed = 0
    public private(set) var rejected = 0
    public private(set) var switched = 0
    public private(set) var outageDays = 0
    public private(set) var lateSuppliers = 0
    public private(set) var failedSuppliers = 0
    /// By agent: the most that was initiated on a day for the suppliers that use it.
    public internal(set) var agentPeaks: [Int]
    /// Days on which the sums were checked: all of them.
    public private(set) var daysChecked = 0

    static let completionRing = 64
    static let returnRing = 64

    let stage: TwinStage
    private let rates: TwinRates
    private var causes: Set<TwinCause>
    private let chance: Chance
    /// What the days are to do: the plan's, or what was planned again.
    var orders: [[TwinStage.Order]]
    var lastOrderDay: Int
    /// By cell: the metering points that the orders were made for.
    var planned: [Int]
    /// Times that it was planned again.
    public internal(set) var replans = 0
    var backlog: [Int]
    /// Of the backlog: what should have been initiated by now.
    var owed: [Int]
    /// What the plan had asked for by now.
    var due: [Int]
    var inFlight: [Int]
    var held: [Int]
    var done: [Int]
    /// Slot × cell count + cell.
    private var completions: [Int]
    private var returns: [Int]
    private var activeDay: [Int]
    private var level: [Double]
    private var rejectionRate: [Double]
    private var heir: [Int?]
    var isOut: [Bool] = []
    /// By supplier: what was initiated on the day that was lived last.
    private(set) var initiated: [Int] = []
    private var failures: [(day: Int, supplier: Int)] = []
    private var reverseWeek: [Int]
    private var retryWeek = 0

    private enum Draw {
        static let late = 1 << 20
        static let delay = 2 << 20
        static let level = 3 << 20
        static let week = 4 << 20
        static let rate = 5 << 20
        static let rejection = 6 << 20
        static let fault = 7 << 20
        static let slow = 8 << 20
        static let switchOut = 9 << 20
        static let switchMigrated = 10 << 20
        static let outage = 11 << 20
        static let failure = 12 << 20
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.supplierFinish == right.supplierFinish && left.distributorFinish == right.distributorFinish
            && left.migrated == right.migrated && left.reversePeaks == right.reversePeaks
            && left.retryPeak == right.retryPeak && left.rejected == right.rejected && left.switched == right.switched
    }

    /// Runs the market from its first day to the last.
    ///
    /// - Parameters:
    ///   - without: causes that are left out.
    ///   - replanWeeks: plans again after every so many weeks of five migration days; nil: never.
    public init(
        _ stage: TwinStage, seed: UInt64, number: Int, without: Set<TwinCause> = [], replanWeeks: Int? = nil
    ) {
        self.stage = stage
        causes = Set(TwinCause.allCases).subtracting(without)
        chance = Chance(seed: seed, "twin").child(number)
        rates = TwinRates(stage.market.settings, isSlow: !without.contains(.delay))
        let count = stage.cells.count
        orders = stage.orders
        lastOrderDay = stage.lastOrderDay
        planned = stage.cells.map(\.mpans)
        backlog = planned
        owed = [Int](repeating: 0, count: count)
        due = owed
        inFlight = owed
        held = owed
        done = owed
        completions = [Int](repeating: 0, count: count * Self.completionRing)
        returns = [Int](repeating: 0, count: count * Self.returnRing)
        activeDay = stage.firstDay
        level = []
        rejectionRate = []
        heir = stage.firstDay.map { _ in nil }
        initiated = stage.firstDay.map { _ in 0 }
        agentPeaks = stage.cellsOfAgent.map { _ in 0 }
        let none = [Int](repeating: 0, count: stage.market.distributors.count)
        reverseWeek = none
        reversePeaks = none
        supplierFinish = stage.firstDay.map { _ in 0 }
        distributorFinish = none
        finish = 0
        migrated = []
        migrated.reserveCapacity(stage.days.count)
        drawParties()
        drawEvents()
        for day in stage.days.indices {
            live(day)
            if let replanWeeks, (day + 1).isMultiple(of: replanWeeks * 5) { replan(after: day) }
        }
    }

    private func share(_ parameter: MigrationParameter<Share>) -> Double { stage.market.settings[parameter].fraction }
    private func whole(_ parameter: MigrationParameter<Int>) -> Int { stage.market.settings[parameter] }

    private mutating func drawParties() {
        let spread = share(TwinParameters.attainmentSpread) * 0.7071
        for supplier in stage.firstDay.indices {
            level.append(share(TwinParameters.attainment) + spread * chance.normal(Draw.level + supplier))
            rejectionRate.append(
                causes.contains(.rejections)
                    ? min(share(TwinParameters.rejection) * (0.4 + 1.2 * chance.uniform(Draw.rate + supplier)), 0.95)
                    : 0)
            guard causes.contains(.lateActivation),
                chance.uniform(Draw.late + supplier) < share(TwinParameters.lateShare)
            else { continue }
            let delay = chance.exponential(Draw.delay + supplier) * Double(whole(TwinParameters.lateDays))
            activeDay[supplier] = min(activeDay[supplier] + 1 + Int(delay), stage.days.count)
            lateSuppliers += 1
        }
    }

    private mutating func drawEvents() {
        isOut = [Bool](repeating: false, count: stage.days.count)
        let mean = Double(whole(TwinParameters.outageDays))
        for day in stage.days.indices where causes.contains(.outages) {
            guard chance.uniform(Draw.outage, day) < share(TwinParameters.outage) else { continue }
            let length = max(Int((chance.exponential(Draw.outage + 1, day) * mean).rounded()), 1)
            for out in day..<min(day + length, stage.days.count) { isOut[out] = true }
        }
        outageDays = isOut.prefix(max(stage.daysInTime, 0)).count { $0 }
        // Not one of the six largest: those are taken to be watched and kept afloat.
        let candidates = stage.bySize.dropFirst(6).filter { stage.portfolioOf[$0] > 0 }
        guard causes.contains(.lastResort), !candidates.isEmpty else { return }
        let rate = share(TwinParameters.lastResort) / 252
        for day in stage.days.prefix(stage.daysInTime).indices
        where chance.uniform(Draw.failure, day) < rate {
            let supplier = candidates[Int(chance.word(Draw.failure + 1, day) % UInt64(candidates.count))]
            failures.append((day, supplier))
        }
    }

    private mutating func live(_ day: Int) {
        complete(day)
        takeBack(day)
        for order in orders[day] {
            owed[order.cell] += order.volume
            due[order.cell] += order.volume
        }
        if day == lastOrderDay + 1 {
            for cell in stage.cells.indices { owed[cell] = backlog[cell] }
        }
        for failure in failures where failure.day == day { fail(failure.supplier, day) }
        if !failures.isEmpty { handOver(day) }
        let before = stage.steps.isEmpty ? [] : reached(on: day - 1)
        for supplier in initiated.indices { initiated[supplier] = 0 }
        if !isOut[day] { initiate(day, after: before) }
        if day % 5 == 4 {
            if causes.contains(.switching) {
                switchSuppliers(day)
            } else if failedSuppliers > 0 {
                for cell in stage.cells.indices { demand(cell, day) }
            }
            closeWeek()
        }
        closeDay(day)
    }

    private mutating func complete(_ day: Int) {
        let slot = day % Self.completionRing * stage.cells.count
        for cell in stage.cells.indices {
            let volume = completions[slot + cell]
            guard volume > 0 else { continue }
            completions[slot + cell] = 0
            inFlight[cell] -= volume
            done[cell] += volume
        }
    }

    private mutating func takeBack(_ day: Int) {
        let slot = day % Self.returnRing * stage.cells.count
        for cell in stage.cells.indices {
            let volume = returns[slot + cell]
            guard volume > 0 else { continue }
            returns[slot + cell] = 0
            held[cell] -= volume
            backlog[cell] += volume
            owed[cell] += volume
            retryWeek += volume
        }
    }

    // MARK: a day's initiations

    /// - Parameter before: by supplier what the day may rise from; empty where nobody has a step limit.
    private mutating func initiate(_ day: Int, after before: [Int]) {
        let suppliers = stage.firstDay.count
        let count = stage.market.distributors.count
        var caps = [Int](repeating: 0, count: suppliers)
        var factors = [Double](repeating: 1, count: suppliers)
        let spread = share(TwinParameters.attainmentSpread) * 0.7071
        for supplier in 0..<suppliers where day >= activeDay[supplier] && heir[supplier] == nil {
            caps[supplier] = stage.market.ramps[supplier][day - activeDay[supplier]] ?? PlanningGrid.unlimited
            if !before.isEmpty {
                let from = day > activeDay[supplier] ? before[supplier] : 0
                caps[supplier] = min(caps[supplier], from + stage.steps[supplier])
            }
            if causes.contains(.shortfall) {
                let week = chance.normal(Draw.week + supplier, day / 5) * spread
                factors[supplier] = min(max(level[supplier] + week, 0.02), 1)
            }
        }
        var room = Array(stage.distributor[(day * count)..<((day + 1) * count)])
        var industry = stage.industry[day]
        let agents = stage.cellsOfAgent.count
        var agentRoom = Array(stage.agent[(day * agents)..<((day + 1) * agents)])
        // The day's own plan first, then what is owed, as far as the day has room for it.
        var taken = [Int](repeating: 0, count: stage.cells.count)
        var ordered = taken
        for order in orders[day] {
            let cell = stage.cells[order.cell]
            ordered[order.cell] += order.volume
            let wish = Self.part(min(order.volume, owed[order.cell], backlog[order.cell]), factors[cell.supplier])
            var volume = min(wish, caps[cell.supplier], room[cell.distributor], industry)
            for agent in stage.agentsOf[cell.supplier] { volume = min(volume, agentRoom[agent]) }
            guard volume > 0 else { continue }
            for agent in stage.agentsOf[cell.supplier] { agentRoom[agent] -= volume }
            taken[order.cell] = volume
            caps[cell.supplier] -= volume
            room[cell.distributor] -= volume
            industry -= volume
        }
        var wishes = [Int](repeating: 0, count: stage.cells.count)
        var wishOf = [Int](repeating: 0, count: suppliers)
        for supplier in 0..<suppliers where caps[supplier] > 0 {
            for cell in stage.cellsOf[supplier] {
                let wish = Self.part(min(owed[cell], backlog[cell]) - ordered[cell], factors[supplier])
                guard wish > 0 else { continue }
                wishes[cell] = wish
                wishOf[supplier] += wish
            }
            guard wishOf[supplier] > caps[supplier] else { continue }
            let part = Double(caps[supplier]) / Double(wishOf[supplier])
            for cell in stage.cellsOf[supplier] { wishes[cell] = Int(Double(wishes[cell]) * part) }
        }
        hold(&wishes, to: agentRoom)
        let wishAt = stage.cellsAt.map { places in places.reduce(0) { $0 + wishes[$1] } }
        let parts = zip(wishAt, room).map { $0 > $1 ? Double(max($1, 0)) / Double($0) : 1 }
        let whole = zip(wishAt, parts).reduce(0.0) { $0 + Double($1.0) * $1.1 }
        let part = whole > Double(industry) ? Double(max(industry, 0)) / whole : 1
        for cell in stage.cells.indices where wishes[cell] > 0 || taken[cell] > 0 {
            let share = parts[stage.cells[cell].distributor] * part
            let more = share < 1 ? Int(Double(wishes[cell]) * share) : wishes[cell]
            send(cell, taken[cell] + more, day)
        }
        noteAgents()
    }

    private mutating func send(_ cell: Int, _ volume: Int, _ day: Int) {
        guard volume > 0 else { return }
        backlog[cell] -= volume
        owed[cell] -= volume
        let supplier = stage.cells[cell].supplier
        initiated[supplier] += volume
        let refused = draw(volume, rejectionRate[supplier], Draw.rejection + cell, day)
        if refused > 0 {
            let faulty = draw(refused, rates.dataFaults, Draw.fault + cell, day)
            held[cell] += refused
            rejected += refused
            giveBack(faulty, cell, on: day + rates.fixDays)
            giveBack(refused - faulty, cell, on: day + rates.retryDays)
        }
        let accepted = volume - refused
        inFlight[cell] += accepted
        let isSlow = rates.isSlow
        let slow = isSlow ? draw(accepted, rates.slowShare, Draw.slow + cell, day) : 0
        let days = isSlow ? rates.providerDays : 1
        complete(accepted - slow, cell, on: next(day + days))
        complete(slow, cell, on: next(day + days + rates.slowDays))
    }

    private mutating func complete(_ volume: Int, _ cell: Int, on day: Int) {
        completions[day % Self.completionRing * stage.cells.count + cell] += volume
    }

    private mutating func giveBack(_ volume: Int, _ cell: Int, on day: Int) {
        returns[day % Self.returnRing * stage.cells.count + cell] += volume
    }

    /// How many of so many, each with this probability: by the normal law where there are many, one by one in the mean
    /// where there are few.
    private func draw(_ count: Int, _ probability: Double, _ label: Int, _ day: Int) -> Int {
        guard count > 0, probability > 0 else { return 0 }
        let mean = Double(count) * probability
        if mean * (1 - probability) > 9 {
            let exact = mean + chance.normal(label, day) * (mean * (1 - probability)).squareRoot()
            return min(max(Int(exact.rounded()), 0), count)
        }
        // The distribution function of Poisson's law, climbed until it passes the draw.
        let point = chance.uniform(label, day)
        var term = SteadyMath.exp(-mean)
        var sum = term
        var number = 0
        while sum < point, number < min(count, 60) {
            number += 1
            term *= mean / Double(number)
            sum += term
        }
        return number
    }

    // MARK: changes of supplier

    private mutating func switchSuppliers(_ day: Int) {
        let hazard = min(share(TwinParameters.switching) * 7 / 365, 1)
        for distributor in stage.cellsAt.indices {
            let places = stage.cellsAt[distributor]
            var pool = 0
            var migratedPool = 0
            var weights = [Double]()
            weights.reserveCapacity(places.count)
            for cell in places {
                let supplier = stage.cells[cell].supplier
                let out = min(draw(backlog[cell], hazard, Draw.switchOut + cell, day), backlog[cell])
                backlog[cell] -= out
                let gone = min(draw(done[cell], hazard, Draw.switchMigrated + cell, day), done[cell])
                done[cell] -= gone
                pool += out
                migratedPool += gone
                weights.append(heir[supplier] == nil ? Double(stage.portfolioOf[supplier]) : 0)
            }
            if weights.allSatisfy({ $0 == 0 }) { weights = weights.map { _ in 1 } }
            switched += pool + migratedPool
            let sum = weights.reduce(0, +)
            gain(pool, places, weights, sum) { run, cell, volume in
                run.backlog[cell] += volume
            }
            gain(migratedPool, places, weights, sum) { run, cell, volume in
                if day >= run.activeDay[run.stage.cells[cell].supplier] {
                    run.done[cell] += volume
                } else {
                    // The gaining supplier is not ready: back to the old arrangements.
                    run.backlog[cell] += volume
                    run.reverseWeek[distributor] += volume
                    run.reversed += volume
                }
            }
            for cell in places { demand(cell, day) }
        }
    }

    /// Plans anew after metering points came or went: of what the cell now has, as large a share is due as the plan had
    /// of what it had.
    private mutating func demand(_ cell: Int, _ day: Int) {
        let all = whole(cell)
        let whole = planned[cell]
        guard whole > 0 else {
            // Nothing was planned for it: what came is owed when the plan is over, or planned with the next.
            owed[cell] = day > lastOrderDay ? backlog[cell] : 0
            return
        }
        let asked = day > lastOrderDay ? whole : due[cell]
        // In whole numbers: with nothing come or gone, what is asked is what the plan asked.
        let (quotient, rest) = whole.dividingFullWidth(all.multipliedFullWidth(by: asked))
        owed[cell] = min(max(quotient + (rest > 0 ? 1 : 0) - (all - backlog[cell]), 0), backlog[cell])
    }

    /// Splits a pool by weights in whole numbers; what rounding leaves runs on to the next.
    private mutating func gain(
        _ pool: Int, _ places: [Int], _ weights: [Double], _ sum: Double, _ put: (inout TwinRun, Int, Int) -> Void
    ) {
        guard pool > 0 else { return }
        var given = 0
        var reached = 0.0
        for (place, cell) in places.enumerated() {
            reached += weights[place]
            let upTo = place == places.count - 1 ? pool : min(Int(Double(pool) * reached / sum), pool)
            if upTo > given { put(&self, cell, upTo - given) }
            given = max(given, upTo)
        }
    }

    private mutating func fail(_ supplier: Int, _ day: Int) {
        guard heir[supplier] == nil,
            let next = stage.bySize.first(where: { $0 != supplier && heir[$0] == nil && day >= activeDay[$0] })
        else { return }
        heir[supplier] = next
        failedSuppliers += 1
    }

    /// Gives what is with a failed supplier to its heir, or to the largest at that distributor.
    private mutating func handOver(_ day: Int) {
        for supplier in heir.indices {
            guard let next = heir[supplier] else { continue }
            for cell in stage.cellsOf[supplier] where backlog[cell] > 0 || done[cell] > 0 {
                let at = stage.cells[cell].distributor
                let candidates = stage.cellsAt[at].filter { heir[stage.cells[$0].supplier] == nil }
                guard
                    let target = candidates.first(where: { stage.cells[$0].supplier == next })
                        ?? candidates.max(by: { stage.cells[$0].mpans < stage.cells[$1].mpans })
                else { continue }
                backlog[target] += backlog[cell]
                if day >= activeDay[stage.cells[target].supplier] {
                    done[target] += done[cell]
                } else {
                    backlog[target] += done[cell]
                    reverseWeek[at] += done[cell]
                    reversed += done[cell]
                }
                (backlog[cell], owed[cell], done[cell]) = (0, 0, 0)
                demand(target, day)
            }
        }
    }

    // MARK: ends

    private mutating func closeWeek() {
        let whole = reverseWeek.reduce(0, +)
        reversePeak = max(reversePeak, (whole + 4) / 5)
        for place in reverseWeek.indices {
            reversePeaks[place] = max(reversePeaks[place], (reverseWeek[place] + 4) / 5)
            reverseWeek[place] = 0
        }
        retryPeak = max(retryPeak, (retryWeek + 4) / 5)
        retryWeek = 0
    }

    private mutating func closeDay(_ day: Int) {
        let finishShare = stage.market.settings[TwinParameters.finishShare]
        var openAt = [Int](repeating: 0, count: stage.portfolioAt.count)
        var sumAt = openAt
        var all = 0
        var open = 0
        for supplier in stage.cellsOf.indices {
            var left = 0
            for cell in stage.cellsOf[supplier] {
                let unfinished = backlog[cell] + inFlight[cell] + held[cell]
                left += unfinished
                openAt[stage.cells[cell].distributor] += unfinished
                sumAt[stage.cells[cell].distributor] += unfinished + done[cell]
                all += done[cell]
            }
            open += left
            let portfolio = stage.portfolioOf[supplier]
            if left > portfolio - finishShare.ceiling(of: portfolio) { supplierFinish[supplier] = day + 1 }
        }
        precondition(sumAt == stage.portfolioAt, "metering points are conserved at every distributor on every day")
        daysChecked += 1
        for place in openAt.indices
        where openAt[place] > stage.portfolioAt[place] - finishShare.ceiling(of: stage.portfolioAt[place]) {
            distributorFinish[place] = day + 1
        }
        let mpans = stage.mpans
        if open > mpans - finishShare.ceiling(of: mpans) { finish = day + 1 }
        migrated.append(all)
    }
}
