/// What a recipient said of one message.
public struct AnswerEntry: Hashable, Sendable {
    public var transactionID: String?
    /// `RCP0000 - Success`.
    public var message: String?
    public var help: String?

    public init(transactionID: String?, message: String?, help: String? = nil) {
        self.transactionID = transactionID
        self.message = message
        self.help = help
    }

    /// The code at the beginning of the message, or nil.
    public var code: ResponseCode? {
        guard let word = message?.split(separator: " ", maxSplits: 1).first, word.utf8.count >= 5 else { return nil }
        return ResponseCode(String(word))
    }

    /// Whether its code reports something wrong; codes of success end in four noughts.
    public var reportsFailure: Bool { code.map { !$0.text.hasSuffix("0000") } ?? false }
}

/// A webhook's answer to one post, read.
public struct WebhookAnswer: Hashable, Sendable {
    public var status: Int
    /// The answer's entries in its order; empty where the body was no standard response.
    public var entries: [AnswerEntry]
    /// What was wrong with the body, or nil.
    public var remark: String?
    /// The Retry-After header, milliseconds.
    public var retryAfter: Int?
    /// How long it took, milliseconds.
    public var milliseconds: Int

    public init(
        status: Int, entries: [AnswerEntry] = [], remark: String? = nil, retryAfter: Int? = nil, milliseconds: Int = 0
    ) {
        self.status = status
        self.entries = entries
        self.remark = remark
        self.retryAfter = retryAfter
        self.milliseconds = milliseconds
    }

    /// Reads the body of an answer: `{"messageArray":[…],"timestamp":…}` with keys in any case, or such an array alone.
    ///
    /// A body that is something else gives an answer without entries and with a remark, since the status alone decides.
    /// Bound: 1,000 entries are kept.
    public init(status: Int, body: [UInt8], retryAfter: Int? = nil, milliseconds: Int) {
        self.init(status: status, retryAfter: retryAfter, milliseconds: milliseconds)
        guard !body.isEmpty else {
            remark = status == 201 || status == 207 ? "the answer has no body" : nil
            return
        }
        guard let text = try? JSONText(body, limits: JSONLimits(bytes: 1 << 20, depth: 16, tokens: 100_000)) else {
            remark = "the answer's body is not JSON"
            return
        }
        let list = text.tokens[0].kind == .array ? 0 : text.value(of: "messageArray", in: 0)
        guard let list, text.tokens[list].kind == .array else {
            remark = "the answer's body has no messageArray"
            return
        }
        func word(_ name: String, _ object: Int) -> String? {
            guard let token = text.value(of: name, in: object), text.tokens[token].kind == .string else { return nil }
            return text.string(token)
        }
        entries = text.elements(of: list).prefix(1_000).map { element in
            AnswerEntry(
                transactionID: word("transactionID", element), message: word("message", element),
                help: word("help", element))
        }
    }

    /// The entry about a message: by its transaction; else by its place where there is one for each message; else the
    /// only one.
    public func entry(for transactionID: String, at place: Int, of count: Int) -> AnswerEntry? {
        if let entry = entries.first(where: { $0.transactionID == transactionID }) { return entry }
        let nameless = entries.filter { $0.transactionID == nil }
        if nameless.count == entries.count, entries.count == count { return entries[place] }
        return nameless.count == 1 && entries.count == 1 ? nameless[0] : nil
    }
}

/// Why a post had no answer.
public enum PostFailure: Error, Hashable, Sendable {
    case connectionRefused
    case tlsFailed(String)
    /// Within this many milliseconds.
    case noAnswer(milliseconds: Int)
    case connectionLost(String)
    /// The webhook's address is not one that posts may go to.
    case addressForbidden(String)
    case notSigned(String)
    /// The stand-in stopped while it was on its way.
    case stopped

    /// In words.
    public var words: String {
        switch self {
        case .connectionRefused: "connection refused"
        case .tlsFailed(let cause): "TLS failed: \(cause)"
        case .noAnswer(let milliseconds): "no answer within \(milliseconds) ms"
        case .connectionLost(let cause): "connection lost: \(cause)"
        case .addressForbidden(let cause): "webhook address refused: \(cause)"
        case .notSigned(let cause): "could not be signed: \(cause)"
        case .stopped: "stopped before an answer came"
        }
    }

    /// Whether another try cannot help before the webhook is changed.
    public var isFinal: Bool { if case .addressForbidden = self { true } else { false } }

    /// Whether it counts as a try: what we did not finish ourselves does not.
    public var countsAsTry: Bool {
        switch self {
        case .notSigned, .stopped: false
        case .connectionRefused, .tlsFailed, .noAnswer, .connectionLost, .addressForbidden: true
        }
    }
}
