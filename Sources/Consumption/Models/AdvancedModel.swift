import Market

/// Large sites, by archetype.
struct AdvancedModel: Sendable {
    /// What one site is.
    struct Traits: Sendable {
        /// Watt-hours a year on average.
        var annual: Int
    }

    private let philox: Philox

    init(_ siteClass: SiteClass, _ values: ParameterValues, philox: Philox) { self.philox = philox }

    func traits(subject: UInt64, region: GSPGroup, annual fixed: Int?) -> Traits {
        Traits(annual: fixed ?? 100_000_000)
    }

    func classDay(_ day: RegionDay) -> ClassDay { ClassDay(rows: 1) }

    func fill(_ traits: Traits, subject: UInt64, day: RegionDay, classDay: ClassDay, scratch: DayScratch) {
        for place in 0..<48 { scratch.demand[place] = Int32(truncatingIfNeeded: traits.annual / 17_520) }
    }
}
