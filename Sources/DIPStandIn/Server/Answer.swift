import DIP
import Kernel

/// What the platform answers to a request: finished, without the wire.
struct Answer: Equatable, Sendable {
    var status: Int
    /// JSON, or nothing.
    var body: [UInt8] = []
    /// Fields beside content type and length.
    var fields: [(name: String, value: String)] = []

    static func == (left: Answer, right: Answer) -> Bool {
        left.status == right.status && left.body == right.body
            && left.fields.map(\.name) == right.fields.map(\.name)
            && left.fields.map(\.value) == right.fields.map(\.value)
    }
}

/// Why a request is refused as a whole.
struct Refusal: Error, Equatable, Sendable {
    var status: Int
    var code: ResponseCode
    /// One sentence for `message`.
    var sentence: String
    /// More, for `help`.
    var help: String?

    init(_ status: Int, _ code: ResponseCode, _ sentence: String, help: String? = nil) {
        self.status = status
        self.code = code
        self.sentence = sentence
        self.help = help
    }
}

/// Makes the entries of standard responses. Bodies for 401, 403, 404 and their like are not specified; they have the
/// same form here, so that one reader of answers will do.
struct Answering: Sendable {
    /// The most entries of a refusal; the rest is told in the last one's `help`.
    static let mostEntries = 200
    static let longestMessage = 200
    static let longestHelp = 500

    /// The whole request is refused.
    func refusal(_ refusal: Refusal, to recipient: String?, at: Instant) -> Answer {
        let entry = entry(
            code: refusal.code, sentence: refusal.sentence, help: refusal.help, head: nil, recipient: recipient, at: at)
        return Answer(
            status: refusal.status, body: StandardResponse(entries: [entry], timestamp: at.isoWithOffset).bytes)
    }

    /// A body with findings: an entry for each message that has some, all of the others refused with it.
    func findings(
        _ verdict: BodyVerdict, status: Int = 400, to recipient: String?, at: Instant
    ) -> Answer {
        let refusing = verdict.findings.filter(\.refuses)
        var entries: [StatusEntry] = []
        var last: Int??
        for finding in refusing where last != .some(finding.index) {
            last = .some(finding.index)
            guard entries.count < Self.mostEntries else { break }
            let same = refusing.count { $0.index == finding.index }
            let more = same > 1 ? " (and \(same - 1) more)" : ""
            let head = finding.index.flatMap { verdict.heads.indices.contains($0) ? verdict.heads[$0] : nil }
            entries.append(
                entry(
                    code: finding.code, sentence: finding.sentence + more,
                    help: "at \(finding.pointer.isEmpty ? "the body" : finding.pointer), byte \(finding.offset), rule "
                        + "\(finding.rule). All messages of this request are refused together.",
                    head: head, recipient: recipient, at: at))
        }
        return Answer(status: status, body: StandardResponse(entries: entries, timestamp: at.isoWithOffset).bytes)
    }

    /// 201: an entry a message, in the order of the request.
    func accepted(_ messages: [AcceptedMessage], at: Instant) -> Answer {
        let entries = messages.map { message in
            StatusEntry(
                transactionID: message.transactionID, senderUniqueReference: message.head.senderUniqueReference,
                correlationID: message.initialCorrelationID, sentTimestamp: at.isoWithOffset,
                senderID: StatusEntry.platform, recipientID: message.head.sender,
                connectionProviderID: message.head.connectionProvider, message: "MSG0000 - Success")
        }
        return Answer(status: 201, body: StandardResponse(entries: entries, timestamp: at.isoWithOffset).bytes)
    }

    /// 201 for status messages: what was taken, repeated with the platform's word.
    func taken(_ statuses: [StatusEntry], to recipient: String, at: Instant) -> Answer {
        let entries = statuses.map { status in
            StatusEntry(
                transactionID: status.transactionID, senderUniqueReference: status.senderUniqueReference,
                correlationID: status.correlationID, sentTimestamp: at.isoWithOffset, senderID: StatusEntry.platform,
                recipientID: recipient, connectionProviderID: status.connectionProviderID,
                message: "MSG0000 - Success")
        }
        return Answer(status: 201, body: StandardResponse(entries: entries, timestamp: at.isoWithOffset).bytes)
    }

    /// What routing found, for the sender's status webhook.
    func report(_ fault: RoutingFault, about message: AcceptedMessage, at: Instant) -> StatusEntry {
        StatusEntry(
            transactionID: message.transactionID, senderUniqueReference: message.head.senderUniqueReference,
            correlationID: message.initialCorrelationID, sentTimestamp: at.isoWithOffset,
            senderID: StatusEntry.platform, recipientID: message.head.sender,
            connectionProviderID: message.head.connectionProvider,
            message: Self.cut("\(fault.code) - \(fault.sentence)", Self.longestMessage))
    }

    private func entry(
        code: ResponseCode, sentence: String, help: String?, head: MessageHead?, recipient: String?, at: Instant
    ) -> StatusEntry {
        StatusEntry(
            transactionID: nil, senderUniqueReference: head?.senderUniqueReference,
            correlationID: head?.senderCorrelation, sentTimestamp: at.isoWithOffset, senderID: StatusEntry.platform,
            recipientID: head?.sender ?? recipient, connectionProviderID: head?.connectionProvider,
            message: Self.cut("\(code) - \(sentence)", Self.longestMessage),
            help: help.map { Self.cut($0, Self.longestHelp) })
    }

    private static func cut(_ text: String, _ most: Int) -> String {
        text.count <= most ? text : text.prefix(most - 1) + "…"
    }
}
