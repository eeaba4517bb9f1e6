import Kernel

extension SamplePlant {
    /// A wrong value in one field of registration, and of the enquiry service, which has it from there.
    private static func field(
        _ rule: Rule, _ item: Item, in kind: SampleKind, owner: Role, perMillion: Int = 60, _ note: String,
        _ change: @escaping @Sendable (inout SamplePoint, SampleSite, SampleScene) -> Void
    ) -> SamplePlant {
        SamplePlant(
            rule, in: kind, perMillion: perMillion,
            change: { site, scene in
                let before = site
                change(&site.points[0], before, scene)
                let party =
                    switch owner {
                    case .supplier: site.supplier()
                    case .distributor: scene.distributor(of: site)
                    case .device: "D:?"
                    }
                site.raise(rule, item, party, note)
            })
    }

    private enum Role { case supplier, distributor, device }

    static let reference: [SamplePlant] = [
        field(.isd01, .gspGroup, in: .traditional, owner: .distributor, "no GSP group") { point, _, _ in
            point.group = "_I"
        },
        SamplePlant(
            .isd02, in: .traditional,
            change: { site, scene in
                scene.move(&site, to: 0, group: 0)
                site.points[0].group = "_N"
                site.raise(.isd02, .gspGroup, scene.distributor(of: site), "another group than the home group")
            }),
        field(.isd03, .llfc, in: .traditional, owner: .distributor, "no such class") { point, _, _ in
            point.lossClass = "ZZ9"
        },
        field(.isd04, .llfc, in: .traditional, owner: .distributor, "the class has ended") { point, site, scene in
            point.lossClass = scene.lossClass(.ended, at: site)
        },
        field(.isd05, .llfc, in: .traditional, owner: .distributor, "a class not to be used") { point, site, scene in
            point.lossClass = scene.lossClass(site.varied(2) == 0 ? .retired : .spare, at: site)
        },
        field(.isd06, .mtc, in: .traditional, owner: .supplier, "no such code") { point, _, _ in
            point.timeswitch = "398"
        },
        field(.isd07, .ssc, in: .traditional, owner: .supplier, "no such code") { point, _, _ in
            point.configuration = "9999"
        },
        field(.isd08, .pc, in: .traditional, owner: .supplier, "no profile class") { point, _, _ in
            point.profile = "09"
        },
        SamplePlant(
            .isd11, in: .smart,
            change: { site, _ in
                site.dropHistories()
                site.points[0].supplier = SampleReference.endedSupplier
                site.points[0].supplierFrom = max(site.points[0].supplierFrom, 18_400)
                site.raise(.isd11, .supplier, site.supplier(), "not a supplier on that day")
            }),
        SamplePlant(
            .isd12, in: .traditional,
            change: { site, _ in
                guard let meter = site.openMeter() else { return }
                if site.varied(2) == 0 {
                    site.meters[meter].provider = SampleReference.stranger
                    site.raise(.isd12, .mapID, site.manager(meter), in: .meters, row: meter, "no meter asset provider")
                } else {
                    for index in site.meters.indices { site.meters[index].manager = SampleReference.stranger }
                    site.raise(.isd12, .mem, site.manager(meter), in: .meters, row: meter, "no equipment manager")
                }
            }),
        SamplePlant(
            .isd13, in: .traditional,
            skew: { site, _ in
                site.patch(.registration, 0, .pc, "1")
                site.raise(.isd13, .pc, SampleSite.sender, "a leading zero is lost")
            }),
    ]

