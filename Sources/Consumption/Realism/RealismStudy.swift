import Market

/// What a realism report looks at: which sites of a run, over which days.
///
/// A study takes the true rows straight from the generator. Sites of one kind are taken in blocks of fixed positions, so
/// that blocks measured on any number of threads, and merged in order, come to the same figures to the last bit.
public struct RealismStudy: Sendable {
    /// The sites of one kind that are looked at.
    public struct Sample: Sendable {
        public let kind: SiteKind
        /// How many sites of the kind the run has.
        public let count: Int
        /// The positions looked at, ascending.
        public let positions: [Int]
        /// Blocks in which the positions are measured.
        public var blocks: Int { (positions.count + RealismStudy.blockSize - 1) / RealismStudy.blockSize }
    }

    public let generator: ConsumptionGenerator
    public let calendar: StudyCalendar
    /// In the order of classes, then add-ons; kinds of which the run has no site are left out.
    public let samples: [Sample]
    /// The most sites of one kind that are looked at.
    public let sitesPerKind: Int

    /// Sites that are measured together.
    public static let blockSize = 50
    /// The most sites whose series are kept for groups.
    static let poolSize = 1_000
    /// The most half hours of each: a leap year.
    static let poolPlaces = 366 * 48

    /// - Precondition: `sitesPerKind` is at least 1.
    public init(_ generator: ConsumptionGenerator, sitesPerKind: Int = 2_000) {
        precondition(sitesPerKind >= 1, "a study looks at a site or more")
        self.generator = generator
        self.sitesPerKind = sitesPerKind
        calendar = StudyCalendar(from: generator.configuration.from, days: generator.configuration.days)
        let places = Sampling.positions(generator.portfolio, most: sitesPerKind)
        samples = generator.portfolio.mix.indices
            .map {
                Sample(
                    kind: generator.portfolio.mix[$0].kind, count: generator.portfolio.countsByShare[$0],
                    positions: places[$0])
            }
            .filter { !$0.positions.isEmpty }
            .sorted { left, right in
                let (first, second) = (left.kind, right.kind)
                return first.siteClass != second.siteClass
                    ? first.siteClass.rawValue < second.siteClass.rawValue
                    : first.addOns.rawValue < second.addOns.rawValue
            }
    }

    /// Whether every site of the run is looked at.
    public var isComplete: Bool { samples.allSatisfy { $0.positions.count == $0.count } }

    /// Measures one block of one sample's sites.
    ///
    /// - Parameter worker: one of this study's generator, used by one thread at a time. Which, and what it made before,
    ///   changes nothing.
    public func measure(_ sample: Int, block: Int, worker: ConsumptionWorker) -> RealismBlock {
        let positions = samples[sample].positions
        let from = block * Self.blockSize
        var measured = RealismBlock(calendar)
        let pass = SitePass(calendar)
        for place in from..<min(from + Self.blockSize, positions.count) {
            worker.load(position: positions[place])
            pass.measure(worker, keepsSeries: Self.isPooled(place, of: positions.count), into: &measured)
        }
        return measured
    }

    /// Whether the series of a sample's site is kept for groups: all up to a thousand, then evenly spaced ones.
    private static func isPooled(_ place: Int, of count: Int) -> Bool {
        guard count > poolSize else { return true }
        return place == 0 || place * poolSize / count != (place - 1) * poolSize / count
    }
}

/// Which positions of a portfolio a study looks at.
enum Sampling {
    /// Positions that are looked through one by one, so that rare kinds of all but the largest runs are found whole.
    static let scanned = 2_000_000
    /// How far from its even place a site of a kind is looked for in larger runs.
    static let reach = 20_000

    /// For each kind of the mix: positions ascending, evenly spaced, at most `most`.
    static func positions(_ portfolio: Portfolio, most: Int) -> [[Int]] {
        guard portfolio.count > scanned else { return scan(portfolio, most: most) }
        return portfolio.mix.indices.map { share in
            let count = min(portfolio.countsByShare[share], most)
            var found: [Int] = []
            var next = 0
            for number in 0..<count {
                let even = number * portfolio.count / count
                next = max(next, even)
                let end = min(next + reach, portfolio.count)
                while next < end, portfolio.site(at: next).share != share { next += 1 }
                guard next < end else { continue }
                found.append(next)
                next += 1
            }
            return found
        }
    }

    private static func scan(_ portfolio: Portfolio, most: Int) -> [[Int]] {
        var seen = [Int](repeating: 0, count: portfolio.mix.count)
        var found = [[Int]](repeating: [], count: portfolio.mix.count)
        for position in 0..<portfolio.count {
            let share = portfolio.site(at: position).share
            let count = portfolio.countsByShare[share]
            let wanted = min(count, most)
            // The site's number of the kind's count falls into the next of `wanted` even stretches.
            let number = seen[share]
            if number == 0 || number * wanted / count != (number - 1) * wanted / count {
                found[share].append(position)
            }
            seen[share] += 1
        }
        return found
    }
}
