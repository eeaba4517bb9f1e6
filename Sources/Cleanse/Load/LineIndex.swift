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
            let vector = UnsafeRawPointer(bytes + place).loadUnaligned(as: SIMD32<UInt8>.self)
            let isEnd = vector .== 0x0A
            let isSeparator = isEnd .| (vector .== 0x2C)
            let isOdd =
                (((vector &- 0x20) .>= 0x5F) .& .!isEnd) .| (vector .== 0x22) .| (vector .== 0x7C)
            let left = count - place
            let kept: UInt32 = left >= 32 ? .max : (1 << UInt32(left)) - 1
            var bits = Self.bits(isSeparator) & kept
            if Self.hasAny(isEnd) {
                var endBits = Self.bits(isEnd) & kept
                while endBits != 0 {
                    let below = (endBits & (0 &- endBits)) &- 1
                    ends.append(UInt32(truncatingIfNeeded: found + (bits & below).nonzeroBitCount))
                    endBits &= endBits &- 1
                }
            }
            if Self.hasAny(isOdd) { noteOddities(bytes, place, Self.bits(isOdd) & kept) }
            while bits != 0 {
                separators[found] = UInt32(truncatingIfNeeded: place &+ bits.trailingZeroBitCount)
                found &+= 1
                bits &= bits &- 1
            }
            place &+= 32
        }
    }

    /// A carriage return before a line end is part of the end; every other odd byte is kept.
    @inline(never)
    private func noteOddities(_ bytes: UnsafePointer<UInt8>, _ place: Int, _ bits: UInt32) {
        var bits = bits
        while bits != 0 {
            let at = place + bits.trailingZeroBitCount
            if bytes[at] != 0x0D || bytes[at + 1] != 0x0A { oddities.append(UInt32(truncatingIfNeeded: at)) }
            bits &= bits &- 1
        }
    }

    private func grow(_ used: Int) {
        let larger = Self.allocate(capacity * 2)
        larger.update(from: separators, count: used)
        (separators - 1).deallocate()
        separators = larger
        capacity *= 2
    }

    /// One bit a lane, the first lane lowest.
    @inline(__always)
    private static func bits(_ mask: SIMDMask<SIMD32<Int8>>) -> UInt32 {
        // Eight lanes are a word of bytes 0 or 255; the product gathers their lowest bits in its highest byte.
        let words = unsafeBitCast(mask, to: SIMD4<UInt64>.self) & 0x0101_0101_0101_0101
        let gathered = (words &* 0x0102_0408_1020_4080) &>> 56
        return UInt32(truncatingIfNeeded: gathered[0] | gathered[1] << 8 | gathered[2] << 16 | gathered[3] << 24)
    }

    @inline(__always)
    private static func hasAny(_ mask: SIMDMask<SIMD32<Int8>>) -> Bool {
        let words = unsafeBitCast(mask, to: SIMD4<UInt64>.self)
        return words[0] | words[1] | words[2] | words[3] != 0
    }
}
