import DIP
import GRDB
import Kernel

/// An entry of the log as it is stored.
struct StoredEntry {
    var sequence: Int64
    var event: Int64
    var at: Int64
    var about: Int64?
    var data: [UInt8]

    static let columns = "entry.sequence, entry.event, entry.at, entry.about, entry.data"

    /// Reads the columns above, which come first.
    init(_ row: RawStatement) {
        sequence = row.int(0)
        event = row.int(1)
        at = row.int(2)
        about = row.isNull(3) ? nil : row.int(3)
        data = row.bytes(4)
    }

    var instant: Instant { Instant(milliseconds: at) }

    func message() throws(StoreError) -> EntryCodec.StoredMessage { try EntryCodec.message(data, at: instant) }
    func status() throws(StoreError) -> AddressedStatus { try EntryCodec.status(data, at: instant) }
}

/// Reads single entries and elements, its statements prepared once; valid as long as the connection is at hand.
struct LogReader {
    private let entries: RawStatement
    private let elements: RawStatement

    init(_ db: Database) throws {
        entries = try RawStatement(db, "SELECT \(StoredEntry.columns) FROM entry WHERE sequence = ?")
        elements = try RawStatement(db, "SELECT bytes FROM element WHERE sequence = ?")
    }

    func entry(_ sequence: Int64) throws -> StoredEntry? {
        entries.bind(sequence, at: 1)
        defer { entries.reset() }
        return try entries.step() ? StoredEntry(entries) : nil
    }

    /// The bytes of a message.
    func element(_ sequence: Int64) throws -> [UInt8] {
        elements.bind(sequence, at: 1)
        defer { elements.reset() }
        guard try elements.step() else {
            throw StoreError.damaged(what: "the bytes of the message \(sequence) are missing")
        }
        return elements.bytes(0)
    }
}

extension JournalFact {
    /// A message accepted. Two addressees of one queue are one parcel.
    init(
        _ message: AcceptedMessage, sender: DIPID, interface: InterfaceID, sequence: Int64,
        number: (QueueID) throws -> Int
    ) rethrows {
        self.init(sequence: sequence, at: message.acceptedAt.milliseconds, event: EntryEvent.accepted)
        reference = JournalHash.reference(message.head.senderUniqueReference, sender: sender.text)
        transaction = JournalHash.of(message.transactionID)
        mpan = message.head.mpan.map { JournalHash.of($0) }
        self.sender = JournalHash.party(sender.text)
        self.interface = JournalHash.interface(interface.text)
        zone.append(self.sender)
        zone.append(self.interface)
        for addressee in message.addressees {
            zone.append(JournalHash.party(addressee.recipient.text))
            let queue = try number(addressee.queue)
            if !queues.contains(queue) { queues.append(queue) }
        }
    }

    init(_ status: AddressedStatus, sequence: Int64, number: (QueueID) throws -> Int) rethrows {
        self.init(sequence: sequence, at: status.at.milliseconds, event: EntryEvent.status)
        let entry = status.entry
        reference = entry.senderUniqueReference.map { JournalHash.reference($0, sender: entry.senderID) }
        transaction = entry.transactionID.map { JournalHash.of($0) }
        mpan = status.mpan.map { JournalHash.of($0) }
        sender = JournalHash.party(entry.senderID)
        zone.append(sender)
        zone.append(JournalHash.party(status.recipient.text))
        if let code = entry.code { zone.append(JournalHash.code(code.text)) }
        queues = [try number(QueueID(recipient: status.recipient, lane: 0))]
    }

    /// A try at a parcel, or the request that made one.
    init(
        about base: MessageTrace, recipient: DIPID, code: String?, sequence: Int64, at: Int64, event: Int64
    ) {
        self.init(sequence: sequence, at: at, event: event)
        about = base.sequence
        mpan = base.mpan
        zone += [base.sender, base.interface, JournalHash.party(recipient.text)]
        if let code { zone.append(JournalHash.code(code)) }
    }

    init(_ note: JournalLine, sequence: Int64) {
        self.init(sequence: sequence, at: note.at.milliseconds, event: EntryEvent.number(of: note.event))
        reference = note.senderUniqueReference.map { JournalHash.reference($0, sender: note.sender ?? "") }
        transaction = note.transactionID.map { JournalHash.of($0) }
        mpan = note.mpan.map { JournalHash.of($0) }
        for party in [note.sender, note.recipient] {
            if let party { zone.append(JournalHash.party(party)) }
        }
        if let interface = note.interface { zone.append(JournalHash.interface(interface)) }
        if let code = note.code { zone.append(JournalHash.code(code)) }
    }

    /// The fact that an entry of the log is, for following the log.
    init(
        _ entry: StoredEntry, number: (QueueID) throws -> Int, trace: (Int64) throws -> MessageTrace
    ) throws {
        switch entry.event {
        case EntryEvent.accepted:
            let stored = try entry.message()
            try self.init(
                stored.message, sender: stored.sender, interface: stored.interface, sequence: entry.sequence,
                number: number)
        case EntryEvent.status:
            try self.init(try entry.status(), sequence: entry.sequence, number: number)
        case EntryEvent.attempted, EntryEvent.delivered, EntryEvent.undelivered:
            let (parcel, queue, line) = try EntryCodec.settlement(entry.data)
            self.init(
                about: try trace(entry.about ?? parcel), recipient: queue.recipient, code: line.code,
                sequence: entry.sequence, at: entry.at, event: entry.event)
            let outcome: Outcome =
                switch entry.event {
                case EntryEvent.attempted: .retry
                case EntryEvent.delivered: .delivered
                default: .undelivered
                }
            settled = Settled(parcel: parcel, queue: try number(queue), outcome: outcome)
        case EntryEvent.requeued:
            var reader = ByteReader(entry.data)
            let queue = try EntryCodec.queue(&reader)
            self.init(
                about: try trace(entry.about ?? 0), recipient: queue.recipient, code: nil, sequence: entry.sequence,
                at: entry.at, event: entry.event)
            queues = [try number(queue)]
        default:
            let event = try EntryEvent.event(entry.event)
            self.init(
                try EntryCodec.note(entry.data, sequence: entry.sequence, at: entry.instant, event: event),
                sequence: entry.sequence)
        }
    }
}

extension MessageTrace {
    /// The trace of a message or status message that is read from the log.
    init(_ entry: StoredEntry) throws {
        if entry.event == EntryEvent.accepted {
            self.init(try entry.message(), sequence: entry.sequence)
        } else {
            self.init(try entry.status(), sequence: entry.sequence)
        }
    }

    init(_ stored: EntryCodec.StoredMessage, sequence: Int64) {
        self.init(
            sequence: sequence, mpan: stored.message.head.mpan.map { JournalHash.of($0) },
            sender: JournalHash.party(stored.sender.text), interface: JournalHash.interface(stored.interface.text))
    }

    init(_ status: AddressedStatus, sequence: Int64) {
        self.init(
            sequence: sequence, mpan: status.mpan.map { JournalHash.of($0) },
            sender: JournalHash.party(status.entry.senderID), interface: 0)
    }
}
