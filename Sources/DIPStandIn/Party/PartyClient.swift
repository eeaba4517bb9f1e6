import AsyncHTTPClient
public import DIP
import Foundation
public import Kernel
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import NIOSSL

/// What a party got for a request.
public struct PartyAnswer: Sendable {
    public var status: Int
    public var body: [UInt8]
    public var fields: [HeaderField]
}

/// Speaks to the platform as one party: its certificate in the handshake, its API key, its signature.
public final class PartyClient: Sendable {
    private let client: HTTPClient
    private let signer: PartySigner
    private let apiKey: String
    /// `https://127.0.0.1:8443`, without a slash at its end.
    public let address: String

    /// The largest answer read, bytes: a replay of a version without pages is the largest there is.
    private static let longestAnswer = 64 << 20

    /// - Parameters:
    ///   - credentials: of the party.
    ///   - authority: the root that the platform's certificate must end in, PEM file.
    public init(credentials: PartyFolder.Credentials, authority: String, address: String) throws {
        self.address = address.hasSuffix("/") ? String(address.dropLast()) : address
        apiKey = credentials.apiKey
        signer = try PartySigner(key: credentials.key, certificate: credentials.certificate)
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.certificateChain = try NIOSSLCertificate.fromPEMFile(credentials.files.certificate.path)
            .map { .certificate($0) }
        tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: credentials.files.key.path, format: .pem))
        tls.trustRoots = .file(authority)
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(connect: .seconds(5), read: .seconds(60))
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.decompression = .disabled
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Ends the connections; a client must be closed before it is let go.
    public func close() async throws { try await client.shutdown() }

    /// Signs and sends a request, and reads the answer whole.
    public func send(method: String = "POST", path: String, body: [UInt8], at: Instant) async throws -> PartyAnswer {
        let url = address + path
        let headers = try signer.headers(method: method, url: url, date: at, body: body)
        var request = HTTPClientRequest(url: url)
        request.method = HTTPMethod(rawValue: method)
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "X-API-Key", value: apiKey)
        for field in headers.fields { request.headers.add(name: field.name, value: field.value) }
        if !body.isEmpty { request.body = .bytes(ByteBuffer(bytes: body)) }
        let response = try await client.execute(request, timeout: .seconds(120))
        let answer = try await response.body.collect(upTo: Self.longestAnswer)
        return PartyAnswer(
            status: Int(response.status.code), body: Array(answer.readableBytesView),
            fields: response.headers.map { HeaderField(name: $0.name, value: $0.value) })
    }
}
