import Kernel

// A control centre does not watch a plan come to nothing: it plans again every few weeks with what was done.
extension TwinRun {
    /// The metering points that a cell has now.
    func whole(_ cell: Int) -> Int { backlog[cell] + inFlight[cell] + held[cell] + done[cell] }

    /// By supplier: the greater of what the orders had and what was initiated on a day, as its next day rises from.
    func reached(on day: Int) -> [Int] {
        guard day >= 0 else { return stage.firstDay.map { _ in 0 } }
        var planned = stage.firstDay.map { _ in 0 }
        for order in orders[day] { planned[stage.cells[order.cell].supplier] += order.volume }
        return zip(planned, initiated).map { max($0, $1) }
    }

    /// Plans what is left again from the day after, least changed (`Replanner`), under the limits of the market.
    ///
    /// Done is what has been initiated and not come back. What is held after a rejection is planned with the rest, since it
    /// will come back; what finds no place is owed at once.
    mutating func replan(after day: Int) {
        guard day + 1 < stage.daysInTime, day < lastOrderDay else { return }
        let market = stage.market
        let asAt = stage.days[day]
        var rows: [MigrationPlan.Row] = []
        for later in (day + 1)..<stage.days.count {
            for order in orders[later] {
                let cell = stage.cells[order.cell]
                rows.append(
                    MigrationPlan.Row(
                        supplier: cell.supplier, distributor: cell.distributor, date: stage.days[later],
                        volume: order.volume))
            }
        }
        let baseline = MigrationPlan(
            suppliers: market.suppliers.map(\.code), distributors: market.distributors, rows: rows, unplaced: [])
        let left = stage.cells.indices.map { backlog[$0] + held[$0] }
        // The replanner takes what is done off the portfolio: so much of it that this is left. Below nought where
        // metering points came from other suppliers.
        let known = stage.cells.indices.map { place in
            let cell = stage.cells[place]
            return Replanner.Done(
                supplier: cell.supplier, distributor: cell.distributor, date: asAt, net: cell.mpans - left[place])
        }
        let result = stage.replanner.replan(
            baseline, done: known, asAt: asAt, freeze: 0, reached: reached(on: day))
        var laid = stage.orders(of: result.plan, after: asAt)
        for early in 0...day { laid[early] = orders[early] }
        orders = laid
        lastOrderDay = orders.lastIndex { !$0.isEmpty } ?? -1
        planned = stage.cells.indices.map { whole($0) }
        due = planned
        for later in (day + 1)..<stage.days.count {
            for order in orders[later] { due[order.cell] -= order.volume }
        }
        for cell in stage.cells.indices {
            let asked = day >= lastOrderDay ? planned[cell] : due[cell]
            owed[cell] = min(max(asked - (planned[cell] - backlog[cell]), 0), backlog[cell])
        }
        replans += 1
    }
}
