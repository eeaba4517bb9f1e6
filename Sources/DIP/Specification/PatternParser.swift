/// Reads a regular expression of the known subset into steps. Depth and size are bounded.
struct PatternParser {
    private indirect enum Tree {
        case empty
        /// Bytes of ASCII; `beyond` adds every scalar beyond ASCII.
        case set(ByteSet, beyond: Bool)
        case text([UInt8])
        case sequence([Tree])
        case choice([Tree])
        case repeated(Tree, least: Int, most: Int?)
        case atStart, atEnd
    }

    private static let deepest = 32
    private static let mostRepeats = 1_000

    private let source: [Unicode.Scalar]
    private var at = 0
    private var depth = 0
    private var steps: [PatternStep] = []

    init(_ source: String) { self.source = Array(source.unicodeScalars) }

    mutating func program() throws(TextPattern.Failure) -> (steps: [PatternStep], start: Int) {
        let tree = try choice()
        guard at == source.count else { throw failure("a closing bracket has no opening one") }
        steps = [.match]
        let start = try emit(tree, then: 0)
        return (steps, start)
    }

    private func failure(_ sentence: String) -> TextPattern.Failure {
        TextPattern.Failure(sentence: "\(sentence) (character \(at + 1))")
    }

    private mutating func choice() throws(TextPattern.Failure) -> Tree {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw failure("groups are nested too deep") }
        var branches = [try sequence()]
        while at < source.count, source[at] == "|" {
            at += 1
            branches.append(try sequence())
        }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(TextPattern.Failure) -> Tree {
        var parts: [Tree] = []
        while at < source.count, source[at] != "|", source[at] != ")" {
            let atom = try atom()
            parts.append(try repetition(of: atom))
        }
        return .sequence(parts)
    }

    private mutating func atom() throws(TextPattern.Failure) -> Tree {
        let character = source[at]
        at += 1
        switch character {
        case "^": return .atStart
        case "$": return .atEnd
        case ".":
            var set = ByteSet(0...0x7F)
            set.words[0] &= ~(1 << 0x0A | 1 << 0x0D)
            return .set(set, beyond: true)
        case "(":
            if at < source.count, source[at] == "?" {
                guard at + 1 < source.count, source[at + 1] == ":" else {
                    throw failure("a group of this kind is not known")
                }
                at += 2
            }
            let tree = try choice()
            guard at < source.count, source[at] == ")" else { throw failure("a group is not closed") }
            at += 1
            return tree
        case "[": return try characterClass()
        case "\\": return try escape(inClass: false)
        case "*", "+", "?", "{": throw failure("\(character) follows nothing that it could repeat")
        default: return .text(Array(String(character).utf8))
        }
    }

    private mutating func repetition(of atom: Tree) throws(TextPattern.Failure) -> Tree {
        guard at < source.count else { return atom }
        let bounds: (least: Int, most: Int?)
        switch source[at] {
        case "*": bounds = (0, nil)
        case "+": bounds = (1, nil)
        case "?": bounds = (0, 1)
        case "{":
            at += 1
            let least = try count()
            var most: Int? = least
            if at < source.count, source[at] == "," {
                at += 1
                most = at < source.count && source[at] == "}" ? nil : try count()
            }
            guard at < source.count, source[at] == "}", most.map({ $0 >= least }) ?? true else {
                throw failure("the counts in braces are not well formed")
            }
            bounds = (least, most)
        default: return atom
        }
        at += 1
        switch atom {
        case .atStart, .atEnd: throw failure("an anchor cannot be repeated")
        default: break
        }
        if at < source.count, source[at] == "?" { at += 1 }
        if at < source.count, ["*", "+", "?", "{"].contains(source[at]) {
            throw failure("a repetition of a repetition is not known")
        }
        return .repeated(atom, least: bounds.least, most: bounds.most)
    }

    private mutating func count() throws(TextPattern.Failure) -> Int {
        var value = 0
        let start = at
        while at < source.count, let digit = source[at].properties.numericType == .decimal ? source[at].value : nil,
            (0x30...0x39).contains(digit)
        {
            value = value * 10 + Int(digit - 0x30)
            guard value <= Self.mostRepeats else { throw failure("a count is larger than \(Self.mostRepeats)") }
            at += 1
        }
        guard at > start else { throw failure("a count is missing in braces") }
        return value
    }

