/// What a sheet says: sums, ranks, how firm they are, and how they were come by.
public struct Appraisal: Sendable, Equatable {
    /// The range of one criterion's weight in which the best option stays best, others scaled in proportion.
    public struct Sensitivity: Sendable, Equatable {
        public let criterion: String
        public let weight: Rational
        public let from: Rational
        public let to: Rational
        /// Who takes over below and above the range; nil where nobody does.
        public let below: String?
        public let above: String?
    }

    public struct Check: Sendable, Equatable {
        public let comparison: AppraisalSheet.Comparison
        public let implied: Rational
        public let holds: Bool
    }

    /// Two options whose order turns when a third is left out.
    public struct Reversal: Sendable, Hashable {
        public enum View: String, Sendable {
            /// Scores stretched from worst to best of the options at hand.
            case localScale = "weighted sum on a local scale"
            case outranking
        }
        public let view: View
        public let without: String
        /// The one that was ahead, and the one that is then.
        public let ahead: String
        public let then: String
    }

    public struct Objection: Sendable, Equatable {
        public let dissent: AppraisalSheet.Dissent
        /// The dissenter's sum for the option, and the best option by it.
        public let sum: Rational
        public let best: String
    }

    /// By leaf.
    public let weights: [Rational]
    /// By option.
    public let sums: [Rational]
    /// Options' places by sum, the best first; the sheet's order where equal.
    public let ranking: [Int]
    /// Option × option: the weight of the criteria on which the one is at least as good as the other.
    public let concordance: [[Rational]]
    public let outranks: [[Bool]]
    public let netFlow: [Rational]
    /// Options that none outranks which they do not outrank too.
    public let notOutranked: [Int]
    public let sensitivity: [Sensitivity]
    public let checks: [Check]
    public let reversals: [Reversal]
    public let objections: [Objection]
    /// By option: thousandths of draws near the given weights, and of any weights, in which it is best.
    public let bestNear: [Int]
    public let bestAnywhere: [Int]

    /// - Throws: where the sheet is not complete, or its numbers are too fine.
    public init(_ sheet: AppraisalSheet, seed: UInt64) throws(AppraisalError) {
        try sheet.check()
        let leaves = sheet.leaves
        let scores = Self.table(sheet, leaves)
        weights = try Self.weights(sheet.criteria, of: .one)
        sums = try Self.sums(scores, weights)
        ranking = Self.ranking(sums)
        concordance = try Self.concordance(scores, weights)
        var outranks: [[Bool]] = []
        for one in scores.indices {
            var row: [Bool] = []
            for other in scores.indices {
                var isVetoed = false
                for leaf in leaves.indices {
                    if try scores[other][leaf].minus(scores[one][leaf]) >= sheet.veto { isVetoed = true }
                }
                row.append(one != other && !isVetoed && concordance[one][other] >= sheet.concordance)
            }
            outranks.append(row)
        }
        self.outranks = outranks
        netFlow = try Self.flow(concordance)
        notOutranked = scores.indices.filter { place in
            !scores.indices.contains { outranks[$0][place] && !outranks[place][$0] }
        }
        let best = ranking[0]
        var ranges: [Sensitivity] = []
        for leaf in leaves.indices {
            ranges.append(
                try Self.range(sheet, leaves[leaf].id, leaf, best: best, scores: scores, weights: weights, sums: sums))
        }
        sensitivity = ranges
        checks = try Self.checks(sheet, leaves, weights)
        reversals = try Self.reversals(sheet, scores, weights)
        objections = try Self.objections(sheet, leaves, scores, weights)
        (bestNear, bestAnywhere) = Self.draws(sheet, scores, seed: seed)
    }

    private static func table(_ sheet: AppraisalSheet, _ leaves: [AppraisalSheet.Criterion]) -> [[Rational]] {
        var found: [String: Rational] = [:]
        for score in sheet.scores { found["\(score.option)\u{0}\(score.criterion)"] = score.score }
        return sheet.options.map { option in
            leaves.map { found["\(option.id)\u{0}\($0.id)"] ?? .zero }
        }
    }

