import Kernel

/// Tells volume of a unit apart by party as the plan would have it done: what is overdue first, then in the plan's
/// order, then what found no place.
struct PlanProgress {
    let book: ForecastBook

    /// A unit's remaining work, by day of the plan: in all and by cell, each summed up.
    struct Schedule {
        var cells: [ForecastBook.Cell] = []
        /// Step × cell count + cell.
        var byCell: [Float] = []
        var whole: [Float] = []
    }

    private var plan: MigrationPlan { book.question.plan }
    private var steps: Int { max(book.lastPlanned, 0) + 3 }

    func schedule(_ unit: Int) -> Schedule {
        var schedule = Schedule()
        schedule.cells = book.cells.filter { $0.unit == unit }
        let count = schedule.cells.count
        schedule.byCell = [Float](repeating: 0, count: steps * count)
        schedule.whole = [Float](repeating: 0, count: steps)
        for (place, cell) in schedule.cells.enumerated() {
            var known = book.knownPairs[.init(supplier: cell.supplier, distributor: cell.distributor)] ?? 0
            var daily = [Int](repeating: 0, count: steps)
            for row in cell.rows {
                let row = book.question.plan.rows[row]
                daily[row.date.dayNumber - book.start + 1] += row.volume
            }
            daily[steps - 1] += cell.unplaced
            var sum = 0
            for step in 0..<steps {
                let used = min(max(known, 0), daily[step])
                known -= used
                sum += daily[step] - used
                schedule.byCell[step * count + place] = Float(sum)
                schedule.whole[step] += Float(sum)
            }
        }
        return schedule
    }

    /// What of a unit's progress is not told apart by pair.
    func loose(_ schedule: Schedule, progress: Int) -> Float {
        let pairs = schedule.cells.reduce(0) {
            $0 + (book.knownPairs[.init(supplier: $1.supplier, distributor: $1.distributor)] ?? 0)
        }
        return Float(max(progress - pairs, 0))
    }

    func distribute(
        _ simulation: ForecastSimulation, suppliers: inout [Int: ForecastMaker.Futures],
        distributors: inout [ForecastMaker.Futures]
    ) {
        let size = simulation.runs * simulation.span
        let isWhole = book.units.count == 1 && plan.suppliers.count != 1
        let none = ForecastMaker.Futures(total: 0, migrated: 0, paths: [])
        distributors = plan.distributors.map { _ in none }
        // Place × party: the inner loop walks along a row.
        let width = plan.distributors.count
        let wide = isWhole ? plan.suppliers.count : 0
        var gains = [Float](repeating: 0, count: size * width)
        var supplierGains = [Float](repeating: 0, count: size * wide)
        var mapped = [Double](repeating: 0, count: plan.distributors.count)
        var mappedSuppliers = [Double](repeating: 0, count: isWhole ? plan.suppliers.count : 0)
        var supplierPaths = isWhole ? plan.suppliers.map { _ in none } : []
        for unit in book.units.indices {
            let schedule = schedule(unit)
            let count = schedule.cells.count
            guard count > 0 else { continue }
            let progress = book.progress(unit, to: book.known)
            let loose = loose(schedule, progress: progress)
            var atStart = [Float](repeating: 0, count: count)
            var step = 1
            read(schedule, loose, &step, into: &atStart)
            for (place, cell) in schedule.cells.enumerated() {
                let own = book.knownPairs[.init(supplier: cell.supplier, distributor: cell.distributor)] ?? 0
                mapped[cell.distributor] += Double(own) + Double(atStart[place])
                let volume = cell.rows.reduce(cell.unplaced) { $0 + plan.rows[$1].volume }
                distributors[cell.distributor].total += volume
                if isWhole {
                    mappedSuppliers[cell.supplier] += Double(atStart[place])
                    supplierPaths[cell.supplier].total += volume
                }
            }
            let columns = schedule.cells.map(\.distributor)
            let supplierColumns = schedule.cells.map(\.supplier)
            var values = atStart
            var row = [Float](repeating: 0, count: width)
            var supplierRow = [Float](repeating: 0, count: wide)
            for run in 0..<simulation.runs {
                step = 1
                var before = Int32.min
                for day in 0..<simulation.span {
                    let place = run * simulation.span + day
                    let now = simulation.paths[unit][place]
                    // Most days of a future move nothing: weekends, and all days after its end.
                    if now != before {
                        before = now
                        read(schedule, loose + Float(Int(now) - progress), &step, into: &values)
                        for column in 0..<width { row[column] = 0 }
                        for column in 0..<wide { supplierRow[column] = 0 }
                        for cell in 0..<count {
                            let gain = values[cell] - atStart[cell]
                            row[columns[cell]] += gain
                            if isWhole { supplierRow[supplierColumns[cell]] += gain }
                        }
                    }
                    for column in 0..<width { gains[place * width + column] += row[column] }
                    for column in 0..<wide { supplierGains[place * wide + column] += supplierRow[column] }
                }
            }
        }
        for place in distributors.indices {
            let known = book.knownDistributors[place]
            distributors[place].paths = (0..<size).map { gains[$0 * width + place] }
            settle(&distributors[place], mapped: mapped[place], known: known.flatMap { tellsAll ? $0 : nil })
            keepLimit(of: place, &distributors[place], runs: simulation.runs, span: simulation.span)
        }
        for place in supplierPaths.indices {
            supplierPaths[place].paths = (0..<size).map { supplierGains[$0 * wide + place] }
            settle(&supplierPaths[place], mapped: mappedSuppliers[place], known: nil)
            loosen(&supplierPaths[place], of: place, runs: simulation.runs, span: simulation.span)
            suppliers[place] = supplierPaths[place]
        }
    }