    static let status: [SamplePlant] = [
        field(.sta01, .mpStatus, in: .traditional, owner: .distributor, "no such status") { point, _, _ in
            point.mpStatus = UInt8(ascii: "Q")
        },
        field(.sta02, .mpStatus, in: .disconnected, owner: .distributor, "disconnected, operational") { point, _, _ in
            point.rmpStatus = UInt8(ascii: "O")
        },
        field(.sta03, .mpStatus, in: .disconnected, owner: .supplier, "disconnected, energised") { point, _, _ in
            point.energisation = UInt8(ascii: "E")
        },
        field(.sta04, .energisation, in: .traditional, owner: .supplier, "undefined") { point, _, _ in
            point.energisation = UInt8(ascii: "U")
        },
        SamplePlant(
            .sta05, in: .traditional, perMillion: 150,
            change: { site, _ in
                for index in site.meters.indices where site.meters[index].isOpen {
                    site.meters[index].removed = max(site.meters[index].installed, site.today - 40)
                }
                site.raise(.sta05, .energisation, "M:?", "energised, no meter")
            }),
        SamplePlant(
            .sta06, in: .smart,
            change: { site, _ in
                site.points[0].energisation = UInt8(ascii: "D")
                site.points[0].energisationFrom = max(site.points[0].created, site.today - 90)
                site.points[0].flag = UInt8(ascii: "A")
                site.raise(.sta06, .energisation, site.supplier(), "de-energised, the meter talks")
            }),
        field(.sta07, .energisation, in: .deenergised, owner: .supplier, "for years") { point, site, _ in
            point.energisationFrom = min(site.today - 800, max(point.created, 18_000))
        },
    ]

    static let classes: [SamplePlant] = [
        field(.mcl01, .mc, in: .traditional, owner: .supplier, "no class") { point, _, _ in
            point.measurementClass = UInt8(ascii: "Q")
        },
        field(.mcl02, .mc, in: .traditional, owner: .supplier, "class A, profile class 00") { point, _, _ in
            point.profile = "00"
        },
        field(.mcl03, .mc, in: .traditional, owner: .supplier, "unmetered code, metered class") { point, _, _ in
            point.timeswitch = "858"
        },
        field(.mcl04, .mc, in: .traditional, owner: .supplier, "half-hourly code, class A") { point, _, _ in
            point.timeswitch = "845"
        },
        field(.con01, .connectionType, in: .traditional, owner: .distributor, "no connection type") { point, _, _ in
            point.connection = UInt8(ascii: "Q")
        },
        field(.con02, .connectionType, in: .unmetered, owner: .distributor, "class D, not U") { point, _, _ in
            point.connection = UInt8(ascii: "W")
        },
        field(.con03, .connectionType, in: .traditional, owner: .distributor, "class A, U") { point, _, _ in
            point.connection = UInt8(ascii: "U")
        },
        field(.con04, .connectionType, in: .smallBusiness, owner: .distributor, "class G, not W") { point, _, _ in
            point.connection = UInt8(ascii: "L")
        },
        field(.con05, .connectionType, in: .medium, owner: .distributor, "class E, W") { point, _, _ in
            point.connection = UInt8(ascii: "W")
        },
        field(.con06, .connectionType, in: .electiveHalfHourly, owner: .distributor, "class F, not W") { point, _, _ in
            point.connection = UInt8(ascii: "L")
        },
        // With a segment it would be SEG-03 or SEG-04 as well.
        field(.con07, .connectionType, in: .smart, owner: .distributor, "smart, not W") { point, _, _ in
            point.connection = UInt8(ascii: "L")
            point.segment = 0
            point.segmentFrom = 0
        },
        field(.con08, .connectionType, in: .smart, owner: .distributor, perMillion: 500, "smart, blank") {
            point, _, _ in
            point.connection = 0
            point.connectionFrom = 0
        },
        field(.con09, .connectionType, in: .traditional, owner: .distributor, perMillion: 2_000, "blank") {
            point, _, _ in
            point.connection = 0
            point.connectionFrom = 0
        },
        field(.seg01, .segment, in: .traditional, owner: .distributor, "no segment") { point, _, _ in
            point.segment = UInt8(ascii: "Q")
        },
        field(.seg02, .segment, in: .traditional, owner: .distributor, "unmetered segment, W") { point, _, _ in
            point.segment = UInt8(ascii: "U")
        },
        field(.seg03, .segment, in: .business, owner: .distributor, "low voltage, segment S") { point, _, _ in
            point.connection = UInt8(ascii: "L")
        },
        field(.seg04, .segment, in: .advanced, owner: .distributor, "advanced meter, segment S") { point, _, _ in
            point.segment = UInt8(ascii: "S")
        },
        field(.seg05, .metered, in: .traditional, owner: .distributor, "W, not metered") { point, _, _ in
            point.metered = UInt8(ascii: "F")
        },
        field(.dir01, .direction, in: .traditional, owner: .distributor, "no direction") { point, _, _ in
            point.direction = UInt8(ascii: "Q")
        },
        field(.dir02, .direction, in: .traditional, owner: .distributor, "export class, import") { point, site, scene in
            point.lossClass = scene.lossClass(.generation, at: site)
        },
        field(.dir03, .direction, in: .traditional, owner: .supplier, "export configuration, import") { point, _, _ in
            point.configuration = "0940"
        },
        field(.dir04, .direction, in: .traditional, owner: .supplier, "export code, import") { point, _, _ in
            point.timeswitch = "866"
        },
        SamplePlant(
            .dir05, in: .solar,
            change: { site, _ in
                site.points[1].profile = "01"
                site.raise(.dir05, .direction, site.supplier(1), point: 1, "export of profile class 01")
            }),
    ]

