/// Solves a block programme by an interior point: Mehrotra's predictor and corrector (Mehrotra, On the implementation
/// of a primal-dual interior point method, SIAM J. Optim. 2, 1992).
///
/// The answer is a point and prices that are near the optimum; nothing is taken on trust from it. A plan is rounded and
/// checked in whole numbers, and a bound is proved from the prices in whole numbers.
struct InteriorPoint {
    /// The most steps; a programme takes 15 to 40.
    private static let mostSteps = 80
    /// The most steps without a better point.
    private static let patience = 6
    /// Where residuals and the gap are this small, as parts, the point is the optimum.
    private static let small = 1e-10
    /// The part of the way to the nearest border that a step goes.
    private static let reach = 0.995

    /// One value for each variable: by day its columns and its rows' slacks, and the outer columns.
    struct Point {
        var days: [[Double]]
        var outer: [Double]

        /// Combines with others, value by value.
        func with(_ other: Point, _ combine: (Double, Double) -> Double) -> Point {
            Point(
                days: zip(days, other.days).map { zip($0, $1).map(combine) },
                outer: zip(outer, other.outer).map(combine))
        }

        func map(_ change: (Double) -> Double) -> Point {
            Point(days: days.map { $0.map(change) }, outer: outer.map(change))
        }

        /// Goes over all values in order.
        func reduce(_ start: Double, _ combine: (Double, Double) -> Double) -> Double {
            outer.reduce(days.reduce(start) { $1.reduce($0, combine) }, combine)
        }

        var count: Int { days.reduce(outer.count) { $0 + $1.count } }

        func dot(_ other: Point) -> Double {
            var sum = 0.0
            for (own, others) in zip(days, other.days) { for (one, two) in zip(own, others) { sum += one * two } }
            for (one, two) in zip(outer, other.outer) { sum += one * two }
            return sum
        }

        /// The longest step, up to 1, along a direction on which nothing goes under 0.
        func room(_ direction: Point) -> Double {
            var most = 1.0
            func look(_ value: Double, _ change: Double) {
                if change < 0, -value / change < most { most = -value / change }
            }
            for (own, changes) in zip(days, direction.days) {
                for (value, change) in zip(own, changes) { look(value, change) }
            }
            for (value, change) in zip(outer, direction.outer) { look(value, change) }
            return most
        }
    }

    /// One value for each row.
    struct Rows {
        var links: [Double]
        var days: [[Double]]

        func with(_ other: Rows, _ combine: (Double, Double) -> Double) -> Rows {
            Rows(
                links: zip(links, other.links).map(combine),
                days: zip(days, other.days).map { zip($0, $1).map(combine) })
        }

        var largest: Double {
            days.reduce(links.reduce(0) { max($0, $1.magnitude) }) { $1.reduce($0) { max($0, $1.magnitude) } }
        }

        func dot(_ other: Rows) -> Double {
            var sum = 0.0
            for (one, two) in zip(links, other.links) { sum += one * two }
            for (own, others) in zip(days, other.days) { for (one, two) in zip(own, others) { sum += one * two } }
            return sum
        }
    }

    struct Answer {
        /// The variables, in the programme's units.
        var point: Point
        /// By row: what one unit more of its right side saves, 0 or more for a day row.
        var prices: Rows
        /// The largest of the residuals and of the gap, as parts.
        var error: Double
    }

    private let programme: BlockProgramme
    private let right: Rows
    private let cost: Point
    /// The unit that right sides are measured in.
    private let unit: Double

    init(_ programme: BlockProgramme) {
        self.programme = programme
        var sum = 0.0
        var count = 0.0
        for value in programme.links where value != 0 {
            sum += value.magnitude
            count += 1
        }
        let unit = count > 0 ? sum / count : 1
        self.unit = unit
        right = Rows(
            links: programme.links.map { $0 / unit },
            days: programme.days.map { ($0.singles + $0.crossings).map { $0 / unit } })
        cost = Point(
            days: programme.days.map { $0.cost + [Double](repeating: 0, count: $0.rowCount) },
            outer: programme.outer.map(\.cost))
    }

