import DIP
import Kernel
import Market

/// A search of the journal as an address asks for it, and what of it cannot be read.
struct JournalSearch: Sendable, Equatable {
    /// Lines on a page.
    static let linesOnAPage = 100

    var filter = JournalFilter()
    /// Only lines before this sequence, newest first.
    var before: Int64?
    /// Only lines after this sequence.
    var after: Int64?
    /// Only lines up to this sequence, in files.
    var upTo: Int64?
    /// What is wrong, by field.
    var problems: [String: String] = [:]

    /// Reads the fields of an address.
    init(_ fields: DIPFields) {
        filter.transactionID = fields["transaction"]
        filter.senderUniqueReference = fields["reference"]
        filter.code = fields["code"]?.uppercased()
        readMPAN(fields["mpan"])
        readParty(fields["party"])
        readInterface(fields["interface"])
        readEvents(fields["event"])
        filter.from = instant("from", fields)
        filter.until = instant("to", fields)
        if let from = filter.from, let until = filter.until, from >= until {
            problems["to"] = "The end is not after the beginning."
        }
        before = sequence("before", fields)
        after = sequence("after", fields)
        upTo = sequence("upto", fields)
        if before != nil, after != nil { problems["before"] = "A page lies before a line or after one, not both." }
    }

    private mutating func readMPAN(_ text: String?) {
        guard let text else { return }
        let digits = text.utf8.filter { $0 != 0x20 }
        guard digits.count == 13, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
            problems["mpan"] = "An MPAN has 13 digits; “\(text)” has not."
            return
        }
        filter.mpan = String(decoding: digits, as: UTF8.self)
    }

    private mutating func readParty(_ text: String?) {
        guard let text else { return }
        guard DIPID(text) != nil || text == StatusEntry.platform else {
            problems["party"] = "A DIP ID has ten letters and digits; “\(text)” has not."
            return
        }
        filter.party = text
    }

    private mutating func readInterface(_ text: String?) {
        guard let text else { return }
        guard let interface = InterfaceID(text) else {
            problems["interface"] = "An interface reads like IF-021 or REP-002A, not “\(text)”."
            return
        }
        filter.interface = interface.text
    }

    private mutating func readEvents(_ text: String?) {
        guard let text else { return }
        var events: [JournalLine.Event] = []
        for word in text.split(separator: ",") {
            guard let event = JournalLine.Event(rawValue: String(word)) else {
                problems["event"] = "There is no kind of line “\(word)”."
                return
            }
            if !events.contains(event) { events.append(event) }
        }
        filter.events = events.isEmpty ? nil : events
    }

    private mutating func instant(_ name: String, _ fields: DIPFields) -> Instant? {
        guard let text = fields[name] else { return nil }
        guard let instant = InstantText.read(text) else {
            problems[name] = "A time reads like 2026-04-01T09:00 (UTC), not “\(text)”."
            return nil
        }
        return instant
    }

    private mutating func sequence(_ name: String, _ fields: DIPFields) -> Int64? {
        guard let text = fields[name] else { return nil }
        guard let sequence = Int64(text), sequence >= 0 else {
            problems[name] = "A place in the journal is a whole number, not “\(text)”."
            return nil
        }
        return sequence
    }
}

/// A page of lines, newest first.
struct JournalPageOfLines: Sendable, Equatable {
    var lines: [JournalLine]
    var hasOlder: Bool
    var hasNewer: Bool

    /// Reads a page: the newest, those before a sequence, or those after one.
    static func read(_ search: JournalSearch, _ journal: any MessageJournal) async throws -> JournalPageOfLines {
        let most = JournalSearch.linesOnAPage
        if let after = search.after {
            let found = try await journal.lines(after: after, filter: search.filter, limit: most + 1)
            return JournalPageOfLines(
                lines: found.prefix(most).reversed(), hasOlder: true, hasNewer: found.count > most)
        }
        let found = try await journal.lines(before: search.before, filter: search.filter, limit: most + 1)
        return JournalPageOfLines(
            lines: Array(found.prefix(most)), hasOlder: found.count > most, hasNewer: search.before != nil)
    }
}
