/// Something that goes wrong on purpose.
public enum FaultEffect: Hashable, Sendable, Codable {
    /// It is delivered this much later; what comes after it in its lane waits.
    case delay(milliseconds: Int)
    /// It is not delivered, and nobody is told; the journal says so, and it can be requeued.
    case drop
    /// It is delivered this many times more, at once.
    case duplicate(copies: Int)
    /// What waits in the lane goes out in a seeded order in place of its own.
    case shuffle
    /// The answer is this HTTP status, without the other side being asked: a 429 or 503 storm.
    case answer(status: Int)
    /// The connection is kept waiting before anything is said.
    case slowConnection(milliseconds: Int)
    /// The handshake fails: no certificate is shown.
    case brokenTLS
    /// The certificate shown has expired.
    case expiredCertificate
    /// A byte of the signature is changed.
    case wrongSignature
    /// The body ends after this share of it, in hundredths; hash and signature are of the whole.
    case truncatedBody(percent: Int)
    /// The body trickles at this many bytes a second.
    case slowBody(bytesPerSecond: Int)
    /// A response code of our choice refuses: at intake the whole post is answered 400 with it (level 1); at delivery the
    /// recipient is not asked, and its answer is 400 with it (level 3).
    case refuse(code: ResponseCode)
    /// A response code of our choice comes in a status message: at intake the message is taken in, and the platform tells
    /// its sender (level 2); at delivery it is delivered, and its recipient tells the sender (level 4).
    case report(code: ResponseCode)

    /// Whether it is done to a whole post and not to one message in it.
    public var concernsPost: Bool {
        switch self {
        case .delay, .drop, .duplicate, .shuffle, .refuse, .report: false
        case .answer, .slowConnection, .brokenTLS, .expiredCertificate, .wrongSignature, .truncatedBody, .slowBody: true
        }
    }

    /// The response code that it gives, if it gives one.
    public var code: ResponseCode? {
        switch self {
        case .refuse(let code), .report(let code): code
        default: nil
        }
    }

    /// The highest numbers that effects take: seven days, a hundred copies.
    public static let longestMilliseconds = 7 * 86_400_000
    public static let mostCopies = 100

    /// What keeps it from being done, or nil where it can be.
    public var objection: String? {
        switch self {
        case .delay(let milliseconds), .slowConnection(let milliseconds):
            (0...Self.longestMilliseconds).contains(milliseconds)
                ? nil : "\(milliseconds) ms is not 0 to \(Self.longestMilliseconds)"
        case .duplicate(let copies):
            (1...Self.mostCopies).contains(copies) ? nil : "\(copies) copies are not 1 to \(Self.mostCopies)"
        case .answer(let status): (100...599).contains(status) ? nil : "\(status) is no HTTP status"
        case .truncatedBody(let percent): (0...99).contains(percent) ? nil : "\(percent) % is not 0 to 99"
        case .slowBody(let rate): rate >= 1 ? nil : "\(rate) bytes a second is not 1 or more"
        case .refuse(let code), .report(let code): ResponseCodes.objection(to: code)
        case .drop, .shuffle, .brokenTLS, .expiredCertificate, .wrongSignature: nil
        }
    }
}
