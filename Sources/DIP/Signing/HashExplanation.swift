/// Finds out what a content hash that is not the body's was made of.
struct HashExplanation {
    let policy: SignaturePolicy
    let tools: SignatureTools

    /// One sentence on a header that does not fit the body.
    func explain(_ header: String, request: ReceivedRequest, expected: String) -> SignatureFault {
        let name = SignatureHeaders.Name.contentHash
        let readings = LooseBytes.readings(of: header)
        let body = request.body
        let own = tools.hash(.sha256, body)
        if let same = readings.first(where: { $0.bytes == own }) {
            return same.how.map {
                SignatureFault(.hashEncoding, "\(name) is right but is \($0): it should be \(expected)")
            }
                ?? SignatureFault(
                    .hashEmptyBody, "\(name) is that of an empty body, and '{}' is hashed here: \(expected)")
        }
        for algorithm in DigestAlgorithm.allCases where algorithm != .sha256 {
            let other = tools.hash(algorithm, body)
            guard let same = readings.first(where: { $0.bytes == other }) else { continue }
            let also = same.how.map { " and is \($0)" } ?? ""
            return SignatureFault(
                .hashAlgorithm, "\(name) was made with \(algorithm.rawValue)\(also); SHA-256 is right: \(expected)")
        }
        // 48 bytes may be a SHA-256 in hexadecimal read as base64, so every reading counts.
        let wanted = Set(readings.map(\.bytes))
        if let form = BodyForms.first(
            of: body, upTo: policy.largestExplainedBody, where: { wanted.contains(tools.hash(.sha256, $0)) })
        {
            return explain(form, readings: readings, isEmpty: body.isEmpty)
        }
        if !readings.contains(where: { $0.bytes.count == 32 }) {
            return SignatureFault(
                .hashEncoding,
                "\(name) '\(Printable.text(header, limit: 80))' is no base64 of 32 bytes; the body's is \(expected)")
        }
        let encoding = request.headers.values("Content-Encoding").first.map {
            " (it has Content-Encoding \(Printable.text($0, limit: 20)): the bytes as sent are hashed)"
        }
        return SignatureFault(
            .bodyChanged,
            "the body is not the one that was hashed: \(name) says \(Printable.text(header, limit: 80)), and the "
                + "\(body.count) bytes that arrived give \(expected)\(encoding ?? "")")
    }

    private func explain(_ form: BodyForms.Form, readings: [LooseBytes], isEmpty: Bool) -> SignatureFault {
        let name = SignatureHeaders.Name.contentHash
        let digest = tools.hash(.sha256, form.bytes)
        let how = readings.first { $0.bytes == digest }?.how
        let also = how.map { ", and it is \($0)" } ?? ""
        let isOfNothing = isEmpty || form.bytes.isEmpty || form.bytes == Array("{}".utf8)
        return SignatureFault(
            isOfNothing ? .hashEmptyBody : .hashOtherLayout,
            "\(name) is the hash of \(form.name)\(also); "
                + (isOfNothing
                    ? "hash what is sent" : "the body that was sent has other bytes: hash exactly what is sent"))
    }
}
