/// Names of keys without regard to the case of ASCII letters, and the text of strings.
enum JSONName {
    /// 24 bits of a name: the same for names that differ only in the case of ASCII letters.
    @inline(__always)
    static func hash(_ start: UnsafePointer<UInt8>, _ count: Int) -> UInt32 {
        let fold: UInt64 = 0x2020_2020_2020_2020
        var state = UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15
        var index = 0
        while index + 8 <= count {
            let word = UnsafeRawPointer(start + index).loadUnaligned(as: UInt64.self).littleEndian | fold
            state = mixed(state, word)
            index += 8
        }
        var rest: UInt64 = 0
        while index < count {
            rest = rest << 8 | UInt64(start[index] | 0x20)
            index += 1
        }
        state = mixed(state, rest)
        return UInt32(truncatingIfNeeded: state >> 40)
    }

    static func hash(_ name: [UInt8]) -> UInt32 {
        name.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return hash(UnsafePointer(bitPattern: 8), 0) }
            return hash(start, buffer.count)
        }
    }

    private static func hash(_ start: UnsafePointer<UInt8>?, _ count: Int) -> UInt32 {
        let state = mixed(UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15, 0)
        return UInt32(truncatingIfNeeded: state >> 40)
    }

    @inline(__always)
    private static func mixed(_ state: UInt64, _ word: UInt64) -> UInt64 {
        let product = (state ^ word) &* 0xBF58_476D_1CE4_E5B9
        return product ^ (product >> 29)
    }

    /// An ASCII letter in lower case, any other byte as it is.
    @inline(__always)
    static func lowered(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    @inline(__always)
    static func hexadecimal(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte - 0x30)
        case 0x41...0x46: UInt32(byte - 0x37)
        case 0x61...0x66: UInt32(byte - 0x57)
        default: nil
        }
    }

    /// The UTF-8 bytes that the inside of a string stands for; the scanner has seen that its escapes are sound.
    static func decoded(_ base: UnsafePointer<UInt8>, _ inner: Range<Int>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(inner.count)
        var index = inner.lowerBound
        while index < inner.upperBound {
            guard base[index] == UInt8(ascii: "\\"), index + 1 < inner.upperBound else {
                text.append(base[index])
                index += 1
                continue
            }
            switch base[index + 1] {
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"):
                index += append(base, index, to: &text)
                continue
            default: text.append(base[index + 1])
            }
            index += 2
        }
        return text
    }

    /// Appends what `\uXXXX` or a pair of them stands for; how many bytes of the source it took.
    private static func append(_ base: UnsafePointer<UInt8>, _ index: Int, to text: inout [UInt8]) -> Int {
        func unit(_ from: Int) -> UInt32 {
            (2..<6).reduce(0) { $0 << 4 | (hexadecimal(base[from + $1]) ?? 0) }
        }
        var value = unit(index)
        let isPair = (0xD800...0xDBFF).contains(value)
        if isPair { value = 0x10000 + (value - 0xD800) << 10 + (unit(index + 6) - 0xDC00) }
        text.append(contentsOf: String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8)
        return isPair ? 12 : 6
    }
}
