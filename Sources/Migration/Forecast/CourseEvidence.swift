/// Ways in which a programme may go on, and how probable each is after what the industry did so far.
///
/// Each way says what a week's volume should be after the weeks before it; the one that said it better is the more
/// probable (Bayes' rule, over a grid of scatter and drift). Before there is much progress the probabilities are those of
/// the settings. What is left to one is that attainment stays where it is.
struct CourseEvidence {
    /// The probability that units keep their pace, whatever the plan says.
    private(set) var pace = 0.0
    /// The probability that attainment goes back, in some months, to what is usual of a plan.
    private(set) var returns = 0.0
    /// The probability that attainment goes on rising or falling as it does now.
    private(set) var trend = 0.0
    /// How much it then rises in a week, as a share of itself: mean and standard deviation.
    private(set) var slope = (mean: 0.0, spread: 0.0)

    init() {}

    /// What of the evidence counts: weeks that follow each other are alike, and none of the ways is the whole truth.
    private static let trust = 0.5
    /// The part of the futures in which the evidence is not believed at all, at first; half as much after half a year.
    private static let doubt = 0.15

    private struct Week {
        let actual: Double
        /// How much more a week of little volume scatters, as variance.
        let unrest: Double
        /// What the plan, and what an even pace, had for the week; MPANs.
        let planned: Double
        let even: Double
    }

    init(_ model: AttainmentModel) {
        let settings = model.book.question.settings
        let usual = settings[ForecastParameters.attainment].fraction
        let spread = max(settings[ForecastParameters.attainmentSpread].fraction, 0.02)
        let weeks = Self.weeks(model)
        // A level that stays is near the usual one from the start. One that only begins where it is, or that knows no
        // plan, may begin anywhere: so a start far from the plan speaks for these.
        let stays = Self.answer(weeks, Filter(level: usual, variance: spread * spread))
        let anywhere = Filter(level: usual, variance: 4 * spread * spread)
        let even = Self.answer(weeks, anywhere, isEven: true)
        let back = Self.answer(weeks, anywhere, backs: [1.0 / 8, 1.0 / 20])
        let rises = Self.answer(weeks, anywhere, turns: [0.004, 0.012])
        let evidence = [stays, even, back, rises].map { $0.evidence * Self.trust }
        let most = evidence.reduce(-Double.infinity, max)
        var priors = [
            ForecastParameters.paceShare, ForecastParameters.returnShare, ForecastParameters.trendShare,
        ].map { settings[$0].fraction }
        priors.insert(max(1 - priors.reduce(0, +), 0), at: 0)
        let whole = priors.reduce(0, +)
        let weights = zip(priors, evidence).map { $0 / whole * SteadyMath.exp($1 - most) }
        let sum = weights.reduce(0, +)
        guard sum > 0 else { return }
        let doubt = Self.doubt * 26 / Double(26 + weeks.count)
        let shares = zip(weights, priors).map { (1 - doubt) * $0 / sum + doubt * $1 / whole }
        (pace, returns, trend) = (shares[1], shares[2], shares[3])
        slope = rises.slope
    }

    /// The industry's weeks that count, from the first with progress.
    private static func weeks(_ model: AttainmentModel) -> [Week] {
        let all = model.edges.indices.map { model.industry($0) }
        let counted = all.indices.filter { !model.isOutage[$0] && all[$0].planned > 0 }
        guard let first = counted.first(where: { all[$0].actual > 0 }) else { return [] }
        let used = counted.filter { $0 >= first }
        let open = used.map { model.openDays($0) }
        let volume = used.reduce(0) { $0 + all[$1].planned }
        let days = open.reduce(0, +)
        guard days > 0 else { return [] }
        return zip(used, open).compactMap { week, open in
            open > 0 && all[week].planned > 0.02 * volume / Double(used.count)
                ? Week(
                    actual: all[week].actual,
                    unrest: min(max(volume / Double(used.count) / all[week].planned, 1), 20),
                    planned: all[week].planned, even: volume / days * open) : nil
        }
    }

    /// Level and slope seen through noise (Kalman filter of two states).
    private struct Filter {
        var level: Double
        var variance: Double
        var slope = 0.0
        var slopeVariance = 0.0
        var covariance = 0.0
        var evidence = 0.0

        init(level: Double, variance: Double) {
            self.level = level
            self.variance = variance
        }

        mutating func see(_ ratio: Double, noise: Double, exposure: Double) {
            let deviation = (variance + noise).squareRoot()
            let error = ratio - level
            let standard = error / deviation
            // Heavy tails: a far miss counts like one of three and a half deviations.
            evidence -= 0.5 * min(standard * standard, 12) + SteadyMath.log(deviation * exposure)
            let step = min(max(error, -3 * deviation), 3 * deviation)
            let gain = variance / (variance + noise)
            let slopeGain = covariance / (variance + noise)
            level += gain * step
            slope += slopeGain * step
            slopeVariance -= slopeGain * covariance
            covariance *= 1 - gain
            variance *= 1 - gain
        }

        mutating func goOn(drift: Double, turn: Double, back: Double, towards: Double) {
            level += slope
            variance += 2 * covariance + slopeVariance + drift * drift
            covariance += slopeVariance
            slopeVariance += turn * turn
            if back > 0 {
                level += back * (towards - level)
                variance *= (1 - back) * (1 - back)
            }
        }
    }

    /// The logarithm of the probability of the weeks over all sizes of scatter and drift, and the slope they end with.
    private static func answer(
        _ weeks: [Week], _ start: Filter, isEven: Bool = false, backs: [Double] = [0], turns: [Double] = [0]
    ) -> (evidence: Double, slope: (mean: Double, spread: Double)) {
        var ends: [Filter] = []
        for scatter in [0.03, 0.06, 0.12, 0.24] {
            for drift in [0.01, 0.03, 0.07, 0.15] {
                for back in backs {
                    for turn in turns {
                        var filter = start
                        if turn > 0 { filter.slopeVariance = 0.03 * 0.03 }
                        for week in weeks {
                            let exposure = isEven ? week.even : week.planned
                            filter.see(
                                week.actual / exposure, noise: scatter * scatter * week.unrest, exposure: exposure)
                            filter.goOn(drift: drift, turn: turn, back: back, towards: start.level)
                        }
                        ends.append(filter)
                    }
                }
            }
        }
        let most = ends.reduce(-Double.infinity) { max($0, $1.evidence) }
        var (sum, first, second) = (0.0, 0.0, 0.0)
        for end in ends {
            let weight = SteadyMath.exp(end.evidence - most)
            let level = max(end.level, 0.05)
            let slope = end.slope / level
            sum += weight
            first += weight * slope
            second += weight * (slope * slope + end.slopeVariance / (level * level))
        }
        let mean = first / sum
        return (
            most + SteadyMath.log(sum / Double(ends.count)),
            (mean, max(second / sum - mean * mean, 0).squareRoot())
        )
    }
}
