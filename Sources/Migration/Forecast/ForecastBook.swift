public import Kernel

/// What a forecast asks: a plan, what happened, and what is known around them.
public struct ForecastQuestion: Sendable {
    public var plan: MigrationPlan
    /// The first baseline, to measure against.
    public var first: MigrationPlan?
    public var actuals: MigrationActuals
    /// What happened after this day is not used; nil is the last day of the actual progress.
    public var asAt: CalendarDate?
    /// The market's calendar, limits, ramps and end; nil reads the calendar off the plan.
    public var market: MigrationMarket?
    public var settings: MigrationSettings
    public var seed: UInt64

    public init(
        plan: MigrationPlan, first: MigrationPlan? = nil, actuals: MigrationActuals, asAt: CalendarDate? = nil,
        market: MigrationMarket? = nil, settings: MigrationSettings = MigrationSettings(), seed: UInt64 = 1
    ) {
        self.plan = plan
        self.first = first
        self.actuals = actuals
        self.asAt = asAt
        self.market = market
        self.settings = settings
        self.seed = seed
    }
}

/// Plan and progress laid out by day: what every model of progress is fitted to.
///
/// A day is known by its place from `start`. A unit is what is forecast by itself: a supplier, or the whole industry
/// where no supplier is named in the actual progress.
struct ForecastBook {
    struct Unit {
        /// Places in the plan's list.
        let suppliers: [Int]
        /// MPANs: plan and unplaced.
        let total: Int
        /// The first and the last day with planned volume; the count of days and -1 where there is none.
        var firstPlanned: Int
        var lastPlanned = -1
        /// The rate of the plan's end, MPANs a migration day.
        var lateRate = 0.0
        /// Planned volume of a migration day between the first and the last.
        var usualRate = 0.0
        /// The most of a planned day.
        var planPeak = 0.0
    }

    /// How often progress is told.
    enum Rhythm {
        case daily
        /// Totals of seven days.
        case weekly
        /// Totals of some other number of days.
        case longer

        /// Fewer than three reports tell no rhythm.
        init(_ reports: [Int]) {
            let gaps = zip(reports.dropFirst(), reports).map { $0 - $1 }.sorted()
            guard gaps.count >= 2, gaps[gaps.count / 2] >= 5 else {
                self = reports.count < 6 && gaps.contains { $0 >= 5 } ? .weekly : .daily
                return
            }
            self = gaps.allSatisfy { $0 % 7 == 0 } && gaps[gaps.count / 2] == 7 ? .weekly : .longer
        }
    }

    /// A pair of supplier and distributor that has volume.
    struct Cell {
        let unit: Int
        let supplier: Int
        let distributor: Int
        let unplaced: Int
        /// Place of its rows in the plan.
        let rows: Range<Int>
    }

    let question: ForecastQuestion
    /// Day number of day 0.
    let start: Int
    /// Days of history and horizon.
    let days: Int
    /// The day up to which progress is known; -1 where none is.
    let known: Int
    /// The days that have a row, up to the known day, and how they follow each other.
    let reports: [Int]
    let rhythm: Rhythm
    /// The plan's last day.
    let lastPlanned: Int
    /// Whether migrations may take place.
    let isOpen: [Bool]
    let units: [Unit]
    let cells: [Cell]
    /// Unit × days + day.
    let planned: [Double]
    /// The same, summed up.
    let plannedSum: [Double]
    let net: [Int]
    /// By day: what the named pairs and distributors completed up to the known day.
    let knownPairs: [ActualMargins.Pair: Int]
    let knownDistributors: [Int: Int]
    /// By day: the industry's limit; empty without a market.
    let industryLimit: [Double]
    /// Day × distributors of the plan + distributor; empty where no distributor of the plan has a limit.
    let distributorLimits: [Double]
    /// By unit: by how much its migration day may rise above the one before, MPANs; empty where no unit has a step limit.
    let rises: [Double]

    func date(_ day: Int) -> CalendarDate { CalendarDate(dayNumber: start + day) }

