public import Market

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

/// Makes days of one site after another, in memory of its own; one a thread.
///
/// What sites share (a region's day, a class's day) is kept for the days asked for last.
public final class ConsumptionWorker {
    public let generator: ConsumptionGenerator
    private let memory: UnsafeMutablePointer<Int32>
    private let scratch: DayScratch
    private var book: DayBook

    /// The site loaded last.
    public private(set) var site: Site
    private var model: LoadedModel
    private var addOnTraits = AddOnModels.Traits()
    private var limit: Int32 = .max
    private(set) var connection = ConnectionType.wholeCurrent
    private var quantisers: [Quantiser] = []
    private var hasSteps = false

    /// The traits of the loaded site, where its model is that; apart from the model, so that loading copies no model.
    private var profileTraits: ProfileModel.Traits?
    private var advancedTraits: AdvancedModel.Traits?
    private var unmeteredTraits: UnmeteredModel.Traits?

    private enum LoadedModel {
        case none
        case profile(ProfileModel)
        case advanced(AdvancedModel)
        case unmetered(UnmeteredModel)
    }

    init(_ generator: ConsumptionGenerator) {
        self.generator = generator
        let memory = UnsafeMutablePointer<Int32>.allocate(capacity: 6 * 64)
        memory.initialize(repeating: 0, count: 6 * 64)
        self.memory = memory
        scratch = DayScratch(
            demand: memory, generation: memory + 64, activeImport: memory + 128, activeExport: memory + 192,
            reactiveImport: memory + 256, reactiveExport: memory + 320)
        book = DayBook(generator)
        site = generator.portfolio.site(at: 0)
        model = .none
        load(site)
    }

    deinit { memory.deallocate() }

    /// Makes ready to make days of the site at a position of the portfolio.
    public func load(position: Int) { load(generator.portfolio.site(at: position)) }

    /// Makes ready to make days of a site.
    public func load(_ site: Site) {
        self.site = site
        hasSteps = false
        connection = site.kind.siteClass.segment == .unmetered ? .unmetered : .wholeCurrent
        let subject = site.mpan.body
        let place = Int(site.kind.siteClass.rawValue)
        if let profile = generator.profiles[place] {
            let traits = profile.traits(
                subject: subject, region: site.region, annual: nil,
                hasNightLoad: !site.kind.addOns.contains(.storageHeating))
            profileTraits = traits
            model = .profile(profile)
            // 230 V for half an hour.
            limit = Int32(traits.fuseAmps * 115)
        } else if let advanced = generator.advanced[place] {
            advancedTraits = advanced.traits(subject: subject, region: site.region, annual: nil)
            model = .advanced(advanced)
            loadMeter()
        } else if let unmetered = generator.unmetered[place] {
            unmeteredTraits = unmetered.traits(subject: subject, region: site.region, annual: nil)
            model = .unmetered(unmetered)
            limit = .max
        }
        if !site.kind.addOns.isEmpty {
            addOnTraits = generator.addOns.traits(
                site.kind.addOns, subject: subject, region: site.region, siteClass: site.kind.siteClass)
        }
    }

    /// Takes the limit, the connection and the steps of an advanced site's meter.
    private func loadMeter() {
        guard let meter = generator.meter(of: site) else { return }
        limit = Int32(clamping: meter.limit)
        connection = meter.connection
        quantisers = MeasurementQuantity.allCases.map { meter.quantiser(of: $0) }
        hasSteps = quantisers.contains { $0.quantum > 1 }
    }

    var modelFacts: (annual: Int, fuseAmps: Int) {
        switch model {
        case .none: (0, 0)
        case .profile: (profileTraits?.annual ?? 0, profileTraits?.fuseAmps ?? 0)
        case .advanced: (advancedTraits?.annual ?? 0, 0)
        case .unmetered: (unmeteredTraits?.annual ?? 0, 0)
        }
    }

    var addOnFacts: (demand: Int, generation: Int, panelWatts: Int, tilt: Int, azimuth: Int) {
        guard !site.kind.addOns.isEmpty else { return (0, 0, 0, 0, 0) }
        let year = generator.addOns.expected(addOnTraits, site.kind.addOns, region: site.region)
        return (year.demand, year.generation, addOnTraits.panelWatts, addOnTraits.tilt, addOnTraits.azimuth)
    }

    /// Writes into `activeImport` what a site of the loaded smart site's size is expected to use on a UTC day: its
    /// annual figure spread by the shape of its class.
    func makeExpected(_ day: UTCDay) -> DayScratch {
        let page = book.page(site.region, day)
        guard let traits = profileTraits, let model = generator.profiles[Int(site.kind.siteClass.rawValue)] else {
            return scratch
        }
        let shared = page.classDay(site.kind.siteClass, generator)
        for place in 0..<48 {
            let energy = traits.annual * model.expectedLevel(shared, at: place) / (17_520 * 4_096)
            scratch.activeImport[place] = Int32(clamping: energy)
        }
        return scratch
    }

    /// Makes one UTC day of the loaded site: what each of its meters measured, good until the next call.
    public func make(_ day: UTCDay) -> DayScratch {
        let subject = site.mpan.body
        let page = book.page(site.region, day)
        let shared = page.classDay(site.kind.siteClass, generator)
        switch model {
        case .none: break
        case .profile(let model):
            guard let traits = profileTraits else { break }
            model.fill(traits, subject: subject, day: page.region, classDay: shared, scratch: scratch)
        case .advanced(let model):
            guard let traits = advancedTraits else { break }
            model.fill(traits, subject: subject, day: page.region, classDay: shared, scratch: scratch)
        case .unmetered(let model):
            guard let traits = unmeteredTraits else { break }
            model.fill(traits, subject: subject, day: page.region, classDay: shared, scratch: scratch)
        }
        let addOns = site.kind.addOns
        if !addOns.isEmpty {
            generator.addOns.add(
                addOnTraits, addOns, subject: subject, day: page.region, shared: page.addOnDay(generator),
                scratch: scratch)
        }
        generator.metering.measure(
            subject: subject, day: day.number, limit: limit, hasGeneration: addOns.contains(.solar),
            exportLimit: addOnTraits.exportLimit, isSteadied: addOns.contains(.battery), scratch: scratch)
        if hasSteps {
            for quantity in MeasurementQuantity.allCases {
                quantisers[Int(quantity.rawValue)].quantise(scratch.row(quantity))
            }
        }
        return scratch
    }
}
