import Market

/// Smart and traditional sites: a steady base, and activity that follows the class's day, the site's own days and chance.
///
/// A half hour's energy is `annual / 17,520 × (base × m + (1 - base) × a × D × X)`, with m the base's flicker, a the
/// class's activity at that hour (mean 1), D the site's day (persistent, mean 1) and X a sticky gamma draw (mean 1).
final class ProfileModel: Sendable {
    let shape: ShapeModel
    let philox: Philox
    private let annualMedian: Int
    private let annualDeviation: Int
    private let regionFactors: [Int]
    let baseMean: Int
    private let baseDeviation: Int
    let dayDeviation: Int
    /// What keeps the mean of the days' factors at one: half the variance of the logarithm, Q16.
    let dayMean: Int
    let awayPerMillion: Int
    /// What absences leave of the days, Q16: activity is raised by its inverse, so that the annual energy stays.
    private let present: Int
    private let voidPerMillion: Int
    private let voidPerMille: Int
    let keepThreshold: UInt32
    private let fuses: [Int]
    /// The table of activity quantiles for each size of site: its place among `Tables.gammaShapes`.
    private let activities: [Int]
    /// Upper bounds of a site's activity against the median site's, per mille; one fewer than `activities`.
    private let activityBounds: Bounds
    /// How far habits depart from the class's day.
    let habitDeviation: Int
    /// How far the base swings to either side, Q8.
    let flicker: UInt32
    /// What normalises the shape's levels: their mean over a year without weather noise, times 16.
    let normaliser: [Int]
    let night: Night?
    /// The night load's share of the year's energy in each region, per mille.
    private let nightMean: [Int]

    /// The separate cheap-rate load of a multi-rate site.
    struct Night: Sendable {
        var start: Int
        var minutes: Int
        var jitter: Int
        var level: Int
        var cold: Int
        var fade: Int
        var spread: Int

        /// Per mille of the site's mean half hour, at a temperature in hundredths of a degree.
        func level(at temperature: Int) -> Int { max(0, level + cold * max(0, 1_550 - temperature) / 1_000) }
    }

    init(_ values: ParameterValues, philox: Philox) {
        self.philox = philox
        shape = ShapeModel(values)
        annualDeviation = values["annual_deviation_per_mille"]
        // The parameter is the median of all sites. Unoccupied ones lie at the bottom, so the occupied sites' own median
        // is where the class's half lies among them.
        let unoccupied = min(values["void_per_mille"], 499)
        let half = UInt32((500 - unoccupied) * Int(UInt32.max) / (1_000 - unoccupied))
        let above = FixedPoint.exponential(-FixedPoint.normal(half) * annualDeviation / 1_000)
        annualMedian = min(values["annual_median_wh"] * above / FixedPoint.one, Self.mostAnnual)
        regionFactors = values.list("region_per_mille")
        baseMean = values["base_per_mille"]
        baseDeviation = values["base_deviation_per_mille"]
        dayDeviation = values["day_deviation_per_mille"]
        // The slow part keeps three quarters of its variance on average between lattice points: 0.64 × 0.75 + 0.36.
        dayMean = dayDeviation * dayDeviation * 65_536 / 2_000_000 * 84 / 100
        awayPerMillion = values["away_per_mille"] * 1_000
        present = FixedPoint.one - Self.awayDays * awayPerMillion / 14 * 95 / 100 / 1_000_000
        voidPerMillion = values["void_per_mille"] * 1_000
        voidPerMille = values["void_energy_per_mille"]
        keepThreshold = UInt32(values["stickiness_per_mille"] * 256 / 1_000)
        fuses = values.list("fuse_amps")
        let shapes = values.list("activity_shape_hundredths")
        activities = shapes.map { Tables.gammaPlace(shape: $0) }
        activityBounds = Bounds(values.list("activity_size_per_mille").prefix(shapes.count - 1))
        habitDeviation = values["habit_deviation_per_mille"]
        // An even swing of one to either side has a deviation of 1/√3; Q8.
        flicker = UInt32(values["flicker_per_mille"] * 256 * 1_732 / 1_000_000)
        let night = values.list("night")
        self.night =
            night.isEmpty
            ? nil
            : Night(
                start: night[0], minutes: night[1], jitter: night[2], level: night[3], cold: night[4], fade: night[5],
                spread: night[6])
        normaliser = Self.normalise(shape)
        nightMean = self.night.map(Self.meanOfNight) ?? []
    }

