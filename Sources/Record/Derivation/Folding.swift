/// What two prints must share to say the same thing: letter case, white space, a final full stop, `&` for `and`, and
/// the shape of dashes and quotation marks do not count.
public enum Folding {
    /// The text without what does not count; equal keys mean the same words.
    public static func key(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 8)
        for scalar in text.unicodeScalars { append(scalar, to: &bytes) }
        while let last = bytes.last, last == UInt8(ascii: ".") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether two texts say the same.
    public static func same(_ left: String, _ right: String) -> Bool { left == right || key(left) == key(right) }

    /// Whether two values say the same: typed values by value, texts and lists folded.
    public static func same(_ left: Value?, _ right: Value?) -> Bool {
        if left == right { return true }
        switch (left, right) {
        case (.text(let one)?, .text(let two)?): return key(one) == key(two)
        case (.list(let one)?, .list(let two)?): return one.map(key) == two.map(key)
        default: return false
        }
    }

    private static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        switch scalar.value {
        case 0x09...0x0D, 0x20, 0xA0, 0x2000...0x200B: return
        case 0x26: bytes += Array("and".utf8)
        case 0x41...0x5A: bytes.append(UInt8(scalar.value) + 32)
        case 0x00...0x7F: bytes.append(UInt8(scalar.value))
        case 0x2010...0x2015, 0x2212: bytes.append(UInt8(ascii: "-"))
        case 0x2018, 0x2019: bytes.append(UInt8(ascii: "'"))
        case 0x201C, 0x201D: bytes.append(UInt8(ascii: "\""))
        default: bytes += Array(scalar.properties.lowercaseMapping.utf8)
        }
    }
}
