import Crypto
import CryptoExtras
public import Foundation
import SwiftASN1
import X509

/// A private key of a party or of a certificate authority.
public struct PrivateKey: Sendable {
    /// What kind of key it is.
    public enum Kind: String, CaseIterable, Sendable, Codable {
        case rsa2048 = "RSA-2048"
        case rsa3072 = "RSA-3072"
        case rsa4096 = "RSA-4096"
        /// For a certificate authority; the platform's signatures need RSA.
        case p256 = "P-256"
    }

    enum Value: Sendable {
        case rsa(_RSA.Signing.PrivateKey)
        case p256(P256.Signing.PrivateKey)
    }

    let value: Value

    /// Makes a key. An RSA key takes from a tenth of a second to some seconds; its randomness is the library's own, from
    /// the operating system, and cannot be repeated.
    public static func make(_ kind: Kind) throws(TrustError) -> PrivateKey {
        do {
            return switch kind {
            case .rsa2048: PrivateKey(value: .rsa(try .init(keySize: .bits2048)))
            case .rsa3072: PrivateKey(value: .rsa(try .init(keySize: .bits3072)))
            case .rsa4096: PrivateKey(value: .rsa(try .init(keySize: .bits4096)))
            case .p256: PrivateKey(value: .p256(.init()))
            }
        } catch {
            throw .keyNotMade(kind: kind.rawValue, cause: "\(error)")
        }
    }

    private init(value: Value) { self.value = value }

    /// The key of a PEM text: RSA of 2,048 bits or more, or P-256; `PRIVATE KEY`, `RSA PRIVATE KEY`, `EC PRIVATE KEY`.
    /// - Parameter path: where the text is from, for the error.
    public init(pem: String, path: String = "the text given") throws(TrustError) {
        do {
            if let rsa = try? _RSA.Signing.PrivateKey(pemRepresentation: pem) {
                value = .rsa(rsa)
            } else {
                value = .p256(try P256.Signing.PrivateKey(pemRepresentation: pem))
            }
        } catch {
            throw .notUnderstood(
                path: path, wanted: "a private key", cause: "it is no unencrypted RSA or P-256 key in PEM")
        }
    }

    /// Reads a key file.
    /// - Parameter allowsOthers: whether to read it though others than its owner can.
    public init(file: URL, allowsOthers: Bool = false) throws(TrustError) {
        let bytes = try PrivateFile.read(file, allowsOthers: allowsOthers)
        try self.init(pem: String(decoding: bytes, as: UTF8.self), path: file.path)
    }

    /// PKCS#8 in PEM, with LF line ends and one at the end.
    public var pem: String {
        let text =
            switch value {
            case .rsa(let key): key.pkcs8PEMRepresentation
            case .p256(let key): key.pemRepresentation
            }
        return text.hasSuffix("\n") ? text : text + "\n"
    }

    /// Whether it can make the platform's signatures.
    public var isRSA: Bool {
        if case .rsa = value { true } else { false }
    }

    var certificateKey: Certificate.PrivateKey {
        switch value {
        case .rsa(let key): Certificate.PrivateKey(key)
        case .p256(let key): Certificate.PrivateKey(key)
        }
    }

    /// Whether this is the key of a certificate.
    public func isKey(of certificate: CertificateDocument) -> Bool {
        certificateKey.publicKey == certificate.parsed.publicKey
    }
}
