/// Logarithm and exponential from additions, products and quotients alone: the same bits on every machine, which a
/// platform's own library does not promise.
public enum StableMath {
    /// The natural logarithm of a positive number, to within a few units in the last place; 0 for anything else.
    public static func ln(_ value: Double) -> Double {
        guard value > 0, value.isFinite else { return 0 }
        var exponent = Double(value.exponent)
        var fraction = value.significand
        if fraction > 1.414_213_562_373_095_1 {
            fraction /= 2
            exponent += 1
        }
        // ln f = 2 artanh((f - 1) / (f + 1)); the argument is at most 0.172, so the term after s²³ is below 10⁻¹⁹.
        let s = (fraction - 1) / (fraction + 1)
        let square = s * s
        var sum = 0.0
        for odd in stride(from: 23, through: 1, by: -2) { sum = sum * square + 1 / Double(odd) }
        return 2 * s * sum + exponent * 0.693_147_180_559_945_3
    }

    /// The exponential; range of the argument: -700 to 700, beyond which it stays at the ends.
    public static func exp(_ value: Double) -> Double {
        let bounded = min(max(value, -700), 700)
        let halvings = (bounded / 0.693_147_180_559_945_3).rounded()
        let rest = bounded - halvings * 0.693_147_180_559_945_3
        var sum = 1.0
        // |rest| is at most 0.35: the term after rest¹⁶ is below 10⁻²¹.
        for place in stride(from: 16, through: 1, by: -1) { sum = 1 + sum * rest / Double(place) }
        return Double(sign: .plus, exponent: Int(halvings), significand: sum)
    }
}

/// The order statistics of one figure over sites.
public struct Spread: Sendable, Hashable {
    /// Which shares `quantiles` answers, in per cent.
    public static let percents = [5, 10, 25, 50, 75, 90, 95]

    /// How many sites have the figure.
    public let count: Int
    public let mean: Double
    /// Standard deviation over the sites (divided by their number).
    public let deviation: Double
    public let least: Double
    public let most: Double
    /// One for each of `percents`, with straight lines between neighbours.
    public let quantiles: [Double]

    public var median: Double { quantiles[3] }

    /// Nil where there are no values. The order of the values is not looked at.
    init?(_ values: [Double]) {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        count = sorted.count
        let mean = sorted.reduce(0, +) / Double(sorted.count)
        self.mean = mean
        deviation = (sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(sorted.count)).squareRoot()
        least = sorted[0]
        most = sorted[sorted.count - 1]
        quantiles = Self.percents.map { Self.quantile(sorted, Double($0) / 100) }
    }

    /// The value below which a share of sorted values lies: at place `share × (count - 1)`, between neighbours by a
    /// straight line.
    static func quantile(_ sorted: [Double], _ share: Double) -> Double {
        let place = share * Double(sorted.count - 1)
        let below = Int(place)
        guard below + 1 < sorted.count else { return sorted[sorted.count - 1] }
        return sorted[below] + (sorted[below + 1] - sorted[below]) * (place - Double(below))
    }
}
