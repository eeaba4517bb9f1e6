/// How well each unit has kept to its plan, as far as one origin knows: level, drift and scatter of actual against
/// planned volume by week, with suppliers pooled towards the industry.
///
/// The level is a random walk seen through noise (local level, Kalman filter); the sizes of walk and noise are those
/// under which the past is likeliest, weighed against mild expectations. Weeks in which the industry or a supplier
/// stood still are regimes of their own and do not count as poor attainment.
struct AttainmentModel {
    enum Regime: Equatable {
        case working
        /// Stopped for this many weeks.
        case stalled(weeks: Int)
        /// No progress yet; the days since it should have begun (0 where that lies ahead).
        case waiting(days: Int)
        case finished
    }

    struct UnitState {
        var level: Double
        var variance: Double
        /// Variance of a week's attainment around the level.
        var scatter: Double
        /// MPANs a migration day, lately.
        var rate: Double
        var regime: Regime
        /// The most a day of a past week, MPANs.
        var peak: Double
    }

    let book: ForecastBook
    let origin: Int
    /// Ends of the weeks (or of longer reporting periods), in order; the last is the origin.
    let edges: [Int]
    private(set) var units: [UnitState] = []
    /// The level towards which suppliers are pooled.
    private(set) var pooledLevel = 1.0
    /// Variance that the level's walk adds in a week.
    private(set) var drift = 0.0009
    /// How far the units' luck is shared.
    private(set) var correlation = 0.2
    /// How the programme may go on, with probabilities.
    private(set) var courses = CourseEvidence()
    /// The probability that a hold of the whole industry begins in a week.
    private(set) var outageRate = 0.01
    private(set) var stallRate = 0.003
    private(set) var resumeRate = 0.25
    private(set) var lateShare = 0.15
    private(set) var lateDays = 28.0
    /// By week: whether the whole industry rested.
    private(set) var isOutage: [Bool] = []
    /// Weeks of each hold of the whole industry, and of the one that lasts at the origin (0 is none).
    private(set) var holds: [Int] = []
    private(set) var holdSoFar = 0
    /// Mean weeks of a hold.
    private(set) var holdWeeks = 1.0
    /// Weeks that say something.
    private(set) var weeks = 0
    /// Actual over planned share of each day of the week.
    private(set) var weekdayFactors = [Double](repeating: 1, count: 7)

    var planned: [[Double]] = []
    var actual: [[Double]] = []
    var typical: [Double] = []
    var isStill: [[Bool]] = []

    init(_ book: ForecastBook, origin: Int) {
        self.book = book
        self.origin = origin
        edges = Self.edges(book, origin: origin)
        gather()
        findHolds()
        findStills()
        fit()
        learnStarts()
        learnStalls()
        courses = CourseEvidence(self)
        learnWeekdays()
    }

    // MARK: weeks

    private static func edges(_ book: ForecastBook, origin: Int) -> [Int] {
        guard origin >= 0 else { return [] }
        if case .longer = book.rhythm {
            let reports = book.reports.filter { $0 <= origin }
            return reports.last == origin ? reports : reports + [origin]
        }
        var edges: [Int] = []
        var day = origin
        while day >= 0 {
            edges.append(day)
            day -= 7
        }
        return edges.reversed()
    }

    private mutating func gather() {
        for unit in book.units.indices {
            let base = unit * book.days
            var plannedWeeks: [Double] = []
            var actualWeeks: [Double] = []
            var from = 0
            for edge in edges {
                plannedWeeks.append((from...edge).reduce(0) { $0 + book.planned[base + $1] })
                actualWeeks.append(Double((from...edge).reduce(0) { $0 + book.net[base + $1] }))
                from = edge + 1
            }
            planned.append(plannedWeeks)
            actual.append(actualWeeks)
            let positive = plannedWeeks.filter { $0 > 0 }
            typical.append(positive.isEmpty ? 0 : positive.reduce(0, +) / Double(positive.count))
        }
    }

    func industry(_ week: Int) -> (planned: Double, actual: Double) {
        (planned.reduce(0) { $0 + $1[week] }, actual.reduce(0) { $0 + $1[week] })
    }

    /// The most weeks of a hold: what lasts longer is how it goes now.
    static let longestHold = 8

