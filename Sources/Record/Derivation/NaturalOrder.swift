/// Compares texts as people number things: runs of digits by their number, everything else by code point.
///
/// `2` comes before `10`, `10` before `10.1`, `TMAG08-02` before `TMAG08-10`; empty text comes first.
public enum NaturalOrder {
    /// Whether the left text comes before the right one.
    public static func precedes(_ left: String, _ right: String) -> Bool { compare(left, right) < 0 }

    /// Negative, zero or positive as the left text comes before, with or after the right one.
    ///
    /// Zero only for texts of equal bytes: leading zeros decide where nothing else does.
    public static func compare(_ left: String, _ right: String) -> Int {
        var left = left
        var right = right
        return left.withUTF8 { one in right.withUTF8 { two in compare(one, two) } }
    }

    private static func compare(_ one: UnsafeBufferPointer<UInt8>, _ two: UnsafeBufferPointer<UInt8>) -> Int {
        var i = 0
        var j = 0
        var tie = 0
        while i < one.count, j < two.count {
            guard isDigit(one[i]), isDigit(two[j]) else {
                if one[i] != two[j] { return one[i] < two[j] ? -1 : 1 }
                i += 1
                j += 1
                continue
            }
            let startOne = i
            let startTwo = j
            while i < one.count, one[i] == zero { i += 1 }
            while j < two.count, two[j] == zero { j += 1 }
            let zeros = (i - startOne) - (j - startTwo)
            let firstOne = i
            let firstTwo = j
            while i < one.count, isDigit(one[i]) { i += 1 }
            while j < two.count, isDigit(two[j]) { j += 1 }
            if i - firstOne != j - firstTwo { return i - firstOne < j - firstTwo ? -1 : 1 }
            for offset in 0..<(i - firstOne) where one[firstOne + offset] != two[firstTwo + offset] {
                return one[firstOne + offset] < two[firstTwo + offset] ? -1 : 1
            }
            if tie == 0 { tie = zeros }
        }
        let rest = (one.count - i) - (two.count - j)
        return rest != 0 ? rest : tie
    }

    private static let zero = UInt8(ascii: "0")

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
}
