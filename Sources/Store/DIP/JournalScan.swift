import DIP
import GRDB
import Synchronization
import Kernel

/// What entries must hold that a search looks at, as zones can tell: one of each group's hashes, and a time within bounds.
struct ZoneQuestion {
    var groups: [[Int64]] = []
    var from: Int64 = .min
    /// Not included.
    var until: Int64 = .max
    /// Events that count; nil: any.
    var events: Set<Int64>?

    mutating func ask(events: [JournalLine.Event]) {
        let numbers = events.flatMap { EntryEvent.numbers(of: $0) }
        self.events = Set(numbers)
        groups.append(numbers.map { JournalHash.event($0) })
    }

    func allows(earliest: Int64, latest: Int64, _ contains: (Int64) -> Bool) -> Bool {
        latest >= from && earliest < until && groups.allSatisfy { $0.contains(where: contains) }
    }

    func allows(_ entry: StoredEntry) -> Bool {
        entry.at >= from && entry.at < until && events?.contains(entry.event) ?? true
    }
}

/// A walk over the log in one direction that passes over zones without what is asked for.
struct JournalScan {
    /// From where, not included; `.min` and `.max` for the ends.
    var start: Int64
    var isForward: Bool
    var question: ZoneQuestion

    /// Zones that are not on disk yet, and where they begin, as of before the walk's transaction.
    struct Memory {
        var indexed: Int64
        var zones: [JournalZone]
    }

    /// Calls for every entry that may hold what is asked for, in order, until it says that this is enough.
    func walk(_ db: Database, _ memory: Memory, _ visit: (StoredEntry) throws -> Bool) throws {
        if isForward {
            guard try walkDisk(db, memory, visit) else { return }
            _ = try walkMemory(db, memory.zones, visit)
        } else {
            guard try walkMemory(db, memory.zones.reversed(), visit) else { return }
            _ = try walkDisk(db, memory, visit)
        }
    }

    private func walkMemory(
        _ db: Database, _ zones: [JournalZone], _ visit: (StoredEntry) throws -> Bool
    ) throws -> Bool {
        for zone in zones
        where question.allows(earliest: zone.earliest, latest: zone.latest, zone.present.contains) {
            guard try walk(db, zone.first, zone.last, visit) else { return false }
        }
        return true
    }

    private func walkDisk(_ db: Database, _ memory: Memory, _ visit: (StoredEntry) throws -> Bool) throws -> Bool {
        guard memory.indexed > 0, isForward ? start < memory.indexed : start > 1 else { return true }
        // The zone that the start lies in is the last one that begins before it.
        let statement = try RawStatement(
            db,
            isForward
                ? """
                SELECT first, last, earliest, latest, present FROM zone
                WHERE first >= coalesce((SELECT max(first) FROM zone WHERE first <= ?1), 0) AND first <= ?2
                ORDER BY first
                """
                : """
                SELECT first, last, earliest, latest, present FROM zone WHERE first <= ?1 AND first <= ?2
                ORDER BY first DESC
                """)
        statement.bind(isForward ? max(start, 0) + 1 : start - 1, at: 1)
        statement.bind(memory.indexed, at: 2)
        defer { statement.reset() }
        while try statement.step() {
            let present = statement.bytes(4)
            let allowed = question.allows(earliest: statement.int(2), latest: statement.int(3)) { hash in
                Self.holds(present, hash)
            }
            if allowed, try !walk(db, statement.int(0), statement.int(1), visit) { return false }
        }
        return true
    }

    /// Whether sorted numbers of eight bytes hold one.
    private static func holds(_ present: [UInt8], _ hash: Int64) -> Bool {
        present.withUnsafeBytes { bytes in
            var low = 0
            var high = bytes.count / 8
            while low < high {
                let middle = (low + high) / 2
                let value = Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: middle * 8, as: Int64.self))
                if value == hash { return true }
                if value < hash { low = middle + 1 } else { high = middle }
            }
            return false
        }
    }

    private func walk(
        _ db: Database, _ first: Int64, _ last: Int64, _ visit: (StoredEntry) throws -> Bool
    ) throws -> Bool {
        let low = isForward ? max(first, start == .max ? .max : max(start, 0) + 1) : first
        let high = isForward ? last : min(last, start - 1)
        guard low <= high else { return true }
        let statement = try RawStatement(
            db,
            "SELECT \(StoredEntry.columns) FROM entry WHERE sequence BETWEEN ? AND ? ORDER BY sequence"
                + (isForward ? "" : " DESC"))
        statement.bind(low, at: 1)
        statement.bind(high, at: 2)
        defer { statement.reset() }
        while try statement.step() {
            let entry = StoredEntry(statement)
            if question.allows(entry), try !visit(entry) { return false }
        }
        return true
    }
}

