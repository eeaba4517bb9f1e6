import Kernel
import TestSupport
import Testing

@testable import Migration

/// Envelopes under step limits hold no day that a supplier could never have risen to.
struct EnvelopeStepTests {
    /// The market's last sprint but so many, or its first where there are fewer.
    private static func sprint(_ market: MigrationMarket, _ number: Int) throws -> (
        SprintCalendar, SprintCalendar.Sprint
    ) {
        let sprints = SprintCalendar.derived(from: market)
        return (sprints, try #require(sprints[min(number, sprints.sprints.count)]))
    }

    private static func table(
        _ market: MigrationMarket, sprint number: Int = 1, migrated: [Int]? = nil, reached: [Int]? = nil
    ) throws -> EnvelopeTable {
        let (sprints, sprint) = try sprint(market, number)
        return EnvelopeTable(
            PlanningGrid(market), sprints: sprints, sprint: sprint, migrated: migrated, reached: reached)
    }

    /// A with so much, active from the third day on, at L; a day may rise by 10.
    private static func form(_ mpans: Int, days: Int = 22) -> RandomMarket.Form {
        RandomMarket.Form(
            suppliers: [("A", 2)], distributors: ["L"], portfolios: [(0, 0, mpans)], limits: [], ramps: [[:]],
            stepLimit: 10, days: days)
    }

    // MARK: By hand

    @Test func aClimbByHand() throws {
        // 1,000 in 20 days that climb by 10: 10 to 50 are 150, and 850 in the other 15 days are 56.667 a day. It asks
        // for 71 (56.667 × 1.25 = 70.83), which the eighth day is the first to allow.
        let table = try Self.table(RandomMarket.market(Self.form(1_000)))
        let envelopes = (0..<22).map { table.envelope(cell: 0, day: $0) }
        #expect(envelopes == [0, 0, 10, 20, 30, 40, 50, 60, 70] + [Int](repeating: 71, count: 13))
        #expect(envelopes == (0..<22).map { table.dayEnvelope(supplier: 0, day: $0) })
        let bounds = (0..<22).map { table.bound(cell: 0, day: $0) }
        #expect(bounds[..<2].allSatisfy { $0 == .notActive })
        #expect(bounds[2..<9].allSatisfy { $0 == .stepLimit })
        #expect(bounds[9...].allSatisfy { $0 == .ask })
        let reason = table.reason(cell: 0, day: 4)
        #expect(reason.limit == 30 && reason.sharedBy == 0 && reason.gain == 1_000_000 && reason.share == 1_000_000)
        #expect(
            reason.sentence
                == "needs 56.667 a day, asks that times 1.25; its step limit of 10 lets the day rise to 30 at most, from "
                + "20 on the migration day before; one more MPAN of it that day would bring 1.000 here")
    }

    @Test func whatCannotBeClimbedToIsNeededAllTheSame() throws {
        // 10 to 200 are 2,100: 3,000 do not fit, and every day may be used to the full.
        let table = try Self.table(RandomMarket.market(Self.form(3_000)))
        #expect((2..<22).map { table.envelope(cell: 0, day: $0) } == (1...20).map { $0 * 10 })
        // Within all that fits the envelopes let it finish.
        let just = try Self.table(RandomMarket.market(Self.form(2_100)))
        #expect((0..<22).reduce(0) { $0 + just.dayEnvelope(supplier: 0, day: $1) } == 2_100)
    }

    @Test func aSprintBeginsWithTheDayBefore() throws {
        let market = RandomMarket.market(Self.form(2_000))
        let grid = PlanningGrid(market)
        let (_, sprint) = try Self.sprint(market, 5)
        let first = try #require(grid.day(sprint.execution.lowerBound))
        func line(_ day: Int, _ volume: Int) -> VolumeLine {
            VolumeLine(supplier: 0, distributor: 0, date: grid.days[day], volume: volume)
        }
        func reached(_ done: [VolumeLine], _ plan: [VolumeLine]?) -> [Int]? {
            EnvelopeTable.reached(before: sprint, done: done, plan: plan, in: grid)
        }
        #expect(reached([], nil) == nil)
        // What was planned for the day before; the greater where it was done too; nothing where neither has it.
        #expect(reached([], [line(first - 1, 30)]) == [30])
        #expect(reached([line(first - 1, 20)], [line(first - 1, 30)]) == [30])
        #expect(reached([line(first - 1, 40)], [line(first - 1, 30)]) == [40])
        #expect(reached([], [line(first - 2, 30)]) == [0])
        // The plan goes on where the report ends; without a plan it can have climbed since.
        #expect(reached([line(first - 4, 40)], [line(first - 1, 30)]) == [30])
        #expect(reached([line(first - 1, 25)], nil) == [25])
        #expect(reached([line(first - 4, 25)], nil) == [55])
        // A report from the sprint itself says nothing of another day before.
        #expect(reached([line(first - 1, 25), line(first + 1, 90)], nil) == [25])
        for (before, expected) in [(0, [10, 20, 30]), (45, [55, 65, 75])] {
            let table = try Self.table(market, sprint: 5, migrated: [100], reached: [before])
            #expect((0..<3).map { table.envelope(cell: 0, day: $0) } == expected)
        }
        // Not known: as far as it could have climbed from its start, which is the third day.
        let unknown = try Self.table(market, sprint: 5, migrated: [100])
        #expect(unknown.stepCap(supplier: 0, day: 0) == (first - 1) * 10)
    }

