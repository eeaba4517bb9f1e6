/// Options to choose from, criteria with swing weights, scores with evidence, dissent and the changes that were made.
public struct AppraisalSheet: Sendable, Equatable {
    public static let mostOptions = 50
    public static let mostCriteria = 200

    public struct Option: Sendable, Hashable {
        public var id: String
        public var name: String
        public init(id: String, name: String) {
            self.id = id
            self.name = name
        }
    }

    /// A criterion, and those that it is made of.
    public struct Criterion: Sendable, Hashable {
        public var id: String
        public var name: String
        /// How much the swing from worst to best counts beside its siblings'; above 0.
        public var swing: Rational
        public var parts: [Criterion]
        public init(id: String, name: String, swing: Rational, parts: [Criterion] = []) {
            self.id = id
            self.name = name
            self.swing = swing
            self.parts = parts
        }
    }

    /// 0 (worst) to 100 (best).
    public struct Score: Sendable, Hashable {
        public var option: String
        public var criterion: String
        public var score: Rational
        public var evidence: String
        public var scorer: String
        public init(option: String, criterion: String, score: Rational, evidence: String, scorer: String) {
            self.option = option
            self.criterion = criterion
            self.score = score
            self.evidence = evidence
            self.scorer = scorer
        }
    }

    /// A direct comparison: the one swing counts so many times the other, whatever branch they stand on.
    public struct Comparison: Sendable, Hashable {
        public var more: String
        public var less: String
        public var times: Rational
        public init(more: String, less: String, times: Rational) {
            self.more = more
            self.less = less
            self.times = times
        }
    }

    public struct Dissent: Sendable, Hashable {
        public var who: String
        public var option: String
        public var criterion: String
        public var score: Rational
        public var why: String
        public init(who: String, option: String, criterion: String, score: Rational, why: String) {
            self.who = who
            self.option = option
            self.criterion = criterion
            self.score = score
            self.why = why
        }
    }

    public struct Change: Sendable, Hashable {
        public var on: String
        public var who: String
        public var what: String
        public var was: String
        public var now: String
        public var why: String
        public init(on: String, who: String, what: String, was: String, now: String, why: String) {
            self.on = on
            self.who = who
            self.what = what
            self.was = was
            self.now = now
            self.why = why
        }
    }

    public var title = ""
    public var options: [Option] = []
    public var criteria: [Criterion] = []
    public var scores: [Score] = []
    public var comparisons: [Comparison] = []
    public var dissent: [Dissent] = []
    public var changes: [Change] = []
    /// A comparison holds where stated and implied ratio differ by no more than this factor.
    public var tolerance = Rational.one
    /// The weight that must speak for an option before it outranks another.
    public var concordance = Rational.one
    /// A lag of this many points on any criterion forbids outranking.
    public var veto = Rational(whole: 101)
    /// Draws of the weights.
    public var draws = 1_000
    /// How far a swing may move in a draw: this share of itself, up or down.
    public var spread = Rational.zero

    public init() {}

    /// The criteria that are scored, in the tree's order.
    public var leaves: [Criterion] {
        func below(_ criteria: [Criterion]) -> [Criterion] {
            criteria.flatMap { $0.parts.isEmpty ? [$0] : below($0.parts) }
        }
        return below(criteria)
    }

    /// Names the first thing that keeps the sheet from being appraised.
    public func check() throws(AppraisalError) {
        if let first = problems.first { throw first }
    }

    /// Everything that keeps the sheet from being appraised, in the sheet's order.
    public var problems: [AppraisalError] {
        var found: [AppraisalError] = []
        func report(_ path: String, _ problem: String, _ advice: String) {
            found.append(.sheet(path: path, problem: problem, advice: advice))
        }
        if !(2...Self.mostOptions).contains(options.count) {
            report("options", "has \(options.count) entries", "give 2 to \(Self.mostOptions)")
        }
        for double in Self.doubles(options.map(\.id)) { report("options", "has “\(double)” twice", "rename one") }
        let leaves = leaves
        if !(1...Self.mostCriteria).contains(leaves.count) {
            report("criteria", "has \(leaves.count) criteria to score", "give 1 to \(Self.mostCriteria)")
        }
        for double in Self.doubles(Self.all(criteria).map(\.id)) {
            report("criteria", "has “\(double)” twice", "rename one")
        }
        for criterion in Self.all(criteria)
        where criterion.swing <= .zero || criterion.swing > Rational(whole: 1_000_000) {
            report("criteria.\(criterion.id).swing", "is \(criterion.swing)", "give a number above 0, up to 1000000")
        }
        let optionIDs = Set(options.map(\.id))
        let leafIDs = Set(leaves.map(\.id))
        let seen = reportScores(optionIDs, leafIDs, report)
        // Where options or criteria are in doubt, so is what they lack.
        if found.isEmpty {
            for option in options {
                for leaf in leaves where !seen.contains("\(option.id)\u{0}\(leaf.id)") {
                    report("scores", "has none of \(option.id) on \(leaf.id)", "add it")
                }
            }
        }
        for (place, entry) in comparisons.enumerated() {
            guard leafIDs.contains(entry.more), leafIDs.contains(entry.less), entry.times > .zero else {
                report("checks[\(place)]", "compares what is not scored", "name two leaves and a factor above 0")
                continue
            }
        }
        for (place, entry) in dissent.enumerated() {
            guard optionIDs.contains(entry.option), leafIDs.contains(entry.criterion), entry.score >= .zero,
                entry.score <= Rational(whole: 100)
            else {
                report("dissent[\(place)]", "names no score", "give option, criterion and a score from 0 to 100")
                continue
            }
        }
        return found
    }

    /// Reports what is wrong with single scores.
    ///
    /// - Returns: the pairs that are scored.
    private func reportScores(
        _ options: Set<String>, _ leaves: Set<String>, _ report: (String, String, String) -> Void
    ) -> Set<String> {
        var seen = Set<String>()
        for (place, score) in scores.enumerated() {
            let path = "scores[\(place)]"
            if !options.contains(score.option) {
                report("\(path).option", "“\(score.option)” is no option", "name one of the list")
            }
            if !leaves.contains(score.criterion) {
                report(
                    "\(path).criterion", "“\(score.criterion)” is no criterion that is scored",
                    "name a leaf of the tree")
            }
            if score.score < .zero || score.score > Rational(whole: 100) {
                report("\(path).score", "is \(score.score)", "give a number from 0 to 100")
            }
            if !seen.insert("\(score.option)\u{0}\(score.criterion)").inserted {
                report(path, "scores \(score.option) on \(score.criterion) again", "keep one")
            }
        }
        return seen
    }

    private static func all(_ criteria: [Criterion]) -> [Criterion] { criteria.flatMap { [$0] + all($0.parts) } }

    /// Each that stands more than once, once.
    private static func doubles(_ ids: [String]) -> [String] {
        var seen = Set<String>()
        var told = Set<String>()
        return ids.filter { !seen.insert($0).inserted && told.insert($0).inserted }
    }
}