    private mutating func escape(inClass: Bool) throws(TextPattern.Failure) -> Tree {
        guard at < source.count else { throw failure("a backslash ends the pattern") }
        let character = source[at]
        at += 1
        switch character {
        case "d": return .set(Self.digits, beyond: false)
        case "D": return .set(Self.opposite(Self.digits), beyond: true)
        case "w": return .set(Self.words, beyond: false)
        case "W": return .set(Self.opposite(Self.words), beyond: true)
        case "s": return .set(Self.spaces, beyond: false)
        case "S": return .set(Self.opposite(Self.spaces), beyond: true)
        case "t": return .text([0x09])
        case "n": return .text([0x0A])
        case "r": return .text([0x0D])
        default:
            guard character.isASCII, !UInt8(ascii: character).isLetterOrDigit else {
                throw failure("the escape \\\(character) is not known")
            }
            return .text([UInt8(ascii: character)])
        }
    }

    private mutating func characterClass() throws(TextPattern.Failure) -> Tree {
        var set = ByteSet()
        var beyond = false
        let isNegative = at < source.count && source[at] == "^"
        if isNegative { at += 1 }
        while at < source.count, source[at] != "]" {
            let first = try member()
            if case .set(let part, let partBeyond) = first {
                set = set.union(part)
                beyond = beyond || partBeyond
                continue
            }
            guard case .text(let low) = first, low.count == 1 else {
                throw failure("a class may only name ASCII characters")
            }
            guard at + 1 < source.count, source[at] == "-", source[at + 1] != "]" else {
                set.insert(low[0])
                continue
            }
            at += 1
            guard case .text(let high) = try member(), high.count == 1, high[0] >= low[0] else {
                throw failure("a range in a class is not well formed")
            }
            set = set.union(ByteSet(low[0]...high[0]))
        }
        guard at < source.count else { throw failure("a class is not closed") }
        at += 1
        return isNegative ? .set(Self.opposite(set), beyond: !beyond) : .set(set, beyond: beyond)
    }

    private mutating func member() throws(TextPattern.Failure) -> Tree {
        let character = source[at]
        at += 1
        if character == "\\" { return try escape(inClass: true) }
        return .text(Array(String(character).utf8))
    }

    private static let digits = ByteSet(0x30...0x39)
    private static let words = ByteSet(0x30...0x39).union(ByteSet(0x41...0x5A)).union(ByteSet(0x61...0x7A))
        .union(ByteSet(0x5F))
    private static let spaces = ByteSet(0x09...0x0D).union(ByteSet(0x20))

    /// The other bytes of ASCII.
    private static func opposite(_ set: ByteSet) -> ByteSet {
        var other = ByteSet()
        other.words = SIMD4(~set.words[0], ~set.words[1], 0, 0)
        return other
    }
}

extension PatternParser {
    /// Adds the steps of a tree that go on to `next`; where they begin.
    private mutating func emit(_ tree: Tree, then next: Int) throws(TextPattern.Failure) -> Int {
        switch tree {
        case .empty: return next
        case .atStart: return try add(.atStart(next: next))
        case .atEnd: return try add(.atEnd(next: next))
        case .text(let bytes):
            var start = next
            for byte in bytes.reversed() { start = try add(.bytes(ByteSet(byte), next: start)) }
            return start
        case .set(let set, let beyond):
            let ascii = try add(.bytes(set, next: next))
            guard beyond else { return ascii }
            // Valid UTF-8: one leading byte and its continuations, then something that is no continuation.
            let loop = try add(.match)
            let more = try add(.bytes(ByteSet(0x80...0xBF), next: loop))
            steps[loop] = .either(more, next)
            let first = try add(.bytes(ByteSet(0xC2...0xF4), next: more))
            return try add(.either(ascii, first))
        case .sequence(let parts):
            var start = next
            for part in parts.reversed() { start = try emit(part, then: start) }
            return start
        case .choice(let branches):
            var start = try emit(branches[branches.count - 1], then: next)
            for branch in branches.dropLast().reversed() {
                start = try add(.either(try emit(branch, then: next), start))
            }
            return start
        case .repeated(let part, let least, let most): return try emit(part, least, most, then: next)
        }
    }

    private mutating func emit(_ part: Tree, _ least: Int, _ most: Int?, then next: Int) throws(TextPattern.Failure)
        -> Int
    {
        var start = next
        if let most {
            for _ in 0..<(most - least) { start = try add(.either(try emit(part, then: start), next)) }
        } else {
            let loop = try add(.match)
            steps[loop] = .either(try emit(part, then: loop), next)
            start = loop
        }
        for _ in 0..<least { start = try emit(part, then: start) }
        return start
    }

    private mutating func add(_ step: PatternStep) throws(TextPattern.Failure) -> Int {
        guard steps.count < TextPattern.mostSteps else {
            throw failure("it is too long when its counts are written out")
        }
        steps.append(step)
        return steps.count - 1
    }
}
