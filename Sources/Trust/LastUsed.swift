import Synchronization

/// The values that were used last, up to a capacity; safe to be used by many threads at once.
public final class LastUsed<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        var value: Value
        var used: UInt64
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var clock: UInt64 = 0
    }

    private let capacity: Int
    private let state = Mutex(State())

    /// - Parameter capacity: at least 1.
    public init(capacity: Int) { self.capacity = max(1, capacity) }

    /// The value of a key; made, outside the lock, where it is not kept. A nil that was made is not kept.
    public func value(for key: Key, make: () throws -> Value?) rethrows -> Value? {
        if let kept = state.withLock({ Self.use(key, &$0) }) { return kept }
        guard let made = try make() else { return nil }
        state.withLock { state in
            state.clock += 1
            state.entries[key] = Entry(value: made, used: state.clock)
            // A scan of the capacity for each new key beyond it: some microseconds beside the parsing of a certificate.
            // No two entries were used at the same tick, so it does not matter in which order they are looked at.
            if state.entries.count > capacity, let oldest = state.entries.min(by: { $0.value.used < $1.value.used }) {
                state.entries[oldest.key] = nil
            }
        }
        return made
    }

    /// How many are kept now.
    public var count: Int { state.withLock { $0.entries.count } }

    private static func use(_ key: Key, _ state: inout State) -> Value? {
        guard let index = state.entries.index(forKey: key) else { return nil }
        state.clock += 1
        state.entries.values[index].used = state.clock
        return state.entries.values[index].value
    }
}
