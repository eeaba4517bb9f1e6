import Crypto
import CryptoExtras
public import Foundation
import Glibc
public import Kernel
import SwiftASN1
import X509

/// A certificate, with what people ask of it.
public struct CertificateDocument: Sendable, Hashable {
    let parsed: Certificate
    /// As it was signed.
    public let der: [UInt8]
    /// PEM with lines of 64 characters, LF line ends and one at the end.
    public let pem: String
    /// SHA-256 of the DER bytes, lower-case hexadecimal.
    public let digest: String
    /// Lower-case hexadecimal, without leading zeros.
    public let serial: String
    /// `CN=2212345678,O=ABCD`, as RFC 4514 prints it.
    public let subject: String
    public let issuer: String
    public let notBefore: Instant
    /// The last second of its validity.
    public let notAfter: Instant

    /// The public key, as far as the platform's signatures are concerned.
    public enum Key: Sendable, Hashable {
        /// Both most significant byte first.
        case rsa(bits: Int, modulus: [UInt8], exponent: [UInt8])
        case other(String)
    }

    /// The certificate of DER bytes.
    /// - Parameter path: where they are from, for the error.
    public init(der: [UInt8], path: String = "the bytes given") throws(TrustError) {
        do {
            self.init(parsed: try Certificate(derEncoded: der), der: der)
        } catch {
            throw .notUnderstood(path: path, wanted: "a certificate", cause: "it is no X.509 certificate: \(error)")
        }
    }

    /// The first certificate of a PEM text, in which other blocks and words may stand.
    /// - Parameter path: where it is from, for the error.
    public init(pem: String, path: String = "the text given") throws(TrustError) {
        guard let first = try Self.all(inPEM: pem, path: path).first else {
            throw .notUnderstood(path: path, wanted: "a certificate", cause: "it has no BEGIN CERTIFICATE line")
        }
        self = first
    }

    /// Reads a PEM file. A certificate is no secret, so its mode does not matter.
    public init(file: URL) throws(TrustError) {
        let bytes = try PrivateFile.read(file, allowsOthers: true)
        try self.init(pem: String(decoding: bytes, as: UTF8.self), path: file.path)
    }

    /// Every certificate of a PEM text, in order.
    public static func all(
        inPEM text: String, path: String = "the text given"
    ) throws(TrustError) -> [CertificateDocument] {
        let documents: [PEMDocument]
        do {
            documents = try PEMDocument.parseMultiple(pemString: text.filter { $0 != "\r" })
        } catch {
            throw .notUnderstood(path: path, wanted: "a certificate", cause: "it is no PEM text: \(error)")
        }
        var out: [CertificateDocument] = []
        for document in documents where document.discriminator == Certificate.defaultPEMDiscriminator {
            out.append(try CertificateDocument(der: document.derBytes, path: path))
        }
        return out
    }

    init(parsed: Certificate, der: [UInt8]) {
        self.parsed = parsed
        self.der = der
        pem = PEMDocument(type: Certificate.defaultPEMDiscriminator, derBytes: der).pemString + "\n"
        digest = Self.hexadecimal(SHA256.hash(data: der))
        serial = Self.hexadecimal(parsed.serialNumber.bytes.drop { $0 == 0 })
        subject = parsed.subject.description
        issuer = parsed.issuer.description
        notBefore = Instant(milliseconds: Int64(parsed.notValidBefore.timeIntervalSince1970) * 1_000)
        notAfter = Instant(milliseconds: Int64(parsed.notValidAfter.timeIntervalSince1970) * 1_000)
    }

    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The kind of its key; for RSA of 2,048 bits or more the numbers.
    public var key: Key {
        guard let rsa = _RSA.Signing.PublicKey(parsed.publicKey) else { return .other("\(parsed.publicKey)") }
        guard rsa.keySizeInBits >= 2_048, let numbers = try? rsa.getKeyPrimitives() else {
            return .other("RSA with \(rsa.keySizeInBits) bits")
        }
        return .rsa(
            bits: rsa.keySizeInBits, modulus: [UInt8](numbers.modulus), exponent: [UInt8](numbers.publicExponent))
    }

    /// The names and addresses it is made out for, as `DNS:localhost`, `IP:127.0.0.1`, `URI:urn:…`.
    public var names: [String] {
        guard let list = try? parsed.extensions.subjectAlternativeNames else { return [] }
        return list.map { name in
            switch name {
            case .dnsName(let name): "DNS:" + name
            case .uniformResourceIdentifier(let name): "URI:" + name
            case .ipAddress(let bytes): "IP:" + IPAddress.text(Array(bytes.bytes))
            default: "\(name)"
            }
        }
    }

    /// Whether it may sign other certificates.
    public var isAuthority: Bool {
        guard case .isCertificateAuthority? = try? parsed.extensions.basicConstraints else { return false }
        return (try? parsed.extensions.keyUsage)?.keyCertSign ?? true
    }

    /// The value of the header `X-DIP-Signature-Certificate`: base64 of the PEM text.
    public var headerValue: String { Data(pem.utf8).base64EncodedString() }

    public static func == (left: CertificateDocument, right: CertificateDocument) -> Bool { left.der == right.der }
    public func hash(into hasher: inout Hasher) { hasher.combine(der) }
}

/// Addresses as certificates write them.
enum IPAddress {
    /// The bytes of an address in text, 4 or 16; nil where it is none.
    static func bytes(_ text: String) -> [UInt8]? {
        let plain = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
        var four = in_addr()
        if inet_pton(AF_INET, plain, &four) == 1 { return withUnsafeBytes(of: &four) { Array($0) } }
        var sixteen = in6_addr()
        if inet_pton(AF_INET6, plain, &sixteen) == 1 { return withUnsafeBytes(of: &sixteen) { Array($0) } }
        return nil
    }

    /// `127.0.0.1`, or eight groups joined by colons.
    static func text(_ bytes: [UInt8]) -> String {
        if bytes.count == 4 { return bytes.map { String($0) }.joined(separator: ".") }
        guard bytes.count == 16 else { return CertificateDocument.hexadecimal(bytes) }
        return stride(from: 0, to: 16, by: 2)
            .map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }.joined(separator: ":")
    }
}