extension SQLiteJournal {
    /// Zones in memory and where they begin.
    var zonesInMemory: JournalScan.Memory {
        state.withLock { state in
            JournalScan.Memory(indexed: state.indexed, zones: state.tables.flatMap(\.zones))
        }
    }

    /// Entries in memory with one of the keys that a transaction, reference or MPAN has; nil where none is asked for.
    func keyed(transactionIDs: [String], reference: String?, mpan: String?) -> KeyedEntries? {
        var asked = KeyedEntries()
        if !transactionIDs.isEmpty {
            asked.kinds = [.transaction, .transactionMention]
            asked.ranges = transactionIDs.map { JournalHash.of($0)...JournalHash.of($0) }
        } else if let reference {
            asked.kinds = [.reference, .referenceMention]
            asked.ranges = [JournalHash.references(reference)]
        } else if let mpan {
            asked.kinds = [.mpan]
            asked.ranges = [JournalHash.of(mpan)...JournalHash.of(mpan)]
        } else {
            return nil
        }
        state.withLock { state in
            for table in state.tables {
                for range in asked.ranges {
                    for kind in asked.kinds { table.find(kind, in: range, into: &asked.inMemory) }
                }
                asked.abouts += table.keys.filter { $0.kind == .about && asked.kinds != [.mpan] }
            }
        }
        return asked
    }
}

/// Entries found by keys: those in memory as of before a read, and what to ask the disk for.
struct KeyedEntries: Sendable {
    var kinds: [JournalKey.Kind] = []
    var ranges: [ClosedRange<Int64>] = []
    var inMemory: [Int64] = []
    /// Tries and requests in memory, by what they are about.
    var abouts: [JournalKey] = []

    /// Entries with the keys, and, of a transaction or reference, the tries and requests about them; in order.
    ///
    /// Up to `limit` of them past a place in a direction, so that a search of an MPAN with a million lines stays bounded.
    func sequences(_ db: Database, past start: Int64, isForward: Bool, limit: Int) throws -> [Int64] {
        var found = Set(inMemory)
        // Only an MPAN has many, and its key finds all its lines.
        let bounded = kinds == [.mpan]
        for (kind, range) in kinds.flatMap({ kind in ranges.map { (kind, $0) } }) {
            let statement = try RawStatement(
                db,
                """
                SELECT sequence FROM key WHERE kind = ?1 AND hash BETWEEN ?2 AND ?3 AND sequence \
                \(isForward ? ">" : "<") ?4 ORDER BY hash\(isForward ? "" : " DESC"), sequence\(isForward ? "" : " DESC") LIMIT ?5
                """)
            statement.bind(kind.rawValue, at: 1)
            statement.bind(range.lowerBound, at: 2)
            statement.bind(range.upperBound, at: 3)
            statement.bind(bounded ? start : (isForward ? Int64.min : Int64.max), at: 4)
            statement.bind(bounded ? Int64(limit) : -1, at: 5)
            defer { statement.reset() }
            while try statement.step() { found.insert(statement.int(0)) }
        }
        if !bounded { try addAbouts(db, &found) }
        let past = found.filter { isForward ? $0 > start : $0 < start }.sorted()
        return Array(isForward ? past.prefix(limit) : past.reversed().prefix(limit))
    }

    private func addAbouts(_ db: Database, _ found: inout Set<Int64>) throws {
        let bases = found
        for key in abouts where bases.contains(key.hash) { found.insert(key.sequence) }
        let statement = try RawStatement(
            db, "SELECT sequence FROM key WHERE kind = \(JournalKey.Kind.about.rawValue) AND hash = ?")
        for base in bases.sorted() {
            statement.bind(base, at: 1)
            defer { statement.reset() }
            while try statement.step() { found.insert(statement.int(0)) }
        }
    }
}
