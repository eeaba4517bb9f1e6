import DIP
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// A participant's webhook on this machine: HTTPS with client certificates asked for. Records what comes and answers as
/// it is told.
final class WebhookReceiver: Sendable {
    struct Post: Sendable {
        var path: String
        var headers: [String: String]
        var body: [UInt8]
        /// `T-…` of each message, in order.
        var transactions: [String]
        var status: Int
    }

    struct Answer: Sendable {
        var status = 201
        var body: [UInt8] = Array(#"{"messageArray":[],"timestamp":""}"#.utf8)
        var headers: [(String, String)] = []
        var milliseconds: Int64 = 0
        /// Whether the body never ends.
        var isEndless = false
    }

    private struct State {
        var posts: [Post] = []
        var open = 0
        var mostOpen = 0
    }

    private let state = Mutex(State())
    private let channel: any NIOCore.Channel
    private let relay: Relay
    let port: Int

    private init(channel: any NIOCore.Channel, relay: Relay) {
        self.channel = channel
        self.relay = relay
        port = channel.localAddress?.port ?? 0
        relay.receiver.withLock { $0 = self }
    }

    private final class Relay: Sendable {
        let receiver = Mutex<WebhookReceiver?>(nil)
    }

    /// Listens until `close`.
    /// - Parameter port: 0: any that is free.
    /// - Parameter answer: told the number of the post from 0, its path and its transactions.
    static func open(
        tls: TLSConfiguration, port: Int = 0,
        answer: @escaping @Sendable (Int, String, [String]) -> Answer = { _, _, _ in Answer() }
    ) async throws -> WebhookReceiver {
        let context = try NIOSSLContext(configuration: tls)
        let relay = Relay()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(
                        Handler(relay: relay, answer: answer))
                }
            }.bind(host: "127.0.0.1", port: port).get()
        return WebhookReceiver(channel: channel, relay: relay)
    }

    func close() async {
        try? await channel.close()
        relay.receiver.withLock { $0 = nil }
    }

    func url(_ path: String = "/dip", host: String = "127.0.0.1") -> String { "https://\(host):\(port)\(path)" }

    var posts: [Post] { state.withLock { $0.posts } }
    /// The most posts that were open at a time.
    var mostOpen: Int { state.withLock { $0.mostOpen } }
    /// Of posts answered 201 or 207, in order.
    var taken: [String] { posts.filter { [201, 207].contains($0.status) }.flatMap(\.transactions) }

    private func note(_ post: Post) -> Int {
        state.withLock { state in
            state.open += 1
            state.mostOpen = max(state.mostOpen, state.open)
            state.posts.append(post)
            return state.posts.count - 1
        }
    }

    private func answered(_ number: Int, _ status: Int) {
        state.withLock { $0.posts[number].status = status }
    }

    private func done() { state.withLock { $0.open -= 1 } }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let relay: Relay
        private let answer: @Sendable (Int, String, [String]) -> Answer
        private var head: HTTPRequestHead?
        private var body: [UInt8] = []

        init(relay: Relay, answer: @escaping @Sendable (Int, String, [String]) -> Answer) {
            self.relay = relay
            self.answer = answer
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                self.head = head
                body = []
            case .body(let buffer): body += Array(buffer.readableBytesView)
            case .end: reply(context: context)
            }
        }

        private func reply(context: ChannelHandlerContext) {
            guard let head, let receiver = relay.receiver.withLock({ $0 }) else { return }
            let transactions = Self.transactions(body)
            var headers: [String: String] = [:]
            for header in head.headers { headers[header.name.lowercased()] = header.value }
            let number = receiver.note(
                Post(path: head.uri, headers: headers, body: body, transactions: transactions, status: 0))
            let answer = answer(number, head.uri, transactions)
            let channel = context.channel
            receiver.answered(number, answer.status)
            context.eventLoop.scheduleTask(in: .milliseconds(answer.milliseconds)) {
                receiver.done()
                var response = HTTPResponseHead(version: .http1_1, status: .init(statusCode: answer.status))
                for (name, value) in answer.headers { response.headers.add(name: name, value: value) }
                if !answer.isEndless {
                    response.headers.replaceOrAdd(name: "Content-Length", value: "\(answer.body.count)")
                }
                channel.write(HTTPServerResponsePart.head(response), promise: nil)
                channel.write(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: answer.body))), promise: nil)
                if answer.isEndless {
                    channel.flush()
                } else {
                    channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
                }
            }
        }

        /// The transaction of each element, with this test's own reading of the text.
        private static func transactions(_ body: [UInt8]) -> [String] {
            String(decoding: body, as: UTF8.self).split(separator: "\"transactionID\":\"").dropFirst().map { piece in
                String(piece.prefix { $0 != "\"" })
            }
        }
    }
}