    /// Weeks in which the whole industry lost most of what it usually does, a few in a row: holds, rests between sprints
    /// and outages that the plan does not have. Each is judged by the weeks before it.
    private mutating func findHolds() {
        isOutage = edges.map { _ in false }
        let all = edges.indices.map { industry($0) }
        let planned = all.map(\.planned).filter { $0 > 0 }
        let usual = planned.isEmpty ? 0 : planned.reduce(0, +) / Double(planned.count)
        var before: [Int] = []
        var run: [Int] = []
        for week in edges.indices where all[week].planned > usual * 0.2 {
            let lately = before.suffix(8)
            let ratio = lately.reduce(0) { $0 + all[$1].actual } / max(lately.reduce(0) { $0 + all[$1].planned }, 1)
            let pace = before.suffix(3).reduce(0) { $0 + perDay(all[$1].actual, $1) } / 3
            // Less of the plan than before, and less in itself: a plan that rises is no hold.
            if before.count >= 3, all[week].actual < 0.35 * ratio * all[week].planned,
                perDay(all[week].actual, week) < 0.5 * pace
            {
                run.append(week)
                if run.count <= Self.longestHold { continue }
                before = run
                run = []
                continue
            }
            // Weeks before anybody began say nothing of what is usual.
            if all[week].actual > 0 || !before.isEmpty { before.append(week) }
            closeHold(&run)
        }
        holdSoFar = run.count
        closeHold(&run)
    }

    private func perDay(_ volume: Double, _ week: Int) -> Double {
        volume / Double(week == 0 ? edges[0] + 1 : edges[week] - edges[week - 1])
    }

    private mutating func closeHold(_ run: inout [Int]) {
        guard !run.isEmpty else { return }
        for week in run { isOutage[week] = true }
        holds.append(run.count)
        run = []
    }

    /// Weeks in which a unit that had work did none, or almost none.
    private mutating func findStills() {
        for unit in book.units.indices {
            isStill.append(
                edges.indices.map { week in
                    !isOutage[week] && planned[unit][week] >= max(0.3 * typical[unit], 4)
                        && actual[unit][week] <= 0.02 * planned[unit][week]
                })
        }
    }

    private func firstWeek(_ unit: Int) -> Int? { actual[unit].firstIndex { $0 > 0 } }

    // MARK: levels

    /// A unit's level and what it says about the sizes of drift and scatter.
    struct Passage {
        var level: Double
        var variance: Double
        var likelihood = 0.0
        var weeks = 0
        var squares = 0.0
        /// By week: the level that was expected, and how far off it was; nil where the week does not count.
        var expected: [(level: Double, error: Double, spread: Double)?] = []
    }

    private func noise(_ unit: Int, _ week: Int, scatter: Double) -> Double {
        let volume = max(planned[unit][week], 1)
        return scatter * min(max(typical[unit] / volume, 0.5), 20) + 0.3 / volume
    }

    private func passage(_ unit: Int, from start: (level: Double, variance: Double), scatter: Double, drift: Double)
        -> Passage
    {
        var state = Passage(level: start.level, variance: start.variance)
        guard let first = firstWeek(unit), typical[unit] > 0 else { return state }
        var before = 0.0
        for week in edges.indices {
            let length = week == 0 ? 1.0 : Double(edges[week] - edges[week - 1]) / 7
            if state.weeks > 0 { state.variance += drift * length }
            guard week >= first, !isOutage[week], !isStill[unit][week], planned[unit][week] > 0.05 * typical[unit]
            else {
                state.expected.append(nil)
                continue
            }
            let ratio = min(actual[unit][week] / planned[unit][week], 3)
            let noise = noise(unit, week, scatter: scatter)
            let spread = (state.variance + noise).squareRoot()
            let error = ratio - state.level
            let standard = error / spread
            state.expected.append((state.level, error, spread))
            // Heavy tails: a far miss counts like one of four deviations or so.
            let bounded = min(standard * standard, 12)
            state.likelihood -= 0.5 * bounded + SteadyMath.log(spread)
            state.squares += min(error * error / (spread * spread), 9)
            state.weeks += 1
            // Two misses to the same side are a step, not scatter.
            if state.weeks > 2, abs(standard) > 1.6, abs(before) > 1.6, (standard > 0) == (before > 0) {
                state.variance = max(state.variance, error * error * 0.7)
            }
            let gain = state.variance / (state.variance + noise)
            state.level += gain * min(max(error, -3 * spread), 3 * spread)
            state.variance *= 1 - gain
            before = standard
        }
        return state
    }

