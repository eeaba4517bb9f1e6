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
        let conduct = handshakes.current
        if conduct.breaks { return channel.close().flatMap { base.setup(channel: channel, logger: logger) } }
        return channel.eventLoop.makeCompletedFuture {
            if conduct.delay > .zero {
                try channel.pipeline.syncOperations.addHandler(LateReader(delay: conduct.delay))
            }
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: conduct.context))
        }.flatMap { base.setup(channel: channel, logger: logger) }
    }

    func handle(value: Value, logger: Logger) async { await base.handle(value: value, logger: logger) }
}

/// Holds what arrives back for a time, once: a slow handshake.
private final class LateReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let delay: TimeAmount
    private var held: [NIOAny] = []
    private var isOpen = false
    private var isWaiting = false
    /// A client hello and its like are small; more than this is no handshake.
    private static let mostHeld = 64

    init(delay: TimeAmount) { self.delay = delay }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOpen else { return context.fireChannelRead(data) }
        guard held.count < Self.mostHeld else { return context.close(promise: nil) }
        held.append(data)
        guard !isWaiting else { return }
        isWaiting = true
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: delay) {
            let (handler, context) = bound.value
            handler.open(context)
        }
    }

    private func open(_ context: ChannelHandlerContext) {
        isOpen = true
        for data in held { context.fireChannelRead(data) }
        held = []
        context.fireChannelReadComplete()
    }
}
