import Market

/// Smart and traditional sites: a steady base, and activity that follows the class's day, the site's own days and chance.
///
/// A half hour's energy is `annual / 17,520 × (base × m + (1 - base) × a × D × X)`, with m the base's flicker, a the
/// class's activity at that hour (mean 1), D the site's day (persistent, mean 1) and X a sticky gamma draw (mean 1).
struct ProfileModel: Sendable {
    let shape: ShapeModel
    private let philox: Philox
    private let annualMedian: Int
    private let annualDeviation: Int
    private let regionFactors: [Int]
    private let baseMean: Int
    private let baseDeviation: Int
    private let dayDeviation: Int
    private let awayPerMillion: Int
    private let voidPerMillion: Int
    private let voidPerMille: Int
    private let keepThreshold: UInt32
    private let fuses: [Int]
    /// Activity quantiles, Q10: 4,095 steps, a blank, 256 within the last step.
    let activity: [UInt16]
    /// The base's flicker, Q8, by 8 bits.
    let flicker: [UInt16]
    /// What normalises the shape's levels: their mean over a year without weather noise, times 16.
    private let normaliser: [Int]
    private let night: Night?

    /// The separate cheap-rate load of a multi-rate site.
    struct Night: Sendable {
        var start: Int
        var minutes: Int
        var jitter: Int
        var level: Int
        var cold: Int
        var fade: Int
        var spread: Int
    }

    init(_ values: ParameterValues, philox: Philox) {
        self.philox = philox
        shape = ShapeModel(values)
        annualMedian = values["annual_median_wh"]
        annualDeviation = values["annual_deviation_per_mille"]
        regionFactors = values.list("region_per_mille")
        baseMean = values["base_per_mille"]
        baseDeviation = values["base_deviation_per_mille"]
        dayDeviation = values["day_deviation_per_mille"]
        awayPerMillion = values["away_per_mille"] * 1_000
        voidPerMillion = values["void_per_mille"] * 1_000
        voidPerMille = values["void_energy_per_mille"]
        keepThreshold = UInt32(values["stickiness_per_mille"] * 256 / 1_000)
        fuses = values.list("fuse_amps")
        activity = Tables.gamma(shape: values["activity_shape_hundredths"])
        let flickerDeviation = values["flicker_per_mille"]
        flicker = (0..<256).map { step in
            let bits = UInt32(step) << 24 | 1 << 23
            // A lognormal's mean is its median times e^(σ²/2).
            let mean = -flickerDeviation * flickerDeviation * 65_536 / 2_000_000
            let place = FixedPoint.normal(bits) * flickerDeviation / 1_000 + mean
            return UInt16(truncatingIfNeeded: FixedPoint.exponential(place) * 256 / 65_536)
        }
        let night = values.list("night")
        self.night =
            night.isEmpty
            ? nil
            : Night(
                start: night[0], minutes: night[1], jitter: night[2], level: night[3], cold: night[4], fade: night[5],
                spread: night[6])
        normaliser = Self.normalise(shape)
    }

    /// The mean level over a year of each region, from every fifth day at the temperature of the season.
    private static func normalise(_ shape: ShapeModel) -> [Int] {
        GSPGroup.allCases.map { region in
            var sum = 0
            var count = 0
            var rows = [Int32](repeating: 0, count: 64 * shape.archetypeCount)
            for step in 0..<73 {
                // 2026-01-01 is day 20,454; five is prime to seven, so every day of the week comes up.
                let day = RegionDay(region: region, day: UTCDay(number: 20_454 + 5 * step), weather: nil)
                shape.levels(day, into: &rows)
                for row in 0..<shape.archetypeCount {
                    let share = shape.archetypeShare(row)
                    for place in 0..<48 { sum += Int(rows[row * 64 + 8 + place]) * share }
                }
                count += 48 * 1_000
            }
            return max(sum * 16 / count, 1)
        }
    }

    /// What one site is.
    struct Traits: Sendable {
        /// Watt-hours a year on average, add-ons not counted.
        var annual: Int
        /// Base in a half hour, Wh Q16.
        var base: Int
        /// Activity in a half hour when a, D and X are one, Wh Q16.
        var active: Int
        var archetype: Int
        /// Half hours by which the site lives later than its class, -2 to 2.
        var shift: Int
        var isVoid: Bool
        var fuseAmps: Int
        /// The start of the lattice of the site's days, 0 to 3.
        var phase: Int
        /// Watt-hours in a half hour at the night load's full level, Q16; 0 without.
        var night: Int
        var nightStart: Int
    }

