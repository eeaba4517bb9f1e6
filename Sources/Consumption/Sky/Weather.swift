import Kernel
public import Market

/// Temperature and cloud of each region, manufactured: a yearly swing and smooth noise, the same for all that live there.
///
/// Models: daily mean temperature is an annual cosine about 10.5 °C of 6.5 degrees either way, coldest at the end of
/// January, 1.5 degrees lower in Scotland, with smooth noise of 3 degrees' deviation on a lattice of 4 days, two thirds
/// of it common to the country. Clearness is smooth noise of a day, part of it common to the country, and of two hours,
/// brought between 0 and 1 by the normal distribution about a mean of the region's month. Nothing is taken from any
/// weather record.
public struct Weather: Sendable {
    private let philox: Philox

    public init(seed: UInt64) { philox = Philox(seed: seed) }

    /// The mean temperature of a UTC day, in hundredths of a degree Celsius.
    public func meanTemperature(_ region: GSPGroup, _ day: UTCDay) -> Int {
        let common = noise(.temperature, subject: Self.country, at: day.number, cell: 4)
        let own = noise(.temperature, subject: UInt64(region.rawValue), at: day.number, cell: 4)
        // Independent parts add in squares: 0.82² + 0.57² = 1.
        let deviate = (common * 82 + own * 57) / 100
        return Self.climate(region, day) + Self.temperatureDeviation * deviate / FixedPoint.one
    }

    /// How far a day's mean strays from the season's, in hundredths of a degree (standard deviation).
    static let temperatureDeviation = 300

    /// The mean temperature that the season alone would give, in hundredths of a degree.
    public static func climate(_ region: GSPGroup, _ day: UTCDay) -> Int {
        // Days since 28 January; a turn of the table a year of 365.25 days.
        let sinceColdest = (day.number - 27) * 400 % 146_100
        let turn = (sinceColdest * 4_096 / 146_100 + 3_072 + 4_096) & 4_095
        return 1_050 - (region.isScottish ? 150 : 0) + 650 * Int(Tables.sine[turn]) / 32_768
    }

    /// The clearness of the sky in thousandths, for places -8 ..< 56 of a UTC day.
    public func clearness(_ region: GSPGroup, _ day: UTCDay) -> InlineArray<64, Int16> {
        let subject = UInt64(region.rawValue)
        return InlineArray { (place: Int) -> Int16 in
            let halfHour = day.firstHalfHour.index + place - 8
            let common = noise(.cloud, subject: Self.country, at: halfHour, cell: 48)
            let own = noise(.cloud, subject: subject, at: halfHour, cell: 48)
            let passing = noise(.passingCloud, subject: subject, at: halfHour, cell: 4)
            // 0.55² + 0.50² + 0.67² = 1, nearly.
            let deviate = (common * 55 + own * 50 + passing * 67) / 100
            return Int16(Self.clearness(deviate: deviate, offset: Self.cloudOffset(region, day)))
        }
    }

    /// Clearness in thousandths for a deviate (Q16) and the season's offset in thousandths.
    static func clearness(deviate: Int, offset: Int) -> Int {
        let place = deviate * SkyTableWords.contrast / 1_000 + (offset + 6_000) * FixedPoint.one / 1_000
        return SkyTables.clearness[min(max((place + 512) >> 10, 0), 768)]
    }

    /// What is added to the cloud noise on a day, in thousandths: the months' values, joined from middle to middle.
    static func cloudOffset(_ region: GSPGroup, _ day: UTCDay) -> Int {
        let date = day.date
        let fromMiddle = date.day - 15
        let row = Int(region.rawValue) * 12
        let month = date.month - 1
        let here = SkyTables.cloudOffset[row + month]
        let there = SkyTables.cloudOffset[row + (month + (fromMiddle < 0 ? 11 : 1)) % 12]
        return here + (there - here) * abs(fromMiddle) / 31
    }

    /// What noise is drawn for: half of the address, so never renumbered.
    private enum Channel: UInt64 { case temperature = 0, cloud = 1, passingCloud = 2 }

    /// The subject of what the whole country shares; regions count from 0.
    private static let country: UInt64 = 1_000

    /// Smooth noise of unit deviation (Q16): normal draws every `cell` steps, joined by smooth steps.
    private func noise(_ channel: Channel, subject: UInt64, at step: Int, cell length: Int) -> Int {
        let cell = step.flooredQuotient(by: length)
        func draw(_ cell: Int) -> Int {
            let place = UInt32(truncatingIfNeeded: cell)
            return FixedPoint.normal(philox.block(.weather, subject: subject + channel.rawValue << 32, at: place).x)
        }
        let t = FixedPoint.smoothStep((step - cell * length) * FixedPoint.one / length)
        if t == 0 { return draw(cell) }
        // Between two draws the mean of both strays less than either; divided by how much less.
        let rest = FixedPoint.one - t
        let spread = SunTables.squareRoot(t * t + rest * rest)
        return (draw(cell) * rest + draw(cell + 1) * t) / spread
    }
}
