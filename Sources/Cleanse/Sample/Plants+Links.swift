import Market

extension SamplePlant {
    /// Faults of links and related sets. The rows that a site has: 0 the related set where there is one, then the link
    /// between import and export.
    static let links: [SamplePlant] = [
        SamplePlant(
            .lnk01, in: .relatedSolar,
            change: { site, scene in
                // Two exports: the second is linked to the first instead of to the import.
                site.links.removeFirst()
                site.points[0].timeswitch = "888"
                site.becomeExport(1, like: 2)
                site.points[1].configuration = "0940"
                site.points[2].configuration = "0940"
                site.links.append(
                    SampleLink(
                        principal: site.points[2].mpan, subsidiary: site.points[1].mpan,
                        from: site.points[2].created))
                site.raise(
                    .lnk01, .principal, site.supplier(2), point: 2, in: .links, row: 1, "the principal is an export")
            }),
        SamplePlant(
            .lnk02, in: .related,
            change: { site, scene in
                site.links[0].isRelated = false
                site.points[0].timeswitch = "888"
                site.points[1].timeswitch = "891"
                site.raise(
                    .lnk02, .subsidiary, site.supplier(1), point: 1, in: .links, "the subsidiary is an import")
            }),
        SamplePlant(
            .lnk03, in: .relatedSolar,
            change: { site, scene in
                // A business whose secondary is unmetered.
                for point in site.points.indices { site.points[point].domestic = UInt8(ascii: "F") }
                site.points[0].profile = "03"
                site.points[0].lossClass = scene.lossClass(.business, at: site)
                site.points[2].configuration = "0484"
                site.meters.removeAll { $0.point == 1 }
                site.becomeUnmetered(1, scene)
                site.raise(
                    .lnk03, .subsidiary, site.supplier(1), point: 1, in: .links, "an unmetered member")
            }),
        SamplePlant(
            .lnk04, in: .relatedSolar,
            change: { site, scene in
                site.points[0].timeswitch = "888"
                site.points[1].timeswitch = "891"
                site.points[2].configuration = "0940"
                site.links[0].isRelated = false
                site.links[0].principal = site.points[1].mpan
                site.links[0].subsidiary = site.points[2].mpan
                site.links[0].from = site.points[2].created
                site.raise(.lnk04, .subsidiary, site.supplier(2), point: 2, in: .links, "two principals")
            }),
        SamplePlant(
            .lnk05, in: .solar,
            change: { site, _ in
                let own = site.points[0].mpan
                site.links.append(SampleLink(principal: own, subsidiary: own, from: site.links[0].from))
                site.raise(.lnk05, .subsidiary, site.supplier(0), in: .links, row: 1, "linked to itself")
            }),
        SamplePlant(
            .lnk06, in: .relatedSolar,
            change: { site, _ in
                site.points[2].configuration = "0483"
                site.links[1].principal = site.points[1].mpan
                site.links[1].from = max(site.links[1].from, site.links[0].from)
                site.raise(
                    .lnk06, .principal, site.supplier(1), point: 1, in: .links, row: 1, "the principal is a secondary")
            }),
        SamplePlant(
            .lnk07, in: .relatedSolar,
            change: { site, _ in
                site.points[0].timeswitch = "888"
                site.links[0].principal = site.points[2].mpan
                site.links[0].from = max(site.links[0].from, site.points[2].created)
                site.raise(.lnk07, .principal, site.supplier(2), point: 2, in: .links, "an export in a related set")
            }),
        SamplePlant(
            .lnk08, in: .relatedSolar,
            change: { site, _ in
                let (export, created) = (site.points[2].mpan, site.points[2].created)
                site.points[2] = site.points[0]
                site.points[2].mpan = export
                site.points[2].settle(created)
                site.links[1].isRelated = true
                site.links[1].principal = export
                site.links[1].subsidiary = site.points[1].mpan
                site.raise(.lnk08, .subsidiary, site.supplier(1), point: 1, in: .links, row: 1, "two sets")
            }),
        SamplePlant(
            .lnk09, in: .relatedSolar,
            change: { site, _ in
                site.points[2].configuration = "0483"
                site.links[1].principal = site.points[1].mpan
                site.links[0].from = site.links[1].from + 20
                site.raise(.lnk09, .subsidiary, site.supplier(1), point: 1, in: .links, "linked before it was related")
            }),
        SamplePlant(
            .lnk10, in: .related,
            change: { site, scene in
                site.points[1].supplier = scene.supplier(otherThan: site.points[1].supplier)
                site.raise(.lnk10, .subsidiary, site.supplier(1), point: 1, in: .links, "two suppliers")
            }),
    ]

