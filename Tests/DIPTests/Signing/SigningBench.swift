import Crypto
import CryptoExtras
import DIP
import Foundation
import Kernel

/// A sender with a real RSA key, whose certificate is only told of.
struct SigningBench: Sendable {
    static let shared = SigningBench()

    let key: _RSA.Signing.PrivateKey
    let otherKey: _RSA.Signing.PrivateKey

    private init() {
        do {
            key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
            otherKey = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        } catch {
            preconditionFailure("no RSA key can be made: \(error)")
        }
    }

    static let now = Instant(milliseconds: 1_749_720_615_123)  // 2025-06-12T09:30:15.123Z
    static let date = "2025-06-12T09:30:15.123Z"
    static let url = "https://localhost:8443/dip-channel/IF-021"
    static let lowered = "https://localhost:8443/dip-channel/if-021"
    static let body = Array(#"[{"payload":{"CommonBlock":{"S0":{"interfaceID":"IF-021"}},"Name":"Zoë"}}]"#.utf8)
    static let certificateHeader = "Q0VSVElGSUNBVEU="
    static let party = SigningParty(name: "2300481261 (SUP ABCD)", certificateDigest: "ab12")

    static func hash(_ algorithm: DigestAlgorithm, _ bytes: [UInt8]) -> [UInt8] {
        switch algorithm {
        case .md5: Array(Insecure.MD5.hash(data: bytes))
        case .sha1: Array(Insecure.SHA1.hash(data: bytes))
        case .sha256: Array(SHA256.hash(data: bytes))
        case .sha384: Array(SHA384.hash(data: bytes))
        case .sha512: Array(SHA512.hash(data: bytes))
        }
    }

    /// Foundation's base64 of the SHA-256, independent of the product's own.
    static func contentHash(_ body: [UInt8]) -> String {
        Data(SHA256.hash(data: body)).base64EncodedString()
    }

    var certificate: SigningCertificate {
        get throws {
            let numbers = try key.publicKey.getKeyPrimitives()
            return SigningCertificate(
                subject: "CN=2300481261,O=ABCD", issuer: "CN=root", digest: "ab12",
                notBefore: Self.now.later(milliseconds: -86_400_000),
                notAfter: Self.now.later(milliseconds: 86_400_000),
                key: .rsa(modulus: [UInt8](numbers.modulus), exponent: [UInt8](numbers.publicExponent)),
                standing: .trusted)
        }
    }

    func tools(
        owner: @escaping @Sendable (String) -> String? = { _ in nil },
        _ change: (inout SigningCertificate) -> Void = { _ in }
    ) throws -> SignatureTools {
        var certificate = try certificate
        change(&certificate)
        let reading = CertificateReading.certificate(certificate)
        let publicKey = key.publicKey
        return SignatureTools(
            hash: Self.hash,
            readCertificate: { $0 == Self.certificateHeader ? reading : .refused(.unreadable("it is another")) },
            verify: { signature, text, _ in
                publicKey.isValidSignature(
                    _RSA.Signing.RSASignature(rawRepresentation: signature), for: SHA256.hash(data: text),
                    padding: .insecurePKCS1v1_5)
            },
            owner: owner)
    }

    /// Signs right: PKCS#1 v1.5 with SHA-256.
    func sign(_ text: String) throws -> String { try sign(Array(text.utf8)) }

    func sign(_ bytes: [UInt8], with other: _RSA.Signing.PrivateKey? = nil) throws -> String {
        try (other ?? key).signature(for: SHA256.hash(data: bytes), padding: .insecurePKCS1v1_5).rawRepresentation
            .base64EncodedString()
    }

    /// The four parts of a request as the sender sees them.
    struct Parts {
        var method = "POST"
        var url = SigningBench.lowered
        var date = SigningBench.date
        var hash = SigningBench.contentHash(SigningBench.body)

        var text: String { "\(method);\(url);\(date);\(hash)" }
    }

    /// A request whose signature is over the text that `text` makes, and whose headers are those of `parts`.
    func request(
        _ parts: Parts = Parts(), url: String = Self.url, body: [UInt8] = Self.body, signing text: String? = nil
    ) throws -> ReceivedRequest {
        Self.request(parts, url: url, body: body, signature: try sign(text ?? parts.text))
    }

    static func request(
        _ parts: Parts = Parts(), url: String = Self.url, body: [UInt8] = Self.body, signature: String
    ) -> ReceivedRequest {
        ReceivedRequest(
            method: "POST", url: url,
            headers: [
                HeaderField(name: "X-DIP-Content-Hash", value: parts.hash),
                HeaderField(name: "x-dip-signature-date", value: parts.date),
                HeaderField(name: "X-DIP-SIGNATURE", value: signature),
                HeaderField(name: "X-DIP-Signature-Certificate", value: certificateHeader),
            ], body: body)
    }

    func check(
        _ request: ReceivedRequest, policy: SignaturePolicy = SignaturePolicy(), at now: Instant = Self.now,
        party: SigningParty? = Self.party, _ change: (inout SigningCertificate) -> Void = { _ in }
    ) throws -> SignatureDiagnosis {
        try SignatureCheck(policy: policy, tools: tools(change)).check(request, party: party, at: now)
    }
}
