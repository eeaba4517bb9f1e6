import Market

/// Large sites, by archetype: a maximum demand, a load factor, and a day that follows the archetype's.
///
/// A half hour's energy is `annual / 17,520 × (b + (1 - b) × L × D × X)`, bent so that it stays below the maximum demand:
/// L is the archetype's level at that hour (mean 1 over a year), D the site's day and X persistent noise (both of mean
/// 1), b a steady share. Where the load factor asks for a flatter year than the archetype's, b rises; where it asks for a
/// peakier one, D and X spread wider, so that the average of many sites stays the archetype's.
final class AdvancedModel: Sendable {
    /// What one site is.
    struct Traits: Sendable {
        /// Watt-hours a year on average.
        var annual: Int
        /// The highest half hour's demand that the site comes near, in watts.
        var maximumDemand: Int
        /// Annual mean against maximum demand, in per mille.
        var loadFactor: Int
        var isWholeCurrent: Bool
        var row: Int
        /// Half hours by which the site lives later than its archetype.
        var shift: Int
        /// The start of the lattices of the site's days (four days) and of its noise (four half hours).
        var phase: Int
        /// Steady energy of a half hour, Wh Q8.
        var base: Int
        /// Varying energy of a half hour when L, D and X are one, Wh Q8.
        var active: Int
        /// The place of the site's spread among `Self.spreads`.
        var spread: Int
        /// Where bending starts, and how far it may rise above, in Wh Q8.
        var knee: Int
        var room: Int
        var reactive: ReactivePower
    }

    /// Multiples of the archetype's own spread, in Q8: what a site's D and X may have.
    private static let spreads = (0..<48).map { 256 + 48 * $0 }

    /// What an empty list stands for.
    private static let fallback = AdvancedParameters.common.merging(["load_factor_per_mille": [300, 400]]) { $1 }

    let shape: AdvancedShape
    private let philox: Philox
    /// What a site draws from, looked up by name once and not for every site.
    private let loadFactors: [Int]
    private let wholeCurrentPerMillion: Int
    private let overcorrectedPerMillion: Int
    private let shifts: Int
    private let kneePerMille: Int
    /// Median and spread of the maximum demand, its least and its most, with a meter of whole current and without.
    private let wholeCurrentSizes: [Int]
    private let transformerSizes: [Int]
    private let powerFactors: [Int]
    private let dayDeviation: Int
    /// Mean and highest level by row: England and Wales, Scotland.
    private let extents: [[(mean: Int, peak: Int)]]
    /// The multiple of the mean that a year's noise reaches, by spread, in per mille.
    private let reaches: [Int]
    /// X in Q12, 256 steps of a thirty-second of a deviation, by spread.
    private let noise: [UInt16]
    /// Normal quantiles at 256 places, in thirty-seconds of a deviation.
    private let deviates: [Int32]
    /// Weights of smooth and of fresh noise, Q8.
    private let smooth: Int32
    private let fresh: Int32

    init(_ siteClass: SiteClass, _ values: ParameterValues, philox: Philox) {
        self.philox = philox
        func list(_ name: String) -> [Int] { values.numbers(name, or: Self.fallback) }
        loadFactors = list("load_factor_per_mille")
        wholeCurrentPerMillion = values["whole_current_per_mille"] * 1_000
        overcorrectedPerMillion = values["overcorrected_per_mille"] * 1_000
        shifts = values["shift_half_hours"]
        kneePerMille = values["knee_per_mille"]
        wholeCurrentSizes = list("whole_current_demand_w")
        transformerSizes = list("maximum_demand_w")
        powerFactors = list("power_factor_per_mille")
        shape = AdvancedShape(values)
        let noiseDeviation = values["noise_per_mille"]
        let dayDeviation = values["day_deviation_per_mille"]
        self.dayDeviation = dayDeviation
        // The day is made of the middle of each half: towns at the latitudes of Birmingham and Glasgow.
        extents = [shape.extent(of: .e), shape.extent(of: .n)]
        noise = Self.spreads.flatMap { spread in
            (0..<256).map { step in
                let deviation = noiseDeviation * spread / 256
                let place = (step - 128) * 2_048 * deviation / 1_000 - deviation * deviation * 65_536 / 2_000_000
                return UInt16(truncatingIfNeeded: min(FixedPoint.exponential(place) >> 4, 65_535))
            }
        }
        reaches = Self.spreads.map { spread in
            let own = noiseDeviation * noiseDeviation + dayDeviation * dayDeviation
            let variance = (own * spread * spread) >> 16
            var deviation = 0
            while (deviation + 1) * (deviation + 1) <= variance { deviation += 1 }
            // Measured over simulated years: the half hour that is highest after bending lies near two deviations, since
            // the highest level and the highest noise seldom meet.
            let exponent = 2 * deviation * 65_536 / 1_000 - variance * 65_536 / 2_000_000
            return (FixedPoint.exponential(exponent) * 1_000) >> 16
        }
        deviates = (0..<256).map { Int32(truncatingIfNeeded: FixedPoint.normal(UInt32($0) << 24 | 1 << 23) >> 11) }
        // Smooth noise, draws every four half hours joined by lines, has 0.69 of a draw's variance and keeps 0.91 of
        // itself to the next half hour. A share r of it in the variance keeps 0.91 r.
        let share = min(values["stickiness_per_mille"] * 1_000 / 910, 1_000)
        smooth = Int32(Self.root(share * 65_536 / 1_000 * 16 / 11))
        fresh = Int32(Self.root((1_000 - share) * 65_536 / 1_000))
    }