    /// Lets a supplier be faster or slower than its share of the industry: where only the industry is told, nothing says
    /// which of its suppliers it is that lag.
    private func loosen(_ futures: inout ForecastMaker.Futures, of supplier: Int, runs: Int, span: Int) {
        guard span > 0 else { return }
        let chance = Chance(seed: book.question.seed, "forecast suppliers")
        let spread = book.question.settings[ForecastParameters.attainmentSpread].fraction
        let paths = futures.paths
        for run in 0..<runs {
            let speed = SteadyMath.exp(spread * chance.child(run).normal(supplier))
            for day in 0..<span {
                let read = min(Int((Double(day) * speed).rounded()), span - 1)
                futures.paths[run * span + day] = paths[run * span + read]
            }
        }
    }

    /// Whether the rows name a distributor for all that was done.
    private var tellsAll: Bool {
        let named = book.knownDistributors.values.reduce(0, +)
        return named == book.units.indices.reduce(0) { $0 + book.progress($1, to: book.known) }
    }

    /// Puts off to later days what is above a distributor's limit of a day.
    private func keepLimit(of distributor: Int, _ futures: inout ForecastMaker.Futures, runs: Int, span: Int) {
        guard !book.distributorLimits.isEmpty else { return }
        let width = plan.distributors.count
        for run in 0..<runs {
            var before = Float(futures.migrated)
            for day in 0..<span {
                let place = run * span + day
                let limit = book.distributorLimits[(book.known + 1 + day) * width + distributor]
                if limit.isFinite { futures.paths[place] = min(futures.paths[place], before + Float(limit)) }
                before = futures.paths[place]
            }
        }
    }

    /// Adds what is migrated already, and stretches the rest to the total where what is known differs from the plan's
    /// order.
    private func settle(_ futures: inout ForecastMaker.Futures, mapped: Double, known: Int?) {
        let estimate = Int(mapped.rounded())
        futures.migrated = known ?? estimate
        let left = Double(futures.total) - mapped
        let stretch = left > 0.5 ? Float(Double(max(futures.total - futures.migrated, 0)) / left) : 1
        let base = Float(futures.migrated)
        let top = Float(max(futures.total, futures.migrated))
        for place in futures.paths.indices {
            let value = base + futures.paths[place] * stretch
            // Sums of floating-point numbers end a hair beside the whole.
            futures.paths[place] = value > top - max(top * 4e-6, 0.01) ? top : value
        }
    }

    /// The cells' volumes when so much of the unit's work is done.
    func read(_ schedule: Schedule, _ volume: Float, _ step: inout Int, into values: inout [Float]) {
        let count = schedule.cells.count
        while step > 1, schedule.whole[step - 1] > volume { step -= 1 }
        while step < steps - 1, schedule.whole[step] < volume { step += 1 }
        let low = schedule.whole[step - 1]
        let high = schedule.whole[step]
        let part = high > low ? min(max((volume - low) / (high - low), 0), 1) : 1
        let from = (step - 1) * count
        for cell in 0..<count {
            let before = schedule.byCell[from + cell]
            values[cell] = before + part * (schedule.byCell[from + count + cell] - before)
        }
    }
}
