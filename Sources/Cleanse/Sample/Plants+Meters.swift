extension SamplePlant {
    /// A fault of the open meter; other registers do not speak of that meter, so that they cannot contradict it.
    private static func meter(
        _ rule: Rule, _ item: Item, in kind: SampleKind, perMillion: Int = 60, _ note: String,
        _ change: @escaping @Sendable (inout SampleMeter, inout SampleSite) -> Void
    ) -> SamplePlant {
        SamplePlant(
            rule, in: kind, perMillion: perMillion,
            change: { site, _ in
                site.dropFormerMeters()
                guard let index = site.openMeter() else { return }
                var changed = site.meters[index]
                change(&changed, &site)
                site.meters[index] = changed
                site.raise(rule, item, site.manager(index), in: .meters, row: index, note)
            },
            skew: { site, _ in site.extracts.removeAll() })
    }

    /// The same fault at two sites: the one that lends the meter and the one that copies it.
    private static func pair(
        _ rule: Rule, in kind: SampleKind, _ note: String, onlyEarlier: Bool = false,
        _ change: @escaping @Sendable (inout SampleMeter, _ other: SampleMeter, SamplePlanting) -> Void
    ) -> SamplePlant {
        SamplePlant(
            rule, in: kind, isPair: true,
            change: { site, scene in
                site.dropFormerMeters()
                guard let index = site.openMeter(), let other = scene.other?.meters.first(where: \.isOpen) else {
                    return
                }
                // Later than every site's creation, and the same day at both sites.
                let day = SampleDay(SampleMaker.lastCreation + 30 + scene.planting.number % 60)
                site.meters[index].installed = day
                site.meters[index].providerFrom = day
                change(&site.meters[index], other, scene.planting)
                guard !onlyEarlier || scene.planting.isDonor else { return }
                site.raise(rule, .meterID, site.manager(index), in: .meters, row: index, note)
            },
            skew: { site, _ in site.extracts.removeAll() })
    }

    static let meters: [SamplePlant] = meterIdentity + meterDates + meterValues

    private static let meterIdentity: [SamplePlant] = [
        meter(.mtr01, .meterID, in: .traditional, "blank") { meter, _ in meter.serial = .blank },
        pair(.mtr02, in: .traditional, "one meter at two sites") { meter, other, planting in
            guard !planting.isDonor else { return }
            meter.serial = other.serial
            meter.make = other.make
        },
        pair(.mtr03, in: .traditional, "equal but for a space") { meter, _, planting in
            // Nine characters, so that a space still fits; the two letters are used by no other meter of nine.
            let number = String(1_000_000 + planting.number).suffix(5)
            let second = Array("ABCDEFGHJKLMNPQRSTUVWXYZ")[planting.number / 100_000 % 24]
            meter.serial = SampleLongWord("X14\(second)\(planting.isDonor ? "" : " ")\(number)")
        },
        pair(.mtr04, in: .traditional, "equal but for the year") { meter, other, planting in
            guard !planting.isDonor else { return }
            meter.serial = SampleMaker.otherYear(than: other.serial)
        },
        pair(.mtr05, in: .business, "one number, two makes") { meter, other, planting in
            guard !planting.isDonor else { return }
            meter.serial = other.serial
            meter.make = other.make == "YEW 9" ? "OAK 3" : "YEW 9"
        },
        pair(.mtr06, in: .traditional, "still open after it was put in elsewhere", onlyEarlier: true) {
            meter, other, planting in
            guard !planting.isDonor else { return }
            meter.serial = other.serial
            meter.make = other.make
            meter.installed += 200
            meter.providerFrom = meter.installed
        },
    ]

    private static let meterDates: [SamplePlant] = [
        SamplePlant(
            .mtr07, in: .traditional,
            change: { site, _ in
                site.dropFormerMeters()
                guard var former = site.meters.first else { return }
                former.serial = SampleMaker.serial(UInt64(site.number * 8 + 6), year: 4)
                former.type = "N"
                former.removed = former.installed - 10
                site.meters.append(former)
                let row = site.meters.count - 1
                site.raise(
                    .mtr07, .removalDate, site.manager(row), in: .meters, row: row, "removed before it was put in")
            }),
        SamplePlant(
            .mtr08, in: .traditional,
            change: { site, _ in
                site.dropFormerMeters()
                site.dropHistories()
                guard let meter = site.openMeter() else { return }
                let end = max(site.meters[meter].installed, site.points[0].created + 60)
                site.meters[meter].installed = end
                site.meters[meter].providerFrom = end
                site.remember("mp_status", "R", from: site.points[0].created, to: end - 31)
                site.remember("mp_status", "X", from: end - 30, to: 0)
                site.raise(
                    .mtr08, .installDate, site.manager(meter), in: .meters, row: meter, "after the disconnection")
            }),
        meter(.mtr09, .installDate, in: .traditional, "before the MPAN was created") { meter, site in
            meter.installed = site.points[0].created - 30
        },
        SamplePlant(
            .mtr10, in: .traditional,
            change: { site, _ in
                site.dropFormerMeters()
                guard let open = site.openMeter() else { return }
                var former = site.meters[open]
                let day = max(site.meters[open].installed, site.points[0].created + 40)
                site.meters[open].installed = day
                site.meters[open].providerFrom = max(day, site.meters[open].providerFrom)
                former.serial = SampleMaker.serial(UInt64(site.number * 8 + 6), year: 4)
                former.installed = day - 30
                former.providerFrom = day - 30
                former.removed = day + 10
                site.meters.append(former)
                site.raise(
                    .mtr10, .installDate, site.manager(open), in: .meters, row: open, "before the old one was removed")
            }),
        SamplePlant(
            .mtr11, in: .traditional,
            change: { site, _ in
                guard let meter = site.openMeter() else { return }
                site.meters.append(site.meters[meter])
                site.raise(.mtr11, .meterID, site.manager(meter), in: .meters, row: site.meters.count - 1, "twice open")
            },
            skew: { site, _ in site.extracts.removeAll() }),
        meter(.mtr13, .mapEFD, in: .traditional, "before the meter was put in") { meter, _ in
            meter.providerFrom = meter.installed - 20
        },
        SamplePlant(
            .mtr15, in: .disconnected, perMillion: 120,
            change: { site, _ in
                guard let meter = site.meters.indices.last else { return }
                site.meters[meter].removed = 0
                site.raise(.mtr15, .meterID, site.manager(meter), in: .meters, row: meter, "disconnected, still open")
            },
            skew: { site, _ in site.extracts.removeAll() }),
    ]

    private static let meterValues: [SamplePlant] = [
        meter(.mtr12, .meterType, in: .large, "no meter type") { meter, site in
            meter.type = site.varied(2) == 0 ? "MAIN" : "HHMTR"
        },
        SamplePlant(
            .mtr14, in: .unmetered,
            change: { site, scene in
                let day = site.points[0].created
                site.meters.append(
                    SampleMeter(
                        serial: SampleMaker.serial(UInt64(site.number * 8), year: 8), type: "N", make: "ASH C1",
                        location: UInt8(ascii: "P"), digits: UInt8(ascii: "5"), installed: day,
                        provider: scene.market.reference.providers[0], providerFrom: day,
                        manager: scene.market.reference.managers[0]))
                site.raise(.mtr14, .meterID, scene.distributor(of: site), in: .meters, "unmetered, with a meter")
            }),
        meter(.loc01, .location, in: .traditional, "no such place") { meter, site in
            meter.location = [UInt8(ascii: "Q"), UInt8(ascii: "a"), UInt8(ascii: "7")][site.varied(3)]
        },
        meter(.loc02, .location, in: .traditional, perMillion: 1_500, "missing") { meter, site in
            meter.location = 0
            if site.varied(20) < 2 { site.exempt("location", until: site.varied(20) == 0 ? 180 : -30) }
        },
        meter(.loc03, .location, in: .traditional, perMillion: 1_500, "says nothing") { meter, site in
            meter.location = site.varied(2) == 0 ? UInt8(ascii: "F") : UInt8(ascii: "D")
        },
        meter(.dig01, .digits, in: .traditional, "not 1 to 9") { meter, site in
            meter.digits = site.varied(2) == 0 ? UInt8(ascii: "0") : UInt8(ascii: "X")
        },
        meter(.dig02, .digits, in: .traditional, perMillion: 1_500, "missing") { meter, _ in meter.digits = 0 },
    ]

    // MARK: Devices

    static let devices: [SamplePlant] = [
        device(.esm01, perMillion: 800, "a smart meter without a device") { site, meter in
            site.meters[meter].device = 0
        },
        SamplePlant(
            .esm02, in: .smart, perMillion: 120,
            change: { site, _ in site.dropFormerMeters() },
            skew: { site, _ in
                let text = Device.text(site.meters[0].device)
                site.patch(
                    .meters, 0, .esmeID,
                    [String(text.dropLast(1)), "\(text.prefix(20))G\(text.dropFirst(21))", "UNKNOWN"][site.varied(3)])
                site.devices.removeAll()
                site.raise(.esm02, .esmeID, site.manager(0), in: .meters, "not eight octets")
            }),
        SamplePlant(
            .esm03, in: .smart, perMillion: 300,
            change: { site, _ in site.dropFormerMeters() },
            skew: { site, _ in
                let text = Device.text(site.meters[0].device)
                let spelt = [
                    text.lowercased(), String(text.map { $0 == "-" ? ":" : $0 }), text.filter { $0 != "-" },
                    String(text.map { $0 == "-" ? " " : $0 }),
                ]
                site.patch(.meters, 0, .esmeID, spelt[site.varied(4)])
                site.raise(.esm03, .esmeID, site.manager(0), in: .meters, "another spelling")
            }),
        SamplePlant(
            .esm04, in: .smart,
            change: { site, _ in site.dropFormerMeters() },
            skew: { site, _ in
                site.patch(
                    .meters, 0, .esmeID, site.varied(2) == 0 ? "00-00-00-00-00-00-00-00" : "FF-FF-FF-FF-FF-FF-FF-FF")
                site.devices.removeAll()
                site.raise(.esm04, .esmeID, site.manager(0), in: .meters, "nobody's device")
            }),
        SamplePlant(
            .esm05, in: .smart, perMillion: 150, isPair: true,
            change: { site, scene in
                site.dropFormerMeters()
                guard let meter = site.openMeter(), let other = scene.other?.meters.first(where: \.isOpen) else {
                    return
                }
                if !scene.planting.isDonor { site.meters[meter].device = other.device }
                site.raise(.esm05, .esmeID, site.supplier(), in: .meters, row: meter, "one device at two sites")
            }),
        SamplePlant(
            .esm06, in: .solar,
            change: { site, _ in
                guard let meter = site.openMeter(of: 1) else { return }
                site.meters[meter].device = SampleMaker.identifier(UInt64(site.number * 8 + 6), maker: 3)
                for point in 0...1 {
                    guard let mine = site.openMeter(of: point) else { continue }
                    site.raise(
                        .esm06, .esmeID, site.manager(mine), point: point, in: .meters, row: mine,
                        "one meter, two devices")
                }
            }),
        SamplePlant(
            .esm07, in: .traditional,
            change: { site, _ in
                guard let meter = site.openMeter() else { return }
                site.meters[meter].device = SampleMaker.identifier(UInt64(site.number * 8), maker: 1)
                site.raise(.esm07, .esmeID, site.manager(meter), in: .meters, row: meter, "not a smart meter")
            },
            // The meter is not smart, so the data company has nothing to say of it.
            skew: { site, _ in site.devices.removeAll() }),
        SamplePlant(
            .esm09, in: .traditional,
            change: { site, _ in
                site.points[0].flag = UInt8(ascii: "I")
                site.points[0].flagFrom = max(site.points[0].created, 19_000)
                site.raise(.esm09, .dccFlag, "D:?", "flagged, no device")
            }),
        SamplePlant(
            .esm10, in: .smart, perMillion: 400,
            skew: { site, _ in
                site.devices[0].device = SampleMaker.identifier(UInt64(site.number * 8 + 6), maker: 4)
                site.raise(.esm10, .esmeID, site.supplier(), in: .devices, "another device")
            }),
        SamplePlant(
            .esm11, in: .traditional, perMillion: 200,
            skew: { site, _ in
                let device = SampleMaker.identifier(UInt64(site.number * 8 + 6), maker: 4)
                site.devices.append(
                    SampleDevice(
                        device: device, mpan: site.points[0].mpan, status: UInt8(ascii: "A"), asAt: site.today))
                site.raise(.esm11, .esmeID, site.supplier(), in: .devices, "a device without a smart meter")
            }),
        SamplePlant(
            .esm12, in: .smart, perMillion: 300,
            skew: { site, _ in
                site.devices.removeAll()
                site.raise(.esm12, .esmeID, site.supplier(), in: .meters, "unknown to the data company")
            }),
        SamplePlant(
            .esm13, in: .smart,
            change: { site, _ in
                site.dropFormerMeters()
                guard var former = site.meters.first else { return }
                let day = max(site.meters[0].installed, site.points[0].created + 40)
                site.meters[0].installed = day
                site.meters[0].providerFrom = max(day, site.meters[0].providerFrom)
                former.serial = SampleMaker.serial(UInt64(site.number * 8 + 6), year: 18)
                former.installed = day - 30
                former.providerFrom = day - 30
                former.removed = day
                site.meters.append(former)
                site.raise(.esm13, .esmeID, site.manager(0), in: .meters, "the removed meter's device")
            }),
        SamplePlant(
            .esm14, in: .smart, perMillion: 150,
            change: { site, _ in
                site.points[0].flag = UInt8(ascii: "N")
                site.raise(.esm14, .dccFlag, site.supplier(), "second generation, not active")
            }),
    ]

    private static func device(
        _ rule: Rule, perMillion: Int, _ note: String,
        _ change: @escaping @Sendable (inout SampleSite, _ meter: Int) -> Void
    ) -> SamplePlant {
        SamplePlant(
            rule, in: .smart, perMillion: perMillion,
            change: { site, _ in
                site.dropFormerMeters()
                change(&site, 0)
                site.raise(rule, .esmeID, site.manager(0), in: .meters, note)
            })
    }
}

extension SampleMaker {
    /// A serial number that differs in its two digits of the year only.
    static func otherYear(than serial: SampleLongWord) -> SampleLongWord {
        var text = Array(serial.text.utf8)
        text[2] = text[2] == 0x39 ? 0x30 : text[2] + 1
        return SampleLongWord(String(decoding: text, as: UTF8.self))
    }
}
