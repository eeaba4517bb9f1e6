/// The pass over a body's bytes: a machine of two states (before a value, after a value) with a stack of its own.
///
/// It never calls itself, reads each byte once, and looks no further than `count`.
struct JSONScanner {
    /// An open container.
    private struct Level {
        var token: Int
        /// One bit for each key seen, by hash; a bit met twice asks for the exact comparison at the end.
        var seen: UInt64 = 0
        var mayRepeat = false
        var isObject: Bool
    }

    private let base: UnsafePointer<UInt8>
    private let count: Int
    private let limits: JSONLimits
    private var at = 0
    private(set) var tokens: [JSONToken] = []
    private(set) var repeated: [Int] = []
    private var levels: [Level] = []

    /// At most so many repeated keys are named.
    static let mostRepeated = 100

    struct Failure: Error {
        var rule: JSONTextError.Rule
        var offset: Int
    }

    init(_ bytes: UnsafeBufferPointer<UInt8>, base: UnsafePointer<UInt8>, limits: JSONLimits) {
        self.base = base
        count = bytes.count
        self.limits = limits
        tokens.reserveCapacity(min(count / 6 + 8, 1 << 20))
        levels.reserveCapacity(16)
    }

    mutating func run() throws(Failure) {
        guard count <= limits.bytes else { throw Failure(rule: .bytesAreWithinTheLimit, offset: limits.bytes) }
        if count >= 3, base[0] == 0xEF, base[1] == 0xBB, base[2] == 0xBF {
            throw Failure(rule: .noByteOrderMark, offset: 0)
        }
        skipSpace()
        try value()
        while let level = levels.last {
            skipSpace()
            guard at < count else { throw Failure(rule: .bodyIsNotEmpty, offset: at) }
            switch base[at] {
            case UInt8(ascii: ","):
                at += 1
                skipSpace()
                if level.isObject { try key() }
                try value()
            case UInt8(ascii: "}") where level.isObject, UInt8(ascii: "]") where !level.isObject:
                at += 1
                close(level)
            default: throw Failure(rule: .commaOrEndIsExpected, offset: at)
            }
        }
        skipSpace()
        guard at == count else { throw Failure(rule: .nothingFollowsTheValue, offset: at) }
    }

    /// Reads a scalar, or opens containers until one is empty or begins with a scalar.
    private mutating func value() throws(Failure) {
        while true {
            guard at < count else { throw Failure(rule: .bodyIsNotEmpty, offset: at) }
            switch base[at] {
            case UInt8(ascii: "\""):
                try string(kind: .string)
                return
            case UInt8(ascii: "{"):
                try open(isObject: true)
                if at < count, base[at] == UInt8(ascii: "}") { return }
                try key()
            case UInt8(ascii: "["):
                try open(isObject: false)
                if at < count, base[at] == UInt8(ascii: "]") { return }
            case UInt8(ascii: "n"): return try word("ull", .null)
            case UInt8(ascii: "t"): return try word("rue", .yes)
            case UInt8(ascii: "f"): return try word("alse", .no)
            case UInt8(ascii: "-"), 0x30...0x39: return try number()
            default: throw Failure(rule: .valueIsExpected, offset: at)
            }
        }
    }

    private mutating func open(isObject: Bool) throws(Failure) {
        guard levels.count < limits.depth else { throw Failure(rule: .depthIsWithinTheLimit, offset: at) }
        levels.append(Level(token: tokens.count, isObject: isObject))
        try add(JSONToken(kind: isObject ? .object : .array, start: at))
        at += 1
        skipSpace()
    }

    private mutating func close(_ level: Level) {
        tokens[level.token].end = UInt32(truncatingIfNeeded: at)
        tokens[level.token].next = UInt32(truncatingIfNeeded: tokens.count)
        if level.mayRepeat { findRepeated(level.token) }
        levels.removeLast()
    }