    static let premises: [SamplePlant] = [
        SamplePlant(
            .dpi01, in: .smart, perMillion: 500,
            change: { site, _ in
                site.points[0].domestic = 0
                site.points[0].domesticFrom = 0
                if site.varied(4) == 0 { site.exempt("dpi", until: 180) }
                site.raise(.dpi01, .dpi, site.supplier(), site.varied(4) == 0 ? "missing; exempt" : "missing")
            }),
        SamplePlant(
            .dpi02, in: .traditional,
            skew: { site, _ in
                site.patch(.registration, 0, .dpi, ["D", "domestic", "2"][site.varied(3)])
                site.raise(.dpi02, .dpi, SampleSite.sender, "neither yes nor no")
            }),
        field(.dpi03, .dpi, in: .traditional, owner: .supplier, perMillion: 300, "class 01, not domestic") {
            point, site, scene in
            point.domestic = UInt8(ascii: "F")
            point.lossClass = scene.lossClass(.neutral, at: site)
        },
        field(.dpi04, .dpi, in: .smallBusiness, owner: .supplier, "class G, domestic") { point, _, _ in
            point.domestic = UInt8(ascii: "T")
        },
        field(.dpi05, .dpi, in: .traditional, owner: .supplier, "non-domestic class, domestic") { point, site, scene in
            point.lossClass = scene.lossClass(.business, at: site)
        },
        field(.dpi06, .dpi, in: .unmetered, owner: .supplier, "unmetered, domestic") { point, _, _ in
            point.domestic = UInt8(ascii: "T")
        },
        SamplePlant(
            .dpi07, in: .solar,
            change: { site, _ in
                site.points[1].domestic = UInt8(ascii: "F")
                site.raise(.dpi07, .dpi, site.supplier(1), point: 1, "linked MPANs differ")
            }),
        field(.dpi08, .dpi, in: .large, owner: .supplier, "high voltage, domestic") { point, site, scene in
            point.connection = UInt8(ascii: "H")
            point.lossClass = scene.lossClass(.highVoltageSite, at: site)
            point.domestic = UInt8(ascii: "T")
        },
    ]
}

extension SampleSite {
    /// An exemption of the first point's item, ending so many days from the as-at date.
    mutating func exempt(_ item: String, until days: Int) {
        let until = CalendarDate(dayNumber: Int(today) + days).iso
        extras.append((.exemptions, "\(MPANText.printed(points[0].mpan)),\(item),access refused,\(until)"))
    }
}
