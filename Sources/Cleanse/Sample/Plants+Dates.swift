import Market

extension SamplePlant {
    static let dates: [SamplePlant] = [
        history(.eff01, "llfc", .llfc, isSupplier: false, "two rows overlap") { site, scene in
            let (a, b) = site.thirds
            let neutral = scene.lossClass(.neutral, at: site)
            site.remember("llfc", neutral, from: site.points[0].created, to: a + 5)
            site.remember("llfc", site.points[0].lossClass, from: a, to: b)
            site.remember("llfc", neutral, from: b + 1, to: 0)
        },
        history(.eff02, "supplier", .supplier, isSupplier: true, "a gap") { site, scene in
            let (a, _) = site.thirds
            site.remember("supplier", site.points[0].supplier, from: site.points[0].created, to: a - 5)
            site.remember("supplier", site.points[0].supplier, from: a, to: 0)
        },
        history(.eff03, "supplier", .supplier, isSupplier: true, "ends before it starts") { site, scene in
            let (a, b) = site.thirds
            site.remember("supplier", site.points[0].supplier, from: site.points[0].created, to: a)
            site.remember("supplier", site.points[0].supplier, from: a + 1, to: 0)
            site.remember("supplier", scene.supplier(otherThan: site.points[0].supplier), from: b, to: b - 2)
        },
        SamplePlant(
            .eff04, in: .traditional,
            change: { site, _ in
                site.points[0].domesticFrom = site.today + 30
                site.raise(.eff04, .dpiEFD, site.supplier(), "later than the as-at date")
            }),
        history(.eff05, "supplier", .supplier, isSupplier: true, "two values from one day") { site, scene in
            let (a, b) = site.thirds
            site.remember("supplier", site.points[0].supplier, from: site.points[0].created, to: a - 1)
            site.remember("supplier", scene.supplier(otherThan: site.points[0].supplier), from: a, to: b)
            site.remember("supplier", site.points[0].supplier, from: a, to: b)
            site.remember("supplier", site.points[0].supplier, from: b + 1, to: 0)
        },
        SamplePlant(
            .eff07, in: .traditional,
            change: { site, scene in
                let early = site.points[0].created - 20
                if site.varied(2) == 0 {
                    site.points[0].connectionFrom = early
                    site.raise(.eff07, .connectionEFD, scene.distributor(of: site), "before the MPAN was created")
                } else {
                    site.points[0].segmentFrom = early
                    site.raise(.eff07, .segmentEFD, scene.distributor(of: site), "before the MPAN was created")
                }
            }),
    ]

    /// A fault among the rows of one item's history.
    private static func history(
        _ rule: Rule, _ name: SampleLongWord, _ item: Item, isSupplier: Bool, _ note: String, _ change: @escaping Step
    ) -> SamplePlant {
        SamplePlant(
            rule, in: .traditional,
            change: { site, scene in
                site.dropHistories()
                change(&site, scene)
                site.raise(
                    rule, item, isSupplier ? site.supplier() : scene.distributor(of: site), in: .histories, note)
            })
    }

    /// Registers against each other.
    static let registers: [SamplePlant] = [
        SamplePlant(
            .rec01, in: .traditional, perMillion: 150,
            skew: { site, scene in
                site.missingEnquiry = true
                site.raise(.rec01, .mpan, scene.distributor(of: site), "not in the enquiry service")
            }),
        SamplePlant(
            .rec02, in: .traditional, perMillion: 150,
            skew: { site, scene in
                let code = scene.market.reference.networks[site.network].code
                var row = site.enquiries[0]
                row.mpan = MPANCore(distributor: code, unique: site.strangeUnique()).number
                site.enquiries.append(row)
                site.raise(
                    .rec02, .mpan, scene.distributor(of: site), subject: MPANText.printed(row.mpan), in: .enquiry,
                    row: 1, "not in registration")
            }),
        SamplePlant(.rec03, in: .smart, perMillion: 600, skew: differ),
        SamplePlant(
            .rec04, in: .traditional, perMillion: 400,
            skew: { site, _ in
                guard let meter = site.openMeter(), let row = site.extracts.indices.first else { return }
                if site.varied(2) == 0 {
                    site.extracts[row].location = site.extracts[row].location == 0x45 ? 0x48 : 0x45
                    site.raise(.rec04, .location, site.manager(meter), in: .extracts, "the extract differs")
                } else {
                    site.extracts[row].digits = UInt8(ascii: "6")
                    site.raise(.rec04, .digits, site.manager(meter), in: .extracts, "the extract differs")
                }
            }),
        SamplePlant(
            .rec05, in: .traditional,
            skew: { site, scene in
                guard let meter = site.openMeter(), var row = site.extracts.first else { return }
                row.manager = scene.manager(otherThan: row.manager)
                row.location = row.location == 0x45 ? 0x48 : 0x45
                site.extracts.append(row)
                site.raise(.rec05, .location, site.manager(meter), in: .extracts, row: 1, "two managers differ")
            }),
    ]

    /// The enquiry service has another value in one column, each time the next one.
    private static let differ: Step = { site, scene in
        let (supplier, distributor) = (site.supplier(), scene.distributor(of: site))
        let item: Item
        let owner: String
        switch site.varied(10) {
        case 0:
            site.enquiries[0].supplier = scene.supplier(otherThan: site.enquiries[0].supplier)
            (item, owner) = (.supplier, supplier)
        case 1:
            site.enquiries[0].energisation = UInt8(ascii: "D")
            (item, owner) = (.energisation, supplier)
        case 2:
            site.enquiries[0].connection = 0
            (item, owner) = (.connectionType, distributor)
        case 3:
            site.enquiries[0].domestic = UInt8(ascii: "F")
            (item, owner) = (.dpi, supplier)
        case 4:
            site.enquiries[0].lossClass = scene.lossClass(.neutral, at: site)
            (item, owner) = (.llfc, distributor)
        case 5:
            site.enquiries[0].flag = UInt8(ascii: "N")
            (item, owner) = (.dccFlag, "D:?")
        case 6:
            site.enquiries[0].supplierFrom -= 3
            (item, owner) = (.supplierEFD, supplier)
        case 7:
            site.enquiries[0].profile = "02"
            (item, owner) = (.pc, supplier)
        case 8:
            site.enquiries[0].segment = UInt8(ascii: "A")
            (item, owner) = (.segment, distributor)
        default:
            site.enquiries[0].postcode = "XX1 1XX"
            (item, owner) = (.postcode, distributor)
        }
        site.raise(.rec03, item, owner, in: .enquiry, "the enquiry service differs")
    }
}

extension SampleSite {
    /// Two days between the creation and the as-at date, at least ten days from each other and from the ends.
    var thirds: (SampleDay, SampleDay) {
        let (first, last) = (Int(points[0].created), Int(today))
        return (SampleDay(first + (last - first) / 3), SampleDay(first + (last - first) * 2 / 3))
    }
}
