import DIP
import Dispatch
import GRDB
import Synchronization

/// How much of a full table one transaction wrote.
struct KeySlice {
    var count = 0
    /// Where the sorted keys are written up to.
    var written = 0
    /// The last of the table: what it covers is on disk from here on.
    var isLast = false

    func finish(_ state: inout JournalState) {
        // A slice may add nothing, where all its keys are of parcels that are settled: it counts as written all the same,
        // or the table would wait for good and every later one grow in memory.
        guard written > 0 || isLast else { return }
        state.frozen?.written = written
        guard isLast, let through = state.frozen?.through else { return }
        state.indexed = through
        state.frozen = nil
    }
}

extension SQLiteJournal {
    /// Sorts a full table's keys beside the writer, which goes on.
    func sort(_ table: KeyTable, through: Int64) {
        sorting.async { [self] in
            var keys = table.keys
            for (queue, parcels) in table.parcels {
                keys += parcels.map { JournalKey(kind: .queue, hash: Int64(queue), sequence: $0) }
            }
            keys.sort()
            let sorted = keys
            // Another process may have written a run meanwhile, and this table is no more.
            state.withLock { if $0.frozen?.through == through { $0.frozen?.sorted = sorted } }
        }
    }

    /// Writes all keys that are in memory. On the writer's queue alone.
    func writeAllKeys() throws {
        for _ in 0..<2 {
            sorting.sync {}
            while state.withLock({ $0.frozen?.sorted != nil }) {
                try pool.writeWithoutTransaction { db in
                    var slice = KeySlice()
                    try db.inTransaction(.immediate) {
                        try followOthers(db)
                        slice = try writeKeys(db, most: 100_000)
                        return .commit
                    }
                    state.withLock { slice.finish(&$0) }
                }
            }
            let full = state.withLock { $0.freezeWhereFull(at: 1) ? $0.frozen : nil }
            if let full { sort(full.table, through: full.through) }
        }
        sorting.sync {}
    }

    /// How many keys a transaction writes that adds these facts: half as many again as they bring at most, so that one table
    /// is on disk before the next is full, and no commit waits for much of it.
    func slice(for facts: [JournalFact]) -> Int {
        max(freezeAt / 512, facts.reduce(0) { $0 + KeyTable.weight(of: $1) } / 2 * 3, 1)
    }

    /// Writes some of a full table's keys.
    func writeKeys(_ db: Database, most: Int) throws -> KeySlice {
        guard
            let frozen = state.withLock({ state -> JournalState.FrozenTable? in
                state.frozen?.sorted == nil ? nil : state.frozen
            }), let sorted = frozen.sorted
        else { return KeySlice() }
        let end = min(sorted.count, frozen.written + most)
        let part = sorted[frozen.written..<end]
        let needed = state.withLock { state in
            // A parcel that is settled for good is never asked for again.
            part.filter { $0.kind != .queue || !state.queues[Int($0.hash)].isSettled($0.sequence) }
        }
        let insert = try RawStatement(db, "INSERT OR IGNORE INTO key VALUES (?, ?, ?)")
        for key in needed {
            try beforeChange?()
            insert.bind(key.kind.rawValue, at: 1)
            insert.bind(key.hash, at: 2)
            insert.bind(key.sequence, at: 3)
            try insert.run()
        }
        if end == sorted.count { try writePlaces(db, frozen) }
        return KeySlice(count: needed.count, written: end, isLast: end == sorted.count)
    }

    /// Writes what following the log up to the table's end gave: zones, queues and totals.
    private func writePlaces(_ db: Database, _ frozen: JournalState.FrozenTable) throws {
        for zone in frozen.table.zones {
            try beforeChange?()
            var present: [UInt8] = []
            present.reserveCapacity(zone.present.count * 8)
            for hash in zone.present.sorted() {
                withUnsafeBytes(of: hash.littleEndian) { present.append(contentsOf: $0) }
            }
            let insert = try RawStatement(db, "INSERT OR REPLACE INTO zone VALUES (?, ?, ?, ?, ?)")
            insert.bind(zone.first, at: 1)
            insert.bind(zone.last, at: 2)
            insert.bind(zone.earliest, at: 3)
            insert.bind(zone.latest, at: 4)
            try present.withUnsafeBytes { try insert.run(bytes: $0, at: 5) }
        }
        for (number, queue) in frozen.queues.enumerated() {
            try beforeChange?()
            try write(db, queue, number)
        }
        try beforeChange?()
        let totals = frozen.totals
        try db.execute(
            sql: "UPDATE head SET indexed = ?, messages = ?, refused = ?, delivered = ?, undelivered = ?",
            arguments: [frozen.through, totals.messages, totals.refusedPosts, totals.delivered, totals.undelivered])
    }

    private func write(_ db: Database, _ queue: QueueState, _ number: Int) throws {
        var settled = ByteWriter()
        settled.numbers(queue.settled.sorted().map { Int($0) })
        var attempts = ByteWriter()
        let tried = queue.attempts.sorted { $0.key < $1.key }
        attempts.numbers(tried.map { Int($0.key) })
        for (_, count) in tried { attempts.number(count) }
        let update = try RawStatement(
            db, "UPDATE queue SET settled_through = ?, waiting = ?, settled = ?, attempts = ? WHERE number = ?")
        update.bind(queue.settledThrough, at: 1)
        update.bind(Int64(queue.waiting), at: 2)
        update.bind(Int64(number), at: 5)
        try settled.bytes.withUnsafeBytes { settled in
            update.bind(static: settled, at: 3)
            try attempts.bytes.withUnsafeBytes { try update.run(bytes: $0, at: 4) }
        }
    }
}
