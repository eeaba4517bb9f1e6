public import Kernel

/// The journal that the stand-in needs: append, acknowledge, redeliver, deduplicate, page.
///
/// One contract suite runs against every implementation: memory, SQLite, later a distributed log. An implementation
/// must keep these promises, and may assume nothing about the callers but that they keep within the limits named here.
///
/// - What `append` returned is durable: after a crash at any instant it is there, once, and nothing else is.
/// - Parcels of a queue are handed out in the order in which their posts were appended.
/// - A parcel is handed out by `waiting` until it is settled as delivered or undelivered, also after a restart.
/// - Sequences grow in the order of appending, across messages, settlements and notes, and never repeat.
public protocol MessageJournal: Sendable {
    /// Takes posts in, each whole with its reports and notes or not at all, in order; durable on return. A report is as one
    /// of `append(statuses:)`.
    ///
    /// A post with a sender unique reference that its sender used before, in the journal or within the same call, is left
    /// out as `.repeated`. Bound: 10,000 messages, 10,000 reports and 10,000 notes a call.
    func append(posts: [AcceptedPost]) async throws(JournalError) -> [AppendOutcome]

    /// Takes status messages in for their recipients, whose lane is 0, all or none; durable on return. Those that are kept
    /// here have a line and no parcel.
    func append(statuses: [AddressedStatus]) async throws(JournalError)

    /// Writes lines of evidence; their `sequence` is given by the journal. Durable at the latest with the next append.
    func append(notes: [JournalLine]) async throws(JournalError)

    /// The queues that hold parcels not settled for good, in order of their identifiers.
    func queues() async throws(JournalError) -> [QueueSummary]

    /// The next parcels of a queue that are not settled for good, after a place, up to `limit` parcels and about
    /// `maximumBytes` bytes (one parcel at least).
    func waiting(
        in queue: QueueID, after parcel: Int64?, limit: Int, maximumBytes: Int
    ) async throws(JournalError) -> [Parcel]

    /// Records what tries came to, each with a line. Settling a parcel twice keeps the first final outcome; a parcel that
    /// never was is passed over. Bound: 10,000 settlements a call. Durable at the latest with the
    /// next append: a crash before may hand a delivered parcel out again (at least once), never lose one.
    func settle(_ settlements: [Settlement]) async throws(JournalError)

    /// Lets a selection be delivered again: new parcels at the end of the recipient's queues, marked as replay, each with a
    /// line `requeued`. Tells how many. More than some thousand parcels are written in several parts, each whole, so that
    /// nothing else is held up: after a failure between two of them, the first have been requeued.
    func requeue(_ selection: ReplaySelection, at: Instant) async throws(JournalError) -> Int

    /// A page of a selection in order of acceptance, for a pull; it leaves no trace. Its parcels' identifiers are for asking
    /// for the next page, not for settling.
    func replay(
        _ selection: ReplaySelection, after parcel: Int64?, limit: Int, maximumBytes: Int
    ) async throws(JournalError) -> [Parcel]

    /// Lines after a sequence, oldest first. An accepted message has one line, found by its sender and by each addressee;
    /// its deliveries have lines of their own, found by all that the message's is.
    func lines(
        after sequence: Int64, filter: JournalFilter, limit: Int
    ) async throws(JournalError) -> [JournalLine]

    /// Lines before a sequence (nil: the newest), newest first.
    func lines(
        before sequence: Int64?, filter: JournalFilter, limit: Int
    ) async throws(JournalError) -> [JournalLine]

    /// One message with its element's bytes as received, or nil where no such transaction is known.
    func message(transactionID: String) async throws(JournalError) -> JournalledMessage?

    /// The sender of the message with this transaction, for a status message's way back; nil where it is not known.
    func origin(ofTransaction transactionID: String) async throws(JournalError) -> MessageOrigin?

    /// Totals since the journal began.
    func totals() async throws(JournalError) -> JournalTotals
}

/// What became of one post in `append`.
public enum AppendOutcome: Equatable, Sendable {
    /// The sequence of its first message; the others follow by one.
    case appended(first: Int64)
    /// Left out: the messages of these indexes repeat a sender unique reference.
    case repeated(indexes: [Int])
}

/// How much waits in a queue.
public struct QueueSummary: Equatable, Sendable {
    public var queue: QueueID
    public var waiting: Int
    /// When the oldest of them was accepted.
    public var oldest: Instant

    public init(queue: QueueID, waiting: Int, oldest: Instant) {
        self.queue = queue
        self.waiting = waiting
        self.oldest = oldest
    }
}

/// A message as it lies in the journal.
public struct JournalledMessage: Equatable, Sendable {
    public var sequence: Int64
    public var message: AcceptedMessage
    /// Its element of the body as received.
    public var bytes: [UInt8]

    public init(sequence: Int64, message: AcceptedMessage, bytes: [UInt8]) {
        self.sequence = sequence
        self.message = message
        self.bytes = bytes
    }
}

/// Who sent a message, and what a status message about it repeats.
public struct MessageOrigin: Equatable, Sendable {
    public var sender: DIPID
    public var connectionProvider: String?
    public var mpan: String?
    public var recipients: [DIPID]

    public init(sender: DIPID, connectionProvider: String?, mpan: String?, recipients: [DIPID]) {
        self.sender = sender
        self.connectionProvider = connectionProvider
        self.mpan = mpan
        self.recipients = recipients
    }
}

/// Counts since the journal began.
public struct JournalTotals: Equatable, Sendable {
    public var messages: Int
    public var refusedPosts: Int
    public var delivered: Int
    public var undelivered: Int
    public var waiting: Int
    public var lastSequence: Int64

    public init(
        messages: Int = 0, refusedPosts: Int = 0, delivered: Int = 0, undelivered: Int = 0, waiting: Int = 0,
        lastSequence: Int64 = 0
    ) {
        self.messages = messages
        self.refusedPosts = refusedPosts
        self.delivered = delivered
        self.undelivered = undelivered
        self.waiting = waiting
        self.lastSequence = lastSequence
    }
}

/// Why the journal could not do what was asked.
public enum JournalError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The disk or the database failed; nothing of the call was kept.
    case notWritten(attempted: String, cause: String)
    case notRead(attempted: String, cause: String)
    /// Made by a newer version of the program.
    case newer(found: Int, known: Int)
    /// More than a limit of this port allows.
    case beyondLimit(attempted: String, limit: Int)

    public var description: String {
        switch self {
        case .notWritten(let attempted, let cause): "the journal could not \(attempted): \(cause)"
        case .notRead(let attempted, let cause): "the journal could not \(attempted): \(cause)"
        case .newer(let found, let known):
            "the journal is of version \(found), and this program knows \(known); use the newer program"
        case .beyondLimit(let attempted, let limit): "\(attempted) is more than the journal's limit of \(limit)"
        }
    }
}
