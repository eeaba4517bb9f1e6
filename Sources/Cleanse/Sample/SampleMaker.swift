import Market

/// Makes sites as they are without faults. One a worker.
struct SampleMaker {
    let market: SampleMarket
    var site = SampleSite()
    /// The network of the last site: sites come in order, so that the next one's is the same or the next.
    private var place = 0
    var draw = SampleDraw(seed: 0, site: 0)

    init(_ market: SampleMarket) {
        self.market = market
        site.today = market.today
    }

    static let competition = 9_587  // 1996-04-01
    static let lastCreation = 19_722  // 2023-12-31
    /// Connection types and segments were populated by 13 September 2024.
    static let population = 19_979

    /// Makes a site without its fault.
    mutating func make(_ number: Int, _ kind: SampleKind) {
        site.clear()
        site.number = number
        site.kind = kind
        draw = SampleDraw(seed: market.configuration.seed, site: number)
        locate(number)
        let today = Int(site.today)
        let created = kind == .new ? today - 30 - draw.below(30) : draw.day(Self.competition, Self.lastCreation)
        makePoint(created: created)
        switch kind {
        case .smart, .smartTwoRate, .smartFirst, .traditional, .traditionalTwoRate, .prepayment, .twoMeters,
            .deenergised, .disconnected, .new:
            makeHome(kind)
        case .solar: makeSolar()
        case .related, .relatedSolar: makeRelated(kind)
        case .business, .businessSmart, .advanced, .advancedTransformer: makeBusiness(kind)
        case .large, .medium, .smallBusiness, .elective, .electiveHalfHourly, .largeExport: makeHalfHourly(kind)
        case .unmetered: makeUnmetered()
        }
        if kind != .new { makeHistories() }
    }

    private mutating func locate(_ number: Int) {
        let first = market.firstSites
        if number < first[place] { place = 0 }
        while place + 1 < first.count, number >= first[place + 1] { place += 1 }
        let network = market.liveNetworks[place]
        site.network = network
        // One site in two hundred of a licence area's owner lies outside the area.
        if market.reference.networks[network].home == nil {
            site.group = draw.below(14)
        } else {
            site.group = draw.below(200) == 0 ? 1 : 0
        }
    }

    /// The MPAN of the site's so-manieth point: rising with the site's number, not dense.
    func mpan(_ point: Int) -> UInt64 {
        let index = UInt64(site.number - market.firstSites[place])
        let scatter = SampleDraw.mixed(UInt64(site.number) ^ market.configuration.seed) % 120
        let unique = 100_000_000 + index * 128 + scatter + UInt64(point)
        let code = market.reference.networks[site.network].code
        return MPANCore(distributor: code, unique: unique).number
    }

    func lossClass(_ tariff: SampleTariff, variant: Int = 0) -> SampleWord {
        let reference = market.reference
        return reference.classes[
            reference.place(reference.networks[site.network], group: site.group, tariff, variant: variant)]
    }

    // MARK: Points

    /// The first point, as a domestic import with whole current; kinds change what differs.
    private mutating func makePoint(created: Int) {
        let reference = market.reference
        let today = Int(site.today)
        let groupIndex = reference.networks[site.network].groups[site.group]
        var point = SamplePoint()
        point.mpan = mpan(0)
        point.group = SampleReference.groupWord(groupIndex)
        point.supplier = reference.suppliers[Int(reference.supplierShares[draw.below(1_024)])]
        let from = created >= today - 60 ? created : draw.day(max(created, 16_436), max(created, today - 60))
        point.supplierFrom = SampleDay(from)
        point.mpStatus = UInt8(ascii: "R")
        point.rmpStatus = UInt8(ascii: "O")
        point.energisation = UInt8(ascii: "E")
        point.energisationFrom = SampleDay(created)
        point.profile = "01"
        point.configuration = "0393"
        point.measurementClass = UInt8(ascii: "A")
        point.timeswitch = "801"
        point.lossClass = lossClass(.domestic)
        point.lossClassFrom = SampleDay(created)
        point.connection = UInt8(ascii: "W")
        point.connectionFrom = SampleDay(max(created, Self.population))
        point.segment = UInt8(ascii: "S")
        point.segmentFrom = point.connectionFrom
        point.domestic = UInt8(ascii: "T")
        point.domesticFrom = SampleDay(max(created, 19_389))
        point.direction = UInt8(ascii: "I")
        point.metered = UInt8(ascii: "T")
        point.flag = UInt8(ascii: "N")
        point.postcode = postcode(groupIndex)
        point.created = SampleDay(created)
        site.points.append(point)
    }

