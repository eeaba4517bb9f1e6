import Kernel
import Market

/// The average day of an archetype of large site: bells and plateaus over the local clock, its kind of day, closures,
/// school terms, heating, cooling and lighting.
///
/// A level is in arbitrary units until it is divided by its mean over the year.
struct AdvancedShape: Sendable {
    static let plateauStride = 6
    static let variantStride = 5
    static let closureStride = 5

    private struct Plateau {
        var start: Int
        var end: Int
        var ramp: Int
        /// By `LocalDay.Kind`.
        var heights: [Int]
    }

    private struct Variant {
        var share: Int
        var opens: Int
        var closes: Int
        var saturday: Int
        var sunday: Int
    }

    /// What one local day is like for plateaus and bells: the kind of day and how much of the activity there is.
    private struct Plan {
        var kind: LocalDay.Kind
        var perMille: Int
    }

    private let bells: ShapeModel
    private let hasBells: Bool
    private let plateaus: [Plateau]
    private let variants: [Variant]
    private let closures: [(from: Int, to: Int, perMille: Int)]
    private let floor: Int
    private let keepsTerms: Bool
    private let outOfTerm: Int
    private let heating: Int
    private let cooling: Int
    private let coolingFrom: Int
    private let darkness: Int

    init(_ values: ParameterValues) {
        bells = ShapeModel(values)
        hasBells = !values.list("bumps").isEmpty
        floor = values["floor_per_mille"]
        plateaus = Self.rows(values, "plateaus", Self.plateauStride).map {
            Plateau(start: $0[0], end: $0[1], ramp: max($0[2], 1), heights: Array($0[3...5]))
        }
        let variants = Self.rows(values, "variants", Self.variantStride).map {
            Variant(share: $0[0], opens: $0[1], closes: $0[2], saturday: $0[3], sunday: $0[4])
        }
        self.variants =
            variants.isEmpty ? [Variant(share: 1_000, opens: 0, closes: 0, saturday: 1_000, sunday: 1_000)] : variants
        closures = Self.rows(values, "closures", Self.closureStride).map {
            ($0[0] * 100 + $0[1], $0[2] * 100 + $0[3], $0[4])
        }
        keepsTerms = values["school_terms"] == 1
        outOfTerm = values["out_of_term_per_mille"]
        heating = values["heating_per_mille_per_kelvin"]
        cooling = values["cooling_per_mille_per_kelvin"]
        coolingFrom = values["cooling_from_centidegrees"]
        darkness = values["darkness_per_mille"]
    }

    private static func rows(_ values: ParameterValues, _ name: String, _ stride: Int) -> [[Int]] {
        let list = values.list(name)
        return Swift.stride(from: 0, to: list.count, by: stride).map { Array(list[$0..<($0 + stride)]) }
    }

    /// One row for each archetype of the bells with each variant of the plateaus.
    var rowCount: Int { bells.archetypeCount * variants.count }

    /// The row of a site, from two even draws of 0 to 999.
    func row(archetypeAt archetype: Int, variantAt variant: Int) -> Int {
        var end = 0
        let place = variants.firstIndex { one in
            end += one.share
            return variant < end
        }
        return bells.archetype(at: archetype) * variants.count + (place ?? variants.count - 1)
    }

