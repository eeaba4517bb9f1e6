import DIP
import Dispatch
import Foundation
import GRDB
import Synchronization

/// Calls that wait for the writer.
struct PendingCommands {
    /// Calls that may wait at once; each caller waits for its own, so a caller has one.
    static let callsMax = 65_536

    struct Call {
        var command: JournalCommand
        var answer: CheckedContinuation<Result<JournalReply, JournalError>, Never>
    }

    var calls: [Call] = []
    /// Whether the writer is at work or asked to be.
    var isWriting = false

    /// The next transaction's calls, at least one where any waits.
    ///
    /// What somebody waits for an answer for comes first, up to the bounds; what became of deliveries fills a transaction up
    /// to a smaller bound, one call of it at least, so that neither holds the other up. Each of the two keeps its order.
    mutating func next() -> [Call] {
        var weight = (entries: 0, bytes: 0)
        var taken: [Call] = []
        take(&taken, &weight, limit: Self.entriesMax) { $0.isDurable }
        let urgent = taken.count
        // A call beside the urgent ones at least: settlements have to keep up, or deliveries wait for them.
        take(&taken, &weight, limit: Self.entriesBesideMax, atLeastOneAfter: urgent) { !$0.isDurable }
        return taken
    }

    /// Moves calls of one kind into a transaction, in their order, up to the bounds and one at least.
    private mutating func take(
        _ taken: inout [Call], _ weight: inout (entries: Int, bytes: Int), limit: Int, atLeastOneAfter start: Int = 0,
        _ isWanted: (JournalCommand) -> Bool
    ) {
        var left: [Call] = []
        left.reserveCapacity(calls.count)
        var isFull = false
        for call in calls {
            guard !isFull, isWanted(call.command) else {
                left.append(call)
                continue
            }
            let own = call.command.weight
            isFull =
                taken.count > start
                && (weight.entries + own.entries > limit || weight.bytes + own.bytes > Self.bytesMax)
            if isFull {
                left.append(call)
            } else {
                weight.entries += own.entries
                weight.bytes += own.bytes
                taken.append(call)
            }
        }
        calls = left
    }

    /// A transaction's bounds: some 20 to 50 ms of writing, and some 5 to 10 where only deliveries are recorded, so that a
    /// post that comes meanwhile does not wait for long.
    private static let entriesMax = 4_096
    private static let entriesBesideMax = 1_024
    private static let bytesMax = 16 << 20
}

/// When the writer begins the next transaction that waits for the disk.
///
/// A write of the disk costs much the same for one post as for many, in processor time too, so where posts come side by
/// side the writer lets more of them gather: a millisecond for each call that the last such transaction answered, counted
/// from that one's beginning, up to a bound. Who posts alone, and waits for the answer before the next, is not held up.
struct WriterPace {
    /// The longest that a call waits for others, far below what a sender notices.
    static let most = Duration.milliseconds(8)
    private static let each = Duration.milliseconds(1)

    private var due: ContinuousClock.Instant?

    /// A transaction begins that waits for the disk, with so many calls whose senders wait.
    mutating func begins(calls: Int, at now: ContinuousClock.Instant) {
        due = calls > 1 ? now + min(Self.each * calls, Self.most) : nil
    }

    /// How long the next transaction has to wait; zero where it is due.
    func rest(at now: ContinuousClock.Instant) -> Duration { due.map { max($0 - now, .zero) } ?? .zero }
}

/// How much the write-ahead log grew since it was last moved into the file.
struct WALProgress {
    /// Where moving begins: half a second of full traffic.
    static let checkpointAt = 32 << 20
    /// What may be left for the writer to move itself: some milliseconds.
    static let restForWriter = 2 << 20
    /// Passes beside the writer before it moves the rest, however much that is.
    static let passesMax = 6
    /// Where the writer waits for readers that hold the log, so that it can begin anew.
    static let restartAt = 1 << 30

    /// Written since the log was last moved, about.
    var bytes = 0
    /// The log's length as of then.
    var length = 0
    var isRunning = false
    /// The other connection moved nearly all: the writer does the rest, after which the log begins anew.
    var isNearlyDone = false
}

