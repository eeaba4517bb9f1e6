public import Kernel

/// What is known of the certificate that came with a signature.
public struct SigningCertificate: Hashable, Sendable {
    /// How it stands towards the certificate authorities that are trusted.
    public enum Standing: Hashable, Sendable {
        /// Its chain ends in a trusted root.
        case trusted
        /// It does not; why, in words.
        case notTrusted(String)
    }

    /// RSA as the signature needs it, or the name of another kind of key.
    public enum Key: Hashable, Sendable {
        /// Both most significant byte first.
        case rsa(modulus: [UInt8], exponent: [UInt8])
        case other(String)
    }

    /// `CN=2212345678,O=ABCD`
    public var subject: String
    public var issuer: String
    /// SHA-256 of the DER bytes, lower-case hexadecimal.
    public var digest: String
    public var notBefore: Instant
    /// Included.
    public var notAfter: Instant
    public var key: Key
    public var standing: Standing
    /// What is wrong with the form of the header; it was read all the same.
    public var problems: [CertificateHeaderProblem]

    public init(
        subject: String, issuer: String, digest: String, notBefore: Instant, notAfter: Instant, key: Key,
        standing: Standing, problems: [CertificateHeaderProblem] = []
    ) {
        self.subject = subject
        self.issuer = issuer
        self.digest = digest
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.key = key
        self.standing = standing
        self.problems = problems
    }
}

/// What may be wrong with the header `X-DIP-Signature-Certificate`.
public enum CertificateHeaderProblem: Hashable, Sendable {
    /// The PEM text itself stands in the header, without base64 round it.
    case bareText
    /// The PEM text, percent-encoded.
    case percentEncoded
    /// Base64 of the DER bytes: the lines between BEGIN and END without them.
    case der
    /// Base64 of base64.
    case encodedTwice
    /// The PEM text has CRLF line ends.
    case carriageReturns
    /// A private key came with it.
    case privateKey
    /// A public key, or a request for a certificate, in place of a certificate.
    case otherContents(String)
    /// Not readable at all; why.
    case unreadable(String)
}

/// What reading the header gave.
public enum CertificateReading: Hashable, Sendable {
    case certificate(SigningCertificate)
    /// No certificate could be found in it.
    case refused(CertificateHeaderProblem)
}

/// Who is expected to have signed: found by the API key.
public struct SigningParty: Hashable, Sendable {
    /// For sentences: `2212345678 (SUP ABCD)`.
    public var name: String
    /// SHA-256 of the certificate's DER bytes, lower-case hexadecimal.
    public var certificateDigest: String

    public init(name: String, certificateDigest: String) {
        self.name = name
        self.certificateDigest = certificateDigest
    }
}

/// The cryptography that a check needs, handed in.
public struct SignatureTools: Sendable {
    /// The digest of bytes.
    public var hash: @Sendable (DigestAlgorithm, [UInt8]) -> [UInt8]
    /// Reads the certificate's header and judges its chain (not its dates).
    public var readCertificate: @Sendable (String) -> CertificateReading
    /// Whether a PKCS#1 v1.5 SHA-256 signature over these bytes was made with the key of the certificate read from this
    /// header.
    public var verify: @Sendable (_ signature: [UInt8], _ text: [UInt8], _ header: String) -> Bool
    /// The name of the party that a certificate with this digest belongs to; nil where none is known.
    public var owner: @Sendable (_ digest: String) -> String?

    public init(
        hash: @escaping @Sendable (DigestAlgorithm, [UInt8]) -> [UInt8],
        readCertificate: @escaping @Sendable (String) -> CertificateReading,
        verify: @escaping @Sendable (_ signature: [UInt8], _ text: [UInt8], _ header: String) -> Bool,
        owner: @escaping @Sendable (_ digest: String) -> String? = { _ in nil }
    ) {
        self.hash = hash
        self.readCertificate = readCertificate
        self.verify = verify
        self.owner = owner
    }
}
