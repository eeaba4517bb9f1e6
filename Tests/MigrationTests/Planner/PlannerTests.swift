import Kernel
import Migration
import TestSupport
import Testing

/// A plan keeps every limit, places the least that need be left, and says how good it is.
struct PlannerTests {
    @Test(arguments: PlanObjective.allCases)
    func keepsLimitsAndConserves(_ objective: PlanObjective) async throws {
        try await Property.check(seed: 61, count: 300) { generator in
            let market = RandomMarket(&generator).market
            let result = Planner(PlanningGrid(market)).plan(objective)
            let plan = result.plan
            let certificate = result.certificate
            try Property.hold(certificate.broken.isEmpty, "a limit is passed: \(certificate.broken)")
            try Property.hold(
                Self.passedLimits(of: market, by: plan).isEmpty, "\(Self.passedLimits(of: market, by: plan))")
            var left = market.portfolios.reduce(into: [Int: Int]()) {
                $0[$1.supplier * 100 + $1.distributor] = $1.mpans
            }
            for row in plan.rows {
                try Property.hold(row.volume > 0, "a row without a volume")
                try Property.hold(
                    row.date >= market.suppliers[row.supplier].activeFrom, "a volume before the supplier's start")
                left[row.supplier * 100 + row.distributor, default: 0] -= row.volume
            }
            for part in plan.unplaced { left[part.supplier * 100 + part.distributor, default: 0] -= part.mpans }
            try Property.hold(left.values.allSatisfy { $0 == 0 }, "placed and unplaced are not the portfolio: \(left)")
            try Property.hold(certificate.gap >= 0, "better than its bound")
        }
    }

    /// An independent sum over rows: scopes and dates whose usable limit is passed.
    private static func passedLimits(of market: MigrationMarket, by plan: MigrationPlan) -> [String] {
        var byDate: [CalendarDate: Int] = [:]
        var byDistributor: [String: Int] = [:]
        var bySupplier: [String: Int] = [:]
        for row in plan.rows {
            byDate[row.date, default: 0] += row.volume
            byDistributor["\(row.distributor) \(row.date.dayNumber)", default: 0] += row.volume
            bySupplier["\(row.supplier) \(row.date.dayNumber)", default: 0] += row.volume
        }
        var passed: [String] = []
        for day in market.calendar.migrationDays {
            for limit in market.limits where limit.from <= day && day <= limit.to {
                let usable = limit.value - limit.value * market.settings.reserve.millionths / 1_000_000
                let used: Int
                switch limit.scope {
                case .industry: used = byDate[day] ?? 0
                case .distributor(let place): used = byDistributor["\(place) \(day.dayNumber)"] ?? 0
                }
                if used > usable { passed.append("\(limit.scope) \(day) \(used) > \(usable)") }
            }
            for (place, ramp) in market.ramps.enumerated() {
                let first = market.calendar.firstMigrationDay(onOrAfter: market.suppliers[place].activeFrom)
                let index = market.calendar.firstMigrationDay(onOrAfter: day) - first
                if let most = ramp[index], let used = bySupplier["\(place) \(day.dayNumber)"], used > most {
                    passed.append("ramp of \(place) \(day) \(used) > \(most)")
                }
            }
        }
        return passed
    }

    @Test func everyDayIsSharedByMaxMinWhereAllIsPlaced() async throws {
        try await Property.check(seed: 62, count: 300) { generator in
            let market = RandomMarket(&generator).market
            let certificate = Planner(PlanningGrid(market)).plan(.fair).certificate
            guard certificate.placed == certificate.mpans, certificate.forcedDays.isEmpty else { return }
            try Property.hold(certificate.unfairDays.isEmpty, "unfair on \(certificate.unfairDays)")
        }
    }

    @Test func renamingPartiesRenamesThePlan() async throws {
        try await Property.check(seed: 63, count: 150) { generator in
            var random = RandomMarket(&generator)
            try random.holdRenaming(.fair)
        }
    }

    @Test func aSupplierWithoutPortfolioChangesNothing() async throws {
        try await Property.check(seed: 64, count: 100) { generator in
            var random = RandomMarket(&generator)
            let before = Planner(PlanningGrid(random.market)).plan(.fair).plan.byName
            random.form.suppliers.append(("A", 0))
            random.form.ramps.append([:])
            let after = Planner(PlanningGrid(random.market)).plan(.fair).plan.byName
            try Property.hold(before == after, "the plan is another")
        }
    }

