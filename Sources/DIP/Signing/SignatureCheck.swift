public import Kernel

/// Checks the signature of a request; where it does not hold, finds out what was signed instead.
///
/// The way of a good request is short: one digest, one reading of the certificate (which the tools may keep), one
/// verification. Everything else happens for refused requests only and is bounded by `SignaturePolicy.tries`.
public struct SignatureCheck: Sendable {
    public var policy: SignaturePolicy
    public var tools: SignatureTools

    public init(policy: SignaturePolicy = SignaturePolicy(), tools: SignatureTools) {
        self.policy = policy
        self.tools = tools
    }

    /// Distance from the clock that is worth a word though it is not refused.
    static let notableSkewMilliseconds: Int64 = 300_000

    /// Judges a request.
    ///
    /// - Parameters:
    ///   - party: who should have signed; nil where it is not known, and then any trusted certificate will do.
    ///   - now: the receiver's clock.
    public func check(_ request: ReceivedRequest, party: SigningParty?, at now: Instant) -> SignatureDiagnosis {
        let headers = ReceivedHeaders(request.headers)
        let date = headers.date.map { SignatureDate($0) }
        let hashes = acceptedHashes(of: request.body)
        var faults = headers.faults
        var certificate: SigningCertificate?
        if let header = headers.certificate {
            let read = readCertificate(header, party: party, at: now)
            certificate = read.certificate
            faults += read.faults
        }
        let isHashRight = headers.contentHash.map(hashes.contains) ?? false
        if let header = headers.contentHash, !isHashRight {
            faults.append(
                HashExplanation(policy: policy, tools: tools).explain(header, request: request, expected: hashes[0]))
        }
        if let date { faults += judge(date, at: now) }
        let right = StringToSign(
            method: request.method, url: request.url,
            date: date?.form == .milliseconds ? date?.text ?? now.iso : (date?.instant ?? now).iso,
            contentHash: isHashRight ? headers.contentHash ?? hashes[0] : hashes[0])
        let claimed = StringToSign(
            method: request.method, url: request.url, date: headers.date ?? "", contentHash: headers.contentHash ?? "")
        var diagnosis = SignatureDiagnosis(
            faults: faults, expected: right.text, received: claimed.text, isReceivedProven: false,
            skewMilliseconds: date?.instant.map { $0.milliseconds - now.milliseconds }, certificate: certificate)
        // Without one of the parts there is no text that could have been signed.
        if let signature = headers.signature, let header = headers.certificate, let certificate,
            headers.date != nil, headers.contentHash != nil
        {
            let explanation = SignatureExplanation(policy: policy, tools: tools)
            if let text = explanation.verified(signature, header: header, headers: headers, request: request) {
                diagnosis.received = text
                diagnosis.isReceivedProven = true
            } else {
                let found = explanation.explain(
                    signature, certificate: certificate, headers: headers, request: request, expectedHash: hashes[0])
                diagnosis.faults += found.faults
                diagnosis.tries = found.tries
                if let text = found.text {
                    diagnosis.received = text
                    diagnosis.isReceivedProven = true
                }
            }
        }
        diagnosis.status = status(of: diagnosis.faults)
        return diagnosis
    }

    private func status(of faults: [SignatureFault]) -> Int? {
        guard let first = faults.first(where: \.refuses) else { return nil }
        return first.mistake == .certificateOfAnother ? policy.ownerStatus : policy.status
    }

    /// The content hashes that are right for a body, the one to name first.
    private func acceptedHashes(of body: [UInt8]) -> [String] {
        let own = Base64.encode(tools.hash(.sha256, body))
        guard body.isEmpty else { return [own] }
        let braces = Base64.encode(tools.hash(.sha256, Array("{}".utf8)))
        return switch policy.emptyBody {
        case .either: [braces, own]
        case .braces: [braces]
        case .empty: [own]
        }
    }

    private func judge(_ date: SignatureDate, at now: Instant) -> [SignatureFault] {
        let shown = "'" + Printable.text(date.text, limit: 64) + "'"
        guard let instant = date.instant else {
            return [
                SignatureFault(
                    .dateUnreadable,
                    "the signature date \(shown) is \(date.form.name); write UTC with milliseconds, as in \(now.iso)")
            ]
        }
        var faults: [SignatureFault] = []
        if !policy.dateForms.contains(date.form) {
            faults.append(
                SignatureFault(
                    .dateForm,
                    "the signature date \(shown) has \(date.form.name); write UTC with milliseconds and Z: \(instant.iso)"
                ))
        }
        let skew = instant.milliseconds - now.milliseconds
        let refuses = policy.allowedSkewMilliseconds.map { abs(skew) > $0 } ?? false
        if refuses || abs(skew) > Self.notableSkewMilliseconds {
            faults.append(SignatureFault(.clockSkew, Self.sentence(skew: skew), refuses: refuses))
        }
        return faults
    }

    private static func sentence(skew: Int64) -> String {
        let seconds = abs(skew) / 1_000
        let parts = [
            (seconds / 86_400, "d"), (seconds / 3_600 % 24, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s"),
        ]
        let words = parts.filter { $0.0 > 0 }.prefix(2).map { "\($0.0) \($0.1)" }.joined(separator: " ")
        var out = "the signature date is \(words.isEmpty ? "less than 1 s" : words) "
        out += skew < 0 ? "behind this clock" : "ahead of this clock"
        // Local times differ from UTC by whole halves of an hour, and the request was on its way for a little while.
        let distance = (abs(skew) + 60_000) % 1_800_000
        if abs(skew) >= 1_740_000, abs(skew) <= 50_460_000, distance <= 120_000 {
            out += ", close to whole half hours: a local time may have been written as UTC"
        }
        return out
    }
}

/// The signature headers of a request: each once, or a fault.
struct ReceivedHeaders {
    var signature: String?
    var date: String?
    var contentHash: String?
    var certificate: String?
    /// HTTP's own `Date`, which some senders sign by mistake.
    var otherDate: String?
    let faults: [SignatureFault]

    init(_ fields: [HeaderField]) {
        var faults: [SignatureFault] = []
        func value(_ name: String, older: String? = nil) -> String? {
            var values = fields.values(name)
            if values.isEmpty, let older, let found = fields.values(older).first {
                let sentence =
                    "the certificate came in the header \(older), which an older form used; send it as \(name)"
                faults.append(SignatureFault(.olderHeader, sentence))
                values = [found]
            }
            let present = values.filter { !$0.isEmpty }
            if present.isEmpty {
                faults.append(
                    SignatureFault(.headerMissing, "the header \(name) is \(values.isEmpty ? "missing" : "empty")"))
            } else if Set(present).count > 1 {
                faults.append(
                    SignatureFault(
                        .headerRepeated, "the header \(name) is there \(present.count) times with other values"))
            }
            return present.first
        }
        contentHash = value(SignatureHeaders.Name.contentHash)
        date = value(SignatureHeaders.Name.date)
        signature = value(SignatureHeaders.Name.signature)
        certificate = value(SignatureHeaders.Name.certificate, older: SignatureHeaders.Name.olderCertificate)
        otherDate = fields.values("Date").first
        self.faults = faults
    }
}
