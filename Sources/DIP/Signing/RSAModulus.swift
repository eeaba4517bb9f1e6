/// Raises to a public exponent modulo an RSA modulus, so that the block inside a signature can be looked at.
///
/// Only for telling a sender what is wrong: whether a signature holds is decided by the cryptographic library. There is no
/// secret in it, so its time may depend on the values.
struct RSAModulus {
    /// 64-bit words, least first.
    private let words: [UInt64]
    /// -modulus⁻¹ modulo 2⁶⁴, for Montgomery's reduction.
    private let inverse: UInt64
    /// Bytes of the modulus without leading zeros.
    let byteCount: Int
    let bitCount: Int

    /// The modulus with these bytes, most significant first; nil unless it is odd and has 512 to 8,192 bits.
    init?(_ bytes: [UInt8]) {
        let digits = Array(bytes.drop { $0 == 0 })
        guard (64...1_024).contains(digits.count), let last = digits.last, let first = digits.first, last & 1 == 1
        else {
            return nil
        }
        byteCount = digits.count
        bitCount = digits.count * 8 - first.leadingZeroBitCount
        words = Self.words(digits, count: (digits.count + 7) / 8)
        // Newton's iteration doubles the right bits each time: 5 steps from 3 bits make 96.
        var inverse = words[0]
        for _ in 0..<5 { inverse = inverse &* (2 &- words[0] &* inverse) }
        self.inverse = 0 &- inverse
    }

    /// The base to the power, as many bytes as the modulus has; nil where the base is not below the modulus or the
    /// exponent is beyond 64 bits.
    func power(_ base: [UInt8], exponent: [UInt8]) -> [UInt8]? {
        let exponentDigits = Array(exponent.drop { $0 == 0 })
        let baseDigits = Array(base.drop { $0 == 0 })
        guard (1...8).contains(exponentDigits.count), baseDigits.count <= byteCount else { return nil }
        let number = Self.words(baseDigits, count: words.count)
        guard !isAtLeastModulus(number, carry: 0) else { return nil }
        let exponent = exponentDigits.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let radixSquared = self.radixSquared()
        let inside = product(number, radixSquared)
        var result = inside
        for bit in stride(from: 62 - exponent.leadingZeroBitCount, through: 0, by: -1) {
            result = product(result, result)
            if exponent >> UInt64(bit) & 1 == 1 { result = product(result, inside) }
        }
        var one = [UInt64](repeating: 0, count: words.count)
        one[0] = 1
        return bytes(product(result, one))
    }

    /// 2 to twice the modulus's words' bits, by doubling.
    private func radixSquared() -> [UInt64] {
        var value = [UInt64](repeating: 0, count: words.count)
        value[0] = 1
        for _ in 0..<(128 * words.count) {
            var carry: UInt64 = 0
            for index in value.indices {
                let next = value[index] >> 63
                value[index] = value[index] << 1 | carry
                carry = next
            }
            if isAtLeastModulus(value, carry: carry) { subtractModulus(&value) }
        }
        return value
    }

    /// left × right ÷ 2^(64 words), modulo the modulus (Montgomery's product, operands scanned in turn).
    private func product(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
        let count = words.count
        var sum = [UInt64](repeating: 0, count: count + 2)
        for factor in right {
            var carry: UInt64 = 0
            for index in 0..<count { (carry, sum[index]) = Self.step(left[index], factor, sum[index], carry) }
            let (top, overflow) = sum[count].addingReportingOverflow(carry)
            sum[count] = top
            sum[count + 1] = overflow ? 1 : 0
            let multiple = sum[0] &* inverse
            (carry, _) = Self.step(words[0], multiple, sum[0], 0)
            for index in 1..<count {
                (carry, sum[index - 1]) = Self.step(words[index], multiple, sum[index], carry)
            }
            let (high, wrapped) = sum[count].addingReportingOverflow(carry)
            sum[count - 1] = high
            sum[count] = sum[count + 1] &+ (wrapped ? 1 : 0)
        }
        var result = Array(sum[0..<count])
        if isAtLeastModulus(result, carry: sum[count]) { subtractModulus(&result) }
        return result
    }

    /// left × right + addend + carry, which never exceeds two words.
    private static func step(
        _ left: UInt64, _ right: UInt64, _ addend: UInt64, _ carry: UInt64
    ) -> (high: UInt64, low: UInt64) {
        var (high, low) = left.multipliedFullWidth(by: right)
        var overflow: Bool
        (low, overflow) = low.addingReportingOverflow(addend)
        if overflow { high &+= 1 }
        (low, overflow) = low.addingReportingOverflow(carry)
        if overflow { high &+= 1 }
        return (high, low)
    }

    private func isAtLeastModulus(_ value: [UInt64], carry: UInt64) -> Bool {
        if carry != 0 { return true }
        for index in value.indices.reversed() where value[index] != words[index] { return value[index] > words[index] }
        return true
    }

    private func subtractModulus(_ value: inout [UInt64]) {
        var borrow = false
        for index in value.indices {
            let (first, under) = value[index].subtractingReportingOverflow(words[index])
            let (second, underAgain) = first.subtractingReportingOverflow(borrow ? 1 : 0)
            value[index] = second
            borrow = under || underAgain
        }
    }

    private static func words(_ bytes: [UInt8], count: Int) -> [UInt64] {
        var words = [UInt64](repeating: 0, count: count)
        for (place, byte) in bytes.reversed().enumerated() { words[place / 8] |= UInt64(byte) << UInt64(place % 8 * 8) }
        return words
    }

    private func bytes(_ value: [UInt64]) -> [UInt8] {
        (0..<byteCount).reversed().map { UInt8(truncatingIfNeeded: value[$0 / 8] >> UInt64($0 % 8 * 8)) }
    }
}

/// The modular power by itself, so that it can be compared with another implementation.
package enum RSAPower {
    /// base^exponent mod modulus in hexadecimal, as long as the modulus; nil where `RSAModulus` takes one of them not.
    package static func hexadecimal(base: [UInt8], exponent: [UInt8], modulus: [UInt8]) -> String? {
        RSAModulus(modulus)?.power(base, exponent: exponent).map(Hexadecimal.encode)
    }
}
