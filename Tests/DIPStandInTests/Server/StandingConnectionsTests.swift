import NIOCore
import NIOEmbedded
import Testing

@testable import DIPStandIn

/// Which connection is asked to close where too many stand.
@Suite struct StandingConnectionsTests {
    /// Keeps what a channel was told.
    final class Told: ChannelInboundHandler {
        typealias InboundIn = Any
        var count = 0
        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if event is StandingConnections.StoodLongest { count += 1 }
        }
    }

    struct One {
        let channel: EmbeddedChannel
        let told = Told()
        init() { channel = EmbeddedChannel(handler: told) }
    }

    @Test func theLongestGoesFirst() {
        let standing = StandingConnections(most: 3)
        let all = (0..<5).map { _ in One() }
        for one in all.prefix(3) { standing.stands(one.channel, for: .request) }
        #expect(all.map(\.told.count) == [0, 0, 0, 0, 0])
        // The first does something and stands anew: the second has stood longest now.
        standing.leaves(all[0].channel)
        standing.stands(all[0].channel, for: .request)
        standing.stands(all[3].channel, for: .request)
        #expect(all.map(\.told.count) == [0, 1, 0, 0, 0])
        standing.stands(all[4].channel, for: .request)
        #expect(all.map(\.told.count) == [0, 1, 1, 0, 0])
        #expect(standing.count(in: .request) == 3)
    }

    /// Handshakes that do not end displace no connection that finished its own.
    @Test func linesAreApart() {
        let standing = StandingConnections(most: 2)
        let done = One()
        standing.stands(done.channel, for: .handshake)
        standing.stands(done.channel, for: .request)
        #expect(standing.count(in: .handshake) == 0)
        let others = (0..<10).map { _ in One() }
        for other in others { standing.stands(other.channel, for: .handshake) }
        #expect(done.told.count == 0)
        #expect(others.map(\.told.count) == [1, 1, 1, 1, 1, 1, 1, 1, 0, 0])
        #expect(standing.count(in: .handshake) == 2)
        for other in others { standing.leaves(other.channel) }
        #expect(standing.count(in: .handshake) == 0)
    }

    /// Many that come and go leave nothing behind, and order holds.
    @Test func manyRounds() {
        let standing = StandingConnections(most: 2)
        let (first, second) = (One(), One())
        standing.stands(first.channel, for: .request)
        for _ in 0..<10_000 {
            standing.leaves(second.channel)
            standing.stands(second.channel, for: .request)
        }
        #expect(standing.remembered < 200)
        standing.stands(One().channel, for: .request)
        #expect((first.told.count, second.told.count) == (1, 0))
    }
}