    private static func root(_ value: Int) -> Int {
        var root = 0
        while (root + 1) * (root + 1) <= value { root += 1 }
        return root
    }

    // MARK: - A site

    /// What a site is.
    ///
    /// - Parameter fixed: watt-hours a year where they are given; the maximum demand follows from them.
    func traits(subject: UInt64, region: GSPGroup, annual fixed: Int?) -> Traits {
        let (first, second, third, _) = philox.blocks(
            subject: subject, places: SIMD4(0, 1, 2, 3), purposes: SIMD4(repeating: Purpose.advancedTraits.rawValue))
        // Two even draws make the middle of the range likelier than its ends.
        let width = max(loadFactors[1] - loadFactors[0], 0) + 1
        let loadFactor = loadFactors[0] + (FixedPoint.below(width, first.y) + FixedPoint.below(width, first.z)) / 2
        let isWholeCurrent = FixedPoint.happens(second.x, perMillion: wholeCurrentPerMillion)
        let drawn = maximumDemand(first.x, isWholeCurrent)
        let annual = fixed ?? drawn * 8_760 / 1_000 * loadFactor
        let maximumDemand = max(fixed.map { $0 * 1_000 / (8_760 * loadFactor) } ?? drawn, 2)
        let row = shape.row(
            archetypeAt: FixedPoint.below(1_000, first.w), variantAt: FixedPoint.below(1_000, second.y))
        let (base, spread) = flatness(loadFactor: loadFactor, row: row, region: region)
        let halfHour = annual * 256 / 17_520
        let cap = maximumDemand * 128
        let knee = cap / 1_000 * kneePerMille
        return Traits(
            annual: annual, maximumDemand: maximumDemand, loadFactor: loadFactor, isWholeCurrent: isWholeCurrent,
            row: row, shift: FixedPoint.below(2 * shifts + 1, second.z) - shifts, phase: Int(second.w & 3),
            base: halfHour * base / 1_000, active: halfHour * (1_000 - base) / 1_000, spread: spread, knee: knee,
            room: max(cap - knee, 1), reactive: reactive(third, maximumDemand: maximumDemand))
    }

    private func maximumDemand(_ bits: UInt32, _ isWholeCurrent: Bool) -> Int {
        let sizes = isWholeCurrent ? wholeCurrentSizes : transformerSizes
        let drawn = (sizes[0] * FixedPoint.lognormal(bits, deviationPerMille: sizes[1])) >> 16
        return min(max(drawn, sizes[2]), sizes[3])
    }

    /// The steady share in per mille and the spread that give a load factor.
    private func flatness(loadFactor: Int, row: Int, region: GSPGroup) -> (base: Int, spread: Int) {
        let extent = extents[region.isScottish ? 1 : 0][row]
        let peak = extent.peak * 1_000 / extent.mean
        // Highest half hour against the mean half hour.
        let wanted = 1_000_000 / max(loadFactor, 1)
        let least = peak * reaches[0] / 1_000
        guard wanted < least else {
            let spread = reaches.firstIndex { peak * $0 / 1_000 >= wanted }
            return (0, spread ?? reaches.count - 1)
        }
        return (min(1_000 * (least - wanted) / max(least - 1_000, 1), 1_000), 0)
    }

    private func reactive(_ bits: Philox.Block, maximumDemand: Int) -> ReactivePower {
        let fullLoad = maximumDemand / 2
        guard !FixedPoint.happens(bits.x, perMillion: overcorrectedPerMillion) else {
            // A motor load of 0.80 to 0.86 before correction, with capacitors for 25 to 45 per cent of full load.
            let raw = 800 + FixedPoint.below(61, bits.y)
            let share = 250 + FixedPoint.below(201, bits.z)
            let tangent = ReactivePower.tangent(powerFactorPerMille: raw)
            let capacitor = (tangent * fullLoad * share / 1_000) >> 16
            return ReactivePower(fullLoad: fullLoad, atFull: raw, atLight: raw, capacitor: capacitor)
        }
        let low = powerFactors[0]
        let full = low + FixedPoint.below(max(powerFactors[1] - low, 0) + 1, bits.y)
        let light = low + FixedPoint.below(full - low + 1, bits.z)
        return ReactivePower(fullLoad: fullLoad, atFull: full, atLight: light, capacitor: 0)
    }

