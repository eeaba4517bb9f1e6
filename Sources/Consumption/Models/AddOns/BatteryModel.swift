import Market

/// A battery that knows its day: it takes up what the rest of the day will use, and is empty at both midnights UTC.
///
/// With panels it takes their surplus; on a cheap rate it takes at night what no surplus will bring. What is put in,
/// less what is lost, is what comes out, to the watt-hour, within each day.
struct BatteryModel: Sendable {
    /// What one site's battery is.
    struct Traits: Sendable {
        /// Watt-hours that can come out of a full battery.
        var capacity = 0
        /// The most in or out in a half hour, Wh.
        var power = 0
        var hasCheapRate = false
        var hasPanels = false
    }

    private let philox: Philox
    private let capacities: [Int]
    private let watts: Int
    private let efficiency: Int
    /// One against the efficiency, Q36, rounded up: exact for quotients of up to sixty million.
    private let inverse: Int
    private let cheapPerMille: Int
    private let cheapStart: Int
    private let cheapHalfHours: Int
    private let eveningFrom: Int

    init(_ values: ParameterValues, philox: Philox) {
        self.philox = philox
        capacities = values.list("capacity_wh")
        watts = values["power_watts"]
        let efficiency = values["efficiency_per_mille"]
        self.efficiency = efficiency
        inverse = (1 << 36 + efficiency - 1) / efficiency
        cheapPerMille = values["cheap_rate_with_panels_per_mille"]
        cheapStart = values["cheap_start_half_hour"]
        cheapHalfHours = values["cheap_half_hours"]
        eveningFrom = values["evening_half_hour"]
    }

    func traits(subject: UInt64, hasPanels: Bool) -> Traits {
        let draw = philox.block(.traits, subject: subject, at: 24)
        return Traits(
            capacity: capacities.isEmpty ? 0 : capacities[FixedPoint.below(capacities.count, draw.x)],
            power: watts / 2, hasCheapRate: !hasPanels || FixedPoint.below(1_000, draw.y) < cheapPerMille,
            hasPanels: hasPanels)
    }

    /// Moves demand: charging adds to it, discharging takes from it.
    func run(_ traits: Traits, hours: Hours, scratch: DayScratch) {
        guard traits.capacity > 0 else { return }
        let bits = bits(traits, hours)
        withUnsafeTemporaryAllocation(of: Int.self, capacity: 4 * 49) { memory in
            guard let useful = memory.baseAddress else { return }
            let (lacking, net, brought) = (useful + 49, useful + 98, useful + 147)
            for place in 0..<48 {
                net[place] = Int(scratch.demand[place] &- scratch.generation[place])
                brought[place] = kept(min(max(0 &- net[place], 0), traits.power))
            }
            plan(traits, bits, net: net, brought: brought, useful: useful, lacking: lacking)
            let buyable = kept(traits.power)
            var stored = 0
            for place in 0..<48 {
                let fromSun = min(max(useful[place + 1] &- stored, 0), brought[place])
                let bought = Self.mask(bits.cheap, place) & min(max(lacking[place + 1] &- stored, 0), buyable)
                let gained = max(fromSun, bought)
                // Nothing goes in where something may come out: then there is no surplus, and the rate is not cheap.
                let output = Self.mask(bits.giving, place) & min(max(net[place], 0), traits.power, stored)
                stored = stored &+ gained &- output
                scratch.demand[place] &+= Int32(truncatingIfNeeded: input(gained) &- output)
            }
        }
    }

    /// Works out backwards, for the start of each half hour, the most that the rest of the day can use, and how much of
    /// that no surplus will bring.
    private func plan(
        _ traits: Traits, _ bits: (cheap: UInt64, giving: UInt64), net: UnsafeMutablePointer<Int>,
        brought: UnsafeMutablePointer<Int>, useful: UnsafeMutablePointer<Int>, lacking: UnsafeMutablePointer<Int>
    ) {
        var (use, lack) = (0, 0)
        useful[48] = 0
        lacking[48] = 0
        for place in stride(from: 47, through: 0, by: -1) {
            let given = Self.mask(bits.giving, place) & min(max(net[place], 0), traits.power)
            use = min(use &+ given, traits.capacity)
            lack = max(min(lack &+ given, traits.capacity) &- brought[place], 0)
            useful[place] = use
            lacking[place] = lack
        }
    }

    /// All ones where the place's bit is set.
    private static func mask(_ bits: UInt64, _ place: Int) -> Int { 0 &- Int(truncatingIfNeeded: bits &>> place & 1) }

    /// What stays of what goes in.
    func kept(_ input: Int) -> Int { input &* efficiency / 1_000 }

    /// What must go in for this much to stay: the least of which that is kept.
    func input(_ gained: Int) -> Int { ((gained &* 1_000 &+ efficiency &- 1) &* inverse) &>> 36 }

    /// When a day's cheap rate runs and its evening, a bit a place.
    struct Hours: Sendable {
        var cheap: UInt64 = 0
        var evening: UInt64 = 0
    }

    func hours(_ day: RegionDay) -> Hours {
        var hours = Hours()
        for place in 0..<48 {
            let clock = (place + day.clockOffset(at: place)) % 48
            if (clock - cheapStart + 48) % 48 < cheapHalfHours { hours.cheap |= 1 << UInt64(place) }
            if clock >= eveningFrom { hours.evening |= 1 << UInt64(place) }
        }
        return hours
    }

    /// When this site charges cheaply, and when it may give: bought energy is kept for the evening; the sun's is given
    /// back whenever the sun does not suffice.
    private func bits(_ traits: Traits, _ hours: Hours) -> (cheap: UInt64, giving: UInt64) {
        let cheap = traits.hasCheapRate ? hours.cheap : 0
        return (cheap, (traits.hasPanels ? .max : hours.evening) & ~cheap)
    }

    /// Watt-hours lost in a year, roughly: four in five days turn the battery over once.
    func expectedYear(_ traits: Traits) -> Int {
        traits.capacity * (1_000 - efficiency) / efficiency * 365 * 4 / 5
    }
}
