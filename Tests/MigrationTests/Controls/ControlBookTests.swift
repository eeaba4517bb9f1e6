import Kernel
import Migration
import Testing

/// Controls: two persons, and what is in force.
@Suite struct ControlBookTests {
    private static let days = (0..<20).map { CalendarDate(dayNumber: 20_577 + $0) }

    private static func entry(
        _ number: Int, _ by: String, _ act: ControlEntry.Act, reason: String = "because", on: Int = 0
    ) -> ControlEntry {
        ControlEntry(number: number, on: days[on], by: by, act: act, reason: reason)
    }

    private static func order(
        _ kind: ControlOrder.Kind, _ scope: ControlOrder.Scope = .industry, _ from: Int = 2, _ to: Int = 4,
        value: Int? = nil
    ) -> ControlEntry.Act {
        .propose(ControlOrder(kind: kind, scope: scope, from: days[from], to: days[to], value: value))
    }

    private static func problem(_ entries: [ControlEntry]) -> ControlProblem? {
        do {
            _ = try ControlBook(entries)
            return nil
        } catch {
            return error
        }
    }

    @Test func aProposalHoldsNothingUntilSomebodyElseApprovesIt() throws {
        var book = ControlBook()
        try book.append(Self.entry(1, "Ann", Self.order(.freeze)))
        #expect(book.inForce().isEmpty)
        let before = book
        #expect(throws: ControlProblem.samePerson("Ann")) { try book.append(Self.entry(2, " ANN ", .approve(1))) }
        #expect(book == before, "what is refused changes nothing")
        try book.append(Self.entry(2, "Bob", .approve(1), reason: ""))
        #expect(book.inForce().map(\.number) == [1])
        #expect(book.inForce(on: Self.days[4]).count == 1)
        #expect(book.inForce(on: Self.days[5]).isEmpty)
    }

    @Test func aLiftHoldsWhenItIsApproved() throws {
        var book = try ControlBook([
            Self.entry(1, "Ann", Self.order(.freeze)), Self.entry(2, "Bob", .approve(1)),
            Self.entry(3, "Bob", .lift(control: 1, from: Self.days[3])),
        ])
        #expect(book.inForce(on: Self.days[4]).count == 1)
        #expect(throws: ControlProblem.samePerson("Bob")) { try book.append(Self.entry(4, "Bob", .approve(3))) }
        try book.append(Self.entry(4, "Ann", .approve(3)))
        #expect(book.inForce(on: Self.days[2]).count == 1)
        #expect(book.inForce(on: Self.days[3]).isEmpty)
    }

    @Test(arguments: [
        ([entry(2, "A", order(.freeze))], ControlProblem.notTheNext(expected: 1)),
        ([entry(1, " ", order(.freeze))], .noName),
        ([entry(1, "A\u{7}", order(.freeze))], .nameNotPrintable),
        ([entry(1, "A", order(.freeze), reason: "  ")], .noReason),
        ([entry(1, "A", order(.freeze), reason: "a\nb")], .reasonNotPrintable),
        ([entry(1, "A", order(.freeze), reason: String(repeating: "x", count: 1_001))], .reasonTooLong),
        ([entry(1, "A", order(.freeze, value: 3))], .takesNoValue),
        ([entry(1, "A", order(.throttle))], .needsAValue(.throttle)),
        ([entry(1, "A", order(.throttle, value: -1))], .valueOutOfRange),
        ([entry(1, "A", order(.freeze, .industry, 4, 2))], .endsBeforeItBegins),
        ([entry(1, "A", .approve(1))], .noSuchEntry(1)), ([entry(1, "A", .approve(0))], .noSuchEntry(0)),
        ([entry(1, "A", .lift(control: 1, from: days[0]))], .noSuchEntry(1)),
        ([entry(1, "A", order(.freeze), on: 2), entry(2, "B", .approve(1), on: 1)], .beforeTheLast(days[2])),
        ([entry(1, "A", order(.freeze)), entry(2, "B", .approve(1)), entry(3, "C", .approve(1))], .approvedAlready(1)),
        ([entry(1, "A", order(.freeze)), entry(2, "B", .approve(1)), entry(3, "C", .approve(2))], .notAProposal(2)),
        ([entry(1, "A", order(.freeze)), entry(2, "B", .lift(control: 1, from: days[3]))], .notApproved(1)),
        (
            [
                entry(1, "A", order(.freeze)), entry(2, "B", .approve(1)),
                entry(3, "B", .lift(control: 1, from: days[5])),
            ], .liftAfterItsEnd(days[4])
        ),
        (
            [
                entry(1, "A", order(.freeze)), entry(2, "B", .approve(1)),
                entry(3, "B", .lift(control: 2, from: days[3])),
            ],
            .notAControl(2)
        ),
    ])
    func whatStandsAgainstAnEntryIsSaid(entries: [ControlEntry], expected: ControlProblem) {
        #expect(Self.problem(entries) == expected)
        #expect(!expected.words.problem.isEmpty && !expected.words.advice.isEmpty)
    }

