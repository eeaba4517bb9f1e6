import DIP
import Foundation
import Kernel
import NIOSSL
import Trust

/// The platform's own key and certificate: what it shows in TLS, both ways, and signs with.
struct PlatformCertificates {
    let key: PrivateKey
    let certificate: CertificateDocument
    let expired: CertificateDocument
    let root: CertificateDocument
    /// Of the data folder, for transaction identifiers: the beginning of the root's digest.
    let seed: UInt64

    /// Certificates are made anew at each start, so that they never run out under a server that is restarted; the key is
    /// kept, since making one is slow.
    init(folder: PartyFolder, authority: CertificateAuthority, names: [String], at now: Instant) throws {
        let place = folder.folder.appendingPathComponent("platform", isDirectory: true)
        let file = place.appendingPathComponent("key.pem")
        var generator = SystemRandomNumberGenerator()
        if FileManager.default.fileExists(atPath: file.path) {
            key = try PrivateKey(file: file)
        } else {
            key = try PrivateKey.make(.rsa2048)
            try PrivateFile.makeFolder(place)
            try PrivateFile.write(Array(key.pem.utf8), to: file)
        }
        let hosts =
            CertificateAuthority.Leaf.loopback + names.filter { !CertificateAuthority.Leaf.loopback.contains($0) }
        let leaf = CertificateAuthority.Leaf(
            commonName: "Stand-in for the Data Integration Platform", organisation: nil, hosts: hosts)
        certificate = try authority.issue(leaf, for: key, at: now, using: &generator)
        expired = try authority.issue(leaf.expired(), for: key, at: now, using: &generator)
        root = authority.certificate
        seed = root.digest.utf8.prefix(16).reduce(0) {
            $0 << 4 | UInt64(Character(Unicode.Scalar($1)).hexDigitValue ?? 0)
        }
        try PrivateFile.write(
            Array(certificate.pem.utf8), to: place.appendingPathComponent("certificate.pem"), mode: 0o644)
    }

    private var keyOfTLS: NIOSSLPrivateKey {
        get throws { try NIOSSLPrivateKey(bytes: Array(key.pem.utf8), format: .pem) }
    }

    private static func ofTLS(_ document: CertificateDocument) throws -> NIOSSLCertificate {
        try NIOSSLCertificate(bytes: document.der, format: .der)
    }

    var identity: WebhookIdentity {
        get throws {
            WebhookIdentity(
                trustRoots: [try Self.ofTLS(root)], certificates: [try Self.ofTLS(certificate)], key: try keyOfTLS)
        }
    }

    var expiredIdentity: WebhookIdentity {
        get throws {
            WebhookIdentity(
                trustRoots: [try Self.ofTLS(root)], certificates: [try Self.ofTLS(expired)], key: try keyOfTLS)
        }
    }

    var serverContext: NIOSSLContext { get throws { try context(certificate) } }
    var expiredServerContext: NIOSSLContext { get throws { try context(expired) } }

    /// Asks for the client's certificate in the first handshake and checks that it ends in our root.
    private func context(_ shown: CertificateDocument) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(try Self.ofTLS(shown))], privateKey: .privateKey(try keyOfTLS))
        configuration.minimumTLSVersion = .tlsv12
        configuration.certificateVerification = .noHostnameVerification
        configuration.trustRoots = .certificates([try Self.ofTLS(root)])
        configuration.applicationProtocols = ["http/1.1"]
        return try NIOSSLContext(configuration: configuration)
    }
}
