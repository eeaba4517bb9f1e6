import Market

/// A battery that knows its day: it takes up what the rest of the day will use, and is empty at both midnights UTC.
///
/// With panels it takes their surplus; on a cheap rate it takes at night what no surplus will bring. What is put in less
/// what is lost is what comes out, to the watt-hour, within each day.
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
    private let cheapPerMille: Int
    private let cheapStart: Int
    private let cheapHalfHours: Int
    private let eveningFrom: Int

    init(_ values: ParameterValues, philox: Philox) {
        self.philox = philox
        capacities = values.list("capacity_wh")
        watts = values["power_watts"]
        efficiency = values["efficiency_per_mille"]
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
    func run(_ traits: Traits, day: RegionDay, scratch: DayScratch) {
        withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 * 49) { memory in
            guard let useful = memory.baseAddress, traits.capacity > 0 else { return }
            let lacking = useful + 49
            plan(traits, day: day, scratch: scratch, useful: useful, lacking: lacking)
            var stored = 0
            for place in 0..<48 {
                let net = Int(scratch.demand[place]) - Int(scratch.generation[place])
                let cheap = traits.hasCheapRate && isCheap(place, day)
                var change = 0
                if net < 0 {
                    change = input(room: useful[place + 1] - stored, most: min(-net, traits.power))
                }
                if cheap {
                    change = max(change, input(room: lacking[place + 1] - stored, most: traits.power))
                }
                if change > 0 {
                    stored += kept(change)
                } else if net > 0, mayGive(traits, place, day) {
                    change = -min(net, traits.power, stored)
                    stored += change
                }
                scratch.demand[place] &+= Int32(truncatingIfNeeded: change)
            }
        }
    }

    /// Works out backwards, for the start of each half hour, the most that the rest of the day can use, and how much of
    /// that no surplus will bring.
    private func plan(
        _ traits: Traits, day: RegionDay, scratch: DayScratch, useful: UnsafeMutablePointer<Int>,
        lacking: UnsafeMutablePointer<Int>
    ) {
        useful[48] = 0
        lacking[48] = 0
        for place in stride(from: 47, through: 0, by: -1) {
            let net = Int(scratch.demand[place]) - Int(scratch.generation[place])
            let cheap = traits.hasCheapRate && isCheap(place, day)
            if net > 0, !cheap, mayGive(traits, place, day) {
                let given = min(net, traits.power)
                useful[place] = min(useful[place + 1] + given, traits.capacity)
                lacking[place] = min(lacking[place + 1] + given, traits.capacity)
            } else {
                useful[place] = useful[place + 1]
                let brought = net < 0 ? kept(min(-net, traits.power)) : 0
                lacking[place] = max(lacking[place + 1] - brought, 0)
            }
        }
    }

    /// What stays of what goes in.
    private func kept(_ input: Int) -> Int { input * efficiency / 1_000 }

    /// How much may go in for what stays to fit the room.
    private func input(room: Int, most: Int) -> Int { min(max(room, 0) * 1_000 / efficiency, most) }

    private func clock(_ place: Int, _ day: RegionDay) -> Int { (place + day.clockOffset(at: place)) % 48 }

    private func isCheap(_ place: Int, _ day: RegionDay) -> Bool {
        let since = (clock(place, day) - cheapStart + 48) % 48
        return since < cheapHalfHours
    }

    /// Bought energy is kept for the evening; the sun's is given back whenever the sun does not suffice.
    private func mayGive(_ traits: Traits, _ place: Int, _ day: RegionDay) -> Bool {
        !(traits.hasCheapRate && isCheap(place, day)) && (traits.hasPanels || clock(place, day) >= eveningFrom)
    }

    /// Watt-hours lost in a year, roughly: four in five days turn the battery over once.
    func expectedYear(_ traits: Traits) -> Int {
        traits.capacity * (1_000 - efficiency) / efficiency * 365 * 4 / 5
    }
}
