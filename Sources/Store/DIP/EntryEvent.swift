import DIP

/// Numbers of the events in `entry.event`; a released number is never changed.
enum EntryEvent {
    static let accepted: Int64 = 1
    static let refused: Int64 = 2
    static let attempted: Int64 = 3
    static let delivered: Int64 = 4
    static let undelivered: Int64 = 5
    static let status: Int64 = 6
    static let replayed: Int64 = 7
    /// A request that put one parcel in a queue.
    static let requeued: Int64 = 8
    /// Notes of an event that the journal makes lines of its own for.
    static let notes: Int64 = 32

    /// The event of a note written by a caller.
    static func number(of event: JournalLine.Event) -> Int64 {
        switch event {
        case .accepted: notes + 1
        case .refused: refused
        case .attempted: notes + 3
        case .delivered: notes + 4
        case .undelivered: notes + 5
        case .status: notes + 6
        case .replayed: replayed
        case .requeued: notes + 8
        case .enrolled: 9
        case .channel: 10
        case .appointment: 11
        case .fault: 12
        case .outage: 13
        case .note: 14
        }
    }

    /// Every number that lines of an event may have.
    static func numbers(of event: JournalLine.Event) -> [Int64] {
        let note = number(of: event)
        return note > notes ? [note - notes, note] : [note]
    }

    private static let events: [Int64: JournalLine.Event] = {
        var events: [Int64: JournalLine.Event] = [:]
        for event in JournalLine.Event.allCases { for number in numbers(of: event) { events[number] = event } }
        return events
    }()

    static func event(_ number: Int64) throws(StoreError) -> JournalLine.Event {
        guard let event = events[number] else { throw .damaged(what: "an entry's event \(number) is none") }
        return event
    }
}
