import ArgumentParser
import Migration

/// `changeover migration appraise`
struct MigrationAppraise: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "appraise",
        abstract: "Weigh options against criteria, and say how firm the answer is.",
        discussion: """
            A sheet is YAML: options, a tree of criteria with swing weights, a score of 0 to 100 for every option and \
            criterion with its evidence and scorer, and where wished direct comparisons, dissent and the changes made. \
            Sums and ranges are exact fractions. Beside the weighted sum stand an outranking view, the range in which \
            each weight leaves the best option best, order that turns when an option is left out, and draws of the \
            weights. audit.csv chains the sheet line by line by SHA-256, so a later change is found out.

            EXAMPLE
              changeover migration appraise Examples/migration/options.yaml --out appraisal/
            """)

    @Argument(help: ArgumentHelp("The sheet, YAML.", valueName: "options")) var options: String
    @Option(name: .long, help: ArgumentHelp("The seed of the draws.", valueName: "n")) var seed: UInt64 = 1
    @Option(name: .long, help: ArgumentHelp("A folder that is empty or not there yet.", valueName: "dir"))
    var out: String?
    @Flag(name: .long, help: "JSON in place of a summary.") var json = false

    func run() async throws {
        try await reporting {
            let file = try AppraisalFile(reading: options)
            let appraisal: Appraisal
            do throws(AppraisalError) {
                appraisal = try Appraisal(file.sheet, seed: seed)
            } catch {
                throw AppraisalFile.failure(options, error.description)
            }
            let report = AppraisalReport(sheet: file.sheet, appraisal: appraisal, seed: seed, sha256: file.sha256)
            if let out {
                try FolderInTheMaking(out).write([
                    ("sheet.csv", report.sheetCSV), ("audit.csv", report.auditCSV),
                    ("appraisal.json", Array((report.json + "\n").utf8)),
                    ("appraisal.txt", Array((report.text + "\n").utf8)),
                ])
            }
            try Terminal.print(json ? report.json : report.text)
        }
    }
}
