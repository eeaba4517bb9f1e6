import Formats
import Foundation
import Glibc
import Migration

/// The tracker's state on disk: blocks of histories by MPAN, then the tail.
///
/// Layout, little-endian: the magic; a block is a `u32` length, a `u32` CRC-32C and the records, as one Zstandard frame (of
/// which length and check are); a length of nought ends them; the tail; then a `u64` offset of the tail, a `u32` length, a `u32` CRC-32C of it, and the magic again. A new state
/// is written beside the old one and takes its name when all of it is on the disk, so a run that is stopped leaves the
/// old state whole.
struct TrackStateFile {
    static let name = "track.state"
    static let magic = Array("CHGTRK2\n".utf8)
    /// The largest block that is read, compressed or not.
    static let largestBlock = 1 << 24
    /// Zstandard's: the fastest; more of it saves little here, since half of what is left are marks of ids.
    static let compression = 1

    /// The steps of writing, in order; tests stop at each of them.
    enum Step: CaseIterable { case open, block, tail, synchronise, rename, folder }

    /// The folder.
    let path: String

    var file: String { path + "/" + Self.name }
    var partial: String { file + ".partial" }

    func exists() -> Bool { FileManager.default.fileExists(atPath: file) }

    /// Makes the folder where it is not there.
    func prepare() throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw Failure(
                line:
                    "state: \(path) cannot be made (\(error.localizedDescription)); name a folder in a place that you "
                    + "may write to", code: .failed)
        }
    }

    static func damaged(_ file: String, _ why: String) -> Failure {
        Failure(
            "the state \(file) cannot be used", because: why,
            advice: "take the folder away and read all events again, or bring back a copy", code: .badInput)
    }
}

/// Reads a state: the tail at once, then block by block.
struct TrackStateReader: TrackBlockSource {
    private let handle: FileHandle
    private let file: String
    private var block = 0
    let tail: TrackTail
    /// Bytes of the whole file.
    let bytes: Int

    init(_ state: TrackStateFile) throws {
        file = state.file
        guard let handle = FileHandle(forReadingAtPath: state.file) else {
            throw TrackStateFile.damaged(state.file, "it is not yours to read")
        }
        self.handle = handle
        let magic = TrackStateFile.magic
        bytes = Int(try handle.seekToEnd())
        let footer = 16 + magic.count
        guard bytes >= magic.count + 4 + footer else { throw TrackStateFile.damaged(file, "it ends too soon") }
        try handle.seek(toOffset: UInt64(bytes - footer))
        let end = [UInt8](try handle.read(upToCount: footer) ?? Data())
        guard end.count == footer, Array(end.suffix(magic.count)) == magic else {
            throw TrackStateFile.damaged(file, "it is no state of this version, or ends too soon")
        }
        let offset = Self.number(end[0..<8])
        let length = Self.number(end[8..<12])
        guard offset >= magic.count, offset + length + footer == bytes else {
            throw TrackStateFile.damaged(file, "its end does not fit its length")
        }
        try handle.seek(toOffset: UInt64(offset))
        let content = [UInt8](try handle.read(upToCount: length) ?? Data())
        guard CRC32.castagnoli.check(content) == UInt32(Self.number(end[12..<16])),
            let tail = TrackTail(reading: content)
        else { throw TrackStateFile.damaged(file, "its counts are damaged") }
        self.tail = tail
        try handle.seek(toOffset: 0)
        guard [UInt8](try handle.read(upToCount: magic.count) ?? Data()) == magic else {
            throw TrackStateFile.damaged(file, "it does not begin as a state does")
        }
    }

    mutating func nextBlock() throws -> [UInt8]? {
        let head = [UInt8](try handle.read(upToCount: 4) ?? Data())
        guard head.count == 4 else { throw TrackStateFile.damaged(file, "it ends after block \(block)") }
        let length = Self.number(head[...])
        if length == 0 { return nil }
        block += 1
        guard length <= TrackStateFile.largestBlock else {
            throw TrackStateFile.damaged(file, "block \(block) is too long")
        }
        let check = [UInt8](try handle.read(upToCount: 4) ?? Data())
        let content = [UInt8](try handle.read(upToCount: length) ?? Data())
        guard check.count == 4, content.count == length,
            CRC32.castagnoli.check(content) == UInt32(Self.number(check[...]))
        else { throw TrackStateFile.damaged(file, "block \(block) is damaged") }
        do {
            return try ZstdReader.text(of: content, limit: TrackStateFile.largestBlock)
        } catch {
            throw TrackStateFile.damaged(file, "block \(block) cannot be unpacked: \(error)")
        }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}

/// No state yet.
struct TrackNoState: TrackBlockSource {
    mutating func nextBlock() -> [UInt8]? { nil }
}

/// Writes a state beside its place, or nothing where none is kept.
struct TrackStateWriter: TrackBlockSink {
    private let state: TrackStateFile?
    private let sink: ByteSink?
    /// Called before each step; a test's stops there.
    private let before: (TrackStateFile.Step) throws -> Void
    private let frames: ZstdFrames
    private let arena = ByteArena(capacity: TrackMerge.blockBytes * 2)
    private(set) var bytes = 0

    init(_ state: TrackStateFile?, before: @escaping (TrackStateFile.Step) throws -> Void = { _ in }) throws {
        self.state = state
        self.before = before
        frames = try ZstdFrames(level: TrackStateFile.compression)
        guard let state else {
            sink = nil
            return
        }
        try before(.open)
        sink = try ByteSink(file: state.partial)
        try put(TrackStateFile.magic)
    }

    mutating func write(_ block: [UInt8]) throws {
        try before(.block)
        guard state != nil else { return }
        arena.clear()
        _ = try block.withUnsafeBytes { bytes throws(ZstdError) in try frames.compress(bytes, to: arena) }
        let packed = Array(arena.bytes)
        try put(Self.bytes(UInt64(packed.count), 4) + Self.bytes(UInt64(CRC32.castagnoli.check(packed)), 4))
        try put(packed)
    }

    /// Writes the tail and gives the file its name.
    mutating func finish(_ tail: TrackTail) throws {
        try before(.tail)
        try put([0, 0, 0, 0])
        let offset = bytes
        let content = tail.bytes
        try put(content)
        try put(Self.bytes(UInt64(offset), 8) + Self.bytes(UInt64(content.count), 4))
        try put(Self.bytes(UInt64(CRC32.castagnoli.check(content)), 4) + TrackStateFile.magic)
        guard let state, let sink else { return }
        try before(.synchronise)
        try sink.synchronise()
        sink.close()
        try before(.rename)
        guard Glibc.rename(state.partial, state.file) == 0 else { throw SinkProblem(code: errno, name: state.file) }
        try before(.folder)
        let folder = open(state.path, O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { throw SinkProblem(code: errno, name: state.path) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw SinkProblem(code: errno, name: state.path) }
    }

    /// Leaves the old state as it is.
    func abandon() {
        guard let state, let sink else { return }
        sink.close()
        unlink(state.partial)
    }

    private mutating func put(_ content: [UInt8]) throws {
        bytes += content.count
        try sink?.write(content)
    }

    private static func bytes(_ value: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    }
}
