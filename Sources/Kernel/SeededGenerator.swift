/// A repeatable source of random numbers (SplitMix64; Steele, Lea and Flood, 2014).
///
/// The same seed gives the same numbers on every machine and in every release.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    /// The seed the generator was made with.
    public let seed: UInt64

    private var state: UInt64

    /// Makes a generator from a seed.
    public init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(state)
    }

    /// A generator of its own for a named purpose.
    ///
    /// Depends on this generator's seed and the label only, never on how many numbers were drawn.
    public func child(_ label: String) -> SeededGenerator {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325  // FNV-1a
        for byte in label.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return SeededGenerator(seed: Self.mixed(Self.mixed(seed &+ 0x9E37_79B9_7F4A_7C15) ^ hash))
    }

    /// A whole number from 0 up to but not including the bound, each equally likely.
    ///
    /// Range: 0 to bound - 1; 0 when the bound is less than 1.
    public mutating func nextBelow(_ bound: Int) -> Int {
        guard bound > 1 else { return 0 }
        let range = UInt64(bound)
        let threshold = (0 &- range) % range
        while true {
            let product = next().multipliedFullWidth(by: range)
            if product.low >= threshold { return Int(product.high) }
        }
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var mix = value
        mix = (mix ^ (mix >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mix = (mix ^ (mix >> 27)) &* 0x94D0_49BB_1331_11EB
        return mix ^ (mix >> 31)
    }
}
