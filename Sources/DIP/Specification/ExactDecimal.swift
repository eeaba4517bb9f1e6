/// A decimal number as it was written, compared exactly whatever its size: digits times a power of ten.
public struct ExactDecimal: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Without leading and trailing zeros; empty for zero.
    private let digits: [UInt8]
    /// The power of ten of the last digit; beyond ±`mostExponent` it is held there.
    private let exponent: Int
    private let isNegative: Bool

    /// Exponents are held within this, so that no number asks for more memory than its text.
    static let mostExponent = 1_000_000_000

    /// The number with this text, or nil unless it is written as JSON writes numbers.
    public init?(_ text: some StringProtocol) { self.init(bytes: Array(text.utf8)) }

    init?(bytes text: [UInt8]) {
        var index = 0
        var digits: [UInt8] = []
        var scale = 0
        let negative = text.first == UInt8(ascii: "-")
        if negative { index = 1 }
        let firstDigit = index
        while index < text.count, (0x30...0x39).contains(text[index]) { digits.append(text[index] - 0x30); index += 1 }
        guard index > firstDigit else { return nil }
        if index < text.count, text[index] == UInt8(ascii: ".") {
            index += 1
            let start = index
            while index < text.count, (0x30...0x39).contains(text[index]) {
                digits.append(text[index] - 0x30)
                scale -= 1
                index += 1
            }
            guard index > start else { return nil }
        }
        if index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
            guard let power = Self.power(text[(index + 1)...]) else { return nil }
            scale += power
            index = text.count
        }
        guard index == text.count else { return nil }
        while digits.last == 0 {
            digits.removeLast()
            scale += 1
        }
        self.digits = Array(digits.drop { $0 == 0 })
        exponent = self.digits.isEmpty ? 0 : max(-Self.mostExponent, min(Self.mostExponent, scale))
        isNegative = negative && !self.digits.isEmpty
    }

    public init(_ value: Int) {
        var digits = Array(String(value.magnitude).utf8).map { $0 - 0x30 }
        var scale = 0
        while digits.last == 0 {
            digits.removeLast()
            scale += 1
        }
        self.digits = digits
        exponent = digits.isEmpty ? 0 : scale
        isNegative = value < 0
    }

    private static func power(_ text: ArraySlice<UInt8>) -> Int? {
        var rest = text
        let negative = rest.first == UInt8(ascii: "-")
        if negative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        guard !rest.isEmpty, rest.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let value = rest.reduce(0) { min(Self.mostExponent, $0 * 10 + Int($1 - 0x30)) }
        return negative ? -value : value
    }

    /// Whether it has no fraction.
    public var isWhole: Bool { exponent >= 0 }

    public static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
        guard left.isNegative == right.isNegative else { return left.isNegative }
        return left.isNegative ? right.isSmaller(left) : left.isSmaller(right)
    }

    /// Whether the magnitude is less.
    private func isSmaller(_ other: ExactDecimal) -> Bool {
        guard !digits.isEmpty, !other.digits.isEmpty else { return digits.isEmpty && !other.digits.isEmpty }
        let (top, otherTop) = (digits.count + exponent, other.digits.count + other.exponent)
        guard top == otherTop else { return top < otherTop }
        for index in 0..<max(digits.count, other.digits.count) {
            let (mine, theirs) = (digit(index), other.digit(index))
            if mine != theirs { return mine < theirs }
        }
        return false
    }

    private func digit(_ index: Int) -> UInt8 { index < digits.count ? digits[index] : 0 }

    /// Whether it is a whole multiple of a positive step of at most nine digits.
    public func isMultiple(of step: ExactDecimal) -> Bool {
        guard !digits.isEmpty else { return true }
        guard step.digits.count <= 9, !step.digits.isEmpty else { return false }
        let divisor = step.digits.reduce(0) { $0 * 10 + UInt64($1) }
        let shift = exponent - step.exponent
        var remainder = digits.reduce(UInt64(0)) { ($0 * 10 + UInt64($1)) % divisor }
        if shift >= 0 {
            var (power, base, count) = (UInt64(1), UInt64(10) % divisor, shift)
            while count > 0 {
                if count & 1 == 1 { power = power * base % divisor }
                base = base * base % divisor
                count >>= 1
            }
            return remainder * power % divisor == 0
        }
        // A step with a finer last digit than the number's cannot be; else the step is scaled up until they meet.
        var scaled = divisor
        for _ in 0..<min(-shift, 10) { scaled *= 10 }
        guard -shift <= 9, scaled > 0 else { return false }
        remainder = digits.reduce(UInt64(0)) { ($0 * 10 + UInt64($1)) % scaled }
        return remainder == 0
    }

    public var description: String {
        guard !digits.isEmpty else { return "0" }
        let sign = isNegative ? "-" : ""
        let text = String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self)
        if exponent >= 0, exponent <= 30 { return sign + text + String(repeating: "0", count: exponent) }
        if exponent < 0, exponent >= -30 {
            let padded = String(repeating: "0", count: max(0, 1 - exponent - text.utf8.count)) + text
            return sign + padded.dropLast(-exponent) + "." + padded.suffix(-exponent)
        }
        return sign + text + "e\(exponent)"
    }
}