    /// A key and its colon; what follows is the value.
    private mutating func key() throws(Failure) {
        guard at < count, base[at] == UInt8(ascii: "\"") else { throw Failure(rule: .keyIsExpected, offset: at) }
        let token = tokens.count
        try string(kind: .key)
        let hash =
            tokens[token].hasEscapes
            ? JSONName.hash(JSONName.decoded(base, tokens[token].inner))
            : JSONName.hash(base + Int(tokens[token].start) + 1, Int(tokens[token].end - tokens[token].start) - 2)
        tokens[token].mark(keyHash: hash)
        let level = levels.count - 1
        let bit = UInt64(1) << UInt64(hash & 63)
        if levels[level].seen & bit != 0 { levels[level].mayRepeat = true }
        levels[level].seen |= bit
        skipSpace()
        guard at < count, base[at] == UInt8(ascii: ":") else { throw Failure(rule: .colonFollowsKey, offset: at) }
        at += 1
        skipSpace()
    }

    @inline(__always)
    private mutating func add(_ token: JSONToken) throws(Failure) {
        guard tokens.count < limits.tokens else { throw Failure(rule: .tokensAreWithinTheLimit, offset: at) }
        tokens.append(token)
    }

    @inline(__always)
    private mutating func skipSpace() {
        while at < count {
            let byte = base[at]
            guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            at += 1
        }
    }

    private mutating func word(_ rest: StaticString, _ kind: JSONKind) throws(Failure) {
        let length = rest.utf8CodeUnitCount
        guard at + length < count else { throw Failure(rule: .valueIsExpected, offset: at) }
        for index in 0..<length where base[at + 1 + index] != rest.utf8Start[index] {
            throw Failure(rule: .valueIsExpected, offset: at)
        }
        try add(JSONToken(kind: kind, start: at, end: at + 1 + length, next: tokens.count + 1))
        at += 1 + length
    }

    private mutating func number() throws(Failure) {
        let start = at
        var end = at
        func digits(_ from: Int) -> Int {
            var index = from
            while index < count, (0x30...0x39).contains(base[index]) { index += 1 }
            return index
        }
        if base[end] == UInt8(ascii: "-") { end += 1 }
        let whole = digits(end)
        guard whole > end, whole == end + 1 || base[end] != UInt8(ascii: "0") else {
            throw Failure(rule: .numberIsWellFormed, offset: start)
        }
        end = whole
        if end < count, base[end] == UInt8(ascii: ".") {
            let fraction = digits(end + 1)
            guard fraction > end + 1 else { throw Failure(rule: .numberIsWellFormed, offset: start) }
            end = fraction
        }
        if end < count, base[end] | 0x20 == UInt8(ascii: "e") {
            end += 1
            if end < count, base[end] == UInt8(ascii: "+") || base[end] == UInt8(ascii: "-") { end += 1 }
            let exponent = digits(end)
            guard exponent > end else { throw Failure(rule: .numberIsWellFormed, offset: start) }
            end = exponent
        }
        try add(JSONToken(kind: .number, start: start, end: end, next: tokens.count + 1))
        at = end
    }
}