    private mutating func fit() {
        let settings = book.question.settings
        let prior = settings[ForecastParameters.attainment].fraction
        let priorSpread = settings[ForecastParameters.attainmentSpread].fraction
        var pool = (level: prior, variance: max(priorSpread * priorSpread, 0.0001))
        var scatter = 0.01
        let whole = book.units.reduce(0.0) { $0 + Double($1.total) }
        let shares = book.units.map { whole > 0 ? Double($0.total) / whole : 0 }
        for _ in 0..<3 {
            (scatter, drift) = likeliest(pool, shares: shares)
            let passages = book.units.indices.map { passage($0, from: pool, scatter: scatter, drift: drift) }
            var weight = 6.0 / 100
            var sum = prior * weight
            for (unit, passage) in passages.enumerated() where passage.weeks > 0 {
                let own = shares[unit].squareRoot() * Double(min(passage.weeks, 8)) / 8
                weight += own
                sum += own * passage.level
            }
            let level = sum / weight
            var between = 0.05 * 0.05 * 4
            var count = 4.0
            for passage in passages where passage.weeks >= 2 {
                between += (passage.level - level) * (passage.level - level)
                count += 1
            }
            let informed = passages.contains { $0.weeks >= 2 }
            pool = (
                min(max(level, 0.02), 2), informed ? min(max(between / count, 0.0016), 0.12) : pool.variance
            )
        }
        weeks = edges.indices.count { week in
            book.units.indices.contains { (firstWeek($0) ?? .max) <= week && planned[$0][week] > 0 }
        }
        let passages = book.units.indices.map { passage($0, from: pool, scatter: scatter, drift: drift) }
        pooledLevel = max(pool.level, 0.1)
        learnCorrelation(passages)
        for unit in book.units.indices {
            let passage = passages[unit]
            let own = (6 * scatter + passage.squares * scatter) / (6 + Double(passage.weeks))
            units.append(
                UnitState(
                    level: min(max(passage.level, 0.01), 3), variance: passage.variance, scatter: own,
                    rate: recentRate(unit, to: edges.count), regime: regime(unit), peak: peak(unit)))
        }
    }

    /// The sizes of scatter and drift under which the past is likeliest, in a coarse grid.
    private func likeliest(_ pool: (level: Double, variance: Double), shares: [Double]) -> (Double, Double) {
        var best = (scatter: 0.01, drift: 0.0009)
        var most = -Double.infinity
        let evenShare = 1 / Double(max(shares.count, 1))
        for scatter in [0.01, 0.02, 0.035, 0.05, 0.07, 0.1, 0.14, 0.2, 0.28, 0.4, 0.6] {
            for drift in [0.003, 0.01, 0.02, 0.035, 0.06, 0.1, 0.16] {
                let offScatter = SteadyMath.log(scatter / 0.1) / 0.9
                let offDrift = SteadyMath.log(drift / 0.025) / 0.8
                var sum = -0.5 * (offScatter * offScatter + offDrift * offDrift)
                for unit in book.units.indices where shares[unit] > 0 {
                    let weight = min((shares[unit] / evenShare).squareRoot(), 2)
                    sum +=
                        weight
                        * passage(unit, from: pool, scatter: scatter * scatter, drift: drift * drift).likelihood
                }
                if sum > most {
                    most = sum
                    best = (scatter * scatter, drift * drift)
                }
            }
        }
        return best
    }

    /// How much of the units' misses is shared: the industry's scatter beside what independent units would give.
    private mutating func learnCorrelation(_ passages: [Passage]) {
        guard passages.count > 1 else {
            correlation = 1
            return
        }
        var sum = 0.2 * 4
        var count = 4.0
        for week in edges.indices {
            var volume = 0.0
            var miss = 0.0
            var apart = 0.0
            var together = 0.0
            for unit in book.units.indices {
                guard week < passages[unit].expected.count, let entry = passages[unit].expected[week] else { continue }
                let planned = planned[unit][week]
                volume += planned
                miss += planned * entry.error
                apart += planned * planned * entry.spread * entry.spread
                together += planned * entry.spread
            }
            guard volume > 0, together * together > apart * 1.05 else { continue }
            sum += min(max((miss * miss - apart) / (together * together - apart), -0.5), 3)
            count += 1
        }
        correlation = min(max(sum / count, 0.02), 0.95)
    }

    private func regime(_ unit: Int) -> Regime {
        if book.progress(unit, to: origin) >= book.units[unit].total { return .finished }
        guard firstWeek(unit) != nil else {
            let first = book.units[unit].firstPlanned
            return .waiting(days: first <= origin ? origin - first + 1 : 0)
        }
        var weeks = 0
        for week in edges.indices.reversed() {
            if isStill[unit][week] {
                weeks += 1
            } else if planned[unit][week] >= max(0.3 * typical[unit], 4), !isOutage[week] {
                break
            }
        }
        return weeks > 0 ? .stalled(weeks: weeks) : .working
    }

