/// A keyed shuffle of 0 ..< count that can be asked for any place by itself: a Feistel network over the next even
/// number of bits, walked until it lands inside the range.
struct Permutation: Sendable {
    private let count: UInt64
    private let halfBits: UInt64
    /// What each round adds to its half: a word of the key above, the round's number below.
    private let keys: SIMD4<UInt64>

    init(count: Int, philox: Philox) {
        self.count = UInt64(count)
        var bits: UInt64 = 1
        while 1 << (2 * bits) < self.count { bits += 1 }
        halfBits = bits
        keys =
            SIMD4<UInt64>(truncatingIfNeeded: philox.block(.allocation, subject: 0, at: 0)) &<< 32 &+ SIMD4(0, 1, 2, 3)
    }

    /// Where the place goes; a bijection.
    func rank(of place: Int) -> Int {
        var value = UInt64(place)
        // The domain is under four times the range, so a walk takes under four steps on average and always ends, since
        // a permutation's cycle comes back to its start, which is in the range.
        repeat { value = shuffled(value) } while value >= count
        return Int(value)
    }

    private func shuffled(_ value: UInt64) -> UInt64 {
        let mask: UInt64 = (1 << halfBits) - 1
        var (left, right) = (value >> halfBits, value & mask)
        for round in 0..<4 {
            // The finaliser of SplitMix64 (Steele, Lea, Flood 2014) as round function.
            var mixed = right &+ keys[round]
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            (left, right) = (right, left ^ ((mixed ^ (mixed >> 31)) & mask))
        }
        return left << halfBits | right
    }

    // MARK: Many at once

    /// Writes the ranks of consecutive places: what `rank(of:)` gives for each.
    ///
    /// A walk's steps wait for one another, and those of different places do not: all places take a step, those that
    /// landed outside take another.
    /// - Parameter ranks: room for the places.
    func ranks(of places: Range<Int>, into ranks: UnsafeMutablePointer<UInt64>) {
        var done = places.lowerBound
        while done < places.upperBound {
            let count = min(places.upperBound - done, Self.most)
            walk(from: UInt64(done), count: count, into: ranks + (done - places.lowerBound))
            done += count
        }
    }

    /// Places that walk together.
    private static let most = 64

    private func walk(from first: UInt64, count places: Int, into ranks: UnsafeMutablePointer<UInt64>) {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2 * Self.most) { memory in
            guard let values = memory.baseAddress else { return }
            // Where each walker comes from. Walkers beyond the last place walk along and are not looked at.
            let origins = values + Self.most
            for place in 0..<Self.most {
                (values + place).initialize(to: first &+ UInt64(place))
                (origins + place).initialize(to: UInt64(place))
            }
            var walking = places
            while walking > 0 {
                for eight in stride(from: 0, to: walking, by: 8) { shuffleEight(values + eight) }
                var outside = 0
                for walker in 0..<walking {
                    let (value, origin) = (values[walker], origins[walker])
                    ranks[Int(truncatingIfNeeded: origin)] = value
                    values[outside] = value
                    origins[outside] = origin
                    outside &+= value >= count ? 1 : 0
                }
                walking = outside
            }
        }
    }

    /// What `shuffled` does, for eight values in place.
    @inline(__always)
    private func shuffleEight(_ values: UnsafeMutablePointer<UInt64>) {
        let memory = UnsafeMutableRawPointer(values)
        let value = memory.loadUnaligned(as: SIMD8<UInt64>.self)
        let mask = SIMD8<UInt64>(repeating: (1 << halfBits) - 1)
        let bits = SIMD8<UInt64>(repeating: halfBits)
        var (left, right) = (value &>> bits, value & mask)
        for round in 0..<4 {
            var mixed = right &+ SIMD8(repeating: keys[round])
            mixed = (mixed ^ (mixed &>> 30)) &* SIMD8(repeating: 0xBF58_476D_1CE4_E5B9)
            mixed = (mixed ^ (mixed &>> 27)) &* SIMD8(repeating: 0x94D0_49BB_1331_11EB)
            (left, right) = (right, left ^ ((mixed ^ (mixed &>> 31)) & mask))
        }
        memory.storeBytes(of: left &<< bits | right, as: SIMD8<UInt64>.self)
    }
}
