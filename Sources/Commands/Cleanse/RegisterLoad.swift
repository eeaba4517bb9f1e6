import Cleanse
import Dispatch
import Formats
import Foundation
import Kernel
import Store
import Synchronization

/// Reads the files of one register on all cores: chunks come in any order and are laid down in that of the files.
final class RegisterLoad: Sendable {
    /// One file, its header read.
    struct File: Sendable {
        let name: String
        let sender: Owner?
        let text: TextChunks
        var layout: RegisterLayout
        let check: MPANCheck
        let exceptions: LoadExceptions
        /// Bytes before the first row.
        let start: Int
    }

    /// What was read.
    struct Result {
        var chunks: [PackedChunk] = []
        var lists: [[CodeList?]] = []
        var files: [LoadFacts.FileFacts] = []
        /// What tells each file's lines from others, and how they were read.
        var wholes: [LoadTrace.Whole] = []
    }

    /// A file that could not be read to its end: of several, the first.
    struct FileError: Error {
        let file: Int
        let cause: any Error
    }

    /// Chunks that may wait for one before them.
    private static let waiting = 64
    /// Chunks after which what was read of the last load's table may leave memory: it would be a table's size beside
    /// the columns that are made of it.
    private static let betweenRests = 32

    private struct State {
        var chunks: [PackedChunk] = []
        var facts: [LoadFacts.FileFacts]
        var digests: [TextDigest]
        var wholes: [LoadTrace.Whole]
        var linesBefore: [UInt32]
        /// The chunk that is laid down next: file and index.
        var file = 0
        var index = 0
        var early: [Key: PackedChunk] = [:]
        var error: FileError?
        let sorter: FaultSorter
    }

    private struct Key: Hashable {
        let file: Int
        let index: Int
    }

    private let kind: RegisterKind
    private let files: [File]
    private let state: Mutex<State>
    private let room = NSCondition()
    private let last: LastLoad?
    private let key: UInt64

    /// - Parameters:
    ///   - last: the register's last load or one like it, whose rows are taken over where lines are the same.
    ///   - key: what digests of lines hang on beside the lines.
    init(kind: RegisterKind, files: [File], sorter: sending FaultSorter, last: LastLoad?, key: UInt64) {
        self.key = key
        self.kind = kind
        self.files = files
        self.last = last
        state = Mutex(
            State(
                facts: files.map {
                    LoadFacts.FileFacts(
                        name: $0.name, sender: $0.sender?.description, bytes: $0.start, rows: 0, rejectedRows: 0,
                        digest: "")
                },
                digests: Array(repeating: TextDigest(), count: files.count),
                wholes: Array(repeating: LoadTrace.Whole(), count: files.count),
                linesBefore: Array(repeating: 1, count: files.count), sorter: sorter))
    }

    func run(workers: CoreWorkers) throws -> Result {
        let lists = workers.map(workers.count) { self.work($0) }
        return try state.withLock { state in
            if let error = state.error { throw error }
            for file in files.indices { state.facts[file].digest = state.digests[file].description }
            return Result(chunks: state.chunks, lists: lists, files: state.facts, wholes: state.wholes)
        }
    }

    /// One worker: file after file, chunk after chunk.
    private func work(_ worker: Int) -> [CodeList?] {
        let buffer = ChunkBuffer()
        var lists: [CodeList?]?
        for (number, file) in files.enumerated() {
            let parser = ChunkParser(
                layout: file.layout, check: file.check, worker: worker, lists: lists, last: last, key: key)
            do {
                while !hasFailed, let piece = try file.text.next(buffer) {
                    var chunk = parser.parse(piece.bytes, count: piece.count, offset: piece.offset)
                    chunk.file = UInt16(number)
                    try lay(chunk, bytes: piece.count, at: Key(file: number, index: piece.index))
                }
                try state.withLock { try drain(&$0) }
                wake()
            } catch {
                state.withLock { state in
                    if state.error.map({ number < $0.file }) ?? true {
                        state.error = FileError(file: number, cause: error)
                    }
                }
                wake()
            }
            lists = parser.lists
        }
        return lists ?? []
    }

    /// Lends what was rejected, once nobody reads any more.
    func withFaults<Value>(_ body: (FaultSorter) throws -> Value) rethrows -> Value where Value: Sendable {
        try state.withLock { try body($0.sorter) }
    }

    private var hasFailed: Bool { state.withLock { $0.error != nil } }

    private func wake() {
        room.lock()
        room.broadcast()
        room.unlock()
    }

    /// Waits while too many chunks are early, then hands a chunk over.
    private func lay(_ chunk: PackedChunk, bytes: Int, at key: Key) throws {
        room.lock()
        while state.withLock({
            $0.error == nil && $0.early.count >= Self.waiting && (key.file, key.index) != ($0.file, $0.index)
        }) {
            room.wait()
        }
        room.unlock()
        try state.withLock { state in
            state.facts[key.file].bytes += bytes
            state.early[key] = chunk
            try drain(&state)
        }
        wake()
    }

    private func drain(_ state: inout State) throws {
        while true {
            if let chunk = state.early.removeValue(forKey: Key(file: state.file, index: state.index)) {
                try take(chunk, &state)
                state.index += 1
            } else if state.file + 1 < files.count, let count = files[state.file].text.chunkCount,
                state.index >= count
            {
                state.file += 1
                state.index = 0
            } else {
                return
            }
        }
    }

    private func take(_ chunk: PackedChunk, _ state: inout State) throws {
        var chunk = chunk
        let file = Int(chunk.file)
        chunk.linesBefore = state.linesBefore[file]
        state.digests[file].add(chunk.digest)
        state.wholes[file].add(chunk)
        state.facts[file].rows += chunk.rowsRead
        state.facts[file].rejectedRows += chunk.rejectedRows
        for reject in chunk.rejects {
            var reject = reject
            reject.line &+= chunk.linesBefore &+ 1
            try state.sorter.add(files[file].exceptions.exception(reject))
        }
        chunk.forgetRejects()
        if let last, state.index % Self.betweenRests == Self.betweenRests - 1 { CleanseLoading.rest(last) }
        state.linesBefore[file] &+= UInt32(chunk.lineCount)
        if chunk.count > 0 || !chunk.withheld.isEmpty { state.chunks.append(chunk) }
    }
}
