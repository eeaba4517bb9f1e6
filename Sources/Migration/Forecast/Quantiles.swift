/// Quantiles of a sample: the smallest of its numbers that at least the asked share of them do not exceed.
public enum SampleQuantile {
    /// - Precondition: the numbers are sorted and there is at least one; percent is from 1 to 100.
    public static func of<Number>(sorted numbers: [Number], percent: Int) -> Number {
        precondition(!numbers.isEmpty && (1...100).contains(percent), "a sample and a per cent")
        return numbers[(percent * numbers.count + 99) / 100 - 1]
    }
}
