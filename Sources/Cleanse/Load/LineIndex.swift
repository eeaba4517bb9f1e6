/// Where the commas and line ends of a chunk are.
///
/// Thirty-two bytes are looked at at a time. Bytes that need care (quotes, bars, bytes outside printable ASCII) are kept
/// apart, so that a line without them is taken apart by these places alone.
final class LineIndex {
    /// Places of commas and line ends, rising; place -1 is the byte before the chunk.
    private(set) var separators: UnsafeMutablePointer<UInt32>
    /// For each line, which of the separators is its end.
    private(set) var ends: [UInt32] = []
    /// Places of bytes that need care.
    private(set) var oddities: [UInt32] = []
    private var capacity: Int

    init() {
        capacity = 1 << 16
        separators = Self.allocate(capacity)
    }

    deinit { (separators - 1).deallocate() }

    private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<UInt32> {
        let memory = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity + 1)
        memory.initialize(repeating: .max, count: capacity + 1)
        return memory + 1
    }

    /// Finds the places.
    ///
    /// - Precondition: `count` bytes end with a line end, and 64 more may be read.
    func scan(_ bytes: UnsafePointer<UInt8>, count: Int) {
        ends.removeAll(keepingCapacity: true)
        oddities.removeAll(keepingCapacity: true)
        var found = 0
        var place = 0
        while place < count {
            if found + 64 > capacity { grow(found) }
            let words = UnsafeRawPointer(bytes + place).loadUnaligned(as: SIMD4<UInt64>.self)
            let ends = Self.flags(words, equal: 0x0A)
            let separators = ends | Self.flags(words, equal: 0x2C)
            // Odd bytes: below a space but for a line end, above a tilde, a quote, a bar. The test may say yes for
            // others, never no for these; the slow look decides.
            let below = (words &- 0x2020_2020_2020_2020) & ~words & ~ends
            let odd =
                (below | words | Self.mayHold(words, 0x22) | Self.mayHold(words, 0x7C) | Self.mayHold(words, 0x7F))
                & 0x8080_8080_8080_8080
            if odd[0] | odd[1] | odd[2] | odd[3] != 0 { noteOddities(bytes, place, min(place + 32, count)) }
            for lane in 0..<4 {
                var flags = separators[lane]
                if ends[lane] != 0 { flags = noteEnds(flags, ends[lane], found, place &+ 8 &* lane, count) }
                while flags != 0 {
                    self.separators[found] = UInt32(
                        truncatingIfNeeded: place &+ 8 &* lane &+ flags.trailingZeroBitCount &>> 3)
                    found &+= 1
                    flags &= flags &- 1
                }
            }
            place &+= 32
        }
    }

    /// Notes which separators of a word are line ends; gives the separators that are within the chunk.
    @inline(__always)
    private func noteEnds(_ flags: UInt64, _ ends: UInt64, _ found: Int, _ place: Int, _ count: Int) -> UInt64 {
        let left = count &- place
        let kept: UInt64 = left >= 8 ? .max : left <= 0 ? 0 : (1 << UInt64(8 &* left)) &- 1
        var rest = ends & kept
        while rest != 0 {
            let below = (rest & (0 &- rest)) &- 1
            self.ends.append(UInt32(truncatingIfNeeded: found &+ (flags & below).nonzeroBitCount))
            rest &= rest &- 1
        }
        return flags & kept
    }

    /// A carriage return before a line end is part of the end; every other odd byte is kept.
    @inline(never)
    private func noteOddities(_ bytes: UnsafePointer<UInt8>, _ place: Int, _ end: Int) {
        for at in place..<end {
            switch bytes[at] {
            case 0x0A, 0x20...0x21, 0x23...0x7B, 0x7D...0x7E: continue
            case 0x0D where bytes[at + 1] == 0x0A: continue
            default: oddities.append(UInt32(truncatingIfNeeded: at))
            }
        }
    }

    private func grow(_ used: Int) {
        let larger = Self.allocate(capacity * 2)
        larger.update(from: separators, count: used)
        (separators - 1).deallocate()
        separators = larger
        capacity *= 2
    }

    /// The highest bit of every byte that is this one, and no other bit.
    @inline(__always)
    private static func flags(_ words: SIMD4<UInt64>, equal byte: UInt64) -> SIMD4<UInt64> {
        let rest = words ^ SIMD4(repeating: byte &* 0x0101_0101_0101_0101)
        let low = SIMD4<UInt64>(repeating: 0x7F7F_7F7F_7F7F_7F7F)
        return ~(((rest & low) &+ low) | rest | low)
    }

    /// Has a highest bit set where a byte is this one; it may have others set above such a byte.
    @inline(__always)
    private static func mayHold(_ words: SIMD4<UInt64>, _ byte: UInt64) -> SIMD4<UInt64> {
        let rest = words ^ SIMD4(repeating: byte &* 0x0101_0101_0101_0101)
        return (rest &- 0x0101_0101_0101_0101) & ~rest
    }
}
