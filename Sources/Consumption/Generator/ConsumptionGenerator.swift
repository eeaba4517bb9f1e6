import Market

/// Makes any value of a configuration's run: any site, any day, in any order, on any machine the same.
public struct ConsumptionGenerator: Sendable {
    public let configuration: ConsumptionConfiguration
    public let portfolio: Portfolio
    let weather: Weather
    let profiles: [ProfileModel?]
    let advanced: [AdvancedModel?]
    let unmetered: [UnmeteredModel?]
    let addOns: AddOnModels
    let metering: Metering
    let philox: Philox

    /// Checks the configuration and prepares its models.
    public init(_ configuration: ConsumptionConfiguration) throws(ConfigurationError) {
        try configuration.validate()
        self.configuration = configuration
        portfolio = Portfolio(configuration)
        let philox = Philox(seed: configuration.seed)
        self.philox = philox
        weather = Weather(seed: configuration.seed)
        let used = Set(configuration.mix.map(\.kind.siteClass))
        func values(_ siteClass: SiteClass, _ model: SiteClass.Model) -> ParameterValues? {
            siteClass.model == model && used.contains(siteClass) ? configuration.classes[siteClass] : nil
        }
        profiles = SiteClass.allCases.map { values($0, .profile).map { ProfileModel($0, philox: philox) } }
        advanced = SiteClass.allCases.map { one in
            values(one, .advanced).map { AdvancedModel(one, $0, philox: philox) }
        }
        unmetered = SiteClass.allCases.map { one in
            values(one, .unmetered).map { UnmeteredModel(one, $0, philox: philox) }
        }
        addOns = AddOnModels(configuration.addOns, philox: philox)
        metering = Metering(philox: philox)
    }

    /// A worker for one thread.
    public func makeWorker() -> ConsumptionWorker { ConsumptionWorker(self) }
}
