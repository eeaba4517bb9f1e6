import Crypto
import CryptoExtras
import Foundation
import X509

/// Signs documents with a key of the user's: RSA (PKCS#1 v1.5) or P-256 (ECDSA), over SHA-256, as `openssl dgst` does.
public struct DocumentSigner: Sendable {
    private let key: PrivateKey

    public init(key: PrivateKey) { self.key = key }

    /// The signature of bytes; an ECDSA signature is in DER.
    public func signature(of bytes: [UInt8]) throws(TrustError) -> [UInt8] {
        do {
            return switch key.value {
            case .rsa(let rsa):
                [UInt8](try rsa.signature(for: SHA256.hash(data: bytes), padding: .insecurePKCS1v1_5).rawRepresentation)
            case .p256(let p256): [UInt8](try p256.signature(for: SHA256.hash(data: bytes)).derRepresentation)
            }
        } catch {
            throw .notSigned(cause: "\(error)")
        }
    }

    /// What a reader names the kind of signature by.
    public var algorithm: String { key.isRSA ? "RSA-SHA256" : "ECDSA-P256-SHA256" }
}

/// Checks what `DocumentSigner` signed, with a public key in PEM or a certificate's.
public struct DocumentVerifier: Sendable {
    private enum Key: Sendable {
        case rsa(_RSA.Signing.PublicKey)
        case p256(P256.Signing.PublicKey)
    }

    private let key: Key

    /// The public key of a PEM text: `PUBLIC KEY`, `RSA PUBLIC KEY` or `CERTIFICATE`; a private key's is refused.
    /// - Parameter path: where the text is from, for the error.
    public init(pem: String, path: String) throws(TrustError) {
        if pem.contains("BEGIN CERTIFICATE") {
            let certificate = try CertificateDocument(pem: pem, path: path)
            if let rsa = _RSA.Signing.PublicKey(certificate.parsed.publicKey) {
                key = .rsa(rsa)
            } else if let p256 = P256.Signing.PublicKey(certificate.parsed.publicKey) {
                key = .p256(p256)
            } else {
                throw .notUnderstood(
                    path: path, wanted: "an RSA or P-256 certificate", cause: "its key is another kind")
            }
        } else if let rsa = try? _RSA.Signing.PublicKey(pemRepresentation: pem) {
            key = .rsa(rsa)
        } else if let p256 = try? P256.Signing.PublicKey(pemRepresentation: pem) {
            key = .p256(p256)
        } else {
            throw .notUnderstood(
                path: path, wanted: "a public key or a certificate",
                cause: "it is no RSA or P-256 public key and no certificate in PEM")
        }
    }

    /// True where the signature is of these bytes and was made with the key's other half.
    public func verifies(_ signature: [UInt8], of bytes: [UInt8]) -> Bool {
        switch key {
        case .rsa(let rsa):
            return rsa.keySizeInBits >= 2_048
                && rsa.isValidSignature(
                    _RSA.Signing.RSASignature(rawRepresentation: Data(signature)), for: SHA256.hash(data: bytes),
                    padding: .insecurePKCS1v1_5)
        case .p256(let p256):
            guard let parsed = try? P256.Signing.ECDSASignature(derRepresentation: Data(signature)) else {
                return false
            }
            return p256.isValidSignature(parsed, for: SHA256.hash(data: bytes))
        }
    }
}
