import Kernel
import Migration

@testable import ControlRoom

/// A small market with two baselines, three weeks of progress, lists of the tracker and controls.
struct SampleMigration {
    static let plain = SampleMigration()
    /// The same market with two agents: one that is often at its cap, and one without a cap.
    static let withAgents = SampleMigration(withAgents: true)
    static let hostile = "<script>alert(1)</script>\"\u{301} onmouseover=<img src=x>"

    let books: MigrationBooks

    /// - Parameter text: goes into every code and every text that a file could hold.
    init(text: String = "", withAgents: Bool = false) {
        let market = Self.market(text, agents: withAgents ? Self.agents(text) : [])
        let first = Planner(PlanningGrid(market)).plan(.fair)
        let scope = CapacityLimit.Scope.distributor(1)
        let tightened = market.edited(.limit(scope, from: Self.day(28), to: Self.day(60), .value(520)))
        let second = Planner(PlanningGrid(tightened)).plan(.fair)
        let plans = [first.plan, second.plan]
        var books = MigrationBooks(
            state: "sample \(text)", market: tightened, sprints: SprintCalendar.derived(from: tightened),
            first: first.plan, current: second.plan,
            baselines: [
                MigrationBooks.Baseline(number: 1, reason: "first baseline\(text)", digest: "0a"),
                MigrationBooks.Baseline(number: 2, reason: "WEST asked for less\(text)", digest: "0b"),
            ], plan: { (1...2).contains($0) ? plans[$0 - 1] : nil })
        let actuals = Self.actuals(first.plan)
        books.actuals = actuals
        let question = ForecastQuestion(
            plan: second.plan, first: first.plan, actuals: actuals, market: tightened, settings: tightened.settings)
        books.forecast = { MigrationForecast(question) }
        let proof = second.certificate
        var certificate = MigrationBooks.Certificate()
        certificate.objective = "fair"
        certificate.meanCompletion = proof.meanCompletion
        certificate.bound = proof.bound
        certificate.gap = proof.gap
        certificate.fair = proof.fairMeanCompletion
        certificate.earliest = proof.earliestMeanCompletion
        certificate.isPlacementProved = proof.isPlacementProved
        certificate.conflicts = proof.conflicts.map { MigrationWords(tightened).sentence($0) }
        books.certificate = certificate
        books.stuck = Self.stuck(text)
        books.quarantine = Self.quarantine(text)
        books.controls = Self.controls(text)
        books.chain = .whole(head: String(repeating: "5c", count: 32))
        books.file = { file in Array("\(file.rawValue)\n".utf8) }
        self.books = books
    }

    static let start = CalendarDate(dayNumber: 20_577)

    static func day(_ place: Int) -> CalendarDate { start.adding(days: place) }

    static func agents(_ text: String) -> [MigrationMarket.Agent] {
        [
            MigrationMarket.Agent(
                code: "AGNT" + text, suppliers: [0, 1, 3],
                limits: [
                    .init(from: day(0), to: day(34), value: 500, source: "agent AGNT\(text)"),
                    .init(from: day(35), to: day(83), value: 800, source: "agent AGNT\(text)"),
                ]),
            MigrationMarket.Agent(code: "BETA" + text, suppliers: [2, 3], limits: []),
        ]
    }

    static func market(_ text: String, agents: [MigrationMarket.Agent] = []) -> MigrationMarket {
        let days = (0..<84).map { day($0) }.map { date in
            MigrationCalendar.Day(
                date: date,
                dayClass: date.weekday.isWeekend ? .closed : date == day(10) ? .hold : .migration)
        }
        let suppliers = ["ABCD", "EFGH", "IJKL", "MNOP", "QRST"].enumerated().map { place, code in
            MigrationMarket.Supplier(code: code + text, activeFrom: day([0, 0, 7, 14, 80][place]), isSmall: place == 3)
        }
        let sizes = [[9_000, 7_000, 2_000], [4_000, 5_000, 0], [1_500, 900, 800], [60, 40, 20], [300, 200, 0]]
        var portfolios: [MigrationMarket.Portfolio] = []
        for (supplier, row) in sizes.enumerated() {
            for (distributor, mpans) in row.enumerated() where mpans > 0 {
                portfolios.append(.init(supplier: supplier, distributor: distributor, mpans: mpans))
            }
        }
        var settings = MigrationSettings()
        settings.reserve = Share(millionths: 50_000)
        settings.bufferDays = 3
        settings[ForecastParameters.runs] = 20
        settings[ForecastParameters.horizonDays] = 60
        func limit(_ scope: CapacityLimit.Scope, _ value: Int) -> CapacityLimit {
            CapacityLimit(scope: scope, from: day(0), to: day(83), value: value, source: "version 1\(text)")
        }
        return MigrationMarket(
            suppliers: suppliers, distributors: ["EAST", "NORT", "WEST"].map { $0 + text }, portfolios: portfolios,
            limits: [
                limit(.industry, 900), limit(.distributor(0), 450), limit(.distributor(1), 600),
                limit(.distributor(2), 150),
            ], calendar: MigrationCalendar(days: days), ramps: [[0: 120, 1: 240], [:], [:], [:], [0: 20, 1: 30]],
            agents: agents, settings: settings)
    }

