import Kernel

/// A named run, complete by itself: `--scenario clock-change-week` needs no other option, and any option replaces one
/// field of the configuration.
public struct Scenario: Sendable, Hashable {
    /// The word of `--scenario`.
    public let word: String
    /// What it holds and what it is for, in a sentence or two.
    public let summary: String
    /// Whether its default size is the whole market's.
    public let isMarketSized: Bool
    private let pack: Pack

    private init(_ word: String, _ pack: Pack, _ summary: String, isMarketSized: Bool = false) {
        self.word = word
        self.pack = pack
        self.summary = summary
        self.isMarketSized = isMarketSized
    }

    /// The scenario with this word, or nil.
    public init?(word: some StringProtocol) {
        guard let found = Self.all.first(where: { $0.word == word }) else { return nil }
        self = found
    }

    /// Its configuration. The seed decides the day of `peak-day`, which is the coldest that the seed's weather has.
    public func configuration(seed: UInt64 = Self.defaultSeed) -> ConsumptionConfiguration { pack.configuration(seed) }

    /// The seed of a scenario that is given none.
    public static let defaultSeed: UInt64 = 42

    /// Every scenario, in the order in which help lists them.
    public static let all: [Scenario] = [
        Scenario(
            "clock-change-week", .clockChange(.forward),
            "1,000 MPANs of the market's mix over the week about the clock change of 29 March 2026, with the four "
                + "clock-change defects planted."),
        Scenario(
            "clock-change-week-october", .clockChange(.back),
            "The same about the clock change of 25 October 2026, whose day has 50 half hours."),
        Scenario(
            "peak-day", .peakDay,
            "1,000 MPANs of the market's mix on the coldest working day of January 2026, without defects."),
        Scenario(
            "settlement-day", .settlementDay,
            "1,000 MPANs of the market's mix on one ordinary working day, without defects."),
        Scenario(
            "gb-day", .greatBritain,
            "32,000,000 MPANs of the market's mix on the same day: a settlement day of Great Britain.",
            isMarketSized: true),
        Scenario(
            "unmetered-only", .unmetered,
            "1,000 inventories of street lighting and other unmetered load over a week, in four switch regimes."),
        Scenario(
            "advanced-ct-replay", .replay,
            "400 advanced sites over 28 days, half-hourly with reactive power; some days late, some sent twice, and "
                + "multipliers wrong, so that history must be replayed."),
        Scenario(
            "change-of-supplier-storm", .changeOfSupplier,
            "1,000 MPANs over January 2026, of which 400 change supplier and others agent or segment within the month, "
                + "with late data about it."),
        Scenario(
            "dirty-data", .dirty,
            "1,000 MPANs of the market's mix over 28 days about the March clock change, with every kind of defect."),
    ]
}

extension Scenario {
    enum Pack: Sendable, Hashable {
        enum Change: Sendable, Hashable { case forward, back }

        case clockChange(Change), peakDay, settlementDay, greatBritain, unmetered, replay, changeOfSupplier, dirty

        func configuration(_ seed: UInt64) -> ConsumptionConfiguration {
            switch self {
            case .clockChange(let change): Scenario.clockChangeWeek(seed, change)
            case .peakDay: Scenario.market(seed, from: Scenario.coldestWorkingDay(seed), days: 1)
            case .settlementDay: Scenario.market(seed, from: Scenario.date(2026, 1, 15), days: 1)
            case .greatBritain: Scenario.market(seed, from: Scenario.date(2026, 1, 15), days: 1, count: 32_000_000)
            case .unmetered: Scenario.unmeteredOnly(seed)
            case .replay: Scenario.advancedReplay(seed)
            case .changeOfSupplier: Scenario.changeOfSupplierStorm(seed)
            case .dirty:
                Scenario.market(seed, from: Scenario.date(2026, 3, 16), days: 28, defects: Scenario.everyDefect)
            }
        }
    }

    static func date(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
        guard let date = CalendarDate(year: year, month: month, day: day) else {
            preconditionFailure("a scenario's date exists")
        }
        return date
    }
}