extension SQLiteJournal {
    /// Hands a command to the writer and waits for its answer.
    func submit(_ command: JournalCommand) async throws(JournalError) -> JournalReply {
        let result = await withCheckedContinuation { answer in
            let start = pending.withLock { pending -> Bool? in
                guard pending.calls.count < PendingCommands.callsMax else { return nil }
                pending.calls.append(PendingCommands.Call(command: command, answer: answer))
                guard !pending.isWriting else { return false }
                pending.isWriting = true
                return true
            }
            guard let start else {
                let attempted = "a call more that waits for the journal"
                return answer.resume(
                    returning: .failure(.beyondLimit(attempted: attempted, limit: PendingCommands.callsMax)))
            }
            if start { writing.async { self.writeAll() } }
        }
        return try result.get()
    }

    /// Writes until nothing waits. Runs on the writer's queue alone.
    private func writeAll() {
        while true {
            gather()
            let calls = pending.withLock { pending -> [PendingCommands.Call] in
                let calls = pending.next()
                if calls.isEmpty { pending.isWriting = false }
                return calls
            }
            if calls.isEmpty { return }
            let waiting = calls.count { $0.command.isDurable }
            if waiting > 0 { pace.withLock { $0.begins(calls: waiting, at: .now) } }
            do {
                let replies = try transact(calls.map(\.command))
                for (call, reply) in zip(calls, replies) { call.answer.resume(returning: .success(reply)) }
            } catch {
                for call in calls {
                    let failure =
                        error as? JournalError
                        ?? .notWritten(attempted: call.command.attempt, cause: DIPDatabase.cause(of: error))
                    call.answer.resume(returning: .failure(failure))
                }
            }
            maintain()
        }
    }

    /// Waits for what comes side by side with what is there. On the writer's queue alone.
    private func gather() {
        let rest = pace.withLock { $0.rest(at: .now) }
        guard rest > .zero, pending.withLock({ !$0.calls.isEmpty }) else { return }
        Thread.sleep(forTimeInterval: rest / .seconds(1))
    }

