import ArgumentParser
import Consumption
import Formats
import Foundation

/// `changeover consumption generate`
struct ConsumptionGenerate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Write manufactured half-hourly consumption.",
        discussion: """
            The same configuration gives the same bytes, whatever the parts, the threads and the machine. Parts joined \
            without the later headers are the whole file. Beside the data stand portfolio.csv and manifest.json; where \
            defects are planted, also defects.csv (the answer key), deliveries.csv (which rows arrive when) and the late \
            batches.

            EXAMPLE
              changeover consumption generate --mpans 1000 --mix smart-domestic=0.8,smart-business=0.2 \\
                --from 2026-01-01 --days 365 --seed 42 --format csv --out data/
              changeover consumption generate --scenario clock-change-week --out - | head
              changeover consumption generate --config portfolio.json --parts 8 --part 3 --out data/
            """)

    @OptionGroup(title: "What is manufactured") var what: ConsumptionOptions

    @Option(name: .long, help: "\(FormatCatalogue.words.joined(separator: ", ")).")
    var format = "csv"

    @Option(
        name: .long, defaultAsFlag: 1,
        help: ArgumentHelp(
            "Compress with zstd at this level, 1 to 19; 1 where none is said. Frames joined are a whole file.",
            valueName: "level"))
    var zstd: Int?

    @Option(name: .long, help: ArgumentHelp("Into how many parts the run is cut.", valueName: "n"))
    var parts = 1

    @Option(name: .long, help: ArgumentHelp("Which part to make, from 1.", valueName: "n"))
    var part: Int?

    @Option(
        name: [.long, .short], help: ArgumentHelp("The folder to write to; - is standard output.", valueName: "dir"))
    var out = "-"

    @Option(
        name: .long, help: ArgumentHelp("Where portfolio.csv goes when data go to standard output.", valueName: "file"))
    var portfolio: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Where the answer key of defects goes when data go to standard output.", valueName: "file"))
    var defects: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Where the delivery schedule goes when data go to standard output.", valueName: "file"))
    var deliveries: String?

    @Option(
        name: .long, help: ArgumentHelp("Where the manifest goes when data go to standard output.", valueName: "file"))
    var manifest: String?

    @Option(name: .long, help: ArgumentHelp("How many threads; all cores where none is said.", valueName: "n"))
    var threads: Int?

    @Flag(name: .long, help: "Go on with a run that was stopped in the folder.") var resume = false
    @Flag(name: .long, help: "Write over another run in the folder.") var force = false

    @Option(name: .long, help: .hidden)
    var checkpoint = Journal.interval

    /// Parts of one run at most; a manifest names each.
    static let partsMax = 100_000

    func run() async throws {
        try await reporting {
            try check()
            let settings = try what.settings()
            do {
                try await perform(try FormatCatalogue.format(format), settings)
            } catch let problem as FieldProblem {
                throw Failure(line: problem.description, code: .misused)
            }
        }
    }

    private func check() throws {
        func refuse(_ line: String) throws -> Never { throw Failure(line: line, code: .misused) }
        guard (1...Self.partsMax).contains(parts) else {
            try refuse("parts: \(parts) is outside 1 to \(Self.partsMax)")
        }
        if let part, !(1...parts).contains(part) { try refuse("part: \(part) is outside 1 to \(parts), the parts") }
        if part == nil, parts > 1 { try refuse("part: which of the \(parts) parts? --part takes 1 to \(parts)") }
        if let threads, !(1...1_024).contains(threads) { try refuse("threads: \(threads) is outside 1 to 1,024") }
        if let zstd, !ZstdFrames.levels.contains(zstd) { try refuse("zstd: \(ZstdError.level(zstd))") }
        guard checkpoint > 0 else { try refuse("checkpoint: \(checkpoint) is not above 0") }
        if out == "-", resume { try refuse("resume: standard output cannot be resumed; name a folder with --out") }
        if out != "-", [portfolio, defects, deliveries, manifest].contains(where: { $0 != nil }) {
            try refuse(
                "portfolio, defects, deliveries, manifest: they go into the folder beside the data; name files with "
                    + "--out - only")
        }
    }

    private func perform(_ format: some ConsumptionFormat, _ settings: RunSettings) async throws {
        if out == "-", Terminal.isOutputTerminal, format.isContainer || zstd != nil {
            throw FieldProblem("out", "\(format.word) is not for a terminal; name a folder with --out")
        }
        let generator = try settings.generator()
        let plan = DataPlan(
            settings: settings, generator: generator, format: format, digest: settings.digest, part: part ?? 1,
            parts: parts, level: zstd, defects: try generator.defectPlan())
        let run = GenerateRun(
            plan: plan, threads: threads ?? max(1, ProcessInfo.processInfo.activeProcessorCount), checkpoint: checkpoint
        )
        guard out != "-" else {
            return try await run.stream(
                .init(portfolio: portfolio, defects: defects, deliveries: deliveries, manifest: manifest))
        }
        let folder = OutputFolder(
            out, part: part ?? 1, parts: parts, dataExtension: format.fileExtension + (zstd == nil ? "" : ".zst"))
        let done = try await run.fill(folder, resuming: resume, force: force)
        try Terminal.print(
            done.wasThere
                ? "\(folder.data) was finished already: \(done.manifest.rows) rows."
                : "\(folder.data): \(done.manifest.rows) rows of "
                    + "\(done.manifest.importMPANs + done.manifest.exportMPANs) metering points.")
    }
}
