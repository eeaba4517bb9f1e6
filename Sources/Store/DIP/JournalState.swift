import DIP

/// How far one queue has come.
struct QueueState {
    var id: QueueID
    /// Every parcel of the queue up to this sequence is settled for good.
    var settledThrough: Int64 = 0
    /// Parcels after it that are settled for good; a lane delivers in order, so they are few.
    var settled: Set<Int64> = []
    /// Tries of parcels that are waiting for another.
    var attempts: [Int64: Int] = [:]
    var waiting = 0
    /// How many settled parcels after `settledThrough` make it worth while to look how far it can move.
    var compactAt = 0

    func isSettled(_ parcel: Int64) -> Bool { parcel <= settledThrough || settled.contains(parcel) }
}

/// What is known of a message while it is recent: what its tries' lines are found by.
struct MessageTrace: Sendable {
    var sequence: Int64
    var mpan: Int64?
    var sender: Int64
    var interface: Int64
}

/// Keys of recent entries, which are on disk as entries but not yet as keys.
struct KeyTable {
    /// In the order of the log, without parcels of queues.
    var keys: [JournalKey] = []
    var traces: [MessageTrace] = []
    var references: [Int64: Int64] = [:]
    var transactions: [Int64: Int64] = [:]
    /// Messages whose reference or transaction has a hash that an earlier one has: few, since neither is used twice.
    var others: [JournalKey] = []
    /// Parcels of each queue, growing.
    var parcels: [Int: [Int64]] = [:]
    var zones: [JournalZone] = []
    /// What freezing is decided by: keys and parcels.
    var weight = 0

    /// The most keys that a fact brings.
    static func weight(of fact: JournalFact) -> Int { 4 + fact.queues.count }

    mutating func add(_ fact: JournalFact) {
        let sequence = fact.sequence
        let isMessage = fact.event == EntryEvent.accepted
        if let hash = fact.reference {
            let isFirst = isMessage && references[hash] == nil
            if isFirst { references[hash] = sequence }
            put(isMessage ? .reference : .referenceMention, hash, sequence, isOther: isMessage && !isFirst)
        }
        if let hash = fact.transaction {
            let isFirst = isMessage && transactions[hash] == nil
            if isFirst { transactions[hash] = sequence }
            put(isMessage ? .transaction : .transactionMention, hash, sequence, isOther: isMessage && !isFirst)
        }
        if let hash = fact.mpan { keys.append(JournalKey(kind: .mpan, hash: hash, sequence: sequence)) }
        if let about = fact.about { keys.append(JournalKey(kind: .about, hash: about, sequence: sequence)) }
        if fact.event == EntryEvent.accepted || fact.event == EntryEvent.status {
            traces.append(
                MessageTrace(sequence: sequence, mpan: fact.mpan, sender: fact.sender, interface: fact.interface))
        }
        for queue in fact.queues { parcels[queue, default: []].append(sequence) }
        weight += Self.weight(of: fact)
        if let zone = zones.last, !zone.isFull {
            zones[zones.count - 1].add(fact)
        } else {
            zones.append(JournalZone(fact))
        }
    }

    private mutating func put(_ kind: JournalKey.Kind, _ hash: Int64, _ sequence: Int64, isOther: Bool) {
        let key = JournalKey(kind: kind, hash: hash, sequence: sequence)
        keys.append(key)
        if isOther { others.append(key) }
    }

    /// Entries with a key, in no order.
    func find(_ kind: JournalKey.Kind, _ hash: Int64, into found: inout [Int64]) {
        switch kind {
        case .reference: if let first = references[hash] { found.append(first) }
        case .transaction: if let first = transactions[hash] { found.append(first) }
        default:
            for key in keys where key.hash == hash && key.kind == kind { found.append(key.sequence) }
            return
        }
        for key in others where key.hash == hash && key.kind == kind { found.append(key.sequence) }
    }

    func find(_ kind: JournalKey.Kind, in range: ClosedRange<Int64>, into found: inout [Int64]) {
        for key in keys where key.kind == kind && range.contains(key.hash) { found.append(key.sequence) }
    }

