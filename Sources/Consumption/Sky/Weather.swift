public import Market

/// Temperature and cloud of each region, manufactured: a yearly swing and smooth noise, the same for all that live there.
///
/// Models: daily mean temperature is an annual cosine about 10.5 °C of 6.5 degrees either way, coldest at the end of
/// January, 1.5 degrees lower in Scotland, with value noise of 3 degrees' deviation on a lattice of 4 days, two thirds
/// of it common to the country. Nothing is taken from any weather record.
public struct Weather: Sendable {
    private let philox: Philox

    public init(seed: UInt64) { philox = Philox(seed: seed) }

    /// The mean temperature of a UTC day, in hundredths of a degree Celsius.
    public func meanTemperature(_ region: GSPGroup, _ day: UTCDay) -> Int {
        let common = noise(subject: 1_000, channel: 0, day: day.number)
        let own = noise(subject: UInt64(region.rawValue), channel: 0, day: day.number)
        // Independent parts add in squares: 0.82² + 0.57² = 1.
        let deviate = (common * 82 + own * 57) / 100
        return Self.climate(region, day) + 300 * deviate / FixedPoint.one
    }

    /// The mean temperature that the season alone would give, in hundredths of a degree.
    public static func climate(_ region: GSPGroup, _ day: UTCDay) -> Int {
        let date = day.date
        // Days since 28 January; a turn of the table a year of 365.25 days.
        let sinceColdest = (day.number - 27) * 400 % 146_100
        _ = date
        let turn = (sinceColdest * 4_096 / 146_100 + 3_072 + 4_096) & 4_095
        return 1_050 - (region.isScottish ? 150 : 0) + 650 * Int(Tables.sine[turn]) / 32_768
    }

    /// The clearness of the sky in thousandths, for places -8 ..< 56 of a UTC day.
    ///
    /// A stand-in until the sky has a model: a day's own level.
    public func clearness(_ region: GSPGroup, _ day: UTCDay) -> InlineArray<64, Int16> {
        InlineArray(repeating: 600)
    }

    /// Smooth noise of unit deviation (Q16): normal draws every 4 days, joined by smooth steps.
    private func noise(subject: UInt64, channel: UInt64, day: Int) -> Int {
        let cell = day.flooredQuotient(by: 4)
        func draw(_ cell: Int) -> Int {
            let place = UInt32(truncatingIfNeeded: cell)
            return FixedPoint.normal(philox.block(.weather, subject: subject + channel << 32, at: place).x)
        }
        let t = FixedPoint.smoothStep((day - cell * 4) * FixedPoint.one / 4)
        return draw(cell) + ((draw(cell + 1) - draw(cell)) * t) >> 16
    }
}
