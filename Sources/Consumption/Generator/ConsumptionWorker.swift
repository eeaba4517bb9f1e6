public import Market

/// Makes days of one site after another, in memory of its own; one a thread.
///
/// What sites share (a region's day, a class's day) is kept for the days asked for last.
public final class ConsumptionWorker {
    public let generator: ConsumptionGenerator
    private let memory: UnsafeMutablePointer<Int32>
    private let scratch: DayScratch
    let tables: WorkerTables
    private let reel: SiteReel
    private var book: DayBook
    /// The page that is open, and its region and day, which are looked at for every site.
    private var page: DayPage
    private var pageRegion: GSPGroup
    private var pageDay: Int
    private var pageClockOffset: Int

    /// The site loaded last.
    public private(set) var site: Site
    /// Its class.
    private var desk: UnsafeMutablePointer<ClassDesk>
    private var addOnTraits = AddOnModels.Traits()
    private var limit: Int32 = .max
    private(set) var connection = ConnectionType.wholeCurrent
    /// The steps of every channel of the loaded site's meter, where it has any but 1.
    private var quantiser = Quantiser(quantum: 1)
    private var hasSteps = false

    /// The traits of the loaded site, where its model is that.
    private var profileTraits: ProfileModel.Traits?
    private var advancedTraits: AdvancedModel.Traits?
    private var unmeteredTraits: UnmeteredModel.Traits?

    init(_ generator: ConsumptionGenerator) {
        self.generator = generator
        let memory = UnsafeMutablePointer<Int32>.allocate(capacity: 6 * 64)
        memory.initialize(repeating: 0, count: 6 * 64)
        self.memory = memory
        scratch = DayScratch(
            demand: memory, generation: memory + 64, activeImport: memory + 128, activeExport: memory + 192,
            reactiveImport: memory + 256, reactiveExport: memory + 320)
        tables = WorkerTables(generator)
        reel = SiteReel(generator.portfolio, tables.philox)
        site = generator.portfolio.site(at: 0)
        desk = tables.desks + Int(site.kind.siteClass.rawValue)
        var book = DayBook(generator)
        let day = UTCDay(generator.configuration.from)
        page = book.page(site.region, day)
        (pageRegion, pageDay) = (site.region, day.number)
        pageClockOffset = page.region.clockOffsets.after
        self.book = book
        load(site)
    }

    deinit { memory.deallocate() }

    /// Makes ready to make days of the site at a position of the portfolio.
    public func load(position: Int) {
        let site = reel.site(at: position)
        take(site, reel.traitDraws(at: position))
    }

    /// Makes ready to make days of a site.
    public func load(_ site: Site) { take(site, nil) }

    @inline(__always)
    private func take(_ site: Site, _ draws: TraitDraws?) {
        self.site = site
        hasSteps = false
        let subject = site.mpan.body
        let region = site.region
        desk = tables.desks + Int(site.kind.siteClass.rawValue)
        switch desk.pointee.model {
        case .none: break
        case .profile(let model, _):
            connection = .wholeCurrent
            let hasNightLoad = !site.kind.addOns.contains(.storageHeating)
            let traits = model._withUnsafeGuaranteedRef { model in
                guard let draws else {
                    return model.traits(subject: subject, region: region, annual: nil, hasNightLoad: hasNightLoad)
                }
                return model.traits(draws, region: region, annual: nil, hasNightLoad: hasNightLoad)
            }
            profileTraits = traits
            // 230 V for half an hour.
            limit = Int32(traits.fuseAmps * 115)
        case .advanced(let model):
            let traits = model._withUnsafeGuaranteedRef { $0.traits(subject: subject, region: region, annual: nil) }
            advancedTraits = traits
            takeMeter(of: site, traits)
        case .unmetered(let model):
            connection = .unmetered
            unmeteredTraits = model._withUnsafeGuaranteedRef {
                $0.traits(subject: subject, region: region, annual: nil)
            }
            limit = .max
        }
        if !site.kind.addOns.isEmpty {
            addOnTraits = generator.addOns.traits(
                site.kind.addOns, subject: subject, region: region, siteClass: site.kind.siteClass)
        }
    }

    /// Takes the limit, the connection and the steps of an advanced site's meter.
    private func takeMeter(of site: Site, _ traits: AdvancedModel.Traits) {
        let scale = MeterMaker.scale(
            philox: generator.philox, subject: site.mpan.body, maximumDemand: traits.maximumDemand,
            isWholeCurrent: traits.isWholeCurrent)
        limit = Int32(clamping: scale.limit)
        connection = scale.connection
        hasSteps = scale.quantum > 1
        if hasSteps, quantiser.quantum != scale.quantum { quantiser = MeterTechnicalDetails.quantiser(scale.quantum) }
    }