    @Test func daysBetweenSprintsStartTheClimbAnew() throws {
        let market = RandomMarket.market(Self.form(3_000))
        func dates(_ days: ClosedRange<Int>) -> ClosedRange<CalendarDate> {
            RandomMarket.date(days.lowerBound)...RandomMarket.date(days.upperBound)
        }
        let sprints = try SprintCalendar(sprints: [
            .init(number: 1, planning: nil, execution: dates(0...5), retrospective: nil),
            .init(number: 2, planning: nil, execution: dates(7...21), retrospective: nil),
        ])
        let table = EnvelopeTable(
            PlanningGrid(market), sprints: sprints, sprint: sprints.sprints[0], migrated: nil)
        #expect((0..<10).map { table.envelope(cell: 0, day: $0) } == [0, 0, 10, 20, 30, 40, 0, 10, 20, 30])
    }

    @Test func aWholeDayIsHeldOverAllDistributors() throws {
        // The least step of 25 at each of four distributors is a choice of place: the day rises by 10 all the same.
        let table = try Self.table(
            RandomMarket.market(
                .init(
                    suppliers: [("A", 0)], distributors: ["K", "L", "M", "N"],
                    portfolios: (0..<4).map { (0, $0, 200) }, limits: [], ramps: [[:]], stepLimit: 10, days: 20)))
        #expect((0..<5).map { table.dayEnvelope(supplier: 0, day: $0) } == [10, 20, 30, 40, 50])
        #expect((0..<3).map { table.envelope(cell: 2, day: $0) } == [10, 20, 25])
    }

    // MARK: Properties

    /// By day: the most of a supplier under its step limit, reckoned from the market's rows alone.
    private static func most(_ market: MigrationMarket, _ supplier: Int, from first: Int, before: Int?) -> [Int] {
        let days = market.calendar.migrationDays
        let start = days.firstIndex { $0 >= market.suppliers[supplier].activeFrom } ?? days.count
        func usable(_ scope: CapacityLimit.Scope, _ day: CalendarDate) -> Int {
            market.limits.filter { $0.scope == scope && $0.from <= day && day <= $0.to }
                .map { $0.usable(market.settings.reserve) }.min() ?? .max
        }
        var had = 0
        return days.indices.map { day in
            if let before, day == first { had = before }
            guard day >= start else {
                had = 0
                return 0
            }
            let ramp = market.ramps[supplier][day - start] ?? .max
            let cap = min(ramp, market.step(supplier).map { had + $0 } ?? .max)
            let room = market.portfolios.filter { $0.supplier == supplier }.reduce(0) {
                $0 + min($1.mpans, usable(.distributor($1.distributor), days[day]))
            }
            had = min(cap, room, usable(.industry, days[day]))
            return cap
        }
    }

    @Test func noDayIsAboveWhatCouldBeReached() async throws {
        var bound = 0
        try await Property.check(seed: 6_341, count: 250) { generator in
            let market = RandomMarket(&generator).withSteps(&generator).market
            let number = 1 + generator.nextBelow(9)
            let known = generator.nextBelow(2) == 0
            let before = market.suppliers.indices.map { _ in generator.nextBelow(market.mpans + 1) / 8 }
            let migrated = known ? PlanningGrid(market).cells.map { generator.nextBelow($0.mpans + 1) } : nil
            let table = try Self.table(market, sprint: number, migrated: migrated, reached: known ? before : nil)
            let first = table.days.lowerBound
            for supplier in market.suppliers.indices {
                let most = Self.most(market, supplier, from: first, before: known ? before[supplier] : nil)
                var last: Int?
                for day in 0..<table.days.count {
                    let total = table.dayEnvelope(supplier: supplier, day: day)
                    let code = "\(market.suppliers[supplier].code) on day \(first + day)"
                    // What a ramp alone allows over all distributors is a rule of its own (V06).
                    try Property.hold(
                        most[first + day] == table.ramp(supplier: supplier, day: day) || total <= most[first + day],
                        "\(code): \(total) of \(most[first + day])")
                    for cell in table.grid.cellsOfSupplier[supplier] {
                        let envelope = table.envelope(cell: cell, day: day)
                        try Property.hold(envelope <= most[first + day], "\(code): \(envelope) of \(most[first + day])")
                        if table.bound(cell: cell, day: day) == .stepLimit {
                            bound += 1
                            try Property.hold(market.step(supplier) != nil, "\(code) has no step limit")
                            try Property.hold(envelope == most[first + day], "\(code): the step limit does not bind")
                        }
                    }
                    // Days that are all used to the full keep the limit.
                    if let last, let step = market.step(supplier) {
                        try Property.hold(total <= last + step, "\(code): \(last) to \(total)")
                    }
                    last = total
                }
            }
        }
        #expect(bound > 200, "step limits bind in these markets")
    }

