import Kernel

@testable import Migration

/// Made-up programmes of other kinds than `MadeProgress`: most of them follow laws that no part of the forecast's model
/// is written after, with capacity that does not know the plan.
///
/// A tenth of the real market's size: ten suppliers, three distributors, some three million MPANs.
struct OtherProgress {
    enum Course: String, CaseIterable {
        /// A tenth to four tenths of the plan at first; all of it after some months, and then more, to catch up.
        case slowStart
        /// The same share of the plan all the time, 60 to 120 %.
        case constant
        /// Weeks of work and weeks of rest that the plan does not have.
        case sprints
        /// A third of the suppliers, large ones too, begin one to six months late.
        case late
        /// Capacity grows and falls away as its own curve says.
        case ownCurve
        /// An industry limit far below the plan's rate is raised part way.
        case raised
        /// Volumes go back every week, and much of a supplier's at once.
        case reversals
        /// An even pace that takes 1.6 to 2.5 times the plan's time.
        case planTooFast
        /// An even pace that takes 0.45 to 0.75 of the plan's time.
        case planTooSlow
        /// Everything stops for three to eight weeks, once.
        case stop
        /// As planned until nine tenths are done; the rest goes ever slower.
        case tail
        /// Works on the days that the published weeks show as bursts (22 Oct to 21 Dec 2025, 26 Jan to 5 Apr, 20 Apr to
        /// mid June 2026), then in the same rhythm, with capacity that grows over the first year.
        case published
    }

    /// How the actual progress is told.
    enum Telling: String, CaseIterable {
        /// By supplier and day.
        case daily
        /// The industry's total of a week, on one day of the week.
        case weekly
    }

    let course: Course
    let plan: MigrationPlan
    let start: CalendarDate
    /// Supplier × distributor × day: completed and reversed.
    private let completed: [[[Int]]]
    private let reversed: [[[Int]]]
    /// The day of the week on which weekly totals are dated, from the start's.
    private let tellingDay: Int

    static let days = 1_900
    static let suppliers = (0..<10).map { "S\($0)" }
    static let distributors = (0..<3).map { "D\($0)" }

    init(_ course: Course, seed: UInt64) {
        var luck = Luck(SeededGenerator(seed: seed).child("other " + course.rawValue))
        self.course = course
        start = CalendarDate(dayNumber: 20_383)  // 2025-10-22, a Wednesday
        tellingDay = luck.below(7)
        let length = course == .published ? 550 : 300 + luck.below(260)
        let isOpen = Self.calendar(length, &luck)
        let totals = Self.suppliers.indices.map { place in
            place < 4 ? 300_000 + luck.below(500_000) : 2_000 + luck.below(60_000)
        }
        let planned = Self.plan(totals, length: length, isOpen: isOpen, &luck)
        // A real programme's days are the working days, whatever the plan left free.
        let works = Self.days(course, &luck)
        var shares = Self.suppliers.map { _ in Self.distributors.map { _ in 0.15 + luck.uniform() } }
        for place in shares.indices {
            let sum = shares[place].reduce(0, +)
            shares[place] = shares[place].map { $0 / sum }
        }
        var rows: [MigrationPlan.Row] = []
        var cells = Self.suppliers.map { _ in Self.distributors.map { _ in 0 } }
        for supplier in Self.suppliers.indices {
            var byDistributor = Self.distributors.map { _ in [MigrationPlan.Row]() }
            for day in planned[supplier].indices where planned[supplier][day] > 0 {
                for (place, volume) in Apportionment.split(planned[supplier][day], by: shares[supplier]).enumerated()
                where volume > 0 {
                    byDistributor[place].append(
                        .init(
                            supplier: supplier, distributor: place, date: start.adding(days: day), volume: volume))
                    cells[supplier][place] += volume
                }
            }
            rows += byDistributor.flatMap { $0 }
        }
        plan = MigrationPlan(
            suppliers: Self.suppliers, distributors: Self.distributors, rows: rows, unplaced: [])
        (completed, reversed) = Self.follow(course, planned: planned, cells: cells, length: length, works: works, &luck)
    }

