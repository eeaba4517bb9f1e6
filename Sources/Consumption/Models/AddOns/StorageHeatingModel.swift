import Market

/// Storage heaters and an immersion heater on a cheap rate: full power from the rate's start until charged.
struct StorageHeatingModel: Sendable {
    /// What one site's heaters are.
    struct Traits: Sendable {
        var watts = 0
        /// Watt-hours a day for each kelvin below the base.
        var perKelvin = 0
        /// The minute at which the rate starts, UTC, or by the local clock.
        var start = 0
        var followsClock = false
        var immersionWatts = 0
        /// Watt-hours of hot water a day.
        var immersionEnergy = 0
        /// Minutes after the rate's start.
        var immersionDelay = 0
    }

    private let philox: Philox
    private let base: Int
    private let start: Int
    private let jitter: Int
    private let window: Int
    private let least: Int
    private let most: Int
    private let sizing: Int
    private let clockPerMille: Int
    private let immersionWatts: Int
    private let immersionPerMille: Int
    private let immersionMinutes: [Int]

    init(_ values: ParameterValues, philox: Philox) {
        self.philox = philox
        base = values["base_centidegrees"]
        start = values["start_minutes"]
        jitter = values["start_jitter_minutes"]
        window = values["window_minutes"]
        least = values["watts_least"]
        most = max(values["watts_most"], least)
        sizing = values["sizing_per_mille"]
        clockPerMille = values["local_clock_per_mille"]
        immersionWatts = values["immersion_watts"]
        immersionPerMille = values["immersion_per_mille"]
        immersionMinutes = [values["immersion_minutes_least"], values["immersion_minutes_most"]]
    }

    func traits(subject: UInt64) -> Traits {
        let first = philox.block(.traits, subject: subject, at: 22)
        let second = philox.block(.traits, subject: subject, at: 23)
        var traits = Traits()
        traits.watts = least + FixedPoint.below(most - least + 1, first.x)
        // Sized so that the window is filled at freezing, more or less.
        let full = traits.watts * window / 60 * sizing / 1_000
        let share = FixedPoint.lognormal(first.y, deviationPerMille: 250)
        traits.perKelvin = full * 100 / max(base, 100) * share / FixedPoint.one
        traits.start = start + FixedPoint.below(2 * jitter + 1, first.z) - jitter
        traits.followsClock = FixedPoint.below(1_000, first.w) < clockPerMille
        if FixedPoint.below(1_000, second.x) < immersionPerMille {
            let range = max(immersionMinutes[1] - immersionMinutes[0], 0)
            traits.immersionWatts = immersionWatts
            traits.immersionEnergy =
                immersionWatts * (immersionMinutes[0] + FixedPoint.below(range + 1, second.y)) / 60
            traits.immersionDelay = FixedPoint.below(91, second.z)
        }
        return traits
    }

    /// What the heaters take for a day of a mean temperature: no more than the window allows.
    private func charge(_ traits: Traits, temperature: Int) -> Int {
        let wanted = traits.perKelvin * max(base - temperature, 0) / 100
        return min(wanted, traits.watts * window / 60)
    }

    /// Adds what falls on a UTC day of the charges of its date and of the dates on either side.
    func add(_ traits: Traits, day: RegionDay, to demand: UnsafeMutablePointer<Int32>) {
        let (cold, clocks) = (day.temperatures, day.clockOffsets)
        // A charge belongs to the date whose night it ends; a rate that starts late in the evening is of that date.
        let nights = [(-1, cold.before, clocks.before), (0, cold.on, clocks.before), (1, cold.after, clocks.after)]
        for (date, temperature, offset) in nights {
            let begins = date * 1_440 + traits.start - (traits.followsClock ? offset * 30 : 0)
            guard begins < 1_440, begins > -1_440 else { continue }
            let energy = charge(traits, temperature: temperature)
            Runs.add(from: begins, watts: traits.watts, energy: energy, to: demand)
            if traits.immersionEnergy > 0 {
                Runs.add(
                    from: begins + traits.immersionDelay, watts: traits.immersionWatts,
                    energy: traits.immersionEnergy, to: demand)
            }
        }
    }

    /// Watt-hours to be expected in a year: every fifth day, nine days equally likely.
    func expectedYear(_ traits: Traits, region: GSPGroup) -> Int {
        var sum = 0
        for step in 0..<73 {
            let climate = Weather.climate(region, UTCDay(number: 20_819 + 5 * step))
            for deviate in SunLight.ninths {
                let mean = climate + Weather.temperatureDeviation * deviate / FixedPoint.one
                sum += charge(traits, temperature: mean)
            }
        }
        return sum * 5 / 9 + traits.immersionEnergy * 1_461 / 4
    }
}
