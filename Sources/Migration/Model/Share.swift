/// A share of something, exact to a millionth.
///
/// Range: 0 to 1,000 (a flexibility of 1.25 is one too). Text: a decimal number with up to six decimals.
public struct Share: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The largest share that can be held, in millionths.
    public static let mostMillionths = 1_000_000_000

    public static let none = Share(millionths: 0)
    public static let whole = Share(millionths: 1_000_000)

    public let millionths: Int

    /// A count outside the range gives the nearest end of the range.
    public init(millionths: Int) { self.millionths = min(max(millionths, 0), Self.mostMillionths) }

    /// Reads `0.05`, `1`, `.5`; nil for anything else, a sign included.
    public init?(_ text: some StringProtocol) {
        var value = 0
        var decimals: Int?
        var digits = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: "."), decimals == nil {
                decimals = 0
                continue
            }
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), digits < 12 else { return nil }
            if let places = decimals {
                guard places < 6 else { return nil }
                decimals = places + 1
            }
            digits += 1
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        guard digits > 0 else { return nil }
        for _ in 0..<(6 - (decimals ?? 0)) {
            guard value <= Self.mostMillionths else { return nil }
            value *= 10
        }
        guard value <= Self.mostMillionths else { return nil }
        millionths = value
    }

    /// The share of a count, rounded down.
    public func floor(of count: Int) -> Int {
        let product = count.multipliedFullWidth(by: millionths)
        return 1_000_000.dividingFullWidth(product).quotient
    }

    /// The share of a count, rounded up.
    public func ceiling(of count: Int) -> Int {
        let product = count.multipliedFullWidth(by: millionths)
        let division = 1_000_000.dividingFullWidth(product)
        return division.quotient + (division.remainder > 0 ? 1 : 0)
    }

    public static func < (left: Share, right: Share) -> Bool { left.millionths < right.millionths }

    /// The shortest decimal number: `0.05`.
    public var description: String {
        let fraction = String(millionths % 1_000_000)
        var decimals = String(repeating: "0", count: 6 - fraction.count) + fraction
        while decimals.last == "0" { decimals.removeLast() }
        return "\(millionths / 1_000_000)" + (decimals.isEmpty ? "" : ".\(decimals)")
    }
}