    func traits(subject: UInt64, region: GSPGroup, annual fixed: Int?) -> Traits {
        let first = philox.block(.traits, subject: subject, at: 0)
        let second = philox.block(.traits, subject: subject, at: 1)
        let factor = regionFactors.isEmpty ? 1_000 : regionFactors[Int(region.rawValue) % regionFactors.count]
        let isVoid = FixedPoint.happens(second.y, perMillion: voidPerMillion)
        let drawn =
            annualMedian * FixedPoint.lognormal(first.x, deviationPerMille: annualDeviation) / FixedPoint.one * factor
            / 1_000
        let annual = (fixed ?? drawn) * (isVoid && fixed == nil ? voidPerMille : 1_000) / 1_000
        let share = min(max(baseMean + FixedPoint.normal(first.y) * baseDeviation / FixedPoint.one, 100), 900)
        let halfHour = annual * FixedPoint.one / 17_520
        let shift = FixedPoint.below(16, first.z)
        // -2 and 2 are half as likely as -1 and 1, and those as 0.
        let shifts = [-2, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 0]
        var traits = Traits(
            annual: annual, base: halfHour * (isVoid ? 1_000 : share) / 1_000,
            active: isVoid ? 0 : halfHour * (1_000 - share) / 1_000,
            archetype: shape.archetype(at: FixedPoint.below(1_000, first.w)), shift: shifts[shift], isVoid: isVoid,
            fuseAmps: fuses[FixedPoint.below(fuses.count, second.x)], phase: Int(second.z & 3), night: 0, nightStart: 0)
        if let night, !isVoid {
            let own = FixedPoint.lognormal(second.w, deviationPerMille: night.spread)
            traits.night = halfHour * own / FixedPoint.one
            let jitter = FixedPoint.below(2 * night.jitter + 1, second.z & ~3) - night.jitter
            traits.nightStart = night.start + jitter
        }
        return traits
    }

    /// Activity levels in Q12 of the mean for each archetype; then the night load's growth with cold, as a scalar.
    func classDay(_ day: RegionDay) -> ClassDay {
        var made = ClassDay(rows: shape.archetypeCount)
        shape.levels(day, into: &made.levels)
        let normal = normaliser[Int(day.region.rawValue)]
        for place in made.levels.indices {
            made.levels[place] = Int32(truncatingIfNeeded: Int(made.levels[place]) * 16 * 4_096 / normal)
        }
        if let night {
            let cold = max(0, 1_550 - day.temperatures.on)
            made.scalars = [max(0, night.level + night.cold * cold / 1_000)]
        }
        return made
    }

    /// Writes the site's demand on the day.
    func fill(
        _ traits: Traits, subject: UInt64, day: RegionDay, classDay: ClassDay, scratch: DayScratch
    ) {
        let number = day.day.number
        let dayFactor = traits.active == 0 ? 0 : dayFactor(traits, subject: subject, day: number)
        let active = UInt64((traits.active &* dayFactor) &>> 24)
        let base = UInt64(traits.base &>> 8)
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 192) { memory in
            guard let words = memory.baseAddress else { return }
            let levels = words + 64
            let sticky = words + 128
            ActivityDraws.words(philox, subject: subject, day: number, into: words)
            ActivityDraws.sticky(words, keep: keepThreshold, table: activity, levels: levels, into: sticky)
            flicker.withUnsafeBufferPointer { flicker in
                classDay.levels.withUnsafeBufferPointer { shape in
                    let row = traits.archetype * 64 + 8 - traits.shift
                    for place in 0..<48 {
                        let word = words[16 + place]
                        let level = UInt64(UInt32(bitPattern: shape[row + place])) &* UInt64(sticky[place])
                        // Q8 of watt-hours times Q12 times Q10, and Q8 times Q8 brought to the same Q30.
                        let moving = (active &* level) &>> 14
                        let steady = base &* UInt64(flicker[Int(word &>> 8 & 0xFF)])
                        scratch.demand[place] = Int32(truncatingIfNeeded: (moving &+ steady &+ 32_768) &>> 16)
                    }
                }
            }
        }
        if traits.night > 0 { addNight(traits, subject: subject, day: day, classDay: classDay, scratch: scratch) }
    }

    /// The site's day: away, or persistent noise of mean 1; Q16.
    private func dayFactor(_ traits: Traits, subject: UInt64, day: Int) -> Int {
        let cell = (day + traits.phase).flooredQuotient(by: 4)
        let place = UInt32(truncatingIfNeeded: cell)
        let before = philox.block(.dayState, subject: subject, at: place)
        let after = philox.block(.dayState, subject: subject, at: place &+ 1)
        if isAway(subject: subject, day: day) { return FixedPoint.one / 20 }
        let within = day + traits.phase - cell * 4
        let t = FixedPoint.smoothStep(within * FixedPoint.one / 4)
        let slow = FixedPoint.normal(before.x) + ((FixedPoint.normal(after.x) - FixedPoint.normal(before.x)) * t) >> 16
        // The rest of a day's change is its own: one of the three other words of the lattice block, or the next's.
        let own = FixedPoint.normal(
            within == 0 ? before.y : within == 1 ? before.z : within == 2 ? before.w : after.y ^ before.x)
        let deviate = (slow * 80 + own * 60) / 100
        let mean = dayDeviation * dayDeviation * 65_536 / 2_000_000 * 86 / 100
        return FixedPoint.exponential(deviate * dayDeviation / 1_000 - mean)
    }

    /// Absences of 2 to 14 days, at most one in each fortnight of the site's own count.
    private func isAway(subject: UInt64, day: Int) -> Bool {
        let shifted = day + Int(truncatingIfNeeded: subject % 14)
        let cell = shifted.flooredQuotient(by: 14)
        let draw = philox.block(.holidays, subject: subject, at: UInt32(truncatingIfNeeded: cell))
        guard FixedPoint.happens(draw.x, perMillion: awayPerMillion) else { return false }
        let start = FixedPoint.below(13, draw.y)
        let length = 2 + FixedPoint.below(7, draw.z) + FixedPoint.below(7, draw.w)
        let within = shifted - cell * 14
        return within >= start && within < start + length
    }

    /// Adds the cheap-rate load: full at its start, fading towards its end, whole minutes at both ends.
    private func addNight(
        _ traits: Traits, subject: UInt64, day: RegionDay, classDay: ClassDay, scratch: DayScratch
    ) {
        guard let night, let level = classDay.scalars.first, level > 0 else { return }
        for place in 0..<48 {
            // By the clock's minutes, in winter time: the switch does not know of summer time.
            let begins = place * 30
            var from = traits.nightStart
            if begins - from >= 1_440 - 30 { from += 1_440 }
            if from - begins > 720 { from -= 1_440 }
            let covered = min(begins + 30, from + night.minutes) - max(begins, from)
            guard covered > 0 else { continue }
            let middle = min(max(begins + 15 - from, 0), night.minutes)
            let fading = 1_000 + night.fade / 2 - night.fade * middle / night.minutes
            let energy = traits.night * level / 1_000 * fading / 1_000 * covered / 30
            scratch.demand[place] &+= Int32(truncatingIfNeeded: energy >> 16)
        }
    }
}

