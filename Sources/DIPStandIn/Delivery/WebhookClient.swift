import AsyncHTTPClient
public import DIP
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
public import NIOSSL
import Synchronization

/// One post, as it goes on the wire.
public struct WebhookRequest: Sendable {
    public var url: String
    public var body: [UInt8]
    /// Signature and the like; content type and length are added.
    public var headers: [(name: String, value: String)]
    /// Faults that are done to the post.
    public var faults: [FaultEffect]

    public init(
        url: String, body: [UInt8], headers: [(name: String, value: String)], faults: [FaultEffect] = []
    ) {
        self.url = url
        self.body = body
        self.headers = headers
        self.faults = faults
    }
}

/// How posts reach webhooks.
public struct WebhookClientSettings: Hashable, Sendable, Codable {
    public var connectMilliseconds = 5_000
    /// From the first byte sent to the last byte of the answer.
    public var answerMilliseconds = 30_000
    /// What is read of an answer, bytes.
    public var answerBytes = 1 << 20
    public var addresses = WebhookAddressPolicy()
    /// Connections to a host at a time.
    public var connectionsPerHost = 32

    public init() {}
}

/// What the client shows of itself in TLS and whom it believes.
public struct WebhookIdentity: Sendable {
    /// Authorities of the webhooks' certificates.
    public var trustRoots: [NIOSSLCertificate]
    public var certificates: [NIOSSLCertificate]
    public var key: NIOSSLPrivateKey?

    public init(trustRoots: [NIOSSLCertificate], certificates: [NIOSSLCertificate], key: NIOSSLPrivateKey?) {
        self.trustRoots = trustRoots
        self.certificates = certificates
        self.key = key
    }

    fileprivate var configuration: TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.trustRoots = .certificates(trustRoots)
        configuration.certificateVerification = .fullVerification
        configuration.certificateChain = certificates.map { .certificate($0) }
        configuration.privateKey = key.map { .privateKey($0) }
        return configuration
    }
}

/// Posts to webhooks over mutual TLS, with a deadline for everything and no redirects.
public final class WebhookClient: Sendable {
    /// Made at the first post that needs them, so that a client that never posts need not be shut down.
    private struct Clients {
        var ordinary: HTTPClient?
        /// Shows no certificate: a broken handshake on purpose.
        var bare: HTTPClient?
        /// Shows an expired certificate, where one was given.
        var expired: HTTPClient?
    }

    private let clients = Mutex(Clients())
    private let identity: WebhookIdentity
    private let expiredIdentity: WebhookIdentity?
    public let settings: WebhookClientSettings

    /// - Parameter expired: the identity for the fault of an expired certificate; nil: that fault shows none.
    public init(identity: WebhookIdentity, expired: WebhookIdentity? = nil, settings: WebhookClientSettings = .init()) {
        self.settings = settings
        self.identity = identity
        expiredIdentity = expired
    }

    /// Closes all connections; to be called once after the last post.
    public func shutDown() async {
        let made = clients.withLock { clients in
            defer { clients = Clients() }
            return [clients.ordinary, clients.bare, clients.expired]
        }
        for client in made.compactMap(\.self) { try? await client.shutdown() }
    }

    private static func client(_ identity: WebhookIdentity, _ settings: WebhookClientSettings) -> HTTPClient {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: identity.configuration, redirectConfiguration: .disallow,
            timeout: .init(connect: .milliseconds(Int64(settings.connectMilliseconds))))
        configuration.httpVersion = .http1Only
        // Else a refused certificate is tried again until the deadline.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = settings.connectionsPerHost
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Posts, and reads the answer.
    public func post(_ request: WebhookRequest) async -> Result<WebhookAnswer, PostFailure> {
        for case .answer(let status) in request.faults {
            return .success(WebhookAnswer(status: status, remark: "answered by a fault rule"))
        }
        do {
            try await checkAddress(request.url)
        } catch {
            return .failure(.addressForbidden(error.cause))
        }
        for case .slowConnection(let wait) in request.faults {
            try? await Task.sleep(for: .milliseconds(wait))
        }
        let began = ContinuousClock.now
        do {
            return .success(try await execute(request, began: began))
        } catch is DeadlinePassed {
            return .failure(.noAnswer(milliseconds: settings.answerMilliseconds))
        } catch {
            return .failure(Self.failure(error, settings))
        }
    }

    private func execute(_ request: WebhookRequest, began: ContinuousClock.Instant) async throws -> WebhookAnswer {
        let client = client(for: request.faults)
        let prepared = Self.prepared(request)
        let limit = settings.answerBytes
        let deadline = NIODeadline.now() + .milliseconds(Int64(settings.answerMilliseconds))
        return try await withDeadline(milliseconds: settings.answerMilliseconds) {
            let response = try await client.execute(prepared, deadline: deadline)
            let retryAfter = response.headers.first(name: "Retry-After").flatMap(Int.init)
                .map { min(max($0, 0), 86_400) * 1_000 }
            let status = Int(response.status.code)
            do {
                let body = try await response.body.collect(upTo: limit)
                return WebhookAnswer(
                    status: status, body: Array(body.readableBytesView), retryAfter: retryAfter,
                    milliseconds: Self.milliseconds(since: began))
            } catch is NIOTooManyBytesError {
                return WebhookAnswer(
                    status: status, remark: "the answer's body is longer than \(limit) bytes and was not read",
                    retryAfter: retryAfter, milliseconds: Self.milliseconds(since: began))
            }
        }
    }

