/// The numbers drawn for one site: the same whoever asks, in whatever order sites are made.
///
/// SplitMix64 (Steele, Lea and Flood, 2014), seeded with the market's seed and the site's number. The bound is met by
/// a product's upper half: the share of each value is off by less than one in 10^12 for the bounds used here.
struct SampleDraw {
    private var state: UInt64

    init(seed: UInt64, site: Int, purpose: UInt64 = 0) {
        state = Self.mixed(Self.mixed(seed &+ purpose &* 0xD6E8_FEB8_6659_FD93) ^ UInt64(site))
    }

    @inline(__always)
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(state)
    }

    /// 0 up to but not including the bound; 0 for a bound below 1.
    @inline(__always)
    mutating func below(_ bound: Int) -> Int {
        guard bound > 0 else { return 0 }
        return Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// True once in so many thousand.
    @inline(__always)
    mutating func chance(_ perThousand: Int) -> Bool { below(1_000) < perThousand }

    /// A day from the first to the last, both included; the first where the last is before it.
    @inline(__always)
    mutating func day(_ first: Int, _ last: Int) -> Int { first + below(last - first + 1) }

    @inline(__always)
    static func mixed(_ value: UInt64) -> UInt64 {
        var mix = value
        mix = (mix ^ (mix >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mix = (mix ^ (mix >> 27)) &* 0x94D0_49BB_1331_11EB
        return mix ^ (mix >> 31)
    }
}
