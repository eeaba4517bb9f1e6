public import Kernel

/// A journal in memory, for tests and for runs that leave nothing behind: plain lists, walked from end to end.
///
/// It keeps all that it is given, and keeps every promise of the port but to outlive its process.
public actor MemoryJournal: MessageJournal {
    /// Messages, status messages or lines that one call may hand over.
    static let entriesPerCall = 10_000

    private struct Entry {
        enum Contents {
            case message(AcceptedMessage, sender: DIPID, interface: InterfaceID, bytes: [UInt8])
            case status(AddressedStatus)
            /// A try at a parcel, or a request that made one, of the entry with this index.
            case about(Int)
            case note
        }
        var line: JournalLine
        var contents: Contents
    }

    private struct Waiting {
        var id: Int64
        /// Index of the entry with the contents.
        var entry: Int
        var attempts = 0
        var isReplay: Bool
    }

    private struct Used: Hashable {
        var sender: DIPID
        var reference: [UInt8]
    }

    /// The entry of sequence n is at n - 1.
    private var entries: [Entry] = []
    private var bodies: [(first: Int, body: [UInt8])] = []
    private var queuesByID: [QueueID: [Waiting]] = [:]
    private var queueOfParcel: [Int64: QueueID] = [:]
    private var used: Set<Used> = []
    private var transactions: [String: Int] = [:]
    private var lastParcel: Int64 = 0
    private var counted = JournalTotals()

    public init() {}

    public func append(posts: [AcceptedPost]) throws(JournalError) -> [AppendOutcome] {
        let count = posts.reduce(0) { $0 + $1.messages.count }
        try Self.bound(count, "a call of \(count) messages")
        let (reports, notes) = (posts.reduce(0) { $0 + $1.reports.count }, posts.reduce(0) { $0 + $1.notes.count })
        try Self.bound(reports, "a call of \(reports) status messages")
        try Self.bound(notes, "a call of \(notes) lines")
        return posts.map { append($0) }
    }

    private func append(_ post: AcceptedPost) -> AppendOutcome {
        var seen = used
        let repeated = post.messages.indices.filter { index in
            !seen.insert(Self.used(post, post.messages[index])).inserted
        }
        guard repeated.isEmpty else { return .repeated(indexes: repeated) }
        used = seen
        let first = entries.count
        bodies.append((first, post.body))
        for message in post.messages {
            let range = message.head.bytes.clamped(to: 0..<post.body.count)
            let line = JournalLine(
                message, sender: post.sender, interface: post.interface, sequence: Int64(entries.count + 1))
            transactions[message.transactionID] = entries.count
            entries.append(
                Entry(
                    line: line,
                    contents: .message(
                        message, sender: post.sender, interface: post.interface, bytes: Array(post.body[range]))))
            counted.messages += 1
            var queues: [QueueID] = []
            for addressee in message.addressees {
                let queue = addressee.queue
                guard !queues.contains(queue) else { continue }
                queues.append(queue)
                put(entries.count - 1, in: queue, isReplay: false)
            }
        }
        for report in post.reports { append(report) }
        for note in post.notes { append(note) }
        return .appended(first: Int64(first + 1))
    }

    private static func used(_ post: AcceptedPost, _ message: AcceptedMessage) -> Used {
        Used(sender: post.sender, reference: Array(message.head.senderUniqueReference.utf8))
    }

    private func put(_ entry: Int, in queue: QueueID, isReplay: Bool) {
        lastParcel += 1
        queuesByID[queue, default: []].append(Waiting(id: lastParcel, entry: entry, isReplay: isReplay))
        queueOfParcel[lastParcel] = queue
        counted.waiting += 1
    }

    public func append(statuses: [AddressedStatus]) throws(JournalError) {
        try Self.bound(statuses.count, "a call of \(statuses.count) status messages")
        for status in statuses { append(status) }
    }

    private func append(_ status: AddressedStatus) {
        let line = JournalLine(status, sequence: Int64(entries.count + 1))
        entries.append(Entry(line: line, contents: status.isKeptHere ? .note : .status(status)))
        guard !status.isKeptHere else { return }
        put(entries.count - 1, in: QueueID(recipient: status.recipient, lane: 0), isReplay: false)
    }

    public func append(notes: [JournalLine]) throws(JournalError) {
        try Self.bound(notes.count, "a call of \(notes.count) lines")
        for note in notes { append(note) }
    }

    private func append(_ note: JournalLine) {
        var line = note
        line.sequence = Int64(entries.count + 1)
        entries.append(Entry(line: line, contents: .note))
        if line.event == .refused { counted.refusedPosts += 1 }
    }

    public func queues() -> [QueueSummary] {
        queuesByID.keys.sorted().compactMap { queue in
            guard let waiting = queuesByID[queue], let first = waiting.first else { return nil }
            return QueueSummary(queue: queue, waiting: waiting.count, oldest: entries[first.entry].line.at)
        }
    }

    public func waiting(in queue: QueueID, after parcel: Int64?, limit: Int, maximumBytes: Int) -> [Parcel] {
        let after = parcel ?? 0
        return page((queuesByID[queue] ?? []).lazy.filter { $0.id > after }, queue, limit, maximumBytes)
    }

    private func page(
        _ waiting: some Sequence<Waiting>, _ queue: QueueID, _ limit: Int, _ maximumBytes: Int
    ) -> [Parcel] {
        var parcels: [Parcel] = []
        var bytes = 0
        for next in waiting {
            guard parcels.count < limit else { break }
            guard let parcel = parcel(next, queue) else { continue }
            if !parcels.isEmpty, bytes + parcel.size > maximumBytes { break }
            bytes += parcel.size
            parcels.append(parcel)
        }
        return parcels
    }

    private func parcel(_ waiting: Waiting, _ queue: QueueID) -> Parcel? {
        switch entries[waiting.entry].contents {
        case .message(let message, _, let interface, let bytes):
            Parcel(
                id: waiting.id, queue: queue, channel: .interface(interface),
                addressee: message.addressees.first { $0.recipient == queue.recipient && $0.lane == queue.lane },
                contents: .message(message, bytes: bytes), attempts: waiting.attempts, isReplay: waiting.isReplay)
        case .status(let status):
            Parcel(
                id: waiting.id, queue: queue, channel: .status, addressee: nil, contents: .status(status.entry),
                attempts: waiting.attempts, isReplay: waiting.isReplay)
        // A request's parcel has the contents of what it is about.
        case .about(let base):
            parcel(Waiting(id: waiting.id, entry: base, attempts: waiting.attempts, isReplay: true), queue)
        case .note: nil
        }
    }

    public func settle(_ settlements: [Settlement]) throws(JournalError) {
        try Self.bound(settlements.count, "a call of \(settlements.count) deliveries")
        for settlement in settlements { settle(settlement) }
    }

    private func settle(_ settlement: Settlement) {
        guard let queue = queueOfParcel[settlement.parcel],
            let index = queuesByID[queue]?.firstIndex(where: { $0.id == settlement.parcel }),
            let waiting = queuesByID[queue]?[index]
        else { return }
        let base = base(of: waiting.entry)
        var line = entries[base].line
        line.sequence = Int64(entries.count + 1)
        line.at = settlement.at
        line.recipient = queue.recipient.text
        line.code = settlement.code?.text
        line.httpStatus = settlement.httpStatus
        line.detail = settlement.detail
        switch settlement.outcome {
        case .retry:
            line.event = .attempted
            queuesByID[queue]?[index].attempts += 1
        case .delivered, .undelivered:
            line.event = settlement.outcome == .delivered ? .delivered : .undelivered
            queuesByID[queue]?.remove(at: index)
            queueOfParcel[settlement.parcel] = nil
            counted.waiting -= 1
            if line.event == .delivered { counted.delivered += 1 } else { counted.undelivered += 1 }
        }
        entries.append(Entry(line: line, contents: .about(base)))
    }

    private func base(of entry: Int) -> Int {
        if case .about(let base) = entries[entry].contents { return base }
        return entry
    }

    public func requeue(_ selection: ReplaySelection, at: Instant) -> Int {
        let selected = selected(selection)
        for (entry, queue) in selected {
            var line = entries[entry].line
            line.sequence = Int64(entries.count + 1)
            line.at = at
            line.event = .requeued
            line.recipient = queue.recipient.text
            line.code = nil
            line.detail = nil
            entries.append(Entry(line: line, contents: .about(entry)))
            put(entries.count - 1, in: queue, isReplay: true)
        }
        return selected.count
    }

    /// Identifiers of these parcels are places among messages, which no parcel of a queue has.
    public func replay(
        _ selection: ReplaySelection, after parcel: Int64?, limit: Int, maximumBytes: Int
    ) -> [Parcel] {
        var parcels: [Parcel] = []
        var bytes = 0
        for (entry, queue) in selected(selection) where Int64(entry + 1) << 20 > parcel ?? 0 {
            let waiting = Waiting(id: Int64(entry + 1) << 20, entry: entry, isReplay: true)
            guard parcels.count < limit, let found = self.parcel(waiting, queue) else { break }
            if !parcels.isEmpty, bytes + found.size > maximumBytes { break }
            bytes += found.size
            parcels.append(found)
        }
        return parcels
    }

    private func selected(_ selection: ReplaySelection) -> [(entry: Int, queue: QueueID)] {
        entries.indices.compactMap { index in
            switch entries[index].contents {
            case .message(let message, _, let interface, _):
                guard selection.accepts(message, interface: interface) else { return nil }
                return message.addressees.first { $0.recipient == selection.recipient }.map {
                    (index, $0.queue)
                }
            case .status(let status):
                return selection.accepts(status) ? (index, QueueID(recipient: status.recipient, lane: 0)) : nil
            case .about, .note: return nil
            }
        }
    }

    public func lines(after sequence: Int64, filter: JournalFilter, limit: Int) -> [JournalLine] {
        lines(entries.suffix(from: min(max(0, Int(sequence)), entries.count)), filter, limit)
    }

    public func lines(before sequence: Int64?, filter: JournalFilter, limit: Int) -> [JournalLine] {
        let end = sequence.map { min(max(0, Int($0) - 1), entries.count) } ?? entries.count
        return lines(entries.prefix(end).reversed(), filter, limit)
    }

    private func lines(_ entries: some Sequence<Entry>, _ filter: JournalFilter, _ limit: Int) -> [JournalLine] {
        var lines: [JournalLine] = []
        for entry in entries {
            guard lines.count < limit else { break }
            var addressees: [DIPID] = []
            if case .message(let message, _, _, _) = entry.contents { addressees = message.addressees.map(\.recipient) }
            if filter.accepts(entry.line, addressees: addressees) { lines.append(entry.line) }
        }
        return lines
    }

    public func message(transactionID: String) -> JournalledMessage? {
        guard let index = transactions[transactionID],
            case .message(let message, _, _, let bytes) = entries[index].contents
        else { return nil }
        return JournalledMessage(sequence: Int64(index + 1), message: message, bytes: bytes)
    }

    public func origin(ofTransaction transactionID: String) -> MessageOrigin? {
        guard let index = transactions[transactionID],
            case .message(let message, let sender, _, _) = entries[index].contents
        else { return nil }
        return MessageOrigin(
            sender: sender, connectionProvider: message.head.connectionProvider, mpan: message.head.mpan,
            recipients: message.addressees.map(\.recipient))
    }

    /// The whole body of the POST that a message came in, to the byte, or nil where no such transaction is known.
    public func body(ofTransaction transactionID: String) -> [UInt8]? {
        guard let index = transactions[transactionID] else { return nil }
        return bodies.last { $0.first <= index }?.body
    }

    public func totals() -> JournalTotals {
        var totals = counted
        totals.lastSequence = Int64(entries.count)
        return totals
    }

    private static func bound(_ count: Int, _ attempted: String) throws(JournalError) {
        guard count <= entriesPerCall else { throw .beyondLimit(attempted: attempted, limit: entriesPerCall) }
    }
}
