public import Market

/// Where the sun is, by integers: good to half a minute of time at sunrise and sunset, from 2000 to 2098.
///
/// The sun's mean longitude and anomaly, the equation of the centre and the reduction to the equator follow the low
/// precision formulas of the Astronomical Almanac; refraction at the horizon is the customary 34 minutes of arc.
public enum Sun {
    /// When the sun rises and sets, in minutes of the UTC day, for a place at least 49 and at most 61 degrees north.
    ///
    /// The upper edge of the disc, on a level horizon. Each is sought at its own moment, not at the day's noon.
    public static func riseAndSet(
        day: UTCDay, latitudeArcminutes: Int, longitudeArcminutes: Int
    ) -> (rise: Int, set: Int) {
        let latitude = SunTables.angle(arcminutes: latitudeArcminutes)
        let east = Int(Int32(bitPattern: SunTables.angle(arcminutes: longitudeArcminutes)))
        let midnight = minutesSince2000(day)
        // From six in the morning and in the evening, two steps come within seconds.
        var times = (rise: 1 << 30, set: 3 << 30)
        for _ in 0..<2 {
            times.rise = crossing(-1, near: times.rise, midnight, latitude, east)
            times.set = crossing(1, near: times.set, midnight, latitude, east)
        }
        return (minutes(times.rise), minutes(times.set))
    }

    /// The moment at which the sun passes the horizon, as a part of a day of 2^32; `near` is about when.
    private static func crossing(_ side: Int, near: Int, _ midnight: Int, _ latitude: UInt32, _ east: Int) -> Int {
        let sun = SunPosition(minutesSince2000: midnight + minutes(near))
        let noon = 1 << 31 - east - sun.equationOfTime
        return noon + side * Int(sun.hourAngleAtHorizon(latitude: latitude))
    }

    /// A part of a day of 2^32 as minutes, to the nearest.
    private static func minutes(_ part: Int) -> Int { (part * 1_440 + 1 << 31) >> 32 }

    static func minutesSince2000(_ day: UTCDay) -> Int {
        // 2000-01-01 is day 10,957.
        (day.number - 10_957) * 1_440
    }
}

/// The sun against the stars and the clock at one moment.
struct SunPosition {
    /// Sine and cosine of the declination, Q30.
    let sineDeclination: Int
    let cosineDeclination: Int
    /// What a sundial is ahead of the clock, as a part of a day of 2^32.
    let equationOfTime: Int
    /// Sunlight above the air against its yearly mean, Q30: 3.3 % more in January, as much less in July.
    let strength: Int

    init(minutesSince2000 minutes: Int) {
        func moved(_ start: Int, _ rate: Int) -> UInt32 {
            UInt32(truncatingIfNeeded: start + (rate * minutes) >> 20)
        }
        let mean = moved(SkyTableWords.longitudeStart, SkyTableWords.longitudeRate)
        let anomaly = moved(SkyTableWords.anomalyStart, SkyTableWords.anomalyRate)
        let centre =
            (SkyTableWords.centreFirst * SunTables.sine(anomaly)
                + SkyTableWords.centreSecond * SunTables.sine(anomaly &* 2)) >> 30
        let longitude = mean &+ UInt32(truncatingIfNeeded: centre)
        let reduction =
            (SkyTableWords.reductionFirst * SunTables.sine(longitude &* 2)
                - SkyTableWords.reductionSecond * SunTables.sine(longitude &* 4)
                + SkyTableWords.reductionThird * SunTables.sine(longitude &* 6)) >> 30
        equationOfTime = reduction - centre
        sineDeclination = (SkyTableWords.sineObliquity * SunTables.sine(longitude)) >> 30
        cosineDeclination = SunTables.squareRoot(1 << 60 - sineDeclination * sineDeclination)
        // The square of 1 + 0.0167 cos of the anomaly, to its first term.
        strength = SunTables.one + SunTables.cosine(anomaly) * 334 / 10_000
    }

    /// How far the earth turns between noon and sunset; half a turn where the sun does not set.
    func hourAngleAtHorizon(latitude: UInt32) -> UInt32 {
        let (sine, cosine) = (SunTables.sine(latitude), SunTables.cosine(latitude))
        let height = SkyTableWords.sineHorizon - (sine * sineDeclination) >> 30
        let reach = max((cosine * cosineDeclination) >> 30, 1)
        return SunTables.arccosine((height << 30) / reach)
    }

    /// Where the sun stands above a place, as a vector of length one to the east, to the north and up, Q30.
    ///
    /// - Parameter clock: the time in UTC as a part of a day of 2^32, plus the longitude as a part of a turn.
    func direction(latitude: UInt32, clock: Int) -> (east: Int, north: Int, up: Int) {
        let hourAngle = UInt32(truncatingIfNeeded: clock + equationOfTime - 1 << 31)
        let (sine, cosine) = (SunTables.sine(latitude), SunTables.cosine(latitude))
        let along = (cosineDeclination * SunTables.cosine(hourAngle)) >> 30
        return (
            -(cosineDeclination * SunTables.sine(hourAngle)) >> 30,
            (cosine * sineDeclination - sine * along) >> 30,
            (sine * sineDeclination + cosine * along) >> 30
        )
    }
}
