import Crypto
import CryptoExtras
import Foundation
import X509

/// Signs with a party's key: RSA, PKCS#1 v1.5, SHA-256.
public struct MessageSigner: Sendable {
    private let key: _RSA.Signing.PrivateKey

    /// - Throws: where the key is not RSA.
    public init(key: PrivateKey) throws(TrustError) {
        guard case .rsa(let rsa) = key.value else {
            throw .notSigned(cause: "the key is P-256, and signatures need RSA")
        }
        self.key = rsa
    }

    /// The signature of bytes, as many bytes as the key's modulus has.
    public func signature(of bytes: [UInt8]) throws(TrustError) -> [UInt8] {
        do {
            return [UInt8](
                try key.signature(for: SHA256.hash(data: bytes), padding: .insecurePKCS1v1_5).rawRepresentation)
        } catch {
            throw .notSigned(cause: "\(error)")
        }
    }

    /// Base64 of the signature of a text in UTF-8.
    public func signature(of text: String) throws(TrustError) -> String {
        Data(try signature(of: Array(text.utf8))).base64EncodedString()
    }
}

/// Verifies signatures with the keys of certificates, keeping the keys that it met last.
///
/// Safe to be used by many threads at once.
public final class MessageVerifier: Sendable {
    private let keys: LastUsed<String, _RSA.Signing.PublicKey>

    /// - Parameter capacity: how many keys are kept.
    public init(capacity: Int = 1_024) { keys = LastUsed(capacity: capacity) }

    /// Whether a signature over these bytes was made with the key of a certificate: RSA, PKCS#1 v1.5, SHA-256.
    public func verifies(_ signature: [UInt8], of bytes: [UInt8], with certificate: CertificateDocument) -> Bool {
        let known = keys.value(for: certificate.digest) { _RSA.Signing.PublicKey(certificate.parsed.publicKey) }
        guard let known, known.keySizeInBits >= 2_048 else { return false }
        return known.isValidSignature(
            _RSA.Signing.RSASignature(rawRepresentation: signature), for: SHA256.hash(data: bytes),
            padding: .insecurePKCS1v1_5)
    }

    /// How many keys are kept now.
    public var keptKeys: Int { keys.count }
}
