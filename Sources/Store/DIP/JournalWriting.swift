import DIP
import GRDB
import Synchronization
import Kernel

/// What a caller asks the writer for.
enum JournalCommand: Sendable {
    case posts([AcceptedPost])
    case statuses([AddressedStatus])
    case notes([JournalLine])
    case settlements([Settlement])
    /// Parcels to be made again: what each is about, and its queue.
    case requeue([(about: Int64, queue: QueueID)], at: Instant)
    /// Nothing, but to follow what another process wrote.
    case follow

    /// Whether its caller is told only when the disk has it.
    var isDurable: Bool {
        switch self {
        case .posts, .statuses, .requeue: true
        case .notes, .settlements, .follow: false
        }
    }

    var attempt: String {
        switch self {
        case .posts: "take posts in"
        case .statuses: "take status messages in"
        case .notes: "write lines"
        case .settlements: "record deliveries"
        case .requeue: "requeue messages"
        case .follow: "follow the journal"
        }
    }

    /// What it puts on a transaction: entries and bytes.
    var weight: (entries: Int, bytes: Int) {
        switch self {
        case .posts(let posts):
            posts.reduce(into: (0, 0)) { sum, post in
                let beside = post.reports.count + post.notes.count
                sum.0 += post.messages.count + beside
                sum.1 += post.body.count + beside * 512
            }
        case .statuses(let statuses): (statuses.count, statuses.count * 512)
        case .notes(let lines): (lines.count, lines.count * 512)
        case .settlements(let settlements): (settlements.count, settlements.count * 64)
        case .requeue(let parcels, _): (parcels.count, parcels.count * 64)
        case .follow: (0, 0)
        }
    }
}

enum JournalReply: Sendable {
    case outcomes([AppendOutcome])
    case done
}

/// Writes the commands of one transaction; the state changes only when the facts gathered here are applied after it.
struct JournalWriting {
    let db: Database
    let journal: SQLiteJournal
    var next: Int64
    var facts: [JournalFact] = []
    /// Posts whose messages stay at hand for their delivery.
    var posts: [(first: Int64, post: AcceptedPost)] = []
    /// Queues that the state does not know yet, numbered on from its own.
    var newQueues: [QueueID] = []

    private let knownQueues: Int
    private var newNumbers: [QueueID: Int] = [:]
    private var references: [Int64: [Int64]] = [:]
    private var settled: Set<Int64> = []
    private var writer = ByteWriter(capacity: 1_024)
    private let insertEntry: RawStatement
    private let insertElement: RawStatement
    private let findReference: RawStatement
    private let log: LogReader

    init(_ db: Database, _ journal: SQLiteJournal) throws {
        self.db = db
        self.journal = journal
        let (last, queues) = journal.state.withLock { ($0.lastSequence, $0.queues.count) }
        next = last + 1
        knownQueues = queues
        insertEntry = try RawStatement(db, "INSERT INTO entry VALUES (?, ?, ?, ?, ?)")
        insertElement = try RawStatement(db, "INSERT INTO element VALUES (?, ?)")
        findReference = try RawStatement(db, SQLiteJournal.keysOnDisk)
        log = try LogReader(db)
    }

    mutating func write(_ command: JournalCommand) throws -> JournalReply {
        switch command {
        case .posts(let posts): return .outcomes(try posts.map { try write($0) })
        case .statuses(let statuses): for status in statuses { try write(status) }
        case .notes(let notes): for note in notes { try write(note) }
        case .settlements(let settlements): for settlement in settlements { try write(settlement) }
        case .requeue(let parcels, let at):
            for parcel in parcels { try requeue(about: parcel.about, queue: parcel.queue, at: at) }
        case .follow: break
        }
        return .done
    }

    // MARK: - One of each

    private mutating func write(_ post: AcceptedPost) throws -> AppendOutcome {
        let hashes = post.messages.map {
            JournalHash.reference($0.head.senderUniqueReference, sender: post.sender.text)
        }
        let repeated = try repeats(post, hashes)
        guard repeated.isEmpty else { return .repeated(indexes: repeated) }
        let first = next
        for (index, message) in post.messages.enumerated() {
            writer.removeAll()
            EntryCodec.write(
                message, of: post, index: index, glue: index == 0 ? BodyGlue.stored(of: post) : [], into: &writer)
            let sequence = next
            let fact = try JournalFact(
                message, sender: post.sender, interface: post.interface, sequence: sequence,
                number: { queue in try number(of: queue) })
            try insert(fact, about: first)
            try journal.beforeChange?()
            insertElement.bind(sequence, at: 1)
            try post.body.withUnsafeBytes { body in
                let range = message.head.bytes.clamped(to: 0..<body.count)
                try insertElement.run(bytes: UnsafeRawBufferPointer(rebasing: body[range]), at: 2)
            }
            references[hashes[index], default: []].append(sequence)
        }
        for report in post.reports { try write(report) }
        for note in post.notes { try write(note) }
        // Deliveries need its messages at hand, and no more.
        var kept = post
        (kept.reports, kept.notes) = ([], [])
        posts.append((first, kept))
        return .appended(first: first)
    }

    /// The indexes of a post's messages whose reference its sender used before.
    private func repeats(_ post: AcceptedPost, _ hashes: [Int64]) throws -> [Int] {
        var seen: Set<String> = []
        var repeated: [Int] = []
        let known = journal.state.withLock { state in
            hashes.map { hash in
                var found: [Int64] = []
                for table in state.tables { table.find(.reference, hash, into: &found) }
                return found
            }
        }
        for (index, message) in post.messages.enumerated() {
            let reference = message.head.senderUniqueReference
            let again =
                try !seen.insert(reference).inserted
                || isUsed(reference, by: post.sender.text, hash: hashes[index], known: known[index])
            if again { repeated.append(index) }
        }
        return repeated
    }

