import CLanes

/// Where the commas and line ends of a chunk are.
///
/// Sixty-four bytes are looked at at a time. Bytes that need care (quotes, bars, bytes outside printable ASCII) are kept
/// apart, so that a line without them is taken apart by these places alone.
final class LineIndex {
    /// Places of commas and line ends, rising; place -1 is the byte before the chunk.
    private(set) var separators: UnsafeMutablePointer<UInt32>
    /// For each line, which of the separators is its end.
    var ends: UnsafeBufferPointer<UInt32> { UnsafeBufferPointer(start: lineEnds, count: lineCount) }
    /// Places of bytes that need care.
    private(set) var oddities: [UInt32] = []
    /// True where fields may have spaces around them, or lines a carriage return before their ends.
    private(set) var hasPadding = false
    private var capacity: Int
    private var lineEnds: UnsafeMutablePointer<UInt32>
    private var lineCount = 0
    private var lineCapacity: Int

    init() {
        capacity = 1 << 16
        lineCapacity = 1 << 14
        separators = Self.allocate(capacity)
        lineEnds = .allocate(capacity: lineCapacity)
    }

    deinit {
        (separators - 1).deallocate()
        lineEnds.deallocate()
    }

    private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<UInt32> {
        let memory = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity + 1)
        memory.initialize(repeating: .max, count: capacity + 1)
        return memory + 1
    }

    /// Finds the places.
    ///
    /// - Precondition: `count` bytes end with a line end, and 64 more may be read.
    func scan(_ bytes: UnsafePointer<UInt8>, count: Int) {
        oddities.removeAll(keepingCapacity: true)
        hasPadding = false
        var (found, lines) = (0, 0)
        // The chunk begins as a field does, and no space stands before it.
        var (afterSeparator, afterSpace, padding): (UInt64, UInt64, UInt64) = (1, 0, 0)
        var place = 0
        while place < count {
            if found + 128 > capacity { grow(found) }
            if lines + 64 > lineCapacity { growLines(lines) }
            let marks = lanes_read(bytes + place)
            let left = count &- place
            let kept: UInt64 = left >= 64 ? .max : (1 << UInt64(left)) &- 1
            let (flags, spaces) = (marks.separators & kept, marks.spaces & kept)
            if marks.odd & kept != 0 { noteOddities(bytes, place, marks.odd & kept) }
            padding |= (flags << 1 | afterSeparator) & spaces | (spaces << 1 | afterSpace) & flags
            afterSeparator = flags >> 63
            afterSpace = spaces >> 63
            var ends = marks.ends & kept
            while ends != 0 {
                let below = (ends & (0 &- ends)) &- 1
                lineEnds[lines] = UInt32(truncatingIfNeeded: found &+ (flags & below).nonzeroBitCount)
                lines &+= 1
                ends &= ends &- 1
            }
            notePlaces(flags, found, UInt32(truncatingIfNeeded: place))
            found &+= flags.nonzeroBitCount
            place &+= 64
        }
        lineCount = lines
        if padding != 0 { hasPadding = true }
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

    /// A carriage return before a line end is part of the end; every other odd byte is kept.
    @inline(never)
    private func noteOddities(_ bytes: UnsafePointer<UInt8>, _ place: Int, _ odd: UInt64) {
        var odd = odd
        while odd != 0 {
            let at = place &+ odd.trailingZeroBitCount
            odd &= odd &- 1
            if bytes[at] == 0x0D, bytes[at + 1] == 0x0A {
                hasPadding = true
            } else {
                oddities.append(UInt32(truncatingIfNeeded: at))
            }
        }
    }

    /// The first line end from a place on.
    ///
    /// - Precondition: there is one, and sixty-four bytes behind it may be read.
    @inline(__always)
    static func lineEnd(_ bytes: UnsafePointer<UInt8>, from: Int) -> Int { lanes_line_end(bytes, from) }

    private func grow(_ used: Int) {
        let larger = Self.allocate(capacity * 2)
        larger.update(from: separators, count: used)
        (separators - 1).deallocate()
        separators = larger
        capacity *= 2
    }

    private func growLines(_ used: Int) {
        let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: lineCapacity * 2)
        larger.update(from: lineEnds, count: used)
        lineEnds.deallocate()
        lineEnds = larger
        lineCapacity *= 2
    }

    /// The highest bit of every byte that is this one, and no other bit.
    @inline(__always)
    static func flags(_ words: SIMD4<UInt64>, equal byte: UInt64) -> SIMD4<UInt64> {
        let rest = words ^ SIMD4(repeating: byte &* 0x0101_0101_0101_0101)
        let low = SIMD4<UInt64>(repeating: 0x7F7F_7F7F_7F7F_7F7F)
        return ~(((rest & low) &+ low) | rest | low)
    }
}
