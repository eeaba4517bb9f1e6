import DIP
import Kernel
import Synchronization

/// Gives out transaction and correlation identifiers to requests that are answered side by side.
final class RunningNumbers: Sendable {
    private struct State {
        var transactions: TransactionIDs
        var correlations: UInt64
    }

    private let state: Mutex<State>

    /// - Parameters:
    ///   - seed: of the data folder.
    ///   - startedAt: when this run began, by the real clock.
    init(seed: UInt64, startedAt: Instant) {
        let first = TransactionIDs.first(startedAt: startedAt)
        state = Mutex(State(transactions: TransactionIDs(seed: seed, first: first), correlations: first))
    }

    func transaction(interface: InterfaceID, head: MessageHead, at: Instant) -> String {
        state.withLock {
            $0.transactions.next(interface: interface.text, sender: head.sender, role: head.senderRole, at: at)
        }
    }

    /// `CI-20260401-` and a number in hexadecimal that grows.
    func correlation(at: Instant) -> String {
        let number = state.withLock { state in
            state.correlations &+= 1
            return state.correlations
        }
        return "CI-\(at.date.filter { $0 != "-" })-\(String(number, radix: 16))"
    }
}
