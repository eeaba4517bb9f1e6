import Synchronization

/// Finished pages of one state of the record, within a bound of bytes; those unused for longest go first.
final class PageCache: Sendable {
    private struct Slot {
        var page: Page
        var usedAt: UInt64
    }

    private struct State {
        var token = ""
        var slots: [String: Slot] = [:]
        var bytes = 0
        var clock: UInt64 = 0
    }

    /// What a slot costs beside its body and its address: dictionary, struct and allocation.
    private static let overhead = 256

    private let capacity: Int
    private let state = Mutex(State())

    /// Makes an empty cache. Unit of `capacity`: bytes.
    init(capacity: Int) { self.capacity = capacity }

    func page(_ address: String, token: String) -> Page? {
        state.withLock { state in
            guard state.token == token, state.slots[address] != nil else { return nil }
            state.clock += 1
            state.slots[address]?.usedAt = state.clock
            return state.slots[address]?.page
        }
    }

    func keep(_ page: Page, for address: String, token: String) {
        let cost = page.body.count + address.utf8.count + Self.overhead
        guard cost <= capacity / 4 else { return }
        state.withLock { state in
            if state.token != token { state = State(token: token) }
            guard state.slots[address] == nil else { return }
            state.clock += 1
            state.slots[address] = Slot(page: page, usedAt: state.clock)
            state.bytes += cost
            if state.bytes > capacity { Self.evict(from: &state, downTo: capacity - capacity / 4) }
        }
    }

    /// Takes the quarter unused for longest away at once, so that the sort is paid for rarely.
    private static func evict(from state: inout State, downTo bound: Int) {
        for (address, slot) in state.slots.sorted(by: { $0.value.usedAt < $1.value.usedAt }) {
            guard state.bytes > bound else { return }
            state.slots[address] = nil
            state.bytes -= slot.page.body.count + address.utf8.count + overhead
        }
    }

    /// The bytes held, for tests.
    var bytes: Int { state.withLock { $0.bytes } }
}
