/// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw ("Parallel random numbers: as easy as
/// 1, 2, 3", SC11): a 128-bit counter and a 64-bit key give 128 bits, with no state in between.
///
/// Whatever can be addressed can be drawn, in any order, anywhere: this is what makes every manufactured value the
/// same whoever asks for it.
public struct Philox: Hashable, Sendable {
    /// Four words of 32 bits.
    public typealias Block = SIMD4<UInt32>

    @usableFromInline let key0: UInt32
    @usableFromInline let key1: UInt32

    /// A generator for one seed.
    public init(seed: UInt64) {
        key0 = UInt32(truncatingIfNeeded: seed)
        key1 = UInt32(truncatingIfNeeded: seed >> 32)
    }

    /// The block at a counter.
    @inlinable
    public func block(_ counter: Block) -> Block {
        var (c0, c1, c2, c3) = (counter.x, counter.y, counter.z, counter.w)
        var (k0, k1) = (key0, key1)
        for _ in 0..<10 {
            let p0 = UInt64(c0) &* 0xD251_1F53
            let p1 = UInt64(c2) &* 0xCD9E_8D57
            (c0, c2) = (
                UInt32(truncatingIfNeeded: p1 >> 32) ^ c1 ^ k0, UInt32(truncatingIfNeeded: p0 >> 32) ^ c3 ^ k1
            )
            c1 = UInt32(truncatingIfNeeded: p1)
            c3 = UInt32(truncatingIfNeeded: p0)
            k0 = k0 &+ 0x9E37_79B9
            k1 = k1 &+ 0xBB67_AE85
        }
        return Block(c0, c1, c2, c3)
    }

    /// The block drawn for one purpose, about one subject, at one place of its sequence.
    @inlinable
    public func block(_ purpose: Purpose, subject: UInt64, at place: UInt32) -> Block {
        block(
            Block(
                UInt32(truncatingIfNeeded: subject), UInt32(truncatingIfNeeded: subject >> 32), place, purpose.rawValue)
        )
    }

    /// Four blocks about one subject, each at its own place of its own purpose, for little more than one.
    @inline(__always)
    func blocks(
        subject: UInt64, places: SIMD4<UInt32>, purposes: SIMD4<UInt32>
    ) -> (Block, Block, Block, Block) {
        let drawn = lanes(
            SIMD4(repeating: subject & 0xFFFF_FFFF), SIMD4(repeating: subject >> 32),
            SIMD4<UInt64>(truncatingIfNeeded: places), SIMD4<UInt64>(truncatingIfNeeded: purposes))
        func block(_ lane: Int) -> Block {
            Block(
                UInt32(truncatingIfNeeded: drawn.0[lane]), UInt32(truncatingIfNeeded: drawn.1[lane]),
                UInt32(truncatingIfNeeded: drawn.2[lane]), UInt32(truncatingIfNeeded: drawn.3[lane]))
        }
        return (block(0), block(1), block(2), block(3))
    }

    /// Four blocks at once, one a lane: word `j` of lane `i` is word `j` of the block at the counter of lane `i`.
    ///
    /// Lanes are 64 bits wide and hold 32-bit words; the upper halves of the result are not cleared.
    @inline(__always)
    func lanes(
        _ c0: SIMD4<UInt64>, _ c1: SIMD4<UInt64>, _ c2: SIMD4<UInt64>, _ c3: SIMD4<UInt64>
    ) -> (SIMD4<UInt64>, SIMD4<UInt64>, SIMD4<UInt64>, SIMD4<UInt64>) {
        // Products of two 32-bit numbers in 64-bit lanes become one machine instruction for each vector.
        let low = SIMD4<UInt64>(repeating: 0xFFFF_FFFF)
        let m0 = SIMD4<UInt64>(repeating: 0xD251_1F53)
        let m1 = SIMD4<UInt64>(repeating: 0xCD9E_8D57)
        var (a, b, c, d) = (c0, c1, c2, c3)
        var (k0, k1) = (key0, key1)
        for _ in 0..<10 {
            let p0 = (a & low) &* m0
            let p1 = (c & low) &* m1
            a = (p1 &>> 32) ^ b ^ SIMD4(repeating: UInt64(k0))
            c = (p0 &>> 32) ^ d ^ SIMD4(repeating: UInt64(k1))
            b = p1
            d = p0
            k0 = k0 &+ 0x9E37_79B9
            k1 = k1 &+ 0xBB67_AE85
        }
        return (a, b, c, d)
    }
}

/// What a draw is for: the last word of the counter. Numbers are never reused, so that a release that draws for
/// something new leaves every earlier value where it was.
public enum Purpose: UInt32, CaseIterable, Sendable {
    /// What a metering point is, once.
    case traits = 1
    /// What a day is like at a metering point.
    case dayState = 2
    /// The activity of each half hour.
    case activity = 3
    case events = 4
    case solar = 6
    /// Weather and cloud; the subject is a region.
    case weather = 7
    case defects = 8
    case allocation = 9
    case electricVehicle = 10
    case heatPump = 11
    case storageHeating = 12
    case battery = 13
    case advanced = 14
    case advancedTraits = 15
    case unmetered = 16
    case meter = 17
    case delivery = 18
    case reactive = 19
    case holidays = 20
}