    @Test func aHigherLimitNeverLeavesMoreUnplaced() async throws {
        try await Property.check(seed: 65, count: 200) { generator in
            var random = RandomMarket(&generator, withRamps: false)
            let before = Planner(PlanningGrid(random.market)).plan(.earliest).plan.notPlaced
            guard !random.form.limits.isEmpty else { return }
            random.form.limits[generator.nextBelow(random.form.limits.count)].3 += 1 + generator.nextBelow(50)
            let after = Planner(PlanningGrid(random.market)).plan(.earliest).plan.notPlaced
            try Property.hold(after <= before, "\(before) before, \(after) after")
        }
    }

    @Test func volumesAndLimitsInProportionGiveThePlanInProportion() async throws {
        try await Property.check(seed: 66, count: 100) { generator in
            var random = RandomMarket(&generator)
            let before = Planner(PlanningGrid(random.market)).plan(.fair).plan
            let times = 1_000
            for place in random.form.portfolios.indices { random.form.portfolios[place].2 *= times }
            for place in random.form.limits.indices { random.form.limits[place].3 *= times }
            random.form.ramps = random.form.ramps.map { $0.mapValues { $0 * times } }
            let after = Planner(PlanningGrid(random.market)).plan(.fair).plan
            // Rounding is one MPAN a supplier and day of the small plan; what is unplaced is exact without ramps.
            let bound = (before.rows.count + 1) * times
            try Property.hold(
                abs(after.placed - before.placed * times) <= bound, "\(before.placed) and \(after.placed)")
        }
    }

    @Test func earliestIsNeverLaterThanFair() async throws {
        try await Property.check(seed: 67, count: 200) { generator in
            let certificate = Planner(PlanningGrid(RandomMarket(&generator).market)).plan(.earliest).certificate
            try Property.hold(
                certificate.earliestMeanCompletion <= certificate.fairMeanCompletion + 1e-9, "earliest is the later one"
            )
            try Property.hold(certificate.meanCompletion + 1e-9 >= certificate.bound, "better than the bound")
        }
    }

    @Test func whatCannotBePlacedIsSharedByPortfolio() throws {
        // One distributor, 10 a day over 10 days: 100 of 200 fit. B starts late and still places half of its portfolio.
        var generator = SeededGenerator(seed: 1)
        var random = RandomMarket(&generator)
        random.form = .init(
            suppliers: [("A", 0), ("B", 5)], distributors: ["L"], portfolios: [(0, 0, 100), (1, 0, 100)],
            limits: [(0, 0, 9, 10)], ramps: [[:], [:]], days: 10)
        let result = Planner(PlanningGrid(random.market)).plan(.fair)
        #expect(result.plan.unplaced.map(\.mpans) == [50, 50])
        #expect(result.certificate.conflicts.map(\.members) == [[.distributor(0)]])
        #expect(result.certificate.conflicts.map(\.short) == [100])
        #expect(result.certificate.isPlacementProved)
    }

    @Test func aHandWorkedDay() throws {
        // Industry 30 a day over two days. A has 40, B 20: weights 20 and 10, so a day is 20 and 10.
        var generator = SeededGenerator(seed: 1)
        var random = RandomMarket(&generator)
        random.form = .init(
            suppliers: [("A", 0), ("B", 0)], distributors: ["L"], portfolios: [(0, 0, 40), (1, 0, 20)],
            limits: [(nil, 0, 1, 30)], ramps: [[:], [:]], days: 2)
        let result = Planner(PlanningGrid(random.market)).plan(.fair)
        #expect(result.plan.rows.map(\.volume) == [20, 20, 10, 10])
        #expect(result.certificate.meanCompletion == 0.5)
        #expect(result.certificate.gap == 0)
        #expect(result.certificate.levels.map(\.lowest) == [1, 1])
    }

    @Test func theUsableLimitIsWhatTheReserveLeaves() throws {
        var generator = SeededGenerator(seed: 1)
        var random = RandomMarket(&generator)
        random.form = .init(
            suppliers: [("A", 0)], distributors: ["L"], portfolios: [(0, 0, 1_000)], limits: [(nil, 0, 1, 19)],
            ramps: [[:]], days: 2)
        random.form.reserve = try #require(Share("0.1"))
        // 19 - floor(1.9) = 18.
        #expect(Planner(PlanningGrid(random.market)).plan(.fair).plan.rows.map(\.volume) == [18, 18])
    }
}