    private func recentRate(_ unit: Int, to week: Int) -> Double {
        var volume = 0.0
        var days = 0.0
        var weight = 1.0
        for place in edges.indices.prefix(week).reversed() where weight > 0.02 {
            guard !isOutage[place], !isStill[unit][place], let first = firstWeek(unit), place >= first else { continue }
            let open = openDays(place)
            guard open > 0 else { continue }
            volume += weight * actual[unit][place]
            days += weight * open
            weight *= 0.7
        }
        return days > 0 ? max(volume / days, 0) : 0
    }

    func openDays(_ week: Int) -> Double {
        let from = week == 0 ? 0 : edges[week - 1] + 1
        return Double((from...edges[week]).count { book.isOpen[$0] })
    }

    private func peak(_ unit: Int) -> Double {
        edges.indices.map { week in
            let open = openDays(week)
            return open > 0 ? actual[unit][week] / open : 0
        }.max() ?? 0
    }

    // MARK: starts and stops

    private mutating func learnStarts() {
        let settings = book.question.settings
        var late = settings[ForecastParameters.lateShare].fraction * 6
        var started = 6.0
        var delay = Double(settings[ForecastParameters.lateDays]) * 3
        var delays = 3.0
        guard book.units.count > 1 else {
            (lateShare, lateDays) = (0, 28)
            return
        }
        for unit in book.units.indices where book.units[unit].firstPlanned <= origin && book.units[unit].total > 0 {
            let base = unit * book.days
            let first = (0...max(origin, 0)).first { book.net[base + $0] > 0 }
            let days = (first ?? origin) - book.units[unit].firstPlanned
            // One that waits less than a week may yet be in time.
            if first == nil, days < 7 { continue }
            started += 1
            if days >= 7 {
                late += 1
                delay += Double(days)
                if first != nil { delays += 1 }
            }
        }
        lateShare = late / started
        lateDays = max(delay / delays, 7)
    }

    private mutating func learnStalls() {
        let settings = book.question.settings
        var stops = settings[ForecastParameters.stallShare].fraction * 150
        var worked = 150.0
        var resumes = settings[ForecastParameters.resumeShare].fraction * 4
        var stood = 4.0
        for unit in book.units.indices where book.units.count > 1 {
            guard let first = firstWeek(unit) else { continue }
            for week in edges.indices where week > first && planned[unit][week] > 0 && !isOutage[week] {
                if isStill[unit][week - 1] {
                    stood += 1
                    if !isStill[unit][week] { resumes += 1 }
                } else {
                    worked += 1
                    if isStill[unit][week] { stops += 1 }
                }
            }
        }
        stallRate = book.units.count > 1 ? stops / worked : 0
        resumeRate = resumes / stood
        // The settings count like twenty weeks, and like two holds.
        let working = Double(isOutage.count { !$0 })
        outageRate =
            (settings[ForecastParameters.outageShare].fraction * 20 + Double(holds.count)) / (20 + working)
        holdWeeks = (1.3 * 2 + Double(holds.reduce(0, +))) / (2 + Double(holds.count))
    }

    // MARK: weekdays

    private mutating func learnWeekdays() {
        guard case .daily = book.rhythm, origin >= 13 else { return }
        var planned = [Double](repeating: 0, count: 7)
        var actual = [Double](repeating: 0, count: 7)
        for day in max(0, origin - 83)...origin {
            let weekday = (book.start + day + 70_000) % 7
            for unit in book.units.indices {
                planned[weekday] += book.planned[unit * book.days + day]
                actual[weekday] += Double(book.net[unit * book.days + day])
            }
        }
        let plannedAll = planned.reduce(0, +)
        let actualAll = actual.reduce(0, +)
        guard plannedAll > 0, actualAll > 0 else { return }
        let trust = Double(min(origin + 1, 84)) / 7
        for weekday in 0..<7 where planned[weekday] > 0 {
            let factor = (actual[weekday] / actualAll) / (planned[weekday] / plannedAll)
            weekdayFactors[weekday] = (4 + trust * min(max(factor, 0), 3)) / (4 + trust)
        }
    }
}

extension Share {
    /// As a floating-point number.
    var fraction: Double { Double(millionths) / 1_000_000 }
}
