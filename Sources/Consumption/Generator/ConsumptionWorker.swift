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

    /// The traits of the loaded site, where its model is that; those of profiles are among the tables.
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
        reel.find(position, into: &site)
        desk = tables.desks + Int(site.kind.siteClass.rawValue)
        if let model = desk.pointee.profile, let draws = reel.traitDraws(at: position) {
            model._withUnsafeGuaranteedRef { takeProfile($0, draws) }
        } else {
            takeTraits()
        }
        if !site.kind.addOns.isEmpty { takeTechnologies() }
    }

    /// Makes ready to make days of a site.
    public func load(_ site: Site) {
        self.site = site
        desk = tables.desks + Int(site.kind.siteClass.rawValue)
        takeTraits()
        if !site.kind.addOns.isEmpty { takeTechnologies() }
    }

    @inline(__always)
    private func takeProfile(_ model: ProfileModel, _ draws: TraitDraws) {
        model.write(
            draws, region: site.region, annual: nil, hasNightLoad: !site.kind.addOns.contains(.storageHeating),
            to: tables.traits)
        connection = .wholeCurrent
        hasSteps = false
        // 230 V for half an hour.
        limit = Int32(tables.traits.pointee.fuseAmps * 115)
    }

    /// Takes the traits of a site that follows no other, or is none of a profile.
    @inline(never)
    private func takeTraits() {
        let (subject, region) = (site.mpan.body, site.region)
        hasSteps = false
        if let model = desk.pointee.profile?.takeUnretainedValue() {
            let (first, second, third, _) = tables.philox.blocks(
                subject: subject, places: SIMD4(0, 1, 2, 3), purposes: SIMD4(repeating: Purpose.traits.rawValue))
            takeProfile(model, TraitDraws(first: first, second: second, third: third))
        } else if let model = desk.pointee.advanced?.takeUnretainedValue() {
            let traits = model.traits(subject: subject, region: region, annual: nil)
            advancedTraits = traits
            takeMeter(of: site, traits)
        } else if let model = desk.pointee.unmetered?.takeUnretainedValue() {
            connection = .unmetered
            unmeteredTraits = model.traits(subject: subject, region: region, annual: nil)
            limit = .max
        }
    }

    @inline(never)
    private func takeTechnologies() {
        addOnTraits = generator.addOns.traits(
            site.kind.addOns, subject: site.mpan.body, region: site.region, siteClass: site.kind.siteClass)
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
        if desk.pointee.profile != nil { return (tables.traits.pointee.annual, tables.traits.pointee.fuseAmps) }
        if desk.pointee.advanced != nil { return (advancedTraits?.annual ?? 0, 0) }
        return (desk.pointee.unmetered == nil ? 0 : unmeteredTraits?.annual ?? 0, 0)
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
        guard let levels = desk.pointee.levels else { preconditionFailure("a row that is made lies somewhere") }
        return UnsafePointer(levels + row &* 64)
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
        guard let model = desk.pointee.profile else { return scratch }
        let annual = tables.traits.pointee.annual
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
        if let model = desk.pointee.profile {
            fill(model, day.number)
        } else {
            fillOther()
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
    private func fill(_ model: Unmanaged<ProfileModel>, _ day: Int) {
        guard let habits = desk.pointee.habits else { return }
        let levels = levels(tables.traits.pointee.archetype, model)
        model._withUnsafeGuaranteedRef { model in
            model.fill(
                tables, subject: site.mpan.body, day: day, clockOffset: pageClockOffset, levels: levels,
                habits: habits, demand: scratch.demand)
            if tables.traits.pointee.night > 0 {
                model.addNight(tables.traits, level: desk.pointee.nightLevel, demand: scratch.demand)
            }
        }
    }

    @inline(never)
    private func fillOther() {
        let shared = page.classDay(site.kind.siteClass, generator)
        if let model = desk.pointee.advanced?.takeUnretainedValue(), let traits = advancedTraits {
            model.fill(
                traits, subject: site.mpan.body, day: pageDay, classDay: shared, philox: tables.philox,
                words: tables.words, scratch: scratch)
        } else if let model = desk.pointee.unmetered?.takeUnretainedValue(), let traits = unmeteredTraits {
            model.fill(traits, classDay: shared, scratch: scratch)
        }
    }

    @inline(never)
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