    // MARK: The market under controls

    private static func market() -> MigrationMarket {
        MigrationMarket(
            suppliers: [.init(code: "ABCD", activeFrom: days[0], isSmall: false)], distributors: ["EAST", "WEST"],
            portfolios: [.init(supplier: 0, distributor: 0, mpans: 10_000)],
            limits: [
                CapacityLimit(scope: .industry, from: days[0], to: days[19], value: 500, source: "v1"),
                CapacityLimit(scope: .distributor(0), from: days[0], to: days[3], value: 100, source: "v1"),
                CapacityLimit(scope: .distributor(0), from: days[4], to: days[19], value: 300, source: "v2"),
            ], calendar: MigrationCalendar(days: days.map { .init(date: $0, dayClass: .migration) }), ramps: [[:]],
            settings: MigrationSettings())
    }

    /// The usable limits of a distributor, or of the industry, day by day; -1 where nothing may begin.
    private static func limits(_ acts: [ControlEntry.Act], _ distributor: Int?) throws -> [Int] {
        var book = ControlBook()
        for act in acts {
            try book.append(entry(book.entries.count + 1, "A", act))
            try book.append(entry(book.entries.count + 1, "B", .approve(book.entries.count)))
        }
        let grid = PlanningGrid(book.applied(to: market()))
        return days.prefix(8).map { date in
            guard let day = grid.day(date) else { return -1 }
            return distributor.map { grid.distributor[$0 * grid.days.count + day] } ?? grid.industry[day]
        }
    }

    @Test func aThrottleLowersAndNeverRaises() throws {
        let east = ControlOrder.Scope.distributor("EAST")
        #expect(
            try Self.limits([Self.order(.throttle, east, 2, 5, value: 200)], 0)
                == [100, 100, 100, 100, 200, 200, 300, 300])
    }

    @Test func anExceptionalLimitRaisesUpToItsValueAndNeverLowers() throws {
        let east = ControlOrder.Scope.distributor("EAST")
        #expect(
            try Self.limits([Self.order(.exceptional, east, 2, 5, value: 200)], 0)
                == [100, 100, 200, 200, 300, 300, 300, 300])
    }

    @Test func aFreezeClosesDays() throws {
        #expect(try Self.limits([Self.order(.freeze, .industry, 2, 3)], nil) == [500, 500, -1, -1, 500, 500, 500, 500])
        let east = ControlOrder.Scope.distributor("EAST")
        #expect(try Self.limits([Self.order(.freeze, east, 2, 3)], 0) == [100, 100, 0, 0, 300, 300, 300, 300])
        let west = ControlOrder.Scope.distributor("WEST")
        #expect(try Self.limits([Self.order(.throttle, west, 2, 3, value: 7)], 1)[2...3] == [7, 7])
    }

    @Test func aSupplierIsFrozenThrottledAndLetGo() throws {
        let own = try #require(ControlOrder.Scope("S:ABCD"))
        #expect(own == .supplier("ABCD") && own.description == "S:ABCD")
        var book = ControlBook()
        let acts = [
            Self.order(.throttle, own, 1, 5, value: 50), Self.order(.freeze, own, 3, 3),
            Self.order(.freeze, .industry, 2, 2), Self.order(.freeze, .supplier("ZZZZ"), 0, 9),
        ]
        for act in acts {
            try book.append(Self.entry(book.entries.count + 1, "A", act))
            try book.append(Self.entry(book.entries.count + 1, "B", .approve(book.entries.count)))
        }
        let market = book.applied(to: Self.market())
        let grid = PlanningGrid(market)
        // Day 2 is closed for all, so the days of the grid are 0, 1, 3, 4, 5, 6.
        #expect(grid.supplier.prefix(6).map { min($0, 999) } == [999, 50, 0, 50, 50, 999])
        let plan = Planner(grid).plan(.fair).plan
        #expect(!plan.rows.contains { $0.date == Self.days[3] || $0.date == Self.days[2] })
        #expect(plan.rows.filter { $0.date == Self.days[4] }.map(\.volume) == [50])
        #expect(PlanningGrid(book.applied(to: market)).supplier == grid.supplier, "applied again it changes nothing")
    }

    @Test func whatRestrainsWins() throws {
        let east = ControlOrder.Scope.distributor("EAST")
        let acts = [
            Self.order(.freeze, east, 3, 3), Self.order(.throttle, east, 2, 4, value: 150),
            Self.order(.exceptional, east, 2, 6, value: 900),
        ]
        #expect(try Self.limits(acts, 0) == [100, 100, 150, 0, 150, 900, 900, 300])
        #expect(try Self.limits(acts.reversed(), 0) == [100, 100, 150, 0, 150, 900, 900, 300])
    }

    @Test func aControlOfAnotherMarketsDistributorChangesNothing() throws {
        let none = ControlOrder.Scope.distributor("NONE")
        #expect(try Self.limits([Self.order(.freeze, none, 0, 7)], 0) == [100, 100, 100, 100, 300, 300, 300, 300])
    }
}
