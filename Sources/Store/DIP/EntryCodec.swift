import DIP
import Kernel

/// The stored form of the journal's entries: texts after their length, numbers as LEB128.
enum EntryCodec {
    /// A message as its entry tells it, without its bytes.
    struct StoredMessage {
        var sender: DIPID
        var interface: InterfaceID
        var message: AcceptedMessage
    }

    /// A try at a delivery, a request for one, or a note: what a line prints beyond its message.
    struct StoredLine {
        var recipient: String?
        var code: String?
        var httpStatus: Int?
        var detail: String?
        var milliseconds: Int?
    }

    // MARK: - Messages

    /// - Parameter glue: for a post's first message, the body's bytes that belong to no element.
    static func write(
        _ message: AcceptedMessage, of post: AcceptedPost, index: Int, glue: [UInt8], into writer: inout ByteWriter
    ) {
        let head = message.head
        writer.text(post.sender.text)
        writer.text(post.interface.text)
        writer.text(message.transactionID)
        writer.text(head.senderUniqueReference)
        writer.optional(head.mpan)
        writer.number(message.addressees.count)
        for addressee in message.addressees {
            writer.text(addressee.recipient.text)
            writer.text(addressee.role.text)
            writer.byte(kinds[addressee.kind] ?? 0)
            writer.number(addressee.lane)
        }
        writer.optional(head.interface == post.interface.text ? nil : head.interface)
        writer.text(head.schemaVersion)
        writer.text(head.eventCode)
        writer.text(head.environmentTag)
        writer.optional(head.subText)
        writer.text(head.senderTimestamp)
        writer.optional(head.sender == post.sender.text ? nil : head.sender)
        writer.text(head.senderRole)
        writer.optional(head.senderCorrelation)
        writer.optional(head.connectionProvider)
        writer.texts(head.primaryRecipients)
        writer.optional(head.distributor)
        writer.optional(head.gspGroup)
        writer.optional(head.responseCode)
        writer.number(head.bytes.lowerBound)
        writer.number(head.bytes.count)
        writer.optional(message.initialCorrelationID)
        writer.number(index)
        writer.number(post.messages.count)
        writer.blob(glue)
        // Entries of earlier releases end before it.
        writer.numbers((head.layoutPlaces ?? []).map { Int($0) })
    }

    private static let kinds: [AddresseeKind: UInt8] = [.primary: 0, .secondary: 1, .always: 2]

    static func message(_ bytes: [UInt8], at: Instant) throws(StoreError) -> StoredMessage {
        var reader = ByteReader(bytes)
        guard let sender = DIPID(try reader.text()), let interface = InterfaceID(try reader.text()) else {
            throw damaged("a message's sender or interface is none")
        }
        let transactionID = try reader.text()
        var head = MessageHead()
        head.senderUniqueReference = try reader.text()
        head.mpan = try reader.optional()
        let addressees = try self.addressees(&reader)
        head.interface = try reader.optional() ?? interface.text
        head.schemaVersion = try reader.text()
        head.eventCode = try reader.text()
        head.environmentTag = try reader.text()
        head.subText = try reader.optional()
        head.senderTimestamp = try reader.text()
        head.sender = try reader.optional() ?? sender.text
        head.senderRole = try reader.text()
        head.senderCorrelation = try reader.optional()
        head.connectionProvider = try reader.optional()
        head.primaryRecipients = try reader.texts()
        head.distributor = try reader.optional()
        head.gspGroup = try reader.optional()
        head.responseCode = try reader.optional()
        let start = try reader.number()
        let count = try reader.number()
        guard start >= 0, count >= 0, start <= Int(Int32.max), count <= Int(Int32.max) else {
            throw damaged("a message's place in its body is none")
        }
        head.bytes = start..<(start + count)
        let correlation = try reader.optional()
        for _ in 0..<2 { _ = try reader.number() }
        _ = try reader.blob()
        head.layoutPlaces = try places(&reader)
        let message = AcceptedMessage(
            head: head, transactionID: transactionID, acceptedAt: at, initialCorrelationID: correlation,
            addressees: addressees)
        return StoredMessage(sender: sender, interface: interface, message: message)
    }

    /// A message's sender and reference alone.
    static func identity(_ bytes: [UInt8]) throws(StoreError) -> (sender: String, reference: String) {
        var reader = ByteReader(bytes)
        let sender = try reader.text()
        _ = try reader.text()
        _ = try reader.text()
        return (sender, try reader.text())
    }

    /// What follows a message's own fields: its index, the messages of its post, and the post's glue.
    static func place(_ bytes: [UInt8], at: Instant) throws(StoreError) -> (index: Int, count: Int, glue: [UInt8]) {
        // Read past the message again: bodies are put together for a person who looks, not for the traffic.
        var reader = ByteReader(bytes)
        for _ in 0..<4 { _ = try reader.text() }
        _ = try reader.optional()
        _ = try addressees(&reader)
        _ = try reader.optional()
        for _ in 0..<3 { _ = try reader.text() }
        _ = try reader.optional()
        _ = try reader.text()
        _ = try reader.optional()
        _ = try reader.text()
        for _ in 0..<2 { _ = try reader.optional() }
        _ = try reader.texts()
        for _ in 0..<3 { _ = try reader.optional() }
        for _ in 0..<2 { _ = try reader.number() }
        _ = try reader.optional()
        return (try reader.number(), try reader.number(), try reader.blob())
    }

