import ArgumentParser
import Cleanse
import Foundation
import Formats
import Store

/// `changeover cleanse exceptions`
struct CleanseExceptions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exceptions",
        abstract: "List the exceptions that are open, each with its owner, its row and its state.",
        discussion: """
            In the order of subject, rule and item. --run prints the list as it was after that run.

            EXAMPLE
              changeover cleanse exceptions --owner S:ABCD --format csv
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, csv, json
    }

    @OptionGroup var data: DataOptions
    @OptionGroup var wanted: ExceptionOptions
    @Flag(name: .long, help: "Closed ones too: resolved, out of scope, not seen.") var all = false
    @Option(name: .long, help: ArgumentHelp("As after this run (else now).", valueName: "n")) var run: Int?
    @Option(name: .long, help: "text, csv, or json (one line an exception).") var format = Format.text
    @Option(name: .long, help: ArgumentHelp("At most this many.", valueName: "n")) var limit: Int?

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1.") }
    }

    /// Bytes that are collected before they are written.
    private static let portion = 1 << 18

    func run() async throws {
        try await reporting {
            let desk = CleanseDesk(data: data.folder)
            let ledger = try desk.existingLedger()
            if let run { _ = try desk.run(run, of: ledger) }
            var filter = try wanted.filter()
            filter.withClosed = all || filter.state?.isClosed == true
            var bytes: [UInt8] = []
            if format == .csv { CSVWriter.append(LedgerEntry.columns, columns: nil, to: &bytes) }
            try ledger.entries(filter, run: run, limit: limit ?? .max) { entry in
                Self.append(entry, format, to: &bytes)
                if bytes.count >= Self.portion {
                    try Terminal.write(bytes)
                    bytes.removeAll(keepingCapacity: true)
                }
            }
            try Terminal.write(bytes)
        }
    }

    static func append(_ entry: LedgerEntry, _ format: Format, to bytes: inout [UInt8]) {
        switch format {
        case .csv: CSVWriter.append(entry.fields, columns: [], to: &bytes)
        case .json:
            var json = JSONDocument(onOneLine: true)
            json.object { json in
                for (name, value) in zip(LedgerEntry.columns, entry.fields) {
                    if name == "reopened" || name == "line", let number = Int(value) {
                        json.member(name, number)
                    } else {
                        json.member(name, value)
                    }
                }
            }
            bytes += (json.text + "\n").utf8
        case .text:
            let place = entry.place.map { "  \($0.file)\($0.line.map { ":\($0)" } ?? "")" } ?? ""
            let expected = entry.expected.isEmpty ? "" : ", expected \(entry.expected)"
            let hint = entry.suggestion.isEmpty ? "" : "  perhaps \(entry.suggestion)"
            bytes +=
                "\(entry.subject)  \(entry.rule.id) \(entry.severity.rawValue)  \(entry.item.rawValue): \(entry.observed)\(expected)  \(entry.owner)  \(entry.life.state.rawValue)\(place)\(hint)\n"
                .utf8
        }
    }
}