    /// Levels of a region's day in rows of 64, from place -8.
    func levels(_ day: RegionDay) -> [Int32] {
        var rows = [Int32](repeating: 0, count: rowCount * 64)
        var bellRows = [Int32](repeating: 0, count: bells.archetypeCount * 64)
        if hasBells { bells.levels(day, into: &bellRows) }
        let eve = LocalDay(day.localDays.before.date.adding(days: -1), region: day.region)
        let plans = [eve, day.localDays.before, day.localDays.on, day.localDays.after].map {
            plan($0, scottish: day.region.isScottish)
        }
        let cold = max(0, 1_550 - (day.temperatures.on * 2 + day.temperatures.before) / 3)
        for place in RegionDay.places {
            let clock = place + day.clockOffset(at: place)
            let date = clock < 0 ? 1 : clock >= 48 ? 3 : 2
            let minute = (clock + (2 - date) * 48) * 30 + 15
            let warm = max(0, day.temperature(at: place) - coolingFrom)
            let weather = 100_000 + heating * cold + cooling * warm
            let lit = 1_000 + darkness * day.darkness(at: place) / 1_000
            for (number, variant) in variants.enumerated() {
                let raised = height(variant, minute, today: plans[date], yesterday: plans[date - 1]) * lit / 1_000
                for archetype in 0..<bells.archetypeCount {
                    let bell = hasBells ? max(Int(bellRows[archetype * 64 + 8 + place]) - floor, 0) : 0
                    let level = floor * 16 + raised + bell * plans[date].perMille * 16 / 1_000
                    rows[(archetype * variants.count + number) * 64 + 8 + place] = Int32(
                        truncatingIfNeeded: max(level, 0) * weather / 100_000)
                }
            }
        }
        return rows
    }

    /// The plateaus' sum at a minute of the local day, in sixteenths. What began yesterday may run past midnight.
    private func height(_ variant: Variant, _ minute: Int, today: Plan, yesterday: Plan) -> Int {
        var sum = 0
        for plateau in plateaus {
            sum += part(plateau, variant, minute) * scale(plateau, variant, today)
            if plateau.end + variant.closes + plateau.ramp / 2 > 1_440 {
                sum += part(plateau, variant, minute + 1_440) * scale(plateau, variant, yesterday)
            }
        }
        return sum / 62_500
    }

    /// How much of a plateau stands at a minute, 0 to 1,000: straight ramps about its start and its end.
    private func part(_ plateau: Plateau, _ variant: Variant, _ minute: Int) -> Int {
        let up = minute - (plateau.start + variant.opens) + plateau.ramp / 2
        let down = plateau.end + variant.closes + plateau.ramp / 2 - minute
        return min(max(min(up, down), 0) * 1_000 / plateau.ramp, 1_000)
    }

    private func scale(_ plateau: Plateau, _ variant: Variant, _ plan: Plan) -> Int {
        let multiple =
            switch plan.kind {
            case .weekday: 1_000
            case .saturday: variant.saturday
            case .sunday: variant.sunday
            }
        return plateau.heights[plan.kind.rawValue] * multiple / 1_000 * plan.perMille
    }

    private func plan(_ day: LocalDay, scottish: Bool) -> Plan {
        let place = day.date.month * 100 + day.date.day
        var perMille = 1_000
        for closure in closures {
            let isWithin =
                closure.from <= closure.to
                ? (closure.from...closure.to).contains(place) : place >= closure.from || place <= closure.to
            if isWithin { perMille = min(perMille, closure.perMille) }
        }
        if keepsTerms, day.kind == .weekday, SchoolTerms.isHoliday(day.date, scottish: scottish) {
            perMille = min(perMille, outOfTerm)
        }
        return Plan(kind: day.kind, perMille: perMille)
    }

    /// The mean and the highest level of each row over a year of a region, at the season's temperature and with cold and
    /// warm spells: three points of the weather's spread, weighted to give its mean (a 3-point Gauss-Hermite rule for a
    /// deviation of 3 degrees).
    func extent(of region: GSPGroup) -> [(mean: Int, peak: Int)] {
        var sums = [Int](repeating: 0, count: rowCount)
        var peaks = sums
        for step in 0..<73 {
            // 2026-01-01 is day 20,454; five is prime to seven, so every day of the week comes up.
            let day = UTCDay(number: 20_454 + 5 * step)
            for (warmer, weight) in [(-520, 1), (0, 4), (520, 1)] {
                let rows = levels(RegionDay(region: region, day: day, weather: nil, warmer: warmer))
                for row in 0..<rowCount {
                    for place in (row * 64 + 8)..<(row * 64 + 56) {
                        sums[row] += Int(rows[place]) * weight
                        peaks[row] = max(peaks[row], Int(rows[place]))
                    }
                }
            }
        }
        return zip(sums, peaks).map { (max($0 / (73 * 48 * 6), 1), max($1, 1)) }
    }
}
