import ArgumentParser
import Consumption
import Formats
import Foundation
import Glibc
import Market

/// `changeover consumption expect`
struct ConsumptionExpect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expect",
        abstract: "Print the right answers for a settlement test, to the watt-hour.",
        discussion: """
            Totals are made anew from the configuration in the folder's manifests; the data files are not read. The \
            columns of --by come in the order given, then mq,periods,wh: the quantity, how many half hours have a \
            value, and their sum (var-hours where reactive). Rows are sorted by the columns.

            COLUMNS
              mpan, utc_date (or day), local_date, gsp, segment, class, quality, period (1 to 48 of the UTC day; of the \
            local day, 1 to 50, beside local_date or in formats of local days), connection (W whole current; L low, H \
            high, E extra high voltage with transformers; U unmetered), domestic (T or F)

            Settlement groups its load shapes by day, GSP group, connection type, segment, domestic premises and \
            quantity: the last example.

            EXAMPLE
              changeover consumption expect data/ --by gsp,day,segment,quality
              changeover consumption expect data/ --by mpan,utc_date --check
              changeover consumption expect --mpans 1000 --days 7 --load-shapes
              changeover consumption expect data/ --load-shapes --by utc_date,gsp,connection,segment,domestic,period
            """)

    @Argument(
        help: ArgumentHelp("The folder of a run; left out, the options say what is manufactured.", valueName: "dir"))
    var folder: String?

    @Option(name: .long, help: ArgumentHelp("Columns, in the order wanted.", valueName: "a,b,c"))
    var by: String?

    @Flag(
        name: .long,
        help: """
            The mean of actual values: by segment, domestic, connection, class, gsp and period where --by says nothing \
            else.
            """)
    var loadShapes = false

    @Flag(name: .long, help: "What the meters measured, without the defects that were planted in what is delivered.")
    var truth = false

    @Flag(name: .long, help: "Read the data files too (csv and long), and end with code 3 where they differ.")
    var check = false

    @Option(name: .long, help: ArgumentHelp("Without a folder: the format whose days are meant.", valueName: "format"))
    var format: String?

    @Option(name: .long, help: ArgumentHelp("How many threads; all cores where none is said.", valueName: "n"))
    var threads: Int?

    @OptionGroup(title: "What is manufactured") var what: ConsumptionOptions

    /// Groups of load shapes: settlement's, and the class, since classes of one segment have shapes of their own.
    private static let shapeColumns = "segment,domestic,connection,class,gsp,period"

    private struct Source {
        var settings: RunSettings
        var generator: ConsumptionGenerator
        var days: DayKind
        var positions: [Range<Int>]
        var manifests: [Manifest] = []
    }

    func run() async throws {
        try await reporting {
            signal(SIGPIPE, SIG_IGN)
            do {
                let source = try source()
                let columns = try ExpectColumn.list(by ?? (loadShapes ? Self.shapeColumns : "gsp,utc_date"))
                var layout = ExpectLayout(
                    columns, mix: source.generator.portfolio.mix, days: source.days, onlyActual: loadShapes)
                layout.names = by?.split(separator: ",").map(String.init)
                let run = ExpectRun(
                    generator: source.generator, defects: truth ? nil : try source.generator.defectPlan(),
                    dates: source.settings.dates(source.days), layout: layout,
                    positions: source.positions,
                    threads: threads ?? max(1, ProcessInfo.processInfo.activeProcessorCount))
                if check { return try await compare(run, source) }
                try await run.write(mean: loadShapes, to: .standardOutput)
            } catch let problem as FieldProblem {
                throw Failure(line: problem.description, code: .misused)
            } catch let problem as SinkProblem {
                throw problem.failure(resumable: false)
            }
        }
    }

    private func source() throws -> Source {
        guard let folder else {
            if check { throw FieldProblem("check", "it reads the files of a folder; name one") }
            let settings = try what.settings()
            let generator = try settings.generator()
            return Source(
                settings: settings, generator: generator, days: try FormatCatalogue.format(format ?? "csv").days,
                positions: [0..<generator.portfolio.count])
        }
        guard what.isEmpty, format == nil else {
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
        let generator = try settings.generator()
        let parts = whole.manifest.parts
        let isWhole = whole.manifest.part == nil || parts == 1
        let present = found.compactMap(\.manifest.part).sorted()
        return Source(
            settings: settings, generator: generator, days: try FormatCatalogue.format(whole.manifest.format).days,
            positions: isWhole
                ? [0..<generator.portfolio.count]
                : present.map { generator.portfolio.positions(part: $0, of: parts) },
            manifests: isWhole ? [whole.manifest] : found.map(\.manifest))
    }

    private func compare(_ run: ExpectRun, _ source: Source) async throws {
        guard let folder, let first = source.manifests.first else { return }
        guard ExpectCheck.formats.contains(first.format), first.compressionLevel == nil else {
            throw FieldProblem(
                "check",
                "it reads \(ExpectCheck.formats.joined(separator: " and ")) without compression, not "
                    + first.format + (first.compressionLevel == nil ? "" : " with zstd"))
        }
        let expected = try await run.totals()
        var check = ExpectCheck(source.generator, run.layout)
        let place = OutputFolder(folder, part: 1, parts: 1, dataExtension: "")
        for manifest in source.manifests {
            for file in manifest.files where file.name.hasPrefix("consumption") && !file.name.contains("-late-") {
                try check.add(place.file(file.name), format: first.format)
            }
        }
        let differences = check.differences(from: expected)
        guard differences.isEmpty else {
            try Terminal.print(differences.joined(separator: "\n"))
            throw ExitCode(Failure.Code.checkFailed.rawValue)
        }
        try Terminal.print("The files hold the right answers: \(expected.sorted.count) totals are equal.")
    }
}
