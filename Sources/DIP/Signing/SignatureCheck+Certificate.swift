import Kernel

extension SignatureCheck {
    /// Reads and judges the certificate of a header.
    func readCertificate(
        _ header: String, party: SigningParty?, at now: Instant
    ) -> (certificate: SigningCertificate?, faults: [SignatureFault]) {
        switch tools.readCertificate(header) {
        case .refused(let problem): return (nil, [fault(of: problem)])
        case .certificate(let certificate):
            return (certificate, certificate.problems.map(fault) + judge(certificate, party: party, at: now))
        }
    }

    private func judge(
        _ certificate: SigningCertificate, party: SigningParty?, at now: Instant
    ) -> [SignatureFault] {
        var faults: [SignatureFault] = []
        let name = "the certificate \(Printable.text(certificate.subject, limit: 120))"
        if case .other(let kind) = certificate.key {
            faults.append(
                SignatureFault(
                    .certificateKeyKind,
                    "\(name) has a key of kind \(kind); signatures are made with RSA of 2048 bits or more"
                ))
        }
        if let party, party.certificateDigest != certificate.digest {
            let owner = tools.owner(certificate.digest).map { "belongs to \($0)" } ?? "is not enrolled"
            faults.append(
                SignatureFault(
                    .certificateOfAnother,
                    "the API key is that of \(party.name), and \(name) \(owner): send a party's own key and certificate together"
                ))
        }
        if now > certificate.notAfter {
            faults.append(
                SignatureFault(.certificateExpired, "\(name) expired at \(certificate.notAfter), and it is \(now)"))
        }
        if now < certificate.notBefore {
            faults.append(
                SignatureFault(
                    .certificateNotYetValid, "\(name) is valid from \(certificate.notBefore), and it is \(now)"))
        }
        if case .notTrusted(let why) = certificate.standing {
            faults.append(
                SignatureFault(.certificateOtherIssuer, "\(name) \(why)", refuses: policy.requiresTrustedIssuer))
        }
        return faults
    }

    private func fault(of problem: CertificateHeaderProblem) -> SignatureFault {
        let header = SignatureHeaders.Name.certificate
        let advice = "send the base64 of the whole PEM text"
        switch problem {
        case .bareText:
            return SignatureFault(.certificateNotWrapped, "\(header) has the PEM text itself; \(advice)")
        case .percentEncoded:
            return SignatureFault(.certificateNotWrapped, "\(header) has the PEM text percent-encoded; \(advice)")
        case .der:
            return SignatureFault(
                .certificateDER,
                "\(header) has the base64 of the certificate's DER bytes; \(advice), with its BEGIN and END lines")
        case .encodedTwice:
            return SignatureFault(.certificateEncodedTwice, "\(header) was put into base64 twice; once is right")
        case .carriageReturns:
            return SignatureFault(
                .certificateCarriageReturns,
                "the PEM text in \(header) has CRLF line ends; take the carriage returns out before it is encoded",
                refuses: !policy.acceptsCarriageReturns)
        case .privateKey:
            return SignatureFault(
                .certificatePrivateKey,
                "\(header) carries a private key: send the certificate alone, and treat the key as disclosed")
        case .otherContents(let what):
            return SignatureFault(.certificateUnreadable, "\(header) has \(what) in place of a certificate")
        case .unreadable(let why):
            return SignatureFault(.certificateUnreadable, "\(header) cannot be read: \(why); \(advice)")
        }
    }
}
