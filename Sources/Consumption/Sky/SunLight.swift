import Market

/// The light of one region's day, ready to fall on panels of any tilt: made once, looked at by every site.
///
/// Two moments are taken in each half hour, a quarter and three quarters through. Light comes from the sun and the
/// bright sky about it, evenly from the rest of the sky, and back from the ground (Hay and Davies' sky).
struct SunLight: Sendable {
    /// Places that have any light.
    let places: Range<Int>
    /// Watts a square metre in Q4, eight rows of 48 places: from the sun at the first moment as a vector east, north
    /// and up, and at the second; from the sky, and onto level ground, the mean of both.
    ///
    /// Sixteen bits, since a site's year looks through the light of a year: what it costs is to fetch it.
    let rows: [Int16]

    /// What a sun and a sky of a clearness give at one moment.
    struct Moment {
        var direct: Int
        var sky: Int
        var ground: Int

        /// - Parameters:
        ///   - up: sine of the elevation, Q30, above 0.
        ///   - strength: of sunlight above the air, Q30.
        ///   - clearness: in thousandths.
        init(up: Int, strength: Int, clearness: Int) {
            let clearBeam = (SkyTables.value(SkyTables.clearBeam, at: up) * strength) >> 30
            let clearDiffuse = (SkyTables.value(SkyTables.clearDiffuse, at: up) * strength) >> 30
            let open = clearness * clearness
            let beam = clearBeam * open / 1_000_000
            let clearLevel = (clearBeam * up) >> 30 + clearDiffuse
            let darkest = SkyTableWords.darkest
            ground = clearLevel * (darkest * 1_000 + (1_000 - darkest) * clearness) / 1_000_000
            let diffuse = max(ground - (beam * up) >> 30, 0)
            // The part of the sky's light that comes from about the sun: as much as the air lets through.
            let around = beam * 1_000_000 / ((SkyTableWords.sunlight * strength) >> 30)
            let nearSun = diffuse * around / 1_000_000
            direct = beam + nearSun * 1_024 / max(up >> 20, 102)
            sky = diffuse - nearSun
        }

        /// The mean of several.
        init(mean moments: [Moment]) {
            direct = moments.reduce(0) { $0 + $1.direct } / moments.count
            sky = moments.reduce(0) { $0 + $1.sky } / moments.count
            ground = moments.reduce(0) { $0 + $1.ground } / moments.count
        }
    }

    /// The light of a day under the day's clouds.
    init(_ day: RegionDay) {
        let clearness = day.clearness
        self.init(day.region, day.day) { place, up, strength in
            Moment(up: up, strength: strength, clearness: Int(clearness[place + 8]))
        }
    }

    /// The light to be expected on a day of the season: the mean of nine skies, equally likely.
    init(expectedIn region: GSPGroup, on day: UTCDay) {
        let offset = Weather.cloudOffset(region, day)
        let skies = Self.ninths.map { Weather.clearness(deviate: $0, offset: offset) }
        self.init(region, day) { _, up, strength in
            Moment(mean: skies.map { Moment(up: up, strength: strength, clearness: $0) })
        }
    }

    /// The means of the nine ninths of the normal distribution, Q16.
    static let ninths = [-111_710, -63_940, -38_800, -18_580, 0, 18_580, 38_800, 63_940, 111_710]

    private init(_ region: GSPGroup, _ day: UTCDay, _ moment: (_ place: Int, _ up: Int, _ strength: Int) -> Moment) {
        let sun = SunPosition(minutesSince2000: Sun.minutesSince2000(day) + 720)
        let latitude = SunTables.angle(arcminutes: region.latitudeArcminutes)
        let longitude = Int(Int32(bitPattern: SunTables.angle(arcminutes: region.longitudeArcminutes)))
        var rows = [Int16](repeating: 0, count: 8 * 48)
        var first = 48
        var end = 0
        for place in 0..<48 {
            var (sky, ground) = (0, 0)
            for part in 0..<2 {
                let clock = ((place * 4 + part * 2 + 1) << 32) / 192 + longitude
                let toSun = sun.direction(latitude: latitude, clock: clock)
                // A sun lower than half a degree gives nothing that a panel turns into power.
                guard toSun.up > SunTables.one / 115 else { continue }
                let light = moment(place, toSun.up, sun.strength)
                let at = part * 144 + place
                rows[at] = Int16(clamping: (light.direct * toSun.east) >> 30)
                rows[48 + at] = Int16(clamping: (light.direct * toSun.north) >> 30)
                rows[96 + at] = Int16(clamping: (light.direct * toSun.up) >> 30)
                sky += light.sky
                ground += light.ground
                first = min(first, place)
                end = place + 1
            }
            rows[288 + place] = Int16(clamping: sky / 2)
            rows[336 + place] = Int16(clamping: ground / 2)
        }
        self.rows = rows
        places = min(first, end)..<end
    }
}
