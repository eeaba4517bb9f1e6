/// How many metering points a supplier must begin a day to be done in time, under its ramp.
///
/// The pace is the least level L for which the days' sum of min(cap, L) is the portfolio; on a day it needs min(cap, L).
/// So a day on which the ramp leaves half the pace is half an effective day: effective days = portfolio / L.
public struct SupplierPace: Sendable, Hashable {
    /// Metering points to migrate.
    public let mpans: Int
    /// The pace as an exact fraction of MPANs a day. The denominator is 0 where the ramp cannot carry the portfolio, so
    /// that every day's need is its cap; the numerator is 0 where there is nothing to do.
    public let numerator: Int
    public let denominator: Int

    /// - Parameter caps: what the ramp allows on each day from the supplier's first on, MPANs.
    public init(mpans: Int, caps: ArraySlice<Int>) {
        self.mpans = mpans
        let sorted = caps.sorted()
        var left = mpans
        var place = 0
        // Days whose cap is below the level that the rest would need are full.
        while place < sorted.count, sorted[place] * (sorted.count - place) < left {
            left -= sorted[place]
            place += 1
        }
        numerator = left
        denominator = mpans == 0 ? 1 : sorted.count - place
    }

    /// What a cell of the supplier needs on a day, in millionths of an MPAN, rounded to nearest; the need of all its cells
    /// together where `part` is all.
    ///
    /// - Parameter part: the cell's share of the supplier's metering points, MPANs.
    public func need(of part: Int, cap: Int) -> Int {
        guard mpans > 0, cap > 0 else { return 0 }
        if denominator == 0 || cap * denominator <= numerator { return Self.millionths(part, cap, mpans) }
        return Self.millionths(part, numerator, mpans, denominator)
    }

    /// Effective days, in thousandths, rounded to nearest; 0 where there is nothing to do.
    public func effectiveDays(caps: ArraySlice<Int>) -> Int {
        guard numerator > 0, denominator > 0 else { return denominator == 0 ? caps.count { $0 > 0 } * 1_000 : 0 }
        return Int((Int128(mpans) * Int128(denominator) * 1_000 + Int128(numerator) / 2) / Int128(numerator))
    }

    private static func millionths(_ part: Int, _ volume: Int, _ whole: Int, _ days: Int = 1) -> Int {
        let divisor = Int128(whole) * Int128(days)
        return Int((Int128(part) * Int128(volume) * 1_000_000 + divisor / 2) / divisor)
    }
}