extension JSONScanner {
    /// A string from its opening quote; eight bytes at a time while nothing needs a look.
    @inline(__always)
    private mutating func string(kind: JSONKind) throws(Failure) {
        let start = at
        var index = at + 1
        var escapes = false
        var beyondASCII = false
        scan: while true {
            while index + 8 <= count {
                let word = UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self).littleEndian
                let special = Self.special(word)
                if special != 0 {
                    index += special.trailingZeroBitCount >> 3
                    break
                }
                index += 8
            }
            while index < count {
                let byte = base[index]
                if byte == UInt8(ascii: "\"") { break scan }
                if byte == UInt8(ascii: "\\") {
                    escapes = true
                    index = try escape(index)
                } else if byte < 0x20 {
                    throw Failure(rule: .controlCharactersAreEscaped, offset: index)
                } else if byte >= 0x80 {
                    beyondASCII = true
                    index = try sequence(index)
                } else {
                    index += 1
                    continue
                }
                continue scan
            }
            throw Failure(rule: .stringEnds, offset: start)
        }
        var token = JSONToken(kind: kind, start: start, end: index + 1, next: tokens.count + 1)
        token.mark(escapes: escapes, beyondASCII: beyondASCII)
        try add(token)
        at = index + 1
    }

    /// The high bit of each byte that is a quote, a backslash, a control character or beyond ASCII.
    ///
    /// A byte after the first that is found may be marked wrongly by a borrow; only the first is used.
    @inline(__always)
    private static func special(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ (ones &* 0x22)
        let slashes = word ^ (ones &* 0x5C)
        let low = word &- (ones &* 0x20)
        return ((quotes &- ones) | (slashes &- ones) | low | word) & (ones &* 0x80)
    }

    /// The place after an escape that begins at `index`.
    private func escape(_ index: Int) throws(Failure) -> Int {
        guard index + 1 < count else { throw Failure(rule: .stringEnds, offset: index) }
        switch base[index + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return index + 2
        case UInt8(ascii: "u"):
            let unit = try unit(index)
            guard (0xD800...0xDFFF).contains(unit) else { return index + 6 }
            guard unit < 0xDC00, index + 7 < count, base[index + 6] == UInt8(ascii: "\\"),
                base[index + 7] == UInt8(ascii: "u"), (0xDC00...0xDFFF).contains(try self.unit(index + 6))
            else { throw Failure(rule: .surrogatesArePaired, offset: index) }
            return index + 12
        default: throw Failure(rule: .escapeIsKnown, offset: index)
        }
    }

    /// The code unit of a `\uXXXX` at `index`.
    private func unit(_ index: Int) throws(Failure) -> UInt32 {
        guard index + 5 < count else { throw Failure(rule: .escapeIsKnown, offset: index) }
        var value: UInt32 = 0
        for place in 2..<6 {
            guard let digit = JSONName.hexadecimal(base[index + place]) else {
                throw Failure(rule: .escapeIsKnown, offset: index)
            }
            value = value << 4 | digit
        }
        return value
    }

    /// The place after a UTF-8 sequence of two to four bytes (table 3-7 of the Unicode standard).
    private func sequence(_ index: Int) throws(Failure) -> Int {
        let first = base[index]
        let (length, second): (Int, ClosedRange<UInt8>) =
            switch first {
            case 0xC2...0xDF: (2, 0x80...0xBF)
            case 0xE0: (3, 0xA0...0xBF)
            case 0xED: (3, 0x80...0x9F)
            case 0xE1...0xEF: (3, 0x80...0xBF)
            case 0xF0: (4, 0x90...0xBF)
            case 0xF1...0xF3: (4, 0x80...0xBF)
            case 0xF4: (4, 0x80...0x8F)
            default: (0, 0...0)
            }
        guard length > 0, index + length <= count, second.contains(base[index + 1]) else {
            throw Failure(rule: .textIsUTF8, offset: index)
        }
        for place in 2..<max(2, length) where base[index + place] & 0xC0 != 0x80 {
            throw Failure(rule: .textIsUTF8, offset: index)
        }
        return index + length
    }

    /// Finds the keys of an object that came before in it; small objects by comparing all, large ones by sorting.
    private mutating func findRepeated(_ object: Int) {
        var keys: [Int] = []
        var token = object + 1
        let end = Int(tokens[object].next)
        while token < end {
            keys.append(token)
            token = Int(tokens[token + 1].next)
        }
        if keys.count <= 16, !shareAHash(keys) { return }
        let sorted = keys.sorted { (tokens[$0].keyHash, $0) < (tokens[$1].keyHash, $1) }
        var found: [Int] = []
        var first = 0
        while first < sorted.count {
            var last = first
            while last + 1 < sorted.count, tokens[sorted[last + 1]].keyHash == tokens[sorted[first]].keyHash {
                last += 1
            }
            if last > first { found += repeated(among: sorted[first...last]) }
            first = last + 1
        }
        for key in found.sorted() where repeated.count < Self.mostRepeated { repeated.append(key) }
    }

    /// Whether any two of a few keys have one hash.
    private func shareAHash(_ keys: [Int]) -> Bool {
        for (index, key) in keys.enumerated() {
            for other in keys[..<index] where tokens[other].keyHash == tokens[key].keyHash { return true }
        }
        return false
    }

    /// Of keys with one hash, those whose name came before; a set, since a sender can choose names that share a hash.
    private func repeated(among keys: ArraySlice<Int>) -> [Int] {
        var names: Set<[UInt8]> = []
        return keys.filter { key in
            let inner = tokens[key].inner
            let name =
                tokens[key].hasEscapes
                ? JSONName.decoded(base, inner)
                : Array(UnsafeBufferPointer(start: base + inner.lowerBound, count: inner.count))
            return !names.insert(name.map(JSONName.lowered)).inserted
        }
    }
}
