public import ArgumentParser

/// The root of the command line: a folder a noun, a file a verb.
public struct Changeover: AsyncParsableCommand {
    public static let version = "0.1.0"

    public static let configuration = CommandConfiguration(
        commandName: "changeover",
        abstract: "The control room for taking a market through testing and migration.",
        discussion: """
            Papers become a record: every value opens the passage it was read from. Consumption is manufactured: every \
            value can be made again, alone. A stand-in takes the place of the Data Integration Platform. \
            Registration data is checked, followed and accounted for. The migration of a market is planned day by day.

            Exit codes: 0 done; 1 the operation failed; 2 messages or registers have findings; 3 a check found something wrong; \
            64 the command was misused; 65 the input cannot be read; 69 the other side could not be reached; \
            70 a check of registers could not run.

            EXAMPLE
              changeover record import papers/*.txt
              changeover serve
            """,
        version: version,
        subcommands: [
            RecordCommand.self, ConsumptionCommand.self, DIPCommand.self, CleanseCommand.self, MigrationCommand.self,
            ServeCommand.self, BenchCommand.self,
        ])

    public init() {}

    /// Runs the command line of this process.
    public static func start() async { await main() }
}

/// `changeover record …`
struct RecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Read papers into the programme record, and write exports and reports out of it.",
        discussion: """
            EXAMPLE
              changeover record import papers/*.txt
              changeover record export actions --format csv
            """,
        subcommands: [
            RecordImport.self, RecordExport.self, RecordReport.self, RecordText.self, RecordResolve.self,
            RecordVerify.self, RecordSynthesise.self,
        ])
}
