/// Reads the common block of messages: finds names without regard to case and makes strings of the head's values only.
struct HeadReader {
    /// A name to look for.
    struct Name: Sendable {
        let folded: [UInt8]
        let hash: UInt32

        init(_ name: String) {
            folded = name.utf8.map(JSONName.lowered)
            hash = JSONName.hash(Array(name.utf8))
        }
    }

    /// The tokens of a message's parts; nil where a part is missing or no object.
    struct Parts {
        var payload: Int?
        var common: Int?
        var custom: Int?
        var identity: Int?
        var sender: Int?
    }

    private static let payload = Name("payload")
    private static let common = Name("CommonBlock")
    private static let custom = Name("CustomBlock")
    private static let identity = Name("S0")
    private static let sender = Name("S1")
    private static let addresses = Name("A0")
    private static let meteringPoint = Name("M0")
    private static let principal = Name("M1")
    private static let response = Name("R0")
    private static let interfaceID = Name("interfaceID")
    private static let schemaVersion = Name("schemaVersion")
    private static let eventCode = Name("eventCode")
    private static let environmentTag = Name("environmentTag")
    private static let subText = Name("subText")
    private static let reference = Name("senderUniqueReference")
    private static let timestamp = Name("senderTimestamp")
    private static let senderID = Name("senderDIPID")
    private static let senderRole = Name("senderRoleID")
    private static let correlation = Name("senderCorrelationID")
    private static let provider = Name("DIPConnectionProviderID")
    private static let primary = Name("primaryRecipients")
    private static let mpan = Name("MPANCore")
    private static let principalMPAN = Name("principalMPAN")
    private static let distributor = Name("distributorDIPID")
    private static let gspGroup = Name("GSPGroupID")
    private static let responseCode = Name("responseCode")

    /// Addressees that a head names; a body's own limit is larger.
    static let mostRecipients = 10_000

    let text: JSONText

    /// The value of a name in an object; nil where there is none, or no object.
    func value(_ name: Name, in object: Int?) -> Int? {
        guard let object, text.tokens[object].kind == .object else { return nil }
        var key = object + 1
        let end = Int(text.tokens[object].next)
        while key < end {
            if text.tokens[key].keyHash == name.hash, isSame(key, name) { return key + 1 }
            key = Int(text.tokens[key + 1].next)
        }
        return nil
    }

    private func isSame(_ key: Int, _ name: Name) -> Bool {
        if text.tokens[key].hasEscapes { return text.textBytes(key).map(JSONName.lowered) == name.folded }
        let inner = text.tokens[key].inner
        guard inner.count == name.folded.count else { return false }
        return text.bytes.withUnsafeBufferPointer { bytes in
            for (index, byte) in name.folded.enumerated()
            where JSONName.lowered(bytes[inner.lowerBound + index]) != byte { return false }
            return true
        }
    }

    func parts(of element: Int) -> Parts {
        var parts = Parts()
        parts.payload = value(Self.payload, in: element)
        parts.common = value(Self.common, in: parts.payload)
        parts.custom = value(Self.custom, in: parts.payload)
        parts.identity = value(Self.identity, in: parts.common)
        parts.sender = value(Self.sender, in: parts.common)
        return parts
    }

    /// The string of a field; nil where it is missing or no string.
    private func string(_ name: Name, in object: Int?) -> String? {
        guard let token = value(name, in: object), text.tokens[token].kind == .string else { return nil }
        return text.string(token)
    }

    func interface(_ parts: Parts) -> Int? { value(Self.interfaceID, in: parts.identity) }
    func event(_ parts: Parts) -> Int? { value(Self.eventCode, in: parts.identity) }
    func timestamp(_ parts: Parts) -> Int? { value(Self.timestamp, in: parts.sender) }
    func reference(_ parts: Parts) -> Int? { value(Self.reference, in: parts.sender) }

    func head(of element: Int, _ parts: Parts) -> MessageHead {
        var head = MessageHead(bytes: text.tokens[element].range)
        head.interface = string(Self.interfaceID, in: parts.identity) ?? ""
        head.schemaVersion = string(Self.schemaVersion, in: parts.identity) ?? ""
        head.eventCode = string(Self.eventCode, in: parts.identity) ?? ""
        head.environmentTag = string(Self.environmentTag, in: parts.sender) ?? ""
        head.subText = string(Self.subText, in: parts.sender)
        head.senderUniqueReference = string(Self.reference, in: parts.sender) ?? ""
        head.senderTimestamp = string(Self.timestamp, in: parts.sender) ?? ""
        head.sender = string(Self.senderID, in: parts.sender) ?? ""
        head.senderRole = string(Self.senderRole, in: parts.sender) ?? ""
        head.senderCorrelation = string(Self.correlation, in: parts.sender)
        head.connectionProvider = string(Self.provider, in: parts.sender)
        head.primaryRecipients = recipients(value(Self.addresses, in: parts.common))
        if let point = value(Self.meteringPoint, in: parts.common) {
            head.mpan = string(Self.mpan, in: point)
            head.distributor = string(Self.distributor, in: point)
            head.gspGroup = string(Self.gspGroup, in: point)
        } else if let point = value(Self.principal, in: parts.common) {
            head.mpan = string(Self.principalMPAN, in: point)
            head.distributor = string(Self.distributor, in: point)
            head.gspGroup = string(Self.gspGroup, in: point)
        }
        head.responseCode = string(Self.responseCode, in: value(Self.response, in: parts.common))
        return head
    }

    private func recipients(_ addresses: Int?) -> [String] {
        guard let list = value(Self.primary, in: addresses), text.tokens[list].kind == .array else { return [] }
        var recipients: [String] = []
        var element = list + 1
        while element < Int(text.tokens[list].next), recipients.count < Self.mostRecipients {
            if text.tokens[element].kind == .string { recipients.append(text.string(element)) }
            element = Int(text.tokens[element].next)
        }
        return recipients
    }
}
