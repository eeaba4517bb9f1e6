public import DIP
import GRDB
import Synchronization
import Kernel

extension SQLiteJournal {
    /// Lines that one call gives at most.
    static let linesPerCall = 100_000

    public func lines(
        after sequence: Int64, filter: JournalFilter, limit: Int
    ) async throws(JournalError) -> [JournalLine] {
        try await lines(past: max(sequence, 0), isForward: true, filter, limit: limit)
    }

    public func lines(
        before sequence: Int64?, filter: JournalFilter, limit: Int
    ) async throws(JournalError) -> [JournalLine] {
        try await lines(past: sequence ?? .max, isForward: false, filter, limit: limit)
    }

    private func lines(
        past start: Int64, isForward: Bool, _ filter: JournalFilter, limit: Int
    ) async throws(JournalError) -> [JournalLine] {
        guard limit > 0 else { return [] }
        let limit = min(limit, Self.linesPerCall)
        try await followIfBehind()
        let memory = zonesInMemory
        let keyed = keyed(
            transactionIDs: filter.transactionID.map { [$0] } ?? [], reference: filter.senderUniqueReference,
            mpan: filter.mpan)
        return try await read("read lines") { db in
            var lines: [JournalLine] = []
            let log = try LogReader(db)
            var reader = LineReader(log)
            func visit(_ entry: StoredEntry) throws -> Bool {
                let (line, addressees) = try reader.line(entry)
                if filter.accepts(line, addressees: addressees) { lines.append(line) }
                return lines.count < limit
            }
            guard let keyed else {
                try JournalScan(start: start, isForward: isForward, question: ZoneQuestion(filter))
                    .walk(db, memory, visit)
                return lines
            }
            var place = start
            // More at a time than are asked for, since a filter may leave most out.
            let chunk = max(limit, 1_024)
            while true {
                let found = try keyed.sequences(db, past: place, isForward: isForward, limit: chunk)
                for sequence in found {
                    place = sequence
                    guard let entry = try log.entry(sequence) else { continue }
                    guard try visit(entry) else { return lines }
                }
                if found.count < chunk { return lines }
            }
        }
    }
}

extension ZoneQuestion {
    init(_ filter: JournalFilter) {
        if let party = filter.party { groups.append([JournalHash.party(party)]) }
        if let interface = filter.interface {
            groups.append([JournalHash.interface(InterfaceID(interface)?.text ?? interface)])
        }
        if let code = filter.code { groups.append([JournalHash.code(code)]) }
        if let events = filter.events { ask(events: events) }
        from = filter.from?.milliseconds ?? .min
        until = filter.until?.milliseconds ?? .max
    }
}

/// Makes lines of entries, and looks up what a try's line repeats of its message.
struct LineReader {
    /// Messages kept while lines about them are made.
    private static let keptMax = 4_096

    private let log: LogReader
    private var messages: [Int64: JournalLine] = [:]

    init(_ log: LogReader) { self.log = log }

    /// An entry's line, and who receives it where it is a message.
    mutating func line(_ entry: StoredEntry) throws -> (line: JournalLine, addressees: [DIPID]) {
        let event = try EntryEvent.event(entry.event)
        switch entry.event {
        case EntryEvent.accepted:
            let stored = try entry.message()
            return (Self.line(stored, entry), stored.message.addressees.map(\.recipient))
        case EntryEvent.status: return (Self.line(try entry.status(), entry), [])
        case EntryEvent.attempted, EntryEvent.delivered, EntryEvent.undelivered:
            let (_, queue, stored) = try EntryCodec.settlement(entry.data)
            var line = try message(entry.about ?? 0)
            line.recipient = queue.recipient.text
            line.code = stored.code
            line.httpStatus = stored.httpStatus
            line.detail = stored.detail
            return (Self.placed(line, entry, event), [])
        case EntryEvent.requeued:
            var reader = ByteReader(entry.data)
            var line = try message(entry.about ?? 0)
            line.recipient = try EntryCodec.queue(&reader).recipient.text
            line.code = nil
            line.detail = nil
            return (Self.placed(line, entry, event), [])
        default:
            return (
                try EntryCodec.note(entry.data, sequence: entry.sequence, at: entry.instant, event: event), []
            )
        }
    }

    private mutating func message(_ sequence: Int64) throws -> JournalLine {
        if let line = messages[sequence] { return line }
        guard let entry = try log.entry(sequence) else {
            throw StoreError.damaged(what: "the log has no entry \(sequence)")
        }
        let line =
            entry.event == EntryEvent.status
            ? Self.line(try entry.status(), entry) : Self.line(try entry.message(), entry)
        if messages.count >= Self.keptMax { messages.removeAll() }
        messages[sequence] = line
        return line
    }

    private static func placed(_ line: JournalLine, _ entry: StoredEntry, _ event: JournalLine.Event) -> JournalLine {
        var line = line
        line.sequence = entry.sequence
        line.at = entry.instant
        line.event = event
        return line
    }

    private static func line(_ stored: EntryCodec.StoredMessage, _ entry: StoredEntry) -> JournalLine {
        JournalLine(stored.message, sender: stored.sender, interface: stored.interface, sequence: entry.sequence)
    }

    private static func line(_ status: AddressedStatus, _ entry: StoredEntry) -> JournalLine {
        JournalLine(status, sequence: entry.sequence)
    }
}
