import Formats
import Foundation
import Kernel
import Migration

/// The audit of an appraisal: the sheet's lines, each with the SHA-256 of the digest before it, a line feed and the line.
///
/// The digest before the first is sixty-four zeros. The last line is the digest of the sheet's file. Lines that were taken
/// away at the end show in that the sheet's own are missing.
struct AppraisalChain {
    static let file = "audit.csv"
    static let header = ["number", "entry", "sha256"]
    /// The most bytes of an audit that is verified.
    static let largestFile = 64 << 20

    struct Entry: Equatable {
        let line: String
        let digest: String
    }

    /// What verifying came to.
    struct Verdict {
        /// Entries that hold, from the first.
        var entries = 0
        /// The digest of the last of them.
        var head = noDigest
        /// The first line of the file that does not hold, from 1, and why; goes on from "line 3".
        var fault: (line: Int, why: String)?
    }

    static let noDigest = String(repeating: "0", count: 64)

    let entries: [Entry]
    var head: String { entries.last?.digest ?? Self.noDigest }

    init(_ sheet: AppraisalSheet, sha256: String) {
        var before = Self.noDigest
        entries = (sheet.auditLines + ["file sha256 \(sha256)"]).map { line in
            before = Self.digest(line, after: before)
            return Entry(line: line, digest: before)
        }
    }

    static func digest(_ line: String, after before: String) -> String {
        Digest.hexadecimal(of: Array("\(before)\n\(line)".utf8))
    }

    var csv: [UInt8] {
        var table = MigrationTable(name: Self.file, header: Self.header)
        for (place, entry) in entries.enumerated() { table.append([String(place + 1), entry.line, entry.digest]) }
        return table.csv
    }

    /// Follows the chain of a file, and compares it with that of the sheet.
    static func verify(_ path: String, against sheet: AppraisalChain) throws -> Verdict {
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        guard size <= largestFile, let data = FileManager.default.contents(atPath: path) else {
            throw Failure(
                "the audit \(path) cannot be read", because: "it is no file of up to \(largestFile) bytes",
                advice: "name the audit.csv that changeover migration appraise --out has written", code: .badInput)
        }
        return verify([UInt8](data), against: sheet)
    }

    static func verify(_ bytes: [UInt8], against sheet: AppraisalChain) -> Verdict {
        var verdict = Verdict()
        var hasHeader = false
        var reader = CSVReader()
        func take(_ row: CSVReader.Row) {
            guard verdict.fault == nil else { return }
            let cells = (0..<row.count).map { row[$0] }
            guard hasHeader else {
                hasHeader = true
                if cells != header {
                    verdict.fault = (row.line, "is not the header \(header.joined(separator: ","))")
                }
                return
            }
            if let why = wrong(cells, verdict, sheet) {
                verdict.fault = (row.line, why)
            } else {
                verdict.entries += 1
                verdict.head = cells[2]
            }
        }
        do {
            try reader.feed(bytes, row: take)
            try reader.finish(row: take)
        } catch {
            if verdict.fault == nil { verdict.fault = (verdict.entries + 2, "cannot be read: \(error)") }
        }
        guard verdict.fault == nil else { return verdict }
        if !hasHeader {
            verdict.fault = (1, "is not there: the file is empty")
        } else if verdict.entries < sheet.entries.count {
            verdict.fault = (
                verdict.entries + 2,
                "is not there: the sheet has \(sheet.entries.count - verdict.entries) entries more"
            )
        } else if verdict.entries < 1 {
            verdict.fault = (2, "is not there: an audit has an entry at least")
        }
        return verdict
    }

    /// What is wrong with the next line, or nil.
    private static func wrong(_ cells: [String], _ verdict: Verdict, _ sheet: AppraisalChain) -> String? {
        guard cells.count == header.count else { return "has \(cells.count) cells and not \(header.count)" }
        let number = verdict.entries + 1
        guard cells[0] == String(number) else {
            return "has the number \(cells[0].prefix(20)) where \(number) follows: an entry was put in or left out"
        }
        let line = cells[1]
        guard digest(line, after: verdict.head) == cells[2] else {
            return "does not have the digest of its entry and of the one before it: one of them was changed"
        }
        guard number <= sheet.entries.count else { return "is one more than the sheet has" }
        guard sheet.entries[number - 1].line == line else {
            return "is not the sheet's: there it is \(sheet.entries[number - 1].line.prefix(120))"
        }
        return nil
    }
}
