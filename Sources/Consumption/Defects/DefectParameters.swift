import Market

/// What each kind of defect can be told, besides rate, scope and variant.
enum DefectParameters {
    static let mostDays = 60

    /// The parameters of a kind, with its defaults.
    static func values(of kind: DefectKind) -> ParameterValues {
        let given = all(of: kind)
        return ParameterValues(
            specs: given.map(\.spec), defaults: Dictionary(uniqueKeysWithValues: given.map { ($0.spec.name, $0.value) })
        )
    }

    private struct Given {
        var spec: ParameterSpec
        var value: [Int]
    }

    private static func one(
        _ name: String, _ value: Int, _ unit: String, _ range: ClosedRange<Int>, _ meaning: String
    ) -> Given { Given(spec: ParameterSpec(name, unit: unit, range: range, meaning: meaning), value: [value]) }

    private static func list(
        _ name: String, _ value: [Int], _ unit: String, _ range: ClosedRange<Int>, _ meaning: String
    ) -> Given {
        Given(spec: ParameterSpec(list: name, unit: unit, range: range, stride: 1, meaning: meaning), value: value)
    }

    /// Geometric lengths: each further unit is as likely as the last, until the most.
    private static func halfHours(mean: Int, most: Int) -> [Given] {
        [
            one("length_mean", mean, "half hours", 1...2_880, "Mean of the geometric distribution of lengths."),
            one("length_most", most, "half hours", 1...2_880, "The longest; a longer draw is cut to it."),
        ]
    }

    private static func days(mean: Int, most: Int) -> [Given] {
        [
            one("length_mean_days", mean, "days", 1...mostDays, "Mean of the geometric distribution of lengths."),
            one("length_most_days", most, "days", 1...mostDays, "The longest; a longer draw is cut to it."),
        ]
    }

    private static func start(_ period: Int) -> Given {
        one("start_period", period, "UTC period", 0...48, "The half hour of the day in which it starts; 0 for any.")
    }

    private static func all(of kind: DefectKind) -> [Given] {
        switch kind {
        case .missing:
            // A published look at four homes found gaps of up to 33.5 hours: 67 half hours.
            return [
                start(0),
                one("whole_days_per_mille", 50, "per mille", 0...1_000, "Gaps that are whole UTC days."),
            ] + halfHours(mean: 4, most: 67) + days(mean: 1, most: 3)
        case .estimated:
            return [
                start(0), one("reason", 1, "number", 0...99, "The estimation reason that the answer key states."),
            ] + halfHours(mean: 12, most: 96)
        case .spike: return spike
        case .negative: return [start(0)] + halfHours(mean: 1, most: 1)
        case .stuck: return [start(0)] + days(mean: 3, most: 14)
        case .zero: return [start(1)] + days(mean: 7, most: 28)
        case .drift:
            return [
                start(0), one("minutes_least", 5, "minutes", 1...720, "The smallest drift."),
                one("minutes_most", 90, "minutes", 1...720, "The largest drift; each from least to most is as likely."),
            ] + days(mean: 7, most: 28)
        case .localAsUTC: return days(mean: 1, most: 7)
        case .endStamped: return [start(1)] + days(mean: 2, most: 14)
        case .unit: return [start(1)] + days(mean: 1, most: 7)
        case .channel: return [start(1)] + days(mean: 7, most: 28)
        case .energisation: return [start(1)] + days(mean: 14, most: 28)
        case .wrongMPAN: return days(mean: 1, most: 3)
        case .truncation: return days(mean: 1, most: 1)
        default: return others(kind)
        }
    }

    private static let spike: [Given] =
        [
            start(0), one("factor_least", 10, "times", 2...1_000_000, "The smallest factor."),
            one("factor_most", 1_000, "times", 2...1_000_000, "The largest; each from least to most is as likely."),
            // Three phases of 100 A at 230 V for half an hour.
            one("limit_wh", 34_500, "Wh", 1...1_000_000_000, "What `over-limit` adds to the true value."),
        ] + halfHours(mean: 1, most: 1)

    private static func others(_ kind: DefectKind) -> [Given] {
        switch kind {
        case .multiplier:
            return [
                start(1),
                list(
                    "ratios", [20, 40, 60, 80, 100, 120, 160, 200, 240, 300], "times", 2...100_000,
                    "Current-transformer ratios, equally likely, where the site's own is not known."),
                list(
                    "pulse_per_mille", [100, 500, 2_000, 10_000], "per mille", 1...1_000_000,
                    "What a wrong pulse multiplier makes of a value, equally likely."),
            ] + days(mean: 14, most: 28)
        case .late:
            return [
                one(
                    "later_per_mille", 300, "per mille", 0...1_000,
                    "Chance of each batch after the first late one, up to the last.")
            ] + days(mean: 1, most: 1)
        case .duplicate:
            return [
                one("batches_later", 0, "batches", 0...50, "How many batches after the first copy the second comes."),
                one("deviation_least", 50, "per mille", 1...100_000, "`different`: the smallest deviation."),
                one("deviation_most", 200, "per mille", 1...100_000, "`different`: the largest deviation."),
            ] + days(mean: 1, most: 1)
        case .order:
            return [
                one("rows_most", 3, "rows", 1...366, "`days`: the most later rows of the MPAN that go before the row.")
            ] + days(mean: 1, most: 1)
        case .register:
            return [
                start(0),
                one("digits", 5, "digits", 1...9, "Digits of the register before it loses any."),
                one("digits_lost", 1, "digits", 1...8, "`few-digits`: leading digits that are not given."),
            ]
        case .precision:
            return [
                one("all_values", 0, "0 or 1", 0...1, "1: every value of the row; 0: one, drawn.")
            ] + days(mean: 1, most: 1)
        case .quality:
            return [
                start(1),
                one("impossible_index", 255, "index", 38...255, "`impossible`: a place beyond the list of codes."),
                // EA codes are the advanced data service's and E0 to E9 the smart one's, so far as is established.
                list("codes_for_smart", [25, 36], "index", 0...37, "`other-segment`: codes given to smart sites."),
                list("codes_for_advanced", [2, 9], "index", 0...37, "`other-segment`: codes given to advanced sites."),
                list("codes_for_unmetered", [2, 36], "index", 0...37, "`other-segment`: codes given to unmetered."),
            ] + halfHours(mean: 48, most: 48)
        default: return []
        }
    }
}
