public import DIP
import GRDB
import Synchronization
public import Kernel

extension SQLiteJournal {
    public func requeue(_ selection: ReplaySelection, at: Instant) async throws(JournalError) -> Int {
        try await followIfBehind()
        // What is accepted while the request runs is not part of it: it is delivered anyway.
        let through = state.withLock { $0.lastSequence }
        var place: Int64 = 0
        var count = 0
        while true {
            let found = try await selected(selection, after: place, through: through, limit: Self.requeueSlice)
            guard let last = found.last else { return count }
            let parcels = found.map { entry in
                (about: entry.sequence, queue: entry.queue)
            }
            _ = try await submit(.requeue(parcels, at: at))
            count += found.count
            place = last.sequence
            if found.count < Self.requeueSlice { return count }
        }
    }

    public func replay(
        _ selection: ReplaySelection, after parcel: Int64?, limit: Int, maximumBytes: Int
    ) async throws(JournalError) -> [Parcel] {
        guard limit > 0 else { return [] }
        try await followIfBehind()
        let after = parcel.map { ParcelID.parts(of: $0).sequence } ?? 0
        let found = try await selected(
            selection, after: after, through: .max, limit: min(limit, Self.entriesPerCall))
        let numbers = state.withLock { state in found.map { state.numbers[$0.queue] ?? 0 } }
        return try await read("read messages again") { [self] db in
            let log = try LogReader(db)
            var page = ParcelPage(maximumBytes: maximumBytes)
            for (entry, number) in zip(found, numbers) {
                guard
                    let loaded = try self.parcel(log, entry.sequence, entry.queue, number, attempts: 0, isReplay: true)
                else { continue }
                guard page.add(loaded) else { break }
            }
            return page.parcels.map(\.parcel)
        }
    }

    /// A selected message or status message, and the recipient's queue that it went to.
    private struct Selected: Sendable {
        var sequence: Int64
        var queue: QueueID
    }

    private func selected(
        _ selection: ReplaySelection, after: Int64, through: Int64, limit: Int
    ) async throws(JournalError) -> [Selected] {
        let memory = zonesInMemory
        let keyed = keyed(transactionIDs: selection.transactionIDs, reference: nil, mpan: selection.mpan)
        return try await read("select messages") { db in
            let log = try LogReader(db)
            var found: [Selected] = []
            func visit(_ entry: StoredEntry) throws -> Bool {
                guard entry.sequence <= through else { return false }
                if let queue = try Self.queue(of: entry, selection) {
                    found.append(Selected(sequence: entry.sequence, queue: queue))
                }
                return found.count < limit
            }
            guard let keyed else {
                try JournalScan(start: after, isForward: true, question: ZoneQuestion(selection))
                    .walk(db, memory, visit)
                return found
            }
            var place = after
            while true {
                let sequences = try keyed.sequences(db, past: place, isForward: true, limit: 1_024)
                for sequence in sequences {
                    place = sequence
                    guard let entry = try log.entry(sequence) else { continue }
                    guard try visit(entry) else { return found }
                }
                if sequences.count < 1_024 { return found }
            }
        }
    }

    /// The queue in which the recipient got an entry, if the selection holds of it.
    private static func queue(of entry: StoredEntry, _ selection: ReplaySelection) throws -> QueueID? {
        switch (entry.event, selection.channel) {
        case (EntryEvent.accepted, .interface):
            let stored = try entry.message()
            guard selection.accepts(stored.message, interface: stored.interface) else { return nil }
            let addressee = stored.message.addressees.first { $0.recipient == selection.recipient }
            return addressee.map(\.queue)
        case (EntryEvent.status, .status):
            let status = try entry.status()
            return selection.accepts(status) ? QueueID(recipient: status.recipient, lane: 0) : nil
        default: return nil
        }
    }
}

extension ZoneQuestion {
    init(_ selection: ReplaySelection) {
        groups.append([JournalHash.party(selection.recipient.text)])
        switch selection.channel {
        case .interface(let interface):
            groups.append([JournalHash.interface(interface.text)])
            events = [EntryEvent.accepted]
        case .status: events = [EntryEvent.status]
        }
        groups.append((events ?? []).sorted().map { JournalHash.event($0) })
        from = selection.from?.milliseconds ?? .min
        until = selection.until?.milliseconds ?? .max
    }
}
