/// What a token of a JSON text is.
public enum JSONKind: UInt8, Sendable, CaseIterable {
    case object, array, key, string, number, yes, no, null
}

/// One token of a JSON text: a container, a key or a scalar, by its place in the body's bytes.
public struct JSONToken: Hashable, Sendable {
    /// First byte: the bracket, the quote, the digit.
    public var start: UInt32
    /// One past the last byte: after the closing bracket or quote.
    public var end: UInt32
    /// The token after this one and all that it holds; a key's is its value.
    public var next: UInt32
    /// Kind in the low four bits, `hasEscapes` in the fifth, `isASCII` opposed in the sixth; for a key the hash of its
    /// name without regard to case in the upper 24.
    var word: UInt32

    init(kind: JSONKind, start: Int, end: Int = 0, next: Int = 0) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
        self.next = UInt32(truncatingIfNeeded: next)
        word = UInt32(kind.rawValue)
    }

    public var kind: JSONKind { JSONKind(rawValue: UInt8(truncatingIfNeeded: word & 0xF)) ?? .null }
    /// Whether a key or a string has a backslash, so that its text is not its bytes.
    public var hasEscapes: Bool { word & 0x10 != 0 }
    /// Whether the bytes of a key or a string are all ASCII.
    public var isASCII: Bool { word & 0x20 == 0 }
    /// The bytes of the token, with quotes and brackets.
    public var range: Range<Int> { Int(start)..<Int(end) }
    /// The bytes between the quotes of a key or a string.
    public var inner: Range<Int> { (Int(start) + 1)..<(Int(end) - 1) }
    /// Of a key: 24 bits of its name without regard to the case of ASCII letters.
    var keyHash: UInt32 { word >> 8 }

    mutating func mark(escapes: Bool, beyondASCII: Bool) {
        if escapes { word |= 0x10 }
        if beyondASCII { word |= 0x20 }
    }
    mutating func mark(keyHash: UInt32) { word = (word & 0xFF) | (keyHash << 8) }
}

/// The named bounds of a JSON text.
public struct JSONLimits: Hashable, Sendable {
    /// Bytes of the body.
    public var bytes: Int
    /// Containers within containers; at most 512, so that trees made of a text may be walked.
    public var depth: Int
    /// Containers, keys and scalars.
    public var tokens: Int

    public init(bytes: Int = 64 << 20, depth: Int = 64, tokens: Int = 8_000_000) {
        self.bytes = min(bytes, Int(UInt32.max) - 1)
        self.depth = min(depth, 512)
        self.tokens = min(tokens, Int(UInt32.max) - 1)
    }
}

/// Why bytes are no JSON text: where, and which rule does not hold.
public struct JSONTextError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The rule of RFC 8259, or the limit, that does not hold.
    public enum Rule: String, Sendable, CaseIterable {
        case bytesAreWithinTheLimit = "BytesAreWithinTheLimit"
        case depthIsWithinTheLimit = "DepthIsWithinTheLimit"
        case tokensAreWithinTheLimit = "TokensAreWithinTheLimit"
        case bodyIsNotEmpty = "BodyIsNotEmpty"
        case noByteOrderMark = "NoByteOrderMark"
        case valueIsExpected = "ValueIsExpected"
        case keyIsExpected = "KeyIsExpected"
        case colonFollowsKey = "ColonFollowsKey"
        case commaOrEndIsExpected = "CommaOrEndIsExpected"
        case nothingFollowsTheValue = "NothingFollowsTheValue"
        case stringEnds = "StringEnds"
        case controlCharactersAreEscaped = "ControlCharactersAreEscaped"
        case escapeIsKnown = "EscapeIsKnown"
        case surrogatesArePaired = "SurrogatesArePaired"
        case textIsUTF8 = "TextIsUTF8"
        case numberIsWellFormed = "NumberIsWellFormed"

        /// What the rule asks for, as the end of a sentence.
        var meaning: String {
            switch self {
            case .bytesAreWithinTheLimit: "the body has more bytes than the limit allows"
            case .depthIsWithinTheLimit: "objects and arrays are nested deeper than the limit allows"
            case .tokensAreWithinTheLimit: "the body has more values than the limit allows"
            case .bodyIsNotEmpty: "the body is empty or ends before its value does"
            case .noByteOrderMark: "the body begins with a byte order mark"
            case .valueIsExpected: "a value is expected: object, array, string, number, true, false or null"
            case .keyIsExpected: "a key in double quotes is expected"
            case .colonFollowsKey: "a colon is expected after the key"
            case .commaOrEndIsExpected: "a comma or the closing bracket is expected"
            case .nothingFollowsTheValue: "something follows after the end of the value"
            case .stringEnds: "a string is not closed"
            case .controlCharactersAreEscaped: "a control character stands in a string and is not escaped"
            case .escapeIsKnown: "a backslash begins no escape that JSON knows"
            case .surrogatesArePaired: "an escaped surrogate has no partner"
            case .textIsUTF8: "a string is not valid UTF-8"
            case .numberIsWellFormed: "a number is not written as JSON writes numbers"
            }
        }
    }

    public var rule: Rule
    /// Bytes from the beginning of the body, from 0.
    public var offset: Int
    /// From 1.
    public var line: Int
    /// From 1, in bytes.
    public var column: Int

    public var description: String { "Line \(line), column \(column) (byte \(offset)): \(rule.meaning)." }
}