    func trace(_ sequence: Int64) -> MessageTrace? {
        let index = traces.partition { $0.sequence >= sequence }
        guard index < traces.count, traces[index].sequence == sequence else { return nil }
        return traces[index]
    }
}

/// The journal's state: what following the log from its beginning gives. It changes after a commit and by a commit alone.
struct JournalState {
    /// Keys and parcels that are kept in memory before they go to disk in one sorted run: some 20 MB, and as much again
    /// while the run before is written. More would write less, for each run touches most pages of the keys before it.
    static let freezeAt = 300_000

    var lastSequence: Int64 = 0
    var totals = JournalTotals()
    /// Keys, zones and queues' places are on disk up to this sequence.
    var indexed: Int64 = 0
    var active = KeyTable()
    /// A full table on its way to disk.
    var frozen: FrozenTable?
    var queues: [QueueState] = []
    var numbers: [QueueID: Int] = [:]

    /// What goes to disk, as of the moment when the table was full.
    struct FrozenTable {
        var table: KeyTable
        var through: Int64
        var queues: [QueueState]
        var totals: JournalTotals
        /// Sorted on another thread; nil until then.
        var sorted: [JournalKey]?
        /// How many of the sorted keys are written.
        var written = 0
    }

    var tables: [KeyTable] { (frozen.map { [$0.table] } ?? []) + [active] }

    mutating func add(queue: QueueState, number: Int) {
        // Numbers are given one after another from 0.
        precondition(number == queues.count, "queues are numbered without gaps")
        queues.append(queue)
        numbers[queue.id] = number
    }

    mutating func apply(_ fact: JournalFact) {
        lastSequence = fact.sequence
        active.add(fact)
        for queue in fact.queues { queues[queue].waiting += 1 }
        totals.waiting += fact.queues.count
        switch fact.event {
        case EntryEvent.accepted: totals.messages += 1
        case EntryEvent.refused: totals.refusedPosts += 1
        default: break
        }
        guard let settled = fact.settled else { return }
        switch settled.outcome {
        case .retry: queues[settled.queue].attempts[settled.parcel, default: 0] += 1
        case .delivered, .undelivered:
            queues[settled.queue].settled.insert(settled.parcel)
            queues[settled.queue].attempts[settled.parcel] = nil
            queues[settled.queue].waiting -= 1
            totals.waiting -= 1
            if settled.outcome == .delivered { totals.delivered += 1 } else { totals.undelivered += 1 }
        }
    }

    /// Sets the full table aside, if it is full and the one before is written.
    mutating func freezeWhereFull(at limit: Int) -> Bool {
        guard frozen == nil, active.weight >= limit else { return false }
        frozen = FrozenTable(table: active, through: lastSequence, queues: queues, totals: totals)
        active = KeyTable()
        return true
    }

    func has(parcel: Int64, inMemoryOf queue: Int) -> Bool {
        func has(_ table: KeyTable) -> Bool {
            guard let list = table.parcels[queue] else { return false }
            let index = list.partition { $0 >= parcel }
            return index < list.count && list[index] == parcel
        }
        return has(active) || frozen.map { has($0.table) } ?? false
    }

    /// Parcels of a queue after a place that are in memory and not settled for good, oldest first.
    func parcels(of queue: Int, after place: Int64, limit: Int) -> [Int64] {
        var found: [Int64] = []
        let state = queues[queue]
        func gather(_ table: KeyTable) {
            guard let list = table.parcels[queue] else { return }
            var index = list.partition { $0 > place }
            while index < list.count, found.count < limit {
                if !state.isSettled(list[index]) { found.append(list[index]) }
                index += 1
            }
        }
        if let frozen { gather(frozen.table) }
        gather(active)
        return found
    }

    func trace(_ sequence: Int64) -> MessageTrace? {
        active.trace(sequence) ?? frozen?.table.trace(sequence)
    }
}

extension Array {
    /// The first index whose element fulfils a condition that holds from some index on; the count where none does.
    func partition(_ holds: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
