import Kernel
import Market

extension SamplePlant {
    /// Every fault that the usual files can show, each of which leaves exactly the exceptions that it names.
    ///
    /// Left out, for want of an input: FIL-01, 02, 05 and 08 (flows, replays), MPN-06 (the file's sender), MPN-08 (a
    /// suggestion), ISD-09 and 10 (combinations), EFF-06 (a register of universal time), DIG-03, CON-10,
    /// UMS-01 to 05, CMP-01 and 02.
    static let all: [SamplePlant] =
        files + identity + reference + dates + status + meters + devices + classes
        + premises + links + relations + registers

    /// Rows and fields that cannot be read.
    private static let files: [SamplePlant] = [
        SamplePlant(
            .fil03, in: .solar,
            skew: { site, _ in
                let (principal, subsidiary) = (site.points[0].mpan, site.points[1].mpan)
                site.extras.append(
                    (.links, "XX,\(MPANText.printed(principal)),\(MPANText.printed(subsidiary)),2024-01-01,"))
                site.raise(
                    .fil03, .kind, SampleSite.sender, point: 1, in: .links, row: site.links.count, "link of kind XX")
            }),
        SamplePlant(
            .fil04, in: .traditional,
            skew: { site, _ in
                site.patch(.extracts, 0, .installDate, "\(SampleSite.iso(site.extracts[0].installed)),?")
                site.raise(.fil04, .fields, SampleSite.sender, in: .extracts, "a field too many")
            }),
        SamplePlant(
            .fil06, in: .traditional,
            skew: { site, _ in
                guard let meter = site.openMeter() else { return }
                site.patch(.meters, meter, .mapEFD, ["2024-02-30", "31/12/2019", "2023-13-01"][site.varied(3)])
                site.raise(.fil06, .mapEFD, SampleSite.sender, in: .meters, row: meter, "no such day")
            }),
        SamplePlant(
            .fil07, in: .business,
            skew: { site, _ in
                guard let meter = site.openMeter() else { return }
                site.patch(.meters, meter, .makeType, ["CAFÉ 20", "ELM|5", "OAK\u{7F}3"][site.varied(3)])
                site.raise(.fil07, .makeType, SampleSite.sender, in: .meters, row: meter, "a byte outside ASCII")
            }),
        SamplePlant(
            .fil09, in: .smart,
            skew: { site, _ in
                let row = site.devices[0]
                site.extras.append(
                    (
                        .devices,
                        "\(Device.text(row.device)),\(MPANText.printed(row.mpan)),X,\(SampleSite.iso(row.asAt))"
                    ))
                site.raise(.fil09, .mpan, SampleSite.sender, in: .devices, row: 1, "one key, two values")
            }),
        SamplePlant(
            .fil10, in: .traditional,
            skew: { site, _ in
                site.repeated = .registration
                site.raise(.fil10, .mpan, SampleSite.sender, row: 1, "a row twice")
            }),
        SamplePlant(
            .fil11, in: .traditional,
            skew: { site, scene in
                let number = scene.planting.number
                let decimals = String(100_000 + number % 100_000).dropFirst()
                let subject = "\(1 + number / 100_000 % 9).\(decimals)E+12"
                site.addUnreadable(subject)
                site.raise(.fil11, .mpan, SampleSite.sender, subject: subject, row: 1, "a spreadsheet's number")
            }),
    ]

