// What is kept of an MPAN that has migrated without trouble: the days and the order of its messages, not their times of
// day, and of each id enough to know the message again.
//
// A fold looks at the order of messages and at their local days and at nothing else of their times. So a settled history
// folds to the same state and the same counts under any change of supplier, list or setting that comes later. What is
// given up: where, within one day, a message stands that comes weeks late (behind those of its day that are known), and
// the distinction of a repeated message from another of the same kind, MPAN and day, once in 256.
extension TrackHistory {
    /// Whether its messages are all of a kind that takes effect where it stands: changes of supplier and the end of the new
    /// arrangements have days of their own, and cancellations and exclusions are trouble.
    var canSettle: Bool {
        events.allSatisfy { event in
            switch event.trackKind {
            case .plan, .details, .appointment: event.former == 0
            case .cancel, .exclude, .include, .supplierChange, .consumption, .reverseLeg, .reverseNotified: false
            }
        }
    }

    /// The local day of the last message, without consumption.
    var lastEventDay: Int? { events.last.map { LocalDays.day(of: $0.at) } }

    /// Leaves of the messages' times the days and the order.
    mutating func settle() {
        var day = LocalDays.first
        var today: Int64 = 0
        for place in events.indices {
            let next = LocalDays.day(of: events[place].at)
            if next != day { today = 0 }
            day = next
            let start = LocalDays.start(of: day)
            // Effects of the day's beginning come behind what is dated with the day, and before all else of the day.
            if events[place].at != start {
                today += 1
                events[place].at = start + today
            }
            events[place].id &= 0xFF
        }
        settled = events.count
    }
}

extension TrackEvent {
    /// Whether a settled message is this one, as far as can be known.
    func isSettledCopy(of other: TrackEvent, on day: Int) -> Bool {
        kind == other.kind && id == other.id & 0xFF && LocalDays.day(of: at) == day
    }
}
