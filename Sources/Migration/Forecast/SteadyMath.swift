/// Exponential, logarithm and the normal law from additions, multiplications and divisions alone.
///
/// IEEE arithmetic is the same on every machine; a C library's functions are not, to the last bit.
enum SteadyMath {
    private static let naturalLogOfTwo = 0.693_147_180_559_945_3

    /// e to a power. Range of the argument that is kept: -700 to 700.
    static func exp(_ value: Double) -> Double {
        let bounded = min(max(value, -700), 700)
        let powers = (bounded / naturalLogOfTwo).rounded()
        let rest = bounded - powers * naturalLogOfTwo
        var term = 1.0
        var sum = 1.0
        // |rest| is at most 0.35: 14 terms leave less than 1e-17.
        for place in 1...14 {
            term *= rest / Double(place)
            sum += term
        }
        return sum * Double(sign: .plus, exponent: Int(powers), significand: 1)
    }

    /// The natural logarithm of a number above 0; of anything else, that of the least positive number.
    static func log(_ value: Double) -> Double {
        let bounded = max(value, .leastNormalMagnitude)
        var exponent = Double(bounded.exponent)
        var significand = bounded.significand
        if significand > 1.414_213_562_373_095 {
            significand /= 2
            exponent += 1
        }
        let ratio = (significand - 1) / (significand + 1)
        let square = ratio * ratio
        var power = ratio
        var sum = 0.0
        // |ratio| is at most 0.1716: 12 terms leave less than 1e-19.
        for place in 0..<12 {
            sum += power / Double(2 * place + 1)
            power *= square
        }
        return 2 * sum + exponent * naturalLogOfTwo
    }

    /// The point that a standard normal number lies below with this probability (Acklam's rational form, error 1e-9).
    ///
    /// Range of the argument: above 0 and below 1.
    static func normalQuantile(_ probability: Double) -> Double {
        let low = 0.02425
        if probability < low { return tail((-2 * log(probability)).squareRoot()) }
        if probability > 1 - low { return -tail((-2 * log(1 - probability)).squareRoot()) }
        let centred = probability - 0.5
        let square = centred * centred
        let above = polynomial(
            [
                -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02,
                -3.066479806614716e+01, 2.506628277459239e+00,
            ], square)
        let below = polynomial(
            [
                -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
                -1.328068155288572e+01, 1,
            ], square)
        return centred * above / below
    }

    private static func tail(_ root: Double) -> Double {
        let above = polynomial(
            [
                -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00,
                4.374664141464968e+00, 2.938163982698783e+00,
            ], root)
        let below = polynomial(
            [7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00, 1], root)
        return above / below
    }

    private static func polynomial(_ factors: [Double], _ point: Double) -> Double {
        factors.reduce(0) { $0 * point + $1 }
    }
}
