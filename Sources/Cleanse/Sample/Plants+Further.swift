extension SamplePlant {
    /// Faults that the columns and registers can show that not every market has. They come after all others, so that a
    /// market without them is the same market.
    static let further: [SamplePlant] = [
        SamplePlant(
            .mtr16, in: .traditional,
            change: { site, _ in
                guard let meter = site.openMeter() else { return }
                site.meters[meter].hasLeftovers = true
                site.raise(.mtr16, .meterType, site.supplier(), in: .meters, row: meter, "left over from a smart meter")
            }),
        SamplePlant(
            .esm08, in: .smart,
            change: { site, scene in
                guard let meter = site.openMeter() else { return }
                let number = UInt64(site.number)
                site.meters[meter].device =
                    scene.planting.number % 2 == 0 ? SampleHub.hub(number) : SampleHub.gasProxy(number)
                site.raise(.esm08, .esmeID, "D:?", in: .meters, row: meter, "the hub's or the gas proxy's identifier")
            }),
        SamplePlant(
            .lnk13, in: .solar,
            change: { site, scene in
                site.links[0].isOneSided = true
                site.raise(.lnk13, .subsidiary, scene.distributor(of: site), point: 1, in: .links, "one side alone")
            }),
        SamplePlant(
            .lnk19, in: .solar,
            change: { site, _ in
                site.strayServices = 1
                site.raise(.lnk19, .subsidiary, site.supplier(1), point: 1, in: .links, "another metering service")
            }),
    ]
}

/// Communications hubs and gas proxies of the sites with a smart meter.
enum SampleHub {
    /// The number of a site's hub: no meter has it.
    static func hub(_ site: UInt64) -> UInt64 { 0x02A1_C000_0000_0000 | site &* 2_654_435_769 & 0xFFFF_FFFF }
    static func gasProxy(_ site: UInt64) -> UInt64 { 0x02A1_C100_0000_0000 | site &* 2_654_435_769 & 0xFFFF_FFFF }

    static let meteringServices: [SampleWord] = ["MSEA", "MSEB", "MSEC", "MSED"]
    static let dataServices: [SampleWord] = ["DSEA", "DSEB", "DSEC"]
    static let systemOperators: [SampleWord] = ["SMOA", "SMOB"]
}