    /// A leaf's weight is its share of its siblings' swings, times that of every criterion above it.
    private static func weights(_ criteria: [AppraisalSheet.Criterion], of whole: Rational) throws(AppraisalError)
        -> [Rational]
    {
        var sum = Rational.zero
        for criterion in criteria { sum = try sum.plus(criterion.swing) }
        var weights: [Rational] = []
        for criterion in criteria {
            let own = try criterion.swing.over(sum).times(whole)
            if criterion.parts.isEmpty {
                weights.append(own)
            } else {
                weights += try Self.weights(criterion.parts, of: own)
            }
        }
        return weights
    }

    private static func sums(_ scores: [[Rational]], _ weights: [Rational]) throws(AppraisalError) -> [Rational] {
        var sums: [Rational] = []
        for row in scores {
            var sum = Rational.zero
            for leaf in weights.indices { sum = try sum.plus(row[leaf].times(weights[leaf])) }
            sums.append(sum)
        }
        return sums
    }

    private static func ranking(_ values: [Rational]) -> [Int] {
        values.indices.sorted { values[$0] == values[$1] ? $0 < $1 : values[$0] > values[$1] }
    }

    private static func concordance(_ scores: [[Rational]], _ weights: [Rational]) throws(AppraisalError)
        -> [[Rational]]
    {
        var table: [[Rational]] = []
        for one in scores {
            var row: [Rational] = []
            for other in scores {
                var sum = Rational.zero
                for leaf in weights.indices where one[leaf] >= other[leaf] { sum = try sum.plus(weights[leaf]) }
                row.append(sum)
            }
            table.append(row)
        }
        return table
    }

    private static func flow(_ concordance: [[Rational]]) throws(AppraisalError) -> [Rational] {
        var flows: [Rational] = []
        for one in concordance.indices {
            var sum = Rational.zero
            for other in concordance.indices where other != one {
                sum = try sum.plus(concordance[one][other].minus(concordance[other][one]))
            }
            flows.append(sum)
        }
        return flows
    }

    /// With the criterion's weight at x and the others scaled by (1 - x) ÷ (1 - w), the lead over another option is
    /// (1 - x) · rest + x · own, a straight line.
    private static func range(
        _ sheet: AppraisalSheet, _ id: String, _ leaf: Int, best: Int, scores: [[Rational]], weights: [Rational],
        sums: [Rational]
    ) throws(AppraisalError) -> Sensitivity {
        let weight = weights[leaf]
        var (from, to) = (Rational.zero, Rational.one)
        var (below, above): (Int?, Int?)
        for other in scores.indices where other != best && weight < .one {
            let own = try scores[best][leaf].minus(scores[other][leaf])
            let lead = try sums[best].minus(sums[other])
            let rest = try lead.minus(weight.times(own)).over(Rational.one.minus(weight))
            let slope = try own.minus(rest)
            guard slope != .zero else { continue }
            let crossing = try Rational.zero.minus(rest).over(slope)
            if slope > .zero, crossing > from { (from, below) = (crossing, other) }
            if slope < .zero, crossing < to { (to, above) = (crossing, other) }
        }
        return Sensitivity(
            criterion: id, weight: weight, from: from, to: to, below: below.map { sheet.options[$0].id },
            above: above.map { sheet.options[$0].id })
    }

    private static func checks(
        _ sheet: AppraisalSheet, _ leaves: [AppraisalSheet.Criterion], _ weights: [Rational]
    ) throws(AppraisalError) -> [Check] {
        var checks: [Check] = []
        for comparison in sheet.comparisons {
            guard let more = leaves.firstIndex(where: { $0.id == comparison.more }),
                let less = leaves.firstIndex(where: { $0.id == comparison.less })
            else { continue }
            let implied = try weights[more].over(weights[less])
            let ratio = try implied.over(comparison.times)
            let away = ratio < .one ? try Rational.one.over(ratio) : ratio
            checks.append(Check(comparison: comparison, implied: implied, holds: away <= sheet.tolerance))
        }
        return checks
    }

