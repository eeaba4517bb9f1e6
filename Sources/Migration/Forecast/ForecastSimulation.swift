/// Simulated futures of every unit from one origin: seeded, so the same question gives the same futures.
struct ForecastSimulation {
    let book: ForecastBook
    let origin: Int
    let runs: Int
    /// Days simulated after the origin.
    let span: Int
    /// By unit: cumulative net MPANs, run × span + day.
    private(set) var paths: [[Int32]]
    /// By unit: the day on which all is migrated, by run; `Int.max` beyond the horizon.
    private(set) var finishes: [[Int]]

    /// One unit in one future.
    private struct Walker {
        var done: Double
        var level: Double
        var swing = 0.0
        /// The week's attainment.
        var ratio = 0.0
        var isStopped = false
        /// Weeks that a stopped unit still stands.
        var standing = 0
        /// The first day on which it can work.
        var begins = 0
        /// Days by which its plan is moved.
        var shift = 0
        var keepsPace = false
        var lateFactor = 1.0
        var wasBehind = false
    }

    private let model: AttainmentModel
    private let chance: Chance
    private let catchUpShare: Double
    private let room: DistributorRoom?

    init(_ model: AttainmentModel, runs: Int, span: Int, seed: UInt64) {
        book = model.book
        origin = model.origin
        self.model = model
        self.runs = runs
        let length = max(min(span, model.book.days - 1 - model.origin), 0)
        self.span = length
        chance = Chance(seed: seed, "forecast")
        catchUpShare = model.book.question.settings[ForecastParameters.catchUpShare].fraction
        room = model.origin == model.book.known ? DistributorRoom(model.book) : nil
        finishes = book.units.map { _ in [Int](repeating: .max, count: runs) }
        paths = book.units.map { _ in [Int32](repeating: 0, count: runs * length) }
        for run in 0..<runs { simulate(run) }
    }

    // The labels of what is drawn; each unit adds its place.
    private enum Draw {
        static let common = 1 << 20
        static let levelOf = 2 << 20
        static let start = 3 << 20
        static let shift = 4 << 20
        static let pace = 5 << 20
        static let late = 6 << 20
        static let stand = 7 << 20
        static let drift = 8 << 20
        static let scatter = 9 << 20
        static let stall = 10 << 20
        static let day = 11 << 20
        static let begin = 12 << 20
    }

    private mutating func simulate(_ run: Int) {
        let luck = chance.child(run)
        // The sizes of scatter and drift are themselves known only as well as so many weeks tell.
        let known = Double(model.weeks) + 8
        let normal = luck.normal(Draw.common, 1)
        let cube = 1 - 2 / (9 * known) + normal * (2 / (9 * known)).squareRoot()
        let scale = 1 / max(cube * cube * cube, 0.1).squareRoot()
        let catchUp = luck.uniform(Draw.common, 2) < catchUpShare ? 0.02 + 0.08 * luck.uniform(Draw.common, 3) : 0
        var walkers = book.units.indices.map { walker($0, luck: luck, scale: scale) }
        var lost = 0.0
        var marks = room?.marks()
        for day in 0..<span {
            let today = origin + 1 + day
            let week = day / 7
            if day % 7 == 0 {
                lost =
                    luck.uniform(Draw.common, 100 + week) < model.outageRate
                    ? 0.6 + 0.4 * luck.uniform(Draw.common, 1_100 + week) : 0
                for unit in walkers.indices { turn(&walkers[unit], unit, week: week, luck: luck, scale: scale) }
            }
            step(&walkers, today: today, day: day, kept: 1 - lost, catchUp: catchUp, luck: luck, &marks)
            for unit in walkers.indices {
                let total = Double(max(book.units[unit].total, 0))
                if walkers[unit].done >= total - 0.5 {
                    walkers[unit].done = max(total, walkers[unit].done.rounded())
                    if finishes[unit][run] == .max { finishes[unit][run] = today }
                }
                paths[unit][run * span + day] = Int32(clamping: Int(walkers[unit].done.rounded()))
            }
        }
    }

    private func walker(_ unit: Int, luck: Chance, scale: Double) -> Walker {
        let state = model.units[unit]
        let shared = model.correlation.squareRoot()
        let own = (1 - model.correlation).squareRoot()
        let normal = shared * luck.normal(Draw.common, 4) + own * luck.normal(Draw.levelOf + unit)
        var walker = Walker(
            done: Double(book.progress(unit, to: origin)),
            level: min(max(state.level + normal * state.variance.squareRoot() * scale, 0.02), 3))
        walker.begins = origin + 1
        walker.keepsPace = state.rate > 0 && luck.uniform(Draw.pace) < model.paceShare
        walker.lateFactor = SteadyMath.exp(0.2 * luck.normal(Draw.late + unit))
        let plannedNow = origin >= 0 ? book.plannedSum[unit * book.days + origin] : 0
        walker.wasBehind = walker.done < plannedNow * 0.995
        switch state.regime {
        case .working, .finished: break
        case .stalled(let weeks):
            walker.isStopped = true
            walker.standing = standing(luck.exponential(Draw.stand + unit), after: weeks)
        case .waiting(let days):
            let first = book.units[unit].firstPlanned
            if days >= 7 {
                let more = luck.exponential(Draw.start + unit) * max(model.lateDays * 0.7, Double(days) * 0.6)
                walker.begins = origin + 1 + Int(more.rounded(.down))
            } else if luck.uniform(Draw.begin + unit) < model.lateShare {
                walker.begins =
                    max(first, origin + 1) + 5 + Int((luck.exponential(Draw.start + unit) * model.lateDays).rounded())
            } else {
                walker.begins = max(min(first, book.days), origin + 1)
            }
            // A late start moves the plan in half of the futures, and cuts off its beginning in the other half.
            if luck.uniform(Draw.shift + unit) < 0.5 { walker.shift = max(walker.begins - first, 0) / 7 * 7 }
        }
        return walker
    }