    /// What a site may use in a year, Wh: the largest legal fuse lets through 3,000 A × 115 Wh × 17,520 = 6.04 GWh.
    static let mostAnnual = 10_000_000_000
    /// What a site's base, activity or night load may be in a half hour before its day is drawn, Wh Q16: 524 kWh, where
    /// that fuse lets 345 kWh through. Products with what a day and a half hour draw keep within their numbers then.
    static let mostHalfHour = 1 << 35

    /// Days of absence in a fortnight that has one, on average, Q16.
    private static let awayDays: Int = {
        var days = 0
        for start in 0..<13 {
            for length in 0..<7 { for more in 0..<7 { days += min(2 + length + more, 14 - start) } }
        }
        return days * FixedPoint.one / (13 * 49)
    }()

    /// Every fifth day of a year without weather, 2.85 degrees either side of the season's temperature: the mean of the
    /// two is nearly that over the weather's spread.
    private static func sampleDays(_ region: GSPGroup) -> [RegionDay] {
        // 2026-01-01 is day 20,454; five is prime to seven, so every day of the week comes up.
        (0..<73).flatMap { step in
            [-285, 285].map {
                RegionDay(region: region, day: UTCDay(number: 20_454 + 5 * step), weather: nil, warmer: $0)
            }
        }
    }

    /// The mean level over a year in each region, times 16.
    private static func normalise(_ shape: ShapeModel) -> [Int] {
        GSPGroup.allCases.map { region in
            var sum = 0
            var rows = [Int32](repeating: 0, count: 64 * shape.archetypeCount)
            let days = sampleDays(region)
            for day in days {
                shape.levels(day, into: &rows)
                for row in 0..<shape.archetypeCount {
                    let share = shape.archetypeShare(row)
                    for place in 0..<48 { sum += Int(rows[row * 64 + 8 + place]) * share }
                }
            }
            return max(sum * 16 / (48 * 1_000 * days.count), 1)
        }
    }

    /// The night load's share of the year's energy in each region, per mille.
    private static func meanOfNight(_ night: Night) -> [Int] {
        GSPGroup.allCases.map { region in
            let days = sampleDays(region)
            return days.reduce(0) { $0 + night.level(at: $1.temperatures.on) } * night.minutes / 1_440 / days.count
        }
    }

    /// What one site is.
    struct Traits: Sendable {
        /// Watt-hours a year on average, add-ons not counted.
        var annual = 0
        /// Base in a half hour, Wh Q16.
        var base = 0
        /// Activity in a half hour when a, D and X are one, Wh Q16.
        var active = 0
        /// Which of the tables of activity quantiles.
        var activity = 0
        var archetype = 0
        /// Which of the sixteen habits.
        var habit = 0
        /// Half hours by which the site lives later than its class, -2 to 2.
        var shift = 0
        var isVoid = false
        var fuseAmps = 0
        /// The start of the lattice of the site's days, 0 to 3.
        var phase = 0
        /// The start of the site's fortnights, 0 to 13.
        var fortnightPhase = 0
        /// Watt-hours in a half hour at the night load's full level, Q16; 0 without.
        var night = 0
        /// Minutes of the UTC day.
        var nightStart = 0
        var nightMinutes = 0
    }

    /// What the site with this MPAN body is.
    ///
    /// - Parameters:
    ///   - annual: Wh a year where the portfolio fixes it.
    ///   - hasNightLoad: false where storage heating stands in the place of the class's night load.
    func traits(subject: UInt64, region: GSPGroup, annual fixed: Int?, hasNightLoad: Bool) -> Traits {
        let (first, second, third, _) = philox.blocks(
            subject: subject, places: SIMD4(0, 1, 2, 3), purposes: SIMD4(repeating: Purpose.traits.rawValue))
        var made = Traits()
        write(
            TraitDraws(first: first, second: second, third: third), region: region, annual: fixed,
            hasNightLoad: hasNightLoad, to: &made)
        return made
    }