    /// MPANs that are none, or not this market's.
    private static let identity: [SamplePlant] = [
        SamplePlant(
            .mpn01, in: .traditional,
            skew: { site, _ in
                let printed = MPANText.printed(site.points[0].mpan)
                let subject = [
                    String(printed.dropLast()), printed + "7", "\(printed.prefix(5))O\(printed.dropFirst(6))",
                ][site.varied(3)]
                site.addUnreadable(subject)
                site.raise(.mpn01, .mpan, SampleSite.sender, subject: subject, row: 1, "not thirteen digits")
            }),
        SamplePlant(
            .mpn02, in: .traditional,
            skew: { site, scene in
                let code = scene.market.reference.networks[site.network].code
                let right = MPANCore(distributor: code, unique: site.strangeUnique()).number
                // Each time another digit than the right one.
                let last = (right % 10 + 1 + UInt64(site.varied(9))) % 10
                let subject = MPANText.printed(right / 10 * 10 + last)
                site.addUnreadable(subject)
                site.raise(.mpn02, .mpan, SampleSite.sender, subject: subject, row: 1, "wrong check digit")
            }),
        SamplePlant(
            .mpn03, in: .traditional,
            skew: { site, _ in
                let code: UInt8 = [41, 44, 49, 50][site.varied(4)]
                let subject = MPANText.printed(MPANCore(distributor: code, unique: site.strangeUnique()).number)
                site.addUnreadable(subject)
                site.raise(.mpn03, .mpan, SampleSite.sender, subject: subject, row: 1, "nobody's first two digits")
            }),
        SamplePlant(
            .mpn04, in: .traditional,
            change: { site, scene in
                let networks = scene.market.reference.networks
                guard let ended = networks.firstIndex(where: { $0.code == SampleReference.endedDistributor }) else {
                    return
                }
                let group = networks[site.network].groups[site.group]
                scene.move(&site, to: ended, group: group)
                site.raise(.mpn04, .mpan, scene.distributor(of: site), "a distributor that has ended")
            }),
        SamplePlant(
            .mpn05, in: .traditional,
            skew: { site, _ in
                let code: UInt8 = [99, 98, 97, 88, 78, 77][site.varied(6)]
                let subject = MPANText.printed(MPANCore(distributor: code, unique: site.strangeUnique()).number)
                site.addUnreadable(subject)
                site.raise(.mpn05, .mpan, SampleSite.sender, subject: subject, row: 1, "a pseudo distributor")
            }),
        SamplePlant(
            .mpn07, in: .traditional,
            skew: { site, scene in
                site.repeated = .registrationAgain
                site.raise(
                    .mpn07, .mpan, scene.distributor(of: site), in: .registrationAgain, "in two files of one snapshot")
            }),
        SamplePlant(
            .mpn09, in: .traditional,
            skew: { site, scene in
                let code = scene.market.reference.networks[site.network].code
                let subject = MPANText.printed(MPANCore(distributor: code, unique: site.strangeUnique()).number)
                if site.varied(2) == 0 {
                    let row = site.extracts[0]
                    site.extras.append(
                        (
                            .extracts,
                            "\(row.manager.text),\(subject),D\(row.serial.text.dropFirst()),\(SampleSite.letter(row.location)),5,"
                                + SampleSite.iso(row.installed)
                        ))
                    site.raise(
                        .mpn09, .mpan, SampleSite.sender, subject: subject, in: .extracts, row: 1, "not registered")
                } else {
                    let device = SampleMaker.identifier(UInt64(site.number) * 8 + 6, maker: 4)
                    site.extras.append(
                        (.devices, "\(Device.text(device)),\(subject),A,\(SampleSite.iso(site.today))"))
                    site.raise(
                        .mpn09, .mpan, SampleSite.sender, subject: subject, in: .devices, "not registered")
                }
            }),
    ]
}

extension SampleSite {
    /// One of so many variants, by the how-manieth of its plant.
    func varied(_ variants: Int) -> Int { (planting?.number ?? 0) % variants }

    static func iso(_ day: SampleDay) -> String { day == 0 ? "" : CalendarDate(dayNumber: Int(day)).iso }
    static func letter(_ byte: UInt8) -> String { byte == 0 ? "" : String(decoding: [byte], as: UTF8.self) }

    /// A row of registration behind the site's own, equal to it but for what stands in the MPAN's place.
    mutating func addUnreadable(_ printed: String) { impostor = printed }
}
