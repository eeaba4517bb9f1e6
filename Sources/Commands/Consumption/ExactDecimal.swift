/// Decimal numbers read digit by digit, so that a share means the same everywhere: no binary fraction lies between.
enum ExactDecimal {
    /// Decimals of a share.
    static let places = 9

    /// Reads a number such as `0.05`, `1` or `5e-2` as parts of 1,000,000,000.
    ///
    /// Nil where the text is no JSON number, needs more than nine decimals, or is beyond a billion.
    static func billionths(_ text: some StringProtocol) -> Int? {
        guard let read = scan(text) else { return nil }
        var (digits, exponent) = (read.digits, read.exponent + places)
        while exponent < 0, digits % 10 == 0, digits != 0 { (digits, exponent) = (digits / 10, exponent + 1) }
        if digits == 0 { return 0 }
        guard exponent >= 0, exponent <= 18 else { return nil }
        for _ in 0..<exponent {
            let (product, overflow) = digits.multipliedReportingOverflow(by: 10)
            guard !overflow, product <= 1_000_000_000_000_000_000 else { return nil }
            digits = product
        }
        return read.isNegative ? -digits : digits
    }

    /// A whole number; `2e3` and `7.0` are whole too. Nil where it is none or does not fit.
    static func whole(_ text: some StringProtocol) -> Int? {
        if let plain = Int(text), text.first != "+" { return plain }
        guard let read = scan(text) else { return nil }
        var (digits, exponent) = (read.digits, read.exponent)
        while exponent < 0, digits % 10 == 0, digits != 0 { (digits, exponent) = (digits / 10, exponent + 1) }
        if digits == 0 { return 0 }
        guard exponent >= 0, exponent <= 18 else { return nil }
        for _ in 0..<exponent {
            let (product, overflow) = digits.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            digits = product
        }
        return read.isNegative ? -digits : digits
    }

    /// Parts of 1,000,000,000 as a decimal without needless zeros: `0.05`.
    static func text(billionths value: Int) -> String {
        let magnitude = value.magnitude
        let (units, rest) = magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
        let sign = value < 0 ? "-" : ""
        if rest == 0 { return "\(sign)\(units)" }
        let digits = String(rest)
        var fraction = String(repeating: "0", count: places - digits.utf8.count) + digits
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(sign)\(units).\(fraction)"
    }

    /// Sign, digits and power of ten of a JSON number of at most 18 digits that count.
    private static func scan(
        _ text: some StringProtocol
    ) -> (isNegative: Bool, digits: Int, exponent: Int)? {
        var bytes = Array(text.utf8)[...]
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative { bytes = bytes.dropFirst() }
        var digits = 0
        var exponent = 0
        var seen = 0
        var afterPoint = false
        var isZeroSoFar = true
        while let byte = bytes.first {
            if byte == UInt8(ascii: "."), !afterPoint, seen > 0 {
                afterPoint = true
                seen = 0
            } else if (0x30...0x39).contains(byte) {
                seen += 1
                if afterPoint { exponent -= 1 }
                if !isZeroSoFar || byte != 0x30 {
                    isZeroSoFar = false
                    let (product, overflow) = digits.multipliedReportingOverflow(by: 10)
                    let (sum, more) = product.addingReportingOverflow(Int(byte - 0x30))
                    guard !overflow, !more else { return nil }
                    digits = sum
                }
            } else {
                break
            }
            bytes = bytes.dropFirst()
        }
        guard seen > 0 else { return nil }
        if let mark = bytes.first {
            guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E"),
                let power = Int(String(decoding: bytes.dropFirst(), as: UTF8.self)), abs(power) <= 400
            else { return nil }
            exponent += power
        }
        return (isNegative, digits, exponent)
    }
}
