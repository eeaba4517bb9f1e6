import Market

/// An electric car charged at home: sessions, each of one evening, found from the evening's date alone.
///
/// Cars on a cheap rate start at its beginning by the local clock; others when they come home. A session of one evening
/// ends before the next can begin, so that a charger never gives more than its power.
struct VehicleModel: Sendable {
    /// What one site's car and charger are.
    struct Traits: Sendable {
        var watts = 0
        /// Chance of a session in an evening, per million.
        var perMillion = 0
        /// The session's median energy, Wh.
        var median = 0
        /// The local minute at which a cheap-rate charger starts, from the evening's midnight; nil where it starts on
        /// coming home.
        var cheapStart: Int?
        /// The most that the car takes, Wh.
        var most = 0
    }

    private let philox: Philox
    private let chargers: [Int]
    private let sessionsPerMillion: Int
    private let sessionsDeviation: Int
    private let energyMedian: Int
    private let energyDeviation: Int
    private let siteDeviation: Int
    private let cheapPerMille: Int
    private let cheapStarts: [Int]
    private let arrival: Int
    private let arrivalDeviation: Int
    private let daytimePerMille: Int
    private let carSizes: [Int]

    init(_ values: ParameterValues, philox: Philox) {
        self.philox = philox
        chargers = values.list("chargers")
        sessionsPerMillion = values["sessions_per_thousand_weeks"] * 1_000 / 7
        sessionsDeviation = values["sessions_deviation_per_mille"]
        energyMedian = values["energy_median_wh"]
        energyDeviation = values["energy_deviation_per_mille"]
        siteDeviation = values["energy_site_deviation_per_mille"]
        cheapPerMille = values["cheap_rate_per_mille"]
        cheapStarts = values.list("cheap_starts")
        arrival = values["arrival_minutes"]
        arrivalDeviation = values["arrival_deviation_minutes"]
        daytimePerMille = values["daytime_per_mille"]
        carSizes = values.list("car_wh")
    }

    func traits(subject: UInt64) -> Traits {
        let first = philox.block(.traits, subject: subject, at: 18)
        let second = philox.block(.traits, subject: subject, at: 19)
        // A lognormal's mean is its median times e^(σ²/2); the mean is what is set.
        let mean = -sessionsDeviation * sessionsDeviation * FixedPoint.one / 2_000_000
        let rate = FixedPoint.exponential(FixedPoint.normal(first.y) * sessionsDeviation / 1_000 + mean)
        return Traits(
            watts: Self.pick(chargers, FixedPoint.below(1_000, first.x)),
            perMillion: min(sessionsPerMillion * rate / FixedPoint.one, 1_000_000),
            median: energyMedian * FixedPoint.lognormal(first.z, deviationPerMille: siteDeviation) / FixedPoint.one,
            cheapStart: FixedPoint.below(1_000, first.w) < cheapPerMille
                ? Self.pick(cheapStarts, FixedPoint.below(1_000, second.x)) : nil,
            most: carSizes[FixedPoint.below(carSizes.count, second.y)])
    }

    /// The value at a place from 0 to 999 of a list of values and their shares in per mille.
    private static func pick(_ pairs: [Int], _ place: Int) -> Int {
        var end = 0
        for at in stride(from: 0, to: pairs.count, by: 2) {
            end += pairs[at + 1]
            if place < end { return pairs[at] }
        }
        return pairs[pairs.count - 2]
    }

    /// One evening's session: when it starts by the local clock, in minutes from the evening date's midnight, and the
    /// watt-hours it takes.
    struct Session: Hashable {
        var start: Int
        var energy: Int
    }

    /// The last minute of a session that began on coming home: 08:00 on the next day.
    private static let end = 1_440 + 480

    func session(_ traits: Traits, subject: UInt64, evening: Int) -> Session? {
        let place = UInt32(truncatingIfNeeded: evening)
        let draw = philox.block(.electricVehicle, subject: subject, at: place)
        guard FixedPoint.happens(draw.x, perMillion: traits.perMillion) else { return nil }
        let spread = FixedPoint.lognormal(draw.y, deviationPerMille: energyDeviation)
        let wanted = min(traits.median * spread / FixedPoint.one, traits.most)
        if let cheap = traits.cheapStart {
            // Within the five minutes after the rate changes.
            let start = cheap + FixedPoint.below(5, draw.z)
            return Session(start: start, energy: min(wanted, traits.watts * 15))
        }
        let start: Int
        if FixedPoint.below(1_000, draw.w) < daytimePerMille {
            start = 480 + FixedPoint.below(540, draw.z)
        } else {
            let late = FixedPoint.normal(draw.z) * arrivalDeviation / FixedPoint.one
            start = min(max(arrival + late, 480), 1_380)
        }
        return Session(start: start, energy: min(wanted, traits.watts * (Self.end - start) / 60))
    }

    /// Adds what falls on a UTC day of the sessions of its evening and the evening before.
    func add(_ traits: Traits, subject: UInt64, day: RegionDay, to demand: UnsafeMutablePointer<Int32>) {
        // All starts lie after clocks change on the evening's date and before they change on the next.
        if let before = session(traits, subject: subject, evening: day.day.number - 1) {
            let start = before.start - 1_440 - day.clockOffsets.before * 30
            Runs.add(from: start, watts: traits.watts, energy: before.energy, to: demand)
        }
        if let own = session(traits, subject: subject, evening: day.day.number) {
            let start = own.start - day.clockOffsets.after * 30
            Runs.add(from: start, watts: traits.watts, energy: own.energy, to: demand)
        }
    }

    /// Watt-hours to be expected in a year, from 64 sizes of session, equally likely.
    func expectedYear(_ traits: Traits) -> Int {
        let start = traits.cheapStart == nil ? arrival : Self.end - 900
        let longest = traits.watts * (Self.end - start) / 60
        let sum = (0..<64).reduce(0) { sum, step in
            let spread = FixedPoint.lognormal(UInt32(step) << 26 | 1 << 25, deviationPerMille: energyDeviation)
            return sum + min(traits.median * spread / FixedPoint.one, traits.most, longest)
        }
        return sum / 64 * traits.perMillion / 1_000_000 * 1_461 / 4
    }
}
