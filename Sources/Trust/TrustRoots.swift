public import Kernel
import X509

/// The certificate authorities that are trusted, and what they say of a certificate.
public struct TrustRoots: Sendable {
    /// Certificates from the signer's to the root's, at most.
    public static let longestChain = 5

    public let roots: [CertificateDocument]

    public init(_ roots: [CertificateDocument]) { self.roots = roots }

    /// One thing that is wrong with a certificate.
    public enum Trouble: Hashable, Sendable, CustomStringConvertible {
        case expired(at: Instant)
        case notYetValid(from: Instant)
        /// No certificate of its issuer is known.
        case otherIssuer(String)
        /// It names a known issuer whose key did not sign it.
        case forged(issuer: String)
        /// It was signed with a certificate that may not issue others, or only nearer ones.
        case issuedByOther(String)

        public var description: String {
            switch self {
            case .expired(let at): "expired at \(at)"
            case .notYetValid(let from): "is valid only from \(from)"
            case .otherIssuer(let issuer): "was issued by \(issuer), which is not trusted here"
            case .forged(let issuer): "names \(issuer) as its issuer, but the key of that certificate did not sign it"
            case .issuedByOther(let issuer): "was issued with \(issuer), which may not issue it"
            }
        }
    }

    /// Whether the chain of a certificate ends in a trusted root, whatever the dates; nil where it does.
    ///
    /// Each link: issuer's name, signature, basic constraints with path length, key usage. The platform's own chain has two
    /// links; certificate policies and name constraints are not looked at.
    /// - Parameter others: certificates that came with it and may stand between.
    public func chainTrouble(
        of certificate: CertificateDocument, others: [CertificateDocument] = []
    ) -> Trouble? {
        if roots.contains(certificate) { return nil }
        var current = certificate
        for depth in 0..<(Self.longestChain - 1) {
            let issuers = roots.filter { $0.parsed.subject == current.parsed.issuer }
            let signers = issuers.filter { Self.signed($0, current) }
            if let root = signers.first {
                return Self.mayIssue(root, depth: depth) ? nil : .issuedByOther(root.subject)
            }
            if let issuer = issuers.first { return .forged(issuer: issuer.subject) }
            let between = others.first { $0.parsed.subject == current.parsed.issuer && $0 != current }
            guard let between else { return .otherIssuer(current.issuer) }
            guard Self.signed(between, current) else { return .forged(issuer: between.subject) }
            guard Self.mayIssue(between, depth: depth) else { return .issuedByOther(between.subject) }
            current = between
        }
        return .otherIssuer(current.issuer)
    }

    /// All that is wrong with a certificate at an instant: its chain, its own dates.
    public func troubles(
        of certificate: CertificateDocument, others: [CertificateDocument] = [], at now: Instant
    ) -> [Trouble] {
        var out = [chainTrouble(of: certificate, others: others)].compactMap { $0 }
        if now > certificate.notAfter { out.append(.expired(at: certificate.notAfter)) }
        if now < certificate.notBefore { out.append(.notYetValid(from: certificate.notBefore)) }
        return out
    }

    private static func signed(_ issuer: CertificateDocument, _ certificate: CertificateDocument) -> Bool {
        issuer.parsed.publicKey.isValidSignature(certificate.parsed.signature, for: certificate.parsed)
    }

    private static func mayIssue(_ issuer: CertificateDocument, depth: Int) -> Bool {
        guard issuer.isAuthority else { return false }
        guard case .isCertificateAuthority(maxPathLength: let limit)? = try? issuer.parsed.extensions.basicConstraints
        else { return false }
        return limit.map { depth <= $0 } ?? true
    }
}
