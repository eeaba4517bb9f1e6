import Kernel

extension MigrationForecast {
    /// The largest plan, with what found no place, MPANs.
    public static let mostMPANs = 2_000_000_000
    /// The most volumes that are held at once; a larger question gets fewer futures, though never fewer than 20.
    static let mostValues = 150_000_000

    /// Makes the forecast.
    ///
    /// Memory: some hundred megabytes for 90 suppliers, 28 distributors and two years.
    /// - Precondition: the plan has no more than `mostMPANs`.
    public init(_ question: ForecastQuestion) {
        let book = ForecastBook(question)
        let model = AttainmentModel(book, origin: book.known)
        let span = book.days - 1 - book.known
        let paths = max(span, 1) * max(question.plan.suppliers.count + question.plan.distributors.count, 1)
        let runs = max(min(question.settings[ForecastParameters.runs], Self.mostValues / paths), 20)
        let simulation = ForecastSimulation(model, runs: runs, span: span, seed: question.seed)
        self = ForecastMaker(book: book, model: model, simulation: simulation).make()
    }
}

/// Turns simulated futures of units into outlooks of scopes.
struct ForecastMaker {
    let book: ForecastBook
    let model: AttainmentModel
    let simulation: ForecastSimulation

    private var span: Int { simulation.span }
    private var runs: Int { simulation.runs }
    private var plan: MigrationPlan { book.question.plan }

    /// Cumulative volumes of a scope, run × span + day, with what is common to all runs.
    struct Futures {
        var total: Int
        var migrated: Int
        var paths: [Float]
    }

    func make() -> MigrationForecast {
        let asAt = book.question.asAt ?? book.date(book.known)
        let deadline = book.question.market?.lastDate ?? book.date(max(book.lastPlanned, 0))
        var industry = [Int32](repeating: 0, count: runs * span)
        for paths in simulation.paths {
            for place in paths.indices {
                industry[place] = Int32(clamping: Int(industry[place]) + Int(paths[place]))
            }
        }
        let migrated = book.units.indices.reduce(0) { $0 + book.progress($1, to: book.known) }
        let total = book.units.reduce(0) { $0 + $1.total }
        let end = lastDay(of: industry, total: total)
        let from = max(asAt.dayNumber - book.start, book.known) + 1
        let days = from..<max(min(max(end, book.lastPlanned), book.days - 1) + 1, from)
        let placed = PlanProgress(book: book)
        var outlooks = [
            outlook(
                .industry, total: total, migrated: migrated, paths: industry, days: days, deadline: deadline)
        ]
        var bySupplier: [Int: Futures] = [:]
        var byDistributor: [Futures] = []
        placed.distribute(simulation, suppliers: &bySupplier, distributors: &byDistributor)
        for supplier in plan.suppliers.indices {
            if let futures = bySupplier[supplier] {
                outlooks.append(
                    outlook(
                        .supplier(supplier), total: futures.total, migrated: futures.migrated,
                        paths: rounded(futures), days: days, deadline: deadline))
            } else {
                outlooks.append(
                    outlook(
                        .supplier(supplier), total: book.units[supplier].total,
                        migrated: book.progress(supplier, to: book.known), paths: simulation.paths[supplier],
                        days: days, deadline: deadline))
            }
        }
        for (distributor, futures) in byDistributor.enumerated() {
            outlooks.append(
                outlook(
                    .distributor(distributor), total: futures.total, migrated: futures.migrated,
                    paths: rounded(futures), days: days, deadline: deadline))
        }
        return MigrationForecast(
            asAt: asAt, knownTo: book.known >= 0 ? book.date(book.known) : nil, dates: days.map(book.date),
            horizon: book.date(book.days - 1), deadline: deadline, outlooks: outlooks,
            daysLeft: daysLeft(to: deadline), proven: proven(), runs: runs, facts: facts())
    }

    private func rounded(_ futures: Futures) -> [Int32] {
        futures.paths.map { Int32(clamping: Int($0.rounded())) }
    }

    /// The day by which nine futures of ten have ended.
    private func lastDay(of paths: [Int32], total: Int) -> Int {
        let ends = (0..<runs).map { run in firstDay(run, paths, total: total) ?? book.days }.sorted()
        return ends.isEmpty ? book.lastPlanned : SampleQuantile.of(sorted: ends, percent: 90)
    }

    private func firstDay(_ run: Int, _ paths: [Int32], total: Int) -> Int? {
        var low = 0
        var high = span
        // A path never falls.
        while low < high {
            let middle = (low + high) / 2
            if Int(paths[run * span + middle]) >= total { high = middle } else { low = middle + 1 }
        }
        return low < span ? book.known + 1 + low : nil
    }

