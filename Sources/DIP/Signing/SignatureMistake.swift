/// What a sender can get wrong about a signature, by its stable name.
public enum SignatureMistake: String, CaseIterable, Sendable, Codable {
    case headerMissing = "header-missing"
    case headerRepeated = "header-repeated"
    case olderHeader = "older-header"

    case certificateUnreadable = "certificate-unreadable"
    case certificateNotWrapped = "certificate-not-base64"
    case certificateDER = "certificate-der"
    case certificateEncodedTwice = "certificate-encoded-twice"
    case certificateCarriageReturns = "certificate-crlf"
    case certificatePrivateKey = "certificate-private-key"
    case certificateKeyKind = "certificate-key-kind"
    case certificateExpired = "certificate-expired"
    case certificateNotYetValid = "certificate-not-yet-valid"
    case certificateOtherIssuer = "certificate-other-issuer"
    case certificateOfAnother = "certificate-of-another-party"

    case hashEncoding = "hash-encoding"
    case hashAlgorithm = "hash-algorithm"
    case hashEmptyBody = "hash-empty-body"
    case hashOtherLayout = "hash-other-layout"
    case bodyChanged = "body-changed"

    case dateForm = "date-form"
    case dateUnreadable = "date-unreadable"
    case clockSkew = "clock-skew"

    case signatureEncoding = "signature-encoding"
    case signatureLength = "signature-length"
    case keyDiffers = "key-differs"
    case paddingPSS = "padding-pss"
    case paddingBare = "padding-without-digest-info"
    case digestAlgorithm = "digest-algorithm"

    case method
    case urlCase = "url-case"
    case urlPathOnly = "url-path-only"
    case urlScheme = "url-scheme"
    case urlHost = "url-host"
    case urlPort = "url-port"
    case urlQuery = "url-query"
    case urlTrailingSlash = "url-trailing-slash"
    case urlOtherPath = "url-other-path"
    case signedDate = "signed-date"
    case signedHash = "signed-hash"
    case separator
    case order
    case partLeftOut = "part-left-out"
    case lineEnd = "line-end"
    case stringCase = "string-case"
    case hashedTwice = "hashed-twice"
    case stringEncoding = "string-encoding"
    case stringUnknown = "string-unknown"
}

/// One thing that is wrong with a signed request.
public struct SignatureFault: Hashable, Sendable {
    public var mistake: SignatureMistake
    /// One sentence with the values; fit to be printed.
    public var sentence: String
    /// Whether it is reason enough to refuse the request.
    public var refuses: Bool

    public init(_ mistake: SignatureMistake, _ sentence: String, refuses: Bool = true) {
        self.mistake = mistake
        self.sentence = sentence
        self.refuses = refuses
    }
}

/// What is not laid down about signatures, as settings; the defaults and their reasons are in dip.md 2.3, 2.4 and 9.
public struct SignaturePolicy: Hashable, Sendable {
    /// What an empty body may be hashed as. One known client hashes `{}`; whether the platform agrees is not known.
    public enum EmptyBody: String, CaseIterable, Sendable, Codable { case either, braces, empty }

    /// How far the date may be from the clock, milliseconds either way; nil: any distance, which is only told.
    public var allowedSkewMilliseconds: Int64?
    /// Forms of the date that pass.
    public var dateForms: [SignatureDate.Form]
    /// Whether a certificate's PEM text may have CRLF line ends.
    public var acceptsCarriageReturns: Bool
    /// Whether a chain has to end in a trusted root.
    public var requiresTrustedIssuer: Bool
    public var emptyBody: EmptyBody
    /// The status of the answer to a missing or wrong signature or certificate.
    public var status: Int
    /// The status where the certificate is another party's than the API key's.
    public var ownerStatus: Int
    /// How many strings are tried to find out what was signed. Bounds the work that a wrong request can cause.
    public var tries: Int
    /// The largest body, in bytes, of which other forms are hashed to find out which one a sender hashed.
    public var largestExplainedBody: Int

    public init(
        allowedSkewMilliseconds: Int64? = nil, dateForms: [SignatureDate.Form] = [.milliseconds],
        acceptsCarriageReturns: Bool = false, requiresTrustedIssuer: Bool = true, emptyBody: EmptyBody = .either,
        status: Int = 401, ownerStatus: Int = 401, tries: Int = 20_000,
        largestExplainedBody: Int = 1_048_576
    ) {
        self.allowedSkewMilliseconds = allowedSkewMilliseconds
        self.dateForms = dateForms
        self.acceptsCarriageReturns = acceptsCarriageReturns
        self.requiresTrustedIssuer = requiresTrustedIssuer
        self.emptyBody = emptyBody
        self.status = status
        self.ownerStatus = ownerStatus
        self.tries = tries
        self.largestExplainedBody = largestExplainedBody
    }
}
