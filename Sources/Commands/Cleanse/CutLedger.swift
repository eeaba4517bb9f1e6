import Cleanse
import Crypto
import Foundation
import Trust

/// Which metering points of which cuts went to whom: lines of JSON, each with the digest of the one before it.
///
/// Only pseudonyms are in it.
struct CutLedger {
    let path: String
    /// The mark of the key under which the pseudonyms were made; nil while the ledger is empty.
    private(set) var mark: String?
    private(set) var allocated: Set<[UInt8]> = []
    private var lines: [String] = []
    private var last = String(repeating: "0", count: 64)

    /// MPANs of a line, at most.
    static let mpansPerLine = 1_000
    private static let bytesMost = 1 << 30

    /// Reads a ledger; an absent file is an empty one.
    init(_ path: String) throws {
        self.path = path
        guard FileManager.default.fileExists(atPath: path) else { return }
        let bytes: [UInt8]
        do {
            bytes = try PrivateFile.read(URL(fileURLWithPath: path), allowsOthers: true, limit: Self.bytesMost)
        } catch {
            throw Failure(line: "the ledger \(path) cannot be read: \(error)", code: .badInput)
        }
        for (number, line) in String(decoding: bytes, as: UTF8.self).split(separator: "\n").enumerated() {
            try take(String(line), number + 1)
        }
    }

    private mutating func take(_ line: String, _ number: Int) throws {
        guard let json = try? JSONScanner.read(Array(line.utf8)), let previous = json["previous"]?.text,
            let digest = json["digest"]?.text, let key = json["key"]?.text, let mpans = json["mpans"]?.list,
            let participant = json["participant"]?.text
        else { throw Failure(line: "\(path), line \(number): no line of a cut ledger", code: .badInput) }
        let made = Self.line(previous: last, key: key, participant: participant, mpans: mpans.compactMap(\.text))
        guard previous == last, made.text == line else {
            throw Failure(
                "\(path), line \(number), was changed", because: "its digest does not follow from the lines before it",
                advice: "take the ledger from its copy, or begin another one with --ledger", code: .checkFailed)
        }
        guard mark == nil || mark == key else {
            throw Failure(line: "\(path), line \(number): lines of two keys in one ledger", code: .badInput)
        }
        mark = key
        last = digest
        lines.append(line)
        allocated.formUnion(mpans.compactMap { $0.text.map { Array($0.utf8) } })
    }

    /// Refuses another key: under it the same metering point would have another name, and overlap could not be seen.
    func demand(_ mark: String) throws {
        guard self.mark == nil || self.mark == mark else {
            throw Failure(
                "\(path) was begun with another key", because: "its pseudonyms are of the key \(self.mark ?? "")",
                advice: "use that key, or begin another ledger with --ledger", code: .misused)
        }
    }

    mutating func add(_ participant: String, _ mpans: [String], key: String) {
        for start in stride(from: 0, to: mpans.count, by: Self.mpansPerLine) {
            let part = Array(mpans[start..<min(start + Self.mpansPerLine, mpans.count)])
            let line = Self.line(previous: last, key: key, participant: participant, mpans: part)
            lines.append(line.text)
            last = line.digest
            mark = key
            allocated.formUnion(part.map { Array($0.utf8) })
        }
    }

    func save() throws {
        let text = lines.map { $0 + "\n" }.joined()
        do {
            try PrivateFile.write(Array(text.utf8), to: URL(fileURLWithPath: path), mode: 0o644)
        } catch {
            throw Failure(line: "the ledger \(path) cannot be written: \(error)", code: .failed)
        }
    }

    private static func line(
        previous: String, key: String, participant: String, mpans: [String]
    ) -> (text: String, digest: String) {
        let body = ExactJSON.object([
            ("key", .text(key)), ("mpans", .list(mpans.map { .text($0) })), ("participant", .text(participant)),
            ("previous", .text(previous)),
        ]).canonical
        let digest = Digest.hexadecimal(of: Array(body.utf8))
        return ("{\"digest\":\"\(digest)\",\(body.dropFirst())", digest)
    }
}