    init(_ question: ForecastQuestion) {
        self.question = question
        let plan = question.plan
        let dates = plan.rows.map(\.date.dayNumber)
        let cut = question.asAt?.dayNumber ?? .max
        let used = question.actuals.rows.filter { $0.date.dayNumber <= cut }
        let margins = ActualMargins(used)
        let lastActual = question.actuals.lastDate?.dayNumber
        let firstPlan = dates.min() ?? lastActual ?? (question.asAt?.dayNumber ?? 0)
        let lastPlan = dates.max() ?? firstPlan
        let knownTo = lastActual.map { min($0, cut) }
        // Before the start the days that are asked for begin with the day after; not a lifetime before it.
        let asked = max((question.asAt?.dayNumber ?? firstPlan) + 1, firstPlan - 400)
        let start = min(firstPlan, used.map(\.date.dayNumber).min() ?? firstPlan, asked)
        self.start = start
        reports = Set(used.map { $0.date.dayNumber - start }).sorted()
        let rhythm = Rhythm(reports)
        self.rhythm = rhythm
        let cutAt = knownTo.map { max($0 - start, -1) } ?? -1
        // A week that is not over has no report yet.
        known =
            switch (rhythm, reports.last) {
            case (.weekly, let last?): last + (cutAt - last) / 7 * 7
            case (.longer, let last?): last
            default: cutAt
            }
        lastPlanned = dates.isEmpty ? -1 : lastPlan - start
        let deadline = question.market?.lastDate.dayNumber ?? lastPlan
        let end =
            max(lastPlan, min(deadline, lastPlan + 1_500), knownTo ?? lastPlan)
            + question.settings[ForecastParameters.horizonDays]
        let count = end - start + 1
        days = count
        isOpen = Self.openDays(question, start: start, count: count)
        var (units, cells) = Self.layOut(plan, byParty: margins.namesSuppliers, days: count)
        var planned = [Double](repeating: 0, count: units.count * count)
        for cell in cells {
            for place in cell.rows {
                let row = plan.rows[place]
                planned[cell.unit * count + row.date.dayNumber - start] += Double(row.volume)
            }
        }
        Self.describe(
            &units, planned: planned, isOpen: isOpen, days: count,
            lateShare: question.settings[ForecastParameters.backlogShare].fraction)
        self.units = units
        self.cells = cells
        var sums = planned
        for unit in units.indices {
            var sum = 0.0
            for day in 0..<count {
                sum += planned[unit * count + day]
                sums[unit * count + day] = sum
            }
        }
        self.planned = planned
        plannedSum = sums
        net = Self.spread(margins, units: units, planned: planned, start: start, days: count)
        var pairs: [ActualMargins.Pair: Int] = [:]
        var distributors: [Int: Int] = [:]
        for day in margins.days.values {
            pairs.merge(day.byPair, uniquingKeysWith: +)
            distributors.merge(day.byDistributor, uniquingKeysWith: +)
        }
        knownPairs = pairs
        knownDistributors = distributors
        industryLimit = question.market.map { Self.limits($0, start: start, count: count) } ?? []
        distributorLimits = question.market.map { Self.limits($0, of: plan, start: start, count: count) } ?? []
        rises = question.market.map { Self.rises($0, of: plan, units) } ?? []
    }

    /// What the step limits let units rise by: many suppliers that are told as one by what all of them may together.
    private static func rises(_ market: MigrationMarket, of plan: MigrationPlan, _ units: [Unit]) -> [Double] {
        var hasVolume = [Bool](repeating: false, count: plan.suppliers.count)
        for row in plan.rows { hasVolume[row.supplier] = true }
        for entry in plan.unplaced { hasVolume[entry.supplier] = true }
        let rises = units.map { unit in
            unit.suppliers.reduce(0.0) { sum, place in
                guard hasVolume[place] else { return sum }
                return sum + (market.supplier(plan.suppliers[place]).flatMap(market.step).map(Double.init) ?? .infinity)
            }
        }
        return rises.allSatisfy { $0 == .infinity || $0 == 0 } ? [] : rises
    }

