import ArgumentParser
import Kernel
import Migration

/// `changeover migration replan`
struct MigrationReplan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replan",
        abstract: "Plan again with what was really done, changing committed days as little as can be.",
        discussion: """
            What was planned stays where it still fits. Nothing is added to the first days after the date of what is \
            known (--freeze, in migration days). What was missed is placed in what later days have free, and where that \
            is not enough, volumes of later days move. Days up to the date are written as they were done. With nothing \
            missed the plan is the same to the byte. --with-controls replans under the throttles, freezes and \
            exceptional limits that are in force in the data folder.

            EXAMPLE
              changeover migration replan plan/ actuals.csv --freeze 20 --out next/
            """)

    @Argument(help: ArgumentHelp("The plan's folder.", valueName: "plan")) var plan: String
    @Argument(help: ArgumentHelp("What was done.", valueName: "actuals")) var actuals: String
    @Option(name: .long, help: ArgumentHelp("Migration days that nothing is added to, 0 to 1,000.", valueName: "n"))
    var freeze = 20
    @Option(
        name: .long, help: ArgumentHelp("The last day of what is known (else the last in the file).", valueName: "date")
    )
    var asAt: String?
    @Option(name: .long, help: ArgumentHelp("The market (else the one in the plan's folder).", valueName: "dir"))
    var market: String?
    @Option(name: .long, help: ArgumentHelp("A folder that is empty or not there yet.", valueName: "dir"))
    var out: String?
    @Flag(name: .long, help: "Plan under the controls that are in force in the data folder.") var withControls = false
    @OptionGroup var data: DataOptions
    @Flag(name: .long, help: "The difference as JSON.") var json = false

    func validate() throws {
        guard (0...1_000).contains(freeze) else { throw ValidationError("--freeze is a number from 0 to 1,000.") }
    }

    func run() async throws {
        try await reporting {
            let found = try PlannedMarket(plan: plan, market: market, asJSON: json)
            let known = try ActualsFile(reading: actuals, of: found.plan, asJSON: json).actuals
            var date = known.lastDate
            if let asAt {
                guard let given = CalendarDate(iso: asAt) else {
                    throw Failure(line: "--as-at: \(asAt) is no date; write it as 2026-05-14", code: .misused)
                }
                date = given
            }
            let ruled = withControls ? try MigrationPlanning.controlled(found.market, data.folder) : found.market
            let grid = PlanningGrid(ruled)
            let replanner = Replanner(grid)
            let done = date.map { replanner.done(known, baseline: found.plan, asAt: $0) } ?? []
            let result = replanner.replan(found.plan, done: done, asAt: date, freeze: freeze)
            if let out {
                let text = Self.certificate(result, of: found.plan, asAt: date)
                try PlanFolder.write(
                    result.plan, certificate: text, to: out,
                    with: MarketFolder.files(of: ruled, in: "market/", from: market ?? "\(plan)/market"))
            }
            try Terminal.print(
                json ? Self.certificate(result, of: found.plan, asAt: date) : summary(result, asAt: date))
        }
    }

    private func summary(_ result: Replanner.Result, asAt: CalendarDate?) -> String {
        let frozen = result.frozen.last.map { "frozen to \($0.long)" } ?? "nothing is frozen"
        let lines = [
            "as at \(asAt?.long ?? "the start"): \(result.missed.grouped) MPANs behind the plan, "
                + "\(result.ahead.grouped) ahead; \(frozen)",
            "taken off frozen days, since it no longer fits: \(result.takenFromFrozen.grouped) MPANs",
            PlanDifferenceText(result.difference).text,
        ]
        return lines.joined(separator: "\n")
    }

    /// A replanned folder's `certificate.json`: what changed, and no clock time.
    private static func certificate(_ result: Replanner.Result, of plan: MigrationPlan, asAt: CalendarDate?) -> String {
        var json = JSONDocument()
        json.object { json in
            json.member("version", CertificateJSON.version)
            json.member("objective_name", "replan")
            if let asAt { json.member("as_at", asAt.iso) }
            if let last = result.frozen.last { json.member("frozen_to", last.iso) }
            json.member("placed", result.plan.placed)
            json.member("unplaced", result.plan.notPlaced)
            json.member("missed", result.missed)
            json.member("ahead", result.ahead)
            json.member("taken_from_frozen_days", result.takenFromFrozen)
            json.member("difference") { json in
                json.object { PlanDifferenceText(result.difference).write(to: &$0) }
            }
        }
        return json.text
    }
}
