import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
import Synchronization

/// A POST finished beforehand, signed and written out to the byte, so that nothing but the platform is measured.
public struct LoadRequest: Sendable {
    /// Messages in it.
    public let messages: Int
    /// The request as it goes over the wire.
    let wire: ByteBuffer

    /// - Parameter fields: all of the head's fields, the body's length among them.
    public init(path: String, fields: [(name: String, value: String)], body: [UInt8], messages: Int) {
        self.messages = messages
        var head = "POST \(path) HTTP/1.1\r\n"
        for (name, value) in fields { head += "\(name): \(value)\r\n" }
        head += "\r\n"
        var wire = ByteBuffer()
        wire.reserveCapacity(head.utf8.count + body.count)
        wire.writeString(head)
        wire.writeBytes(body)
        self.wire = wire
    }
}

/// What came back.
public struct LoadOutcome: Sendable {
    /// Seconds from the first request's being due to the last answer.
    public var seconds: Double
    /// Milliseconds from sending a request to its answer's end, in no order.
    public var latencies: [Double]
    /// Answers by status.
    public var statuses: [Int: Int]
    /// Messages of requests answered 201.
    public var accepted: Int
}

/// Sends requests over kept-alive connections under mutual TLS, one at a time each, as fast as they are answered.
///
/// All connections stand, shaken hands and all, before the first request is due: what is measured is traffic over
/// connections that are kept, as a participant's are. Requests are written out beforehand and of an answer no more is read
/// than its status and its end, so that the load takes little of the cores that it shares with what it measures.
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
        var channels: [any Channel] = []
        for _ in 0..<connections { channels.append(try await open(on: group.next(), queue: queue)) }
        let began = queue.begin()
        for channel in channels {
            channel.eventLoop.execute { channel.pipeline.fireUserInboundEventTriggered(LoadBegins()) }
        }
        for channel in channels { try await channel.closeFuture.get() }
        return try queue.outcome(seconds: LoadQueue.seconds(ContinuousClock.now - began))
    }

    /// Opens so many connections, shakes hands on each and leaves them alone for as long as the work goes on.
    public func holding<Value: Sendable>(
        _ count: Int, during work: @Sendable () async throws -> Value
    ) async throws -> Value {
        let channels = try await withThrowingTaskGroup(of: (any Channel).self) { tasks in
            var channels: [any Channel] = []
            for index in 0..<count {
                // So many handshakes at a time; more would only wait for each other, and time out.
                if index >= 32, let channel = try await tasks.next() { channels.append(channel) }
                tasks.addTask { try await open(on: MultiThreadedEventLoopGroup.singleton.next(), queue: LoadQueue([])) }
            }
            for try await channel in tasks { channels.append(channel) }
            return channels
        }
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await work()) } catch { outcome = .failure(error) }
        for channel in channels { try? await channel.close().get() }
        return try outcome.get()
    }

    /// A connection that has shaken hands.
    private func open(on loop: any EventLoop, queue: LoadQueue) async throws -> any Channel {
        let context = context
        let host = host
        let stands = loop.makePromise(of: Void.self)
        let channel: any Channel
        do {
            channel = try await ClientBootstrap(group: loop)
                .channelOption(.socketOption(.tcp_nodelay), value: 1)
                .connectTimeout(.seconds(5))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let name = host.contains(where: \.isLetter) ? host : nil
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: context, serverHostname: name))
                        try channel.pipeline.syncOperations.addHandler(LoadHandler(queue: queue, stands: stands))
                    }
                }
                .connect(host: host, port: port).get()
        } catch {
            stands.fail(error)
            throw error
        }
        try await stands.futureResult.get()
        return channel
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
        var began = ContinuousClock.now
    }

    private let requests: [LoadRequest]
    private let interval: Duration?
    private let state = Mutex(State())

    init(_ requests: [LoadRequest], perSecond: Double? = nil) {
        self.requests = requests
        interval = perSecond.map { .nanoseconds(Int64(1e9 / $0)) }
    }

    /// The first request is due now.
    func begin() -> ContinuousClock.Instant {
        state.withLock { state in
            state.began = .now
            return state.began
        }
    }

    /// The next request, and when it is due; nil where it is due at once.
    func next() -> (request: LoadRequest, due: ContinuousClock.Instant?)? {
        state.withLock { state in
            guard state.next < requests.count, state.failure == nil else { return nil }
            state.next += 1
            let due = interval.map { state.began.advanced(by: $0 * (state.next - 1)) }
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

/// Tells a connection to send.
private struct LoadBegins: Sendable {}

/// One connection: sends a request, waits for the answer's end, sends the next.
private final class LoadHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let queue: LoadQueue
    private let clock = ContinuousClock()
    private var stands: EventLoopPromise<Void>?
    private var current: LoadRequest?
    private var sent: ContinuousClock.Instant
    private var answer = LoadAnswer()

    init(queue: LoadQueue, stands: EventLoopPromise<Void>) {
        self.queue = queue
        self.stands = stands
        sent = clock.now
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is LoadBegins { return sendNext(context) }
        if case .handshakeCompleted = event as? TLSUserEvent {
            stands?.succeed()
            stands = nil
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        do {
            guard let status = try answer.take(unwrapInboundIn(data)), let request = current else { return }
            queue.answered(request, status: status, milliseconds: LoadQueue.seconds(clock.now - sent) * 1_000)
            current = nil
            sendNext(context)
        } catch {
            errorCaught(context: context, error: error)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if current != nil { queue.fail("the platform closed a connection before it answered") }
        fail(LoadProblem(why: "the platform closed a connection in its handshake"))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        queue.fail(String(describing: error))
        fail(error)
        context.close(promise: nil)
    }

    private func fail(_ error: any Error) {
        stands?.fail(error)
        stands = nil
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
        context.writeAndFlush(wrapOutboundOut(request.wire), promise: nil)
    }
}

/// Reads answers for no more than their status and their end.
struct LoadAnswer {
    private var head: [UInt8] = []
    private var status = 0
    /// Bytes of the body that are still to come; nil within a head.
    private var rest: Int?

    /// The longest head read, bytes.
    private static let longestHead = 16_384
    private static let headEnd = Array("\r\n\r\n".utf8)

    /// Takes what came; the status where an answer ended with it.
    mutating func take(_ part: ByteBuffer) throws(LoadProblem) -> Int? {
        var bytes = part.readableBytesView[...]
        if rest == nil {
            guard let end = takeHead(&bytes) else {
                guard head.count <= Self.longestHead else { throw LoadProblem(why: "an answer's head has no end") }
                return nil
            }
            try read(end)
        }
        guard let left = rest else { return nil }
        guard bytes.count >= left else {
            rest = left - bytes.count
            return nil
        }
        // The next request is not sent before this answer's end, so nothing follows it.
        guard bytes.count == left else { throw LoadProblem(why: "an answer came that nobody asked for") }
        rest = nil
        return status
    }

    /// Moves bytes into the head, up to its end; the whole head where that came.
    private mutating func takeHead(_ bytes: inout ByteBufferView.SubSequence) -> [UInt8]? {
        while let byte = bytes.popFirst() {
            head.append(byte)
            guard byte == 0x0A, head.suffix(4).elementsEqual(Self.headEnd) else { continue }
            defer { head.removeAll(keepingCapacity: true) }
            return head
        }
        return nil
    }

    private mutating func read(_ head: [UInt8]) throws(LoadProblem) {
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
        guard let first = lines.first?.split(separator: " "), first.count > 1, let status = Int(first[1]) else {
            throw LoadProblem(why: "an answer has no status")
        }
        let length = lines.dropFirst().lazy.compactMap { line -> Int? in
            let field = line.split(separator: ":", maxSplits: 1)
            guard field.count == 2, field[0].lowercased() == "content-length" else { return nil }
            return Int(field[1].drop { $0 == " " })
        }.first
        guard let length, length >= 0 else { throw LoadProblem(why: "an answer does not tell its length") }
        self.status = status
        rest = length
    }
}
