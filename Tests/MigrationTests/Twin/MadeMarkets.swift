import Kernel

@testable import Migration

/// Small and large markets for the twin, and a plan that shares every day in proportion to what is left.
enum MadeMarkets {
    static let start = CalendarDate(dayNumber: 20_381)  // 2025-10-20, a Monday

    static func market(
        suppliers: Int, distributors: Int, days: Int, limit: Int, each: (Int, Int) -> Int, late: Int = 0,
        _ change: (inout MigrationSettings) -> Void = { _ in }
    ) -> MigrationMarket {
        var settings = MigrationSettings()
        change(&settings)
        func code(_ letter: String, _ number: Int) -> String {
            letter + String(repeating: "0", count: 3 - String(number).count) + String(number)
        }
        var portfolios: [MigrationMarket.Portfolio] = []
        for supplier in 0..<suppliers {
            for distributor in 0..<distributors {
                portfolios.append(
                    .init(supplier: supplier, distributor: distributor, mpans: each(supplier, distributor)))
            }
        }
        var calendar: [MigrationCalendar.Day] = []
        var date = start
        while calendar.count < days {
            if date.weekday.rawValue <= 5 { calendar.append(.init(date: date, dayClass: .migration)) }
            date = date.adding(days: 1)
        }
        return MigrationMarket(
            suppliers: (0..<suppliers).map { place in
                let index = place < suppliers - late ? 0 : min(days - 1, (place * 7) % max(days * 6 / 10, 1))
                return .init(code: code("S", place), activeFrom: calendar[index].date, isSmall: place > 5)
            }, distributors: (0..<distributors).map { code("D", $0) }, portfolios: portfolios,
            limits: [
                .init(scope: .industry, from: start, to: date, value: limit, source: "made up")
            ], calendar: MigrationCalendar(days: calendar), ramps: Array(repeating: [:], count: suppliers),
            settings: settings)
    }

    static func plan(_ market: MigrationMarket) -> MigrationPlan {
        let grid = PlanningGrid(market)
        var left = grid.cells.map(\.mpans)
        var rows: [MigrationPlan.Row] = []
        for day in grid.days.indices {
            let active = grid.cells.indices.filter { day >= grid.firstDay[grid.cells[$0].supplier] && left[$0] > 0 }
            let want = active.map { place in
                (left[place] + grid.days.count - day - 1) / max(grid.days.count - day - 10, 1)
            }
            let sum = want.reduce(0, +)
            let part = sum > grid.industry[day] ? Double(grid.industry[day]) / Double(sum) : 1
            for (place, cell) in active.enumerated() {
                let volume = min(Int(Double(want[place]) * part), left[cell])
                guard volume > 0 else { continue }
                left[cell] -= volume
                rows.append(
                    .init(
                        supplier: grid.cells[cell].supplier, distributor: grid.cells[cell].distributor,
                        date: grid.days[day], volume: volume))
            }
        }
        rows.sort { ($0.supplier, $0.distributor, $0.date) < ($1.supplier, $1.distributor, $1.date) }
        let unplaced = grid.cells.indices.filter { left[$0] > 0 }.map {
            MigrationPlan.Unplaced(
                supplier: grid.cells[$0].supplier, distributor: grid.cells[$0].distributor, mpans: left[$0])
        }
        return MigrationPlan(
            suppliers: market.suppliers.map(\.code), distributors: market.distributors, rows: rows, unplaced: unplaced)
    }
}