    private static func reversals(_ sheet: AppraisalSheet, _ scores: [[Rational]], _ weights: [Rational])
        throws(AppraisalError) -> [Reversal]
    {
        let all = Array(scores.indices)
        guard all.count > 2 else { return [] }
        var found: [Reversal] = []
        for without in all {
            let left = all.filter { $0 != without }
            for view in [Reversal.View.localScale, .outranking] {
                let before = try values(view, scores, weights, all)
                let after = try values(view, scores, weights, left)
                for one in left {
                    for other in left where (before[one] ?? .zero) > (before[other] ?? .zero) {
                        guard (after[one] ?? .zero) < (after[other] ?? .zero) else { continue }
                        found.append(
                            Reversal(
                                view: view, without: sheet.options[without].id, ahead: sheet.options[one].id,
                                then: sheet.options[other].id))
                    }
                }
            }
        }
        return found
    }

    private static func values(
        _ view: Reversal.View, _ scores: [[Rational]], _ weights: [Rational], _ options: [Int]
    ) throws(AppraisalError) -> [Int: Rational] {
        var rows = options.map { scores[$0] }
        if view == .localScale {
            for leaf in weights.indices {
                let column = rows.map { $0[leaf] }
                guard let least = column.min(), let most = column.max() else { continue }
                for place in rows.indices {
                    rows[place][leaf] =
                        most == least ? .zero : try rows[place][leaf].minus(least).over(most.minus(least))
                }
            }
        }
        let results = view == .localScale ? try sums(rows, weights) : try flow(concordance(rows, weights))
        var values: [Int: Rational] = [:]
        for (place, option) in options.enumerated() { values[option] = results[place] }
        return values
    }

    private static func objections(
        _ sheet: AppraisalSheet, _ leaves: [AppraisalSheet.Criterion], _ scores: [[Rational]], _ weights: [Rational]
    ) throws(AppraisalError) -> [Objection] {
        var objections: [Objection] = []
        for dissent in sheet.dissent {
            guard let option = sheet.options.firstIndex(where: { $0.id == dissent.option }),
                let leaf = leaves.firstIndex(where: { $0.id == dissent.criterion })
            else { continue }
            var other = scores
            other[option][leaf] = dissent.score
            let sums = try sums(other, weights)
            objections.append(
                Objection(dissent: dissent, sum: sums[option], best: sheet.options[ranking(sums)[0]].id))
        }
        return objections
    }

    // MARK: weights by chance

    private static func draws(_ sheet: AppraisalSheet, _ scores: [[Rational]], seed: UInt64) -> ([Int], [Int]) {
        let chance = Chance(seed: seed, "appraisal")
        let table = scores.map { $0.map(\.value) }
        var near = table.map { _ in 0 }
        var anywhere = near
        let leaves = table.first?.count ?? 0
        for draw in 0..<sheet.draws {
            var place = 0
            let moved = moved(sheet.criteria, whole: 1, spread: sheet.spread.value) {
                place += 1
                return 2 * chance.uniform(draw, place) - 1
            }
            near[best(table, moved)] += 1
            anywhere[best(table, (0..<leaves).map { chance.exponential(draw, 100_000 + $0) })] += 1
        }
        let count = max(sheet.draws, 1)
        return (near.map { $0 * 1_000 / count }, anywhere.map { $0 * 1_000 / count })
    }

    private static func moved(
        _ criteria: [AppraisalSheet.Criterion], whole: Double, spread: Double, _ next: () -> Double
    ) -> [Double] {
        let swings = criteria.map { $0.swing.value * max(1 + spread * next(), 0.000_001) }
        let sum = swings.reduce(0, +)
        return zip(criteria, swings).flatMap { criterion, swing in
            criterion.parts.isEmpty
                ? [swing / sum * whole] : moved(criterion.parts, whole: swing / sum * whole, spread: spread, next)
        }
    }

    private static func best(_ scores: [[Double]], _ weights: [Double]) -> Int {
        var best = 0
        var most = -Double.infinity
        for (place, row) in scores.enumerated() {
            let sum = zip(row, weights).reduce(0) { $0 + $1.0 * $1.1 }
            if sum > most { (best, most) = (place, sum) }
        }
        return best
    }
}
