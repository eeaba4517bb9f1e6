import Kernel
import Migration
import TestSupport
import Testing

/// Envelopes keep every limit, share it fairly, and say why.
struct EnvelopeTests {
    /// Contested: three large suppliers and a small one, limits that bind.
    static func contested(industry: Int? = 900, london: Int? = 400) -> MadeSprint {
        var made = MadeSprint()
        made.suppliers = [
            .init(code: "AAAA", activeFrom: MadeSprint.day("2026-01-05"), isSmall: false),
            .init(code: "BBBB", activeFrom: MadeSprint.day("2026-03-02"), isSmall: false),
            .init(code: "CCCC", activeFrom: MadeSprint.day("2026-01-05"), isSmall: true),
            .init(code: "DDDD", activeFrom: MadeSprint.day("2026-06-15"), isSmall: false),
        ]
        made.mpans = [[60_000, 80_000, 9_000], [20_000, 40_000, 0], [300, 40, 5], [9_000, 30_000, 4_000]]
        made.ramps = [[:], [:], [:], [0: 100, 1: 200]]
        made.settings.reserve = Share(millionths: 50_000)
        if let industry { made.limit(nil, industry) }
        if let london { made.limit(1, london) }
        return made
    }

    private func sum(_ table: EnvelopeTable, _ day: Int, _ isOfSum: (PlanningGrid.Cell) -> Bool = { _ in true }) -> Int
    {
        table.grid.cells.indices.filter { isOfSum(table.grid.cells[$0]) }
            .reduce(0) { $0 + table.envelope(cell: $1, day: day) }
    }

    @Test func sumsKeepEveryLimitAndFillThoseThatBind() throws {
        let table = try Self.contested().table()
        let days = table.grid.days.count
        var bound = 0
        for day in 0..<table.days.count {
            let place = table.days.lowerBound + day
            #expect(sum(table, day) <= table.grid.industry[place])
            for distributor in 0..<3 {
                let limit = table.grid.distributor[distributor * days + place]
                #expect(sum(table, day) { $0.distributor == distributor } <= limit)
            }
            let cells = table.grid.cells.indices
            if cells.contains(where: { table.bound(cell: $0, day: day) == .industryLimit }) {
                // 900 less the reserve of 5 %.
                #expect(sum(table, day) == 855)
                bound += 1
            }
            if cells.contains(where: { table.bound(cell: $0, day: day) == .distributorLimit }) {
                #expect(table.grid.distributor[days + place] == 380)
                bound += 1
            }
        }
        #expect(bound > 50, "the limits of this market bind")
    }

    /// Nobody under a limit that binds could have more without taking from one at or below its level.
    @Test func sharesAreMaxMin() throws {
        let table = try Self.contested().table()
        for day in 0..<table.days.count {
            let cells = table.grid.cells.indices.filter {
                table.bound(cell: $0, day: day) == .industryLimit && table.envelope(cell: $0, day: day) > 25
            }
            for cell in cells {
                for other in cells {
                    // envelope / need of one is no unit less than of the other.
                    let mine = (table.envelope(cell: cell, day: day) + 1) * table.need(cell: other, day: day)
                    let theirs = (table.envelope(cell: other, day: day) - 1) * table.need(cell: cell, day: day)
                    #expect(mine >= theirs)
                }
            }
        }
    }

