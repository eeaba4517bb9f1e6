public import DIP
import Foundation
import GRDB
import Synchronization
import Kernel

extension SQLiteJournal: MessageJournal {
    public func append(posts: [AcceptedPost]) async throws(JournalError) -> [AppendOutcome] {
        let count = posts.reduce(0) { $0 + $1.messages.count }
        try bound(count, "a call of \(count) messages")
        let (reports, notes) = (posts.reduce(0) { $0 + $1.reports.count }, posts.reduce(0) { $0 + $1.notes.count })
        try bound(reports, "a call of \(reports) status messages")
        try bound(notes, "a call of \(notes) lines")
        if let limit = settings.maximumBytes { try refuseWhereFull(limit) }
        guard case .outcomes(let outcomes) = try await submit(.posts(posts)) else { return [] }
        return outcomes
    }

    public func append(statuses: [AddressedStatus]) async throws(JournalError) {
        try bound(statuses.count, "a call of \(statuses.count) status messages")
        _ = try await submit(.statuses(statuses))
    }

    public func append(notes: [JournalLine]) async throws(JournalError) {
        try bound(notes.count, "a call of \(notes.count) lines")
        _ = try await submit(.notes(notes))
    }

    public func settle(_ settlements: [Settlement]) async throws(JournalError) {
        try bound(settlements.count, "a call of \(settlements.count) deliveries")
        _ = try await submit(.settlements(settlements))
    }

    public func queues() async throws(JournalError) -> [QueueSummary] {
        try await followIfBehind()
        let open = state.withLock { state in
            state.numbers.compactMap { queue, number in
                state.queues[number].waiting > 0 ? (queue, number, state.queues[number].waiting) : nil
            }
        }.sorted { $0.0 < $1.0 }
        var heads: [(summary: QueueSummary, first: Int64)] = []
        for (queue, number, waiting) in open {
            guard let first = try await places(of: number, after: 0, limit: 1).first else { continue }
            let summary = QueueSummary(queue: queue, waiting: waiting, oldest: Instant(milliseconds: 0))
            heads.append((summary, first))
        }
        let found = heads
        return try await read("read the queues") { db in
            let log = try LogReader(db)
            return try found.map { head in
                var summary = head.summary
                summary.oldest = try log.entry(head.first)?.instant ?? summary.oldest
                return summary
            }
        }
    }

    public func waiting(
        in queue: QueueID, after parcel: Int64?, limit: Int, maximumBytes: Int
    ) async throws(JournalError) -> [Parcel] {
        guard limit > 0, let number = state.withLock({ $0.numbers[queue] }) else { return [] }
        let after = parcel.map { ParcelID.parts(of: $0).sequence } ?? 0
        // Bodies are read one after another until the bytes are enough; no caller asks for more than this at once.
        let places = try await places(of: number, after: after, limit: min(limit, Self.entriesPerCall))
        let parcels = try await parcels(places, of: queue, number, maximumBytes: maximumBytes)
        handedOut.add(parcels)
        return parcels.map(\.parcel)
    }

    public func message(transactionID: String) async throws(JournalError) -> JournalledMessage? {
        if let found = recentMessage(transactionID) {
            return JournalledMessage(sequence: found.sequence, message: found.message, bytes: found.bytes)
        }
        guard let entry = try await entry(ofTransaction: transactionID) else { return nil }
        return try await read("read a message") { db in
            JournalledMessage(
                sequence: entry.sequence, message: try entry.message().message,
                bytes: try LogReader(db).element(entry.sequence))
        }
    }

    public func origin(ofTransaction transactionID: String) async throws(JournalError) -> MessageOrigin? {
        if let found = recentMessage(transactionID) { return MessageOrigin(found.message, sender: found.sender) }
        guard let entry = try await entry(ofTransaction: transactionID) else { return nil }
        return try await read("read a message") { _ in
            let stored = try entry.message()
            return MessageOrigin(stored.message, sender: stored.sender)
        }
    }

