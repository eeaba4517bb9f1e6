import Market

/// Technologies behind the meter: what they add to a site's demand and generation.
struct AddOnModels: Sendable {
    /// What a site's technologies are; kept from day to day.
    struct Traits: Sendable {
        var panels = PanelModel.Traits()
        var vehicle = VehicleModel.Traits()
        var heatPump = HeatPumpModel.Traits()
        var storage = StorageHeatingModel.Traits()
        var battery = BatteryModel.Traits()

        /// Watts of the panels' peak; 0 without.
        var panelWatts: Int { panels.watts }
        /// Degrees from the horizontal.
        var tilt: Int { panels.tilt }
        /// Degrees from north, clockwise.
        var azimuth: Int { panels.azimuth }
        /// The most that the export meter may measure in a half hour, in watt-hours.
        var exportLimit: Int32 { panels.exportLimit }
    }

    let panels: PanelModel
    let vehicles: VehicleModel
    let heatPumps: HeatPumpModel
    let storage: StorageHeatingModel
    let batteries: BatteryModel

    init(_ values: [AddOns: ParameterValues], philox: Philox) {
        func parameters(_ addOn: AddOns) -> ParameterValues { values[addOn] ?? AddOnParameters.values(of: addOn) }
        panels = PanelModel(parameters(.solar), philox: philox)
        vehicles = VehicleModel(parameters(.electricVehicle), philox: philox)
        heatPumps = HeatPumpModel(parameters(.heatPump), philox: philox)
        storage = StorageHeatingModel(parameters(.storageHeating), philox: philox)
        batteries = BatteryModel(parameters(.battery), philox: philox)
    }

    /// - Parameter siteClass: whose roof it is: businesses have more room for panels.
    func traits(
        _ addOns: AddOns, subject: UInt64, region: GSPGroup, siteClass: SiteClass = .smartDomestic
    ) -> Traits {
        var traits = Traits()
        if addOns.contains(.solar) { traits.panels = panels.traits(subject: subject, siteClass: siteClass) }
        if addOns.contains(.electricVehicle) { traits.vehicle = vehicles.traits(subject: subject) }
        if addOns.contains(.heatPump) { traits.heatPump = heatPumps.traits(subject: subject) }
        if addOns.contains(.storageHeating) { traits.storage = storage.traits(subject: subject) }
        if addOns.contains(.battery) {
            traits.battery = batteries.traits(subject: subject, hasPanels: addOns.contains(.solar))
        }
        return traits
    }

    /// What sites with add-ons share on a region's day.
    func day(_ day: RegionDay) -> AddOnDay { AddOnDay(day, heatPumps: heatPumps, batteries: batteries) }

    /// Adds to `demand`, and writes `generation` (all 48 places, zeros without panels).
    ///
    /// - Parameter shared: what `day(_:)` gives for the same region's day.
    func add(
        _ traits: Traits, _ addOns: AddOns, subject: UInt64, day: RegionDay, shared: AddOnDay, scratch: DayScratch
    ) {
        if addOns.contains(.electricVehicle) {
            vehicles.add(traits.vehicle, subject: subject, day: day, to: scratch.demand)
        }
        if addOns.contains(.heatPump) {
            heatPumps.add(traits.heatPump, subject: subject, day: day, shared: shared, to: scratch.demand)
        }
        if addOns.contains(.storageHeating) { storage.add(traits.storage, day: day, to: scratch.demand) }
        if addOns.contains(.solar) {
            panels.write(traits.panels, subject: subject, day: day.day.number, shared.light, to: scratch.generation)
        } else {
            scratch.generation.update(repeating: 0, count: 48)
        }
        // Last, since it answers to what is left of all the others.
        if addOns.contains(.battery) { batteries.run(traits.battery, hours: shared.batteryHours, scratch: scratch) }
    }

    /// Watt-hours that a site's technologies are expected to add to a year's demand and to generate in a year.
    ///
    /// An average over weather and chance, for a portfolio's listing; takes some tens of microseconds.
    func expected(_ traits: Traits, _ addOns: AddOns, region: GSPGroup) -> ExpectedYear {
        var year = ExpectedYear()
        if addOns.contains(.electricVehicle) { year.vehicle = vehicles.expectedYear(traits.vehicle) }
        if addOns.contains(.heatPump) { year.heatPump = heatPumps.expectedYear(traits.heatPump, region: region) }
        if addOns.contains(.storageHeating) {
            year.storageHeating = storage.expectedYear(traits.storage, region: region)
        }
        if addOns.contains(.battery) { year.batteryLoss = batteries.expectedYear(traits.battery) }
        if addOns.contains(.solar) { year.generation = panels.expectedYear(traits.panels, region: region) }
        return year
    }

