import NIOCore
import NIOHTTPTypes
import NIOSSL
import NIOTLS

/// Closes a connection that takes too long to say what it wants: the defence against senders that dribble; and one that
/// stands idle longest where too many do.
///
/// A whole request head must arrive within `head` of the connection's beginning or of the last exchange's end; the
/// body within `body` of its head. Bytes that arrive do not move a deadline, so dribbling wins no time.
final class RequestDeadlines: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let head: TimeAmount
    private let body: TimeAmount
    private let standing: StandingConnections
    private var pending: Scheduled<Void>?
    private var isWorking = false

    init(head: TimeAmount, body: TimeAmount, standing: StandingConnections) {
        self.head = head
        self.body = body
        self.standing = standing
    }

    func handlerAdded(context: ChannelHandlerContext) {
        arm(head, context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            isWorking = true
            standing.leaves(context.channel)
            arm(body, context)
        case .body: break
        case .end: arm(head, context)
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let isEnd = if case .end = unwrapOutboundIn(data) { true } else { false }
        context.write(data, promise: promise)
        guard isEnd, context.channel.isActive else { return }
        isWorking = false
        arm(head, context)
        standing.stands(context.channel, for: .request)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is Greeter.Greeted: standing.stands(context.channel, for: .handshake)
        case let event as TLSUserEvent:
            if case .handshakeCompleted = event { standing.stands(context.channel, for: .request) }
        case is StandingConnections.StoodLongest:
            if !isWorking { closeAtOnce(context) }
            return
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave(context)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { leave(context) }

    /// Says that it closes and does not wait to be told the same (RFC 8446, 6.1): who has stood idle may not be reading,
    /// and would keep its memory for seconds.
    private func closeAtOnce(_ context: ChannelHandlerContext) {
        context.close(promise: nil)
        let tls = try? context.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self)
        tls?.close(promise: nil)
    }

    private func leave(_ context: ChannelHandlerContext) {
        pending?.cancel()
        pending = nil
        standing.leaves(context.channel)
    }

    private func arm(_ amount: TimeAmount, _ context: ChannelHandlerContext) {
        pending?.cancel()
        let channel = context.channel
        pending = context.eventLoop.scheduleTask(in: amount) { channel.close(promise: nil) }
    }
}
