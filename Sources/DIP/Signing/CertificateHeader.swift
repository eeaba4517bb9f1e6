/// The contents of the header `X-DIP-Signature-Certificate`: base64 of PEM text, and whatever senders put in its place.
public struct CertificateHeader: Hashable, Sendable {
    /// The DER bytes of the certificates, the signer's first; at most `Limit.certificates`.
    public var certificates: [[UInt8]]
    /// What is wrong with the form.
    public var problems: [CertificateHeaderProblem]

    public enum Limit {
        /// Of the header's text.
        public static let bytes = 65_536
        public static let certificates = 4
    }

    /// Reads the header. Where nothing in it looks like a certificate, `certificates` is empty and the problems say why.
    public init(_ text: String) {
        certificates = []
        problems = []
        let bytes = Array(text.utf8)
        guard bytes.count <= Limit.bytes else {
            problems = [.unreadable("it has more than \(Limit.bytes) bytes")]
            return
        }
        do throws(Base64.Problem) {
            read(try Base64.decode(text), isNested: false)
        } catch {
            readBare(bytes, problem: error)
        }
    }

    /// The header is strict base64 of these bytes.
    private mutating func read(_ contents: [UInt8], isNested: Bool) {
        if contents.first == 0x30, contents.count > 16 {
            certificates = [contents]
            problems.append(.der)
            return
        }
        let text = String(decoding: contents, as: UTF8.self)
        if !text.contains("-----BEGIN"), !isNested, let inner = try? Base64.decode(text) {
            problems.append(.encodedTwice)
            read(inner, isNested: true)
            return
        }
        readText(contents)
        if contents.contains(0x0D), !certificates.isEmpty { problems.append(.carriageReturns) }
    }

    /// The header is no strict base64.
    private mutating func readBare(_ bytes: [UInt8], problem: Base64.Problem) {
        if let decoded = LooseBytes.percentDecoded(bytes), contains(decoded, "-----BEGIN") {
            problems.append(.percentEncoded)
            readText(decoded)
        } else if contains(bytes, "-----BEGIN") {
            problems.append(.bareText)
            // Line ends cannot stand in a header: senders leave them out or write them as escapes.
            readText(Array(String(decoding: bytes, as: UTF8.self).split(separator: "\\n").joined(separator: "\n").utf8))
        } else if let decoded = try? Base64.decode(
            String(decoding: bytes.filter { !BodyForms.isBlank($0) }, as: UTF8.self))
        {
            problems.append(.unreadable("it is broken by blanks or line ends"))
            readText(decoded)
        } else {
            problems.append(.unreadable("it is no base64: \(problem)"))
        }
    }

    private func contains(_ bytes: [UInt8], _ words: String) -> Bool {
        String(decoding: bytes, as: UTF8.self).contains(words)
    }

    /// Finds the PEM blocks of a text.
    private mutating func readText(_ bytes: [UInt8]) {
        let text = String(decoding: bytes.filter { $0 != 0x0D }, as: UTF8.self)
        var rest = text[...]
        var others: [String] = []
        while certificates.count < Limit.certificates, let block = Self.block(&rest) {
            if block.label == "CERTIFICATE" || block.label == "X509 CERTIFICATE" {
                if let der = try? Base64.decode(block.body.filter { !$0.isWhitespace }), !der.isEmpty {
                    certificates.append(der)
                } else {
                    problems.append(.unreadable("the text between its BEGIN and END lines is no base64"))
                }
            } else if block.label.hasSuffix("PRIVATE KEY") {
                problems.append(.privateKey)
            } else {
                others.append(block.label)
            }
        }
        guard certificates.isEmpty else { return }
        if let other = others.first {
            problems.append(.otherContents("a " + Printable.text(other.loweredASCII, limit: 40)))
        } else if problems.isEmpty || problems == [.bareText] || problems == [.percentEncoded] {
            problems.append(.unreadable("it has no text between a BEGIN CERTIFICATE and an END CERTIFICATE line"))
        }
    }

    /// The next PEM block, and the text after it.
    private static func block(_ rest: inout Substring) -> (label: String, body: Substring)? {
        guard let begin = rest.firstRange(of: "-----BEGIN ") else { return nil }
        let afterBegin = rest[begin.upperBound...]
        guard let labelEnd = afterBegin.firstRange(of: "-----") else { return nil }
        let label = String(afterBegin[..<labelEnd.lowerBound])
        let body = afterBegin[labelEnd.upperBound...]
        guard let end = body.firstRange(of: "-----END \(label)-----") else { return nil }
        rest = body[end.upperBound...]
        return (label, body[..<end.lowerBound])
    }
}