    /// The whole body of the POST that a message came in, to the byte, or nil where no such transaction is known.
    public func body(ofTransaction transactionID: String) async throws(JournalError) -> [UInt8]? {
        guard let entry = try await entry(ofTransaction: transactionID) else { return nil }
        return try await read("read a body") { db in
            let log = try LogReader(db)
            guard let first = try log.entry(entry.about ?? entry.sequence) else { return nil }
            let place = try EntryCodec.place(first.data, at: first.instant)
            var elements: [(range: Range<Int>, bytes: [UInt8])] = []
            for sequence in first.sequence..<(first.sequence + Int64(place.count)) {
                guard let entry = try log.entry(sequence) else { continue }
                elements.append((try entry.message().message.head.bytes, try log.element(sequence)))
            }
            return BodyGlue.body(place.glue, elements)
        }
    }

    public func totals() async throws(JournalError) -> JournalTotals {
        // The control room is another process than the stand-in whose log it watches.
        try await followIfBehind()
        return state.withLock { state in
            var totals = state.totals
            totals.lastSequence = state.lastSequence
            return totals
        }
    }

    // MARK: - Parts

    private func bound(_ count: Int, _ attempted: String) throws(JournalError) {
        guard count <= Self.entriesPerCall else {
            throw .beyondLimit(attempted: attempted, limit: Self.entriesPerCall)
        }
    }

    private func refuseWhereFull(_ limit: Int) throws(JournalError) {
        let size = [path, path + "-wal"].reduce(0) { sum, path in
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            return sum + ((attributes?[.size] as? NSNumber)?.intValue ?? 0)
        }
        guard size < limit else { throw .beyondLimit(attempted: "a journal of \(size) bytes", limit: limit) }
    }

    func read<Result: Sendable>(
        _ attempt: String, _ body: @escaping @Sendable (Database) throws -> Result
    ) async throws(JournalError) -> Result {
        do {
            return try await pool.read(body)
        } catch let error as JournalError {
            throw error
        } catch {
            throw .notRead(attempted: attempt, cause: DIPDatabase.cause(of: error))
        }
    }

    /// A message that is at hand, by its transaction.
    private func recentMessage(_ transactionID: String) -> RecentMessages.Found? {
        let hash = JournalHash.of(transactionID)
        let known = state.withLock { state in
            var found: [Int64] = []
            for table in state.tables { table.find(.transaction, hash, into: &found) }
            return found
        }
        return known.lazy.compactMap { self.recent.message($0) }
            .first { $0.message.transactionID.utf8.elementsEqual(transactionID.utf8) }
    }

    /// The entry of the message with a transaction.
    private func entry(ofTransaction transactionID: String) async throws(JournalError) -> StoredEntry? {
        try await followIfBehind()
        let hash = JournalHash.of(transactionID)
        let known = state.withLock { state in
            var found: [Int64] = []
            for table in state.tables { table.find(.transaction, hash, into: &found) }
            return found
        }
        return try await read("find a transaction") { db in
            let log = try LogReader(db)
            let onDisk = try Self.find(RawStatement(db, Self.keysOnDisk), .transaction, hash)
            for sequence in (known + onDisk).sorted() {
                guard let entry = try log.entry(sequence), entry.event == EntryEvent.accepted else {
                    continue
                }
                let found = try entry.message().message.transactionID
                if found.utf8.elementsEqual(transactionID.utf8) { return entry }
            }
            return nil
        }
    }

    /// Takes in what another process wrote since.
    func followIfBehind() async throws(JournalError) {
        let last = try await read("follow the journal") { db in
            try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(sequence) FROM entry")) ?? 0
        }
        if last > state.withLock({ $0.lastSequence }) { _ = try await submit(.follow) }
    }

    /// Sequences of a queue's parcels that are not settled for good, after a place, oldest first.
    private func places(of queue: Int, after: Int64, limit: Int) async throws(JournalError) -> [Int64] {
        var place = max(after, state.withLock { $0.queues[queue].settledThrough })
        var found: [Int64] = []
        while found.count < limit {
            let wanted = limit - found.count
            let start = place
            let (through, inMemory) = state.withLock { state in
                let isPast = start >= state.indexed
                return (state.indexed, isPast ? state.parcels(of: queue, after: start, limit: wanted) : nil)
            }
            if let inMemory { return found + inMemory }
            let onDisk = try await read("read a queue") { db in
                let statement = try RawStatement(db, Self.parcelsOnDisk + " LIMIT ?")
                Self.bind(statement, queue: queue, after: start, through: through)
                statement.bind(Int64(wanted), at: 5)
                defer { statement.reset() }
                var list: [Int64] = []
                while try statement.step() { list.append(statement.int(0)) }
                return list
            }
            found += state.withLock { state in onDisk.filter { !state.queues[queue].isSettled($0) } }
            place = onDisk.count < wanted ? through : (onDisk.last ?? through)
        }
        return found
    }

