import Market

/// A heat pump: space heating that follows the cold and the clock, and bursts of hot water.
///
/// A half hour's need is `max(0, base - T) / COP(T) × pattern`, T the temperature of the half hour, COP falling with
/// cold, the pattern with a morning and an afternoon peak by the local clock.
struct HeatPumpModel: Sendable {
    /// What one site's heat pump is.
    struct Traits: Sendable {
        /// Watt-hours in a half hour for a need of one (a kelvin, at a COP of one), Q16.
        var perNeed = 0
        /// The most in a half hour, Wh.
        var most = 0
        /// Half hours by which the site's heating is later than the pattern, -2 to 2.
        var shift = 0
        /// Watt-hours of hot water on a mean day, the watts it is made at, and the local minute.
        var hotWater = 0
        var hotWaterWatts = 0
        var hotWaterStart = 0
    }

    private let philox: Philox
    private let annualMedian: Int
    private let annualDeviation: Int
    private let base: Int
    private let coldCOP: Int
    private let warmCOP: Int
    private let pattern: [Int]
    private let ratedNeed: Int
    private let sizing: Int
    private let cycling: Int
    private let hotWater: Int
    private let hotWaterWatts: Int
    /// A year's sum of need in the regions of England and Wales, and in those of Scotland; Q16.
    private let years: (south: Int, north: Int)

    init(_ values: ParameterValues, philox: Philox) {
        self.philox = philox
        annualMedian = values["annual_median_wh"]
        annualDeviation = values["annual_deviation_per_mille"]
        base = values["base_centidegrees"]
        coldCOP = values["cop_cold_per_mille"]
        warmCOP = values["cop_warm_per_mille"]
        let given = values.list("pattern_per_mille")
        let sum = max(given.prefix(48).reduce(0, +), 1)
        // To a mean of 1,024.
        pattern = (0..<48).map { $0 < given.count ? given[$0] * 48 * 1_024 / sum : 1_024 }
        sizing = values["sizing_per_mille"]
        cycling = values["cycling_per_mille"]
        hotWater = values["hot_water_wh_a_day"]
        hotWaterWatts = values["hot_water_watts"]
        let curve = Curve(base: base, cold: coldCOP, warm: warmCOP)
        // What a pump is sized for: two degrees of frost.
        ratedNeed = curve.need(at: -200)
        let limit = ratedNeed * sizing / 1_000
        years = (
            Self.year(.c, curve, pattern, limit: limit, cycling: cycling),
            Self.year(.p, curve, pattern, limit: limit, cycling: cycling)
        )
    }

    /// The half-hourly needs of an average year, summed, as far as a pump of the usual size meets them; Q16.
    ///
    /// Every seventh day, nine days equally likely, three states of the compressor, the clock half a year ahead of UTC.
    private static func year(
        _ region: GSPGroup, _ curve: Curve, _ pattern: [Int], limit: Int, cycling: Int
    ) -> Int {
        var sum = 0
        let states = [1_000 - cycling * 2 / 3, 1_000, 1_000 + cycling * 2 / 3]
        for step in 0..<52 {
            // 2027-01-01 is day 20,819.
            let climate = Weather.climate(region, UTCDay(number: 20_819 + 7 * step))
            let ahead = step >= 13 && step < 43 ? 2 : 0
            for deviate in SunLight.ninths {
                let mean = climate + Weather.temperatureDeviation * deviate / FixedPoint.one
                for place in stride(from: 0, to: 48, by: 2) {
                    let turn = ((place - 30) * 4_096 / 48 + 1_024) & 4_095
                    let need = curve.need(at: mean + 300 * Int(Tables.sine[turn]) / 32_768)
                    let wanted = need * pattern[(place + ahead) % 48] / 1_024
                    for state in states { sum += min(wanted * state / 1_000, limit) }
                }
            }
        }
        // Days, half hours; over days and states.
        return sum * 1_461 / 4 / 52 * 2 / 27
    }

    /// Need against temperature.
    struct Curve {
        var base: Int
        var cold: Int
        var warm: Int

        /// `max(0, base - T) / COP` in kelvins, Q16, at a temperature in hundredths of a degree.
        ///
        /// The COP in per mille lies on the line through its values at -5 °C and 12 °C, and between 1,500 and 5,000.
        func need(at temperature: Int) -> Int {
            guard temperature < base else { return 0 }
            let line = cold + (warm - cold) * (temperature + 500) / 1_700
            return (base - temperature) * FixedPoint.one * 10 / min(max(line, 1_500), 5_000)
        }
    }

