import Kernel
import Market

/// The peak of the demand of groups of one size.
public struct CoincidencePoint: Sendable, Hashable {
    /// Sites in a group.
    public let size: Int
    /// Groups that were drawn.
    public let groups: Int
    /// Watts a site at the group's highest half hour: the mean of the groups, and their 10 % and 90 % quantiles.
    public let watts: Double
    public let low: Double
    public let high: Double
    /// The half hour by the clock (0 to 47) in which most groups peak; the earliest of equals.
    public let peakClock: Int
    /// The share of groups that peak then.
    public let shareAtPeakClock: Double
}

/// How the peak a site falls with the size of the group.
public struct CoincidenceFit: Sendable, Hashable {
    /// Watts = `scale` × size^-`exponent`: the straight line through the logarithms by least squares.
    public let scale: Double
    public let exponent: Double
    /// The share of the variance of the logarithms that the line explains.
    public let determination: Double
    /// Watts = `floor` + `above` × size^-`steepness`: what very large groups would come to. Nil with fewer than four
    /// sizes, or where the peak does not fall with the size.
    public let limit: Limit?

    public struct Limit: Sendable, Hashable {
        public let floor: Double
        public let above: Double
        /// The best of 0.05, 0.06 … 1.50 by squares of the relative misses.
        public let steepness: Double
    }
}

extension RealismStudy {
    /// The sizes of groups that are drawn.
    public static let groupSizes = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000]

    /// The peak of groups of one size, drawn from the sites whose series the sample's merged block kept; nil where there
    /// are fewer sites.
    ///
    /// Each group is drawn by itself without putting back, from a fixed seed. Groups of one are each site once.
    public func coincidence(_ sample: Int, _ block: RealismBlock, size: Int) -> CoincidencePoint? {
        let places = min(calendar.places.count, Self.poolPlaces)
        let pool = block.pool.count
        guard size <= pool else { return nil }
        let groups = size == 1 ? pool : size == pool ? 1 : min(200, max(10, 6_000 / size))
        var generator = SeededGenerator(seed: 2_026).child("coincidence \(samples[sample].kind) \(size)")
        var order = Array(0..<pool)
        // Sums of sites that each fit 32 bits: 64 are needed only where peaks are great.
        let fits = block.sites.reduce(0) { max($0, $1.peak) } * size <= Int(Int32.max)
        var watts: [Double] = []
        var clocks = [Int](repeating: 0, count: 48)
        for group in 0..<groups {
            if size == 1 {
                order[0] = group
            } else {
                for place in 0..<size { order.swapAt(place, place + generator.nextBelow(pool - place)) }
            }
            let members = order[0..<size]
            let peak =
                fits
                ? Self.peak(of: members, in: block.pool, places: places, as: Int32.self)
                : Self.peak(of: members, in: block.pool, places: places, as: Int.self)
            watts.append(Double(2 * peak.energy) / Double(size))
            clocks[calendar.local(at: calendar.places.lowerBound + peak.place).clock] += 1
        }
        guard let spread = Spread(watts) else { return nil }
        let most = clocks.max() ?? 0
        return CoincidencePoint(
            size: size, groups: groups, watts: spread.mean, low: spread.quantiles[1], high: spread.quantiles[5],
            peakClock: clocks.firstIndex(of: most) ?? 0, shareAtPeakClock: Double(most) / Double(groups))
    }

    /// The highest half hour of some sites together; the earliest of equals.
    private static func peak<Sum: FixedWidthInteger & SignedInteger>(
        of members: ArraySlice<Int>, in pool: [[Int32]], places: Int, as: Sum.Type
    ) -> (energy: Int, place: Int) {
        withUnsafeTemporaryAllocation(of: Sum.self, capacity: places) { sums in
            sums.initialize(repeating: 0)
            for member in members {
                pool[member].withUnsafeBufferPointer { series in
                    for place in 0..<places { sums[place] &+= Sum(truncatingIfNeeded: series[place]) }
                }
            }
            var best = 0
            for place in 0..<places where sums[place] > sums[best] { best = place }
            return (Int(sums[best]), best)
        }
    }
}

extension CoincidenceFit {
    /// Nil with fewer than two sizes, or where a group used nothing.
    init?(_ points: [CoincidencePoint]) {
        guard points.count >= 2, points.allSatisfy({ $0.watts > 0 }) else { return nil }
        let x = points.map { StableMath.ln(Double($0.size)) }
        let y = points.map { StableMath.ln($0.watts) }
        let line = Self.line(x, y)
        exponent = -line.slope
        scale = StableMath.exp(line.start)
        let mean = y.reduce(0, +) / Double(y.count)
        let all = y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let missed = zip(x, y).reduce(0.0) {
            let miss = $1.1 - line.start - line.slope * $1.0
            return $0 + miss * miss
        }
        determination = all > 0 ? 1 - missed / all : 1
        limit = Self.limit(points, logarithms: x)
    }

    /// The line through points by least squares.
    private static func line(
        _ x: [Double], _ y: [Double], weights: [Double]? = nil
    ) -> (start: Double, slope: Double) {
        let weights = weights ?? [Double](repeating: 1, count: x.count)
        let sum = weights.reduce(0, +)
        let meanX = zip(weights, x).reduce(0) { $0 + $1.0 * $1.1 } / sum
        let meanY = zip(weights, y).reduce(0) { $0 + $1.0 * $1.1 } / sum
        var (product, square) = (0.0, 0.0)
        for place in x.indices {
            product += weights[place] * (x[place] - meanX) * (y[place] - meanY)
            square += weights[place] * (x[place] - meanX) * (x[place] - meanX)
        }
        let slope = square > 0 ? product / square : 0
        return (meanY - slope * meanX, slope)
    }

    private static func limit(_ points: [CoincidencePoint], logarithms: [Double]) -> Limit? {
        guard points.count >= 4 else { return nil }
        let y = points.map(\.watts)
        // Squares of relative misses: each point weighs by what it is.
        let weights = y.map { 1 / ($0 * $0) }
        var best: (limit: Limit, missed: Double)?
        for hundredths in 5...150 {
            let steepness = Double(hundredths) / 100
            let powers = logarithms.map { StableMath.exp(-steepness * $0) }
            let line = line(powers, y, weights: weights)
            let missed = zip(zip(powers, y), weights).reduce(0.0) {
                let miss = $1.0.1 - line.start - line.slope * $1.0.0
                return $0 + miss * miss * $1.1
            }
            if missed < best?.missed ?? .infinity, line.start >= 0, line.slope >= 0 {
                best = (Limit(floor: line.start, above: line.slope, steepness: steepness), missed)
            }
        }
        return best?.limit
    }
}
