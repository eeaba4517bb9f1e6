import Kernel
import Migration
import TestSupport
import Testing

/// The made-up markets are what their recipes say, and the same on every machine.
struct MadeMarketTests {
    private static func share(_ market: MigrationMarket, supplier: Int) -> Double {
        let mine = market.portfolios.filter { $0.supplier == supplier }.reduce(0) { $0 + $1.mpans }
        return Double(mine) / Double(market.mpans)
    }

    @Test func theAnchorIsTheInstanceOfTheNotes() throws {
        let market = try MadeMarket(seed: 7, recipe: .anchor).market
        #expect(market.mpans == 33_800_000)
        #expect(market.suppliers.count == 90)
        #expect(market.distributors.count == 28)
        let days = market.calendar.migrationDays
        #expect(days.count == 389)
        for (place, share) in [0.24, 0.20, 0.17, 0.13, 0.11, 0.08].enumerated() {
            #expect(abs(Self.share(market, supplier: place) - share) < 1e-6)
        }
        // Small suppliers are at three distributors in four.
        let pairs = market.portfolios.filter { $0.supplier >= 6 }.count
        #expect((1_500...1_764).contains(pairs))
        #expect((420_000...480_000).contains(PlanningGridSize.cells(market)))
        let industry = market.limits.filter { $0.scope == .industry }
        #expect(industry.map(\.value) == [215_000])
        let starts = market.suppliers.map { market.calendar.firstMigrationDay(onOrAfter: $0.activeFrom) }
        #expect(starts.prefix(6) == [0, 0, 0, 23, 23, 23])
        #expect(starts.dropFirst(6).allSatisfy { (38..<241).contains($0) })
        #expect(market.settings.reserve == .none)
    }

    @Test func theAnchorsLimitsAndRamps() throws {
        let market = try MadeMarket(seed: 7, recipe: .anchor).market
        let weights = [
            "EELC": 3.7, "EMEB": 2.7, "LOND": 2.4, "MANW": 1.5, "MIDE": 2.5, "NEEB": 1.6, "NORW": 2.45, "HYDE": 0.8,
            "SPOW": 2.0, "SEEB": 2.35, "SOUT": 3.1, "SWAE": 1.15, "SWEB": 1.65, "YELG": 2.35,
        ]
        var independents = 0
        for limit in market.limits {
            guard case .distributor(let place) = limit.scope else { continue }
            if let weight = weights[market.distributors[place]] {
                #expect(limit.value == Int(weight / 33.15 * 215_000 * 1.15))
            } else {
                #expect(limit.value >= 200)
                independents += limit.value
            }
        }
        // 2.9 of 33.15 for the independents together, more where 200 is the least.
        #expect((21_600...24_400).contains(independents))
        for (place, ramp) in market.ramps.enumerated() {
            let mpans = market.portfolios.filter { $0.supplier == place }.reduce(0) { $0 + $1.mpans }
            let start = market.calendar.firstMigrationDay(onOrAfter: market.suppliers[place].activeFrom)
            let pace = 1.35 * Double(mpans) / Double(389 - start)
            #expect(ramp.count == 389)
            for (day, cap) in ramp {
                let exact = pace * min(Double(day + 1) / 20, 1)
                #expect(Double(cap) >= exact - 1e-6 && Double(cap) < exact + 1 + 1e-6)
            }
        }
    }

    /// The limits of the contested market leave hardly more than it needs, and enough.
    @Test(arguments: [1, 7, 42] as [UInt64]) func theContestedMarketIsTight(_ seed: UInt64) throws {
        let market = try MadeMarket(seed: seed, recipe: .contested).market
        let grid = PlanningGrid(market)
        let days = grid.days.count
        // What a day can take at most, by the industry's limit or by the distributors' together.
        var capacity = 0
        var byIndustry = 0
        for day in 0..<days {
            let distributors = market.distributors.indices.reduce(0) { $0 + grid.distributor[$1 * days + day] }
            capacity += min(grid.industry[day], distributors)
            byIndustry += grid.industry[day] < distributors ? 1 : 0
        }
        #expect(capacity >= market.mpans)
        #expect(Double(capacity) < 1.07 * Double(market.mpans))
        #expect((days / 3...days * 2 / 3).contains(byIndustry))
        for place in market.distributors.indices {
            let room = grid.distributor[(place * days)..<((place + 1) * days)].reduce(0, +)
            let need = market.portfolios.filter { $0.distributor == place }.reduce(0) { $0 + $1.mpans }
            #expect(room >= need)
            #expect(Double(room) < 1.2 * Double(need) + 3 * Double(days))
        }
        for (place, ramp) in market.ramps.enumerated() {
            let need = market.portfolios.filter { $0.supplier == place }.reduce(0) { $0 + $1.mpans }
            let caps = (0..<(grid.days.count - grid.firstDay[place])).reduce(0) { $0 + (ramp[$1] ?? 0) }
            #expect(caps >= need)
        }
    }