    // MARK: plan

    /// Weekdays without a hold at Christmas and, in half of the plans, without a week between sprints.
    private static func calendar(_ length: Int, _ luck: inout Luck) -> [Bool] {
        let every = luck.below(2) == 0 ? 9 : 1_000
        return (0..<length).map { day in
            // Day 0 is a Wednesday; day 60 is 21 December.
            (day + 2) % 7 < 5 && !(60..<76).contains(day % 365) && (day / 7) % every != every - 1
        }
    }

    private static func plan(_ totals: [Int], length: Int, isOpen: [Bool], _ luck: inout Luck) -> [[Int]] {
        let shape = luck.below(3)
        let begins = totals.indices.map { $0 < 2 ? 0 : luck.below(length * 2 / 5) }
        if shape == 0 {
            // Every supplier rises for some weeks and goes on evenly.
            return totals.indices.map { place in
                let end = length - luck.below(length / 6)
                let ramp = 5 + luck.below(40)
                var open = 0
                return Apportionment.split(
                    totals[place],
                    by: (0..<length).map { day in
                        guard isOpen[day], day >= begins[place], day < end else { return 0 }
                        open += 1
                        return min(1, Double(open) / Double(ramp))
                    })
            }
        }
        if shape == 1 {
            // An industry limit shared by what is left: what the planner makes.
            let open = isOpen.count { $0 }
            let limit = Double(totals.reduce(0, +)) / Double(open) * 1.15
            var left = totals
            var plan = totals.map { _ in [Int](repeating: 0, count: length) }
            for day in 0..<length where isOpen[day] {
                let weights = totals.indices.map { day >= begins[$0] ? Double(left[$0]) : 0 }
                let all = weights.reduce(0, +)
                let isLast = !isOpen[(day + 1)...].contains(true)
                let parts = Apportionment.split(Int(min(all, isLast ? all : limit)), by: weights)
                for place in totals.indices {
                    plan[place][day] = min(parts[place], left[place])
                    left[place] -= plan[place][day]
                }
            }
            return plan
        }
        // An S-curve of the whole.
        return totals.indices.map { place in
            let end = Double(length - luck.below(length / 6))
            let begin = Double(begins[place])
            return Apportionment.split(
                totals[place],
                by: (0..<length).map { day in
                    let at = (Double(day) - begin) / (end - begin)
                    return isOpen[day] && at >= 0 && at < 1 ? 0.05 + at * (1 - at) * 4 : 0
                })
        }
    }

    // MARK: what became of it

    private static func days(_ course: Course, _ luck: inout Luck) -> [Bool] {
        let period = 7 * (8 + luck.below(4))
        let rest = 7 * (1 + luck.below(4))
        let stop = 7 * (5 + luck.below(25))
        let stopped = 7 * (3 + luck.below(6))
        return (0..<days).map { day in
            guard (day + 2) % 7 < 5 else { return false }
            switch course {
            case .published:
                if day < 61 { return true }
                if (96..<166).contains(day) { return true }
                guard day >= 180 else { return false }
                return (day - 180) % 70 < 56
            case .sprints: return day % period < period - rest
            case .stop: return !(stop..<(stop + stopped)).contains(day) && !(64..<74).contains(day % 365)
            default: return !(64..<74).contains(day % 365)
            }
        }
    }

