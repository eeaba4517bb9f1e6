import Kernel

/// Says whether a signature holds, and finds out what was signed where it does not.
struct SignatureExplanation {
    let policy: SignaturePolicy
    let tools: SignatureTools

    /// The text that the signature verifies for, or nil.
    func verified(
        _ signature: String, header: String, headers: ReceivedHeaders, request: ReceivedRequest
    ) -> String? {
        guard let date = headers.date, let contentHash = headers.contentHash, let bytes = try? Base64.decode(signature)
        else { return nil }
        for url in [request.url] + request.otherURLs {
            let string = StringToSign(method: request.method, url: url, date: date, contentHash: contentHash)
            if tools.verify(bytes, string.bytes, header) { return string.text }
        }
        return nil
    }

    struct Outcome {
        var faults: [SignatureFault]
        /// The text that was signed, where it was found.
        var text: String?
        var tries = 0
    }

    /// Looks into a signature that does not verify.
    func explain(
        _ text: String, certificate: SigningCertificate, headers: ReceivedHeaders, request: ReceivedRequest,
        expectedHash: String
    ) -> Outcome {
        // Another kind of key is a fault of the certificate and is told there.
        guard case .rsa(let modulusBytes, let exponent) = certificate.key, let modulus = RSAModulus(modulusBytes) else {
            return Outcome(faults: [])
        }
        let name = SignatureHeaders.Name.signature
        let readings = LooseBytes.readings(of: text)
        guard let reading = readings.first(where: { $0.bytes.count == modulus.byteCount }) else {
            return Outcome(faults: [wrongLength(text, readings: readings, modulus: modulus, certificate: certificate)])
        }
        var faults: [SignatureFault] = []
        if let how = reading.how { faults.append(SignatureFault(.signatureEncoding, "\(name) is \(how)")) }
        guard var block = block(reading.bytes, modulus: modulus, exponent: exponent, faults: &faults) else {
            let sentence =
                "\(name) was not made with the key of the certificate \(Printable.text(certificate.subject, limit: 120)): "
                + "the private key and the certificate are not a pair, or the signature was damaged"
            return Outcome(faults: faults + [SignatureFault(.keyDiffers, sentence)])
        }
        let search = search(headers: headers, request: request, expectedHash: expectedHash)
        var (found, tries) = search.find(hash: tools.hash) { block.covers($0, hash: tools.hash) }
        if found == nil {
            for other in block.others {
                let again = search.find(hash: tools.hash) { other.covers($0, hash: tools.hash) }
                guard again.0 != nil else { continue }
                (block, found, tries) = (other, again.0, again.1)
                break
            }
        }
        faults += padding(of: block)
        guard let found else {
            let sentence =
                "the signature was made with the certificate's key over another text than the one expected; none of "
                + "\(tries) likely ones is it: compare your string to sign with the expected one"
            return Outcome(faults: faults + [SignatureFault(.stringUnknown, sentence)], tries: tries)
        }
        faults += found.causes.map { SignatureFault($0.mistake, $0.sentence) }
        if faults.isEmpty {
            // The library is stricter than the look inside; nothing else can be said.
            faults.append(
                SignatureFault(.signatureEncoding, "\(name) does not verify, though its text is the right one"))
        }
        return Outcome(faults: faults, text: found.text, tries: tries)
    }

    private func wrongLength(
        _ text: String, readings: [LooseBytes], modulus: RSAModulus, certificate: SigningCertificate
    ) -> SignatureFault {
        let name = SignatureHeaders.Name.signature
        guard let first = readings.first else {
            return SignatureFault(.signatureEncoding, "\(name) is no base64: " + Self.problem(text))
        }
        return SignatureFault(
            .signatureLength,
            "\(name) has \(first.bytes.count) bytes, and the key of \(Printable.text(certificate.subject, limit: 120)) makes "
                + "\(modulus.byteCount): it was made with another key or cut")
    }

    private static func problem(_ text: String) -> String {
        do throws(Base64.Problem) {
            _ = try Base64.decode(text)
            return "it is too long"
        } catch {
            return error.description
        }
    }

    private func block(
        _ bytes: [UInt8], modulus: RSAModulus, exponent: [UInt8], faults: inout [SignatureFault]
    ) -> SignatureBlock? {
        if let block = SignatureBlock(signature: bytes, modulus: modulus, exponent: exponent, hash: tools.hash) {
            return block
        }
        let reversed = Array(bytes.reversed())
        guard let block = SignatureBlock(signature: reversed, modulus: modulus, exponent: exponent, hash: tools.hash)
        else { return nil }
        faults.append(
            SignatureFault(
                .signatureEncoding, "the bytes of \(SignatureHeaders.Name.signature) are in the reverse order"))
        return block
    }

