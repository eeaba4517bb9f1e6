internal import Kernel

/// A small body, read: what it says as far as it can be told, and what is wrong with it.
public struct Reading<Value: Sendable>: Sendable {
    /// Nil where the body is no JSON or nothing of it can be used.
    public var value: Value?
    public var findings: [MessageFinding]

    public init(value: Value?, findings: [MessageFinding]) {
        self.value = value
        self.findings = findings
    }

    /// Whether it is to be taken: there is a value, and nothing refuses it.
    public var isAccepted: Bool { value != nil && !findings.contains(where: \.refuses) }
}

/// The answer to a post of messages or status messages.
public struct StandardResponse: Hashable, Sendable {
    /// In the order of the posted messages.
    public var entries: [StatusEntry]
    /// 25 characters.
    public var timestamp: String

    public init(entries: [StatusEntry], timestamp: String) {
        self.entries = entries
        self.timestamp = timestamp
    }

    /// Compact JSON: `messageArray`, `timestamp`.
    public var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("messageArray")
        writer.beginArray()
        for entry in entries { entry.write(to: &writer) }
        writer.endArray()
        writer.key("timestamp")
        writer.string(timestamp)
        writer.endObject()
        return writer.bytes
    }
}

extension StatusEntry {
    /// Writes the entry as one object: ten keys in the specification's order and case.
    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        for (name, value) in fields {
            writer.key(name)
            writer.optional(value)
        }
        writer.endObject()
    }

    /// The body of a status message: an array of entries.
    public static func bytes(of entries: [StatusEntry]) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginArray()
        for entry in entries { entry.write(to: &writer) }
        writer.endArray()
        return writer.bytes
    }

    private var fields: [(String, String?)] {
        [
            ("transactionID", transactionID), ("senderUniqueReference", senderUniqueReference),
            ("correlationID", correlationID), ("sentTimestamp", sentTimestamp), ("senderID", senderID),
            ("recipientID", recipientID), ("DIPConnectionProviderID", connectionProviderID), ("message", message),
            ("help", help), ("serviceTicketURL", serviceTicketURL),
        ]
    }
}

/// What registers a webhook: `{"callbackURL":…,"maxMessageCount":…,"maxPayloadSize":…}`.
public struct WebhookConfiguration: Hashable, Sendable {
    public var callbackURL: String
    public var maxMessageCount: Int?
    /// Kilobytes.
    public var maxPayloadSize: Int?

    public init(callbackURL: String, maxMessageCount: Int? = nil, maxPayloadSize: Int? = nil) {
        self.callbackURL = callbackURL
        self.maxMessageCount = maxMessageCount
        self.maxPayloadSize = maxPayloadSize
    }

    public var bytes: [UInt8] {
        var members = [JSONMember("callbackURL", .string(callbackURL))]
        if let maxMessageCount { members.append(JSONMember("maxMessageCount", .integer(maxMessageCount))) }
        if let maxPayloadSize { members.append(JSONMember("maxPayloadSize", .integer(maxPayloadSize))) }
        return JSONValue.object(members).bytes
    }
}

/// What asks for a replay or a requeue of messages. Times and codes are as printed.
public struct MessageRequest: Hashable, Sendable {
    public var from: String?
    public var until: String?
    /// With brackets.
    public var eventCode: String?
    public var mpan: String?
    public var schemaVersion: String?
    /// Up to 100; empty where none were named.
    public var transactionIDs: [String]

    public init(
        from: String? = nil, until: String? = nil, eventCode: String? = nil, mpan: String? = nil,
        schemaVersion: String? = nil, transactionIDs: [String] = []
    ) {
        self.from = from
        self.until = until
        self.eventCode = eventCode
        self.mpan = mpan
        self.schemaVersion = schemaVersion
        self.transactionIDs = transactionIDs
    }

    public var bytes: [UInt8] {
        var members = [
            JSONMember("datetimeFrom", .optional(from)), JSONMember("datetimeTo", .optional(until)),
            JSONMember("eventCode", .optional(eventCode)), JSONMember("MPAN", .optional(mpan)),
        ]
        if !transactionIDs.isEmpty {
            members.append(JSONMember("transactionIDs", .array(transactionIDs.map(JSONValue.string))))
        }
        members.append(JSONMember("version", .optional(schemaVersion)))
        return JSONValue.object(members).bytes
    }

    /// The journal's question; nil where a time is no time.
    public func selection(recipient: DIPID, channel: Channel) -> ReplaySelection? {
        var times: [Instant?] = []
        for text in [from, until] {
            guard let text else {
                times.append(nil)
                continue
            }
            guard let time = MessageTime(text) else { return nil }
            times.append(time.instant)
        }
        return ReplaySelection(
            recipient: recipient, channel: channel, from: times[0], until: times[1], eventCode: eventCode, mpan: mpan,
            schemaVersion: schemaVersion, transactionIDs: transactionIDs)
    }
}

/// What asks for a replay or a requeue of status messages, in versions that know it.
public struct StatusMessageRequest: Hashable, Sendable {
    public var from: String
    public var until: String
    public var transactionID: String?
    public var senderUniqueReference: String?
    public var correlationID: String?

    public init(
        from: String, until: String, transactionID: String? = nil, senderUniqueReference: String? = nil,
        correlationID: String? = nil
    ) {
        self.from = from
        self.until = until
        self.transactionID = transactionID
        self.senderUniqueReference = senderUniqueReference
        self.correlationID = correlationID
    }
}
