import Foundation
import Kernel
import Migration
import TestSupport
import Testing

/// The independent checks say yes to good plans and no to each kind of bad one.
struct OracleTests {
    private static let folder = "Tests/MigrationTests/Oracle"

    private static func json(_ outcome: Subprocess.Outcome) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
    }

    /// A made-up market, its fair plan by the slow planner, and what the check says of the plan after a change.
    private static func checked(
        _ recipe: MadeMarketRecipe, step: Int = 0, _ change: (inout [String]) throws -> Void
    ) async throws -> (status: Int32?, result: [String: Any]) {
        try await TemporaryFolder.with("oracle") { folder in
            let made = try MadeMarket(seed: 3, recipe: recipe, suppliers: 8, distributors: 4, mpans: 5_000)
            let market = try MarketSample.write(made.market.with(step: step), to: folder, "market")
            let plan = folder.file("plan")
            let planned = try await Subprocess.python("\(Self.folder)/slow_fair.py", [market.path, plan.path])
            try #require(planned.succeeded, "\(planned.errors)")
            let file = plan.appendingPathComponent("plan.csv")
            var lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
            try change(&lines)
            try Data(lines.joined(separator: "\n").utf8).write(to: file)
            let outcome = try await Subprocess.python("\(Self.folder)/check_plan.py", [market.path, plan.path])
            return (outcome.status, try json(outcome))
        }
    }

    @Test(arguments: MadeMarketRecipe.allCases) func aFairPlanHolds(_ recipe: MadeMarketRecipe) async throws {
        let (status, result) = try await Self.checked(recipe) { _ in }
        #expect(status == 0, "\(result)")
        #expect(result["ok"] as? Bool == true)
        #expect(result["placed"] as? Int == 5_000)
    }

    @Test func aRiseAboveTheStepLimitIsFound() async throws {
        let (status, result) = try await Self.checked(.contested, step: 4) { _ in }
        #expect(status == 0, "\(result)")
        // The last volume of a supplier that has several goes a day back, to one that has a volume of it already.
        let (wrong, spoilt) = try await Self.checked(.contested, step: 4) { lines in
            let place = try #require(
                lines.indices.dropFirst().first { place in
                    let cells = lines[place].components(separatedBy: ",")
                    return cells.count == 4 && Int(cells[3]) ?? 0 >= 3
                        && place + 1 < lines.count
                        && lines[place + 1].hasPrefix(cells[0] + "," + cells[1] + ",")
                })
            var volume = 0
            // Everything of the pair on one day: conserved, and a rise that no step limit of 4 allows.
            let pair = lines[place].components(separatedBy: ",").prefix(2).joined(separator: ",") + ","
            for line in lines where line.hasPrefix(pair) { volume += Int(line.components(separatedBy: ",")[3]) ?? 0 }
            let first = try #require(lines.firstIndex { $0.hasPrefix(pair) })
            var cells = lines[first].components(separatedBy: ",")
            cells[3] = "\(volume)"
            lines[first] = cells.joined(separator: ",")
            lines = lines.enumerated().filter { !$1.hasPrefix(pair) || $0 == first }.map(\.element)
        }
        #expect(wrong == 1)
        #expect("\(spoilt["broken"] ?? "")".contains("step limit 4"), "\(spoilt)")
    }

    /// Our plan of a made-up market whose smallest suppliers are small, and what the check says of it under a pool.
    private static func pooled(
        planned: String, checked: String, _ objective: PlanObjective = .fair
    ) async throws -> [String: Any] {
        try await TemporaryFolder.with("pool") { folder in
            let made = try MadeMarket(seed: 5, recipe: .contested, suppliers: 8, distributors: 3, mpans: 20_000).market
            let plan = Planner(PlanningGrid(try made.with(pool: planned))).plan(objective)
            #expect(plan.certificate.forcedDays.isEmpty)
            #expect((plan.certificate.smallPool != nil) == (planned != "0"))
            let market = try MarketSample.write(try made.with(pool: checked), to: folder, "market")
            try FileManager.default.createDirectory(at: folder.file("plan"), withIntermediateDirectories: true)
            try folder.write(plan.plan.planCSV, to: "plan/plan.csv")
            try folder.write(plan.plan.unplacedCSV, to: "plan/unplaced.csv")
            return try json(
                try await Subprocess.python(
                    "\(Self.folder)/check_plan.py",
                    [market.path, folder.file("plan").path, "--objective", objective.rawValue]))
        }
    }

    @Test func ourEarliestPlanLeavesTheSmallTheirPool() async throws {
        let result = try await Self.pooled(planned: "0.4", checked: "0.4", .earliest)
        #expect(result["ok"] as? Bool == true, "\(result)")
        #expect((result["pool"] as? [String: Any])?["days_short"] as? Int == 0)
        // One that was made without a pool does not.
        let other = try await Self.pooled(planned: "0", checked: "0.4", .earliest)
        #expect("\(other["broken"] ?? "")".contains("its pool gives it"), "\(other)")
    }

    @Test func ourPlanUnderAPoolIsFairInItsParts() async throws {
        let result = try await Self.pooled(planned: "0.4", checked: "0.4")
        #expect(result["ok"] as? Bool == true, "\(result)")
        // Judged under a pool that it was not made with, it is not.
        let other = try await Self.pooled(planned: "0", checked: "0.4")
        #expect("\(other["broken"] ?? "")".contains("its pool gives it"), "\(other)")
    }

    private static func raised(_ line: String, by step: Int) throws -> String {
        var cells = line.components(separatedBy: ",")
        cells[3] = "\(try #require(Int(cells[3])) + step)"
        return cells.joined(separator: ",")
    }

    @Test func aVolumeTooManyIsFound() async throws {
        let (status, result) = try await Self.checked(.contested) { $0[5] = try Self.raised($0[5], by: 1) }
        #expect(status == 1)
        #expect("\(result["broken"] ?? "")".contains("placed and unplaced come to"))
    }

    @Test func rowsOutOfOrderAreFound() async throws {
        let (status, result) = try await Self.checked(.contested) { $0.swapAt(3, 4) }
        #expect(status == 1)
        #expect("\(result["broken"] ?? "")".contains("not after the row before it"))
    }

    @Test func aRowOnAClosedDayIsFound() async throws {
        let (status, result) = try await Self.checked(.contested) { lines in
            // 25 October 2025 is a Saturday; the rows around it are on Friday and Monday.
            let place = try #require(lines.firstIndex { $0.contains(",2025-10-24,") })
            lines[place] = lines[place].replacingOccurrences(of: "2025-10-24", with: "2025-10-25")
        }
        #expect(status == 1)
        #expect("\(result["broken"] ?? "")".contains("nothing may be placed on 2025-10-25 (closed)"))
    }

    /// What a supplier had on its last day goes to a day months later: all limits hold, and its own day had room for it.
    @Test func anUnfairDayIsFound() async throws {
        let (status, result) = try await Self.checked(.standard) { lines in
            let last = try #require(lines.lastIndex { $0.hasPrefix("ZXAA,EELC,") })
            var cells = lines[last].components(separatedBy: ",")
            cells[2] = "2027-04-15"
            lines[last] = cells.joined(separator: ",")
        }
        #expect(status == 1)
        #expect(result["limits_hold"] as? Bool == true)
        #expect("\(result["broken"] ?? "")".contains("could be raised"), "\(result)")
    }

    @Test func aTinyMarketIsSolvedByTrial() async throws {
        try await TemporaryFolder.with("tiny") { folder in
            var sample = MarketSample()
            sample.portfolios = "supplier,distributor,mpans\nABCD,LOND,5\nABCD,SWAE,4\nEFGH,LOND,6"
            sample.limits = """
                scope,distributor,from,to,value,source
                industry,,2026-01-01,2026-12-31,4,v1
                distributor,LOND,2026-01-01,2026-12-31,3,v1
                """
            sample.calendar =
                "date,class\n2026-01-05,migration\n2026-01-06,migration\n2026-01-07,migration"
                + "\n2026-01-08,migration"
            sample.ramps = "supplier,day_index,max\nABCD,0,2"
            let market = try #require(MarketReader.read(sample.tables).market)
            let place = try MarketSample.write(market, to: folder, "market")
            let outcome = try await Subprocess.python("\(Self.folder)/brute_force.py", [place.path])
            let result = try Self.json(outcome)
            // By hand: 2 on the first day, when ABCD alone is active with a cap of 2, then 4 a day.
            #expect(result["unplaced"] as? Int == 1)
            #expect(result["completion"] as? Int == 4 * (1 + 2 + 3))
        }
    }
}

extension MigrationMarket {
    /// The same market with a pool for its smaller half, which is small.
    fileprivate func with(pool: String) throws -> MigrationMarket {
        var settings = self.settings
        settings[PlannerParameters.smallPool] = try #require(Share(pool))
        let sizes = suppliers.indices.map { place in
            portfolios.filter { $0.supplier == place }.reduce(0) { $0 + $1.mpans }
        }
        let middle = sizes.sorted()[sizes.count / 2]
        return MigrationMarket(
            suppliers: suppliers.indices.map {
                .init(code: suppliers[$0].code, activeFrom: suppliers[$0].activeFrom, isSmall: sizes[$0] < middle)
            }, distributors: distributors, portfolios: portfolios, limits: limits, calendar: calendar, ramps: ramps,
            settings: settings)
    }

    /// The same market with a step limit for all suppliers; 0 is none.
    fileprivate func with(step: Int) -> MigrationMarket {
        var settings = self.settings
        settings[PlannerParameters.stepLimit] = step
        return MigrationMarket(
            suppliers: suppliers, distributors: distributors, portfolios: portfolios, limits: limits,
            calendar: calendar, ramps: ramps, steps: steps, agents: agents, settings: settings)
    }
}
