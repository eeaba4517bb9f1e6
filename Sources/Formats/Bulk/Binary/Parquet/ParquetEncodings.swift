// Parquet's encodings of integers (Apache Parquet format, Encodings.md), as far as the writer uses them.

/// Runs of equal values and groups of eight bit-packed values, in turn: definition levels and dictionary places.
enum RunLengthHybrid {
    /// - Parameter width: bits of a value, 1 to 16.
    static func encode(_ values: UnsafeBufferPointer<UInt16>, width: Int, to arena: ByteArena) {
        var packedFrom = 0
        var place = 0
        while place < values.count {
            var end = place + 1
            while end < values.count, values[end] == values[place] { end += 1 }
            // Bit-packed values come in eights: the run gives what the open group still lacks.
            let lacking = (8 - (place - packedFrom) % 8) % 8
            if end - place >= lacking + 8 {
                pack(values[packedFrom..<place + lacking], width, to: arena)
                arena.appendVarint((end - place - lacking) << 1)
                let value = values[place]
                arena.appendWord(UInt8(truncatingIfNeeded: value))
                if width > 8 { arena.appendWord(UInt8(truncatingIfNeeded: value >> 8)) }
                packedFrom = end
            }
            place = end
        }
        pack(values[packedFrom...], width, to: arena)
    }

    /// A run that fills everything: the levels of a column without a null.
    static func encode(_ value: UInt8, count: Int, to arena: ByteArena) {
        guard count > 0 else { return }
        arena.appendVarint(count << 1)
        arena.appendWord(value)
    }

    private static func pack(_ values: Slice<UnsafeBufferPointer<UInt16>>, _ width: Int, to arena: ByteArena) {
        guard !values.isEmpty else { return }
        let groups = (values.count + 7) / 8
        arena.appendVarint(groups << 1 | 1)
        var packer = BitPacker(arena, bytes: groups * width)
        for value in values { packer.put(UInt64(value), width) }
        for _ in values.count..<groups * 8 { packer.put(0, width) }
        packer.finish()
    }
}

/// DELTA_BINARY_PACKED: differences less their least, packed in blocks of 128 by the widest of each 32.
///
/// Sorted MPANs take about a byte each; the same MPAN over many days, next to nothing.
enum DeltaBinaryPacked {
    private static let blockValues = 128
    private static let miniblocks = 4

    static func encode(count: Int, to arena: ByteArena, _ value: (Int) -> Int64) {
        arena.appendVarint(blockValues)
        arena.appendVarint(miniblocks)
        arena.appendVarint(count)
        guard count > 0 else { return }
        var before = value(0)
        arena.appendZigzag(before)
        var deltas = [Int64](repeating: 0, count: blockValues)
        var place = 1
        while place < count {
            let used = min(blockValues, count - place)
            for offset in 0..<used {
                let next = value(place + offset)
                deltas[offset] = next &- before
                before = next
            }
            encode(deltas[..<used], to: arena)
            place += used
        }
    }

    private static func encode(_ deltas: ArraySlice<Int64>, to arena: ByteArena) {
        let least = deltas.min() ?? 0
        arena.appendZigzag(least)
        let size = blockValues / miniblocks
        let minis = (0..<miniblocks).map { deltas.dropFirst($0 * size).prefix(size) }
        let widths = minis.map { mini in
            64 - mini.reduce(UInt64(0)) { $0 | UInt64(bitPattern: $1 &- least) }.leadingZeroBitCount
        }
        for width in widths { arena.appendWord(UInt8(width)) }
        for (mini, width) in zip(minis, widths) where width > 0 {
            var packer = BitPacker(arena, bytes: size * width / 8)
            for delta in mini { packer.put(UInt64(bitPattern: delta &- least), width) }
            for _ in mini.count..<size { packer.put(0, width) }
            packer.finish()
        }
    }
}

/// Puts values of some bits behind one another, the lowest bit first.
private struct BitPacker {
    private let arena: ByteArena
    private var end: UnsafeMutablePointer<UInt8>
    private var pending: UInt64 = 0
    private var bits = 0

    /// - Parameter bytes: what will be put in all.
    init(_ arena: ByteArena, bytes: Int) {
        self.arena = arena
        // Whole words are stored, the last one perhaps beyond the end.
        end = arena.reserve(bytes + 8)
    }

    /// - Parameter width: 0 to 64.
    @inline(__always)
    mutating func put(_ value: UInt64, _ width: Int) {
        if width > 32 {
            putShort(value & 0xFFFF_FFFF, 32)
            putShort(value >> 32, width - 32)
        } else {
            putShort(value, width)
        }
    }

    @inline(__always)
    private mutating func putShort(_ value: UInt64, _ width: Int) {
        pending |= value << UInt64(bits)
        bits += width
        while bits >= 8 {
            end.pointee = UInt8(truncatingIfNeeded: pending)
            end += 1
            pending >>= 8
            bits -= 8
        }
    }

    /// Takes what was put; it fills whole bytes.
    func finish() { arena.advance(to: end) }
}
