import Kernel

/// What a made-up market is like.
public enum MadeMarketRecipe: String, Sendable, CaseIterable {
    /// Working days, holds and gaps between sprints, limits in two versions, small suppliers, a reserve of 5 %.
    case standard
    /// The instance of `migration.md` 9.4: 389 days, wide limits, envelopes with a ramp.
    case anchor
    /// Limits of distributors and of the industry that bind on most days, and that still just let everything through.
    case contested
}

/// Why a market cannot be made as asked.
public enum MadeMarketError: Error, Hashable, Sendable, CustomStringConvertible {
    case outOfRange(option: String, value: Int, range: ClosedRange<Int>)

    public var description: String {
        switch self {
        case .outOfRange(let option, let value, let range):
            "\(option): \(value) is outside the range; choose \(range.lowerBound) to \(range.upperBound)"
        }
    }
}

/// Makes a market out of a seed alone: no supplier, start or limit in it is a real one.
///
/// The same seed and sizes give the same market on every machine. Distributors' codes are the market's own for the
/// fourteen licence areas and invented beyond them; suppliers' codes are invented.
public struct MadeMarket: Sendable {
    public static let supplierRange = 1...2_000
    public static let distributorRange = 1...500
    public static let mpanRange = 1...1_000_000_000
    /// First day and last day of the migration (M11 and M15 as `migration.md` 1.2 has them).
    static let firstDay = CalendarDate(year: 2025, month: 10, day: 22) ?? .earliest
    static let finishBy = CalendarDate(year: 2027, month: 5, day: 7) ?? .latest

    public let recipe: MadeMarketRecipe
    public let seed: UInt64
    public let market: MigrationMarket

    /// - Throws: `MadeMarketError` where a size is outside its range.
    public init(
        seed: UInt64, recipe: MadeMarketRecipe = .standard, suppliers: Int = 90, distributors: Int = 28,
        mpans: Int = 33_800_000
    ) throws(MadeMarketError) {
        let sizes = [
            ("suppliers", suppliers, Self.supplierRange), ("distributors", distributors, Self.distributorRange),
            ("mpans", mpans, Self.mpanRange),
        ]
        for (option, value, range) in sizes where !range.contains(value) {
            throw .outOfRange(option: option, value: value, range: range)
        }
        self.recipe = recipe
        self.seed = seed
        let parties = MadeParties(
            suppliers: suppliers, distributors: distributors, mpans: mpans, generator: SeededGenerator(seed: seed))
        let maker = MarketMaker(recipe: recipe, seed: seed, parties: parties)
        market =
            switch recipe {
            case .standard: maker.standard()
            case .anchor: maker.anchor()
            case .contested: maker.contested()
            }
    }

    /// The sprints, where the calendar has gaps between them; nil: equal slices of the migration days are as good.
    public var sprints: SprintCalendar? { recipe == .anchor ? nil : MadeCalendar.sprintCalendar() }

    /// The text that goes with the files: that nothing in them is real, and how they were made.
    public var text: String {
        let days = market.calendar.migrationDays
        return """
            This market is invented. No supplier, start date, portfolio or limit in it is a real one, and no threshold
            of the Programme stands behind its numbers. The distributors' codes are those of the licence areas where they
            are known, and invented where they begin with Y; suppliers' codes are invented.

            recipe        \(recipe.rawValue)
            seed          \(seed)
            suppliers     \(market.suppliers.count)
            distributors  \(market.distributors.count)
            MPANs         \(market.mpans)
            days          \(days.count) migration days from \(days.first ?? Self.firstDay) to \(days.last ?? Self.finishBy)

            Made again by: changeover migration market --seed \(seed) --recipe \(recipe.rawValue) \
            --suppliers \(market.suppliers.count) --distributors \(market.distributors.count) --mpans \(market.mpans) \
            --out DIR

            """
    }
}
