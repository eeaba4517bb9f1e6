import DIP
import Kernel
import Testing

/// Circuits of channels, and whose turn it is.
struct CircuitAndTurnTests {
    static let start = LaneSample.start

    @Test func aCircuitOpensProbesAndCloses() {
        var circuit = ChannelCircuit(CircuitSettings(failures: 3, firstRest: 100, longestRest: 350))
        for _ in 0..<2 { circuit.failed(at: Self.start) }
        #expect(circuit.admit(at: Self.start) == nil)
        circuit.failed(at: Self.start)
        let opens = Self.start.later(milliseconds: 100)
        #expect(circuit.state == .open(until: opens))
        #expect(circuit.admit(at: Self.start) == opens)
        #expect(circuit.admit(at: opens) == nil)
        #expect(circuit.state == .probing)
        #expect(circuit.admit(at: opens) == opens.later(milliseconds: 100))
        var rests: [Instant] = []
        for _ in 0..<3 {
            circuit.failed(at: opens)
            if case .open(let until) = circuit.state { rests.append(until) }
        }
        #expect(rests == [200, 350, 350].map { opens.later(milliseconds: $0) })
        circuit.succeeded()
        #expect(circuit.state == .closed && circuit.failures == 0)
        var off = ChannelCircuit(CircuitSettings(failures: 0))
        for _ in 0..<100 { off.failed(at: Self.start) }
        #expect(off.state == .closed)
    }

    static func queue(_ lane: Int) throws -> QueueID {
        QueueID(recipient: try RoutingSample.id(RoutingSample.supplier), lane: lane)
    }

    @Test func atMostSoManyInOrderOfApplication() throws {
        var scheduler = PostScheduler(limit: 2)
        let channel = try LaneSample.channel()
        for lane in [4, 1, 3] { scheduler.apply(try Self.queue(lane), head: 10, channel: channel, accepted: nil) }
        scheduler.apply(try Self.queue(4), head: 10, channel: channel, accepted: nil)
        #expect(scheduler.grant(at: Self.start).queues.map(\.lane) == [4, 1])
        #expect(scheduler.grant(at: Self.start).queues == [])
        scheduler.finished(try Self.queue(1))
        #expect(scheduler.grant(at: Self.start).queues.map(\.lane) == [3])
        #expect(scheduler.counts == (0, 2))
    }

    @Test func oldestFirstAndByPriority() throws {
        let end = Self.start.later(milliseconds: 10)
        for (policy, expected) in [
            (ReleasePolicy.oldestFirst, [2, 1, 3, 0]),
            (.byInterfacePriority([InterfaceID("IF-001"), InterfaceID("IF-036")].compactMap(\.self)), [3, 1, 2, 0]),
        ] {
            var scheduler = PostScheduler(limit: 9)
            scheduler.release(policy, at: end)
            scheduler.apply(try Self.queue(0), head: 1, channel: try LaneSample.channel("IF-001"), accepted: end)
            scheduler.apply(
                try Self.queue(1), head: 20, channel: try LaneSample.channel("IF-036"), accepted: Self.start)
            scheduler.apply(
                try Self.queue(2), head: 10, channel: try LaneSample.channel("IF-021"), accepted: Self.start)
            scheduler.apply(
                try Self.queue(3), head: 30, channel: try LaneSample.channel("IF-001"), accepted: Self.start)
            #expect(scheduler.grant(at: end).queues.map(\.lane) == expected)
        }
    }

    @Test func aRateIsKept() throws {
        var scheduler = PostScheduler(limit: 9)
        scheduler.release(.rateLimited(messagesPerSecond: 50), at: Self.start.later(milliseconds: 1))
        let queue = try Self.queue(0)
        var sent = 0
        var at = Self.start
        for step in 0..<10_000 {
            at = Self.start.later(milliseconds: Int64(step))
            scheduler.apply(queue, head: Int64(step), channel: try LaneSample.channel(), accepted: Self.start)
            guard !scheduler.grant(at: at).queues.isEmpty else { continue }
            let count = min(7, try #require(scheduler.messagesAllowed(queue)))
            scheduler.charged(queue, messages: count)
            scheduler.finished(queue)
            sent += count
        }
        #expect((480...520).contains(sent), "\(sent) in ten seconds")
        // Live traffic does not wait for the backlog's rate.
        let live = try Self.queue(1)
        scheduler.apply(live, head: 99_999, channel: try LaneSample.channel(), accepted: at)
        #expect(scheduler.grant(at: at).queues == [live])
        #expect(scheduler.messagesAllowed(live) == nil)
    }
}
