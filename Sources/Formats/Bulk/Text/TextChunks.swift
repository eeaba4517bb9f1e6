import Foundation
import Synchronization

/// Why a file's text could not be read to its end.
public enum TextChunksError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The system refused an operation.
    case system(path: String, cause: String)
    /// A compressed file is damaged or cut.
    case compression(path: String, cause: String)

    public var description: String {
        switch self {
        case .system(let path, let cause): "\(path): \(cause)"
        case .compression(let path, let cause): "\(path) cannot be decompressed: \(cause)"
        }
    }
}

/// Memory that one worker reads chunks into, one after another.
public final class ChunkBuffer {
    let memory: UnsafeMutablePointer<UInt8>
    let capacity: Int

    /// - Parameters: those of the chunks that it is for.
    public init(chunkBytes: Int = TextChunks.usualBytes, longestLine: Int = TextChunks.usualLine) {
        capacity = TextChunks.room(chunkBytes, longestLine)
        memory = .allocate(capacity: capacity)
        memory.initialize(repeating: 0x20, count: capacity)
    }

    deinit { memory.deallocate() }
}

/// A text file in pieces of whole lines, handed to any number of workers; plain, or Zstandard by its name's end.
///
/// Chunk `n` holds the lines that begin in the n-th stretch of `chunkBytes` bytes after `start`, whoever reads it. A line
/// that is longer than `longestLine` beyond its stretch is cut there: memory is flat whatever the file holds. A row that
/// quoted fields break into several lines stays in the chunk in which it begins, where the reader of chunks knows rows.
public final class TextChunks: Sendable {
    public static let usualBytes = 1 << 20
    public static let usualLine = 65_536

    /// A piece that was read.
    public struct Chunk {
        /// From 0.
        public let index: Int
        /// Where in the file's text it begins.
        public let offset: UInt64
        /// Whole lines; one byte more may be written and sixty-four more read.
        public let bytes: UnsafeMutablePointer<UInt8>
        public let count: Int
    }

    public let path: String
    private let chunkBytes: Int
    private let longestLine: Int
    private let reading: Mutex<Reading>

    /// Bytes before and after the end of a line by which it is decided whether a row ends there.
    private static let behind = 16_384
    private static let ahead = 8_192
    /// Bytes from a stretch's beginning on that are read of the text.
    private var reach: Int { chunkBytes + longestLine + Self.ahead }

    static func room(_ chunkBytes: Int, _ longestLine: Int) -> Int {
        chunkBytes + longestLine + behind + ahead + 256
    }

    private struct Reading {
        /// Where a row ends that begins a line and goes on behind its end; nil where it does not.
        var rowEnd: (@Sendable (UnsafeRawBufferPointer) -> Int?)?
        var next = 0
        var start = 0
        var isEnded = false
        let source: Source
    }

    private enum Source {
        case plain(descriptor: Int32, size: Int)
        case compressed(CompressedText)
    }