    @Test func raisingALimitTakesFromNobodyOfTheDay() throws {
        let low = try Self.contested(industry: nil).table()
        let high = try Self.contested(industry: nil, london: 460).table()
        var raised = 0
        for day in 0..<low.days.count {
            for cell in low.grid.cells.indices {
                let before = low.envelope(cell: cell, day: day)
                let after = high.envelope(cell: cell, day: day)
                // One MPAN of rounding aside.
                #expect(after >= before - 1)
                if after > before { raised += 1 }
            }
        }
        #expect(raised > 0)
        let wide = try Self.contested(industry: 1_000).table()
        let narrow = try Self.contested().table()
        for day in 0..<wide.days.count { #expect(sum(wide, day) >= sum(narrow, day)) }
    }

    @Test func renamedPartiesHaveTheSame() throws {
        let made = Self.contested()
        var renamed = made
        // The first and the second change places.
        renamed.suppliers = [
            .init(code: "AAAA", activeFrom: made.suppliers[1].activeFrom, isSmall: false),
            .init(code: "BBBB", activeFrom: made.suppliers[0].activeFrom, isSmall: false),
            made.suppliers[2], made.suppliers[3],
        ]
        renamed.mpans.swapAt(0, 1)
        let one = try made.table()
        let other = try renamed.table()
        let place = [1, 0, 2, 3]
        for (cell, facts) in one.grid.cells.enumerated() {
            let twin = try #require(
                other.grid.cells.firstIndex {
                    $0.supplier == place[facts.supplier] && $0.distributor == facts.distributor
                })
            for day in 0..<one.days.count {
                #expect(abs(one.envelope(cell: cell, day: day) - other.envelope(cell: twin, day: day)) <= 1)
            }
        }
    }

    @Test func anEmptySupplierChangesNothing() throws {
        let made = Self.contested()
        var more = made
        more.suppliers.append(.init(code: "ZZZZ", activeFrom: MadeSprint.day("2026-01-05"), isSmall: false))
        more.mpans.append([0, 0, 0])
        more.ramps.append([:])
        let one = try made.table()
        let other = try more.table()
        for day in 0..<one.days.count {
            for cell in one.grid.cells.indices {
                #expect(one.envelope(cell: cell, day: day) == other.envelope(cell: cell, day: day))
            }
        }
    }

    @Test(arguments: [10, 1_000])
    func scales(_ factor: Int) throws {
        let made = Self.contested()
        var large = made
        large.mpans = made.mpans.map { $0.map { $0 * factor } }
        large.ramps = made.ramps.map { $0.mapValues { $0 * factor } }
        large.limits = made.limits.map {
            CapacityLimit(scope: $0.scope, from: $0.from, to: $0.to, value: $0.value * factor, source: $0.source)
        }
        large.settings[EnvelopeParameters.minStep] = 25 * factor
        let one = try made.table()
        let many = try large.table()
        for day in 0..<one.days.count {
            for cell in one.grid.cells.indices {
                let difference = many.envelope(cell: cell, day: day) - one.envelope(cell: cell, day: day) * factor
                #expect(abs(difference) <= 2 * factor)
            }
        }
    }

    @Test func smallPortfoliosAreServedFirst() throws {
        let table = try Self.contested(industry: 200, london: 60).table()
        for (cell, facts) in table.grid.cells.enumerated() where facts.supplier == 2 {
            for day in 0..<table.days.count {
                #expect(table.bound(cell: cell, day: day) != .industryLimit)
                #expect(table.envelope(cell: cell, day: day) >= min(25, table.remaining[cell]))
            }
        }
    }

