public import Cleanse
import Foundation

/// Exceptions on the disk, one after another: what a load rejected, sorted.
enum FaultForm {
    static func write(_ exception: RaisedException, to writer: inout ByteFormWriter) {
        var body = ByteFormWriter()
        body.put(exception.rule.id)
        switch exception.subject {
        case .mpan(let number):
            body.put(UInt8(0))
            body.put(number)
        case .printed(let text):
            body.put(UInt8(1))
            body.put(text)
        case .file(let name):
            body.put(UInt8(2))
            body.put(name)
        }
        body.put(exception.item.rawValue)
        body.put(exception.owner.description)
        body.put(exception.observed)
        body.put(exception.expected)
        body.put(exception.suggestion)
        body.put(exception.place?.register ?? "")
        body.put(exception.place?.file ?? "")
        body.put(exception.place?.line ?? 0)
        writer.put(body.bytes)
    }

    static func read(_ bytes: UnsafeRawBufferPointer) throws -> RaisedException {
        var reader = ByteFormReader(bytes)
        guard let rule = Rule(id: try reader.text()) else { throw ByteFormReader.Short() }
        let subject: Subject =
            switch try reader.number(UInt8.self) {
            case 0: .mpan(try reader.number())
            case 1: .printed(try reader.text())
            default: .file(try reader.text())
            }
        guard let item = Item(rawValue: try reader.text()), let owner = Owner(try reader.text()) else {
            throw ByteFormReader.Short()
        }
        let observed = try reader.text()
        let expected = try reader.text()
        let suggestion = try reader.text()
        let register = try reader.text()
        let file = try reader.text()
        let line: UInt32 = try reader.number()
        return RaisedException(
            rule: rule, subject: subject, item: item, owner: owner, observed: observed, expected: expected,
            place: register.isEmpty ? nil : Place(register: register, file: file, line: line == 0 ? nil : line),
            suggestion: suggestion)
    }
}

/// Reads a file of exceptions one by one, in bounded memory.
final class FaultFileReader {
    private let path: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var place = 0
    private(set) var head: RaisedException?

    init(path: String) throws(CleanseFolderError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemFile.error("read", path) }
        try advance()
    }

    deinit { close(descriptor) }

    /// Takes the head and reads on.
    func take() throws(CleanseFolderError) -> RaisedException? {
        let taken = head
        if taken != nil { try advance() }
        return taken
    }

    private func advance() throws(CleanseFolderError) {
        guard try fill(4) else {
            guard place == buffer.count else { throw .damaged(path: path, what: "it is cut") }
            head = nil
            return
        }
        let count = buffer.withUnsafeBytes {
            Int(UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
        }
        guard count < 1 << 24, try fill(4 + count) else { throw .damaged(path: path, what: "it is cut") }
        do {
            head = try buffer.withUnsafeBytes {
                try FaultForm.read(UnsafeRawBufferPointer(rebasing: $0[place + 4..<place + 4 + count]))
            }
        } catch {
            throw .damaged(path: path, what: "an exception in it cannot be read")
        }
        place += 4 + count
    }

    private func fill(_ wanted: Int) throws(CleanseFolderError) -> Bool {
        while buffer.count - place < wanted {
            buffer.removeFirst(place)
            place = 0
            var piece = [UInt8](repeating: 0, count: 1 << 18)
            let got = piece.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress, $0.count) }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw SystemFile.error("read", path) }
            if got == 0 { return false }
            buffer.append(contentsOf: piece[..<got])
        }
        return true
    }
}

/// Collects exceptions in any number and writes them sorted, each identity once: runs on the disk, then merges of them.
///
/// Memory: at most `held` exceptions and a buffer for each of `width` files.
public final class FaultSorter {
    static let held = 200_000
    static let width = 64

    private let folder: String
    private let stem: String
    private var exceptions: [RaisedException] = []
    private var runs: [String] = []
    private var made = 0

    /// - Parameters:
    ///   - folder: where runs are written.
    ///   - stem: how their names begin.
    public init(folder: String, stem: String) {
        self.folder = folder
        self.stem = stem
    }

    deinit { for run in runs { unlink(run) } }

    public var isEmpty: Bool { exceptions.isEmpty && runs.isEmpty }

    public func add(_ exception: RaisedException) throws(CleanseFolderError) {
        exceptions.append(exception)
        if exceptions.count >= Self.held { try writeRun() }
    }