    /// One transaction for all of the commands: all of them or none.
    private func transact(_ commands: [JournalCommand]) throws -> [JournalReply] {
        let isDurable = commands.contains(where: \.isDurable)
        return try pool.writeWithoutTransaction { db in
            // A commit without a wait lies in the same log, and the next one that waits brings it to disk.
            if waitsForDisk.withLock({ $0 != isDurable }) {
                waitsForDisk.withLock { $0 = nil }
                try db.execute(sql: isDurable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL")
                waitsForDisk.withLock { $0 = isDurable }
            }
            var replies: [JournalReply] = []
            var written: JournalWriting?
            var slice = KeySlice()
            try db.inTransaction(.immediate) {
                try followOthers(db)
                var writing = try JournalWriting(db, self)
                for command in commands { replies.append(try writing.write(command)) }
                slice = try writeKeys(db, most: self.slice(for: writing.facts))
                try beforeChange?()
                written = writing
                return .commit
            }
            if let written { commit(written, slice, isDurable) }
            return replies
        }
    }

    /// What another process appended is known before anything is added to it.
    func followOthers(_ db: Database) throws {
        let statement = try RawStatement(db, "SELECT max(sequence), (SELECT indexed FROM head) FROM entry")
        defer { statement.reset() }
        guard try statement.step() else { return }
        let (last, indexed) = (statement.int(0), statement.int(1))
        statement.reset()
        let known = state.withLock { ($0.lastSequence, $0.indexed) }
        if known != (max(last, indexed), indexed) { try followLog(db) }
    }

    /// The facts are the state's from here on: the disk has them.
    private func commit(_ written: JournalWriting, _ slice: KeySlice, _ isDurable: Bool) {
        let full = state.withLock { state -> JournalState.FrozenTable? in
            for queue in written.newQueues { state.add(queue: QueueState(id: queue), number: state.queues.count) }
            for fact in written.facts { state.apply(fact) }
            slice.finish(&state)
            return state.freezeWhereFull(at: freezeAt) ? state.frozen : nil
        }
        recent.add(written.posts)
        recent.settled(written.facts.compactMap { $0.isSettledForGood ? $0.about : nil })
        if let full { sort(full.table, through: full.through) }
        let bytes = written.posts.reduce(0) { $0 + $1.post.body.count } + written.facts.count * 512
        walBytes.withLock { $0.bytes += bytes + slice.count * 256 }
        counted.withLock { counts in
            counts.transactions += 1
            counts.synced += isDurable ? 1 : 0
            counts.keysWritten += slice.count
        }
        compactQueues(written)
    }

    // MARK: - Queues' places

    /// Moves the places of queues on which many parcels were settled.
    private func compactQueues(_ written: JournalWriting) {
        var numbers: Set<Int> = []
        for fact in written.facts { if let settled = fact.settled { numbers.insert(settled.queue) } }
        let least = min(256, freezeAt / 4)
        for number in numbers.sorted() {
            let due = state.withLock { $0.queues[number].settled.count > max($0.queues[number].compactAt, least) }
            // A place that could not be moved costs time later, and loses nothing.
            if due { try? compact(number, written.db) }
        }
    }

    private func compact(_ number: Int, _ db: Database) throws {
        let (place, indexed) = state.withLock { ($0.queues[number].settledThrough, $0.indexed) }
        var head: Int64?
        if place < indexed {
            let statement = try RawStatement(db, Self.parcelsOnDisk)
            Self.bind(statement, queue: number, after: place, through: indexed)
            defer { statement.reset() }
            while head == nil, try statement.step() {
                let parcel = statement.int(0)
                if state.withLock({ !$0.queues[number].isSettled(parcel) }) { head = parcel }
            }
        }
        state.withLock { state in
            let first = head ?? state.parcels(of: number, after: place, limit: 1).first
            let through = first.map { $0 - 1 } ?? state.lastSequence
            let settled = state.queues[number].settled.filter { $0 > through }
            state.queues[number].settledThrough = through
            state.queues[number].settled = settled
            state.queues[number].compactAt = settled.count * 2
        }
    }

    static let parcelsOnDisk =
        "SELECT sequence FROM key WHERE kind = ? AND hash = ? AND sequence > ? AND sequence <= ? ORDER BY sequence"

    static func bind(_ statement: RawStatement, queue: Int, after: Int64, through: Int64) {
        statement.bind(JournalKey.Kind.queue.rawValue, at: 1)
        statement.bind(Int64(queue), at: 2)
        statement.bind(after, at: 3)
        statement.bind(through, at: 4)
    }

    // MARK: - The write-ahead log

    /// Moves the write-ahead log into the file: the bulk on another connection while the writer goes on, the rest between
    /// two transactions, so that the log begins anew and stays bounded.
    private func maintain() {
        let (begin, finish, wait) = walBytes.withLock { wal -> (Bool, Bool, Bool) in
            let finish = wal.isNearlyDone
            let begin = !wal.isRunning && !finish && wal.bytes >= WALProgress.checkpointAt
            if begin { wal.isRunning = true }
            let wait = wal.length >= WALProgress.restartAt
            if finish {
                wal.isNearlyDone = false
                wal.bytes = 0
            }
            return (begin, finish, wait)
        }
        if begin {
            checkpointing.async { [self] in
                // Each pass leaves what was written meanwhile, which is less each time, so that the writer waits for little.
                for _ in 0..<WALProgress.passesMax {
                    let before = walBytes.withLock { $0.bytes }
                    // What could not be moved now is moved the next time.
                    _ = try? checkpointer.writeWithoutTransaction {
                        try $0.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)")
                    }
                    if walBytes.withLock({ $0.bytes }) - before <= WALProgress.restForWriter { break }
                }
                walBytes.withLock { wal in
                    wal.isRunning = false
                    wal.isNearlyDone = true
                }
            }
        }
        if finish {
            let mode = wait ? "RESTART" : "PASSIVE"
            let pages = try? pool.writeWithoutTransaction { db in
                // Busy or not, pages in the log, pages moved.
                try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(\(mode))")?[1] as Int?
            }
            walBytes.withLock { $0.length = ((pages ?? nil) ?? 0) * DIPDatabase.journalPage }
            counted.withLock { $0.checkpoints += 1 }
        }
    }
}
