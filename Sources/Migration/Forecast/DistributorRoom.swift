/// Cuts a day's volumes where a distributor has no room for them.
///
/// A unit's volume goes to distributors in the order of its plan. Where all that goes to one is above its limit, every
/// unit's part of it is cut alike; what is cut stays with the unit and comes later.
struct DistributorRoom {
    private let progress: PlanProgress
    private let schedules: [PlanProgress.Schedule]
    /// By unit: what is not told apart by pair, and what is done at the origin.
    private let loose: [Float]
    private let start: [Double]
    private let width: Int
    private let limits: [Double]

    /// Nil where no distributor has a limit.
    init?(_ book: ForecastBook) {
        guard !book.distributorLimits.isEmpty else { return nil }
        let progress = PlanProgress(book: book)
        self.progress = progress
        schedules = book.units.indices.map { progress.schedule($0) }
        let done = book.units.indices.map { book.progress($0, to: book.known) }
        loose = zip(schedules, done).map { progress.loose($0, progress: $1) }
        start = done.map(Double.init)
        width = book.question.plan.distributors.count
        limits = book.distributorLimits
    }

    /// One future's place in every unit's schedule, and room to reckon in.
    struct Marks {
        fileprivate var steps: [Int]
        fileprivate var gains: [[Float]]
        fileprivate var before: [Float]
        fileprivate var demand: [Double]
    }

    func marks() -> Marks {
        Marks(
            steps: schedules.map { _ in 1 }, gains: schedules.map { [Float](repeating: 0, count: $0.cells.count) },
            before: [Float](repeating: 0, count: schedules.map(\.cells.count).max() ?? 0),
            demand: [Double](repeating: 0, count: width))
    }

    /// - Parameters:
    ///   - volumes: by unit.
    ///   - done: by unit, before the day.
    ///   - today: from the book's start.
    func cut(_ volumes: inout [Double], done: (Int) -> Double, today: Int, _ marks: inout Marks) {
        let from = today * width
        for place in 0..<width { marks.demand[place] = 0 }
        for unit in volumes.indices where volumes[unit] > 0 && !schedules[unit].cells.isEmpty {
            let schedule = schedules[unit]
            let level = loose[unit] + Float(done(unit) - start[unit])
            progress.read(schedule, level, &marks.steps[unit], into: &marks.before)
            progress.read(schedule, level + Float(volumes[unit]), &marks.steps[unit], into: &marks.gains[unit])
            for (place, cell) in schedule.cells.enumerated() {
                let gain = max(marks.gains[unit][place] - marks.before[place], 0)
                marks.gains[unit][place] = gain
                marks.demand[cell.distributor] += Double(gain)
            }
        }
        guard (0..<width).contains(where: { marks.demand[$0] > limits[from + $0] }) else { return }
        for unit in volumes.indices where volumes[unit] > 0 {
            var all = 0.0
            var kept = 0.0
            for (place, cell) in schedules[unit].cells.enumerated() {
                let gain = Double(marks.gains[unit][place])
                let demand = marks.demand[cell.distributor]
                all += gain
                kept +=
                    demand > limits[from + cell.distributor] ? gain * limits[from + cell.distributor] / demand : gain
            }
            if all > 0 { volumes[unit] *= kept / all }
        }
    }
}
