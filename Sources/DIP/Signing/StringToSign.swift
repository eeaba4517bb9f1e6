public import Kernel

/// The text that a request's signature covers: `METHOD;lower-cased full URL;date;content hash`.
///
/// Source: two independent working clients of the programme's simulator (dip.md 2.3). No blanks, no separator at the end.
public struct StringToSign: Hashable, Sendable, CustomStringConvertible {
    /// In capitals: `POST`.
    public var method: String
    /// Scheme, host, port where given, path and query, in small letters.
    public var url: String
    /// As in the header `X-DIP-Signature-Date`.
    public var date: String
    /// As in the header `X-DIP-Content-Hash`.
    public var contentHash: String

    /// The parts in the form that the signature wants: the method in capitals, the URL in small letters (ASCII letters
    /// only; a URL has no others).
    public init(method: String, url: String, date: String, contentHash: String) {
        self.method = method.raisedASCII
        self.url = url.loweredASCII
        self.date = date
        self.contentHash = contentHash
    }

    /// The parts joined by `;`.
    public var text: String { method + ";" + url + ";" + date + ";" + contentHash }

    /// The text in UTF-8, which is what is signed.
    public var bytes: [UInt8] { Array(text.utf8) }

    public var description: String { text }
}

/// One header of a request: its name in any case, and its value without blanks around it.
public struct HeaderField: Hashable, Sendable {
    public var name: String
    public var value: String

    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// The four headers of a signed request.
public struct SignatureHeaders: Hashable, Sendable {
    /// The names of the headers, as they are written on the way out; on the way in their case does not matter.
    public enum Name {
        public static let signature = "X-DIP-Signature"
        public static let date = "X-DIP-Signature-Date"
        public static let contentHash = "X-DIP-Content-Hash"
        public static let certificate = "X-DIP-Signature-Certificate"
        /// What an older form called the certificate's header (dip.md 2.3).
        public static let olderCertificate = "X-DIP-Certificate"
        public static let apiKey = "X-API-Key"
        /// Every header that a signed request must have.
        public static let all = [contentHash, date, signature, certificate]
    }

    /// Base64 of the signature.
    public var signature: String
    /// UTC, ISO 8601, milliseconds, `Z`.
    public var date: String
    /// Base64 of the SHA-256 of the body's bytes.
    public var contentHash: String
    /// Base64 of the certificate's PEM text with LF line ends.
    public var certificate: String

    public init(signature: String, date: String, contentHash: String, certificate: String) {
        self.signature = signature
        self.date = date
        self.contentHash = contentHash
        self.certificate = certificate
    }

    /// The headers of a request with this body, signed.
    ///
    /// An empty body is hashed as `{}`, as the programme's own script does (dip.md 2.3).
    /// - Parameter certificatePEM: the signing certificate's PEM text; carriage returns are taken out.
    public static func sign<Failure: Error>(
        method: String, url: String, date: Instant, body: [UInt8], certificatePEM: String,
        sha256: ([UInt8]) -> [UInt8], sign: ([UInt8]) throws(Failure) -> [UInt8]
    ) throws(Failure) -> SignatureHeaders {
        let hash = Base64.encode(sha256(body.isEmpty ? Array("{}".utf8) : body))
        let string = StringToSign(method: method, url: url, date: date.iso, contentHash: hash)
        return SignatureHeaders(
            signature: Base64.encode(try sign(string.bytes)), date: date.iso, contentHash: hash,
            certificate: Base64.encode(certificatePEM.utf8.filter { $0 != 0x0D }))
    }

    /// The headers as fields, in the order hash, date, signature, certificate.
    public var fields: [HeaderField] {
        [
            HeaderField(name: Name.contentHash, value: contentHash), HeaderField(name: Name.date, value: date),
            HeaderField(name: Name.signature, value: signature),
            HeaderField(name: Name.certificate, value: certificate),
        ]
    }
}

extension [HeaderField] {
    /// The values of the headers with this name in any case, in order.
    public func values(_ name: String) -> [String] {
        compactMap { $0.name.equalsIgnoringCase(name) ? $0.value : nil }
    }
}
