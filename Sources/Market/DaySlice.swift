import Kernel

/// The half hours that a UTC day and a local day share.
///
/// Series are kept by UTC day; a local day takes its values from one or two of them, and gives them to one or two. The
/// two ranges of places have the same length and match place by place.
public struct DaySlice: Hashable, Sendable {
    public let utcDay: UTCDay
    public let settlementDay: SettlementDay
    /// Places in the UTC day, 0 to 47: one less than the period.
    public let utcPlaces: Range<Int>
    /// Places in the local day, 0 to 49: one less than the period.
    public let localPlaces: Range<Int>

    /// How many half hours it holds, 1 to 48.
    public var count: Int { utcPlaces.count }

    /// Nil where the days share nothing.
    public init?(_ utcDay: UTCDay, _ settlementDay: SettlementDay) {
        let local = settlementDay.halfHours
        let first = utcDay.firstHalfHour.index
        let shared = local.clamped(to: first..<first + HalfHour.perDay)
        guard !shared.isEmpty else { return nil }
        self.utcDay = utcDay
        self.settlementDay = settlementDay
        utcPlaces = shared.lowerBound - first..<shared.upperBound - first
        localPlaces = shared.lowerBound - local.lowerBound..<shared.upperBound - local.lowerBound
    }
}

extension SettlementDay {
    /// Where its values lie among the UTC days, in order: one slice in winter, two in summer time.
    ///
    /// In summer time the first is periods 47 and 48 of the UTC day before.
    public var slices: [DaySlice] {
        let first = firstHalfHour.day
        return [first, UTCDay(number: first.number + 1)].compactMap { DaySlice($0, self) }
    }
}

extension UTCDay {
    /// The local days that its values belong to, in order: one slice in winter, two in summer time.
    public var slices: [DaySlice] {
        let first = SettlementDay(containing: firstHalfHour)
        let second = SettlementDay(first.date.adding(days: 1))
        // The last date there is has no next.
        return (second == first ? [first] : [first, second]).compactMap { DaySlice(self, $0) }
    }
}
