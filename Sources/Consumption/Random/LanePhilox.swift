/// Philox for many blocks at once, its round keys worked out beforehand.
///
/// The keys lie in memory that a worker owns: they are loaded where a lane needs them, and no owner is counted.
struct LanePhilox {
    /// Key 0 and key 1 of each of the ten rounds, in turn.
    private let keys: UnsafePointer<UInt64>

    static let keyCount = 20

    /// - Parameter keys: room for `keyCount` words, which must outlive this.
    init(_ philox: Philox, keys: UnsafeMutablePointer<UInt64>) {
        for round in 0..<UInt32(Self.keyCount / 2) {
            keys[Int(round) * 2] = UInt64(philox.key0 &+ round &* 0x9E37_79B9)
            keys[Int(round) * 2 + 1] = UInt64(philox.key1 &+ round &* 0xBB67_AE85)
        }
        self.keys = UnsafePointer(keys)
    }

    /// Eight blocks: word `j` of lane `i` is word `j` of the block at the counter of lane `i`.
    ///
    /// Lanes are 64 bits wide and hold 32-bit words; the upper halves of the result are not cleared. Two vectors of the
    /// machine go through each round together, so that neither waits for its own multiplication.
    @inline(__always)
    func eight(
        _ c0: SIMD8<UInt64>, _ c1: SIMD8<UInt64>, _ c2: SIMD8<UInt64>, _ c3: SIMD8<UInt64>
    ) -> (SIMD8<UInt64>, SIMD8<UInt64>, SIMD8<UInt64>, SIMD8<UInt64>) {
        let low = SIMD8<UInt64>(repeating: 0xFFFF_FFFF)
        var (a, b, c, d) = (c0, c1, c2, c3)
        @inline(__always)
        func round(_ number: Int) {
            let p0 = (a & low) &* SIMD8(repeating: 0xD251_1F53)
            let p1 = (c & low) &* SIMD8(repeating: 0xCD9E_8D57)
            a = (p1 &>> 32) ^ b ^ SIMD8(repeating: keys[number &* 2])
            c = (p0 &>> 32) ^ d ^ SIMD8(repeating: keys[number &* 2 &+ 1])
            b = p1
            d = p0
        }
        round(0)
        round(1)
        round(2)
        round(3)
        round(4)
        round(5)
        round(6)
        round(7)
        round(8)
        round(9)
        return (a, b, c, d)
    }

    /// Four blocks about one subject, each at its own place of its own purpose.
    @inline(__always)
    func blocks(
        subject: UInt64, places: SIMD4<UInt32>, purposes: SIMD4<UInt32>
    ) -> (Philox.Block, Philox.Block, Philox.Block, Philox.Block) {
        let low = SIMD4<UInt64>(repeating: 0xFFFF_FFFF)
        var (a, b) = (SIMD4(repeating: subject & 0xFFFF_FFFF), SIMD4(repeating: subject >> 32))
        var (c, d) = (SIMD4<UInt64>(truncatingIfNeeded: places), SIMD4<UInt64>(truncatingIfNeeded: purposes))
        @inline(__always)
        func round(_ number: Int) {
            let p0 = (a & low) &* SIMD4(repeating: 0xD251_1F53)
            let p1 = (c & low) &* SIMD4(repeating: 0xCD9E_8D57)
            a = (p1 &>> 32) ^ b ^ SIMD4(repeating: keys[number &* 2])
            c = (p0 &>> 32) ^ d ^ SIMD4(repeating: keys[number &* 2 &+ 1])
            b = p1
            d = p0
        }
        round(0)
        round(1)
        round(2)
        round(3)
        round(4)
        round(5)
        round(6)
        round(7)
        round(8)
        round(9)
        @inline(__always)
        func block(_ lane: Int) -> Philox.Block {
            Philox.Block(
                UInt32(truncatingIfNeeded: a[lane]), UInt32(truncatingIfNeeded: b[lane]),
                UInt32(truncatingIfNeeded: c[lane]), UInt32(truncatingIfNeeded: d[lane]))
        }
        return (block(0), block(1), block(2), block(3))
    }
}
