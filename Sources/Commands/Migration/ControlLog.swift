import Crypto
import Foundation
import Glibc
import Kernel
import Migration

/// The control log: a line of JSON for each entry, each with the SHA-256 of the line before it.
///
/// The digest of a line is that of its JSON object without the member `hash`, as it is written; it holds the digest of
/// the line before in `previous`, 64 zeros in the first. A chain shows that a line was changed, left out or put in; that
/// lines at the end were taken away shows only beside a head that was noted elsewhere.
struct ControlLog {
    /// The most bytes of the log.
    static let largestFile = 256 << 20
    static let noPrevious = String(repeating: "0", count: 64)

    /// The entries up to the first line that is wrong.
    let book: ControlBook
    /// The digest of the last good line; zeros where there is none.
    let head: String
    /// The first line that is wrong, from 1, and how; goes on from "line 3".
    let fault: (line: Int, why: String)?

    /// A log that is not there is empty.
    init(reading path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else {
            self.init([])
            return
        }
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        guard size <= Self.largestFile, let data = FileManager.default.contents(atPath: path) else {
            throw Failure(
                "the control log \(path) cannot be read", because: "it is no file of up to \(Self.largestFile) bytes",
                advice: "put back the log as it was written")
        }
        self.init([UInt8](data))
    }

    init(_ bytes: [UInt8]) {
        var book = ControlBook()
        var head = Self.noPrevious
        var fault: (line: Int, why: String)?
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        let isEnded = lines.last?.isEmpty ?? true
        if isEnded { lines.removeLast() }
        for (place, line) in lines.enumerated() {
            if let why = Self.take(Array(line), into: &book, &head) {
                fault = (place + 1, why)
                break
            }
        }
        if fault == nil, !isEnded { fault = (lines.count, "has no end: it was cut off") }
        self.book = book
        self.head = head
        self.fault = fault
    }

    /// Takes one line; what is wrong with it, or nil.
    private static func take(_ line: [UInt8], into book: inout ControlBook, _ head: inout String) -> String? {
        guard let value = try? JSONScanner.read(line), let entry = entry(of: value) else {
            return "is no entry of a control log"
        }
        guard value["previous"]?.text == head else { return "does not follow from the line before it" }
        // What is written again must be the line to the byte, so that nothing hides in another spelling.
        let (text, hash) = written(entry, previous: head)
        guard value["hash"]?.text == hash, Array(text.utf8) == line else { return "is not as it was written" }
        guard book.entries.count < ControlBook.mostEntries else {
            return "is one more than \(ControlBook.mostEntries.grouped)"
        }
        do {
            try book.append(entry)
        } catch {
            return "cannot hold: \(error.words.problem)"
        }
        head = hash
        return nil
    }

    // MARK: Lines

    /// The line of an entry, and its digest.
    static func written(_ entry: ControlEntry, previous: String) -> (line: String, hash: String) {
        let open = object(entry, previous: previous, hash: nil)
        let hash = Digest.hexadecimal(of: Array(open.utf8))
        return (object(entry, previous: previous, hash: hash), hash)
    }

    private static func object(_ entry: ControlEntry, previous: String, hash: String?) -> String {
        var json = JSONDocument(onOneLine: true)
        json.object { json in
            json.member("number", entry.number)
            json.member("previous", previous)
            json.member("on", entry.on.iso)
            json.member("by", entry.by)
            switch entry.act {
            case .propose(let order):
                json.member("act", order.kind.rawValue)
                json.member("limit", order.scope.description)
                json.member("from", order.from.iso)
                json.member("to", order.to.iso)
                if let value = order.value { json.member("value", value) }
            case .lift(let control, let from):
                json.member("act", "lift")
                json.member("control", control)
                json.member("from", from.iso)
            case .approve(let number):
                json.member("act", "approve")
                json.member("entry", number)
            }
            json.member("reason", entry.reason)
            if let hash { json.member("hash", hash) }
        }
        return json.text
    }

    private static func entry(of value: ExactJSON) -> ControlEntry? {
        func date(_ name: String) -> CalendarDate? { value[name]?.text.flatMap { CalendarDate(iso: $0) } }
        guard let number = value["number"]?.whole, let on = date("on"), let by = value["by"]?.text,
            let word = value["act"]?.text, let reason = value["reason"]?.text
        else { return nil }
        let act: ControlEntry.Act
        switch word {
        case "lift":
            guard let control = value["control"]?.whole, let from = date("from") else { return nil }
            act = .lift(control: control, from: from)
        case "approve":
            guard let entry = value["entry"]?.whole else { return nil }
            act = .approve(entry)
        default:
            guard let kind = ControlOrder.Kind(rawValue: word),
                let scope = value["limit"]?.text.flatMap({ ControlOrder.Scope($0) }), let from = date("from"),
                let to = date("to")
            else { return nil }
            act = .propose(ControlOrder(kind: kind, scope: scope, from: from, to: to, value: value["value"]?.whole))
        }
        return ControlEntry(number: number, on: on, by: by, act: act, reason: reason)
    }

    // MARK: Appending

    /// Appends an entry to the log of a shelf: read, judged and written under a lock.
    ///
    /// - Returns: the entry with its number, and the new head.
    static func append(
        to path: String, on: CalendarDate, by: String, act: ControlEntry.Act, reason: String
    ) throws -> (entry: ControlEntry, head: String) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SinkProblem(code: errno, name: path).failure(resumable: false) }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX) == 0 else {
            throw SinkProblem(code: errno, name: path).failure(resumable: false)
        }
        let log = try ControlLog(reading: path)
        if let fault = log.fault {
            throw Failure(
                "the control log \(path) is not as it was written", because: "line \(fault.line) \(fault.why)",
                advice: "put back the log as it was, then try again; nothing was added", code: .checkFailed)
        }
        let entry = ControlEntry(number: log.book.entries.count + 1, on: on, by: by, act: act, reason: reason)
        var book = log.book
        do {
            try book.append(entry)
        } catch {
            throw Failure(
                "the control cannot be taken", because: error.words.problem, advice: error.words.advice, code: .misused)
        }
        let (line, hash) = written(entry, previous: log.head)
        let bytes = Array((line + "\n").utf8)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            throw SinkProblem(code: errno, name: path).failure(resumable: false)
        }
        return (entry, hash)
    }
}