/// The words that a site's activity is drawn from, and what becomes of them.
enum ActivityDraws {
    /// The 32 bits of one half hour, by its address: the slow way that the fast one is tested against.
    ///
    /// Half hours go in sixteens. Block `4g + lane` serves the sixteen number g; its word w is that of the half hour
    /// `16g + 4w + lane`.
    static func word(_ philox: Philox, subject: UInt64, halfHour: Int) -> UInt32 {
        let group = halfHour.flooredQuotient(by: 16)
        let within = halfHour - group * 16
        let place = UInt32(truncatingIfNeeded: group * 4 + (within & 3))
        return philox.block(.activity, subject: subject, at: place)[within >> 2]
    }

    /// Words of the 16 half hours before a UTC day and its 48.
    static func words(_ philox: Philox, subject: UInt64, day: Int, into words: UnsafeMutablePointer<UInt32>) {
        let low = SIMD4<UInt64>(repeating: subject & 0xFFFF_FFFF)
        let high = SIMD4<UInt64>(repeating: subject >> 32)
        let purpose = SIMD4<UInt64>(repeating: UInt64(Purpose.activity.rawValue))
        let lanes = SIMD4<UInt64>(0, 1, 2, 3)
        var group = day * 3 - 1
        var target = UnsafeMutableRawPointer(words)
        for _ in 0..<4 {
            let place = UInt64(UInt32(truncatingIfNeeded: group &* 4))
            let drawn = philox.lanes(low, high, SIMD4(repeating: place) &+ lanes, purpose)
            target.storeBytes(of: SIMD4<UInt32>(truncatingIfNeeded: drawn.0), as: SIMD4<UInt32>.self)
            target.storeBytes(of: SIMD4<UInt32>(truncatingIfNeeded: drawn.1), toByteOffset: 16, as: SIMD4<UInt32>.self)
            target.storeBytes(of: SIMD4<UInt32>(truncatingIfNeeded: drawn.2), toByteOffset: 32, as: SIMD4<UInt32>.self)
            target.storeBytes(of: SIMD4<UInt32>(truncatingIfNeeded: drawn.3), toByteOffset: 48, as: SIMD4<UInt32>.self)
            target += 64
            group += 1
        }
    }

    /// The activity of each half hour of the day, Q10: the level drawn at the latest renewal among this half hour and
    /// the three before; where none renewed, the level of three half hours ago.
    static func sticky(
        _ words: UnsafeMutablePointer<UInt32>, keep: UInt32, table: [UInt16],
        levels: UnsafeMutablePointer<UInt32>, into sticky: UnsafeMutablePointer<UInt32>
    ) {
        table.withUnsafeBufferPointer { table in
            for place in 13..<64 {
                let word = words[place]
                let step = Int(word &>> 20)
                let at = step == 4_095 ? 4_096 + Int(word &>> 12 & 0xFF) : step
                levels[place] = UInt32(table[at])
            }
        }
        for place in 0..<48 {
            let at = place + 16
            var level = levels[at - 3]
            level = words[at - 2] & 0xFF >= keep ? levels[at - 2] : level
            level = words[at - 1] & 0xFF >= keep ? levels[at - 1] : level
            level = words[at] & 0xFF >= keep ? levels[at] : level
            sticky[place] = level
        }
    }
}
