import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle

/// The stand-in's server with nothing behind it: reads a body under mutual TLS and answers 201. What a post costs before
/// anything is checked or kept.
public struct LoadEcho: Sendable {
    private let handshakes: HandshakeState
    private let onReady: @Sendable (Int) async -> Void

    /// PEM files.
    public init(
        certificate: String, key: String, authority: String, onReady: @escaping @Sendable (Int) async -> Void
    ) throws {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
        configuration.certificateVerification = .noHostnameVerification
        configuration.trustRoots = .file(authority)
        handshakes = HandshakeState(context: try NIOSSLContext(configuration: configuration))
        self.onReady = onReady
    }

    /// Serves on loopback until the task is cancelled.
    public func serve() async throws {
        let (handshakes, onReady) = (handshakes, onReady)
        let application = Application(
            responder: EchoResponder(),
            server: HTTPServerBuilder { responder in
                StandInChannel(base: HTTP1Channel(responder: responder), handshakes: handshakes)
            },
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0), serverName: nil),
            onServerRunning: { channel in await onReady(channel.localAddress?.port ?? 0) },
            logger: Logger(label: "echo") { _ in SwiftLogNoOpLogHandler() })
        try await ServiceGroup(
            services: [application], logger: Logger(label: "echo") { _ in SwiftLogNoOpLogHandler() }
        ).run()
    }
}

private struct EchoResponder: HTTPResponder {
    typealias Context = StandInContext

    func respond(to request: Request, context: StandInContext) async throws -> Response {
        var bytes = 0
        for try await part in request.body { bytes += part.readableBytes }
        return Response(status: .created, body: ResponseBody(byteBuffer: ByteBuffer(string: "\(bytes)")))
    }
}
