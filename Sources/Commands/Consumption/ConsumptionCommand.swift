import ArgumentParser

/// `changeover consumption …`
struct ConsumptionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consumption",
        abstract: "Manufacture half-hourly consumption at the scale of the market, with known answers.",
        discussion: """
            No metered data enter: every value comes from models, a seed and its own address, so any value can be made \
            alone, in any order, on any machine.

            EXAMPLE
              changeover consumption generate --mpans 1000 --from 2026-01-01 --days 7 --out data/
              changeover consumption expect data/ --by gsp,utc_date,segment,quality
            """,
        subcommands: [
            ConsumptionGenerate.self, ConsumptionValue.self, ConsumptionExpect.self, ConsumptionJoin.self,
            ConsumptionPortfolio.self, ConsumptionReport.self,
        ])
}
