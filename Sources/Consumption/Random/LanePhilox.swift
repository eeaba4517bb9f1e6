/// Philox for many blocks at once, its round keys worked out beforehand.
///
/// The keys lie in memory that a worker owns: they are loaded where a lane needs them, and no owner is counted.
struct LanePhilox {
    /// Key 0 and key 1 of each of the ten rounds, in turn.
    private let keys: UnsafePointer<UInt64>

    static let keyCount = 20

    /// Four lanes of 64 bits, each holding a word of 32.
    typealias Lanes = SIMD4<UInt64>

    /// - Parameter keys: room for `keyCount` words, which must outlive this.
    init(_ philox: Philox, keys: UnsafeMutablePointer<UInt64>) {
        for round in 0..<UInt32(Self.keyCount / 2) {
            keys[Int(round) * 2] = UInt64(philox.key0 &+ round &* 0x9E37_79B9)
            keys[Int(round) * 2 + 1] = UInt64(philox.key1 &+ round &* 0xBB67_AE85)
        }
        self.keys = UnsafePointer(keys)
    }

    /// The words of four blocks: word `j` of lane `i` is word `j` of block `i`.
    ///
    /// Before the rounds they are counters. The upper halves of the lanes are not cleared.
    struct Four {
        var a: Lanes
        var b: Lanes
        var c: Lanes
        var d: Lanes

        @inline(__always)
        init(_ a: Lanes, _ b: Lanes, _ c: Lanes, _ d: Lanes) {
            self.a = a
            self.b = b
            self.c = c
            self.d = d
        }

        /// One round: two products of 32-bit numbers, each one instruction for all lanes.
        @inline(__always)
        mutating func pass(_ key0: Lanes, _ key1: Lanes) {
            let low = Lanes(repeating: 0xFFFF_FFFF)
            let p0 = (a & low) &* Lanes(repeating: 0xD251_1F53)
            let p1 = (c & low) &* Lanes(repeating: 0xCD9E_8D57)
            a = (p1 &>> 32) ^ b ^ key0
            c = (p0 &>> 32) ^ d ^ key1
            b = p1
            d = p0
        }

        /// The block of one lane.
        @inline(__always)
        func block(_ lane: Int) -> Philox.Block {
            Philox.Block(
                UInt32(truncatingIfNeeded: a[lane]), UInt32(truncatingIfNeeded: b[lane]),
                UInt32(truncatingIfNeeded: c[lane]), UInt32(truncatingIfNeeded: d[lane]))
        }
    }

    /// Takes two fours through the rounds together, so that neither waits for its own products.
    ///
    /// The rounds are a loop on purpose: laid out one after another, the compiler takes the lanes apart.
    @inline(__always)
    func run(_ first: inout Four, _ second: inout Four) {
        var place = 0
        while place < Self.keyCount {
            let (key0, key1) = (Lanes(repeating: keys[place]), Lanes(repeating: keys[place &+ 1]))
            first.pass(key0, key1)
            second.pass(key0, key1)
            place &+= 2
        }
    }

    /// Takes a four through the rounds.
    @inline(__always)
    func run(_ four: inout Four) {
        var place = 0
        while place < Self.keyCount {
            four.pass(Lanes(repeating: keys[place]), Lanes(repeating: keys[place &+ 1]))
            place &+= 2
        }
    }

    /// Four blocks about one subject, each at its own place of its own purpose.
    @inline(__always)
    func blocks(
        subject: UInt64, places: SIMD4<UInt32>, purposes: SIMD4<UInt32>
    ) -> (Philox.Block, Philox.Block, Philox.Block, Philox.Block) {
        var four = Four(
            Lanes(repeating: subject & 0xFFFF_FFFF), Lanes(repeating: subject >> 32),
            Lanes(truncatingIfNeeded: places), Lanes(truncatingIfNeeded: purposes))
        run(&four)
        return (four.block(0), four.block(1), four.block(2), four.block(3))
    }
}
