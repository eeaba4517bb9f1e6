import Market

/// Street lamps, signals and the like, from an inventory and the sun.
///
/// A half hour's energy is the sum over regimes of `watts × minutes burnt at full watts / 60`, rounded once.
final class UnmeteredModel: Sendable {
    /// What one site is.
    struct Traits: Sendable {
        /// Watt-hours a year on average.
        var annual: Int
        /// Watts of the inventory by regime.
        var watts: InlineArray<8, Int>
    }

    let regimes: [SwitchRegime]
    private let philox: Philox
    private let jitter: Int
    private let councilPerMillion: Int
    private let councilSizes: [Int]
    private let sizes: [Int]
    private let equipment: [(family: Int, low: Int, high: Int, end: Int)]
    /// Thousandths of an hour burnt in a year by region, then regime.
    private let annualBurning: [[Int]]

    init(_ siteClass: SiteClass, _ values: ParameterValues, philox: Philox) {
        self.philox = philox
        let letters: [SiteClass: Character] = [
            .unmeteredAllNight: "A", .unmeteredPartNight: "P", .unmeteredDimmed: "D", .unmeteredContinuous: "C",
        ]
        let regimes = SwitchRegime.reading(values, letter: letters[siteClass] ?? "X")
        self.regimes = regimes
        jitter = values["cloud_jitter_minutes"]
        councilPerMillion = values["council_per_mille"] * 1_000
        councilSizes = values.numbers("council_items", or: UnmeteredParameters.common)
        sizes = values.numbers("items", or: UnmeteredParameters.common)
        let list = values.list("equipment")
        var end = 0
        equipment = stride(from: 0, to: list.count, by: 4).map { at in
            end += list[at + 3]
            return (list[at], max(list[at + 1], 1), max(list[at + 2], list[at + 1], 1), end)
        }
        annualBurning = GSPGroup.allCases.map { region in
            var sums = [Int](repeating: 0, count: regimes.count)
            for step in 0..<73 {
                let day = RegionDay(region: region, day: UTCDay(number: 20_454 + 5 * step), weather: nil)
                for (place, regime) in regimes.enumerated() {
                    sums[place] += regime.burning(day).reduce(0) { $0 + Int($1) }
                }
            }
            return sums.map { $0 * 5 / 60 }
        }
    }

    // MARK: - A site

    /// What a site is.
    ///
    /// - Parameter fixed: watt-hours a year where they are given: watts are scaled to them, the inventory's list is not.
    func traits(subject: UInt64, region: GSPGroup, annual fixed: Int?) -> Traits {
        var traits = Traits(annual: 0, watts: InlineArray(repeating: 0))
        eachLine(subject) { _, watts, regime, count in traits.watts[regime] += watts * count }
        let burning = annualBurning[Int(region.rawValue)]
        for place in regimes.indices { traits.annual += traits.watts[place] * burning[place] / 1_000 }
        if let fixed, traits.annual > 0 {
            for place in regimes.indices { traits.watts[place] = traits.watts[place] * fixed / traits.annual }
            traits.annual = fixed
        }
        return traits
    }

    /// The list of what a site consists of.
    func inventory(subject: UInt64) -> UnmeteredInventory {
        var items: [UnmeteredItem] = []
        eachLine(subject) { family, watts, regime, count in
            items.append(
                UnmeteredItem(
                    chargeCode: ChargeCode.code(family: family, watts: watts), watts: watts, regime: regime,
                    count: count))
        }
        return UnmeteredInventory(items: items, regimes: regimes)
    }

    /// Calls with the family, watts, regime and count of each line: one to twenty of them, more on larger sites.
    private func eachLine(_ subject: UInt64, _ body: (Int, Int, Int, Int) -> Void) {
        guard !equipment.isEmpty, !regimes.isEmpty else { return }
        let first = philox.block(.unmetered, subject: subject, at: 0)
        let isCouncil = FixedPoint.happens(first.x, perMillion: councilPerMillion)
        let range = isCouncil ? councilSizes : sizes
        let drawn = (range[0] * FixedPoint.lognormal(first.y, deviationPerMille: range[1])) >> 16
        let total = min(max(drawn, range[2]), range[3])
        let lines = isCouncil ? 6 + FixedPoint.below(15, first.z) : 1 + FixedPoint.below(min(total, 4), first.z)
        // Each line's weight, then counts by the running sum, so that they add up to the total.
        var weightSum = 0
        for line in 1...lines { weightSum += weight(subject, line) }
        var (running, given) = (0, 0)
        for line in 1...lines {
            let draw = philox.block(.unmetered, subject: subject, at: UInt32(line))
            running += weight(subject, line)
            let upTo = total * running / weightSum
            let count = upTo - given
            given = upTo
            guard count > 0 else { continue }
            let kind = equipment.first { FixedPoint.below(1_000, draw.y) < $0.end } ?? equipment[equipment.count - 1]
            let watts = kind.low + FixedPoint.below(kind.high - kind.low + 1, draw.z)
            body(kind.family, watts, regime(FixedPoint.below(1_000, draw.w)), count)
        }
    }

    private func weight(_ subject: UInt64, _ line: Int) -> Int {
        let draw = philox.block(.unmetered, subject: subject, at: UInt32(line))
        return FixedPoint.lognormal(draw.x, deviationPerMille: 900) + 1
    }

    private func regime(_ perMille: Int) -> Int {
        var end = 0
        let place = regimes.firstIndex { regime in
            end += regime.share
            return perMille < end
        }
        return place ?? regimes.count - 1
    }

    // MARK: - A day

    /// A row for each regime: thousandths of minutes burnt at full watts in each half hour.
    func classDay(_ day: RegionDay) -> ClassDay {
        var made = ClassDay(rows: regimes.count)
        let (dusk, dawn) = cloudJitter(day)
        for (row, regime) in regimes.enumerated() {
            made.levels.replaceSubrange(
                (row * 64 + 8)..<(row * 64 + 56), with: regime.burning(day, dusk: dusk, dawn: dawn))
        }
        return made
    }

    /// Minutes by which a region's photocells switch on and off later, for the cloud: the sum of two even draws.
    private func cloudJitter(_ day: RegionDay) -> (dusk: Int, dawn: Int) {
        guard jitter > 0 else { return (0, 0) }
        // Beyond the twelve digits of any metering point.
        let subject = 1_000_000_000_000 + UInt64(day.region.rawValue)
        let draw = philox.block(.unmetered, subject: subject, at: UInt32(truncatingIfNeeded: day.day.number))
        let steps = jitter + 1
        func minutes(_ one: UInt32, _ other: UInt32) -> Int {
            FixedPoint.below(steps, one) + FixedPoint.below(steps, other) - jitter
        }
        return (minutes(draw.x, draw.y), minutes(draw.z, draw.w))
    }

    /// Writes the site's demand on the day.
    func fill(_ traits: Traits, classDay: ClassDay, scratch: DayScratch) {
        classDay.levels.withUnsafeBufferPointer { levels in
            let first = traits.watts[0]
            let count = regimes.count
            guard count > 0 else { return scratch.demand.update(repeating: 0, count: 48) }
            for place in 0..<48 {
                var sum = UInt64(truncatingIfNeeded: first &* Int(levels[8 &+ place]))
                for row in 1..<count {
                    sum &+= UInt64(truncatingIfNeeded: traits.watts[row] &* Int(levels[row &* 64 &+ 8 &+ place]))
                }
                scratch.demand[place] = Int32(truncatingIfNeeded: (sum &+ 30_000) / 60_000)
            }
        }
    }
}
