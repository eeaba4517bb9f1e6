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
        /// The variance that the swing has by now.
        var swingVariance = 0.0
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
        /// Where its level goes, and the part of the way that it goes in a week.
        var target = 0.0
        var returning = 0.0
        /// What its level gains in a week, what becomes of that in the next, and the range that it stays in.
        var slope = 0.0
        var easing = 1.0
        var range = 0.0...3.0
        /// The part of the whole that is left when its end begins to slow down.
        var tail = 0.0
        var lateFactor = 1.0
        var wasBehind = false
        /// What its next migration day rises from, where it has a step limit.
        var reached = 0.0
    }

    private let model: AttainmentModel
    private let chance: Chance
    private let catchUpShare: Double
    private let tailShare: Double
    private let usual: (level: Double, spread: Double)
    /// What the plan needs on the whole of those that have begun, by what they do.
    private let needed: Double
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
        tailShare = model.book.question.settings[ForecastParameters.tailShare].fraction
        usual = (
            model.book.question.settings[ForecastParameters.attainment].fraction,
            model.book.question.settings[ForecastParameters.attainmentSpread].fraction
        )
        let begun = model.units.indices.filter { model.units[$0].rate > 0 && model.units[$0].regime != .finished }
        let rate = begun.reduce(0) { $0 + model.units[$1].rate }
        let whole = begun.reduce(0) { $0 + model.book.units[$1].usualRate }
        let ratio = rate > 0 ? min(usual.level * whole / rate, 50) : 1
        needed = ratio < 1 ? ratio.squareRoot() : ratio
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
        static let tail = 13 << 20
    }

    private mutating func simulate(_ run: Int) {
        let luck = chance.child(run)
        // The sizes of scatter and drift are themselves known only as well as so many weeks tell.
        let known = Double(model.weeks) + 8
        let normal = luck.normal(Draw.common, 1)
        let cube = 1 - 2 / (9 * known) + normal * (2 / (9 * known)).squareRoot()
        let scale = 1 / max(cube * cube * cube, 0.1).squareRoot()
        let catchUp = luck.uniform(Draw.common, 2) < catchUpShare ? 0.02 + 0.08 * luck.uniform(Draw.common, 3) : 0
        // How far levels wander shows late: two sizes of drift differ little in a few weeks.
        let wander = SteadyMath.exp(0.7 * 8 / known * luck.normal(Draw.common, 10))
        let drift = model.drift.squareRoot() * wander * scale
        var walkers = book.units.indices.map { walker($0, luck: luck, scale: scale) }
        var lost = 0.0
        var held = 0
        if model.holdSoFar > 0 {
            held = Int(
                (luck.exponential(Draw.common, 8) * max(model.holdWeeks, Double(model.holdSoFar) * 0.7)).rounded())
            lost = 0.9
        }
        var marks = room?.marks()
        for day in 0..<span {
            let today = origin + 1 + day
            let week = day / 7
            if day % 7 == 0 {
                if held > 0 {
                    held -= 1
                } else if luck.uniform(Draw.common, 100 + week) < model.outageRate {
                    lost = 0.6 + 0.4 * luck.uniform(Draw.common, 1_100 + week)
                    held = Int(
                        (luck.exponential(Draw.common, 5_500 + week) * max(model.holdWeeks - 0.5, 0.5)).rounded(.down))
                } else {
                    lost = 0
                }
                for unit in walkers.indices where finishes[unit][run] == .max {
                    turn(&walkers[unit], unit, week: week, luck: luck, scale: scale, drift: drift)
                }
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
            if finishes.allSatisfy({ $0[run] != .max }) {
                for unit in walkers.indices {
                    let end = paths[unit][run * span + day]
                    for later in day..<span { paths[unit][run * span + later] = end }
                }
                return
            }
        }
    }

    private func walker(_ unit: Int, luck: Chance, scale: Double) -> Walker {
        let state = model.units[unit]
        let shared = model.correlation.squareRoot()
        let own = (1 - model.correlation).squareRoot()
        let normal = shared * luck.normal(Draw.common, 4) + own * luck.normal(Draw.levelOf + unit)
        let spread = min(state.variance.squareRoot() * scale / state.level, 0.8)
        var walker = Walker(
            done: Double(book.progress(unit, to: origin)),
            level: min(
                max(state.level * Self.times(normal * spread - 0.5 * spread * spread), 0.02), 3))
        walker.begins = origin + 1
        if !book.rises.isEmpty { walker.reached = book.reached(unit, at: origin) }
        let course = luck.uniform(Draw.pace)
        walker.keepsPace = state.rate > 0 && course < model.courses.pace
        let isSteady = walker.keepsPace && luck.uniform(Draw.pace, 1) < 0.5
        if walker.keepsPace, !isSteady {
            // A pace that is far from what the plan needs on the whole may be that of a beginning.
            walker.target = state.level * needed * Self.times(usual.spread * luck.normal(Draw.common, 5))
            walker.returning = 1 / (10 + 15 * luck.exponential(Draw.common, 6))
        } else if !walker.keepsPace, course < model.courses.pace + model.courses.returns {
            // The industry goes back; one that lags behind the others keeps a half of its lag. What is above the plan
            // shows capacity that the plan did not know: half of that stays.
            let pooled = model.pooledLevel
            let middle = max(usual.level, 0.5 * (usual.level + pooled))
            let target = max(middle + usual.spread * 0.75 * luck.normal(Draw.common, 5), 0.1)
            walker.target = target * (walker.level / pooled).squareRoot()
            walker.returning = 1 / (6 + 10 * luck.exponential(Draw.common, 6))
        } else if !walker.keepsPace, course < model.courses.pace + model.courses.returns + model.courses.trend {
            let slope = model.courses.slope
            walker.slope = walker.level * (slope.mean + slope.spread * luck.normal(Draw.common, 5))
            walker.easing = 0.9 + 0.1 * luck.uniform(Draw.common, 6)
            let most = (usual.level + 0.1) * Self.times(0.25 * luck.normal(Draw.common, 9))
            let reached = walker.level * SteadyMath.exp(0.3 * abs(luck.normal(Draw.common, 11)))
            walker.range = min(0.4 * walker.level, most)...max(reached, most)
        }
        if book.units.count == 1, book.question.plan.suppliers.count > 1 {
            // The end of many that are told as one is that of the slowest of them.
            walker.tail = 0.03 + 0.12 * luck.uniform(Draw.tail, 1)
        } else if luck.uniform(Draw.tail) < tailShare {
            walker.tail = 0.01 + 0.07 * luck.uniform(Draw.tail, 1)
        }
        walker.lateFactor = SteadyMath.exp(
            0.25 * luck.normal(Draw.common, 7) + 0.25 * luck.normal(Draw.late + unit))
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

    /// A factor that is a change's where the change is small, and never below 0.
    private static func times(_ change: Double) -> Double { SteadyMath.exp(min(max(change, -1.6), 1.6)) }

    /// The attainment at which the plan's leftovers are worked off: one that lagged behind the others lags half as much,
    /// since what is left then is little and gets the room that others leave.
    private func leftOver(_ ratio: Double) -> Double {
        ratio > 0 ? (ratio * max(ratio, model.pooledLevel)).squareRoot() : 0
    }

    /// A level with what it has moved by: half of it is as far away as double, and the mean stays where it is.
    private func swung(_ walker: Walker) -> Double {
        let middle = 0.5 * walker.swingVariance / (model.pooledLevel * model.pooledLevel)
        return max(walker.level * Self.times(walker.swing / model.pooledLevel - min(middle, 0.3)), 0.01)
    }

    /// How long a stopped unit stands on: the longer it stood, the longer it may.
    private func standing(_ exponential: Double, after weeks: Int) -> Int {
        Int((exponential * max(1 / model.resumeRate, Double(weeks) * 0.7)).rounded(.down))
    }

    /// The start of a week: level, stops and starts.
    private func turn(_ walker: inout Walker, _ unit: Int, week: Int, luck: Chance, scale: Double, drift: Double) {
        let state = model.units[unit]
        if walker.isStopped {
            if walker.standing > 0 { walker.standing -= 1 } else { walker.isStopped = false }
        } else if model.stallRate > 0, luck.uniform(Draw.stall + unit, week) < model.stallRate {
            walker.isStopped = true
            walker.standing = standing(luck.exponential(Draw.stand + unit, week + 1), after: 0)
        }
        walker.level += walker.returning * (walker.target - walker.level)
        if walker.slope != 0 {
            walker.level = min(max(walker.level + walker.slope, walker.range.lowerBound), walker.range.upperBound)
            walker.slope *= walker.easing
        }
        let shared = model.correlation.squareRoot()
        let own = (1 - model.correlation).squareRoot()
        let move = shared * luck.normal(Draw.common, 2_200 + week) + own * luck.normal(Draw.drift + unit, week)
        walker.swing = 0.97 * walker.swing + move * drift
        walker.swingVariance = 0.97 * 0.97 * walker.swingVariance + drift * drift
        let noise = shared * luck.normal(Draw.common, 3_300 + week) + own * luck.normal(Draw.scatter + unit, week)
        // Half of the scatter lasts a week, half a day.
        let scatter = (0.5 * state.scatter).squareRoot() * scale
        walker.ratio = swung(walker) + noise * scatter
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
        var wishes = book.rises.isEmpty ? [] : volumes
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
            let slow = walkers[unit].tail * Double(book.units[unit].total)
            if left < slow { volume *= max(left / slow, 0.15) }
            volumes[unit] = min(max(volume * factor, 0), left)
            guard !wishes.isEmpty else { continue }
            // What it would do on a day without an outage: one that is missed does not take it back.
            wishes[unit] = max(volume * factor / max(kept, 0.01), 0)
            volumes[unit] = min(volumes[unit], walkers[unit].reached + book.rises[unit])
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
        guard !wishes.isEmpty else { return }
        for unit in walkers.indices where isOpen || volumes[unit] > 0 {
            // The greater of what was planned and what was done, as far as it could have risen to that.
            let planned = book.planned[unit * book.days + max(today - walkers[unit].shift, 0)]
            let most = today < walkers[unit].begins ? 0 : walkers[unit].reached + book.rises[unit]
            walkers[unit].reached = max(volumes[unit] * scale, min(max(planned, wishes[unit]), most))
        }
    }

    /// A unit's volume of a day before catching up: its plan's day times its attainment, its pace where it keeps one, and
    /// the rate of the plan's end for what is left over.
    private func base(_ walker: Walker, _ unit: Int, today: Int, isOpen: Bool, left: Double, daily: Double) -> Double {
        let place = unit * book.days
        let moved = max(today - walker.shift, 0)
        var planned = book.planned[place + moved]
        if walker.shift > 0, !isOpen { planned = 0 }
        if walker.keepsPace {
            guard isOpen else { return 0 }
            let state = model.units[unit]
            var pace = state.rate * max(swung(walker) / state.level + daily, 0)
            if today > book.units[unit].lastPlanned {
                // A pace of the plan's beginning is not the one at which what is left over is worked off.
                let ratio = min(walker.ratio, max(state.level, usual.level)) + daily
                pace = max(pace, book.units[unit].lateRate * walker.lateFactor * leftOver(ratio))
            }
            return pace
        }
        let whole = book.plannedSum[place + book.days - 1]
        let ahead = whole - book.plannedSum[place + moved]
        if isOpen, ahead <= 0.1 * whole, left > ahead + planned {
            // Towards the plan's end the capacity that its tail leaves free goes to the backlog.
            planned = max(planned, book.units[unit].lateRate * walker.lateFactor)
        }
        var ratio = today > book.units[unit].lastPlanned ? leftOver(walker.ratio + daily) : walker.ratio + daily
        if walker.wasBehind, walker.level > 1, walker.done >= book.plannedSum[place + today] {
            // One that catches up stops doing so when it has.
            ratio /= walker.level
        }
        return planned * max(ratio, 0)
    }
}