    /// What a unit's first migration day after a known one rises from: the greater of what it was planned and what it did
    /// on the last migration day known, as a replan does; of totals of many days their mean day.
    func reached(_ unit: Int, at origin: Int) -> Double {
        guard let day = (0..<max(origin + 1, 0)).last(where: { isOpen[$0] }), progress(unit, to: origin) > 0 else {
            return 0
        }
        let from = rhythm == .daily ? day : (reports.last { $0 < origin } ?? origin - 7) + 1
        let days = (max(from, 0)...max(from, origin, 0)).count { isOpen[$0] }
        let done = progress(unit, to: origin) - progress(unit, to: from - 1)
        return max(planned[unit * self.days + day], Double(done) / Double(max(days, 1)), 0)
    }

    /// Days of migration: the market's where it lists them, else those of the plan; beyond, the same days of the week.
    private static func openDays(_ question: ForecastQuestion, start: Int, count: Int) -> [Bool] {
        var isOpen = [Bool](repeating: false, count: count)
        var last = -1
        let listed =
            question.market?.calendar.migrationDays.map(\.dayNumber) ?? question.plan.rows.map(\.date.dayNumber)
        for number in listed where number >= start && number - start < count {
            isOpen[number - start] = true
            last = max(last, number - start)
        }
        if let end = question.market?.calendar.days.last { last = max(last, end.date.dayNumber - start) }
        var weekdays = [Int](repeating: 0, count: 7)
        for day in 0..<count where isOpen[day] { weekdays[(start + day + 70_000) % 7] += 1 }
        let most = weekdays.max() ?? 0
        for day in max(last + 1, 0)..<max(count, last + 1) {
            // A day of the week that was open once in four is no exception.
            let number = weekdays[(start + day + 70_000) % 7]
            isOpen[day] = most == 0 ? true : number * 4 >= most
        }
        return isOpen
    }

    private static func layOut(_ plan: MigrationPlan, byParty: Bool, days: Int) -> ([Unit], [Cell]) {
        var totals = [Int](repeating: 0, count: plan.suppliers.count)
        for row in plan.rows { totals[row.supplier] += row.volume }
        for entry in plan.unplaced { totals[entry.supplier] += entry.mpans }
        var units: [Unit] = []
        if byParty {
            units = plan.suppliers.indices.map { Unit(suppliers: [$0], total: totals[$0], firstPlanned: days) }
        } else {
            units = [Unit(suppliers: Array(plan.suppliers.indices), total: totals.reduce(0, +), firstPlanned: days)]
        }
        var unplaced: [ActualMargins.Pair: Int] = [:]
        for entry in plan.unplaced {
            unplaced[.init(supplier: entry.supplier, distributor: entry.distributor), default: 0] += entry.mpans
        }
        var cells: [Cell] = []
        var place = 0
        for supplier in plan.suppliers.indices {
            for distributor in plan.distributors.indices {
                let from = place
                while place < plan.rows.count, plan.rows[place].supplier == supplier,
                    plan.rows[place].distributor == distributor
                {
                    place += 1
                }
                let left = unplaced[.init(supplier: supplier, distributor: distributor)] ?? 0
                guard place > from || left > 0 else { continue }
                cells.append(
                    Cell(
                        unit: byParty ? supplier : 0, supplier: supplier, distributor: distributor, unplaced: left,
                        rows: from..<place))
            }
        }
        return (units, cells)
    }

    private static func describe(
        _ units: inout [Unit], planned: [Double], isOpen: [Bool], days: Int, lateShare: Double
    ) {
        for unit in units.indices {
            let base = unit * days
            for day in 0..<days where planned[base + day] > 0 {
                units[unit].firstPlanned = min(units[unit].firstPlanned, day)
                units[unit].lastPlanned = day
                units[unit].planPeak = max(units[unit].planPeak, planned[base + day])
            }
            var volume = 0.0
            var open = 0
            var day = units[unit].lastPlanned
            while day >= units[unit].firstPlanned, open < 40 {
                if isOpen[day] || planned[base + day] > 0 {
                    volume += planned[base + day]
                    open += 1
                }
                day -= 1
            }
            // A plan may end in a thin tail where little is left to plan; a backlog goes faster than that.
            let span = (units[unit].firstPlanned...max(units[unit].lastPlanned, units[unit].firstPlanned))
            let working = span.reduce(0) { $0 + ($1 < days && (isOpen[$1] || planned[base + $1] > 0) ? 1 : 0) }
            let whole = span.reduce(0.0) { $0 + ($1 < days ? planned[base + $1] : 0) }
            units[unit].usualRate = working > 0 ? whole / Double(working) : 0
            let usual = units[unit].usualRate * lateShare
            units[unit].lateRate =
                open > 0 ? max(volume / Double(open), usual) : Double(units[unit].total) / 60
        }
    }

