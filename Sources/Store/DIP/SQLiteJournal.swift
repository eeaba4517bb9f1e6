public import DIP
import Dispatch
import Foundation
import GRDB
import Kernel
import Synchronization

/// The journal of the stand-in in one SQLite file, `dip.sqlite` in the data folder.
///
/// A log: accepted messages, status messages, tries and notes are rows of one growing sequence, written at its end by one
/// writer that gathers concurrent calls into one transaction and one write of the disk. What follows from the log (which
/// parcels wait, which references are used, how lines are found) is kept in memory for recent entries, goes to disk in
/// sorted runs, and is followed from the log again after a restart. Several processes may use one journal.
public final class SQLiteJournal: Sendable {
    /// What a user may set.
    public struct Settings: Sendable, Hashable {
        /// Appending is refused while the database is larger, bytes; nil: no bound but the disk's. Nothing is ever removed:
        /// a journal is ended by moving its file away.
        public var maximumBytes: Int?

        public init(maximumBytes: Int? = nil) { self.maximumBytes = maximumBytes }
    }

    /// What the writer did since it was opened.
    public struct Counts: Sendable, Hashable {
        public var transactions = 0
        /// Transactions that waited for the disk.
        public var synced = 0
        public var checkpoints = 0
        /// Keys that went to disk in sorted runs.
        public var keysWritten = 0
    }

    /// Messages and lines that one call may hand over.
    static let entriesPerCall = 10_000
    /// Parcels that one call of `requeue` puts into one transaction; more go in several.
    static let requeueSlice = 4_096

    /// The database's path.
    public let path: String
    let settings: Settings
    let pool: DatabasePool
    /// A connection of its own moves the write-ahead log into the file while the writer goes on.
    let checkpointer: DatabaseQueue
    let state = Mutex(JournalState())
    let recent = RecentMessages()
    let handedOut = HandedOut()
    let pending = Mutex(PendingCommands())
    let pace = Mutex(WriterPace())
    let writing = DispatchQueue(label: "dip.sqlite.writing", qos: .userInitiated)
    let checkpointing = DispatchQueue(label: "dip.sqlite.checkpoint")
    let sorting = DispatchQueue(label: "dip.sqlite.sorting")
    let walBytes = Mutex(WALProgress())
    /// Whether the writing connection waits for the disk at a commit; nil until it was told.
    let waitsForDisk = Mutex<Bool?>(nil)
    let counted = Mutex(Counts())
    /// Keys in memory before they go to disk.
    let freezeAt: Int
    /// Asked before every change of the database; throws to let a test see what a failure there leaves behind.
    let beforeChange: (@Sendable () throws -> Void)?

    /// Opens the journal of a data folder; makes the folder (0700) and an empty journal (0600) where there is none.
    /// - Throws: `JournalError.newer` for one that a later release wrote; `.notRead` where it cannot be opened or followed.
    public convenience init(folder: String, settings: Settings = Settings()) throws(JournalError) {
        try self.init(folder: folder, settings: settings, freezeAt: JournalState.freezeAt, beforeChange: nil)
    }

    /// For tests, which also bring migrations and smaller bounds of their own.
    init(
        folder: String, settings: Settings = Settings(), migrations: [Migration] = DIPForms.journal,
        freezeAt: Int, beforeChange: (@Sendable () throws -> Void)?
    ) throws(JournalError) {
        let database = DIPDatabase.journal(migrations)
        path = database.path(in: folder)
        self.settings = settings
        self.freezeAt = freezeAt
        self.beforeChange = beforeChange
        pool = try database.open(folder: folder)
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(30)
            configuration.label = "dip.sqlite checkpoint"
            checkpointer = try DatabaseQueue(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { db in
                // A log that grew in a rush is cut back when it is begun anew.
                try db.execute(sql: "PRAGMA journal_size_limit = 134217728")
                try loadPlaces(db)
                try followLog(db)
            }
        } catch {
            throw .notRead(attempted: "open \(path)", cause: DIPDatabase.cause(of: error))
        }
    }

    /// Lets the writer finish what was handed over, writes the keys that are in memory, so that the journal opens at once
    /// the next time, and closes every connection; later calls fail.
    public func close() throws(JournalError) {
        // The writer's queue is serial: what it began before is done when this block runs. Keys that cannot be written are
        // followed from the log again.
        writing.sync { try? writeAllKeys() }
        checkpointing.sync {}
        do {
            try checkpointer.close()
            try pool.close()
        } catch {
            throw .notWritten(attempted: "close the journal", cause: DIPDatabase.cause(of: error))
        }
    }

