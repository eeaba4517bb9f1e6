import ArgumentParser
import Formats
import Foundation
import Glibc
import Kernel
import Migration

/// `changeover migration take`
struct MigrationTake: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "take",
        abstract: "Take actual progress, or the tracker's lists, into the data folder for the control room to show.",
        discussion: """
            Files are checked against the current baseline and copied whole or not at all; what was taken before gives \
            way. The folder of the tracker gives its lists (stuck.csv, quarantine.csv) and, unless --actuals names \
            another file, its actuals.csv where it has one.

            EXAMPLE
              changeover migration take --actuals actuals.csv
              changeover migration take --track day/
            """)

    @OptionGroup var data: DataOptions
    @Option(name: .long, help: ArgumentHelp("Actual progress, CSV.", valueName: "file")) var actuals: String?
    @Option(
        name: .long, help: ArgumentHelp("The folder that migration track --out has written.", valueName: "dir"))
    var track: String?

    func validate() throws {
        guard actuals != nil || track != nil else { throw ValidationError("Name --actuals FILE or --track DIR.") }
    }

    func run() async throws {
        try await reporting {
            let shelf = MigrationShelf(data: data.folder)
            let number = try shelf.adopted()
            // All is read before anything is replaced.
            let lists = try track.map { try Self.lists($0) }
            let progress = try (actuals ?? track.flatMap(Self.actuals)).map { path in
                let plan = try PlanFolder(reading: shelf.plan(number)).plan
                let read = try ActualsFile(reading: path, of: plan, asJSON: false).actuals
                guard let data = FileManager.default.contents(atPath: path) else {
                    throw Failure(line: "\(path) cannot be read", code: .badInput)
                }
                return (bytes: [UInt8](data), read: read)
            }
            if let progress {
                try shelf.replace(MigrationShelf.actualsFile, with: progress.bytes)
                let last = progress.read.lastDate.map { ", to \($0.long)" } ?? ""
                try Terminal.print("actual progress: \(progress.read.rows.count.grouped) rows\(last)")
            }
            if let lists { try Terminal.print(try Self.take(lists, into: shelf)) }
        }
    }

    /// What the tracker writes beside its lists for forecasts and pages.
    private static func actuals(of folder: String) -> String? {
        let path = "\(folder)/\(MigrationShelf.actualsFile)"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    // MARK: The tracker's lists

    /// Columns that a list of the tracker has at least.
    static let columns = [
        "stuck.csv": ["mpan", "supplier", "distributor", "state", "waits_for", "owner", "due"],
        "quarantine.csv": ["mpan", "at", "event", "rule", "why", "owner"],
    ]

    private static func lists(_ folder: String) throws -> [(name: String, listing: TrackListing)] {
        try MigrationShelf.trackLists.map { name in
            (name, try TrackListing(reading: "\(folder)/\(name)", columns: columns[name] ?? [], most: 0))
        }
    }

    private static func take(
        _ lists: [(name: String, listing: TrackListing)], into shelf: MigrationShelf
    ) throws -> String {
        let words = lists.map { "\($0.name): \($0.listing.total.grouped) rows" }
        let files = lists.map { (name: $0.name, bytes: $0.listing.bytes) }
        let made = FolderInTheMaking(shelf.path(MigrationShelf.trackFolder + ".new"))
        try? FileManager.default.removeItem(atPath: made.path)
        try made.write(files)
        // The old lists give way in two renames; between them the pages say that nothing was taken in.
        let place = shelf.path(MigrationShelf.trackFolder)
        let old = place + ".old"
        try? FileManager.default.removeItem(atPath: old)
        _ = rename(place, old)
        guard rename(made.path, place) == 0 else {
            throw SinkProblem(code: errno, name: place).failure(resumable: false)
        }
        try? FileManager.default.removeItem(atPath: old)
        return words.joined(separator: "\n")
    }
}

/// A list of the tracker, read and checked.
struct TrackListing {
    /// The most of one list, bytes.
    static let largestFile = 1 << 30

    let columns: [String]
    let rows: [[String]]
    let total: Int
    let bytes: [UInt8]

    /// - Parameters:
    ///   - columns: those that it must have.
    ///   - most: the rows that are kept.
    init(reading path: String, columns wanted: [String], most: Int) throws {
        func refusal(_ why: String) -> Failure {
            Failure(
                "the tracker's list \(path) cannot be used", because: why,
                advice: "name a folder that changeover migration track --out has written; nothing was taken",
                code: .badInput)
        }
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        guard size <= Self.largestFile else { throw refusal("it has more than \(Self.largestFile) bytes") }
        guard let data = FileManager.default.contents(atPath: path) else { throw refusal("there is no such file") }
        bytes = [UInt8](data)
        var header: [String]?
        var rows: [[String]] = []
        var total = 0
        var wrong: String?
        var reader = CSVReader()
        func take(_ row: CSVReader.Row) {
            guard let header else {
                header = (0..<row.count).map { row[$0] }
                return
            }
            if row.count != header.count, wrong == nil {
                wrong = "line \(row.line): the row has \(row.count) cells and the header \(header.count)"
            }
            if total < most { rows.append((0..<row.count).map { CSVWriter.unguarded(row[$0]) }) }
            total += 1
        }
        do {
            try reader.feed(bytes, row: take)
            try reader.finish(row: take)
        } catch {
            throw refusal("\(error)")
        }
        guard let header else { throw refusal("it has no line") }
        let missing = wanted.filter { !header.contains($0) }
        guard missing.isEmpty else { throw refusal("it has no column \(missing.joined(separator: ", "))") }
        if let wrong { throw refusal(wrong) }
        columns = header
        self.rows = rows
        self.total = total
    }
}
