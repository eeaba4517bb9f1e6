public import DIP
public import Kernel
public import Trust

/// Checks and makes signatures with certificates and keys: joins the domain's rules to the cryptography.
///
/// Safe to be used by many requests at once. Certificates that came in headers are read once and kept by the header's text,
/// the last 1,024 of them.
public final class SigningDesk: Sendable {
    private struct Known: Sendable {
        var reading: CertificateReading
        var document: CertificateDocument?
    }

    private let roots: TrustRoots
    private let known: LastUsed<String, Known>
    private let verifier: MessageVerifier

    /// - Parameters:
    ///   - roots: whose certificates are trusted.
    ///   - capacity: how many certificates are kept.
    public init(roots: TrustRoots, capacity: Int = 1_024) {
        self.roots = roots
        known = LastUsed(capacity: capacity)
        verifier = MessageVerifier(capacity: capacity)
    }

    /// A check of signatures with this desk's cryptography.
    /// - Parameter owner: names the party that a certificate's digest belongs to.
    public func check(
        policy: SignaturePolicy = SignaturePolicy(), owner: @escaping @Sendable (String) -> String? = { _ in nil }
    ) -> SignatureCheck {
        SignatureCheck(
            policy: policy,
            tools: SignatureTools(
                hash: { Digests.hash($0, $1) },
                readCertificate: { [self] in look($0)?.reading ?? .refused(.unreadable("it has nothing in it")) },
                verify: { [self] signature, text, header in
                    guard let document = look(header)?.document else { return false }
                    return verifier.verifies(signature, of: text, with: document)
                },
                owner: owner))
    }

    /// The certificate of a header, or nil where there is none in it.
    public func certificate(ofHeader header: String) -> CertificateDocument? { look(header)?.document }

    private func look(_ header: String) -> Known? {
        known.value(for: header) { read(header) }
    }

    private func read(_ text: String) -> Known {
        let header = CertificateHeader(text)
        guard let first = header.certificates.first else {
            return Known(reading: .refused(header.problems.last ?? .unreadable("it has nothing in it")))
        }
        do throws(TrustError) {
            let document = try CertificateDocument(der: first)
            // What cannot be read beside the signer's certificate does not count for its chain.
            let others = header.certificates.dropFirst().compactMap { try? CertificateDocument(der: $0) }
            let trouble = roots.chainTrouble(of: document, others: others)
            let facts = SigningCertificate(
                subject: document.subject, issuer: document.issuer, digest: document.digest,
                notBefore: document.notBefore, notAfter: document.notAfter, key: Self.key(document.key),
                standing: trouble.map { .notTrusted($0.description) } ?? .trusted, problems: header.problems)
            return Known(reading: .certificate(facts), document: document)
        } catch {
            return Known(reading: .refused(.unreadable(error.because)))
        }
    }

    private static func key(_ key: CertificateDocument.Key) -> SigningCertificate.Key {
        switch key {
        case .rsa(_, let modulus, let exponent): .rsa(modulus: modulus, exponent: exponent)
        case .other(let kind): .other(kind)
        }
    }
}

/// A party's key and certificate, ready to sign what goes out.
public struct PartySigner: Sendable {
    private let signer: MessageSigner
    private let pem: String
    public let certificate: CertificateDocument

    /// - Throws: where the key is not RSA or is not the certificate's.
    public init(key: PrivateKey, certificate: CertificateDocument) throws(TrustError) {
        guard key.isKey(of: certificate) else { throw .notAPair(key: "given", certificate: certificate.subject) }
        signer = try MessageSigner(key: key)
        pem = certificate.pem
        self.certificate = certificate
    }

    /// The four headers of a request.
    /// - Parameter url: the full URL that is posted to, in any case.
    public func headers(
        method: String = "POST", url: String, date: Instant, body: [UInt8]
    ) throws(TrustError) -> SignatureHeaders {
        try SignatureHeaders.sign(
            method: method, url: url, date: date, body: body, certificatePEM: pem,
            sha256: { Digests.hash(.sha256, $0) },
            sign: { (bytes: [UInt8]) throws(TrustError) in try signer.signature(of: bytes) })
    }
}