    /// Nine tenths of the plan, by pair, for three weeks.
    static func actuals(_ plan: MigrationPlan) -> MigrationActuals {
        MigrationActuals(
            rows: plan.rows.filter { $0.date <= day(20) }.map { row in
                MigrationActuals.Row(
                    date: row.date, supplier: row.supplier, distributor: row.distributor,
                    completed: row.volume * 9 / 10, reversed: row.volume / 200)
            })
    }

    static func stuck(_ text: String) -> MigrationBooks.Listing {
        let columns = [
            "mpan", "supplier", "distributor", "state", "waits_for", "owner", "due", "age_working_days", "action",
        ]
        let rows = (0..<150).map { place in
            [
                "120000000\(1_000 + place)", (place % 3 == 0 ? "ABCD" : "EFGH") + text, "EAST" + text, "requested",
                "an answer to the request" + text, (place % 2 == 0 ? "supplier" : "registration") + text,
                day(place % 20).iso, "\(place % 9)", "send it again" + text,
            ]
        }
        return MigrationBooks.Listing(columns: columns, rows: rows, total: 150)
    }

    static func quarantine(_ text: String) -> MigrationBooks.Listing {
        let columns = ["mpan", "at", "event", "state", "rule", "why", "owner", "what_to_do"]
        let rows = [
            [
                "1200000001001", "2026-05-08T09:00:00.000Z", "appointment" + text, "migrated", "Q4" + text,
                "it was migrated before" + text, "registration", "ask why" + text,
            ],
            [
                "1200000001002", "2026-05-08T09:00:01.000Z", "consumption", "", "future", "later than the day",
                "nobody", "",
            ],
        ]
        return MigrationBooks.Listing(columns: columns, rows: rows, total: 25_000)
    }

    static func controls(_ text: String) -> ControlBook {
        var book = ControlBook()
        func add(_ by: String, _ act: ControlEntry.Act, _ reason: String) {
            let entry = ControlEntry(
                number: book.entries.count + 1, on: day(18), by: by, act: act, reason: reason)
            do { try book.append(entry) } catch { preconditionFailure("the sample's controls hold: \(error)") }
        }
        func order(_ kind: ControlOrder.Kind, _ scope: ControlOrder.Scope, _ value: Int?) -> ControlEntry.Act {
            .propose(ControlOrder(kind: kind, scope: scope, from: day(28), to: day(30), value: value))
        }
        let east = ControlOrder.Scope.distributor("EAST" + text)
        // A combining accent is printable, so that hostile text may stand in reasons and names too.
        add("A. Jones", order(.throttle, east, 200), "registration queue" + text)
        add("B. Smith", .approve(1), "")
        add("A. Jones", order(.freeze, .industry, nil), "incident 12" + text)
        return book
    }

    /// Every page, with what names a part in its path.
    var addresses: [String] {
        let market = books.market
        let date = Self.day(29).iso
        func code(_ text: String) -> String { PercentCoding.encode(text) }
        return MigrationPlace.pages.map { Route.migration($0).path }
            + market.suppliers.map { "/migration/suppliers/\(code($0.code))" }
            + market.distributors.map { "/migration/distributors/\(code($0))" }
            + market.agents.flatMap { agent in
                ["/migration/agents/\(code(agent.code))", "/migration/why?date=\(date)&agent=\(code(agent.code))"]
            }
            + [
                "/migration/sprints/1", "/migration/sprints/9", "/migration/heat?by=week", "/migration/heat?sprint=2",
                "/migration/heat?from=\(date)&to=\(date)", "/migration/stuck?page=2", "/migration/stuck?owner=supplier",
                "/migration/differences?from=1&to=2&by=day", "/migration/why?date=\(date)",
                "/migration/why?date=\(date)&distributor=\(code(market.distributors[0]))",
                "/migration/why?date=\(date)&supplier=\(code(market.suppliers[0].code))",
                "/migration/why?date=\(date)&supplier=\(code(market.suppliers[0].code))"
                    + "&distributor=\(code(market.distributors[0]))",
            ]
    }
}
