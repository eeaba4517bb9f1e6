import ArgumentParser
import Foundation
import Papers
import Record
import Store

/// `changeover record import PAPER…`
struct RecordImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Read papers into the record.",
        discussion: """
            All papers of one command come in together, or none does. A paper that is in the record already changes \
            nothing. A corrected text of a paper supersedes it, and the old one stays in the history.

            EXAMPLE
              changeover record import papers/*.txt
            """)

    @OptionGroup var data: DataOptions
    @Argument(help: "Text files, one paper each.", completion: .file(extensions: ["txt"]))
    var papers: [String]
    @Flag(name: .long, help: "Write the result as JSON.") var json = false
    @Flag(name: .long, help: "Import the papers that can be read, and report the others.") var skipUnreadable = false

    func run() async throws {
        try await reporting {
            let (read, failures) = await PaperLoader.load(papers)
            if !failures.isEmpty && !skipUnreadable { throw Self.failure(failures) }
            let record = try data.openRecord()
            let report = try await Self.importing(read, into: record)
            try Terminal.print(json ? report.json : report.text)
            if !failures.isEmpty { throw Self.failure(failures, imported: read.count) }
        }
    }

    static func importing(_ read: [LoadedPaper], into record: RecordStore) async throws -> ImportSummary {
        do {
            // Writing is one transaction and tells nothing of its course; a large one is announced.
            if read.count >= 200, Terminal.isErrorTerminal {
                Terminal.error("writing \(read.count) papers to the record, in one transaction …")
            }
            let stamp = ISO8601DateFormatter().string(from: Date())
            let report = try await record.importPapers(
                read.map { (source: $0.source, bytes: $0.bytes, read: $0.read) }, importedAt: stamp)
            let total = try await record.rows(RowQuery(.contradictions, limit: 1)).total
            return ImportSummary(report: report, contradictions: total)
        } catch let error as StoreError {
            throw Failure(
                "the papers could not be imported; the record is as it was", because: error.because,
                advice: error.advice)
        }
    }

    static func failure(_ failures: [LoadFailure], imported: Int? = nil) -> Failure {
        let count = failures.count == 1 ? "1 file cannot" : "\(failures.count) files cannot"
        let what =
            imported.map { "\(count) be read; the other \($0) came in" } ?? "\(count) be read; nothing was imported"
        let advice = failures.first?.advice ?? ""
        return Failure(
            what, because: failures.map(\.because),
            advice: imported == nil ? "\(advice); or use --skip-unreadable" : advice, code: .badInput)
    }
}
