/// What a portfolio file says of a site: what the models were told, not what they made of it.
public struct SiteFacts: Sendable, Hashable {
    /// Watt-hours that the site uses in an average year, its technologies included and its own generation not taken
    /// off: a register shows less by what the panels feed directly.
    public var annualWattHours: Int
    /// Watt-hours that the panels generate in an average year; 0 without.
    public var annualGeneration: Int
    /// The panels' peak in watts; 0 without.
    public var panelWatts: Int
    /// Degrees from the horizontal.
    public var tilt: Int
    /// Degrees from north, clockwise: 180 is south.
    public var azimuth: Int
    /// The cut-out's rating; 0 where there is none (current transformers, unmetered).
    public var fuseAmps: Int
}

extension ConsumptionWorker {
    /// The facts of the loaded site.
    public var facts: SiteFacts {
        let added = addOnFacts
        return SiteFacts(
            annualWattHours: modelFacts.annual + added.demand, annualGeneration: added.generation,
            panelWatts: added.panelWatts, tilt: added.tilt, azimuth: added.azimuth, fuseAmps: modelFacts.fuseAmps)
    }
}
