import Dispatch
import Foundation
import Synchronization

/// Shares pure work among the machine's cores.
enum Cores {
    /// The results of the work in the order of its inputs, whatever core did which; returns when all are done.
    static func map<Input: Sendable, Output: Sendable>(
        _ inputs: [Input], _ work: @Sendable (Input) -> Output
    ) -> [Output] {
        // Four parts a core: when one core is held up, the others take what is left.
        let parts = min(inputs.count, ProcessInfo.processInfo.activeProcessorCount * 4)
        guard parts > 1 else { return inputs.map(work) }
        let done = Mutex<[Int: [Output]]>([:])
        DispatchQueue.concurrentPerform(iterations: parts) { part in
            let range = (inputs.count * part / parts)..<(inputs.count * (part + 1) / parts)
            let results = inputs[range].map(work)
            done.withLock { $0[part] = results }
        }
        return done.withLock { all in (0..<parts).flatMap { all[$0] ?? [] } }
    }
}
