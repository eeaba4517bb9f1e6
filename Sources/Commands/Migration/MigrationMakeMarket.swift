public import ArgumentParser
public import Migration

/// `changeover migration market`
struct MigrationMakeMarket: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "market",
        abstract: "Make up a market: portfolios, start dates, limits, a calendar.",
        discussion: """
            Everything is drawn from the seed alone, the same on every machine, and marked as invented. No supplier, \
            start or limit is a real one. Where the calendar has gaps between sprints, sprints.csv tells when each is \
            planned, carried out and looked back on.

            standard    working days less holds and gaps between nine sprints, limits in two versions, 5 % reserve
            anchor      389 days, wide limits, envelopes with a ramp: the instance that plans are measured on
            contested   limits of distributors and of the industry that bind on most days, and just let everything through

            EXAMPLE
              changeover migration market --seed 7 --out market/
              changeover migration market --recipe contested --suppliers 12 --mpans 100000 --out small/
            """)

    @Option(name: .long, help: ArgumentHelp("The seed, 0 to 18446744073709551615.", valueName: "n"))
    var seed: UInt64 = 1

    @Option(name: .long, help: ArgumentHelp("standard, anchor or contested.", valueName: "name"))
    var recipe = MadeMarketRecipe.standard

    @Option(name: .long, help: ArgumentHelp("How many suppliers, 1 to 2,000.", valueName: "n"))
    var suppliers = 90

    @Option(name: .long, help: ArgumentHelp("How many distributors, 1 to 500.", valueName: "n"))
    var distributors = 28

    @Option(name: .long, help: ArgumentHelp("How many MPANs, 1 to 1,000,000,000.", valueName: "n"))
    var mpans = 33_800_000

    @Option(name: .long, help: ArgumentHelp("A folder that is empty or not there yet.", valueName: "dir"))
    var out: String

    @Flag(name: .long, help: "What was made, as JSON.") var json = false

    func run() async throws {
        try await reporting {
            let made: MadeMarket
            do {
                made = try MadeMarket(
                    seed: seed, recipe: recipe, suppliers: suppliers, distributors: distributors, mpans: mpans)
            } catch let error as MadeMarketError {
                throw Failure(line: error.description, code: .misused)
            }
            let sprints = made.sprints.map { [(SubmissionTables.sprintsFile, SubmissionTables.table($0).csv)] } ?? []
            try MarketFolder.write(
                made.market, to: out, with: sprints + [("market.txt", Array(made.text.utf8))])
            try Terminal.print(json ? Self.json(made) : text(made.market))
        }
    }

    private func text(_ market: MigrationMarket) -> String {
        "\(out): an invented market of \(market.mpans.grouped) MPANs, \(market.suppliers.count.grouped) suppliers, "
            + "\(market.distributors.count.grouped) distributors and \(market.calendar.migrationDays.count) migration days"
    }

    private static func json(_ made: MadeMarket) -> String {
        let market = made.market
        var json = JSONDocument()
        json.object { json in
            json.member("recipe", made.recipe.rawValue)
            json.member("seed", String(made.seed))
            json.member("mpans", market.mpans)
            json.member("suppliers", market.suppliers.count)
            json.member("distributors", market.distributors.count)
            json.member("portfolios", market.portfolios.count)
            json.member("limits", market.limits.count)
            json.member("migration_days", market.calendar.migrationDays.count)
        }
        return json.text
    }
}

extension MadeMarketRecipe: ExpressibleByArgument {}