    var modelFacts: (annual: Int, fuseAmps: Int) {
        switch desk.pointee.model {
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

    // MARK: - Days

    /// Opens the page of a region's day.
    @inline(never)
    private func turn(to region: GSPGroup, _ day: Int) {
        page = book.page(region, UTCDay(number: day))
        (pageRegion, pageDay) = (region, day)
        pageClockOffset = page.region.clockOffsets.after
        tables.turn()
    }

    /// The levels of a row of the loaded site's class on the open page.
    @inline(__always)
    private func levels(_ row: Int, _ model: Unmanaged<ProfileModel>) -> UnsafePointer<Int32> {
        if desk.pointee.made & ProfilePage.bit(of: row) == 0 { makeLevels(row, model) }
        // Made just now, if not before.
        return UnsafePointer(desk.pointee.levels.unsafelyUnwrapped + row &* 64)
    }

    @inline(never)
    private func makeLevels(_ row: Int, _ model: Unmanaged<ProfileModel>) {
        let model = model.takeUnretainedValue()
        let shared = page.profile(site.kind.siteClass, model)
        shared.make(row, model, page.region)
        desk.pointee.levels = shared.levels
        desk.pointee.made = shared.made
        desk.pointee.nightLevel = shared.nightLevel
    }

    /// Writes into `activeImport` what a site of the loaded smart site's size is expected to use on a UTC day: its
    /// annual figure spread by the shape of its class.
    func makeExpected(_ day: UTCDay) -> DayScratch {
        if site.region != pageRegion || day.number != pageDay { turn(to: site.region, day.number) }
        guard case .profile(let model, _) = desk.pointee.model, let annual = profileTraits?.annual else {
            return scratch
        }
        let expected = levels(model._withUnsafeGuaranteedRef { $0.rowCount - 1 }, model) + 8
        for place in 0..<48 {
            scratch.activeImport[place] = Int32(clamping: annual * Int(expected[place]) / (17_520 * 4_096))
        }
        return scratch
    }

    /// Makes one UTC day of the loaded site: what each of its meters measured, good until the next call.
    @inline(__always)
    public func make(_ day: UTCDay) -> DayScratch {
        if site.region != pageRegion || day.number != pageDay { turn(to: site.region, day.number) }
        switch desk.pointee.model {
        case .none: break
        case .profile(let model, let tables): fill(model, tables, day.number)
        case .advanced, .unmetered: fillOther()
        }
        if site.kind.addOns.isEmpty {
            for place in 0..<48 { scratch.activeImport[place] = min(scratch.demand[place], limit) }
        } else {
            addTechnologies(day.number)
        }
        if hasSteps {
            quantiser.quantise(scratch.activeImport)
            quantiser.quantise(scratch.reactiveImport)
            quantiser.quantise(scratch.reactiveExport)
            // Without panels there is no channel for export.
            if site.kind.addOns.contains(.solar) { quantiser.quantise(scratch.activeExport) }
        }
        return scratch
    }

    @inline(__always)
    private func fill(_ model: Unmanaged<ProfileModel>, _ profile: ProfileTables, _ day: Int) {
        guard let traits = profileTraits else { return }
        let levels = levels(traits.archetype, model)
        let clockOffset = pageClockOffset
        model._withUnsafeGuaranteedRef { model in
            model.fill(
                traits, subject: site.mpan.body, day: day, clockOffset: clockOffset, levels: levels, tables: profile,
                words: tables.words, demand: scratch.demand)
            if traits.night > 0 {
                model.addNight(traits, level: desk.pointee.nightLevel, demand: scratch.demand)
            }
        }
    }

    private func fillOther() {
        let shared = page.classDay(site.kind.siteClass, generator)
        let subject = site.mpan.body
        switch desk.pointee.model {
        case .none, .profile: break
        case .advanced(let model):
            guard let traits = advancedTraits else { break }
            model._withUnsafeGuaranteedRef {
                $0.fill(
                    traits, subject: subject, day: pageDay, classDay: shared, philox: tables.philox,
                    words: tables.words, scratch: scratch)
            }
        case .unmetered(let model):
            guard let traits = unmeteredTraits else { break }
            model._withUnsafeGuaranteedRef {
                $0.fill(traits, classDay: shared, scratch: scratch)
            }
        }
    }

    private func addTechnologies(_ day: Int) {
        let (addOns, subject) = (site.kind.addOns, site.mpan.body)
        generator.addOns.add(
            addOnTraits, addOns, subject: subject, day: page.region, shared: page.addOnDay(generator),
            scratch: scratch)
        generator.metering.measure(
            subject: subject, day: day, limit: limit, hasGeneration: addOns.contains(.solar),
            exportLimit: addOnTraits.exportLimit, isSteadied: addOns.contains(.battery), scratch: scratch)
    }
}