    private func parcels(
        _ places: [Int64], of queue: QueueID, _ number: Int, maximumBytes: Int
    ) async throws(JournalError) -> [LoadedParcel] {
        // Most queues have none that was tried before.
        let attempts = state.withLock { $0.queues[number].attempts }
        var page = ParcelPage(maximumBytes: maximumBytes)
        var rest = places[...]
        while let place = rest.first, let found = recent.message(place) {
            let loaded = Self.parcel(place, queue, number, found, attempts: attempts[place] ?? 0, isReplay: false)
            guard page.add(loaded) else { return page.parcels }
            rest.removeFirst()
        }
        if rest.isEmpty { return page.parcels }
        let (begun, left) = (page, rest)
        return try await read("read parcels") { [self] db in
            let log = try LogReader(db)
            var page = begun
            for place in left {
                let tried = attempts[place] ?? 0
                guard let loaded = try parcel(log, place, queue, number, attempts: tried) else { continue }
                guard page.add(loaded) else { break }
            }
            return page.parcels
        }
    }

    private static func parcel(
        _ place: Int64, _ queue: QueueID, _ number: Int, _ found: RecentMessages.Found, attempts: Int, isReplay: Bool
    ) -> LoadedParcel {
        let parcel = Parcel(
            id: ParcelID.of(place, queue: number), queue: queue, channel: .interface(found.interface),
            addressee: found.message.addressees.first { $0.recipient == queue.recipient && $0.lane == queue.lane },
            contents: .message(found.message, bytes: found.bytes), attempts: attempts, isReplay: isReplay)
        let stored = EntryCodec.StoredMessage(sender: found.sender, interface: found.interface, message: found.message)
        return LoadedParcel(parcel: parcel, trace: MessageTrace(stored, sequence: found.sequence))
    }

    /// The parcel that an entry put in a queue, read from the disk where its message is not at hand.
    func parcel(
        _ log: LogReader, _ place: Int64, _ queue: QueueID, _ number: Int, attempts: Int, isReplay: Bool = false
    ) throws -> LoadedParcel? {
        if let found = recent.message(place) {
            return Self.parcel(place, queue, number, found, attempts: attempts, isReplay: isReplay)
        }
        guard var entry = try log.entry(place) else { return nil }
        let isReplay = isReplay || entry.event == EntryEvent.requeued
        if entry.event == EntryEvent.requeued, let about = entry.about {
            if let found = recent.message(about) {
                return Self.parcel(place, queue, number, found, attempts: attempts, isReplay: isReplay)
            }
            guard let base = try log.entry(about) else { return nil }
            entry = base
        }
        if entry.event == EntryEvent.status {
            let status = try entry.status()
            let parcel = Parcel(
                id: ParcelID.of(place, queue: number), queue: queue, channel: .status, addressee: nil,
                contents: .status(status.entry), attempts: attempts, isReplay: isReplay)
            return LoadedParcel(parcel: parcel, trace: MessageTrace(status, sequence: entry.sequence))
        }
        let stored = try entry.message()
        let found = RecentMessages.Found(
            sequence: entry.sequence, sender: stored.sender, message: stored.message, interface: stored.interface,
            bytes: try log.element(entry.sequence))
        return Self.parcel(place, queue, number, found, attempts: attempts, isReplay: isReplay)
    }
}

/// Parcels up to about a number of bytes, one at least.
struct ParcelPage: Sendable {
    let maximumBytes: Int
    private(set) var parcels: [LoadedParcel] = []
    private var bytes = 0

    init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

    /// Whether there was room for it.
    mutating func add(_ loaded: LoadedParcel) -> Bool {
        if !parcels.isEmpty, bytes + loaded.parcel.size > maximumBytes { return false }
        bytes += loaded.parcel.size
        parcels.append(loaded)
        return true
    }
}

extension MessageOrigin {
    fileprivate init(_ message: AcceptedMessage, sender: DIPID) {
        self.init(
            sender: sender, connectionProvider: message.head.connectionProvider, mpan: message.head.mpan,
            recipients: message.addressees.map(\.recipient))
    }
}
