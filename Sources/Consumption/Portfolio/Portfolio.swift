public import Market

/// One site: an import metering point and, where there are solar panels, the export metering point linked to it.
public struct Site: Sendable, Hashable {
    /// Its place in the run, from 0.
    public var position: Int
    public var mpan: MPANCore
    public var export: MPANCore?
    /// The place of its kind in the configuration's mix.
    public var share: Int
    public var kind: SiteKind
    public var region: GSPGroup
}

/// Which metering points a configuration has, and what each is: computed for any position without the others.
///
/// The counts by kind and by region are exact (largest remainder). Regions lie one after another in the order of their
/// distributors' numbers, so that MPANs ascend with the position; kinds are spread by a keyed permutation.
public struct Portfolio: Sendable {
    public let count: Int
    public let mix: [ConsumptionConfiguration.Share]
    /// Import MPANs of each entry of the mix.
    public let countsByShare: [Int]
    /// Regions in the order of positions, each with its first position.
    public let regionStarts: [(region: GSPGroup, start: Int)]

    private let numbering: ConsumptionConfiguration.Numbering
    let permutation: Permutation
    /// The rank at which each entry of the mix ends.
    private let shareEnds: [Int]
    private let regionEnds: [Int]
    private let listed: [UInt64: Int]

    /// - Precondition: the configuration is valid.
    public init(_ configuration: ConsumptionConfiguration) {
        let count =
            if case .list(let cores) = configuration.numbering { cores.count } else { configuration.importMPANs }
        self.count = count
        mix = configuration.mix
        numbering = configuration.numbering
        permutation = Permutation(count: count, philox: Philox(seed: configuration.seed))
        countsByShare = Self.apportion(count, by: configuration.mix.map(\.billionths))
        shareEnds = Self.runningSum(countsByShare)
        let regions = configuration.regions.sorted { $0.region.homeDistributor < $1.region.homeDistributor }
        regionEnds = Self.runningSum(Self.apportion(count, by: regions.map(\.billionths)))
        regionStarts = zip(regions.map(\.region), [0] + regionEnds.dropLast()).map { ($0, $1) }
        if case .list(let cores) = configuration.numbering {
            listed = Dictionary(cores.enumerated().map { ($1.number, $0) }, uniquingKeysWith: { first, _ in first })
        } else {
            listed = [:]
        }
    }

    /// The site at a position, 0 ..< count.
    public func site(at position: Int) -> Site {
        let share = self.share(ofRank: permutation.rank(of: position))
        let kind = mix[share].kind
        let region = self.region(at: position)
        let mpan: MPANCore
        let export: UInt64
        switch numbering {
        case .invented:
            mpan = MPANCore(body: Self.inventedStart + 2 * UInt64(position))
            export = mpan.body + 1
        case .regional:
            let place = position - regionStarts[regionPlace(at: position)].start
            mpan = MPANCore(body: UInt64(region.homeDistributor) * Self.distributorSpace + 2 * UInt64(place))
            export = mpan.body + 1
        case .list(let cores):
            mpan = cores[position]
            export = Self.inventedStart + Self.distributorSpace / 2 + UInt64(position)
        }
        return Site(
            position: position, mpan: mpan, export: kind.addOns.contains(.solar) ? MPANCore(body: export) : nil,
            share: share, kind: kind, region: region)
    }

    /// The region that a position lies in, where numbers follow from positions: the body of a site of the region is
    /// `bodyStart`, which may have wrapped below 0, and twice its position. Nil for a list of numbers.
    func span(at position: Int) -> (region: GSPGroup, positions: Range<Int>, bodyStart: UInt64)? {
        let place = regionPlace(at: position)
        let (region, start) = regionStarts[place]
        switch numbering {
        case .invented: return (region, start..<regionEnds[place], Self.inventedStart)
        case .regional:
            let first = UInt64(region.homeDistributor) * Self.distributorSpace
            return (region, start..<regionEnds[place], first &- 2 &* UInt64(start))
        case .list: return nil
        }
    }

    /// The position of the site that has this import or export MPAN; nil where none has it.
    public func position(of mpan: MPANCore) -> Int? {
        let position: Int
        switch numbering {
        case .invented:
            guard mpan.body >= Self.inventedStart else { return nil }
            position = Int((mpan.body - Self.inventedStart) / 2)
        case .regional:
            guard let place = regionStarts.firstIndex(where: { $0.region.homeDistributor == mpan.distributor }) else {
                return nil
            }
            position = regionStarts[place].start + Int(mpan.body % Self.distributorSpace / 2)
            guard position < regionEnds[place] else { return nil }
        case .list:
            let exports = Self.inventedStart + Self.distributorSpace / 2
            position = listed[mpan.number] ?? (mpan.body >= exports ? Int(mpan.body - exports) : count)
        }
        guard position < count else { return nil }
        let site = site(at: position)
        return site.mpan == mpan || site.export == mpan ? position : nil
    }

    /// The positions of one part of several: contiguous, and as even as can be.
    ///
    /// - Precondition: `part` is 1 ... parts.
    public func positions(part: Int, of parts: Int) -> Range<Int> {
        precondition(parts >= 1 && (1...parts).contains(part), "a part lies within the parts")
        let (whole, rest) = count.quotientAndRemainder(dividingBy: parts)
        let start = (part - 1) * whole + min(part - 1, rest)
        return start..<(start + whole + (part <= rest ? 1 : 0))
    }

    /// The twelve-digit bodies of one distributor.
    private static let distributorSpace: UInt64 = 10_000_000_000
    private static let inventedStart = 99 * distributorSpace

    private func share(ofRank rank: Int) -> Int {
        var place = 0
        while rank >= shareEnds[place] { place += 1 }
        return place
    }

    private func regionPlace(at position: Int) -> Int {
        var place = 0
        while position >= regionEnds[place] { place += 1 }
        return place
    }

    private func region(at position: Int) -> GSPGroup {
        if case .list(let cores) = numbering,
            let home = Distributor(id: cores[position].distributor)?.homeGroup
        {
            return home
        }
        return regionStarts[regionPlace(at: position)].region
    }

    /// Splits a count by weights: whole parts first, then one each to the largest remainders, the earlier first.
    static func apportion(_ count: Int, by weights: [Int]) -> [Int] {
        let sum = weights.reduce(0, +)
        // A count of up to 10^9 times a weight of up to 10^9 fits 63 bits.
        var parts = weights.map { count * $0 / sum }
        let remainders = weights.indices.sorted { left, right in
            let (first, second) = (count * weights[left] % sum, count * weights[right] % sum)
            return first != second ? first > second : left < right
        }
        for place in remainders.prefix(count - parts.reduce(0, +)) { parts[place] += 1 }
        return parts
    }

    private static func runningSum(_ counts: [Int]) -> [Int] {
        var sum = 0
        return counts.map { count in
            sum += count
            return sum
        }
    }
}
