import GRDB
import Kernel
import Synchronization

/// Keeps what was counted and found while the chain stays as it is.
///
/// Bounded: at most `countsMax` counts and value lists, and the findings of `daysMax` past days.
final class ReadCache: Sendable {
    private static let countsMax = 2_048
    private static let daysMax = 8

    private struct State {
        var token = ""
        var totals: [String: Int] = [:]
        var values: [String: [ValueCount]] = [:]
        /// Newest last.
        var days: [(day: CalendarDate, findings: DatabaseQueue)] = []

        mutating func enter(_ token: String) {
            guard token != self.token else { return }
            self = State(token: token)
        }
    }

    private let state = Mutex(State())

    func total(_ name: String, at token: String) -> Int? {
        state.withLock { state in
            state.enter(token)
            return state.totals[name]
        }
    }

    func keep(total: Int, _ name: String, at token: String) {
        state.withLock { state in
            state.enter(token)
            if state.totals.count >= Self.countsMax { state.totals.removeAll() }
            state.totals[name] = total
        }
    }

    func values(_ name: String, at token: String) -> [ValueCount]? {
        state.withLock { state in
            state.enter(token)
            return state.values[name]
        }
    }

    func keep(values: [ValueCount], _ name: String, at token: String) {
        state.withLock { state in
            state.enter(token)
            if state.values.count >= Self.countsMax { state.values.removeAll() }
            state.values[name] = values
        }
    }

    func findings(of day: CalendarDate, at token: String) -> DatabaseQueue? {
        state.withLock { state in
            state.enter(token)
            return state.days.first { $0.day == day }?.findings
        }
    }

    func keep(findings: DatabaseQueue, of day: CalendarDate, at token: String) {
        state.withLock { state in
            state.enter(token)
            state.days.removeAll { $0.day == day }
            if state.days.count >= Self.daysMax { state.days.removeFirst() }
            state.days.append((day, findings))
        }
    }
}

/// A value of a column and the number of rows that have it.
struct ValueCount: Sendable {
    let value: String
    let count: Int
}
