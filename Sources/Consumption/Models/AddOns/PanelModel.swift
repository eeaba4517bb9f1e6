import Market

/// Solar panels: the region's light on the site's roof.
struct PanelModel: Sendable {
    /// What one site's panels are.
    struct Traits: Sendable {
        /// At their peak, by the maker's test.
        var watts = 0
        /// Degrees from the horizontal, 0 to 90.
        var tilt = 0
        /// Degrees from north, clockwise.
        var azimuth = 180
        /// What comes out of what should, in per mille.
        var performance = 0
        /// The panel's own direction, and what it sees of sky and of ground, Q14.
        var east: Int32 = 0
        var north: Int32 = 0
        var up: Int32 = 0
        var sky: Int32 = 0
        var ground: Int32 = 0
        /// Watt-hours in a half hour for a watt a square metre, Q16.
        var yield = 0
        /// The most that the inverter gives in a half hour, in watt-hours.
        var inverterLimit = 0
        var exportLimit: Int32 = .max
    }

    private let philox: Philox
    private let medians: [Int]
    private let deviation: Int
    private let least: Int
    private let most: Int
    private let tiltMean: Int
    private let tiltDeviation: Int
    private let azimuthMean: Int
    private let azimuthDeviation: Int
    private let performanceMean: Int
    private let performanceDeviation: Int
    private let inverterWatts: Int
    private let inverterRatio: Int
    private let exportWatts: Int
    private let largePerMille: Int
    private let noise: Int

    init(_ values: ParameterValues, philox: Philox) {
        self.philox = philox
        medians = [
            values["watts_median"], values["business_watts_median"], values["advanced_watts_median"],
        ]
        deviation = values["watts_deviation_per_mille"]
        least = values["watts_least"]
        most = values["watts_most"]
        tiltMean = values["tilt_degrees"]
        tiltDeviation = values["tilt_deviation_degrees"]
        azimuthMean = values["azimuth_degrees"]
        azimuthDeviation = values["azimuth_deviation_degrees"]
        performanceMean = values["performance_per_mille"]
        performanceDeviation = values["performance_deviation_per_mille"]
        inverterWatts = values["inverter_watts"]
        inverterRatio = values["inverter_ratio_per_mille"]
        exportWatts = values["export_limit_watts"]
        largePerMille = values["large_connection_per_mille"]
        noise = values["noise_per_mille"]
    }

    func traits(subject: UInt64, siteClass: SiteClass) -> Traits {
        let first = philox.block(.traits, subject: subject, at: 16)
        let second = philox.block(.traits, subject: subject, at: 17)
        let isHome = siteClass == .smartDomestic || siteClass == .smartDomesticMultirate || siteClass == .traditional
        let median = medians[isHome ? 0 : siteClass.segment == .smart ? 1 : 2]
        let drawn = median * FixedPoint.lognormal(first.x, deviationPerMille: deviation) / FixedPoint.one
        // To ten watts; a business's bounds grow with its median.
        let watts = min(max(drawn, least * median / max(medians[0], 1)), most * median / max(medians[0], 1)) / 10 * 10
        let tilt = tiltMean + FixedPoint.normal(first.y) * tiltDeviation / FixedPoint.one
        let azimuth = azimuthMean + FixedPoint.normal(first.z) * azimuthDeviation / FixedPoint.one
        let performance = performanceMean + FixedPoint.normal(first.w) * performanceDeviation / FixedPoint.one
        // Beyond what a simple connection may give, some have leave for more, and the largest and businesses must.
        let large =
            !isHome || watts * 1_000 > inverterWatts * inverterRatio * 3 / 2
            || FixedPoint.below(1_000, second.x) < largePerMille && watts * 1_000 > inverterWatts * inverterRatio
        return Self.traits(
            watts: watts, tilt: min(max(tilt, 0), 90), azimuth: min(max(azimuth, azimuthMean - 100), azimuthMean + 100),
            performance: min(max(performance, 500), 1_000), inverter: large ? watts : min(watts, inverterWatts),
            export: large ? watts : exportWatts)
    }

