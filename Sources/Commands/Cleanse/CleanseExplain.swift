import ArgumentParser
import Cleanse
import Foundation
import Store

/// `changeover cleanse explain`
struct CleanseExplain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain one MPAN: what each register says, through time, and every rule's verdict.",
        discussion: """
            The same code judges the whole market. Rules that are off or pass are listed too, so that nothing is said \
            by silence.

            EXAMPLE
              changeover cleanse explain 1012345678903
            """)

    @OptionGroup var data: DataOptions
    @Option(name: .long, help: ArgumentHelp("Rules as tuned in this file.", valueName: "file")) var settings: String?
    @Flag(name: .long, help: "As JSON.") var json = false
    @Argument(help: ArgumentHelp("Thirteen digits.", valueName: "mpan")) var mpan: String

    func run() async throws {
        try await reporting {
            let digits = mpan.filter { $0 != " " }
            guard digits.utf8.count == 13, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = UInt64(digits)
            else {
                throw Failure(
                    "\(mpan) is no MPAN", because: "it has not thirteen digits",
                    advice: "give the core alone: changeover cleanse explain 1012345678903", code: .misused)
            }
            let desk = CleanseDesk(data: data.folder)
            let loaded = try desk.loaded()
            let file = try CleanseSettingsFile(path: settings, data: data.folder)
            let judge = try desk.judge(loaded, file.settings, workers: CoreWorkers())
            let explanation = Explanation(number, judge: judge, faults: try loaded.faults(about: number, judge))
            var entries: [LedgerEntry] = []
            if FileManager.default.fileExists(atPath: data.folder.appendingPathComponent("cleanse.sqlite").path) {
                var filter = LedgerFilter()
                filter.subject = MPANText.printed(number)
                filter.withClosed = true
                try desk.ledger().entries(filter) { entries.append($0) }
            }
            try Terminal.print(
                json ? ExplanationText.json(explanation, entries) : ExplanationText.text(explanation, entries))
        }
    }
}
