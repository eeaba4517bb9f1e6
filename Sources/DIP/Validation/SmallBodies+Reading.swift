extension MessageChecker {
    /// Reads an answer to a webhook's or a channel's post.
    public func standardResponse(_ body: [UInt8]) -> Reading<StandardResponse> {
        read(body, as: "StandardResponse") { object in
            let entries = object.value("messageArray").map(SmallObject.elements) ?? []
            return StandardResponse(
                entries: entries.map(Self.entry), timestamp: object.string("timestamp") ?? "")
        }
    }

    /// Reads the body of a status message. By the letter it is an array; a single object is taken with a finding.
    public func statusMessages(_ body: [UInt8]) -> Reading<[StatusEntry]> {
        read(body, as: "StandardResponseArray") { SmallObject.elements($0).map(Self.entry) }
    }

    /// Reads a webhook's registration; also where the members stand below `config`, as the callback's expression has it.
    public func webhookConfiguration(_ body: [UInt8]) -> Reading<WebhookConfiguration> {
        var reading: Reading<WebhookConfiguration> = read(body, as: "WebhookConfig") { object in
            let config = object.value("callbackURL") == nil ? object.value("config") ?? object : object
            return config.string("callbackURL").map { url in
                WebhookConfiguration(
                    callbackURL: url, maxMessageCount: config.integer("maxMessageCount"),
                    maxPayloadSize: config.integer("maxPayloadSize"))
            }
        }
        if reading.value == nil, !reading.findings.contains(where: \.refuses) {
            reading.findings.append(
                MessageFinding(
                    index: nil, pointer: "/callbackURL", offset: 0, rule: CheckRule.fieldIsPresent.rawValue,
                    sentence: "The field callbackURL is missing; a webhook needs an address.",
                    knownDefect: KnownDefect.callbackExpression.rawValue))
        }
        return reading
    }

    /// Reads a request for a replay or a requeue.
    public func messageRequest(_ body: [UInt8]) -> Reading<MessageRequest> {
        var reading: Reading<MessageRequest> = read(body, as: "MessageRequest") { object in
            MessageRequest(
                from: object.string("datetimeFrom"), until: object.string("datetimeTo"),
                eventCode: object.string("eventCode"), mpan: object.string("MPAN"),
                schemaVersion: object.string("version"),
                transactionIDs: (object.value("transactionIDs").map(SmallObject.elements) ?? []).compactMap(\.asText))
        }
        if let value = reading.value {
            reading.findings += times([("datetimeFrom", value.from), ("datetimeTo", value.until)])
        }
        return reading
    }

    /// Reads a request for a replay or a requeue of status messages.
    public func statusMessageRequest(_ body: [UInt8]) -> Reading<StatusMessageRequest> {
        var reading: Reading<StatusMessageRequest> = read(body, as: "StatusMessageRequest") { object in
            guard let from = object.string("datetimeFrom"), let until = object.string("datetimeTo") else { return nil }
            return StatusMessageRequest(
                from: from, until: until, transactionID: object.string("transactionID"),
                senderUniqueReference: object.string("senderUniqueReference"),
                correlationID: object.string("correlationID"))
        }
        if let value = reading.value {
            reading.findings += times([("datetimeFrom", value.from), ("datetimeTo", value.until)])
        }
        return reading
    }

    private func read<Value>(_ body: [UInt8], as name: String, _ make: (SmallObject) -> Value?) -> Reading<Value> {
        var limits = settings.limits
        limits.bytes = min(limits.bytes, Self.mostSmallBytes)
        let text: JSONText
        do throws(JSONTextError) { text = try JSONText(body, limits: limits) } catch {
            let finding = MessageFinding(
                index: nil, pointer: "", offset: error.offset, rule: CheckRule.bodyIsJSON.rawValue,
                sentence: "\(error.description) [\(error.rule.rawValue)]")
            return Reading(value: nil, findings: [finding])
        }
        let root = SmallObject(text: text, token: 0)
        return Reading(value: make(root), findings: check(text, body: name).map { Self.eased($0, text) })
    }

    /// Bytes of a body that is no message: an answer to fifty thousand messages is smaller.
    public static let mostSmallBytes = 32 << 20

    /// The platform's own identifier is longer than its type; whoever repeats it is not to blame.
    private static func eased(_ finding: MessageFinding, _ text: JSONText) -> MessageFinding {
        guard finding.rule == CheckRule.lengthIsWithin.rawValue,
            finding.sentence.hasPrefix("\"\(StatusEntry.platform)\" ")
        else { return finding }
        var finding = finding
        finding.refuses = false
        finding.knownDefect = KnownDefect.platformIdentifier.rawValue
        return finding
    }

    private func times(_ fields: [(String, String?)]) -> [MessageFinding] {
        fields.compactMap { name, value in
            guard let value, value.utf8.count == 25, MessageTime(value) == nil else { return nil }
            return MessageFinding(
                index: nil, pointer: "/\(name)", offset: 0, rule: CheckRule.dateTimeIsADateTime.rawValue,
                sentence: "\(JSONValue.string(value)) is no date and time that exists.")
        }
    }

    private static func entry(_ object: SmallObject) -> StatusEntry {
        StatusEntry(
            transactionID: object.string("transactionID"),
            senderUniqueReference: object.string("senderUniqueReference"),
            correlationID: object.string("correlationID"), sentTimestamp: object.string("sentTimestamp") ?? "",
            senderID: object.string("senderID") ?? "", recipientID: object.string("recipientID"),
            connectionProviderID: object.string("DIPConnectionProviderID"), message: object.string("message"),
            help: object.string("help"), serviceTicketURL: object.string("serviceTicketURL"))
    }
}

/// A value of a small body, asked for members without regard to case.
private struct SmallObject {
    let text: JSONText
    let token: Int

    func value(_ name: String) -> SmallObject? {
        text.value(of: name, in: token).map { SmallObject(text: text, token: $0) }
    }

    var asText: String? { text.tokens[token].kind == .string ? text.string(token) : nil }

    func string(_ name: String) -> String? { value(name)?.asText }

    /// A whole number that is not negative.
    func integer(_ name: String) -> Int? {
        guard let value = value(name), text.tokens[value.token].kind == .number else { return nil }
        return Int(text.string(value.token)).flatMap { $0 >= 0 ? $0 : nil }
    }

    /// The elements of an array; an object stands for an array of itself.
    static func elements(_ value: SmallObject) -> [SmallObject] {
        if value.text.tokens[value.token].kind == .object { return [value] }
        return value.text.elements(of: value.token).map { SmallObject(text: value.text, token: $0) }
    }
}
