/// Where the commas and line ends of a chunk are.
///
/// Sixty-four bytes are looked at at a time. Bytes that need care (quotes, bars, bytes outside printable ASCII) are kept
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
        // The list is this function's own while it grows.
        var lines: [UInt32] = []
        swap(&lines, &ends)
        defer { swap(&lines, &ends) }
        lines.removeAll(keepingCapacity: true)
        oddities.removeAll(keepingCapacity: true)
        var found = 0
        var place = 0
        while place < count {
            if found + 128 > capacity { grow(found) }
            let low = UnsafeRawPointer(bytes + place).loadUnaligned(as: SIMD4<UInt64>.self)
            let high = UnsafeRawPointer(bytes + place + 32).loadUnaligned(as: SIMD4<UInt64>.self)
            let (lowEnds, highEnds) = (Self.flags(low, equal: 0x0A), Self.flags(high, equal: 0x0A))
            let odd = Self.oddities(low, lowEnds) | Self.oddities(high, highEnds)
            if odd[0] | odd[1] | odd[2] | odd[3] != 0 { noteOddities(bytes, place, min(place + 64, count)) }
            let left = count &- place
            let kept: UInt64 = left >= 64 ? .max : (1 << UInt64(left)) &- 1
            let flags =
                Self.bits(lowEnds | Self.flags(low, equal: 0x2C), highEnds | Self.flags(high, equal: 0x2C)) & kept
            var ends = Self.bits(lowEnds, highEnds) & kept
            while ends != 0 {
                let below = (ends & (0 &- ends)) &- 1
                lines.append(UInt32(truncatingIfNeeded: found &+ (flags & below).nonzeroBitCount))
                ends &= ends &- 1
            }
            notePlaces(flags, found, UInt32(truncatingIfNeeded: place))
            found &+= flags.nonzeroBitCount
            place &+= 64
        }
    }

    /// Writes places eight at a time, without asking after each whether there is another: what is too much is written
    /// over by the next.
    @inline(__always)
    private func notePlaces(_ flags: UInt64, _ found: Int, _ place: UInt32) {
        var flags = flags
        var target = separators + found
        while flags != 0 {
            for slot in 0..<8 {
                target[slot] = place &+ UInt32(truncatingIfNeeded: flags.trailingZeroBitCount)
                flags &= flags &- 1
            }
            target += 8
        }
    }

    /// The highest bits of sixty-four bytes, the first byte's lowest.
    @inline(__always)
    private static func bits(_ low: SIMD4<UInt64>, _ high: SIMD4<UInt64>) -> UInt64 {
        var bits: UInt64 = 0
        // The product brings the lowest bits of eight bytes together in its highest byte.
        for lane in 0..<4 {
            bits |= ((low[lane] >> 7 &* 0x0102_0408_1020_4080) >> 56) &<< UInt64(8 &* lane)
            bits |= ((high[lane] >> 7 &* 0x0102_0408_1020_4080) >> 56) &<< UInt64(32 &+ 8 &* lane)
        }
        return bits
    }

    /// Odd bytes: below a space but for a line end, above a tilde, a quote, a bar. The test may say yes for others, never
    /// no for these; the slow look decides.
    @inline(__always)
    private static func oddities(_ words: SIMD4<UInt64>, _ ends: SIMD4<UInt64>) -> SIMD4<UInt64> {
        let below = (words &- 0x2020_2020_2020_2020) & ~words & ~ends
        return (below | words | mayHold(words, 0x22) | mayHold(words, 0x7C) | mayHold(words, 0x7F))
            & 0x8080_8080_8080_8080
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

    /// The first line end from a place on.
    ///
    /// - Precondition: there is one, and sixty-four bytes behind it may be read.
    @inline(__always)
    static func lineEnd(_ bytes: UnsafePointer<UInt8>, from: Int) -> Int {
        var place = from
        while true {
            let found = flags(
                UnsafeRawPointer(bytes + place).loadUnaligned(as: SIMD4<UInt64>.self), equal: 0x0A)
            if found[0] | found[1] | found[2] | found[3] != 0 {
                for lane in 0..<4 where found[lane] != 0 {
                    return place &+ 8 &* lane &+ found[lane].trailingZeroBitCount / 8
                }
            }
            place &+= 32
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
    static func flags(_ words: SIMD4<UInt64>, equal byte: UInt64) -> SIMD4<UInt64> {
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
