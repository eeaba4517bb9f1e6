import Market

/// Smart and traditional sites: a steady base, and activity that follows the class's day, the site's own days and chance.
///
/// A half hour's energy is `annual / 17,520 × (base × m + (1 - base) × a × D × X)`, with m the base's flicker, a the
/// class's activity at that hour (mean 1), D the site's day (persistent, mean 1) and X a sticky gamma draw (mean 1).
final class ProfileModel: Sendable {
    let shape: ShapeModel
    private let philox: Philox
    private let annualMedian: Int
    private let annualDeviation: Int
    private let regionFactors: [Int]
    private let baseMean: Int
    private let baseDeviation: Int
    private let dayDeviation: Int
    /// What keeps the mean of the days' factors at one: half the variance of the logarithm, Q16.
    private let dayMean: Int
    private let awayPerMillion: Int
    /// What absences leave of the days, Q16: activity is raised by its inverse, so that the annual energy stays.
    private let present: Int
    private let voidPerMillion: Int
    private let voidPerMille: Int
    private let keepThreshold: UInt32
    private let fuses: [Int]
    /// Activity quantiles for each size of site, Q10: 4,095 steps, a blank, 256 within the last step.
    private let activities: [[UInt16]]
    /// Upper bounds of a site's activity against the median site's, per mille; one fewer than `activities`.
    private let activityBounds: [Int]
    /// Sixteen habits, rows of 128 factors in Q10.
    private let habits: [UInt32]
    /// How far the base swings to either side, Q8.
    let flicker: UInt32
    /// What normalises the shape's levels: their mean over a year without weather noise, times 16.
    private let normaliser: [Int]
    private let night: Night?
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
        annualMedian = values["annual_median_wh"] * above / FixedPoint.one
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
        activities = shapes.map { Tables.gamma(shape: $0) }
        activityBounds = Array(values.list("activity_size_per_mille").prefix(shapes.count - 1))
        habits = Tables.habits(deviationPerMille: values["habit_deviation_per_mille"])
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
        var annual: Int
        /// Base in a half hour, Wh Q16.
        var base: Int
        /// Activity in a half hour when a, D and X are one, Wh Q16.
        var active: Int
        /// Which of the model's activity tables.
        var activity: Int
        var archetype: Int
        /// Which of the sixteen habits.
        var habit: Int
        /// Half hours by which the site lives later than its class, -2 to 2.
        var shift: Int
        var isVoid: Bool
        var fuseAmps: Int
        /// The start of the lattice of the site's days, 0 to 3.
        var phase: Int
        /// The start of the site's fortnights, 0 to 13.
        var fortnightPhase: Int
        /// Watt-hours in a half hour at the night load's full level, Q16; 0 without.
        var night: Int
        /// Minutes of the UTC day.
        var nightStart: Int
        var nightMinutes: Int
    }

    /// What the site with this MPAN body is.
    ///
    /// - Parameters:
    ///   - annual: Wh a year where the portfolio fixes it.
    ///   - hasNightLoad: false where storage heating stands in the place of the class's night load.
    func traits(subject: UInt64, region: GSPGroup, annual fixed: Int?, hasNightLoad: Bool) -> Traits {
        let (first, second, third, _) = philox.blocks(
            subject: subject, places: SIMD4(0, 1, 2, 3), purposes: SIMD4(repeating: Purpose.traits.rawValue))
        let factor = regionFactors.isEmpty ? 1_000 : regionFactors[Int(region.rawValue)]
        let isVoid = fixed == nil && FixedPoint.happens(second.y, perMillion: voidPerMillion)
        let drawn =
            annualMedian * FixedPoint.lognormal(first.x, deviationPerMille: annualDeviation) / FixedPoint.one * factor
            / 1_000
        let annual = (fixed ?? drawn) * (isVoid ? voidPerMille : 1_000) / 1_000
        let share = min(max(baseMean + FixedPoint.normal(first.y) * baseDeviation / FixedPoint.one, 100), 900)
        let halfHour = annual * FixedPoint.one / 17_520
        var traits = Traits(
            annual: annual, base: halfHour * (isVoid ? 1_000 : share) / 1_000, active: 0, activity: 0,
            archetype: shape.archetype(at: FixedPoint.below(1_000, first.w)), habit: Int(third.x & 15),
            shift: Self.shifts[FixedPoint.below(16, first.z)], isVoid: isVoid,
            fuseAmps: fuses[FixedPoint.below(fuses.count, second.x)], phase: Int(second.z & 3),
            fortnightPhase: Int(second.z >> 2) % 14, night: 0, nightStart: 0, nightMinutes: 0)
        guard !isVoid else { return traits }
        var rest = 1_000 - share
        if let night, hasNightLoad {
            let own = FixedPoint.lognormal(second.w, deviationPerMille: night.spread)
            let spread = night.spread * night.spread * FixedPoint.one / 2_000_000
            let mean = nightMean[Int(region.rawValue)]
            // The mean multiple is one; a site's night load is at most seven tenths of its energy.
            let wanted = own * FixedPoint.one / FixedPoint.exponential(spread)
            let multiple = mean > 0 ? min(wanted, 700 * FixedPoint.one / mean) : 0
            traits.night = halfHour * multiple / FixedPoint.one
            traits.base = traits.base * max(1_000 - mean * multiple / FixedPoint.one, 0) / 1_000
            rest = rest * max(1_000 - mean * multiple / FixedPoint.one, 0) / 1_000
            traits.nightStart = night.start + FixedPoint.below(2 * night.jitter + 1, third.y) - night.jitter
            // A charge runs flat and drops out: over many sites, the fade of the class.
            let raised = 1_000 + night.fade / 2
            let whole = FixedPoint.below(FixedPoint.one, third.z) * raised / max(night.fade, 1)
            traits.nightMinutes = night.minutes * min(whole, FixedPoint.one) / FixedPoint.one
            traits.night = traits.night * raised / 1_000
        }
        traits.active = halfHour * rest / 1_000 * FixedPoint.one / present
        let median = max(annualMedian * (1_000 - baseMean) / 1_000, 1)
        let size = annual * (1_000 - share) / 1_000 * 1_000 / median
        traits.activity = activityBounds.firstIndex { size < $0 } ?? activityBounds.count
        return traits
    }

    /// Half hours by which sites live later than their class: -2 and 2 rarely, 0 mostly. Sixteen equal chances.
    private static let shifts = [-2, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2]

    /// Activity levels in Q12 of the mean for each archetype, a row of what is expected over all of them; then the night load's growth with cold, as a scalar.
    func classDay(_ day: RegionDay) -> ClassDay {
        var made = ClassDay(rows: shape.archetypeCount + 1)
        shape.levels(day, into: &made.levels)
        let normal = normaliser[Int(day.region.rawValue)]
        for place in made.levels.indices {
            made.levels[place] = Int32(min(Int(made.levels[place]) * 16 * 4_096 / normal, 1 << 18))
        }
        for place in 8..<56 {
            let active = (0..<shape.archetypeCount).reduce(0) { sum, row in
                sum + Int(made.levels[row * 64 + place]) * shape.archetypeShare(row)
            }
            let level = (baseMean * 4_096 + (1_000 - baseMean) * active / 1_000) / 1_000
            made.levels[shape.archetypeCount * 64 + place] = Int32(clamping: max(level, 0))
        }
        if let night { made.scalars = [night.level(at: day.temperatures.on)] }
        return made
    }

    /// What a site is expected to use at a place of the day, against the mean half hour, in Q12: base and the activity of
    /// all ways of living, without chance.
    func expectedLevel(_ shared: ClassDay, at place: Int) -> Int {
        Int(shared.levels[shape.archetypeCount * 64 + 8 + place])
    }

    /// Writes the site's demand on the day.
    func fill(
        _ traits: Traits, subject: UInt64, day: RegionDay, classDay: ClassDay, scratch: DayScratch
    ) {
        let number = day.day.number
        let dayFactor = traits.active == 0 ? 0 : dayFactor(traits, subject: subject, day: number)
        let active = UInt64((traits.active &* dayFactor) &>> 24)
        let base = UInt64(traits.base &>> 8)
        withUnsafeTemporaryAllocation(byteCount: 512, alignment: 16) { memory in
            guard let words = memory.baseAddress else { return }
            ActivityDraws.words(philox, subject: subject, day: number, into: words)
            ActivityDraws.levels(words, table: activities[traits.activity], into: words + 256)
            // By the clock of the day's end: on the two days of a change the habit of the first hour is an hour off.
            let habit = traits.habit * 128 + 40 + day.clockOffsets.after - traits.shift
            classDay.levels.withUnsafeBytes { shape in
                habits.withUnsafeBytes { habits in
                    guard let shape = shape.baseAddress, let habits = habits.baseAddress else { return }
                    ActivityDraws.energies(
                        words: words, levels: words + 256,
                        shape: shape + 4 * (traits.archetype * 64 + 8 - traits.shift), habit: habits + 4 * habit,
                        keep: keepThreshold, active: active, base: base, flicker: flicker, into: scratch.demand)
                }
            }
        }
        if traits.night > 0 { addNight(traits, classDay: classDay, scratch: scratch) }
    }

    /// The site's day: away, or persistent noise of mean 1; Q16.
    private func dayFactor(_ traits: Traits, subject: UInt64, day: Int) -> Int {
        let cell = (day + traits.phase).flooredQuotient(by: 4)
        let place = UInt32(truncatingIfNeeded: cell)
        let fortnight = (day + traits.fortnightPhase).flooredQuotient(by: 14)
        let (before, after, absence, _) = philox.blocks(
            subject: subject, places: SIMD4(place, place &+ 1, UInt32(truncatingIfNeeded: fortnight), 0),
            purposes: Self.dayPurposes)
        if FixedPoint.happens(absence.x, perMillion: awayPerMillion),
            Self.isAway(absence, within: day + traits.fortnightPhase - fortnight * 14)
        {
            return FixedPoint.one / 20
        }
        let within = day + traits.phase - cell * 4
        let t = FixedPoint.smoothStep(within * FixedPoint.one / 4)
        let (from, to) = (FixedPoint.normal(before.x), FixedPoint.normal(after.x))
        let slow = from + ((to - from) * t) >> 16
        // The rest of a day's change is its own: a word of the lattice block that no other day of the four uses.
        let own = within == 0 ? before.y : within == 1 ? before.z : within == 2 ? before.w : after.y ^ before.x
        let deviate = (slow * 80 + FixedPoint.normal(own) * 60) / 100
        return FixedPoint.exponential(deviate * dayDeviation / 1_000 - dayMean)
    }

    private static let dayPurposes = SIMD4(
        Purpose.dayState.rawValue, Purpose.dayState.rawValue, Purpose.holidays.rawValue, Purpose.holidays.rawValue)

    /// Absences of 2 to 14 days, at most one in each fortnight of the site's own count.
    private static func isAway(_ draw: Philox.Block, within: Int) -> Bool {
        let start = FixedPoint.below(13, draw.y)
        let length = 2 + FixedPoint.below(7, draw.z) + FixedPoint.below(7, draw.w)
        return within >= start && within < start + length
    }

    /// Adds the cheap-rate load: flat from its start until it drops out, whole minutes at both ends.
    private func addNight(_ traits: Traits, classDay: ClassDay, scratch: DayScratch) {
        guard let level = classDay.scalars.first, level > 0 else { return }
        let energy = traits.night * level / 1_000
        // Minutes UTC: the switch does not know of summer time. A window may begin on the day before.
        for start in [traits.nightStart, traits.nightStart - 1_440, traits.nightStart + 1_440] {
            let end = start + traits.nightMinutes
            guard end > max(start, 0), start < 1_440 else { continue }
            for place in (max(start, 0) / 30)...((min(end, 1_440) - 1) / 30) {
                let covered = min(place * 30 + 30, end) - max(place * 30, start)
                if covered > 0 { scratch.demand[place] &+= Int32(truncatingIfNeeded: (energy * covered / 30) >> 16) }
            }
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

    /// Words of the 16 half hours before a UTC day and its 48, in order.
    @inline(__always)
    static func words(_ philox: Philox, subject: UInt64, day: Int, into words: UnsafeMutableRawPointer) {
        let low = SIMD4<UInt64>(repeating: subject & 0xFFFF_FFFF)
        let high = SIMD4<UInt64>(repeating: subject >> 32)
        let purpose = SIMD4<UInt64>(repeating: UInt64(Purpose.activity.rawValue))
        let lanes = SIMD4<UInt64>(0, 1, 2, 3)
        // Places stay far from 2^32, so the lanes of a group never wrap apart.
        let first = UInt64(UInt32(truncatingIfNeeded: (day &* 3 &- 1) &* 4))
        for group in 0..<4 {
            let places = SIMD4(repeating: first &+ UInt64(group &* 4)) &+ lanes
            let drawn = philox.lanes(low, high, places, purpose)
            let target = words + group &* 64
            target.storeBytes(of: SIMD4<UInt32>(truncatingIfNeeded: drawn.0), as: SIMD4<UInt32>.self)
            target.storeBytes(of: SIMD4<UInt32>(truncatingIfNeeded: drawn.1), toByteOffset: 16, as: SIMD4<UInt32>.self)
            target.storeBytes(of: SIMD4<UInt32>(truncatingIfNeeded: drawn.2), toByteOffset: 32, as: SIMD4<UInt32>.self)
            target.storeBytes(of: SIMD4<UInt32>(truncatingIfNeeded: drawn.3), toByteOffset: 48, as: SIMD4<UInt32>.self)
        }
    }

    /// Looks up the activity (Q10) of the three half hours before the day and its 48, at places 13 to 63.
    @inline(__always)
    static func levels(_ words: UnsafeMutableRawPointer, table: [UInt16], into levels: UnsafeMutableRawPointer) {
        let words = words.assumingMemoryBound(to: UInt32.self)
        let levels = levels.assumingMemoryBound(to: UInt32.self)
        table.withUnsafeBufferPointer { table in
            for place in 13..<64 {
                let word = words[place]
                let step = Int(word &>> 20)
                let at = step == 4_095 ? 4_096 + Int((word &>> 12) & 0xFF) : step
                levels[place] = UInt32(table[at])
            }
        }
    }

    /// Writes the day's 48 energies in watt-hours, eight at a time.
    ///
    /// The activity of a half hour is the level drawn at the latest renewal among it and the three before; where none
    /// renewed, the level of three half hours ago. A renewal is a low byte of the word of `keep` or more. The base
    /// flickers by the next byte, evenly to either side.
    ///
    /// - Parameters:
    ///   - shape: 48 levels of the class's activity (Q12, below 2^15), perhaps unaligned.
    ///   - habit: 48 factors of the site's habit (Q10, below 2^13), perhaps unaligned.
    ///   - active: Wh in a half hour at level one (Q8, below 2^32).
    ///   - base: Wh in a half hour (Q8, below 2^32).
    ///   - flicker: how far the base swings, Q8.
    @inline(__always)
    static func energies(
        words: UnsafeMutableRawPointer, levels: UnsafeMutableRawPointer, shape: UnsafeRawPointer,
        habit: UnsafeRawPointer, keep: UInt32,
        active: UInt64, base: UInt64, flicker: UInt32, into demand: UnsafeMutablePointer<Int32>
    ) {
        typealias Lanes = SIMD8<UInt32>
        let bytes = Lanes(repeating: 0xFF)
        let kept = Lanes(repeating: keep)
        let low = SIMD4<UInt64>(repeating: 0xFFFF_FFFF)
        let (active, base) = (SIMD4<UInt64>(repeating: active), SIMD4<UInt64>(repeating: base))
        let half = SIMD4<UInt64>(repeating: 32_768)
        // m = 256 + (2 × byte - 255) × flicker / 256, kept above zero by adding first.
        let (one, swing) = (Lanes(repeating: 65_536 &- 255 &* flicker), Lanes(repeating: 2 &* flicker))
        for eight in 0..<6 {
            let at = 64 + eight * 32
            let word = words.loadUnaligned(fromByteOffset: at, as: Lanes.self)
            var level = levels.loadUnaligned(fromByteOffset: at - 12, as: Lanes.self)
            for back in stride(from: 8, through: 0, by: -4) {
                let renewed = (words.loadUnaligned(fromByteOffset: at - back, as: Lanes.self) & bytes) .>= kept
                level.replace(with: levels.loadUnaligned(fromByteOffset: at - back, as: Lanes.self), where: renewed)
            }
            let shaped = shape.loadUnaligned(fromByteOffset: eight * 32, as: Lanes.self)
            // A shape of under 2^19 times a habit of under 2^13 fits. Held below sixteen times the mean, the product with
            // a level of under 2^16 fits too.
            let own = (shaped &* habit.loadUnaligned(fromByteOffset: eight * 32, as: Lanes.self)) &>> 10
            level &*= pointwiseMin(own, Lanes(repeating: 65_535))
            let flickered = (one &+ ((word &>> 8) & bytes) &* swing) &>> 8
            // Q8 of watt-hours times Q12 times Q10, brought to the Q16 of Q8 times Q8; even and odd lanes apart.
            let (levelPairs, flickerPairs) = (
                unsafeBitCast(level, to: SIMD4<UInt64>.self), unsafeBitCast(flickered, to: SIMD4<UInt64>.self)
            )
            let even =
                (((levelPairs & low) &* active) &>> 14 &+ (flickerPairs & low) &* base &+ half) &>> 16
            let odd =
                (((levelPairs &>> 32) &* active) &>> 14 &+ (flickerPairs &>> 32) &* base &+ half) &>> 16
            UnsafeMutableRawPointer(demand).storeBytes(
                of: even | odd &<< 32, toByteOffset: eight * 32, as: SIMD4<UInt64>.self)
        }
    }
}
