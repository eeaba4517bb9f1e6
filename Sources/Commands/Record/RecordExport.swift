public import ArgumentParser
import Foundation
public import Formats
import Kernel
import Record
import Store

/// `changeover record export KIND`
struct RecordExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write one kind of record as CSV, JSON, XLSX or a calendar.",
        discussion: """
            The columns of each kind are a contract; Documentation/reference/exports.md lists them. Values are as read \
            from print; --resolved puts values chosen by a person or a named rule in their place.

            KINDS
              \(RecordKind.allCases.map(\.rawValue).joined(separator: ", "))

            EXAMPLE
              changeover record export actions --format csv --as-known-at 2022-08-19
            """)

    @OptionGroup var data: DataOptions
    @OptionGroup var known: KnownOptions
    @Argument(help: ArgumentHelp("The kind of record.", valueName: "kind")) var kind: RecordKind
    @Option(name: .long, help: "csv, json, xlsx or ics.") var format: ExportFormat = .csv
    @Option(name: [.long, .short], help: ArgumentHelp("Write to a file; - is standard output.", valueName: "file"))
    var out = "-"
    @Flag(name: .long, help: "Put resolved values in the place of read ones.") var resolved = false
    @Flag(name: .long, help: "The same as --format json.") var json = false

    func validate() throws {
        let wanted = json ? .json : format
        if !wanted.carries(kind) {
            throw ValidationError(FormatError.notCarried(format: wanted, kind: kind).description + ".")
        }
        if wanted == .xlsx && out == "-" && Terminal.isOutputTerminal {
            throw ValidationError("An XLSX workbook is not for a terminal: name a file with --out.")
        }
    }

    func run() async throws {
        try await reporting {
            let record = try data.openExistingRecord()
            let query = RowQuery(kind, asKnownAt: known.day, resolved: resolved)
            let bytes = try await Exporter.bytes(of: query, columns: [], as: json ? .json : format, from: record)
            guard out != "-" else { return try Terminal.write(bytes) }
            do {
                try Data(bytes).write(to: URL(fileURLWithPath: out), options: .atomic)
            } catch {
                throw Failure(
                    "the export could not be written", because: "\(out): \(error.localizedDescription)",
                    advice: "name a file in a folder that you may write to")
            }
        }
    }
}

extension ExportFormat: ExpressibleByArgument {}

/// Writes a query's rows in a format: the one way for commands and pages alike.
enum Exporter {
    static func bytes(
        of query: RowQuery, columns: [String], as format: ExportFormat, from record: any RecordReading
    ) async throws -> [UInt8] {
        let table = ExportTable(
            kind: query.kind, page: try await record.rows(query), only: format == .ics ? [] : columns)
        switch format {
        case .csv: return CSVWriter.write(table)
        case .json: return JSONWriter.write(table)
        case .xlsx: return try SpreadsheetWriter.bytes(table)
        case .ics: return try CalendarWriter.write(table, stamp: try await stamp(query, record))
        }
    }

    /// The last day on which the record learnt something, at most the day asked for.
    private static func stamp(_ query: RowQuery, _ record: any RecordReading) async throws -> CalendarDate? {
        let days = try await record.knownDays()
        return days.last { day in query.asKnownAt.map { day <= $0 } ?? true }
    }
}
