public import Kernel

/// How volume that is returned in time goes to those who wait for it.
///
/// A design of ours: the Programme names dynamic capacity allocation and publishes no rule.
public enum ReallocationParameters {
    public static let returnDays = MigrationParameter(
        "return_days", 5, 0...1_000,
        meaning: "migration days before a day by which its volume may be returned without being counted as unused",
        basis: "our default; the notice period is not established")
    public static let underUse = MigrationParameter(
        "under_use_tolerance", Share(millionths: 100_000), Share.none...Share.whole,
        meaning: "the share of a week's committed volume that may stay unused", basis: "our default; not established")

    public static let wholes = [returnDays]
    public static let shares = [underUse]
}

/// A supplier's volume at a distributor on a day: committed, returned, asked for, or done.
public struct VolumeLine: Sendable, Hashable {
    /// The line of the file it was read from; 0 for none.
    public let line: Int
    /// Places in the market.
    public let supplier: Int
    public let distributor: Int
    public let date: CalendarDate
    /// MPANs.
    public let volume: Int

    public init(line: Int = 0, supplier: Int, distributor: Int, date: CalendarDate, volume: Int) {
        self.line = line
        self.supplier = supplier
        self.distributor = distributor
        self.date = date
        self.volume = volume
    }
}

/// The outcome of a reallocation: who gets what was returned, who still waits, and why.
public struct Reallocation: Sendable {
    /// A supplier that waits: its standing request and what became of it.
    public struct Entry: Sendable, Hashable {
        public let supplier: Int
        public let distributor: Int
        public let date: CalendarDate
        public let requested: Int
        public let granted: Int
        /// Place on the waiting list after this round, from 1; 0 where nothing waits. The lowest level comes first.
        public let waitingPlace: Int
        public let reason: String
    }

    /// A return that was not taken.
    public struct Refusal: Sendable, Hashable {
        public let line: VolumeLine
        public let reason: String
    }

    public let entries: [Entry]
    public let refusals: [Refusal]
    /// The committed volumes after the round, by supplier, distributor, date; none is 0.
    public let committed: [VolumeLine]

    /// The last day on which a day's volume may be returned: `return_days` migration days before it; the first day of the
    /// calendar where there are fewer.
    public static func returnBy(_ date: CalendarDate, in market: MigrationMarket) -> CalendarDate {
        let days = market.calendar.migrationDays
        let place = days.partitioned { $0 < date }
        let first = place - market.settings[ReallocationParameters.returnDays]
        return days.isEmpty ? date : days[max(0, min(first, days.count - 1))]
    }

    /// Shares what is returned, distributor and day by distributor and day, between standing requests.
    ///
    /// Weighted max-min, the weight being what the table says a supplier needs there a day; nobody gets back what it has
    /// itself returned. The room is what was returned and whatever the usable limits have left over the committed
    /// volumes, and never more than the limits: the industry's too.
    public init(
        _ table: EnvelopeTable, committed: [VolumeLine], returns: [VolumeLine], requests: [VolumeLine],
        asAt: CalendarDate
    ) {
        var round = Round(table, committed, asAt)
        round.take(returns)
        round.grant(requests)
        entries = round.entries
        refusals = round.refusals
        self.committed = round.lines()
    }
}

private struct Round {
    struct Cell: Hashable, Comparable {
        let supplier: Int
        let distributor: Int
        let date: CalendarDate

        static func < (left: Cell, right: Cell) -> Bool {
            (left.supplier, left.distributor, left.date) < (right.supplier, right.distributor, right.date)
        }
    }

    struct Spot: Hashable, Comparable {
        let date: CalendarDate
        let distributor: Int

        static func < (left: Spot, right: Spot) -> Bool {
            (left.date, left.distributor) < (right.date, right.distributor)
        }
    }

    let table: EnvelopeTable
    let asAt: CalendarDate
    var volumes: [Cell: Int] = [:]
    /// What is committed by distributor and day, and by day.
    var atSpot: [Spot: Int] = [:]
    var onDay: [CalendarDate: Int] = [:]
    var returned: Set<Cell> = []
    var entries: [Reallocation.Entry] = []
    var refusals: [Reallocation.Refusal] = []

    init(_ table: EnvelopeTable, _ committed: [VolumeLine], _ asAt: CalendarDate) {
        self.table = table
        self.asAt = asAt
        for line in committed { add(line.volume, cell(line)) }
    }

    private func cell(_ line: VolumeLine) -> Cell {
        Cell(supplier: line.supplier, distributor: line.distributor, date: line.date)
    }

    private mutating func add(_ volume: Int, _ cell: Cell) {
        volumes[cell, default: 0] += volume
        atSpot[Spot(date: cell.date, distributor: cell.distributor), default: 0] += volume
        onDay[cell.date, default: 0] += volume
    }

    mutating func take(_ returns: [VolumeLine]) {
        for line in returns {
            let cell = cell(line)
            let has = volumes[cell] ?? 0
            if line.volume > has {
                refusals.append(
                    .init(line: line, reason: "only \(has) is committed there: no more can be returned"))
                continue
            }
            let last = Reallocation.returnBy(line.date, in: table.grid.market)
            if asAt > last {
                refusals.append(
                    .init(line: line, reason: "too late: it had to be returned by \(last); it counts as unused"))
                continue
            }
            add(-line.volume, cell)
            returned.insert(cell)
        }
    }