    public init(
        path: String, chunkBytes: Int = TextChunks.usualBytes, longestLine: Int = TextChunks.usualLine
    ) throws(TextChunksError) {
        precondition(chunkBytes > 0 && longestLine > 0, "chunks have room")
        self.path = path
        self.chunkBytes = chunkBytes
        self.longestLine = longestLine
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(path: path, cause: Self.lastCause()) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .system(path: path, cause: "it is no file")
        }
        if path.hasSuffix(".zst") {
            let compressed = try CompressedText(path: path, descriptor: descriptor)
            reading = Mutex(Reading(source: .compressed(compressed)))
        } else {
            reading = Mutex(Reading(source: .plain(descriptor: descriptor, size: Int(status.st_size))))
        }
    }

    deinit {
        reading.withLock { reading in
            if case .plain(let descriptor, _) = reading.source { close(descriptor) }
        }
    }

    /// The first bytes of the text, at most so many; before chunks are read.
    public func head(_ count: Int) throws(TextChunksError) -> [UInt8] {
        try reading.withLock { reading throws(TextChunksError) in
            switch reading.source {
            case .plain(let descriptor, let size):
                let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: min(count, size), alignment: 1)
                defer { memory.deallocate() }
                let got = try self.read(descriptor, memory, at: 0)
                return Array(memory.prefix(got))
            case .compressed(let text):
                try text.fill(to: count)
                return Array(text.held.prefix(count))
            }
        }
    }

    /// Says where the lines begin that chunks are of: after a header.
    ///
    /// - Parameter rowEnd: given the bytes from a line's beginning, the place of the line end at which its row ends, where
    ///   that is not the first; nil keeps every line a row.
    public func begin(at start: Int, rowEnd: (@Sendable (UnsafeRawBufferPointer) -> Int?)? = nil) {
        reading.withLock { reading in
            reading.start = start
            reading.rowEnd = rowEnd
        }
    }

    /// How many chunks there are; nil while that is not known, as of a compressed file before its end.
    public var chunkCount: Int? {
        reading.withLock { reading in
            switch reading.source {
            case .plain(_, let size): max(0, (size - reading.start + chunkBytes - 1) / chunkBytes)
            case .compressed: reading.isEnded ? reading.next : nil
            }
        }
    }

    /// Reads the next chunk that nobody has; nil after the last.
    public func next(_ buffer: ChunkBuffer) throws(TextChunksError) -> Chunk? {
        precondition(buffer.capacity >= Self.room(chunkBytes, longestLine), "a buffer has room for a chunk")
        guard let taken = try take() else { return nil }
        let wanted = min(taken.size, taken.low + reach) - taken.from
        var count = wanted
        if taken.descriptor >= 0 {
            count = try read(
                taken.descriptor, UnsafeMutableRawBufferPointer(start: buffer.memory, count: wanted), at: taken.from)
        } else {
            taken.held.withUnsafeBufferPointer { held in
                if let start = held.baseAddress { buffer.memory.update(from: start, count: held.count) }
            }
        }
        if taken.descriptor >= 0, taken.size >= Self.hugeBytes { forget(taken) }
        let whole = lines(buffer.memory, count, taken)
        return Chunk(
            index: taken.index, offset: UInt64(taken.from + whole.lowerBound), bytes: buffer.memory + whole.lowerBound,
            count: whole.count)
    }

    /// A stretch that one reader has taken.
    private struct Taken {
        let index: Int
        /// Where the stretch begins, and where the bytes begin that are read of it: some before.
        let low: Int
        let from: Int
        let isFromStart: Bool
        /// Where the text ends, as far as it is known.
        let size: Int
        let descriptor: Int32
        let held: [UInt8]
        let rowEnd: (@Sendable (UnsafeRawBufferPointer) -> Int?)?
    }

    private func take() throws(TextChunksError) -> Taken? {
        try reading.withLock { reading throws(TextChunksError) -> Taken? in
            let index = reading.next
            let low = reading.start + index * chunkBytes
            let from = max(low - 1 - Self.behind, reading.start)
            switch reading.source {
            case .plain(let descriptor, let size):
                guard low < size else { return nil }
                reading.next += 1
                return Taken(
                    index: index, low: low, from: from, isFromStart: from == reading.start, size: size,
                    descriptor: descriptor, held: [], rowEnd: reading.rowEnd)
            case .compressed(let text):
                guard !reading.isEnded else { return nil }
                try text.fill(to: low + reach)
                guard text.end > low else {
                    reading.isEnded = true
                    return nil
                }
                reading.next += 1
                let count = min(text.end, low + reach) - from
                let held = text.text(from: from, count: count)
                text.drop(before: low + chunkBytes - 1 - Self.behind)
                return Taken(
                    index: index, low: low, from: from, isFromStart: from == reading.start, size: text.end,
                    descriptor: -1, held: held, rowEnd: reading.rowEnd)
            }
        }
    }

    /// The lines that begin in the stretch, among bytes that begin some before it.
    private func lines(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ taken: Taken) -> Range<Int> {
        let low = taken.low - taken.from
        let next = low + chunkBytes
        var start = low
        if taken.index > 0 {
            guard let end = Self.lineEnd(bytes, from: low - 1, to: min(next - 1, count)) else { return 0..<0 }
            start = rowEnd(bytes, count, end, taken) + 1
        }
        guard start < count else { return 0..<0 }
        let limit = min(count, next + longestLine)
        guard next - 1 < count, let end = Self.lineEnd(bytes, from: next - 1, to: limit) else {
            return start..<max(start, limit)
        }
        return start..<max(start, min(count, rowEnd(bytes, count, end, taken) + 1))
    }

    /// A file so large is read once and not kept in the system's memory behind its readers: what else is there, the
    /// rest of it included, would have to go for it.
    private static let hugeBytes = 1 << 30

    private func forget(_ taken: Taken) {
        // Another reader may still need the bytes about the stretch's beginning.
        let behind = taken.from - chunkBytes * 8
        if behind >= 0 {
            posix_fadvise(taken.descriptor, off_t(behind), off_t(chunkBytes), Int32(POSIX_FADV_DONTNEED))
        }
    }

    private static func lineEnd(_ bytes: UnsafeMutablePointer<UInt8>, from: Int, to: Int) -> Int? {
        guard from < to, let found = memchr(bytes + from, 0x0A, to - from) else { return nil }
        return bytes.distance(to: found.assumingMemoryBound(to: UInt8.self))
    }

    /// The line end at which the row ends that a line end may lie in: the readers of both stretches beside it look at
    /// the same bytes and find the same.
    private func rowEnd(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ end: Int, _ taken: Taken) -> Int {
        guard let rowEnd = taken.rowEnd else { return end }
        let first = max(0, end - Self.behind)
        // Both begin at the same byte: the rows' first, or so many before the line end.
        guard first < end, memchr(bytes + first, 0x22, end - first) != nil else { return end }
        // The first whole line of the window.
        var line =
            first == 0 && taken.isFromStart ? 0 : (Self.lineEnd(bytes, from: first, to: end).map { $0 + 1 } ?? end)
        var limit = min(count, end + Self.ahead)
        // The text's end ends its last row as a line end does.
        if limit == count, taken.size < taken.low + reach, bytes[count - 1] != 0x0A {
            bytes[count] = 0x0A
            limit += 1
        }
        while line < end {
            guard let stop = Self.lineEnd(bytes, from: line, to: end + 1) else { return end }
            var last = stop
            if memchr(bytes + line, 0x22, stop - line) != nil,
                let place = rowEnd(UnsafeRawBufferPointer(start: bytes + line, count: limit - line))
            {
                last = line + place
            }
            if last >= end { return last }
            line = last + 1
        }
        return end
    }

    private func read(
        _ descriptor: Int32, _ bytes: UnsafeMutableRawBufferPointer, at offset: Int
    ) throws(TextChunksError) -> Int {
        var done = 0
        while done < bytes.count {
            let got = pread(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw .system(path: path, cause: Self.lastCause()) }
            if got == 0 { break }
            done += got
        }
        return done
    }

    static func lastCause() -> String { String(cString: strerror(errno)) }
}

