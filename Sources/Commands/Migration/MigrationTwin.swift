import ArgumentParser
import Foundation
import Kernel
import Migration

/// `changeover migration twin`
struct MigrationTwin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "twin",
        abstract: "Play the whole market forward, many times, to see what could happen.",
        discussion: """
            Every run follows the plan day by day and meets rejections, slow providers, shortfalls, changes of supplier, \
            reverse migration, outages, late activation and failing suppliers; what a day leaves free goes to what is \
            owed. The rates are settings (twin_…) with defaults of our own, for none is published.

            Runs are seeded and alike for any number of cores. A run with one cause left out shares its luck with the \
            run that has it, which shows what the cause costs.

            With --replan every run plans again every few weeks what it has left, with least change, as a control centre \
            would; the luck of its days stays that of the run without.

            EXAMPLE
              changeover migration twin market/ --seed 1 --runs 200 --out twin/
              changeover migration twin market/ --runs 50 --replan 8
            """)

    @Argument(help: ArgumentHelp("The market's folder.", valueName: "market")) var market: String
    @Option(name: .long, help: ArgumentHelp("The seed.", valueName: "n")) var seed: UInt64 = 1
    @Option(name: .long, help: ArgumentHelp("How many runs, 1 to 10,000.", valueName: "n")) var runs = 200
    @Option(name: .long, help: ArgumentHelp("The plan to follow (else a fair plan is made).", valueName: "dir"))
    var plan: String?
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Plan again in every run after so many weeks, 1 to 60 (else the plan stays); slower.", valueName: "weeks"))
    var replan: Int?
    @Option(name: .long, help: ArgumentHelp("A folder that is empty or not there yet.", valueName: "dir"))
    var out: String?
    @Option(name: .long, help: ArgumentHelp("How many cores to use (else all).", valueName: "n")) var workers: Int?
    @Flag(name: .long, help: "JSON in place of a summary.") var json = false

    func validate() throws {
        if !(1...10_000).contains(runs) { throw ValidationError("--runs takes a number from 1 to 10,000.") }
        if let replan, !(1...60).contains(replan) {
            throw ValidationError("--replan takes a number of weeks from 1 to 60.")
        }
        if let workers, !(1...64).contains(workers) { throw ValidationError("--workers takes a number from 1 to 64.") }
    }

    func run() async throws {
        try await reporting {
            let folder = try MarketFolder(reading: market, asJSON: json)
            let followed =
                try plan.map { try PlanFolder(reading: $0, asJSON: json).plan }
                ?? Planner(PlanningGrid(folder.market)).plan(.fair, withPrice: false).plan
            let stage = TwinStage(folder.market, plan: followed)
            let workers = CoreWorkers(count: workers)
            let (seed, replan) = (seed, replan)
            let main = workers.map(runs) { TwinRun(stage, seed: seed, number: $0, replanWeeks: replan) }
            // An eighth of the runs is enough for a difference between runs of the same luck.
            let driverRuns = min(max(runs / 8, 4), runs)
            let causes = TwinCause.allCases
            let others = workers.map(causes.count * driverRuns) { piece in
                TwinRun(
                    stage, seed: seed, number: piece % driverRuns, without: [causes[piece / driverRuns]],
                    replanWeeks: replan)
            }
            let without = causes.enumerated().map { place, cause in
                (cause: cause, runs: Array(others[(place * driverRuns)..<((place + 1) * driverRuns)]))
            }
            let report = TwinReport(
                outcome: TwinOutcome(stage, runs: main, without: without), market: folder.market, seed: seed,
                replanWeeks: replan)
            if let out {
                try FolderInTheMaking(out).write([
                    ("curve.csv", report.curveCSV), ("finish.csv", report.finishCSV),
                    ("twin.json", Array((report.json + "\n").utf8)),
                ])
            }
            try Terminal.print(json ? report.json : report.text)
        }
    }
}