    mutating func grant(_ requests: [VolumeLine]) {
        let spots = Dictionary(grouping: requests) { Spot(date: $0.date, distributor: $0.distributor) }
        for (spot, lines) in spots.sorted(by: { $0.key < $1.key }) { grant(lines, at: spot) }
    }

    private mutating func grant(_ lines: [VolumeLine], at spot: Spot) {
        let grid = table.grid
        guard let day = grid.day(spot.date), spot.date > asAt else {
            let reason = spot.date <= asAt ? "the day is past" : "nothing can be planned on that day"
            for line in lines { refuse(line, reason) }
            return
        }
        let limit = grid.distributor[spot.distributor * grid.days.count + day]
        let local = max(0, limit - (atSpot[spot] ?? 0))
        let industry = max(0, grid.industry[day] - (onDay[spot.date] ?? 0))
        let room = min(local, industry)
        var parties: [WaterFilling.Party] = []
        for line in lines { parties.append(WaterFilling.Party(weight: weight(line, day), cap: wanted(line, day))) }
        let shared = WaterFilling.share(room, among: parties)
        // Who got least for its need waits first.
        let waiting = lines.indices.filter { shared.volumes[$0] < lines[$0].volume }.sorted { left, right in
            let difference =
                Int128(shared.volumes[left]) * Int128(parties[right].weight)
                - Int128(shared.volumes[right]) * Int128(parties[left].weight)
            return difference != 0 ? difference < 0 : lines[left].supplier < lines[right].supplier
        }
        for (place, line) in lines.enumerated() {
            let granted = shared.volumes[place]
            add(granted, cell(line))
            let bound =
                parties[place].cap < line.volume && granted == parties[place].cap
                ? why(line, day)
                : granted == line.volume
                    ? "granted in full"
                    : "\(local <= industry ? grid.market.distributors[spot.distributor] : "the industry") has \(room) "
                        + "left that day: shared by \(lines.count) by need"
            entries.append(
                Reallocation.Entry(
                    supplier: line.supplier, distributor: line.distributor, date: line.date, requested: line.volume,
                    granted: granted, waitingPlace: (waiting.firstIndex(of: place) ?? -1) + 1, reason: bound))
        }
    }

    private mutating func refuse(_ line: VolumeLine, _ reason: String) {
        entries.append(
            Reallocation.Entry(
                supplier: line.supplier, distributor: line.distributor, date: line.date, requested: line.volume,
                granted: 0, waitingPlace: 0, reason: reason))
    }

    /// The most a request can be granted: nothing to who returned volume there, nothing before activation, no more than
    /// the ramp and the step limit leave over what is committed that day.
    private func wanted(_ line: VolumeLine, _ day: Int) -> Int {
        if returned.contains(cell(line)) { return 0 }
        let cap = min(ramp(line, day), rise(line, day) ?? PlanningGrid.unlimited)
        return min(line.volume, max(0, cap - committed(line.supplier, line.date)))
    }

    private func committed(_ supplier: Int, _ date: CalendarDate) -> Int {
        volumes.reduce(0) { sum, entry in
            entry.key.supplier == supplier && entry.key.date == date ? sum + entry.value : sum
        }
    }

    private func ramp(_ line: VolumeLine, _ day: Int) -> Int {
        table.grid.supplier[line.supplier * table.grid.days.count + day]
    }

    /// What the step limit lets a day rise to: above what is committed on the migration day before; before the sprint's
    /// first day, above the most that there can have been. Nil where there is no step limit.
    private func rise(_ line: VolumeLine, _ day: Int) -> Int? {
        guard let step = table.step(line.supplier), table.days.contains(day) else { return nil }
        guard day > table.days.lowerBound else { return table.stepCap(supplier: line.supplier, day: 0) }
        return committed(line.supplier, table.grid.days[day - 1]) + step
    }

    private func why(_ line: VolumeLine, _ day: Int) -> String {
        if returned.contains(cell(line)) { return "the supplier has returned volume there itself" }
        guard table.grid.firstDay[line.supplier] <= day else {
            return "the supplier is not active until \(table.grid.market.suppliers[line.supplier].activeFrom)"
        }
        return rise(line, day).map { $0 < ramp(line, day) } ?? false
            ? "the step limit allows no more above the migration day before" : "the ramp allows no more that day"
    }

    private func weight(_ line: VolumeLine, _ day: Int) -> Int {
        let cells = table.grid.cellsOfSupplier[line.supplier]
        guard day >= table.days.lowerBound,
            let cell = cells.first(where: { table.grid.cells[$0].distributor == line.distributor })
        else { return 1 }
        return table.need(cell: cell, day: day - table.days.lowerBound)
    }

    func lines() -> [VolumeLine] {
        volumes.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map {
            VolumeLine(
                supplier: $0.key.supplier, distributor: $0.key.distributor, date: $0.key.date, volume: $0.value)
        }
    }
}