    /// No postcode begins with X: eight characters that are nobody's address.
    private mutating func postcode(_ group: Int) -> SampleWord {
        let drawn = draw.next()
        func digit(_ shift: UInt64) -> UInt64 { 48 + (((drawn >> shift & 0xFFFF) * 10) >> 16) }
        func letter(_ shift: UInt64) -> UInt64 { 65 + (((drawn >> shift & 0xFFF) * 26) >> 12) }
        let area: UInt64 = 0x58 | UInt64(SampleReference.groups[group]) << 8
        let district = (digit(0) == 48 ? 49 : digit(0)) << 16 | digit(16) << 24
        return SampleWord(bits: area | district | 0x20 << 32 | digit(32) << 40 | letter(40) << 48 | letter(52) << 56)
    }

    /// Another point of the site, created on a day, everything effective from then on at the earliest.
    private mutating func addPoint(created: SampleDay) -> Int {
        let index = site.points.count
        var point = site.points[0]
        point.mpan = mpan(index)
        point.created = created
        point.supplierFrom = max(point.supplierFrom, created)
        point.energisationFrom = created
        point.lossClassFrom = created
        point.connectionFrom = max(point.connectionFrom, created)
        point.segmentFrom = max(point.segmentFrom, created)
        point.domesticFrom = max(point.domesticFrom, created)
        point.flagFrom = point.flagFrom == 0 ? 0 : max(point.flagFrom, created)
        site.points.append(point)
        return index
    }

    // MARK: Kinds

    private mutating func makeHome(_ kind: SampleKind) {
        switch kind {
        case .smart: smartMeter(first: false, twin: false)
        case .smartTwoRate:
            twoRate()
            smartMeter(first: false, twin: false)
        case .smartFirst:
            if draw.chance(120) { twoRate() }
            smartMeter(first: true, twin: false)
        case .traditionalTwoRate:
            twoRate()
            traditionalMeter("N")
        case .prepayment:
            site.points[0].timeswitch = "802"
            traditionalMeter([SampleWord("K"), SampleWord("T"), SampleWord("S")][draw.below(3)])
        case .twoMeters:
            traditionalMeter("N")
            addSecondMeter()
        case .deenergised:
            site.points[0].energisation = UInt8(ascii: "D")
            site.points[0].energisationFrom = SampleDay(Int(site.today) - 20 - draw.below(280))
            traditionalMeter("N")
        case .disconnected: disconnect()
        case .new:
            site.points[0].mpStatus = UInt8(ascii: "N")
            site.points[0].rmpStatus = UInt8(ascii: "C")
            site.points[0].energisation = UInt8(ascii: "D")
        default: traditionalMeter("N")
        }
    }

    private mutating func twoRate() {
        site.points[0].profile = "02"
        site.points[0].configuration = "0151"
        site.points[0].timeswitch = "803"
        site.points[0].lossClass = lossClass(.domesticTwoRate)
    }

    private mutating func disconnect() {
        traditionalMeter("N")
        let end = SampleDay(Int(site.today) - 100 - draw.below(600))
        for index in site.meters.indices where site.meters[index].isOpen {
            site.meters[index].removed = max(site.meters[index].installed, end)
        }
        site.points[0].mpStatus = UInt8(ascii: "X")
        site.points[0].rmpStatus = UInt8(ascii: "T")
        site.points[0].energisation = UInt8(ascii: "D")
        site.points[0].energisationFrom = max(site.points[0].created, end)
    }

    private mutating func makeSolar() {
        smartMeter(first: false, twin: false)
        addExport(sharing: site.meters.count - 1, profile: "08", configuration: "0482")
    }

    private mutating func addExport(sharing meter: Int, profile: SampleWord, configuration: SampleWord) {
        let earliest = Int(site.points[0].created)
        let created = SampleDay(draw.day(earliest, Int(site.meters[meter].installed)))
        let index = addPoint(created: created)
        site.points[index].direction = UInt8(ascii: "E")
        site.points[index].profile = profile
        site.points[index].configuration = configuration
        site.points[index].timeswitch = profile == "00" ? "847" : "866"
        site.points[index].lossClass = lossClass(profile == "00" ? .generationSite : .generation)
        var shared = site.meters[meter]
        shared.point = index
        site.meters.append(shared)
        site.links.append(
            SampleLink(
                isRelated: false, principal: site.points[0].mpan, subsidiary: site.points[index].mpan, from: created))
    }

