import Kernel
import Market

/// The parties of a made-up market: codes, shares, and who has how many metering points where.
///
/// Shares follow `migration.md` 9.4: six large suppliers, the rest by Pareto's law; fourteen licence areas, independents
/// by Pareto's law.
struct MadeParties {
    /// The large ones first.
    let suppliers: [String]
    let distributors: [String]
    /// By distributor: its share of the market as it was meant, before suppliers' portfolios were drawn.
    let distributorShares: [Double]
    /// By supplier, then by distributor, MPANs.
    let portfolios: [[Int]]
    /// By supplier.
    let totals: [Int]
    let mpans: Int

    static let largeShares = [0.24, 0.20, 0.17, 0.13, 0.11, 0.08]
    /// Of the fourteen licence areas; assumed, not published (`migration.md` 9.4).
    static let areaWeights = [3.7, 2.7, 2.4, 1.5, 2.5, 1.6, 2.45, 0.8, 2.0, 2.35, 3.1, 1.15, 1.65, 2.35]
    static let independentWeight = 2.9

    init(suppliers: Int, distributors: Int, mpans: Int, generator: SeededGenerator) {
        var draw = MarketDraw(generator: generator.child("parties"))
        self.mpans = mpans
        self.suppliers = (0..<suppliers).map { Self.code("Z", $0) }
        let areas = Distributor.all.filter { $0.homeGroup != nil }.map(\.participant)
        self.distributors = (0..<distributors).map {
            $0 < areas.count ? areas[$0] : Self.code("Y", $0 - areas.count)
        }
        totals = MarketDraw.divide(mpans, by: Self.supplierShares(suppliers, &draw))
        let shares = Self.distributorShares(distributors, &draw)
        distributorShares = shares
        portfolios = totals.enumerated().map { place, total in
            let isLarge = place < Self.largeShares.count
            // Drawn for every pair, so that one supplier's absence moves no other's numbers.
            var weights = shares.map { share in
                let weight = share * draw.lognormal(0.5)
                let isThere = draw.chance(0.75)
                return isLarge || isThere ? weight : 0
            }
            if !weights.contains(where: { $0 > 0 }) { weights[0] = 1 }
            return MarketDraw.divide(total, by: weights)
        }
    }

    /// Four letters: the first, one of X, Q and J, and two that count. No such code is known to be a party's.
    static func code(_ first: Character, _ number: Int) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        let second = Array("XQJKV")[number / 676 % 5]
        return String([first, second, letters[number / 26 % 26], letters[number % 26]])
    }

    private static func supplierShares(_ count: Int, _ draw: inout MarketDraw) -> [Double] {
        let large = Array(largeShares.prefix(count))
        guard count > large.count else { return large }
        let small = (large.count..<count).map { _ in draw.pareto(1.1) + 0.02 }
        let scale = (1 - large.reduce(0, +)) / small.reduce(0, +)
        return large + small.map { $0 * scale }
    }

    private static func distributorShares(_ count: Int, _ draw: inout MarketDraw) -> [Double] {
        var weights = Array(areaWeights.prefix(count))
        if count > weights.count {
            let independents = (weights.count..<count).map { _ in draw.pareto(1.0) + 0.05 }
            let scale = independentWeight / independents.reduce(0, +)
            weights += independents.map { $0 * scale }
        }
        let sum = weights.reduce(0, +)
        return weights.map { $0 / sum }
    }
}