    func traits(subject: UInt64) -> Traits {
        let first = philox.block(.traits, subject: subject, at: 20)
        let second = philox.block(.traits, subject: subject, at: 21)
        let size = FixedPoint.lognormal(first.x, deviationPerMille: annualDeviation)
        let people = FixedPoint.lognormal(first.y, deviationPerMille: 350)
        let space = max(annualMedian - hotWater * 1_461 / 4, 0) * size / FixedPoint.one
        var traits = Traits()
        traits.perNeed = (space << 32) / max(years.south, 1)
        let sized = sizing * FixedPoint.lognormal(first.z, deviationPerMille: 150) / FixedPoint.one
        traits.most = ((traits.perNeed * (ratedNeed >> 8)) >> 24) * sized / 1_000
        traits.shift = [-2, -1, -1, 0, 0, 0, 1, 1][FixedPoint.below(8, first.w)]
        traits.hotWater = hotWater * people / FixedPoint.one
        traits.hotWaterWatts = hotWaterWatts * FixedPoint.lognormal(second.x, deviationPerMille: 200) / FixedPoint.one
        traits.hotWaterWatts = max(traits.hotWaterWatts, 1)
        // Half in the small hours, half in the early afternoon.
        traits.hotWaterStart = (second.y & 1 == 0 ? 180 : 750) + FixedPoint.below(180, second.z)
        return traits
    }

    /// Need at each place from -8 to 55 of a region's day, kelvins Q10: the site's share is `perNeed`.
    func needs(_ day: RegionDay) -> [Int32] {
        let curve = Curve(base: base, cold: coldCOP, warm: warmCOP)
        return RegionDay.places.map { place in
            let clock = (place + day.clockOffset(at: place) + 96) % 48
            return Int32(truncatingIfNeeded: (curve.need(at: day.temperature(at: place)) * pattern[clock]) >> 16)
        }
    }

    /// Adds a day's heating and hot water.
    func add(
        _ traits: Traits, subject: UInt64, day: RegionDay, shared: AddOnDay, to demand: UnsafeMutablePointer<Int32>
    ) {
        let number = day.day.number
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 48) { memory in
            guard let words = memory.baseAddress else { return }
            DayWords.fill(philox, .heatPump, subject: subject, day: number, into: words)
            shared.heatNeeds.withUnsafeBufferPointer { needs in
                for place in 0..<48 {
                    // The compressor starts and stops: even noise of mean one, Q16.
                    let own = FixedPoint.one + (Int(words[place] &>> 16) - 32_768) &* cycling &* 2 / 1_000
                    let heat = (Int(needs[place + 8 - traits.shift]) &* traits.perNeed) &>> 26
                    let used = min((heat &* own) &>> 16, traits.most)
                    demand[place] &+= Int32(truncatingIfNeeded: used)
                }
            }
        }
        // Yesterday's burst may run past midnight in portfolios that set it late; today's is the usual case.
        addHotWater(traits, subject: subject, date: number - 1, offset: day.clockOffsets.before, on: number, to: demand)
        addHotWater(traits, subject: subject, date: number, offset: day.clockOffsets.after, on: number, to: demand)
    }

    private func addHotWater(
        _ traits: Traits, subject: UInt64, date: Int, offset: Int, on day: Int, to demand: UnsafeMutablePointer<Int32>
    ) {
        let start = traits.hotWaterStart + (date - day) * 1_440 - offset * 30
        // The largest burst of yesterday's, begun as late as it may, is over by midnight at nearly all sites.
        guard start + 30 + traits.hotWater * 90 / traits.hotWaterWatts > 0 else { return }
        let draw = DayWords.block(philox, .heatPump, subject: subject, day: date, 12)
        let energy = traits.hotWater * (500 + FixedPoint.below(1_001, draw.x)) / 1_000
        Runs.add(from: start + FixedPoint.below(30, draw.y), watts: traits.hotWaterWatts, energy: energy, to: demand)
    }

    /// Watt-hours to be expected in a year.
    func expectedYear(_ traits: Traits, region: GSPGroup) -> Int {
        let needs = region.isScottish ? years.north : years.south
        return ((needs >> 8) * traits.perNeed) >> 24 + traits.hotWater * 1_461 / 4
    }
}
