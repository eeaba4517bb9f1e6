public import Kernel

extension Instant {
    /// The instant that a message's 25-character date and time names, with any offset: `2026-04-01T01:00:00+01:00`.
    ///
    /// Nil for any other form, and for a day or time that is none. `Z` in place of the offset is read too.
    public init?(stamp: some StringProtocol) {
        guard let time = WrittenTime(stamp), time.fractionDigits == 0 else { return nil }
        switch time.zone {
        case .none, .offset(_, hasColon: false): return nil
        case .utc, .offset(_, hasColon: true): self = time.instant
        }
    }

    /// Midnight UTC of its day.
    var midnight: Instant { Instant(milliseconds: Int64(day.dayNumber) * Milliseconds.day) }

    /// The first midnight UTC after it.
    var nextMidnight: Instant { midnight.later(milliseconds: Milliseconds.day) }
}

/// Lengths of time in the unit of `Instant`.
enum Milliseconds {
    static let second: Int64 = 1_000
    static let minute: Int64 = 60 * second
    static let hour: Int64 = 60 * minute
    static let day: Int64 = 24 * hour
}
