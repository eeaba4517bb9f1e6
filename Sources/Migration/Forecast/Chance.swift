import Kernel

/// Numbers drawn by name and not in order: the same question gives the same number, whoever else was asked.
///
/// So two runs of a simulation that differ in one cause share the luck of all others (common random numbers), and runs
/// may be made in any order.
struct Chance: Sendable {
    private let key: UInt64

    /// Normal quantiles at the middle of 4,096 equal steps.
    private static let normals: [Double] = (0..<4_096).map {
        SteadyMath.normalQuantile((Double($0) + 0.5) / 4_096)
    }

    /// A source of its own for a seed and a purpose.
    init(seed: UInt64, _ label: String) {
        var generator = SeededGenerator(seed: seed).child(label)
        key = generator.next()
    }

    private init(key: UInt64) { self.key = key }

    /// A source of its own for a number, such as that of a run.
    func child(_ number: Int) -> Chance { Chance(key: word(number, 0x5EED)) }

    /// 64 bits.
    func word(_ first: Int, _ second: Int = 0) -> UInt64 {
        var mix = key ^ (UInt64(bitPattern: Int64(first)) &* 0x9E37_79B9_7F4A_7C15)
        mix = (mix ^ (mix >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mix = (mix ^ (mix >> 27)) &+ UInt64(bitPattern: Int64(second)) &* 0xD6E8_FEB8_6659_FD93
        mix = (mix ^ (mix >> 32)) &* 0x94D0_49BB_1331_11EB
        return mix ^ (mix >> 29)
    }

    /// From 0 up to but not including 1.
    func uniform(_ first: Int, _ second: Int = 0) -> Double { Double(word(first, second) >> 11) * 0x1p-53 }

    /// Standard normal, within about 3.7 of 0.
    func normal(_ first: Int, _ second: Int = 0) -> Double {
        let word = word(first, second)
        let place = Int(word >> 52)
        let fraction = Double((word >> 20) & 0xFFFF_FFFF) * 0x1p-32
        // Half a step to either side of the step's middle.
        let shifted = fraction - 0.5
        let neighbour = min(max(place + (shifted < 0 ? -1 : 1), 0), 4_095)
        let middle = Self.normals[place]
        return middle + (Self.normals[neighbour] - middle) * abs(shifted)
    }

    /// Exponential with mean 1.
    func exponential(_ first: Int, _ second: Int = 0) -> Double { -SteadyMath.log(1 - uniform(first, second)) }
}
