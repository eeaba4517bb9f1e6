/// A regular expression of the subset that specifications use, compiled into a table of states: one look-up a byte.
///
/// Known: literals, `.`, classes, `\d \w \s` and their opposites, groups, alternation, `* + ? {n} {n,} {n,m}` (lazy or
/// not: whether a text matches is the same), `^` and `$`. Digits, words and spaces are ASCII, and `$` is the end of the
/// text only, as ECMA 262 has it without flags. A pattern is searched for; it covers the whole text only where it is
/// anchored. Anything else is an error.
public struct TextPattern: Hashable, Sendable {
    /// As written.
    public let source: String
    let classes: [UInt8]
    let classCount: Int
    /// By state and class; the first state is the beginning, `Self.dead` is no way on.
    let next: [UInt16]
    /// By state: whether the text may end here.
    let accepts: [Bool]

    static let dead = UInt16.max

    /// What is wrong with a pattern.
    public struct Failure: Error, Hashable, Sendable {
        public var sentence: String
    }

    /// States of the expression and of the table; beyond them a pattern is refused.
    static let mostSteps = 4_000
    static let mostStates = 2_000

    public init(_ source: String) throws(Failure) {
        self.source = source
        var parser = PatternParser(source)
        let program = try parser.program()
        let table = try PatternTable(program)
        classes = table.classes
        classCount = table.classCount
        next = table.next
        accepts = table.accepts
    }

    /// Whether a text, valid UTF-8, matches.
    public func matches(_ text: some StringProtocol) -> Bool {
        var text = String(text)
        return text.withUTF8 { matches($0) }
    }

    func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        classes.withUnsafeBufferPointer { classes in
            next.withUnsafeBufferPointer { next in
                var state = 0
                for byte in text {
                    let target = next[state &* classCount &+ Int(classes[Int(byte)])]
                    if target == Self.dead { return false }
                    state = Int(target)
                }
                return accepts[state]
            }
        }
    }
}

/// A set of bytes.
struct ByteSet: Hashable {
    var words: SIMD4<UInt64> = .zero

    init() {}
    init(_ byte: UInt8) { insert(byte) }
    init(_ range: ClosedRange<UInt8>) { for byte in range { insert(byte) } }

    mutating func insert(_ byte: UInt8) { words[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }
    func contains(_ byte: UInt8) -> Bool { words[Int(byte >> 6)] & (1 << UInt64(byte & 63)) != 0 }
    func union(_ other: ByteSet) -> ByteSet {
        var both = self
        both.words |= other.words
        return both
    }
}

/// One step of a compiled expression.
enum PatternStep: Hashable {
    case bytes(ByteSet, next: Int)
    case either(Int, Int)
    case atStart(next: Int)
    case atEnd(next: Int)
    case match
}

/// Subset construction: sets of steps become states.
struct PatternTable {
    private(set) var classes: [UInt8]
    private(set) var classCount: Int
    private(set) var next: [UInt16] = []
    private(set) var accepts: [Bool] = []

    init(_ program: (steps: [PatternStep], start: Int)) throws(TextPattern.Failure) {
        let steps = program.steps
        let sets = Set(steps.compactMap { if case .bytes(let set, _) = $0 { set } else { nil } })
        (classes, classCount) = Self.partition(sets)
        var states: [[Int]: Int] = [:]
        var pending: [[Int]] = []
        func closure(_ seeds: [Int], start: Bool, end: Bool) -> [Int] {
            var seen: Set<Int> = []
            var stack = seeds
            while let step = stack.popLast() {
                guard seen.insert(step).inserted else { continue }
                switch steps[step] {
                case .either(let one, let other): stack += [one, other]
                case .atStart(let next): if start { stack.append(next) }
                case .atEnd(let next): if end { stack.append(next) }
                case .bytes, .match: break
                }
            }
            return seen.sorted()
        }
        func isMatch(_ set: [Int]) -> Bool { set.contains { steps[$0] == .match } }
        let samples = (0..<classCount).map { number in UInt8(classes.firstIndex(of: UInt8(number)) ?? 0) }
        pending.append(closure([program.start], start: true, end: false))
        states[pending[0]] = 0
        var done = 0
        while done < pending.count {
            let set = pending[done]
            done += 1
            let matched = isMatch(set)
            accepts.append(matched || isMatch(closure(set, start: done == 1, end: true)))
            for sample in samples {
                // Once matched, the rest is free; else the search may also begin at the next byte.
                let seeds =
                    matched
                    ? set
                    : set.compactMap { step in
                        if case .bytes(let bytes, let next) = steps[step], bytes.contains(sample) { next } else { nil }
                    } + [program.start]
                let target = matched ? set : closure(seeds, start: false, end: false)
                if states[target] == nil {
                    guard pending.count < TextPattern.mostStates else {
                        throw TextPattern.Failure(sentence: "it needs more than \(TextPattern.mostStates) states")
                    }
                    states[target] = pending.count
                    pending.append(target)
                }
                next.append(UInt16(states[target] ?? 0))
            }
        }
        dropHopeless()
    }

    /// States from which no end is reached become the dead one, so that a wrong text is left at once.
    private mutating func dropHopeless() {
        var hopeful = accepts
        var changed = true
        while changed {
            changed = false
            for state in hopeful.indices where !hopeful[state] {
                let targets = next[(state * classCount)..<((state + 1) * classCount)]
                if targets.contains(where: { hopeful[Int($0)] }) {
                    hopeful[state] = true
                    changed = true
                }
            }
        }
        for index in next.indices where !hopeful[Int(next[index])] { next[index] = .max }
    }

    /// Bytes that no set tells apart share a class.
    private static func partition(_ sets: Set<ByteSet>) -> (classes: [UInt8], count: Int) {
        let ordered = sets.sorted { left, right in
            (0..<4).first { left.words[$0] != right.words[$0] }.map { left.words[$0] < right.words[$0] } ?? false
        }
        var numbers: [[Bool]: UInt8] = [:]
        let classes = (0...255).map { byte -> UInt8 in
            let membership = ordered.map { $0.contains(UInt8(byte)) }
            if let number = numbers[membership] { return number }
            let number = UInt8(truncatingIfNeeded: numbers.count)
            numbers[membership] = number
            return number
        }
        return (classes, numbers.count)
    }
}
