import Market

/// Technologies behind the meter: what they add to a site's demand and generation.
struct AddOnModels: Sendable {
    /// What a site's technologies are; kept from day to day.
    struct Traits: Sendable {
        /// Watts of the panels' peak; 0 without.
        var panelWatts = 0
        /// Degrees from the horizontal.
        var tilt = 0
        /// Degrees from north, clockwise.
        var azimuth = 0
    }

    private let philox: Philox

    init(_ values: [AddOns: ParameterValues], philox: Philox) { self.philox = philox }

    func traits(_ addOns: AddOns, subject: UInt64, region: GSPGroup) -> Traits { Traits() }

    /// Adds to `demand`, and writes `generation` (all 48 places, zeros without panels).
    func add(_ traits: Traits, _ addOns: AddOns, subject: UInt64, day: RegionDay, scratch: DayScratch) {
        for place in 0..<48 { scratch.generation[place] = 0 }
    }
}
