/// One entry of a standard response or of a status message. Ten keys, all of them written, null where nil.
public struct StatusEntry: Hashable, Sendable, Codable {
    public var transactionID: String?
    public var senderUniqueReference: String?
    public var correlationID: String?
    /// 25 characters.
    public var sentTimestamp: String
    /// The party that reports; the platform itself is `00000000000`.
    public var senderID: String
    /// The sender of the message that it is about.
    public var recipientID: String?
    public var connectionProviderID: String?
    /// `MSG0000 - Success`: code, space-hyphen-space, text; up to 200 characters.
    public var message: String?
    /// Up to 500 characters.
    public var help: String?
    public var serviceTicketURL: String?

    /// The platform's own identifier in its answers: eleven zeros, one more than a DIP ID has.
    public static let platform = "00000000000"

    public init(
        transactionID: String?, senderUniqueReference: String?, correlationID: String?, sentTimestamp: String,
        senderID: String, recipientID: String?, connectionProviderID: String? = nil, message: String?,
        help: String? = nil, serviceTicketURL: String? = nil
    ) {
        self.transactionID = transactionID
        self.senderUniqueReference = senderUniqueReference
        self.correlationID = correlationID
        self.sentTimestamp = sentTimestamp
        self.senderID = senderID
        self.recipientID = recipientID
        self.connectionProviderID = connectionProviderID
        self.message = message
        self.help = help
        self.serviceTicketURL = serviceTicketURL
    }

    /// The code at the beginning of `message`, or nil.
    public var code: ResponseCode? {
        guard let word = message?.split(separator: " ", maxSplits: 1).first, word.utf8.count >= 5 else { return nil }
        return ResponseCode(String(word))
    }
}
