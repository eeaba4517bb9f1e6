import Kernel

@testable import Migration

/// Made-up plans and what became of them, in regimes that a migration may meet.
///
/// It shares nothing with the forecast's own model: volumes are whole numbers drawn day by day, backlog is carried in
/// one half of the cases and left to the end in the other, and luck is autocorrelated.
struct MadeProgress {
    enum Regime: String, CaseIterable {
        case good, seventy, mixed, stalling, late, catchUp, outage, step, peak, slowDecline
    }

    let plan: MigrationPlan
    /// The whole course, to the end.
    let rows: [MigrationActuals.Row]
    let lastPlanned: CalendarDate

    static let suppliers = (0..<24).map { "S\($0 < 10 ? "0" : "")\($0)" }
    static let distributors = (0..<6).map { "D\($0)" }

    /// - Parameter days: calendar days of the plan.
    init(_ regime: Regime, seed: UInt64, days: Int = 420) {
        var luck = Luck(SeededGenerator(seed: seed).child(regime.rawValue))
        let start = CalendarDate(dayNumber: 20_381)  // 2025-10-20, a Monday
        let isOpen = (0..<1_500).map { day in
            day % 7 < 5 && !(70..<86).contains(day % 365) && !(168..<176).contains(day % 365)
        }
        var planned = Self.suppliers.map { _ in [Int](repeating: 0, count: 1_500) }
        for supplier in Self.suppliers.indices {
            let total = supplier < 6 ? 100_000 * (7 - supplier) : 500 + luck.below(20_000)
            let begin = supplier < 3 ? 0 : luck.below(days / 2)
            let end = days - luck.below(days / 6)
            let ramp = 10 + luck.below(25)
            var open = 0
            var weights: [Double] = []
            for day in 0..<1_500 {
                let works = isOpen[day] && day >= begin && day < end
                weights.append(works ? min(1, Double(open + 1) / Double(ramp)) : 0)
                if works { open += 1 }
            }
            planned[supplier] = Apportionment.split(total, by: weights)
        }
        let actual = Self.course(regime, planned: planned, isOpen: isOpen, luck: &luck)
        var planRows: [MigrationPlan.Row] = []
        var rows: [MigrationActuals.Row] = []
        for supplier in Self.suppliers.indices {
            var shares = Self.distributors.map { _ in 0.2 + luck.uniform() }
            let sum = shares.reduce(0, +)
            shares = shares.map { $0 / sum }
            var byDistributor = Self.distributors.map { _ in [(Int, Int)]() }
            for day in 0..<1_500 where planned[supplier][day] > 0 {
                for (place, volume) in Apportionment.split(planned[supplier][day], by: shares).enumerated()
                where volume > 0 { byDistributor[place].append((day, volume)) }
            }
            for (place, list) in byDistributor.enumerated() {
                for (day, volume) in list {
                    planRows.append(
                        .init(
                            supplier: supplier, distributor: place, date: start.adding(days: day), volume: volume))
                }
            }
            for day in 0..<1_500 where actual[supplier][day] > 0 {
                rows.append(
                    .init(
                        date: start.adding(days: day), supplier: supplier, distributor: nil,
                        completed: actual[supplier][day], reversed: 0))
            }
        }
        plan = MigrationPlan(
            suppliers: Self.suppliers, distributors: Self.distributors, rows: planRows, unplaced: [])
        self.rows = rows
        lastPlanned = plan.rows.map(\.date).max() ?? start
    }

    private static func course(_ regime: Regime, planned: [[Int]], isOpen: [Bool], luck: inout Luck) -> [[Int]] {
        let carries = luck.below(2) == 0
        let outages = Set((0..<3).map { _ in 4 + luck.below(50) })
        let stepWeek = 12 + luck.below(20)
        let stepTo = 0.5 + 0.7 * luck.uniform()
        var common = 0.0
        let commons = (0..<220).map { _ in
            common = 0.6 * common + 0.05 * luck.normal()
            return common
        }
        return planned.indices.map { supplier in
            let total = planned[supplier].reduce(0, +)
            let top = planned[supplier].max() ?? 0
            var mean =
                switch regime {
                case .good: 0.97
                case .seventy: 0.7
                case .mixed, .stalling, .late, .outage: 0.65 + 0.4 * luck.uniform()
                case .catchUp: 0.6
                case .step: 0.9
                case .peak: 1.0
                case .slowDecline: 1.02
                }
            mean += 0.04 * luck.normal()
            let cap = regime == .peak ? Double(top) * (0.4 + 0.5 * luck.uniform()) : Double(top) * 1.3
            let noise = (regime == .good ? 0.06 : 0.15) * (0.5 + luck.uniform())
            let stall = regime == .stalling && luck.below(3) == 0 ? (10 + luck.below(25), 2 + luck.below(9)) : (0, 0)
            let delay = regime == .late && luck.below(3) > 0 ? 7 * (1 + luck.below(12)) : 0
            let first = (planned[supplier].firstIndex { $0 > 0 } ?? 0) + delay
            let catchUpWeek = 10 + luck.below(10)
            var own = 0.0
            var done = 0
            var owed = 0.0
            return planned[supplier].indices.map { day in
                let week = day / 7
                if day % 7 == 0 { own = 0.7 * own + noise * luck.normal() }
                owed += Double(planned[supplier][day])
                guard isOpen[day], done < total, day >= first else { return 0 }
                if stall.1 > 0, (stall.0..<(stall.0 + stall.1)).contains(week) { return 0 }
                if regime == .outage, outages.contains(week) { return 0 }
                var level = mean + own + commons[week]
                if regime == .step, week >= stepWeek { level *= stepTo }
                if regime == .slowDecline { level *= 1 - 0.006 * Double(week) }
                let remains = planned[supplier].last { $0 > 0 } == nil ? 0 : 1
                _ = remains
                var wish = Double(planned[supplier][day])
                let isOver = planned[supplier][day...].prefix(10).allSatisfy { $0 == 0 }
                if isOver { wish = Double(top) * 0.9 }
                if carries, regime != .seventy { wish = min(wish + max(owed - Double(done) - wish, 0) * 0.03, cap) }
                if regime == .catchUp, week >= catchUpWeek, owed > Double(done) + wish { wish *= 1.6 }
                let exact = max(min(wish * max(level, 0), cap) * (1 + 0.15 * luck.normal()), 0)
                let volume = min(Int((exact + luck.uniform()).rounded(.down)), total - done)
                done += volume
                return volume
            }
        }
    }

    /// The net volume of all by the end of a date.
    func volume(by date: CalendarDate, supplier: Int? = nil) -> Int {
        rows.reduce(0) { $1.date <= date && (supplier == nil || $1.supplier == supplier) ? $0 + $1.net : $0 }
    }

    /// The day on which all was done.
    func finish(supplier: Int? = nil) -> CalendarDate? {
        rows.filter { supplier == nil || $0.supplier == supplier }.map(\.date).max()
    }
}

/// Luck for made-up data: a generator with a few laws.
struct Luck {
    private var generator: SeededGenerator

    init(_ generator: SeededGenerator) { self.generator = generator }

    mutating func below(_ bound: Int) -> Int { generator.nextBelow(bound) }

    mutating func uniform() -> Double { Double(generator.next() >> 11) * 0x1p-53 }

    /// Twelve uniforms less six: near enough to normal.
    mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + uniform() } }
}
