public import ArgumentParser
import Foundation
import Kernel
public import Record
import Store

/// Where the data folder is: `--data`, else the environment's `CHANGEOVER_DATA`, else `changeover-data` here.
struct DataOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "The data folder (else the environment's CHANGEOVER_DATA, else changeover-data here).", valueName: "dir"))
    var data: String?

    var folder: URL {
        let environment = ProcessInfo.processInfo.environment["CHANGEOVER_DATA"] ?? ""
        return URL(fileURLWithPath: data ?? (environment.isEmpty ? "changeover-data" : environment), isDirectory: true)
    }

    /// Opens the record for reading and writing, and makes the folder where there is none.
    func openRecord() throws -> RecordStore {
        do {
            return try RecordStore(folder: folder.path)
        } catch {
            throw Failure(
                "the record in \(folder.path) could not be opened", because: error.because, advice: error.advice)
        }
    }

    /// Opens a record that must be there already.
    func openExistingRecord() throws -> RecordStore {
        let files = ["record.sqlite", "dip.sqlite", "migration/plans"].map { folder.appendingPathComponent($0).path }
        // A folder in which only a stand-in was at work, or a plan adopted, has a record too: an empty one.
        guard files.contains(where: FileManager.default.fileExists) else {
            throw Failure(
                "there is no record in \(folder.path)", because: "nothing has been imported into that folder",
                advice: "run changeover record import PAPER…, or name the right folder with --data")
        }
        return try openRecord()
    }
}

/// `--as-known-at DATE`
struct KnownOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("Show what the programme could know on that day, ISO 8601.", valueName: "date"))
    var asKnownAt: String?

    var day: CalendarDate? { asKnownAt.flatMap { CalendarDate(iso: $0) } }

    func validate() throws {
        if let asKnownAt, CalendarDate(iso: asKnownAt) == nil {
            throw ValidationError("--as-known-at takes a date such as 2022-08-19, not “\(asKnownAt)”.")
        }
    }
}

extension RecordKind: ExpressibleByArgument {}
