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

            --verify looks at an audit.csv: whether every line follows from the one before it, and whether the sheet is \
            the one that it was written for. Ends with 0 where it is, with 3 where a line was changed, put in or left out.

            EXAMPLE
              changeover migration appraise Examples/migration/options.yaml --out appraisal/
              changeover migration appraise Examples/migration/options.yaml --verify appraisal/audit.csv
            """)

    @Argument(help: ArgumentHelp("The sheet, YAML.", valueName: "options")) var options: String
    @Option(name: .long, help: ArgumentHelp("The seed of the draws.", valueName: "n")) var seed: UInt64 = 1
    @Option(name: .long, help: ArgumentHelp("A folder that is empty or not there yet.", valueName: "dir"))
    var out: String?
    @Option(
        name: .long, help: ArgumentHelp("Verify this audit against the sheet; nothing is written.", valueName: "audit"))
    var verify: String?
    @Flag(name: .long, help: "JSON in place of a summary.") var json = false

    func validate() throws {
        if verify != nil, out != nil { throw ValidationError("--verify writes nothing: leave --out out.") }
    }

    func run() async throws {
        try await reporting {
            let file = try AppraisalFile(reading: options)
            let appraisal: Appraisal
            do throws(AppraisalError) {
                appraisal = try Appraisal(file.sheet, seed: seed)
            } catch {
                throw AppraisalFile.failure(options, error.description)
            }
            if let verify { return try verified(verify, file) }
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

    private func verified(_ path: String, _ file: AppraisalFile) throws {
        let chain = AppraisalChain(file.sheet, sha256: file.sha256)
        let verdict = try AppraisalChain.verify(path, against: chain)
        if json {
            var json = JSONDocument()
            json.object { json in
                json.member("holds", verdict.fault == nil)
                json.member("entries", verdict.entries)
                json.member("head", verdict.head)
                if let fault = verdict.fault {
                    json.member("line", fault.line)
                    json.member("why", fault.why)
                }
            }
            try Terminal.print(json.text)
        } else if verdict.fault == nil {
            try Terminal.print(
                "\(path): \(verdict.entries.grouped) entries, each follows from the one before it, and they are those of "
                    + "\(options)\nhead \(verdict.head)")
        }
        guard let fault = verdict.fault else { return }
        throw Failure(
            "the audit \(path) does not hold", because: "line \(fault.line) \(fault.why)",
            advice: "put back the audit and the sheet as they were written", code: .checkFailed)
    }
}
