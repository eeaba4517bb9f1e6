import Kernel

/// What the platform writes of its own into a message, where no text says what.
public struct OutboundSettings: Hashable, Sendable, Codable {
    /// D0.serviceTicketURL; nil: null.
    public var serviceTicketURL: String?

    public init(serviceTicketURL: String? = nil) { self.serviceTicketURL = serviceTicketURL }
}

/// Makes the bytes that recipients get from the bytes that a sender sent.
///
/// Added: D0, and A0 with all recipients. Put right: the order of the common block's parts and the case of keys, which the
/// platform does not enforce on the way in and keeps on the way out (dip.md 1.4). Masked: values that the recipient's role
/// may not see become `x`. Everything else is the sender's bytes, white space and digits included, so the same parcel is
/// always the same bytes.
public struct OutboundRenderer: Sendable {
    private let names: NameTable
    private let table: RoutingTable
    private let settings: OutboundSettings

    /// The parts of the common block in the specification's order.
    static let commonParts = ["S0", "S1", "A0", "D0", "M0", "M1", "R0", "R1", "S2"]
    static let envelope = ["payload", "CommonBlock", "CustomBlock"]

    /// - Parameter names: all names of blocks and fields in the specification's case; other keys stay as they came.
    public init(
        names: some Sequence<String>, table: RoutingTable = .builtIn, settings: OutboundSettings = OutboundSettings()
    ) {
        self.names = NameTable(Self.envelope + Self.commonParts + Array(names))
        self.table = table
        self.settings = settings
    }

    /// The body of a post: a JSON array of messages, or of status entries.
    public func body(of post: LanePost) -> [UInt8] { body(of: post.parcels) }

    /// The JSON array of these parcels, in their order: for a post, and for the answer to a replay.
    public func body(of parcels: [Parcel]) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(parcels.reduce(2) { $0 + $1.size + DeliveryLane.enrichment })
        body.append(UInt8(ascii: "["))
        for (index, parcel) in parcels.enumerated() {
            if index > 0 { body.append(UInt8(ascii: ",")) }
            append(parcel, to: &body)
        }
        body.append(UInt8(ascii: "]"))
        return body
    }

    private func append(_ parcel: Parcel, to body: inout [UInt8]) {
        switch parcel.contents {
        case .message(let message, let bytes):
            append(message, bytes, role: parcel.addressee?.role, isReplay: parcel.isReplay, to: &body)
        case .status(let entry):
            var writer = JSONWriter()
            entry.write(to: &writer)
            body += writer.bytes
        }
    }

    /// Appends one outgoing element.
    /// - Parameter role: in which the recipient gets it; nil: nothing is masked.
    func append(
        _ message: AcceptedMessage, _ bytes: [UInt8], role: RoleCode?, isReplay: Bool, to body: inout [UInt8]
    ) {
        let masks = masks(of: message, for: role)
        if masks.isEmpty, let layout = message.head.layout, layout.fits(bytes.count) {
            return append(message, bytes, layout, isReplay: isReplay, to: &body)
        }
        bytes.withUnsafeBufferPointer { buffer in
            let scanner = ElementScanner(bytes: buffer)
            var copier = BlockCopier(scanner: scanner, names: names, masks: masks)
            let element = scanner.members(of: 0..<buffer.count)
            let payload = element.first { scanner.isKey($0.key, "payload") }
            let parts = payload.map { scanner.members(of: $0.value) } ?? []
            let common = parts.first { scanner.isKey($0.key, "CommonBlock") }
            body += #"{"payload":{"CommonBlock":{"#.utf8
            appendCommon(
                common.map { scanner.members(of: $0.value) } ?? [], message, isReplay: isReplay, &copier, to: &body)
            body.append(UInt8(ascii: "}"))
            for part in parts where part.key != common?.key { appendMember(part, &copier, to: &body) }
            body.append(UInt8(ascii: "}"))
            for other in element where other.key != payload?.key { appendMember(other, &copier, to: &body) }
            body.append(UInt8(ascii: "}"))
        }
    }

    /// Appends an element whose parts' places are known and in which nothing is to be put right.
    private func append(
        _ message: AcceptedMessage, _ bytes: [UInt8], _ layout: MessageLayout, isReplay: Bool, to body: inout [UInt8]
    ) {
        body += #"{"payload":{"CommonBlock":{"#.utf8
        for index in 0..<MessageLayout.partsBeforeAddresses {
            guard let part = layout.part(index) else { continue }
            body += "\"\(MessageLayout.parts[index])\":".utf8
            body += bytes[part]
            body.append(UInt8(ascii: ","))
        }
        body += addresses(message)
        body.append(UInt8(ascii: ","))
        body += enrichment(message, isReplay: isReplay)
        for index in MessageLayout.partsBeforeAddresses..<MessageLayout.parts.count {
            guard let part = layout.part(index) else { continue }
            body += ",\"\(MessageLayout.parts[index])\":".utf8
            body += bytes[part]
        }
        body.append(UInt8(ascii: "}"))
        if let custom = layout.custom {
            body += ",\"CustomBlock\":".utf8
            body += bytes[custom]
        }
        body += "}}".utf8
    }

    private func masks(of message: AcceptedMessage, for role: RoleCode?) -> [FieldPath] {
        guard let role, let interface = InterfaceID(message.head.interface), table.masks(anythingOf: interface) else {
            return []
        }
        return table.masked(interface: interface, event: message.head.eventCode, for: role)
    }

    private func appendCommon(
        _ members: [ElementScanner.Member], _ message: AcceptedMessage, isReplay: Bool,
        _ copier: inout BlockCopier, to body: inout [UInt8]
    ) {
        var isFirst = true
        for part in Self.commonParts {
            if part == "A0" || part == "D0" {
                if !isFirst { body.append(UInt8(ascii: ",")) }
                body += part == "A0" ? addresses(message) : enrichment(message, isReplay: isReplay)
                isFirst = false
            } else if let member = members.first(where: { copier.scanner.isKey($0.key, part) }) {
                if !isFirst { body.append(UInt8(ascii: ",")) }
                body += "\"\(part)\":".utf8
                copier.copy(member.value, block: part, to: &body)
                isFirst = false
            }
        }
        // What the specification does not know was let through on purpose; it is not lost.
        for member in members where !Self.commonParts.contains(where: { copier.scanner.isKey(member.key, $0) }) {
            appendMember(member, &copier, to: &body)
        }
    }

    private func appendMember(
        _ member: ElementScanner.Member, _ copier: inout BlockCopier, to body: inout [UInt8]
    ) {
        body += ",\"".utf8
        copier.appendKey(member.key, to: &body)
        body += "\":".utf8
        copier.copy(member.value, block: nil, to: &body)
    }

    /// `"A0":{…}` with its key.
    private func addresses(_ message: AcceptedMessage) -> [UInt8] {
        var writer = JSONWriter()
        writer.key("A0")
        writer.beginObject()
        for (name, kind) in [
            ("primaryRecipients", AddresseeKind.primary), ("secondaryRecipients", .secondary), ("always", .always),
        ] {
            writer.key(name)
            writer.beginArray()
            for addressee in message.addressees where addressee.kind == kind { writer.string(addressee.recipient.text) }
            writer.endArray()
        }
        writer.endObject()
        return writer.bytes
    }

    /// `"D0":{…}` with its key.
    private func enrichment(_ message: AcceptedMessage, isReplay: Bool) -> [UInt8] {
        var writer = JSONWriter()
        writer.key("D0")
        writer.beginObject()
        writer.key("transactionID")
        writer.string(message.transactionID)
        writer.key("transactionTimestamp")
        writer.string(message.acceptedAt.isoWithOffset)
        writer.key("publicationID")
        writer.string(InterfaceID(message.head.interface)?.publication ?? message.head.interface)
        writer.key("initialCorrelationID")
        writer.optional(message.initialCorrelationID)
        writer.key("replayIndicator")
        writer.boolean(isReplay)
        writer.key("serviceTicketURL")
        writer.optional(settings.serviceTicketURL)
        writer.endObject()
        return writer.bytes
    }
}