    /// Net progress by unit and day; what names no supplier goes to the suppliers as they were planned that day.
    private static func spread(
        _ margins: ActualMargins, units: [Unit], planned: [Double], start: Int, days: Int
    ) -> [Int] {
        var net = [Int](repeating: 0, count: units.count * days)
        let named = Set(margins.days.values.flatMap { $0.bySupplier.keys })
        for (number, entry) in margins.days {
            let day = number - start
            guard day >= 0, day < days else { continue }
            guard margins.namesSuppliers else {
                if !units.isEmpty { net[day] += entry.total }
                continue
            }
            for (supplier, volume) in entry.bySupplier { net[supplier * days + day] += volume }
            guard entry.withoutSupplier != 0 else { continue }
            let from = max(day - 6, 0)
            var weights = units.indices.map { unit in
                (from...day).reduce(0.0) { $0 + planned[unit * days + $1] } * (named.contains(unit) ? 0.001 : 1)
            }
            if weights.allSatisfy({ $0 == 0 }) { weights = units.map { Double($0.total) } }
            for (unit, volume) in Apportionment.split(entry.withoutSupplier, by: weights).enumerated() {
                net[unit * days + day] += volume
            }
        }
        return net
    }

    private static func limits(_ market: MigrationMarket, start: Int, count: Int) -> [Double] {
        var limits = [Double](repeating: .infinity, count: count)
        for limit in market.limits where limit.scope == .industry {
            let from = max(limit.from.dayNumber - start, 0)
            let to = min(limit.to.dayNumber - start, count - 1)
            guard from <= to else { continue }
            for day in from...to { limits[day] = min(limits[day], Double(limit.value)) }
        }
        return limits
    }

    private static func limits(_ market: MigrationMarket, of plan: MigrationPlan, start: Int, count: Int) -> [Double] {
        let places = market.distributors.map { code in plan.distributors.firstIndex(of: code) }
        let width = plan.distributors.count
        var limits: [Double] = []
        for limit in market.limits {
            guard case .distributor(let own) = limit.scope, let place = places[own] else { continue }
            if limits.isEmpty { limits = [Double](repeating: .infinity, count: count * width) }
            let from = max(limit.from.dayNumber - start, 0)
            let to = min(limit.to.dayNumber - start, count - 1)
            guard from <= to else { continue }
            for day in from...to {
                limits[day * width + place] = min(limits[day * width + place], Double(limit.value))
            }
        }
        return limits
    }

    /// Net progress of a unit up to a day.
    func progress(_ unit: Int, to day: Int) -> Int {
        guard day >= 0 else { return 0 }
        return net[(unit * days)...(unit * days + min(day, days - 1))].reduce(0, +)
    }
}

/// Whole numbers that add up to a whole, as near to given weights as can be (largest remainders, earlier places first).
enum Apportionment {
    static func split(_ whole: Int, by weights: [Double]) -> [Int] {
        let sum = weights.reduce(0, +)
        guard sum > 0 else { return weights.map { _ in 0 } }
        let exact = weights.map { Double(abs(whole)) * $0 / sum }
        var parts = exact.map { Int($0.rounded(.down)) }
        let order = exact.indices.sorted {
            let left = exact[$0] - exact[$0].rounded(.down)
            let right = exact[$1] - exact[$1].rounded(.down)
            return left == right ? $0 < $1 : left > right
        }
        var rest = abs(whole) - parts.reduce(0, +)
        for place in order where rest > 0 && weights[place] > 0 {
            parts[place] += 1
            rest -= 1
        }
        return whole < 0 ? parts.map { -$0 } : parts
    }
}
