/// The names of keys in the specification's case, found from a name in any case.
struct NameTable: Sendable {
    private var names: [[UInt8]] = []
    private var slots: [Int32]
    private let mask: Int

    init(_ words: some Sequence<String>) {
        var seen: Set<String> = []
        let unique = words.filter { seen.insert($0).inserted }
        var size = 64
        while size < unique.count * 4 { size *= 2 }
        slots = Array(repeating: -1, count: size)
        mask = size - 1
        for word in unique { insert(Array(word.utf8)) }
    }

    enum Match {
        /// As in the specification, or unknown to it: it stays.
        case asIs
        /// The index of the name whose case it should have.
        case otherCase(Int)
    }

    /// The bytes of a name.
    subscript(index: Int) -> [UInt8] { names[index] }

    @inline(__always)
    func match(_ start: UnsafePointer<UInt8>, _ count: Int) -> Match {
        var slot = Int(JSONName.hash(start, count)) & mask
        var other: Int?
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            switch Self.compare(names[index], start, count) {
            case .same: return .asIs
            case .sameLetters: other = other ?? index
            case .different: break
            }
            slot = (slot + 1) & mask
        }
        return other.map(Match.otherCase) ?? .asIs
    }

    private enum Likeness { case same, sameLetters, different }

    @inline(__always)
    private static func compare(_ name: [UInt8], _ start: UnsafePointer<UInt8>, _ count: Int) -> Likeness {
        guard name.count == count else { return .different }
        var isSame = true
        for index in 0..<count where name[index] != start[index] {
            guard JSONName.lowered(name[index]) == JSONName.lowered(start[index]) else { return .different }
            isSame = false
        }
        return isSame ? .same : .sameLetters
    }

    private mutating func insert(_ name: [UInt8]) {
        var slot = Int(JSONName.hash(name)) & mask
        while slots[slot] >= 0 { slot = (slot + 1) & mask }
        slots[slot] = Int32(names.count)
        names.append(name)
    }
}
