import ArgumentParser

/// `changeover migration …`
struct MigrationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migration",
        abstract: "Plan the migration of a market under its daily limits, and keep it under control.",
        discussion: """
            A market is a folder of comma-separated values; so is a plan. Every mistake of a folder is named with its \
            file, line, column and value, all at once, and then nothing is written.

            EXAMPLE
              changeover migration market --seed 7 --out market/
            """,
        subcommands: [
            MigrationMakeMarket.self,
            MigrationPlanning.self,
            MigrationWhy.self,
            MigrationWhatIf.self,
            MigrationReplan.self,
            MigrationForecasting.self,
            MigrationTwin.self,
            MigrationAppraise.self,
            MigrationEnvelopes.self,
            MigrationCheck.self,
            MigrationReallocate.self,
            MigrationRules.self,
            MigrationTrack.self,
            MigrationReady.self,
            MigrationAdopt.self,
            MigrationTake.self,
            MigrationControlling.self,
        ])
}