    // MARK: - A day

    /// Levels of each row in Q12 of the row's mean over a year.
    func classDay(_ day: RegionDay) -> ClassDay {
        var made = ClassDay()
        made.levels = shape.levels(day)
        let extents = extents[day.region.isScottish ? 1 : 0]
        for row in 0..<shape.rowCount {
            for place in (row * 64)..<(row * 64 + 64) {
                made.levels[place] = Int32(truncatingIfNeeded: Int(made.levels[place]) * 4_096 / extents[row].mean)
            }
        }
        return made
    }

    /// Writes the site's demand and reactive energy on the day.
    ///
    /// - Parameter words: room for 256 bytes.
    func fill(
        _ traits: Traits, subject: UInt64, day: Int, classDay: ClassDay, philox: LanePhilox,
        words: UnsafeMutableRawPointer, scratch: DayScratch
    ) {
        let active = (traits.active &* dayFactor(traits, subject: subject, day: day)) &>> 16
        ActivityDraws.words(philox, subject: subject, day: day, into: words)
        let words = words.assumingMemoryBound(to: UInt32.self)
        writeDemand(traits, active: active, words: words, classDay: classDay, into: scratch.demand)
        traits.reactive.write(
            scratch.demand, words: words + 16, reactiveImport: scratch.reactiveImport,
            reactiveExport: scratch.reactiveExport)
    }

    @inline(__always)
    private func writeDemand(
        _ traits: Traits, active: Int, words: UnsafeMutablePointer<UInt32>, classDay: ClassDay,
        into demand: UnsafeMutablePointer<Int32>
    ) {
        // Copied out, so that they stay in registers while memory is written.
        let (base, knee, room, phase) = (traits.base, traits.knee, traits.room, traits.phase)
        let (spread, row) = (traits.spread * 256, traits.row * 64 + 8 - traits.shift)
        let (smooth, fresh) = (smooth, fresh)
        noise.withUnsafeBufferPointer { noise in
            deviates.withUnsafeBufferPointer { deviates in
                classDay.levels.withUnsafeBufferPointer { levels in
                    // Noise is the line between the lattice point at or before a half hour and the one before that,
                    // four half hours apart, and a fresh draw: nothing later than the half hour is needed, so a day is
                    // made from its own words and those of the eight hours before.
                    for place in 0..<48 {
                        let within = (place &+ phase) & 3
                        let point = 16 &+ place &- within
                        let after = deviates[Int(words[point] &>> 24)]
                        let before = deviates[Int(words[point &- 4] &>> 24)]
                        let line = before &* Int32(4 &- within) &+ after &* Int32(within)
                        let own = deviates[Int((words[16 &+ place] &>> 8) & 0xFF)]
                        let sum = ((line &* smooth) &>> 2 &+ own &* fresh) &>> 8
                        let factor = Int(noise[spread &+ Int(min(max(sum, -128), 127)) &+ 128])
                        var energy = base &+ (((active &* Int(levels[row &+ place])) &>> 12) &* factor) &>> 12
                        if energy > knee {
                            let over = energy &- knee
                            energy = knee &+ room &* over / (room &+ over)
                        }
                        demand[place] = Int32(truncatingIfNeeded: (energy &+ 128) &>> 8)
                    }
                }
            }
        }
    }

    /// The site's day, persistent and of mean 1; Q16.
    private func dayFactor(_ traits: Traits, subject: UInt64, day: Int) -> Int {
        let cell = (day + traits.phase).flooredQuotient(by: 4)
        let place = UInt32(truncatingIfNeeded: cell)
        let before = philox.block(.advanced, subject: subject, at: place)
        let after = philox.block(.advanced, subject: subject, at: place &+ 1)
        let within = day + traits.phase - cell * 4
        let t = FixedPoint.smoothStep(within * FixedPoint.one / 4)
        let slow = FixedPoint.normal(before.x) + ((FixedPoint.normal(after.x) - FixedPoint.normal(before.x)) * t) >> 16
        // Each day's own part: one of the lattice block's other words, or a word of neither block's other uses.
        let own = FixedPoint.normal(
            within == 0 ? before.y : within == 1 ? before.z : within == 2 ? before.w : after.y ^ before.x)
        let deviation = dayDeviation * Self.spreads[traits.spread] / 256
        // Variance 0.64 × 0.74 + 0.36 of the sum below.
        return FixedPoint.exponential(
            (slow * 80 + own * 60) / 100 * deviation / 1_000 - deviation * deviation * 65_536 / 2_000_000 * 83 / 100)
    }
}