    /// Watt-hours of an average year, by technology.
    struct ExpectedYear: Sendable, Hashable {
        var vehicle = 0
        var heatPump = 0
        var storageHeating = 0
        /// What a battery loses: roughly.
        var batteryLoss = 0
        var generation = 0

        /// What is added to demand, generation not taken away.
        var demand: Int { vehicle + heatPump + storageHeating + batteryLoss }
    }
}

/// What sites with add-ons share on one region's day, each part made when first asked for; one a thread.
final class AddOnDay {
    private let day: RegionDay
    private let heatPumps: HeatPumpModel
    private let batteries: BatteryModel
    private(set) lazy var light = SunLight(day)
    /// Heat pumps' need at each place from -8 to 55; see `HeatPumpModel.needs`.
    private(set) lazy var heatNeeds = heatPumps.needs(day)
    private(set) lazy var batteryHours = batteries.hours(day)

    init(_ day: RegionDay, heatPumps: HeatPumpModel, batteries: BatteryModel) {
        self.day = day
        self.heatPumps = heatPumps
        self.batteries = batteries
    }
}

/// Loads that run at one power from a minute on until their energy is spent.
enum Runs {
    /// Adds a run to a day's row: whole half hours at full power, fractions first and last.
    ///
    /// Each half hour gets the growth of the energy spent so far, so that the parts sum to the whole, whichever days
    /// they fall on.
    /// - Parameters:
    ///   - start: minute of the UTC day; below 0 for a run begun on an earlier day.
    ///   - energy: watt-hours.
    static func add(from start: Int, watts: Int, energy: Int, to row: UnsafeMutablePointer<Int32>) {
        guard start < 1_440 else { return }
        var place = max(start, 0) / 30
        var spent = min(watts * max(-start, 0) / 60, energy)
        while place < 48, spent < energy {
            let next = min(watts * (place * 30 + 30 - start) / 60, energy)
            row[place] &+= Int32(truncatingIfNeeded: next - spent)
            spent = next
            place += 1
        }
    }
}

/// A word of 32 random bits for each half hour of a day.
enum DayWords {
    /// Blocks that a day may use for one purpose: 12 for the half hours, 4 for what else it draws.
    static let blocksPerDay = 16

    /// The block number 12 to 15 of a day.
    static func block(_ philox: Philox, _ purpose: Purpose, subject: UInt64, day: Int, _ number: Int) -> Philox.Block {
        philox.block(purpose, subject: subject, at: UInt32(truncatingIfNeeded: day * blocksPerDay + number))
    }

    /// Writes 48 words.
    static func fill(
        _ philox: Philox, _ purpose: Purpose, subject: UInt64, day: Int, into words: UnsafeMutablePointer<UInt32>
    ) {
        let low = SIMD4<UInt64>(repeating: subject & 0xFFFF_FFFF)
        let high = SIMD4<UInt64>(repeating: subject >> 32)
        let last = SIMD4<UInt64>(repeating: UInt64(purpose.rawValue))
        var target = UnsafeMutableRawPointer(words)
        for group in 0..<3 {
            let place = UInt64(UInt32(truncatingIfNeeded: day * blocksPerDay + group * 4))
            let drawn = philox.lanes(low, high, SIMD4(repeating: place) &+ SIMD4(0, 1, 2, 3), last)
            target.storeBytes(of: SIMD4<UInt32>(truncatingIfNeeded: drawn.0), as: SIMD4<UInt32>.self)
            target.storeBytes(of: SIMD4<UInt32>(truncatingIfNeeded: drawn.1), toByteOffset: 16, as: SIMD4<UInt32>.self)
            target.storeBytes(of: SIMD4<UInt32>(truncatingIfNeeded: drawn.2), toByteOffset: 32, as: SIMD4<UInt32>.self)
            target.storeBytes(of: SIMD4<UInt32>(truncatingIfNeeded: drawn.3), toByteOffset: 48, as: SIMD4<UInt32>.self)
            target += 64
        }
    }
}
