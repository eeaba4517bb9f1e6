import ArgumentParser
import Kernel
import Migration

/// `changeover migration forecast`
struct MigrationForecasting: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forecast",
        abstract: "Say when the migration will end, with bands, from a plan and what was done so far.",
        discussion: """
            The plan's folder needs no more than plan.csv; unplaced.csv belongs to it where it is there. The actual \
            progress has the columns date,supplier,distributor,completed,reversed; * is a party that is not told apart, \
            and a date without a row before the last one is a day without progress. Rows may be totals of a week, dated \
            on one day of the week. A date far ahead of all other rows is taken as it stands and named in a warning.

            How well suppliers kept to the plan is learned from the actual progress, week by week, and played forward \
            in seeded futures. A future goes on in one of four ways: attainment stays, goes back to what is expected, \
            goes on rising or falling, or the pace lasts whatever the plan says; the weeks so far say how probable each \
            is. forecast.csv has quantiles of the cumulative volume, net of reversals, by date and scope \
            (industry, S:supplier, L:distributor). A P80 finish is the date by which four futures of five have ended; \
            it is a quantile of the date and not read off the volumes.

            With --market no day is above the industry's limit or, as far as the plan's order tells what goes where, a \
            distributor's; the supplier's ramp is taken to be in the plan.

            --backtest makes the forecast as it would have been made on past days and measures it beside simple rules.

            EXAMPLE
              changeover migration forecast plan/ actuals.csv --market market/ --out forecast/
            """)

    @Argument(help: ArgumentHelp("The current plan's folder.", valueName: "plan")) var plan: String
    @Argument(help: ArgumentHelp("The actual progress, CSV.", valueName: "actuals")) var actuals: String
    @Option(
        name: .long,
        help: ArgumentHelp(
            "The market, for its calendar, the limits of the industry and of distributors, its end and settings.",
            valueName: "dir"))
    var market: String?
    @Option(name: .long, help: ArgumentHelp("The first baseline's folder (else the plan).", valueName: "dir"))
    var first: String?
    @Option(name: .long, help: ArgumentHelp("A folder that is empty or not there yet.", valueName: "dir"))
    var out: String?
    @Option(
        name: .long,
        help: ArgumentHelp("Use nothing after this day (else the last day of the actual progress).", valueName: "date"))
    var asAt: String?
    @Option(name: .long, help: ArgumentHelp("The seed of the futures.", valueName: "n")) var seed: UInt64 = 1
    @Flag(name: .long, help: "Measure the forecast on past days, beside simple rules.") var backtest = false
    @Flag(name: .long, help: "JSON in place of a summary.") var json = false

    func validate() throws {
        if let asAt, CalendarDate(iso: asAt) == nil {
            throw ValidationError("--as-at takes a date such as 2026-07-01, not “\(asAt)”.")
        }
    }

    func run() async throws {
        try await reporting {
            let market = try self.market.map { try MarketFolder(reading: $0, asJSON: json) }
            let plan = try PlanFolder(reading: self.plan, asJSON: json)
            guard plan.plan.placed + plan.plan.notPlaced <= MigrationForecast.mostMPANs else {
                throw Failure(
                    "the plan \(self.plan) cannot be forecast",
                    because: "it has more than \(MigrationForecast.mostMPANs.grouped) MPANs",
                    advice: "forecast a part of it", code: .badInput)
            }
            let first = try self.first.map { try PlanFolder(reading: $0, asJSON: json) }
            let actuals = try ActualsFile(reading: self.actuals, of: plan.plan, asJSON: json)
            let question = ForecastQuestion(
                plan: plan.plan, first: first?.plan ?? plan.plan, actuals: actuals.actuals,
                asAt: asAt.flatMap { CalendarDate(iso: $0) }, market: market?.market,
                settings: market?.market.settings ?? MigrationSettings(), seed: seed)
            let forecast = MigrationForecast(question)
            let report = ForecastReport(
                forecast: forecast, plan: plan.plan, backTest: backtest ? ForecastBackTest(question) : nil, seed: seed)
            if let out {
                try FolderInTheMaking(out).write([
                    ("forecast.csv", report.csv), ("forecast.json", Array((report.json + "\n").utf8)),
                ])
            }
            try Terminal.print(json ? report.json : report.text)
        }
    }
}
