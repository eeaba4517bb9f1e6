import Kernel

/// The contested market: a plan is drawn first and forgotten, and the limits are laid closely around it.
///
/// So there is a plan that places everything, and little room for any other. Stretches of ten migration days take turns:
/// in one the industry has a hundredth more than the plan's fullest day needs and every third distributor just what it
/// needs, in the next every third distributor has an eighth more, the others just enough, and the industry ample. So
/// both kinds of limit bind, each on most of its days, and what is taken early of one is missed later of the other.
extension MarketMaker {
    private static let stretch = 10

    /// What the forgotten plan does on each day.
    private struct Witness {
        var industry: [Int]
        /// By distributor.
        var distributors: [[Int]]
        /// By supplier.
        var suppliers: [[Int]]
    }

    func contested() -> MigrationMarket {
        let calendar = MadeCalendar.withHolds(generator)
        var settings = MigrationSettings()
        settings.finishBy = MadeMarket.finishBy
        settings.reserve = Share(millionths: 50_000)
        settings.bufferDays = 7
        let last = MadeMarket.finishBy.adding(days: -settings.bufferDays)
        let days = calendar.migrationDays
        let usable = days.prefix { $0 <= last }.count
        let starts = starts(usable)
        let witness = witness(starts, usable)
        var limits: [CapacityLimit] = []
        for (number, first) in stride(from: 0, to: usable, by: Self.stretch).enumerated() {
            let range = first..<min(first + Self.stretch, usable)
            // The last stretch goes on to the end of the calendar.
            let named = first..<(range.upperBound == usable ? days.count : range.upperBound)
            func value(_ volumes: [Int], extra: Int) -> Int {
                let most = volumes[range].max() ?? 0
                return Self.gross(most + Self.quotient(most * extra, 1_000), settings.reserve)
            }
            let isIndustrys = number.isMultiple(of: 2)
            limits.append(
                limit(
                    .industry, days, named, value(witness.industry, extra: isIndustrys ? 10 : 150), version: number + 1)
            )
            for (place, volumes) in witness.distributors.enumerated() {
                let isThird = (place + number / 2).isMultiple(of: 3)
                limits.append(
                    limit(
                        .distributor(place), days, named, value(volumes, extra: isThird == isIndustrys ? 0 : 125),
                        version: number + 1))
            }
        }
        let ramps = starts.enumerated().map { place, start in
            var ramp = envelope(parties.totals[place], over: usable - start, for: usable)
            for (day, cap) in ramp where start + day < usable {
                ramp[day] = max(cap, witness.suppliers[place][start + day])
            }
            return ramp
        }
        return market(calendar, starts.map { days[$0] }, limits, ramps, settings)
    }

    /// The least limit that leaves this much after the reserve.
    static func gross(_ usable: Int, _ reserve: Share) -> Int {
        var value = usable
        while value - reserve.floor(of: value) < usable { value += usable - (value - reserve.floor(of: value)) }
        return value
    }

    /// Every portfolio at an even pace over its supplier's days, slower over the ramp, in whole numbers.
    private func witness(_ starts: [Int], _ days: Int) -> Witness {
        var draw = MarketDraw(generator: generator.child("witness"))
        var witness = Witness(
            industry: Array(repeating: 0, count: days),
            distributors: parties.distributors.map { _ in Array(repeating: 0, count: days) },
            suppliers: parties.suppliers.map { _ in Array(repeating: 0, count: days) })
        for (supplier, portfolio) in parties.portfolios.enumerated() {
            let start = starts[supplier]
            var paces = [0]
            for day in start..<days { paces.append((paces.last ?? 0) + min(day - start + 1, Self.rampDays)) }
            let whole = paces.last ?? 1
            for (distributor, mpans) in portfolio.enumerated() where mpans > 0 {
                // Where in a day's fraction a cell begins is drawn, or all cells would round up on the same days.
                let phase = draw.below(whole)
                for day in start..<days {
                    let before = (mpans * paces[day - start] + phase) / whole
                    let volume = (mpans * paces[day - start + 1] + phase) / whole - before
                    witness.industry[day] += volume
                    witness.distributors[distributor][day] += volume
                    witness.suppliers[supplier][day] += volume
                }
            }
        }
        return witness
    }
}