    @Test func aLimitOfOne() throws {
        let table = try Self.contested(industry: 1, london: 1).table()
        for day in 0..<table.days.count { #expect(sum(table, day) <= 1) }
    }

    @Test func nothingBeforeActivationOrAboveTheRamp() throws {
        let table = try Self.contested().table()
        for (cell, facts) in table.grid.cells.enumerated() {
            for day in 0..<table.days.count {
                let cap = table.ramp(supplier: facts.supplier, day: day)
                #expect(table.envelope(cell: cell, day: day) <= cap)
            }
        }
        let reason = table.reason(cell: table.grid.cells.firstIndex { $0.supplier == 3 } ?? 0, day: 0)
        #expect(reason.bound == .notActive)
        #expect(reason.sentence.contains("2026-06-15"))
    }

    /// The pace of a ramp: the least level whose capped days come to the portfolio.
    @Test func pace() async throws {
        try await Property.check(seed: 6_321, count: 500) { generator in
            let caps = (0..<1 + generator.nextBelow(8)).map { _ in
                generator.nextBelow(3) == 0 ? PlanningGrid.unlimited : generator.nextBelow(50)
            }
            let mpans = generator.nextBelow(400)
            let pace = SupplierPace(mpans: mpans, caps: caps[...])
            guard pace.denominator > 0, mpans > 0 else {
                let most = caps.reduce(0) { min($0 + $1, PlanningGrid.unlimited) }
                return try Property.hold(mpans == 0 || most < mpans, "\(caps) \(mpans)")
            }
            // In units of 1 / denominator.
            let sum = caps.reduce(0) { $0 + min($1 * pace.denominator, pace.numerator) }
            try Property.hold(sum == mpans * pace.denominator, "\(caps) \(mpans): \(pace)")
        }
    }

    @Test func reasonsNameTheLimitAndItsSharers() throws {
        let table = try Self.contested(industry: nil, london: 300).table()
        let cell = try #require(table.grid.cells.firstIndex { $0.supplier == 0 && $0.distributor == 1 })
        let reason = table.reason(cell: cell, day: 0)
        #expect(reason.bound == .distributorLimit)
        // 300 less 5 %: shared with BBBB, after the small supplier's 25; 285 - 25 = 260.
        #expect(reason.limit == 285)
        #expect(reason.sharedBy == 2)
        #expect(reason.sentence.contains("LOND's usable 285"), "\(reason.sentence)")
        let other = try #require(table.grid.cells.firstIndex { $0.supplier == 1 && $0.distributor == 1 })
        // What one more MPAN brings, it brings to the two of them.
        let gains = reason.gain + table.reason(cell: other, day: 0).gain
        #expect((999_998...1_000_000).contains(gains), "\(gains)")
        let share = try #require(reason.share)
        #expect(share == table.envelope(cell: cell, day: 0) * 1_000_000 / 285)
    }
}

/// The sprints of a market: derived where it does not say, read where it does.
struct SprintCalendarTests {
    @Test func derived() {
        let market = MadeSprint().market
        let sprints = SprintCalendar.derived(from: market)
        #expect(sprints.sprints.count == 9)
        #expect(sprints.isDerived)
        let lengths = sprints.sprints.map { sprint in
            market.calendar.migrationDays.count { sprint.execution.contains($0) }
        }
        #expect(lengths.reduce(0, +) == market.calendar.migrationDays.count)
        #expect((lengths.max() ?? 0) - (lengths.min() ?? 0) <= 1)
        #expect(sprints[4]?.execution == MadeSprint.day("2026-05-04")...MadeSprint.day("2026-06-18"))
        #expect(sprints[4]?.planning == MadeSprint.day("2026-04-06")...MadeSprint.day("2026-05-03"))
        #expect(sprints.sprint(of: MadeSprint.day("2026-06-10"))?.number == 4)
        #expect(sprints.sprint(of: MadeSprint.day("2027-06-10")) == nil)
        #expect(sprints[0] == nil)
        #expect(sprints[10] == nil)
    }

    @Test func fewDays() {
        var made = MadeSprint()
        made.settings.finishBy = MadeSprint.day("2026-01-07")
        #expect(SprintCalendar.derived(from: made.market).sprints.count == 3)
    }

    @Test(arguments: [
        ("1,execution,2026-01-05,2026-02-10\n", 1, 0), ("2,execution,2026-01-05,2026-02-10\n", nil, 1),
        ("1,execution,2026-01-05,2026-02-10\n2,execution,2026-02-10,2026-03-10\n", nil, 1),
        ("1,execution,2026-02-05,2026-01-10\n", nil, 1), ("1,planning,2026-01-05,2026-02-10\n", nil, 1),
        ("1,execution,2026-01-05,2026-02-10\n1,execution,2026-01-05,2026-02-10\n", nil, 1),
        ("1,rest,2026-01-05,2026-02-30\nx,execution,2026-01-05,2026-02-10\n", nil, 3), ("", nil, 1),
    ])
    func reads(_ text: String, _ sprints: Int?, _ errors: Int) {
        var table = MigrationTable(name: "sprints.csv", header: ["sprint", "phase", "from", "to"])
        for line in text.split(separator: "\n") { table.append(line.split(separator: ",").map(String.init)) }
        var findings = FolderFindings()
        let calendar = SubmissionTables.sprints(table, findings: &findings)
        #expect(calendar?.sprints.count == sprints)
        #expect(findings.errorCount == errors, "\(findings.errors)")
    }
}