    /// Traits of panels that are known: degrees, per mille, watts.
    static func traits(
        watts: Int, tilt: Int, azimuth: Int, performance: Int, inverter: Int, export: Int
    ) -> Traits {
        let slope = SunTables.angle(arcminutes: tilt * 60)
        let facing = SunTables.angle(arcminutes: azimuth * 60)
        func quantity14(_ value: Int) -> Int32 { Int32(truncatingIfNeeded: value >> 16) }
        let (sine, cosine) = (SunTables.sine(slope), SunTables.cosine(slope))
        return Traits(
            watts: watts, tilt: tilt, azimuth: azimuth, performance: performance,
            east: quantity14((sine * SunTables.sine(facing)) >> 30),
            north: quantity14((sine * SunTables.cosine(facing)) >> 30), up: quantity14(cosine),
            sky: quantity14((SunTables.one + cosine) / 2),
            ground: quantity14((SunTables.one - cosine) / 2 * SkyTableWords.albedo / 1_000),
            // Half an hour of watts × performance at 1,000 W a square metre.
            yield: watts * performance * FixedPoint.one / 2_000_000, inverterLimit: inverter / 2,
            exportLimit: Int32(clamping: export / 2))
    }

    /// Writes what the panels give in each half hour, in watt-hours.
    func write(
        _ traits: Traits, subject: UInt64, day: Int, _ light: SunLight, to generation: UnsafeMutablePointer<Int32>
    ) {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 48) { memory in
            guard let words = memory.baseAddress else { return }
            DayWords.fill(philox, .solar, subject: subject, day: day, into: words)
            Self.fall(light, on: traits, into: generation)
            for place in light.places {
                // A little of each site's own: passing shade, dirt, heat.
                let own = FixedPoint.one + (Int(words[place] &>> 16) - 32_768) * noise * 2 / 1_000
                let falls = (Int(generation[place]) * own) >> 16
                let given = (falls * traits.yield + 1 << 29) >> 30
                generation[place] = Int32(truncatingIfNeeded: min(given, traits.inverterLimit))
            }
        }
    }

    /// Writes the light on the panels, watts a square metre in Q14, the mean of each half hour.
    private static func fall(_ light: SunLight, on traits: Traits, into row: UnsafeMutablePointer<Int32>) {
        light.rows.withUnsafeBytes { rows in
            guard let rows = rows.baseAddress else { return }
            let target = UnsafeMutableRawPointer(row)
            @inline(__always)
            func load(_ number: Int, _ start: Int) -> SIMD8<Int32> {
                let at = (number &* 48 &+ start) &* 2
                return SIMD8<Int32>(truncatingIfNeeded: rows.loadUnaligned(fromByteOffset: at, as: SIMD8<Int16>.self))
            }
            for start in stride(from: 0, to: 48, by: 8) {
                var sum = SIMD8<Int32>()
                if start < light.places.upperBound, start &+ 8 > light.places.lowerBound {
                    // Q4 times Q14 of at most about 1,500 W: a fifth of what 32 bits hold.
                    var first = load(0, start) &* traits.east &+ load(1, start) &* traits.north
                    first = first &+ load(2, start) &* traits.up
                    var second = load(3, start) &* traits.east &+ load(4, start) &* traits.north
                    second = second &+ load(5, start) &* traits.up
                    // Nothing from behind: a sign's bits, all of them set, blot out what is below 0.
                    first = first & ~(first &>> 31)
                    second = second & ~(second &>> 31)
                    sum = load(6, start) &* traits.sky &+ load(7, start) &* traits.ground
                    sum = sum &+ sum &+ first &+ second
                }
                target.storeBytes(of: sum &>> 5, toByteOffset: start &* 4, as: SIMD8<Int32>.self)
            }
        }
    }

    /// Watt-hours to be expected in a year: from the skies to be expected on every fifteenth day.
    func expectedYear(_ traits: Traits, region: GSPGroup) -> Int {
        var sum = 0
        let lights = ExpectedLight.regions[Int(region.rawValue)]
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 48) { memory in
            guard let row = memory.baseAddress else { return }
            for light in lights {
                Self.fall(light, on: traits, into: row)
                for place in light.places {
                    sum += min((Int(row[place]) * traits.yield + 1 << 29) >> 30, traits.inverterLimit)
                }
            }
        }
        return sum * 1_461 / (4 * lights.count)
    }
}

/// The skies to be expected in each region on twenty-four days of a year.
enum ExpectedLight {
    static let regions: [[SunLight]] = GSPGroup.allCases.map { region in
        // 2027-01-01 is day 20,819.
        (0..<24).map { SunLight(expectedIn: region, on: UTCDay(number: 20_819 + 7 + $0 * 365 / 24)) }
    }
}