    @Test func theStandardMarketIsPlausible() throws {
        let market = try MadeMarket(seed: 1).market
        let calendar = market.calendar
        #expect(market.settings.reserve.millionths == 50_000)
        #expect((300...345).contains(calendar.migrationDays.count))
        let dates = [
            ("2025-12-24", MigrationCalendar.DayClass.hold), ("2025-12-25", .closed), ("2025-12-29", .hold),
            ("2025-12-01", .closed),  // St Andrew's day, moved to Monday: Scotland alone
            ("2026-04-03", .closed), ("2026-04-02", .hold), ("2026-04-07", .hold), ("2026-04-06", .closed),
            ("2026-06-15", .closed),  // Scotland alone
        ]
        for (date, dayClass) in dates {
            #expect(calendar.dayClass(try #require(CalendarDate(iso: date))) == dayClass, "\(date)")
        }
        #expect(Set(market.limits.map(\.source)).count == 2)
        #expect(market.suppliers.contains { $0.isSmall })
        #expect(market.ramps.allSatisfy { $0.keys.allSatisfy { (0..<20).contains($0) } })
        // There is room for all: the usable industry limit over the days, and each distributor's.
        let grid = PlanningGrid(market)
        #expect(grid.industry.reduce(0, +) > market.mpans)
    }

    @Test(arguments: MadeMarketRecipe.allCases) func everythingIsMarkedAsInvented(_ recipe: MadeMarketRecipe) throws {
        let made = try MadeMarket(seed: 5, recipe: recipe, suppliers: 30, distributors: 40, mpans: 100_000)
        #expect(made.market.limits.allSatisfy { $0.source.hasPrefix("invented: recipe \(recipe.rawValue), seed 5") })
        #expect(made.market.suppliers.allSatisfy { $0.code.count == 4 && $0.code.hasPrefix("Z") })
        #expect(made.text.hasPrefix("This market is invented."))
        #expect(made.market.mpans == 100_000)
    }

    /// Every size gives a market that reads without an error, with every MPAN in it.
    @Test func everySizeIsAMarket() async throws {
        try await Property.check(seed: 9, count: 40) { generator in
            let mpans = 1 + generator.nextBelow([3, 100, 1_000_000][generator.nextBelow(3)])
            let made = try MadeMarket(
                seed: generator.next(), recipe: MadeMarketRecipe.allCases[generator.nextBelow(3)],
                suppliers: 1 + generator.nextBelow(40), distributors: 1 + generator.nextBelow(40), mpans: mpans)
            try Property.hold(made.market.mpans == mpans, "\(made.market.mpans) MPANs, \(mpans) asked for")
            let findings = MarketReader.read(made.market.tables).findings
            try Property.hold(findings.errorCount == 0, "\(findings.errors.map(\.sentence))")
        }
    }

    @Test(arguments: [
        (0, 1, 1, "suppliers: 0 is outside the range; choose 1 to 2000"),
        (1, 501, 1, "distributors: 501 is outside the range; choose 1 to 500"),
        (1, 1, 0, "mpans: 0 is outside the range; choose 1 to 1000000000"),
    ]) func refusesSizes(_ suppliers: Int, _ distributors: Int, _ mpans: Int, _ words: String) {
        #expect {
            try MadeMarket(seed: 1, suppliers: suppliers, distributors: distributors, mpans: mpans)
        } throws: { "\($0)" == words }
    }

    @Test(arguments: MadeMarketRecipe.allCases) func theSameBytesEveryTime(_ recipe: MadeMarketRecipe) throws {
        let made = try MadeMarket(seed: 7, recipe: recipe, suppliers: 8, distributors: 16, mpans: 40_000)
        let tables = made.market.tables
        var text = made.text
        for table in [tables.suppliers, tables.portfolios, tables.limits] {
            let table = try #require(table)
            text += "\n\(table.name)\n" + String(decoding: table.csv, as: UTF8.self)
        }
        // The long ones by their days and their sums.
        let days = made.market.calendar.migrationDays
        text += "\ncalendar.csv \(days.reduce(0) { ($0 &* 31) &+ $1.dayNumber })\n"
        let caps = made.market.ramps.map { ramp in ramp.sorted { $0.key < $1.key }.reduce(0) { ($0 &* 31) &+ $1.value }
        }
        text += "ramps.csv \(caps.map(String.init).joined(separator: " "))\n"
        try Golden.check(text, against: "Tests/Golden/migration/market-\(recipe.rawValue).txt")
    }
}

/// How many volumes a plan decides: pairs with a portfolio, times the days from activation on.
private enum PlanningGridSize {
    static func cells(_ market: MigrationMarket) -> Int {
        let grid = PlanningGrid(market)
        return grid.cells.reduce(0) { $0 + grid.days.count - grid.firstDay[$1.supplier] }
    }
}
