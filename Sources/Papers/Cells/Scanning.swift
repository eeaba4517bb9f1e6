/// The bytes a scanner compares with, by name.
enum Ascii {
    static let space = UInt8(ascii: " ")
    static let hyphen = UInt8(ascii: "-")
    static let apostrophe = UInt8(ascii: "'")
    static let dot = UInt8(ascii: ".")
    static let slash = UInt8(ascii: "/")
    static let colon = UInt8(ascii: ":")
    static let hash = UInt8(ascii: "#")
    static let open = UInt8(ascii: "(")
    static let close = UInt8(ascii: ")")

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
    static func isUpper(_ byte: UInt8) -> Bool { byte >= 65 && byte <= 90 }
    static func isLower(_ byte: UInt8) -> Bool { byte >= 97 && byte <= 122 }
    static func isLetter(_ byte: UInt8) -> Bool { isUpper(byte) || isLower(byte) }
    static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }
    static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (byte >= 9 && byte <= 13) }
    static func lowered(_ byte: UInt8) -> UInt8 { isUpper(byte) ? byte + 32 : byte }
}

/// A piece of a line: a run of letters, a run of digits, or one mark.
struct Token {
    enum Kind: UInt8 { case word, number, mark }

    let kind: Kind
    /// True when white space, or the start of the line, stands before it.
    let spaced: Bool
    /// A mark's byte, with every dash a hyphen and every single quotation mark an apostrophe; 0 for other kinds.
    let mark: UInt8
    /// Where it stands, in UTF-8 bytes from the start of the line.
    let start: Int
    let end: Int
    /// A number's value when it has at most eight digits; otherwise -1.
    let value: Int

    var length: Int { end - start }
}

/// A line cut into tokens, in one pass.
struct TokenLine {
    let bytes: [UInt8]
    let tokens: [Token]

    init(_ text: String) { self.init(bytes: Array(text.utf8)) }

    init(bytes: [UInt8]) {
        self.bytes = bytes
        var tokens: [Token] = []
        tokens.reserveCapacity(min(bytes.count / 3 + 4, 1 << 16))
        var index = 0
        var spaced = true
        while index < bytes.count {
            let blank = Self.blankLength(bytes, index)
            if blank > 0 {
                index += blank
                spaced = true
                continue
            }
            let start = index
            var kind = Token.Kind.mark
            var mark: UInt8 = 0
            var value = -1
            if Ascii.isDigit(bytes[index]) {
                kind = .number
                value = 0
                while index < bytes.count, Ascii.isDigit(bytes[index]) {
                    value = index - start < 8 && value >= 0 ? value * 10 + Int(bytes[index] - 48) : -1
                    index += 1
                }
            } else if let (sign, length) = Self.mark(bytes, index) {
                mark = sign
                index += length
            } else {
                kind = .word
                index += 1
                while index < bytes.count, Self.continuesWord(bytes, index) { index += 1 }
            }
            tokens.append(Token(kind: kind, spaced: spaced, mark: mark, start: start, end: index, value: value))
            spaced = false
        }
        self.tokens = tokens
    }

    subscript(_ index: Int) -> Token? { tokens.indices.contains(index) ? tokens[index] : nil }

    func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
    }

    func text(_ token: Token) -> String { text(token.start..<token.end) }

    /// True when the token is a word with these ASCII letters, in any case.
    func isWord(_ index: Int, _ word: StaticString) -> Bool {
        guard let token = self[index], token.kind == .word, token.length == word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { letters in
            for offset in 0..<letters.count where Ascii.lowered(bytes[token.start + offset]) != letters[offset] {
                return false
            }
            return true
        }
    }

    func isMark(_ index: Int, _ mark: UInt8) -> Bool { self[index]?.mark == mark }

    /// The lower-case letters of a short word; empty for any other token.
    func lowered(_ index: Int) -> String {
        guard let token = self[index], token.kind == .word, token.length <= 24 else { return "" }
        return String(decoding: bytes[token.start..<token.end].lazy.map(Ascii.lowered), as: UTF8.self)
    }

    // MARK: - Bytes

    /// The length of the white space at a position, no-break and thin spaces included; 0 for none.
    static func blankLength(_ bytes: [UInt8], _ index: Int) -> Int {
        let byte = bytes[index]
        if Ascii.isSpace(byte) { return 1 }
        if byte == 0xC2, index + 1 < bytes.count, bytes[index + 1] == 0xA0 { return 2 }
        if byte == 0xE2, index + 2 < bytes.count, bytes[index + 1] == 0x80 {
            let last = bytes[index + 2]
            if (0x80...0x8B).contains(last) || last == 0xAF { return 3 }
        }
        return 0
    }

    /// The mark at a position and its length; nil where a letter stands.
    private static func mark(_ bytes: [UInt8], _ index: Int) -> (UInt8, Int)? {
        let byte = bytes[index]
        if byte < 0x80 { return Ascii.isLetter(byte) ? nil : (byte, 1) }
        if let length = dashLength(bytes, index) { return (Ascii.hyphen, length) }
        guard byte == 0xE2, index + 2 < bytes.count, bytes[index + 1] == 0x80 else { return nil }
        let last = bytes[index + 2]
        if last == 0x98 || last == 0x99 { return (Ascii.apostrophe, 3) }
        return (last, 3)
    }

    /// The length of a dash that is not a plain hyphen (U+2010 to U+2015, U+2212).
    static func dashLength(_ bytes: [UInt8], _ index: Int) -> Int? {
        guard index + 2 < bytes.count, bytes[index] == 0xE2 else { return nil }
        if bytes[index + 1] == 0x80, (0x90...0x95).contains(bytes[index + 2]) { return 3 }
        if bytes[index + 1] == 0x88, bytes[index + 2] == 0x92 { return 3 }
        return nil
    }

    private static func continuesWord(_ bytes: [UInt8], _ index: Int) -> Bool {
        let byte = bytes[index]
        if Ascii.isLetter(byte) { return true }
        return byte >= 0x80 && mark(bytes, index) == nil && blankLength(bytes, index) == 0
    }
}

/// A text without the white space at its ends.
func trimmed(_ text: some StringProtocol) -> String {
    let bytes = Array(text.utf8)
    var (start, end) = (0, bytes.count)
    while start < end {
        let blank = TokenLine.blankLength(bytes, start)
        if blank == 0 { break }
        start += blank
    }
    while end > start {
        if Ascii.isSpace(bytes[end - 1]) {
            end -= 1
        } else if end - start >= 2, TokenLine.blankLength(bytes, end - 2) == 2 {
            end -= 2
        } else {
            break
        }
    }
    return String(decoding: bytes[min(start, end)..<end], as: UTF8.self)
}

/// A text with every run of white space made one space and none at its ends.
func folded(_ text: some StringProtocol) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var pending = false
    var index = 0
    while index < bytes.count {
        let blank = TokenLine.blankLength(bytes, index)
        if blank > 0 {
            pending = true
            index += blank
            continue
        }
        if pending, !result.isEmpty { result.append(Ascii.space) }
        pending = false
        result.append(bytes[index])
        index += 1
    }
    return String(decoding: result, as: UTF8.self)
}

/// At most so many characters of a text, for a sentence.
func shortened(_ text: String, to count: Int = 60) -> String {
    let start = text.prefix(count)
    return start.endIndex == text.endIndex ? text : start + "…"
}