    /// Writes what the site with these draws is, a field at a time.
    func write(
        _ draws: TraitDraws, region: GSPGroup, annual fixed: Int?, hasNightLoad: Bool,
        to traits: UnsafeMutablePointer<Traits>
    ) {
        let (first, second, third) = (draws.first, draws.second, draws.third)
        let factor = regionFactors.isEmpty ? 1_000 : regionFactors[Int(region.rawValue)]
        let isVoid = fixed == nil && FixedPoint.happens(second.y, perMillion: voidPerMillion)
        let drawn =
            min(
                annualMedian * min(FixedPoint.lognormal(first.x, deviationPerMille: annualDeviation), 1 << 29)
                    / FixedPoint.one, Self.mostAnnual) * factor / 1_000
        let annual = (fixed ?? drawn) * (isVoid ? voidPerMille : 1_000) / 1_000
        let share = min(max(baseMean + FixedPoint.normal(first.y) * baseDeviation / FixedPoint.one, 100), 900)
        let halfHour = annual * FixedPoint.one / 17_520
        traits.pointee.annual = annual
        traits.pointee.archetype = shape.archetype(at: FixedPoint.below(1_000, first.w))
        traits.pointee.habit = Int(third.x & 15)
        traits.pointee.shift = Self.shift(first.z)
        traits.pointee.isVoid = isVoid
        traits.pointee.fuseAmps = fuses[FixedPoint.below(fuses.count, second.x)]
        traits.pointee.phase = Int(second.z & 3)
        traits.pointee.fortnightPhase = Int(second.z >> 2) % 14
        traits.pointee.night = 0
        var base = halfHour * (isVoid ? 1_000 : share) / 1_000
        guard !isVoid else {
            traits.pointee.base = min(base, Self.mostHalfHour)
            traits.pointee.active = 0
            traits.pointee.activity = 0
            return
        }
        var rest = 1_000 - share
        if let night, hasNightLoad {
            let own = FixedPoint.lognormal(second.w, deviationPerMille: night.spread)
            let spread = night.spread * night.spread * FixedPoint.one / 2_000_000
            let mean = nightMean[Int(region.rawValue)]
            // The mean multiple is one; a site's night load is at most seven tenths of its energy.
            let wanted = own * FixedPoint.one / FixedPoint.exponential(spread)
            let multiple = mean > 0 ? min(wanted, 700 * FixedPoint.one / mean) : 0
            base = base * max(1_000 - mean * multiple / FixedPoint.one, 0) / 1_000
            rest = rest * max(1_000 - mean * multiple / FixedPoint.one, 0) / 1_000
            traits.pointee.nightStart = night.start + FixedPoint.below(2 * night.jitter + 1, third.y) - night.jitter
            // A charge runs flat and drops out: over many sites, the fade of the class.
            let raised = 1_000 + night.fade / 2
            let whole = FixedPoint.below(FixedPoint.one, third.z) * raised / max(night.fade, 1)
            traits.pointee.nightMinutes = night.minutes * min(whole, FixedPoint.one) / FixedPoint.one
            traits.pointee.night = halfHour * multiple / FixedPoint.one * raised / 1_000
        }
        traits.pointee.night = min(traits.pointee.night, Self.mostHalfHour)
        traits.pointee.base = min(base, Self.mostHalfHour)
        traits.pointee.active = halfHour * rest / 1_000 * FixedPoint.one / present
        traits.pointee.active = min(traits.pointee.active, Self.mostHalfHour)
        let median = max(annualMedian * (1_000 - baseMean) / 1_000, 1)
        let size = annual * (1_000 - share) / 1_000 * 1_000 / median
        traits.pointee.activity = activities[activityBounds.place(of: size)]
    }

    /// Half hours by which a site lives later than its class, of sixteen equal chances: one for -2, three for -1, eight
    /// for 0, three for 1 and one for 2.
    private static func shift(_ bits: UInt32) -> Int {
        let chance = bits >> 28
        return (chance >= 1 ? 1 : 0) + (chance >= 4 ? 1 : 0) + (chance >= 12 ? 1 : 0) + (chance >= 15 ? 1 : 0) - 2
    }
}
