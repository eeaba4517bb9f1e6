import ArgumentParser
import Consumption
import ControlRoom
import Foundation
import Glibc
import Market

/// `changeover consumption report`
struct ConsumptionReport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write the realism report of a run: one page with plots, and its figures as JSON.",
        discussion: """
            Mean days by season, load duration, coincidence against group size, autocorrelation, annual spread, seasonal \
            and weekend ratios, export by month and burning hours, each with how it was worked out. The true rows are \
            made anew from the configuration in the folder's manifests; the data files are not read. The page needs \
            nothing besides itself.

            EXAMPLE
              changeover consumption report data/ --json figures.json
              changeover consumption report --mpans 2000 --mix smart-domestic=1 --from 2026-01-01 --days 365
            """)

    @Argument(
        help: ArgumentHelp("The folder of a run; left out, the options say what is manufactured.", valueName: "dir"))
    var folder: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The page, or - for standard output; report.html in the folder where nothing is said.", valueName: "file"))
    var out: String?

    @Option(name: .long, help: ArgumentHelp("The figures as JSON, or - for standard output.", valueName: "file"))
    var json: String?

    @Option(
        name: .long,
        help: ArgumentHelp("The most sites of each class that are looked at, 1 to 20000.", valueName: "n"))
    var sites = 2_000

    @Option(name: .long, help: ArgumentHelp("How many threads; all cores where none is said.", valueName: "n"))
    var threads: Int?

    @OptionGroup(title: "What is manufactured") var what: ConsumptionOptions

    func run() async throws {
        try await reporting {
            signal(SIGPIPE, SIG_IGN)
            do {
                try await write()
            } catch let problem as FieldProblem {
                throw Failure(line: problem.description, code: .misused)
            } catch let problem as SinkProblem {
                throw problem.failure(resumable: false)
            }
        }
    }

    private func write() async throws {
        guard (1...20_000).contains(sites) else { throw FieldProblem("sites", "\(sites) is outside 1 to 20,000") }
        if let threads, !(1...256).contains(threads) {
            throw FieldProblem("threads", "\(threads) is outside 1 to 256")
        }
        let page = out ?? folder.map { $0.hasSuffix("/") ? $0 + "report.html" : $0 + "/report.html" } ?? "report.html"
        guard page != json else { throw FieldProblem("json", "\(page) is where the page goes; name another file") }
        let (settings, heading) = try source()
        let generator = try settings.generator()
        let study = RealismStudy(generator, sitesPerKind: sites)
        let work = study.samples.reduce(0) { $0 + $1.positions.count } * settings.configuration.days
        let progress = RateProgress("measuring", total: work)
        let figures = try await RealismRunner.figures(
            study, lanes: threads ?? max(1, ProcessInfo.processInfo.activeProcessorCount)
        ) { progress.show(Int($0 * Double(work))) }
        progress.end()
        let report = RealismReport(figures, configuration: settings.configuration, heading: heading)
        let files = [(page, Array(report.html.utf8))] + (json.map { [($0, report.json)] } ?? [])
        for (path, bytes) in files { try Self.write(bytes, to: path) }
        let named = files.map(\.0).filter { $0 != "-" }
        if named.count == files.count { try Terminal.print("Written: \(named.joined(separator: ", "))") }
    }

    /// The settings of the folder's manifests or of the options, and what the page says of where they are from.
    private func source() throws -> (RunSettings, RealismHeading) {
        guard let folder else {
            let settings = try what.settings()
            return (settings, RealismHeading(digest: settings.digest, source: "the options of the command"))
        }
        guard what.isEmpty else {
            throw FieldProblem("dir", "a folder's manifest says what was manufactured; leave the other options out")
        }
        let found = try OutputFolder.manifests(in: folder)
        guard let whole = found.first(where: { $0.manifest.part == nil || $0.manifest.parts == 1 }) ?? found.first
        else {
            throw Failure(
                line: "\(folder): it holds no manifest.json; name the folder of a finished run", code: .badInput)
        }
        if let other = found.first(where: { !$0.manifest.isSameRun(as: whole.manifest) }) {
            throw Failure(line: "\(folder): \(other.name) and \(whole.name) are of two runs", code: .badInput)
        }
        let settings = try whole.manifest.settings("\(folder)/\(whole.name)")
        let isWhole = whole.manifest.part == nil || whole.manifest.parts == 1
        let parts = isWhole ? [whole.manifest] : found.map(\.manifest)
        let isComplete = isWhole || Set(parts.compactMap(\.part)).count == whole.manifest.parts
        return (
            settings,
            RealismHeading(
                digest: settings.digest, source: whole.name, delivered: isComplete ? Self.energies(parts) : nil)
        )
    }

    private static func energies(_ manifests: [Manifest]) -> [MeasurementQuantity: Int] {
        var sums: [MeasurementQuantity: Int] = [:]
        for quantity in MeasurementQuantity.allCases {
            let sum = manifests.reduce(0) { sum, manifest in
                sum + GSPGroup.allCases.reduce(0) { $0 + manifest.energies[quantity, $1] }
            }
            if sum != 0 { sums[quantity] = sum }
        }
        return sums
    }

    /// Writes under another name first, so that a file that is there stays whole until the new one is.
    private static func write(_ bytes: [UInt8], to path: String) throws {
        guard path != "-" else { return try ByteSink.standardOutput.write(bytes) }
        var status = stat()
        let isThere = stat(path, &status) == 0
        // Devices and pipes are written to, never replaced by a file.
        guard !isThere || status.st_mode & S_IFMT == S_IFREG else { return try writeThrough(bytes, to: path) }
        let partial = path + ".partial"
        let sink: ByteSink
        do {
            sink = try ByteSink(file: partial)
        } catch let problem as SinkProblem {
            throw SinkProblem(code: problem.code, name: path)
        }
        do {
            defer { sink.close() }
            try sink.write(bytes)
            try sink.synchronise()
        } catch {
            unlink(partial)
            guard let problem = error as? SinkProblem else { throw error }
            throw SinkProblem(code: problem.code, name: path)
        }
        guard rename(partial, path) == 0 else {
            let problem = SinkProblem(code: errno, name: path)
            unlink(partial)
            throw problem
        }
    }

    private static func writeThrough(_ bytes: [UInt8], to path: String) throws {
        guard let handle = FileHandle(forWritingAtPath: path) else { throw SinkProblem(code: errno, name: path) }
        defer { try? handle.close() }
        do {
            try handle.write(contentsOf: Data(bytes))
        } catch {
            throw SinkProblem(code: errno, name: path)
        }
    }
}
