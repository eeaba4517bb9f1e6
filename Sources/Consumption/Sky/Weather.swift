import Kernel
public import Market

/// Temperature and cloud of each region, manufactured: a yearly swing and smooth noise, the same for all who live there.
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
        let common = noise(.temperature, subject: Self.country, day: day.number)
        let own = noise(.temperature, subject: UInt64(region.rawValue), day: day.number)
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
        let first = day.number * HalfHour.perDay - 8
        let offset = Self.cloudOffset(region, day)
        // Days' clouds, from the draw before the first place on; and passing clouds, every two hours.
        let (common, own) = (points(.cloud, Self.country, day.number - 1), points(.cloud, subject, day.number - 1))
        let passing = passingPoints(subject, first: first / 4)
        return InlineArray { (place: Int) -> Int16 in
            let step = place + 40
            let (cell, within) = step < 48 ? (0, step) : step < 96 ? (1, step - 48) : (2, step - 96)
            let weight = Self.dayWeights[within]
            let slow =
                (common[cell] * 55 + own[cell] * 50) * weight.before
                + (common[cell + 1] * 55 + own[cell + 1] * 50) * weight.after
            let (since, hour) = (place / 4, Self.fourWeights[place % 4])
            let fast = passing[since] * hour.before + passing[since + 1] * hour.after
            // 0.55² + 0.50² + 0.67² = 1, nearly.
            let deviate = (slow + fast * 67) / (100 * FixedPoint.one)
            return Int16(Self.clearness(deviate: deviate, offset: offset))
        }
    }

    /// The four draws of daily noise from a day's midnight on.
    private func points(_ channel: Channel, _ subject: UInt64, _ day: Int) -> SIMD4<Int> {
        SIMD4(
            draw(channel, subject, day), draw(channel, subject, day + 1), draw(channel, subject, day + 2),
            draw(channel, subject, day + 3))
    }

    /// Seventeen draws of the two-hourly noise, a block for four of them.
    private func passingPoints(_ subject: UInt64, first: Int) -> InlineArray<17, Int> {
        var made = InlineArray<17, Int>(repeating: 0)
        var block = Philox.Block()
        for at in 0..<17 {
            let point = first + at
            if at == 0 || point & 3 == 0 {
                block = philox.block(
                    .weather, subject: subject + Channel.passingCloud.rawValue << 32,
                    at: UInt32(truncatingIfNeeded: point >> 2))
            }
            made[at] = FixedPoint.normal(block[point & 3])
        }
        return made
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

    /// Smooth noise of unit deviation (Q16): normal draws every four days, joined by smooth steps.
    private func noise(_ channel: Channel, subject: UInt64, day: Int) -> Int {
        let cell = day.flooredQuotient(by: 4)
        let weight = Self.fourWeights[day - cell * 4]
        let before = draw(channel, subject, cell) * weight.before
        return (weight.after == 0 ? before : before + draw(channel, subject, cell + 1) * weight.after) >> 16
    }

    private func draw(_ channel: Channel, _ subject: UInt64, _ cell: Int) -> Int {
        let place = UInt32(truncatingIfNeeded: cell)
        return FixedPoint.normal(philox.block(.weather, subject: subject + channel.rawValue << 32, at: place).x)
    }

    /// What the draws before and after a step count, Q16: a smooth step, divided by how much less than either the mean
    /// of two draws strays, so that the noise strays as far everywhere.
    private struct Weight {
        var before: Int
        var after: Int

        init(_ step: Int, of length: Int) {
            let t = FixedPoint.smoothStep(step * FixedPoint.one / length)
            let rest = FixedPoint.one - t
            let spread = SunTables.squareRoot(t * t + rest * rest)
            before = rest * FixedPoint.one / spread
            after = t * FixedPoint.one / spread
        }
    }

    /// For noise with a draw every four steps, and every forty-eight.
    private static let fourWeights = (0..<4).map { Weight($0, of: 4) }
    private static let dayWeights = (0..<48).map { Weight($0, of: 48) }
}
