/// Volumes that a baseline places, by cell and day.
public struct TrackBaseline: Sendable, Equatable {
    /// By cell: volumes by local day, in order.
    public private(set) var cells: [TrackLedger.Cell: [(day: Int, volume: Int)]] = [:]

    public init() {}

    public mutating func add(_ cell: TrackLedger.Cell, day: Int, volume: Int) {
        cells[cell, default: []].append((day, volume))
    }

    /// Puts every cell's days in order.
    public mutating func sort() {
        for cell in cells.keys { cells[cell]?.sort { $0.day < $1.day } }
    }

    public static func == (left: TrackBaseline, right: TrackBaseline) -> Bool {
        left.cells.count == right.cells.count
            && left.cells.allSatisfy { cell, days in
                right.cells[cell]?.elementsEqual(days) { $0.day == $1.day && $0.volume == $1.volume } ?? false
            }
    }
}

/// One day of one supplier at one distributor: what stands where, and what has happened so far.
public struct TrackDay: Sendable, Equatable {
    public let cell: TrackLedger.Cell
    public let day: Int
    public internal(set) var portfolio = 0
    public internal(set) var planned = 0
    public internal(set) var inFlight = 0
    public internal(set) var reverseInFlight = 0
    public internal(set) var migrated = 0
    public internal(set) var excluded = 0
    public internal(set) var backlog = 0
    /// What the day adds.
    public internal(set) var plannedToday = 0
    public internal(set) var firstPlannedToday = 0
    public internal(set) var row = TrackLedger.Row()
    /// To the day's end.
    public internal(set) var plannedTotal = 0
    public internal(set) var firstPlannedTotal = 0
    public internal(set) var initiatedTotal = 0
    public internal(set) var completedTotal = 0
    public internal(set) var reversedTotal = 0
    /// What does not add up; nil where all does.
    public internal(set) var fault: String?
}

/// The conservation of MPANs: planned + in flight + migrated + excluded + backlog = portfolio, on every day, for every
/// supplier and distributor.
///
/// The portfolio comes from outside (market or plan) and moves with changes of supplier; the parts come from the states.
/// They are reckoned apart, so they can disagree.
public struct TrackConservation {
    public let ledger: TrackLedger
    public let plan: TrackBaseline
    public let first: TrackBaseline
    /// MPANs by cell before anything happened.
    public let portfolios: [TrackLedger.Cell: Int]
    /// Whether every MPAN is listed, so that none may be missing.
    public let isListed: Bool
    public let lastResorts: [TrackContext.LastResort]

    public init(
        ledger: TrackLedger, plan: TrackBaseline, first: TrackBaseline, portfolios: [TrackLedger.Cell: Int],
        isListed: Bool, lastResorts: [TrackContext.LastResort]
    ) {
        self.ledger = ledger
        self.plan = plan
        self.first = first
        self.portfolios = portfolios
        self.isListed = isListed
        self.lastResorts = lastResorts
    }

    private struct Account {
        /// MPANs that nobody has named yet: they belong to the portfolio and have not begun.
        var unnamed = 0
        var named: [Int] = [0, 0, 0, 0, 0]
        var portfolio = 0
        var planned = 0
        var firstPlanned = 0
        var initiated = 0
        var completed = 0
        var reversed = 0
        var plannedAll = 0
        var rows: [(day: Int, row: TrackLedger.Row)] = []
        var nextRow = 0
        var nextPlan = 0
        var nextFirst = 0
        var openingFault: String?
    }

    /// Walks the days in order, and on each day the cells in the order given.
    ///
    /// - Parameter cells: all that are to be told; those of `self.cells`, sorted by their names.
    public func walk(
        _ days: ClosedRange<Int>, cells: [TrackLedger.Cell], _ tell: (TrackDay) throws -> Void
    ) rethrows {
        var accounts = opened(cells)
        for place in accounts.indices {
            // What happened before the first day told.
            advance(&accounts[place], cells[place], to: days.lowerBound - 1)
        }
        for day in days {
            for change in lastResorts where Int(change.day) == day { move(change, cells, &accounts) }
            for place in accounts.indices { try tell(advance(&accounts[place], cells[place], to: day)) }
        }
    }

    /// Every cell that anything names.
    public var cells: Set<TrackLedger.Cell> {
        var cells = Set(portfolios.keys).union(plan.cells.keys).union(first.cells.keys)
        for (cell, _) in ledger.followed { cells.insert(cell) }
        for (cell, _, _) in ledger.days { cells.insert(cell) }
        for change in lastResorts {
            for cell in cells where cell.supplier == change.from {
                cells.insert(TrackLedger.Cell(supplier: change.to, distributor: cell.distributor))
            }
        }
        return cells
    }