    static let relations: [SamplePlant] = [
        SamplePlant(
            .lnk11, in: .solar, perMillion: 300,
            change: { site, _ in
                site.links.removeAll()
                site.ownMeter(1)
                site.raise(.lnk11, .subsidiary, site.supplier(1), point: 1, "an export without a link")
            }),
        SamplePlant(
            .lnk12, in: .solar,
            change: { site, scene in
                let code = scene.market.reference.networks[site.network].code
                let stranger = MPANCore(distributor: code, unique: site.strangeUnique()).number
                site.links.append(
                    SampleLink(principal: site.points[0].mpan, subsidiary: stranger, from: site.links[0].from))
                site.raise(
                    .lnk12, .subsidiary, site.supplier(0), subject: MPANText.printed(stranger), in: .links, row: 1,
                    "a member that is not registered")
            }),
        SamplePlant(
            .lnk14, in: .solar, perMillion: 150,
            change: { site, _ in
                let rest = site.points[1].postcode.bits & 0x00FF_FFFF_FFFF_FFFF
                let last: UInt64 = site.points[1].postcode.bits >> 56 == 0x41 ? 0x42 : 0x41
                site.points[1].postcode = SampleWord(bits: rest | last << 56)
                site.raise(.lnk14, .subsidiary, site.supplier(1), point: 1, in: .links, "two postcodes")
            }),
        SamplePlant(
            .lnk15, in: .solar, perMillion: 300,
            change: { site, _ in
                site.links.removeAll()
                guard let meter = site.openMeter(of: 1) else { return }
                site.raise(
                    .lnk15, .meterID, site.supplier(1), point: 1, in: .meters, row: meter, "one meter, not linked")
            }),
        SamplePlant(
            .lnk16, in: .solar, perMillion: 150,
            change: { site, _ in
                site.ownMeter(1)
                site.raise(.lnk16, .meterID, site.supplier(1), point: 1, in: .links, "no meter in common")
            }),
        SamplePlant(
            .lnk17, in: .solar,
            change: { site, _ in
                site.points[1].configuration = "0489"
                site.raise(.lnk17, .ssc, site.supplier(1), point: 1, "made for profile class 8")
            }),
        SamplePlant(
            .lnk18, in: .smart,
            change: { site, _ in
                site.points[0].timeswitch = "507"
                site.raise(.lnk18, .mtc, site.supplier(), "related, without a set")
            }),
    ]
}

extension SampleSite {
    /// Makes a point an export of the same kind as another.
    mutating func becomeExport(_ point: Int, like other: Int) {
        let mpan = points[point].mpan
        points[point] = points[other]
        points[point].mpan = mpan
    }

    mutating func becomeUnmetered(_ point: Int, _ scene: SampleScene) {
        points[point].profile = "00"
        points[point].configuration = .blank
        points[point].measurementClass = UInt8(ascii: "D")
        points[point].timeswitch = "863"
        points[point].lossClass = scene.lossClass(.unmetered, at: self)
        points[point].connection = UInt8(ascii: "U")
        points[point].segment = UInt8(ascii: "U")
        points[point].metered = UInt8(ascii: "F")
        points[point].flag = 0
        points[point].flagFrom = 0
    }

    /// Gives a point a meter of its own in place of the shared one.
    mutating func ownMeter(_ point: Int) {
        guard let index = openMeter(of: point) else { return }
        meters[index].serial = SampleMaker.serial(UInt64(number * 8 + 6), year: 20)
        meters[index].device = SampleMaker.identifier(UInt64(number * 8 + 6), maker: 2)
    }
}

extension SamplePoint {
    /// Nothing is effective before the creation.
    mutating func settle(_ created: SampleDay) {
        self.created = created
        supplierFrom = max(supplierFrom, created)
        energisationFrom = created
        lossClassFrom = created
        connectionFrom = max(connectionFrom, created)
        segmentFrom = max(segmentFrom, created)
        domesticFrom = max(domesticFrom, created)
        flagFrom = flagFrom == 0 ? 0 : max(flagFrom, created)
    }
}
