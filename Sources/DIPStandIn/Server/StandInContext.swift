import Hummingbird
import NIOCore
import NIOSSL

/// A request's context: the connection, so that the client's certificate can be asked for.
struct StandInContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// DER bytes of the certificate that the client showed and that TLS verified; nil where it showed none.
    func peerCertificate() async -> [UInt8]? {
        let certificate = try? await channel.nioSSL_peerCertificate().get()
        return try? certificate?.toDERBytes()
    }
}
