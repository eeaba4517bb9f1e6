extension PlanningGrid {
    /// The same market with time running backwards: what is earliest in it is latest in the market. Step limits are left
    /// out, since a rise is a fall there.
    var reversed: PlanningGrid {
        let count = days.count
        func turned(_ rows: [Int]) -> [Int] {
            rows.indices.map { place in rows[place - place % count + (count - 1 - place % count)] }
        }
        return PlanningGrid(
            of: self, firstDay: firstDay.map { _ in 0 }, industry: industry.reversed(),
            distributor: count == 0 ? [] : turned(distributor),
            supplier: count == 0 ? [] : turned(supplier), agent: count == 0 ? [] : turned(agent), rise: [],
            carried: [], cells: cells)
    }

    /// The same market with no cap on a supplier's day but its activation.
    var withoutRamps: PlanningGrid {
        var open = supplier
        for (place, first) in firstDay.enumerated() {
            for day in days.indices {
                open[place * days.count + day] = day < first ? 0 : Self.unlimited
            }
        }
        return PlanningGrid(
            of: self, firstDay: firstDay, industry: industry, distributor: distributor, supplier: open,
            cells: cells)
    }

    /// Whether any supplier's day has a cap.
    var hasRamps: Bool { market.ramps.contains { !$0.isEmpty } }

    /// Whether limits of suppliers cross those of distributors, so that chains prove nothing.
    var isCrossed: Bool { hasRamps || hasSteps || !market.agents.isEmpty }

    /// The same market with other amounts to place, by cell.
    func placing(_ mpans: [Int]) -> PlanningGrid {
        PlanningGrid(
            of: self, firstDay: firstDay, industry: industry, distributor: distributor,
            supplier: supplier,
            cells: cells.indices.map {
                Cell(supplier: cells[$0].supplier, distributor: cells[$0].distributor, mpans: mpans[$0])
            })
    }
}
