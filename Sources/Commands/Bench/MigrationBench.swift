import Foundation
import Kernel
import Migration

/// Measures planning and its neighbours on made-up markets of the size of the whole market.
struct MigrationBench {
    private static let seed: UInt64 = 7
    private static let runs = 200
    /// The linear programme's optimum over the same market folders, as `scripts/migration/compare` printed it.
    let peers: URL?
    /// MPANs that are tracked.
    let mpans: Int
    /// For what is written on the way.
    let folder: URL

    func measure(_ figures: inout Figures) throws {
        // First, so that the peak of memory is its own.
        try TrackingBench(mpans: mpans, folder: folder).measure(&figures)
        try SubmissionBench().measure(&figures)
        let solved = try solvedMarkets()
        for recipe in [MadeMarketRecipe.anchor, .contested, .standard] {
            let market = try MadeMarket(
                seed: Self.seed, recipe: recipe, suppliers: 90, distributors: 28, mpans: 33_800_000
            ).market
            let name = recipe.rawValue
            let (plan, time) = timed { Planner(PlanningGrid(market)).plan(.earliest) }
            let certificate = plan.certificate
            figures.add("\(name): plan, both objectives", time, "s", aim: "under 2")
            figures.add("\(name): MPANs unplaced", Double(certificate.mpans - certificate.placed), "", aim: "0")
            figures.add("\(name): earliest above its bound", certificate.gap * 100, "%", aim: "under 0.5")
            figures.add(
                "\(name): fair above earliest",
                (certificate.fairMeanCompletion / max(certificate.earliestMeanCompletion, 1e-9) - 1) * 100, "%",
                aim: nil)
            if let solver = solved[name] {
                figures.add("\(name): HiGHS, the same linear programme", solver.seconds, "s", aim: nil)
                figures.add(
                    "\(name): earliest above the linear programme",
                    (certificate.meanCompletion / solver.bound - 1) * 100,
                    "%", aim: "under 0.5")
            }
            measureChanges(of: market, named: name, &figures)
        }
        try measureTwin(&figures)
        figures.add("migration: memory, peak", try ProcessMemory.peak.megabytes(), "MB", aim: "under 2000")
    }

    private func measureChanges(of market: MigrationMarket, named name: String, _ figures: inout Figures) {
        let grid = PlanningGrid(market)
        let plan = Planner(grid).plan(.fair, withPrice: false).plan
        let (_, whatIf) = timed {
            let edited = market.edited(.limit(.distributor(0), from: nil, to: nil, .change(500)))
            return PlanDifference(plan, Planner(PlanningGrid(edited)).plan(.fair, withPrice: false).plan)
        }
        figures.add("\(name): what-if of one limit", whatIf, "s", aim: "under 0.2")
        // The last forty migration days are planned again after a tenth was missed.
        let days = grid.days
        guard days.count > 60 else { return }
        let asAt = days[days.count - 41]
        let done = plan.rows.filter { $0.date <= asAt }.map {
            Replanner.Done(
                supplier: $0.supplier, distributor: $0.distributor, date: $0.date, net: $0.volume - $0.volume / 10)
        }
        let (_, replan) = timed { Replanner(grid).replan(plan, done: done, asAt: asAt, freeze: 0) }
        figures.add("\(name): replan of 40 days", replan, "s", aim: "under 0.1")
    }

    private func measureTwin(_ figures: inout Figures) throws {
        let market = try MadeMarket(
            seed: Self.seed, recipe: .standard, suppliers: 90, distributors: 28, mpans: 33_800_000
        ).market
        let stage = TwinStage(market, plan: Planner(PlanningGrid(market)).plan(.fair, withPrice: false).plan)
        let (_, time) = timed { CoreWorkers(count: 2).map(Self.runs) { TwinRun(stage, seed: 1, number: $0) } }
        figures.add("twin: \(Self.runs) runs of the whole horizon", time, "s", aim: "under 60")
    }

    private func solvedMarkets() throws -> [String: (bound: Double, seconds: Double)] {
        guard let peers else { return [:] }
        let found = try JSONSerialization.jsonObject(with: Data(contentsOf: peers)) as? [String: [String: Any]] ?? [:]
        return found.compactMapValues { market in
            guard let bound = market["bound"] as? Double, let seconds = market["seconds"] as? Double else { return nil }
            return (bound, seconds)
        }
    }
}
