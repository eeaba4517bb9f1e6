import ArgumentParser
import Foundation

/// `changeover record synthesise`
struct RecordSynthesise: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "synthesise",
        abstract: "Write the papers of an invented programme, for measuring at scale.",
        discussion: """
            The same seed gives the same papers. 10,000 papers hold 100,000 actions and 50,000 milestones.

            EXAMPLE
              changeover record synthesise --papers 10000 --seed 42 --out synthetic
            """)

    /// More papers than this do not fit the two digits of meeting numbers in references.
    static let papersMax = 10_000

    @Option(name: .long, help: "How many papers, 1 to 10000.") var papers = 1_000
    @Option(name: .long, help: "The seed.") var seed: UInt64 = 42
    @Option(name: .long, help: ArgumentHelp("The folder to write to.", valueName: "dir")) var out: String

    func validate() throws {
        guard (1...Self.papersMax).contains(papers) else {
            throw ValidationError("--papers takes a number from 1 to \(Self.papersMax).")
        }
    }

    func run() async throws {
        try await reporting {
            let folder = URL(fileURLWithPath: out, isDirectory: true)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let programme = SyntheticProgramme(seed: seed)
            var progress = Progress("writing", total: papers)
            for index in 0..<papers {
                let paper = programme.paper(index)
                let file = folder.appendingPathComponent(paper.name + ".txt")
                try Data(paper.text.utf8).write(to: file, options: .atomic)
                progress.show(index + 1)
            }
            progress.end()
            try Terminal.print("\(papers) papers are in \(out).")
        }
    }
}
