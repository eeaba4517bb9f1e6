import Crypto
import Formats
import Foundation
import Kernel
import Migration

/// The files of a market or plan folder, read into tables; what cannot be read becomes a finding.
struct FolderFiles {
    /// The most of one file, bytes.
    static let largestFile = 4 << 30

    let path: String
    var findings = FolderFindings()
    /// The files that were there, in the order in which they were asked for, with SHA-256 in hexadecimal.
    private(set) var digests: [(name: String, sha256: String)] = []
    /// The files that are there but gave nothing.
    private(set) var unreadable: Set<String> = []

    /// - Throws: a failure with code 65 where there is no such folder.
    init(_ path: String, what: String) throws {
        self.path = path
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            throw Failure(
                "the \(what) \(path) cannot be read", because: "there is no such folder",
                advice: "name a \(what) folder", code: .badInput)
        }
    }

    private func place(_ name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }

    /// A file's bytes; nil where there is none, or where it cannot be read, which is a finding.
    private mutating func bytes(_ name: String) -> [UInt8]? {
        let place = place(name)
        guard FileManager.default.fileExists(atPath: place) else { return nil }
        let size = (try? FileManager.default.attributesOfItem(atPath: place)[.size] as? Int) ?? 0
        guard size <= Self.largestFile else {
            refuse(name, problem: "has more than \(Self.largestFile) bytes", advice: "divide it")
            return nil
        }
        guard let data = FileManager.default.contents(atPath: place) else {
            refuse(name, problem: "cannot be read", advice: "make it a file that you may read")
            return nil
        }
        let bytes = [UInt8](data)
        digests.append((name, Digest.hexadecimal(of: bytes)))
        return bytes
    }

    private mutating func refuse(_ name: String, line: Int? = nil, problem: String, advice: String) {
        unreadable.insert(name)
        findings.add(
            FolderFinding(.fileIsTable, .error, file: name, line: line, problem: problem, advice: advice))
    }

    /// A file of comma-separated values; nil where there is none.
    mutating func table(_ name: String) -> MigrationTable? {
        guard let bytes = bytes(name) else { return nil }
        var table = MigrationTable(name: name)
        var reader = CSVReader()
        func take(_ row: CSVReader.Row) {
            for place in 0..<row.count { table.append(cell: row[place]) }
            table.endRow(line: row.line)
        }
        do {
            try reader.feed(bytes, row: take)
            try reader.finish(row: take)
            return table
        } catch {
            let (line, words): (Int?, String) =
                switch error as? CSVProblem {
                case .unclosedQuote(let line)?: (line, "has a cell whose opening quotation mark is never closed")
                case .textAfterQuote(let line)?: (line, "has text after a cell's closing quotation mark")
                case .rowTooLong(let line)?:
                    (line, "has a row of more than \(CSVReader.longestRow) bytes or \(CSVReader.mostFields) cells")
                case nil: (nil, "cannot be read: \(error)")
                }
            refuse(name, line: line, problem: words, advice: "write it as RFC 4180 has it")
            return nil
        }
    }

    /// The members of a JSON object; nil where there is no such file.
    mutating func settings(_ name: String) -> [SettingMember]? {
        guard let bytes = bytes(name) else { return nil }
        do {
            guard let members = try JSONScanner.read(bytes).members else {
                refuse(name, problem: "is not one JSON object", advice: "begin it with { and end it with }")
                return nil
            }
            return members.map { SettingMember($0.name, SettingValue($0.value)) }
        } catch {
            refuse(
                name, line: error.line, problem: "is no JSON at column \(error.column): \(error.words)",
                advice: "mend it, or leave the file out")
            return nil
        }
    }
}

extension SettingValue {
    fileprivate init(_ value: ExactJSON) {
        self =
            switch value {
            case .null: .nothing
            case .truth(let truth): .truth(truth)
            case .number(let text): .number(text)
            case .text(let text): .text(text)
            case .list, .object: .composed
            }
    }
}