    /// How long a stopped unit stands on: the longer it stood, the longer it may.
    private func standing(_ exponential: Double, after weeks: Int) -> Int {
        Int((exponential * max(1 / model.resumeRate, Double(weeks) * 0.7)).rounded(.down))
    }

    /// The start of a week: level, stops and starts.
    private func turn(_ walker: inout Walker, _ unit: Int, week: Int, luck: Chance, scale: Double) {
        let state = model.units[unit]
        if walker.isStopped {
            if walker.standing > 0 { walker.standing -= 1 } else { walker.isStopped = false }
        } else if model.stallRate > 0, luck.uniform(Draw.stall + unit, week) < model.stallRate {
            walker.isStopped = true
            walker.standing = standing(luck.exponential(Draw.stand + unit, week + 1), after: 0)
        }
        let shared = model.correlation.squareRoot()
        let own = (1 - model.correlation).squareRoot()
        let move = shared * luck.normal(Draw.common, 2_200 + week) + own * luck.normal(Draw.drift + unit, week)
        walker.swing = 0.97 * walker.swing + move * model.drift.squareRoot() * scale
        let noise = shared * luck.normal(Draw.common, 3_300 + week) + own * luck.normal(Draw.scatter + unit, week)
        // Half of the scatter lasts a week, half a day.
        let scatter = (0.5 * state.scatter).squareRoot() * scale
        walker.ratio = max(walker.level + walker.swing, 0.01) + noise * scatter
    }

    private func step(
        _ walkers: inout [Walker], today: Int, day: Int, kept: Double, catchUp: Double, luck: Chance,
        _ marks: inout DistributorRoom.Marks?
    ) {
        guard today < book.days else { return }
        let isOpen = book.isOpen[today]
        let factor = model.weekdayFactors[(book.start + today + 70_000) % 7] * kept
        let commonLuck = luck.normal(Draw.common, 10_000 + day)
        let shared = model.correlation.squareRoot()
        let own = (1 - model.correlation).squareRoot()
        var volumes = [Double](repeating: 0, count: walkers.count)
        for unit in walkers.indices {
            let left = Double(book.units[unit].total) - walkers[unit].done
            guard left > 0.5, !walkers[unit].isStopped, today >= walkers[unit].begins else { continue }
            let noise = shared * commonLuck + own * luck.normal(Draw.day + unit, day)
            let daily = noise * (2.5 * model.units[unit].scatter).squareRoot()
            var volume = base(walkers[unit], unit, today: today, isOpen: isOpen, left: left, daily: daily)
            if isOpen, catchUp > 0 {
                let behind = book.plannedSum[unit * book.days + today] - walkers[unit].done
                volume += min(max(behind, 0) * catchUp / 5, 0.2 * max(model.units[unit].peak, volume))
            }
            volumes[unit] = min(max(volume * factor, 0), left)
        }
        if let room, var own = marks {
            marks = nil
            room.cut(&volumes, done: { walkers[$0].done }, today: today, &own)
            marks = own
        }
        let sum = volumes.reduce(0, +)
        let limit = book.industryLimit.isEmpty ? .infinity : book.industryLimit[today]
        let scale = sum > limit ? limit / sum : 1
        for unit in walkers.indices where volumes[unit] > 0 { walkers[unit].done += volumes[unit] * scale }
    }

    /// A unit's volume of a day before catching up: its plan's day times its attainment, its pace where it keeps one, and
    /// the rate of the plan's end for what is left over.
    private func base(_ walker: Walker, _ unit: Int, today: Int, isOpen: Bool, left: Double, daily: Double) -> Double {
        let place = unit * book.days
        let moved = max(today - walker.shift, 0)
        var planned = book.planned[place + moved]
        if walker.shift > 0, !isOpen { planned = 0 }
        if walker.keepsPace {
            return isOpen ? model.units[unit].rate * max(1 + walker.swing + daily, 0) : 0
        }
        let whole = book.plannedSum[place + book.days - 1]
        let ahead = whole - book.plannedSum[place + moved]
        if isOpen, ahead <= 0.1 * whole, left > ahead + planned {
            // Towards the plan's end the capacity that its tail leaves free goes to the backlog.
            planned = max(planned, book.units[unit].lateRate * walker.lateFactor)
        }
        var ratio = walker.ratio + daily
        if walker.wasBehind, walker.level > 1, walker.done >= book.plannedSum[place + today] {
            // One that catches up stops doing so when it has.
            ratio /= walker.level
        }
        return planned * max(ratio, 0)
    }
}
