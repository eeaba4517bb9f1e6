/// A kind of site of the made-up market: what stands there, as far as faults depend on it.
enum SampleKind: Int, CaseIterable {
    case smart, smartTwoRate, smartFirst, traditional, traditionalTwoRate, prepayment
    /// An import and an export MPAN behind one smart meter, linked.
    case solar
    /// A primary and a secondary import MPAN on one twin-element meter.
    case related
    /// The same with an export MPAN, linked to the primary.
    case relatedSolar
    case business, businessSmart, advanced, advancedTransformer
    /// Half-hourly with current transformers: class C, class E.
    case large, medium
    /// Half-hourly whole current: class G (business), class F with a smart and with a half-hourly meter (domestic).
    case smallBusiness, elective, electiveHalfHourly
    /// Class C with an export MPAN behind the same meter.
    case largeExport
    case unmetered, deenergised, disconnected, new
    /// One MPAN with two meters.
    case twoMeters

    /// Sites of the kind in every thousand, except in the last thousand of a market.
    ///
    /// Anchors: 62 to 66 % of electricity meters are smart (June 2024), 6 % of meters smart but in traditional mode;
    /// about 270,000 export MPANs under the export guarantee plus older ones on 32 million (raised here to one in
    /// twenty, so that links weigh); 30,000 unmetered inventories. The rest is judgement.
    var perThousand: Int {
        switch self {
        case .smart: 330
        case .smartTwoRate: 40
        case .smartFirst: 170
        case .traditional: 165
        case .traditionalTwoRate: 35
        case .prepayment: 20
        case .solar: 45
        case .related: 8
        case .relatedSolar: 2
        case .business: 40
        case .businessSmart: 35
        case .advanced: 12
        case .advancedTransformer: 6
        case .large: 6
        case .medium: 5
        case .smallBusiness: 14
        case .elective: 5
        case .electiveHalfHourly: 1
        case .largeExport: 2
        case .unmetered: 2
        case .deenergised: 15
        case .disconnected: 25
        case .new: 7
        case .twoMeters: 10
        }
    }

    var mpans: Int {
        switch self {
        case .solar, .related, .largeExport: 2
        case .relatedSolar: 3
        default: 1
        }
    }
}

/// Which kind each site is, and the how-manieth of it: a pattern of a thousand, shuffled once for the seed.
struct SampleSites {
    static let block = 1_000

    /// Sites of the market; its last few are traditional, so that the MPANs come out exactly.
    let count: Int
    /// Sites that follow the pattern.
    private let patterned: Int
    private let pattern: [SampleKind]
    /// Sites of the same kind before each place of the pattern.
    private let before: [Int]
    private let perBlock: [Int]
    /// Places of each kind in the pattern, in order.
    private let places: [[Int]]
    /// Sites of each kind in the whole market.
    let counts: [Int]

    init(mpans: Int, seed: UInt64) {
        var pattern = SampleKind.allCases.flatMap { kind in [SampleKind](repeating: kind, count: kind.perThousand) }
        precondition(pattern.count == Self.block, "the shares of the kinds make a thousand")
        var draw = SampleDraw(seed: seed, site: 0, purpose: 1)
        for place in stride(from: Self.block - 1, to: 0, by: -1) { pattern.swapAt(place, draw.below(place + 1)) }
        let perBlock = SampleKind.allCases.map(\.perThousand)
        let mpansPerBlock = pattern.reduce(0) { $0 + $1.mpans }
        var counts = perBlock.map { $0 * (mpans / mpansPerBlock) }
        var sites = mpans / mpansPerBlock * Self.block
        var left = mpans % mpansPerBlock
        while pattern[sites % Self.block].mpans <= left {
            let kind = pattern[sites % Self.block]
            left -= kind.mpans
            counts[kind.rawValue] += 1
            sites += 1
        }
        patterned = sites
        counts[SampleKind.traditional.rawValue] += left
        count = sites + left
        self.counts = counts
        self.pattern = pattern
        self.perBlock = perBlock
        var seen = [Int](repeating: 0, count: perBlock.count)
        var before: [Int] = []
        var places = [[Int]](repeating: [], count: perBlock.count)
        for (place, kind) in pattern.enumerated() {
            before.append(seen[kind.rawValue])
            seen[kind.rawValue] += 1
            places[kind.rawValue].append(place)
        }
        self.before = before
        self.places = places
    }

    /// The kind of a site and its number among those of its kind.
    @inline(__always)
    func kind(of site: Int) -> (kind: SampleKind, ordinal: Int) {
        guard site < patterned else {
            let kind = SampleKind.traditional
            return (kind, counts[kind.rawValue] - (count - site))
        }
        let place = site % Self.block
        let kind = pattern[place]
        return (kind, site / Self.block * perBlock[kind.rawValue] + before[place])
    }

    /// The site that is the so-manieth of its kind.
    func site(_ kind: SampleKind, ordinal: Int) -> Int {
        let extra = count - patterned
        if kind == .traditional, ordinal >= counts[kind.rawValue] - extra {
            return count - (counts[kind.rawValue] - ordinal)
        }
        let each = perBlock[kind.rawValue]
        return ordinal / each * Self.block + places[kind.rawValue][ordinal % each]
    }
}
