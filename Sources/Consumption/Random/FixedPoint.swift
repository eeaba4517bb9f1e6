/// Functions on scaled integers, from tables: the same on every machine, compiler and vector width.
///
/// Q16 means a number times 65,536. No floating point is used from a draw to a value.
public enum FixedPoint {
    /// One, in Q16.
    public static let one = 65_536

    /// e to the power of `x` (Q16), in Q16. Range of x: -16 to 16; beyond, the end's value.
    @inlinable @inline(__always)
    public static func exponential(_ x: Int) -> Int {
        // e^x = 2^(x / ln 2); 1 / ln 2 in Q16 is 94,548.
        exponentialOfTwo((min(max(x, -16 * one), 16 * one) &* 94_548) &>> 16)
    }

    /// 2 to the power of `x` (Q16), in Q16: a table of 1,024 steps and a shift.
    @inlinable @inline(__always)
    public static func exponentialOfTwo(_ x: Int) -> Int {
        let whole = x &>> 16
        let mantissa = Int(Tables.powersOfTwo[(x & 0xFFFF) &>> 6])
        // The table holds Q30.
        let shift = 14 - whole
        return shift >= 0 ? (shift > 62 ? 0 : mantissa &>> shift) : mantissa &<< min(-shift, 32)
    }

    /// A draw from the standard normal distribution (Q16) from 32 random bits: the quantile at their place.
    @inlinable @inline(__always)
    public static func normal(_ bits: UInt32) -> Int {
        let place = Int(bits &>> 20)
        if place == 0 { return -Int(Tables.normalTail[Int((bits &>> 12) & 0xFF)]) }
        if place == 4_095 { return Int(Tables.normalTail[255 - Int((bits &>> 12) & 0xFF)]) }
        let low = Int(Tables.normal[place])
        let high = Int(Tables.normal[place + 1])
        return low + ((high - low) &* Int(bits & 0xF_FFFF)) &>> 20
    }

    /// A multiple drawn from a lognormal distribution of median 1 (Q16), for a standard deviation of the logarithm in
    /// thousandths.
    @inlinable @inline(__always)
    public static func lognormal(_ bits: UInt32, deviationPerMille: Int) -> Int {
        exponential(normal(bits) &* deviationPerMille / 1_000)
    }

    /// An even draw below `bound` from 32 random bits; the bias is less than bound / 2^32.
    @inlinable @inline(__always)
    public static func below(_ bound: Int, _ bits: UInt32) -> Int { (bound &* Int(bits)) &>> 32 }

    /// Whether an event of this probability, in millionths, happens for 32 random bits.
    @inlinable @inline(__always)
    public static func happens(_ bits: UInt32, perMillion: Int) -> Bool { below(1_000_000, bits) < perMillion }

    /// The smooth step 3t² - 2t³ for t in Q16, 0 to one.
    @inlinable @inline(__always)
    public static func smoothStep(_ t: Int) -> Int {
        let squared = (t &* t) &>> 16
        return (squared &* (3 &* one &- 2 &* t)) &>> 16
    }
}
