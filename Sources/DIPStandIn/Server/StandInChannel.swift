import HummingbirdCore
import Logging
import NIOCore
import NIOHTTPTypes
import NIOSSL
import Synchronization

/// What the server shows in a TLS handshake at the moment, and how it behaves there: faults are switched while it runs.
final class HandshakeState: Sendable {
    /// How the next handshakes go.
    struct Conduct: Sendable {
        var context: NIOSSLContext
        /// Waits this long before the handshake is answered.
        var delay: TimeAmount = .zero
        /// Closes instead of answering.
        var breaks = false
    }

    private let conduct: Mutex<Conduct>

    init(context: NIOSSLContext) { conduct = Mutex(Conduct(context: context)) }

    var current: Conduct { conduct.withLock { $0 } }

    func change(_ change: @Sendable (inout Conduct) -> Void) { conduct.withLock { change(&$0) } }
}

/// TLS with a client's certificate asked for in the first handshake, then HTTP/1.1.
struct StandInChannel: ServerChildChannel, HTTPChannelHandler {
    typealias Value = HTTP1Channel.Value

    let base: HTTP1Channel
    let handshakes: HandshakeState

    var responder: HTTPChannelHandler.Responder { base.responder }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        if handshakes.current.breaks {
            return channel.close().flatMap { base.setup(channel: channel, logger: logger) }
        }
        return channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(Greeter(handshakes: handshakes))
        }.flatMap { base.setup(channel: channel, logger: logger) }
    }

    func handle(value: Value, logger: Logger) async {
        await Peer.$current.withValue(Peer()) { await base.handle(value: value, logger: logger) }
    }
}

/// Puts TLS before a connection once it says something; a connection that says nothing costs next to nothing. Where a
/// fault makes handshakes slow, it holds what arrives for that time first.
final class Greeter: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// Told to the connection's own handlers: TLS has begun.
    struct Greeted: Sendable {}

    private let handshakes: HandshakeState
    private var held: [NIOAny] = []
    private var isWaiting = false
    /// A client hello and its like are small; more than this is no handshake.
    private static let mostHeld = 64

    init(handshakes: HandshakeState) { self.handshakes = handshakes }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard held.count < Self.mostHeld else { return context.close(promise: nil) }
        held.append(data)
        guard !isWaiting else { return }
        let conduct = handshakes.current
        guard conduct.delay > .zero else { return greet(context, conduct.context) }
        isWaiting = true
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: conduct.delay) {
            let (handler, context) = bound.value
            guard context.channel.isActive else { return }
            handler.greet(context, conduct.context)
            context.fireChannelReadComplete()
        }
    }

    private func greet(_ context: ChannelHandlerContext, _ tls: NIOSSLContext) {
        do {
            try context.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls), position: .after(self))
        } catch { return context.close(promise: nil) }
        context.fireUserInboundEventTriggered(Greeted())
        for data in held { context.fireChannelRead(data) }
        held = []
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
    }
}
