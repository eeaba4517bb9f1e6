import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// A POST finished beforehand, signed and all, so that nothing but the platform is measured.
public struct LoadRequest: Sendable {
    public var path: String
    public var fields: [(name: String, value: String)]
    public var body: [UInt8]
    /// Messages in it.
    public var messages: Int

    public init(path: String, fields: [(name: String, value: String)], body: [UInt8], messages: Int) {
        self.path = path
        self.fields = fields
        self.body = body
        self.messages = messages
    }
}

/// What came back.
public struct LoadOutcome: Sendable {
    /// Seconds from the first byte sent to the last answer.
    public var seconds: Double
    /// Milliseconds from sending a request to its answer's end, in no order.
    public var latencies: [Double]
    /// Answers by status.
    public var statuses: [Int: Int]
    /// Messages of requests answered 201.
    public var accepted: Int
}

/// Sends requests over kept-alive connections under mutual TLS, one at a time each, as fast as they are answered.
public struct LoadClient: Sendable {
    let host: String
    let port: Int
    let connections: Int
    let context: NIOSSLContext

    /// A client with a party's certificate and key, which trusts one authority. PEM files.
    public init(
        host: String, port: Int, connections: Int, certificate: String, key: String, authority: String
    ) throws {
        self.host = host
        self.port = port
        self.connections = connections
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateChain = try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) }
        configuration.privateKey = .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
        configuration.trustRoots = .file(authority)
        context = try NIOSSLContext(configuration: configuration)
    }

    /// Sends all of them and waits for every answer. Throws where a connection fails.
    ///
    /// - Parameter perSecond: requests due a second, evenly; a latency then counts from when its request was due, so that
    ///   waiting for a connection is not left out. Nil: as fast as they are answered, from when each was sent.
    public func send(_ requests: [LoadRequest], perSecond: Double? = nil) async throws -> LoadOutcome {
        let queue = LoadQueue(requests, perSecond: perSecond)
        let group = MultiThreadedEventLoopGroup.singleton
        let clock = ContinuousClock()
        let began = clock.now
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for _ in 0..<connections {
                let channel = try await open(on: group.next(), queue: queue)
                tasks.addTask { try await channel.closeFuture.get() }
            }
            try await tasks.waitForAll()
        }
        let seconds = LoadQueue.seconds(clock.now - began)
        return try queue.outcome(seconds: seconds)
    }

    private func open(on loop: any EventLoop, queue: LoadQueue) async throws -> any Channel {
        let context = context
        let host = host
        return try await ClientBootstrap(group: loop)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .connectTimeout(.seconds(5))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let name = host.contains(where: \.isLetter) ? host : nil
                    try channel.pipeline.syncOperations.addHandler(
                        NIOSSLClientHandler(context: context, serverHostname: name))
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(LoadHandler(queue: queue))
                }
            }
            .connect(host: host, port: port).get()
    }
}

/// The requests that are still to be sent, and what came back; shared by the connections.
private final class LoadQueue: Sendable {
    private struct State {
        var next = 0
        var latencies: [Double] = []
        var statuses: [Int: Int] = [:]
        var accepted = 0
        var failure: String?
    }

    private let requests: [LoadRequest]
    private let interval: Duration?
    private let began = ContinuousClock.now
    private let state = Mutex(State())

    init(_ requests: [LoadRequest], perSecond: Double?) {
        self.requests = requests
        interval = perSecond.map { .nanoseconds(Int64(1e9 / $0)) }
    }

    /// The next request, and when it is due; nil where it is due at once.
    func next() -> (request: LoadRequest, due: ContinuousClock.Instant?)? {
        state.withLock { state in
            guard state.next < requests.count, state.failure == nil else { return nil }
            state.next += 1
            let due = interval.map { began.advanced(by: $0 * (state.next - 1)) }
            return (requests[state.next - 1], due)
        }
    }

    func answered(_ request: LoadRequest, status: Int, milliseconds: Double) {
        state.withLock { state in
            state.latencies.append(milliseconds)
            state.statuses[status, default: 0] += 1
            if status == 201 { state.accepted += request.messages }
        }
    }

    func fail(_ why: String) { state.withLock { $0.failure = $0.failure ?? why } }

    func outcome(seconds: Double) throws -> LoadOutcome {
        let state = state.withLock { $0 }
        if let failure = state.failure { throw LoadProblem(why: failure) }
        return LoadOutcome(
            seconds: seconds, latencies: state.latencies, statuses: state.statuses, accepted: state.accepted)
    }

    static func seconds(_ duration: Duration) -> Double {
        let (seconds, atto) = duration.components
        return Double(seconds) + Double(atto) / 1e18
    }
}

/// Why a load could not be sent.
public struct LoadProblem: Error, CustomStringConvertible {
    let why: String
    public var description: String { "the load could not be sent: \(why)" }
}

/// One connection: sends a request, waits for the answer's end, sends the next.
private final class LoadHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let queue: LoadQueue
    private let clock = ContinuousClock()
    private var current: LoadRequest?
    private var sent: ContinuousClock.Instant
    private var status = 0

    init(queue: LoadQueue) {
        self.queue = queue
        sent = clock.now
    }

    func channelActive(context: ChannelHandlerContext) { sendNext(context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): status = Int(head.status.code)
        case .body: break
        case .end:
            guard let request = current else { return }
            let milliseconds = LoadQueue.seconds(clock.now - sent) * 1_000
            queue.answered(request, status: status, milliseconds: milliseconds)
            current = nil
            sendNext(context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if current != nil { queue.fail("the platform closed a connection before it answered") }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        queue.fail(String(describing: error))
        context.close(promise: nil)
    }

    private func sendNext(_ context: ChannelHandlerContext) {
        guard let (request, due) = queue.next() else { return context.close(promise: nil) }
        current = request
        sent = due ?? clock.now
        guard let due, due > clock.now else { return write(request, context) }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let wait = TimeAmount.nanoseconds(Int64(LoadQueue.seconds(due - clock.now) * 1e9))
        context.eventLoop.scheduleTask(in: wait) {
            let (handler, context) = bound.value
            handler.write(request, context)
        }
    }

    private func write(_ request: LoadRequest, _ context: ChannelHandlerContext) {
        var headers = HTTPHeaders()
        for (name, value) in request.fields { headers.add(name: name, value: value) }
        let head = HTTPRequestHead(version: .http1_1, method: .POST, uri: request.path, headers: headers)
        var buffer = context.channel.allocator.buffer(capacity: request.body.count)
        buffer.writeBytes(request.body)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
