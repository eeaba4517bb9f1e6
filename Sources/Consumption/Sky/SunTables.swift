import Market

/// Angles as parts of a turn, and functions of them, from tables: integers only.
///
/// An angle is a `UInt32`, of which 2^32 make a turn, so that sums wrap as angles do. Q30 means a number times 2^30.
enum SunTables {
    /// One, in Q30.
    static let one = 1 << 30

    private static let sines = unpacked(SkyTableWords.sineWords, count: 4_097).map { $0 - one }
    private static let arccosines = unpacked(SkyTableWords.arccosineWords, count: 4_097)

    /// Sine of an angle, Q30; right to 3 parts in ten million.
    static func sine(_ angle: UInt32) -> Int {
        let place = Int(angle >> 20)
        let low = sines[place]
        return low + ((sines[place + 1] - low) * Int(angle & 0xF_FFFF)) >> 20
    }

    /// Cosine of an angle, Q30.
    static func cosine(_ angle: UInt32) -> Int { sine(angle &+ 1 << 30) }

    /// The angle from 0 to half a turn whose cosine (Q30) this is; beyond -1 and 1, the end's angle.
    ///
    /// Right to a second of time for cosines between -0.9 and 0.9, coarser towards the ends.
    static func arccosine(_ cosine: Int) -> UInt32 {
        let from = min(max(cosine, -one), one) + one
        let place = min(from >> 19, 4_095)
        let low = arccosines[place]
        return UInt32(truncatingIfNeeded: low + ((arccosines[place + 1] - low) * (from - place << 19)) >> 19)
    }

    /// The angle of minutes of arc, which may be negative.
    static func angle(arcminutes: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: (arcminutes << 32).flooredQuotient(by: 21_600))
    }

    /// The root of a number that is not negative, rounded down.
    static func squareRoot(_ square: Int) -> Int {
        guard square > 1 else { return square }
        // Newton's steps from above fall until they reach the root.
        var root = 1 << ((Int.bitWidth - square.leadingZeroBitCount + 1) / 2)
        while true {
            let next = (root + square / root) / 2
            if next >= root { return root }
            root = next
        }
    }

    static func unpacked(_ words: [UInt64], count: Int) -> [Int] {
        (0..<count).map { Int(UInt32(truncatingIfNeeded: words[$0 / 2] >> UInt64($0 % 2 * 32))) }
    }
}