/// The text of a compressed file, read on as it is asked for; what is not asked for any more is forgotten.
private final class CompressedText {
    private let path: String
    private let descriptor: Int32
    private let reader: ZstdReader
    private var isAtEnd = false
    /// Text from `first` on.
    private(set) var held: [UInt8] = []
    private var first = 0
    private var piece = [UInt8](repeating: 0, count: 16_384)

    /// Where the text ends that is held.
    var end: Int { first + held.count }

    init(path: String, descriptor: Int32) throws(TextChunksError) {
        self.path = path
        self.descriptor = descriptor
        do { reader = try ZstdReader(limit: .max) } catch {
            throw .compression(path: path, cause: "\(error)")
        }
    }

    deinit { close(descriptor) }

    func fill(to wanted: Int) throws(TextChunksError) {
        while end < wanted, !isAtEnd {
            let got = piece.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress, $0.count) }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw .system(path: path, cause: TextChunks.lastCause()) }
            do {
                if got == 0 {
                    isAtEnd = true
                    try reader.finish()
                } else {
                    try piece.withUnsafeBytes { bytes in
                        try reader.read(UnsafeRawBufferPointer(rebasing: bytes[..<got])) { held.append(contentsOf: $0) }
                    }
                }
            } catch {
                throw .compression(path: path, cause: "\(error)")
            }
        }
    }

    func text(from: Int, count: Int) -> [UInt8] { Array(held[(from - first)..<(from - first + count)]) }

    func drop(before place: Int) {
        let count = min(max(place - first, 0), held.count)
        held.removeFirst(count)
        first += count
    }
}
