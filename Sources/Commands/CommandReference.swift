import ArgumentParser

/// The reference page of the command line, made from the commands themselves and compared in the tests.
public enum CommandReference {
    /// Markdown: one section a command, with its help as the terminal prints it at 100 columns.
    public static func page() -> String {
        var parts = [
            "# Commands",
            "This page is made from the program's own help; a test compares the two.",
        ]
        for command in commands {
            parts.append("## \(command.title)")
            let help = Changeover.helpMessage(for: command.type, columns: 100)
            let lines = help.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                var line = line[...]
                while line.last == " " { line = line.dropLast() }
                return String(line)
            }
            parts.append("```\n\(lines.joined(separator: "\n"))\n```")
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private static let commands: [(title: String, type: any ParsableCommand.Type)] = [
        ("changeover", Changeover.self),
        ("changeover record", RecordCommand.self),
        ("changeover record import", RecordImport.self),
        ("changeover record export", RecordExport.self),
        ("changeover record report", RecordReport.self),
        ("changeover record text", RecordText.self),
        ("changeover record resolve", RecordResolve.self),
        ("changeover record verify", RecordVerify.self),
        ("changeover record synthesise", RecordSynthesise.self),
        ("changeover consumption", ConsumptionCommand.self),
        ("changeover consumption generate", ConsumptionGenerate.self),
        ("changeover consumption value", ConsumptionValue.self),
        ("changeover consumption expect", ConsumptionExpect.self),
        ("changeover consumption join", ConsumptionJoin.self),
        ("changeover consumption portfolio", ConsumptionPortfolio.self),
        ("changeover cleanse", CleanseCommand.self),
        ("changeover cleanse sample", CleanseSample.self),
        ("changeover cleanse load", CleanseLoad.self),
        ("changeover cleanse load-flow", CleanseLoadFlow.self),
        ("changeover cleanse check", CleanseCheck.self),
        ("changeover cleanse exceptions", CleanseExceptions.self),
        ("changeover cleanse packs", CleansePacks.self),
        ("changeover cleanse certificate", CleanseCertificate.self),
        ("changeover cleanse verify", CleanseVerify.self),
        ("changeover cleanse explain", CleanseExplain.self),
        ("changeover cleanse ready", CleanseReady.self),
        ("changeover cleanse mark", CleanseMark.self),
        ("changeover cleanse runs", CleanseRuns.self),
        ("changeover cleanse rules", CleanseRules.self),
        ("changeover cleanse cut", CleanseCut.self),
        ("changeover migration", MigrationCommand.self),
        ("changeover migration market", MigrationMakeMarket.self),
        ("changeover migration plan", MigrationPlanning.self),
        ("changeover migration why", MigrationWhy.self),
        ("changeover migration what-if", MigrationWhatIf.self),
        ("changeover migration replan", MigrationReplan.self),
        ("changeover migration envelopes", MigrationEnvelopes.self),
        ("changeover migration check", MigrationCheck.self),
        ("changeover migration reallocate", MigrationReallocate.self),
        ("changeover migration rules", MigrationRules.self),
        ("changeover migration track", MigrationTrack.self),
        ("changeover migration ready", MigrationReady.self),
        ("changeover migration forecast", MigrationForecasting.self),
        ("changeover migration twin", MigrationTwin.self),
        ("changeover migration appraise", MigrationAppraise.self),
        ("changeover serve", ServeCommand.self),
        ("changeover bench", BenchCommand.self),
    ]
}
