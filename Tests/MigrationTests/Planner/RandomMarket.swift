import Kernel
import Migration
import TestSupport

/// Small random markets: limits that change, ramps, late starts, some that cannot place everything.
struct RandomMarket {
    struct Form {
        var suppliers: [(code: String, start: Int)] = []
        var distributors: [String] = []
        /// Supplier, distributor, MPANs.
        var portfolios: [(Int, Int, Int)] = []
        /// Distributor (nil is the industry), first and last day, value.
        var limits: [(Int?, Int, Int, Int)] = []
        var ramps: [[Int: Int]] = []
        /// Suppliers that use an agent, and its cap on every day.
        var agents: [(suppliers: [Int], cap: Int)] = []
        /// By supplier: by how much its day may rise.
        var steps: [Int: Int] = [:]
        /// For those that `steps` does not name; 0 is none.
        var stepLimit = 0
        var days = 0
        var reserve = Share.none
        /// Suppliers with small portfolios, and what is reserved for them.
        var small: Set<Int> = []
        var smallPool = Share.none
    }

    var form: Form

    /// A market of a form that is written by hand.
    static func market(_ form: Form) -> MigrationMarket { RandomMarket(form: form).market }

    private init(form: Form) { self.form = form }

    init(_ generator: inout SeededGenerator, withRamps: Bool = true) {
        var form = Form()
        let suppliers = 1 + generator.nextBelow(6)
        let distributors = 1 + generator.nextBelow(4)
        form.days = 2 + generator.nextBelow(20)
        let scale = [3, 40, 2_000][generator.nextBelow(3)]
        form.suppliers = (0..<suppliers).map {
            ("S\($0)", generator.nextBelow(2) == 0 ? 0 : generator.nextBelow(form.days))
        }
        form.distributors = (0..<distributors).map { "L\($0)" }
        for supplier in 0..<suppliers {
            for distributor in 0..<distributors where generator.nextBelow(10) < 7 {
                form.portfolios.append((supplier, distributor, 1 + generator.nextBelow(scale * (supplier + 1))))
            }
        }
        let all = form.portfolios.reduce(0) { $0 + $1.2 }
        let tightness = 9 + generator.nextBelow(6)
        if generator.nextBelow(5) > 0 {
            let cut = generator.nextBelow(form.days)
            let value = max(1, all * tightness / 10 / form.days)
            form.limits.append((nil, 0, cut, value))
            form.limits.append((nil, cut, form.days - 1, max(1, value * (5 + generator.nextBelow(10)) / 8)))
        }
        for distributor in 0..<distributors where generator.nextBelow(5) > 0 {
            let stock = form.portfolios.filter { $0.1 == distributor }.reduce(0) { $0 + $1.2 }
            form.limits.append((distributor, 0, form.days - 1, max(1, stock * (tightness + 1) / 10 / form.days)))
        }
        form.ramps = (0..<suppliers).map { supplier in
            guard withRamps, generator.nextBelow(3) == 0 else { return [:] }
            let own = form.portfolios.filter { $0.0 == supplier }.reduce(0) { $0 + $1.2 }
            let days = 1 + generator.nextBelow(5)
            return Dictionary(uniqueKeysWithValues: (0..<days).map { ($0, 1 + own * ($0 + 1) / days / 4) })
        }
        self.form = form
    }

    /// Holds that other codes of the suppliers, in another order, give the same plan under these codes.
    mutating func holdRenaming(_ objective: PlanObjective) throws {
        // Parties that are alike in everything would be told apart by their codes alone.
        for place in form.portfolios.indices { form.portfolios[place].2 += place * 7 }
        let before = Planner(PlanningGrid(market)).plan(objective).plan.byName
        let codes = form.suppliers.map(\.code)
        for place in form.suppliers.indices { form.suppliers[place].code = "Z\(9 - place)" }
        let renamed = Planner(PlanningGrid(market)).plan(objective).plan.byName
        var expected: [String: Int] = [:]
        for (key, volume) in before {
            let parts = key.split(separator: "/")
            let place = codes.firstIndex(of: String(parts[0])) ?? 0
            expected["Z\(9 - place)/\(parts[1])/\(parts[2])"] = volume
        }
        try Property.hold(renamed == expected, "the plan is another")
    }

