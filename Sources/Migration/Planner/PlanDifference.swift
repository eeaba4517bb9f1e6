public import Kernel

/// What two plans differ in, by party and by date. Both speak of the same market, each with its own lists of codes.
public struct PlanDifference: Sendable, Equatable {
    public struct Party: Sendable, Equatable {
        public enum Kind: String, Sendable {
            case supplier, distributor
        }
        public let kind: Kind
        public let code: String
        /// MPANs placed.
        public let before: Int
        public let after: Int
        /// MPANs that are on another day: half the sum of the daily differences, rounded up.
        public let moved: Int
        public let finishBefore: CalendarDate?
        public let finishAfter: CalendarDate?
        /// Calendar days by which the mean date of its MPANs is later, in thousandths; nil where a plan has none.
        public let laterByThousandths: Int?
    }

    public struct Day: Sendable, Equatable {
        public let date: CalendarDate
        public let before: Int
        public let after: Int
    }

    public let placedBefore: Int
    public let placedAfter: Int
    public let unplacedBefore: Int
    public let unplacedAfter: Int
    public let moved: Int
    public let finishBefore: CalendarDate?
    public let finishAfter: CalendarDate?
    /// Those that differ: suppliers, then distributors, by code.
    public let parties: [Party]
    /// The dates whose totals differ.
    public let days: [Day]

    public init(_ before: MigrationPlan, _ after: MigrationPlan) {
        placedBefore = before.placed
        placedAfter = after.placed
        unplacedBefore = before.notPlaced
        unplacedAfter = after.notPlaced
        finishBefore = before.rows.map(\.date).max()
        finishAfter = after.rows.map(\.date).max()
        let cells = Self.changes(before, after)
        moved = (cells.reduce(0) { $0 + abs($1.after - $1.before) } + 1) / 2
        var parties: [Party] = []
        for kind in [Party.Kind.supplier, .distributor] {
            var byCode: [String: [Change]] = [:]
            for cell in cells {
                byCode[kind == .supplier ? cell.supplier : cell.distributor, default: []].append(cell)
            }
            for code in byCode.keys.sorted() {
                guard let party = Self.party(kind, code, byCode[code] ?? []) else { continue }
                parties.append(party)
            }
        }
        self.parties = parties
        var byDate: [CalendarDate: (before: Int, after: Int)] = [:]
        for cell in cells {
            byDate[cell.date, default: (0, 0)].before += cell.before
            byDate[cell.date, default: (0, 0)].after += cell.after
        }
        days = byDate.keys.sorted().compactMap { date in
            guard let sums = byDate[date], sums.before != sums.after else { return nil }
            return Day(date: date, before: sums.before, after: sums.after)
        }
    }

    private struct Key: Hashable {
        let supplier: String
        let distributor: String
        let date: CalendarDate
    }

    private struct Change {
        let supplier: String
        let distributor: String
        let date: CalendarDate
        var before = 0
        var after = 0
    }

    /// Every supplier, distributor and date that either plan has.
    private static func changes(_ before: MigrationPlan, _ after: MigrationPlan) -> [Change] {
        var places: [Key: Int] = [:]
        var changes: [Change] = []
        func place(_ row: MigrationPlan.Row, of plan: MigrationPlan) -> Int {
            let key = Key(
                supplier: plan.suppliers[row.supplier], distributor: plan.distributors[row.distributor],
                date: row.date)
            if let known = places[key] { return known }
            places[key] = changes.count
            changes.append(Change(supplier: key.supplier, distributor: key.distributor, date: key.date))
            return changes.count - 1
        }
        for row in before.rows { changes[place(row, of: before)].before += row.volume }
        for row in after.rows { changes[place(row, of: after)].after += row.volume }
        return changes
    }

    private static func party(_ kind: Party.Kind, _ code: String, _ cells: [Change]) -> Party? {
        let apart = cells.reduce(0) { $0 + abs($1.after - $1.before) }
        guard apart > 0 else { return nil }
        func mean(_ volume: (Change) -> Int) -> Int? {
            let all = cells.reduce(0) { $0 + volume($1) }
            guard all > 0 else { return nil }
            // Thousandths of a day; day numbers are below 100,000 and volumes below 10^11, so the product fits.
            return cells.reduce(0) { $0 + volume($1) * $1.date.dayNumber } * 1_000 / all
        }
        let early = mean(\.before)
        let late = mean(\.after)
        return Party(
            kind: kind, code: code, before: cells.reduce(0) { $0 + $1.before },
            after: cells.reduce(0) { $0 + $1.after }, moved: (apart + 1) / 2,
            finishBefore: cells.filter { $0.before > 0 }.map(\.date).max(),
            finishAfter: cells.filter { $0.after > 0 }.map(\.date).max(),
            laterByThousandths: early.flatMap { early in late.map { $0 - early } })
    }
}
