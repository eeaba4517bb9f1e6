import DIP
import Hummingbird
import NIOCore
import NIOSSL
import Synchronization

/// A request's context: the connection, and who is at its other end.
struct StandInContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    private let channel: any NIOCore.Channel
    private let peer: Peer

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
        peer = Peer.current ?? Peer()
    }

    /// SHA-256, in hexadecimal, of the certificate that the client showed and that TLS verified; nil where it showed none.
    func certificateDigest() async -> String? { await peer.certificateDigest(over: channel) }
}

/// The other end of a connection. Its certificate is the handshake's and stays for as long as the connection, so it is
/// read once, and not again for each request: that would be a turn of the event loop and a digest.
final class Peer: Sendable {
    /// The one whose connection the current task serves.
    @TaskLocal static var current: Peer?

    /// Nil until it was asked for; then what was found, which may be nothing.
    private let found = Mutex<String??>(nil)

    func certificateDigest(over channel: any NIOCore.Channel) async -> String? {
        if let digest = found.withLock({ $0 }) { return digest }
        let certificate = try? await channel.nioSSL_peerCertificate().get()
        let digest = (try? certificate?.toDERBytes()).map { Hexadecimal.encode(Digests.hash(.sha256, $0)) }
        found.withLock { $0 = .some(digest) }
        return digest
    }
}
