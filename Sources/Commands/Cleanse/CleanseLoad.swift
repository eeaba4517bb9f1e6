import ArgumentParser
import Cleanse
import Foundation
import Kernel
import Store

/// `changeover cleanse load`
struct CleanseLoad: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Load registers and reference data from the CSV files of a folder.",
        discussion: """
            Files are named for what they hold: REG, EES, MTR, LNK, HIS, DCC, MEM, hubs, appointments, \
            distributors, llfc, mtc, ssc, parties, manifest, exemptions; REG-2.csv is another file of REG, and .csv.zst is read too. Other CSV files \
            are read where their titles are those of the industry's own reference data. A load replaces the registers \
            that the folder has; the others stay. A bad row or field is rejected and told by the next check. A register \
            with a file that cannot be read (no key column, one column twice, another encoding, cut) is not loaded and \
            stays as it was, the others are loaded, and the next check tells the file to its sender.

            Ends with 0 when everything is loaded, 65 when a file cannot be read.

            EXAMPLE
              changeover cleanse load registers/ --as-at 2026-07-01 --sender REG=L:LOND --mapping EES=ees.json
            """)

    @OptionGroup var data: DataOptions
    @Argument(help: ArgumentHelp("The folder with the files.", valueName: "dir")) var folder: String
    @Option(name: .long, help: ArgumentHelp("The day that the registers speak of, ISO 8601.", valueName: "date"))
    var asAt: String
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Who sent a register (or one file: REG-2): L: for one distributor's own extract, F: for any other sender.",
            valueName: "REG=L:LOND"))
    var sender: [String] = []
    @Option(
        name: .long,
        help: ArgumentHelp(
            "How a sender names columns and writes days: JSON with columns, dates (iso, yyyymmdd, dd/mm/yyyy) and "
                + "clock (local, utc).", valueName: "EES=FILE"))
    var mapping: [String] = []
    @Flag(name: .long, help: "Print the summary as JSON.") var json = false

    func validate() throws {
        if CalendarDate(iso: asAt) == nil {
            throw ValidationError("--as-at takes a date such as 2026-07-01, not “\(asAt)”.")
        }
        for text in sender where Self.named(text).flatMap({ Owner($0.value) }) == nil {
            throw ValidationError("--sender takes a register and a party such as REG=L:LOND, not “\(text)”.")
        }
        for text in mapping where Self.named(text) == nil {
            throw ValidationError("--mapping takes a register and a file such as EES=ees.json, not “\(text)”.")
        }
    }

    func run() async throws {
        try await reporting {
            guard let asAt = CalendarDate(iso: asAt) else { return }
            var senders: [String: Owner] = [:]
            for (name, value) in sender.compactMap(Self.named) { senders[name] = Owner(value) }
            var mappings: [String: ColumnMapping] = [:]
            for (name, file) in mapping.compactMap(Self.named) { mappings[name] = try MappingFile.read(file) }
            try CleanseLoadFailure.told {
                let outcome = try LoadRun(
                    folder: folder, asAt: asAt, senders: senders, mappings: mappings, data: data.folder.path,
                    workers: CoreWorkers()
                ).run()
                try Terminal.print(json ? try LoadSummary.json(outcome) : LoadSummary.text(outcome))
                guard outcome.refused.isEmpty else {
                    throw LoadRun.failure(
                        folder, outcome.refused, "what was loaded of it before stays, and the rest is loaded")
                }
            }
        }
    }

    /// The two sides of `NAME=VALUE`; nil where one of them is missing.
    static func named(_ text: String) -> (name: String, value: String)? {
        guard let equals = text.firstIndex(of: "="), equals > text.startIndex else { return nil }
        let value = text[text.index(after: equals)...]
        return value.isEmpty ? nil : (String(text[..<equals]), String(value))
    }
}

/// Tells what went wrong in the data folder.
enum CleanseLoadFailure {
    static func told(_ work: () throws -> Void) throws {
        do {
            try work()
        } catch let error as CleanseFolderError {
            throw Failure(
                "the registers could not be loaded", because: "\(error)", advice: error.advice, code: .couldNotRun)
        }
    }
}

/// What a load did, for people and for programs.
enum LoadSummary {
    static func text(_ outcome: LoadRun.Outcome) -> String {
        var table = TextTable([
            ("register", .left), ("as at", .left), ("files", .right), ("rows", .right), ("rejected", .right),
            ("digest", .left),
        ])
        for facts in outcome.facts.registers where outcome.loaded.contains(where: { $0.rawValue == facts.register }) {
            table.add([
                facts.register, facts.asAt, facts.files.count.grouped, facts.rows.grouped, facts.rejectedRows.grouped,
                facts.digest,
            ])
        }
        var parts = table.isEmpty ? [] : [table.text]
        if !outcome.references.isEmpty {
            parts.append(
                "reference data: "
                    + outcome.references.map { "\($0.name) (\($0.rows.count.grouped) rows)" }.joined(separator: ", "))
        }
        let kept = outcome.facts.registers.filter { facts in
            !outcome.loaded.contains { $0.rawValue == facts.register }
        }
        if !kept.isEmpty {
            parts.append("as they were: " + kept.map { "\($0.register) as at \($0.asAt)" }.joined(separator: ", "))
        }
        if outcome.replays > 0 {
            parts.append(
                "loaded before: \(outcome.replays) file\(outcome.replays == 1 ? "" : "s") with the same sender, date and bytes"
            )
        }
        if !outcome.ignored.isEmpty { parts.append("not read: " + outcome.ignored.joined(separator: ", ")) }
        return parts.joined(separator: "\n")
    }

    private struct Document: Encodable {
        let asAt: String
        let registers: [LoadFacts.RegisterFacts]
        let references: [String]
        let loaded: [String]
        let ignored: [String]
        let replays: Int
        let refused: [Refused]
    }

    private struct Refused: Encodable {
        let file: String
        let rule: String
        let observed: String
        let expected: String
    }

    static func json(_ outcome: LoadRun.Outcome) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let document = Document(
            asAt: outcome.facts.asAt, registers: outcome.facts.registers, references: outcome.facts.references,
            loaded: outcome.loaded.map(\.rawValue), ignored: outcome.ignored, replays: outcome.replays,
            refused: outcome.refused.map { refused in
                Refused(
                    file: "\(refused.exception.subject)", rule: refused.exception.rule.id,
                    observed: refused.exception.observed, expected: refused.exception.expected)
            })
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }
}
