/// What a check of a signature came to.
public struct SignatureDiagnosis: Hashable, Sendable {
    /// All that was found; those that refuse the request say so. The first of them is the likely mistake.
    public var faults: [SignatureFault]
    /// The string to sign as the receiver makes it from the request.
    public var expected: String
    /// The string that was signed, where the signature proves it; else the one that the request's headers give.
    public var received: String
    /// Whether the signature proves `received`.
    public var isReceivedProven: Bool
    /// How far the signature's date is ahead of the receiver's clock; nil where it cannot be read.
    public var skewMilliseconds: Int64?
    public var certificate: SigningCertificate?
    /// How many texts were tried to find out what was signed.
    public var tries: Int
    /// The HTTP status to answer with; nil where the request may pass.
    public var status: Int?

    public init(
        faults: [SignatureFault], expected: String, received: String, isReceivedProven: Bool, skewMilliseconds: Int64?,
        certificate: SigningCertificate?, tries: Int = 0, status: Int? = nil
    ) {
        self.faults = faults
        self.expected = expected
        self.received = received
        self.isReceivedProven = isReceivedProven
        self.skewMilliseconds = skewMilliseconds
        self.certificate = certificate
        self.tries = tries
        self.status = status
    }

    /// Whether the request may pass.
    public var isAccepted: Bool { status == nil }

    /// The likely mistake in one sentence; for a good request, that the signature holds.
    public var sentence: String { faults.first(where: \.refuses)?.sentence ?? "the signature holds" }

    /// The sentence, and what else is wrong, within the 500 characters that an answer's `help` may have.
    public var help: String {
        var out = sentence
        for other in faults.filter(\.refuses).dropFirst() {
            let longer = out + "; also: " + other.sentence
            guard longer.count <= 500 else { break }
            out = longer
        }
        return String(out.prefix(500))
    }

    /// The diagnosis for a terminal: verdict, likely mistake, both strings under each other with the first difference
    /// marked, their parts, the certificate. Ends with a line end.
    public var report: String {
        var lines = [isAccepted ? "verdict: accepted" : "verdict: refused, status \(status ?? 0)"]
        if !isAccepted { lines.append("likely mistake: \(sentence)") }
        let first = faults.first(where: \.refuses)
        for fault in faults where fault != first {
            lines.append("\(fault.refuses ? "also wrong" : "note"): \(fault.sentence)")
        }
        if let first { lines.append("code: \(first.mistake.rawValue)") }
        lines.append("")
        lines += comparison
        lines.append("")
        if let skew = skewMilliseconds { lines.append("signature date: \(skew) ms against this clock") }
        if let certificate {
            lines.append("certificate: \(Printable.text(certificate.subject, limit: 200))")
            lines.append("  issued by: \(Printable.text(certificate.issuer, limit: 200))")
            lines.append("  valid: \(certificate.notBefore) to \(certificate.notAfter)")
            lines.append("  SHA-256: \(certificate.digest)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var comparison: [String] {
        let label = isReceivedProven ? "signed  " : "received"
        let (mine, theirs) = (Printable.text(received), Printable.text(expected))
        var lines = ["string to sign", "  \(label)  \(mine)", "  expected  \(theirs)"]
        if mine != theirs {
            let same = zip(mine, theirs).prefix { $0 == $1 }.count
            lines.append("            " + String(repeating: " ", count: same) + "^ character \(same + 1)")
        }
        if !isReceivedProven {
            lines.append("  (what was really signed is not known; this is what the request's headers give)")
        }
        let parts = (Self.parts(mine), Self.parts(theirs))
        guard parts.0.count == 4, parts.1.count == 4 else { return lines }
        for (index, name) in ["method", "url", "date", "hash"].enumerated() {
            let isSame = parts.0[index] == parts.1[index]
            lines.append(
                "  \(isSame ? "  " : "! ")\(name)\(String(repeating: " ", count: 8 - name.count))\(parts.0[index])")
            if !isSame { lines.append("      expected \(parts.1[index])") }
        }
        return lines
    }

    /// Method, URL, date and hash; the URL itself may hold `;`.
    private static func parts(_ text: String) -> [String] {
        let pieces = text.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
        guard pieces.count > 4 else { return pieces }
        return [pieces[0], pieces[1..<pieces.count - 2].joined(separator: ";")] + pieces.suffix(2)
    }
}