    private func client(for faults: [FaultEffect]) -> HTTPClient {
        let shown = faults.first { $0 == .brokenTLS || $0 == .expiredCertificate }
        return clients.withLock { clients in
            if shown == .expiredCertificate, let expiredIdentity {
                return Self.kept(&clients.expired, expiredIdentity, settings)
            }
            if shown != nil {
                let nobody = WebhookIdentity(trustRoots: identity.trustRoots, certificates: [], key: nil)
                return Self.kept(&clients.bare, nobody, settings)
            }
            return Self.kept(&clients.ordinary, identity, settings)
        }
    }

    private static func kept(
        _ place: inout HTTPClient?, _ identity: WebhookIdentity, _ settings: WebhookClientSettings
    ) -> HTTPClient {
        if let client = place { return client }
        let client = client(identity, settings)
        place = client
        return client
    }

    private static func prepared(_ request: WebhookRequest) -> HTTPClientRequest {
        var body = request.body
        var headers = request.headers
        var rate: Int?
        for fault in request.faults {
            switch fault {
            case .wrongSignature: headers = headers.map { ($0.name, spoilt($0.name, $0.value)) }
            case .truncatedBody(let percent): body.removeLast(body.count - body.count * percent / 100)
            case .slowBody(let bytesPerSecond): rate = bytesPerSecond
            default: break
            }
        }
        var prepared = HTTPClientRequest(url: request.url)
        prepared.method = .POST
        prepared.headers = HTTPHeaders(headers.map { ($0.name, $0.value) })
        prepared.headers.replaceOrAdd(name: "Content-Type", value: "application/json")
        if let rate {
            prepared.body = .stream(SlowBytes(bytes: body, perSecond: rate), length: .known(Int64(body.count)))
        } else {
            prepared.body = .bytes(ByteBuffer(bytes: body))
        }
        return prepared
    }

    /// Changes one letter of a signature.
    private static func spoilt(_ name: String, _ value: String) -> String {
        guard name.lowercased() == "x-dip-signature", let first = value.first else { return value }
        return (first == "A" ? "B" : "A") + value.dropFirst()
    }

    /// Before each post: a name of this machine has to be an address of this machine.
    private func checkAddress(_ url: String) async throws(WebhookAddressError) {
        let address = try settings.addresses.check(url)
        guard address.host == "localhost", !settings.addresses.otherHosts.contains("localhost") else { return }
        let port = address.port
        let resolved = try? await NIOThreadPool.singleton.runIfActive {
            try SocketAddress.makeAddressResolvingHost("localhost", port: port)
        }
        let isLoopback =
            switch resolved {
            case .v4(let found): found.host == "127.0.0.1" || (resolved?.ipAddress?.hasPrefix("127.") ?? false)
            case .v6: resolved?.ipAddress == "::1"
            case .unixDomainSocket, nil: false
            }
        guard isLoopback else {
            throw WebhookAddressError(url: url, cause: "localhost is no address of this machine here")
        }
    }

    private static func milliseconds(since began: ContinuousClock.Instant) -> Int {
        let parts = (ContinuousClock.now - began).components
        return Int(parts.seconds) * 1_000 + Int(parts.attoseconds / 1_000_000_000_000_000)
    }

    private static func failure(_ error: any Error, _ settings: WebhookClientSettings) -> PostFailure {
        switch error {
        case let error as HTTPClientError where error == .connectTimeout:
            .noAnswer(milliseconds: settings.connectMilliseconds)
        case let error as HTTPClientError where error == .deadlineExceeded || error == .readTimeout:
            .noAnswer(milliseconds: settings.answerMilliseconds)
        case let error as HTTPClientError where error == .cancelled: .stopped
        case is CancellationError: .stopped
        case is NIOConnectionError: .connectionRefused
        case let error as IOError where error.errnoCode == ECONNREFUSED: .connectionRefused
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: .tlsFailed("\(error)")
        case let error as HTTPClientError: .connectionLost(error.shortDescription)
        default: .connectionLost("\(error)")
        }
    }
}

/// That a deadline passed.
struct DeadlinePassed: Error {}

/// The work's value, or `DeadlinePassed` where it took longer.
func withDeadline<Value: Sendable>(
    milliseconds: Int, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: .milliseconds(milliseconds))
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let value = first else { throw DeadlinePassed() }
        return value
    }
}

/// Bytes that come at a rate, ten pieces a second.
private struct SlowBytes: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    let bytes: [UInt8]
    let perSecond: Int

    struct AsyncIterator: AsyncIteratorProtocol {
        let bytes: [UInt8]
        let piece: Int
        var place = 0

        mutating func next() async throws -> ByteBuffer? {
            guard place < bytes.count else { return nil }
            if place > 0 { try await Task.sleep(for: .milliseconds(100)) }
            let end = Swift.min(place + piece, bytes.count)
            defer { place = end }
            return ByteBuffer(bytes: bytes[place..<end])
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(bytes: bytes, piece: Swift.max(perSecond / 10, 1))
    }
}