    private static func follow(
        _ course: Course, planned: [[Int]], cells: [[Int]], length: Int, works: [Bool], _ luck: inout Luck
    ) -> ([[[Int]]], [[[Int]]]) {
        let own = Truth(course, length: length, &luck)
        let none = cells.map { $0.map { _ in [Int](repeating: 0, count: days) } }
        var (completed, reversed) = (none, none)
        var left = cells
        let totals = cells.map { $0.reduce(0, +) }
        let whole = Double(totals.reduce(0, +))
        let delays = cells.indices.map { place in
            course == .late && (place % 3 == 1) ? 28 + luck.below(154) : luck.below(3) == 0 ? luck.below(10) : 0
        }
        let personal = cells.map { _ in 1 + 0.06 * luck.normal() }
        let scatter = 0.06 + 0.14 * luck.uniform()
        var swing = cells.map { _ in 0.0 }
        var common = 0.0
        var owed = cells.map { _ in 0.0 }
        let begins = planned.map { $0.firstIndex { $0 > 0 } ?? 0 }
        for day in 0..<days {
            if day % 7 == 0 {
                common = 0.6 * common + 0.06 * luck.normal()
                for place in swing.indices { swing[place] = 0.6 * swing[place] + scatter * luck.normal() }
            }
            var wishes = cells.indices.map { place -> Double in
                if day < length { owed[place] += Double(planned[place][day]) }
                let rest = left[place].reduce(0, +)
                guard works[day], rest > 0, day >= begins[place] + delays[place] else { return 0 }
                let done = Double(totals[place] - rest)
                let wish = own.wish(
                    day: day, since: day - begins[place] - delays[place], planned: planned[place], delay: delays[place],
                    total: Double(totals[place]), done: done, owed: owed[place])
                let noise = max(1 + common + swing[place], 0.05) * max(1 + 0.15 * luck.normal(), 0)
                return max(wish * personal[place] * noise, 0)
            }
            let limit = own.limit(day: day, whole: whole)
            let sum = wishes.reduce(0, +)
            if sum > limit { wishes = wishes.map { $0 * limit / sum } }
            for place in cells.indices {
                let volume = min(Int(wishes[place] + luck.uniform()), left[place].reduce(0, +))
                for (cell, part) in Apportionment.split(volume, by: left[place].map(Double.init)).enumerated() {
                    let part = min(part, left[place][cell])
                    completed[place][cell][day] += part
                    left[place][cell] -= part
                }
                guard course == .reversals, works[day] else { continue }
                let isEvent = luck.below(200) == 0
                let share = isEvent ? 0.03 + 0.07 * luck.uniform() : own.weeklyReversal / 5
                guard left[place].reduce(0, +) > 0 else { continue }
                for cell in cells[place].indices {
                    let back = Int(Double(cells[place][cell] - left[place][cell]) * share)
                    reversed[place][cell][day] += back
                    left[place][cell] += back
                }
            }
        }
        return (completed, reversed)
    }

    /// What a course wishes of a day.
    private struct Truth {
        let course: Course
        let length: Int
        let share: Double
        let first: Double
        let ramp: Double
        let pace: Double
        let raisedOn: Int
        let cap: Double
        let raisedBy: Double
        let weeklyReversal: Double
        let carries: Bool

        init(_ course: Course, length: Int, _ luck: inout Luck) {
            self.course = course
            self.length = length
            share = course == .constant ? 0.6 + 0.6 * luck.uniform() : 0.92 + 0.12 * luck.uniform()
            first = 0.1 + 0.3 * luck.uniform()
            ramp = Double(56 + luck.below(150))
            pace =
                switch course {
                case .planTooFast: 1.6 + 0.9 * luck.uniform()
                case .planTooSlow: 0.45 + 0.3 * luck.uniform()
                default: 0.85 + 0.6 * luck.uniform()
                }
            raisedOn = length / 6 + luck.below(length / 3)
            cap = 0.4 + 0.35 * luck.uniform()
            raisedBy = 1.4 + 0.8 * luck.uniform()
            weeklyReversal = 0.0005 + 0.0015 * luck.uniform()
            carries = luck.below(2) == 0
        }

        func limit(day: Int, whole: Double) -> Double {
            guard course == .raised else { return .infinity }
            return whole / (Double(length) * 5 / 7) * cap * (day >= raisedOn ? raisedBy : 1)
        }