    private mutating func makeRelated(_ kind: SampleKind) {
        site.points[0].timeswitch = "507"
        smartMeter(first: false, twin: true)
        let meter = site.meters.count - 1
        let index = addPoint(created: site.points[0].created)
        site.points[index].profile = "02"
        site.points[index].configuration = "0244"
        site.points[index].timeswitch = "508"
        site.points[index].lossClass = lossClass(.domesticOffPeak)
        var shared = site.meters[meter]
        shared.point = index
        site.meters.append(shared)
        site.links.append(
            SampleLink(
                isRelated: true, principal: site.points[0].mpan, subsidiary: site.points[index].mpan,
                from: site.points[0].created))
        if kind == .relatedSolar { addExport(sharing: meter, profile: "08", configuration: "0482") }
    }

    private mutating func makeBusiness(_ kind: SampleKind) {
        site.points[0].domestic = UInt8(ascii: "F")
        site.points[0].profile = "03"
        site.points[0].lossClass = lossClass(.business)
        switch kind {
        case .businessSmart: smartMeter(first: false, twin: false)
        case .advanced, .advancedTransformer:
            let type: SampleWord = [SampleWord("NCAMR"), SampleWord("RCAMR"), SampleWord("RCAMY")][draw.below(3)]
            site.points[0].timeswitch = "873"
            site.points[0].segment = UInt8(ascii: "A")
            if kind == .advancedTransformer {
                site.points[0].connection = UInt8(ascii: "L")
                site.points[0].profile = [SampleWord("05"), SampleWord("06"), SampleWord("07")][draw.below(3)]
                site.points[0].configuration = "0428"
                site.points[0].lossClass = lossClass(.businessMeasured)
            }
            traditionalMeter(type)
        default: traditionalMeter("N")
        }
    }

    private mutating func makeHalfHourly(_ kind: SampleKind) {
        site.points[0].profile = "00"
        site.points[0].configuration = .blank
        site.points[0].timeswitch = "845"
        site.points[0].segment = UInt8(ascii: "A")
        site.points[0].domestic = UInt8(ascii: "F")
        site.points[0].lossClass = lossClass(.halfHourly)
        switch kind {
        case .large, .largeExport: makeLarge(kind)
        case .medium:
            site.points[0].measurementClass = UInt8(ascii: "E")
            site.points[0].connection = UInt8(ascii: "L")
            halfHourlyMeter()
        case .smallBusiness:
            site.points[0].measurementClass = UInt8(ascii: "G")
            site.points[0].timeswitch = "846"
            halfHourlyMeter()
        case .electiveHalfHourly:
            site.points[0].measurementClass = UInt8(ascii: "F")
            site.points[0].timeswitch = "846"
            site.points[0].domestic = UInt8(ascii: "T")
            halfHourlyMeter()
        default:
            site.points[0].measurementClass = UInt8(ascii: "F")
            site.points[0].timeswitch = "846"
            site.points[0].domestic = UInt8(ascii: "T")
            site.points[0].segment = UInt8(ascii: "S")
            smartMeter(first: false, twin: false)
        }
    }

    private mutating func makeLarge(_ kind: SampleKind) {
        site.points[0].measurementClass = UInt8(ascii: "C")
        let voltage = kind == .largeExport ? 0 : draw.below(10)
        if voltage < 6 {
            site.points[0].connection = UInt8(ascii: "L")
            site.points[0].lossClass = lossClass(.lowVoltageSite, variant: draw.below(8))
        } else if voltage < 9 {
            site.points[0].connection = UInt8(ascii: "H")
            site.points[0].lossClass = lossClass(.highVoltageSite, variant: draw.below(4))
        } else {
            site.points[0].connection = UInt8(ascii: "E")
            site.points[0].lossClass = lossClass(.extraHighVoltageSite, variant: draw.below(2))
        }
        halfHourlyMeter()
        guard kind == .largeExport else {
            if draw.chance(400) { addCheckMeter() }
            return
        }
        addExport(sharing: site.meters.count - 1, profile: "00", configuration: .blank)
    }

    private mutating func makeUnmetered() {
        site.points[0].profile = "00"
        site.points[0].configuration = .blank
        site.points[0].measurementClass = UInt8(ascii: "D")
        site.points[0].timeswitch = "863"
        site.points[0].lossClass = lossClass(.unmetered)
        site.points[0].connection = UInt8(ascii: "U")
        site.points[0].segment = UInt8(ascii: "U")
        site.points[0].domestic = UInt8(ascii: "F")
        site.points[0].metered = UInt8(ascii: "F")
        site.points[0].flag = 0
    }
}