    private func isUsed(_ reference: String, by sender: String, hash: Int64, known: [Int64]) throws -> Bool {
        let candidates = try known + (references[hash] ?? []) + SQLiteJournal.find(findReference, .reference, hash)
        for sequence in candidates {
            guard let entry = try log.entry(sequence), entry.event == EntryEvent.accepted else { continue }
            // Equal means equal bytes: two spellings of one letter are two references.
            let identity = try EntryCodec.identity(entry.data)
            if identity.sender == sender, identity.reference.utf8.elementsEqual(reference.utf8) { return true }
        }
        return false
    }

    private mutating func write(_ status: AddressedStatus) throws {
        guard !status.isKeptHere else { return try write(JournalLine(status, sequence: 0)) }
        writer.removeAll()
        EntryCodec.write(status, into: &writer)
        let fact = try JournalFact(status, sequence: next, number: { queue in try number(of: queue) })
        try insert(fact, about: nil)
    }

    private mutating func write(_ note: JournalLine) throws {
        writer.removeAll()
        EntryCodec.write(note, into: &writer)
        try insert(JournalFact(note, sequence: next), about: nil)
    }

    private mutating func write(_ settlement: Settlement) throws {
        let (parcel, number) = ParcelID.parts(of: settlement.parcel)
        guard !settled.contains(settlement.parcel) else { return }
        let handedOut = journal.handedOut.trace(settlement.parcel)
        guard let queue = try openQueue(of: parcel, number, isKnown: handedOut != nil) else { return }
        let base = try handedOut ?? journal.base(of: parcel, log)
        let event: Int64
        let outcome: JournalFact.Outcome
        switch settlement.outcome {
        case .delivered: (event, outcome) = (EntryEvent.delivered, .delivered)
        case .undelivered: (event, outcome) = (EntryEvent.undelivered, .undelivered)
        case .retry: (event, outcome) = (EntryEvent.attempted, .retry)
        }
        if outcome != .retry { settled.insert(settlement.parcel) }
        writer.removeAll()
        EntryCodec.write(settlement, parcel: parcel, queue: queue, into: &writer)
        var fact = JournalFact(
            about: base, recipient: queue.recipient, code: settlement.code?.text, sequence: next,
            at: settlement.at.milliseconds, event: event)
        fact.settled = JournalFact.Settled(parcel: parcel, queue: number, outcome: outcome)
        try insert(fact, about: base.sequence)
    }

    private mutating func requeue(about: Int64, queue: QueueID, at: Instant) throws {
        writer.removeAll()
        EntryCodec.write(requeued: queue, into: &writer)
        var fact = JournalFact(
            about: try journal.base(of: about, log), recipient: queue.recipient, code: nil, sequence: next,
            at: at.milliseconds, event: EntryEvent.requeued)
        fact.queues = [try number(of: queue)]
        try insert(fact, about: about)
    }

    // MARK: - Parts

    private mutating func insert(_ fact: JournalFact, about: Int64?) throws {
        try journal.beforeChange?()
        insertEntry.bind(fact.sequence, at: 1)
        insertEntry.bind(fact.event, at: 2)
        insertEntry.bind(fact.at, at: 3)
        insertEntry.bind(about, at: 4)
        try writer.bytes.withUnsafeBytes { try insertEntry.run(bytes: $0, at: 5) }
        facts.append(fact)
        next += 1
    }

    /// The queue of a parcel that is not settled for good; nil for one that is, or that never was.
    private func openQueue(of parcel: Int64, _ number: Int, isKnown: Bool) throws -> QueueID? {
        let (queue, isThere, indexed) = journal.state.withLock { state -> (QueueID?, Bool, Int64) in
            guard number < state.queues.count, !state.queues[number].isSettled(parcel) else { return (nil, false, 0) }
            let isThere = isKnown || state.has(parcel: parcel, inMemoryOf: number)
            return (state.queues[number].id, isThere, state.indexed)
        }
        guard let queue else { return nil }
        if isThere { return queue }
        guard parcel <= indexed else { return nil }
        let statement = try RawStatement(db, "SELECT 1 FROM key WHERE kind = ? AND hash = ? AND sequence = ?")
        statement.bind(JournalKey.Kind.queue.rawValue, at: 1)
        statement.bind(Int64(number), at: 2)
        statement.bind(parcel, at: 3)
        defer { statement.reset() }
        return try statement.step() ? queue : nil
    }

    private mutating func number(of queue: QueueID) throws -> Int {
        if let known = journal.state.withLock({ $0.numbers[queue] }) { return known }
        if let new = newNumbers[queue] { return new }
        let number = knownQueues + newQueues.count
        guard number < ParcelID.queuesMax else {
            throw JournalError.beyondLimit(attempted: "a queue for \(queue)", limit: ParcelID.queuesMax)
        }
        try journal.beforeChange?()
        try db.execute(
            sql: "INSERT INTO queue VALUES (?, ?, ?, 0, x'00', x'00', 0)",
            arguments: [number, queue.recipient.text, queue.lane])
        newQueues.append(queue)
        newNumbers[queue] = number
        return number
    }
}

/// A parcel's identifier: the sequence of the entry that put it in its queue, and the queue's number.
enum ParcelID {
    /// Queues that a journal can have: recipients times lanes.
    static let queuesMax = 1 << 20

    static func of(_ sequence: Int64, queue: Int) -> Int64 { sequence << 20 | Int64(queue) }
    static func parts(of parcel: Int64) -> (sequence: Int64, queue: Int) {
        (parcel >> 20, Int(parcel & Int64(queuesMax - 1)))
    }
}
