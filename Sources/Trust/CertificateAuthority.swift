import Crypto
import Foundation
import Glibc
public import Kernel
import SwiftASN1
import X509

/// A certificate authority of one's own: made at first start, kept as two PEM files, issuing certificates to parties and
/// to the server.
public struct CertificateAuthority: Sendable {
    /// What the root says and how long it holds.
    public struct Settings: Hashable, Sendable {
        public var commonName: String
        public var organisation: String
        public var key: PrivateKey.Kind
        public var validityDays: Int

        public init(
            commonName: String = "Changeover stand-in root", organisation: String = "Changeover",
            key: PrivateKey.Kind = .p256, validityDays: Int = 3_650
        ) {
            self.commonName = commonName
            self.organisation = organisation
            self.key = key
            self.validityDays = validityDays
        }
    }

    /// What a certificate is made out for.
    public struct Leaf: Hashable, Sendable {
        /// Up to 64 characters; a DIP ID for a party.
        public var commonName: String
        /// The MPID for a party.
        public var organisation: String?
        /// Host names and addresses; addresses become addresses.
        public var hosts: [String]
        public var uris: [String]
        /// Begins so long before now, so that a clock that is a little behind accepts it.
        public var beginsBeforeSeconds: Int64
        public var validityDays: Int

        public init(
            commonName: String, organisation: String? = nil, hosts: [String] = Self.loopback, uris: [String] = [],
            beginsBeforeSeconds: Int64 = 300, validityDays: Int = 365
        ) {
            self.commonName = commonName
            self.organisation = organisation
            self.hosts = hosts
            self.uris = uris
            self.beginsBeforeSeconds = beginsBeforeSeconds
            self.validityDays = validityDays
        }

        /// This machine under its usual names.
        public static let loopback = ["localhost", "127.0.0.1", "::1"]

        /// The same, made out for a time that is over: valid for a day, ended so many seconds ago. For tests of refusal.
        public func expired(sinceSeconds seconds: Int64 = 3_600) -> Leaf {
            var copy = self
            copy.validityDays = 1
            copy.beginsBeforeSeconds = 86_400 + seconds
            return copy
        }
    }

    public let certificate: CertificateDocument
    public let key: PrivateKey

    static let certificateFile = "root.pem"
    static let keyFile = "root-key.pem"

    /// Takes a root and its key into use.
    /// - Throws: where they are not a pair, or the certificate may not issue others.
    public init(certificate: CertificateDocument, key: PrivateKey, path: String = "the root given") throws(TrustError) {
        guard key.isKey(of: certificate) else { throw .notAPair(key: "beside it", certificate: path) }
        guard certificate.isAuthority else {
            throw .notUnderstood(
                path: path, wanted: "a root certificate", cause: "\(certificate.subject) may not issue certificates")
        }
        self.certificate = certificate
        self.key = key
    }

    /// Makes a new authority with a key that was made before.
    /// - Parameter generator: gives the 16 bytes of its serial number.
    public static func make(
        _ settings: Settings = Settings(), key: PrivateKey, at now: Instant,
        using generator: inout some RandomNumberGenerator
    ) throws(TrustError) -> CertificateAuthority {
        do {
            let name = try DistinguishedName {
                CommonName(settings.commonName)
                OrganizationName(settings.organisation)
            }
            let identifier = SubjectKeyIdentifier(hash: key.certificateKey.publicKey)
            let extensions = try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                identifier
            }
            let parsed = try Certificate(
                version: .v3, serialNumber: serial(&generator), publicKey: key.certificateKey.publicKey,
                notValidBefore: date(now.later(milliseconds: -300_000)),
                notValidAfter: date(now.later(milliseconds: Int64(settings.validityDays) * 86_400_000)), issuer: name,
                subject: name, extensions: extensions, issuerPrivateKey: key.certificateKey)
            return try CertificateAuthority(certificate: document(parsed), key: key)
        } catch {
            throw .notIssued(subject: settings.commonName, cause: "\(error)")
        }
    }

    /// Issues a certificate for the public half of a key.
    ///
    /// One certificate serves as a signature's, as a client's and as a server's: key usage is digital signature and key
    /// encipherment, extended key usage both client and server authentication.
    /// - Parameter generator: gives the 16 bytes of its serial number.
    public func issue(
        _ leaf: Leaf, for key: PrivateKey, at now: Instant, using generator: inout some RandomNumberGenerator
    ) throws(TrustError) -> CertificateDocument {
        do {
            let subject = try DistinguishedName {
                CommonName(leaf.commonName)
                if let organisation = leaf.organisation { OrganizationName(organisation) }
            }
            let begins = now.later(milliseconds: -leaf.beginsBeforeSeconds * 1_000)
            let ends = leaf.beginsBeforeSeconds > 86_400 ? begins : now
            let names = leaf.hosts.map(Self.name) + leaf.uris.map { GeneralName.uniformResourceIdentifier($0) }
            let extensions = try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true, keyEncipherment: key.isRSA))
                try ExtendedKeyUsage([.clientAuth, .serverAuth])
                SubjectKeyIdentifier(hash: key.certificateKey.publicKey)
                AuthorityKeyIdentifier(
                    keyIdentifier: try certificate.parsed.extensions.subjectKeyIdentifier?.keyIdentifier)
                if !names.isEmpty { SubjectAlternativeNames(names) }
            }
            let parsed = try Certificate(
                version: .v3, serialNumber: Self.serial(&generator), publicKey: key.certificateKey.publicKey,
                notValidBefore: Self.date(begins),
                notValidAfter: Self.date(ends.later(milliseconds: Int64(leaf.validityDays) * 86_400_000)),
                issuer: certificate.parsed.subject, subject: subject, extensions: extensions,
                issuerPrivateKey: self.key.certificateKey)
            return try Self.document(parsed)
        } catch {
            throw .notIssued(subject: leaf.commonName, cause: "\(error)")
        }
    }

    private static func name(_ host: String) -> GeneralName {
        IPAddress.bytes(host).map { .ipAddress(ASN1OctetString(contentBytes: $0[...])) } ?? .dnsName(host)
    }

    /// Sixteen bytes, positive and without a leading zero byte, which RFC 5280 section 4.1.2.2 allows (up to 20).
    private static func serial(_ generator: inout some RandomNumberGenerator) -> Certificate.SerialNumber {
        var bytes = RandomBytes.make(16, using: &generator)
        bytes[0] = bytes[0] & 0x7F | 0x40
        return Certificate.SerialNumber(bytes: bytes)
    }

    private static func date(_ instant: Instant) -> Date {
        Date(timeIntervalSince1970: (Double(instant.milliseconds) / 1_000).rounded(.down))
    }

    private static func document(_ parsed: Certificate) throws -> CertificateDocument {
        var serializer = DER.Serializer()
        try serializer.serialize(parsed)
        return CertificateDocument(parsed: parsed, der: serializer.serializedBytes)
    }
}

/// Random bytes from a source that is handed in.
public enum RandomBytes {
    /// So many bytes.
    public static func make(_ count: Int, using generator: inout some RandomNumberGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
