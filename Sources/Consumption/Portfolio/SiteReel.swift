import Market

/// Finds the sites of a portfolio one after another, and what is drawn for each of them once.
///
/// Whoever asks for consecutive positions gets them from a block worked out together: the shuffle's steps of one site
/// wait for one another, those of many do not. Any other position is worked out by itself. One a thread.
final class SiteReel {
    /// Positions of a block.
    static let length = 64
    /// Words drawn for a site once: three blocks of four.
    private static let words = 12

    private let portfolio: Portfolio
    private let philox: LanePhilox
    /// A copy of the mix, where no owner is counted.
    private let kinds: UnsafeMutablePointer<SiteKind>
    private let shareEnds: UnsafeMutablePointer<Int>
    /// The rank of each place of the block.
    private let ranks: UnsafeMutablePointer<UInt64>
    /// Rows of `length`: each word of the three blocks at places 0 to 2 of `Purpose.traits`.
    private let drawn: UnsafeMutablePointer<UInt32>

    private var block = 0..<0
    private var previous = -2
    /// The positions of the region that was met last, and twice their distance to their numbers.
    private var regionPositions = 0..<0
    private var region = GSPGroup.a
    private var bodyStart: UInt64 = 0

    init(_ portfolio: Portfolio, _ philox: LanePhilox) {
        self.portfolio = portfolio
        self.philox = philox
        kinds = .allocate(capacity: portfolio.mix.count)
        shareEnds = .allocate(capacity: portfolio.mix.count)
        var end = 0
        for (place, share) in portfolio.mix.enumerated() {
            end += portfolio.countsByShare[place]
            (kinds + place).initialize(to: share.kind)
            (shareEnds + place).initialize(to: end)
        }
        ranks = .allocate(capacity: Self.length)
        ranks.initialize(repeating: 0, count: Self.length)
        drawn = .allocate(capacity: Self.words * Self.length)
        drawn.initialize(repeating: 0, count: Self.words * Self.length)
    }

    deinit {
        kinds.deallocate()
        shareEnds.deallocate()
        ranks.deallocate()
        drawn.deallocate()
    }

    /// Puts the site at a position, as `Portfolio.site(at:)` gives it, in the place of another, a field at a time: a copy
    /// made right after the writing would wait for all of it.
    @inline(__always)
    func find(_ position: Int, into site: inout Site) {
        if !regionPositions.contains(position), !enterRegion(at: position) {
            // A list's numbers follow no rule.
            previous = position
            site = portfolio.site(at: position)
            return
        }
        let rank: Int
        if block.contains(position) {
            rank = Int(truncatingIfNeeded: ranks[position &- block.lowerBound])
        } else {
            rank = rankOutside(position)
        }
        previous = position
        var share = 0
        while rank >= shareEnds[share] { share &+= 1 }
        let kind = kinds[share]
        let body = bodyStart &+ 2 &* UInt64(truncatingIfNeeded: position)
        site.position = position
        site.mpan = MPANCore(body: body)
        site.export = kind.addOns.contains(.solar) ? MPANCore(body: body &+ 1) : nil
        site.share = share
        site.kind = kind
        site.region = region
    }

    /// The three blocks at places 0 to 2 of `Purpose.traits` for the site at a position that was found last; nil where it lies in no block.
    @inline(__always)
    func traitDraws(at position: Int) -> TraitDraws? {
        guard block.contains(position) else { return nil }
        let words = drawn + (position &- block.lowerBound)
        @inline(__always)
        func blockOfWords(_ place: Int) -> Philox.Block {
            let at = place &* 4 &* Self.length
            return Philox.Block(
                words[at], words[at &+ Self.length], words[at &+ 2 &* Self.length], words[at &+ 3 &* Self.length])
        }
        return TraitDraws(first: blockOfWords(0), second: blockOfWords(1), third: blockOfWords(2))
    }

    /// The rank of a position that the block does not hold: a new block where positions come one after another.
    @inline(never)
    private func rankOutside(_ position: Int) -> Int {
        guard position == previous &+ 1 else { return portfolio.permutation.rank(of: position) }
        block = position..<min(position + Self.length, regionPositions.upperBound)
        portfolio.permutation.ranks(of: block, into: ranks)
        for first in stride(from: 0, to: block.count, by: 8) { drawTraits(first) }
        return Int(truncatingIfNeeded: ranks[0])
    }

    /// Draws for eight sites of the block; those beyond its end are never looked at.
    private func drawTraits(_ first: Int) {
        let start = bodyStart &+ 2 &* UInt64(block.lowerBound + first)
        let low = SIMD4<UInt64>(repeating: 0xFFFF_FFFF)
        let subjects = SIMD4<UInt64>(repeating: start) &+ SIMD4(0, 2, 4, 6)
        let others = subjects &+ SIMD4(repeating: 8)
        let purpose = SIMD4<UInt64>(repeating: UInt64(Purpose.traits.rawValue))
        for place in 0..<3 {
            let places = SIMD4(repeating: UInt64(place))
            var one = LanePhilox.Four(subjects & low, subjects &>> 32, places, purpose)
            var other = LanePhilox.Four(others & low, others &>> 32, places, purpose)
            philox.run(&one, &other)
            store(one, place, first)
            store(other, place, first + 4)
        }
    }

    private func store(_ four: LanePhilox.Four, _ place: Int, _ first: Int) {
        let target = UnsafeMutableRawPointer(drawn + (place * 4 * Self.length + first))
        let row = Self.length * 4
        target.storeBytes(of: SIMD4<UInt32>(truncatingIfNeeded: four.a), as: SIMD4<UInt32>.self)
        target.storeBytes(of: SIMD4<UInt32>(truncatingIfNeeded: four.b), toByteOffset: row, as: SIMD4<UInt32>.self)
        target.storeBytes(of: SIMD4<UInt32>(truncatingIfNeeded: four.c), toByteOffset: 2 * row, as: SIMD4<UInt32>.self)
        target.storeBytes(of: SIMD4<UInt32>(truncatingIfNeeded: four.d), toByteOffset: 3 * row, as: SIMD4<UInt32>.self)
    }

    /// Takes the region of a position; false where numbers follow no rule.
    @inline(never)
    private func enterRegion(at position: Int) -> Bool {
        guard let found = portfolio.span(at: position) else { return false }
        regionPositions = found.positions
        region = found.region
        bodyStart = found.bodyStart
        block = 0..<0
        return true
    }
}

/// What is drawn for a site once: the blocks at places 0, 1 and 2 of `Purpose.traits`.
struct TraitDraws {
    var first: Philox.Block
    var second: Philox.Block
    var third: Philox.Block
}
