import ArgumentParser

/// `changeover cleanse …`
struct CleanseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cleanse",
        abstract: "Check registration data: every register, every rule, every exception, to proof.",
        discussion: """
            Registers are loaded once into packed tables in the data folder; rules are asked of those.

            EXAMPLE
              changeover cleanse load registers/ --as-at 2026-07-01 --sender REG=L:LOND
            """,
        subcommands: [
            CleanseSample.self, CleanseLoad.self, CleanseLoadFlow.self, CleanseCheck.self, CleanseExceptions.self,
            CleansePacks.self, CleanseCertificate.self, CleanseVerify.self, CleanseExplain.self, CleanseReady.self,
            CleanseMark.self, CleanseRuns.self, CleanseRules.self, CleanseCut.self,
        ])
}
