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
        let merged = Merged(before, after)
        moved = (merged.changes.reduce(0) { $0 + abs($1.after - $1.before) } + 1) / 2
        var suppliers = [Sums](repeating: Sums(), count: merged.suppliers.count)
        var distributors = [Sums](repeating: Sums(), count: merged.distributors.count)
        var byDay: [Int: (before: Int, after: Int)] = [:]
        for change in merged.changes {
            suppliers[change.supplier].take(change)
            distributors[change.distributor].take(change)
            byDay[change.day, default: (0, 0)].before += change.before
            byDay[change.day, default: (0, 0)].after += change.after
        }
        parties =
            zip(merged.suppliers, suppliers).compactMap { $1.party(.supplier, $0) }
            + zip(merged.distributors, distributors).compactMap { $1.party(.distributor, $0) }
        days = byDay.keys.sorted().compactMap { day in
            guard let sums = byDay[day], sums.before != sums.after else { return nil }
            return Day(date: CalendarDate(dayNumber: day), before: sums.before, after: sums.after)
        }
    }

    /// A supplier, distributor and date that either plan has; places are those of both plans' codes together.
    private struct Change {
        let supplier: Int
        let distributor: Int
        /// Day number of the date.
        let day: Int
        var before = 0
        var after = 0
    }

    /// Both plans' rows side by side. Each plan's rows are in order of its codes, so one walk over both is enough.
    private struct Merged {
        let suppliers: [String]
        let distributors: [String]
        var changes: [Change] = []

        init(_ before: MigrationPlan, _ after: MigrationPlan) {
            suppliers = Set(before.suppliers + after.suppliers).sorted()
            distributors = Set(before.distributors + after.distributors).sorted()
            let left = Self.rows(of: before, suppliers, distributors)
            let right = Self.rows(of: after, suppliers, distributors)
            var next = 0
            changes.reserveCapacity(max(left.count, right.count))
            for row in left {
                while next < right.count, right[next].place < row.place {
                    changes.append(right[next].change(before: 0, after: right[next].volume))
                    next += 1
                }
                var other = 0
                if next < right.count, right[next].place == row.place {
                    other = right[next].volume
                    next += 1
                }
                changes.append(row.change(before: row.volume, after: other))
            }
            for row in right[next...] { changes.append(row.change(before: 0, after: row.volume)) }
        }

        private struct Row {
            let place: (Int, Int, Int)
            let volume: Int

            func change(before: Int, after: Int) -> Change {
                Change(supplier: place.0, distributor: place.1, day: place.2, before: before, after: after)
            }
        }

        private static func rows(of plan: MigrationPlan, _ suppliers: [String], _ distributors: [String]) -> [Row] {
            let supplierPlaces = places(of: plan.suppliers, in: suppliers)
            let distributorPlaces = places(of: plan.distributors, in: distributors)
            let rows = plan.rows.map {
                Row(
                    place: (supplierPlaces[$0.supplier], distributorPlaces[$0.distributor], $0.date.dayNumber),
                    volume: $0.volume)
            }
            let isSorted = zip(rows, rows.dropFirst()).allSatisfy { $0.place < $1.place }
            return isSorted ? rows : rows.sorted { $0.place < $1.place }
        }

        private static func places(of codes: [String], in all: [String]) -> [Int] {
            let places = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1, $0) })
            return codes.map { places[$0] ?? 0 }
        }
    }

    /// What a party's changes come to.
    private struct Sums {
        var before = 0
        var after = 0
        var apart = 0
        var beforeDays = 0
        var afterDays = 0
        var finishBefore = Int.min
        var finishAfter = Int.min

        mutating func take(_ change: Change) {
            before += change.before
            after += change.after
            apart += abs(change.after - change.before)
            beforeDays += change.before * change.day
            afterDays += change.after * change.day
            if change.before > 0 { finishBefore = max(finishBefore, change.day) }
            if change.after > 0 { finishAfter = max(finishAfter, change.day) }
        }

        /// Nil where nothing differs.
        func party(_ kind: Party.Kind, _ code: String) -> Party? {
            guard apart > 0 else { return nil }
            // Thousandths of a day; day numbers are below 100,000 and volumes below 10^11, so the products fit.
            let early = before > 0 ? beforeDays * 1_000 / before : nil
            let late = after > 0 ? afterDays * 1_000 / after : nil
            return Party(
                kind: kind, code: code, before: before, after: after, moved: (apart + 1) / 2,
                finishBefore: before > 0 ? CalendarDate(dayNumber: finishBefore) : nil,
                finishAfter: after > 0 ? CalendarDate(dayNumber: finishAfter) : nil,
                laterByThousandths: early.flatMap { early in late.map { $0 - early } })
        }
    }
}
