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
        let results = Mutex<[Result?]>(Array(repeating: nil, count: pieces))
        let next = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: min(count, pieces)) { _ in
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < pieces else { return }
                let result = piece(index)
                results.withLock { $0[index] = result }
            }
        }
        return results.withLock { $0.compactMap(\.self) }
    }
}