    private func opened(_ cells: [TrackLedger.Cell]) -> [Account] {
        let followed = Dictionary(uniqueKeysWithValues: ledger.followed.map { ($0.cell, $0.mpans) })
        var places: [TrackLedger.Cell: Int] = [:]
        var accounts: [Account] = []
        for cell in cells {
            var account = Account()
            account.portfolio = portfolios[cell] ?? 0
            account.named[0] = followed[cell] ?? 0
            account.unnamed = account.portfolio - account.named[0]
            account.plannedAll = (plan.cells[cell] ?? []).reduce(0) { $0 + $1.volume }
            if account.unnamed < 0 {
                account.openingFault =
                    "\(account.named[0]) MPANs are followed, the portfolio has \(account.portfolio)"
            } else if isListed, account.unnamed > 0 {
                account.openingFault =
                    "the list of MPANs has \(account.named[0]), the portfolio \(account.portfolio)"
            }
            places[cell] = accounts.count
            accounts.append(account)
        }
        for (cell, day, row) in ledger.days {
            if let place = places[cell] { accounts[place].rows.append((day, row)) }
        }
        return accounts
    }

    /// What nobody has named goes over with its supplier; the named go one by one, by their histories.
    private func move(_ change: TrackContext.LastResort, _ cells: [TrackLedger.Cell], _ accounts: inout [Account]) {
        for place in cells.indices
        where cells[place].supplier == change.from
            && (change.distributor == 0 || change.distributor == cells[place].distributor)
        {
            let to = TrackLedger.Cell(supplier: change.to, distributor: cells[place].distributor)
            guard let gaining = cells.firstIndex(of: to), accounts[place].unnamed > 0 else { continue }
            let count = accounts[place].unnamed
            accounts[place].unnamed = 0
            accounts[place].portfolio -= count
            accounts[gaining].unnamed += count
            accounts[gaining].portfolio += count
        }
    }

    @discardableResult
    private func advance(_ account: inout Account, _ cell: TrackLedger.Cell, to day: Int) -> TrackDay {
        var told = TrackDay(cell: cell, day: day)
        while account.nextRow < account.rows.count, account.rows[account.nextRow].day <= day {
            let (rowDay, row) = account.rows[account.nextRow]
            for bucket in TrackBucket.allCases { account.named[Int(bucket.rawValue)] += row[bucket] }
            account.portfolio += Int(row.gained) - Int(row.lost)
            account.initiated += Int(row.initiated)
            account.completed += Int(row.completed)
            account.reversed += Int(row.reversed)
            if rowDay == day { told.row = row }
            account.nextRow += 1
        }
        told.plannedToday = Self.pass(plan.cells[cell], &account.nextPlan, &account.planned, day)
        told.firstPlannedToday = Self.pass(first.cells[cell], &account.nextFirst, &account.firstPlanned, day)
        let notStarted = account.named[0] + account.unnamed
        told.portfolio = account.portfolio
        told.planned = max(min(notStarted, account.plannedAll - account.planned), 0)
        told.backlog = notStarted - told.planned
        told.reverseInFlight = account.named[2]
        told.inFlight = account.named[1] + account.named[2]
        told.migrated = account.named[3]
        told.excluded = account.named[4]
        told.plannedTotal = account.planned
        told.firstPlannedTotal = account.firstPlanned
        told.initiatedTotal = account.initiated
        told.completedTotal = account.completed
        told.reversedTotal = account.reversed
        told.fault = fault(told, account)
        return told
    }

    private static func pass(
        _ days: [(day: Int, volume: Int)]?, _ next: inout Int, _ total: inout Int, _ day: Int
    ) -> Int {
        guard let days else { return 0 }
        var today = 0
        while next < days.count, days[next].day <= day {
            total += days[next].volume
            if days[next].day == day { today += days[next].volume }
            next += 1
        }
        return today
    }

    private func fault(_ day: TrackDay, _ account: Account) -> String? {
        if let fault = account.openingFault { return fault }
        let sum = day.planned + day.inFlight + day.migrated + day.excluded + day.backlog
        if sum != day.portfolio { return "the parts add up to \(sum), the portfolio is \(day.portfolio)" }
        if day.backlog < 0 {
            return "\(day.inFlight + day.migrated + day.excluded) MPANs have begun, the portfolio has \(day.portfolio)"
        }
        let parts = [day.inFlight - day.reverseInFlight, day.reverseInFlight, day.migrated, day.excluded]
        return parts.contains { $0 < 0 } ? "a part is below nought" : nil
    }
}
