import Kernel

/// Puts limits, starts and ramps to the parties, by recipe.
struct MarketMaker {
    let recipe: MadeMarketRecipe
    let seed: UInt64
    let parties: MadeParties

    /// The industry limit of 33.8 million metering points, MPANs a day (`migration.md` 9.4); other sizes in proportion.
    static let industryLimit = 215_000
    static let industryMPANs = 33_800_000
    /// An independent's limit may be tiny, but not below this (`migration.md` 9.4).
    static let leastDistributorLimit = 200
    /// Migration days over which a ramp rises.
    static let rampDays = 20

    func source(_ version: Int) -> String {
        "invented: recipe \(recipe.rawValue), seed \(seed), version \(version)"
    }

    var generator: SeededGenerator { SeededGenerator(seed: seed) }

    /// At least 1.
    var industry: Int { max(1, Self.quotient(Self.industryLimit * parties.mpans, Self.industryMPANs)) }

    static func quotient(_ number: Int, _ divisor: Int) -> Int { (number + divisor - 1) / divisor }

    // MARK: Recipes

    func anchor() -> MigrationMarket {
        let calendar = MadeCalendar.workingDays()
        let days = calendar.migrationDays
        let starts = starts(days.count)
        var limits = [limit(.industry, days, 0..<days.count, industry, version: 1)]
        for place in parties.distributors.indices {
            limits.append(
                limit(.distributor(place), days, 0..<days.count, distributorLimit(place, industry), version: 1))
        }
        let ramps = starts.enumerated().map { place, start in
            envelope(parties.totals[place], over: days.count - start, for: days.count)
        }
        var settings = MigrationSettings()
        settings.finishBy = MadeMarket.finishBy
        return market(calendar, starts.map { days[$0] }, limits, ramps, settings)
    }

    func standard() -> MigrationMarket {
        let calendar = MadeCalendar.withHolds(generator)
        let days = calendar.migrationDays
        let starts = starts(days.count)
        // The second version begins with the middle sprint; before it the industry works at three fifths.
        let change = calendar.firstMigrationDay(onOrAfter: MadeCalendar.sprintStarts()[MadeCalendar.sprints / 2])
        let versions = [(0..<change, industry * 3 / 5 + 1, 1), (change..<days.count, industry + industry / 10, 2)]
        var limits: [CapacityLimit] = []
        for (range, value, version) in versions {
            limits.append(limit(.industry, days, range, value, version: version))
            for place in parties.distributors.indices {
                limits.append(
                    limit(.distributor(place), days, range, distributorLimit(place, value), version: version))
            }
        }
        let ramps = starts.enumerated().map { place, start in
            isSmall(place) ? [:] : envelope(parties.totals[place], over: days.count - start, for: Self.rampDays)
        }
        let actives = starts.enumerated().map { place, start in
            // Small ones become active on a Monday, whatever day that is.
            isSmall(place) ? days[start].adding(days: 1 - days[start].weekday.rawValue) : days[start]
        }
        var settings = MigrationSettings()
        settings.finishBy = MadeMarket.finishBy
        settings.reserve = Share(millionths: 50_000)
        settings.bufferDays = 14
        return market(calendar, actives, limits, ramps, settings)
    }

    // MARK: Parts

    /// By supplier, the place of its first migration day: three at once, three at 6 % of the days, the rest anywhere
    /// between 10 % and 62 %.
    func starts(_ days: Int) -> [Int] {
        var draw = MarketDraw(generator: generator.child("starts"))
        return parties.suppliers.indices.map { place in
            if place < 3 { return 0 }
            if place < 6 { return days * 6 / 100 }
            let (first, last) = (days / 10, days * 62 / 100)
            return first + draw.below(last - first)
        }
    }

    /// 1.35 times the even pace of a portfolio over its days, rising in equal steps over the first twenty.
    ///
    /// - Returns: the cap of each day, at least 1; empty for an empty portfolio.
    func envelope(_ mpans: Int, over days: Int, for length: Int) -> [Int: Int] {
        guard mpans > 0 else { return [:] }
        var ramp: [Int: Int] = [:]
        for day in 0..<length {
            ramp[day] = Self.quotient(135 * mpans * min(day + 1, Self.rampDays), 100 * Self.rampDays * days)
        }
        return ramp
    }

    func distributorLimit(_ place: Int, _ industry: Int) -> Int {
        max(Int(parties.distributorShares[place] * Double(industry) * 1.15), Self.leastDistributorLimit)
    }

    /// At most 5,000 of the market's 33.8 million; the Programme's own threshold is not established.
    func isSmall(_ place: Int) -> Bool { parties.totals[place] * 6_760 <= parties.mpans }

    func limit(
        _ scope: CapacityLimit.Scope, _ days: [CalendarDate], _ range: Range<Int>, _ value: Int, version: Int
    ) -> CapacityLimit {
        // Versions follow one another without a gap: a date between two days is in the earlier one.
        let to = range.upperBound < days.count ? days[range.upperBound].adding(days: -1) : MadeMarket.finishBy
        let from = range.lowerBound == 0 ? MadeMarket.firstDay : days[range.lowerBound]
        return CapacityLimit(scope: scope, from: from, to: to, value: value, source: source(version))
    }

    /// The market with its lists sorted by code.
    func market(
        _ calendar: MigrationCalendar, _ actives: [CalendarDate], _ limits: [CapacityLimit], _ ramps: [[Int: Int]],
        _ settings: MigrationSettings
    ) -> MigrationMarket {
        let suppliers = parties.suppliers.indices.sorted { parties.suppliers[$0] < parties.suppliers[$1] }
        let distributors = parties.distributors.indices.sorted { parties.distributors[$0] < parties.distributors[$1] }
        var newPlace = Array(repeating: 0, count: distributors.count)
        for (new, old) in distributors.enumerated() { newPlace[old] = new }
        var portfolios: [MigrationMarket.Portfolio] = []
        for (new, old) in suppliers.enumerated() {
            for (place, distributor) in distributors.enumerated() where parties.portfolios[old][distributor] > 0 {
                portfolios.append(
                    .init(supplier: new, distributor: place, mpans: parties.portfolios[old][distributor]))
            }
        }
        return MigrationMarket(
            suppliers: suppliers.map {
                .init(code: parties.suppliers[$0], activeFrom: actives[$0], isSmall: isSmall($0))
            },
            distributors: distributors.map { parties.distributors[$0] }, portfolios: portfolios,
            limits: limits.map { limit in
                guard case .distributor(let old) = limit.scope else { return limit }
                return CapacityLimit(
                    scope: .distributor(newPlace[old]), from: limit.from, to: limit.to, value: limit.value,
                    source: limit.source)
            }.sorted(by: Self.isBefore),
            calendar: calendar, ramps: suppliers.map { ramps[$0] }, settings: settings)
    }

    private static func isBefore(_ one: CapacityLimit, _ other: CapacityLimit) -> Bool {
        func rank(_ scope: CapacityLimit.Scope) -> Int {
            if case .distributor(let place) = scope { place } else { -1 }
        }
        return (rank(one.scope), one.from.dayNumber) < (rank(other.scope), other.from.dayNumber)
    }
}
