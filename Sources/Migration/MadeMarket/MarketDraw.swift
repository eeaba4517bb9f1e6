import Kernel

/// Draws of the made-up market, from additions, products, quotients and roots alone: the same bits on every machine,
/// which a platform's own logarithm does not promise.
struct MarketDraw {
    var generator: SeededGenerator

    /// Range: above 0, up to 1.
    mutating func uniform() -> Double { Double((generator.next() >> 11) + 1) * 0x1p-53 }

    /// Lomax's form of Pareto's distribution: 0 or more.
    mutating func pareto(_ shape: Double) -> Double { Self.exponential(-Self.logarithm(uniform()) / shape) - 1 }

    /// The exponential of a normal draw with mean 0 and this deviation (Marsaglia's polar method).
    mutating func lognormal(_ deviation: Double) -> Double {
        while true {
            let (x, y) = (2 * uniform() - 1, 2 * uniform() - 1)
            let square = x * x + y * y
            if square > 0, square < 1 {
                return Self.exponential(deviation * x * (-2 * Self.logarithm(square) / square).squareRoot())
            }
        }
    }

    mutating func below(_ bound: Int) -> Int { generator.nextBelow(bound) }

    /// True with this chance.
    mutating func chance(_ share: Double) -> Bool { uniform() <= share }

    /// The natural logarithm of a positive number, by the series of the inverse hyperbolic tangent.
    static func logarithm(_ value: Double) -> Double {
        let fraction = (value.significand - 1) / (value.significand + 1)
        var sum = 0.0
        // The significand is below 2, so the fraction is below 1/3 and the term after its 33rd power below 10⁻¹⁷.
        for odd in stride(from: 33, through: 1, by: -2) { sum = sum * fraction * fraction + 1 / Double(odd) }
        return 2 * fraction * sum + Double(value.exponent) * 0.693_147_180_559_945_3
    }

    /// The exponential, for arguments between -700 and 700.
    static func exponential(_ value: Double) -> Double {
        let bounded = min(max(value, -700), 700)
        let doublings = (bounded / 0.693_147_180_559_945_3).rounded()
        let rest = bounded - doublings * 0.693_147_180_559_945_3
        var sum = 1.0
        for place in stride(from: 18, through: 1, by: -1) { sum = 1 + sum * rest / Double(place) }
        return Double(sign: .plus, exponent: Int(doublings), significand: sum)
    }

    /// Whole numbers that sum to the total and follow the weights: largest remainders, ties to the first.
    static func divide(_ total: Int, by weights: [Double]) -> [Int] {
        let sum = weights.reduce(0, +)
        guard sum > 0 else { return weights.indices.map { $0 == 0 ? total : 0 } }
        let exact = weights.map { Double(total) * ($0 / sum) }
        var parts = exact.map { Int($0) }
        var left = total - parts.reduce(0, +)
        let order = exact.indices.sorted {
            let (one, other) = (exact[$0] - Double(parts[$0]), exact[$1] - Double(parts[$1]))
            return one != other ? one > other : $0 < $1
        }
        for place in order where left > 0 {
            parts[place] += 1
            left -= 1
        }
        // Binary fractions can leave the floors one too many in all.
        for place in order.reversed() where left < 0 && parts[place] > 0 {
            parts[place] -= 1
            left += 1
        }
        return parts
    }
}
