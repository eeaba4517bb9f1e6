/// All that is known of one MPAN: who is listed for it, its messages in canonical order, and the days on which
/// consumption came in.
///
/// The state is folded from this set and from nothing else, so it cannot depend on the order of arrival, and a message
/// that comes again changes nothing.
public struct TrackHistory: Sendable, Hashable {
    /// The most messages of one MPAN; one more is refused by name.
    public static let mostEvents = 1_000
    /// The most separate runs of days with consumption.
    public static let mostRanges = 1_000

    public var mpan: UInt64
    public var distributor: UInt16 = 0
    /// The supplier of the list of MPANs; 0 where it is not listed.
    public var listedSupplier: UInt16 = 0
    public var isListed = false
    /// In canonical order, without consumption.
    public var events: [TrackEvent] = []
    /// So many of the first events are settled: of their times the day and their order are left, and eight bits of their
    /// ids.
    public var settled = 0
    /// Days with consumption: sorted, apart from each other.
    public var consumption: [ClosedRange<Int32>] = []

    public init(mpan: UInt64) { self.mpan = mpan }

    /// What taking in a message did.
    public enum Taking: Sendable, Equatable {
        case added
        /// Known already: nothing has changed.
        case known
        case tooMany
    }

    /// Takes in a message. Consumption counts by its local day: two on one day are one.
    public mutating func take(_ event: TrackEvent) -> Taking {
        let named = takeDistributor(event.distributor)
        let taking = event.trackKind == .consumption ? takeConsumption(event.at) : takeMessage(event)
        return taking == .known && named ? .added : taking
    }

    /// Takes in a row of the list of MPANs.
    public mutating func list(supplier: UInt16, distributor: UInt16) -> Bool {
        guard !isListed || listedSupplier != supplier || self.distributor != distributor else { return false }
        isListed = true
        listedSupplier = supplier
        if distributor != 0 { self.distributor = distributor }
        return true
    }

    /// A list's distributor stands; else the least of those that messages name, whatever their order.
    private mutating func takeDistributor(_ given: UInt16) -> Bool {
        guard given != 0, !isListed, distributor == 0 || given < distributor else { return false }
        distributor = given
        return true
    }

    private mutating func takeMessage(_ event: TrackEvent) -> Taking {
        var event = event
        event.mpan = mpan
        event.distributor = 0
        let day = LocalDays.day(of: event.at)
        if events[..<settled].contains(where: { $0.isSettledCopy(of: event, on: day) }) { return .known }
        if let known = events[settled...].firstIndex(where: { $0.isSameMessage(as: event) }) {
            // A copy that differs: the one that comes first in canonical order stands, whichever came first.
            guard TrackEvent.comesBefore(event, events[known]) else { return .known }
            events.remove(at: known)
        }
        guard events.count < Self.mostEvents else { return .tooMany }
        var place = events.count
        while place > 0, TrackEvent.comesBefore(event, events[place - 1]) { place -= 1 }
        events.insert(event, at: place)
        // What comes in among settled ones is one of them: its place is all that will be kept of its time.
        if place < settled { settled += 1 }
        return .added
    }

    private mutating func takeConsumption(_ at: Int64) -> Taking {
        let day = Int32(truncatingIfNeeded: LocalDays.day(of: at))
        var place = consumption.count
        while place > 0, consumption[place - 1].lowerBound > day { place -= 1 }
        // The range before `place` begins on or before the day, the one at `place` after it.
        let before = place > 0 ? consumption[place - 1] : nil
        if let before, before.upperBound >= day { return .known }
        let touchesBefore = before.map { $0.upperBound == day - 1 } ?? false
        let touchesAfter = place < consumption.count && consumption[place].lowerBound == day + 1
        switch (touchesBefore, touchesAfter) {
        case (true, true):
            consumption[place - 1] = consumption[place - 1].lowerBound...consumption[place].upperBound
            consumption.remove(at: place)
        case (true, false): consumption[place - 1] = consumption[place - 1].lowerBound...day
        case (false, true): consumption[place] = day...consumption[place].upperBound
        case (false, false):
            guard consumption.count < Self.mostRanges else { return .tooMany }
            consumption.insert(day...day, at: place)
        }
        return .added
    }

    /// The last local day on which anything happens, a scheduled effect included; nil without messages.
    public var lastDay: Int? {
        var last: Int?
        for event in events {
            let day = max(LocalDays.day(of: event.at), event.hasLaterEffect ? Int(event.effective) : .min)
            last = max(last ?? day, day)
        }
        if let range = consumption.last { last = max(last ?? .min, Int(range.upperBound)) }
        return last
    }

    /// Who holds the MPAN before its first message.
    public var firstSupplier: UInt16 {
        if isListed, listedSupplier != 0 { return listedSupplier }
        let first = events.first { $0.supplier != 0 }
        let change = events.first { $0.trackKind == .supplierChange && $0.supplier != 0 }
        // A first request by the gaining supplier comes before the change that makes it the holder.
        if let change, change.former != 0, change.supplier == first?.supplier || first == change {
            return change.former
        }
        return first.map { $0.trackKind == .supplierChange ? $0.former : $0.supplier } ?? 0
    }
}

extension TrackEvent {
    /// Whether it takes effect on a day of its own: a change of supplier, the end of the new arrangements.
    var hasLaterEffect: Bool {
        effective != Self.noDay && (kind == TrackKind.supplierChange.code || kind == TrackKind.reverseNotified.code)
    }
}