    /// Nil where no optimum was come near to: one part in a thousand.
    func solve() -> Answer? {
        var factor = BlockFactor(programme)
        var (point, prices, slack) = start(&factor)
        let costSize = 1 + cost.reduce(0) { max($0, $1.magnitude) }
        let rightSize = 1 + right.largest
        let count = Double(point.count)
        var best: Answer?
        var waited = 0
        for _ in 0..<Self.mostSteps {
            let missing = right.with(sums(point)) { $0 - $1 }
            let off = cost.with(spread(prices)) { $0 - $1 }.with(slack) { $0 - $1 }
            let value = cost.dot(point)
            let gap = (value - right.dot(prices)).magnitude / (1 + value.magnitude)
            let error = max(
                missing.largest / rightSize, off.reduce(0) { max($0, $1.magnitude) } / costSize, gap)
            // The sum, since a comparison may pass over what is no number.
            guard (error + missing.largest + value + gap).isFinite else { break }
            if best.map({ error < $0.error }) ?? true {
                best = answer(point, prices, error)
                waited = 0
            }
            waited += 1
            // Nearer than the arithmetic lets it come it does not get.
            if error < Self.small || waited > Self.patience { break }
            let weights = point.with(slack) { $0 / $1 }
            factor.factorise(weights: weights.days, outer: weights.outer)
            let mean = point.dot(slack) / count
            // Predictor: straight for the optimum. Corrector: back to the middle as far as the predictor did not get.
            let first = direction(
                factor, weights, missing, off, slack, toMiddle: point.with(slack) { -$0 * $1 })
            let toEdge = point.room(first.point)
            let toSlackEdge = slack.room(first.slack)
            let reached =
                point.with(first.point) { $0 + toEdge * $1 }.dot(slack.with(first.slack) { $0 + toSlackEdge * $1 })
                / count
            let ratio = reached / mean
            let target = mean * ratio * ratio * ratio
            let wanted = point.with(slack) { target - $0 * $1 }
                .with(first.point.with(first.slack) { $0 * $1 }) { $0 - $1 }
            let second = direction(factor, weights, missing, off, slack, toMiddle: wanted)
            let along = min(1, Self.reach * point.room(second.point))
            let across = min(1, Self.reach * slack.room(second.slack))
            guard along > 1e-9 || across > 1e-9 else { break }
            point = point.with(second.point) { $0 + along * $1 }
            prices = prices.with(second.prices) { $0 + across * $1 }
            slack = slack.with(second.slack) { $0 + across * $1 }
        }
        return best.flatMap { $0.error < 1e-3 ? $0 : nil }
    }

    private func answer(_ point: Point, _ prices: Rows, _ error: Double) -> Answer {
        Answer(
            point: point.map { $0 * unit },
            prices: Rows(links: prices.links.map { -$0 }, days: prices.days.map { $0.map { max(0, -$0) } }),
            error: error)
    }

    /// Mehrotra's start: least squares, moved inside.
    private func start(_ factor: inout BlockFactor) -> (Point, Rows, Point) {
        let ones = cost.map { _ in 1.0 }
        factor.factorise(weights: ones.days, outer: ones.outer)
        func solved(_ rows: Rows) -> Rows {
            let found = factor.solve(links: rows.links, days: rows.days)
            return Rows(links: found.links, days: found.days)
        }
        let prices = solved(sums(cost))
        var point = spread(solved(right))
        var slack = cost.with(spread(prices)) { $0 - $1 }
        let low = max(0, -1.5 * point.reduce(0, min))
        let lowSlack = max(0, -1.5 * slack.reduce(0, min))
        point = point.map { $0 + low }
        slack = slack.map { $0 + lowSlack }
        let product = point.dot(slack)
        let more = max(0.5 * product / max(slack.reduce(0, +), 1e-9), 1e-6)
        let moreSlack = max(0.5 * product / max(point.reduce(0, +), 1e-9), 1e-6)
        return (point.map { $0 + more }, prices, slack.map { $0 + moreSlack })
    }

    private func direction(
        _ factor: BlockFactor, _ weights: Point, _ missing: Rows, _ off: Point, _ slack: Point, toMiddle wanted: Point
    ) -> (point: Point, prices: Rows, slack: Point) {
        let base = wanted.with(slack) { $0 / $1 }.with(weights.with(off) { $0 * $1 }) { $0 - $1 }
        let needed = missing.with(sums(base)) { $0 - $1 }
        let found = factor.solve(links: needed.links, days: needed.days)
        let prices = Rows(links: found.links, days: found.days)
        let spreaded = spread(prices)
        let point = base.with(weights.with(spreaded) { $0 * $1 }) { $0 + $1 }
        return (point, prices, off.with(spreaded) { $0 - $1 })
    }

    /// The rows' sums of a point.
    private func sums(_ point: Point) -> Rows {
        var links = [Double](repeating: 0, count: programme.links.count)
        for (place, column) in programme.outer.enumerated() {
            for row in column.rows { links[row.row] += row.value * point.outer[place] }
        }
        let days = programme.days.indices.map { place in
            let shape = programme.days[place]
            let columns = shape.link.count
            let singles = shape.singles.count
            var sums = Array(point.days[place][columns...])
            for column in 0..<columns {
                let value = point.days[place][column]
                links[shape.link[column]] += value
                if shape.single[column] >= 0 { sums[shape.single[column]] += value }
                for at in shape.starts[column]..<shape.starts[column + 1] {
                    sums[singles + shape.crossing[at]] += value
                }
            }
            return sums
        }
        return Rows(links: links, days: days)
    }

    /// Each variable's sum of its rows' prices.
    private func spread(_ prices: Rows) -> Point {
        let outer = programme.outer.map { $0.rows.reduce(0) { $0 + $1.value * prices.links[$1.row] } }
        let days = programme.days.indices.map { place in
            let shape = programme.days[place]
            let own = prices.days[place]
            let singles = shape.singles.count
            var values: [Double] = []
            values.reserveCapacity(shape.link.count + own.count)
            for column in shape.link.indices {
                var sum = prices.links[shape.link[column]]
                if shape.single[column] >= 0 { sum += own[shape.single[column]] }
                for at in shape.starts[column]..<shape.starts[column + 1] { sum += own[singles + shape.crossing[at]] }
                values.append(sum)
            }
            return values + own
        }
        return Point(days: days, outer: outer)
    }
}
