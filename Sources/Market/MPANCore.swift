/// The 13-digit core of a metering point administration number: distributor (2), unique part (10), check digit (1).
///
/// Held as one integer, 0 to 9,999,999,999,999, so that leading zeros cost nothing and millions of them sort fast.
/// The check digit rule: digits 1 to 12 times 3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43, summed, modulo 11, modulo 10.
///
/// What the check digit catches: a wrong check digit, always; one other digit changed, or two neighbours of the first
/// twelve exchanged, always but where that moves the remainder between 0 and 10, which print the same digit. (Eleven is
/// prime and no weight is a multiple of it, nor are two neighbouring weights equal modulo 11.)
public struct MPANCore: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Twelve digits before the check digit: 0 to 999,999,999,999.
    public static let bodies: Range<UInt64> = 0..<1_000_000_000_000

    /// The unique parts that each distributor has to give, ten digits: every one of them is legal.
    public static let uniques: Range<UInt64> = 0..<10_000_000_000

    /// All thirteen digits as a number.
    public let number: UInt64

    /// The core with this twelve-digit body; the check digit is computed.
    ///
    /// - Precondition: `body` is in `bodies`.
    public init(body: UInt64) {
        precondition(Self.bodies.contains(body), "an MPAN's body has twelve digits")
        number = body * 10 + UInt64(Self.checkDigit(ofBody: body))
    }

    /// The core of a distributor with this unique part, its digits 3 to 12.
    ///
    /// - Precondition: `distributor` is below 100 and `unique` is in `uniques`.
    public init(distributor: UInt8, unique: UInt64) {
        precondition(distributor < 100, "a distributor's number has two digits")
        precondition(Self.uniques.contains(unique), "the unique part has ten digits")
        self.init(body: UInt64(distributor) * Self.uniques.upperBound + unique)
    }

    /// The core with these thirteen digits, or nil where there are more or the last is not the check digit.
    public init?(number: UInt64) {
        guard Self.bodies.contains(number / 10), number % 10 == UInt64(Self.checkDigit(ofBody: number / 10)) else {
            return nil
        }
        self.number = number
    }

    /// The core that these digits print, or nil unless they are thirteen digits with a true check digit.
    ///
    /// Spaces between digits are allowed, since the number is displayed in groups of 2, 4, 4 and 3.
    public init?(printed: some StringProtocol) {
        guard let read = try? MPANCore(reading: printed) else { return nil }
        self = read
    }

    /// Reads thirteen digits, grouped by spaces or not.
    public init(reading printed: some StringProtocol) throws(MPANError) {
        var value: UInt64 = 0
        var count = 0
        for byte in printed.utf8 {
            if byte == 0x20 { continue }
            guard (0x30...0x39).contains(byte) else { throw .notDigits(String(printed)) }
            count += 1
            // Digits beyond the thirteenth are counted only, so that none of them can overflow.
            if count <= 13 { value = value * 10 + UInt64(byte - 0x30) }
        }
        guard count == 13 else { throw .wrongLength(String(printed)) }
        let expected = Self.checkDigit(ofBody: value / 10)
        guard value % 10 == UInt64(expected) else { throw .wrongCheckDigit(String(printed), expected: expected) }
        number = value
    }

    /// The first twelve digits.
    public var body: UInt64 { number / 10 }

    /// The first two digits: the distributor's number, 0 to 99.
    public var distributor: UInt8 { UInt8(truncatingIfNeeded: number / 100_000_000_000) }

    /// Digits 3 to 12.
    public var unique: UInt64 { body % Self.uniques.upperBound }

    /// The core of the same distributor with the next unique part; nil after the last.
    public var next: MPANCore? {
        unique + 1 < Self.uniques.upperBound ? MPANCore(body: body + 1) : nil
    }

    /// Whether it lies in the invented distributor's space, where no customer's number can be.
    public var isInvented: Bool { distributor == Distributor.invented.id }

    public var checkDigit: UInt8 { UInt8(truncatingIfNeeded: number % 10) }

    /// Thirteen digits, with leading zeros.
    public var description: String {
        let digits = String(number)
        return String(repeating: "0", count: 13 - digits.utf8.count) + digits
    }

    /// As displayed on a bill: `NN NNNN NNNN NNN`.
    public var grouped: String {
        let digits = Array(description.utf8)
        func part(_ range: Range<Int>) -> String { String(decoding: digits[range], as: UTF8.self) }
        return "\(part(0..<2)) \(part(2..<6)) \(part(6..<10)) \(part(10..<13))"
    }

    /// The thirteenth digit for twelve: three table look-ups of four digits each.
    ///
    /// A remainder of ten prints 0, so that digit is twice as frequent as the others.
    @inlinable
    public static func checkDigit(ofBody body: UInt64) -> UInt8 {
        let sum =
            Int(partialSums.high[Int(truncatingIfNeeded: body / 100_000_000)])
            + Int(partialSums.middle[Int(truncatingIfNeeded: body / 10_000 % 10_000)])
            + Int(partialSums.low[Int(truncatingIfNeeded: body % 10_000)])
        return UInt8(truncatingIfNeeded: sum % 11 % 10)
    }

    public static func < (left: MPANCore, right: MPANCore) -> Bool { left.number < right.number }

    /// Weighted sums modulo 11 of every group of four digits, for the first, second and third group.
    @usableFromInline
    static let partialSums: (high: [UInt8], middle: [UInt8], low: [UInt8]) = {
        let weights = [3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43]
        func table(_ weights: ArraySlice<Int>) -> [UInt8] {
            let weights = Array(weights)
            return (0..<10_000).map { group in
                let digits = [group / 1_000, group / 100 % 10, group / 10 % 10, group % 10]
                return UInt8(zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 } % 11)
            }
        }
        return (table(weights[0..<4]), table(weights[4..<8]), table(weights[8..<12]))
    }()
}

/// Why thirteen digits are no MPAN core.
public enum MPANError: Error, Hashable, Sendable, CustomStringConvertible {
    case notDigits(String)
    case wrongLength(String)
    case wrongCheckDigit(String, expected: UInt8)

    public var description: String {
        switch self {
        case .notDigits(let printed): "\(quoted(printed)) holds something other than digits; an MPAN core is 13 digits"
        case .wrongLength(let printed):
            "\(quoted(printed)) has \(printed.utf8.count { (0x30...0x39).contains($0) }) digits; an MPAN core is 13"
        case .wrongCheckDigit(let printed, let expected):
            "\(quoted(printed)) fails its check digit; with these first twelve digits the last one is \(expected)"
        }
    }
}