    /// Where an element's parts lie; nil where the entry does not say.
    private static func places(_ reader: inout ByteReader) throws(StoreError) -> [UInt32]? {
        guard !reader.isAtEnd else { return nil }
        let numbers = try reader.numbers()
        let places = numbers.compactMap { UInt32(exactly: $0) }
        guard places.count == numbers.count else { throw damaged("a part's place is none") }
        return places.isEmpty ? nil : places
    }

    private static func addressees(_ reader: inout ByteReader) throws(StoreError) -> [Addressee] {
        var addressees: [Addressee] = []
        for _ in 0..<(try reader.count()) {
            guard let recipient = DIPID(try reader.text()), let role = RoleCode(try reader.text()) else {
                throw damaged("an addressee is none")
            }
            let kind = AddresseeKind.allCases[min(Int(try reader.byte()), 2)]
            addressees.append(Addressee(recipient: recipient, role: role, kind: kind, lane: try reader.number()))
        }
        return addressees
    }

    // MARK: - Statuses

    static func write(_ status: AddressedStatus, into writer: inout ByteWriter) {
        let entry = status.entry
        writer.text(status.recipient.text)
        writer.optional(status.mpan)
        writer.optional(entry.transactionID)
        writer.optional(entry.senderUniqueReference)
        writer.optional(entry.correlationID)
        writer.text(entry.sentTimestamp)
        writer.text(entry.senderID)
        writer.optional(entry.recipientID)
        writer.optional(entry.connectionProviderID)
        writer.optional(entry.message)
        writer.optional(entry.help)
        writer.optional(entry.serviceTicketURL)
    }

    static func status(_ bytes: [UInt8], at: Instant) throws(StoreError) -> AddressedStatus {
        var reader = ByteReader(bytes)
        guard let recipient = DIPID(try reader.text()) else { throw damaged("a status message's recipient is none") }
        let mpan = try reader.optional()
        let transactionID = try reader.optional()
        let reference = try reader.optional()
        let correlation = try reader.optional()
        let sent = try reader.text()
        let sender = try reader.text()
        let entry = StatusEntry(
            transactionID: transactionID, senderUniqueReference: reference, correlationID: correlation,
            sentTimestamp: sent, senderID: sender, recipientID: try reader.optional(),
            connectionProviderID: try reader.optional(), message: try reader.optional(), help: try reader.optional(),
            serviceTicketURL: try reader.optional())
        return AddressedStatus(entry: entry, recipient: recipient, at: at, mpan: mpan)
    }

    // MARK: - Tries and requests

    /// - Parameter parcel: the entry that put the parcel in its queue.
    static func write(
        _ settlement: Settlement, parcel: Int64, queue: QueueID, into writer: inout ByteWriter
    ) {
        writer.number(Int(parcel))
        writer.text(queue.recipient.text)
        writer.number(queue.lane)
        writer.optional(settlement.code?.text)
        writer.number(settlement.httpStatus ?? -1)
        writer.text(settlement.detail)
        writer.number(settlement.milliseconds)
    }

    /// A request: its queue alone.
    static func write(requeued queue: QueueID, into writer: inout ByteWriter) {
        writer.text(queue.recipient.text)
        writer.number(queue.lane)
    }

    static func queue(_ reader: inout ByteReader) throws(StoreError) -> QueueID {
        guard let recipient = DIPID(try reader.text()) else { throw damaged("a queue's recipient is none") }
        return QueueID(recipient: recipient, lane: try reader.number())
    }

    static func settlement(_ bytes: [UInt8]) throws(StoreError) -> (parcel: Int64, queue: QueueID, line: StoredLine) {
        var reader = ByteReader(bytes)
        let parcel = Int64(try reader.number())
        let queue = try self.queue(&reader)
        let code = try reader.optional()
        let status = try reader.number()
        let detail = try reader.text()
        let line = StoredLine(
            recipient: queue.recipient.text, code: code, httpStatus: status < 0 ? nil : status, detail: detail,
            milliseconds: try reader.number())
        return (parcel, queue, line)
    }

    // MARK: - Notes

    static func write(_ line: JournalLine, into writer: inout ByteWriter) {
        for text in [
            line.transactionID, line.senderUniqueReference, line.interface, line.eventCode, line.sender,
            line.recipient, line.mpan, line.code, line.detail,
        ] { writer.optional(text) }
        writer.optional(line.httpStatus.map(String.init))
    }

    static func note(
        _ bytes: [UInt8], sequence: Int64, at: Instant, event: JournalLine.Event
    ) throws(StoreError) -> JournalLine {
        var reader = ByteReader(bytes)
        return JournalLine(
            sequence: sequence, at: at, event: event, transactionID: try reader.optional(),
            senderUniqueReference: try reader.optional(), interface: try reader.optional(),
            eventCode: try reader.optional(), sender: try reader.optional(), recipient: try reader.optional(),
            mpan: try reader.optional(), code: try reader.optional(), detail: try reader.optional()
        ).with(httpStatus: try reader.optional().flatMap { Int($0) })
    }

    static func damaged(_ what: String) -> StoreError { .damaged(what: what) }
}

extension JournalLine {
    fileprivate func with(httpStatus: Int?) -> JournalLine {
        var line = self
        line.httpStatus = httpStatus
        return line
    }
}

extension ByteWriter {
    /// A text or none.
    mutating func optional(_ text: String?) {
        guard let text else { return byte(0) }
        byte(1)
        self.text(text)
    }
}

extension ByteReader {
    mutating func optional() throws(StoreError) -> String? {
        try byte() == 0 ? nil : try text()
    }

    mutating func blob() throws(StoreError) -> [UInt8] {
        var blob: [UInt8] = []
        for _ in 0..<(try count()) { blob.append(try byte()) }
        return blob
    }
}