        func wish(day: Int, since: Int, planned: [Int], delay: Int, total: Double, done: Double, owed: Double)
            -> Double
        {
            let mean = total / (Double(planned.count { $0 > 0 }) + 1)
            let today = day < length ? Double(planned[day]) : 0
            let last = planned.lastIndex { $0 > 0 } ?? 0
            // After the plan's end, and on days that it leaves free, work goes on at the usual rate.
            let usual = day > last - 5 ? mean * 0.9 : today
            let behind = max(owed - done, 0)
            switch course {
            case .slowStart:
                let level = min(first + (1.1 - first) * Double(day) / ramp, 1.1)
                return min(level * usual + (level > 0.8 ? 0.015 * behind : 0), mean * 1.8)
            case .constant, .stop, .sprints, .reversals:
                return share * usual + (carries && course != .constant ? min(0.01 * behind, 0.3 * mean) : 0)
            case .late:
                let shifted = day - delay
                let moved = shifted >= 0 && shifted < length ? Double(planned[shifted]) : mean * 0.9
                return share * (carries ? min(usual + 0.02 * behind, 1.5 * mean + usual) : max(moved, 1))
            case .raised: return usual + 0.05 * behind
            case .tail:
                let rest = (total - done) / total
                return rest > 0.08 ? share * usual : max(min(share * mean, (total - done) * 0.035), 1)
            case .ownCurve, .planTooFast, .planTooSlow:
                let span = Double(max(last - (planned.firstIndex { $0 > 0 } ?? 0), 60)) * pace
                let even = total / (span * 5 / 7)
                guard course == .ownCurve else { return even * min(1, 0.3 + Double(since) / 40) }
                let at = Double(since) / span
                return even * (at < 0.35 ? 0.15 + at / 0.35 * 1.15 : at < 0.8 ? 1.3 : max(1.3 - (at - 0.8) * 3, 0.3))
            case .published:
                let growth = min(0.12 + Double(day) / 330, 1.25)
                return max(mean, usual) * growth * pace
            }
        }
    }

    // MARK: what is told and asked

    func rows(_ telling: Telling) -> [MigrationActuals.Row] {
        var rows: [MigrationActuals.Row] = []
        switch telling {
        case .daily:
            for supplier in Self.suppliers.indices {
                for day in 0..<Self.days {
                    let done = completed[supplier].reduce(0) { $0 + $1[day] }
                    let back = reversed[supplier].reduce(0) { $0 + $1[day] }
                    guard done > 0 || back > 0 else { continue }
                    rows.append(
                        .init(
                            date: start.adding(days: day), supplier: supplier, distributor: nil, completed: done,
                            reversed: back))
                }
            }
        case .weekly:
            var day = tellingDay
            while day < Self.days {
                let from = max(day - 6, 0)
                func sum(_ volumes: [[[Int]]]) -> Int {
                    volumes.reduce(0) { $0 + $1.reduce(0) { $0 + $1[from...day].reduce(0, +) } }
                }
                rows.append(
                    .init(
                        date: start.adding(days: day), supplier: nil, distributor: nil, completed: sum(completed),
                        reversed: sum(reversed)))
                day += 7
            }
        }
        return rows
    }

    /// The last day that is told by so many weeks after the start.
    func origin(_ telling: Telling, weeks: Int) -> CalendarDate {
        let last = weeks * 7 - 1
        return start.adding(days: telling == .daily ? last : last - (last - tellingDay) % 7)
    }

    /// By day: net volume of a scope by its end.
    func course(_ scope: MigrationForecast.Scope) -> [Int] {
        var sums = [Int](repeating: 0, count: Self.days)
        for supplier in Self.suppliers.indices {
            for distributor in Self.distributors.indices {
                switch scope {
                case .industry: break
                case .supplier(let place): if place != supplier { continue }
                case .distributor(let place): if place != distributor { continue }
                }
                var sum = 0
                for day in 0..<Self.days {
                    sum += completed[supplier][distributor][day] - reversed[supplier][distributor][day]
                    sums[day] += sum
                }
            }
        }
        return sums
    }
}