/// Copies values with keys in the specification's case and masked fields as `x`; runs without either are copied whole.
struct BlockCopier {
    let scanner: ElementScanner
    let names: NameTable
    let masks: [FieldPath]

    /// Copies a value.
    /// - Parameter block: the block that it is, where masks could apply to its own fields.
    mutating func copy(_ range: Range<Int>, block: String?, to body: inout [UInt8]) {
        copy(range, masked: block.map(fields(of:)) ?? [], to: &body)
    }

    /// A key, in the specification's case where it is known, else as it came.
    func appendKey(_ key: Range<Int>, to body: inout [UInt8]) {
        if let name = otherName(key) { body += name } else { body += scanner.bytes[key] }
    }

    private func fields(of block: String) -> [String] {
        masks.isEmpty ? [] : masks.filter { $0.block == block || $0.block + "List" == block }.map(\.field)
    }

    /// The name that a key should have, or nil where it has it.
    @inline(__always)
    private func otherName(_ key: Range<Int>) -> [UInt8]? {
        guard let start = scanner.bytes.baseAddress else { return nil }
        var hasEscape = false
        for place in key where scanner.bytes[place] == UInt8(ascii: "\\") { hasEscape = true }
        if hasEscape {
            let name = scanner.name(key)
            return name.withUnsafeBufferPointer { buffer -> [UInt8]? in
                guard let start = buffer.baseAddress else { return nil }
                if case .otherCase(let index) = names.match(start, buffer.count) { return names[index] }
                return nil
            }
        }
        if case .otherCase(let index) = names.match(start + key.lowerBound, key.count) { return names[index] }
        return nil
    }

    private mutating func copy(_ range: Range<Int>, masked: [String], to body: inout [UInt8]) {
        let bytes = scanner.bytes
        var run = range.lowerBound
        var place = range.lowerBound
        func flush(_ end: Int, _ body: inout [UInt8]) { if end > run { body += bytes[run..<end] } }
        while place < range.upperBound {
            guard bytes[place] == UInt8(ascii: "\"") else {
                place += 1
                continue
            }
            let after = scanner.skipString(place, range.upperBound)
            let colon = scanner.skipSpace(after, range.upperBound)
            guard colon < range.upperBound, bytes[colon] == UInt8(ascii: ":") else {
                place = after
                continue
            }
            let key = (place + 1)..<max(place + 1, after - 1)
            if let name = otherName(key) {
                flush(key.lowerBound, &body)
                body += name
                run = key.upperBound
            }
            place = colon + 1
            guard !masks.isEmpty else { continue }
            let value = scanner.skipSpace(place, range.upperBound)
            if masked.contains(where: { scanner.isKey(key, $0) }) {
                flush(value, &body)
                body += "\"x\"".utf8
                run = max(value, scanner.skipValue(value, range.upperBound))
                place = run
            } else if let block = masks.first(where: { isBlock(key, $0.block) })?.block {
                flush(value, &body)
                let end = max(value, scanner.skipValue(value, range.upperBound))
                copy(value..<end, masked: fields(of: block), to: &body)
                run = end
                place = end
            }
        }
        flush(range.upperBound, &body)
    }

    private func isBlock(_ key: Range<Int>, _ block: String) -> Bool {
        scanner.isKey(key, block) || scanner.isKey(key, block + "List")
    }
}
