extension StringProtocol {
    /// The text without spaces, tabs and non-breaking spaces at its ends.
    public var trimmed: String {
        // Nearly every cell begins and ends with an ASCII byte: then bytes tell as much as characters, and faster.
        let text = Substring(self)
        let bytes = text.utf8
        var start = bytes.startIndex
        var end = bytes.endIndex
        while start < end, Bytes.isSpace(bytes[start]) { start = bytes.index(after: start) }
        while start < end, Bytes.isSpace(bytes[bytes.index(before: end)]) { end = bytes.index(before: end) }
        guard start < end else { return "" }
        var view = text[start..<end]
        if bytes[start] < 0x80, bytes[bytes.index(before: end)] < 0x80 { return String(view) }
        while let first = view.first, first.isWhitespace { view = view.dropFirst() }
        while let last = view.last, last.isWhitespace { view = view.dropLast() }
        return String(view)
    }

    /// The text with every run of white space as one space and none at the ends.
    public var folded: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        for byte in utf8 {
            if Bytes.isSpace(byte) {
                if let last = bytes.last, last != 0x20 { bytes.append(0x20) }
            } else if Bytes.mayBeginWideSpace(byte) {
                return split(whereSeparator: \.isWhitespace).joined(separator: " ")
            } else {
                bytes.append(byte)
            }
        }
        if bytes.last == 0x20 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Bytes of UTF-8 text as scanners need them.
enum Bytes {
    /// ASCII white space: tab, line feed, vertical tab, form feed, carriage return, space.
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

    /// First bytes of the white space beyond ASCII: U+0085, U+00A0, U+1680, U+2000 to U+205F, U+3000.
    static func mayBeginWideSpace(_ byte: UInt8) -> Bool {
        byte == 0xC2 || byte == 0xE1 || byte == 0xE2 || byte == 0xE3
    }

    /// Runs of letters and digits in lower case; nil where a byte beyond ASCII needs the slow way.
    static func asciiWords(_ text: String) -> [String]? {
        var words: [String] = []
        var word: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x61...0x7A: word.append(byte)
            case 0x41...0x5A: word.append(byte + 32)
            case 0x80...: return nil
            default:
                if !word.isEmpty {
                    words.append(String(decoding: word, as: UTF8.self))
                    word.removeAll(keepingCapacity: true)
                }
            }
        }
        if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
        return words
    }
}