    private func padding(of block: SignatureBlock) -> [SignatureFault] {
        var faults: [SignatureFault] = []
        switch block.padding {
        case .pkcs1: break
        case .bare:
            faults.append(
                SignatureFault(
                    .paddingBare,
                    "the signature was made over the bare digest, without naming its algorithm (DigestInfo): use a function "
                        + "that signs with SHA-256, and not raw RSA"))
        case .pss(let salt):
            faults.append(
                SignatureFault(
                    .paddingPSS,
                    "the signature was made with PSS padding (salt of \(salt) bytes); PKCS#1 v1.5 is right"))
        }
        if block.algorithm != .sha256 {
            faults.append(
                SignatureFault(
                    .digestAlgorithm, "the signature was made with \(block.algorithm.rawValue); SHA-256 is right"))
        }
        return faults
    }

    private typealias Choice = StringSearch.Choice

    private func search(headers: ReceivedHeaders, request: ReceivedRequest, expectedHash: String) -> StringSearch {
        let urls = [request.url] + request.otherURLs
        let accepted = urls.map(\.loweredASCII)
        var urlChoices = accepted.map { Choice($0) }
        for (url, lowered) in zip(urls, accepted) {
            urlChoices += SignedURL.deviations(
                from: lowered, asReceived: url, hosts: request.knownHosts, ports: request.knownPorts
            ).map { Choice($0.text, .init(mistake: $0.mistake, sentence: $0.sentence)) }
        }
        return StringSearch(
            methods: methods(request.method), urls: Self.each(urlChoices), dates: dates(headers),
            hashes: hashes(headers, request: request, expected: expectedHash), limit: policy.tries)
    }

    private func methods(_ method: String) -> [Choice] {
        let right = method.raisedASCII
        let small = method.loweredASCII
        let others = [small, String(right.prefix(1) + small.dropFirst()), "POST", "PUT", "GET", "DELETE", "PATCH"]
        return Self.each(
            [Choice(right)]
                + others.map {
                    let sentence =
                        $0.raisedASCII == right
                        ? "the method was signed as '\($0)' and not in capitals"
                        : "the method was signed as '\($0)' and the request is a \(Printable.text(right, limit: 20))"
                    return Choice($0, .init(mistake: .method, sentence: sentence))
                })
    }

    private func dates(_ headers: ReceivedHeaders) -> [Choice] {
        let text = headers.date ?? ""
        var out = [Choice(text)]
        func add(_ value: String, _ words: String) {
            out.append(
                Choice(
                    value,
                    .init(mistake: .signedDate, sentence: "another date was signed than the header has: \(words)")))
        }
        if let instant = SignatureDate(text).instant {
            for other in SignatureDate.otherWays(of: instant) {
                add(other.text, "the same time in another form (\(other.name))")
            }
        }
        if let other = headers.otherDate { add(other, "that of the header Date") }
        add(text.loweredASCII, "the date in small letters")
        return Self.each(out)
    }

    private func hashes(_ headers: ReceivedHeaders, request: ReceivedRequest, expected: String) -> [Choice] {
        var out = [Choice(headers.contentHash ?? expected)]
        func add(_ value: String, _ words: String) {
            out.append(
                Choice(
                    value,
                    .init(
                        mistake: .signedHash, sentence: "another content hash was signed than the header has: \(words)")
                )
            )
        }
        let digest = tools.hash(.sha256, request.body)
        add(expected, "that of the body that arrived")
        add(Hexadecimal.encode(digest), "the body's hash in hexadecimal")
        add(Hexadecimal.encode(digest).uppercased(), "the body's hash in hexadecimal capitals")
        for text in ["", "{}", "[]"] {
            add(
                Base64.encode(tools.hash(.sha256, Array(text.utf8))),
                text.isEmpty ? "that of an empty body" : "that of '\(text)'")
        }
        if request.body.count <= 65_536 {
            add(String(decoding: request.body, as: UTF8.self), "the body itself in place of its hash")
        }
        return Self.each(out)
    }

    /// The choices without those whose value was there before.
    private static func each(_ choices: [Choice]) -> [Choice] {
        var seen: Set<String> = []
        return choices.filter { seen.insert($0.value).inserted }
    }
}