    @Test func aLimitThatNeverBindsChangesNothing() async throws {
        try await Property.check(seed: 6_342, count: 150) { generator in
            var random = RandomMarket(&generator)
            let number = 1 + generator.nextBelow(9)
            let before = try Self.table(random.market, sprint: number)
            random.form.stepLimit = random.market.mpans + 25
            let after = try Self.table(random.market, sprint: number)
            for cell in before.grid.cells.indices {
                for day in 0..<before.days.count {
                    try Property.hold(
                        before.reason(cell: cell, day: day) == after.reason(cell: cell, day: day), "another reason")
                    try Property.hold(
                        before.envelope(cell: cell, day: day) == after.envelope(cell: cell, day: day),
                        "another envelope")
                }
            }
            for supplier in random.market.suppliers.indices {
                for day in 0..<before.days.count {
                    try Property.hold(
                        before.dayEnvelope(supplier: supplier, day: day)
                            == after.dayEnvelope(supplier: supplier, day: day), "another day")
                }
            }
        }
    }

    /// A plan's volume that lay within the envelope that knew no step limit lies within the one that knows it, unless a
    /// limit that is full by then went to others.
    @Test(arguments: PlanObjective.allCases)
    func plansLieWhereTheyLay(_ objective: PlanObjective) async throws {
        var (inside, lost) = (0, 0)
        try await Property.check(seed: 6_343, count: 150) { generator in
            var random = RandomMarket(&generator).withSteps(&generator)
            if generator.nextBelow(2) == 0 { random.form.limits = [] }
            let market = random.market
            let grid = PlanningGrid(market)
            let plan = Planner(grid).plan(objective).plan
            let lines = plan.rows.map {
                VolumeLine(supplier: $0.supplier, distributor: $0.distributor, date: $0.date, volume: $0.volume)
            }
            let number = 1 + generator.nextBelow(9)
            let (_, sprint) = try Self.sprint(market, number)
            let migrated = EnvelopeTable.migrated(before: sprint, done: [], plan: lines, in: grid)
            let reached = EnvelopeTable.reached(before: sprint, done: [], plan: lines, in: grid)
            let table = try Self.table(market, sprint: number, migrated: migrated, reached: reached)
            random.form.steps = [:]
            random.form.stepLimit = 0
            let before = try Self.table(random.market, sprint: number, migrated: migrated)
            for row in plan.rows {
                guard let place = grid.day(row.date), table.days.contains(place),
                    let cell = grid.cells.firstIndex(where: {
                        $0.supplier == row.supplier && $0.distributor == row.distributor
                    })
                else { continue }
                let day = place - table.days.lowerBound
                guard row.volume <= before.envelope(cell: cell, day: day) else { continue }
                inside += 1
                let envelope = table.envelope(cell: cell, day: day)
                guard row.volume > envelope else { continue }
                lost += 1
                let bound = table.bound(cell: cell, day: day)
                let sharers = grid.cells.indices.filter {
                    bound == .industryLimit
                        || bound == .distributorLimit && grid.cells[$0].distributor == row.distributor
                }
                let sum = sharers.reduce(0) { $0 + table.envelope(cell: $1, day: day) }
                let limit = table.reason(cell: cell, day: day).limit ?? 0
                try Property.hold(
                    !sharers.isEmpty && (bound == .industryLimit ? sum == limit : sum <= limit),
                    "\(row): \(row.volume) of \(envelope), \(bound)")
            }
        }
        #expect(inside > 1_000)
        Repository.say("\(objective): \(inside) volumes lay within; \(lost) lie in limits that others have now")
        #expect(lost * 50 < inside)
    }

    @Test func templatesKeepTheLimit() async throws {
        try await Property.check(seed: 6_344, count: 100) { generator in
            let market = RandomMarket(&generator).withSteps(&generator).market
            let table = try Self.table(market, sprint: 1 + generator.nextBelow(3))
            let layout = SubmissionLayout(table.grid, table.sprints, table.sprint)
            for (supplier, facts) in market.suppliers.enumerated() {
                guard let step = market.step(supplier) else { continue }
                let template = SubmissionTemplate(table, layout, supplier: supplier)
                let sums = layout.days.indices.map { day in
                    template.allowance.cells.indices.reduce(0) {
                        $0 + template.volumes[$1 * layout.periods + day - layout.days.lowerBound]
                    }
                }
                for (last, now) in zip(sums, sums.dropFirst()) {
                    try Property.hold(now - last <= step, "\(facts.code): \(last) to \(now)")
                }
            }
        }
    }
}
