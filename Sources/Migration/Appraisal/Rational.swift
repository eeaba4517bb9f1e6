/// A fraction in lowest terms, exact.
///
/// Range: numerator and denominator of 127 bits; arithmetic that would leave it throws.
public struct Rational: Hashable, Sendable, Comparable, CustomStringConvertible {
    public static let zero = Rational(whole: 0)
    public static let one = Rational(whole: 1)

    public let numerator: Int128
    /// At least 1.
    public let denominator: Int128

    public init(whole: Int) {
        numerator = Int128(whole)
        denominator = 1
    }

    /// - Throws: where the denominator is nought or a number too long.
    public init(_ numerator: Int128, over denominator: Int128) throws(AppraisalError) {
        guard denominator != 0, numerator != .min, denominator != .min else { throw .tooFine }
        let divisor = Self.divisor(numerator.magnitude, denominator.magnitude)
        let sign: Int128 = denominator < 0 ? -1 : 1
        self.numerator = sign * numerator / Int128(divisor)
        self.denominator = sign * denominator / Int128(divisor)
    }

    /// Reads a decimal number of at most nine digits before and nine after the point, with a sign or without; nil for
    /// anything else.
    public init?(decimal text: some StringProtocol) {
        var digits = Substring(text)
        let isNegative = digits.hasPrefix("-")
        if isNegative { digits = digits.dropFirst() }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = parts.first, (1...9).contains(whole.count),
            parts.count == 1 || (1...9).contains(parts[1].count),
            parts.joined().utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let value = Int128(parts.joined())
        else { return nil }
        let scale = (0..<(parts.count == 2 ? parts[1].count : 0)).reduce(Int128(1)) { scale, _ in scale * 10 }
        guard let fraction = try? Rational(isNegative ? -value : value, over: scale) else { return nil }
        self = fraction
    }

    private static func divisor(_ one: UInt128, _ other: UInt128) -> UInt128 {
        var (one, other) = (one, other)
        while other != 0 { (one, other) = (other, one % other) }
        return max(one, 1)
    }

    public func plus(_ other: Rational) throws(AppraisalError) -> Rational {
        let common = Int128(Self.divisor(denominator.magnitude, other.denominator.magnitude))
        let left = try Self.product(numerator, other.denominator / common)
        let right = try Self.product(other.numerator, denominator / common)
        let (sum, overflows) = left.addingReportingOverflow(right)
        guard !overflows else { throw .tooFine }
        return try Rational(sum, over: Self.product(denominator, other.denominator / common))
    }

    public func minus(_ other: Rational) throws(AppraisalError) -> Rational {
        try plus(Rational(-other.numerator, over: other.denominator))
    }

    public func times(_ other: Rational) throws(AppraisalError) -> Rational {
        // What cancels crosswise goes first, so that no product is longer than it must be.
        let one = try Rational(numerator, over: other.denominator)
        let two = try Rational(other.numerator, over: denominator)
        return try Rational(
            Self.product(one.numerator, two.numerator), over: Self.product(one.denominator, two.denominator))
    }

    public func over(_ other: Rational) throws(AppraisalError) -> Rational {
        try times(Rational(other.denominator, over: other.numerator))
    }

    private static func product(_ one: Int128, _ other: Int128) throws(AppraisalError) -> Int128 {
        let (product, overflows) = one.multipliedReportingOverflow(by: other)
        guard !overflows else { throw .tooFine }
        return product
    }

    public static func < (left: Rational, right: Rational) -> Bool {
        let one = left.numerator.multipliedFullWidth(by: right.denominator)
        let other = right.numerator.multipliedFullWidth(by: left.denominator)
        return (one.high, one.low) < (other.high, other.low)
    }

    /// `7`, `-1/3`
    public var description: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }

    /// As a floating-point number.
    public var value: Double { Double(numerator) / Double(denominator) }

    /// With so many decimals, a half away from nought.
    public func decimal(_ places: Int) -> String {
        precondition((0...9).contains(places), "up to nine decimals")
        let scale = (0..<places).reduce(UInt128(1)) { scale, _ in scale * 10 }
        let whole = numerator.magnitude / denominator.magnitude
        let rest = numerator.magnitude % denominator.magnitude
        // The rest is below the denominator; its digits are found one by one, so nothing overflows.
        var digits = UInt128(0)
        var left = rest
        for _ in 0..<places {
            let (product, overflows) = left.multipliedReportingOverflow(by: 10)
            if overflows { break }
            digits = digits * 10 + product / denominator.magnitude
            left = product % denominator.magnitude
        }
        var all = whole * scale + digits
        if left >= denominator.magnitude - left { all += 1 }
        let text = String(all)
        let padded = String(repeating: "0", count: max(places + 1 - text.count, 0)) + text
        let sign = numerator < 0 && all > 0 ? "-" : ""
        return sign + (places == 0 ? padded : "\(padded.dropLast(places)).\(padded.suffix(places))")
    }
}

/// Why an appraisal cannot be made.
public enum AppraisalError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A sum needs more than 127 bits.
    case tooFine
    /// Something in the sheet is missing or wrong; `path` names the key.
    case sheet(path: String, problem: String, advice: String)

    public var description: String {
        switch self {
        case .tooFine: "the weights are too fine to be added exactly; round swings to fewer digits"
        case .sheet(let path, let problem, let advice): "\(path) \(problem); \(advice)"
        }
    }
}