    /// What the writer did since the journal was opened.
    public var counts: Counts { counted.withLock { $0 } }

    // MARK: - Following

    /// Reads queues and totals as they were when the last run of keys went to disk.
    func loadPlaces(_ db: Database) throws {
        var fresh = JournalState()
        let rows = try Row.fetchAll(db, sql: "SELECT * FROM queue ORDER BY number")
        for row in rows {
            guard let recipient = DIPID(row["recipient"] as String) else {
                throw StoreError.damaged(what: "a queue's recipient is none")
            }
            var queue = QueueState(id: QueueID(recipient: recipient, lane: row["lane"]))
            queue.settledThrough = row["settled_through"]
            queue.waiting = row["waiting"]
            var settled = ByteReader(row.bytes(4))
            queue.settled = Set(try settled.numbers().map(Int64.init))
            var attempts = ByteReader(row.bytes(5))
            for parcel in try attempts.numbers() { queue.attempts[Int64(parcel)] = try attempts.number() }
            fresh.add(queue: queue, number: row["number"])
            fresh.totals.waiting += queue.waiting
        }
        guard let head = try Row.fetchOne(db, sql: "SELECT * FROM head") else {
            throw StoreError.damaged(what: "the journal has no head")
        }
        fresh.indexed = head["indexed"]
        fresh.lastSequence = fresh.indexed
        fresh.totals.messages = head["messages"]
        fresh.totals.refusedPosts = head["refused"]
        fresh.totals.delivered = head["delivered"]
        fresh.totals.undelivered = head["undelivered"]
        let loaded = fresh
        state.withLock { $0 = loaded }
    }

    /// Applies the entries after the last one known: all since the last run at opening, another process's later.
    func followLog(_ db: Database) throws {
        let (known, indexed, queues) = state.withLock { ($0.lastSequence, $0.indexed, $0.queues.count) }
        if try Int64.fetchOne(db, sql: "SELECT indexed FROM head") != indexed {
            // Another process wrote a run: its places count, and the log after them.
            try loadPlaces(db)
            return try followLog(db)
        }
        for row in try Row.fetchAll(
            db, sql: "SELECT number, recipient, lane FROM queue WHERE number >= ? ORDER BY number", arguments: [queues])
        {
            guard let recipient = DIPID(row[1] as String) else { continue }
            let queue = QueueState(id: QueueID(recipient: recipient, lane: row[2]))
            state.withLock { $0.add(queue: queue, number: row[0]) }
        }
        let log = try LogReader(db)
        let statement = try RawStatement(
            db, "SELECT \(StoredEntry.columns) FROM entry WHERE sequence > ? ORDER BY sequence")
        statement.bind(known, at: 1)
        defer { statement.reset() }
        while try statement.step() {
            let fact = try JournalFact(
                StoredEntry(statement), number: { try number(of: $0) }, trace: { try base(of: $0, log) })
            state.withLock { $0.apply(fact) }
        }
    }

    private func number(of queue: QueueID) throws(StoreError) -> Int {
        guard let number = state.withLock({ $0.numbers[queue] }) else {
            throw .damaged(what: "the log has a parcel of the queue \(queue), which is none")
        }
        return number
    }

    /// The message or status message that an entry is, or is about.
    func base(of sequence: Int64, _ log: LogReader) throws -> MessageTrace {
        if let trace = state.withLock({ $0.trace(sequence) }) { return trace }
        guard let entry = try log.entry(sequence) else {
            throw StoreError.damaged(what: "the log has no entry \(sequence)")
        }
        guard entry.event == EntryEvent.requeued, let about = entry.about else { return try MessageTrace(entry) }
        return try base(of: about, log)
    }

    static let keysOnDisk = "SELECT sequence FROM key WHERE kind = ? AND hash = ?"

    /// Entries with a key on disk.
    static func find(_ statement: RawStatement, _ kind: JournalKey.Kind, _ hash: Int64) throws -> [Int64] {
        statement.bind(kind.rawValue, at: 1)
        statement.bind(hash, at: 2)
        defer { statement.reset() }
        var found: [Int64] = []
        while try statement.step() { found.append(statement.int(0)) }
        return found
    }
}
