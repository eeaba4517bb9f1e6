import Foundation
import Glibc
import Kernel
import Migration

/// What of the migration is in a data folder, under `migration/`.
///
/// `plans/1`, `plans/2` … are the baselines, each with its plan, its market and `adopted.json`; the greatest number is
/// the current one, and `market` leads to its market. Beside them `actuals.csv`, `controls.jsonl` and `track/`.
struct MigrationShelf {
    /// The baselines there may be.
    static let mostBaselines = 10_000
    static let adoptedFile = "adopted.json"
    static let actualsFile = "actuals.csv"
    static let controlsFile = "controls.jsonl"
    static let trackFolder = "track"

    let root: String

    init(data: URL) { root = data.appendingPathComponent("migration", isDirectory: true).path }

    func path(_ name: String) -> String { "\(root)/\(name)" }
    func plan(_ number: Int) -> String { path("plans/\(number)") }
    func market(_ number: Int) -> String { path("plans/\(number)/market") }

    /// The number of the current baseline; 0 where nothing was adopted.
    func current() -> Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path("plans"))) ?? []
        return names.compactMap { name in Int(name).flatMap { String($0) == name && $0 > 0 ? $0 : nil } }.max() ?? 0
    }

    /// The current baseline, or a failure that says how to get one.
    func adopted() throws -> Int {
        let number = current()
        guard number > 0 else {
            throw Failure(
                "there is no adopted plan in \(root)", because: "nothing was adopted there",
                advice: "run changeover migration adopt PLAN, or name the right folder with --data")
        }
        return number
    }

    /// What the files are now: their sizes and times, so that equal texts are equal files.
    func state() -> String {
        let number = current()
        let files =
            ["plans/\(number)/\(PlanTables.planFile)", "plans/\(number)/\(Self.adoptedFile)", Self.actualsFile]
            + [Self.controlsFile] + Self.trackLists.map { "\(Self.trackFolder)/\($0)" }
        return "\(number)" + files.map { " \(Self.stamp(path($0)))" }.joined()
    }

    /// The lists of the tracker that the pages show.
    static let trackLists = ["stuck.csv", "quarantine.csv"]

    private static func stamp(_ path: String) -> String {
        var found = stat()
        guard lstat(path, &found) == 0 else { return "-" }
        return "\(found.st_ino).\(found.st_size).\(found.st_mtim.tv_sec).\(found.st_mtim.tv_nsec)"
    }

    // MARK: Writing

    /// Writes a file beside its place and renames it: whole or not at all.
    func replace(_ name: String, with bytes: [UInt8]) throws {
        do {
            try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
            let partial = path(name + ".partial")
            try? FileManager.default.removeItem(atPath: partial)
            let sink = try ByteSink(file: partial)
            defer { sink.close() }
            try sink.write(bytes)
            try sink.synchronise()
            guard rename(partial, path(name)) == 0 else { throw SinkProblem(code: errno, name: path(name)) }
        } catch let problem as SinkProblem {
            throw problem.failure(resumable: false)
        }
    }

    /// Lets `market` lead to the market of a baseline, in one step.
    func pointMarket(to number: Int) throws {
        let link = path("market.partial")
        unlink(link)
        guard symlink("plans/\(number)/market", link) == 0, rename(link, path("market")) == 0 else {
            throw SinkProblem(code: errno, name: path("market")).failure(resumable: false)
        }
    }
}

/// A baseline as it was adopted.
struct AdoptedPlan {
    let number: Int
    let reason: String
    let digest: String

    /// Reads `adopted.json` of a baseline.
    init(_ number: Int, in shelf: MigrationShelf) throws {
        let path = "\(shelf.plan(number))/\(MigrationShelf.adoptedFile)"
        guard let data = FileManager.default.contents(atPath: path),
            let value = try? JSONScanner.read([UInt8](data)), let digest = value["digest"]?.text
        else {
            throw Failure(
                "baseline \(number) cannot be read", because: "\(path) is not there or is not as it was written",
                advice: "adopt the plan again with changeover migration adopt")
        }
        self.number = number
        reason = value["reason"]?.text ?? ""
        self.digest = digest
    }
}
