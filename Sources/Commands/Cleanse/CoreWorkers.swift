import Cleanse
import Dispatch
import Foundation
import Synchronization

/// Pieces done on the machine's cores, one thread a core.
struct CoreWorkers: Workers {
    let count: Int

    /// - Parameter count: how many at once; all cores where none is given. Range: 1 to 64.
    init(count: Int? = nil) {
        self.count = min(max(count ?? ProcessInfo.processInfo.activeProcessorCount, 1), 64)
    }

    func map<Result: Sendable>(_ pieces: Int, _ piece: @Sendable (Int) -> Result) -> [Result] {
        guard pieces > 0 else { return [] }
        guard count > 1 else { return (0..<pieces).map(piece) }
        let done = Pieces<Result>(pieces)
        DispatchQueue.concurrentPerform(iterations: min(count, pieces)) { _ in done.work(piece) }
        return done.results
    }

    func map<Result: Sendable>(
        _ pieces: Int, beside work: () throws -> Void, _ piece: @Sendable (Int) -> Result
    ) throws -> [Result] {
        guard count > 1, pieces > 0 else {
            try work()
            return map(pieces, piece)
        }
        let done = Pieces<Result>(pieces)
        try withoutActuallyEscaping(piece) { piece in
            let others = DispatchGroup()
            for _ in 0..<min(count - 1, pieces) {
                DispatchQueue.global().async(group: others) { done.work(piece) }
            }
            defer { others.wait() }
            do {
                try work()
            } catch {
                done.stop()
                throw error
            }
            // Whoever is done with the work helps with the pieces.
            done.work(piece)
        }
        return done.results
    }
}

/// The pieces of a job as threads take them, and what came of each.
private final class Pieces<Result: Sendable>: Sendable {
    private let count: Int
    private let next = Atomic<Int>(0)
    private let found: Mutex<[Result?]>

    init(_ count: Int) {
        self.count = count
        found = Mutex(Array(repeating: nil, count: count))
    }

    /// Does pieces until none is left.
    func work(_ piece: (Int) -> Result) {
        while true {
            let index = next.add(1, ordering: .relaxed).oldValue
            guard index < count else { return }
            let result = piece(index)
            found.withLock { $0[index] = result }
        }
    }

    /// Lets nobody begin another piece.
    func stop() { next.store(count, ordering: .relaxed) }

    /// In order of the pieces.
    var results: [Result] { found.withLock { $0.compactMap(\.self) } }
}