    /// The same with agents that several suppliers use and that have too little on some days.
    func withAgents(_ generator: inout SeededGenerator) -> RandomMarket {
        var random = self
        let all = form.portfolios.reduce(0) { $0 + $1.2 }
        for _ in 0...generator.nextBelow(2) {
            let users = form.suppliers.indices.filter { _ in generator.nextBelow(2) == 0 }
            random.form.agents.append((users, 1 + all * (2 + generator.nextBelow(8)) / 10 / form.days))
        }
        return random
    }

    /// The same market with step limits: of all, or of some, around what an even pace would be.
    func withSteps(_ generator: inout SeededGenerator) -> RandomMarket {
        var random = self
        func drawn(_ mpans: Int) -> Int { 1 + generator.nextBelow(max(2 * mpans / max(form.days, 1), 1)) }
        let all = form.portfolios.reduce(0) { $0 + $1.2 }
        if generator.nextBelow(2) == 0 { random.form.stepLimit = drawn(all / form.suppliers.count) }
        for supplier in form.suppliers.indices where generator.nextBelow(2) == 0 {
            random.form.steps[supplier] = drawn(form.portfolios.filter { $0.0 == supplier }.reduce(0) { $0 + $1.2 })
        }
        return random
    }

    static let firstDay = CalendarDate(dayNumber: 20_500)

    static func date(_ day: Int) -> CalendarDate { firstDay.adding(days: day) }

    var market: MigrationMarket {
        let order = form.suppliers.indices.sorted { form.suppliers[$0].code < form.suppliers[$1].code }
        let distributors = form.distributors.sorted()
        let portfolios = form.portfolios.map { part in
            MigrationMarket.Portfolio(
                supplier: order.firstIndex(of: part.0) ?? 0,
                distributor: distributors.firstIndex(of: form.distributors[part.1]) ?? 0, mpans: part.2)
        }
        let limits = form.limits.map { limit in
            CapacityLimit(
                scope: limit.0.map { .distributor(distributors.firstIndex(of: form.distributors[$0]) ?? 0) }
                    ?? .industry,
                from: Self.date(limit.1), to: Self.date(limit.2), value: limit.3, source: "test")
        }
        var settings = MigrationSettings()
        settings.reserve = form.reserve
        settings[PlannerParameters.stepLimit] = form.stepLimit
        settings[PlannerParameters.smallPool] = form.smallPool
        return MigrationMarket(
            suppliers: order.map {
                .init(
                    code: form.suppliers[$0].code, activeFrom: Self.date(form.suppliers[$0].start),
                    isSmall: form.small.contains($0))
            },
            distributors: distributors,
            portfolios: portfolios.sorted { ($0.supplier, $0.distributor) < ($1.supplier, $1.distributor) },
            limits: limits,
            calendar: MigrationCalendar(days: (0..<form.days).map { .init(date: Self.date($0), dayClass: .migration) }),
            ramps: order.map { form.ramps[$0] },
            steps: Dictionary(
                uniqueKeysWithValues: order.enumerated().compactMap { place, old in form.steps[old].map { (place, $0) }
                }),
            agents: form.agents.enumerated().map { place, agent in
                MigrationMarket.Agent(
                    code: "A\(place)", suppliers: agent.suppliers.compactMap { order.firstIndex(of: $0) }.sorted(),
                    limits: [
                        .init(from: Self.date(0), to: Self.date(form.days - 1), value: agent.cap, source: "agent test")
                    ])
            }, settings: settings)
    }
}

extension MigrationPlan {
    /// `supplier/distributor/date` and volume, for comparison whatever the places are.
    var byName: [String: Int] {
        Dictionary(
            uniqueKeysWithValues: rows.map {
                ("\(suppliers[$0.supplier])/\(distributors[$0.distributor])/\($0.date.iso)", $0.volume)
            })
    }
}
