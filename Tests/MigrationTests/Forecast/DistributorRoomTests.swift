import Kernel
import TestSupport
import Testing

@testable import Migration

/// Limits of distributors in the forecast.
@Suite struct DistributorRoomTests {
    private static func market(_ limits: [CapacityLimit], of made: MadeProgress) -> MigrationMarket {
        let first = made.plan.rows.map(\.date).min() ?? .earliest
        let days = (0..<700).map { first.adding(days: $0) }.map { date in
            MigrationCalendar.Day(
                date: date, dayClass: date.weekday == .saturday || date.weekday == .sunday ? .closed : .migration)
        }
        let width = made.plan.distributors.count
        var mpans = [Int](repeating: 0, count: made.plan.suppliers.count * width)
        for row in made.plan.rows { mpans[row.supplier * width + row.distributor] += row.volume }
        let portfolios = mpans.indices.map {
            MigrationMarket.Portfolio(supplier: $0 / width, distributor: $0 % width, mpans: mpans[$0])
        }
        var settings = MigrationSettings()
        settings[ForecastParameters.runs] = 20
        return MigrationMarket(
            suppliers: made.plan.suppliers.map { .init(code: $0, activeFrom: first, isSmall: false) },
            distributors: made.plan.distributors, portfolios: portfolios, limits: limits,
            calendar: MigrationCalendar(days: days), ramps: made.plan.suppliers.map { _ in [:] }, settings: settings)
    }

    private static func forecast(_ made: MadeProgress, _ limits: [CapacityLimit]) -> MigrationForecast {
        let market = market(limits, of: made)
        let first = made.plan.rows.map(\.date).min() ?? .earliest
        return MigrationForecast(
            ForecastQuestion(
                plan: made.plan, actuals: MigrationActuals(rows: made.rows), asAt: first.adding(days: 104),
                market: market, settings: market.settings, seed: 3))
    }

    private static func limit(_ place: Int, _ value: Int, of made: MadeProgress) -> CapacityLimit {
        let first = made.plan.rows.map(\.date).min() ?? .earliest
        return CapacityLimit(
            scope: .distributor(place), from: first, to: first.adding(days: 2_000), value: value, source: "made")
    }

    /// Limits that nobody reaches change nothing, to the last MPAN.
    @Test func wideLimitsChangeNothing() {
        let made = MadeProgress(.seventy, seed: 8)
        let wide = made.plan.distributors.indices.map { Self.limit($0, 100_000_000, of: made) }
        #expect(Self.forecast(made, []).outlooks == Self.forecast(made, wide).outlooks)
    }

    /// A narrow one makes its distributor, and with it the industry, later, and its days keep it nearly.
    @Test func aNarrowLimitBinds() throws {
        let made = MadeProgress(.seventy, seed: 8)
        let volume = made.plan.rows.reduce(0) { $1.distributor == 2 ? $0 + $1.volume : $0 }
        let value = volume / 400
        let free = Self.forecast(made, [])
        let bound = Self.forecast(made, [Self.limit(2, value, of: made)])
        let place = 1 + made.plan.suppliers.count + 2
        let (before, after) = (free.outlooks[place], bound.outlooks[place])
        #expect(before.bands[100].p50 > after.bands[100].p50)
        #expect(free.industry.bands[100].p50 > bound.industry.bands[100].p50)
        // No day lets more through than the limit.
        for quantile in [\MigrationForecast.Band.p10, \.p50, \.p90] {
            let path = [after.migrated] + after.bands.map { $0[keyPath: quantile] }
            #expect(zip(path, path.dropFirst()).allSatisfy { $1 - $0 <= value + 1 })
        }
    }
}
