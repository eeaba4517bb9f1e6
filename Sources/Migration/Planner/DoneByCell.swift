public import Kernel

extension Replanner {
    /// What was done up to a date, for each supplier at each distributor.
    ///
    /// Rows that name fewer parties are shared out along what was planned on their date, and where nothing was planned
    /// along the whole plan, by largest remainder, so that sums are kept.
    ///
    /// - Parameters:
    ///   - actuals: places are those of the market.
    ///   - baseline: places are those of the market.
    public func done(_ actuals: MigrationActuals, baseline: MigrationPlan, asAt: CalendarDate) -> [Done] {
        let distributors = grid.market.distributors.count
        var whole: [Int: Int] = [:]
        var byDate: [Int: [Int: Int]] = [:]
        for row in baseline.rows {
            let key = row.supplier * distributors + row.distributor
            whole[key, default: 0] += row.volume
            if row.date <= asAt { byDate[row.date.dayNumber, default: [:]][key, default: 0] += row.volume }
        }
        let margins = ActualMargins(actuals.rows.filter { $0.date <= asAt })
        var done: [Done] = []
        for number in margins.days.keys.sorted() {
            guard let day = margins.days[number] else { continue }
            var volumes: [Int: Int] = [:]
            for (pair, net) in day.byPair {
                volumes[pair.supplier * distributors + pair.distributor, default: 0] += net
            }
            let planned = byDate[number] ?? [:]
            func share(_ net: Int, _ isMeant: (Int) -> Bool) {
                guard net != 0 else { return }
                var keys = planned.keys.filter(isMeant).sorted()
                var weights = keys.map { planned[$0] ?? 0 }
                if keys.isEmpty {
                    keys = whole.keys.filter(isMeant).sorted()
                    weights = keys.map { whole[$0] ?? 0 }
                }
                for (key, part) in zip(keys, Self.parts(of: net, by: weights)) { volumes[key, default: 0] += part }
            }
            for supplier in day.bySupplier.keys.sorted() {
                let pairs = day.byPair.filter { $0.key.supplier == supplier }.reduce(0) { $0 + $1.value }
                share((day.bySupplier[supplier] ?? 0) - pairs) { $0 / distributors == supplier }
            }
            var unnamed = day.withoutSupplier
            for distributor in day.byDistributor.keys.sorted() {
                let pairs = day.byPair.filter { $0.key.distributor == distributor }.reduce(0) { $0 + $1.value }
                let net = (day.byDistributor[distributor] ?? 0) - pairs
                guard net > 0, unnamed > 0 else { continue }
                share(min(net, unnamed)) { $0 % distributors == distributor }
                unnamed -= min(net, unnamed)
            }
            share(unnamed) { _ in true }
            for key in volumes.keys.sorted() {
                guard let net = volumes[key], net != 0 else { continue }
                done.append(
                    Done(
                        supplier: key / distributors, distributor: key % distributors,
                        date: CalendarDate(dayNumber: number), net: net))
            }
        }
        return done
    }

    /// A whole number shared by weights, the largest remainders first; the parts sum to it.
    static func parts(of number: Int, by weights: [Int]) -> [Int] {
        let all = weights.reduce(0, +)
        guard all > 0 else { return weights.map { _ in 0 } }
        let size = Int(number.magnitude)
        // Volumes and sums are below 2^40, so the products are told apart by full-width division.
        let divisions = weights.map { all.dividingFullWidth(size.multipliedFullWidth(by: $0)) }
        var parts = divisions.map(\.quotient)
        let order = parts.indices.sorted { (divisions[$1].remainder, $0) < (divisions[$0].remainder, $1) }
        for place in order.prefix(size - parts.reduce(0, +)) { parts[place] += 1 }
        return number < 0 ? parts.map { -$0 } : parts
    }
}
