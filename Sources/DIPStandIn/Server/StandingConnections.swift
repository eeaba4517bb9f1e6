import NIOCore
import Synchronization

/// Bounds how many connections stand with TLS and nothing under way: past the bound, the one that has stood longest is
/// asked to close.
///
/// Such a connection holds some 60 kB, most of them buffers of fixed size in the TLS library, so the count bounds the
/// memory. A server may close a connection that is idle (RFC 9112, 9.5), and clients open another. One with a request
/// under way is never asked. Those that still shake hands stand in a line of their own: whoever begins handshakes and
/// does not finish them displaces nobody who did.
final class StandingConnections: Sendable {
    /// What a connection waits for.
    enum Line: Hashable, Sendable {
        /// The end of its handshake.
        case handshake
        /// A request.
        case request
    }

    /// Told to a channel that should close unless something has come in the meantime.
    struct StoodLongest: Sendable {}

    private struct Queue {
        /// In the order in which they began to stand; some have left since.
        var order = CircularBuffer<(id: ObjectIdentifier, stamp: UInt64)>()
        var standing: [ObjectIdentifier: (stamp: UInt64, channel: any Channel)] = [:]
    }

    private struct State {
        var handshake = Queue()
        var request = Queue()
        var stamp: UInt64 = 0
    }

    private let most: Int
    private let state = Mutex(State())

    /// - Parameter most: connections of each line; at least 1.
    init(most: Int) { self.most = max(1, most) }

    /// A connection begins to stand in a line; it leaves the other.
    func stands(_ channel: any Channel, for line: Line) {
        let longest = state.withLock { state -> (any Channel)? in
            state.stamp += 1
            let stamp = state.stamp
            switch line {
            case .handshake: return Self.add(channel, stamp, to: &state.handshake, most: most)
            case .request:
                state.handshake.standing[ObjectIdentifier(channel)] = nil
                return Self.add(channel, stamp, to: &state.request, most: most)
            }
        }
        longest?.pipeline.fireUserInboundEventTriggered(StoodLongest())
    }

    /// A connection has something under way, or is gone.
    func leaves(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        state.withLock { state in
            state.handshake.standing[id] = nil
            state.request.standing[id] = nil
        }
    }

    /// How many stand in a line.
    func count(in line: Line) -> Int {
        state.withLock { line == .handshake ? $0.handshake.standing.count : $0.request.standing.count }
    }

    /// Places in both lines, with those that were left and are not forgotten yet.
    var remembered: Int { state.withLock { $0.handshake.order.count + $0.request.order.count } }

    /// - Returns: the connection that has stood longest, taken out, where there is one too many.
    private static func add(
        _ channel: any Channel, _ stamp: UInt64, to queue: inout Queue, most: Int
    ) -> (any Channel)? {
        let id = ObjectIdentifier(channel)
        queue.standing[id] = (stamp, channel)
        queue.order.append((id, stamp))
        var longest: (any Channel)?
        if queue.standing.count > most {
            while longest == nil, let first = queue.order.popFirst() {
                guard let found = queue.standing[first.id], found.stamp == first.stamp else { continue }
                longest = found.channel
                queue.standing[first.id] = nil
            }
        }
        // Those that left are forgotten now and then, each once.
        if queue.order.count > 2 * queue.standing.count + 64 {
            queue.order = CircularBuffer(queue.order.filter { queue.standing[$0.id]?.stamp == $0.stamp })
        }
        return longest
    }
}