    private func nextRun() -> String {
        made += 1
        return "\(folder)/\(stem).run-\(made)"
    }

    private func writeRun() throws(CleanseFolderError) {
        let path = nextRun()
        let file = try SystemFile(path: path)
        var joiner = FaultJoiner()
        exceptions.sort(by: FaultJoiner.isBefore)
        var writer = ByteFormWriter()
        for exception in exceptions {
            guard let done = joiner.take(exception) else { continue }
            writer.clear()
            FaultForm.write(done, to: &writer)
            try file.append(writer.bytes)
        }
        if let done = joiner.finish() {
            writer.clear()
            FaultForm.write(done, to: &writer)
            try file.append(writer.bytes)
        }
        exceptions.removeAll(keepingCapacity: true)
        try file.commit()
        runs.append(path)
    }

    /// Writes everything that was added to one file.
    ///
    /// - Parameter change: what becomes of an exception at last; nil leaves it out.
    public func write(
        to path: String, _ change: (RaisedException) -> RaisedException?
    ) throws(CleanseFolderError) {
        if !exceptions.isEmpty { try writeRun() }
        while runs.count > Self.width {
            let some = Array(runs.prefix(Self.width))
            let merged = nextRun()
            try merge(some, to: merged) { $0 }
            for run in some { unlink(run) }
            runs.removeFirst(some.count)
            runs.append(merged)
        }
        try merge(runs, to: path, change)
        for run in runs { unlink(run) }
        runs = []
    }

    private func merge(
        _ paths: [String], to path: String, _ change: (RaisedException) -> RaisedException?
    ) throws(CleanseFolderError) {
        let file = try SystemFile(path: path)
        var merger = try FaultMerger(paths: paths)
        var writer = ByteFormWriter()
        while let exception = try merger.next() {
            guard let changed = change(exception) else { continue }
            writer.clear()
            FaultForm.write(changed, to: &writer)
            try file.append(writer.bytes)
        }
        try file.commit()
    }
}

/// Makes exceptions of one identity one: the first place stays, the other values that were seen are named.
struct FaultJoiner {
    private var last: RaisedException?

    /// By identity, then by what tells two rows apart, so that the order of reading decides nothing.
    static func isBefore(_ one: RaisedException, _ two: RaisedException) -> Bool {
        if one < two { return true }
        if two < one { return false }
        let left = (one.place?.register ?? "", one.place?.file ?? "", one.place?.line ?? 0, one.observed)
        let right = (two.place?.register ?? "", two.place?.file ?? "", two.place?.line ?? 0, two.observed)
        return left < right
    }

    /// Gives the exception before, once one of another identity comes.
    mutating func take(_ exception: RaisedException) -> RaisedException? {
        guard let before = last else {
            last = exception
            return nil
        }
        if before < exception || exception < before {
            last = exception
            return before
        }
        last = Self.joined(before, exception)
        return nil
    }

    mutating func finish() -> RaisedException? {
        defer { last = nil }
        return last
    }

    private static func joined(_ one: RaisedException, _ two: RaisedException) -> RaisedException {
        let known = one.observed.split(separator: ";").map { $0.drop { $0 == " " } }
        guard !known.contains(where: { $0 == two.observed }), one.observed.utf8.count < 300 else { return one }
        return RaisedException(
            rule: one.rule, subject: one.subject, item: one.item, owner: one.owner,
            observed: "\(one.observed); \(two.observed)", expected: one.expected, place: one.place,
            suggestion: one.suggestion)
    }
}

/// Reads sorted files of exceptions as one.
struct FaultMerger {
    private var readers: [FaultFileReader]
    private var joiner = FaultJoiner()

    init(paths: [String]) throws(CleanseFolderError) {
        var readers: [FaultFileReader] = []
        for path in paths { readers.append(try FaultFileReader(path: path)) }
        self.readers = readers.filter { $0.head != nil }
    }

    mutating func next() throws(CleanseFolderError) -> RaisedException? {
        while let least = leastReader() {
            guard let exception = try readers[least].take() else { continue }
            if readers[least].head == nil { readers.remove(at: least) }
            if let done = joiner.take(exception) { return done }
        }
        return joiner.finish()
    }

    private func leastReader() -> Int? {
        var least: Int?
        for index in readers.indices {
            guard let head = readers[index].head else { continue }
            if let known = least, let other = readers[known].head, !FaultJoiner.isBefore(head, other) { continue }
            least = index
        }
        return least
    }
}
