/// Base64 of RFC 4648 section 4: the standard alphabet with padding, read strictly.
///
/// Own, because the domain has no Foundation, and because a lenient reader would let through what a partner refuses.
public enum Base64 {
    /// Why a text is not base64.
    public enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        /// A byte outside the alphabet, and where.
        case character(UInt8, offset: Int)
        /// Not a multiple of four characters: the padding is missing.
        case length(Int)
        /// A padding character before the end.
        case padding(offset: Int)
        /// The last character carries bits that no byte uses.
        case looseBits

        public var description: String {
            switch self {
            case .character(let byte, let offset):
                "character \(offset + 1) is \(Printable.text([byte])), which is not of the base64 alphabet"
            case .length(let count): "\(count) characters are no multiple of four"
            case .padding(let offset): "character \(offset + 1) is a padding '=' before the end"
            case .looseBits: "its last character carries bits beyond the last byte"
            }
        }
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 0xFF, count: 256)
        for (value, byte) in alphabet.enumerated() { values[Int(byte)] = UInt8(value) }
        return values
    }()

    private static let pad = UInt8(ascii: "=")

    /// The bytes as base64, without line breaks.
    public static func encode(_ bytes: [UInt8]) -> String {
        let length = (bytes.count + 2) / 3 * 4
        return String(unsafeUninitializedCapacity: length) { out in
            var place = 0
            var index = 0
            while index < bytes.count {
                let left = bytes.count - index
                let second = left > 1 ? UInt32(bytes[index + 1]) : 0
                let third = left > 2 ? UInt32(bytes[index + 2]) : 0
                let group = UInt32(bytes[index]) << 16 | second << 8 | third
                out[place] = alphabet[Int(group >> 18)]
                out[place + 1] = alphabet[Int(group >> 12 & 63)]
                out[place + 2] = left > 1 ? alphabet[Int(group >> 6 & 63)] : pad
                out[place + 3] = left > 2 ? alphabet[Int(group & 63)] : pad
                place += 4
                index += 3
            }
            return length
        }
    }

    /// The bytes that a text stands for.
    /// - Throws: what keeps it from being base64; white space, line ends and missing padding do.
    public static func decode(_ text: some StringProtocol) throws(Problem) -> [UInt8] {
        try decode(bytes: Array(text.utf8))
    }

    private static func decode(bytes: [UInt8]) throws(Problem) -> [UInt8] {
        let padding = bytes.reversed().prefix { $0 == pad }.count
        let digits = bytes.count - padding
        for offset in 0..<digits where values[Int(bytes[offset])] == 0xFF {
            throw bytes[offset] == pad ? .padding(offset: offset) : .character(bytes[offset], offset: offset)
        }
        guard bytes.count.isMultiple(of: 4) else { throw .length(bytes.count) }
        guard padding <= 2, padding == 0 || digits > 0 else { throw .padding(offset: digits) }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count / 4 * 3)
        var held: UInt32 = 0
        var bits = 0
        for offset in 0..<digits {
            held = held << 6 | UInt32(values[Int(bytes[offset])])
            bits += 6
            if bits >= 8 {
                bits -= 8
                out.append(UInt8(truncatingIfNeeded: held >> UInt32(bits)))
                held &= (1 << UInt32(bits)) - 1
            }
        }
        guard held == 0 else { throw .looseBits }
        return out
    }
}

/// Hexadecimal text, two digits a byte.
public enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Lower-case digits.
    public static func encode(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The bytes of digits in either case, or nil where the text is anything else.
    public static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var out: [UInt8] = []
        var half: UInt8?
        for byte in text.utf8 {
            guard let digit = value(byte) else { return nil }
            if let high = half {
                out.append(high << 4 | digit)
                half = nil
            } else {
                half = digit
            }
        }
        return half == nil ? out : nil
    }

    static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}

/// Text from outside made fit for a terminal, a page or a log line.
public enum Printable {
    /// The text with line ends and other control characters written as escapes, cut after `limit` bytes.
    public static func text(_ bytes: some Collection<UInt8>, limit: Int = 4_096) -> String {
        var out = ""
        for scalar in String(decoding: bytes.prefix(limit), as: UTF8.self).unicodeScalars {
            switch scalar.value {
            case 0x0A: out += "\\n"
            case 0x0D: out += "\\r"
            case 0x09: out += "\\t"
            // Control characters, and marks that turn the direction of a line or begin a new one.
            case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
                out += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return bytes.count > limit ? out + "…" : out
    }

    /// See `text(_:limit:)`.
    public static func text(_ text: some StringProtocol, limit: Int = 4_096) -> String {
        self.text(Array(text.utf8), limit: limit)
    }
}

extension StringProtocol {
    /// ASCII capitals made small; other characters as they are, whatever the locale.
    var loweredASCII: String {
        String(decoding: utf8.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }, as: UTF8.self)
    }

    /// Whether both are the same but for the case of ASCII letters; makes no copies.
    func equalsIgnoringCase(_ other: some StringProtocol) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        return zip(utf8, other.utf8).allSatisfy { left, right in
            left == right || ((0x41...0x5A).contains(left & 0xDF) && left & 0xDF == right & 0xDF)
        }
    }

    /// ASCII small letters made capitals.
    var raisedASCII: String {
        String(decoding: utf8.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }, as: UTF8.self)
    }
}