    private func outlook(
        _ scope: MigrationForecast.Scope, total: Int, migrated: Int, paths: [Int32], days: Range<Int>,
        deadline: CalendarDate
    ) -> MigrationForecast.Outlook {
        let bands = days.map { band(paths, offset: $0 - book.known - 1) }
        let finish: MigrationForecast.Finish
        if migrated >= total {
            let date = finishedOn(scope, total: total)
            finish = .init(p10: date, p50: date, p80: date, p90: date, byDeadline: date <= deadline ? 1_000 : 0)
        } else {
            let ends = (0..<runs).map { firstDay($0, paths, total: total) ?? .max }.sorted()
            let dates = [10, 50, 80, 90].map { percent -> CalendarDate? in
                let day = SampleQuantile.of(sorted: ends, percent: percent)
                return day == .max ? nil : book.date(day)
            }
            let last = deadline.dayNumber - book.start
            finish = .init(
                p10: dates[0], p50: dates[1], p80: dates[2], p90: dates[3],
                byDeadline: ends.count { $0 <= last } * 1_000 / runs)
        }
        return .init(
            scope: scope, total: total, migrated: migrated,
            plannedToDate: Self.placed(plan, scope, plan, to: book.known >= 0 ? book.date(book.known) : nil),
            firstToDate: book.question.first.map {
                Self.placed($0, scope, plan, to: book.known >= 0 ? book.date(book.known) : nil)
            }, bands: bands, finish: finish)
    }

    private func band(_ paths: [Int32], offset: Int) -> MigrationForecast.Band {
        var values = [Int32](repeating: 0, count: runs)
        for run in 0..<runs { values[run] = paths[run * span + offset] }
        if values.allSatisfy({ $0 == values[0] }) {
            let value = Int(values[0])
            return .init(p10: value, p50: value, p80: value, p90: value)
        }
        values.sort()
        func quantile(_ percent: Int) -> Int { Int(SampleQuantile.of(sorted: values, percent: percent)) }
        return .init(p10: quantile(10), p50: quantile(50), p80: quantile(80), p90: quantile(90))
    }

    /// What a plan places in a scope up to a date; parties are matched by code.
    static func placed(
        _ plan: MigrationPlan, _ scope: MigrationForecast.Scope, _ names: MigrationPlan, to date: CalendarDate?
    ) -> Int {
        guard let date else { return 0 }
        var sum = 0
        switch scope {
        case .industry: for row in plan.rows where row.date <= date { sum += row.volume }
        case .supplier(let place):
            guard let own = plan.suppliers.firstIndex(of: names.suppliers[place]) else { return 0 }
            for row in plan.rows where row.supplier == own && row.date <= date { sum += row.volume }
        case .distributor(let place):
            guard let own = plan.distributors.firstIndex(of: names.distributors[place]) else { return 0 }
            for row in plan.rows where row.distributor == own && row.date <= date { sum += row.volume }
        }
        return sum
    }

    /// The day on which a scope that is done was done; the last known day where only the plan tells the parties apart.
    private func finishedOn(_ scope: MigrationForecast.Scope, total: Int) -> CalendarDate {
        var units: [Int] = []
        switch scope {
        case .industry: units = Array(book.units.indices)
        case .supplier(let place) where book.units.count == plan.suppliers.count: units = [place]
        case .supplier, .distributor: return book.date(max(book.known, 0))
        }
        var sum = 0
        for day in 0..<max(book.known + 1, 0) {
            for unit in units { sum += book.net[unit * book.days + day] }
            if sum >= total { return book.date(day) }
        }
        return book.date(max(book.known, 0))
    }

    /// After the later of what is known and what was asked.
    private func daysLeft(to deadline: CalendarDate) -> Int {
        let from = max(book.known, (book.question.asAt?.dayNumber ?? .min / 2) - book.start) + 1
        let to = min(deadline.dayNumber - book.start, book.days - 1)
        guard from <= to else { return 0 }
        return (max(from, 0)...to).count { book.isOpen[$0] }
    }

    private func proven() -> (volume: Int, days: Int) {
        let wanted = book.question.settings[ForecastParameters.provenDays]
        var days = 0
        var from = book.known + 1
        while from > 0, days < wanted {
            from -= 1
            if book.isOpen[from] { days += 1 }
        }
        guard days > 0 else { return (0, 0) }
        let volume = book.units.indices.reduce(0) { sum, unit in
            sum + book.net[(unit * book.days + from)...(unit * book.days + book.known)].reduce(0, +)
        }
        return (volume, days)
    }

    private func facts() -> MigrationForecast.Facts {
        func thousandths(_ value: Double) -> Int { Int((value * 1_000).rounded()) }
        let whole = book.units.reduce(0.0) { $0 + Double($1.total) }
        let weighted = { (value: (AttainmentModel.UnitState) -> Double) -> Double in
            guard whole > 0 else { return 0 }
            return zip(model.units, book.units).reduce(0) { $0 + value($1.0) * Double($1.1.total) } / whole
        }
        let codes = { (fits: (AttainmentModel.Regime) -> Bool) -> [String] in
            guard book.units.count == plan.suppliers.count else { return [] }
            return book.units.indices.filter { fits(model.units[$0].regime) && book.units[$0].total > 0 }.map {
                plan.suppliers[$0]
            }
        }
        return .init(
            level: thousandths(weighted(\.level)), scatter: thousandths(weighted { $0.scatter.squareRoot() }),
            drift: thousandths(model.drift.squareRoot()), shared: thousandths(model.correlation),
            keepsPace: thousandths(model.courses.pace), outageWeeks: model.isOutage.count { $0 },
            stalled: codes {
                if case .stalled = $0 { return true }
                return false
            },
            waiting: codes {
                if case .waiting(let days) = $0 { return days >= 7 }
                return false
            })
    }
}
